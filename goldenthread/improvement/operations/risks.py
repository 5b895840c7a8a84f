"""The risk register: raising and scoring risks, their controls and actions, and who watches them."""

from django.db import connection

from goldenthread.actions.operations import raise_action
from goldenthread.actions.operations.raising import today_of
from goldenthread.actions.rules import MOST_AHEAD, ActionSource
from goldenthread.improvement.models import Control, Risk, RiskAction, RiskNote, RiskScore
from goldenthread.improvement.queries.risks import keeps_register, newest_score
from goldenthread.improvement.rules import RISK_LIFE, RiskState, Works
from goldenthread.improvement.scale import scale_on
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

WORDS = ("title", "cause", "event", "consequence")


def _reference():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('improvement_risk_reference')")
        return f"R-{cursor.fetchone()[0]}"


def _on_scale(now, **pairs):
    """Refuses a score that is not on the scale of the day. `pairs`: the name of each to (likelihood, impact)."""
    scale = scale_on(today_of(now))
    for name, (likelihood, impact) in pairs.items():
        if not scale.fits(likelihood, impact):
            raise Refused("OFF_SCALE", N_("Choose a step of the scale."), field=f"{name}_likelihood".lstrip("_"))
    return scale


def _sound(said, now):
    """Refuses what cannot be: a target above the risk with no control, an appetite that is not on the scale."""
    inherent = (said["inherent_likelihood"], said["inherent_impact"])
    target = (said["target_likelihood"], said["target_impact"])
    scale = _on_scale(now, inherent=inherent, target=target)
    if target[0] * target[1] > inherent[0] * inherent[1]:
        raise Refused("TARGET_ABOVE", N_("The target lies above the risk as it would be with no control."),
                      field="target_likelihood")  # fmt: skip
    if scale.appetite(said["appetite"]) is None:
        raise Refused("NO_SUCH_APPETITE", N_("Choose an appetite of the scale."), field="appetite")


def _review(day, now):
    if day <= today_of(now):
        raise Refused("REVIEW_IN_PAST", N_("Choose a day to come for the next review."), field="review_on")
    if (day - today_of(now)).days > MOST_AHEAD:
        raise Refused("REVIEW_TOO_FAR", N_("Choose a day within five years: look at the year."), field="review_on")


@operation
def raise_risk(
    *, title, cause, event, consequence, nation, area=None, owner, inherent_likelihood, inherent_impact, likelihood,
    impact, words, target_likelihood, target_impact, appetite, review_on, by, now,
):  # fmt: skip
    """Raises a risk for an area, or for the national register where `area` is None, with its first score.

    Refuses with `OFF_SCALE`, `TARGET_ABOVE`, `NO_SUCH_APPETITE`, `OTHER_NATION`, `REVIEW_IN_PAST`,
    `REVIEW_TOO_FAR`.
    """
    said = {
        "title": title, "cause": cause, "event": event, "consequence": consequence, "owner": owner,
        "inherent_likelihood": inherent_likelihood, "inherent_impact": inherent_impact,
        "target_likelihood": target_likelihood, "target_impact": target_impact, "appetite": appetite,
        "review_on": review_on,
    }  # fmt: skip
    _sound(said, now)
    _on_scale(now, **{"": (likelihood, impact)})
    _review(review_on, now)
    _one_nation(nation, owner, area)
    risk = Risk.objects.create(reference=_reference(), nation=nation, area=area, raised_at=now, raised_by=by, **said)
    RiskScore.objects.create(risk=risk, likelihood=likelihood, impact=impact, words=words, scored_at=now, scored_by=by)
    record(
        Verb.RISK_RAISED, risk, by=by, now=now, inherent=f"{inherent_likelihood}x{inherent_impact}",
        target=f"{target_likelihood}x{target_impact}",
    )  # fmt: skip
    record(Verb.RISK_SCORED, risk, by=by, now=now, to=f"{likelihood}x{impact}")
    return risk


def _one_nation(nation, owner, area=None):
    if owner.nation != nation or (area is not None and area.nation != nation):
        raise Refused("OTHER_NATION", N_("Choose a post and an area of the same nation."), field="owner")


def _locked(risk, expected_version=None, shown=(), *, closed_too=False):
    row = Risk.objects.select_for_update(of=("self",)).select_related("owner", "area").get(pk=risk.pk)
    unchanged(row, expected_version, shown)
    if row.state == RiskState.CLOSED and not closed_too:
        raise Refused("CLOSED", N_("This risk is closed. Open it again first."))
    return row


@operation
def change_risk(*, risk, expected_version=None, by, now, **said):
    """Changes what a risk says, who owns it, its inherent and target scores, its appetite or its review.

    Refuses with `CLOSED`, `CHANGED_MEANWHILE`, and as `raise_risk` does. A day of review that is past may stand as it
    was: it is late, and is not hidden by a change of something else.
    """
    row = _locked(risk, expected_version, WORDS)
    _sound(said, now)
    _one_nation(row.nation, said["owner"])
    if said["review_on"] != row.review_on:
        _review(said["review_on"], now)
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, said[name])
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    record(Verb.RISK_CHANGED, row, by=by, now=now, fields=changed)
    return row


@operation
def score_risk(*, risk, likelihood, impact, words, review_on, expected_version=None, by, now):
    """Reviews a risk: its current score, with the reason, and when it is reviewed next. The newest score holds.

    Refuses with `CLOSED`, `OFF_SCALE`, `REVIEW_IN_PAST`, `REVIEW_TOO_FAR`, `CHANGED_MEANWHILE`.
    """
    row = _locked(risk, expected_version, ["review_on"])
    _on_scale(now, **{"": (likelihood, impact)})
    _review(review_on, now)
    before = newest_score(row)
    score = RiskScore.objects.create(
        risk=row, likelihood=likelihood, impact=impact, words=words, scored_at=now, scored_by=by
    )
    row.review_on, row.version = review_on, row.version + 1
    row.save(update_fields=["review_on", "version"])
    was = f"{before.likelihood}x{before.impact}" if before else None
    record(Verb.RISK_SCORED, row, by=by, now=now, **{"from": was}, to=f"{likelihood}x{impact}")
    return score


@operation
def set_control(*, risk, words, line, by, now):
    """Records what keeps a risk down, and whose assurance it is. Refuses with `CLOSED`."""
    row = _locked(risk)
    control = Control.objects.create(risk=row, words=words, line=line)
    record(Verb.CONTROL_SET, control, by=by, now=now, line=line)
    return control


def _control(control, expected_version=None, shown=()):
    row = Control.objects.select_for_update(of=("self",)).select_related("risk").get(pk=control.pk)
    unchanged(row, expected_version, shown)
    if row.ended_at is not None:
        raise Refused("ALREADY_ENDED", N_("This control has ended."))
    return row


@operation
def assure_control(*, control, works, assured_on, assured_words, expected_version=None, by, now):
    """Records whether a control works, by whose assurance and of which day.

    Refuses with `ALREADY_ENDED`, `IN_FUTURE`, `NOT_ASSURED`, `CHANGED_MEANWHILE`.
    """
    row = _control(control, expected_version, ["works", "assured_words"])
    if works == Works.NOT_ASSURED:
        raise Refused("NOT_ASSURED", N_("Say what the assurance found."), field="works")
    if assured_on > today_of(now):
        raise Refused("IN_FUTURE", N_("This day has not come yet."), field="assured_on")
    row.works, row.assured_on, row.assured_words, row.version = works, assured_on, assured_words, row.version + 1
    row.save(update_fields=["works", "assured_on", "assured_words", "version"])
    record(Verb.CONTROL_ASSURED, row, by=by, now=now, works=works, on=assured_on)
    return row


@operation
def end_control(*, control, by, now):
    """Ends a control: it stays on the page of its risk, marked. Refuses with `ALREADY_ENDED`."""
    row = _control(control)
    row.ended_at, row.ended_by, row.version = now, by, row.version + 1
    row.save(update_fields=["ended_at", "ended_by", "version"])
    record(Verb.CONTROL_ENDED, row, by=by, now=now)
    return row


@operation
def raise_for_risk(*, risk, title, words="", owner, accountable, shares=(), due_words, by, now):
    """Raises an action that keeps a risk down. Refuses with `CLOSED`, and as `raise_action` does.

    Whoever reads the risk reads what the action says, who owns it and by when; never its notes.
    """
    row = _locked(risk)
    action = raise_action(
        title=title, words=words, source=ActionSource.RISK, source_words=f"{row.reference}, {row.title}"[:300],
        nation=row.nation, area=row.area, owner=owner, accountable=accountable, shares=shares, due_words=due_words,
        for_members=True, raised_from=row, by=by, now=now,
    )  # fmt: skip
    RiskAction.objects.create(risk=row, action=action)
    record(Verb.RISK_ACTED, row, by=by, now=now, action=action.pk)
    return action


def _moved(risk, to, reason, *, expected_version, by, now, **new):
    """One step of a risk's life, with its reason and its line."""
    row = _locked(risk, expected_version, ["state"], closed_too=True)
    step = RISK_LIFE.check(row.state, to, comment=reason)
    was, row.state, row.version = row.state, to, row.version + 1
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "version", *new])
    RiskNote.objects.create(risk=row, was=was, state=to, words=reason, noted_at=now, noted_by=by)
    record(step.verb, row, by=by, now=now)
    return row


def _only_from(risk, *states):
    """Two steps lead to the same state: each is taken from its own."""
    state = Risk.objects.values_list("state", flat=True).get(pk=risk.pk)
    if state not in states:
        raise Refused("NOT_FROM_HERE", N_("This step cannot be taken now (%(state)s)."), state=state.lower())


def _for_the_register(risk, by, now):
    """An area cannot take from the national register what it has put there."""
    if not keeps_register(by, risk.nation, today_of(now)):
        raise Refused(
            "REGISTER_DECIDES",
            N_("This risk stands on the national register. Whoever keeps that register hands it back or closes it."),
        )


@operation
def escalate(*, risk, reason, expected_version=None, by, now):
    """Puts an area's risk on the national register too, with why.

    Refuses with `NATIONAL_ALREADY`, `NOT_FROM_HERE`, `COMMENT_REQUIRED`, `CHANGED_MEANWHILE`.
    """
    if risk.area_id is None:
        raise Refused("NATIONAL_ALREADY", N_("This risk stands on the national register already."))
    return _moved(
        risk,
        RiskState.ESCALATED,
        reason,
        expected_version=expected_version,
        by=by,
        now=now,
        escalated_at=now,
        escalated_by=by,
    )


@operation
def hand_back(*, risk, reason, expected_version=None, by, now):
    """Hands an escalated risk back to its area, by whoever keeps the national register.

    Refuses with `NOT_FROM_HERE`, `REGISTER_DECIDES`, `COMMENT_REQUIRED`, `CHANGED_MEANWHILE`.
    """
    _only_from(risk, RiskState.ESCALATED)
    _for_the_register(risk, by, now)
    return _moved(
        risk,
        RiskState.OPEN,
        reason,
        expected_version=expected_version,
        by=by,
        now=now,
        escalated_at=None,
        escalated_by=None,
    )


@operation
def close(*, risk, reason, expected_version=None, by, now):
    """Closes a risk, with why. One on the national register is closed by whoever keeps that register.

    Refuses with `NOT_FROM_HERE`, `REGISTER_DECIDES`, `COMMENT_REQUIRED`, `CHANGED_MEANWHILE`.
    """
    if risk.area_id is None or Risk.objects.filter(pk=risk.pk, state=RiskState.ESCALATED).exists():
        _for_the_register(risk, by, now)
    return _moved(
        risk, RiskState.CLOSED, reason, expected_version=expected_version, by=by, now=now, closed_at=now, closed_by=by
    )


@operation
def reopen(*, risk, reason, review_on, expected_version=None, by, now):
    """Opens a closed risk again, with why and when it is reviewed. Once escalated, it is its area's again.

    Refuses with `NOT_FROM_HERE`, `REVIEW_IN_PAST`, `COMMENT_REQUIRED`, `CHANGED_MEANWHILE`.
    """
    _only_from(risk, RiskState.CLOSED)
    _review(review_on, now)
    return _moved(
        risk, RiskState.OPEN, reason, expected_version=expected_version, by=by, now=now, closed_at=None,
        closed_by=None, escalated_at=None, escalated_by=None, review_on=review_on,
    )  # fmt: skip
