"""What every page has around it: the service navigation for this person, and when their sign-in ends."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goldenthread.access import queries
from goldenthread.access.permissions import Permission as P
from goldenthread.access.views.sign import idle_minutes
from goldenthread.govuk.addresses import address
from goldenthread.learning.queries import bearing_on
from goldenthread.learning.rules import Step

# (what it says, where it leads, who finds it there)
NAVIGATION = (
    (lambda: _("Search"), "workspace:search", P.CASE_READ),
    (lambda: _("My work"), "workspace:my_work", P.MY_WORK_READ),
    (lambda: _("My commitments"), "workspace:commitments", P.COMMITMENTS_READ),
    (lambda: _("Team"), "workspace:team", P.TEAM_WORK_READ),
    (lambda: _("Cases"), "workspace:case_list", P.CASE_READ),
    (lambda: _("Decisions"), "oversight:waiting", P.ADVICE_DECIDE),
    (lambda: _("Duty tray"), "cases:tray", P.TRAY_READ),
    (lambda: _("Actions"), "actions:index", P.ACTION_RAISE),
    (lambda: _("Plans"), "improvement:plans", P.PLAN_READ),
    (lambda: _("Learning"), "learning:index", P.LEARNING_READ),
    (lambda: _("Risks"), "improvement:risks", P.RISK_READ),
    (lambda: _("Boards"), "boards:index", P.BOARD_READ),
    (lambda: _("Court feed"), "courtfeed:runs", P.FEED_READ),
    (lambda: _("Background work"), "background:jobs", P.JOBS_READ),
    (lambda: _("Staff"), "access:staff", P.STAFF_READ),
    (lambda: _("Templates"), "documents:templates", P.TEMPLATE_MANAGE),
    (lambda: _("Break-glass"), "access:glass_uses", P.GLASS_REVIEW),
    (lambda: _("Emergency sign-ins"), "access:local_uses", P.LOCAL_ACCOUNT_REVIEW),
)


class Frame:
    """Gives the request `navigation`, `search_url`, `session_ends`. Built when a page asks; a redirect pays nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.demo = settings.DEMO
        request.footer_links = SimpleLazyObject(lambda: footer(request))
        if request.person is not None:
            request.navigation = SimpleLazyObject(lambda: navigation(request))
            request.post_name = request.who.post_names
            request.search_url = reverse("workspace:search") if request.who.may_ever(P.CASE_READ) else ""
            request.session_ends = idle_minutes(request) * 60
            request.learned_here = SimpleLazyObject(lambda: learned_here(request))
            request.sign_out_url, request.stay_url = reverse("access:sign_out"), reverse("access:stay")
        return self.get_response(request)


# The first page of each step of the pathway, where what has been learned about the step is found again.
STEPS = {
    "cases:people": Step.INTAKE,
    "enquiry:index": Step.ENQUIRY,
    "harm:index": Step.HARM,
    "directwork:index": Step.DIRECTWORK,
    "assessment:index": Step.ASSESSMENT,
    "recommendations:index": Step.ADVICE,
    "oversight:index": Step.OVERSIGHT,
    "orders:index": Step.ORDER,
}


def learned_here(request):
    """The newest learning points that bear on the step whose page this is: {step, points}; None on other pages."""
    step = STEPS.get(request.resolver_match.view_name)
    if step is None or not request.who.may_ever(P.LEARNING_READ):
        return None
    points = bearing_on(step, request.who.posts[0].nation)
    return {
        "href": f"{reverse('learning:index')}?step={step}",
        "points": [{"title": point.title, "href": reverse("learning:point", args=[point.pk])} for point in points],
    }


def navigation(request):
    """The items that this person can use, the current one marked."""
    items = []
    for says, route, permission in NAVIGATION:
        if request.who.may_ever(permission):
            items.append({"text": says(), "href": address(route), "count": waiting(request, permission)})
    here = area(request.path, [item["href"] for item in items])
    return [{**item, "active": item["href"] == here} for item in items]


def area(path, hrefs) -> str:
    """The item in whose area a page lies: the page itself, or the closest above it; "" where none is."""
    above = [href for href in hrefs if path == href or path.startswith(f"{href.rstrip('/')}/")]
    return max(above, key=len, default="")


def waiting(request, permission) -> int:
    """How many alarms stand behind an item for this person: an emergency sign-in is seen on whatever page is open."""
    if permission is not P.LOCAL_ACCOUNT_REVIEW:
        return 0
    return queries.uses_of_local(request.who).filter(reviewed_at__isnull=True).count()


def footer(request):
    """The foot of the page: what waits, break-glass for those who may, and the other language. A link with `fields` is
    a button that posts them: it changes something."""
    links = []
    if request.person is not None:
        links.append({"text": _("What waits for you"), "href": reverse("notices:choose"), "lang": "", "fields": {}})
    if request.person is not None and request.who.may_ever(P.GLASS_BREAK):
        links.append({"text": _("Open a restricted case"), "href": reverse("access:glass"), "lang": "", "fields": {}})
    here = get_language()
    for code, name in settings.LANGUAGES:
        if code != here:
            # After a form that was refused there is nothing to come back to by GET but its own page.
            fields = {"language": code, "next": request.get_full_path() if request.method == "GET" else request.path}
            links.append({"text": name, "href": reverse("access:language"), "lang": code, "fields": fields})
    return links
