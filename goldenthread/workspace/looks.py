"""The view log in words: which parts of a case someone opened."""

from django.utils.translation import gettext as _

# The area of a route: what its pages are of.
PARTS = {
    "workspace": lambda: _("Overview and record"),
    "cases": lambda: _("People, hearings and allocation"),
    "enquiry": lambda: _("Enquiry"),
    "harm": lambda: _("Harm"),
    "directwork": lambda: _("Direct work"),
    "assessment": lambda: _("Assessment"),
    "recommendations": lambda: _("Advice and report"),
    "orders": lambda: _("Court"),
    "oversight": lambda: _("Oversight"),
    "courtfeed": lambda: _("Differences with the court's record"),
}
# Pages that are named for themselves, because who opened them matters by itself.
PAGES = {
    "cases:protected": lambda: _("Protected contact details"),
    "workspace:view_log": lambda: _("Who has opened the case"),
    "workspace:search": lambda: _("Found by a search"),
    "recommendations:report": lambda: _("The report to court"),
}


def look_row(row) -> dict:
    """One person's looks of one day: who, when, how often, at which parts."""
    parts = list(dict.fromkeys(_part(page) for page in row["pages"]))
    return {
        "who": row["person__name"],
        "day": row["day"],
        "first": row["first"],
        "last": row["last"],
        "opened": row["opened"],
        "refused": row["refused"],
        "parts": [part for part in parts if part],
        "protected": "cases:protected" in row["pages"],
    }


def _part(page):
    says = PAGES.get(page) or PARTS.get(page.split(":")[0])
    return says() if says else ""
