from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case
from goldenthread.casework.enquiry import views
from goldenthread.casework.enquiry.models import Contact, LineOfEnquiry

app_name = "enquiry"
urlpatterns = [
    page("cases/<uuid:case_id>/enquiry", views.index, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/enquiry/lines/new", views.line_new, needs=P.ENQUIRY_RECORD, of=Case),
    page("enquiry/lines/<uuid:line_id>", views.line, needs=P.CASE_READ, of=LineOfEnquiry),
    page("enquiry/lines/<uuid:line_id>/answer", views.line_answer, needs=P.ENQUIRY_RECORD, of=LineOfEnquiry),
    page("enquiry/lines/<uuid:line_id>/set-down", views.line_set_down, needs=P.ENQUIRY_RECORD, of=LineOfEnquiry),
    page("enquiry/lines/<uuid:line_id>/reopen", views.line_reopen, needs=P.ENQUIRY_RECORD, of=LineOfEnquiry),
    page("cases/<uuid:case_id>/enquiry/contacts/new", views.contact_new, needs=P.ENQUIRY_RECORD, of=Case),
    page("enquiry/contacts/<uuid:contact_id>", views.contact, needs=P.CASE_READ, of=Contact),
    page("enquiry/contacts/<uuid:contact_id>/supersede", views.contact_supersede, needs=P.RECORD_CORRECT, of=Contact),
    page("enquiry/lines/<uuid:line_id>/supersede", views.line_supersede, needs=P.RECORD_CORRECT, of=LineOfEnquiry),
]
