"""PDF out of our own HTML, where the machine can.

WeasyPrint needs Pango, a library of the machine, so it is asked for when it is wanted and never before. The PDF is
tagged and has its language and title; it has not been checked against PDF/UA and is not called that.
"""

import hashlib
import mimetypes
import re
from functools import lru_cache
from html import escape

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from goldenthread.kernel.refusal import N_, Refused

OURS = "static:/"
LANGUAGES = {"en-gb": "en-GB", "en": "en-GB", "cy": "cy-GB"}
HEAD = re.compile(r"<head\b[^>]*>.*?</head\s*>", re.IGNORECASE | re.DOTALL)


class NotOurs(ValueError):
    """The HTML asked for something that is not in our own static folder."""


def _weasyprint():
    """The library; raises `OSError` where Pango is missing, `ImportError` where it is not installed."""
    import weasyprint  # noqa: PLC0415 (asked for late: see above)

    return weasyprint


@lru_cache(maxsize=1)
def _works() -> bool:
    try:
        _weasyprint()
    except (OSError, ImportError):
        return False
    return True


def why_not() -> str:
    """Empty where this machine can make PDF; otherwise why not and what to do instead."""
    if _works():
        return ""
    return _(
        "This service cannot make PDF now: the library Pango is missing on its machine. Take the Word copy, or print "
        "the page to PDF from your browser."
    )


def make(html: str, *, title: str, post: str, language: str = "en-gb") -> bytes:
    """A tagged PDF of a page of ours: `html` is a whole document or its body.

    Its properties carry the title and the author's post alone, and no time: equal content gives equal bytes. Nothing
    is fetched but from our own static folder. Refuses with `NO_PDF` where the machine cannot, and raises
    `NotOurs` where the page asks for anything else.
    """
    if why_not():
        raise Refused("NO_PDF", N_("This service cannot make PDF now. Take the Word copy, or print the page to PDF."))
    weasyprint = _weasyprint()
    whole = _with_head(html, title, post, LANGUAGES.get(language, "en-GB"))
    missing: list[str] = []

    class Fetcher(weasyprint.urls.URLFetcher):
        """Reads from our static folder and nowhere else."""

        def __init__(self):
            super().__init__(allowed_protocols=(), allow_redirects=False)

        def fetch(self, url, headers=None):
            return _ours(weasyprint, url, missing)

    page = weasyprint.HTML(string=whole, base_url=OURS, url_fetcher=Fetcher())
    made = page.write_pdf(
        pdf_tags=True,
        pdf_identifier=hashlib.sha256(whole.encode()).digest()[:16],
        custom_metadata=False,
        presentational_hints=False,
    )
    if missing:
        # It is drawn without what it asked for; a copy with a hole in it is no copy.
        raise NotOurs(missing[0])
    return made


def _ours(weasyprint, url, missing):
    name = url.removeprefix(OURS).removeprefix("/static/").removeprefix("static/").lstrip("/")
    known = url.startswith((OURS, "/static/")) and ".." not in name and "\\" not in name and "\x00" not in name
    path = finders.find(name) if known and name else None
    if not path:
        missing.append(url.partition(":")[0])
        raise NotOurs("not in our static folder")
    with open(path, "rb") as source:
        data = source.read()
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return weasyprint.urls.URLFetcherResponse(url, data, {"Content-Type": kind})


def _with_head(html, title, post, language):
    """The page with a head that says title, author and nothing more; its own style sheets stay."""
    head = HEAD.search(html)
    styles = (
        "".join(re.findall(r"<style\b.*?</style\s*>|<link\b[^>]*stylesheet[^>]*>", head.group(), re.I | re.S))
        if head
        else ""
    )
    body = re.search(r"<body\b[^>]*>(.*)</body\s*>", html, re.IGNORECASE | re.DOTALL)
    inner = body.group(1) if body else HEAD.sub("", re.sub(r"<!doctype[^>]*>|</?html\b[^>]*>", "", html, flags=re.I))
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="author" content="{escape(post)}">{styles}</head><body>{inner}</body></html>'
    )
