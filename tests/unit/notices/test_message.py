"""The message, byte for byte as it comes over the wire: that something waits, where, and nothing else."""

import email
import email.policy
import re

import pytest
from django.urls import reverse
from django.utils import translation

from goldenthread.access.door import name_person
from goldenthread.casework.cases.models import Case
from goldenthread.casework.families.models import FamilyMember
from goldenthread.notices.message import message, places
from goldenthread.notices.models import Notice
from goldenthread.notices.rules import SORTS, Kind, Language
from goldenthread.notices.smtp import deliver
from goldenthread.people.models import Person, ServiceArea, Team

BOTH = [Language.WELSH, Language.ENGLISH]
SUBJECT = "Something is waiting for you in Golden Thread"


def notice(kinds=tuple(Kind), languages=(Language.ENGLISH,)):
    return Notice(kinds=list(kinds), languages=list(languages))


def over_the_wire(server, row, address="amira.lindqvist@goldenthread.invalid"):
    assert deliver(message(row, address)) is None
    return server.messages[-1].content


def read(content):
    return email.message_from_bytes(content, policy=email.policy.default)


def test_it_says_that_something_waits_and_where(server):
    said = read(over_the_wire(server, notice([Kind.DECISION, Kind.URGENT_APPLICATION])))
    assert said["Subject"] == SUBJECT
    assert said.get_content().splitlines() == [
        "Something is waiting for you in Golden Thread.",
        "",
        "Sign in to see it. It is here:",
        "  https://thread.service.example/decisions",
        "  https://thread.service.example/tray",
        "",
        "For safety this message says no more. Do not answer it with anything about a family.",
        "",
        "To choose how you are told:",
        "  https://thread.service.example/notices",
    ]


def test_it_is_plain_text_and_one_part(server):
    said = read(over_the_wire(server, notice()))
    assert said.get_content_type() == "text/plain"
    assert not said.is_multipart()
    assert "<" not in said.get_content()


def test_its_headers_and_no_others(server):
    row = notice()
    said = read(over_the_wire(server, row))
    assert {name.lower() for name, _value in said.items()} == {
        "content-type", "mime-version", "content-transfer-encoding", "subject", "from", "to", "reply-to", "date",
        "message-id", "list-id", "auto-submitted", "x-auto-response-suppress", "content-language",
    }  # fmt: skip
    assert said["From"] == "Golden Thread <notices@service.example>"
    assert said["Reply-To"] == "help@service.example"
    assert said["To"] == "amira.lindqvist@goldenthread.invalid"
    assert said["Message-ID"] == f"<{row.pk}@service.example>"
    assert said["List-Id"] == "<notices.service.example>"
    assert said["Auto-Submitted"] == "auto-generated"
    assert said["Content-Language"] == "en-gb"


def test_it_carries_no_name_of_this_machine(server):
    import platform
    import socket

    content = over_the_wire(server, notice()).decode()
    assert "Received" not in content
    for name in {platform.node(), socket.gethostname(), socket.getfqdn(), "127.0.0.1", "localhost"} - {""}:
        assert name not in content


def test_the_same_notice_gives_the_same_message_id(server):
    row = notice()
    first, second = (read(over_the_wire(server, row))["Message-ID"] for _ in range(2))
    assert first == second


def test_without_an_address_of_the_site_it_says_the_path_alone(server, settings):
    settings.SITE_ADDRESS = ""
    said = read(over_the_wire(server, notice([Kind.TIME_LIMIT]))).get_content()
    assert "  /my-work" in said.splitlines()
    assert "http" not in said


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_leads_to_a_list_and_never_to_a_thing(kind):
    (place,) = places([kind])
    assert place == reverse(SORTS[kind].route or "notices:choose")
    assert not re.search(r"[0-9a-f]{8}-", place)


def test_a_place_is_said_once(settings):
    settings.SITE_ADDRESS = ""
    assert places([Kind.TIME_LIMIT, Kind.MISSING, Kind.RETURNED]) == ["/my-work"]


# ── Languages ─────────────────────────────────────────────────────────────────────────────────────────


def test_in_welsh(server):
    said = read(over_the_wire(server, notice([Kind.DECISION], [Language.WELSH])))
    assert said["Content-Language"] == "cy"
    assert said["Subject"] != SUBJECT
    assert "Golden Thread" in said["Subject"]
    assert "waiting" not in said.get_content()
    assert "/decisions" in said.get_content()


def test_in_both_with_welsh_first_and_the_reader_of_the_page_left_as_they_were(server):
    with translation.override("cy"):
        said = read(over_the_wire(server, notice([Kind.DECISION], BOTH)))
        assert translation.get_language() == "cy"
    assert said["Subject"].endswith(f" / {SUBJECT}")
    welsh, english = said.get_content().split("----")
    assert "Something is waiting" in english
    assert "Something is waiting" not in welsh
    assert said["Content-Language"] == "cy, en-gb"


# ── What must never be in it ──────────────────────────────────────────────────────────────────────────


def test_nothing_of_any_family_is_in_it(server, cast):
    """A full case with a plant in every field that could give something away: none of it, no name, no reference."""
    from tests.contract import full

    case = cast.case(cast.amira, parties=full.parties())
    full.records(case, cast, cast.amira)
    ordinary = cast.case()
    secrets = {*full.NAMES, *NAMES, "GT-", "PROTECTED", "NARRATIVE", "IDENTIFYING"}
    name_person(cast.amira.pk)
    for row in Case.objects.all():
        secrets |= {row.reference, str(row.pk), row.pk.hex, row.court_name, row.court_number, row.court_case_id}
    for row in FamilyMember.objects.all():
        secrets |= {str(row.pk), row.first_names, row.last_name}
    for model in (ServiceArea, Team):
        secrets |= set(model.objects.values_list("name", flat=True))
    secrets |= {part for name in Person.objects.values_list("name", flat=True) for part in name.split()} - {"Court"}
    assert ordinary.reference in secrets
    content = over_the_wire(server, notice(Kind, BOTH), "a.b@service.example")
    # As it came, and as it reads: an encoding must not hide anything.
    for said in (content.decode(), read(content).get_content(), str(read(content)["Subject"])):
        found = [secret for secret in secrets - {""} if secret.casefold() in said.casefold()]
        assert not found


NAMES = ("Maya", "Okafor", "Tobias", "Reed", "Ngozi")


def test_no_number_is_in_it_but_those_of_its_own_headers(server):
    said = read(over_the_wire(server, notice(Kind, BOTH))).get_content()
    assert not re.search(r"\d", said)


def test_the_name_of_the_person_is_not_in_it_but_for_their_address(server):
    content = over_the_wire(server, notice()).decode()
    assert content.count("amira") == 1
