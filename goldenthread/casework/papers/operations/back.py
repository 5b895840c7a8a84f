"""A Word copy comes back: it is compared with what left, and what is advice is taken into the advice."""

from django.utils.translation import gettext as _

from goldenthread.casework.cases.operations.records import open_case
from goldenthread.casework.cases.queries import locked
from goldenthread.casework.papers.compare import Kind, differences, same, tidy
from goldenthread.casework.papers.models import BroughtBack, Copy
from goldenthread.casework.papers.operations.papers import keep_paper
from goldenthread.casework.papers.passages import Taking, places
from goldenthread.casework.papers.queries import body, guarded, hits_in
from goldenthread.casework.papers.queries.back import Fate, advice_of, changes, longest
from goldenthread.casework.papers.rendering import marks_in
from goldenthread.casework.papers.rules import MAY_LEAVE, PaperKind, PaperSource
from goldenthread.casework.recommendations.models import PatternTreatment, Weighing
from goldenthread.casework.recommendations.operations import reopen_advice, treat_pattern, weigh_wish, write_advice
from goldenthread.casework.recommendations.operations.advice import WRITTEN, hold
from goldenthread.casework.recommendations.rules import State
from goldenthread.documents.gate import look
from goldenthread.documents.inside import place_words
from goldenthread.documents.rules import FileKind
from goldenthread.documents.safety import checked
from goldenthread.documents.word import passages_of, read_back
from goldenthread.kernel.lifecycle import Problem
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb

PROTECTED = N_(
    "The Word file gives away something protected that was not in the copy. Take it out where it stands, and bring "
    "the file again. The file has not been kept."
)
CANNOT_CHECK = N_(
    "You may not open some protected details of this case, so the file cannot be checked for them. Ask the adviser or "
    "the manager of the case to do this."
)


@operation
def bring_back(*, copy, name, data, by, now):
    """Keeps the Word file that came back of a copy, and what differs in it, passage by passage.

    Refuses with `NOT_WORD`, with every code of `documents.safety.checked`, with `NOT_OURS`, `SEVERAL_COPIES`,
    `OTHER_CASE`, `OTHER_VERSION`, `OTHER_COPY` where it is not this copy; with `SAME_TEXT` where nothing differs; with
    `PROTECTED_FOUND` naming each place of something protected that the copy did not hold; with `CANNOT_CHECK`,
    `ALREADY_HERE`, `CASE_CLOSED`.
    """
    open_case(copy.case)
    if copy.file_kind != FileKind.DOCX:
        raise Refused("NOT_WORD", N_("This copy is a PDF. Make a Word copy, and work on that."), field="file")
    try:
        file = checked(name, data, allowed=frozenset({FileKind.DOCX}))
    except Refused as refusal:
        refusal.field = "file"
        raise
    case = locked(copy.case_id)
    _this_copy(copy, file.data)
    left = body(copy.paper)
    rows = _compared(copy, left, file.data)
    _nothing_protected(case, left, file.data, rows, copy.report.content)
    if not rows:
        raise Refused(
            "SAME_TEXT", N_("This file says the very same as the copy that left. There is nothing to take from it."),
            field="file",
        )  # fmt: skip
    paper = keep_paper(
        case=case, kind=PaperKind.REPORT_BACK, source=PaperSource.BROUGHT, file=file, protected=False,
        report=copy.report, by=by, now=now,
    )  # fmt: skip
    text = read_back(file.data)
    row = BroughtBack.objects.create(
        case=case, copy=copy, paper=paper, differences=rows, changes_advice=any(r["can_take"] for r in rows),
        tracked=len({number for number, _text in (*text.deleted, *text.inserted)}), comments=len(text.comments),
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    link(row, Relation.DRAWS_ON, copy, by=by, now=now)
    record(
        Verb.WORD_BROUGHT_BACK, row, by=by, now=now, version=copy.report.number, differences=len(rows),
        advice=row.changes_advice, hash=paper.fingerprint,
    )  # fmt: skip
    return row


def _this_copy(copy, data):
    """Refuses a file that is not this copy, saying which it is as far as that may be known here."""
    marks = marks_in(data)
    if not marks:
        raise Refused(
            "NOT_OURS",
            N_("This is not a copy of ours, or the program that saved it took our mark out. Open the copy that was "
               "saved from here, make the changes in it, and bring that."),
            field="file",
        )  # fmt: skip
    if len(marks) > 1:
        raise Refused("SEVERAL_COPIES", N_("This file was put together from several copies. Bring each by itself."),
                      field="file")  # fmt: skip
    [mark] = marks
    if mark == copy.pk:
        return
    # Of a case that this person may not know of there is no row here, and nothing more is said.
    other = Copy.objects.filter(pk=mark, case_id=copy.case_id).select_related("report").first()
    if other is None:
        raise Refused("OTHER_CASE", N_("This is a copy of the report in another case. Bring it back there."),
                      field="file")  # fmt: skip
    there = Problem("OTHER_COPY", N_("The copy that this file is"), "papers:copy", (str(other.pk),))
    if other.report_id != copy.report_id:
        raise Refused(
            "OTHER_VERSION",
            N_("This is a copy of version %(that)s of the report. You are bringing it back to version %(here)s."),
            field="file", problems=[there], that=other.report.number, here=copy.report.number,
        )  # fmt: skip
    raise Refused("OTHER_COPY", N_("This is another copy of the same version. Bring it back there."), field="file",
                  problems=[there])  # fmt: skip


def _compared(copy, left, data) -> list[dict]:
    """The differences as `BroughtBack` keeps them."""
    known = {place.key: place for place in places(copy.report.content)}
    ours, theirs = passages_of(left, known), passages_of(data, known)
    said = dict(theirs.texts)
    for key, more in theirs.again.items():
        # A template may say a passage twice; what was changed in either place is a change.
        said[key] = next((text for text in (said[key], *more) if not same(text, ours.texts.get(key, ""))), said[key])
    found = differences(ours.texts, said, _outside(ours), _outside(theirs))
    return [_row(difference, known.get(difference.passage), ours.texts) for difference in found]


def _outside(passages):
    return [(one.after, one.text) for one in passages.outside]


def _row(difference, place, ours):
    changed = difference.kind is Kind.CHANGED and place is not None
    theirs = _as_typed(place.text, difference.theirs) if changed else tidy(difference.theirs)
    whole = changed and same(ours[difference.passage], place.text)  # not where a passage is withheld
    return {
        "kind": str(difference.kind),
        "passage": difference.passage,
        "ours": place.text if whole else difference.ours,
        "theirs": theirs,
        "can_take": bool(whole and theirs and place.can_take),
    }


def _as_typed(ours, theirs):
    """What came back with its paragraphs apart as they were typed: Word knows no empty line between them."""
    apart = "\n" if "\n" in ours and "\n\n" not in ours else "\n\n"
    return apart.join(line for line in tidy(theirs).split("\n") if line)


def _nothing_protected(case, left, data, rows, content):
    """Refuses what holds something protected that the copy did not: in the text, or in the insides of the file."""
    held = guarded(case)
    if held.unseen:
        raise Refused("CANNOT_CHECK", CANNOT_CHECK)
    before = {_what(hit) for hit in hits_in(FileKind.DOCX, left, held)}
    new = [hit for hit in hits_in(FileKind.DOCX, data, held) if _what(hit) not in before]
    where = _named(rows, held.secrets, content)
    where += [place_words(hit["place"]) for hit in new if not where or hit["place"] != "BODY"]
    if where:
        named = [(("place", _(place)),) for place in dict.fromkeys(where)]
        problems = [Problem("PROTECTED_FOUND", "%(place)s", values=place) for place in named]
        raise Refused("PROTECTED_FOUND", PROTECTED, field="file", problems=problems)


def file_of(back) -> bytes:
    """The bytes of a Word file that came back: a copy of the report like any other, so the gate looks at it each time.

    What the gate let out in the copy may stand in it, and nothing else that is protected today. Refuses with
    `CANNOT_CHECK` and `PROTECTED_FOUND`.
    """
    held, data = guarded(back.case), body(back.paper)
    if held.unseen:
        raise Refused("CANNOT_CHECK", CANNOT_CHECK)
    looked = {_what(hit) for hit in back.copy.hits} if back.copy.state in MAY_LEAVE else set()
    if any(_what(hit) not in looked for hit in hits_in(FileKind.DOCX, data, held)):
        raise Refused("PROTECTED_FOUND", N_("This file gives away something that is protected now, so it does not "
                                            "leave. What differs in it stands on its page."))  # fmt: skip
    return data


def _what(hit):
    return hit["place"], hit["kind"], hit["whole"], hit["source"]


def _named(rows, secrets, content):
    """What each changed passage is called that gives away more than it did."""
    known = {place.key: place for place in places(content)}
    found = []
    for row in rows:
        if _told(row["theirs"], secrets) - _told(row["ours"], secrets):
            place = known.get(row["passage"]) if row["kind"] != Kind.NEW else None
            found.append(place.said(_) if place else N_("new text that stands in no passage"))
    return found


def _told(text, secrets):
    """What a text gives away, by kind, how much and whose."""
    return {(hit.kind, hit.whole, hit.whose) for hit in look([("BODY", text)], secrets)}


@operation
def take_back(*, back, children, reason, expected_version=None, by, now):
    """Takes what was changed in the advice for `children` (ids) into their advice: all of it, or nothing.

    Agreed advice is opened again, and the agreement lapses with `reason`. Refuses with `NOBODY_CHOSEN`,
    `NOTHING_TO_TAKE` (or it is taken already), `CHANGED_IN_RECORD` naming each passage that somebody else changed
    meanwhile, `TOO_LONG`, `PROTECTED_FOUND`, `CANNOT_CHECK`, `COMMENT_REQUIRED`, `CHANGED_MEANWHILE`, and as the
    operations of the advice do.
    """
    row = BroughtBack.objects.select_for_update(of=("self",)).select_related("case", "copy__report").get(pk=back.pk)
    unchanged(row, expected_version, [])
    open_case(row.case)
    chosen = {str(child) for child in children}
    if not chosen:
        raise Refused("NOBODY_CHOSEN", N_("Choose for whom the changes are taken."), field="children")
    # Held, so that nobody writes in the advice between this look at it and the writing.
    advice = {key: hold(found) for key, found in advice_of(row, chosen).items()}
    found = [change for change in changes(row) if change.place and change.place.child_id in chosen]
    taken = [change for change in found if change.fate is Fate.TAKE]
    _no_conflict(found, advice)
    if not taken:
        raise Refused("NOTHING_TO_TAKE", N_("These changes stand in the advice already. Nothing was taken again."))
    _fits(taken)
    _still_nothing_protected(row, taken)
    for child in dict.fromkeys(change.place.child_id for change in taken):
        _take_for(advice[child], [c for c in taken if c.place.child_id == child], reason, by=by, now=now)
        link(advice[child], Relation.DRAWS_ON, row, by=by, now=now)
    row.taken_at, row.taken_by, row.version = now, by, row.version + 1
    row.save(update_fields=["taken_at", "taken_by", "version"])
    record(Verb.WORD_TAKEN, row, by=by, now=now, children=sorted({change.place.child_id for change in taken}))
    return row


def _no_conflict(found, advice):
    gone = {change.place.child_id for change in found} - set(advice)
    conflicts = [c for c in found if c.fate is Fate.CONFLICT or (c.fate is Fate.TAKE and c.place.child_id in gone)]
    if conflicts:
        raise Refused(
            "CHANGED_IN_RECORD",
            N_("Somebody changed the advice after this copy was made. Nothing was taken, and nothing is lost: both "
               "texts stand on the page of the differences. Make these changes in the record."),
            problems=[_problem("CHANGED_IN_RECORD", change.place) for change in conflicts],
        )  # fmt: skip


def _fits(taken):
    long = [change for change in taken if len(change.theirs) > longest(change.place)]
    if long:
        raise Refused("TOO_LONG", N_("These texts are longer than the record takes. Shorten them."),
                      problems=[_problem("TOO_LONG", change.place) for change in long])  # fmt: skip


def _problem(code, place):
    return Problem(code, "%(place)s", place.route, place.args, (("place", place.said(_)),))


def _still_nothing_protected(row, taken):
    """Something may have been protected since the file came."""
    held = guarded(row.case)
    if held.unseen:
        raise Refused("CANNOT_CHECK", N_("You may not open some protected details of this case, so the text cannot be "
                                         "checked for them. Ask the adviser or the manager of the case."))  # fmt: skip
    leaking = [c for c in taken if _told(c.theirs, held.secrets) - _told(c.ours, held.secrets)]
    if leaking:
        raise Refused("PROTECTED_FOUND", N_("The new text gives away something protected. It was not taken."),
                      problems=[_problem("PROTECTED_FOUND", change.place) for change in leaking])  # fmt: skip


def _take_for(advice, taken, reason, *, by, now):
    """Writes the changed passages of one child through the operations of the advice."""
    if advice.state == State.AGREED:
        advice = reopen_advice(recommendation=advice, reason=reason, by=by, now=now)
    texts = {c.place.key.rpartition(".")[2]: c.theirs for c in taken if c.place.taking is Taking.ADVICE}
    if texts:
        said = {part: getattr(advice, part) for part in WRITTEN} | texts
        advice = write_advice(
            recommendation=advice, advice=advice.advice, parent=advice.parent,
            follows_no_contact=advice.follows_no_contact, expected_version=advice.version, by=by, now=now, **said,
        )  # fmt: skip
    for change in taken:
        identifier = change.place.key.split(".")[3]
        if change.place.taking is Taking.WEIGHING:
            old = _standing(Weighing, advice, wish_id=identifier)
            weigh_wish(recommendation=advice, wish=old.wish, how=old.how, why=change.theirs, explain=old.explain,
                       by=by, now=now)  # fmt: skip
        elif change.place.taking is Taking.TREATMENT:
            old = _standing(PatternTreatment, advice, pattern_id=identifier)
            treat_pattern(recommendation=advice, pattern=old.pattern, treatment=old.treatment, words=change.theirs,
                          by=by, now=now)  # fmt: skip


def _standing(model, advice, **which):
    return model.objects.get(recommendation=advice, superseded_at__isnull=True, **which)
