"""Every address, area by area. Each area says in its own urls.py what its pages need."""

from django.urls import include, path

from goldenthread.access.door import page
from goldenthread.access.permissions import Door
from goldenthread.govuk.urls import ROUTES as GALLERY

handler400 = "goldenthread.config.errors.bad_request"
handler403 = "goldenthread.config.errors.forbidden"
handler404 = "goldenthread.config.errors.not_found"
handler500 = "goldenthread.config.errors.server_error"

AREAS = (
    "access",
    "background",
    "documents",
    "actions",
    "casework.cases",
    "casework.enquiry",
    "casework.harm",
    "casework.directwork",
    "casework.assessment",
    "casework.recommendations",
    "casework.orders",
    "casework.papers",
    "casework.courtfeed",
    "casework.filing",
    "oversight",
    "learning",
    "improvement",
    "boards",
    "workspace",
    "notices",
)

urlpatterns = [
    *(path("", include(f"goldenthread.{area}.urls")) for area in AREAS),
    # The gallery holds nothing but made-up text, and the page layer cannot know the door.
    *(page(route, view, needs=Door.PUBLIC, name=name) for route, view, name in GALLERY),
]
