"""Private law: one case of the answer of HMCTS's private family law service, as plain values.

Fields as in `hmcts/prl-cos-api` (the classes under models/dto/cafcass and models/cafcass/hearing). The older shape
has `children`, with the relationships on the child; the newer has `newChildDetails`, with the relationships in lists
of their own that point at the parties by their identifiers.
"""

from goldenthread.casework.cases.rules import Law, PartyRole, Process
from goldenthread.casework.courtfeed.court_papers import private_papers
from goldenthread.casework.courtfeed.private_fields import KNOWN
from goldenthread.casework.courtfeed.private_process import (
    hearings_told,
    orders_sought,
    told_signs,
    urgency_signs,
)
from goldenthread.casework.courtfeed.received import (
    Application,
    Detail,
    Relation,
    Row,
    key_of,
    one_line,
    person,
    unknown,
)
from goldenthread.casework.courtfeed.rules import Head, nation_of
from goldenthread.casework.families.rules import ContactKind, RelationKind

RELATION_KINDS = {
    "father": RelationKind.FATHER,
    "mother": RelationKind.MOTHER,
    "stepfather": RelationKind.STEP_PARENT,
    "stepmother": RelationKind.STEP_PARENT,
    "grandparent": RelationKind.GRANDPARENT,
    "guardian": RelationKind.GUARDIAN,
    "specialguardian": RelationKind.GUARDIAN,
}


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
    submitted, hearings = data.day("dateSubmitted"), hearings_told(data, zone)
    papers, places = private_papers(data)
    # A field that the mapping does not name is known when it holds documents: they are read wherever they stand.
    data.reported |= {name for name in unknown(case, KNOWN) if name.removeprefix("case_data.") not in places}
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
        orders_sought=orders_sought(data, children),
        people=tuple(told for _row, told in people),
        relations=tuple(_relations(data, children, adults)),
        details=tuple(_details(data, children, adults, living_with)),
        hearings=hearings,
        urgency_signs=tuple(urgency_signs(data, submitted, hearings, nation)),
        signs=tuple(told_signs(data, children)),
        papers=papers,
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
