"""A list of cases that leaves: who may take it, what is in it, what is withheld, what is recorded."""

import csv
import datetime as dt
import io
import re
import threading
from unittest import mock

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from python_calamine import CalamineWorkbook

from goldenthread.access.operations import break_glass, restrict_case
from goldenthread.casework.cases.models import Case, Participation
from goldenthread.casework.families.models import Characteristic, FamilyMember, ProtectedContact, SafeContactRule
from goldenthread.documents.sheets.cells import harmless
from goldenthread.kernel.ids import new_id
from goldenthread.people.models import Person, Team
from goldenthread.thread.models import Event
from goldenthread.workspace import leaving
from goldenthread.workspace.columns import COLUMNS, WITHHELD
from goldenthread.workspace.rules import LIST_KINDS, PURPOSES

TAKE = "/cases/list/take"
HEADINGS = [
    "Case ID", "Name", "Gender", "Ethnicity", "Disability", "Date of birth", "Lead application", "Law type",
    "Case type", "Practitioner", "Team", "Service area", "Local authority", "Court", "File location", "Received",
    "Stage", "Closed",
]  # fmt: skip
HOSTILE = ["=1+1", "+44", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x.invalid","y")', "<b>&amp;</b>", "Siân"]


def take(cast, person, kind="CSV", query="", purpose="INSPECTION"):
    return cast.client(person).post(f"{TAKE}?{query}", {"purpose": purpose, "file_kind": kind})


def rows(answer):
    """The rows of a file in any form, the headings taken off and held against the ones that stay."""
    data = b"".join(answer.streaming_content)
    if answer["Content-Type"].startswith("text/csv"):
        table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    else:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        table = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    assert table[0] == HEADINGS
    return [dict(zip(HEADINGS, row, strict=True)) for row in table[1:]]


def lines(cast, verb):
    cast.as_(cast.auditor)
    return list(Event.objects.filter(verb=verb).order_by("at", "id"))


@pytest.fixture
def case(cast):
    made = cast.case()
    Case.objects.filter(pk=made.pk).update(local_authority="West Dales Council")
    return made


@pytest.mark.parametrize("kind", list(LIST_KINDS))
def test_a_row_for_each_child_with_what_the_inspectorate_asks_for(cast, case, kind):
    maya, leo = rows(take(cast, cast.auditor, kind))
    born, received = dt.date(2017, 3, 4), dt.date(2026, 6, 1)
    if kind == "CSV":
        born, received = born.isoformat(), received.isoformat()
    assert maya == {
        "Case ID": case.reference, "Name": "Maya Okafor-Reed", "Gender": "FEMALE", "Ethnicity": "", "Disability": "",
        "Date of birth": born, "Lead application": "CHILD_ARRANGEMENTS_TIME", "Law type": "PRIVATE",
        "Case type": "CAP", "Practitioner": "Amira Lindqvist", "Team": "Dales North", "Service area": "West Dales",
        "Local authority": "West Dales Council", "Court": "Dales Family Court",
        "File location": f"Golden Thread, {case.reference}", "Received": received, "Stage": "ENQUIRY", "Closed": "",
    }  # fmt: skip
    assert leo["Name"] == "Leo Okafor-Reed"


def test_what_was_told_of_a_child_is_there_by_the_newest_telling(cast, case):
    cast.as_(cast.amira)
    told = {"case_id": case.pk, "recorded_by": cast.amira, "member": cast.maya(case), "scheme": "X", "said_by": "SELF"}
    made = [("ETHNICITY", "STATED", "WHITE_IRISH", 0), ("ETHNICITY", "STATED", "MIXED_ASIAN", 1),
            ("DISABILITY", "DECLINED", "", 0)]  # fmt: skip
    for kind, answer, code, later in made:
        at = cast.now + dt.timedelta(hours=later)
        Characteristic.objects.create(**told, kind=kind, answer=answer, code=code, recorded_at=at)
    maya, leo = rows(take(cast, cast.auditor))
    assert (maya["Ethnicity"], maya["Disability"]) == ("MIXED_ASIAN", "DECLINED")
    assert (leo["Ethnicity"], leo["Disability"]) == ("", "")


def test_a_case_without_children_has_a_row(cast, case):
    Participation.objects.filter(case=case, role="CHILD").update(to_on=dt.date(2026, 6, 2))
    (row,) = rows(take(cast, cast.auditor))
    assert (row["Case ID"], row["Name"]) == (case.reference, "")


# ── Who ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("person", ["amira", "supervisor", "duty", "administrator", "board", "analyst", "nobody"])
def test_who_may_not_take_a_list_is_refused_and_sees_no_button(cast, case, person):
    person = getattr(cast, person)
    assert cast.client(person).get(TAKE).status_code == 403
    assert take(cast, person).status_code == 403
    page = cast.client(person).get("/cases/list").content.decode()
    assert TAKE not in page
    assert not lines(cast, "CASE_LIST_TAKEN")


@pytest.mark.parametrize(
    ("person", "seen"),
    [("manager", {"mine"}), ("other_manager", {"other"}), ("director", {"mine"}), ("auditor", {"mine", "other"})],
)
def test_each_takes_the_cases_of_their_reach(cast, case, person, seen):
    made = {"mine": case, "other": cast.case(cast.elsewhere, area=cast.coast)}
    found = {row["Case ID"] for row in rows(take(cast, getattr(cast, person)))}
    assert found == {made[name].reference for name in seen}
    page = cast.client(getattr(cast, person)).get("/cases/list").content.decode()
    assert TAKE in page


def test_it_is_narrowed_as_the_page_is(cast, case):
    cast.case(cast.ben)
    query = f"area={cast.dales.pk}&team={cast.north.pk}&adviser={cast.ben.pk}"
    assert {row["Practitioner"] for row in rows(take(cast, cast.auditor, query=query))} == {"Ben Achterberg"}


def test_a_filter_that_cannot_be_takes_nothing_out(cast, case):
    answer = take(cast, cast.auditor, query="stage=NONSENSE")
    assert answer.status_code == 302
    assert answer["Location"] == "/cases/list?stage=NONSENSE"
    assert not lines(cast, "CASE_LIST_TAKEN")


def test_a_restricted_case_leaves_with_nobody_but_who_is_named(cast, case):
    cast.as_(cast.amira)
    named = [cast.manager]
    restrict_case(case=case, reason="THREAT", why="x", people=named, by=cast.amira, now=cast.now)
    assert rows(take(cast, cast.auditor)) == []
    assert rows(take(cast, cast.director)) == []
    assert len(rows(take(cast, cast.manager))) == 2


def test_what_only_break_glass_opens_does_not_leave(cast, case):
    from goldenthread.access.door import clock

    cast.as_(cast.amira)
    restrict_case(case=case, reason="THREAT", why="x", people=[], by=cast.amira, now=cast.now)
    cast.as_(cast.manager)
    break_glass(reference=case.reference, reason="x", nation="ENGLAND", by=cast.manager, now=clock())
    assert case.reference in cast.client(cast.manager).get("/cases/list").content.decode()
    assert rows(take(cast, cast.manager)) == []


def test_a_case_restricted_while_the_list_is_sent_is_not_in_its_next_piece(cast, case, monkeypatch):
    monkeypatch.setattr(leaving, "FIRST", 1)
    monkeypatch.setattr(leaving, "PIECE", 1)
    newer = cast.case(received_on=dt.date(2026, 6, 5))
    sent = take(cast, cast.auditor).streaming_content
    assert b"Case ID" in next(sent)
    assert newer.reference.encode() in next(sent)
    cast.as_(cast.amira)
    restrict_case(case=case, reason="THREAT", why="x", people=[], by=cast.amira, now=cast.now)
    cast.as_(cast.auditor)  # in a test the pieces and the restriction share a transaction
    assert case.reference.encode() not in b"".join(sent)


def test_a_stream_of_nobody_raises(cast, case):
    """Never an empty file where there is something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.person', '', true)")
    cases = leaving.listed(cast.who(cast.auditor), {}, leaving.P.CASE_LIST_TAKE)
    with pytest.raises(ProgrammingError, match="nobody is named"), transaction.atomic():
        leaving.cases_after(cases, None, 10)


def test_each_piece_goes_on_where_the_one_before_ended(cast, case, monkeypatch):
    monkeypatch.setattr(leaving, "FIRST", 2)
    monkeypatch.setattr(leaving, "PIECE", 3)
    made = [case] + [cast.case(received_on=dt.date(2026, 6, 1 + n % 2)) for n in range(6)]
    found = [row["Case ID"] for row in rows(take(cast, cast.auditor))][::2]
    assert sorted(found) == sorted(one.reference for one in made)


# ── What is in it ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", list(LIST_KINDS))
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_harmless(cast, case, kind, name):
    FamilyMember.objects.filter(pk=cast.maya(case).pk).update(first_names=name, last_name="")
    maya, _leo = rows(take(cast, cast.auditor, kind))
    assert maya["Name"] == (harmless(name) if kind == "CSV" else name)
    if kind == "CSV":
        assert maya["Name"][0] not in "=+-@"


def test_the_file_is_named_for_a_day_and_for_nobody(cast, case):
    for kind, ending in (("CSV", "csv"), ("XLSX", "xlsx"), ("ODS", "ods")):
        answer = take(cast, cast.auditor, kind)
        assert re.fullmatch(rf'attachment; filename="cases-\d{{4}}-\d\d-\d\d\.{ending}"', answer["Content-Disposition"])
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"


def test_nothing_is_asked_of_the_database_before_the_first_bytes(cast, case):
    answer = take(cast, cast.auditor)
    with transaction.atomic():
        stream = iter(answer.streaming_content)
        assert next(stream).startswith(b"\xef\xbb\xbf")


# ── The gate ──────────────────────────────────────────────────────────────────────────────────────────

ADDRESS = "Flat 3, 14 Quincemoor Row\nOttershaw\nLS21 9ZZ"
GIVEN_AWAY = [
    ("ADDRESS", ADDRESS, "Maya 14 Quincemoor Row"),
    ("ADDRESS", ADDRESS, "Maya (LS21 9ZZ)"),
    ("ADDRESS", ADDRESS, "Maya ls219zz"),
    ("ADDRESS", ADDRESS, "Maya LS21"),
    ("ADDRESS", ADDRESS, "Maya quincemoorrow"),
    ("ADDRESS", "12 Sycamore Road, Leeds", "Maya Sycamore Rd"),
    ("ADDRESS", "12 Sycamore Road, Leeds", "Мaya Sусamore Road"),  # noqa: RUF001 (Cyrillic on purpose)
    ("ADDRESS", "12 High Street, Leeds", "Maya 12 High St"),
    ("ADDRESS", "Haven House", "Maya Haven House"),
    ("PHONE", "07700 900456", "Maya 07700900456"),
    ("PHONE", "07700 900456", "Maya +44 7700 900456"),
    ("PHONE", "07700 900456", "Maya 900 456"),
    ("EMAIL", "n.okafor.1987@example.org", "Maya n.okafor.1987@example.org"),
    ("EMAIL", "n.okafor.1987@example.org", "Maya n.okafor.1987 at example dot org"),
]
LEFT_ALONE = [
    ("ADDRESS", ADDRESS, "Maya Okafor-Reed"),
    ("ADDRESS", "12 High Street, Leeds", "Maya High"),
    ("ADDRESS", "Leeds", "Maya Leeds"),
    ("PHONE", "07700 900456", "Maya 2026"),
    ("EMAIL", "ann@example.org", "Ann Reed"),
]


def protect(cast, case, kind, value, **over):
    cast.as_(cast.amira)
    told = {"case_id": case.pk, "recorded_at": cast.now, "recorded_by": cast.amira, "member": cast.mother(case)}
    return ProtectedContact.objects.create(**{**told, "kind": kind, "value": value, **over})


def named(cast, case, typed):
    """What the list says for Maya when this was typed as her name."""
    FamilyMember.objects.filter(pk=cast.maya(case).pk).update(first_names=typed, last_name="")
    maya, leo = rows(take(cast, cast.auditor))
    assert leo["Name"] == "Leo Okafor-Reed"
    return maya["Name"]


@pytest.mark.parametrize(("kind", "value", "typed"), GIVEN_AWAY)
def test_a_protected_detail_typed_into_a_name_does_not_leave(cast, case, kind, value, typed):
    protect(cast, case, kind, value)
    assert named(cast, case, typed) == WITHHELD


@pytest.mark.parametrize(("kind", "value", "typed"), LEFT_ALONE)
def test_a_name_that_gives_nothing_away_leaves_as_it_is(cast, case, kind, value, typed):
    protect(cast, case, kind, value)
    assert named(cast, case, typed) == typed


def test_nor_one_typed_into_a_court_or_a_council_and_teams_have_their_own_names(cast, case):
    protect(cast, case, "ADDRESS", ADDRESS)
    Team.objects.filter(pk=cast.north.pk).update(name="Quincemoor Row team")
    Case.objects.filter(pk=case.pk).update(court_name="For LS21 9ZZ", local_authority="07700 900456 Council")
    protect(cast, case, "PHONE", "07700 900456")
    for row in rows(take(cast, cast.auditor)):
        assert {name for name, cell in row.items() if cell == WITHHELD} == {"Court", "Local authority"}
    (line,) = lines(cast, "CASE_LIST_SENT")
    assert line.facts == {"format": "CSV", "rows": 2, "withheld": 4, "outcome": "WHOLE"}


def test_a_court_that_other_cases_name_too_is_a_name_and_its_being_withheld_would_tell(cast, case):
    other = cast.case(cast.ben)
    protect(cast, case, "ADDRESS", "12 First Avenue, Ripley")
    Case.objects.filter(pk__in=[case.pk, other.pk]).update(court_name="Family Court, First Avenue House")
    assert {row["Court"] for row in rows(take(cast, cast.auditor))} == {"Family Court, First Avenue House"}


@pytest.mark.parametrize("town", ["Milton Keynes", "Wood Green"])
def test_the_town_of_a_refuge_is_not_looked_for(cast, case, town):
    protect(cast, case, "ADDRESS", f"{town}\n{town} MK1 1AA", in_refuge=True)
    Case.objects.filter(pk=case.pk).update(local_authority=f"{town} Council")
    assert {row["Local authority"] for row in rows(take(cast, cast.auditor))} == {f"{town} Council"}


def test_a_welsh_street_without_a_number_is_a_street(cast, case):
    protect(cast, case, "ADDRESS", "Tŷ Gobaith\nHeol y Felin\nAberystwyth SY23 1AA")
    assert named(cast, case, "Maya, Heol y Felin") == WITHHELD


def test_a_list_breaks_off_for_whoever_is_out_meanwhile(cast, case):
    cast.as_(cast.auditor)
    sent = leaving.stream(person=cast.auditor, said={}, file_kind="CSV", request=new_id())
    next(sent)
    Person.objects.filter(pk=cast.auditor.pk).update(left_on=cast.now.date())
    with pytest.raises(leaving.Ended):
        list(sent)
    assert lines(cast, "CASE_LIST_SENT")[0].facts["outcome"] == "BROKEN_OFF"


def test_a_detail_of_another_case_of_the_same_person_counts_also_a_restricted_one(cast, case):
    other = cast.case(cast.ben)
    cast.as_(cast.ben)
    Participation.objects.filter(case=other, member=cast.mother(other)).update(member=cast.mother(case))
    protect(cast, case, "ADDRESS", ADDRESS)
    FamilyMember.objects.filter(pk=cast.maya(other).pk).update(first_names="Maya Quincemoor Row")
    cast.as_(cast.amira)
    restrict_case(case=case, reason="THREAT", why="x", people=[], by=cast.amira, now=cast.now)
    assert WITHHELD in {row["Name"] for row in rows(take(cast, cast.auditor))}


def test_a_number_in_a_safe_contact_rule_counts(cast, case):
    cast.as_(cast.amira)
    SafeContactRule.objects.filter(member=cast.mother(case)).update(how="Ring her sister on 01632 960 777")
    FamilyMember.objects.filter(pk=cast.maya(case).pk).update(first_names="Maya 01632960777")
    assert WITHHELD in {row["Name"] for row in rows(take(cast, cast.auditor))}


def test_the_same_words_in_a_case_that_protects_nothing_leave_as_they_are(cast, case):
    other = cast.case(cast.ben)
    protect(cast, case, "ADDRESS", ADDRESS)
    FamilyMember.objects.filter(pk=cast.maya(other).pk).update(first_names="Maya Quincemoor Row", last_name="")
    assert "Maya Quincemoor Row" in {row["Name"] for row in rows(take(cast, cast.auditor))}


def test_the_gate_shows_nobody_what_is_protected(cast, case):
    protect(cast, case, "ADDRESS", ADDRESS)
    cast.as_(cast.auditor)
    assert not ProtectedContact.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT gt_guarded_cases(%s)", [[case.pk]])
        assert cursor.fetchall() == [(case.pk,)]
    assert not ProtectedContact.objects.exists(), "the question opened the door behind it"
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM gt_protected_of(%s)", [[case.pk]])


def test_the_gate_says_nothing_of_a_case_that_is_hidden(cast, case):
    protect(cast, case, "ADDRESS", ADDRESS)
    cast.as_(cast.amira)
    restrict_case(case=case, reason="THREAT", why="x", people=[], by=cast.amira, now=cast.now)
    cast.as_(cast.auditor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gt_guarded_cases(%s)", [[case.pk]])
        assert cursor.fetchall() == []


# ── What is recorded ──────────────────────────────────────────────────────────────────────────────────


def test_who_took_what_and_what_for_is_recorded_before_the_first_byte(cast, case):
    query = f"area={cast.dales.pk}&open=OPEN&received_from-day=1&received_from-month=6&received_from-year=2026"
    answer = take(cast, cast.auditor, "XLSX", query, "AUDIT")
    (line,) = lines(cast, "CASE_LIST_TAKEN")
    assert line.actor_id == cast.auditor.pk
    assert line.facts == {
        "format": "XLSX", "purpose": "AUDIT", "area": str(cast.dales.pk), "open": "OPEN",
        "received_from": "2026-06-01",
    }  # fmt: skip
    assert not lines(cast, "CASE_LIST_SENT")
    assert len(rows(answer)) == 2
    (sent,) = lines(cast, "CASE_LIST_SENT")
    assert sent.facts == {"format": "XLSX", "rows": 2, "withheld": 0, "outcome": "WHOLE"}
    assert sent.request_id == line.request_id


def test_twice_is_two_lines(cast, case):
    rows(take(cast, cast.auditor))
    rows(take(cast, cast.auditor))
    assert len(lines(cast, "CASE_LIST_TAKEN")) == len(lines(cast, "CASE_LIST_SENT")) == 2


def test_one_that_breaks_off_is_recorded_as_such(cast, case):
    request = new_id()
    cast.as_(cast.auditor)
    sent = leaving.stream(person=cast.auditor, said={}, file_kind="CSV", request=request)
    next(sent), next(sent)
    sent.close()
    (line,) = lines(cast, "CASE_LIST_SENT")
    assert line.facts == {"format": "CSV", "rows": 2, "withheld": 0, "outcome": "BROKEN_OFF"}
    assert line.request_id == request


def test_a_fault_on_the_way_breaks_the_file_off_and_is_recorded(cast, case, monkeypatch):
    def breaks(rows, alias, looks):
        raise ValueError("made to break")

    monkeypatch.setattr(leaving, "withhold", breaks)
    with pytest.raises(ValueError, match="made to break"):
        rows(take(cast, cast.auditor))
    (sent,) = lines(cast, "CASE_LIST_SENT")
    assert sent.facts["outcome"] == "BROKEN_OFF"


def test_the_court_stands_in_the_line_as_a_code(cast, case):
    from goldenthread.workspace.caselist import court_code

    cast.case(cast.ben, court_name="Harbour Family Court")
    code = court_code("Harbour Family Court")
    rows(take(cast, cast.auditor, query=f"court={code}"))
    (line,) = lines(cast, "CASE_LIST_TAKEN")
    assert line.facts["court"] == code


@pytest.mark.parametrize("sent", [{}, {"purpose": "AUDIT"}, {"file_kind": "CSV"}, {"purpose": "X", "file_kind": "EXE"}])
def test_a_purpose_and_a_form_are_asked_for(cast, case, sent):
    answer = cast.client(cast.auditor).post(TAKE, sent)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not lines(cast, "CASE_LIST_TAKEN")


def test_it_is_asked_for_with_a_token(cast, case):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.cookies = cast.client(cast.auditor).cookies
    assert client.post(TAKE, {"purpose": "AUDIT", "file_kind": "CSV"}).status_code == 403
    assert not lines(cast, "CASE_LIST_TAKEN")


def test_the_page_says_how_the_list_is_narrowed_and_asks_what_for(cast, case):
    page = cast.client(cast.auditor).get(f"{TAKE}?area={cast.dales.pk}").content.decode()
    assert "West Dales" in page
    assert "1 case, one row for each child." in page
    assert all(text in page for text in PURPOSES.values())


# ── The columns in words ──────────────────────────────────────────────────────────────────────────────


def test_the_columns_are_explained_to_whoever_is_signed_in(cast):
    page = cast.client(cast.nobody).get("/cases/list/columns").content.decode()
    for column in COLUMNS:
        assert column.heading in page
        assert all(code in page for code in map(str, column.values or {}))
    assert WITHHELD in page


def test_the_file_and_the_page_have_the_same_columns():
    assert [column.heading for column in COLUMNS] == HEADINGS


# ── Read ahead, outside a transaction ─────────────────────────────────────────────────────────────────


@pytest.fixture
def numbered(monkeypatch):
    """Pieces that hold their number alone, ten of them; `numbered` lists those that have been begun."""
    begun = []

    def piece(_taken, after, _size, known):
        number = after[0] if after else 0
        begun.append(number)
        if number == 7:
            known((8,))
            raise leaving.Ended
        known((number + 1,))
        return [(str(number), number)], 0, None

    class Connections(dict):
        """The connections of each thread, none of them in a transaction; those of a reader are closed by it."""

        closed = []

        def close_all(self):
            self.closed.append(threading.current_thread().name)

    there = Connections(default=mock.Mock(in_atomic_block=False))
    monkeypatch.setattr(leaving, "_piece", piece)
    monkeypatch.setattr(leaving, "connections", there)
    yield begun
    assert there["default"].close.called, "the request's own goes back first"
    assert len(there.closed) >= len(begun), "each piece gives its connections back, however it ends"
    assert all(name.startswith("list") for name in there.closed)


def test_pieces_come_in_order_and_what_ends_them_comes_in_its_place(numbered):
    sent = leaving.pieces({}, None)
    assert [next(sent)[0] for _ in range(7)] == [[number] for number in range(7)]
    with pytest.raises(leaving.Ended):
        next(sent)


def test_no_more_is_read_than_two_pieces_ahead(numbered):
    sent = leaving.pieces({}, None)
    for number in range(3):
        assert next(sent)[0] == [number]
        assert max(numbered) <= number + 2
    sent.close()  # whoever took it has gone; it waits for its readers
    assert max(numbered) <= 4


def test_a_piece_that_has_waited_is_looked_at_once_more(numbered, monkeypatch):
    monkeypatch.setattr(leaving, "WAITED_SECONDS", -1)
    monkeypatch.setattr(leaving, "_still_there", lambda _taken, rows: [row for row in rows if row[0] != "1"])
    sent = leaving.pieces({}, None)
    assert [next(sent)[0] for _ in range(3)] == [[0], [], [2]]
    sent.close()


def test_of_a_piece_that_has_waited_a_restricted_case_is_taken_out_and_a_leaver_gets_none(cast):
    stays, goes = cast.case(), cast.case()
    rows = [(str(case.pk), [case.reference]) for case in (stays, goes)]
    taken = leaving._Taken({}, cast.as_(cast.auditor), cast.now, None)
    assert leaving._still_there(taken, rows) == rows
    cast.as_(cast.manager)
    restrict_case(case=goes, reason="THREAT", why="Her address.", people=[cast.amira], by=cast.manager, now=cast.now)
    cast.as_(cast.auditor)
    assert leaving._still_there(taken, rows) == rows[:1]
    Person.objects.filter(pk=cast.auditor.pk).update(left_on=dt.date(2026, 1, 1))
    with pytest.raises(leaving.Ended):
        leaving._still_there(taken, rows)
