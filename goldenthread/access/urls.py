from goldenthread.access import views
from goldenthread.access.door import page
from goldenthread.access.permissions import Door

app_name = "access"
urlpatterns = [
    page("", views.home, needs=Door.SIGNED_IN),
    page("sign-in", views.sign_in, needs=Door.PUBLIC),
    page("sign-out", views.sign_out, needs=Door.PUBLIC),
    page("stay", views.stay, needs=Door.SIGNED_IN),
    page("alive", views.alive, needs=Door.PUBLIC),
    page("break-glass/uses", views.home, needs=Door.SIGNED_IN, name="glass_uses"),
    page("staff", views.home, needs=Door.SIGNED_IN, name="staff"),
]
