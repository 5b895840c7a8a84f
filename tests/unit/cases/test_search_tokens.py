"""The words by which a case is found: kept by the database, whatever writes, and written by nobody by hand."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from goldenthread.casework.cases.models import Case, Participation, SearchToken
from goldenthread.casework.cases.operations.intake import Party, add_person
from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.families.models import FamilyMember
from goldenthread.kernel.text import folded
from tests import databases


def ask(sql, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall()


def tokens(case, **of):
    return set(SearchToken.objects.filter(case=case, **of).values_list("token", flat=True))


def sound(name):
    return ask("SELECT gt_sound(gt_fold(%s))", name)[0][0]


# ── How a name is taken apart, and how it sounds ──────────────────────────────────────────────────────


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Maya", {"maya"}),
        ("Okafor-Reed", {"okafor", "reed", "okaforreed"}),
        ("O’Brien", {"obrien", "brien"}),
        ("De Souza", {"de", "souza", "desouza"}),
        ("MacDonald", {"macdonald", "donald"}),
        ("Mc Donald", {"mc", "donald", "mcdonald"}),
        ("Siân", {"sian"}),
        ("Smith; Jones (née Brown)", {"smith", "jones", "nee", "brown"}),
        ("李 小龙", {"小龙", "李小龙"}),
        ("", set()),
        ("?", set()),
    ],
)
def test_a_name_is_found_by_each_of_its_words(name, words):
    assert {word for (word,) in ask("SELECT gt_name_words(%s)", name)} == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shaun", "Sean"), ("Shaun", "Shawn"), ("Siân", "Sian"), ("Catherine", "Kathryn"), ("Katherine", "Catrin"),
        ("Stephen", "Steven"), ("Thomson", "Thompson"), ("Davies", "Davis"), ("Rhys", "Reece"), ("Rhys", "Rees"),
        ("Llinos", "Linos"), ("Llewellyn", "Llywelyn"), ("Mohammed", "Muhammad"), ("McKenzie", "Mackenzie"),
        ("Vaughan", "Vaughn"), ("Geoffrey", "Jeffrey"), ("Huw", "Hugh"), ("Carys", "Karis"), ("Evans", "Ifans"),
        ("Dafydd", "David"), ("Ffion", "Fion"), ("Smith", "Smyth"), ("Reid", "Read"), ("Iwan", "Ewan"),
        ("Lewis", "Louis"), ("Niamh", "Neve"), ("Michael", "Mikael"), ("Wynne", "Wyn"), ("Zoë", "Zoe"),
    ],
)  # fmt: skip
def test_what_sounds_alike_is_written_alike(one, other):
    assert sound(one) == sound(other) != ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [("Maya", "Leo"), ("Okafor", "Reed"), ("Brown", "Brian"), ("Jones", "James"), ("Owen", "Ian"), ("Mark", "Mary")],
)
def test_what_does_not_sound_alike_is_not(one, other):
    assert sound(one) != sound(other)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["SIÂN", "Łukasz", "Straße", "Ærø", "O´Neill", "Ŵyn", "Þór", "ÇELİK", "Ñandú", "d‘Arcy"]
)
def test_the_database_folds_a_name_as_the_program_does(name):
    assert ask("SELECT gt_fold(%s)", name)[0][0] == folded(name)


# ── Kept by the database ──────────────────────────────────────────────────────────────────────────────


def test_a_case_is_found_by_its_people_and_its_numbers(cast):
    case = cast.case(court_number="ZA26P00123", court_case_id="1690-0000-0000-0021")
    assert {"maya", "leo", "okafor", "reed", "tobias", "ngozi"} <= tokens(case, member__isnull=False)
    digits = case.reference.removeprefix("GT-")
    assert tokens(case, member=None) == {f"gt{digits}", digits, "za26p00123", "1690000000000021"}


def test_a_name_that_is_corrected_is_found_anew_whatever_writes_it(cast):
    case = cast.case()
    FamilyMember.objects.filter(pk=cast.mother(case).pk).update(last_name="Mbeki", previous_names="Okafor")
    assert tokens(case, member=cast.mother(case), kind="LAST") == {"mbeki"}
    assert tokens(case, member=cast.mother(case), kind="PREVIOUS") == {"okafor"}


def test_who_is_added_is_found_and_who_was_recorded_in_error_is_not(cast):
    case = cast.case()
    row = add_person(case=case, party=Party("OTHER", "Zelda", "Quennell"), by=cast.amira, now=cast.now)
    assert "quennell" in tokens(case)
    supersede(record_of=row, why="WRONG_PERSON", words="Another family.", by=cast.amira, now=cast.now)
    assert "quennell" not in tokens(case)


def test_words_follow_the_case_to_another_area(cast):
    case = cast.case()
    Case.objects.filter(pk=case.pk).update(area=cast.coast)
    assert set(SearchToken.objects.filter(case=case).values_list("area", flat=True)) == {cast.coast.pk}


LOADED = """
SET LOCAL session_replication_role = replica;
INSERT INTO cases_case (id, reference, law, nation, process, source, court_case_id, court_number, court_name,
  orders_sought, received_on, stage, urgency, urgency_signs, urgency_why, recorded_at, recorded_by_id, version, area_id,
  local_authority, closed_why)
VALUES (md5('c')::uuid, 'GT-900001', 'PRIVATE', 'WALES', 'CAP', 'FEED', '1690-01', 'ZA1', '', '{}', '2026-06-01',
  'INTAKE', 'UNDECIDED', '{}', '', now(), md5('p')::uuid, 1, md5('a')::uuid, '', '');
INSERT INTO families_familymember (id, case_id, first_names, last_name, previous_names, gender, gender_words, doubts,
  court_party_id, has_protected_contact, recorded_at, recorded_by_id, version)
VALUES (md5('m')::uuid, md5('c')::uuid, 'Siân Mair', 'O''Brien-Rees', 'Jones', 'FEMALE', '', '{}', '', false, now(),
  md5('p')::uuid, 1);
INSERT INTO cases_participation (id, case_id, member_id, role, responsibility, relation_words, from_on, "order",
  recorded_at, recorded_by_id, late, superseded_why, superseded_words)
VALUES (md5('r')::uuid, md5('c')::uuid, md5('m')::uuid, 'CHILD', 'YES', '', '2026-06-01', 0, now(), md5('p')::uuid,
  false, '', '');
"""


def test_what_was_loaded_past_the_triggers_is_taken_in_at_once_and_once(django_db_setup):
    """As a loader does it; and what it writes is what the triggers would have written."""
    written = (
        "SELECT nation, area_id, member_id, kind, token, sound FROM cases_searchtoken WHERE case_id = md5('c')::uuid"
    )
    with databases.cluster()._superuser(connection.settings_dict["NAME"]) as server:
        server.autocommit = False
        server.execute(LOADED)
        assert server.execute("SELECT gt_index_search()").fetchone()[0] > 8
        assert server.execute("SELECT gt_index_search()").fetchone()[0] == 0
        taken_in = set(server.execute(written).fetchall())
        server.execute("DELETE FROM cases_searchtoken WHERE case_id = md5('c')::uuid")
        server.execute("SELECT set_config('app.person', md5('p')::uuid::text, true)")  # they run as the owner
        server.execute("SELECT gt_index_case(md5('c')::uuid), gt_index_member(md5('c')::uuid, md5('m')::uuid)")
        assert set(server.execute(written).fetchall()) == taken_in
        server.rollback()


def test_nobody_writes_them_by_hand(cast):
    case = cast.case()
    for act in (
        lambda: SearchToken.objects.create(case=case, nation="ENGLAND", kind="LAST", token="planted"),
        lambda: SearchToken.objects.filter(case=case).update(token="planted"),
        lambda: SearchToken.objects.filter(case=case).delete(),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            act()


def test_the_functions_that_keep_them_write_what_stands_in_the_record_and_nothing_else(cast):
    case, other = cast.case(), cast.case()
    ask("SELECT gt_index_member(%s, %s)", other.pk, cast.maya(case).pk)
    assert not SearchToken.objects.filter(case=other, member=cast.maya(case)).exists()


def test_a_person_of_two_cases_is_found_in_both_and_hidden_with_the_first(cast):
    """A family that comes back: the words of the second case stand behind the wall of the first as well."""
    from goldenthread.access.operations import restrict_case

    first, second = cast.case(), cast.case(cast.ben)
    cast.as_(cast.manager)
    Participation.objects.create(
        case=second, member=cast.maya(first), role="CHILD", from_on=cast.now.date(), recorded_at=cast.now,
        recorded_by=cast.manager,
    )  # fmt: skip
    shared = SearchToken.objects.filter(case=second, member=cast.maya(first), token="maya")
    assert shared.get().other_case_id == first.pk
    restrict_case(case=first, reason="THREAT", why="A threat.", people=[], by=cast.manager, now=cast.now)
    cast.as_(cast.ben)
    assert not shared.exists()
