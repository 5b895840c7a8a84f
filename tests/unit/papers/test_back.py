"""A Word copy that comes back: is it ours, what differs, what is taken, who may, what if repeated or changed since."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.casework.papers.models import BroughtBack, Copy, Paper
from goldenthread.casework.papers.operations import make_copy
from goldenthread.casework.papers.operations.back import bring_back, take_back
from goldenthread.casework.papers.queries import body
from goldenthread.casework.recommendations.models import Recommendation, Weighing
from goldenthread.casework.recommendations.operations import make_report, reopen_advice, write_advice
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event, Link
from tests.pathway import Pathway
from tests.unit.papers.word import changed, without_marks

ADVICE = "Two hours each Saturday at the contact centre."
REASONS = "It is what she can bear, and what is safe."


@pytest.fixture
def way(cast):
    """Both children's advice agreed, in the same words."""
    way = Pathway(cast, cast.case())
    for child in (way.maya, way.leo):
        way.agreed(child)
    return way


def word_copy(way, report):
    return make_copy(report=report, recipient="OFFICE", purpose="TO_EDIT", file_kind="DOCX", **way.doing)


@pytest.fixture
def copy(way, report):
    return word_copy(way, report)


@pytest.fixture
def left(copy):
    """The bytes of the copy as it left."""
    return body(copy.paper)


def bring(way, copy, data, name="report.docx"):
    return bring_back(copy=copy, name=name, data=data, **way.doing)


def take(way, back, children=None, reason="The centre asked for it.", **over):
    children = children or [way.maya.pk, way.leo.pk]
    return take_back(back=back, children=children, reason=reason, **over, **way.doing)


def advice_of(way, child):
    return Recommendation.objects.get(case=way.case, child=child, superseded_at__isnull=True)


def refusal(way, copy, data):
    with pytest.raises(Refused) as refused:
        bring(way, copy, data)
    return refused.value


# --- does it work -----------------------------------------------------------------------------------------


def test_what_was_changed_is_found_by_passage_and_kept_in_order(way, copy, left):
    back = bring(way, copy, changed(left, [(ADVICE, "One hour each Sunday."), ("She wakes at night.", "She sleeps.")]))
    kinds = [(row["kind"], row["passage"].split(".", 2)[2].split(".")[0], row["can_take"]) for row in back.differences]
    assert kinds == [("CHANGED", "impact", False), ("CHANGED", "advice", True)] * 2
    assert back.differences[1]["theirs"] == "One hour each Sunday."
    assert back.changes_advice
    event = Event.objects.get(verb="WORD_BROUGHT_BACK")
    assert (event.facts["differences"], event.facts["advice"]) == (4, True)
    assert Link.objects.filter(from_id=back.pk, to_id=copy.pk).exists()


def test_taking_writes_the_advice_and_lets_the_agreement_lapse(way, copy, left):
    back = take(way, bring(way, copy, changed(left, [(ADVICE, "One hour each Sunday."), (REASONS, "It is safer.")])))
    for child in (way.maya, way.leo):
        row = advice_of(way, child)
        assert (row.words, row.rationale, row.state) == ("One hour each Sunday.", "It is safer.", "LAPSED")
        assert row.lapsed_why == "The centre asked for it."
        assert Link.objects.filter(from_id=row.pk, to_id=back.pk).exists()
    assert (back.taken_by, back.taken_at) == (way.adviser, way.now)
    event = Event.objects.get(verb="WORD_TAKEN")
    assert set(event.facts["children"]) == {str(way.maya.pk), str(way.leo.pk)}
    assert Event.objects.filter(verb="AGREEMENT_LAPSED").count() == 2


def test_for_one_child_alone(way, copy, left):
    back = take(way, bring(way, copy, changed(left, [(ADVICE, "One hour.")])), [way.maya.pk])
    assert advice_of(way, way.maya).words == "One hour."
    assert (advice_of(way, way.leo).words, advice_of(way, way.leo).state) == (ADVICE, "AGREED")
    take(way, back, [way.leo.pk])
    assert advice_of(way, way.leo).words == "One hour."


def test_how_a_wish_was_weighed_is_taken_and_the_rest_of_the_weighing_stays(way, copy, left):
    take(way, bring(way, copy, changed(left, [("Nan may come along.", "Nan comes along each time.")])), [way.maya.pk])
    row = Weighing.objects.get(recommendation=advice_of(way, way.maya), superseded_at__isnull=True)
    assert (row.why, row.how, row.explain) == ("Nan comes along each time.", "PARTLY", "Nan will be there.")


def test_new_paragraphs_typed_into_a_passage_are_paragraphs_of_it(way, copy, left):
    take(way, bring(way, copy, changed(left, split=["Two hours each Saturday"], replacing=[("contact", "new")])))
    assert advice_of(way, way.maya).words == "Two hours each Saturday\n\nat the new centre."


def test_text_in_no_passage_and_what_is_gone_are_listed_and_taken_nowhere(way, copy, left):
    data = changed(left, after=(REASONS, "A paragraph of my own."), without=["She wakes at night."])
    back = bring(way, copy, data)
    kinds = {row["kind"]: row for row in back.differences}
    assert set(kinds) == {"NEW", "REMOVED"}
    assert kinds["NEW"]["theirs"] == "A paragraph of my own."
    assert not back.changes_advice
    with pytest.raises(Refused) as refused:
        take(way, back)
    assert refused.value.code == "NOTHING_TO_TAKE"


def test_a_child_s_words_are_never_taken_from_outside(way, copy, left):
    back = bring(way, copy, changed(left, [("I want to see Nan on Sundays.", "I want to see Dad on Sundays.")]))
    assert not any(row["can_take"] for row in back.differences)
    page = way.cast.client(way.adviser).get(reverse("papers:back", args=[back.pk])).content.decode()
    assert "words are never changed from outside" in page
    assert reverse("directwork:wish", args=[way.heard(way.maya).pk]) in page


def test_tracked_changes_are_read_as_accepted_and_said_so(way, copy, left):
    back = bring(way, copy, changed(left, tracked=[("Two hours", "One hour")], comment="Is this right?"))
    assert {row["theirs"] for row in back.differences} == {"One hour each Saturday at the contact centre."}
    assert (back.tracked, back.comments) == (2, 1)
    page = way.cast.client(way.adviser).get(reverse("papers:back", args=[back.pk])).content.decode()
    assert "Changes were tracked in 2 paragraphs" in page
    assert "There was 1 comment." in page


def test_the_page_shows_words_taken_out_and_put_in_so_that_they_can_be_heard(way, copy, left):
    back = bring(way, copy, changed(left, [("Two hours each", "One hour each")]))
    page = way.cast.client(way.adviser).get(reverse("papers:back", args=[back.pk])).content.decode()
    assert '<del class="gt-diff__out"><span class="govuk-visually-hidden">[taken out: </span>Two hours' in page
    assert '<ins class="gt-diff__in"><span class="govuk-visually-hidden">[put in: </span>One hour' in page
    assert reverse("papers:back_take", args=[back.pk]) in page


def test_through_the_pages(way, copy, left):
    page = way.cast.client(way.adviser)
    file = SimpleUploadedFile("Report (2).docx", changed(left, [(ADVICE, "One hour.")]))
    answer = page.post(reverse("papers:back_new", args=[copy.pk]), {"file": file})
    back = BroughtBack.objects.get()
    assert answer.headers["Location"] == reverse("papers:back", args=[back.pk])
    there = reverse("papers:back_take", args=[back.pk])
    assert "the agreement lapses" in page.get(there).content.decode()
    said = {"children": [str(way.maya.pk)], "reason": "The centre asked.", "expected_version": "1"}
    assert page.post(there, said).status_code == 302
    assert advice_of(way, way.maya).words == "One hour."


# --- is it this copy ----------------------------------------------------------------------------------------


def test_a_file_that_is_no_copy_of_ours_is_refused(way, copy, left):
    assert refusal(way, copy, without_marks(left)).code == "NOT_OURS"


def test_the_very_same_text_is_refused_however_the_program_wrote_it(way, copy, left):
    assert refusal(way, copy, left).code == "SAME_TEXT"
    assert refusal(way, copy, changed(left, [("It is what", "It\u00a0is what")])).code == "SAME_TEXT"
    assert not Paper.objects.filter(kind="REPORT_BACK").exists()


def test_a_copy_of_another_version_is_refused_and_both_are_named(way, report, copy, left):
    newer = word_copy(way, make_report(case=way.case, **way.doing))
    found = refusal(way, newer, changed(left, [(ADVICE, "One hour.")]))
    assert found.code == "OTHER_VERSION"
    assert "version 1" in found.said()
    assert "version 2" in found.said()
    assert found.problems[0].args == (str(copy.pk),)


def test_another_copy_of_the_same_version_is_refused_and_leads_there(way, report, copy, left):
    found = refusal(way, word_copy(way, report), changed(left, [(ADVICE, "One hour.")]))
    assert (found.code, found.problems[0].args) == ("OTHER_COPY", (str(copy.pk),))


def test_a_copy_of_another_case_is_refused_and_nothing_is_said_of_it(cast, way, copy, left):
    other = Pathway(cast, cast.case())
    for child in (other.maya, other.leo):
        other.agreed(child)
    elsewhere = word_copy(other, make_report(case=other.case, **other.doing))
    found = refusal(way, copy, changed(body(elsewhere.paper), [(ADVICE, "One hour.")]))
    assert (found.code, found.problems) == ("OTHER_CASE", ())
    assert other.case.reference not in found.said()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"", "EMPTY_FILE"),
        ("a.docx", b"PK\x03\x04 no zip", None),
        ("a.pdf", b"%PDF-1.7 no", None),
        ("a.docx", b"hello", None),
    ],
)
def test_what_is_no_word_file_is_refused(way, copy, name, data, code):
    with pytest.raises(Refused) as refused:
        bring(way, copy, data, name)
    assert code in {None, refused.value.code}
    assert not BroughtBack.objects.exists()


# --- nothing protected comes in -----------------------------------------------------------------------------


def test_a_protected_detail_in_the_new_text_is_refused_with_its_place_and_not_kept(way, copy, left, protect):
    protect("14 Heron Walk, Larkstead LK4 7QT")
    data = changed(left, [(REASONS, "She lives at 14 Heron Walk, which is near.")])
    found = refusal(way, copy, data)
    assert found.code == "PROTECTED_FOUND"
    said = " ".join(problem.said() for problem in found.problems)
    assert "Maya: the reasons for the advice" in said
    assert "Heron" not in said + found.said()
    assert not Paper.objects.filter(kind="REPORT_BACK").exists()


def test_a_protected_detail_in_a_comment_is_found_too(way, copy, left, protect):
    protect("14 Heron Walk, Larkstead LK4 7QT")
    data = changed(left, [(REASONS, "It is safer.")], comment="She is at 14 Heron Walk, LK4 7QT")
    found = refusal(way, copy, data)
    assert [problem.said() for problem in found.problems] == ["in a comment"]


def test_what_was_protected_after_the_file_came_is_not_taken(way, copy, left, protect):
    back = bring(way, copy, changed(left, [(REASONS, "She lives near Heron Walk now.")]))
    protect("14 Heron Walk, Larkstead LK4 7QT")
    with pytest.raises(Refused) as refused:
        take(way, back)
    assert refused.value.code == "PROTECTED_FOUND"
    assert advice_of(way, way.maya).rationale == REASONS


# --- repeated, and meanwhile ----------------------------------------------------------------------------------


def test_the_same_file_twice_is_kept_once(way, copy, left):
    data = changed(left, [(ADVICE, "One hour.")])
    bring(way, copy, data)
    assert refusal(way, copy, data).code == "ALREADY_HERE"
    assert BroughtBack.objects.count() == 1


def test_taking_twice_changes_nothing_more(way, copy, left):
    back = take(way, bring(way, copy, changed(left, [(ADVICE, "One hour.")])))
    version = advice_of(way, way.maya).version
    with pytest.raises(Refused) as refused:
        take(way, back)
    assert refused.value.code == "NOTHING_TO_TAKE"
    assert advice_of(way, way.maya).version == version


def test_what_somebody_else_changed_meanwhile_is_shown_and_nothing_is_taken(way, copy, left):
    back = bring(way, copy, changed(left, [(ADVICE, "One hour."), (REASONS, "It is safer.")]))
    row = reopen_advice(recommendation=advice_of(way, way.maya), reason="New facts.", **way.doing)
    write_advice(
        recommendation=row, advice=row.advice, parent=row.parent, words="Three hours each Monday.",
        rationale=row.rationale, trigger_rationale=row.trigger_rationale, explanation=row.explanation, **way.doing,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        take(way, back)
    assert refused.value.code == "CHANGED_IN_RECORD"
    assert [p.said() for p in refused.value.problems] == ["Maya: the advice"]
    assert advice_of(way, way.maya).words == "Three hours each Monday."
    assert advice_of(way, way.leo).words == ADVICE, "all or nothing"
    page = way.cast.client(way.adviser).get(reverse("papers:back", args=[back.pk])).content.decode()
    assert "Somebody changed it meanwhile" in page
    assert "Monday" in page
    take(way, back, [way.leo.pk])
    assert advice_of(way, way.leo).words == "One hour."


def test_agreed_advice_is_not_changed_without_a_reason(way, copy, left):
    back = bring(way, copy, changed(left, [(ADVICE, "One hour.")]))
    with pytest.raises(Refused) as refused:
        take(way, back, reason=" ")
    assert refused.value.code == "COMMENT_REQUIRED"
    assert advice_of(way, way.maya).state == "AGREED"


def test_the_second_of_two_people_who_take_is_told(way, copy, left):
    back = bring(way, copy, changed(left, [(ADVICE, "One hour.")]))
    take(way, back, [way.maya.pk], expected_version=1)
    with pytest.raises(Refused) as refused:
        take(way, back, [way.leo.pk], expected_version=1)
    assert refused.value.code == "CHANGED_MEANWHILE"


def test_a_text_that_the_record_cannot_hold_is_refused_by_name(way, copy, left):
    back = bring(way, copy, changed(left, [(ADVICE, "word " * 3000)]))
    with pytest.raises(Refused) as refused:
        take(way, back)
    assert refused.value.code == "TOO_LONG"
    assert refused.value.problems[0].said() == "Maya: the advice"


def file_of(way, person, back):
    page = way.cast.client(getattr(way.cast, person))
    return page.get(reverse("papers:paper_file", args=[back.paper_id]), follow=True)


def test_the_file_that_came_back_is_a_copy_and_leaves_by_the_gate(way, copy, left, protect):
    """Protected after it came: neither the copy nor what came back of it leaves any more."""
    back = bring(way, copy, changed(left, [(ADVICE, "Two hours at Sycamore Road.")]))
    assert file_of(way, "amira", back)["Content-Disposition"].startswith("attachment")
    protect("14 Sycamore Road\nLS6 3QT")
    answer = file_of(way, "amira", back)
    assert "Content-Disposition" not in answer
    assert "gives away something that is protected now" in answer.content.decode()


def test_what_the_copy_held_when_it_left_is_no_excuse_for_the_file_that_came_back(way, copy, left, protect):
    protect("The contact centre, Otley", kind="SCHOOL")
    back = bring(way, copy, changed(left, [(REASONS, "Safer.")]))
    assert "Content-Disposition" not in file_of(way, "amira", back)


def test_another_protected_detail_is_not_excused_by_one_that_was_there(way, copy, left, protect):
    back = bring(way, copy, changed(left, [(ADVICE, "Saturdays at the contact centre, 14 Sycamore Road.")]))
    protect("The contact centre, Otley", kind="SCHOOL")
    protect("14 Sycamore Road\nLS6 3QT")
    with pytest.raises(Refused) as refused:
        take(way, back)
    assert refused.value.code == "PROTECTED_FOUND"


@pytest.mark.parametrize(
    ("person", "status"),
    [("amira", 200), ("supervisor", 200), ("manager", 200), ("director", 403), ("auditor", 403), ("ben", 404)],
)
def test_who_may_have_the_file_that_came_back(way, copy, left, person, status):
    """Whoever may take copies out of the house: others read on its page what differs."""
    back = bring(way, copy, changed(left, [(ADVICE, "One hour.")]))
    assert file_of(way, person, back).status_code == status
    address = reverse("papers:paper_file", args=[back.paper_id])
    for there in (reverse("papers:back", args=[back.pk]), reverse("papers:paper", args=[back.paper_id])):
        page = way.cast.client(getattr(way.cast, person)).get(there).content.decode()
        assert (address in page) is (status == 200)


# --- who may -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "brings", "reads", "takes"),
    [
        ("amira", 200, 200, 200),
        ("supervisor", 200, 200, 200),
        ("manager", 200, 200, 200),
        ("ben", 404, 404, 404),
        ("elsewhere", 404, 404, 404),
        ("other_manager", 404, 404, 404),
        ("director", 403, 200, 403),
        ("auditor", 403, 200, 403),
        ("board", 404, 404, 404),
        ("nobody", 404, 404, 404),
    ],
)
def test_who_may(way, copy, left, person, brings, reads, takes):  # noqa: PLR0917
    back = bring(way, copy, changed(left, [(ADVICE, "One hour.")]))
    page = way.cast.client(getattr(way.cast, person))
    got = [
        page.get(reverse("papers:back_new", args=[copy.pk])).status_code,
        page.get(reverse("papers:back", args=[back.pk])).status_code,
        page.get(reverse("papers:back_take", args=[back.pk])).status_code,
    ]
    assert got == [brings, reads, takes]


def test_the_pages_cost_the_same_however_much_differs(way, copy, left):
    few = bring(way, copy, changed(left, [(ADVICE, "One hour.")]))
    more = [(REASONS, "Safer."), ("She is clear.", "Clear."), ("She wakes at night.", "Sleeps.")]
    many = bring(way, copy, changed(left, [(ADVICE, "One hour."), ("Nan may come along.", "No."), *more]))
    page = way.cast.client(way.adviser)
    for route in ("papers:back", "papers:back_take"):
        counts = []
        for row in (few, many):
            page.get(reverse(route, args=[row.pk]))
            with CaptureQueriesContext(
                connection,
            ) as asked:
                page.get(reverse(route, args=[row.pk]))
            counts.append(len(asked))
        assert counts[0] == counts[1]
        assert counts[0] <= 12 + 6, "session, person, view log and savepoints apart"


def test_a_pdf_is_not_brought_back(way, report, copy, left):
    Copy.objects.filter(pk=copy.pk).update(file_kind="PDF")
    copy.refresh_from_db()
    assert refusal(way, copy, left).code == "NOT_WORD"
