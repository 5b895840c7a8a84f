"""People at work, over HTTP: each signs in by the demonstration's page, opens pages and writes, one thing after the
other, on a connection that is kept. What a client was told is taken is remembered, to be looked for afterwards."""

import http.client
import random
import re
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

from goldenthread.access.door import clock

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
# Of a hundred things that are done: reading in one's own cases, lists by managers, writing.
READING, LISTS, WRITING = 70, 15, 15


@dataclass(frozen=True)
class Place:
    """Where one adviser works: identifiers of a case of theirs, and of a child, a session and things with a thread in
    it (as addresses). Empty where there is none."""

    case: UUID
    child: UUID | None
    session: UUID | None
    threads: tuple[str, ...]


@dataclass(frozen=True)
class Worker:
    """Someone at work: an adviser with their places, or (no places) a manager."""

    person: UUID
    places: tuple[Place, ...] = ()


@dataclass
class Tally:
    """What was done by all clients: times by kind of page in milliseconds, faults, and what was acknowledged."""

    times: dict = field(default_factory=lambda: defaultdict(list))
    faults: Counter = field(default_factory=Counter)
    acknowledged: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind, took):
        with self.lock:
            self.times[kind].append(took)

    def fault(self, kind, what):
        with self.lock:
            self.faults[f"{kind}: {what}"] += 1


class Client:
    """One person with a browser's habits: cookies, the tokens of a form, one connection."""

    def __init__(self, server, person, tally):
        self.server, self.tally, self.cookies = server, tally, {}
        self.kept = http.client.HTTPConnection(*server, timeout=60)
        page = self._ask("GET", "/sign-in")[1]
        status, _ = self._ask("POST", "/sign-in", {**dict(HIDDEN.findall(page)), "person": str(person)})
        if status != 302:
            raise LookupError(f"Nobody could sign in: the page answers {status}")

    def warm(self, address):
        """Opens a page before anything is counted."""
        self._ask("GET", address)

    def reads(self, kind, address):
        """Opens a page."""
        began = time.perf_counter()
        status, page = self._ask("GET", address)
        self.tally.add(kind, (time.perf_counter() - began) * 1000)
        if status != 200:
            self.tally.fault(kind, status)
        return page

    def writes(self, kind, address, said, mark):
        """Opens a form, fills it in and sends it; what was taken is remembered by its mark."""
        page = self.reads(f"{kind}, the form", address)
        began = time.perf_counter()
        status, _ = self._ask("POST", address, {**dict(HIDDEN.findall(page)), **said})
        self.tally.add(f"{kind}, sent", (time.perf_counter() - began) * 1000)
        if status == 302:
            with self.tally.lock:
                self.tally.acknowledged.append(mark)
        else:
            self.tally.fault(kind, status)

    def _ask(self, method, address, sent=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if sent is not None:
            body = urlencode(sent)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.kept.request(method, address, body, headers)
            answer = self.kept.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # The server ends a connection on which nothing was asked for some seconds; a browser asks again, and so
            # may a form be sent again: it is taken once.
            self.kept.close()
            self.kept.request(method, address, body, headers)
            answer = self.kept.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode(errors="replace")


class AtWork(threading.Thread):
    """One client at work: an adviser, and now and then a manager's look. `who`: both of them. `when`: the barrier at
    which all wait once they have signed in, and for how many seconds they then work."""

    def __init__(self, server, who, tally, when, seed):
        super().__init__(daemon=True)
        self.server, self.tally = server, tally
        (self.adviser, self.manager), (self.ready, self.seconds) = who, when
        self.chance = random.Random(seed)  # noqa: S311 (which page comes next is no secret)

    def run(self):
        try:
            mine, theirs = (Client(self.server, who.person, self.tally) for who in (self.adviser, self.manager))
            mine.warm("/my-work")
            theirs.warm("/team")
            self.ready.wait(timeout=300)
            until = time.monotonic() + self.seconds
            while time.monotonic() < until:
                self._one(mine, theirs)
        except Exception as error:  # a client that stops is a fault to be counted, whatever stopped it
            self.ready.abort()
            self.tally.fault("a client stopped", type(error).__name__)

    def _one(self, mine, theirs):
        drawn = self.chance.random() * (READING + LISTS + WRITING)
        place = self.chance.choice(self.adviser.places)
        if drawn < READING:
            mine.reads(*self.chance.choice(self._pages(place)))
        elif drawn < READING + LISTS:
            theirs.reads(*self.chance.choice((("Team", "/team"), ("Decisions", "/decisions"))))
        else:
            kind, address, said, mark = self.chance.choice(writings(place))
            mine.writes(kind, address, said, mark)

    def _pages(self, place):
        case = f"/cases/{place.case}"
        found = [
            ("My work", "/my-work"), ("My work", "/my-work"), ("A case", case), ("A case", case),
            ("Enquiry", f"{case}/enquiry"), ("Direct work", f"{case}/direct-work"), ("Harm", f"{case}/harm"),
            ("Assessment", f"{case}/assessment"), ("Advice", f"{case}/advice"), ("Court", f"{case}/court"),
        ]  # fmt: skip
        return found + [("A thing with its thread", address) for address in place.threads[:3]]


def writings(place):
    """What can be written there: (kind, address, what is typed, the mark in it)."""
    mark = f"bench-{uuid4()}"
    case, now = f"/cases/{place.case}", clock()
    found = [
        ("A line of enquiry", f"{case}/enquiry/lines/new",
         {"question": f"What has been seen? {mark}", "why": "The application names it.", "about": "FAMILY"}, mark),
        ("A contact", f"{case}/enquiry/contacts/new",
         {"member": "AGENCY", "agency": "A school", "method": "CHECK", "outcome": "REACHED",
          "said": f"Nothing was seen. {mark}", **day(now)}, mark),
    ]  # fmt: skip
    if place.session:
        said = {"words": f"I want to see Nan. {mark}", "setting": "While drawing", "asked": "NO"}
        found.append(("A wish", f"/direct-work/sessions/{place.session}/wishes/new", said, mark))
    if place.child:
        said = {"kind": "IMPACT_ON_CHILD", "words": f"She wakes at night. {mark}"}
        found.append(("A statement", f"{case}/children/{place.child}/statements/new", said, mark))
    return found


def day(now: datetime) -> dict:
    """Today in the boxes of a form."""
    today = now.date()
    return {"happened_at-day": today.day, "happened_at-month": today.month, "happened_at-year": today.year}
