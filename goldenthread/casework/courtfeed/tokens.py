"""The two tokens that the courts ask for: one for the user, from an OAuth 2 token endpoint, one for the service, from
a lease endpoint. Kept in memory alone, and renewed before they run out.

As HMCTS's public clients do it: the user's by password (or by client credentials where no user is set), the service's
with its name and a one-time password of thirty seconds (RFC 6238) from a shared secret.
"""

import base64
import binascii
import hashlib
import hmac
import json
import struct
import threading
import time
from dataclasses import dataclass, field

from goldenthread.casework.courtfeed import wire
from goldenthread.casework.courtfeed.rules import Trouble

# How long before its end a token is renewed, and how long one is taken to last that does not say.
EARLY_SECONDS, SHORT_LIFE_SECONDS = 60, 600
TOKEN_LIMIT = 64 * 1024


@dataclass(frozen=True)
class Access:
    """How tokens are had for one court, from the settings. What is secret in it is never shown."""

    token_url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    username: str = ""
    password: str = field(default="", repr=False)
    scope: str = ""
    lease_url: str = ""
    service: str = ""
    service_secret: str = field(default="", repr=False)


class NoToken(Exception):
    """No token was to be had. `code` is a `Trouble`; nothing was sent to the court."""

    def __init__(self, code: Trouble):
        super().__init__(code.value)
        self.code = code


# What is held, by how it is had: for every client of this process, in its memory alone.
_HELD: dict[Access, dict] = {}
_LOCK = threading.Lock()


class Tokens:
    """Both tokens of one court. `ask(method, url, **what)` makes a call and returns its `Answer`."""

    def __init__(self, access: Access, ask):
        self.access, self._ask = access, ask
        with _LOCK:
            self._held = _HELD.setdefault(access, {})

    def headers(self, *, anew: bool = False) -> dict:
        """The two headers of a call; `anew`: with tokens fetched now, as the court has refused those held. Raises
        `NoToken`."""
        if anew:
            self._held.clear()
        return {
            "Authorization": f"Bearer {self._token('user', self._user)}",
            "ServiceAuthorization": f"Bearer {self._token('service', self._service)}",
        }

    def _token(self, kind, fetch):
        token, ends = self._held.get(kind, ("", 0))
        if time.monotonic() >= ends - EARLY_SECONDS:
            token, life = self._fetched(fetch)
            # One that lives no longer than the margin is used once, and the next call fetches another.
            self._held[kind] = (token, time.monotonic() + life)
        return token

    def _fetched(self, fetch):
        try:
            answer, read = fetch()
        except wire.Broken as broken:
            known = {Trouble.ADDRESS, Trouble.NO_TRUST}
            raise NoToken(broken.code if broken.code in known else Trouble.TOKENS) from None
        if answer.status in {400, 401, 403}:
            raise NoToken(Trouble.CREDENTIALS)
        if answer.status != 200:
            raise NoToken(Trouble.TOKENS)
        token, life = read(answer.body)
        # A token is one word of visible ASCII: anything else would be a page, or would break the header apart.
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise NoToken(Trouble.TOKENS)
        return token, life

    def _user(self):
        a = self.access
        if not (a.token_url and a.client_id):
            raise NoToken(Trouble.NOT_SET_UP)
        form = {"client_id": a.client_id, "client_secret": a.client_secret}
        if a.username:
            form |= {"grant_type": "password", "username": a.username, "password": a.password}
        else:
            form |= {"grant_type": "client_credentials"}
        form |= {"scope": a.scope} if a.scope else {}
        return self._ask("POST", a.token_url, data=form), _of_oauth

    def _service(self):
        a = self.access
        if not (a.lease_url and a.service):
            raise NoToken(Trouble.NOT_SET_UP)
        asked = {"microservice": a.service, "oneTimePassword": one_time_password(a.service_secret, time.time())}
        return self._ask("POST", a.lease_url, json=asked), _of_lease


def _of_oauth(body):
    try:
        told = json.loads(body)
        token, life = told.get("access_token"), told.get("expires_in", SHORT_LIFE_SECONDS)
    except (ValueError, AttributeError, RecursionError):
        return "", 0
    life = float(life) if isinstance(life, int | float | str) and str(life).replace(".", "", 1).isdigit() else 0
    return (token if isinstance(token, str) else ""), life


def _of_lease(body):
    """The lease endpoint answers with the token itself; when it ends stands in it."""
    token = body.decode("ascii", "replace").strip().removeprefix("Bearer ")
    try:
        claims = token.split(".")[1]
        ends = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["exp"]
        return token, max(float(ends) - time.time(), 0)
    except (IndexError, KeyError, TypeError, ValueError):
        return token, SHORT_LIFE_SECONDS


def one_time_password(secret: str, at: float) -> str:
    """The six digits of RFC 6238 for a moment, from a secret in base 32; empty where there is no usable secret."""
    try:
        key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    except (binascii.Error, ValueError):
        return ""
    # SHA-1 is what the standard and the court's service use; a code lives thirty seconds.
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
