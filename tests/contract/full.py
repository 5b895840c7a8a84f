"""A full case: a row of every kind that can hang on a case, with a plant in every field that may not leak.

`make` fills each text field that is not given with a word that says what it is, so that a new field is planted by
itself. To add a kind of record: add a line to `records` below.
"""

import datetime as dt

from django.db import models

from goldenthread.access.door import clock
from goldenthread.access.sensitivity import Sensitivity
from goldenthread.casework.assessment.models import Statement, VictimStatus
from goldenthread.casework.cases.models import Hearing
from goldenthread.casework.cases.operations.intake import Party
from goldenthread.casework.courtfeed.models import Difference, Feed, Run, SetAside, Sign
from goldenthread.casework.directwork.models import Session, Wish
from goldenthread.casework.enquiry.models import Contact, LineOfEnquiry
from goldenthread.casework.families.models import (
    Characteristic,
    ContactDetail,
    Match,
    ProtectedContact,
    Relationship,
    SafeContactRule,
)
from goldenthread.casework.filing.models import Filing
from goldenthread.casework.harm.models import Incident, Pattern, PatternStatus, PatternTowards
from goldenthread.casework.orders.models import ChildOrder, Order
from goldenthread.casework.papers.models import BroughtBack, Copy, Direction, Paper, PaperBody, Withheld
from goldenthread.casework.recommendations.models import (
    Option,
    PatternTreatment,
    Recommendation,
    Report,
    Weighing,
)
from goldenthread.oversight.models import Decision

# Names that stand nowhere else, so that finding one means a leak. First names may stand on a case's pages.
SURNAMES = ("Quorlestone", "Vexmarrow")
FIRST_NAMES = ("Maraqelle", "Leoqint", "Tobiqas", "Ngoqezi")
NAMES = (*SURNAMES, *FIRST_NAMES)
LONG_AGO = dt.date(2020, 1, 1)


def parties():
    quorlestone, vexmarrow = SURNAMES
    maya, leo, father, mother = FIRST_NAMES
    return [
        Party("CHILD", maya, quorlestone, dt.date(2017, 3, 4), "FEMALE"),
        Party("CHILD", leo, quorlestone, dt.date(2021, 1, 30), "MALE"),
        Party("APPLICANT", father, quorlestone, dt.date(1985, 7, 1), "MALE", responsibility="YES"),
        Party("RESPONDENT", mother, vexmarrow, dt.date(1987, 11, 20), "FEMALE", responsibility="YES"),
    ]


def plant(model, field, kind) -> str:
    """The word planted in a field: it says where it came from when it turns up elsewhere."""
    word = f"{kind.value}-{model._meta.model_name}-{field.name}"
    return word[: field.max_length] if field.max_length else word


PLANTED = (Sensitivity.PROTECTED, Sensitivity.NARRATIVE, Sensitivity.IDENTIFYING)


def make(model, **given):
    """A row with what is given, and a plant in every other text field that could leak."""
    for field in model._meta.concrete_fields:
        kind = model.sensitivity.get(field.name)
        plain = isinstance(field, models.CharField | models.TextField) and not field.choices
        spare = field.name.startswith(("superseded", "ended_why", "closing", "not_seen"))
        if plain and kind in PLANTED and field.name not in given and not spare:
            given[field.name] = plant(model, field, kind)
        elif field.name not in given and not (field.null or field.blank) and field.default is models.NOT_PROVIDED:
            given.update(_needed(field))
    return model.objects.create(**given)


def _needed(field):
    """A value for a column that must have one and that `records` does not name."""
    now = clock()
    if field.choices:
        return {field.name: field.choices[0][0]}
    for kind, value in (
        (models.DateTimeField, now),
        (models.DateField, now.date()),
        (models.BooleanField, False),
        (models.IntegerField, 1),
    ):
        if isinstance(field, kind):
            return {field.name: value}
    return {}


def records(case, cast, by):
    """A row of every kind in a case, made by one person. The person is named on the connection already."""
    now = clock()
    maya, leo, father, mother = (*cast_children(cast, case), cast.father(case), cast.mother(case))
    told = {"case_id": case.pk, "recorded_at": now, "recorded_by": by}
    row = {"case": case, "recorded_at": now, "recorded_by": by}
    make(ProtectedContact, **told, member=mother, kind="PHONE", in_refuge=True)
    make(ContactDetail, **told, member=father, kind="ADDRESS")
    make(SafeContactRule, **told, member=mother, voicemail=False, letters=False, language="WELSH", interpreter=True)
    trait = {**told, "member": maya, "answer": "STATED", "said_by": "PARENT_OR_CARER"}
    make(Characteristic, **trait, kind="ETHNICITY", code="MIXED_AFRICAN", scheme="GSS-2021")
    make(Characteristic, **trait, kind="DISABILITY", code="YES", scheme="EQA-2010")
    make(Relationship, **told, one=mother, other=maya, kind="MOTHER")
    make(
        Match, case_id=case.pk, one=maya, other_case_id=case.pk, other=leo, basis="SAME_NAME_NO_BIRTH", proposed_at=now
    )  # a match within one case is made here for its row alone
    type(mother).objects.filter(pk=mother.pk).update(has_protected_contact=True)
    make(Hearing, **row, kind="FIRST", starts_at=now + dt.timedelta(days=30))
    line = make(LineOfEnquiry, **row, about=maya)
    make(Contact, **row, member=mother, method="PHONE", outcome="REACHED", happened_at=now, agency="")
    session = make(Session, **row, child=maya, happened_on=now.date(), seen=True, alone=True, place="SCHOOL")
    wish = make(Wish, **row, session=session, child=maya, keep="STAYS_OUT")
    pattern = make(
        Pattern, **row, kind="CONTROLLING_OR_COERCIVE", by_member=father, said_by=mother, ongoing=True,
        status="REPORTED",
    )  # fmt: skip
    make(PatternTowards, **row, pattern=pattern, member=mother)
    make(PatternStatus, **row, pattern=pattern, status="REPORTED", on_date=now.date())
    make(Incident, **row, pattern=pattern, happened_on=now.date())
    make(VictimStatus, **row, child=maya, answer="YES")
    make(Statement, **row, child=maya, kind="CHECKLIST", point="A_WISHES")
    draft = make(Recommendation, **row, child=leo, state="DRAFT", advice="TIME_SUPPORTED", parent=father)
    sent = make(
        Recommendation, **row, child=maya, state="SUBMITTED", advice="TIME_SUPERVISED", parent=father,
        submitted_at=now, submitted_by=by, fingerprint="0" * 64,
    )  # fmt: skip
    make(Option, **row, recommendation=draft)
    make(Weighing, **row, recommendation=sent, wish=wish, how="PARTLY")
    make(PatternTreatment, **row, recommendation=sent, pattern=pattern, treatment="CARRIED")
    make(Decision, **row, recommendation=sent, kind="RETURNED", fingerprint="0" * 64)
    of_papers(report(case, row), row, child=maya, party=father)
    order = make(Order, **row, kind="INTERIM", made_on=now.date())
    make(ChildOrder, **row, order=order, child=maya, recommendation=sent, compared="CONTRARY", unsafe="YES")
    make(Difference, **row, member=maya, field="last_name", jurisdiction="PRIVATELAW")
    make(Sign, **row, code="ABUSE_NAMED")
    run = make(Run, started_at=now, run_by=cast.importer, fingerprint="0" * 64, received=1)
    make(SetAside, run=run, position=1, reason="WRONG_SHAPE", field="x", set_aside_at=now)
    Feed.objects.get_or_create(jurisdiction="PRIVATELAW", defaults={"walked_to": now})
    line.version += 1
    line.save(update_fields=["version"])
    return case


def cast_children(cast, case):
    return cast.maya(case), cast.leo(case)


def report(case, row):
    """A version of the report as the product draws it."""
    from goldenthread.casework.recommendations.queries import papers
    from goldenthread.casework.recommendations.queries.report import text

    said = text(case, papers(case), by=row["recorded_by"], now=row["recorded_at"])
    return make(Report, **row, number=1, content=said, fingerprint="0" * 64)


def of_papers(report, row, *, child, party):
    """Papers of every origin, a protected one among them; a stopped copy; a direction; a Word copy brought back."""
    case = row["case"]
    made = {"size": 20, "fingerprint": "0" * 64, "file_kind": "TEXT"}

    def paper(source, kind="LETTER", data=b"PROTECTED-paperbody-data", **over):
        kept = make(Paper, **row, **{**made, "source": source, "kind": kind, "member": party, **over})
        make(PaperBody, paper=kept, case=case, data=data)
        return kept

    paper("BROUGHT", data=b"A letter with nothing in it.")
    paper("COURT", "CONFIDENTIAL_DETAILS", protected=True, court_document_id="court-1")
    make(Paper, **row, source="COURT", kind="BUNDLE", held="TO_FETCH", court_document_id="court-2")
    direction = make(Direction, **row, passage=f"child.{child.pk}.advice.words", child=child, directed_on=LONG_AGO)
    copy = make(
        Copy, **row, report=report, paper=paper("MADE", "REPORT", name="copy.txt", report=report), recipient="PARTY",
        recipient_member=party, purpose="TO_SERVE", file_kind="TEXT",
        hits=[{"place": "BODY", "kind": "ADDRESS", "whole": False, "whose": str(party.pk), "source": "contact:0",
               "passages": []}],
    )  # fmt: skip
    make(Withheld, copy=copy, direction=direction, case=case)
    make(
        Filing, **row, paper=copy.paper, jurisdiction="PRIVATELAW", document_type="Correspondence", state="REFUSED",
        refusal="WRONG_TYPE",
    )  # fmt: skip
    back = paper("BROUGHT", "REPORT_BACK", data=b"Came back.", report=report)
    make(BroughtBack, **row, copy=copy, paper=back, differences=[])


# Kinds that no one makes by hand in a full case, each with where it comes from.
MADE_ELSEWHERE = {
    "courtfeed.Payload": "the importer's role alone may write it",
    "access.Restriction": "restrict_case()",
    "access.Named": "restrict_case()",
    "access.GlassBreak": "break_glass()",
    "access.ViewLog": "opening a page",
    "access.Identity": "the first sign-in by the identity provider",
    "access.SignInsEnded": "end_sign_ins()",
    "access.LocalAccount": "make_local_account()",
    "drafts.Draft": "typing",
    "drafts.Once": "sending a form",
    "notices.Choice": "choose()",
    "notices.Told": "the worker, as the person whom it tells",
    "notices.Notice": "the worker, as the person whom it tells",
    "notices.Unreached": "the worker, when a mail server refuses an address",
    "people.Person": "the cast",
    "people.ServiceArea": "the cast",
    "people.Team": "the cast",
    "people.Post": "the cast",
    "thread.Link": "link()",
}
