"""PDF: what it carries, what it may not fetch, and what is said where the machine cannot make it."""

import builtins
import io

import pytest
from pypdf import PdfReader

from goldenthread.documents import pdf
from goldenthread.documents.inside import inside
from goldenthread.kernel.refusal import Refused


@pytest.fixture
def without_pango(monkeypatch):
    """A machine on which the library cannot be loaded."""
    real = builtins.__import__

    def missing(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    pdf._works.cache_clear()
    monkeypatch.setattr(builtins, "__import__", missing)
    yield
    pdf._works.cache_clear()


def test_where_pango_is_missing_it_says_so_and_what_to_do(without_pango):
    assert "Pango" in pdf.why_not()
    with pytest.raises(Refused) as refused:
        pdf.make("<p>x</p>", title="T", post="P")
    assert refused.value.code == "NO_PDF"


needs_pango = pytest.mark.skipif(bool(pdf.why_not()), reason="this machine cannot make PDF")


@needs_pango
def test_it_is_tagged_and_says_its_language_title_and_post_alone():
    page = (
        '<html lang="fr"><head><title>Jo</title><meta name="author" content="Jo"></head><body><h1>Hi</h1></body></html>'
    )
    made = pdf.make(page, title="Report <1>", post="Adviser", language="cy")
    reader = PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "cy-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert (reader.metadata["/Title"], reader.metadata["/Author"]) == ("Report <1>", "Adviser")
    assert not {"/CreationDate", "/ModDate", "/Keywords", "/Subject"} & set(reader.metadata)
    assert not any("Jo" in text.split() for _place, text in inside("PDF", made))
    assert made == pdf.make(page, title="Report <1>", post="Adviser", language="cy")


@needs_pango
@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/x.png", "file:///etc/passwd", "ftp://x.invalid/a", "data:image/png;base64,AAAA", "../../x.png",
     "static:/../settings.py", "/static/../../x.png", "//x.invalid/a.png"],
)  # fmt: skip
def test_nothing_is_fetched_but_our_own_static_files(address):
    with pytest.raises(pdf.NotOurs):
        pdf.make(f'<img src="{address}" alt="">', title="T", post="P")


@needs_pango
def test_a_static_file_of_ours_is_read():
    made = pdf.make('<img src="/static/govuk/images/thread.svg" alt="A thread"><p>x</p>', title="T", post="P")
    assert made.startswith(b"%PDF")
