"""Handing a message to the mail server, and what its answers mean. Nothing of address or message goes to a log."""

import contextlib
import functools
import smtplib
import ssl

from django.core.exceptions import ValidationError
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email

from goldenthread.notices.message import domain
from goldenthread.notices.rules import Fault, fault


class Backend(EmailBackend):
    """Django's own, which greets the server by our domain: by the machine's name, every message would carry it on."""

    @property
    def connection_class(self):
        return functools.partial(_greeting, super().connection_class)


def _greeting(made, host, port, **given):
    return made(host, port, **{**given, "local_hostname": domain()})


def deliver(message) -> Fault | None:
    """Hands over one message to its one recipient; None when the mail server has taken it.

    A fault says whether to try again: yes, where the server cannot be reached, breaks off, asks for time or offers no
    TLS; no, where it refuses.
    """
    try:
        validate_email(message.to[0])
    except ValidationError:
        return Fault("ADDRESS", for_good=True, address=True)
    backend = Backend()
    try:
        backend.open()
        backend.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        ((reply, said),) = error.recipients.values()
        return fault(reply, _text(said), of_recipient=True)
    except smtplib.SMTPAuthenticationError:
        return Fault("AUTHENTICATION")  # ours to mend, and no fault of this message
    except smtplib.SMTPResponseException as error:
        return fault(error.smtp_code, _text(error.smtp_error), of_recipient=False)
    except smtplib.SMTPNotSupportedError:
        return Fault("NOT_SUPPORTED")
    except smtplib.SMTPServerDisconnected as error:
        return Fault("TIMEOUT" if isinstance(error.__context__, TimeoutError) else "DISCONNECTED")
    except ssl.SSLError:
        return Fault("TLS")
    except TimeoutError:
        return Fault("TIMEOUT")
    except OSError:
        return Fault("CONNECTION")
    finally:
        # The message is taken or not by now: a server that is rude at the end changes nothing.
        with contextlib.suppress(OSError, smtplib.SMTPException):
            backend.close()
    return None


def _text(said) -> str:
    return said.decode("ascii", "replace") if isinstance(said, bytes) else str(said)
