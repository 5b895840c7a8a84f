from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case, Hearing, Participation
from goldenthread.casework.cases.views import allocation, contacts, hearings, intake, matches, people
from goldenthread.casework.families.models import ContactDetail, Match

app_name = "cases"
urlpatterns = [
    page("tray", intake.tray, needs=P.TRAY_READ),
    page("cases/new", intake.register, needs=P.CASE_REGISTER),
    page("cases/<uuid:case_id>/urgency", intake.urgency, needs=P.URGENCY_DECIDE, of=Case),
    page("cases/<uuid:case_id>/local-authority", intake.local_authority, needs=P.FAMILY_RECORD, of=Case),
    # allocation
    page("cases/<uuid:case_id>/allocate", allocation.allocate, needs=P.CASE_ALLOCATE, of=Case),
    page("cases/<uuid:case_id>/cover", allocation.cover, needs=P.CASE_ALLOCATE, of=Case),
    page("cases/<uuid:case_id>/cover/end", allocation.cover_end, needs=P.CASE_ALLOCATE, of=Case),
    page("cases/<uuid:case_id>/conflict", allocation.conflict, needs=P.CONFLICT_DECLARE, of=Case),
    page("cases/<uuid:case_id>/letter", allocation.letter, needs=P.LETTER_RECORD, of=Case),
    # hearings
    page("cases/<uuid:case_id>/hearings/new", hearings.hearing_new, needs=P.HEARING_RECORD, of=Case),
    page("hearings/<uuid:hearing_id>", hearings.hearing, needs=P.CASE_READ, of=Hearing),
    page("hearings/<uuid:hearing_id>/change", hearings.hearing_change, needs=P.HEARING_RECORD, of=Hearing),
    page("hearings/<uuid:hearing_id>/supersede", hearings.hearing_supersede, needs=P.RECORD_CORRECT, of=Hearing),
    # people
    page("cases/<uuid:case_id>/people", people.people, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/people/new", people.person_add, needs=P.FAMILY_RECORD, of=Case),
    page("cases/<uuid:case_id>/relationships/new", people.relate, needs=P.FAMILY_RECORD, of=Case),
    page("people/<uuid:person_id>", people.person, needs=P.CASE_READ, of=Participation),
    page("people/<uuid:person_id>/correct", people.person_correct, needs=P.FAMILY_RECORD, of=Participation),
    page("people/<uuid:person_id>/characteristics", people.characteristics, needs=P.FAMILY_RECORD, of=Participation),
    page("people/<uuid:person_id>/safe-contact", people.safe_contact, needs=P.SAFE_CONTACT_RECORD, of=Participation),
    page("people/<uuid:person_id>/contact/new", contacts.contact_detail_new, needs=P.FAMILY_RECORD, of=Participation),
    page("people/<uuid:person_id>/protected", contacts.protected, needs=P.PROTECTED_CONTACT_READ, of=Participation),
    page(
        "contact-details/<uuid:detail_id>/protect",
        contacts.contact_detail_protect,
        needs=P.PROTECTED_CONTACT_RECORD,
        of=ContactDetail,
    ),
    page("matches/<uuid:match_id>", matches.match, needs=P.MATCH_DECIDE, of=Match),
]
