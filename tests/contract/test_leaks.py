"""Planted details: what is protected turns up where it may, and nowhere else.

Every text field of a full case that could give something away holds a word that says where it came from (see
full.py). Every page is opened as every person who may; every way out of the system is searched for those words.
"""

import html
import io
import json
import logging
import re

import pytest
from django.core import mail
from django.urls import reverse

from goldenthread.access.models import ViewLog
from goldenthread.access.sensitivity import Sensitivity
from goldenthread.casework.families.models import ProtectedContact
from goldenthread.config import logs
from goldenthread.drafts.models import Draft
from goldenthread.thread.models import Event, FieldChange
from tests.contract import full, house, visits

# Where a planted word may stand: the model and field it comes from, and the pages that show it to whoever may open
# them. A protected contact detail is on one page only, and only after a button is pressed (POST).
MAY_STAND_ON = {
    "PROTECTED-session-place_words": ("directwork:",),
    "PROTECTED-safecontactrule-": ("cases:", "enquiry:contact_new", "workspace:overview", "directwork:session_new"),
}
NEVER = "PROTECTED-protectedcontact-"
PLANTED = re.compile(r"(PROTECTED|NARRATIVE|IDENTIFYING)-[a-z]+-[a-z_]+")
# Who opens what: each person the case that their post reaches; whoever reaches none, the pages of no case.
READERS = dict.fromkeys(("amira", "supervisor", "manager", "director", "auditor"), "amira's")
READERS |= {"carys": "of the other nation", "duty": "in the tray"}
READERS |= dict.fromkeys(("administrator", "senior", "board", "analyst", "nobody"), "amira's")
REPORT_PAGES = ("recommendations:report", "recommendations:reports")


def names_in(text):
    return {name for name in full.NAMES if name.casefold() in text.casefold()}


def surnames_in(text):
    return {name for name in full.SURNAMES if name.casefold() in text.casefold()}


@pytest.fixture(scope="module")
def opened(_world):
    """Every page that opens to any reader, drawn once: [(person, route, address, text)], and the log meanwhile."""
    from django.db import transaction

    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(logs.Formatter())
    loggers = [logging.getLogger(name) for name in ("goldenthread", "django", "")]
    before = [(logger, logger.level) for logger in loggers]
    pages = []
    with transaction.atomic():
        for logger in loggers:
            logger.addHandler(handler)
            logger.setLevel(logging.DEBUG)
        try:
            for name, which in READERS.items():
                pages.extend(_pages_of(_world, getattr(_world.cast, name), _world.cases[which]))
        finally:
            for logger, level in before:
                logger.removeHandler(handler)
                logger.setLevel(level)
        yield pages, heard
        transaction.set_rollback(True)


def _pages_of(world, person, case):
    client = visits.signed_in(person)
    for route, address in visits.open_to(world, person, case):
        answer = client.get(address)
        if answer.status_code >= 500:
            answer.broke = visits.why(person, address)
        if not answer.streaming:
            yield person, route, address, html.unescape(answer.content.decode(errors="replace")), answer


def test_every_page_that_opens_to_a_person_can_be_drawn(opened):
    pages, _heard = opened
    broken = {f"{route.name} to {person.name}: {a.broke}" for person, route, _w, _t, a in pages if a.status_code >= 500}
    assert not broken, "\n".join(sorted(broken))


def test_the_plants_are_there(world):
    """The control: a search for words that were never planted would find nothing for ever."""
    world.cast.as_(world.cast.amira)
    for model in house.models():
        for field, kind in getattr(model, "sensitivity", {}).items():
            column = model._meta.get_field(field)
            text = column.get_internal_type() in {"TextField", "CharField"} and not column.choices
            if kind is Sensitivity.PROTECTED and text and model._meta.label not in full.MADE_ELSEWHERE:
                word = full.plant(model, column, kind)
                assert model.objects.filter(**{field: word}).exists(), (
                    f"nothing is planted in {model._meta.label}.{field}"
                )
    assert ProtectedContact.objects.filter(value__startswith=NEVER).exists()


def test_pages_were_opened(opened):
    pages, _heard = opened
    assert len({route.name for _p, route, *_rest in pages}) > 15
    assert any(PLANTED.search(text) for *_rest, text, _answer in pages)


def test_a_protected_contact_detail_is_on_no_page(opened):
    pages, _heard = opened
    leaks = {f"{route.name} to {person.name}" for person, route, _a, text, _r in pages if NEVER in text}
    assert not leaks, f"protected contact details stand on: {sorted(leaks)}"


def test_what_is_protected_stands_only_where_it_may(opened):
    pages, _heard = opened
    leaks = set()
    for person, route, _address, text, _answer in pages:
        for found in {match[0] for match in PLANTED.finditer(text) if match[1] == "PROTECTED"}:
            places = next((where for word, where in MAY_STAND_ON.items() if found.startswith(word)), ())
            if not route.name.startswith(places):
                leaks.add(f"{found} on {route.name} to {person.name}")
    told = "\n  ".join(sorted(leaks))
    assert not leaks, f"take it off the page, or say in MAY_STAND_ON why it belongs there:\n  {told}"


def test_the_protected_page_shows_it_after_the_button_and_records_who_looked(world):
    pages = [route for route in house.routes() if route.name == "cases:protected"]
    if not pages:
        pytest.skip("the page is not there yet")
    person, case = world.cast.amira, world.case
    client, shown = visits.signed_in(person), False
    for arguments, address in visits.addresses(world, case, pages[0], person):
        assert NEVER not in client.get(address).content.decode(), arguments
        shown = shown or NEVER in client.post(address).content.decode()
    assert shown, "nobody can open the protected details at all"
    world.cast.as_(person)
    assert Event.objects.filter(verb="PROTECTED_CONTACT_READ", actor_id=person.pk, case_id=case.pk).exists()


@pytest.mark.parametrize("kind", ["title", "address", "reference"])
def test_no_familys_name_is_in_a_title_or_an_address(opened, kind):
    pages, _heard = opened
    leaks = set()
    for _person, route, address, text, answer in pages:
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
        where = {
            "title": title[1] if title else "",
            "address": address + answer.get("Location", "") + " ".join(re.findall(r'(?:href|action)="([^"]*)"', text)),
            "reference": answer.get("Content-Disposition", ""),
        }[kind]
        if names_in(where) or PLANTED.search(where):
            leaks.add(route.name)
    assert not leaks, f"a name or a word of the record stands in the {kind} of {sorted(leaks)}"


def test_a_report_holds_no_contact_value_and_nothing_that_a_child_asked_to_be_kept_back(opened):
    pages, _heard = opened
    never = [NEVER, "IDENTIFYING-contactdetail-value", "PROTECTED-safecontactrule", "PROTECTED-session-place_words"]
    never += ["NARRATIVE-wish-words", "NARRATIVE-wish-asked_words"]
    reports = [(route.name, text) for _p, route, _a, text, _r in pages if route.name in REPORT_PAGES]
    leaks = {(name, word) for name, text in reports for word in never if word in text}
    assert not leaks


def test_no_log_holds_a_name_or_a_word_of_the_record(opened):
    _pages, heard = opened
    said = heard.getvalue()
    assert not names_in(said), f"the log names {names_in(said)}"
    assert not PLANTED.search(said), f"the log says {PLANTED.search(said)[0]}"


def test_no_event_holds_a_name_or_a_word_of_the_record(world):
    for person in (world.cast.amira, world.cast.ben, world.cast.carys):
        world.cast.as_(person)
        for event in Event.objects.all():
            said = json.dumps(event.facts)
            assert not names_in(said), event.verb
            assert not PLANTED.search(said), event.verb


@pytest.mark.usefixtures("opened")
def test_the_view_log_holds_pages_and_nothing_else(world):
    world.cast.as_(world.cast.amira)
    assert ViewLog.objects.exists()
    for page in ViewLog.objects.values_list("page", flat=True).distinct():
        assert re.fullmatch(r"[a-z_]+:[a-z_]+", page)


def test_the_field_history_never_holds_a_protected_value(world):
    """The history stands behind the case's wall, which is wider than that of protected details."""
    world.cast.as_(world.cast.amira)
    for change in FieldChange.objects.all():
        assert NEVER not in json.dumps([change.before, change.after])


def test_no_page_sends_e_mail_and_no_area_does_but_notices():
    """What a notice says is proved byte for byte in tests/unit/notices/test_message.py."""
    assert mail.outbox == [] if hasattr(mail, "outbox") else True
    senders = {str(path) for path, text in house.sources(".py") if re.search(r"django\.core\.mail|smtplib", text)}
    assert senders == {"goldenthread/notices/message.py", "goldenthread/notices/smtp.py"}


# --- when something goes wrong --------------------------------------------------------------------------------------


@pytest.fixture
def listening():
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(logs.Formatter())
    for name in ("goldenthread", "django"):
        logging.getLogger(name).addHandler(handler)
    yield heard
    for name in ("goldenthread", "django"):
        logging.getLogger(name).removeHandler(handler)


@pytest.mark.parametrize("fault", ["python", "database"])
def test_a_page_that_breaks_says_nothing_of_the_family(world, listening, monkeypatch, fault):
    from django.db import connection

    from goldenthread.casework.enquiry import queries

    def breaks(case):
        if fault == "database":
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s::int", [f"{full.SURNAMES[0]} NARRATIVE-line-why"])
        raise ValueError(f"{full.SURNAMES[0]} NARRATIVE-line-why")

    monkeypatch.setattr(queries, "lines", breaks)
    answer = visits.signed_in(world.cast.amira).get(reverse("enquiry:index", args=[world.case.pk]))
    page, log = answer.content.decode(), listening.getvalue()
    assert answer.status_code == 500
    assert "Nothing was saved" in page
    assert "enquiry/views.py" in log, "the log must say where it broke"
    for said in (page, log):
        assert not surnames_in(said)
        assert not PLANTED.search(said)
        assert "Traceback" not in said


def test_a_form_that_is_refused_and_one_that_is_set_aside_tell_the_log_nothing(world, listening):
    there = reverse("enquiry:line_new", args=[world.case.pk])
    said = {"question": "", "why": f"{full.SURNAMES[0]} NARRATIVE-line-why", "about": ""}
    client = visits.signed_in(world.cast.amira)
    client.post(there, said)
    token = re.search(r'name="_kept_for" value="([^"]*)"', client.get(there).content.decode())[1]
    client.session.flush()
    client.post(there, {**said, "_kept_for": token})
    world.cast.as_(world.cast.amira)
    assert Draft.objects.filter(path=there).exists()
    assert not names_in(listening.getvalue())
    assert not PLANTED.search(listening.getvalue())


@pytest.mark.parametrize(
    "address", ["/cases/not-an-id", "/cases/%00", "/enquiry/lines/01890a5d-ac96-774b-bcce-b302099a8057", "/x" * 2000]
)
def test_an_address_of_no_sense_is_a_plain_404(world, address):
    answer = visits.signed_in(world.cast.amira).get(address)
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


def test_every_page_forbids_scripts_of_others_and_frames(opened):
    pages, _heard = opened
    for _person, route, _address, text, answer in pages:
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, route.name
        assert "unsafe" not in policy, route.name
        assert "frame-ancestors 'none'" in policy, route.name
        assert answer["X-Frame-Options"] == "DENY", route.name
        assert answer["Referrer-Policy"] == "same-origin", route.name
        assert not re.search(r"<[^>]+\s(on[a-z]+|style)=\"", text), f"{route.name} holds inline script or style"
        for source in re.findall(r'(?:src|href)="(https?:[^"]*)"', text):
            assert "gov.uk" in source or "nationalarchives" in source, f"{route.name} leads to {source}"


def test_cookies_leave_over_tls_alone_and_no_script_reads_them():
    """Asked of the settings as a deployment has them: without the demonstration."""
    import os
    import subprocess
    import sys

    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_HTTPONLY,"
        "s.CSRF_COOKIE_HTTPONLY, s.SECURE_HSTS_SECONDS > 0, not s.DEBUG)"
    )
    env = {**os.environ, "GOLDENTHREAD_DEMO": "0"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"] * 7


# --- the files that leave -------------------------------------------------------------------------------------------

# Details as people have them, each with the parts that give it away by themselves. None stands in the record's words.
REAL = {
    "ADDRESS": ("Flat 3, 14 Quincemoor Row\nOttershaw\nLS21 9ZZ", ["quincemoorrow", "ls219zz", "ottershaw"]),
    "PHONE": ("07700 900456", ["07700900456", "7700900456"]),
    "EMAIL": ("n.okafor.1987@example.org", ["nokafor1987"]),
}
# What hands out files, each with the test that opens what it hands out.
HANDS_OUT = {
    "goldenthread/boards/views/packs.py": "packs, which hold nothing of any family: unit/boards/test_packs.py",
    "goldenthread/casework/papers/views/papers.py": "copies: below; papers as they came: unit/papers/test_papers.py",
    "goldenthread/workspace/views/cases.py": "lists of cases, with a gate of their own: unit/workspace/test_exports.py",
    "goldenthread/documents/views.py": "templates, which hold nothing of any family",
}


def test_every_page_that_hands_out_a_file_is_known_here():
    handing = {str(path) for path, text in house.sources(".py") if re.search(r"Content-Disposition|FileResponse", text)}
    assert handing == set(HANDS_OUT), "say in HANDS_OUT which test opens what these hand out"


def squeezed(text):
    """Letters and digits alone: whatever breaks a word, over lines or tags, it is found."""
    return re.sub(r"[\W_]", "", html.unescape(text)).casefold()


@pytest.fixture(scope="module")
def leaving(_world):
    """A copy for every recipient in every form, in both languages, of a case planted in every protected field:
    [(what it is, the copy, its bytes)]."""
    from django.db import transaction

    with transaction.atomic():
        yield _copies_of(_world)
        transaction.set_rollback(True)


def _copies_of(world):
    from goldenthread.casework.papers.operations import look_again, make_copy, take_copy
    from goldenthread.casework.papers.rules import FOR_A_PARTY, FORMATS_FOR, usual_purpose
    from goldenthread.casework.recommendations.operations import make_report
    from tests.pathway import Pathway

    cast = world.cast
    way = Pathway(cast, cast.case(cast.amira, parties=full.parties()))
    for child in (way.maya, way.leo):
        way.agreed(child)
    report = make_report(case=way.case, **way.doing)
    _protect_everything(way)
    made = []
    for recipient, kinds in FORMATS_FOR.items():
        for kind in kinds:
            for language in ("en-gb", "cy"):
                copy = make_copy(
                    report=report, recipient=recipient, purpose=usual_purpose(recipient), file_kind=kind,
                    member=way.father if recipient in FOR_A_PARTY else None, words="Someone", language=language,
                    **way.doing,
                )  # fmt: skip
                copy = look_again(copy=copy, **way.doing)
                made.append((f"{recipient} {kind} {language}", copy, take_copy(copy=copy, **way.doing)))
    return made


def _protect_everything(way):
    """A plant in every protected field that hangs on a case, and details as people have them."""
    from goldenthread.casework.directwork.models import Session
    from goldenthread.casework.families.models import SafeContactRule

    told = {"case_id": way.case.pk, "recorded_at": way.now, "recorded_by": way.adviser}
    row = {"case": way.case, "recorded_at": way.now, "recorded_by": way.adviser}
    way.cast.as_(way.adviser)
    for member in (way.mother, way.father, way.maya):
        full.make(ProtectedContact, **told, member=member, kind="ADDRESS", in_refuge=member == way.mother)
        full.make(SafeContactRule, **told, member=member, voicemail=False, letters=False, language="ENGLISH")
    for kind, (value, _parts) in REAL.items():
        full.make(ProtectedContact, **told, member=way.mother, kind=kind, value=value, in_refuge=kind == "ADDRESS")
    full.make(Session, **row, child=way.maya, happened_on=way.day, seen=True, alone=True, place="SCHOOL",
              superseded_at=way.now, superseded_by=way.adviser, superseded_why="MISTAKE")  # fmt: skip


def witnesses(kind, data, tmp_path):
    """(who says so, all the text) of a file: our own reading of its insides, and others that know nothing of ours."""
    import subprocess
    import zipfile
    import zlib

    from goldenthread.documents.inside import all_text

    yield "inside", all_text(kind, data)
    yield "raw bytes", data.decode("latin-1")
    if kind == "DOCX":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            assert parts.testzip() is None
            for name in parts.namelist():
                text = parts.read(name).decode("utf-8", "replace")
                yield f"{name} as it is", f"{name} {text}"
                yield f"{name} without its tags", re.sub(r"<[^>]+>", "", text)
    elif kind == "PDF":
        file = tmp_path / "copy.pdf"
        file.write_bytes(data)
        for command in (["pdftotext", str(file), "-"], ["pdfinfo", str(file)], ["pdfinfo", "-meta", str(file)]):
            done = subprocess.run(command, capture_output=True, check=True)
            yield command[0], done.stdout.decode("utf-8", "replace")
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                yield "a stream", zlib.decompressobj().decompress(stream).decode("latin-1")
            except zlib.error:
                continue
    else:
        raise AssertionError(f"{kind} leaves the house and nothing here opens it: say above how")


def test_the_plants_of_the_copies_are_there(world, leaving):
    """The control: each protected field of a case has its plant, and each copy has the report's own words."""
    cast, case = world.cast, leaving[0][1].case
    cast.as_(cast.amira)
    for model in house.models():
        for field, kind in getattr(model, "sensitivity", {}).items():
            column = model._meta.get_field(field)
            text = column.get_internal_type() in {"TextField", "CharField"} and not column.choices
            of_case = "case_id" in {one.attname for one in model._meta.concrete_fields}
            if kind is Sensitivity.PROTECTED and text and of_case and model._meta.label not in full.MADE_ELSEWHERE:
                planted = model.objects.filter(case_id=case.pk, **{field: full.plant(model, column, kind)})
                assert planted.exists(), f"plant {model._meta.label}.{field} in _protect_everything()"


def test_each_copy_of_each_form_holds_the_report_and_nothing_protected(leaving, tmp_path):
    forms = {copy.file_kind for _what, copy, _data in leaving}
    assert forms == {"PDF", "DOCX"}
    parts = [part for _value, those in REAL.values() for part in those]
    assert all(part in squeezed(value) for value, those in REAL.values() for part in those)
    for what, copy, data in leaving:
        said = {name: squeezed(text) for name, text in witnesses(copy.file_kind, data, tmp_path)}
        assert any("eachsaturdayatthecontactcentre" in text for text in said.values()), f"{what} is not the report"
        for name, text in said.items():
            assert "protectedprotectedcontact" not in text, f"{what}: {name}"
            assert not re.search(r"protected(safecontactrule|session|paperbody)", text), f"{what}: {name}"
            found = [part for part in parts if part in text]
            assert not found, f"{what}: {name} holds a part of a protected detail"


def test_the_properties_of_a_copy_name_no_person_and_no_machine(world, leaving, tmp_path):
    """The author is named where the report names its author, and in no property: there stands the post."""
    author = squeezed(world.cast.amira.name)
    for what, copy, data in leaving:
        properties = [
            squeezed(text)
            for name, text in witnesses(copy.file_kind, data, tmp_path)
            if name.startswith(("docProps", "pdfinfo", "word/settings", "word/comments", "word/people"))
        ]
        assert properties, what
        for text in properties:
            assert author not in text, what
            assert not any(squeezed(name) in text for name in full.NAMES), what


def test_a_copy_is_saved_under_a_name_that_says_nothing_of_a_family(leaving):
    for what, copy, _data in leaving:
        assert not names_in(copy.paper.name), what
        assert copy.paper.name.startswith(copy.case.reference), what
