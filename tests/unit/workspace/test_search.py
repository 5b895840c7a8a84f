"""Search: who finds what, who is refused, what stays hidden, and that nothing typed stands where it may not."""

import datetime as dt
import html
import io
import logging
import re

import pytest
from django.urls import reverse

from goldenthread.access.door import clock
from goldenthread.access.models import ViewLog
from goldenthread.access.operations import break_glass, restrict_case
from goldenthread.casework.cases.operations.closing import close_case
from goldenthread.casework.cases.operations.intake import Party
from goldenthread.casework.families.models import FamilyMember
from goldenthread.casework.families.operations import record_contact_detail
from goldenthread.config import logs
from goldenthread.drafts.models import Draft
from goldenthread.drafts.pages import form_tokens
from goldenthread.thread.models import Event

SEARCH = "/search"


@pytest.fixture
def case(cast):
    """The Okafor-Reed case, of Amira in Dales North."""
    return cast.case(court_number="ZA26P00123", court_case_id="1690000000000021")


def family(cast, first, last, *, adviser=None, **over):
    """A case of one child of this name and her mother, called Nemo, of Amira or of another adviser."""
    parties = [Party("CHILD", first, last, dt.date(2015, 5, 5), "FEMALE"), Party("APPLICANT", "Nemo", "Xyu")]
    return cast.case(adviser, parties=parties, **over)


def asked(cast, person, words):
    """The answer to what a person types, as they see it, the address behind the redirect."""
    page = cast.client(person)
    answer = page.post(SEARCH, {"q": words})
    assert answer.status_code == 302, html.unescape(answer.content.decode())
    answer = page.get(answer["Location"].split("#")[0])
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def found(cast, person, words):
    """The references in the answer, in their order."""
    page = asked(cast, person, words)
    return re.findall(r'<a class="govuk-link govuk-!-font-weight-bold" href="[^"]*">(GT-\d+)', page)


# ── Who finds what ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        "okafor", "OKAFOR", "Okafor-Reed", "okaf", "reed okafor", "maya", "Maya Okafor", "maya ngozi", "Tobias Reed",
        "4/3/2017", "4 March 2017", "2017-03-04", "reed 4/3/2017", "leo 4 3 2017", "ZA26P00123", "za26p 00123",
        "1690000000000021", "1690-0000-0000-0021", "1690 0000 0000 0021", "Okafur", "Read", "Lindqvist",
        "Amira Lindqvist", "lindq maya", "Dales North", "reed dales", "West Dales maya", "reed amira",
    ],
)  # fmt: skip
def test_a_case_is_found_by_what_is_known_of_it(cast, case, words):
    family(cast, "Zelda", "Quennell", adviser=cast.elsewhere, area=cast.coast)
    assert found(cast, cast.auditor, words) == [case.reference]


def test_a_case_is_found_by_its_reference_however_it_is_written(cast, case):
    digits = case.reference.removeprefix("GT-")
    for words in (case.reference, case.reference.lower(), f"GT{digits}", digits, f"GT {digits}", f"maya {digits}"):
        assert found(cast, cast.amira, words) == [case.reference], words


@pytest.mark.parametrize(
    "words", ["okafor zelda", "maya 5/3/2017", "nobody", "okafor lindqvist nobody", "GT-999999", "kafor", "ok"]
)
def test_everything_typed_must_fit(cast, case, words):
    assert found(cast, cast.auditor, words) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Siân", "sian"), ("Sian", "siân"), ("Shaun", "sean"), ("Catherine", "kathryn"), ("Stephen", "steven"),
        ("Thomson", "thompson"), ("Davies", "davis"), ("Rhys", "reece"), ("Llinos", "linos"), ("O'Brien", "obrien"),
        ("O’Brien", "O Brien"), ("O'Brien", "o'brien"), ("MacDonald", "mac donald"), ("McDonald", "Mc Donald"),
        ("De Souza", "desouza"), ("Müller", "muller"), ("Łukasz", "lukasz"), ("Ŵyn", "wyn"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_it_is_spelled_and_heard(cast, name, words):
    one = family(cast, name, "Quennell")
    assert found(cast, cast.amira, words) == [one.reference]


def test_why_it_was_found_is_said(cast, case):
    FamilyMember.objects.filter(pk=cast.mother(case).pk).update(last_name="Mbeki", previous_names="Okafor-Tana")
    page = asked(cast, cast.amira, "tana")
    assert "Ngozi Mbeki" in page
    assert "previous name “tana”" in page
    assert "begins with “mbe”" in asked(cast, cast.amira, "mbe")
    assert "sounds like “tobyas”" in asked(cast, cast.amira, "tobyas")
    assert "adviser Amira Lindqvist" in asked(cast, cast.amira, "lindqvist")
    assert "team or area Dales North, West Dales" in asked(cast, cast.amira, "dales")
    assert "court number ZA26P00123" in asked(cast, cast.amira, "za26p00123")
    assert "born 4 March 2017" in asked(cast, cast.amira, "4/3/2017")


def test_a_case_is_shown_by_its_children_stage_adviser_and_team(cast, case):
    page = asked(cast, cast.amira, "ngozi")
    row = page.split('class="gt-row"')[1].split("</li>")[0]
    for words in (
        "Maya",
        "Leo",
        "Enquiry",
        "Amira Lindqvist",
        "Dales North",
        reverse("workspace:overview", args=[case.pk]),
    ):
        assert words in row, words
    assert "1 case found" in page


def test_the_best_answer_comes_first_open_before_closed_and_new_before_old(cast):
    sound = family(cast, "Mia", "Smyth")
    part = family(cast, "Mia", "Smithson")
    closed = family(cast, "Mia", "Smith")
    close_case(case=closed, on=dt.date(2026, 6, 9), why="WITHDRAWN", by=cast.amira, now=cast.now)
    old = family(cast, "Mia", "Smith", received_on=dt.date(2025, 1, 1))
    new = family(cast, "Mia", "Smith")
    for person in (cast.amira, cast.auditor, cast.director):
        got = found(cast, person, "smith")
        assert got == [case.reference for case in (new, old, closed, part, sound)], person
    assert "Closed" in asked(cast, cast.amira, "smith")


def test_two_words_of_one_person_come_before_two_of_a_family(cast):
    one = family(cast, "Zelda", "Quennell")
    parties = [Party("CHILD", "Zelda", "Amber"), Party("APPLICANT", "Nemo", "Quennell")]
    family_of_two = cast.case(parties=parties)
    assert found(cast, cast.amira, "zelda quennell") == [one.reference, family_of_two.reference]


def test_what_was_corrected_is_found_at_once(cast, case):
    FamilyMember.objects.filter(pk=cast.maya(case).pk).update(first_names="Zelda")
    assert found(cast, cast.amira, "zelda") == [case.reference]
    assert found(cast, cast.amira, "maya") == []


def test_the_same_question_twice_gives_the_same_answer(cast, case):
    assert found(cast, cast.amira, "reed") == found(cast, cast.amira, "reed") == [case.reference]


# ── Pages of answers, and what is too much ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("person", ["amira", "auditor"])
def test_many_answers_come_in_pages_and_too_many_are_not_counted(cast, monkeypatch, person):
    from goldenthread.workspace import search
    from goldenthread.workspace.views import search as view

    monkeypatch.setattr(view, "PAGE", 2)
    for n in range(5):
        family(cast, f"Mia{chr(97 + n)}", "Smith")
    page = cast.client(getattr(cast, person))
    there = page.post(SEARCH, {"q": "smith"})["Location"].split("#")[0]
    first = page.get(there).content.decode()
    assert "5 cases found" in first
    assert first.count('class="gt-row"') == 2
    last = page.get(f"{there}&page=3").content.decode()
    assert last.count('class="gt-row"') == 1
    assert "smith" not in "".join(re.findall(r'href="([^"]*)"', first)).lower()
    monkeypatch.setattr(search, "MOST", 4)
    page = asked(cast, getattr(cast, person), "smith")
    assert "More than 4 cases found" in page
    assert "Add a birth date" in page


# ── Who is refused, and what is hidden ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("person", "finds"),
    [
        ("amira", True), ("ben", False), ("elsewhere", False), ("carys", False), ("supervisor", True),
        ("manager", True), ("other_manager", False), ("director", True), ("duty", False), ("welsh_duty", False),
        ("auditor", True),
    ],
)  # fmt: skip
def test_each_finds_what_they_may_read(cast, case, person, finds):
    """By name, by birth date, by number, by adviser and by place: no way leads further than another."""
    for words in ("okafor", "okaf", "okafur", "4/3/2017", "maya 4/3/2017", case.reference, "lindqvist", "dales north",
                  "maya lindqvist", "1690 0000 0000 0021"):  # fmt: skip
        assert bool(found(cast, getattr(cast, person), words)) is finds, words


def test_the_tray_is_found_by_whoever_takes_it(cast):
    waiting = cast.application()
    for person, finds in (("duty", True), ("manager", True), ("other_manager", False), ("supervisor", False)):
        assert (found(cast, getattr(cast, person), "okafor") == [waiting.reference]) is finds, person


@pytest.mark.parametrize("person", ["administrator", "senior", "board", "analyst", "improver", "nobody"])
def test_whoever_may_read_no_case_may_not_search(cast, person):
    page = cast.client(getattr(cast, person))
    assert page.get(SEARCH).status_code == page.post(SEARCH, {"q": "okafor"}).status_code == 403
    assert 'id="search-everywhere"' not in page.get("/", follow=True).content.decode()


WORDS = ("okafor", "okaf", "okafur", "maya", "4/3/2017", "reed 4/3/2017", "lindqvist", "dales", "maya lindqvist")


@pytest.mark.parametrize("person", ["supervisor", "manager", "director", "auditor", "amira"])
def test_a_restricted_case_changes_nothing_that_a_person_not_named_sees(cast, person):
    """The whole page is the same, byte for byte, as in a service where that case has never been."""
    shown = cast.case()
    reader = getattr(cast, person)
    before = {words: answer_of(cast, reader, words) for words in WORDS}
    hidden = cast.case()
    cast.as_(cast.manager)
    restrict_case(case=hidden, reason="THREAT", why="A threat.", people=[], by=cast.manager, now=cast.now)
    after = {words: answer_of(cast, reader, words) for words in WORDS}
    if person == "manager":  # who placed it is named on it
        assert hidden.reference in after["okafor"]
        assert "2 cases found" in after["okafor"]
    else:
        assert before == after
        assert shown.reference in after["okafor"]
    cast.as_(reader)


def answer_of(cast, person, words):
    """The answer without what differs from request to request."""
    text = asked(cast, person, words)
    return re.sub(r'nonce="[^"]*"|value="[^"]{20,}"|asked=[0-9a-f-]{36}', "", text)


def test_a_number_of_a_restricted_case_finds_nothing(cast, case):
    cast.as_(cast.manager)
    restrict_case(case=case, reason="THREAT", why="A threat.", people=[], by=cast.manager, now=cast.now)
    for words in (case.reference, "ZA26P00123", "1690 0000 0000 0021"):
        assert "No case that you may read fits" in asked(cast, cast.supervisor, words), words
        assert found(cast, cast.manager, words) == [case.reference]


def test_break_glass_lets_it_be_found_as_it_lets_it_be_read(cast, case):
    cast.as_(cast.manager)
    restrict_case(case=case, reason="THREAT", why="A threat.", people=[], by=cast.manager, now=cast.now)
    cast.as_(cast.duty)
    why = "She rang from the street."
    break_glass(reference=case.reference, reason=why, nation="ENGLAND", by=cast.duty, now=clock())
    for words in ("okafor", "4/3/2017", case.reference, "lindqvist"):
        assert found(cast, cast.duty, words) == [case.reference], words
        assert found(cast, cast.supervisor, words) == [], words


@pytest.mark.parametrize("protected", [True, False])
def test_no_contact_detail_is_found(cast, case, protected):
    record_contact_detail(
        case_id=case.pk, member=cast.mother(case), kind="ADDRESS", value="14 Quincemoor Row LS21 9ZZ",
        protected=protected, why="He looks for her.", by=cast.amira, now=cast.now,
    )  # fmt: skip
    for words in ("quincemoor", "LS21 9ZZ", "14 Quincemoor Row"):
        assert found(cast, cast.amira, words) == []


# ── What is typed stands nowhere ──────────────────────────────────────────────────────────────────────


def test_what_is_typed_is_in_no_address_no_title_no_event_and_no_log(cast, case):
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(logs.Formatter())
    loggers = [logging.getLogger(name) for name in ("goldenthread", "django", "")]
    levels = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    try:
        page = cast.client(cast.amira)
        there = page.post(SEARCH, {"q": "Okafor 4/3/2017"})["Location"]
        text = page.get(there.split("#")[0]).content.decode()
        page.post(SEARCH, {"q": "Okafor 31/2/2017"})
    finally:
        for logger, level in levels:
            logger.removeHandler(handler)
            logger.setLevel(level)
    assert re.fullmatch(r"/search\?asked=[0-9a-f-]{36}#results", there)
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1]
    for said in (there, title, heard.getvalue(), *re.findall(r'(?:href|action)="([^"]*)"', text)):
        assert "okafor" not in said.lower()
    cast.as_(cast.amira)
    assert not [event for event in Event.objects.all() if "kafor" in str(event.facts)]


def test_what_is_typed_in_an_address_is_not_read(cast, case):
    page = cast.client(cast.amira).get(f"{SEARCH}?q=okafor").content.decode()
    assert case.reference not in page
    assert 'value="okafor"' not in page


def test_the_key_of_a_question_opens_for_its_person_alone(cast, case):
    there = cast.client(cast.amira).post(SEARCH, {"q": "tobias"})["Location"].split("#")[0]
    page = cast.client(cast.supervisor).get(there).content.decode()
    assert "no longer kept, or is somebody else" in page
    assert "tobias" not in page.lower()
    for key in ("", "x", "%00", "x" * 2000, "../my-work"):
        assert cast.client(cast.amira).get(f"{SEARCH}?asked={key}").status_code == 200


def test_questions_of_yesterday_are_forgotten_and_those_of_today_kept(cast, case):
    page = cast.client(cast.amira)
    page.post(SEARCH, {"q": "okafor"})
    cast.as_(cast.amira)
    Draft.objects.filter(person=cast.amira).update(saved_at=clock() - dt.timedelta(hours=13))
    page.post(SEARCH, {"q": "reed"})
    page.post(SEARCH, {"q": "maya"})
    kept = Draft.objects.filter(person=cast.amira).values_list("fields", flat=True)
    assert sorted(fields["q"][0] for fields in kept) == ["maya", "reed"]


def test_what_was_typed_when_the_sign_in_had_ended_is_given_back(cast, case):
    token = form_tokens(cast.amira)["_kept_for"]
    assert cast.client().post(SEARCH, {"q": "Okafor", "_kept_for": token}).status_code == 302
    page = cast.client(cast.amira)
    assert 'value="Okafor"' in page.get(SEARCH).content.decode()
    page.post(SEARCH, {"q": "reed"})
    assert 'value="Okafor"' not in page.get(SEARCH).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter a name, a birth date or a number"),
        ("j", "Enter a name, a birth date or a number"),
        ("31/2/2017", "must be a real date"),
        ("reed 2017", "Give the whole birth date"),
        ("a\x00b", "hidden character"),
        ("x" * 201, "200 characters or fewer"),
        ("one two three four five six seven", "six words at most"),
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_the_box(cast, typed, said):
    answer = cast.client(cast.amira).post(SEARCH, {"q": typed})
    assert answer.status_code == 422
    assert said in html.unescape(answer.content.decode())


@pytest.mark.parametrize(
    "typed", ["%", "_", "' OR 1=1 --", "\\", "😀😀", "ﬃ", "\u202eOkafor", "א", "a" * 200, "'" * 50 + "ab"]
)
def test_nothing_that_is_typed_breaks_it(cast, case, typed):
    answer = cast.client(cast.auditor).post(SEARCH, {"q": typed})
    assert answer.status_code in {302, 422}
    if answer.status_code == 302:
        assert cast.client(cast.auditor).get(answer["Location"].split("#")[0]).status_code == 200


# ── Everywhere, and quick ─────────────────────────────────────────────────────────────────────────────


def test_the_box_stands_on_every_page_but_that_of_the_search(cast, case):
    page = cast.client(cast.amira)
    everywhere = page.get(reverse("workspace:overview", args=[case.pk])).content.decode()
    assert 'id="search-everywhere"' in everywhere
    assert 'action="/search"' in everywhere
    assert 'id="search-everywhere"' not in page.get(SEARCH).content.decode()


@pytest.mark.parametrize("person", ["amira", "manager", "auditor", "director"])
@pytest.mark.parametrize("words", ["smith", "mia smith", "smith 5/5/2015", "smith lindqvist", "dales north"])
def test_an_answer_asks_at_most_twelve_times_however_many_it_holds(cast, queries_of, person, words):
    asking = getattr(cast, person)
    counts = []
    for more in (1, 6):
        for _ in range(more):
            family(cast, "Mia", "Smith")
        there = cast.client(asking).post(SEARCH, {"q": words})["Location"].split("#")[0]
        counts.append(queries_of(asking, there))
    assert counts[0] == counts[1] <= 12


def test_whoever_found_a_case_is_in_its_view_log(cast, case):
    asked(cast, cast.auditor, "okafor")
    found_by = ViewLog.objects.filter(case_id=case.pk, page="workspace:search").values_list("person_id", flat=True)
    cast.as_(cast.amira)
    assert list(found_by) == [cast.auditor.pk]
