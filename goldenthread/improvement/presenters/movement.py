"""A risk's movement over time as a picture: plain values in, a drawing out. The same stands in a table beside it."""

import datetime as dt
from dataclasses import dataclass

from markupsafe import Markup

WIDE, HIGH = 480, 260
LEFT, RIGHT, TOP, BOTTOM = 40, 470, 16, 190
INK, LINE, TARGET, APPETITE = "#0b0c0c", "#1d70b8", "#0f6b3d", "#a3200f"


@dataclass(frozen=True)
class Words:
    """The words of the drawing, in the reader's language. `day` says a date."""

    title: str
    desc: str
    now: str
    target: str
    appetite: str
    day: object


def movement(points, *, today: dt.date, target: int, appetite: int | None, highest: int, words: Words) -> Markup:
    """Draws how a score moved: a line in steps, with the target and the most that is accepted as level lines.

    `points`: (day, score), oldest first; a score holds until the next one, the last until `today`. `highest`: the top
    of the scale. `appetite` None where the scale does not say. Styled by attributes: the page lets no style in.
    """
    first = points[0][0]
    span = max((today - first).days, 1)

    def across(day):
        return round(LEFT + (RIGHT - LEFT) * min(max((day - first).days, 0), span) / span, 1)

    def up(score):
        return round(BOTTOM - (BOTTOM - TOP) * score / highest, 1)

    levels = [
        _level(up(score), colour, dash)
        for score, colour, dash in ((target, TARGET, "3 4"), (appetite, APPETITE, "9 5"))
        if score is not None
    ]
    marks = [
        Markup('<circle cx="{}" cy="{}" r="4" fill="{}"/>').format(across(day), up(score), LINE)
        for day, score in points
    ]
    parts = [
        _axes(up, highest),
        *levels,
        Markup('<path d="{}" fill="none" stroke="{}" stroke-width="3"/>').format(
            _steps(points, across, up, today), LINE
        ),
        *marks,
        _text(LEFT, BOTTOM + 20, words.day(first)),
        _text(RIGHT, BOTTOM + 20, words.day(today), "end"),
        _key(words, appetite),
    ]
    return Markup(
        '<svg class="gt-movement" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-labelledby="movement-title movement-desc">'
        '<title id="movement-title">{}</title><desc id="movement-desc">{}</desc>{}</svg>'
    ).format(WIDE, HIGH, WIDE, HIGH, words.title, words.desc, Markup("").join(parts))


def _steps(points, across, up, today):
    """Level until the next score, then straight up or down to it."""
    (day, score), rest = points[0], points[1:]
    path = f"M{across(day)} {up(score)}"
    for later, new in rest:
        path += f"H{across(later)}V{up(new)}"
    return f"{path}H{across(today)}"


def _axes(up, highest):
    frame = Markup('<path d="M{0} {1}V{2}H{3}" fill="none" stroke="{4}"/>').format(LEFT, TOP, BOTTOM, RIGHT, INK)
    return frame + _text(LEFT - 6, up(highest) + 6, highest, "end") + _text(LEFT - 6, up(0), 0, "end")


def _level(y, colour, dash):
    return Markup('<path d="M{} {}H{}" stroke="{}" stroke-width="2" stroke-dasharray="{}"/>').format(
        LEFT, y, RIGHT, colour, dash
    )


def _key(words, appetite):
    rows = [(LEFT, words.now, LINE, ""), (LEFT + 140, words.target, TARGET, "3 4")]
    if appetite is not None:
        rows.append((LEFT + 270, words.appetite, APPETITE, "9 5"))
    return Markup("").join(
        Markup('<path d="M{} {}h24" stroke="{}" stroke-width="3" stroke-dasharray="{}"/>').format(
            x, BOTTOM + 46, colour, dash or "none"
        )
        + _text(x + 30, BOTTOM + 51, text)
        for x, text, colour, dash in rows
    )


def _text(x, y, said, anchor="start"):
    return Markup('<text x="{}" y="{}" font-size="16" fill="{}" text-anchor="{}">{}</text>').format(
        x, y, INK, anchor, said
    )
