"""What is known of proof: dated, with its source, and never said to be less than undecided."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from goldenthread.casework.harm.models import PatternStatus
from goldenthread.casework.harm.operations import record_incident, record_pattern, set_pattern_status
from goldenthread.casework.harm.rules import STATUSES, Status
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def pattern(cast, case):
    return record_pattern(
        case=case, kind="ECONOMIC", by_member=cast.father(case), towards=[cast.mother(case)], words="The card.",
        period_words="2019", said_by=cast.mother(case), status_on=dt.date(2026, 6, 1), source="Her call",
        by=cast.amira, now=cast.now,
    )  # fmt: skip


def on(pattern, status, day, cast, **over):
    facts = {"pattern": pattern, "status": status, "on_date": day, "source": "The court's order", **over}
    return set_pattern_status(**facts, by=cast.amira, now=cast.now)


def typed(**over):
    said = {"status": "CHARGED", "source": "Police", "note": ""}
    return {**said, "status_on-day": "5", "status_on-month": "June", "status_on-year": "2026", **over}


def there(pattern):
    return reverse("harm:pattern_status", args=[pattern.pk])


def test_a_status_is_added_with_its_date_and_source(cast, pattern):
    answer = cast.client(cast.amira).post(there(pattern), typed(expected_version="1"))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    pattern.refresh_from_db()
    assert (pattern.status, pattern.version) == ("CHARGED", 2)
    assert Event.objects.get(verb="PATTERN_STATUS_SET").facts == {"status": "CHARGED", "on": "2026-06-05"}
    page = cast.client(cast.amira).get(reverse("harm:pattern", args=[pattern.pk])).content.decode()
    assert page.index("5 June 2026") < page.index("Her call")


def test_the_newest_by_its_own_date_holds(cast, pattern):
    on(pattern, "CHARGED", dt.date(2026, 6, 9), cast)
    on(pattern, "POLICE_INVESTIGATION", dt.date(2026, 6, 3), cast)
    pattern.refresh_from_db()
    assert pattern.status == "CHARGED"
    on(pattern, "ADMITTED", dt.date(2026, 6, 9), cast)
    pattern.refresh_from_db()
    assert pattern.status == "ADMITTED"


@pytest.mark.parametrize(
    ("over", "code"),
    [({"on_date": dt.date(2026, 6, 11)}, "IN_FUTURE"), ({"source": " "}, "SOURCE_REQUIRED")],
)
def test_what_is_refused(cast, pattern, over, code):
    with pytest.raises(Refused) as refused:
        on(pattern, "FOUND", cast.now.date(), cast, **over)
    assert refused.value.code == code
    assert PatternStatus.objects.count() == 1


def test_a_status_of_tomorrow_is_refused_on_the_page(cast, pattern):
    answer = cast.client(cast.amira).post(there(pattern), typed(**{"status_on-year": "2199"}))
    assert answer.status_code == 422
    assert "must be today or in the past" in answer.content.decode()


def test_the_second_of_two_people_is_told(cast, pattern):
    on(pattern, "ADMITTED", cast.now.date(), cast)
    answer = cast.client(cast.amira).post(there(pattern), typed(expected_version="1"))
    assert answer.status_code == 422
    assert "Someone saved a change while you were typing" in answer.content.decode()
    assert PatternStatus.objects.count() == 2


def test_a_mistaken_status_is_superseded_and_the_one_before_holds_again(cast, pattern):
    wrong = on(pattern, "FOUND", cast.now.date(), cast)
    page = cast.client(cast.amira)
    mistake = {"why": "MISTAKE", "words": "That was another case."}
    assert page.post(reverse("harm:status_supersede", args=[wrong.pk]), mistake).status_code == 302
    pattern.refresh_from_db()
    assert pattern.status == "REPORTED"
    assert Event.objects.filter(verb="SUPERSEDED").count() == 1
    assert "That was another case." in page.get(reverse("harm:pattern", args=[pattern.pk])).content.decode()


def test_a_pattern_is_never_without_a_status(cast, pattern):
    only = PatternStatus.objects.get()
    mistake = {"why": "MISTAKE", "words": "Wrong."}
    answer = cast.client(cast.amira).post(reverse("harm:status_supersede", args=[only.pk]), mistake)
    assert answer.status_code == 422
    assert "Record the right status first" in answer.content.decode()
    only.refresh_from_db()
    assert only.superseded_at is None


def shown(answer):
    """The text that a reader sees or hears: no tags, no attributes but those that are read aloud."""
    assert answer.status_code == 200
    page = answer.content.decode()
    aloud = " ".join(re.findall(r'(?:alt|title|aria-label)="([^"]*)"', page))
    return (re.sub(r"<(script|style|template).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL) + aloud).lower()


DISBELIEF = re.compile(
    r"\b(untrue|not true|false|falsely|unfounded|disproved|disproven|unproven|unsubstantiated|fabricated|"
    r"baseless|groundless|alleged|allegation|claims?|claimed|dismissed|historical|one-off)\b"
)


def test_the_words_that_are_looked_for_would_be_found(cast):
    assert DISBELIEF.search("this was found to be untrue")
    assert not DISBELIEF.search("a court decided that it was not proved")


@pytest.mark.parametrize("status", list(Status))
def test_no_status_is_ever_shown_as_untrue(cast, case, pattern, status):
    on(pattern, status, cast.now.date(), cast)
    incident = record_incident(
        pattern=pattern, words="In the shop.", when_words="in June", said_by_words="Ngozi", by=cast.amira, now=cast.now
    )
    page = cast.client(cast.amira)
    shows_it = [
        reverse("harm:index", args=[case.pk]),
        reverse("harm:pattern", args=[pattern.pk]),
        reverse("harm:incident", args=[incident.pk]),
        there(pattern),
    ]
    others = [reverse("harm:pattern_new", args=[case.pk]), reverse("harm:pattern_end", args=[pattern.pk])]
    for address in shows_it:
        assert STATUSES[status].lower() in shown(page.get(address)), address
    for address in shows_it + others:
        found = DISBELIEF.search(shown(page.get(address)))
        assert not found, (address, found)


def test_what_is_undecided_is_drawn_as_what_is_reported(cast, case, pattern):
    page = cast.client(cast.amira)
    drawn = {}
    for status in ("REPORTED", "NOT_DETERMINED", "NO_LONGER_PURSUED", "NOT_FOUND"):
        on(pattern, status, cast.now.date(), cast)
        html = page.get(reverse("harm:pattern", args=[pattern.pk])).content.decode()
        drawn[status] = re.search(r'class="govuk-tag ([^"]+)"[^>]*>\s*' + re.escape(STATUSES[Status(status)]), html)[1]
    assert drawn["NOT_DETERMINED"] == drawn["REPORTED"] == drawn["NO_LONGER_PURSUED"]
    assert drawn["NOT_FOUND"] != drawn["REPORTED"]
