"""Signing in by the identity provider: does it work, who is refused with which words, if repeated, what is left."""

import base64
import datetime as dt
import hmac
import json
import logging
import time
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from joserfc import jwt

from goldenthread.access import oidc
from goldenthread.access.door import PERSON_KEY, SEEN_KEY, SIGN_KEY
from goldenthread.access.models import Identity
from goldenthread.access.operations.sign import end_sign_ins
from goldenthread.access.rules import FLOW_MINUTES, NOT_IN, NotIn, is_verified, mfa_rule, proves_mfa
from goldenthread.people.operations import record_leaver
from goldenthread.thread.models import Event
from tests.oidc import ABSENT, CLIENT, KEY, NEW_KEY, OTHER_KEY, SECRET, Provider, reply

THERE, BACK = "/sign-in/work-account", "/sign-in/back"
HOUR = 3600


@pytest.fixture
def provider(settings):
    with Provider() as started:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = started.issuer, CLIENT, SECRET
        settings.OIDC_TIMEOUT_SECONDS = 2
        oidc._provider.cache_clear()
        yield started


@pytest.fixture
def go(cast, provider):
    """go(client=…, back=…, **claims): there, signed in at the provider with these claims, and back; the last answer."""

    def went(client=None, back="", afresh="", **claims):
        client = client or Client()
        address = client.get(THERE, {name: value for name, value in (("next", back), ("afresh", afresh)) if value})
        assert address.status_code == 302
        return client.get(BACK, provider.authorise(address["Location"], **{"email": cast.amira.email, **claims}))

    return went


def refused(answer, code):
    """The answer is the page that says no for this reason, in words of its own."""
    page = answer.content.decode()
    assert answer.status_code == NOT_IN[NotIn(code)][0]
    assert f"Code for whoever runs this service: {code}" in page
    return page


# --- it works -----------------------------------------------------------------------------------------------------


def test_there_it_goes_with_a_challenge_a_state_and_a_nonce(cast, provider):
    client = Client()
    address = client.get(THERE, {"next": "/my-work"})["Location"]
    asked = dict(parse_qsl(urlsplit(address).query))
    assert address.startswith(f"{provider.issuer}/authorize?")
    assert {name: asked[name] for name in ("response_type", "client_id", "scope", "code_challenge_method")} == {
        "response_type": "code", "client_id": CLIENT, "scope": "openid email", "code_challenge_method": "S256",
    }  # fmt: skip
    assert asked["redirect_uri"] == "http://testserver/sign-in/back"
    (flow,) = client.session[oidc.FLOWS_KEY].values()
    assert flow["verifier"] not in address
    assert min(len(asked["state"]), len(asked["nonce"]), len(flow["verifier"])) >= 43
    assert "prompt" not in asked


def test_the_first_sign_in_binds_the_account_and_leaves_its_lines(cast, go, provider):
    client = Client()
    answer = go(client, back="/my-work")
    assert (answer.status_code, answer["Location"]) == (302, "/my-work")
    assert client.session[PERSON_KEY] == str(cast.amira.pk)
    held = Identity.objects.get()
    assert (held.person, held.issuer, held.subject) == (cast.amira, provider.issuer, "subject-1")
    cast.as_(cast.amira)
    lines = list(Event.objects.order_by("pk").values_list("verb", "facts", "actor_name"))[-2:]
    assert lines == [
        ("IDENTITY_BOUND", {}, "Amira Lindqvist"), ("SIGNED_IN", {"how": "OIDC"}, "Amira Lindqvist"),
    ]  # fmt: skip


def test_the_session_is_a_new_one_and_holds_nothing_of_the_token(cast, go):
    client = Client()
    client.get(THERE)
    before = client.session.session_key
    go(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert set(client.session.keys()) == {PERSON_KEY, SEEN_KEY, SIGN_KEY}
    assert set(client.session[SIGN_KEY]) == {"how", "began"}


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_next_leads_nowhere_else(go, back):
    assert go(back=back)["Location"] == "/"


def test_what_was_typed_comes_back(cast, go):
    """A form sent after the sign-in had ended is set aside, and given back after the way there and back."""
    from goldenthread.drafts.pages import form_tokens

    case, client = cast.case(), Client()
    there = reverse("enquiry:line_new", args=[case.pk])
    typed = {**form_tokens(cast.amira), "question": "Does Maya see Nan on Sundays?"}
    sent_to = client.post(there, typed)["Location"]
    assert "has been kept" in client.get(sent_to).content.decode()
    answer = go(client, back=dict(parse_qsl(urlsplit(sent_to).query))["next"])
    assert answer["Location"] == there
    assert "Does Maya see Nan on Sundays?" in client.get(there).content.decode()


def test_afterwards_the_account_alone_counts(cast, go):
    go()
    for claims in ({"email": "new.name@example.org"}, {"email": ABSENT}, {"email_verified": False}):
        client = Client()
        assert go(client, **claims).status_code == 302
        assert client.session[PERSON_KEY] == str(cast.amira.pk)
    assert Identity.objects.count() == 1


def test_an_address_that_someone_else_has_now_opens_nobodys_work(cast, go):
    go()
    client = Client()
    page = refused(go(client, sub="subject-2"), "OTHER_ACCOUNT")
    assert "ask an administrator" in page
    assert PERSON_KEY not in client.session
    # And a bound account that comes with a colleague's address stays whose it is.
    go(client, email=cast.ben.email)
    assert client.session[PERSON_KEY] == str(cast.amira.pk)
    assert not Identity.objects.filter(person=cast.ben).exists()


def test_roles_come_from_posts_and_never_from_the_token(cast, go):
    client = Client()
    go(client, roles=["ADMINISTRATOR"], groups=["ADMINISTRATOR"], email=cast.nobody.email)
    assert client.get(reverse("access:staff")).status_code == 403


def test_an_address_is_compared_without_its_case(cast, go):
    assert go(email=cast.amira.email.upper()).status_code == 302


@pytest.mark.parametrize("email", ["amira.lindqvıst@goldenthread.invalid", "amira.lindqvist@goldenthread.invalid "])
def test_an_address_that_only_looks_alike_is_another(go, email):
    assert go(email=email).status_code == (302 if email.endswith(" ") else 403)


def test_the_address_may_come_on_request_alone(cast, go, provider):
    provider.userinfo = {"sub": "subject-1", "email": cast.amira.email, "email_verified": True}
    assert go(email=ABSENT, email_verified=ABSENT).status_code == 302
    assert provider.asked[-1][1]["Authorization"] == "Bearer access"


def test_an_address_of_another_account_on_request_is_not_believed(cast, go, provider):
    provider.userinfo = {"sub": "subject-9", "email": cast.amira.email, "email_verified": True}
    refused(go(email=ABSENT), "NONSENSE")


def test_a_new_key_of_the_provider_is_asked_for(go, provider):
    go()
    provider.signs_with, provider.shows, provider.header = NEW_KEY, [KEY, NEW_KEY], {"alg": "RS256", "kid": "two"}
    assert go().status_code == 302


def test_a_key_that_nobody_knows_does_not_spoil_the_others(go, provider):
    good = provider.keys({})
    provider.wrong["/keys"] = reply({"keys": [{"kty": "EC", "crv": "P-000", "x": "1", "y": "1"}, 7, *good["keys"]]})
    assert go().status_code == 302


def test_the_client_proves_itself_as_the_provider_wants(go, provider):
    provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    go()
    (form,) = [form for path, _headers, form in provider.asked if path == "/token"]
    assert form["client_secret"] == SECRET


@pytest.mark.parametrize(
    ("rule", "claims"),
    [
        ("amr:mfa", {"amr": ["pwd", "mfa"]}),
        ("amr:mfa,hwk", {"amr": ["hwk"]}),
        ("acr:urn:phr", {"amr": ABSENT, "acr": "urn:phr"}),
        ("amr:mfa;acrs:c1", {"amr": ABSENT, "acrs": ["c1"]}),
    ],
)
def test_the_settings_say_what_proves_a_second_step(go, settings, rule, claims):
    settings.OIDC_MFA = rule
    assert go(**claims).status_code == 302


def test_the_subject_may_be_another_claim(go, settings):
    settings.OIDC_SUBJECT_CLAIM = "oid"
    assert go(oid="object-1").status_code == 302
    assert Identity.objects.get().subject == "object-1"
    refused(go(oid=ABSENT), "NO_SUBJECT")
    refused(go(oid=7), "NO_SUBJECT")


def test_what_is_asked_besides_can_be_set(settings, provider):
    settings.OIDC_ACR_VALUES, settings.OIDC_CLAIMS = "phr", '{"id_token":{"acrs":{"essential":true,"value":"c1"}}}'
    asked = dict(parse_qsl(urlsplit(Client().get(THERE)["Location"]).query))
    assert (asked["acr_values"], json.loads(asked["claims"])["id_token"]["acrs"]["value"]) == ("phr", "c1")


test_what_is_asked_besides_can_be_set = pytest.mark.django_db(test_what_is_asked_besides_can_be_set)


# --- who is refused -----------------------------------------------------------------------------------------------

NOW = int(time.time())


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"email": "nobody@example.org"}, "UNKNOWN"),
        ({"email": "door@goldenthread.invalid"}, "UNKNOWN"),
        ({"email_verified": False}, "EMAIL"),
        ({"email_verified": "false"}, "EMAIL"),
        ({"email_verified": ABSENT}, "EMAIL"),
        ({"email": ["amira.lindqvist@goldenthread.invalid"]}, "EMAIL"),
        ({"amr": ABSENT}, "NO_MFA"),
        ({"amr": ["pwd"]}, "NO_MFA"),
        ({"amr": ["nomfa"]}, "NO_MFA"),
        ({"amr": [["mfa"]]}, "NO_MFA"),
        ({"aud": "another-service"}, "AUDIENCE"),
        ({"aud": ["another-service"]}, "AUDIENCE"),
        ({"aud": [CLIENT, "another-service"], "azp": "another-service"}, "AUDIENCE"),
        ({"aud": ABSENT}, "AUDIENCE"),
        ({"iss": "https://elsewhere.example"}, "ISSUER"),
        ({"iss": ABSENT}, "ISSUER"),
        ({"nonce": "of another sign-in"}, "NONCE"),
        ({"nonce": ABSENT}, "NONCE"),
        ({"exp": NOW - 120}, "EXPIRED"),
        ({"exp": ABSENT}, "NONSENSE"),
        ({"exp": "tomorrow"}, "NONSENSE"),
        ({"iat": NOW - HOUR, "exp": NOW + HOUR}, "CLOCK"),
        ({"iat": NOW - HOUR, "exp": NOW}, "CLOCK"),
        ({"iat": NOW + HOUR, "exp": NOW + 2 * HOUR}, "CLOCK"),
        ({"iat": "now"}, "NONSENSE"),
        ({"iat": 10**400}, "NONSENSE"),
        ({"nbf": NOW + HOUR}, "NONSENSE"),
        ({"sub": ABSENT}, "NONSENSE"),
        ({"sub": ""}, "NO_SUBJECT"),
        ({"sub": "s" * 256}, "NO_SUBJECT"),
        ({"at_hash": "of another token"}, "NONSENSE"),
    ],
)
def test_a_token_that_does_not_fit_opens_nothing(cast, go, claims, code):
    client = Client()
    refused(go(client, **claims), code)
    assert PERSON_KEY not in client.session
    assert not Identity.objects.exists()


def test_a_clock_that_is_a_little_off_is_borne_and_the_settings_cannot_bear_an_hour(go, settings):
    now = int(time.time())
    assert go(iat=now + 30, nbf=now + 30).status_code == 302
    settings.OIDC_LEEWAY_SECONDS = 2 * HOUR
    page = refused(go(iat=now + HOUR, exp=now + 2 * HOUR), "CLOCK")
    assert "must be set right" in page


def test_a_token_that_was_dated_back_a_few_minutes_is_good(go):
    assert go(iat=int(time.time()) - 300).status_code == 302


def _unsigned(claims):
    parts = ({"alg": "none"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts) + "."


def _with_the_public_key_as_a_secret(claims):
    head = _unsigned(claims).split(".")[1]
    start = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"one"}').rstrip(b"=").decode() + "." + head
    made = hmac.digest(KEY.as_pem(private=False), start.encode(), "sha256")
    return f"{start}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


FORGED = {
    "another key under the same name": lambda claims: jwt.encode({"alg": "RS256", "kid": "one"}, claims, OTHER_KEY),
    "unsigned": _unsigned,
    "the public key as a secret": _with_the_public_key_as_a_secret,
    "cut": lambda claims: jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)[:-20],
    "an unknown key": lambda claims: jwt.encode({"alg": "RS256", "kid": "three"}, claims, KEY),
    "no token": lambda claims: "nothing",
    "nested without end": lambda claims: "." * 5,
}


@pytest.mark.parametrize("how", FORGED)
@pytest.mark.filterwarnings("ignore")
def test_a_forged_signature_opens_nothing(cast, provider, how):
    client = Client()
    address = client.get(THERE)["Location"]
    asked = dict(parse_qsl(urlsplit(address).query))
    now = int(time.time())
    claims = {
        "iss": provider.issuer, "aud": CLIENT, "sub": "subject-1", "iat": now, "exp": now + 60, "amr": ["mfa"],
        "nonce": asked["nonce"], "email": cast.amira.email, "email_verified": True,
    }  # fmt: skip
    provider.wrong["/token"] = reply({"access_token": "a", "token_type": "Bearer", "id_token": FORGED[how](claims)})
    refused(client.get(BACK, provider.authorise(address)), "SIGNATURE")


def test_a_leaver_is_refused_whether_bound_or_not(cast, go):
    def leaves(person):
        cast.as_(cast.administrator)
        day = dt.date.fromtimestamp(time.time())  # noqa: DTZ012
        record_leaver(person=person, on=day, by=cast.administrator, now=cast.now)

    leaves(cast.ben)
    refused(go(email=cast.ben.email, sub="subject-2"), "LEFT")
    assert not Identity.objects.exists()
    go()
    leaves(cast.amira)
    refused(go(), "LEFT")
    cast.as_(cast.amira)
    line = Event.objects.get(verb="SIGN_IN_REFUSED")
    assert (line.actor_name, line.facts) == ("Amira Lindqvist", {"reason": "LEFT"})


def test_without_a_second_step_a_bound_account_opens_nothing_either(go):
    go()
    assert "Set up a second step" in refused(go(amr=["pwd"]), "NO_MFA")


# --- there and back ------------------------------------------------------------------------------------------------


def test_an_answer_belongs_to_the_browser_that_began(cast, provider):
    mine, theirs = Client(), Client()
    answer = provider.authorise(mine.get(THERE)["Location"], email=cast.amira.email)
    theirs.get(THERE)
    for other in (theirs, Client()):
        refused(other.get(BACK, answer), "STATE")
        assert PERSON_KEY not in other.session
    assert mine.get(BACK, answer).status_code == 302


def test_an_answer_is_taken_once(cast, provider):
    client = Client()
    answer = provider.authorise(client.get(THERE)["Location"], email="nobody@example.org")
    refused(client.get(BACK, answer), "UNKNOWN")
    refused(client.get(BACK, answer), "STATE")


def test_a_code_that_was_used_is_not_taken_again(cast, provider):
    client = Client()
    address = client.get(THERE)["Location"]
    answer = provider.authorise(address, email=cast.amira.email)
    provider.codes.clear()
    refused(client.get(BACK, answer), "CODE")


def test_a_token_of_another_sign_in_is_not_taken(cast, provider):
    """Two tabs: the answer of one cannot be used for the other, even with its own code."""
    client = Client()
    one, two = (provider.authorise(client.get(THERE)["Location"], email=cast.amira.email) for _ in range(2))
    refused(client.get(BACK, {**one, "code": two["code"]}), "CODE")  # the verifier does not fit
    assert client.get(BACK, {**two, "code": "code-0"}).status_code == 400


def test_two_tabs_can_both_come_back(cast, provider):
    client = Client()
    one, two = (provider.authorise(client.get(THERE)["Location"], email=cast.amira.email) for _ in range(2))
    assert client.get(BACK, two).status_code == 302
    refused(client.get(BACK, one), "STATE")  # a new session knows nothing of the one before it


def test_a_sign_in_that_took_too_long_begins_again(cast, provider):
    client = Client()
    answer = provider.authorise(client.get(THERE)["Location"], email=cast.amira.email)
    session = client.session
    for flow in session[oidc.FLOWS_KEY].values():
        flow["at"] = (dt.datetime.fromisoformat(flow["at"]) - dt.timedelta(minutes=FLOW_MINUTES + 1)).isoformat()
    session.save()
    refused(client.get(BACK, answer), "STATE")


@pytest.mark.parametrize("query", [{}, {"state": "x"}, {"code": "x"}, {"state": "\x00", "code": "\x00"}, {"iss": "x"}])
def test_an_answer_that_was_never_asked_for_is_refused(cast, provider, query):
    refused(Client().get(BACK, query), "STATE")


def test_a_no_without_a_state_is_a_no(cast, provider):
    refused(Client().get(BACK, {"error": "access_denied"}), "CANCELLED")


def test_a_browser_remembers_no_more_than_five_sign_ins(cast, provider):
    client = Client()
    for _ in range(9):
        client.get(THERE)
    assert len(client.session[oidc.FLOWS_KEY]) == 5


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"error": "access_denied"}, "CANCELLED"),
        ({"error": "<script>"}, "CANCELLED"),
        ({"error": "temporarily_unavailable"}, "DOWN"),
        ({"code": ""}, "STATE"),
        ({"code": "x", "iss": "https://elsewhere.example"}, "ISSUER"),
    ],
)
def test_what_the_provider_says_instead_has_words_of_its_own(cast, provider, said, code):
    client = Client()
    state = provider.authorise(client.get(THERE, {"next": "/tray"})["Location"])["state"]
    page = refused(client.get(BACK, {"state": state, **said}), code)
    assert "<script>" not in page.split("</head>")[1].split("<script type")[0]
    assert 'href="/sign-in/work-account?next=%2Ftray"' in page


def test_a_provider_that_names_itself_in_each_answer_must_do_so(cast, provider):
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    client = Client()
    answer = provider.authorise(client.get(THERE)["Location"], email=cast.amira.email)
    del answer["iss"]
    refused(client.get(BACK, answer), "ISSUER")


# --- a provider that goes wrong -------------------------------------------------------------------------------------

DEEP = b'{"a":' + b"[" * 200_000
WRONG = {
    "no JSON": (reply(b"<html>"), "NONSENSE"),
    "a list": (reply([]), "NONSENSE"),
    "nothing": (reply(b""), "NONSENSE"),
    "cut off": (reply(b"{", Content_Length="100"), "NONSENSE"),
    "too long": (reply(b'"' + b"x" * 600_000 + b'"'), "NONSENSE"),
    "deep": (reply(DEEP), "NONSENSE"),
    "an error of its own": (reply(b"sorry", 500), "DOWN"),
    "not there": (reply(b"no", 404), "NONSENSE"),
    "elsewhere": (reply(b"", 302, Location="http://127.0.0.1:9/"), "NONSENSE"),
    "another shape": (reply({"keys": 7, "id_token": 7, "issuer": 7, "access_token": 7}), None),
}
OF_SHAPE = {"/.well-known/openid-configuration": "ISSUER", "/keys": "NONSENSE", "/token": "NONSENSE"}


@pytest.mark.parametrize("path", OF_SHAPE)
@pytest.mark.parametrize("how", WRONG)
def test_nonsense_at_any_of_its_addresses_is_a_page_and_never_an_error(cast, provider, how, path):
    client = Client()
    answer = None
    if path != "/.well-known/openid-configuration":
        answer = provider.authorise(client.get(THERE)["Location"], email=cast.amira.email)
    wrong, code = WRONG[how]
    provider.wrong[path] = wrong
    got = client.get(BACK, answer) if answer else client.get(THERE)
    refused(got, code or OF_SHAPE[path])
    assert PERSON_KEY not in client.session


@pytest.mark.parametrize("path", OF_SHAPE)
def test_a_provider_that_is_too_slow_is_given_up(cast, provider, settings, path):
    settings.OIDC_TIMEOUT_SECONDS = 0.2
    client = Client()
    answer = None
    if path != "/.well-known/openid-configuration":
        answer = provider.authorise(client.get(THERE)["Location"], email=cast.amira.email)
    provider.wrong[path] = provider.slow
    refused(client.get(BACK, answer) if answer else client.get(THERE), "DOWN")


def test_a_provider_that_is_down_says_where_the_emergency_account_is(cast, provider, settings):
    provider.stop()
    page = refused(Client().get(THERE, {"next": "/tray"}), "DOWN")
    assert 'href="/sign-in/emergency?next=%2Ftray"' in page
    settings.LOCAL_ACCOUNTS = False
    assert "/sign-in/emergency" not in Client().get(THERE).content.decode()


def test_while_it_is_down_nobody_waits_for_it(cast, provider, settings):
    settings.OIDC_TIMEOUT_SECONDS = 0.2
    provider.wrong["/.well-known/openid-configuration"] = provider.slow
    for _ in range(3):
        refused(Client().get(THERE), "DOWN")
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"issuer": "https://elsewhere.example"}, "ISSUER"),
        ({"token_endpoint": None}, "NONSENSE"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "NONSENSE"),
        ({"jwks_uri": "file:///etc/passwd"}, "NONSENSE"),
    ],
)
def test_what_it_says_of_itself_must_hold(cast, provider, said, code):
    provider.metadata = said
    refused(Client().get(THERE), code)


def test_outside_the_demonstration_everything_goes_over_tls(cast, provider, settings):
    settings.DEMO = False
    refused(Client().get(THERE), "NONSENSE")


# --- what is left ---------------------------------------------------------------------------------------------------


def test_the_log_says_that_and_why_and_nothing_of_the_person(cast, go, caplog):
    caplog.set_level(logging.DEBUG, "goldenthread")
    go(amr=["pwd"])
    go(aud="another-service")
    said = caplog.text
    assert "sign-in refused: NO_MFA" in said
    assert "sign-in refused: AUDIENCE" in said
    for secret in (cast.amira.email, "subject-1", "code-", "Amira", SECRET):
        assert secret not in said
    ours = [record for record in caplog.records if record.name.startswith("goldenthread")]
    levels = {record.getMessage().split(":")[1].split()[0]: record.levelname for record in ours}
    assert levels == {"NO_MFA": "INFO", "AUDIENCE": "WARNING"}


def test_every_reason_has_a_status_and_words_of_its_own():
    assert set(NOT_IN) == set(NotIn)
    assert {status for status, _happened, _do in NOT_IN.values()} <= {400, 403, 503}
    told = [happened for code, (_status, happened, _do) in NOT_IN.items() if code is not NotIn.SIGNATURE]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("text", ["", "amr", "amr:", ":mfa", "amr:mfa;"])
def test_a_rule_that_proves_nothing_is_not_taken(text):
    with pytest.raises(ValueError, match="claim:value"):
        mfa_rule(text)


def test_a_second_step_is_proven_by_exact_values():
    rule = mfa_rule("amr: mfa, hwk ; acr:phr")
    assert proves_mfa({"amr": ["hwk"]}, rule)
    assert proves_mfa({"acr": "phr"}, rule)
    for claims in ({}, {"amr": "mfa hwk"}, {"amr": None}, {"acr": ["x"]}, {"amr": {"mfa": True}}, {"acr": True}):
        assert not proves_mfa(claims, rule)


def test_a_yes_on_an_address_is_a_yes():
    assert all(is_verified(said) for said in (True, "true", "True", 1, "1"))
    assert not any(is_verified(said) for said in (False, None, "false", 0, "0", "yes", [True], {}, 2))


# --- out at once, and out there too ---------------------------------------------------------------------------------


def test_without_a_provider_there_is_no_way_to_one(cast, settings):
    settings.OIDC_ISSUER = ""
    for address in (THERE, BACK, "/signed-out"):
        assert Client().get(address).status_code == 404
    settings.DEMO = False
    assert "No identity provider is connected" in Client().get("/sign-in").content.decode()


def test_the_sign_in_page_has_one_thing_to_do_and_it_is_a_link(cast, provider, settings):
    settings.DEMO = False
    page = Client().get("/sign-in", {"next": "/tray?x=1"}).content.decode()
    assert 'href="/sign-in/work-account?next=%2Ftray%3Fx%3D1"' in page
    assert page.count('class="govuk-button') == 1
    assert "Choose who to be" not in page


def test_signing_out_leads_to_the_providers_own(cast, go, provider):
    client = Client()
    go(client)
    assert client.post("/sign-out")["Location"] == "/signed-out"
    assert PERSON_KEY not in client.session
    page = client.get("/signed-out").content.decode()
    there = (
        f"{provider.issuer}/logout?client_id={CLIENT}&amp;post_logout_redirect_uri=http%3A%2F%2Ftestserver%2Fsign-in"  # noqa: E501
    )
    assert f'http-equiv="refresh" content="0; url={there}"' in page
    assert "form-action 'self';" in client.get("/sign-in")["Content-Security-Policy"] + ";"


def test_where_the_provider_offers_none_the_page_says_so(cast, go, provider):
    provider.metadata = {"end_session_endpoint": None}
    client = Client()
    go(client)
    client.post("/sign-out")
    page = client.get("/signed-out").content.decode()
    assert "may still be signed in" in page
    assert "http-equiv" not in page


def test_whoever_is_signed_in_is_not_told_that_they_are_out(cast, go):
    client = Client()
    go(client)
    assert client.get("/signed-out")["Location"] == "/"


def test_ended_sign_ins_are_out_with_the_next_request_and_an_old_one_at_the_provider_is_not_enough(cast, go):
    client, began = Client(), int(time.time())
    go(client)
    assert client.get("/my-work").status_code == 200
    cast.as_(cast.administrator)
    end_sign_ins(person=cast.amira, by=cast.administrator, now=cast_clock())
    answer = client.get("/my-work")
    assert answer["Location"] == "/sign-in?next=%2Fmy-work&ended=2"
    assert "An administrator has ended your sign-ins" in client.get(answer["Location"]).content.decode()
    page = refused(go(client, auth_time=began - HOUR), "AFRESH")
    assert 'href="/sign-in/work-account?afresh=1"' in page
    refused(go(client, auth_time=ABSENT), "NO_AUTH_TIME")
    refused(go(client, auth_time="now"), "NONSENSE")
    assert go(client, afresh="1", auth_time=int(time.time()) + 1).status_code == 302
    assert client.get("/my-work").status_code == 200


def cast_clock():
    from goldenthread.access.door import clock

    return clock()


def test_afresh_asks_the_provider_not_to_take_the_person_for_granted(cast, provider):
    asked = dict(parse_qsl(urlsplit(Client().get(THERE, {"afresh": "1"})["Location"]).query))
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
