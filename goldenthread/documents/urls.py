from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.documents import views
from goldenthread.documents.models import Template

app_name = "documents"
READ = {"needs": P.TEMPLATE_READ, "of": Template, "reads": P.TEMPLATE_READ}
MANAGE = {"needs": P.TEMPLATE_MANAGE, "of": Template, "reads": P.TEMPLATE_READ}
urlpatterns = [
    page("templates", views.templates, needs=P.TEMPLATE_READ),
    page("templates/fields", views.fields, needs=P.TEMPLATE_READ),
    page("templates/shipped", views.shipped_file, needs=P.TEMPLATE_READ),
    page("templates/new", views.template_new, needs=P.TEMPLATE_MANAGE),
    page("templates/<uuid:template_id>", views.template, **READ),
    page("templates/<uuid:template_id>/file", views.template_file, **READ),
    page("templates/<uuid:template_id>/example", views.template_example, **READ),
    page("templates/<uuid:template_id>/in-force", views.template_in_force, **MANAGE),
    page("templates/<uuid:template_id>/retire", views.template_retire, **MANAGE),
]
