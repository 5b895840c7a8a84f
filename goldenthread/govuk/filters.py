"""How dates, times and plain words are written on a page. Pure: nothing here reads the clock."""

import datetime as dt
import re
from typing import Any

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markupsafe import Markup

from goldenthread.kernel.text import DIRECTION


def _local(value: Any) -> Any:
    """The day (or moment) as it is here; a date is already here."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def date(value: Any) -> str:
    """A day as GOV.UK writes it: "3 June 2026". Nothing gives nothing."""
    if not value:
        return ""
    value = _local(value)
    return _("%(day)s %(month)s %(year)s") % {
        "day": value.day,
        "month": MONTHS[value.month],
        "year": value.year,
    }


def time_(value: Any) -> str:
    """A time of day: "2:15pm", "10am", "midday", "midnight"."""
    if value is None or value == "":
        return ""
    value = _local(value)
    if (value.hour, value.minute) == (0, 0):
        return _("midnight")
    if (value.hour, value.minute) == (12, 0):
        return _("midday")
    half = pgettext("time of day", "am") if value.hour < 12 else pgettext("time of day", "pm")
    hour = value.hour % 12 or 12
    return f"{hour}:{value.minute:02d}{half}" if value.minute else f"{hour}{half}"


def datetime_(value: Any) -> str:
    """A moment: "3 June 2026, 2:15pm"."""
    if not value:
        return ""
    return _("%(date)s, %(time)s") % {"date": date(value), "time": time_(value)}


def daterange(start: Any, end: Any = None) -> str:
    """A stretch of days: "3 to 7 June 2026", "3 June to 2 July 2026", "from 3 June 2026"."""
    if start and not end:
        return _("from %(start)s") % {"start": date(start)}
    if end and not start:
        return _("until %(end)s") % {"end": date(end)}
    if not start:
        return ""
    first, last = _local(start), _local(end)
    if (first.year, first.month, first.day) == (last.year, last.month, last.day):
        return date(first)
    if first.year != last.year:
        begins = date(first)
    elif first.month != last.month:
        begins = _("%(day)s %(month)s") % {"day": first.day, "month": MONTHS[first.month]}
    else:
        begins = str(first.day)
    return _("%(start)s to %(end)s") % {"start": begins, "end": date(last)}


def iso(value: Any) -> str:
    """A day or moment for a `datetime` attribute."""
    return _local(value).isoformat() if value else ""


def paragraphs(text: str, css: str = "govuk-body") -> Markup:
    """Plain text as paragraphs and line breaks, every word as it was typed and nothing read as code."""
    if not text:
        return Markup("")
    blocks = [block for block in str(text).strip("\n").split("\n\n") if block.strip("\n")]
    made = (f'<p class="{escape(css)}" dir="auto">{marked(block.strip(chr(10)))}</p>' for block in blocks)
    return Markup("".join(made))  # noqa: S704 (each run of text was escaped)


def marked(text: str) -> Markup:
    """One run of text, escaped, with line breaks, and with characters that turn its direction shown.

    Such a character can make one name look like another. It stays in the record; on the page its code
    stands in its place.
    """
    made = str(escape(str(text))).replace("\n", "<br>")
    return Markup(_TURNING.sub(_code_of, made))  # noqa: S704 (the text was escaped)


_TURNING = re.compile(f"[{''.join(sorted(DIRECTION))}]")


def _code_of(found):
    return f'<span class="gt-hidden-character">[U+{ord(found[0]):04X}]</span>'


def isolated(text: str) -> Markup:
    """A name or other short text from outside, kept from reordering the words around it."""
    return Markup("<bdi>{}</bdi>").format(marked(text)) if text else Markup("")


# A tone says how much attention something asks for. Status codes that mean the same everywhere have theirs
# here; an area passes a tone of its own choosing for the rest.
TONES = {
    "GOOD": "green", "INFO": "blue", "WARN": "yellow", "URGENT": "red", "NEUTRAL": "grey",
    "AGREED": "green", "FILED": "green", "DONE": "green", "MET": "green", "SEEN": "green", 
    "COMPLETE": "green",
    "SUBMITTED": "blue", "OPEN": "blue", "IN_PROGRESS": "blue", "NOW": "blue", "NEW": "blue",
    "RETURNED": "yellow", "LAPSED": "yellow", "SOON": "yellow", "DOUBTFUL": "yellow", "VARIED": "yellow",
    "LATE": "red", "OVERDUE": "red", "CONTRARY": "red", "RESTRICTED": "red", "PROTECTED": "red",
    "DRAFT": "grey", "CLOSED": "grey", "SUPERSEDED": "grey", "NOT_STARTED": "grey", "NOT_DETERMINED": "grey",
}  # fmt: skip


def tone(code: str) -> str:
    """The GOV.UK tag class for a tone ("good", "warn", ...) or a status code; grey when it has none."""
    return f"govuk-tag--{TONES.get(str(code).upper(), 'grey')}"
