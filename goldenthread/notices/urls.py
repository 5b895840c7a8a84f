from goldenthread.access.door import page
from goldenthread.access.permissions import Door
from goldenthread.access.permissions import Permission as P
from goldenthread.notices import views

app_name = "notices"
urlpatterns = [
    page("notices", views.choose, needs=Door.SIGNED_IN),
    page("staff/unreached", views.unreached, needs=P.STAFF_MANAGE),
]
