from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.oversight import views
from goldenthread.oversight.models import Decision

app_name = "oversight"
urlpatterns = [
    page("decisions", views.waiting, needs=P.ADVICE_DECIDE),
    page("cases/<uuid:case_id>/oversight", views.index, needs=P.CASE_READ, of=Case),
    page("decisions/on/<uuid:recommendation_id>", views.decide, needs=P.ADVICE_DECIDE, of=Recommendation),
    page("decisions/<uuid:decision_id>", views.decision, needs=P.CASE_READ, of=Decision),
    # Whoever decides in the case may: the permission to raise actions alone reaches every case.
    page("decisions/<uuid:decision_id>/action", views.action_new, needs=P.ADVICE_DECIDE, of=Decision),
]
