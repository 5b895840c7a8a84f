"""Working on the advice for one child: what is advised and why, options, wishes, patterns."""

from goldenthread.casework.cases.operations.records import open_case, reach, supersede
from goldenthread.casework.cases.queries import child_of, locked
from goldenthread.casework.cases.rules import Stage, SupersededWhy
from goldenthread.casework.recommendations.models import Option, PatternTreatment, Recommendation, Weighing
from goldenthread.casework.recommendations.rules import NEEDS_PARENT, OPEN_TO_WORK, State, Treatment
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb

WEIGHED_ANEW = N_("It was weighed anew.")
TREATED_ANEW = N_("It was decided anew.")
REMOVED = N_("The option was removed from the draft.")
CHANGED = N_("Someone else saved a change while you were typing. Both are shown below; nothing is lost.")


@operation
def start_advice(*, case, child, by, now):
    """Begins the advice for one child. Refuses with `NOT_IN_CASE`, `ALREADY_STARTED`, `CASE_CLOSED`."""
    open_case(case)
    locked(case.pk)
    if child_of(case, child.pk) is None:
        raise Refused("NOT_IN_CASE", N_("This child is not part of this case. Open the child's own case."))
    if Recommendation.objects.filter(case=case, child=child, superseded_at__isnull=True).exists():
        raise Refused("ALREADY_STARTED", N_("The advice for this child has been begun already. Go on with it."))
    row = Recommendation.objects.create(case=case, child=child, recorded_at=now, recorded_by=by)
    reach(case, Stage.ADVICE)
    record(Verb.ADVICE_STARTED, row, by=by, now=now)
    return row


def working(recommendation):
    """The advice, locked for this transaction, when it can be worked on.

    Refuses with `REOPEN_FIRST` (agreed), `WITHDRAW_FIRST` (with the manager), `ALREADY_FILED`, `CASE_CLOSED`.
    """
    row = hold(recommendation)
    open_case(row.case)
    if row.state in OPEN_TO_WORK:
        return row
    if row.state == State.AGREED:
        raise Refused("REOPEN_FIRST", N_("This advice is agreed. Reopen it first: the agreement then lapses."))
    if row.state == State.SUBMITTED:
        raise Refused("WITHDRAW_FIRST", N_("This advice is with the manager. Take it back first."))
    raise Refused("ALREADY_FILED", N_("This advice has been filed with the court. It can no longer be changed."))


def hold(recommendation):
    """The advice with its case and child, locked for this transaction."""
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("case", "child", "parent")
    return rows.get(pk=recommendation.pk)


WRITTEN = ("words", "rationale", "trigger_rationale", "explanation")


@operation
def write_advice(
    *, recommendation, advice, words, rationale, explanation, by, now,
    parent=None, follows_no_contact=False, trigger_rationale="", expected_version=None,
):  # fmt: skip
    """Writes what is advised for one child, why, and how it will be explained to the child. It may be unfinished.

    `advice` is an `Advice` or "" while undecided; `parent` the family member concerned. Refuses with
    `PARENT_REQUIRED`, `CHANGED_MEANWHILE`, and as `working` does.
    """
    row = working(recommendation)
    if expected_version not in {None, row.version}:
        theirs = {"advice": row.advice, "parent": str(row.parent_id or "NONE"), **{n: getattr(row, n) for n in WRITTEN}}
        raise Refused("CHANGED_MEANWHILE", CHANGED, theirs={"version": row.version, "fields": theirs})
    if advice in NEEDS_PARENT and parent is None:
        raise Refused("PARENT_REQUIRED", N_("Choose the parent whom this advice is about."), field="parent")
    row.advice, row.parent, row.follows_no_contact = advice, parent, follows_no_contact
    row.words, row.rationale, row.trigger_rationale = words, rationale, trigger_rationale
    row.explanation, row.version = explanation, row.version + 1
    row.text_by = [*row.text_by, by.pk] if by.pk not in row.text_by else row.text_by
    row.save(update_fields=["advice", "parent", "follows_no_contact", "text_by", "version", *WRITTEN])
    record(Verb.ADVICE_WRITTEN, row, by=by, now=now, kind=advice or None, version=row.version)
    return row


@operation
def add_option(*, recommendation, words, why_rejected, by, now):
    """Adds an option that was considered and not advised. Refuses with `WORDS_REQUIRED`, `WHY_REQUIRED`, and as
    `working` does."""
    row = working(recommendation)
    if not words.strip():
        raise Refused("WORDS_REQUIRED", N_("Say what was considered."), field="words")
    if not why_rejected.strip():
        raise Refused("WHY_REQUIRED", N_("Say why it is not advised."), field="why_rejected")
    option = Option.objects.create(
        case=row.case, recommendation=row, words=words, why_rejected=why_rejected, recorded_at=now, recorded_by=by
    )
    record(Verb.OPTION_WEIGHED, option, by=by, now=now, rejected=True)
    return option


@operation
def remove_option(*, option, by, now):
    """Takes an option out of the advice; it stands in the record. Refuses with `ALREADY_REMOVED`, and as
    `working` does."""
    working(option.recommendation)
    row = Option.objects.select_for_update(of=("self",)).get(pk=option.pk)
    if row.superseded_at is not None:
        raise Refused("ALREADY_REMOVED", N_("This option has been removed already."))
    row = supersede(record_of=row, why=SupersededWhy.NEW_INFORMATION, words=REMOVED, by=by, now=now)
    record(Verb.OPTION_REMOVED, row, by=by, now=now)
    return row


@operation
def weigh_wish(*, recommendation, wish, how, why, explain, expected_version=None, by, now):
    """Says how one wish was taken into account, why, and how that will be explained to the child.

    An earlier weighing gives way and stands in the record. `expected_version` is how often the wish had been
    weighed here when the page was drawn. Refuses with `OTHER_CHILD`, `SUPERSEDED`, `WHY_REQUIRED`,
    `EXPLAIN_REQUIRED`, `CHANGED_MEANWHILE`, and as `working` does.
    """
    row = working(recommendation)
    if (wish.case_id, wish.child_id) != (row.case_id, row.child_id):
        raise Refused("OTHER_CHILD", N_("These are another child's words. Weigh them in that child's advice."))
    if wish.superseded_at is not None:
        raise Refused("SUPERSEDED", N_("This record of the child's words has been superseded."))
    if not why.strip():
        raise Refused("WHY_REQUIRED", N_("Say why."), field="why")
    if not explain.strip():
        raise Refused("EXPLAIN_REQUIRED", N_("Say how it will be explained to the child."), field="explain")
    earlier = list(Weighing.objects.filter(recommendation=row, wish=wish).order_by("recorded_at", "pk"))
    old = _standing(earlier, expected_version, ("how", "why", "explain"))
    if old:
        supersede(record_of=old, why=SupersededWhy.NEW_INFORMATION, words=WEIGHED_ANEW, by=by, now=now)
    weighing = Weighing.objects.create(
        case=row.case, recommendation=row, wish=wish, how=how, why=why, explain=explain,
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    if old:
        Weighing.objects.filter(pk=old.pk).update(replaced_by=weighing)
    link(weighing, Relation.WEIGHS, wish, by=by, now=now)
    link(row, Relation.DRAWS_ON, weighing, by=by, now=now)
    record(Verb.WISH_WEIGHED, weighing, by=by, now=now, how=how)
    return weighing


def _standing(earlier, expected_version, fields):
    """The one of `earlier` that stands, or None. Refuses with `CHANGED_MEANWHILE`."""
    old = next((row for row in earlier if row.superseded_at is None), None)
    if expected_version not in {None, len(earlier)}:
        theirs = {name: getattr(old, name) if old else "" for name in fields}
        raise Refused("CHANGED_MEANWHILE", CHANGED, theirs={"version": len(earlier), "fields": theirs})
    return old


@operation
def treat_pattern(*, recommendation, pattern, treatment, words="", expected_version=None, by, now):
    """Says that a pattern is carried into the advice, or set down with a reason.

    Refuses with `OTHER_CASE`, `SUPERSEDED`, `WORDS_REQUIRED` (set down without a reason), `CHANGED_MEANWHILE`, and
    as `working` does.
    """
    row = working(recommendation)
    if pattern.case_id != row.case_id:
        raise Refused("OTHER_CASE", N_("This pattern belongs to another case."))
    if pattern.superseded_at is not None:
        raise Refused("SUPERSEDED", N_("This pattern has been superseded."))
    if treatment == Treatment.SET_DOWN and not words.strip():
        raise Refused("WORDS_REQUIRED", N_("Say why the advice does not rest on it."), field="words")
    earlier = list(PatternTreatment.objects.filter(recommendation=row, pattern=pattern).order_by("recorded_at", "pk"))
    old = _standing(earlier, expected_version, ("treatment", "words"))
    if old:
        supersede(record_of=old, why=SupersededWhy.NEW_INFORMATION, words=TREATED_ANEW, by=by, now=now)
    made = PatternTreatment.objects.create(
        case=row.case, recommendation=row, pattern=pattern, treatment=treatment, words=words,
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    if old:
        PatternTreatment.objects.filter(pk=old.pk).update(replaced_by=made)
    if treatment == Treatment.CARRIED:
        link(row, Relation.CITES, pattern, by=by, now=now)
    record(Verb.PATTERN_TREATED, made, by=by, now=now, treatment=treatment)
    return made
