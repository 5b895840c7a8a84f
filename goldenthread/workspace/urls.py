from goldenthread.access.door import page
from goldenthread.access.permissions import Door
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case
from goldenthread.workspace.views import case, cases, commitments, record, restriction, search, work

app_name = "workspace"
urlpatterns = [
    page("my-work", work.my_work, needs=P.MY_WORK_READ),
    page("commitments", commitments.commitments, needs=P.COMMITMENTS_READ),
    page("team", work.team, needs=P.TEAM_WORK_READ),
    page("cases/list", cases.case_list, needs=P.CASE_READ),
    page("cases/list/take", cases.take_list, needs=P.CASE_LIST_TAKE),
    page("cases/list/columns", cases.columns, needs=Door.SIGNED_IN),
    page("search", search.search, needs=P.CASE_READ),
    page("cases/<uuid:case_id>", case.overview, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/problems", case.problems, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/record", record.record, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/record/changes", record.changes, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/record/views", record.view_log, needs=P.VIEW_LOG_READ, of=Case),
    page("cases/<uuid:case_id>/restriction", restriction.restriction, needs=P.CASE_READ, of=Case),
    page("cases/<uuid:case_id>/restriction/new", restriction.restrict, needs=P.CASE_RESTRICT, of=Case),
    page("cases/<uuid:case_id>/restriction/name", restriction.name_person, needs=P.CASE_RESTRICT, of=Case),
    page(
        "cases/<uuid:case_id>/restriction/people/<uuid:person_id>",
        restriction.unname_person,
        needs=P.CASE_RESTRICT,
        of=Case,
    ),
    page("cases/<uuid:case_id>/restriction/lift", restriction.lift, needs=P.CASE_RESTRICT, of=Case),
]
