"""The courts' interface: search a window, fetch a document, file a document. A real client of both published services.

    court = Court(Jurisdiction.PRIVATELAW)
    answer = court.search(start, end)

Facts: HMCTS, prl-cos-api and fpl-ccd-configuration (public code, 2026). Addresses come from the settings and from
nowhere else: an address in a payload is never followed. Nothing of a question, a header or a body reaches a log.
"""

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from goldenthread.casework.courtfeed import wire
from goldenthread.casework.courtfeed.rules import Jurisdiction, Trouble
from goldenthread.casework.courtfeed.tokens import Access, NoToken, Tokens


class CourtProblem(Exception):
    """What went wrong with a court, as a code of `Trouble`. It never quotes what was sent or received."""

    def __init__(self, code: Trouble):
        super().__init__(str(code))
        self.code = Trouble(code)


class CourtAway(CourtProblem):
    """Nothing was sent, or nothing was read: it is safe to try again."""


class CourtRefused(CourtProblem):
    """The court said no, in a way whose meaning is known. Nothing was done there."""


class CourtUnclear(CourtProblem):
    """It was sent, and the answer cannot be relied on: whether anything was done there is not known."""


@dataclass(frozen=True)
class Receipt:
    """That the court took a document. Neither court gives it an identifier: `id` is one where the answer has one, and
    otherwise the fingerprint of what was answered."""

    id: str


@dataclass(frozen=True)
class _Ways:
    """How one of the two services spells its interface."""

    search: str
    start: str
    end: str
    document: str
    file: str
    filed: re.Pattern


WAYS = {
    Jurisdiction.PRIVATELAW: _Ways(
        "/cases/searchCases", "start_date", "end_date", "/cases/documents/{id}/binary", "/{id}/document",
        re.compile(r"uploaded successfully"),
    ),
    Jurisdiction.PUBLICLAW: _Ways(
        "/cases", "startDate", "endDate", "/cases/documents/{id}/binary", "/cases/{id}/document",
        re.compile(r"uploaded successfully"),
    ),
}  # fmt: skip
# 403 is what the public law service says to a token that has run out, and the private law service when it is filed to.
LOCKED_OUT = frozenset({401, 403})
REFUSALS = {
    400: Trouble.BAD_REQUEST,
    401: Trouble.NOT_ALLOWED,
    403: Trouble.NOT_ALLOWED,
    404: Trouble.NOT_THERE,
    413: Trouble.TOO_LARGE,
    415: Trouble.BAD_REQUEST,
    422: Trouble.BAD_REQUEST,
}
ANSWER_LIMIT = 64 * 1024


class Court:
    """One of the two services. Not shared between threads. `clock` is what its own clock said last, or None."""

    def __init__(self, jurisdiction: str):
        self.jurisdiction = Jurisdiction(jurisdiction)
        self.ways, told = WAYS[self.jurisdiction], settings.COURTS.get(self.jurisdiction.value, {})
        self.address = told.get("address", "")
        self.clock: dt.datetime | None = None
        self._session = wire.session()
        access = {name: value for name, value in told.items() if name != "address"}
        self.tokens = Tokens(Access(**access), self._for_token)

    @property
    def is_set_up(self) -> bool:
        """Whether the settings name an address at all."""
        return bool(self.address)

    def search(self, start: dt.datetime, end: dt.datetime) -> bytes:
        """The answer for a window: two times of the court's clock, without a zone. Raises `CourtProblem`."""
        asked = {self.ways.start: _wall(start), self.ways.end: _wall(end)}
        # The private law service takes a question without this header for none of its own.
        answer = self._safe(
            "GET", self.ways.search, params=asked, headers={"Content-Type": "application/json"},
            limit=settings.FEED_FILE_LIMIT_MB * 1024 * 1024,
        )  # fmt: skip
        return answer.body

    def document(self, document_id: str) -> bytes:
        """The bytes of a document. Raises `CourtProblem`; NOT_THERE where the court does not have it."""
        try:
            there = self.ways.document.format(id=UUID(str(document_id)))
        except ValueError:
            raise CourtRefused(Trouble.NOT_THERE) from None
        return self._safe("GET", there, limit=settings.COURT_DOCUMENT_LIMIT_MB * 1024 * 1024).body

    def file(self, case_number: str, name: str, media_type: str, data: bytes, document_type: str) -> Receipt:
        """Files a document as `document_type` in a case. Returns a `Receipt`.

        Raises `CourtAway` where nothing was sent, `CourtRefused` where the court did not take it, and `CourtUnclear`
        where it was sent and the answer cannot be relied on: then nobody may send it again unasked.
        """
        if not re.fullmatch(r"[0-9]{1,40}", str(case_number)):
            raise CourtRefused(Trouble.NOT_THERE)
        there = self.ways.file.format(id=case_number)
        answer = self._once(there, files={"file": (name, data, media_type)}, data={"typeOfDocument": document_type})
        said = answer.body.decode("utf-8", "replace")
        if not self.ways.filed.search(said):
            raise CourtUnclear(Trouble.UNCLEAR)
        return Receipt(_identifier(said) or "sha256:" + hashlib.sha256(answer.body).hexdigest())

    # ── How a call is made ────────────────────────────────────────────────────────────────────────────

    def _safe(self, method, there, *, limit, headers=None, **what):
        """A call that changes nothing at the court, so that whatever breaks may be tried again."""
        try:
            answer = self._with_tokens(self._session, method, there, limit=limit, headers=headers, **what)
        except wire.Broken as broken:
            if broken.code in {Trouble.UNCLEAR, Trouble.TOO_LARGE}:
                raise CourtUnclear(broken.code) from None
            raise CourtAway(broken.code) from None
        if answer.status == 200:
            return answer
        if answer.status >= 500:
            raise CourtAway(Trouble.COURT_ERROR)
        raise _problem(answer.status)

    def _once(self, there, **what):
        """A call that changes something at the court, over a connection of its own: one that was kept may have been
        shut at the other end meanwhile, and nobody could say whether the court had read what was sent."""
        with wire.session() as over:
            try:
                answer = self._with_tokens(over, "POST", there, limit=ANSWER_LIMIT, **what)
            except wire.Broken as broken:
                raise (CourtUnclear if broken.sent else CourtAway)(broken.code) from None
        if answer.status == 200:
            return answer
        if answer.status >= 500 or answer.status < 200:
            raise CourtUnclear(Trouble.COURT_ERROR)
        raise _problem(answer.status)

    def _with_tokens(self, over, method, there, *, limit, headers=None, **what):
        if not self.address:
            raise CourtAway(Trouble.NOT_SET_UP)
        extra = headers or {}
        try:
            base = wire.checked_address(self.address)
            answer = self._call(over, method, base + there, limit, headers={**self.tokens.headers(), **extra}, **what)
            if answer.status in LOCKED_OUT:
                # A token that ran out, or was withdrawn: once more with new ones. Nothing was done at the court.
                held = self.tokens.headers(anew=True)
                answer = self._call(over, method, base + there, limit, headers={**held, **extra}, **what)
        except NoToken as none:
            raise CourtAway(none.code) from None
        self.clock = answer.at or self.clock
        return answer

    def _call(self, over, method, address, limit, **what):
        return wire.call(
            over, method, address, seconds=settings.COURT_DEADLINE_SECONDS, limit=limit,
            connect_seconds=settings.COURT_CONNECT_SECONDS, ca=settings.COURT_CA or True, **what,
        )  # fmt: skip

    def _for_token(self, method, url, **what):
        return self._call(self._session, method, wire.checked_address(url), ANSWER_LIMIT, **what)


def _problem(status):
    if status in {408, 425, 429}:
        return CourtAway(Trouble.BUSY)
    if 300 <= status < 400:
        return CourtUnclear(Trouble.REDIRECTED)
    if 400 <= status < 500:
        return CourtRefused(REFUSALS.get(status, Trouble.REFUSED))
    return CourtUnclear(Trouble.UNCLEAR)


def _wall(moment):
    """A time without a zone, as both services read it."""
    return moment.isoformat(timespec="microseconds" if moment.microsecond else "seconds")


def _identifier(said):
    """An identifier in the court's answer, where there is one."""
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        return ""
    for name in ("documentId", "document_id", "id"):
        value = told.get(name) if isinstance(told, dict) else None
        if isinstance(value, str | int) and re.fullmatch(r"[A-Za-z0-9-]{1,60}", str(value)):
            return str(value)
    return ""
