from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case
from goldenthread.casework.recommendations.models import Option, Recommendation, Report, Weighing
from goldenthread.casework.recommendations.views import advice, reports

app_name = "recommendations"
ONE = "advice/<uuid:recommendation_id>"
urlpatterns = [
    page("cases/<uuid:case_id>/advice", advice.index, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/children/<uuid:child_id>/advice", advice.start, needs=P.ADVICE_WRITE, of=Case),
    page(ONE, advice.advice, needs=P.CASE_READ, of=Recommendation),
    page(f"{ONE}/write", advice.write, needs=P.ADVICE_WRITE, of=Recommendation),
    page(f"{ONE}/options/new", advice.option_new, needs=P.ADVICE_WRITE, of=Recommendation),
    page("advice/options/<uuid:option_id>/remove", advice.option_remove, needs=P.ADVICE_WRITE, of=Option),
    page(f"{ONE}/wishes/<uuid:wish_id>", advice.weigh, needs=P.ADVICE_WRITE, of=Recommendation),
    page(f"{ONE}/patterns/<uuid:pattern_id>", advice.treat, needs=P.ADVICE_WRITE, of=Recommendation),
    page("advice/weighings/<uuid:weighing_id>", advice.weighing, needs=P.CASE_READ, of=Weighing),
    page(f"{ONE}/submit", advice.submit, needs=P.ADVICE_SUBMIT, of=Recommendation),
    page(f"{ONE}/withdraw", advice.withdraw, needs=P.ADVICE_SUBMIT, of=Recommendation),
    page(f"{ONE}/reopen", advice.reopen, needs=P.ADVICE_WRITE, of=Recommendation),
    page("cases/<uuid:case_id>/reports", reports.reports, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/reports/new", reports.report_make, needs=P.ADVICE_WRITE, of=Case),
    page("reports/<uuid:report_id>", reports.report, needs=P.CASE_READ, of=Report),
    page("reports/<uuid:report_id>/file", reports.report_file, needs=P.REPORT_FILE, of=Report),
]
