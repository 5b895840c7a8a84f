"""The gallery: every component in its states, with fictional content. For builders, and for the checks that
each of them can be read, reached and heard."""

import datetime as dt
from types import SimpleNamespace

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from goldenthread.govuk.forms import GalleryForm


def components(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    wrong = GalleryForm(
        {"words": "", "held_on-day": "31", "held_on-month": "June", "held_on-year": "2026", "seen": "NO"}
    )
    shown = {"form": GalleryForm(), "wrong": wrong, **_content()}
    return HttpResponse(render_to_string("govuk/components.html", shown, request))


def task(request: HttpRequest) -> HttpResponse:
    """The layout for one form; after a POST, with what is wrong and with someone else's change."""
    form = GalleryForm(request.POST, request.FILES) if request.method == "POST" else GalleryForm()
    if request.method == "POST" and form.is_valid():
        form.theirs_by = "Owen Pritchard"
        form.theirs = [
            (
                _("What the child said"),
                form.cleaned_data["words"],
                "I want to see Nan on Sundays.\n\nAnd Pip.",
            )
        ]
    return HttpResponse(render_to_string("govuk/task.html", {"form": form}, request))


def listing(request: HttpRequest) -> HttpResponse:
    """The layout for many things."""
    page = Paginator(range(200), 20).get_page(request.GET.get("page"))
    return HttpResponse(render_to_string("govuk/list.html", {"page": page, **_content()}, request))


def record(request: HttpRequest) -> HttpResponse:
    """The layout for a case."""
    return HttpResponse(render_to_string("govuk/record.html", _content(), request))


def report(request: HttpRequest) -> HttpResponse:
    """The layout for a document."""
    return HttpResponse(render_to_string("govuk/report.html", _content(), request))


def _content() -> dict:
    day = dt.date(2026, 6, 3)
    moment = dt.datetime(2026, 6, 3, 14, 15, tzinfo=dt.UTC)
    here = "/components"
    stages = ["Received", "Allocated", "Enquiry", "Direct work", "Assessment", "Advice", "Oversight", "Order"]
    parts = [
        "Overview",
        "Children",
        "Enquiry",
        "Harm",
        "Direct work",
        "Assessment",
        "Advice",
        "Court",
        "Oversight",
        "Record",
    ]
    return {
        "bar": {
            "reference": "GT-26-00417",
            "href": here,
            "children": [
                {"first_name": "Maya", "age": 9, "doubt": None},
                {"first_name": "Siân", "age": 6, "doubt": None},
                {"first_name": "Kofi", "age": 30, "doubt": _("age to be checked")},
            ],
            "banners": [
                {"code": "PROTECTED", "text": _("Contact details are protected")},
                {"code": "SAFE_CONTACT", "text": _("Mother: weekdays 10am to 2pm only, no voicemail")},
                {"code": "RESTRICTED", "text": _("Restricted to people named on this case")},
                {"code": "INTERPRETER", "text": _("Interpreter needed: Polish")},
            ],
        },
        "stages": [
            {
                "text": text,
                "state": "done" if n < 4 else "now" if n == 4 else "next",
                "href": here if n <= 4 else "",
            }
            for n, text in enumerate(stages)
        ],
        "subnav": [
            {
                "text": text,
                "href": here,
                "current": text == "Direct work",
                "count": 2 if text == "Oversight" else 0,
            }
            for text in parts
        ],
        "next_action": {
            "text": _("Weigh Siân's wish"),
            "href": here,
            "why": _("Advice cannot be submitted while a child's wish is unweighed."),
        },
        "trace": {
            "behind": [
                {
                    "kind_label": _("Wish"),
                    "sentence": "I want to see Nan on Sundays",
                    "href": here,
                    "at": day,
                    "relation_label": _("weighed here"),
                    "depth": 1,
                },
                {
                    "kind_label": _("Session"),
                    "sentence": _("At school, alone with the adviser"),
                    "href": here,
                    "at": day,
                    "relation_label": _("where it was said"),
                    "depth": 2,
                },
                {
                    "kind_label": _("Line of enquiry"),
                    "sentence": _("How does Maya feel about Sundays?"),
                    "href": None,
                    "at": day,
                    "relation_label": "",
                    "depth": 1,
                },
            ],
            "ahead": [],
        },
        "children": [
            {
                "first_name": "Maya",
                "age": 9,
                "href": here,
                "words": "I want to see Nan on Sundays, and I don't want Dad to know I said it.",
                "said_when": day,
                "tags": [{"code": "SEEN", "text": _("Seen")}],
                "rows": [{"label": _("School"), "value": "Ysgol y Bryn"}],
            },
            {
                "first_name": "Siân",
                "age": 6,
                "href": here,
                "tags": [{"code": "WARN", "text": _("Not seen")}],
                "rows": [{"label": _("Why not seen"), "missing": True, "record": {"href": here}}],
            },
        ],
        "rows": [
            {"label": _("Place"), "value": _("School"), "change": {"href": here}},
            {
                "label": _("Language"),
                "missing": True,
                "record": {"href": here},
                "why": _("Ask before the first contact."),
            },
            {"label": _("What she said"), "words": "I want to see Nan on Sundays."},
        ],
        "tasks": [
            {"title": _("Lines of enquiry"), "href": here, "status": {"text": _("Complete")}},
            {
                "title": _("Sessions with children"),
                "href": here,
                "hint": _("Siân has not been seen"),
                "status": {"code": "WARN", "text": _("One to do")},
            },
            {"title": _("Advice"), "status": {"text": _("Cannot start yet")}},
        ],
        "events": [
            {
                "at": moment,
                "title": _("Session with Maya"),
                "by": "Ruth Adeyemi",
                "href": here,
                "words": "I want to see Nan on Sundays.\n\nAnd the dog.",
                "tag": {"code": "GOOD", "text": _("Seen alone")},
            },
            {
                "at": day,
                "title": _("Telephone call to the school"),
                "by": "Ruth Adeyemi",
                "late": True,
                "text": _("The head teacher says that Maya is settled."),
            },
        ],
        "problems_found": [
            {"text": _("Siân's wish is not yet weighed"), "href": here, "where": _("Advice for Siân")},
            {"text": _("A pattern of harm is neither carried nor set down"), "href": here},
        ],
        "person": {
            "name": "Beca Howells",
            "role": _("Mother of Maya and Siân"),
            "href": here,
            "tags": [{"code": "INFO", "text": _("Party")}],
            "banner": {"code": "PROTECTED", "text": _("Address and telephone are protected")},
            "rows": [
                {"label": _("Language"), "value": "Cymraeg"},
                {"label": _("Safe contact"), "missing": True, "record": {"href": here}},
            ],
        },
        "day": day,
        "cases": [
            ["GT-26-00417", "Maya, Siân", _("Assessment"), "14 June 2026"],
            ["GT-26-00398", "Kofi", _("Enquiry"), "9 June 2026"],
            ["GT-26-00377", "Elin, Gwen, Idris", _("Advice"), "1 June 2026"],
        ],
        "paged": Paginator(range(200), 20).get_page(4),
        "lost": SimpleNamespace(
            theirs=[(_("Note"), "Maya was seen at school.", "Maya was seen at home.\n\nHer aunt was there.")],
            theirs_by="Owen Pritchard",
        ),
    }
