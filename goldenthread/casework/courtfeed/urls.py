from django.http import Http404

from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P

app_name = "courtfeed"


def _soon(request, case=None):
    raise Http404


urlpatterns = [
    page("court-feed", _soon, needs=P.CASE_READ, name="runs"),
]
