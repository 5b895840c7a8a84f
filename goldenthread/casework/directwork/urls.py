from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case
from goldenthread.casework.directwork import views
from goldenthread.casework.directwork.models import Session, Wish

app_name = "directwork"
urlpatterns = [
    page("cases/<uuid:case_id>/direct-work", views.index, needs=P.CASE_READ, of=Case),
    page(
        "cases/<uuid:case_id>/children/<uuid:child_id>/sessions/new",
        views.session_new,
        needs=P.DIRECTWORK_RECORD,
        of=Case,
    ),
    page("direct-work/sessions/<uuid:session_id>", views.session, needs=P.CASE_READ, of=Session),
    page(
        "direct-work/sessions/<uuid:session_id>/supersede",
        views.session_supersede,
        needs=P.RECORD_CORRECT,
        of=Session,
    ),
    page("direct-work/sessions/<uuid:session_id>/wishes/new", views.wish_new, needs=P.DIRECTWORK_RECORD, of=Session),
    page("direct-work/wishes/<uuid:wish_id>", views.wish, needs=P.CASE_READ, of=Wish),
    page("direct-work/wishes/<uuid:wish_id>/supersede", views.wish_supersede, needs=P.RECORD_CORRECT, of=Wish),
]
