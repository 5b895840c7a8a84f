"""Signing in by a real identity provider, a process of its own, with a real browser between it and us."""

import json
import subprocess
import sys
from urllib.parse import quote

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from goldenthread.access.rules import NOT_IN, NotIn
from tests import databases
from tests.journeys.acts import Hand
from tests.journeys.conftest import TELEPHONE, answers, free_port, served, sign_in

pytestmark = pytest.mark.journey

AMIRA, SUNNIVA = "amira.lindqvist@goldenthread.invalid", "sunniva.hale@goldenthread.invalid"
# Who has an account at the provider: subject, and what it says of them.
ACCOUNTS = {
    "amira": {"email": AMIRA, "email_verified": True, "amr": ["pwd", "mfa"]},
    "sunniva": {"email": SUNNIVA, "email_verified": True, "amr": ["pwd", "mfa"]},
    "one-step": {"email": AMIRA, "email_verified": True, "amr": ["pwd"]},
    "stranger": {"email": "stranger@elsewhere.invalid", "email_verified": True, "amr": ["mfa"]},
    "unconfirmed": {"email": AMIRA, "email_verified": False, "amr": ["mfa"]},
    "second-amira": {"email": AMIRA, "email_verified": True, "amr": ["mfa"]},
}
BUTTON = "Sign in with your work account"


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    """The address of an identity provider that asks for a nonce and knows its clients."""
    port, log = free_port(), tmp_path_factory.mktemp("provider") / "log"
    accounts = [f"--user-claims={json.dumps({'sub': name, **said})}" for name, said in ACCOUNTS.items()]
    with open(log, "w") as out:
        process = subprocess.Popen(
            [
                sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce=true",
                "--require-registration=true", *accounts,
            ],
            stdout=out, stderr=out,
        )  # fmt: skip
        try:
            assert answers(f"http://127.0.0.1:{port}/.well-known/openid-configuration", process), log.read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def site(database, provider, tmp_path_factory):
    """The product, connected to the provider as the README says: a client of it, known by its redirect address."""
    port = free_port()
    client = requests.post(
        f"{provider}/oauth2/clients",
        json={"redirect_uris": [f"http://127.0.0.1:{port}/sign-in/back"], "scope": "openid email"},
        timeout=10,
    ).json()
    secret = tmp_path_factory.mktemp("secret") / "client-secret"
    secret.write_text(f"{client['client_secret']}\n")
    with served(
        database, tmp_path_factory.mktemp("server"), port, GOLDENTHREAD_OIDC_ISSUER=provider,
        GOLDENTHREAD_OIDC_CLIENT_ID=client["client_id"], GOLDENTHREAD_OIDC_CLIENT_SECRET_FILE=str(secret),
    ) as address:  # fmt: skip
        yield address


@pytest.fixture
def at_work(open_page):
    """at_work(…): a page as `open_page` gives it. The provider's pages ask for a style sheet from elsewhere."""

    def opened(**how):
        page = open_page(**how)
        page.context.route(
            "https://cdn.jsdelivr.net/**", lambda route: route.fulfill(status=200, content_type="text/css", body="")
        )
        return page

    return opened


def by_account(page, name):
    """From a sign-in page of ours to the provider, as one of its accounts, and back."""
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("button", name=name, exact=True).click()
    return page


def signed_in_as(page, name):
    expect(page.locator(".gt-header__name")).to_have_text(name)


def refused(page, code):
    """The page that says no for this reason: its words, nothing that axe finds, and no sign-in."""
    _status, happened, do = NOT_IN[NotIn(code)]
    Hand(page).sees(happened, do, f"Code for whoever runs this service: {code}")
    assert not Axe().run(page, options={"resultTypes": ["violations"]}).violations_count
    expect(page.locator(".gt-header__name")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_there_and_back_and_out(at_work, site, provider, ask, javascript):
    page = at_work(javascript=javascript, **({} if javascript else {"viewport": TELEPHONE}))
    page.goto("/my-work?from=bookmark")
    assert page.url.endswith(f"/sign-in?next={quote('/my-work?from=bookmark', safe='')}")
    assert not Axe().run(page, options={"resultTypes": ["violations"]}).violations_count if javascript else True
    by_account(page, "amira")
    page.wait_for_url("**/my-work?from=bookmark")
    signed_in_as(page, "Amira Lindqvist")
    assert ask("SELECT subject, issuer FROM access_identity WHERE released_at IS NULL") == [("amira", provider)]
    # Out here, and on to the provider's own sign-out, which leads back. A form may still lead to our own pages alone.
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{provider}/oauth2/end_session**")
    assert quote(f"{site}/sign-in", safe="") in page.url
    assert "id_token_hint=" not in page.url
    page.get_by_role("button", name="End session").click()
    page.wait_for_url("**/sign-in")
    page.goto("/my-work")
    assert "/sign-in?next=" in page.url


def test_a_form_cannot_lead_to_the_provider(at_work, site, provider):
    """Why signing in is a link: the policy holds for the redirects after a form too, and is not opened for it."""
    page = at_work(refusals=("Sending form data to", "Refused to send form data"))
    page.goto("/sign-in")
    page.evaluate(
        """() => {
          const form = document.createElement("form");
          form.method = "get"; form.action = "/sign-in/work-account"; document.body.append(form); form.submit();
        }"""
    )
    page.wait_for_event("console", lambda message: "form-action" in message.text)
    assert page.url.startswith(site)


@pytest.mark.parametrize(
    ("account", "code"), [("one-step", "NO_MFA"), ("stranger", "UNKNOWN"), ("unconfirmed", "EMAIL")]
)
def test_whoever_is_not_let_in_is_told_why(at_work, account, code):
    page = at_work(refusals=(403,))
    page.goto("/sign-in?next=/tray")
    by_account(page, account)
    refused(page, code)
    assert page.get_by_role("button", name="Sign in again with your work account").get_attribute("href") == (
        "/sign-in/work-account?next=%2Ftray"
    )


def test_an_address_that_changed_hands_opens_nothing(at_work, ask):
    first = at_work()
    first.goto("/sign-in")
    by_account(first, "amira")
    signed_in_as(first, "Amira Lindqvist")
    page = at_work(refusals=(403,))
    page.goto("/sign-in")
    by_account(page, "second-amira")
    refused(page, "OTHER_ACCOUNT")


def test_whoever_stops_at_the_provider_can_begin_again(at_work):
    page = at_work(refusals=(400,))
    page.goto("/sign-in?next=/my-work")
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("button", name="Deny").click()
    refused(page, "CANCELLED")
    page.get_by_role("button", name="Sign in again with your work account").click()
    page.get_by_role("button", name="amira", exact=True).click()
    page.wait_for_url("**/my-work")


def test_an_answer_sent_to_someone_else_is_refused_there(at_work, provider):
    """The address of a finished sign-in, followed in another browser, signs nobody in."""
    mine, theirs = at_work(), at_work(refusals=(400,))
    mine.goto("/sign-in")
    mine.get_by_role("button", name=BUTTON).click()
    # What the button at the provider does, stopped before the browser follows where it leads.
    answer = mine.context.request.post(mine.url, form={"sub": "amira"}, max_redirects=0)
    theirs.goto(answer.headers["location"])
    refused(theirs, "STATE")
    mine.goto(answer.headers["location"])
    signed_in_as(mine, "Amira Lindqvist")


def test_an_administrator_ends_all_sign_ins_and_a_fresh_one_is_good(at_work):
    laptop = at_work()
    laptop.goto("/sign-in")
    by_account(laptop, "sunniva")
    signed_in_as(laptop, "Sunniva Hale")
    ada = sign_in(at_work(), "Ada Whitlock", "/staff?name=Sunniva")
    ada.get_by_role("link", name="Sunniva Hale").click()
    ada.get_by_role("link", name="End all their sign-ins").click()
    ada.get_by_role("button", name="End all their sign-ins").click()
    Hand(ada).sees("Every sign-in of theirs has ended", "Their work account is bound to them since")
    laptop.goto("/my-work")
    Hand(laptop).sees("An administrator has ended your sign-ins")
    by_account(laptop, "sunniva")
    signed_in_as(laptop, "Sunniva Hale")


def test_the_emergency_account_opens_and_the_named_senior_sees_it(at_work, database):
    done = databases.run(
        [
            "-m", "goldenthread.config.cli", "local-account", "make", "--json",
            "--person", "marcus.oyelaran@goldenthread.invalid",
        ],
        database, "app_web",
    )  # fmt: skip
    page = at_work(javascript=False)
    page.goto("/sign-in?next=/team")
    page.get_by_text("You cannot sign in with your work account").click()
    page.get_by_role("link", name="Sign in with an emergency account").click()
    page.get_by_label("Work email address").fill("marcus.oyelaran@goldenthread.invalid")
    page.get_by_label("Passphrase").fill(json.loads(done)["passphrase"])
    page.get_by_label("Why can you not").fill("The sign-in service is down.")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/team")
    expect(page.get_by_role("region", name="Emergency sign-in")).to_contain_text("This is an emergency sign-in.")
    senior = sign_in(at_work(), "Selwyn Birch")
    senior.get_by_role("link", name="Emergency sign-ins").click()
    senior.get_by_role("link", name="Marcus Oyelaran signed in by an emergency account").click()
    Hand(senior).sees("The sign-in service is down.")
    senior.get_by_label("I will follow it up").check()
    senior.get_by_label("What do you rest that on?").fill("I rang Marcus.")
    senior.get_by_role("button", name="Record your review").click()
    Hand(senior).sees("Your review is recorded")
