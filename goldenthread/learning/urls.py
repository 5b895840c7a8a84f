from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.learning import views
from goldenthread.learning.models import LearningPoint

app_name = "learning"
ONE = "learning/<uuid:point_id>"
READ = {"of": LearningPoint, "reads": P.LEARNING_READ}
urlpatterns = [
    page("learning", views.index, needs=P.LEARNING_READ),
    page("learning/new", views.point_new, needs=P.LEARNING_MANAGE),
    page(ONE, views.point, needs=P.LEARNING_READ, **READ),
    page(f"{ONE}/edit", views.point_edit, needs=P.LEARNING_MANAGE, **READ),
    page(f"{ONE}/send-out", views.send_out, needs=P.LEARNING_MANAGE, **READ),
    page(f"{ONE}/withdraw", views.withdraw, needs=P.LEARNING_MANAGE, **READ),
    page(f"{ONE}/read", views.read, needs=P.LEARNING_READ, **READ),
    page(f"{ONE}/answer", views.answer, needs=P.LEARNING_ANSWER, **READ),
]
