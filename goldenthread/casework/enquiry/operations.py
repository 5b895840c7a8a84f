"""Opening, answering and setting down lines of enquiry; keeping the contact log."""

from goldenthread.casework.cases.operations.records import (
    is_late,
    local_date,
    not_in_future,
    open_case,
    reach,
)
from goldenthread.casework.cases.rules import Stage
from goldenthread.casework.enquiry.models import Contact, LineOfEnquiry
from goldenthread.casework.enquiry.rules import LINE, NEEDS_SAFE_CONTACT, LineState, Method, Outcome
from goldenthread.casework.families.models import SafeContactRule
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb


@operation
def open_line(*, case, question, why, about=None, by, now):
    """Opens a line of enquiry: what we need to find out, and why. `about` is a family member or None."""
    open_case(case)
    line = LineOfEnquiry.objects.create(
        case=case, question=question, why=why, about=about, recorded_at=now, recorded_by=by
    )
    reach(case, Stage.ENQUIRY)
    record(Verb.ENQUIRY_OPENED, line, by=by, now=now, about=about.pk if about else None)
    return line


@operation
def move_line(*, line, to, reason, expected_version=None, by, now):
    """Answers a line, sets it down without an answer, or opens it again; `reason` is the answer or the why.

    Refuses with `NOT_FROM_HERE`, `COMMENT_REQUIRED`, `CHANGED_MEANWHILE`.
    """
    row = LineOfEnquiry.objects.select_for_update(of=("self",)).get(pk=line.pk)
    unchanged(row, expected_version, ["closing"])
    step = LINE.check(row.state, to, comment=reason)
    row.state, row.version = to, row.version + 1
    row.closing = reason
    row.closed_at, row.closed_by = (None, None) if to == LineState.OPEN else (now, by)
    row.save(update_fields=["state", "version", "closing", "closed_at", "closed_by"])
    record(step.verb, row, by=by, now=now)
    return row


@operation
def log_contact(*, case, member, agency, method, outcome, happened_at, said, lines=(), by, now):
    """One entry of the contact log: an effort to reach `member`, or an `agency`, and what was said.

    `lines` are the lines of enquiry that it bears on. Refuses with `NO_SAFE_CONTACT_RULE` before the first
    contact with a person whose safe-contact rule is not set, with `IN_FUTURE`, `NOBODY` and `NOTHING_SAID`.
    """
    open_case(case)
    if (member is None) == (not agency):
        raise Refused("NOBODY", N_("Choose the person, or name the agency: one of the two."), field="member")
    not_in_future(local_date(happened_at), now, field="happened_at")
    if outcome == Outcome.REACHED and not said.strip():
        raise Refused("NOTHING_SAID", N_("Write down what was said."), field="said")
    if member is not None and Method(method) in NEEDS_SAFE_CONTACT and not _rule_set(case, member):
        raise Refused(
            "NO_SAFE_CONTACT_RULE",
            N_("Set this person's safe-contact rule and language wish before the first contact."),
            field="member",
        )
    happened_on = local_date(happened_at)
    contact = Contact.objects.create(
        case=case,
        member=member,
        agency=agency,
        method=method,
        outcome=outcome,
        happened_at=happened_at,
        said=said,
        late=is_late(case, happened_on, now),
        recorded_at=now,
        recorded_by=by,
    )
    for line in lines:
        link(contact, Relation.ANSWERS, line, by=by, now=now)
    record(
        Verb.CONTACT_LOGGED, contact, by=by, now=now,
        method=method, outcome=outcome, on=happened_on, late=contact.late,
    )  # fmt: skip
    return contact


def _rule_set(case, member):
    return SafeContactRule.objects.filter(case_id=case.pk, member=member).exists()
