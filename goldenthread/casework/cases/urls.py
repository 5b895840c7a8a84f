from django.http import Http404

from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case

app_name = "cases"


def _soon(request, case=None):
    raise Http404


urlpatterns = [
    page("tray", _soon, needs=P.CASE_READ, name="tray"),
    page("cases/<uuid:case_id>/people", _soon, needs=P.CASE_READ, name="people", of=Case),
]
