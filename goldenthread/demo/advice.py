"""From what was found out to what is advised: the assessment, the advice, the manager's decision, the report."""

from goldenthread.casework.assessment.operations import make_statement, revise_statement, set_victim_status
from goldenthread.casework.recommendations.operations import (
    add_option,
    file_report,
    make_report,
    reopen_advice,
    start_advice,
    submit_advice,
    treat_pattern,
    weigh_wish,
    write_advice,
)
from goldenthread.demo.words import nth, passages
from goldenthread.kernel.refusal import Refused
from goldenthread.oversight.operations import decide_on_advice


def assess(story):
    """For each child: a victim or not, the impact on the child and on the victim parent, the checklist."""
    facts = story.facts
    victim_parent = {row["by"] for row in facts["patterns"]}
    parent = next((story.member(p) for p in ("mother", "father") if victim_parent and p not in victim_parent), None)
    for n, (one, member) in enumerate(story.children()):
        story.diary.on(1)
        basis = story.say(nth(facts["basis"], n), one)
        story.act(set_victim_status, case=story.case, child=member, answer=facts["victim"], basis=basis)
        rests = _rests(story, one)
        words = story.say(nth(facts["impact_child"], n), one)
        written = _state(story, member, "IMPACT_ON_CHILD", words, rests["child"])
        if parent and facts.get("impact_parent"):
            words = story.say(facts["impact_parent"], one)
            if n:
                words = story.say("As for the other child, and with {child} in mind: handover is the hard moment.", one)
            _state(story, member, "IMPACT_ON_PARENT", words, rests["parent"], parent=parent)
        points = list(facts["checklist"].items())[: 1 if story.has("thin") else None]
        for point, texts in points:
            if n < len(texts):
                rest = rests["child"] if point == "A_WISHES" else rests["all"]
                _state(story, member, "CHECKLIST", story.say(texts[n], one), rest, point=point)
        if n == 0 and not story.has("thin") and story.family.number % 3 == 0:
            more = story.say("I have read this again after the second call with school, which bears it out.", one)
            story.act(revise_statement, statement=written, words=f"{written.words} {more}")


def _state(story, member, kind, words, earlier, **more):
    return story.act(make_statement, case=story.case, child=member, kind=kind, words=words, earlier=earlier, **more)


def _rests(story, one):
    """What a statement about a child can draw on. Thin practice draws on one telephone call."""
    contacts = [contact for contact, row in story.kept["contacts"] if row["said"]]
    session, wishes = story.kept["heard"].get(one, (None, []))
    own = [wish for wish, _said in wishes] or ([session] if session else [])
    patterns = [pattern for pattern, _incidents in story.kept["patterns"]]
    incidents = [row for _pattern, found in story.kept["patterns"] for row in found]
    if story.has("thin"):
        return {"child": contacts[:1], "parent": contacts[:1], "all": contacts[:1]}
    return {
        "child": [*own[:2], *incidents[:1]],
        "parent": [*contacts[:1], *patterns[:1]],
        "all": [*patterns[:1], *contacts[1:3], *own[:1]] or contacts,
    }


def begin(story):
    """The advice for each child is begun and written; in a draft, not to the end."""
    story.kept["advice"] = []
    for n, (one, member) in enumerate(story.children()):
        row = story.act(start_advice, case=story.case, child=member, days=1)
        story.kept["advice"].append((one, row))
        if story.family.goal == "DRAFT" and n:
            continue
        missing = story.has("gate") or story.family.goal == "DRAFT"
        _write(story, n, one, row, trigger="" if missing else None)


def _write(story, n, one, row, *, trigger=None, more=""):
    told = story.facts["advice"]
    if trigger is None:
        trigger = story.say(nth(told["trigger"], n), one)
    parent = story.member(told["parent"]) if told["parent"] else None
    story.act(
        write_advice, recommendation=row, advice=told["kind"], parent=parent,
        follows_no_contact=bool(told.get("after_no_contact")), words=story.say(nth(told["words"], n), one),
        rationale=(story.say(nth(told["rationale"], n), one) + more), trigger_rationale=trigger,
        explanation=story.say(nth(told["explanation"], n), one),
    )  # fmt: skip


def weigh(story):
    """Options that were rejected, each wish weighed, each live pattern carried."""
    for n, (one, row) in enumerate(story.kept["advice"]):
        for option in story.facts["advice"]["options"][: None if n == 0 else 1]:
            story.act(
                add_option, recommendation=row, words=story.say(option["words"], one),
                why_rejected=story.say(option["why"], one),
            )  # fmt: skip
        _session, wishes = story.kept["heard"].get(one, (None, []))
        for wish, said in wishes:
            how = said.get("how") or story.chance.choice(("FOLLOWED", "PARTLY", "PARTLY", "NOT_FOLLOWED"))
            why = story.say(said["why"], one) if "why" in said else story.deal("advice", how, "why", one=one)
            explain = story.say(said["explain"], one) if "explain" in said else None
            explain = explain or story.deal("advice", how, "explain", one=one)
            story.act(weigh_wish, recommendation=row, wish=wish, how=how, why=why, explain=explain)
        for pattern, _incidents in story.kept["patterns"]:
            words = story.say(story.facts["carried"], one)
            story.act(treat_pattern, recommendation=row, pattern=pattern, treatment="CARRIED", words=words)


def submit(story):
    """To the manager. Where the rationale was left out, the gate refuses; it is written, and submitted again."""
    for n, (one, row) in enumerate(story.kept["advice"]):
        try:
            story.act(submit_advice, recommendation=row)
        except Refused as refusal:
            if {problem.code for problem in refusal.problems} != {"TRIGGER_RATIONALE"}:
                raise
            _write(story, n, one, row)
            story.act(submit_advice, recommendation=row)


def returned(story):
    """The manager returns the first child's advice, with the reason."""
    one, row = story.kept["advice"][0]
    reason = story.say(story.facts["returned"], one)
    story.act(decide_on_advice, by=story.office.decider, recommendation=row, kind="RETURNED", reason=reason, days=2)


def again(story):
    """What was returned is worked on, and comes back better."""
    one, row = story.kept["advice"][0]
    more = " " + passages("advice")["after_return"]
    story.diary.on(1)
    _write(story, 0, one, row, more=more)
    story.act(submit_advice, recommendation=row)


def agree(story):
    """The manager agrees each child's advice. In one family it was returned first, and came back better."""
    if story.family.situation == "nan":
        returned(story)
        again(story)
    for n, (one, row) in enumerate(story.kept["advice"]):
        reason = story.say(nth(story.facts["agreed"], n), one)
        story.act(
            decide_on_advice, by=story.office.decider, recommendation=row, kind="AGREED", reason=reason,
            days=0 if n else 2,
        )  # fmt: skip


def lapse(story):
    """Something changed after it was agreed: the agreement lapses."""
    _one, row = story.kept["advice"][0]
    story.act(reopen_advice, recommendation=row, reason=passages("advice")["lapse"], days=3)


def report(story):
    """The report to court, out of the record."""
    story.refresh()
    story.kept["report"] = story.act(make_report, case=story.case, days=1)


def file(story):
    """Marked as filed, in the version that was agreed."""
    at = story.diary.on(1).moment()
    story.act(file_report, at=at, report=story.kept["report"], on=at.date())
    story.refresh()
