"""What the stand-in of the courts holds for the demonstration: made-up applications that arrive and change while one
looks. Every person, place and number in it is fictional."""

import datetime as dt
from uuid import UUID

from goldenthread.demo.court import PRIVATE, PUBLIC, StandIn
from goldenthread.demo.papers import pdf

FIRST = 1_760_000_000_000_000


def fill(court: StandIn, now: dt.datetime) -> None:
    """Puts applications in: two of the last hours, one that arrives in a few minutes, and one that changes then."""
    minute = dt.timedelta(minutes=1)
    court.add(
        PRIVATE,
        now - 150 * minute,
        private_application(court, 1, "Ashcombe", ("Orla", "2016-05-02"), ("Finn", "2019-11-23")),
    )
    changed = private_application(court, 1, "Ashcombe", ("Orla", "2016-05-02"), ("Finn", "2019-11-23"))
    changed["case_data"]["courtName"] = "Calder Family Court, second site"
    court.add(PRIVATE, now + 6 * minute, changed)
    court.add(
        PRIVATE, now - 45 * minute, private_application(court, 2, "Brightwell", ("Posy", "2018-02-14"), hidden=True)
    )
    court.add(PRIVATE, now + 3 * minute, private_application(court, 3, "Larkhill", ("Teddy", "2020-08-30")))
    court.add(PUBLIC, now - 20 * minute, _public(court, 4, "Marchmont", ("Ivy", "2021-03-09"), ("Rowan", "2014-12-01")))


def _paper(court, number, name, *lines):
    identifier = str(UUID(int=FIRST * 1000 + number))
    court.add_document(identifier, name, "application/pdf", pdf([name, "", *lines, "", "Everything here is made up."]))
    return identifier


def _collection(number, rows):
    return [{"id": str(UUID(int=FIRST + number * 100 + n)), "value": row} for n, row in enumerate(rows)]


def private_application(court, number, family, *children, hidden=False):
    applicant = {
        "firstName": "Jonah", "lastName": family, "dateOfBirth": "1988-06-21", "gender": "male",
        "isAddressConfidential": "Yes" if hidden else "No", "phoneNumber": f"01632 96{number:04d}",
        "isPhoneNumberConfidential": "Yes" if hidden else "No",
        "address": {"AddressLine1": f"{number} Sample Terrace", "PostTown": "Calderstead", "PostCode": "ZZ1 1ZZ"},
    }  # fmt: skip
    respondent = {"firstName": "Marian", "lastName": f"{family}-Moss", "dateOfBirth": "1989-01-30", "gender": "female"}
    data = {
        "dateSubmitted": "2026-01-01", "caseTypeOfApplication": "C100", "familymanCaseNumber": f"CA26P{number:05d}",
        "courtName": "Calder Family Court", "caseManagementLocation": {"regionId": "3", "baseLocationId": "100001"},
        "ordersApplyingFor": ["childArrangementsOrder"], "childrenKnownToLocalAuthority": "no",
        "summaryTabForOrderAppliedFor": {"typeOfChildArrangementsOrder": "Spend time with order"},
        "confidentialDetails": {"isConfidentialDetailsAvailable": "Yes" if hidden else "No"},
        "children": _collection(number, [
            {"firstName": first, "lastName": family, "dateOfBirth": born, "applicantsRelationshipToChild": "father",
             "respondentsRelationshipToChild": "mother", "childLiveWith": ["respondent"]}
            for first, born in children
        ]),
        "applicants": _collection(number + 20, [applicant]),
        "respondents": _collection(number + 40, [respondent]),
        "finalDocument": {"document_id": _paper(court, number * 10, "C100 application.pdf", "An application."),
                          "document_filename": "C100 application.pdf"},
        "otherDocuments": _collection(number + 60, [
            {"documentName": "Notice of hearing.pdf", "documentTypeOther": "Notice of hearing", "documentOther": {
                "document_id": _paper(court, number * 10 + 1, "Notice of hearing.pdf", "A first hearing is listed."),
                "document_filename": "Notice of hearing.pdf"}},
        ]),
    }  # fmt: skip
    if hidden:
        there = _paper(court, number * 10 + 2, "C8.pdf", "Confidential contact details.")
        data["c8Document"] = {"document_id": there, "document_filename": "C8.pdf"}
    return {
        "id": FIRST + number, "jurisdiction": "PRIVATELAW", "state": "DECISION_OUTCOME",
        "caseTypeOfApplication": "C100", "case_type_id": "PRLAPPS", "created_date": "2026-01-01T09:00:00",
        "case_data": data,
    }  # fmt: skip


def _public(court, number, family, *children):
    there = _paper(court, number * 10, "Application.pdf", "An application of a local authority.")
    data = {
        "familyManCaseNumber": f"CA26C{number:05d}", "dateSubmitted": "2026-01-01", "applicationType": "C110A",
        "ordersSought": ["INTERIM_CARE_ORDER"], "citizenIsApplicant": False, "applicantLA": "FPLA",
        "applicants": [{"name": "Calderbrook Metropolitan Council", "designated": True}],
        "respondents": [{"firstName": "Della", "lastName": family, "dateOfBirth": "1992-04-17", "gender": "FEMALE",
                         "relationshipToChild": "Mother"}],
        "children": [{"firstName": first, "lastName": family, "dateOfBirth": born} for first, born in children],
        "hearingDetails": [],
        "caseDocuments": [{"removed": False, "documentCategory": "originalApplications", "documentId": there,
                           "documentFileName": "Application.pdf"}],
    }  # fmt: skip
    return {
        "id": FIRST + number, "jurisdiction": "PUBLICLAW", "state": "Submitted",
        "caseTypeId": "CARE_SUPERVISION_EPO", "createdDate": "2026-01-01T09:00:00", "caseData": data,
    }  # fmt: skip
