"""Public law: one case of the answer of HMCTS's family public law service, as plain values.

Fields as in the JSON Schema of `hmcts/fpl-ccd-configuration`. Applicants are local authorities and no members of a
family; people have no identifiers there, so their place in the list stands for one.
"""

import dataclasses

from goldenthread.casework.cases.rules import (
    HearingKind,
    HearingStatus,
    Law,
    OrderSought,
    PartyRole,
    Process,
    UrgencySign,
)
from goldenthread.casework.courtfeed.court_papers import public_papers
from goldenthread.casework.courtfeed.received import (
    KEY_LIMIT,
    NAME_LIMIT,
    Application,
    Detail,
    HearingTold,
    Relation,
    Row,
    key_of,
    names,
    one_line,
    person,
    unknown,
)
from goldenthread.casework.courtfeed.rules import Head, ToldSign, hears_soon, nation_of
from goldenthread.casework.families.rules import ContactKind, Doubt, RelationKind

ORDERS = {
    "CARE_ORDER": OrderSought.CARE,
    "INTERIM_CARE_ORDER": OrderSought.CARE,
    "SUPERVISION_ORDER": OrderSought.SUPERVISION,
    "INTERIM_SUPERVISION_ORDER": OrderSought.SUPERVISION,
    "EMERGENCY_PROTECTION_ORDER": OrderSought.EMERGENCY_PROTECTION,
}
EMERGENCY = {"EMERGENCY_PROTECTION_ORDER", "CHILD_RECOVERY_ORDER"}
HEARINGS = {
    "FACT_FINDING": HearingKind.FACT_FINDING,
    "CASE_MANAGEMENT": HearingKind.CASE_MANAGEMENT,
    "FURTHER_CASE_MANAGEMENT": HearingKind.CASE_MANAGEMENT,
    "ISSUE_RESOLUTION": HearingKind.ISSUES_RESOLUTION,
    "FINAL": HearingKind.FINAL,
}
RELATION_WORDS = {
    "mother": RelationKind.MOTHER,
    "father": RelationKind.FATHER,
    "stepfather": RelationKind.STEP_PARENT,
    "stepmother": RelationKind.STEP_PARENT,
    "stepparent": RelationKind.STEP_PARENT,
    "grandmother": RelationKind.GRANDPARENT,
    "grandfather": RelationKind.GRANDPARENT,
    "grandparent": RelationKind.GRANDPARENT,
    "guardian": RelationKind.GUARDIAN,
}

_ADDRESS = names("addressLine1 addressLine2 addressLine3 postTown county postcode country")
_SOLICITOR = names("email firstName lastName organisationId organisationName")
_DATA = names(
    """familyManCaseNumber dateSubmitted applicationType ordersSought dateOfCourtIssue citizenIsApplicant
    applicantLA respondentLA internationalElement previousProceedings applicants courtName""",
    caseDocuments=names("documentFileName removed documentCategory documentId uploadTimestamp"),
    respondents=names(
        """firstName lastName gender genderIdentification addressKnown addressUnknownReason dateOfBirth
        telephoneNumber litigationIssues litigationIssuesDetails contactDetailsHidden contactDetailsHiddenReason
        relationshipToChild""",
        address=_ADDRESS,
        solicitor=_SOLICITOR,
    ),
    children=names(
        """firstName lastName dateOfBirth gender genderIdentification livingSituation livingSituationDetails
        careAndContactPlan detailsHidden socialWorkerName socialWorkerTelephoneNumber additionalNeeds
        additionalNeedsDetails litigationIssues litigationIssuesDetails fathersResponsibility""",
        address=_ADDRESS,
        solicitor=_SOLICITOR,
    ),
    others=names(
        """name dateOfBirth gender genderIdentification birthPlace addressKnown addressUnknownReason telephone
        litigationIssues litigationIssuesDetails detailsHidden detailsHiddenReason""",
        address=_ADDRESS,
    ),
    hearingDetails=names(
        """id type typeDetails venue status startDate endDate attendance cancellationReason
        preAttendanceDetails attendanceDetails"""
    ),
    risks=names("neglectOccurrences sexualAbuseOccurrences physicalHarmOccurrences emotionalHarmOccurrences"),
    factorsParenting=names(
        """alcoholDrugAbuse alcoholDrugAbuseReason domesticViolence domesticViolenceReason anythingElse
        anythingElseReason"""
    ),
    caseManagementLocation=names("region baseLocation regionId baseLocationId"),
)
KNOWN = names("id jurisdiction state caseTypeId createdDate lastModified lastStateModifiedDate", caseData=_DATA)


def application(case: dict, head: Head, *, zone) -> Application:
    """One received case as plain values. `zone` is where a time that names no zone is meant."""
    data = Row(case).row("caseData")
    children = _people(data, "children", PartyRole.CHILD)
    respondents = _people(data, "respondents", PartyRole.RESPONDENT)
    others = _people(data, "others", PartyRole.OTHER)
    where = data.row("caseManagementLocation")
    nation = nation_of(where.text("regionId"), where.text("region"), data.text("courtName"))
    submitted, hearings = data.day("dateSubmitted"), _hearings(data, zone)
    orders = data.value.get("ordersSought")
    asked = [one_line(code) for code in (orders if isinstance(orders, list) else [])]
    if data.has("ordersSought") and not isinstance(orders, list):
        data.report("ordersSought")
    details = [
        *_details(children, "detailsHidden", ""),
        *_details(respondents, "contactDetailsHidden", "telephoneNumber"),
        *_details(others, "detailsHidden", "telephone"),
    ]
    heard_soon = hears_soon(submitted, [hearing.starts_at for hearing in hearings], nation)
    papers = public_papers(data, zone)
    data.reported |= unknown(case, KNOWN)
    return Application(
        jurisdiction=head.jurisdiction,
        court_case_id=head.court_case_id,
        last_modified=head.last_modified,
        law=Law.PUBLIC,
        process=Process.PUBLIC_LAW,
        nation=nation,
        court_number=data.text("familyManCaseNumber", 60),
        court_name=data.text("courtName", 200),
        local_authority=_local_authority(data),
        issued_on=data.day("dateOfCourtIssue"),
        submitted_on=submitted,
        orders_sought=tuple(dict.fromkeys(ORDERS.get(code, OrderSought.OTHER) for code in asked)),
        people=tuple(told for _row, told in (*children, *respondents, *others)),
        relations=tuple(_relations(respondents, children)),
        details=tuple(details),
        hearings=hearings,
        urgency_signs=tuple(_urgency(asked, data, children, heard_soon)),
        signs=tuple(_signs(data)),
        papers=papers,
        unknown_fields=tuple(sorted(data.reported)),
    )


def _local_authority(data):
    """The local authority that applies, by its name as told, the designated one first; else by the court's code for
    it. Where a citizen applies, the one that responds, for which the court gives a code alone."""
    if data.guarded("citizenIsApplicant"):
        return data.text("respondentLA", 200)
    rows = sorted(data.rows("applicants"), key=lambda row: not row.yes("designated"))
    named = (row.text("name", 200) for row in rows)
    return next((name for name in named if name), "") or data.text("applicantLA", 200)


def _people(data, name, role):
    found = []
    for row in data.rows(name):
        named = _split(row) if role == PartyRole.OTHER else row
        nameless = bool(row.address("address") or row.text("telephone") or row.text("telephoneNumber"))
        told = person(
            named, role, gender_words="genderIdentification",
            relation_words=row.text("relationshipToChild"), nameless=nameless,
        )  # fmt: skip
        if told and role == PartyRole.OTHER and len(one_line(row.value.get("name"))) > NAME_LIMIT:
            told = dataclasses.replace(told, doubts=tuple({*told.doubts, Doubt.NAME_CUT}))
        if told:
            found.append((row, told))
    return found


def _split(row):
    """Another person has one field for the whole name: what follows the last space is taken for the last name."""
    first, _space, last = row.text("name", NAME_LIMIT).rpartition(" ")
    named = {"firstName": first, "lastName": last} if first else {"firstName": last}
    kept = {key: value for key, value in row.value.items() if key not in {"firstName", "lastName"}}
    return Row(kept | named, row.path, row.reported, row.key)


def _relations(respondents, children):
    """What a respondent is to the children, where the words are clear; else they stand with the person."""
    for row, told in respondents:
        kind = RELATION_WORDS.get(row.words("relationshipToChild").replace("-", "").replace(" ", ""))
        if kind:
            for _child, child in children:
                yield Relation(told.key, child.key, kind)


def _details(people, flag, telephone):
    for row, told in people:
        hidden = row.guarded(flag)
        if address := row.address("address"):
            yield Detail(told.key, ContactKind.ADDRESS, address, hidden)
        if telephone and (number := row.text(telephone)):
            yield Detail(told.key, ContactKind.PHONE, number, hidden)


def _status(text):
    if text.startswith("ADJOURNED"):
        return HearingStatus.ADJOURNED
    return HearingStatus.VACATED if text.startswith("VACATED") else HearingStatus.LISTED


def _hearings(data, zone):
    found = {}
    for row in data.rows("hearingDetails"):
        starts, ends = row.moment("startDate", zone), row.moment("endDate", zone)
        if starts is None:
            continue
        told = HearingTold(
            court_hearing_id=key_of(row.value.get("id"))[:KEY_LIMIT],
            kind=HEARINGS.get(row.text("type"), HearingKind.OTHER),
            starts_at=starts,
            ends_at=ends if ends and ends >= starts else None,
            venue=row.text("venue"),
            status=_status(row.text("status")),
        )
        found[told.court_hearing_id or told.starts_at] = told
    return tuple(sorted(found.values(), key=lambda hearing: hearing.starts_at))


def _urgency(asked, data, children, heard_soon):
    """Reasons to think that it is urgent. There is no field that says it: a person decides."""
    listed = {row.text("type") for row in data.rows("hearingDetails")}
    if EMERGENCY & {*asked, *listed}:
        yield UrgencySign.EMERGENCY_ORDER
    if heard_soon:
        yield UrgencySign.HEARING_WITHIN_DAYS
    if any("removed by police" in row.words("livingSituation") for row, _told in children):
        yield UrgencySign.REMOVAL_FEARED


def _signs(data):
    """What a person must see besides: a sign, never a finding and never a pattern."""
    factors, risks = data.row("factorsParenting"), data.row("risks")
    if factors.yes("domesticViolence"):
        yield ToldSign.ABUSE_NAMED
    if factors.yes("alcoholDrugAbuse"):
        yield ToldSign.SUBSTANCES
    for name, sign in (
        ("physicalHarmOccurrences", ToldSign.PHYSICAL_HARM),
        ("emotionalHarmOccurrences", ToldSign.EMOTIONAL_HARM),
        ("sexualAbuseOccurrences", ToldSign.SEXUAL_ABUSE),
        ("neglectOccurrences", ToldSign.NEGLECT),
    ):
        if risks.has(name):
            yield sign
