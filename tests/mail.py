"""A mail server of the tests' own: a real SMTP conversation on this machine, with the faults that servers have.

with MailServer() as server:                              takes everything
    …
    server.messages[0].content                            the bytes as they came over the wire
MailServer(rcpt="450 4.2.1 Busy")                         answers a command like this
MailServer(hangs="DATA"), MailServer(drops="DATA")        says nothing, or hangs up, when that command comes
MailServer(tls=certificate(folder)), tls_at_once=True     offers STARTTLS, or speaks TLS from the first byte
"""

import asyncio
import datetime as dt
import ipaddress
import ssl
import threading
import warnings
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult


@dataclass(frozen=True)
class Taken:
    """One message as the server took it."""

    greeting: str
    sender: str
    recipients: tuple[str, ...]
    content: bytes
    over_tls: bool


@dataclass
class MailServer:
    """What it answers to a command, where it is not the usual; where it hangs or hangs up."""

    greets: str = ""
    mail: str = ""
    rcpt: str = ""
    data: str = ""
    hangs: str = ""
    drops: str = ""
    tls: ssl.SSLContext | None = None
    tls_at_once: bool = False
    password: str = ""
    messages: list = field(default_factory=list)
    commands: list = field(default_factory=list)
    port: int = 0
    _come: threading.Condition = field(default_factory=threading.Condition)

    def __enter__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        at_once = self.tls if self.tls_at_once else None
        started = self._loop.create_server(self._conversation, "127.0.0.1", 0, ssl=at_once)
        self._server = asyncio.run_coroutine_threadsafe(started, self._loop).result(timeout=10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_error):
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def one_for(self, address, seconds=60):
        """The message for an address, as soon as it has come; None where none comes."""

        def found():
            return next((taken for taken in self.messages if address in taken.recipients), None)

        with self._come:
            self._come.wait_for(found, timeout=seconds)
        return found()

    async def _end(self):
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _conversation(self):
        auth = {"authenticator": self._known, "auth_required": True} if self.password else {}
        starttls = {"tls_context": self.tls, "require_starttls": True} if self.tls and not self.tls_at_once else {}
        if auth and self.tls_at_once:
            # The library counts only the TLS that it began itself; it warns that it asks for none.
            auth["auth_require_tls"] = False
            warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS", UserWarning)
        return _Conversation(self, hostname="mail.example", enable_SMTPUTF8=True, loop=self._loop, **starttls, **auth)

    def _known(self, _server, _session, _envelope, _how, given):
        return AuthResult(success=given.password == self.password.encode(), handled=False)

    # ── The handler that the library asks ─────────────────────────────────────────────────────────────

    async def _fault(self, server, command):
        self.commands.append(command)
        if self.drops == command:
            server.transport.abort()
        if command in (self.hangs, self.drops):
            await asyncio.Event().wait()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 (the library's names)
        await self._fault(server, "EHLO")
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        await self._fault(server, "MAIL")
        if self.mail:
            return self.mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        await self._fault(server, "RCPT")
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        await self._fault(server, "DATA")
        if self.data:
            return self.data
        over_tls = session.ssl is not None or self.tls_at_once
        content, recipients = envelope.original_content, tuple(envelope.rcpt_tos)
        with self._come:
            self.messages.append(Taken(session.host_name, envelope.mail_from, recipients, content, over_tls))
            self._come.notify_all()
        return "250 Taken"

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802
        await self._fault(server, "QUIT")
        return "221 Bye"


class _Conversation(SMTP):
    """The library's, but for a server that is rude before anything is said."""

    def __init__(self, server, **given):
        self._rude = server
        super().__init__(server, **given)

    async def _handle_client(self):
        if self._rude.hangs == "CONNECT":
            await asyncio.Event().wait()
        if self._rude.greets:
            self.transport.write(self._rude.greets.encode() + b"\r\n")
            self.transport.close()
            return
        await super()._handle_client()


def certificate(folder, *, name="127.0.0.1"):
    """(the server's TLS, the file that a client must trust): a certificate of the tests' own for this machine."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    begins = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(1)
        .not_valid_before(begins).not_valid_after(begins + dt.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    public, private = folder / "mail.pem", folder / "mail.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, private)
    return context, public
