"""One application of the duty tray, as a card."""

from django.utils.translation import gettext as _

from goldenthread.casework.cases.presenters.clocks import clock_row
from goldenthread.casework.cases.rules import (
    LAWS,
    ORDERS_SOUGHT,
    PRESSING,
    URGENCY_SIGNS,
    Law,
    OrderSought,
    PartyRole,
    Pressing,
    Source,
    UrgencySign,
    pressing,
)
from goldenthread.casework.families.rules import DOUBTS, Doubt, age_on
from goldenthread.govuk.addresses import address

TONE = {
    Pressing.URGENT: "urgent",
    Pressing.LOOKS_URGENT: "warn",
    Pressing.UNDECIDED: "neutral",
    Pressing.NOT_URGENT: "neutral",
}


def tray_card(case, people, today):
    """`people` are the participations of the case. No query."""
    children = [row.member for row in people if row.role == PartyRole.CHILD]
    how = pressing(case.urgency, case.urgency_signs)
    return {
        "case": case,
        "href": address("workspace:overview", case.pk),
        "law": _(LAWS[Law(case.law)]),
        "children": [child_line(child, today) for child in children],
        "adult_doubts": sorted(
            {_(DOUBTS[Doubt(d)]) for row in people if row.role != PartyRole.CHILD for d in row.member.doubts}
        ),
        "orders": [_(ORDERS_SOUGHT[OrderSought(code)]) for code in case.orders_sought],
        "signs": signs(case),
        "urgency": {"code": TONE[how], "text": _(PRESSING[how])},
        "protected": any(row.member.has_protected_contact for row in people),
        "clock": clock_row(case, today),
        "differences": address("courtfeed:differences", case.pk) if case.source == Source.FEED else "",
    }


def child_line(child, today):
    """A child's first name, age and what is doubtful about them."""
    return {
        "first_name": child.first_name,
        "age": age_on(child.born_on, today),
        "doubts": [_(DOUBTS[Doubt(doubt)]) for doubt in child.doubts],
    }


def signs(case) -> list[str]:
    """The reasons to think that an application is urgent or without notice, in words."""
    return [_(URGENCY_SIGNS[UrgencySign(sign)]) for sign in case.urgency_signs]
