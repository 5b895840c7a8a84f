from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.assessment import views
from goldenthread.casework.assessment.models import Statement, VictimStatus
from goldenthread.casework.cases.models import Case

app_name = "assessment"
urlpatterns = [
    page("cases/<uuid:case_id>/assessment", views.index, needs=P.CASE_READ, of=Case),
    page(
        "cases/<uuid:case_id>/children/<uuid:child_id>/victim",
        views.victim_new,
        needs=P.ASSESSMENT_RECORD,
        of=Case,
    ),
    page(
        "cases/<uuid:case_id>/children/<uuid:child_id>/statements/new",
        views.statement_new,
        needs=P.ASSESSMENT_RECORD,
        of=Case,
    ),
    page("assessment/victims/<uuid:victim_id>", views.victim, needs=P.CASE_READ, of=VictimStatus),
    page("assessment/statements/<uuid:statement_id>", views.statement, needs=P.CASE_READ, of=Statement),
    page(
        "assessment/statements/<uuid:statement_id>/revise",
        views.statement_revise,
        needs=P.ASSESSMENT_RECORD,
        of=Statement,
    ),
    page("assessment/statements/<uuid:statement_id>/draw-on", views.draw_on, needs=P.ASSESSMENT_RECORD, of=Statement),
    page(
        "assessment/statements/<uuid:statement_id>/supersede",
        views.statement_supersede,
        needs=P.RECORD_CORRECT,
        of=Statement,
    ),
]
