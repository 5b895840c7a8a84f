from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.improvement.models import AreaReport, KnowBy, Plan, PlanLine, PlanVersion, Priority
from goldenthread.improvement.views import areas, plans

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
    page("plans/versions/<uuid:version_id>", plans.version, needs=P.PLAN_READ, **of(PlanVersion)),
    page(PRIORITY, plans.priority, needs=P.PLAN_READ, **of(Priority)),
    page(f"{PRIORITY}/edit", plans.priority_edit, needs=P.PLAN_MANAGE, **of(Priority)),
    page(f"{PRIORITY}/lines/new", plans.line_new, needs=P.PLAN_MANAGE, **of(Priority)),
    page(f"{PRIORITY}/known-by/new", plans.know_by_new, needs=P.PLAN_MANAGE, **of(Priority)),
    page("plans/known-by/<uuid:known_id>/edit", plans.know_by_edit, needs=P.PLAN_MANAGE, **of(KnowBy)),
    page("plans/lines/<uuid:line_id>", plans.line, needs=P.PLAN_READ, **of(PlanLine)),
    page("plans/lines/<uuid:line_id>/out", plans.line_out, needs=P.PLAN_MANAGE, **of(PlanLine)),
    page("area-reports", areas.area_reports, needs=P.AREA_REPORT),
    page(f"{PRIORITY}/areas/<uuid:area_id>/report", areas.area_report_new, needs=P.AREA_REPORT, **of(Priority)),
    page("area-reports/<uuid:report_id>", areas.area_report, needs=P.PLAN_READ, **of(AreaReport)),
]
urlpatterns = [*PLANS]
