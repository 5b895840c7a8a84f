"""One of each thing that hangs on no case: actions, plans, learning, boards. Planted like a full case (see `full`).

To add a kind: add a line to the function of its area below.
"""

from goldenthread.access.door import clock
from goldenthread.access.models import LocalUse
from goldenthread.actions import models as actions
from goldenthread.background import models as background
from goldenthread.background.jobs import later, service_person
from goldenthread.background.nightly import forget_drafts
from goldenthread.boards import models as boards
from goldenthread.boards.queries.contents import content_of
from goldenthread.documents.models import Template
from goldenthread.documents.queries import shipped
from goldenthread.improvement import models as improvement
from goldenthread.improvement.queries.plans import text_of
from goldenthread.learning import models as learning
from tests.cast import LONG_AGO
from tests.contract.full import make


def outside(cast):
    """Everything outside cases, made by the improvement service. Returns it by name for those who build on it."""
    cast.as_(cast.improver)
    # Tries at an emergency account by nobody known: the named seniors of every nation see them.
    make(LocalUse, at=clock(), result="FAILED", times=3)
    _background()
    _templates(cast)
    made = _actions(cast)
    _learning(cast)
    _plan(cast, **made)
    _registers(cast, **made)
    _boards(cast, **made)
    _packs(cast)
    return made


def _background():
    """A job that waits, with all that can be written of one."""
    later(forget_drafts, by=service_person())
    job = background.Job.objects.latest("pk")
    make(background.Trouble, job_id=job.pk, code="AWAY", tries=1, failed_at=clock())
    make(background.Step, job_id=job.pk)
    make(background.Beat, queue="house", seen_at=clock())


def _templates(cast):
    """A version of the report's template that is being tried."""
    make(
        Template, use="REPORT", nation="ENGLAND", language="en-gb", number=1,
        body=shipped("REPORT", "ENGLAND", "en-gb"), added_at=clock(), added_by=cast.administrator,
    )  # fmt: skip


def _actions(cast):
    by, now = cast.improver, clock()
    owner = make(actions.OwnerPost, name="Policy lead", nation="ENGLAND")
    accountable = make(actions.OwnerPost, name="Directors", nation="ENGLAND", roles=["ASSISTANT_DIRECTOR"])
    make(actions.Holding, post=owner, person=cast.central, from_on=LONG_AGO)
    action = make(
        actions.Action, reference="A-1", nation="ENGLAND", source="PLAN", owner=owner, accountable=accountable,
        due_words="Biannually", due_kind="REPEATED", due_on=now.date(), every_months=6, state="OPEN", raised_at=now,
        raised_by=by,
    )  # fmt: skip
    make(actions.ActionShare, action=action, post=accountable)
    made = make(actions.Round, action=action, due_on=LONG_AGO, done_at=now, done_by=cast.central)
    make(actions.Note, action=action, kind="EVIDENCE", noted_at=now, noted_by=cast.central, round=made)
    make(actions.EffectLook, action=action, effect="PARTLY", looked_at=now, looked_by=by)
    return {"owner": owner, "accountable": accountable, "action": action}


def _learning(cast):
    by, now = cast.improver, clock()
    point = make(
        learning.LearningPoint, source="REVIEW", nations=["ENGLAND"], themes=["VOICE"], steps=["DIRECTWORK"],
        travels=["BRIEFING"], state="OUT", written_at=now, written_by=by, out_at=now, out_by=by,
    )  # fmt: skip
    make(learning.Reading, point=point, person=cast.amira, read_at=now)
    make(learning.TeamAnswer, point=point, team=cast.north, talked_on=now.date(), answered_at=now, answered_by=by)


def _plan(cast, owner, action, **_others):
    by, now = cast.improver, clock()
    plan = make(improvement.Plan, key="plan", nation="ENGLAND", owner=owner, state="PUBLISHED", made_at=now, made_by=by)
    make(improvement.PlanVersion, plan=plan, number=1, content=text_of(plan), published_at=now, published_by=by)
    priority = make(improvement.Priority, plan=plan, number=1, sources=["AUDIT"])
    line = make(improvement.PlanLine, priority=priority, number=1, key="line", action=action)
    make(improvement.KnowBy, priority=priority, line=line, number=1, key="known", tie="NOT_YET")
    make(
        improvement.AreaReport, priority=priority, area=cast.dales, as_at=now.date(), reported_at=now,
        reported_by=cast.director,
    )  # fmt: skip


def _registers(cast, owner, action, **_others):
    by, now = cast.improver, clock()
    report = make(
        improvement.ReceivedReport, kind="INSPECTION", nation="ENGLAND", received_on=LONG_AGO, added_at=now, added_by=by
    )
    received = make(
        improvement.ReceivedRecommendation, report=report, number="1", owner=owner, state="MET", reply="ACCEPTED",
        answered_at=now, answered_by=by, met_at=now, met_by=by,
    )  # fmt: skip
    make(improvement.ReceivedNote, recommendation=received, state="MET", noted_at=now, noted_by=by)
    make(improvement.ReceivedAction, recommendation=received, action=action)
    risk = make(
        improvement.Risk, reference="R-1", nation="ENGLAND", area=cast.dales, owner=owner, inherent_likelihood=4,
        inherent_impact=5, target_likelihood=2, target_impact=3, appetite="CAUTIOUS", state="ESCALATED",
        review_on=LONG_AGO, raised_at=now, raised_by=by, escalated_at=now, escalated_by=by,
    )  # fmt: skip
    make(improvement.RiskScore, risk=risk, likelihood=3, impact=5, scored_at=now, scored_by=by)
    make(improvement.RiskNote, risk=risk, was="OPEN", state="ESCALATED", noted_at=now, noted_by=by)
    make(improvement.Control, risk=risk, line="SECOND", works="IN_PART", assured_on=LONG_AGO)
    make(improvement.RiskAction, risk=risk, action=action)


def _boards(cast, action, **_others):
    """A board on which a board member and an assistant director sit, with a meeting that was held and minuted."""
    by, now = cast.secretary, clock()
    board = make(boards.Board, name="Committee", kind="COMMITTEE", nation="ENGLAND", set_up_on=LONG_AGO)
    seat = make(boards.Membership, board=board, person=cast.board, capacity="LAY", from_on=LONG_AGO)
    make(boards.Membership, board=board, person=cast.director, capacity="OFFICER", from_on=LONG_AGO)
    meeting = make(boards.Meeting, board=board, starts_at=now, state="HELD", papers_out_at=now, papers_out_by=by)
    make(boards.Interest, membership=seat, meeting=meeting, declared_at=now, declared_by=cast.board)
    make(boards.Attendance, meeting=meeting, membership=seat, attended="PRESENT")
    item = make(boards.AgendaItem, meeting=meeting, number=1, kind="MATTERS_ARISING")
    make(boards.AgendaItem, meeting=meeting, number=2, kind="AREA_REPORTS")
    make(boards.BoardPaper, item=item, added_at=now, added_by=by)
    make(boards.Minute, item=item, kind="ACTION", action=action, taken_at=now, taken_by=by)


def _packs(cast):
    """What the committee was given for its meeting, and the pack of the time before."""
    cast.as_(cast.secretary)
    now, board = clock(), boards.Board.objects.get(name="Committee")
    told = {"board": board, "as_at": now.date(), "made_at": now, "made_by": cast.secretary}
    before = make(boards.Pack, content=content_of(board, None, None, now.date()), **told)
    meeting = board.meetings.get()
    make(boards.Pack, meeting=meeting, before=before, content=content_of(board, meeting, before, now.date()), **told)
