"""Writing the assessment: victim status, statements, and what each rests on."""

from goldenthread.casework.assessment.models import Statement, VictimStatus
from goldenthread.casework.assessment.queries import MODELS, answers_given, rows_of, sources
from goldenthread.casework.assessment.rules import StatementKind
from goldenthread.casework.cases.operations.records import open_case, reach, supersede
from goldenthread.casework.cases.queries import locked
from goldenthread.casework.cases.rules import Stage, SupersededWhy
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb

ANSWERED_ANEW = N_("A new answer was given.")
REVISED = N_("The statement was revised.")


@operation
def set_victim_status(*, case, child, answer, basis, expected_version=None, by, now):
    """Says whether a child is a victim under the 2021 Act, and why; a new answer supersedes the old.

    `expected_version` is the number of answers that the person was shown (`queries.answers_given`). Refuses with
    `BASIS_REQUIRED`, `CHANGED_MEANWHILE`, `CASE_CLOSED`.
    """
    open_case(case)
    locked(case.pk)
    if not basis.strip():
        raise Refused("BASIS_REQUIRED", N_("Say what the answer rests on."), field="basis")
    old = VictimStatus.objects.filter(case=case, child=child, superseded_at__isnull=True).first()
    given = answers_given(case, child)
    if expected_version not in {None, given}:
        _changed(given, {"answer": old.answer if old else "", "basis": old.basis if old else ""})
    if old:
        old = supersede(record_of=old, why=SupersededWhy.NEW_INFORMATION, words=ANSWERED_ANEW, by=by, now=now)
    row = VictimStatus.objects.create(
        case=case, child=child, answer=answer, basis=basis, recorded_at=now, recorded_by=by
    )
    if old:
        old.replaced_by = row
        old.save(update_fields=["replaced_by"])
    reach(case, Stage.ASSESSMENT)
    record(Verb.VICTIM_STATUS_SET, row, by=by, now=now, answer=answer)
    return row


def _changed(version, fields):
    raise Refused(
        "CHANGED_MEANWHILE",
        N_("Someone else saved a change while you were typing. Both are shown below; nothing is lost."),
        theirs={"version": version, "fields": fields},
    )


@operation
def make_statement(*, case, child, kind, words, point="", parent=None, earlier=(), by, now):
    """Writes one statement about one child, drawn on `earlier` things of the case.

    Refuses with `POINT_REQUIRED` (a statement of the checklist), `PARENT_REQUIRED` (impact on the victim
    parent), `WORDS_REQUIRED`, `CASE_CLOSED`; and as `draw_on` does.
    """
    open_case(case)
    if not words.strip():
        raise Refused("WORDS_REQUIRED", N_("Write the statement."), field="words")
    if kind == StatementKind.CHECKLIST and not point:
        raise Refused("POINT_REQUIRED", N_("Choose the point of the welfare checklist."), field="point")
    if kind == StatementKind.IMPACT_ON_PARENT and parent is None:
        raise Refused("PARENT_REQUIRED", N_("Choose the parent."), field="parent")
    row = Statement.objects.create(
        case=case,
        child=child,
        kind=kind,
        point=point if kind == StatementKind.CHECKLIST else "",
        parent=parent if kind == StatementKind.IMPACT_ON_PARENT else None,
        words=words,
        recorded_at=now,
        recorded_by=by,
    )
    _draw(row, earlier, by, now)
    reach(case, Stage.ASSESSMENT)
    record(Verb.STATEMENT_MADE, row, by=by, now=now, kind=kind, point=row.point or None)
    return row


@operation
def revise_statement(*, statement, words, expected_version=None, by, now):
    """Puts a new text in the place of a statement; it draws on what the old one drew on, and both stand.

    `expected_version` counts the revisions after `statement` that the person was shown (0: none). Refuses with
    `CHANGED_MEANWHILE`, `SUPERSEDED` (set aside and not replaced), `NOTHING_CHANGED`, `WORDS_REQUIRED`, `CASE_CLOSED`.
    """
    open_case(statement.case)
    newest, revisions = _newest(statement)
    if newest.superseded_at is not None:
        raise Refused("SUPERSEDED", N_("This statement has been superseded. Write a new one."))
    if revisions != (expected_version or 0):
        _changed(revisions, {"words": newest.words})
    if not words.strip():
        raise Refused("WORDS_REQUIRED", N_("Write the statement."), field="words")
    if words == newest.words:
        raise Refused("NOTHING_CHANGED", N_("Nothing was changed. Change something, or cancel."), field="words")
    row = Statement.objects.create(
        case=newest.case, child=newest.child, kind=newest.kind, point=newest.point, parent=newest.parent,
        words=words, recorded_at=now, recorded_by=by,
    )  # fmt: skip
    supersede(record_of=newest, why=SupersededWhy.NEW_INFORMATION, words=REVISED, replaced_by=row, by=by, now=now)
    _draw(row, rows_of((s.kind, s.id) for s in sources(newest.case) if newest.pk in s.drawn_by), by, now)
    record(Verb.STATEMENT_REVISED, row, by=by, now=now, kind=row.kind, point=row.point or None)
    return row


def _newest(statement):
    """The text that stands in a statement's place, and how many revisions lie between. Locks the case first, so
    that two people who revise at once are told of one another."""
    locked(statement.case_id)
    row, revisions = Statement.objects.select_related("case", "child", "parent").get(pk=statement.pk), 0
    while row.replaced_by_id:
        row = Statement.objects.select_related("case", "child", "parent").get(pk=row.replaced_by_id)
        revisions += 1
    return row, revisions


@operation
def draw_on(*, later, earlier, by, now):
    """Says that `later` (a statement) draws on `earlier` rows: wishes, sessions, contacts, patterns, incidents.

    Refuses with `NOTHING_CHOSEN`, `SUPERSEDED`, `OTHER_CASE`, `CASE_CLOSED`.
    """
    open_case(later.case)
    if later.superseded_at is not None:
        raise Refused("SUPERSEDED", N_("This statement has been superseded. Nothing can be added to it."))
    earlier = list(earlier)
    if not earlier:
        raise Refused("NOTHING_CHOSEN", N_("Choose at least one thing that it rests on."))
    _draw(later, earlier, by, now)
    kinds = sorted({type(row).__name__.lower() for row in earlier})
    record(Verb.DRAWN_ON, later, by=by, now=now, what=kinds)
    return later


def _draw(later, earlier, by, now):
    for row in earlier:
        if not isinstance(row, tuple(MODELS.values())):
            raise TypeError(f"a statement cannot draw on a {type(row).__name__}")
        if row.case_id != later.case_id:
            raise Refused("OTHER_CASE", N_("This belongs to another case. Draw on the record of this one."))
        if row.superseded_at is not None:
            raise Refused("SUPERSEDED", N_("This has been superseded. Draw on what has taken its place."))
        link(later, Relation.DRAWS_ON, row, by=by, now=now)
