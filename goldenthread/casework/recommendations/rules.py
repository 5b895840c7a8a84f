"""The lifecycle of advice, its gate, and what calls for a rationale and a manager's decision."""

from dataclasses import dataclass, field
from enum import StrEnum

from goldenthread.access.permissions import Permission
from goldenthread.kernel.lifecycle import Comment, Lifecycle, Problem, Transition
from goldenthread.kernel.refusal import N_
from goldenthread.thread.verbs import Verb


class State(StrEnum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    AGREED = "AGREED"
    RETURNED = "RETURNED"
    LAPSED = "LAPSED"
    FILED = "FILED"


STATES = {
    State.DRAFT: N_("Draft"),
    State.SUBMITTED: N_("With the manager"),
    State.AGREED: N_("Agreed"),
    State.RETURNED: N_("Returned"),
    State.LAPSED: N_("Agreement lapsed"),
    State.FILED: N_("Filed"),
}

# In these states the advice can be worked on; touching agreed advice makes the agreement lapse.
OPEN_TO_WORK = frozenset({State.DRAFT, State.RETURNED, State.LAPSED})


class Advice(StrEnum):
    """What is advised about a child's time with a parent."""

    LIVE_WITH = "LIVE_WITH"
    TIME_UNSUPERVISED = "TIME_UNSUPERVISED"
    TIME_SUPPORTED = "TIME_SUPPORTED"
    TIME_SUPERVISED = "TIME_SUPERVISED"
    INDIRECT = "INDIRECT"
    NO_CONTACT = "NO_CONTACT"
    NO_ORDER = "NO_ORDER"
    MORE_INFORMATION = "MORE_INFORMATION"
    OTHER = "OTHER"


ADVICE = {
    Advice.LIVE_WITH: N_("Live with a parent"),
    Advice.TIME_UNSUPERVISED: N_("Spend time with a parent, not supervised"),
    Advice.TIME_SUPPORTED: N_("Spend time with a parent, supported"),
    Advice.TIME_SUPERVISED: N_("Spend time with a parent, supervised"),
    Advice.INDIRECT: N_("Letters, calls or messages only"),
    Advice.NO_CONTACT: N_("No contact with a parent"),
    Advice.NO_ORDER: N_("No order"),
    Advice.MORE_INFORMATION: N_("More information before advice can be given"),
    Advice.OTHER: N_("Something else"),
}

# Advice that brings a child into a parent's company.
INTRODUCES_TIME = frozenset({Advice.LIVE_WITH, Advice.TIME_UNSUPERVISED, Advice.TIME_SUPPORTED, Advice.TIME_SUPERVISED})

# Advice that concerns one parent, who must be named.
NEEDS_PARENT = INTRODUCES_TIME | {Advice.INDIRECT, Advice.NO_CONTACT}


class Trigger(StrEnum):
    """Why a rationale, and a manager's decision on it, is required.

    Source: Learning and Improvement Plan (2021), priority 1; all three readings of its sentence are taken.
    """

    TIME_WHERE_ABUSE = "TIME_WHERE_ABUSE"
    TIME_AFTER_NO_CONTACT = "TIME_AFTER_NO_CONTACT"
    NO_CONTACT = "NO_CONTACT"


TRIGGERS = {
    Trigger.TIME_WHERE_ABUSE: N_(
        "The advice introduces time with a parent where abuse is reported, known, found or under investigation"
    ),
    Trigger.TIME_AFTER_NO_CONTACT: N_("The advice introduces time after a period of no contact"),
    Trigger.NO_CONTACT: N_("The advice is that there be no contact with a parent"),
}


def triggers(*, advice: str, follows_no_contact: bool, abuse_by_that_parent: bool) -> tuple[Trigger, ...]:
    """Which triggers a piece of advice meets. `abuse_by_that_parent`: any pattern of behaviour by the parent
    concerned whose status calls for a rationale (see `harm.rules.calls_for_rationale`)."""
    found = []
    if advice in INTRODUCES_TIME and abuse_by_that_parent:
        found.append(Trigger.TIME_WHERE_ABUSE)
    if advice in INTRODUCES_TIME and follows_no_contact:
        found.append(Trigger.TIME_AFTER_NO_CONTACT)
    if advice == Advice.NO_CONTACT:
        found.append(Trigger.NO_CONTACT)
    return tuple(found)


class How(StrEnum):
    """How a child's wish was taken into account."""

    FOLLOWED = "FOLLOWED"
    PARTLY = "PARTLY"
    NOT_FOLLOWED = "NOT_FOLLOWED"


HOWS = {
    How.FOLLOWED: N_("Followed"),
    How.PARTLY: N_("Followed in part"),
    How.NOT_FOLLOWED: N_("Not followed"),
}


class Treatment(StrEnum):
    CARRIED = "CARRIED"
    SET_DOWN = "SET_DOWN"


TREATMENTS = {
    Treatment.CARRIED: N_("Carried into the advice"),
    Treatment.SET_DOWN: N_("Set down with a reason"),
}


@dataclass(frozen=True)
class Named:
    """A thing that is named in a problem: its identifier and the words by which a reader knows it."""

    id: str
    words: str


@dataclass(frozen=True)
class Readiness:
    """All that the gate looks at, for one child's advice, as plain values."""

    recommendation_id: str
    case_id: str
    child: Named
    advice: str = ""
    advice_words: str = ""
    rationale: str = ""
    explanation: str = ""
    options: int = 0
    unweighed: tuple[Named, ...] = ()
    untreated: tuple[Named, ...] = ()
    open_lines: tuple[Named, ...] = ()
    voice: bool = False
    victim: bool = False
    impact_on_child: bool = False
    impact_on_parent_missing: tuple[Named, ...] = ()
    undrawn: tuple[Named, ...] = ()
    triggers: tuple[str, ...] = ()
    trigger_rationale: str = ""
    extra: tuple[Problem, ...] = field(default=())


def gate(ready: Readiness):  # noqa: PLR0912 (one row of the gate after another)
    """Yields what stands in the way of submitting the advice for one child, by name, each with its place.

    Source: the product's continuity rule (every wish and every live pattern is carried or set down with a
    reason); domestic abuse practice policy v2 (2025) points on victim status, impact and rationale, as
    summarised publicly.
    """
    child, rec = ready.child, (ready.recommendation_id,)

    def named(code, message, place, args, words=""):
        values = (("child", child.words),) + ((("words", words),) if words else ())
        return Problem(code, message, place, args, values)

    if not ready.voice:
        yield named("NO_VOICE", N_("%(child)s: not heard yet, and no reason recorded why not"),
                    "directwork:session_new", (ready.case_id, child.id))  # fmt: skip
    for wish in ready.unweighed:
        yield named("WISH_UNWEIGHED", N_("%(child)s: “%(words)s” has not been weighed"),
                    "recommendations:weigh", (ready.recommendation_id, wish.id), wish.words)  # fmt: skip
    for pattern in ready.untreated:
        yield named("PATTERN_UNTREATED", N_("%(child)s: “%(words)s” is neither carried nor set down with a reason"),
                    "recommendations:treat", (ready.recommendation_id, pattern.id), pattern.words)  # fmt: skip
    for line in ready.open_lines:
        yield named("LINE_OPEN", N_("The line of enquiry “%(words)s” is open"), "enquiry:line", (line.id,), line.words)
    if not ready.victim:
        yield named("NO_VICTIM_STATUS", N_("%(child)s: not said whether a victim under the 2021 Act"),
                    "assessment:victim_new", (ready.case_id, child.id))  # fmt: skip
    if not ready.impact_on_child:
        yield named("NO_IMPACT", N_("%(child)s: no statement on the impact on the child"),
                    "assessment:statement_new", (ready.case_id, child.id))  # fmt: skip
    for parent in ready.impact_on_parent_missing:
        yield named("NO_PARENT_IMPACT", N_("No statement on the impact on %(words)s as the victim parent"),
                    "assessment:statement_new", (ready.case_id, child.id), parent.words)  # fmt: skip
    for statement in ready.undrawn:
        yield named("STATEMENT_UNDRAWN", N_("%(child)s: “%(words)s” draws on nothing"),
                    "assessment:statement", (statement.id,), statement.words)  # fmt: skip
    if not ready.advice or not ready.advice_words.strip():
        yield named("NO_ADVICE", N_("%(child)s: the advice is not written"), "recommendations:write", rec)
    if not ready.rationale.strip():
        yield named("NO_RATIONALE", N_("%(child)s: no reasons given for the advice"), "recommendations:write", rec)
    if not ready.explanation.strip():
        yield named("NO_EXPLANATION", N_("%(child)s: not said how the advice will be explained to the child"),
                    "recommendations:write", rec)  # fmt: skip
    if ready.options == 0:
        yield named("NO_OPTIONS", N_("%(child)s: no option that was considered and rejected"),
                    "recommendations:option_new", rec)  # fmt: skip
    if ready.triggers and not ready.trigger_rationale.strip():
        yield named("TRIGGER_RATIONALE", N_("%(child)s: a rationale is required for this advice"),
                    "recommendations:write", rec)  # fmt: skip
    yield from ready.extra


ADVICE_LIFE = Lifecycle(
    name="recommendation",
    first=State.DRAFT,
    states=tuple(State),
    transitions=(
        *(
            Transition(source, State.SUBMITTED, Permission.ADVICE_SUBMIT, Verb.ADVICE_SUBMITTED,
                       N_("Submit to your manager"), guard=gate)
            for source in (State.DRAFT, State.RETURNED, State.LAPSED)
        ),
        Transition(State.SUBMITTED, State.DRAFT, Permission.ADVICE_SUBMIT, Verb.ADVICE_WITHDRAWN,
                   N_("Take it back to work on it")),
        Transition(State.SUBMITTED, State.AGREED, Permission.ADVICE_DECIDE, Verb.ADVICE_AGREED,
                   N_("Agree the advice"), Comment.REQUIRED),
        Transition(State.SUBMITTED, State.RETURNED, Permission.ADVICE_DECIDE, Verb.ADVICE_RETURNED,
                   N_("Return the advice"), Comment.REQUIRED),
        Transition(State.AGREED, State.LAPSED, Permission.ADVICE_WRITE, Verb.AGREEMENT_LAPSED,
                   N_("Change the advice; the agreement lapses"), Comment.REQUIRED),
        Transition(State.AGREED, State.FILED, Permission.REPORT_FILE, Verb.REPORT_FILED,
                   N_("Mark the report as filed")),
    ),
)  # fmt: skip
