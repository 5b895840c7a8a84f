"""A stand-in for both courts' services, for the demonstration and for tests: everything in it is made up.

    with StandIn(clock) as court:                    # serves on this machine, on a port of its own
        court.add(PRIVATE, changed_at, case)
        court.address(PRIVATE)                       # what the settings name
        court.filed                                  # what was filed, oldest first

It behaves as the published controllers do (HMCTS, prl-cos-api and fpl-ccd-configuration, 2026), the odd things too: a
window may be fifteen minutes long and holds both of its ends; private law answers a bad date with 500 and public law
with 400; a token that has run out is 401 in private law when searching and 403 when filing, and always 403 in public
law; a search without a JSON content type is 415; neither court gives what was filed an identifier.
"""

import datetime as dt
import json
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

PRIVATE, PUBLIC = "PRIVATELAW", "PUBLICLAW"
PREFIX = {"/private-law": PRIVATE, "/public-law": PUBLIC}
LONGEST = dt.timedelta(minutes=15)
CLIENT, SECRET, USER, PASSWORD = "golden-thread", "made-up", "feed@service.invalid", "made-up"  # noqa: S105 (no secret)
SERVICE, SERVICE_SECRET = "golden_thread", "AAAAAAAAAAAAAAAA"  # noqa: S105 (no secret)
PRIVATE_TYPES = frozenset(
    """16_4_Report CR_1 CR_2 CIR_Part1 CIR_Part2 CIR_Review cirTransferRequest cirExtensionRequest CMO_report
    Contact_Centre_Recordings Correspondence Direct_work Enforcement_report FAO_Report FAO_Workplan Letter_from_Child
    Other_Non_Section_7_Report Position_Statement Positive_Parenting_Programme_Report Re_W_Report S_11H_Monitoring
    S_16A_Risk_Assessment Safeguarding_Letter Safeguarding_Letter_Returner Safeguarding_Letter_Shorter_Template
    Safeguarding_Letter_Update Second_Gatekeeping_Safeguarding_Letter Section7_Addendum_Report
    Section7_Report_Child_Impact_Analysis Suitability_report""".casefold().split()
)
PUBLIC_TYPES = frozenset({"GUARDIAN_REPORT", "POSITION_STATEMENT"})
FILE_LIMIT = 200 * 1024 * 1024


@dataclass(frozen=True)
class Filed:
    """What was filed with the stand-in."""

    jurisdiction: str
    case_number: str
    name: str
    media_type: str
    data: bytes
    document_type: str
    at: dt.datetime


@dataclass
class Asked:
    """One request as it came in. `court`: whose, empty for the token services."""

    court: str
    method: str
    path: str
    query: dict
    headers: dict
    body: bytes

    @property
    def is_search(self):
        """Whether it asks for a window."""
        return bool(self.query)


@dataclass(frozen=True)
class Said:
    """What is answered."""

    status: int
    body: bytes = b""
    media_type: str = "application/json"

    @classmethod
    def value(cls, status, value):
        """An answer in JSON."""
        return cls(status, json.dumps(value).encode())


@dataclass
class StandIn:
    """Both courts and the two token services. `clock` says what time it is there."""

    # What speaks on the wire, where it is another than `Handler`.
    handler: ClassVar = None

    clock: Callable[[], dt.datetime]
    token_seconds: int = 3600
    port: int = 0
    # What a time without a zone is taken for: the published code writes UTC.
    read: Callable[[dt.datetime], dt.datetime] = lambda wall: wall.replace(tzinfo=dt.UTC)
    # Whether a case that it does not hold may be filed to: the demonstration's own families are such.
    any_case: bool = False
    filed: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    guardians: list = field(default_factory=list)

    def __post_init__(self):
        self._versions: dict = {PRIVATE: {}, PUBLIC: {}}
        self._documents: dict = {}
        self._tokens: dict = {}
        self._server = None
        self._lock = threading.Lock()

    # ── What the courts hold ──────────────────────────────────────────────────────────────────────────

    def add(self, court: str, changed_at: dt.datetime, case: dict) -> None:
        """A version of a case, as it stands from a moment on. Its dates are set to that moment."""
        stamp = changed_at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
        case = {**case, ("last_modified" if court == PRIVATE else "lastModified"): stamp}
        self._versions[court].setdefault(str(case["id"]), []).append((changed_at, case))

    def add_document(self, document_id: str, name: str, media_type: str, data: bytes) -> None:
        """A document that can be fetched."""
        self._documents[str(UUID(document_id))] = (name, media_type, data)

    def withdraw_tokens(self) -> None:
        """Every token given out so far is good no more."""
        self._tokens.clear()

    def _now_standing(self, court):
        """Each case as it stands now: (when it changed, the case)."""
        now = self.clock()
        for versions in self._versions[court].values():
            reached = [version for version in versions if version[0] <= now]
            if reached:
                yield max(reached, key=lambda version: version[0])

    # ── Answering ─────────────────────────────────────────────────────────────────────────────────────

    def answer(self, asked: Asked) -> Said:
        """What is said to one request."""
        with self._lock:
            self.asked.append(asked)
            if asked.path in {"/o/token", "/lease"}:
                return self._token(asked)
            if asked.court not in {PRIVATE, PUBLIC}:
                return Said(404)
            return self._private(asked) if asked.court == PRIVATE else self._public(asked)

    def _token(self, asked):
        if asked.method != "POST":
            return Said(405)
        if asked.path == "/o/token":
            form = {name: values[0] for name, values in parse_qs(asked.body.decode("ascii", "replace")).items()}
            known = form.get("client_id") == CLIENT and form.get("client_secret") == SECRET
            if not known or form.get("username") != USER or form.get("password") != PASSWORD:
                return Said.value(401, {"error": "invalid_client"})
            given = {"access_token": self._new("user"), "token_type": "Bearer", "expires_in": self.token_seconds}
            return Said.value(200, given)
        told = _json(asked.body)
        if not isinstance(told, dict) or told.get("microservice") != SERVICE or not told.get("oneTimePassword"):
            return Said.value(401, {"message": "no"})
        return Said(200, self._new("service").encode(), "text/plain")

    def _new(self, kind):
        token = secrets.token_hex(16)
        self._tokens[f"Bearer {token}"] = (kind, time.monotonic() + self.token_seconds)
        return token

    def _let_in(self, asked, header, kind):
        held, ends = self._tokens.get(asked.headers.get(header, ""), ("", 0))
        return held == kind and time.monotonic() < ends

    def _private(self, asked):
        inside = self._let_in(asked, "authorization", "user") and self._let_in(asked, "serviceauthorization", "service")
        if document := re.fullmatch(r"/cases/documents/([^/]+)/binary", asked.path):
            return self._document(document[1]) if inside else _error(401)
        if filing := re.fullmatch(r"/([^/]+)/document", asked.path):
            return self._file_private(asked, filing[1]) if inside else _error(403)
        if asked.path != "/cases/searchCases":
            return _error(404)
        if asked.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _error(415)
        return self._search(asked, "start_date", "end_date", bad_date=500) if inside else _error(401)

    def _public(self, asked):
        if not self._let_in(asked, "authorization", "user"):
            return _error(403)
        if document := re.fullmatch(r"/cases/documents/([^/]+)/binary", asked.path):
            return self._document(document[1])
        if filing := re.fullmatch(r"/cases/([^/]+)/document", asked.path):
            return self._file_public(asked, filing[1])
        if guardians := re.fullmatch(r"/cases/([^/]+)/guardians", asked.path):
            self.guardians.append((guardians[1], _json(asked.body)))
            return Said(200)
        return self._search(asked, "startDate", "endDate", bad_date=400) if asked.path == "/cases" else _error(404)

    def _search(self, asked, start_name, end_name, *, bad_date):
        if start_name not in asked.query or end_name not in asked.query:
            return _error(400)
        try:
            walls = [dt.datetime.fromisoformat(asked.query[name]) for name in (start_name, end_name)]
        except ValueError:
            return _error(bad_date)
        if any(wall.tzinfo for wall in walls):
            return _error(bad_date)
        if walls[0] > walls[1] or walls[0] + LONGEST < walls[1]:
            return _error(400)
        start, end = (self.read(wall) for wall in walls)
        found = [case for at, case in self._now_standing(asked.court) if start <= at <= end]
        return Said.value(200, {"total": len(found), "cases": found})

    def _document(self, told_id):
        try:
            held = self._documents.get(str(UUID(told_id)))
        except ValueError:
            return _error(400)
        return Said(200, held[2], held[1]) if held else _error(404)

    def _knows(self, court, number):
        return number in self._versions[court] or (self.any_case and number.isdigit() and len(number) == 16)

    def _file_private(self, asked, number):
        file, kind = _form(asked)
        if file is None or file[0].rpartition(".")[2].casefold() not in {"pdf", "docx"}:
            return _error(400)
        if kind.casefold() not in PRIVATE_TYPES:
            return _error(400)
        if not self._knows(PRIVATE, number):
            return _error(404)
        self.filed.append(Filed(PRIVATE, number, *file, kind, self.clock()))
        return Said.value(200, {"message": f"Document has been uploaded successfully: {file[0]}"})

    def _file_public(self, asked, number):
        file, kind = _form(asked)
        if file is None or not file[2] or file[1] not in {"application/pdf", "application/x-pdf"}:
            return _error(400)
        if not self._knows(PUBLIC, number):
            return _error(404)
        if kind not in PUBLIC_TYPES:
            return _error(400)
        self.filed.append(Filed(PUBLIC, number, *file, kind, self.clock()))
        return Said(200, f"{kind} uploaded successfully to case with Id: {number}".encode(), "text/plain")

    # ── Serving ───────────────────────────────────────────────────────────────────────────────────────

    def __enter__(self):
        handler = type("Handler", (self.handler or Handler,), {"court": self})
        self._server = _Server(("127.0.0.1", self.port), handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self._server.shutdown()
        self._server.server_close()

    def address(self, court: str) -> str:
        """The address of one court's service."""
        prefix = next(prefix for prefix, whose in PREFIX.items() if whose == court)
        return f"http://127.0.0.1:{self.port}{prefix}"

    def settings(self) -> dict:
        """What the setting COURTS holds so that the product's client uses this."""
        base = f"http://127.0.0.1:{self.port}"
        access = {
            "token_url": f"{base}/o/token", "client_id": CLIENT, "client_secret": SECRET, "username": USER,
            "password": PASSWORD, "scope": "openid profile roles", "lease_url": f"{base}/lease", "service": SERVICE,
            "service_secret": SERVICE_SECRET,
        }  # fmt: skip
        return {court: {"address": self.address(court), **access} for court in (PRIVATE, PUBLIC)}

    def environment(self) -> dict:
        """The same as environment variables of another process."""
        shared = dict(self.settings()[PRIVATE])
        del shared["address"]
        told = {f"GOLDENTHREAD_COURT_{name.upper()}": value for name, value in shared.items()}
        return told | {f"GOLDENTHREAD_{court}_URL": self.address(court) for court in (PRIVATE, PUBLIC)}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """A client that goes away is nothing to tell."""


class Handler(BaseHTTPRequestHandler):
    """From the wire to `StandIn.answer` and back, over connections that are kept."""

    protocol_version = "HTTP/1.1"
    court: StandIn
    # Headers and body in one piece: two would wait for each other.
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *_what):
        """Nothing of a request is told."""

    def date_time_string(self, timestamp=None):
        """The stand-in's own clock."""
        return format_datetime(self.court.clock().astimezone(dt.UTC), usegmt=True)

    def _do(self):
        parts = urlsplit(self.path)
        prefix = next((prefix for prefix in PREFIX if parts.path.startswith(prefix + "/")), "")
        length = int(self.headers.get("Content-Length") or 0)
        asked = Asked(
            PREFIX.get(prefix, ""), self.command, parts.path.removeprefix(prefix),
            {name: values[0] for name, values in parse_qs(parts.query).items()},
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(min(length, FILE_LIMIT)),
        )  # fmt: skip
        self.say(asked, self.court.answer(asked))

    do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815 (the standard library's names)

    def say(self, asked: Asked, said: Said) -> None:
        """Writes an answer. Tests put their faults here."""
        self.send_response(said.status)
        self.send_header("Content-Type", said.media_type)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        self.wfile.write(said.body)
        self.wfile.flush()


def _error(status):
    return Said.value(status, {"message": f"status {status}"})


def _json(body):
    try:
        return json.loads(body)
    except ValueError:
        return None


def _form(asked):
    """((name, media type, bytes) of the file or None, type of document) of a multipart form."""
    boundary = re.search(r'boundary="?([^";]+)', asked.headers.get("content-type", ""))
    file, kind = None, ""
    for part in asked.body.split(b"--" + boundary[1].encode())[1:-1] if boundary else ():
        head, _, data = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        told, data = head.decode("utf-8", "replace"), data.removesuffix(b"\r\n")
        name = re.search(r'name="([^"]*)"', told)
        file_name = re.search(r'filename="([^"]*)"', told)
        media_type = re.search(r"(?im)^content-type:\s*(\S+)", told)
        if name and name[1] == "file" and file_name:
            file = (file_name[1], media_type[1] if media_type else "", data)
        elif name and name[1] == "typeOfDocument":
            kind = data.decode("utf-8", "replace")
    return file, kind
