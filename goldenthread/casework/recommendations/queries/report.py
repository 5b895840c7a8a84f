"""The text of the report to court, built out of the record.

It reads no contact detail of any kind, protected or open, no place of a session in words and no agency of the contact
log: what could lead someone to a door is not among what it is built from. What a child asked to be kept back stays
out, with how it was weighed.
"""

from django.db.models import Max, Q

from goldenthread.access.standing import who_is
from goldenthread.casework.assessment.rules import StatementKind
from goldenthread.casework.cases.operations.records import local_date
from goldenthread.casework.directwork.models import Session, Wish
from goldenthread.casework.directwork.rules import Keep
from goldenthread.casework.enquiry.models import Contact
from goldenthread.casework.enquiry.rules import Outcome
from goldenthread.casework.families.models import ProtectedContact
from goldenthread.casework.harm.queries import patterns
from goldenthread.casework.recommendations.models import Report
from goldenthread.casework.recommendations.queries.advice import Papers, triggers_of

FORMAT = 1


def reports(case):
    """The versions of a case's report, newest first. One query."""
    return Report.objects.filter(case=case).select_related("recorded_by", "filed_by").order_by("-number")


def next_number(case) -> int:
    """The number of the next version."""
    return (Report.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1


def kept_back(case):
    """What the children of a case asked to be kept back, and that stands."""
    return Wish.objects.filter(case=case, superseded_at__isnull=True).exclude(keep=Keep.NOT_ASKED)


def protected_values(case, people):
    """The protected details of the people of a case, ended ones and of those who have left it too, as (kind, value):
    for checking, never to be shown. Second, whether any of them has details that this person cannot check."""
    members = {row.member_id: row.member for row in people}
    rows = list(
        ProtectedContact.objects.filter(Q(member__in=members) | Q(case_id=case.pk)).values_list(
            "member_id", "kind", "value"
        )
    )
    seen = {member for member, _kind, _value in rows}
    unseen = any(member.has_protected_contact and key not in seen for key, member in members.items())
    return [(kind, value) for _member, kind, value in rows], unseen


def text(case, found: Papers, *, by, now) -> dict:
    """The content of a version of the report as plain values; `by` is its author."""
    names = {row.member_id: row.member.name for row in found.people}
    sessions = list(
        Session.objects.filter(case=case, superseded_at__isnull=True).order_by("happened_on", "recorded_at")
    )
    held = list(patterns(case))
    return {
        "format": FORMAT,
        "reference": case.reference,
        "court": {"name": case.court_name, "number": case.court_number},
        "law": case.law,
        "orders_sought": list(case.orders_sought),
        "issued_on": _iso(case.issued_on),
        "received_on": _iso(case.received_on),
        "parties": [{"name": row.member.name, "role": row.role} for row in found.people if row.role != "CHILD"],
        "author": {"name": by.name, "post": who_is(by, local_date(now)).post_names},
        "made_on": _iso(local_date(now)),
        "spoken": _spoken(case, names),
        "patterns": [_pattern(pattern) for pattern in held],
        "children": [
            _child(child, found, [s for s in sessions if s.child_id == child.pk], held, names)
            for child in found.children
        ],
    }


def _iso(day):
    return day.isoformat() if day else None


def _spoken(case, names):
    rows = Contact.objects.filter(
        case=case, superseded_at__isnull=True, outcome=Outcome.REACHED, member__isnull=False
    ).order_by("happened_at")
    return [
        {"name": names.get(row.member_id, ""), "method": row.method, "on": _iso(local_date(row.happened_at))}
        for row in rows
    ]


def _pattern(pattern):
    status = next(iter(pattern.statuses.all()), None)
    return {
        "id": str(pattern.pk),
        "kind": pattern.kind,
        "sub_kinds": list(pattern.sub_kinds),
        "by": pattern.by_member.name,
        "towards": [member.name for member in pattern.towards.all()],
        "words": pattern.words,
        "period": pattern.period_words,
        "said_by": pattern.said_by.name if pattern.said_by else pattern.said_by_words,
        "status": pattern.status,
        "status_on": _iso(status.on_date) if status else None,
        "source": status.source if status else "",
    }


def _child(child, found, sessions, held, names):
    row = found.recommendations[child.pk]
    told = {str(wish.pk): wish for wish in found.wishes_of(child.pk) if wish.keep == Keep.NOT_ASKED}
    own = found.statements_of(child.pk)
    known = {str(pattern.pk) for pattern in held}
    return {
        "id": str(child.pk),
        "name": child.name,
        "first_name": child.first_name,
        "born_on": _iso(child.born_on),
        "recommendation": str(row.pk),
        "agreed": row.fingerprint,
        "agreed_on": _iso(local_date(row.agreed_at)) if row.agreed_at else None,
        "seen": [
            {
                "id": str(session.pk),
                "on": _iso(session.happened_on),
                "seen": session.seen,
                "alone": session.alone,
                "place": session.place,
                "reason": session.not_seen_reason,
                "reason_words": session.not_seen_words,
            }
            for session in sessions
        ],
        "wishes": [
            {"id": key, "words": wish.words, "on": _iso(wish.session.happened_on)} for key, wish in told.items()
        ],
        "victim": row.victim,
        "impact": [_said(s) for s in own if s.kind == StatementKind.IMPACT_ON_CHILD],
        "impact_on_parent": [
            {**_said(s), "parent": names.get(s.parent_id, "")} for s in own if s.kind == StatementKind.IMPACT_ON_PARENT
        ],
        "checklist": sorted(
            ({**_said(s), "point": s.point} for s in own if s.kind == StatementKind.CHECKLIST),
            key=lambda said: said["point"],
        ),
        "options": row.option_rows,
        "treatments": [treatment for treatment in row.treatment_rows if treatment["pattern"] in known],
        "weighings": [weighing for weighing in row.weighing_rows if weighing["wish"] in told],
        "advice": {
            "id": str(row.pk),
            "kind": row.advice,
            "parent": row.parent.name if row.parent else "",
            "words": row.words,
            "rationale": row.rationale,
            "triggers": [str(trigger) for trigger in triggers_of(row, found)],
            "trigger_rationale": row.trigger_rationale,
            "explanation": row.explanation,
        },
    }


def _said(statement):
    return {"id": str(statement.pk), "words": statement.words}
