"""The identity provider: where to send a person, and what its answer proves. OpenID Connect's authorisation code flow
with PKCE, state and nonce; Authlib asks and checks, and this says what is asked and what must hold.

    provider = oidc.provider()                        None where none is connected
    address = provider.begin(session, redirect, …)    where the browser goes
    flow = oidc.begun(session, request.GET, now)      the sign-in that this answer belongs to; once
    claims, key = provider.finish(flow, answer, …)    proven; or NotSignedIn with a code of `NotIn`

What the provider sends is never logged, and of the tokens nothing is stored. Standards: OpenID Connect Core 1.0
section 3.1, Discovery 1.0, RP-Initiated Logout 1.0, RFC 7636 (PKCE), RFC 9207 (issuer in the answer).
"""

import datetime as dt
import functools
import logging
import secrets
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from django.conf import settings
from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, KeySet
from joserfc.jws import JWSRegistry

from goldenthread.access.operations.sign import NotSignedIn
from goldenthread.access.reading import whole
from goldenthread.access.rules import DATED_BACK, FLOW_MINUTES, MOST_LEEWAY, NotIn, mfa_rule, proves_mfa

log = logging.getLogger("goldenthread.access.oidc")

# Signed with a key that the provider alone has. Not "none", and none of those whose key both sides share.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# What the provider says of itself and its keys are asked again after so long; when it is down, after so long.
REMEMBERED, DOWN_FOR = 3600, 5
FLOWS_KEY, FLOWS = "oidc", 5
FAR_OFF = 10**11
OF_CLAIM = {"iss": NotIn.ISSUER, "aud": NotIn.AUDIENCE, "azp": NotIn.AUDIENCE, "nonce": NotIn.NONCE}


@dataclass(frozen=True)
class Config:
    """How this service stands with its provider, from the settings."""

    issuer: str
    client_id: str
    client_secret: str
    scopes: str
    email_claim: str
    email_verified_claim: str
    subject_claim: str
    mfa: tuple
    acr_values: str
    claims: str
    leeway: int
    timeout: float


def config() -> Config | None:
    """The settings as they stand; None where no provider is connected."""
    if not settings.OIDC_ISSUER:
        return None
    return Config(
        issuer=settings.OIDC_ISSUER,
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        scopes=settings.OIDC_SCOPES,
        email_claim=settings.OIDC_EMAIL_CLAIM,
        email_verified_claim=settings.OIDC_EMAIL_VERIFIED_CLAIM,
        subject_claim=settings.OIDC_SUBJECT_CLAIM,
        mfa=mfa_rule(settings.OIDC_MFA),
        acr_values=settings.OIDC_ACR_VALUES,
        claims=settings.OIDC_CLAIMS,
        leeway=min(settings.OIDC_LEEWAY_SECONDS, MOST_LEEWAY),
        timeout=settings.OIDC_TIMEOUT_SECONDS,
    )


def provider():
    """The provider that the settings name, with what this process remembers of it; None where there is none."""
    held = config()
    return None if held is None else _provider(held)


@functools.lru_cache(maxsize=4)
def _provider(held):
    return Provider(held)


def begun(session, answer, now) -> dict:
    """The sign-in of this browser that an answer belongs to. Each can be taken once. Raises NotSignedIn: STATE."""
    flows = session.get(FLOWS_KEY, {})
    flow = flows.pop(answer.get("state", ""), None)
    if flow is None:
        # Some providers leave the state out when they say no; it signs nobody in, so the word is taken.
        raise NotSignedIn(NotIn.CANCELLED if "error" in answer else NotIn.STATE)
    session[FLOWS_KEY] = flows
    if now - dt.datetime.fromisoformat(flow["at"]) > dt.timedelta(minutes=FLOW_MINUTES):
        raise NotSignedIn(NotIn.STATE)
    return flow


class Provider:
    """One identity provider, and what it says of itself."""

    def __init__(self, held: Config):
        self.config = held
        self._lock = threading.Lock()
        self._said, self._keys, self._said_at, self._down_until = None, None, 0.0, 0.0

    # --- what it says of itself ---

    def metadata(self) -> dict:
        """Its discovery document, remembered for an hour. Raises NotSignedIn: DOWN, NONSENSE."""
        with self._lock:
            fresh = self._said is not None and time.monotonic() - self._said_at < REMEMBERED
            if not fresh:
                said = self._get(get_well_known_url(self.config.issuer, external=True))
                self._must_be_its_own(said)
                self._said, self._said_at, self._keys = said, time.monotonic(), None
            return self._said

    def _must_be_its_own(self, said):
        if said.get("issuer") != self.config.issuer:
            raise NotSignedIn(NotIn.ISSUER)
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not _may_be_asked(said.get(name)):
                raise NotSignedIn(NotIn.NONSENSE)

    def keys(self, *, again=False) -> KeySet:
        """Its public keys; `again` asks anew, when a token names a key that is not among them."""
        uri = self.metadata()["jwks_uri"]
        if self._keys is None or again:
            said = self._get(uri).get("keys")
            good = [key for one in said if (key := _usable(one))] if isinstance(said, list) else []
            if not good:
                raise NotSignedIn(NotIn.NONSENSE)
            self._keys = KeySet(good)
        return self._keys

    def _get(self, address, **headers):
        """What an address of the provider answers, as a dictionary."""
        return self._asked(
            lambda session: session.get(
                address, headers=headers, withhold_token=True, allow_redirects=False, stream=True,
                timeout=self.config.timeout,
            )
        )  # fmt: skip

    def _asked(self, ask, **about):
        """One question to the provider. It waits no longer than the settings say, and believes no shape."""
        if time.monotonic() < self._down_until:
            raise NotSignedIn(NotIn.DOWN)
        try:
            with OAuth2Session(self.config.client_id, self.config.client_secret or None, **about) as session:
                answer = ask(session)
                said = answer if isinstance(answer, dict) else whole(answer, self.config.timeout).json()
        except requests.HTTPError as error:
            down = error.response is not None and error.response.status_code >= 500
            raise NotSignedIn(NotIn.DOWN if down else NotIn.NONSENSE) from error
        except (requests.ConnectionError, requests.Timeout) as error:
            # Those who come meanwhile are told at once: each who waits holds a thread and a connection.
            self._down_until = time.monotonic() + DOWN_FOR
            raise NotSignedIn(NotIn.DOWN) from error
        except OAuthError as error:
            raise NotSignedIn(NotIn.CODE if error.error == "invalid_grant" else NotIn.NONSENSE) from error
        except (requests.RequestException, ValueError, RecursionError) as error:
            raise NotSignedIn(NotIn.NONSENSE) from error
        if not isinstance(said, dict):
            raise NotSignedIn(NotIn.NONSENSE)
        return said

    # --- there and back ---

    def begin(self, session, redirect_uri, *, back, now, afresh=False) -> str:
        """Where the browser goes to sign in; what the answer must fit is kept in this browser's session."""
        said = self.metadata()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        # Several tabs may sign in at once; the oldest is forgotten.
        flows = dict(list(session.get(FLOWS_KEY, {}).items())[1 - FLOWS :])
        session[FLOWS_KEY] = {
            **flows,
            state: {"nonce": nonce, "verifier": verifier, "next": back, "at": now.isoformat()},
        }
        more = {"acr_values": self.config.acr_values, "claims": self.config.claims}
        if afresh:
            more |= {"prompt": "login", "max_age": "0"}
        with OAuth2Session(
            self.config.client_id, scope=self.config.scopes, redirect_uri=redirect_uri, code_challenge_method="S256"
        ) as client:
            address, _state = client.create_authorization_url(
                said["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce,
                **{name: value for name, value in more.items() if value},
            )  # fmt: skip
        return address

    def finish(self, flow, answer, redirect_uri, *, now) -> tuple[dict, object]:
        """The claims that the provider's answer proves, with a second factor; and the key to ask for more.

        Raises NotSignedIn with its reason.
        """
        self._may_be_its_answer(answer)
        token = self._token(answer["code"], flow, redirect_uri)
        claims = self._proven(token, flow, now)
        if not proves_mfa(claims, self.config.mfa):
            raise NotSignedIn(NotIn.NO_MFA)
        return claims, token.get("access_token")

    def _may_be_its_answer(self, answer):
        told = answer.get("iss")
        if told != self.config.issuer and (
            told or self.metadata().get("authorization_response_iss_parameter_supported") is True
        ):
            raise NotSignedIn(NotIn.ISSUER)
        if "error" in answer:
            down = answer["error"] in {"server_error", "temporarily_unavailable"}
            raise NotSignedIn(NotIn.DOWN if down else NotIn.CANCELLED)
        if not answer.get("code"):
            raise NotSignedIn(NotIn.STATE)

    def _token(self, code, flow, redirect_uri):
        said = self.metadata()
        ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"

        def ask(session):
            session.register_compliance_hook("access_token_response", lambda answer: whole(answer, self.config.timeout))
            return session.fetch_token(
                said["token_endpoint"], code=code, code_verifier=flow["verifier"], grant_type="authorization_code",
                allow_redirects=False, stream=True, timeout=self.config.timeout,
            )  # fmt: skip

        return self._asked(
            ask, redirect_uri=redirect_uri, token_endpoint_auth_method=way if self.config.client_secret else "none"
        )

    def _proven(self, token, flow, now) -> dict:
        value = token.get("id_token")
        if not isinstance(value, str):
            raise NotSignedIn(NotIn.NONSENSE)
        signed = self._signed(value)
        self._clocks_agree(signed.claims, flow, now)
        known = {
            "iss": {"essential": True, "value": self.config.issuer},
            "aud": {"essential": True, "value": self.config.client_id},
        }
        fits = {"nonce": flow["nonce"], "client_id": self.config.client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(signed.claims, signed.header, known, fits)
        try:
            claims.validate(now=int(now.timestamp()), leeway=self.config.leeway)
        except ExpiredTokenError as error:
            raise NotSignedIn(NotIn.EXPIRED) from error
        except ClaimError as error:
            raise NotSignedIn(OF_CLAIM.get(error.claim, NotIn.NONSENSE)) from error
        return dict(claims)

    def _signed(self, value):
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        try:
            try:
                return jwt.decode(value, self.keys(), registry=registry)
            except InvalidKeyIdError:  # the provider has a new key
                return jwt.decode(value, self.keys(again=True), registry=registry)
        except (JoseError, ValueError, RecursionError) as error:
            raise NotSignedIn(NotIn.SIGNATURE) from error

    def _clocks_agree(self, claims, flow, now):
        """The token was made between our page and now, but for what clocks may differ by."""
        made = claims.get("iat")
        if isinstance(made, bool) or not isinstance(made, (int, float)) or not 0 < made < FAR_OFF:
            raise NotSignedIn(NotIn.NONSENSE)
        earliest = dt.datetime.fromisoformat(flow["at"]).timestamp() - self.config.leeway - DATED_BACK
        if not earliest <= made <= now.timestamp() + self.config.leeway:
            log.warning("sign-in: the provider's clock and ours are %d minutes apart", (now.timestamp() - made) / 60)
            raise NotSignedIn(NotIn.CLOCK)

    def with_email(self, claims, access) -> dict:
        """With what the provider says of the person on request, where the token has no e-mail address in it."""
        address = self.metadata().get("userinfo_endpoint")
        if self.config.email_claim in claims or not (_may_be_asked(address) and isinstance(access, str)):
            return claims
        said = self._get(address, Authorization=f"Bearer {access}")
        if said.get("sub") != claims["sub"]:
            raise NotSignedIn(NotIn.NONSENSE)
        names = (self.config.email_claim, self.config.email_verified_claim)
        return {**{name: said[name] for name in names if name in said}, **claims}

    def sign_out_address(self, back) -> str:
        """Where the provider's own sign-in is ended, coming back to `back`; empty where it offers none."""
        try:
            address = self.metadata().get("end_session_endpoint")
        except NotSignedIn:
            return ""
        if not _may_be_asked(address):
            return ""
        # Told who we are by our identifier: the token that could say it is not kept.
        query = urlencode({"client_id": self.config.client_id, "post_logout_redirect_uri": back})
        return f"{address}{'&' if '?' in address else '?'}{query}"


def _may_be_asked(address) -> bool:
    """Over TLS alone, but for the demonstration and the tests, which stay on this machine."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return bool(parts.netloc) and (parts.scheme == "https" or (parts.scheme == "http" and settings.DEMO))


def _usable(key):
    """A public key that verifies signatures, or None: one that we do not know does not spoil the others."""
    if not isinstance(key, dict) or key.get("kty") not in {"RSA", "EC", "OKP"} or key.get("use", "sig") != "sig":
        return None
    try:
        return JWKRegistry.import_key(key)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
