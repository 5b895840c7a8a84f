"""The conversation with the mail server, over a real connection: what is said, and what each of its faults means."""

import logging

import pytest

from goldenthread.notices.message import message
from goldenthread.notices.models import Notice
from goldenthread.notices.rules import Fault, Kind, Language
from goldenthread.notices.smtp import deliver
from tests.mail import MailServer, certificate

ADDRESS = "amira.lindqvist@goldenthread.invalid"


def a_message(address=ADDRESS):
    notice = Notice(kinds=[Kind.DECISION], languages=[Language.ENGLISH])
    return message(notice, address)


def test_a_message_is_handed_over(server):
    assert deliver(a_message()) is None
    (taken,) = server.messages
    assert taken.sender == "notices@service.example"
    assert taken.recipients == (ADDRESS,)
    assert server.commands == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


def test_the_server_is_greeted_by_our_domain_and_never_by_the_name_of_this_machine(server):
    deliver(a_message())
    assert server.messages[0].greeting == "service.example"


FAULTS = {
    "it closes at once": ({"greets": "421 4.3.2 Closing"}, Fault("SMTP_421")),
    "it takes nobody at all": ({"greets": "554 No"}, Fault("SMTP_554", for_good=True)),
    "the address, for now": ({"rcpt": "450 4.2.1 Busy"}, Fault("SMTP_450")),
    "the address, and it goes": ({"rcpt": "421 4.3.2 Going down"}, Fault("SMTP_421")),
    "the address, for good": ({"rcpt": "550 5.1.1 Unknown"}, Fault("SMTP_550", for_good=True, address=True)),
    "its own policy": ({"rcpt": "550 5.7.1 Relaying denied"}, Fault("SMTP_550", for_good=True)),
    "our own address": ({"mail": "553 5.1.8 Sender"}, Fault("SMTP_553", for_good=True)),
    "the message, for now": ({"data": "451 4.3.0 Later"}, Fault("SMTP_451")),
    "the message, for good": ({"data": "554 5.6.0 No"}, Fault("SMTP_554", for_good=True)),
    "it hangs up at the greeting": ({"drops": "EHLO"}, Fault("DISCONNECTED")),
    "it hangs up in the address": ({"drops": "RCPT"}, Fault("DISCONNECTED")),
    "it hangs up in the message": ({"drops": "DATA"}, Fault("DISCONNECTED")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault(mail_to, name):
    given, means = FAULTS[name]
    with MailServer(**given) as server:
        mail_to(server)
        assert deliver(a_message()) == means
        assert server.messages == []


@pytest.mark.parametrize("where", ["CONNECT", "EHLO", "RCPT", "DATA"])
def test_a_server_that_says_nothing_is_left(mail_to, settings, where):
    with MailServer(hangs=where) as server:
        mail_to(server)
        settings.EMAIL_TIMEOUT = 0.2
        assert deliver(a_message()) == Fault("TIMEOUT")


@pytest.mark.parametrize("rude", [{"drops": "QUIT"}, {"hangs": "QUIT"}])
def test_a_server_that_is_rude_at_the_end_has_taken_the_message(mail_to, settings, rude):
    with MailServer(**rude) as server:
        mail_to(server)
        settings.EMAIL_TIMEOUT = 0.5
        assert deliver(a_message()) is None
        assert len(server.messages) == 1


def test_where_nobody_listens(mail_to):
    with MailServer() as server:
        mail_to(server)
    assert deliver(a_message()) == Fault("CONNECTION")


# ── TLS ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("how", "at_once"), [("STARTTLS", False), ("TLS", True)])
def test_over_tls_with_a_password(mail_to, tmp_path, monkeypatch, how, at_once):
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with MailServer(tls=context, tls_at_once=at_once, password="wool") as server:
        mail_to(server, tls=how, password="wool")
        assert deliver(a_message()) is None
        assert server.messages[0].over_tls


def test_a_password_that_is_wrong_is_ours_to_mend(mail_to, tmp_path, monkeypatch):
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with MailServer(tls=context, password="wool") as server:
        mail_to(server, tls="STARTTLS", password="silk")
        assert deliver(a_message()) == Fault("AUTHENTICATION")
        assert server.messages == []


def test_without_tls_nothing_leaves_where_tls_is_demanded(mail_to):
    with MailServer() as server:
        mail_to(server, tls="STARTTLS", password="wool")
        assert deliver(a_message()) == Fault("NOT_SUPPORTED")
        assert "MAIL" not in server.commands


@pytest.mark.parametrize(("how", "at_once"), [("STARTTLS", False), ("TLS", True)])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(mail_to, tmp_path, how, at_once):
    context, _trusted = certificate(tmp_path)
    with MailServer(tls=context, tls_at_once=at_once) as server:
        mail_to(server, tls=how)
        assert deliver(a_message()) == Fault("TLS")
        assert server.messages == []


def test_a_certificate_of_another_name_is_not_trusted(mail_to, tmp_path, monkeypatch):
    context, trusted = certificate(tmp_path, name="127.0.0.9")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with MailServer(tls=context) as server:
        mail_to(server, tls="STARTTLS")
        assert deliver(a_message()) == Fault("TLS")


# ── Addresses of no sense ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "address",
    [
        "", "nobody", "a@b\r\nBcc: other@example.org", "a@b.example\nSubject: x", "a@b.example, c@d.example",
        "Amira <a@b.example>", "a@b.example\x00", "a@" + "b" * 300 + ".example",
    ],
)  # fmt: skip
def test_an_address_that_is_none_never_reaches_the_server(server, address):
    assert deliver(a_message(address)) == Fault("ADDRESS", for_good=True, address=True)
    assert server.commands == []


# ── Logs ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", FAULTS)
def test_no_log_holds_the_address_or_the_message(mail_to, caplog, capfd, name):
    caplog.set_level(logging.INFO)
    with MailServer(**FAULTS[name][0]) as server:
        mail_to(server)
        deliver(a_message())
    # The tests' own server writes what it hears; ours may not.
    ours = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith(("mail.", "asyncio")))
    for said in (ours, *capfd.readouterr()):
        assert "amira" not in said
        assert "waiting" not in said
