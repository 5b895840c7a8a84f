"""What is the next main thing to do in a case, and what is missing. Plain values in, plain values out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.rules import ClockState, Process, Stage
from goldenthread.casework.recommendations.rules import State
from goldenthread.kernel.lifecycle import Problem
from goldenthread.kernel.refusal import N_


@dataclass(frozen=True)
class Child:
    """How far the work for one child has come. `advice` is the identifier of the advice, `state` its state.

    `own`: the reader has a part in the advice. `ordered`: what the newest order means for them is recorded.
    """

    id: str
    name: str
    heard: bool = False
    victim: bool = False
    impact: bool = False
    advice: str = ""
    state: str = ""
    own: bool = False
    ordered: bool = False
    unsafe: bool = False


@dataclass(frozen=True)
class Facts:
    """How far one case has come. `clock` is the state of its main clock, None where policy has no value for it.

    `no_rule` is the participation of an adult whose safe-contact rule is not set, `order` the newest order,
    `filing` a filing with the court that needs someone.
    """

    case: str
    stage: str
    process: str
    allocated: bool = True
    mine: bool = False
    conflict_undeclared: bool = False
    in_conflict: bool = False
    urgency_decided: bool = True
    clock: ClockState | None = None
    letter_sent: bool = False
    no_rule: str = ""
    lines: int = 0
    children: tuple[Child, ...] = ()
    report: bool = False
    filed: bool = False
    hearing_ahead: bool = False
    hearings: bool = False
    order: str = ""
    filing: str = ""

    @property
    def letter_due(self) -> bool:
        """Whether a safeguarding letter is still to be sent."""
        return self.process == Process.CAP and not self.letter_sent

    @property
    def agreed(self) -> bool:
        """Whether the advice for every child is agreed."""
        return bool(self.children) and all(child.state in {State.AGREED, State.FILED} for child in self.children)


@dataclass(frozen=True)
class Step:
    """One thing to do: what, why it is next, where, and what one must be permitted. No `route`: one waits."""

    text: str
    why: str = ""
    route: str = ""
    args: tuple = ()
    needs: P | None = None
    child: str = ""


# While a case is at one of these stages, how urgent it is still decides what is done first.
EARLY = frozenset({Stage.INTAKE, Stage.ENQUIRY})
# Once advice is given, a letter that nobody recorded is put right at leisure: it no longer comes first.
BEFORE_ADVICE = EARLY | {Stage.ASSESSMENT}
PRESSES = {ClockState.DUE_SOON, ClockState.OVERDUE}
LETTER = N_("Record that the safeguarding letter was sent")


def next_step(facts: Facts, may: Collection[P]) -> Step | None:
    """The one next thing for someone who may do `may` in this case; None where there is nothing to do."""
    if facts.stage == Stage.CLOSED:
        return None
    return next((step for step in _steps(facts) if step.needs is None or step.needs in may), None)


def _steps(facts: Facts) -> Iterator[Step]:
    """Everything that can be next, the most pressing first."""
    yield from _taking_on(facts)
    yield from _decisions(facts)
    yield from _fieldwork(facts)
    yield from _advising(facts)
    yield from _court(facts)
    if facts.letter_due:
        yield Step(LETTER, N_("Nothing says that it was ever sent."), "cases:letter", (facts.case,), P.LETTER_RECORD)


def _taking_on(facts):
    case = (facts.case,)
    if facts.in_conflict:
        yield Step(N_("Reallocate the case"), N_("The adviser has declared a conflict of interest."),
                   "cases:allocate", case, P.CASE_ALLOCATE)  # fmt: skip
        if facts.mine:
            yield Step(N_("Waits for your manager to reallocate it"), N_("You have declared a conflict of interest."))
    if not facts.urgency_decided and facts.stage in EARLY:
        yield Step(N_("Decide how urgent it is"), N_("Nobody has decided how urgent this application is."),
                   "cases:urgency", case, P.URGENCY_DECIDE)  # fmt: skip
    if not facts.allocated:
        yield Step(N_("Allocate the case"), N_("No adviser has this case yet."),
                   "cases:allocate", case, P.CASE_ALLOCATE)  # fmt: skip
        yield Step(N_("Waits to be allocated"))
    elif facts.conflict_undeclared and facts.mine:
        yield Step(N_("Declare a conflict of interest or none"), N_("Say so before you do anything else in the case."),
                   "cases:conflict", case, P.CONFLICT_DECLARE)  # fmt: skip


def _decisions(facts):
    for child in facts.children:
        if child.state == State.SUBMITTED and not child.own:
            yield Step(N_("Decide on the advice for %(child)s"), N_("It was submitted and waits for a manager."),
                       "oversight:decide", (child.advice,), P.ADVICE_DECIDE, child.name)  # fmt: skip


def _fieldwork(facts):
    case = (facts.case,)
    if facts.letter_due and facts.clock in PRESSES and facts.stage in BEFORE_ADVICE:
        yield Step(LETTER, N_("Its time limit has come close or has passed."), "cases:letter", case, P.LETTER_RECORD)
    for child in facts.children:
        if child.state in {State.RETURNED, State.LAPSED}:
            why = (
                N_("Your manager returned it, with reasons.")
                if child.state == State.RETURNED
                else N_("The agreement has lapsed, because something changed.")
            )
            yield Step(N_("Work again on the advice for %(child)s"), why,
                       "recommendations:advice", (child.advice,), P.ADVICE_WRITE, child.name)  # fmt: skip
    if facts.no_rule:
        yield Step(N_("Set a safe-contact rule"), N_("Nobody is contacted before we know how to reach them safely."),
                   "cases:safe_contact", (facts.no_rule,), P.SAFE_CONTACT_RECORD)  # fmt: skip
    if not facts.lines:
        yield Step(N_("Open the first line of enquiry"), N_("Every thread begins with what we need to find out."),
                   "enquiry:line_new", case, P.ENQUIRY_RECORD)  # fmt: skip
    for child in facts.children:
        if not child.heard:
            yield Step(N_("Hear %(child)s, or record why not"), N_("Each child is heard separately."),
                       "directwork:session_new", (facts.case, child.id), P.DIRECTWORK_RECORD, child.name)  # fmt: skip
    if facts.letter_due and facts.stage in BEFORE_ADVICE:
        yield Step(LETTER, N_("Its time limit is running."), "cases:letter", case, P.LETTER_RECORD)


def _advising(facts):
    for child in facts.children:
        here = (facts.case, child.id)
        if child.state in {State.SUBMITTED, State.AGREED, State.FILED}:
            continue
        if not child.victim:
            yield Step(N_("Say whether %(child)s is a victim under the Act"), N_("It is said for each child."),
                       "assessment:victim_new", here, P.ASSESSMENT_RECORD, child.name)  # fmt: skip
        if not child.impact:
            yield Step(N_("Write what the impact on %(child)s is"), N_("No statement says it yet."),
                       "assessment:statement_new", here, P.ASSESSMENT_RECORD, child.name)  # fmt: skip
        if not child.advice:
            yield Step(N_("Begin the advice for %(child)s"), N_("The assessment has what the advice rests on."),
                       "recommendations:index", (facts.case,), P.ADVICE_WRITE, child.name)  # fmt: skip
        elif child.state == State.DRAFT:
            yield Step(N_("Go on with the advice for %(child)s"), N_("It is begun and not submitted."),
                       "recommendations:advice", (child.advice,), P.ADVICE_WRITE, child.name)  # fmt: skip
    if any(child.state == State.SUBMITTED for child in facts.children):
        yield Step(N_("Waits for a manager's decision"))


def _court(facts):
    if facts.agreed and not facts.filed:
        text = N_("Mark the report as filed") if facts.report else N_("Make the report to court")
        yield Step(text, N_("The advice for every child is agreed."),
                   "recommendations:reports", (facts.case,), P.REPORT_FILE)  # fmt: skip
    if facts.order:
        for child in facts.children:
            if not child.ordered:
                yield Step(N_("Record what the order means for %(child)s"), N_("The order is recorded."),
                           "orders:child_order_new", (facts.order, child.id), P.ORDER_RECORD, child.name)  # fmt: skip
    elif facts.filed:
        if facts.hearing_ahead:
            yield Step(N_("Waits for the hearing"))
        yield Step(N_("Record the court's order"), N_("The report is filed and no hearing lies ahead."),
                   "orders:order_new", (facts.case,), P.ORDER_RECORD)  # fmt: skip


def missing(facts: Facts) -> Iterator[Problem]:
    """What is missing in a case by name, each with the place where it can be recorded."""
    case = (facts.case,)
    for child in facts.children:
        if child.unsafe:
            name = (("child", child.name),)
            yield Problem("UNSAFE", N_("%(child)s: the order may be unsafe"), "orders:index", case, name)
    if facts.filing:
        message = N_("A filing with the court needs someone")
        yield Problem("FILING", message, "filing:filing", (facts.filing,))
    if not facts.allocated:
        yield Problem("NOT_ALLOCATED", N_("No adviser has the case"), "cases:allocate", case)
    elif facts.in_conflict:
        yield Problem("CONFLICT", N_("A conflict of interest is declared"), "cases:allocate", case)
    elif facts.conflict_undeclared:
        yield Problem("UNDECLARED", N_("Conflict of interest not declared"), "cases:conflict", case)
    if not facts.urgency_decided and facts.stage in EARLY:
        yield Problem("URGENCY", N_("Urgency not decided"), "cases:urgency", case)
    if not facts.hearings:
        yield Problem("NO_HEARING", N_("No hearing recorded"), "cases:hearing_new", case)
    if not facts.children:
        yield Problem("NO_CHILD", N_("No child recorded"), "cases:person_add", case)
    if facts.no_rule:
        yield Problem("NO_RULE", N_("Safe-contact rule missing"), "cases:safe_contact", (facts.no_rule,))
    if not facts.lines:
        yield Problem("NO_LINE", N_("No line of enquiry"), "enquiry:line_new", case)


def letter_not_sent(facts: Facts) -> Iterator[Problem]:
    """That a safeguarding letter is late. On a list the clock says so already."""
    if facts.letter_due and facts.clock is ClockState.OVERDUE:
        message = N_("The safeguarding letter is late: nothing says that it was sent")
        yield Problem("LETTER", message, "cases:letter", (facts.case,))


def unheard(facts: Facts) -> Iterator[Problem]:
    """The children who have not been heard, with no reason recorded why not, in one line for a list."""
    names = [child.name for child in facts.children if not child.heard]
    if names:
        values = (("children", ", ".join(names)),)
        yield Problem("NOT_HEARD", N_("Not heard yet: %(children)s"), "directwork:index", (facts.case,), values)


def missing_for_advice(facts: Facts, child: Child) -> Iterator[Problem]:
    """What is missing for a child whose advice has not been begun; once it has, its own gate says."""
    here = (facts.case, child.id)
    if child.advice:
        return
    if not child.heard:
        yield _of(child, "NOT_HEARD", N_("%(child)s not heard yet"), "directwork:session_new", *here)
    if not child.victim:
        message = N_("%(child)s: not said whether a victim under the 2021 Act")
        yield _of(child, "NO_VICTIM_STATUS", message, "assessment:victim_new", *here)
    if not child.impact:
        message = N_("%(child)s: no statement on the impact on the child")
        yield _of(child, "NO_IMPACT", message, "assessment:statement_new", *here)
    yield _of(child, "NO_ADVICE", N_("%(child)s: the advice has not been begun"), "recommendations:index", facts.case)


def _of(child, code, message, place, *args):
    return Problem(code, message, place, args, (("child", child.name),))


# ── A list that leaves ────────────────────────────────────────────────────────────────────────────────


class Purpose(StrEnum):
    """What a list of cases is taken out for."""

    INSPECTION = "INSPECTION"
    AUDIT = "AUDIT"
    MANAGEMENT = "MANAGEMENT"
    RECORD_CHECK = "RECORD_CHECK"


PURPOSES = {
    Purpose.INSPECTION: N_("An inspection"),
    Purpose.AUDIT: N_("An audit"),
    Purpose.MANAGEMENT: N_("Managing the work of a team or an area"),
    Purpose.RECORD_CHECK: N_("Checking that the record is right"),
}


class ListKind(StrEnum):
    """The form of the file."""

    XLSX = "XLSX"
    ODS = "ODS"
    CSV = "CSV"


LIST_KINDS = {
    ListKind.XLSX: N_("Excel workbook (XLSX)"),
    ListKind.ODS: N_("OpenDocument spreadsheet (ODS)"),
    ListKind.CSV: N_("CSV, for other programs to read"),
}
