"""The gallery of components, as plain routes: this layer lies below the door. `config/urls.py` opens it."""

from django.urls import path

from goldenthread.govuk import views

ROUTES = (
    ("components", views.components, "components"),
    ("components/task", views.task, "components-task"),
    ("components/list", views.listing, "components-list"),
    ("components/record", views.record, "components-record"),
    ("components/report", views.report, "components-report"),
)

# For the gallery alone, as its unit tests serve it.
urlpatterns = [path(route, view, name=name) for route, view, name in ROUTES]
