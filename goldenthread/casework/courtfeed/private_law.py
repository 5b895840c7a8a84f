"""Private law: one case of the answer of HMCTS's private family law service, as plain values.

Fields as in `hmcts/prl-cos-api` (the classes under models/dto/cafcass and models/cafcass/hearing). The older shape
has `children`, with the relationships on the child; the newer has `newChildDetails`, with the relationships in lists
of their own that point at the parties by their identifiers.
"""

from goldenthread.casework.cases.rules import (
    HearingKind,
    HearingStatus,
    Law,
    OrderSought,
    PartyRole,
    Process,
    UrgencySign,
)
from goldenthread.casework.courtfeed.private_fields import KNOWN
from goldenthread.casework.courtfeed.received import (
    KEY_LIMIT,
    Application,
    Detail,
    HearingTold,
    Relation,
    Row,
    key_of,
    one_line,
    person,
    unknown,
)
from goldenthread.casework.courtfeed.rules import Head, ToldSign, hears_soon, nation_of
from goldenthread.casework.families.rules import ContactKind, RelationKind

ORDERS = {
    "childarrangementsorder": OrderSought.CHILD_ARRANGEMENTS,
    "prohibitedstepsorder": OrderSought.PROHIBITED_STEPS,
    "specificissueorder": OrderSought.SPECIFIC_ISSUE,
}
RELATION_KINDS = {
    "father": RelationKind.FATHER,
    "mother": RelationKind.MOTHER,
    "stepfather": RelationKind.STEP_PARENT,
    "stepmother": RelationKind.STEP_PARENT,
    "grandparent": RelationKind.GRANDPARENT,
    "guardian": RelationKind.GUARDIAN,
    "specialguardian": RelationKind.GUARDIAN,
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


def application(case: dict, head: Head, *, zone) -> Application:
    """One received case as plain values. `zone` is where a time that names no zone is meant."""
    data = Row(case).row("case_data")
    children = _children(data)
    adults = {
        role: [(row, told) for name in names for row in data.rows(name) if (told := _adult(row, role))]
        for role, names in (
            (PartyRole.APPLICANT, ("applicants",)),
            (PartyRole.RESPONDENT, ("respondents",)),
            (PartyRole.OTHER, ("otherPeopleInTheCaseTable", "otherPartyInTheCaseRevised")),
        )
    }
    living_with = _living_with(children)
    people = [*children, *(pair for pairs in adults.values() for pair in pairs), *living_with]
    where = data.row("caseManagementLocation")
    nation = nation_of(where.text("regionId"), where.text("region"), data.text("courtName"))
    submitted, hearings = data.day("dateSubmitted"), _hearings(data, zone)
    data.reported |= unknown(case, KNOWN)
    return Application(
        jurisdiction=head.jurisdiction,
        court_case_id=head.court_case_id,
        last_modified=head.last_modified,
        law=Law.PRIVATE,
        process=Process.CAP,
        nation=nation,
        court_number=data.text("familymanCaseNumber", 60),
        court_name=data.text("courtName", 200),
        issued_on=data.day("issueDate"),
        submitted_on=submitted,
        orders_sought=_orders(data, children),
        people=tuple(told for _row, told in people),
        relations=tuple(_relations(data, children, adults)),
        details=tuple(_details(data, children, adults, living_with)),
        hearings=hearings,
        urgency_signs=tuple(_urgency(data, submitted, hearings, nation)),
        signs=tuple(_signs(data, children)),
        unknown_fields=tuple(sorted(data.reported)),
    )


def _children(data):
    rows = [*data.rows("children"), *data.rows("newChildDetails")]
    found, seen = [], set()
    for row in rows:
        told = person(row, PartyRole.CHILD, gender_words="otherGender")
        # While the court changes from one shape to the other it sends both.
        if told and told.key not in seen:
            seen.add(told.key)
            found.append((row, told))
    return found


def _adult(row, role):
    """An adult; one of whom nothing but a contact detail is told is somebody too."""
    return person(row, role, gender_words="otherGender", nameless=bool(_contacts(row)))


def _living_with(children):
    """People at home who are no parties. One whose identity is confidential is left out, and a sign says so."""
    found = []
    for child, _told in children:
        for row in child.rows("personWhoLivesWithChild"):
            keyed = Row(row.value, row.path, row.reported, key_of(row.key) or f"{child.key[:40]}:{row.key[-12:]}")
            told = None
            if not row.guarded("isPersonIdentityConfidential"):
                told = person(
                    keyed,
                    PartyRole.OTHER,
                    gender_words="otherGender",
                    relation_words=row.text("relationshipToChildDetails"),
                )
            if told and told.key not in {other.key for _row, other in found}:
                found.append((keyed, told))
    return found


def _orders(data, children):
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


def _relation(one, other, kind, words, lives_with):
    """A relation, or None where none is told. "other" keeps the court's words."""
    code = kind.replace("-", "").replace(" ", "").casefold()
    if not code or one == other:
        return None
    return Relation(one, other, RELATION_KINDS.get(code, RelationKind.OTHER), words, lives_with)


def _relations(data, children, adults):
    """Each once: from the child in the older shape, from the lists in the newer."""
    found = {}
    for relation in [*_told_of_child(children, adults), *_told_in_lists(data, children, adults)]:
        if relation:
            found.setdefault((relation.one, relation.other, relation.kind), relation)
    return found.values()


def _told_of_child(children, adults):
    for child, told in children:
        home = child.words("childLiveWith").split()
        for role, name, words, place in (
            (PartyRole.APPLICANT, "applicantsRelationshipToChild", "otherApplicantsRelationshipToChild", "applicant"),
            (
                PartyRole.RESPONDENT,
                "respondentsRelationshipToChild",
                "otherRespondentsRelationshipToChild",
                "respondent",
            ),
        ):
            if len(adults[role]) > 1 and child.has(name):
                # One answer for several people: whose it is cannot be known.
                child.report(name)
            elif adults[role]:
                lives = place in home if home else None
                yield _relation(adults[role][0][1].key, told.key, child.text(name), child.text(words), lives)


def _told_in_lists(data, children, adults):
    known = {told.key for pairs in adults.values() for _row, told in pairs}
    home = {told.key: key_of(child.row("whoDoesTheChildLiveWith").value.get("partyId")) for child, told in children}
    for name, who in (("Applicant", "applicant"), ("Respondent", "respondent"), ("OtherPeople", "otherPeople")):
        for row in data.rows(f"childAnd{name}Relations"):
            one = row.text(f"{who}Id") or row.text("partyId")
            child = row.text("childId")
            if one not in known or child not in home:
                row.report("partyId")
                continue
            kind = row.text(f"childAnd{name}Relation") or row.text("relationType")
            words = row.text(f"childAnd{name}RelationOtherDetails") or row.text("otherRelationDetails")
            lives = (
                (home[child] == one)
                if home[child]
                else (row.yes("childLivesWith") if row.has("childLivesWith") else None)
            )
            # That the child lives there is itself confidential.
            lives = None if row.guarded("isChildLivesWithPersonConfidential") else lives
            yield _relation(one, child, kind, words, lives)


def _contacts(row):
    """(kind, value, name of the flag that asks for protection) of what is told of a person."""
    told = (
        (ContactKind.ADDRESS, row.address("address"), "isAddressConfidential"),
        (ContactKind.PHONE, row.text("phoneNumber"), "isPhoneNumberConfidential"),
        (ContactKind.PHONE, row.text("landline"), "isPhoneNumberConfidential"),
        (ContactKind.EMAIL, row.text("email"), "isEmailAddressConfidential"),
    )
    return [(kind, value, flag) for kind, value, flag in told if value]


def _details(data, children, adults, living_with):
    everyone = [pair for pairs in adults.values() for pair in pairs]
    # Confidential details are said to be there; where they are not, whose they are cannot be told.
    whole = data.row("confidentialDetails").guarded("isConfidentialDetailsAvailable")
    whole = whole and not data.rows("applicantsConfidentialDetails")
    applicants = {told.key for _row, told in adults[PartyRole.APPLICANT]}
    for row, told in [*everyone, *living_with]:
        for kind, value, flag in _contacts(row):
            yield Detail(told.key, kind, value, row.guarded(flag) or (whole and told.key in applicants))
    yield from _confidential(data, adults[PartyRole.APPLICANT], everyone)
    for row, told in children:
        hidden = row.guarded("isChildAddressConfidential") or _home_hidden(data, told.key)
        if address := row.address("address"):
            yield Detail(told.key, ContactKind.ADDRESS, address, hidden)
        if address := row.row("whoDoesTheChildLiveWith").address("childAddress"):
            yield Detail(told.key, ContactKind.ADDRESS, address, hidden)


def _home_hidden(data, child):
    return any(
        row.guarded("isChildLivesWithPersonConfidential") and row.value.get("childId") == child
        for name in ("childAndApplicantRelations", "childAndRespondentRelations", "childAndOtherPeopleRelations")
        for row in data.rows(name)
    )


def _confidential(data, applicants, everyone):
    """The list of confidential details names people and does not point at them: by name, else by their order."""
    for place, row in enumerate(data.rows("applicantsConfidentialDetails")):
        name = _name(row.value)
        whose = [told.key for other, told in [*applicants, *everyone] if _name(other.value) == name and name.strip()]
        if not whose and applicants:
            whose = [applicants[min(place, len(applicants) - 1)][1].key]
        if not whose:
            row.report("firstName")
            continue
        for kind, value, _flag in _contacts(row):
            yield Detail(whose[0], kind, value, True)


def _name(value):
    return f"{one_line(value.get('firstName'))} {one_line(value.get('lastName'))}".casefold()


def _hearings(data, zone):
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


def _urgency(data, submitted, hearings, nation):
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


def _signs(data, children):
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
