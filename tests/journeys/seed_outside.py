"""What hangs on no case, for the stories: the plan with its actions, learning, recommendations, risks, a board.

Made with the product's own operations, like the families of `seed`.
"""

import datetime as dt

from tests.cast import LONG_AGO


def outside(seed):
    """One of each thing, so that each of their pages opens for someone of the cast."""
    cast = seed.cast
    plan = _plan(seed, cast)
    _actions(seed, cast, plan)
    _learning(seed, cast)
    _received(seed, cast)
    _risks(seed, cast)
    _board(seed, cast)


def _owner(name):
    from goldenthread.actions.models import OwnerPost

    return OwnerPost.objects.get(nation="ENGLAND", name=name)


def _plan(seed, cast):
    from goldenthread.improvement.files import PLANS, read_plan
    from goldenthread.improvement.operations.plans import load_plan, publish, report_for_area

    plan = load_plan(data=read_plan(PLANS / "domestic-abuse-2021.yaml"), **seed.by(cast.improver))
    publish(plan=plan, note="The first.", **seed.by(cast.improver))
    report_for_area(
        priority=plan.priorities.get(number=1), area=cast.dales, going_well="Every team talks about it.",
        worries="Two posts are empty.", **seed.by(cast.director),
    )  # fmt: skip
    return plan


def _actions(seed, cast, plan):
    from goldenthread.actions.operations import drop, note, raise_action, say_done, sign_off, start_holding
    from goldenthread.improvement.models import PlanLine

    policy, director = _owner("Policy team"), _owner("Assistant directors")
    start_holding(post=policy, person=cast.central, from_on=LONG_AGO, **seed.by(cast.improver))
    action = PlanLine.objects.get(key="supervision-policy").action
    note(action=action, kind="PROGRESS", words="A draft is out.", **seed.by(cast.central))
    say_done(
        action=action, reason="It is in force.", evidence="The policy", where="Library, 12", **seed.by(cast.central)
    )
    later = seed.today + dt.timedelta(days=90)
    sign_off(action=action, reason="Read.", effect_due_on=later, **seed.by(cast.secretary))
    for title in ("Share the guidance with the courts", "Print the old leaflet again"):
        row = raise_action(
            title=title, source="AUDIT", nation="ENGLAND", owner=policy, accountable=director, due_words="Monthly",
            area=cast.dales, **seed.by(cast.improver),
        )  # fmt: skip
    drop(action=row, reason="Overtaken.", **seed.by(cast.improver))


def _learning(seed, cast):
    from goldenthread.learning.operations import answer_point, send_out, write_point

    for title, out in (("See each child alone", True), ("Ask twice", False)):
        point = write_point(
            title=title, words="A review found brothers seen together only.", do_words="See each alone.",
            source="REVIEW", source_words="", nations=["ENGLAND"], themes=["VOICE"], steps=["DIRECTWORK"],
            for_roles=[], travels=["BRIEFING"], answer_by=None, **seed.by(cast.improver),
        )  # fmt: skip
        if out:
            point = send_out(point=point, **seed.by(cast.improver))
            answer_point(point=point, team=cast.north, talked_on=seed.today, words="We did.", **seed.by(cast.manager))


def _received(seed, cast):
    from goldenthread.improvement.files import CONTENT, read_received
    from goldenthread.improvement.operations.received import load_received, record_report

    data = read_received(CONTENT / "received" / "inspection-2014.yaml")
    # Whoever signs is another than whoever says that it is met; both are named to the wall in turn by the operation.
    load_received(data=data, signer=cast.secretary, **seed.by(cast.improver))
    record_report(
        title="A national report", body="A panel", kind="NATIONAL_REPORT", nation="ENGLAND", published_on=None,
        received_on=seed.today, address="", recommendations=[("1", "Hear every child.")], **seed.by(cast.improver),
    )  # fmt: skip


def _risks(seed, cast):
    from goldenthread.improvement.operations.risks import close, raise_risk, set_control

    told = (
        ("Abuse falls out of advice", None, cast.secretary),
        ("Empty posts", cast.dales, cast.director),
        ("An old risk", None, cast.secretary),
    )
    for title, area, by in told:
        risk = raise_risk(
            title=title, cause="Too much work.", event="Something is missed.", consequence="A child is less safe.",
            nation="ENGLAND", area=area, owner=_owner("Principal Social Worker"), inherent_likelihood=4,
            inherent_impact=5, likelihood=3, impact=5, words="The first score.", target_likelihood=1, target_impact=4,
            appetite="AVERSE", review_on=seed.today + dt.timedelta(days=60), **seed.by(by),
        )  # fmt: skip
        set_control(risk=risk, words="A manager decides.", line="SECOND", **seed.by(by))
    close(risk=risk, reason="It has passed.", **seed.by(cast.secretary))


def _board(seed, cast):
    from goldenthread.boards.models import Membership
    from goldenthread.boards.operations import boards, meetings, packs, papers

    board = boards.set_up_board(
        name="Learning and Improvement Board", kind="BOARD", nation="ENGLAND", remit="Watches over the plan.",
        standing_items=["INTERESTS", "PLAN", "AREA_REPORTS"], a_year=4, **seed.by(cast.secretary),
    )  # fmt: skip
    for person, capacity in ((cast.board, "CHAIR"), (cast.director, "OFFICER")):
        boards.seat_member(board=board, person=person, capacity=capacity, from_on=LONG_AGO, **seed.by(cast.secretary))
    for days in (-1, 7, 28):
        meeting = meetings.plan_meeting(
            board=board, starts_at=seed.now + dt.timedelta(days=days), place="By video", **seed.by(cast.secretary)
        )
        item = meeting.items.get(kind="PLAN")
        if days < 0:
            pack = packs.make_pack(board=board, meeting=meeting, **seed.by(cast.secretary))
            papers.add_paper(item=item, title="The pack", pack=pack, **seed.by(cast.secretary))
            meetings.send_papers_out(meeting=meeting, **seed.by(cast.secretary))
            attended = dict.fromkeys(Membership.objects.filter(board=board).values_list("pk", flat=True), "PRESENT")
            meetings.hold_meeting(meeting=meeting, attended=attended, **seed.by(cast.secretary))
            meetings.take_minute(item=item, kind="NOTE", words="The plan was read.", **seed.by(cast.secretary))
        else:
            papers.add_paper(item=item, title="How the plan goes", words="It goes.", **seed.by(cast.secretary))
        if days == 7:
            meetings.send_papers_out(meeting=meeting, **seed.by(cast.secretary))
