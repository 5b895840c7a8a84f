"""Break-glass: does it open, who is refused, what if repeated or bad, what is recorded, who is told."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection
from django.db.transaction import atomic
from django.urls import reverse

from goldenthread.access.models import GlassBreak, Named, Restriction, ViewLog
from goldenthread.access.operations import (
    break_glass,
    lift_restriction,
    name_on_case,
    restrict_case,
    review_glass,
    unname_on_case,
)
from goldenthread.access.standing import visible
from goldenthread.casework.cases.models import Case, Participation
from goldenthread.casework.families.models import ProtectedContact
from goldenthread.casework.families.operations import record_contact_detail
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event

WHY = "The police are at the door and need to know where the children may be."


@pytest.fixture
def case(cast):
    """A restricted case of Amira's; nobody but she and her manager is named on it."""
    case = cast.case()
    cast.as_(cast.manager)
    restrict_case(case=case, reason="THREAT", why="A threat.", people=[cast.amira], by=cast.manager, now=cast.now)
    return case


def typed(case, **over):
    return {"reference": case.reference, "reason": WHY, **over}


def break_it(cast, case, person=None):
    person = cast.as_(person or cast.supervisor)
    return break_glass(reference=case.reference, reason=WHY, nation="ENGLAND", by=person, now=really_now())


def really_now():
    from goldenthread.access.door import clock

    return clock()


def test_it_opens_the_case_and_leads_there(cast, case):
    page = cast.client(cast.supervisor)
    there = reverse("workspace:overview", args=[case.pk])
    assert page.get(there).status_code == 404
    answer = page.post(reverse("access:glass"), typed(case, reference=f" {case.reference.lower()} "))
    assert (answer.status_code, answer["Location"]) == (302, there)
    assert page.get(reverse("enquiry:index", args=[case.pk])).status_code == 200
    assert Event.objects.get(verb="GLASS_BROKEN").case_id == case.pk


def test_it_opens_a_case_out_of_their_reach_to_read_and_not_to_write(cast, case):
    page = cast.client(cast.other_manager)
    page.post(reverse("access:glass"), typed(case))
    assert page.get(reverse("enquiry:index", args=[case.pk])).status_code == 200
    assert page.get(reverse("enquiry:line_new", args=[case.pk])).status_code == 403


def test_in_ones_own_team_too_it_opens_to_read_and_nothing_else(cast, case):
    page = cast.client(cast.supervisor)
    page.post(reverse("access:glass"), typed(case))
    assert page.get(reverse("enquiry:index", args=[case.pk])).status_code == 200
    assert page.get(reverse("enquiry:line_new", args=[case.pk])).status_code == 403
    mother = case_person(cast, case)
    assert page.post(reverse("cases:protected", args=[mother.pk])).status_code == 403
    cast.as_(cast.supervisor)
    assert not ProtectedContact.objects.exists()


def case_person(cast, case):
    """The mother's participation, with a protected address, recorded by the adviser."""
    cast.as_(cast.amira)
    row = Participation.objects.get(case=case, member__first_names="Ngozi")
    record_contact_detail(
        case_id=case.pk, member=row.member, kind="ADDRESS", value="7 Quince Row", protected=True,
        why="She fled.", by=cast.amira, now=cast.now,
    )  # fmt: skip
    assert ProtectedContact.objects.exists()
    return row


def test_it_opens_to_nobody_else_and_closes_by_itself(cast, case):
    use = break_it(cast, case)
    cast.as_(cast.duty)
    assert not Case.objects.filter(pk=case.pk).exists()
    cast.as_(cast.supervisor)
    assert visible(cast.who(cast.supervisor), Case, "CASE_READ").filter(pk=case.pk).exists()
    assert dt.timedelta(hours=23) < use.until - use.broken_at <= dt.timedelta(hours=24)
    # By hand, as nobody may: the application cannot move the end.
    with pytest.raises(ProgrammingError, match="permission denied"), atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE access_named SET until = now() + interval '1 year' WHERE by_glass")


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ({"reason": ""}, "Enter an answer to"),
        ({"reason": "   "}, "Enter an answer to"),
        ({"reference": "GT-999999"}, "There is no restricted case with this reference"),
        ({"reference": "x" * 300}, "characters too long"),
    ],
)
def test_what_is_wrong_is_said(cast, case, over, message):
    answer = cast.client(cast.supervisor).post(reverse("access:glass"), typed(case, **over))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not GlassBreak.objects.exists()


def test_it_does_not_tell_which_references_exist(cast):
    open_case = cast.case()
    answers = []
    for reference in (open_case.reference, "GT-999999"):
        cast.as_(cast.supervisor)
        with pytest.raises(Refused) as refused:
            break_glass(reference=reference, reason=WHY, nation="ENGLAND", by=cast.supervisor, now=cast.now)
        answers.append((refused.value.code, refused.value.message))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("person", "may_break", "may_review"),
    [
        ("amira", 403, 403),
        ("supervisor", 200, 403),
        ("manager", 200, 403),
        ("director", 200, 403),
        ("duty", 200, 403),
        ("senior", 403, 200),
        ("auditor", 403, 403),
        ("administrator", 403, 403),
        ("nobody", 403, 403),
    ],
)
def test_who_may(cast, case, person, may_break, may_review):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("access:glass")).status_code == may_break
    assert page.get(reverse("access:glass_uses")).status_code == may_review
    entry = f'href="{reverse("access:glass")}"' in page.get(reverse("access:glass_uses")).content.decode()
    assert entry == (may_break == 200)


def test_the_senior_sees_it_the_same_day_and_nothing_of_the_case(cast, case):
    use = break_it(cast, case)
    page = cast.client(cast.senior)
    listed = page.get(reverse("access:glass_uses")).content.decode()
    assert f"Sunniva Hale opened {case.reference}" in listed
    opened = page.get(reverse("access:glass_review", args=[use.pk]))
    assert WHY in opened.content.decode()
    assert "Okafor" not in opened.content.decode()
    assert page.get(reverse("enquiry:index", args=[case.pk])).status_code == 404
    cast.as_(cast.amira)
    assert not ViewLog.objects.filter(person=cast.senior).exists()


def test_the_senior_says_what_they_found_once(cast, case):
    use = break_it(cast, case)
    page, there = cast.client(cast.senior), reverse("access:glass_review", args=[use.pk])
    assert page.post(there, {"outcome": "", "note": ""}).status_code == 422
    said = {"outcome": "JUSTIFIED", "note": "I rang the duty desk."}
    assert page.post(there, said).status_code == 302
    assert "already been reviewed" in page.post(there, said).content.decode()
    assert "I rang the duty desk." in page.get(there).content.decode()
    cast.as_(cast.amira)  # who is named on the case, and sees in its record that it was reviewed
    event = Event.objects.get(verb="GLASS_REVIEWED")
    assert (event.actor_name, event.case_id, event.facts) == ("Selwyn Birch", case.pk, {"outcome": "JUSTIFIED"})


def test_nobody_reviews_their_own_use(cast, case):
    use = break_it(cast, case)
    with pytest.raises(Refused) as refused:
        review_glass(use=use, outcome="JUSTIFIED", note="Fine.", by=cast.supervisor, now=cast.now)
    assert refused.value.code == "OWN_USE"


def test_a_senior_of_the_other_nation_sees_nothing(cast, case):
    use = break_it(cast, case)
    other = cast._person("Sian Talbot", "NAMED_SENIOR", nation="WALES")
    page = cast.client(other)
    assert case.reference not in page.get(reverse("access:glass_uses")).content.decode()
    assert page.get(reverse("access:glass_review", args=[use.pk])).status_code == 404


def test_before_the_first_use_the_list_teaches(cast):
    assert "has not been used" in cast.client(cast.senior).get(reverse("access:glass_uses")).content.decode()


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_takes_the_same_queries_whatever_the_rows(cast, case, django_assert_num_queries, many):
    for n in range(many):
        break_it(cast, case, cast._person(f"Manager {n}", "SERVICE_MANAGER", team=cast.south))
    page = cast.client(cast.senior)
    with django_assert_num_queries(9):  # one of them counts the emergency sign-ins to review
        page.get(reverse("access:glass_uses"))


def acts(cast, case, by):
    """What a manager can do about who may know of a case."""
    about = {"case": case, "by": by, "now": cast.now}
    return [
        lambda: name_on_case(person=by, **about),
        lambda: unname_on_case(person=cast.amira, **about),
        lambda: lift_restriction(**about),
    ]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_whoever_broke_it_decides_nothing_about_who_may_know(cast, case, which):
    break_it(cast, case, cast.director)
    with pytest.raises(Refused) as refused, atomic():
        acts(cast, case, cast.director)[which]()
    assert refused.value.code == "BY_GLASS"
    assert Restriction.objects.filter(lifted_at__isnull=True).exists()
    assert Named.objects.filter(ended_at__isnull=True, by_glass=False).count() == 2


@pytest.mark.parametrize(
    ("sql", "gives"),
    [
        ("SELECT gt_name(%(case)s, %(me)s, now())", "break-glass"),
        ("SELECT gt_unname(%(case)s, %(other)s, now())", "break-glass"),
        ("SELECT gt_lift(%(case)s, now())", "break-glass"),
    ],
)
def test_nor_by_hand_written_sql(cast, case, sql, gives):
    break_it(cast, case, cast.director)
    with pytest.raises(ProgrammingError, match=gives), atomic(), connection.cursor() as cursor:
        cursor.execute(sql, {"case": case.pk, "me": cast.director.pk, "other": cast.amira.pk})


def test_where_no_manager_is_left_who_is_named_they_may(cast, case):
    cast.manager.posts.update(to_on=cast.now.date() - dt.timedelta(days=1))
    break_it(cast, case, cast.director)
    name_on_case(case=case, person=cast.director, by=cast.director, now=cast.now)
    assert Named.objects.filter(person=cast.director, by_glass=False, until__isnull=True).exists()


def test_a_manager_who_is_named_decides(cast, case):
    for act in (
        lambda: name_on_case(case=case, person=cast.ben, by=cast.manager, now=cast.now),
        lambda: unname_on_case(case=case, person=cast.amira, by=cast.manager, now=cast.now),
        lambda: lift_restriction(case=case, by=cast.manager, now=cast.now),
    ):
        act()
    assert not Restriction.objects.filter(lifted_at__isnull=True).exists()
