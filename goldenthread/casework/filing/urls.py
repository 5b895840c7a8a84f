from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case
from goldenthread.casework.filing import views
from goldenthread.casework.filing.models import Filing
from goldenthread.casework.papers.models import Paper

app_name = "filing"
urlpatterns = [
    page("cases/<uuid:case_id>/filings", views.index, needs=P.CASE_READ, of=Case),
    page("papers/<uuid:paper_id>/filing", views.new, needs=P.REPORT_FILE, of=Paper),
    page("filings/<uuid:filing_id>", views.filing, needs=P.CASE_READ, of=Filing),
    page("filings/<uuid:filing_id>/stop", views.stop, needs=P.REPORT_FILE, of=Filing),
    page("filings/<uuid:filing_id>/settle", views.settle, needs=P.REPORT_FILE, of=Filing),
]
