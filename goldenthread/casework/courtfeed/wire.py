"""One call over the network: a deadline for all of it, a limit on what comes back, and nothing told to anyone.

requests' own timeout is for each read: a service that sends a byte now and then holds it for ever. Here a call that
is not done in time has its connection shut. What goes wrong is a `Broken` with a code: an exception of the library
quotes the address, and with it the question.
"""

import contextlib
import datetime as dt
import ipaddress
import threading
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from goldenthread.casework.courtfeed.rules import Trouble

PIECE = 64 * 1024
# What an answer that is only a refusal may hold; it is read to keep the connection, and thrown away.
SMALL = 64 * 1024


class Broken(Exception):
    """A call that came to nothing. `code` is a `Trouble`; `sent`: whether anything had been sent by then."""

    def __init__(self, code: Trouble, *, sent: bool):
        super().__init__(code.value)
        self.code, self.sent = code, sent


@dataclass(frozen=True)
class Answer:
    """What came back, whole. `at` is what the other side's clock said, None where it does not tell."""

    status: int
    body: bytes = field(repr=False)
    media_type: str = ""
    at: dt.datetime | None = None


class Deadline:
    """The end of a call. When it comes, whatever the connection waits for is over."""

    def __init__(self, seconds):
        self.ends, self.sock, self.sent, self.passed = time.monotonic() + seconds, None, False, False
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True

    def _shut(self):
        self.passed = True
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(2)

    def __enter__(self):
        _now.deadline = self
        self._timer.start()
        return self

    def __exit__(self, *error):
        self._timer.cancel()
        _now.deadline = None


_now = threading.local()


class _Watched:
    """A connection that tells the deadline of the call which socket it uses, and whether anything was sent."""

    def send(self, data):
        if self.sock is None:
            self.connect()
        deadline = getattr(_now, "deadline", None)
        if deadline is not None:
            deadline.sock, deadline.sent = self.sock, True
        return super().send(data)


class _Plain(_Watched, urllib3.connection.HTTPConnection):
    pass


class _Secure(_Watched, urllib3.connection.HTTPSConnection):
    pass


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


def session() -> requests.Session:
    """A session that takes nothing from the environment (no proxy, no .netrc with other credentials) and never
    tries anything again by itself."""
    made = requests.Session()
    made.trust_env = False
    made.mount("https://", _Adapter(max_retries=0))
    made.mount("http://", _Adapter(max_retries=0))
    # As it is and not packed: a size is then what it says, and nothing small can grow large.
    made.headers = requests.structures.CaseInsensitiveDict({"Accept-Encoding": "identity", "Accept": "*/*"})
    return made


def on_this_machine(host: str) -> bool:
    """Whether a host is this machine itself."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def checked_address(address: str) -> str:
    """An address from the settings without its last slash. Raises `Broken` with ADDRESS where it may not be used:
    without TLS it must be this machine's, and it holds no credentials and no question."""
    parts = urlsplit(address.strip())
    plain = parts.scheme == "http" and on_this_machine(parts.hostname or "")
    whole = parts.hostname and not (parts.username or parts.password or parts.query or parts.fragment)
    if not whole or not (parts.scheme == "https" or plain):
        raise Broken(Trouble.ADDRESS, sent=False)
    return address.strip().rstrip("/")


def call(over: requests.Session, method: str, address: str, *, seconds, connect_seconds, limit, ca=True, **what):
    """One call, as an `Answer`. Redirects are not followed. Raises `Broken`.

    `limit`: bytes of the body. `what`: headers, params, data, json, files, as requests takes them.
    """
    with Deadline(seconds) as deadline:
        try:
            with over.request(
                method, address, stream=True, allow_redirects=False, verify=ca,
                timeout=(min(connect_seconds, seconds), seconds), **what,
            ) as response:  # fmt: skip
                body = _body(response, limit if response.status_code < 300 else SMALL, deadline)
                return Answer(
                    response.status_code, body,
                    response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
                    _moment(response.headers.get("Date", "")),
                )  # fmt: skip
        except Broken:
            raise
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            # The library's own words hold the address and the question: they end here.
            raise Broken(_kind(error, deadline), sent=deadline.sent) from None


def _body(response, limit, deadline):
    refused = response.status_code >= 300
    if response.headers.get("Content-Encoding", "identity").lower() != "identity" and not refused:
        raise Broken(Trouble.UNCLEAR, sent=True)
    told = response.headers.get("Content-Length", "")
    pieces, size = [], 0
    if not refused and told.isdigit() and int(told) > limit:
        raise Broken(Trouble.TOO_LARGE, sent=True)
    for piece in response.raw.stream(PIECE, decode_content=False):
        size += len(piece)
        if deadline.passed:
            raise Broken(Trouble.TOO_SLOW, sent=True)
        if size > limit:
            if refused:
                break
            raise Broken(Trouble.TOO_LARGE, sent=True)
        pieces.append(piece)
    if deadline.passed:
        # The connection was shut: what came so far may look whole and not be.
        raise Broken(Trouble.TOO_SLOW, sent=True)
    if not refused and told.isdigit() and size != int(told):
        raise Broken(Trouble.CUT_SHORT, sent=True)
    return b"".join(pieces)


def _kind(error, deadline):
    if deadline.passed or isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError | TimeoutError):
        return Trouble.TOO_SLOW
    if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
        return Trouble.NO_TRUST
    if isinstance(error, urllib3.exceptions.ProtocolError | requests.exceptions.ChunkedEncodingError):
        return Trouble.CUT_SHORT
    return Trouble.NO_ANSWER


def _moment(text):
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return moment if moment.tzinfo else None
