from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case
from goldenthread.casework.papers.models import BroughtBack, Copy, Direction, Paper
from goldenthread.casework.papers.views import back, copies, directions, papers
from goldenthread.casework.recommendations.models import Report

app_name = "papers"
urlpatterns = [
    page("cases/<uuid:case_id>/papers", papers.index, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/papers/new", papers.bring, needs=P.PAPER_BRING, of=Case),
    page("papers/<uuid:paper_id>", papers.paper, needs=P.CASE_READ, of=Paper),
    page("papers/<uuid:paper_id>/file", papers.paper_file, needs=P.CASE_READ, of=Paper),
    page("papers/<uuid:paper_id>/supersede", papers.paper_supersede, needs=P.RECORD_CORRECT, of=Paper),
    # copies of the report
    page("reports/<uuid:report_id>/copies", copies.copies, needs=P.CASE_READ, of=Report),
    page("reports/<uuid:report_id>/copies/new", copies.copy_new, needs=P.COPY_MAKE, of=Report),
    page("copies/<uuid:copy_id>", copies.copy, needs=P.CASE_READ, of=Copy),
    page("copies/<uuid:copy_id>/look", copies.copy_look, needs=P.COPY_CLEAR, of=Copy),
    page("copies/<uuid:copy_id>/file", copies.copy_file, needs=P.COPY_MAKE, of=Copy),
    # the court's directions
    page("cases/<uuid:case_id>/directions", directions.directions, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/directions/new", directions.direction_new, needs=P.DIRECTION_RECORD, of=Case),
    page("directions/<uuid:direction_id>/end", directions.direction_end, needs=P.DIRECTION_RECORD, of=Direction),
    # a Word copy that comes back
    page("copies/<uuid:copy_id>/back", back.back_new, needs=P.PAPER_BRING, of=Copy),
    page("back/<uuid:back_id>", back.back, needs=P.CASE_READ, of=BroughtBack),
    page("back/<uuid:back_id>/take", back.back_take, needs=P.ADVICE_WRITE, of=BroughtBack),
]
