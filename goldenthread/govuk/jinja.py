"""The Jinja environment for every page.

Settings need:

    TEMPLATES = [{
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": template_dirs(),  # from goldenthread.govuk.places
        "APP_DIRS": False,
        "OPTIONS": {"environment": "goldenthread.govuk.jinja.environment"},
    }]

Django's own `APP_DIRS` looks for a folder called `jinja2` in each app. Ours are called `templates`, with one
folder inside named for the area, so they are listed: `govuk.places.template_dirs()` finds them all.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, Template
from markupsafe import Markup

from goldenthread.govuk import bridge, filters
from goldenthread.govuk.addresses import address
from goldenthread.govuk.undefined import ThreadUndefined


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of the page called `name`."""
    return reverse(name, args=args, kwargs=kwargs) if kwargs else address(name, *args)


def query(**values: str) -> str:
    """The end of an address, from the values that are given: "?next=%2Ftray", or nothing."""
    given = {name: value for name, value in values.items() if value}
    return f"?{urlencode(given)}" if given else ""


def csrf_field(request: HttpRequest) -> Markup:
    """The hidden field that proves a form came from one of our pages."""
    return Markup(csrf_input(request))  # noqa: S704 (Django made and escaped it)


def form_tokens(request: HttpRequest) -> Markup:
    """The hidden fields that the middleware asks each form to carry (`request.form_tokens`), if any."""
    tokens = getattr(request, "form_tokens", None) or {}
    return Markup("\n").join(
        Markup('<input type="hidden" name="{}" value="{}">').format(name, value) for name, value in tokens.items()
    )


def page_links(page: Any, request: HttpRequest | None = None) -> dict:
    """What the pagination component needs for a Django `Page`, keeping the filters in the address."""
    query = request.GET.copy() if request is not None else None

    def href(number: Any) -> Any:
        if query is None:
            return f"?page={number}"
        query["page"] = number
        return f"?{query.urlencode()}"

    items: list[dict[str, Any]] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if number == page.paginator.ELLIPSIS:
            items.append({"ellipsis": True})
        else:
            said = translation.gettext("Page %(number)s") % {"number": number}
            items.append(
                {
                    "number": number,
                    "href": href(number),
                    "current": number == page.number,
                    "visuallyHiddenText": said,
                }
            )
    links: dict[str, Any] = {"items": items, "landmarkLabel": translation.gettext("Pages of results")}
    if page.has_previous():
        links["previous"] = {
            "href": href(page.previous_page_number()),
            "text": translation.gettext("Previous page"),
        }
    if page.has_next():
        links["next"] = {"href": href(page.next_page_number()), "text": translation.gettext("Next page")}
    return links


def problems(found: Iterable) -> list:
    """What stands in the way (`kernel.lifecycle.Problem`) as {text, href} for `problem_list`."""
    return [
        {
            "text": problem.said(translation.gettext),
            "href": url(problem.place, *problem.args) if problem.place else "",
        }
        for problem in found
    ]


def frame(request: HttpRequest) -> dict:
    """What the request says of the page around the page; each part may be absent, as on an error page.

    `request.person.name`, `request.post_name`, `request.sign_out_url`, `request.session_ends` (seconds) and
    `request.stay_url` describe the sign-in, `emergency` says when an emergency sign-in ends; `navigation`,
    `search_url`, `demo`, `footer_links` and `csp_nonce` the rest.
    """
    person = getattr(request, "person", None)
    signed_in = person and {
        "name": person.name,
        "post": getattr(request, "post_name", ""),
        "sign_out_url": getattr(request, "sign_out_url", ""),
        "session_ends": getattr(request, "session_ends", 0),
        "stay_url": getattr(request, "stay_url", ""),
    }
    search = getattr(request, "search_url", "")
    return {
        "signed_in": signed_in,
        "navigation": [{"active": False, "count": 0, **item} for item in getattr(request, "navigation", None) or []],
        # On the page of the search itself its own box stands in the page.
        "search": "" if search == getattr(request, "path", "") else search,
        "demo": getattr(request, "demo", False),
        "emergency": getattr(request, "emergency", None),
        "links": getattr(request, "footer_links", None) or [],
        # The nonce is falsy until it is used, and a script without it is refused in silence: make it text.
        "nonce": str(getattr(request, "csp_nonce", "")),
        "here": request.get_full_path() if request else "/",
    }


def flashes(request: HttpRequest) -> list:
    """Django's messages for this request, each as {tone, text}; empty where there are none."""
    if request is None or not hasattr(request, "_messages"):
        return []
    return [{"tone": message.level_tag or "info", "text": str(message)} for message in get_messages(request)]


@lru_cache(maxsize=20_000)
def _in_language(_language: str | None, text: str) -> str:
    return translation.gettext(text)


def gettext(text: Any) -> str:
    """A text in the reader's language. A page asks some nine hundred times, and Django looks through every catalogue
    each time: what was found is kept, for catalogues do not change while the product runs."""
    return _in_language(translation.get_language(), text) if type(text) is str else translation.gettext(text)


class Page(Template):
    """A template whose macros are imported without asking whether the importing one has names of its own: none has,
    for what our templates know of the environment they all know. A page imports macros some two hundred times."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        return super()._get_default_module(None)


def environment(**options: Any) -> Environment:
    """The environment that Django's Jinja2 backend asks for."""
    options["undefined"] = ThreadUndefined
    options["autoescape"] = True
    options["extensions"] = [*options.get("extensions", ()), "jinja2.ext.i18n", "jinja2.ext.do"]
    options["loader"] = ChoiceLoader(
        [
            *([options["loader"]] if options.get("loader") else []),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    env = Environment(**options)  # noqa: S701 (autoescape is set above)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.template_class = Page
    env.globals.update(
        {
            # Past the alias of the extension, which looks for the same function each time.
            "_": env.globals["gettext"],
            "component": bridge.component,
            "csrf_field": csrf_field,
            "error_list": bridge.error_list,
            "flashes": flashes,
            "form_tokens": form_tokens,
            "frame": frame,
            "language": translation.get_language,
            "page_links": page_links,
            "query": query,
            "problems": problems,
            "static": static,
            "tone": filters.tone,
            "url": url,
        }
    )
    env.filters.update(
        {
            "date": filters.date,
            "time_": filters.time_,
            "datetime_": filters.datetime_,
            "daterange": filters.daterange,
            "iso": filters.iso,
            "isolated": filters.isolated,
            "marked": filters.marked,
            "paragraphs": filters.paragraphs,
        }
    )
    return env
