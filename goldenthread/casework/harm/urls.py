from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case
from goldenthread.casework.harm import views
from goldenthread.casework.harm.models import Incident, Pattern, PatternStatus

app_name = "harm"
urlpatterns = [
    page("cases/<uuid:case_id>/harm", views.index, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/harm/patterns/new", views.pattern_new, needs=P.HARM_RECORD, of=Case),
    page("harm/patterns/<uuid:pattern_id>", views.pattern, needs=P.CASE_READ, of=Pattern),
    page("harm/patterns/<uuid:pattern_id>/status", views.pattern_status, needs=P.HARM_RECORD, of=Pattern),
    page("harm/patterns/<uuid:pattern_id>/end", views.pattern_end, needs=P.HARM_RECORD, of=Pattern),
    page("harm/patterns/<uuid:pattern_id>/revive", views.pattern_revive, needs=P.HARM_RECORD, of=Pattern),
    page("harm/patterns/<uuid:pattern_id>/supersede", views.pattern_supersede, needs=P.RECORD_CORRECT, of=Pattern),
    page("harm/patterns/<uuid:pattern_id>/incidents/new", views.incident_new, needs=P.HARM_RECORD, of=Pattern),
    page("harm/statuses/<uuid:status_id>/supersede", views.status_supersede, needs=P.RECORD_CORRECT, of=PatternStatus),
    page("harm/incidents/<uuid:incident_id>", views.incident, needs=P.CASE_READ, of=Incident),
    page("harm/incidents/<uuid:incident_id>/supersede", views.incident_supersede, needs=P.RECORD_CORRECT, of=Incident),
]
