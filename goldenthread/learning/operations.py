"""Writing a learning point, sending it out, withdrawing it; reading it; saying what a team did about it."""

from goldenthread.actions.operations.raising import today_of
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.learning.models import LearningPoint, Reading, TeamAnswer
from goldenthread.learning.rules import POINT_LIFE, PointState
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb

WRITTEN = (
    "title", "words", "do_words", "source", "source_words", "nations", "themes", "steps", "for_roles", "travels",
    "answer_by",
)  # fmt: skip


@operation
def write_point(*, raised_from=None, replaces=None, by, now, **said):
    """Writes the draft of a point. `said` has the columns of `WRITTEN`. `raised_from`: what it was learned from.

    `replaces`: the point that this one betters; it is withdrawn when this one goes out.
    """
    point = LearningPoint.objects.create(
        written_at=now, written_by=by, replaces=replaces, **{name: said[name] for name in WRITTEN}
    )
    if raised_from is not None:
        link(point, Relation.GATHERS, raised_from, by=by, now=now)
    record(Verb.LEARNING_WRITTEN, point, by=by, now=now, source=point.source)
    return point


def _locked(point):
    return LearningPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)


@operation
def edit_point(*, point, expected_version=None, by, now, **said):
    """Changes a draft. Refuses with `NOT_A_DRAFT` and `CHANGED_MEANWHILE`."""
    row = _locked(point)
    unchanged(row, expected_version, ["title", "words", "do_words"])
    if row.state != PointState.DRAFT:
        raise Refused("NOT_A_DRAFT", N_("What has been sent out is not changed. Write a better one that replaces it."))
    for name in WRITTEN:
        setattr(row, name, said[name])
    row.version += 1
    row.save(update_fields=[*WRITTEN, "version"])
    record(Verb.LEARNING_CHANGED, row, by=by, now=now)
    return row


@operation
def send_out(*, point, expected_version=None, by, now):
    """Sends a point out: those for whom it is find it to read. What it replaces is withdrawn.

    Refuses with `NOT_FROM_HERE`, and with `CHANGED_MEANWHILE` where someone changed it since it was read through.
    """
    row = _locked(point)
    unchanged(row, expected_version, ["title", "words", "do_words"])
    step = POINT_LIFE.check(row.state, PointState.OUT)
    row.state, row.out_at, row.out_by, row.version = PointState.OUT, now, by, row.version + 1
    row.save(update_fields=["state", "out_at", "out_by", "version"])
    record(step.verb, row, by=by, now=now, nations=row.nations)
    if row.replaces_id and row.replaces.state == PointState.OUT:
        _withdraw(_locked(row.replaces), by, now)
    return row


@operation
def withdraw(*, point, reason="", by, now):
    """Withdraws a point, or puts a draft away. Refuses with `NOT_FROM_HERE`, `COMMENT_REQUIRED`."""
    row = _locked(point)
    POINT_LIFE.check(row.state, PointState.WITHDRAWN, comment=reason)
    row.withdrawn_why = reason
    row.save(update_fields=["withdrawn_why"])
    return _withdraw(row, by, now)


def _withdraw(row, by, now):
    row.state, row.version = PointState.WITHDRAWN, row.version + 1
    row.save(update_fields=["state", "version"])
    record(Verb.LEARNING_WITHDRAWN, row, by=by, now=now)
    return row


@operation
def read_point(*, point, by, now):
    """Says that a person has read a point. A second time changes nothing. Refuses with `NOT_OUT`."""
    if point.state != PointState.OUT:
        raise Refused("NOT_OUT", N_("This point has not been sent out, or was withdrawn."))
    row, _new = Reading.objects.get_or_create(point=point, person=by, defaults={"read_at": now})
    record(Verb.LEARNING_READ, point, by=by, now=now)
    return row


@operation
def answer_point(*, point, team, talked_on, words, by, now):
    """Says what a team did about a point. Refuses with `NOT_OUT`, `IN_FUTURE`, `BEFORE_OUT`."""
    if point.state != PointState.OUT:
        raise Refused("NOT_OUT", N_("This point has not been sent out, or was withdrawn."))
    if talked_on > today_of(now):
        raise Refused("IN_FUTURE", N_("This day has not come yet."), field="talked_on")
    if talked_on < today_of(point.out_at):
        raise Refused("BEFORE_OUT", N_("The point had not been sent out by then."), field="talked_on")
    row = TeamAnswer.objects.create(
        point=point, team=team, talked_on=talked_on, words=words, answered_at=now, answered_by=by
    )
    record(Verb.LEARNING_ANSWERED, point, by=by, now=now, team=team.pk, on=talked_on)
    return row
