"""Where the headings of a plan stand in a sheet, and which column is which, however they are spelled. Pure."""

import re

HEADINGS_WITHIN = 20
KINDS = ("ref", "priority", "title", "words", "who", "accountable", "due", "know")
# How headings are really spelled, in the letters and figures that are left of them (see `plain`); Welsh too.
SPELLED = {
    "ref": "ref, reference, ref no, ref number, reference number, no, number, id, action no, action number, "
           "action ref, item, line, cyf, cyfeirnod, rhif",
    "priority": "priority, priorities, priority area, improvement priority, theme, objective, aim, workstream, "
                "area for improvement, blaenoriaeth",
    "title": "what will we do, what will be done, what we will do, what, what are we going to do, action, actions, "
             "action point, improvement action, task, activity, title, beth fyddwn ni n ei wneud, beth, cam gweithredu",
    "words": "how will we do it, how we will do it, how will it be done, how, details, detail, steps, description, "
             "sut fyddwn ni n ei wneud, sut",
    "who": "who will do it, who, owner, action owner, owned by, lead, lead officer, responsible, who is responsible, "
           "responsibility, by whom, pwy, pwy fydd yn ei wneud, perchennog",
    "accountable": "accountable, accountable person, accountable post, accountable officer, accountable to, "
                   "who is accountable, accounts for it, senior responsible owner, sro, atebol",
    "due": "when will we do it by, when will we do it, when will it be done, when, by when, due, due date, deadline, "
           "target date, timescale, timeframe, completion date, date, pryd, erbyn pryd, dyddiad",
    "know": "how will we know, how we will know, measure, measures, success measure, success measures, outcome, "
            "impact, evidence of impact, measure of success, sut fyddwn ni n gwybod",
}  # fmt: skip
HEADINGS = {name: kind for kind, names in SPELLED.items() for name in re.split(r",\s+", names)}
# Headings that go on differently after these words. The longer ones stand first: "how will we know" before "how".
BEGIN = (
    ("how will we know", "know"), ("how we will know", "know"), ("sut fyddwn ni n gwybod", "know"),
    ("what will we do", "title"), ("how will we do", "words"), ("who will do", "who"),
    ("who is accountable", "accountable"), ("when will we do", "due"), ("by when", "due"),
)  # fmt: skip


def plain(text: str) -> str:
    """The letters and figures of a text, in small letters, with single spaces between the words."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _kind(text):
    said = plain(text) if len(text) < 200 else ""
    return HEADINGS.get(said) or next((kind for begin, kind in BEGIN if said.startswith(begin)), None)


def columns_of(cells):
    """{kind: column} of a row of headings; the first of two that say the same."""
    found = {}
    for column, text in enumerate(cells):
        kind = _kind(text)
        if kind and kind not in found:
            found[kind] = column
    return found


def heading_row(grid):
    """(index, {kind: column}) of the row that shows the most headings among the first twenty, or None.

    It names at least what is done, and by whom or when. A second row of headings above or below it adds what it lacks.
    """
    best = max(
        ((len(found), -at, found) for at, found in ((at, columns_of(row)) for at, row in enumerate(_first(grid)))),
        key=lambda one: one[:2], default=None,
    )  # fmt: skip
    if best is None:
        return None
    at, found = -best[1], dict(best[2])
    for near in (at - 1, at + 1):
        if 0 <= near < len(grid.cells) and only_headings(grid.cells[near]):
            for kind, column in columns_of(grid.cells[near]).items():
                if kind not in found and column not in found.values():
                    found[kind] = column
    named = {"title", "words"} & found.keys() and {"who", "due", "accountable"} & found.keys()
    return (at, found) if named else None


def _first(grid):
    return grid.cells[:HEADINGS_WITHIN]


def only_headings(cells):
    """Whether a row says something, and nothing but headings."""
    said = [text for text in cells if text]
    return bool(said) and all(map(_kind, said))
