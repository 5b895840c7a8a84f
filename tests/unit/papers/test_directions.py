"""The court's directions to withhold: do they work, who is refused, what if repeated or bad, what is recorded."""

import datetime as dt

import pytest
from django.urls import reverse

from goldenthread.casework.papers.models import Direction
from goldenthread.casework.papers.operations import end_direction, record_direction
from goldenthread.casework.papers.passages import places
from goldenthread.casework.papers.rules import Recipient, is_withheld
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event


@pytest.fixture
def key(report, way):
    return f"child.{way.maya.pk}.advice.rationale"


def typed(key, member="EVERYONE", **over):
    day = {"directed_on-day": "9", "directed_on-month": "6", "directed_on-year": "2026"}
    return {"passage": key, "member": member, "words": "The reasons shall not be disclosed.", **day, **over}


def direct(way, key, member=None, **over):
    said = {"directed_on": way.day, "words": "The reasons shall not be disclosed to him."}
    return record_direction(case=way.case, passage=key, member=member, **{**said, **over}, **way.doing)


def test_an_adviser_records_a_direction_for_one_passage_of_one_child(cast, way, key):
    there = reverse("papers:direction_new", args=[way.case.pk])
    page = cast.client(cast.amira)
    shown = page.get(there).content.decode()
    assert "She wakes after each handover" in shown, "the passages are shown as they read"
    answer = page.post(there, typed(key, str(way.father.pk)))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    row = Direction.objects.get()
    assert (row.passage, row.child, row.member, row.directed_on) == (key, way.maya, way.father, dt.date(2026, 6, 9))
    listed = page.get(reverse("papers:directions", args=[way.case.pk])).content.decode()
    assert "Maya: the reasons for the advice" in listed
    assert "withheld from: Tobias Reed" in listed


def test_what_is_recorded_is_the_day_and_never_the_words(way, key):
    row = direct(way, key)
    event = Event.objects.get(verb="DIRECTION_RECORDED", subject_id=row.pk)
    assert (event.facts, event.case_id) == ({"on": "2026-06-10"}, way.case.pk)


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"key": "child.x.advice.words"}, "NO_SUCH_PASSAGE"),
        ({"words": "  "}, "WORDS_REQUIRED"),
        ({"directed_on": dt.date(2026, 6, 11)}, "IN_FUTURE"),
    ],
)
def test_a_bad_direction_is_refused(way, key, over, code):
    with pytest.raises(Refused) as refused:
        direct(way, over.pop("key", key), **over)
    assert refused.value.code == code
    assert not Direction.objects.exists()


def test_the_same_passage_is_withheld_once_from_one_person(way, key):
    direct(way, key, way.father)
    with pytest.raises(Refused) as refused:
        direct(way, key, way.father)
    assert refused.value.code == "ALREADY_WITHHELD"
    direct(way, key, way.mother)
    assert Direction.objects.count() == 2


def test_there_is_nothing_to_withhold_before_there_is_a_report(cast, way):
    with pytest.raises(Refused) as refused:
        direct(way, "child.x.advice.words")
    assert refused.value.code == "NO_REPORT"
    page = cast.client(cast.amira).get(reverse("papers:direction_new", args=[way.case.pk])).content.decode()
    assert "There is no report yet" in page
    assert 'name="words"' not in page


def test_a_direction_ends_with_words_once(cast, way, key):
    row = direct(way, key)
    with pytest.raises(Refused) as refused:
        end_direction(direction=row, reason=" ", **way.doing)
    assert refused.value.code == "COMMENT_REQUIRED"
    answer = cast.client(cast.amira).post(
        reverse("papers:direction_end", args=[row.pk]), {"reason": "Order of 9 June, paragraph 4."}
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.ended_by, row.ended_why) == (cast.amira, "Order of 9 June, paragraph 4.")
    with pytest.raises(Refused) as refused:
        end_direction(direction=row, reason="Again", **way.doing)
    assert refused.value.code == "ALREADY_ENDED"
    assert Event.objects.filter(verb="DIRECTION_ENDED", subject_id=row.pk).count() == 1


@pytest.mark.parametrize(
    ("person", "reads", "records"),
    [
        ("amira", 200, 200),
        ("ben", 404, 404),
        ("supervisor", 200, 200),
        ("manager", 200, 200),
        ("other_manager", 404, 404),
        ("director", 200, 403),
        ("auditor", 200, 403),
        ("board", 404, 404),
        ("administrator", 404, 404),
        ("nobody", 404, 404),
    ],
)
@pytest.mark.usefixtures("report")
def test_who_reads_and_who_records(cast, way, person, reads, records):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("papers:directions", args=[way.case.pk])).status_code == reads
    assert page.get(reverse("papers:direction_new", args=[way.case.pk])).status_code == records


@pytest.mark.parametrize(
    ("recipient", "member", "from_all", "from_father"),
    [
        (Recipient.COURT, None, False, False),
        (Recipient.OFFICE, None, False, False),
        (Recipient.PARTY, "father", True, True),
        (Recipient.SOLICITOR, "father", True, True),
        (Recipient.PARTY, "mother", True, False),
        (Recipient.SOLICITOR, "mother", True, False),
        (Recipient.LOCAL_AUTHORITY, None, True, False),
        (Recipient.OTHER, None, True, True),
    ],
)
def test_whom_a_direction_binds(recipient, member, from_all, from_father):
    assert is_withheld(None, recipient, member) is from_all
    assert is_withheld("father", recipient, member) is from_father


def test_each_passage_stands_under_its_own_child(report):
    found = {place.key: place for place in places(report.content)}
    assert {place.child for place in found.values()} == {"Maya", "Leo"}
    assert len(found) == len(list(places(report.content))), "a key names one passage"
