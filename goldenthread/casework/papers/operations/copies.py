"""Copies of the report: made, looked through at the gate, let out or kept back by someone else, taken out."""

from django.utils.translation import gettext as _

from goldenthread.casework.cases.operations.records import local_date, open_case
from goldenthread.casework.cases.queries import locked, participations
from goldenthread.casework.cases.rules import PartyRole
from goldenthread.casework.papers import rendering
from goldenthread.casework.papers.models import Copy, Withheld
from goldenthread.casework.papers.operations.papers import put
from goldenthread.casework.papers.queries import (
    body,
    directions_for,
    guarded,
    hits_in,
    in_force,
    passages_in,
    passages_out,
    template_for,
    withheld_from,
)
from goldenthread.casework.papers.rules import (
    COPY_LIFE,
    FOR_A_PARTY,
    FORMATS_FOR,
    IN_WORDS,
    MAY_LEAVE,
    PURPOSES_FOR,
    CopyState,
    PaperKind,
    PaperSource,
    Purpose,
    Recipient,
    saved_as,
)
from goldenthread.casework.recommendations.operations.reports import same_as_agreed
from goldenthread.casework.recommendations.queries import papers as papers_of_advice
from goldenthread.documents import pdf
from goldenthread.documents.rules import MEDIA_TYPES, FileKind
from goldenthread.documents.safety import SafeFile
from goldenthread.kernel.ids import new_id
from goldenthread.kernel.lifecycle import Problem
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb

CANNOT_CHECK = N_(
    "You may not open some protected details of this case, so the copy cannot be checked for them. "
    "Ask the adviser or the manager of the case to do this."
)


@operation
def make_copy(*, report, recipient, purpose, file_kind, member=None, words="", language="en-gb", by, now):
    """Makes a copy of a version of the report for one recipient, and holds it at the gate.

    `member` is the party whose copy it is (theirs, or their solicitor's); `words` name who is no party. The copy is
    CLEAR where the gate finds nothing in any text of the file, and STOPPED otherwise. Refuses with
    `PURPOSE_DOES_NOT_FIT`, `FORMAT_DOES_NOT_FIT`, `NO_PDF`, `WHOSE_COPY`, `WHO_GETS_IT`; with `NOT_AGREED` and
    `OTHER_VERSION` a version that is not what is agreed now, unless it was filed or is only to be worked on; with
    `DIRECTION_NOT_FOUND` where a passage that must be withheld is not in this version under its name; with
    `CANNOT_CHECK`, `SUPERSEDED`, `CASE_CLOSED`.
    """
    open_case(report.case)
    case = locked(report.case_id)
    recipient, purpose, file_kind = Recipient(recipient), Purpose(purpose), FileKind(file_kind)
    member, words = _for_whom(case, recipient, member, words)
    _fits(recipient, purpose, file_kind)
    may_go(report, purpose)
    directions = directions_for(in_force(case), recipient, member)
    _each_found(report, directions)
    held = _secrets(case, passages_out(report, directions))
    key = new_id()  # a Word copy bears it, so that it is known when it comes back
    file, template = _drawn(case, report, file_kind, directions, language=language, key=key, now=now)
    hits = hits_in(file_kind, file.data, held, passages_in(report, directions))
    paper = put(
        case=case, kind=PaperKind.REPORT, source=PaperSource.MADE, file=file, protected=False, report=report,
        by=by, now=now,
    )  # fmt: skip
    row = Copy.objects.create(
        pk=key, case=case, report=report, paper=paper, template=template, recipient=recipient, recipient_member=member,
        recipient_words=words, purpose=purpose, file_kind=file_kind, language=language, hits=hits,
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    Withheld.objects.bulk_create(Withheld(copy=row, direction=d, case=case) for d in directions)
    link(row, Relation.CITES, report, by=by, now=now)
    if not hits:
        row.state = COPY_LIFE.check(row.state, CopyState.CLEAR).target
        row.save(update_fields=["state"])
    _made(row, len(directions), by, now)
    return row


def _for_whom(case, recipient, member, words):
    """Who gets it, as it is kept: a party of this case, or words, or neither."""
    if recipient in FOR_A_PARTY:
        parties = {row.member_id for row in participations(case) if row.role != PartyRole.CHILD}
        if member is None or member.pk not in parties:
            raise Refused("WHOSE_COPY", N_("Choose the party whose copy it is."), field="recipient")
    if recipient in IN_WORDS and not words.strip():
        raise Refused("WHO_GETS_IT", N_("Name who gets the copy."), field="words")
    named = recipient in IN_WORDS or recipient == Recipient.SOLICITOR
    return member if recipient in FOR_A_PARTY else None, words.strip() if named else ""


def _fits(recipient, purpose, file_kind):
    if purpose not in PURPOSES_FOR[recipient]:
        raise Refused(
            "PURPOSE_DOES_NOT_FIT",
            N_("A copy for them is not made for this purpose. Only the court has it filed; only we work on it."),
            field="purpose",
        )
    if file_kind not in FORMATS_FOR[recipient]:
        raise Refused(
            "FORMAT_DOES_NOT_FIT",
            N_("They get a PDF. A Word copy can be changed, so it goes to the court and to our own office alone."),
            field="file_kind",
        )
    if file_kind == FileKind.PDF and pdf.why_not():
        raise Refused("NO_PDF", "%(why)s", field="file_kind", why=pdf.why_not())


def may_go(report, purpose) -> None:
    """Refuses a version of the report that may not leave for this purpose now: superseded (`SUPERSEDED`), or neither
    filed nor what is agreed (`NOT_AGREED`, `OTHER_VERSION`). To be worked on, any version may go."""
    if report.superseded_at is not None:
        raise Refused("SUPERSEDED", N_("This version of the report no longer holds. Take a newer one."))
    if purpose == Purpose.TO_EDIT or report.filed_on is not None:
        return
    same_as_agreed(report, papers_of_advice(report.case))


def _each_found(report, directions):
    """A passage that is withheld, and is not in this version under its name, may stand in it under another."""
    there = {row.pk for row, _place in passages_out(report, directions)}
    if lost := [row for row in directions if row.pk not in there]:
        raise Refused(
            "DIRECTION_NOT_FOUND",
            N_("A passage that the court directed be withheld does not stand under its name in this version. "
               "Say which passage it is now, or that the direction has ended."),
            problems=[
                Problem("DIRECTION_NOT_FOUND", N_("Direction of %(on)s"), "papers:directions", (str(row.case_id),),
                        (("on", row.directed_on.isoformat()),))
                for row in lost
            ],
        )  # fmt: skip


def _secrets(case, out=()):
    held = guarded(case, out)
    if held.unseen:
        raise Refused("CANNOT_CHECK", CANNOT_CHECK)
    return held


def _drawn(case, report, file_kind, directions, *, language, key, now):
    """The file, and the organisation's template that it was drawn with (none for a PDF)."""
    template = template_for(case, language) if file_kind == FileKind.DOCX else None
    if file_kind == FileKind.DOCX:
        data = rendering.word_copy(report, copy_id=key, template=template, withheld=directions, language=language)
    else:
        data = rendering.pdf_copy(report, withheld=directions, language=language)
    name = saved_as(case.reference, f"report-version-{report.number}", local_date(now).isoformat(), file_kind)
    return SafeFile(name=name, kind=file_kind, media_type=MEDIA_TYPES[file_kind], data=data), template


def _made(row, withheld, by, now):
    facts = {
        "version": row.report.number, "recipient": row.recipient, "purpose": row.purpose, "format": row.file_kind,
        "hash": row.paper.fingerprint, "withheld": withheld,
    }  # fmt: skip
    if row.hits:
        whole = sum(hit["whole"] for hit in row.hits)
        record(Verb.COPY_STOPPED, row, by=by, now=now, hits=len(row.hits), whole=whole, **facts)
    else:
        record(Verb.COPY_MADE, row, by=by, now=now, **facts)


@operation
def look_at_copy(*, copy, let_out, reason, looked=(), expected_version=None, by, now):
    """Someone other than its maker has looked at what stopped a copy, and lets it out or keeps it back, saying why.

    `looked`: the numbers (from 0) of the hits that they looked at. Refuses with `OWN_COPY`, `WHOLE_FOUND` (the whole
    of something protected is never let out), `LOOK_AT_EACH`, `COMMENT_REQUIRED`, `NOT_FROM_HERE`, `CANNOT_CHECK`,
    `CHANGED_MEANWHILE`.
    """
    row = Copy.objects.select_for_update(of=("self",)).select_related("case").get(pk=copy.pk)
    unchanged(row, expected_version, ["looked_why"])
    if row.recorded_by_id == by.pk:
        raise Refused("OWN_COPY", N_("You made this copy. Someone else must look at it."))
    step = COPY_LIFE.check(row.state, CopyState.CLEARED if let_out else CopyState.KEPT_BACK, comment=reason)
    if let_out:
        _secrets(row.case)
        if any(hit["whole"] for hit in row.hits):
            raise Refused("WHOLE_FOUND", N_("Something protected stands in it as a whole. Take it out where it stands, "
                                            "and make a new copy."))  # fmt: skip
        if set(map(int, looked)) != set(range(len(row.hits))):
            raise Refused("LOOK_AT_EACH", N_("Look at each place before you let the copy out."), field="looked")
    row.state, row.version = step.target, row.version + 1
    row.looked_at, row.looked_by, row.looked_why = now, by, reason
    row.save(update_fields=["state", "version", "looked_at", "looked_by", "looked_why"])
    record(step.verb, row, by=by, now=now, hits=len(row.hits))
    return row


def look_again(*, copy, by, now):
    """Holds a copy that may leave against what is protected today, and stops it where there is something that nobody
    has looked at. Returns the copy as it stands.

    Not an operation itself, as it most often has nothing to do. Called before `take_copy`, in a transaction of its
    own: the refusal that follows must not undo it. Refuses with `CANNOT_CHECK`.
    """
    if copy.state not in MAY_LEAVE:
        return copy
    directions = withheld_from(copy)
    held = _secrets(copy.case, passages_out(copy.report, directions))
    hits = hits_in(copy.file_kind, body(copy.paper), held, passages_in(copy.report, directions))
    if all(hit in copy.hits for hit in hits):
        return copy
    return stop_copy(copy=copy, hits=hits, by=by, now=now)


@operation
def stop_copy(*, copy, hits, by, now):
    """Stops a copy again, for what the gate finds in it today. Refuses with `NOT_FROM_HERE`."""
    row = Copy.objects.select_for_update(of=("self",)).select_related("report", "paper").get(pk=copy.pk)
    row.state, row.hits, row.version = COPY_LIFE.check(row.state, CopyState.STOPPED).target, hits, row.version + 1
    row.looked_at = row.looked_by = None
    row.looked_why = ""
    row.save(update_fields=["state", "hits", "version", "looked_at", "looked_by", "looked_why"])
    _made(row, row.withheld.count(), by, now)
    return row


@operation
def take_copy(*, copy, by, now) -> bytes:
    """The bytes of a copy that leaves the house; who took it, for whom and what for is recorded each time.

    Call `look_again` first. Refuses with `STOPPED`, `DIRECTED_SINCE`, and as `may_go` does.
    """
    row = (
        Copy.objects.select_for_update(of=("self",))
        .select_related("case", "report__case", "paper", "recipient_member")
        .get(pk=copy.pk)
    )
    if row.state not in MAY_LEAVE or row.superseded_at is not None:
        raise Refused("STOPPED", N_("This copy may not leave: it was stopped at the gate, or no longer holds."))
    may_go(row.report, row.purpose)
    binding = directions_for(in_force(row.case), Recipient(row.recipient), row.recipient_member)
    if {d.pk for d in binding} - {d.pk for d in withheld_from(row)}:
        raise Refused(
            "DIRECTED_SINCE",
            N_(
                "Since this copy was made the court has directed that something be withheld from them. Make a new copy."
            ),
            problems=[Problem("DIRECTED_SINCE", _("Make a new copy"), "papers:copy_new", (str(row.report_id),))],
        )
    data = body(row.paper)
    record(
        Verb.COPY_TAKEN, row, by=by, now=now, recipient=row.recipient, purpose=row.purpose, format=row.file_kind,
        hash=row.paper.fingerprint,
    )  # fmt: skip
    return data
