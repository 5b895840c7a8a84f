"""Every page that the product has, opened by someone who may, at both widths.

The routes come from the resolver, so a new page joins by itself: where its arguments cannot be found in the service of
the seed, the story fails and says what to add.
"""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import databases
from tests.journeys import routes
from tests.journeys.conftest import DESKTOP, TELEPHONE, sign_in

pytestmark = pytest.mark.journey

# These are asked to do something and show nothing, or are no pages.
NOT_SHOWN = {"access:sign_out", "access:stay", "access:language", "access:alive"}
# These are there with an identity provider alone; test_sign_in.py goes through them.
NOT_SHOWN |= {"access:to_provider", "access:back", "access:signed_out"}
# These give a file to save; what stands in each is opened by the unit tests of its area.
FILES = {"papers:paper_file", "papers:copy_file", "documents:shipped_file", "documents:template_file"}
FILES |= {"documents:template_example", "boards:pack_word", "boards:pack_pdf"}
# Pressed on the page that it leads back to.
PRESSED = {"courtfeed:try_again"}
# The second step of an import shows what the first has read: without it, it leads back.
PRESSED |= {"improvement:import_take"}
PAGES = [name for name, _pattern in routes.every_route() if name not in NOT_SHOWN | FILES | PRESSED]
WIDTHS = {"wide": DESKTOP, "telephone": TELEPHONE}


@pytest.fixture(scope="module")
def known(database):
    """What is in the database of this module: where each route can be opened, and the families' last names."""
    return json.loads(databases.run(["-m", "tests.journeys.routes"], database, "app_web"))


@pytest.fixture(scope="module")
def seats(browser, site):
    """seats(person, width): the browser of someone who has signed in, at a width; the same one each time."""
    cookies, contexts = {"": None}, {}

    def seat(person, width):
        if person not in cookies:
            context = browser.new_context(base_url=site, java_script_enabled=False)
            sign_in(context.new_page(), person)
            cookies[person] = context.storage_state()
            context.close()
        if (person, width) not in contexts:
            contexts[person, width] = browser.new_context(
                viewport=WIDTHS[width], base_url=site, storage_state=cookies[person]
            )
        return contexts[person, width]

    yield seat
    for context in contexts.values():
        context.close()


@pytest.fixture
def opened(seats, known):
    """opened(route, width): the page, what its console said, and a word on where it is."""
    pages = []

    def open_one(route, width):
        tried = known["routes"][route]
        assert tried, (
            f"Nobody of the cast may open {route}, or the service of the seed has nothing to open it with: make one in "
            "tests/journeys/seed.py, or say in OTHERS of tests/journeys/routes.py where its arguments are."
        )
        seen = []
        for person, address in tried:
            # Asked without a browser first, which is quick: many an address is there to be passed over.
            answer = seats(person, width).request.get(address, max_redirects=0)
            if answer.status != 200:
                seen.append(f"{answer.status} {address} ({person})")
                continue
            page, said = seats(person, width).new_page(), []
            pages.append(page)
            page.on("console", lambda m, said=said: said.append(m.text) if m.type in {"error", "warning"} else None)
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            assert page.goto(address).status == 200
            return page, said, f"{address} ({person or 'nobody'})"
        raise AssertionError(f"{route} opened nowhere; what never opens belongs to NOT_SHOWN:\n" + "\n".join(seen))

    yield open_one
    for page in pages:
        page.close()


def faults(page, said, names):
    """What is wrong with an open page, each in a line."""
    width = page.viewport_size["width"]
    if (count := page.get_by_role("heading", level=1).count()) != 1:
        yield f"it has {count} main headings"
    title = page.title()
    if not title.endswith("– Golden Thread"):
        yield f"its title is {title!r}"
    if any(name in title for name in names):
        yield "its title names a family"
    if (widest := page.evaluate("document.documentElement.scrollWidth")) > width:
        yield f"it scrolls sideways: it is {widest} wide, by {page.evaluate(STICKS_OUT, width)}"
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    if found.violations_count:
        yield found.generate_report()
    yield from said


# The innermost elements that reach beyond the screen.
STICKS_OUT = """width => [...document.querySelectorAll("body *")]
  .filter(e => e.getBoundingClientRect().right > width + 1).slice(-3)
  .map(e => `${e.tagName.toLowerCase()}.${e.className}`)"""


@pytest.mark.parametrize("route", PAGES, ids=routes.slug)
def test_page(opened, known, route):
    page, said, where = opened(route, "wide")
    wrong = []
    for width, size in WIDTHS.items():
        # Opened once and made narrow, as a window is: what a telephone is sent is the same page.
        page.set_viewport_size(size)
        wrong += [f"{width}: {fault}" for fault in faults(page, said, known["names"])]
        said.clear()
    assert not wrong, f"{where}:\n" + "\n".join(wrong)


PLANTED = {
    "2 main headings": "document.querySelector('main').append(document.createElement('h1'))",
    "title is": "document.title = 'Golden'",
    "names a family": "document.title = 'Okafor-Reed – Golden Thread'",
    "scrolls sideways": "document.querySelector('main').style.width = '3000px'",
    "image-alt": "document.querySelector('main').append(new Image())",
    "Something broke": "console.error('Something broke')",
}


@pytest.mark.parametrize("found", PLANTED)
def test_a_planted_fault_is_found(opened, known, found):
    page, said, _where = opened("enquiry:index", "telephone")
    page.evaluate(PLANTED[found])
    wrong = "\n".join(faults(page, said, known["names"]))
    assert found in wrong


@pytest.mark.parametrize("route", sorted(NOT_SHOWN - {"access:alive"}), ids=routes.slug)
def test_what_only_acts_shows_nothing(seats, known, route):
    answer = seats("Amira Lindqvist", "wide").request.get(known["routes"][route][0][1], max_redirects=0)
    assert answer.status in {404, 405}
