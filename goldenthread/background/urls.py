from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.background import views
from goldenthread.background.models import Job

app_name = "background"
urlpatterns = [
    page("jobs", views.jobs, needs=P.JOBS_READ),
    page("jobs/<int:job_id>", views.job, needs=P.JOBS_READ, of=Job, reads=P.JOBS_READ),
    page("jobs/<int:job_id>/again", views.retry, needs=P.JOBS_RUN, of=Job, reads=P.JOBS_READ),
    page("jobs/<int:job_id>/give-up", views.drop, needs=P.JOBS_RUN, of=Job, reads=P.JOBS_READ),
]
