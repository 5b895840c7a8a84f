"""An identity provider of our own, on this machine: it signs what a test wants signed, and goes wrong where it is told.

with Provider() as provider:
    answer = provider.authorise(address, email="…")   what the browser would bring back from that address
    provider.wrong["/token"] = reply(b"<html>")       what an address answers instead
"""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "golden-thread", "a-secret-of-the-tests"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
NEW_KEY = RSAKey.generate_key(2048, {"kid": "two", "use": "sig", "alg": "RS256"})
ABSENT = object()


def reply(body, status=200, **headers):
    """An answer to be given instead of the right one."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda handler: handler.send(data, status, **headers)


class Provider:
    """One provider with one client. Its keys, its clock and every claim can be set."""

    def __init__(self):
        self.signs_with, self.shows, self.header = KEY, [KEY], {"alg": "RS256", "kid": "one"}
        self.codes, self.wrong, self.asked, self.userinfo, self.metadata = {}, {}, [], {}, {}
        self.let_go = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.stop()

    def stop(self):
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()

    def slow(self, handler):
        """Answers nothing until the test is over: the one who asked has to give up by itself."""
        self.let_go.wait(timeout=20)

    # --- what a person does there ---

    def authorise(self, address, **claims):
        """The person signs in at the address they were sent to; what their browser brings back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = (asked, claims)
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def _id_token(self, asked, over):
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "subject-1", "iat": now, "exp": now + 600, "auth_time": now,
            "nonce": asked["nonce"], "amr": ["pwd", "mfa"], "email_verified": True, **over,
        }  # fmt: skip
        kept = {name: value for name, value in claims.items() if value is not ABSENT}
        return jwt.encode(self.header, kept, self.signs_with, algorithms=[self.header["alg"]])

    # --- what it answers ---

    def discovery(self, _form):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/logout",
            **self.metadata,
        }

    def keys(self, _form):
        return {"keys": [key.as_dict(private=False) for key in self.shows]}

    def token(self, form):
        asked, over = self.codes.pop(form.get("code"), (None, None))
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return {"error": "invalid_grant"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        return {"access_token": "access", "token_type": "Bearer", "id_token": self._id_token(asked, over)}

    def _handler(provider):  # noqa: N805 (the handler's own self stands inside)
        pages = {
            "/.well-known/openid-configuration": provider.discovery,
            "/keys": provider.keys,
            "/token": provider.token,
            "/userinfo": lambda _form: provider.userinfo,
        }

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer({})

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.answer({name: values[0] for name, values in parse_qs(body).items()})

            def answer(self, form):
                path = urlsplit(self.path).path
                provider.asked.append((path, dict(self.headers), form))
                if path in provider.wrong:
                    provider.wrong[path](self)
                    return
                said = pages[path](form)
                self.send(json.dumps(said).encode(), 400 if "error" in said else 200)

            def send(self, data, status=200, **headers):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                for name, value in {"Content-Length": str(len(data)), **headers}.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_args):
                """Says nothing."""

        return Handler
