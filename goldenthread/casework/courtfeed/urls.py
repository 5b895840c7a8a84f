from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case
from goldenthread.casework.courtfeed import views
from goldenthread.casework.courtfeed.models import Difference, Run

app_name = "courtfeed"
urlpatterns = [
    page("court-feed", views.runs, needs=P.FEED_READ),
    page("court-feed/state", views.state, needs=P.FEED_READ),
    page("court-feed/try-again", views.try_again, needs=P.FEED_RUN),
    page("court-feed/<uuid:run_id>", views.run, needs=P.FEED_READ, of=Run, reads=P.FEED_READ),
    page("cases/<uuid:case_id>/court-record", views.differences, needs=P.CASE_READ, of=Case),
    page("court-record/<uuid:difference_id>", views.difference, needs=P.DIFFERENCE_SETTLE, of=Difference),
]
