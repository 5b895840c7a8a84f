"""Private law: what a case asks for, when it is heard, and what about it must be seen. Beside `private_law.py`."""

from goldenthread.casework.cases.rules import HearingKind, HearingStatus, OrderSought, UrgencySign
from goldenthread.casework.courtfeed.received import KEY_LIMIT, HearingTold, key_of
from goldenthread.casework.courtfeed.rules import ToldSign, hears_soon

ORDERS = {
    "childarrangementsorder": OrderSought.CHILD_ARRANGEMENTS,
    "prohibitedstepsorder": OrderSought.PROHIBITED_STEPS,
    "specificissueorder": OrderSought.SPECIFIC_ISSUE,
}
# The first that is found in the words of the hearing's type.
HEARINGS = (
    ("dispute resolution appointment (fhdra)", HearingKind.FIRST),
    ("fhdra", HearingKind.FIRST),
    ("first hearing", HearingKind.FIRST),
    ("dispute resolution", HearingKind.DISPUTE_RESOLUTION),
    ("finding of fact", HearingKind.FACT_FINDING),
    ("fact finding", HearingKind.FACT_FINDING),
    ("case management", HearingKind.CASE_MANAGEMENT),
    ("issues resolution", HearingKind.ISSUES_RESOLUTION),
    ("decision", HearingKind.DECISION),
    ("review", HearingKind.REVIEW),
    ("final", HearingKind.FINAL),
)
STATUSES = (
    ("adjourn", HearingStatus.ADJOURNED),
    ("postpone", HearingStatus.ADJOURNED),
    ("vacat", HearingStatus.VACATED),
    ("cancel", HearingStatus.VACATED),
    ("complete", HearingStatus.HELD),
)


def orders_sought(data, children):
    """What the application asks for, as the product's own codes; anything else as OTHER."""
    summary = data.row("summaryTabForOrderAppliedFor")
    words = " ".join(
        [data.words("ordersApplyingFor"), summary.words("ordersApplyingFor")]
        + [row.words("orderAppliedFor") for row, _told in children]
    ).replace(" ", "")
    found = [order for code, order in ORDERS.items() if code in words]
    kind = summary.words("typeOfChildArrangementsOrder")
    apart = [
        order
        for told, order in (
            ("live with", OrderSought.CHILD_ARRANGEMENTS_LIVE),
            ("spend time", OrderSought.CHILD_ARRANGEMENTS_TIME),
        )
        if told in kind
    ]
    if apart:
        found = [*apart, *(order for order in found if order != OrderSought.CHILD_ARRANGEMENTS)]
    if not found and words:
        found = [OrderSought.OTHER]
    return tuple(found)


def hearings_told(data, zone):
    """The hearings, earliest first; each with all its days as one."""
    found = {}
    for row in data.row("hearingData").rows("caseHearings"):
        days = row.rows("hearingDaySchedule")
        starts = [moment for day in days if (moment := day.moment("hearingStartDateTime", zone))]
        if not starts:
            if days:
                row.report("hearingDaySchedule")
            continue
        ends = [moment for day in days if (moment := day.moment("hearingEndDateTime", zone))]
        venue = next((text for day in days if (text := day.text("hearingVenueName"))), "")
        words = row.words("hearingTypeValue", "hearingType")
        told = HearingTold(
            court_hearing_id=key_of(row.value.get("hearingID"))[:KEY_LIMIT],
            kind=next((kind for text, kind in HEARINGS if text in words), HearingKind.OTHER),
            starts_at=min(starts),
            ends_at=max(ends) if ends and max(ends) >= min(starts) else None,
            venue=venue,
            status=next((s for text, s in STATUSES if text in row.words("hmcStatus", "status")), HearingStatus.LISTED),
        )
        found[told.court_hearing_id or told.starts_at] = told
    return tuple(sorted(found.values(), key=lambda hearing: hearing.starts_at))


# Where the exemptions from the mediation meeting are named: the older table and the newer fields.
EXEMPTIONS = ("mpuExemptionReasons", "miamExemptionsChecklist", "miamExemptionReasons")


def _exempt(data, code, evidence):
    table = data.row("miamExemptionsTable")
    named = f"{data.words(*EXEMPTIONS)} {table.words('reasonsForMiamExemption')}".replace(" ", "")
    return any(word in named for word in code) or table.has(evidence)


def urgency_signs(data, submitted, hearings, nation):
    """Reasons to think that it is urgent or without notice. There is no field that says it: a person decides."""
    reason = data.words("mpuUrgencyReason", "miamUrgencyReason", "miamUrgencyReasonChecklist")
    if _exempt(data, ("urgency",), "urgencyEvidence") or reason:
        yield UrgencySign.MIAM_URGENCY
    if _exempt(data, ("childprotection",), "childProtectionEvidence"):
        yield UrgencySign.MIAM_CHILD_PROTECTION
    if hears_soon(submitted, [hearing.starts_at for hearing in hearings], nation):
        yield UrgencySign.HEARING_WITHIN_DAYS
    if data.yes("doYouNeedAWithoutNoticeHearing"):
        yield UrgencySign.NO_RESPONDENT_TOLD
    if data.has("ordersNonMolestationDocument"):
        yield UrgencySign.PROTECTIVE_ORDER
    if "removal" in reason or "removal" in data.row("miamExemptionsTable").words("urgencyEvidence"):
        yield UrgencySign.REMOVAL_FEARED


def told_signs(data, children):
    """What a person must see besides: a sign, never a finding and never a pattern."""
    if _exempt(data, ("domesticviolence", "domesticabuse"), "domesticViolenceEvidence"):
        yield ToldSign.ABUSE_EXEMPTION
    if data.has("c1ADocument"):
        yield ToldSign.HARM_FORM
    if data.words("childrenKnownToLocalAuthority") == "yes":
        yield ToldSign.KNOWN_TO_AUTHORITY
    if data.yes("isInterpreterNeeded"):
        yield ToldSign.INTERPRETER
    if any(
        row.guarded("isPersonIdentityConfidential")
        for child, _told in children
        for row in child.rows("personWhoLivesWithChild")
    ):
        yield ToldSign.IDENTITY_HIDDEN
