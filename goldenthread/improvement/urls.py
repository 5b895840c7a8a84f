from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.improvement.models import (
    AreaReport,
    Control,
    KnowBy,
    Plan,
    PlanLine,
    PlanVersion,
    Priority,
    ReceivedRecommendation,
    ReceivedReport,
    Risk,
)
from goldenthread.improvement.views import areas, importing, plans, received, risks

app_name = "improvement"


def of(model):
    """A thing of a plan, read by whoever may read plans."""
    return {"of": model, "reads": P.PLAN_READ}


PLAN = "plans/<uuid:plan_id>"
PRIORITY = "plans/priorities/<uuid:priority_id>"
PLANS = [
    page("plans", plans.plans, needs=P.PLAN_READ),
    page("plans/new", plans.plan_new, needs=P.PLAN_MANAGE),
    page(PLAN, plans.plan, needs=P.PLAN_READ, **of(Plan)),
    page(f"{PLAN}/edit", plans.plan_edit, needs=P.PLAN_MANAGE, **of(Plan)),
    page(f"{PLAN}/publish", plans.publish, needs=P.PLAN_MANAGE, **of(Plan)),
    page(f"{PLAN}/end", plans.end, needs=P.PLAN_MANAGE, **of(Plan)),
    page(f"{PLAN}/priorities/new", plans.priority_new, needs=P.PLAN_MANAGE, **of(Plan)),
    page(f"{PLAN}/import", importing.import_new, needs=P.PLAN_MANAGE, **of(Plan)),
    page(f"{PLAN}/import/take", importing.import_take, needs=P.PLAN_MANAGE, **of(Plan)),
    page("plans/versions/<uuid:version_id>", plans.version, needs=P.PLAN_READ, **of(PlanVersion)),
    page(PRIORITY, plans.priority, needs=P.PLAN_READ, **of(Priority)),
    page(f"{PRIORITY}/edit", plans.priority_edit, needs=P.PLAN_MANAGE, **of(Priority)),
    page(f"{PRIORITY}/rest-on", plans.rest_on, needs=P.PLAN_MANAGE, **of(Priority)),
    page(f"{PRIORITY}/lines/new", plans.line_new, needs=P.PLAN_MANAGE, **of(Priority)),
    page(f"{PRIORITY}/known-by/new", plans.know_by_new, needs=P.PLAN_MANAGE, **of(Priority)),
    page("plans/known-by/<uuid:known_id>/edit", plans.know_by_edit, needs=P.PLAN_MANAGE, **of(KnowBy)),
    page("plans/lines/<uuid:line_id>", plans.line, needs=P.PLAN_READ, **of(PlanLine)),
    page("plans/lines/<uuid:line_id>/out", plans.line_out, needs=P.PLAN_MANAGE, **of(PlanLine)),
    page("area-reports", areas.area_reports, needs=P.AREA_REPORT),
    page(f"{PRIORITY}/areas/<uuid:area_id>/report", areas.area_report_new, needs=P.AREA_REPORT, **of(Priority)),
    page("area-reports/<uuid:report_id>", areas.area_report, needs=P.PLAN_READ, **of(AreaReport)),
]

REPORT = {"of": ReceivedReport, "reads": P.RECEIVED_READ}
ONE = {"of": ReceivedRecommendation, "reads": P.RECEIVED_READ}
AT_REPORT, AT_ONE = "received/<uuid:report_id>", "received/recommendations/<uuid:received_id>"
RECEIVED = [
    page("received", received.reports, needs=P.RECEIVED_READ),
    page("received/new", received.report_new, needs=P.RECEIVED_MANAGE),
    page(AT_REPORT, received.report, needs=P.RECEIVED_READ, **REPORT),
    page(f"{AT_REPORT}/edit", received.report_edit, needs=P.RECEIVED_MANAGE, **REPORT),
    page(f"{AT_REPORT}/recommendations/new", received.received_new, needs=P.RECEIVED_MANAGE, **REPORT),
    page(f"{AT_REPORT}/response", received.response_publish, needs=P.RECEIVED_MANAGE, **REPORT),
    page(AT_ONE, received.received, needs=P.RECEIVED_READ, **ONE),
    page(f"{AT_ONE}/answer", received.received_answer, needs=P.RECEIVED_MANAGE, **ONE),
    page(f"{AT_ONE}/actions/new", received.received_action_new, needs=P.RECEIVED_MANAGE, **ONE),
    page(f"{AT_ONE}/met", received.received_met, needs=P.RECEIVED_MANAGE, **ONE),
    page(f"{AT_ONE}/sign", received.received_sign, needs=P.RECEIVED_SIGN, **ONE),
]

A_RISK = {"of": Risk, "reads": P.RISK_READ}
A_CONTROL = {"of": Control, "reads": P.RISK_READ}
AT_RISK = "risks/<uuid:risk_id>"
RISKS = [
    page("risks", risks.risks, needs=P.RISK_READ),
    page("risks/new", risks.risk_new, needs=P.RISK_MANAGE),
    page(AT_RISK, risks.risk, needs=P.RISK_READ, **A_RISK),
    page(f"{AT_RISK}/edit", risks.risk_edit, needs=P.RISK_MANAGE, **A_RISK),
    page(f"{AT_RISK}/score", risks.risk_score, needs=P.RISK_MANAGE, **A_RISK),
    page(f"{AT_RISK}/controls/new", risks.control_new, needs=P.RISK_MANAGE, **A_RISK),
    page(f"{AT_RISK}/actions/new", risks.risk_action_new, needs=P.RISK_MANAGE, **A_RISK),
    page(f"{AT_RISK}/escalate", risks.risk_escalate, needs=P.RISK_MANAGE, **A_RISK),
    page(f"{AT_RISK}/hand-back", risks.risk_hand_back, needs=P.RISK_MANAGE, **A_RISK),
    page(f"{AT_RISK}/close", risks.risk_close, needs=P.RISK_MANAGE, **A_RISK),
    page(f"{AT_RISK}/reopen", risks.risk_reopen, needs=P.RISK_MANAGE, **A_RISK),
    page("risks/controls/<uuid:control_id>/assure", risks.control_assure, needs=P.RISK_MANAGE, **A_CONTROL),
    page("risks/controls/<uuid:control_id>/end", risks.control_end, needs=P.RISK_MANAGE, **A_CONTROL),
]
urlpatterns = [*PLANS, *RECEIVED, *RISKS]
