"""The emergency account: made at the machine, used and tried, its alarm, its review, and the end of it."""

import datetime as dt

import pytest
from click.testing import CliRunner
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse

from goldenthread.access import command
from goldenthread.access.door import PERSON_KEY, SEEN_KEY, SIGN_KEY, clock
from goldenthread.access.models import LocalAccount, LocalUse
from goldenthread.access.operations import local
from goldenthread.access.operations.sign import end_sign_ins
from goldenthread.access.queries import unreviewed_local_uses
from goldenthread.access.rules import PASSPHRASE_LETTERS, TRIES, passphrase_typed
from goldenthread.drafts.models import Draft
from goldenthread.drafts.pages import form_tokens
from goldenthread.kernel.refusal import Refused
from goldenthread.people.operations import record_leaver
from goldenthread.thread.models import Event, FieldChange

HERE = "/sign-in/emergency"
PASSPHRASE = "kmfqa-wxyz2-34567-abcde-fghjk-mnpqr"
WHY = "The sign-in service has been down since seven."
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def quick(settings, request):
    """The strong hash is slow on purpose; one test looks at it."""
    if "strong" not in request.node.name:
        settings.PASSWORD_HASHERS = QUICK
    local._nobodys_hash.cache_clear()
    yield
    local._nobodys_hash.cache_clear()


@pytest.fixture
def account(cast):
    return made(cast, cast.duty)


def made(cast, person, *, days=90, now=None):
    by = cast.as_(local.operator())
    return local.make_local_account(person=person, passphrase=PASSPHRASE, days=days, by=by, now=now or clock())


def typed(cast, **over):
    return {"email": cast.duty.email, "passphrase": PASSPHRASE, "reason": WHY, **over}


def signs_in(cast, client=None, **over):
    client = client or Client()
    return client, client.post(HERE, typed(cast, **over))


# --- it works -----------------------------------------------------------------------------------------------------


def test_it_signs_in_for_an_hour_and_says_so_on_every_page(cast, account):
    client, answer = signs_in(cast, next="/tray")
    assert (answer.status_code, answer["Location"]) == (302, "/tray")
    for there in ("/tray", "/break-glass", "/no-such-page"):
        page = client.get(there).content.decode()
        assert "This is an emergency sign-in." in page
        assert 'class="gt-emergency"' in page
        assert 'data-session-ends="600"' in page
    use = LocalUse.objects.get()
    assert (use.person, use.nation, use.result, use.reason) == (cast.duty, "ENGLAND", "IN", WHY)
    assert use.until - use.at == dt.timedelta(minutes=60)
    cast.as_(cast.duty)
    lines = list(Event.objects.order_by("pk").values_list("verb", flat=True))[-2:]
    assert lines == ["LOCAL_ACCOUNT_USED", "SIGNED_IN"]
    assert Event.objects.get(verb="SIGNED_IN").facts == {"how": "LOCAL"}


def test_it_opens_what_the_posts_open_and_nothing_more(cast, account):
    client, _answer = signs_in(cast)
    assert client.get("/staff").status_code == 403
    assert "emergency sign-in." not in cast.client(cast.duty).get("/tray").content.decode()


@pytest.mark.parametrize("said", [PASSPHRASE.upper(), PASSPHRASE.replace("-", " "), f" {PASSPHRASE.replace('-', '')} "])
def test_a_passphrase_is_read_from_paper(cast, account, said):
    assert signs_in(cast, passphrase=said)[1].status_code == 302


def test_the_session_is_new_and_nothing_of_the_passphrase_is_kept(cast, account):
    client = cast.client(cast.ben)
    before = client.session.session_key
    signs_in(cast, client, **form_tokens(cast.ben))
    assert client.session.session_key != before
    assert set(client.session.keys()) == {PERSON_KEY, SEEN_KEY, SIGN_KEY}
    assert PASSPHRASE not in repr(dict(client.session))
    assert PASSPHRASE not in account.hash
    assert not Draft.objects.exists()


def test_a_passphrase_sent_with_a_stale_token_is_kept_nowhere(cast, account):
    client = Client(enforce_csrf_checks=True)
    page = client.get(HERE).content.decode()
    assert "_kept_for" not in page
    assert client.post(HERE, typed(cast)).status_code == 403
    assert not Draft.objects.exists()
    assert "_kept_for" not in cast.client(cast.ben).get(HERE).content.decode().split("<main")[1].split("</main>")[0]


def test_it_is_closed_unless_the_settings_open_it(cast, account, settings):
    settings.LOCAL_ACCOUNTS = False
    assert Client().get(HERE).status_code == 404
    assert signs_in(cast)[1].status_code == 404
    assert HERE not in Client().get("/sign-in").content.decode()


# --- who is refused -----------------------------------------------------------------------------------------------


def no_account(cast):
    return {"email": cast.ben.email}


def unknown(_cast):
    return {"email": "nobody@example.org"}


def wrong(_cast):
    return {"passphrase": "wrong"}


def a_service(_cast):
    return {"email": "operator@goldenthread.invalid"}


def main_of(answer):
    """What the page says, but for what was typed and what changes with each page."""
    page = answer.content.decode().split("<main")[1].split("</main>")[0]
    return "\n".join(line for line in page.splitlines() if "value=" not in line and "csrf" not in line)


def test_unknown_and_wrong_are_told_the_same_and_take_as_long(cast, account, monkeypatch):
    compared = []
    check = hashers.check_password
    monkeypatch.setattr(local, "check_password", lambda typed, held: compared.append(held) or check(typed, held))
    pages = set()
    for case in (no_account, unknown, wrong, a_service):
        _client, answer = signs_in(cast, **case(cast))
        assert answer.status_code == 422
        pages.add(main_of(answer))
    assert len(pages) == 1
    assert "open nothing now" in pages.pop()
    assert len(compared) == 4
    assert all(held.split("$")[0] == account.hash.split("$")[0] for held in compared)


@pytest.mark.parametrize("field", ["email", "passphrase", "reason"])
def test_each_answer_is_asked_for_and_without_one_nothing_is_tried(cast, account, field):
    assert signs_in(cast, **{field: " "})[1].status_code == 422
    assert not LocalUse.objects.exists()


@pytest.mark.parametrize("value", ["\x00", "x" * 3000, "Ａ"])
def test_bad_input_is_a_page_and_never_an_error(cast, account, value):
    for field in ("email", "passphrase", "reason"):
        assert signs_in(cast, **{field: value})[1].status_code in {422, 302}


def test_an_account_that_has_run_out_opens_nothing(cast):
    made(cast, cast.duty, days=1, now=clock() - dt.timedelta(days=2))
    assert signs_in(cast)[1].status_code == 422


def test_an_account_of_a_leaver_opens_nothing(cast, account):
    cast.as_(cast.administrator)
    record_leaver(person=cast.duty, on=clock().date(), by=cast.administrator, now=cast.now)
    assert signs_in(cast)[1].status_code == 422


# --- the lock -----------------------------------------------------------------------------------------------------


def test_after_five_failed_tries_not_even_the_right_one_opens(cast, account):
    pages = {main_of(signs_in(cast, passphrase="wrong")[1]) for _ in range(TRIES)}
    pages.add(main_of(signs_in(cast)[1]))
    assert len(pages) == 1, "the page must not say that it is locked: that says that there is an account"
    last = LocalUse.objects.order_by("-at").first()
    assert (LocalUse.objects.count(), last.result, last.times) == (TRIES, "LOCKED", 2)


def test_a_thousand_tries_are_one_alarm(cast, account):
    for email in (cast.duty.email, "nobody@example.org", "another@example.org"):
        for _ in range(TRIES + 4):
            signs_in(cast, email=email, passphrase="wrong")
    assert LocalUse.objects.count() == 2 * TRIES
    assert sum(LocalUse.objects.values_list("times", flat=True)) == 3 * (TRIES + 4)


def test_the_lock_opens_by_itself_and_keeps_nobody_out_for_good(cast, account):
    for _ in range(TRIES + 3):
        signs_in(cast, passphrase="wrong")
    LocalUse.objects.update(at=clock() - dt.timedelta(minutes=16))
    assert signs_in(cast)[1].status_code == 302


def test_a_new_account_is_not_locked(cast, account):
    for _ in range(TRIES):
        signs_in(cast, passphrase="wrong")
    made(cast, cast.duty)
    assert signs_in(cast)[1].status_code == 302


def test_tries_at_one_account_lock_no_other(cast, account):
    made(cast, cast.manager)
    for _ in range(TRIES):
        signs_in(cast, passphrase="wrong")
        signs_in(cast, email="nobody@example.org")
    assert signs_in(cast, email=cast.manager.email)[1].status_code == 302


# --- the end of it --------------------------------------------------------------------------------------------------


def later(client, **over):
    """The sign-in as it is when its times have been moved back."""
    session = client.session
    back = over.get("minutes", 0)
    session[SEEN_KEY] = (dt.datetime.fromisoformat(session[SEEN_KEY]) - dt.timedelta(minutes=back)).isoformat()
    session[SIGN_KEY] = {**session[SIGN_KEY], **over.get("sign", {})}
    session.save()
    return client


def test_it_ends_when_nothing_happens_for_ten_minutes(cast, account):
    client, _answer = signs_in(cast)
    assert later(client, minutes=9).get("/tray").status_code == 200
    assert later(client, minutes=11).get("/tray")["Location"].endswith("&ended=1")


def test_it_ends_after_its_hour_whatever_happens(cast, account):
    client, _answer = signs_in(cast)
    later(client, sign={"until": clock().isoformat()})
    answer = client.get("/tray")
    assert answer["Location"].endswith("&ended=3")
    assert "Your emergency sign-in is over" in client.get(answer["Location"]).content.decode()


def test_staying_does_not_make_it_an_ordinary_sign_in(cast, account):
    client, _answer = signs_in(cast)
    assert client.post("/stay").json() == {"session_ends": 600}


@pytest.mark.parametrize("how", ["ended", "renewed", "signed out", "run out"])
def test_whoever_is_signed_in_by_it_is_out_with_the_next_request(cast, account, how):
    client, _answer = signs_in(cast)
    assert client.get("/tray").status_code == 200
    by = cast.as_(local.operator())
    if how == "ended":
        local.end_local_account(person=cast.duty, by=by, now=clock())
    elif how == "renewed":
        made(cast, cast.duty)
    elif how == "signed out":
        cast.as_(cast.administrator)
        end_sign_ins(person=cast.duty, by=cast.administrator, now=clock())
    else:
        LocalAccount.objects.update(until=clock() - dt.timedelta(seconds=1), made_at=clock() - dt.timedelta(days=1))
        # The database's own clock stands still within a test.
        LocalAccount.objects.update(until=clock() - dt.timedelta(days=1))
    assert client.get("/tray")["Location"].startswith("/sign-in?")


# --- made at the machine --------------------------------------------------------------------------------------------


def test_the_hash_is_a_strong_one(cast):
    account = made(cast, cast.duty)
    assert account.hash.startswith("scrypt$")
    assert PASSPHRASE not in account.hash


def test_made_once_renewed_and_ended_leave_lines_and_no_passphrase(cast, account):
    again = made(cast, cast.duty)
    account.refresh_from_db()
    assert (account.ended_why, again.ended_at) == ("REPLACED", None)
    by = cast.as_(local.operator())
    local.end_local_account(person=cast.duty, by=by, now=clock())
    with pytest.raises(Refused, match="NO_ACCOUNT"):
        local.end_local_account(person=cast.duty, by=by, now=clock())
    verbs = list(Event.objects.filter(verb__startswith="LOCAL").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["LOCAL_ACCOUNT_MADE", "LOCAL_ACCOUNT_ENDED", "LOCAL_ACCOUNT_MADE", "LOCAL_ACCOUNT_ENDED"]
    changes = repr(list(FieldChange.objects.filter(table_name="access_localaccount").values("before", "after")))
    assert "ended_at" in changes
    assert "hash" not in changes


@pytest.mark.parametrize("days", [0, -1, 367])
def test_it_lasts_a_year_at_most(cast, days):
    with pytest.raises(Refused, match="DAYS"):
        made(cast, cast.duty, days=days)


def test_nobody_else_can_be_given_one(cast):
    with pytest.raises(Refused, match="HAS_LEFT"):
        made(cast, cast.importer)


def test_a_passphrase_is_long_and_no_two_are_alike():
    many = {local.new_passphrase() for _ in range(50)}
    assert len(many) == 50
    assert all(
        len(passphrase_typed(one)) == 30 and set(passphrase_typed(one)) <= set(PASSPHRASE_LETTERS) for one in many
    )


def test_the_command_shows_the_passphrase_once_and_it_opens(cast):
    told = command.make(cast.duty.email.upper(), 30)
    assert signs_in(cast, passphrase=told["passphrase"])[1].status_code == 302
    command.end(cast.duty.email)
    assert signs_in(cast, passphrase=told["passphrase"])[1].status_code == 422
    with pytest.raises(Refused, match="NOBODY"):
        command.make("nobody@example.org", 30)


def test_the_command_line_says_what_is_wrong_in_a_line(cast, monkeypatch):
    from goldenthread.config import cli

    monkeypatch.setattr(cli, "start", lambda role: None)
    done = CliRunner().invoke(cli.main, ["local-account", "make", "--person", "nobody@example.org"])
    assert done.exit_code == 1
    assert "Nobody on the list of staff" in done.output
    done = CliRunner().invoke(cli.main, ["local-account", "make", "--person", cast.duty.email, "--json"])
    assert (done.exit_code, '"passphrase":"' in done.output) == (0, True)
    done = CliRunner().invoke(cli.main, ["local-account", "end", "--person", cast.duty.email])
    assert (done.exit_code, "has ended" in done.output) == (0, True)
    assert CliRunner().invoke(cli.main, ["local-account", "make", "--person", "x", "--days", "0"]).exit_code == 2


# --- the alarm ------------------------------------------------------------------------------------------------------


def test_the_named_seniors_see_it_at_once_whatever_page_is_open(cast, account):
    senior = cast.client(cast.senior)
    assert 'class="gt-count"' not in senior.get("/break-glass/uses").content.decode()
    signs_in(cast)
    signs_in(cast, passphrase="wrong")
    signs_in(cast, email="nobody@example.org")
    assert '<span class="gt-count">3' in senior.get("/break-glass/uses").content.decode()
    page = senior.get(reverse("access:local_uses")).content.decode()
    assert "Dafydd Stroud signed in by an emergency account" in page
    assert "A failed try at the emergency account of Dafydd Stroud" in page
    assert "not on the list of staff" in page
    assert "nobody@example.org" not in page
    assert unreviewed_local_uses("ENGLAND").count() == 3
    assert unreviewed_local_uses("WALES").count() == 1


def test_the_log_says_that_it_was_used_and_not_by_whom(cast, account, caplog):
    signs_in(cast)
    signs_in(cast, passphrase="wrong")
    lines = [r for r in caplog.records if r.name == "goldenthread.access"]
    assert [(r.levelname, r.getMessage().split(" (")[0]) for r in lines] == [
        ("WARNING", "emergency account: IN"), ("WARNING", "emergency account: FAILED"),
    ]  # fmt: skip
    for secret in (cast.duty.email, "Dafydd", PASSPHRASE, WHY):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("person", "status"),
    [("senior", 200), ("administrator", 403), ("manager", 403), ("amira", 403), ("duty", 403), ("nobody", 403)],
)
def test_who_may_see_them(cast, account, person, status):
    signs_in(cast)
    page = cast.client(getattr(cast, person))
    assert page.get(reverse("access:local_uses")).status_code == status
    one = page.get(reverse("access:local_review", args=[LocalUse.objects.get().pk])).status_code
    assert one == (200 if status == 200 else 404)


def test_a_senior_of_the_other_nation_sees_only_what_is_nobodys(cast, account):
    signs_in(cast)
    signs_in(cast, email="nobody@example.org")
    page = cast.client(cast._person("Sian Talbot", "NAMED_SENIOR", nation="WALES"))
    listed = page.get(reverse("access:local_uses")).content.decode()
    assert "Dafydd Stroud" not in listed
    assert "not on the list of staff" in listed
    use = LocalUse.objects.get(result="IN")
    assert page.get(reverse("access:local_review", args=[use.pk])).status_code == 404


def test_the_senior_says_what_they_found_once(cast, account):
    signs_in(cast)
    use = LocalUse.objects.get()
    page, there = cast.client(cast.senior), reverse("access:local_review", args=[use.pk])
    assert WHY in page.get(there).content.decode()
    assert page.post(there, {"outcome": "", "note": ""}).status_code == 422
    said = {"outcome": "JUSTIFIED", "note": "The service desk confirmed it."}
    assert page.post(there, said).status_code == 302
    assert "already been reviewed" in page.post(there, said).content.decode()
    assert "The service desk confirmed it." in page.get(there).content.decode()
    assert not unreviewed_local_uses("ENGLAND").exists()
    cast.as_(cast.senior)
    assert Event.objects.get(verb="LOCAL_ACCOUNT_REVIEWED").facts == {"outcome": "JUSTIFIED"}


def test_nobody_reviews_their_own_use(cast):
    made(cast, cast.senior)
    signs_in(cast, email=cast.senior.email)
    cast.as_(cast.senior)
    with pytest.raises(Refused, match="OWN_USE"):
        local.review_local_use(
            use=LocalUse.objects.get(), outcome="JUSTIFIED", note="Fine.", by=cast.senior, now=cast.now
        )


def test_tries_after_a_review_are_a_new_alarm(cast, account):
    for _ in range(TRIES):
        signs_in(cast, passphrase="wrong")
    cast.as_(cast.senior)
    for use in LocalUse.objects.all():
        local.review_local_use(use=use, outcome="FOLLOW_UP", note="Asked.", by=cast.senior, now=cast.now)
    signs_in(cast, passphrase="wrong")
    assert unreviewed_local_uses("ENGLAND").get().result == "LOCKED"


def test_before_the_first_use_the_list_teaches(cast):
    assert "No emergency account has been used" in cast.client(cast.senior).get("/emergency-sign-ins").content.decode()


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_takes_the_same_queries_whatever_the_rows(cast, account, django_assert_num_queries, many):
    for n in range(many):
        person = cast._person(f"Manager {n}", "SERVICE_MANAGER", team=cast.south)
        LocalUse.objects.create(at=clock(), result="FAILED", nation="ENGLAND", person=person)
    page = cast.client(cast.senior)
    with django_assert_num_queries(9):
        page.get(reverse("access:local_uses"))
