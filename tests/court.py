"""A court for tests: the demonstration's stand-in, with faults, and cases to put into it.

with Court(clock) as court:
    court.faults = [ERROR, None, SLOW]        one for each request to come; None answers as it should
    court.fault_for = lambda asked: …         or a rule
"""

import copy
import json
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from goldenthread.demo.court import PRIVATE, PUBLIC, Asked, Handler, Said, StandIn

SAMPLES = Path(__file__).parent / "data" / "courtfeed"

# What can go wrong with one answer.
ERROR, BUSY, SLOW, BROKEN, TRUNCATED, DRIPPING = "ERROR", "BUSY", "SLOW", "BROKEN", "TRUNCATED", "DRIPPING"
HTML, EMPTY, OTHER_JSON, HALF_JSON, EXPIRED, REDIRECT, PACKED = (
    "HTML", "EMPTY", "OTHER_JSON", "HALF_JSON", "EXPIRED", "REDIRECT", "PACKED",
)  # fmt: skip
# Done at the court, and then no answer: what a filing must live with.
DONE_AND_BROKEN, DONE_AND_ERROR = "DONE_AND_BROKEN", "DONE_AND_ERROR"
FAULTS = [ERROR, BUSY, BROKEN, TRUNCATED, HTML, EMPTY, OTHER_JSON, HALF_JSON, EXPIRED, REDIRECT]


@dataclass
class Court(StandIn):
    """The stand-in whose answers can go wrong."""

    faults: list = field(default_factory=list)
    fault_for: object = None
    slow_seconds: float = 5.0
    happened: list = field(default_factory=list)

    def fault(self, asked: Asked):
        """What goes wrong with this request, or None."""
        if asked.court == "":
            return None
        found = self.faults.pop(0) if self.faults else self.fault_for(asked) if self.fault_for else None
        self.happened.append(found)
        return found

    def answer(self, asked):
        fault = asked.fault = self.fault(asked)
        if fault == EXPIRED:
            self.withdraw_tokens()
        if fault in {ERROR, BUSY, HTML, EMPTY, OTHER_JSON, REDIRECT, BROKEN, SLOW}:
            with self._lock:
                self.asked.append(asked)
            return WRONG.get(fault, Said(200, b'{"total":0,"cases":[]}'))
        return super().answer(asked)


WRONG = {
    ERROR: Said.value(500, {"message": "made-up error"}),
    BUSY: Said.value(429, {"message": "busy"}),
    HTML: Said(200, b"<!doctype html><title>Sign in</title><p>Made-up page", "text/html"),
    EMPTY: Said(200, b""),
    OTHER_JSON: Said.value(200, {"status": "UP"}),
    REDIRECT: Said(302, b"", "text/plain"),
}


class Faulty(Handler):
    """Answers, or goes wrong on the wire."""

    def say(self, asked, said):
        fault = getattr(asked, "fault", None)
        if fault in {BROKEN, DONE_AND_BROKEN}:
            self._break()
        elif fault in {SLOW}:
            # Ends when the client has gone, or in time.
            with suppress(OSError):
                self.connection.settimeout(self.court.slow_seconds)
                self.connection.recv(1)
            self.close_connection = True
        elif fault == DRIPPING:
            self._drip(said)
        elif fault == TRUNCATED:
            self._whole(said, said.body[: max(len(said.body) - 7, 0)], len(said.body))
            self.close_connection = True
        elif fault == HALF_JSON:
            self._whole(said, said.body[:-7], len(said.body[:-7]))
        elif fault == DONE_AND_ERROR:
            super().say(asked, WRONG[ERROR])
        elif fault == PACKED:
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            super().say(asked, said)

    def _whole(self, said, body, length):
        self.send_response(said.status)
        self.send_header("Content-Type", said.media_type)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(body)
        with suppress(OSError):
            self.wfile.flush()

    def _break(self):
        # With a reset, as when a machine in between falls over.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def _drip(self, said):
        self.send_response(said.status)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        ends = time.monotonic() + self.court.slow_seconds
        with suppress(OSError):
            while time.monotonic() < ends:
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.02)
        self.close_connection = True


def sample(name) -> dict:
    """The first case of one of our own answers of a court, as a value that a test may change."""
    return copy.deepcopy(json.loads((SAMPLES / f"{name}.json").read_text())["cases"][0])


def a_case(court=PRIVATE, number=1, **over) -> dict:
    """A made-up case of one court, told from others by its number."""
    case = sample("private_law_older" if court == PRIVATE else "public_law")
    case["id"] = (1_700_000_000_000_000 if court == PRIVATE else 1_800_000_000_000_000) + number
    case.update(over)
    return case


def pdf(words="A made-up paper.") -> bytes:
    """A small, whole PDF."""
    from goldenthread.demo.papers import pdf as made

    return made([words])


Court.handler = Faulty
__all__ = ["PRIVATE", "PUBLIC"]
