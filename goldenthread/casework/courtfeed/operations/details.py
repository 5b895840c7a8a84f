"""Contact details of a later version: a protected one goes behind the wall, whatever else it does."""

import dataclasses

from goldenthread.casework.courtfeed.operations.first import COURT_SAYS, add_details
from goldenthread.casework.courtfeed.protection import same, squashed
from goldenthread.casework.courtfeed.received import Detail
from goldenthread.casework.families.models import ContactDetail, ProtectedContact
from goldenthread.casework.families.operations import protect_contact_detail


def bring_details(case, details, members, added, differing):
    """Adds what is new, says what differs, and puts behind the wall what the court now marks as confidential.

    A detail that differs is added beside ours, and a difference points at both without saying either: so that
    whoever protects one of them later leaves nothing of it behind. What we hold as protected is never opened because
    the court does not mark it.
    """
    new = {member.pk for member in added}
    open_rows = list(ContactDetail.objects.filter(case_id=case.pk, ended_at__isnull=True))
    hidden_rows = list(ProtectedContact.objects.filter(case_id=case.pk, ended_at__isnull=True))
    to_add = []
    for detail in details:
        member = members.get(detail.key)
        if member is None:
            continue
        if detail.protected:
            _wall_off(detail, open_rows, hidden_rows, differing)
        theirs_hidden = [row for row in hidden_rows if row.member_id == member.pk and row.kind == detail.kind]
        theirs_open = [row for row in open_rows if row.member_id == member.pk and row.kind == detail.kind]
        if member.pk not in new and _known(detail, theirs_hidden, theirs_open):
            _still_guarded(detail, member, theirs_hidden, differing)
        else:
            hidden = detail.protected or bool(theirs_hidden) or _as_hidden(detail, hidden_rows)
            to_add.append(dataclasses.replace(detail, protected=hidden))
            if theirs_hidden or theirs_open or hidden != detail.protected:
                differing.say_detail(str(detail.kind), member, protected=hidden or bool(theirs_hidden))
    add_details(case, to_add, members, differing.by, differing.now)


def _known(detail, *rows):
    return any(squashed(row.value) == squashed(detail.value) for some in rows for row in some)


def _still_guarded(detail, member, theirs_hidden, differing):
    """The court does not mark what we protect: a person must know, and it stays where it is."""
    if not detail.protected and any(squashed(row.value) == squashed(detail.value) for row in theirs_hidden):
        differing.say_detail(str(detail.kind), member, protected=True)


def _as_hidden(detail, hidden_rows):
    return any(same(detail, Detail("", row.kind, row.value)) for row in hidden_rows if row.kind == detail.kind)


def _wall_off(detail, open_rows, hidden_rows, differing):
    """Moves every open detail of the case that is, or may be, this protected one behind the wall."""
    for row in [row for row in open_rows if row.kind == detail.kind]:
        if same(detail, Detail("", row.kind, row.value)):
            held = protect_contact_detail(detail=row, why=COURT_SAYS, by=differing.by, now=differing.now)
            open_rows.remove(row)
            hidden_rows.append(held)
