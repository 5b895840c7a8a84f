"""From the bytes of an answer to its cases, one at a time, however much of it can be read.

An answer that was cut short still holds whole cases before the cut, and one case that cannot be parsed must not take
the others with it. So the answer is not parsed as one: the list of cases is found and each case read by itself.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.casework.courtfeed.rules import SetAsideReason

SPACE = re.compile(r"[ \t\n\r\x00\ufeff]*")
# What can change the depth of nesting; the inside of a string cannot.
MARK = re.compile(r'[\[{}\]]|"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
SCALAR = re.compile(r"[^,\]}]*")
LONGEST_NUMBER = 40


@dataclass(frozen=True)
class Part:
    """One case as received: its place in the answer, its text, and its value or why it has none.

    `position` is None where the reason is the answer's and no case's. `done` is how far the reading has come, from
    nought to one.
    """

    position: int | None
    text: str = ""
    value: object = None
    reason: SetAsideReason | None = None
    done: float = 1.0


def _integer(digits):
    # A number of a million digits is a way to hold a program up; as text it harms nobody.
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


# Control characters inside strings are read, and NaN counts as nothing told.
DECODER = json.JSONDecoder(strict=False, parse_int=_integer, parse_constant=lambda _name: None)


class _Unclear(Exception):
    """The answer could not be followed further; `reason` says why, None where a part has said so already."""

    def __init__(self, reason):
        super().__init__(str(reason))
        self.reason = reason


def text_of(data: bytes) -> str:
    """The bytes as text. Bytes that are no text are kept as halves of character pairs, so that none is lost."""
    encoding = json.detect_encoding(data)
    return data.decode(encoding, "surrogateescape" if encoding.startswith("utf-8") else "replace")


def storable(text: str) -> str:
    """The text with each character that the database cannot hold as its JSON escape: read again, it is the same."""
    return re.sub("[\x00\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)


def value_of(body: str):
    """The value of one stored case; None where it cannot be read any more."""
    try:
        return DECODER.decode(body)
    except (ValueError, RecursionError):
        return None


def parts(data: bytes, *, limit: int) -> Iterator[Part]:
    """The cases of an answer of at most `limit` bytes, in order. Never raises."""
    if len(data) > limit:
        yield Part(None, reason=SetAsideReason.TOO_LARGE)
        return
    try:
        yield from _Answer(text_of(data)).cases()
    except _Unclear as unclear:
        if unclear.reason is not None:
            yield Part(None, reason=unclear.reason)


class _Answer:
    """The text of an answer and how far it has been read."""

    def __init__(self, text):
        self.text, self.at, self.position = text, 0, 0

    def cases(self):
        """Each case of the list under "cases"; what else the answer holds is passed over."""
        if self._next() != "{":
            raise _Unclear(SetAsideReason.WRONG_SHAPE if self._is_json() else SetAsideReason.NOT_JSON)
        self.at += 1
        found, total = False, None
        while self._next() != "}":
            key = self._key()
            if key == "cases" and self._next() == "[":
                found = True
                yield from self._elements()
            else:
                value = self._value()
                found = found or (key == "cases" and value is None)
                total = value if key == "total" else total
            if self._next() == ",":
                self.at += 1
            elif self._next() != "}":
                raise self._broken()
        self.at += 1
        if self._next():
            raise _Unclear(SetAsideReason.NOT_JSON)
        # An empty answer may leave its list out: the court leaves out what is empty.
        if not found and total != 0:
            raise _Unclear(SetAsideReason.WRONG_SHAPE)

    def _next(self):
        """The next character that is no space; empty at the end."""
        self.at = _after(SPACE, self.text, self.at)
        return self.text[self.at : self.at + 1]

    def _broken(self):
        """At the end of the text it was cut short; before it, it is no JSON."""
        return _Unclear(SetAsideReason.NOT_JSON if self._next() else SetAsideReason.CUT_SHORT)

    def _is_json(self):
        try:
            DECODER.raw_decode(self.text, self.at)
        except (ValueError, RecursionError):
            return False
        return True

    def _key(self):
        if self._next() != '"':
            raise self._broken()
        try:
            key, self.at = DECODER.raw_decode(self.text, self.at)
        except ValueError:
            raise _Unclear(SetAsideReason.CUT_SHORT) from None
        if self._next() != ":":
            raise self._broken()
        self.at += 1
        return key

    def _value(self):
        self._next()
        try:
            value, self.at = DECODER.raw_decode(self.text, self.at)
        except (ValueError, RecursionError) as error:
            end = end_of(self.text, self.at)
            if end is None:
                raise _Unclear(SetAsideReason.CUT_SHORT) from None
            if not isinstance(error, RecursionError):
                raise _Unclear(SetAsideReason.NOT_JSON) from None
            value, self.at = None, end
        return value

    def _elements(self):
        self.at += 1
        while self._next() != "]":
            part = self._element()
            self.position += 1
            yield part
            if part.reason is SetAsideReason.CUT_SHORT:
                raise _Unclear(None)
            if self._next() == ",":
                self.at += 1
            elif self._next() != "]":
                raise self._broken()
        self.at += 1

    def _element(self):
        if not self._next():
            raise _Unclear(SetAsideReason.CUT_SHORT)
        text, start = self.text, self.at
        try:
            value, self.at = DECODER.raw_decode(text, start)
            return Part(self.position, text[start : self.at], value, None, self.at / len(text))
        except RecursionError:
            reason = SetAsideReason.WRONG_SHAPE
        except ValueError:
            reason = SetAsideReason.NOT_JSON
        end = end_of(text, start)
        self.at = len(text) if end is None else end
        reason = SetAsideReason.CUT_SHORT if end is None else reason
        return Part(self.position, text[start : self.at], None, reason, self.at / len(text))


def _after(pattern, text, at):
    """Where a pattern that always matches ends."""
    return pattern.match(text, at).end()


def end_of(text: str, at: int) -> int | None:
    """Where what begins here ends, by its brackets alone; None where the text ends first."""
    if text[at : at + 1] not in {"{", "["}:
        end = len(text) if text[at : at + 1] == '"' else _after(SCALAR, text, at)
        return end if at < end < len(text) else None
    depth = 0
    for match in MARK.finditer(text, at):
        depth += (match[0] in {"{", "["}) - (match[0] in {"}", "]"})
        if depth == 0:
            return match.end()
    return None
