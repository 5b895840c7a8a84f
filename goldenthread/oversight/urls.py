from django.http import Http404

from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.casework.cases.models import Case

app_name = "oversight"


def _soon(request, case=None):
    raise Http404


urlpatterns = [
    page("cases/<uuid:case_id>/oversight", _soon, needs=P.CASE_READ, name="index", of=Case),
    page("decisions", _soon, needs=P.CASE_READ, name="waiting"),
]
