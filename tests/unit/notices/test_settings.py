"""What a deployment says of its mail server is judged at the start, not at the first message."""

import os
import subprocess
import sys

import pytest

HOST, FROM = "GOLDENTHREAD_MAIL_HOST", "GOLDENTHREAD_MAIL_FROM"
SERVER = {HOST: "mail.example", FROM: "notices@service.example"}
SAYS = (
    "from django.conf import settings as s; "
    "print(s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.EMAIL_HOST_PASSWORD, s.MAIL_DIGEST_AT, s.SITE_ADDRESS)"
)


def started(**given):
    environment = {**os.environ, **given}
    return subprocess.run([sys.executable, "-c", SAYS], env=environment, capture_output=True, text=True, check=False)


def test_without_a_word_nothing_is_sent_and_tls_would_be_asked_for():
    assert started().stdout.split() == ["587", "True", "False", "08:00:00"]


def test_what_is_said_is_taken(tmp_path):
    secret = tmp_path / "password"
    secret.write_text("wool\n")
    done = started(
        **SERVER, GOLDENTHREAD_MAIL_TLS="tls", GOLDENTHREAD_MAIL_PASSWORD_FILE=str(secret),
        GOLDENTHREAD_MAIL_DIGEST_AT="07:30", GOLDENTHREAD_ADDRESS="https://thread.example/",
    )  # fmt: skip
    assert done.stdout.split() == ["465", "False", "True", "wool", "07:30:00", "https://thread.example"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({HOST: "mail.example"}, FROM),
        ({**SERVER, "GOLDENTHREAD_MAIL_TLS": "MAYBE"}, "STARTTLS, TLS or NONE"),
        ({**SERVER, "GOLDENTHREAD_MAIL_TLS": "NONE"}, "on this machine alone"),
    ],
)
def test_what_cannot_be_is_refused_at_the_start(given, says):
    done = started(**given)
    assert done.returncode != 0
    assert says in done.stderr


def test_the_environment_of_the_tests_has_no_server(settings):
    assert settings.EMAIL_HOST == ""
