"""What every page has around it: the service navigation for this person, and when their sign-in ends."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P

# (what it says, where it leads, who finds it there)
NAVIGATION = (
    (lambda: _("My work"), "workspace:my_work", P.MY_WORK_READ),
    (lambda: _("Team"), "workspace:team", P.TEAM_WORK_READ),
    (lambda: _("Decisions"), "oversight:waiting", P.ADVICE_DECIDE),
    (lambda: _("Duty tray"), "cases:tray", P.TRAY_READ),
    (lambda: _("Court feed"), "courtfeed:runs", P.FEED_READ),
    (lambda: _("Staff"), "access:staff", P.STAFF_READ),
    (lambda: _("Templates"), "documents:templates", P.TEMPLATE_READ),
    (lambda: _("Break-glass"), "access:glass_uses", P.GLASS_REVIEW),
)


class Frame:
    """Gives the request `navigation` and `session_ends`. Built when a page asks; a redirect pays nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.demo = settings.DEMO
        request.footer_links = SimpleLazyObject(lambda: footer(request))
        if request.person is not None:
            request.navigation = SimpleLazyObject(lambda: navigation(request))
            request.post_name = request.who.post_names
            request.session_ends = settings.SIGN_IN_IDLE_MINUTES * 60
            request.sign_out_url, request.stay_url = reverse("access:sign_out"), reverse("access:stay")
        return self.get_response(request)


def navigation(request):
    """The items that this person can use, the current one marked."""
    items = []
    for says, route, permission in NAVIGATION:
        if request.who.may_ever(permission):
            href = reverse(route)
            items.append({"text": says(), "href": href, "active": request.path == href})
    return items


def footer(request):
    """The foot of the page: break-glass for those who may, and the other language. A link with `fields` is a button
    that posts them: it changes something."""
    links = []
    if request.person is not None and request.who.may_ever(P.GLASS_BREAK):
        links.append({"text": _("Open a restricted case"), "href": reverse("access:glass"), "lang": "", "fields": {}})
    here = get_language()
    for code, name in settings.LANGUAGES:
        if code != here:
            # After a form that was refused there is nothing to come back to by GET but its own page.
            fields = {"language": code, "next": request.get_full_path() if request.method == "GET" else request.path}
            links.append({"text": name, "href": reverse("access:language"), "lang": code, "fields": fields})
    return links
