"""The courts' client against the stand-in over a real connection: what it asks, what it makes of each answer, what it
lets nobody see."""

import base64
import datetime as dt
import json
import logging
import time
from uuid import uuid4

import pytest

from goldenthread.casework.courtfeed import wire
from goldenthread.casework.courtfeed.client import Court as Client
from goldenthread.casework.courtfeed.client import CourtAway, CourtProblem, CourtRefused, CourtUnclear
from goldenthread.casework.courtfeed.tokens import one_time_password
from tests import court as c
from tests.court import PRIVATE, PUBLIC, Court, a_case

NOW = dt.datetime(2026, 1, 14, 10, 0, tzinfo=dt.UTC)
START, END = dt.datetime.fromisoformat("2026-01-14T09:00"), dt.datetime.fromisoformat("2026-01-14T09:15")
PDF = c.pdf()


@pytest.fixture
def court(settings):
    with Court(lambda: NOW, slow_seconds=3) as made:
        settings.COURTS = made.settings()
        settings.COURT_DEADLINE_SECONDS = settings.COURT_CONNECT_SECONDS = 0.4
        yield made


def at(minutes):
    return dt.datetime(2026, 1, 14, 9, minutes, tzinfo=dt.UTC)


@pytest.mark.parametrize("which", [PRIVATE, PUBLIC])
def test_a_window_is_asked_for_with_both_headers_and_answered(court, which):
    court.add(which, at(5), a_case(which))
    court.add(which, at(16), a_case(which, 2))
    answer = json.loads(Client(which).search(START, END))
    assert answer["total"] == 1
    asked = court.asked[-1]
    assert asked.headers["authorization"].startswith("Bearer ")
    assert asked.headers["serviceauthorization"].startswith("Bearer ")
    assert asked.headers["authorization"] != asked.headers["serviceauthorization"]
    assert asked.headers["accept-encoding"] == "identity"
    assert set(asked.query.values()) == {"2026-01-14T09:00:00", "2026-01-14T09:15:00"}


def test_it_knows_what_the_courts_clock_says(court):
    client = Client(PRIVATE)
    assert client.clock is None
    client.search(START, END)
    assert client.clock == NOW


def test_tokens_are_fetched_once_and_kept_in_memory(court):
    client = Client(PRIVATE)
    for _ in range(3):
        client.search(START, END)
    assert [asked.path for asked in court.asked if not asked.court] == ["/o/token", "/lease"]


def test_a_token_that_is_about_to_run_out_is_renewed_before(court):
    court.token_seconds = 30
    client = Client(PRIVATE)
    for _ in range(2):
        client.search(START, END)
    assert [asked.path for asked in court.asked].count("/o/token") == 2


@pytest.mark.parametrize("which", [PRIVATE, PUBLIC])
def test_after_a_token_was_refused_it_comes_once_more_with_new_ones(court, which):
    client = Client(which)
    client.search(START, END)
    court.withdraw_tokens()
    client.search(START, END)
    assert [asked.path for asked in court.asked].count("/o/token") == 2


def test_a_court_that_lets_nobody_in_is_asked_twice_and_no_more(court, monkeypatch):
    monkeypatch.setattr(court, "_let_in", lambda *_: False)
    with pytest.raises(CourtRefused, match="NOT_ALLOWED"):
        Client(PRIVATE).search(START, END)
    assert len([asked for asked in court.asked if asked.court]) == 2


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (c.ERROR, CourtAway, "COURT_ERROR"),
        (c.BUSY, CourtAway, "BUSY"),
        (c.SLOW, CourtAway, "TOO_SLOW"),
        (c.DRIPPING, CourtAway, "TOO_SLOW"),
        (c.BROKEN, CourtAway, "NO_ANSWER"),
        (c.TRUNCATED, CourtAway, "CUT_SHORT"),
        (c.REDIRECT, CourtUnclear, "REDIRECTED"),
        (c.PACKED, CourtUnclear, "UNCLEAR"),
    ],
)
def test_what_it_makes_of_a_fault_in_a_search(court, fault, kind, code):
    court.faults = [fault]
    client = Client(PRIVATE)
    began = time.monotonic()
    with pytest.raises(CourtProblem) as caught:
        client.search(START, END)
    assert (type(caught.value), caught.value.code) == (kind, code)
    assert time.monotonic() - began < 2
    assert json.loads(client.search(START, END)) == {"total": 0, "cases": []}


@pytest.mark.parametrize(
    ("start", "end"), [(START, END + dt.timedelta(seconds=1)), (END, START)], ids=["too long", "backwards"]
)
@pytest.mark.parametrize("which", [PRIVATE, PUBLIC])
def test_a_window_that_the_court_does_not_take(court, which, start, end):
    with pytest.raises(CourtRefused, match="BAD_REQUEST"):
        Client(which).search(start, end)


def test_an_answer_over_the_limit_is_not_read_to_its_end(court, settings):
    settings.FEED_FILE_LIMIT_MB = 0
    with pytest.raises(CourtUnclear, match="TOO_LARGE"):
        Client(PRIVATE).search(START, END)


def test_nobody_is_there(court):
    client = Client(PRIVATE)
    client.search(START, END)
    court.__exit__()
    with pytest.raises(CourtAway):
        Client(PRIVATE).search(START, END)
    court.__enter__()


# ── Documents ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_document_comes_whole(court):
    there = str(uuid4())
    court.add_document(there, "C100.pdf", "application/pdf", PDF)
    assert Client(PRIVATE).document(there) == PDF
    assert Client(PUBLIC).document(there) == PDF


@pytest.mark.parametrize("there", ["3cb95a0c-5bd1-4de9-bb2a-b518887057e4", "../../cases", "1", ""])
def test_a_document_that_is_not_there(court, there):
    with pytest.raises(CourtRefused, match="NOT_THERE"):
        Client(PUBLIC).document(there)
    # What is no identifier never becomes a part of an address.
    assert len([asked for asked in court.asked if asked.court]) == (1 if len(there) == 36 else 0)


# ── Filing ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("which", "kind"), [(PRIVATE, "Safeguarding_Letter"), (PUBLIC, "GUARDIAN_REPORT")]
)  # fmt: skip
def test_what_is_filed_arrives_as_it_was_and_a_receipt_comes_back(court, which, kind):
    case = a_case(which)
    court.add(which, at(5), case)
    receipt = Client(which).file(str(case["id"]), "Letter é.pdf", "application/pdf", PDF, kind)
    filed = court.filed[0]
    assert (filed.jurisdiction, filed.case_number, filed.document_type) == (which, str(case["id"]), kind)
    assert (filed.name, filed.media_type, filed.data) == ("Letter é.pdf", "application/pdf", PDF)
    assert receipt.id.startswith("sha256:")


@pytest.mark.parametrize(
    ("number", "name", "kind", "code"),
    [
        ("1700000000000009", "a.pdf", "Safeguarding_Letter", "NOT_THERE"),
        ("1700000000000001", "a.exe", "Safeguarding_Letter", "BAD_REQUEST"),
        ("1700000000000001", "a.pdf", "No_such_type", "BAD_REQUEST"),
        ("17/../cases", "a.pdf", "Safeguarding_Letter", "NOT_THERE"),
    ],
)
def test_a_filing_that_the_court_does_not_take(court, number, name, kind, code):
    court.add(PRIVATE, at(5), a_case())
    with pytest.raises(CourtRefused, match=code):
        Client(PRIVATE).file(number, name, "application/pdf", PDF, kind)
    assert court.filed == []


@pytest.mark.parametrize(
    "fault", [c.DONE_AND_BROKEN, c.DONE_AND_ERROR, c.TRUNCATED, c.SLOW, c.BROKEN, c.ERROR, c.HTML, c.EMPTY]
)
def test_a_filing_without_an_answer_to_rely_on_is_unclear(court, fault):
    court.add(PRIVATE, at(5), a_case())
    client = Client(PRIVATE)
    client.tokens.headers()
    court.faults = [fault]
    with pytest.raises(CourtUnclear):
        client.file("1700000000000001", "a.pdf", "application/pdf", PDF, "Safeguarding_Letter")
    # It is never sent again by itself.
    assert len([asked for asked in court.asked if asked.court]) == 1


def test_a_filing_of_which_nothing_was_sent_is_away(court):
    client = Client(PRIVATE)
    client.tokens.headers()
    court.__exit__()
    with pytest.raises(CourtAway, match="NO_ANSWER"):
        client.file("1700000000000001", "a.pdf", "application/pdf", PDF, "Safeguarding_Letter")
    court.__enter__()


def test_a_token_that_ran_out_does_not_file_twice(court):
    court.add(PUBLIC, at(5), a_case(PUBLIC))
    client = Client(PUBLIC)
    client.tokens.headers()
    court.withdraw_tokens()
    client.file("1800000000000001", "a.pdf", "application/pdf", PDF, "GUARDIAN_REPORT")
    assert len(court.filed) == 1


def test_a_service_whose_certificate_is_not_trusted_gets_nothing(court, settings):
    address = court.address(PRIVATE).replace("http:", "https:")
    settings.COURTS = {PRIVATE: settings.COURTS[PRIVATE] | {"address": address}}
    with pytest.raises(CourtAway, match="NO_TRUST"):
        Client(PRIVATE).file("1700000000000001", "a.pdf", "application/pdf", PDF, "Safeguarding_Letter")


# ── What may be connected to, and what is told ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "address",
    ["http://court.invalid", "https://user:word@court.invalid", "https://court.invalid?x=1", "ftp://127.0.0.1", "x"],
)
def test_an_address_that_may_not_be_used_is_not_used(court, settings, address):
    settings.COURTS = {PRIVATE: settings.COURTS[PRIVATE] | {"address": address}}
    with pytest.raises(CourtAway, match="ADDRESS"):
        Client(PRIVATE).search(START, END)
    assert court.asked == []


@pytest.mark.parametrize(
    "address", ["https://court.invalid/x/", "http://127.0.0.1:81", "http://localhost", "http://[::1]"]
)
def test_addresses_that_may_be_used(address):
    assert wire.checked_address(address) == address.rstrip("/")


def test_a_feed_that_is_not_set_up(settings):
    settings.COURTS = {}
    assert not Client(PRIVATE).is_set_up
    with pytest.raises(CourtAway, match="NOT_SET_UP"):
        Client(PRIVATE).search(START, END)


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"client_secret": "another"}, "CREDENTIALS"),
        ({"service": "another"}, "CREDENTIALS"),
        ({"token_url": "http://court.invalid/o/token"}, "ADDRESS"),
        ({"lease_url": ""}, "NOT_SET_UP"),
        ({"service_secret": "not base 32"}, "CREDENTIALS"),
    ],
)
def test_tokens_that_are_not_to_be_had_send_nothing_to_the_court(court, settings, over, code):
    settings.COURTS = {PRIVATE: settings.COURTS[PRIVATE] | over}
    with pytest.raises(CourtAway, match=code):
        Client(PRIVATE).search(START, END)
    assert [asked for asked in court.asked if asked.court] == []


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"access_token": 7}', b'{"access_token": "a\\r\\nb: c"}']
)
def test_a_token_service_that_answers_nonsense(court, monkeypatch, body):
    monkeypatch.setattr(court, "_token", lambda _asked: c.Said(200, body))
    with pytest.raises(CourtAway, match="TOKENS"):
        Client(PRIVATE).search(START, END)


@pytest.mark.parametrize("fault", [None, *c.FAULTS, c.SLOW])
def test_nothing_of_a_question_a_header_or_an_answer_reaches_a_log_or_an_error(court, caplog, fault):
    caplog.set_level(logging.DEBUG)
    court.add(PRIVATE, at(5), a_case())
    court.faults = [fault] * 2
    client, error = Client(PRIVATE), None
    try:
        client.search(START, END)
    except CourtProblem as caught:
        error = caught
    held = [token for token, _ends in client.tokens._held.values()]
    told = caplog.text + repr(error) + repr(client.tokens.access) + "".join(_chain(error))
    for secret in [*held, "2026-01-14", "searchCases", "Wren", "made-up"]:
        assert secret not in told


def _chain(error):
    """What a traceback would show of the errors behind an error."""
    while error is not None:
        yield repr(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_credentials_of_this_machines_user_are_not_sent(court, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    Client(PRIVATE).search(START, END)
    assert court.asked[-1].headers["authorization"].startswith("Bearer ")


def test_a_one_time_password_is_the_standards():
    """The example of RFC 6238, appendix B, of which six digits are taken."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert [one_time_password(secret, at) for at in (59, 1111111109, 2000000000)] == ["287082", "081804", "279037"]
