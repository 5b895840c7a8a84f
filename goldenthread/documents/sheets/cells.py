"""What a cell may hold, and how it is made harmless. Pure."""

import re
from dataclasses import dataclass

TEXT, DATE = "TEXT", "DATE"

# What makes a spreadsheet calculate the cell of a CSV file: at its start, or after what it skips; full-width forms too.
CALCULATES = re.compile(r"[\t\r\n]|[\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")  # noqa: RUF001
# What XML cannot carry.
UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MARKUP = re.compile("[&<>\x00-\x08\x0b-\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Head:
    """A column of a file: its heading, whether it holds TEXT or a DATE, and its width in characters."""

    heading: str
    kind: str = TEXT
    width: int = 16


class Written(dict):
    """Each value as a cell of a file, written once: most of a list's cells stand in it many times.

    `made` writes one. Emptied when it has grown, so that it costs no more for a long list.
    """

    MOST = 20_000

    def __init__(self, made):
        super().__init__()
        self.made = made

    def __missing__(self, value):
        if len(self) >= self.MOST:
            self.clear()
        written = self[value] = self.made(value)
        return written


def harmless(text: str) -> str:
    """A text as a cell of a CSV file: what would be calculated begins with an apostrophe instead."""
    if text[:1].isalnum():
        return text
    return f"'{text}" if CALCULATES.match(text) else text


def xml(text: str) -> str:
    """A text inside XML: markup escaped, what XML cannot carry left out."""
    if not MARKUP.search(text):
        return text
    text = UNSAYABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
