from django.http import Http404

from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case

app_name = "workspace"


def _soon(request, case=None):
    raise Http404


urlpatterns = [
    page("cases/<uuid:case_id>", _soon, needs=P.CASE_READ, name="overview", of=Case),
    page("cases/<uuid:case_id>/record", _soon, needs=P.CASE_READ, name="record", of=Case),
    page("my-work", _soon, needs=P.CASE_READ, name="my_work"),
    page("team", _soon, needs=P.CASE_READ, name="team"),
]
