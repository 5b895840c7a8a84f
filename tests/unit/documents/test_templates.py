"""The template manager: does it work, who is refused, what if repeated or bad, what is recorded."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.documents import operations
from goldenthread.documents.models import Template
from goldenthread.documents.registry import use_of
from goldenthread.govuk.fields import Upload
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event
from tests.unit.documents.given import word_file

KNOWN = "{{ case.reference }}"


def add(cast, *texts, by=None, **over):
    facts = {"use": "REPORT", "nation": "ENGLAND", "language": "en-gb", "name": "Plain", "note": ""}
    by = by or cast.administrator
    cast.as_(by)
    file = Upload("ours.docx", word_file(*(texts or (KNOWN,))))
    return operations.add_template(**{**facts, **over}, file=file, by=by, now=cast.now)


def sent(*texts, name="ours.docx", data=None, **over):
    body = word_file(*(texts or (KNOWN,))) if data is None else data
    return {"nation": "ENGLAND", "language": "en-gb", "name": "Plain", "note": "", **over} | {
        "file": SimpleUploadedFile(name, body)
    }


def test_an_administrator_adds_a_version_and_puts_it_in_force(cast):
    page = cast.client(cast.administrator)
    answer = page.post(reverse("documents:template_new"), sent())
    assert answer.status_code == 302, answer.content.decode()[:3000]
    row = Template.objects.get()
    assert (row.number, row.state, row.unknown_fields, row.use) == (1, "DRAFT", [], "REPORT")
    shown = page.get(answer["Location"]).content.decode()
    assert "How it reads" in shown
    page.post(reverse("documents:template_in_force", args=[row.pk]), {})
    row.refresh_from_db()
    assert (row.state, row.in_force_by) == ("IN_FORCE", cast.administrator)
    verbs = Event.objects.filter(subject_id=row.pk).order_by("at", "pk").values_list("verb", flat=True)
    assert list(verbs) == ["TEMPLATE_ADDED", "TEMPLATE_IN_FORCE"]


def test_what_is_recorded_of_a_version_are_codes_and_no_name(cast):
    add(cast, "{{ wrong.field }}")
    facts = Event.objects.get(verb="TEMPLATE_ADDED").facts
    assert (facts["use"], facts["nation"], facts["version"], facts["unknown"]) == ("REPORT", "ENGLAND", 1, 1)
    assert "wrong" not in str(facts)


def test_the_version_before_is_retired_and_a_retired_one_leaves_the_shipped_template(cast):
    first, second = add(cast), add(cast, KNOWN, "More")
    for row in (first, second):
        operations.put_in_force(template=row, by=cast.administrator, now=cast.now)
    first.refresh_from_db()
    assert (first.state, first.retired_by) == ("RETIRED", cast.administrator)
    page = cast.client(cast.administrator)
    assert page.post(reverse("documents:template_retire", args=[second.pk]), {"reason": "Old"}).status_code == 302
    second.refresh_from_db()
    assert (second.state, second.retired_why) == ("RETIRED", "Old")
    assert (
        "The template that comes with this service is used."
        in page.get(reverse("documents:templates")).content.decode()
    )


def test_an_unknown_field_is_named_with_the_nearest_and_stops_it_from_going_into_force(cast):
    row = add(cast, "{{ case.refrence }}", "{%p for child in children %}", "{{ child.nam }}", "{%p endfor %}")
    assert row.unknown_fields == ["case.refrence", "child.nam"]
    page = cast.client(cast.administrator)
    shown = page.get(reverse("documents:template", args=[row.pk])).content.decode()
    assert "{{ case.refrence }}" in shown
    assert "{{ case.reference }}" in shown
    assert "{{ child.name }}" in shown
    with pytest.raises(Refused) as refused:
        operations.put_in_force(template=row, by=cast.administrator, now=cast.now)
    assert refused.value.code == "NOT_YET"
    answer = page.post(reverse("documents:template_in_force", args=[row.pk]), {})
    assert answer.status_code == 422
    assert "Nothing fills the field “case.refrence”" in answer.content.decode()


@pytest.mark.parametrize(
    ("texts", "name", "data", "says"),
    [
        (("{{ ''.__class__ }}",), "a.docx", None, "A field in this template begins with"),
        (("{{ range(10**9) }}",), "a.docx", None, "nothing that calculates or calls"),
        (("{% for x in range(9) %}x{% endfor %}",), "a.docx", None, "does not go over one of the lists"),
        (("{{ case.reference",), "a.docx", None, "is not written rightly"),
        (("{%p for child in children %}", "x"), "a.docx", None, "is not written rightly"),
        ((), "a.docx", b"", "is empty"),
        ((), "a.docx", b"%PDF-1.4 no", "is not what the end of its name says"),
        ((), "a.pdf", b"%PDF-1.4\n%%EOF", "is not taken here"),
    ],
)
def test_a_bad_file_is_refused_at_its_field_and_nothing_is_kept(cast, texts, name, data, says):
    answer = cast.client(cast.administrator).post(reverse("documents:template_new"), sent(*texts, name=name, data=data))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert says in shown
    assert 'href="#id_file"' in shown
    assert not Template.objects.exists()
    assert not Event.objects.filter(verb="TEMPLATE_ADDED").exists()


def test_the_same_file_is_not_added_twice(cast):
    add(cast)
    with pytest.raises(Refused) as refused:
        add(cast)
    assert refused.value.code == "SAME_FILE"


def test_the_same_form_sent_twice_is_taken_once(cast):
    page, once = cast.client(cast.administrator), "01890a5d-ac96-774b-bcce-b302099a8057"
    for _ in range(2):
        page.post(reverse("documents:template_new"), sent(_once=once))
    assert Template.objects.count() == 1


def test_a_file_that_is_too_large_is_refused_and_the_rest_of_the_form_stands(cast, settings):
    settings.UPLOAD_LIMIT_MB = 1
    answer = cast.client(cast.administrator).post(reverse("documents:template_new"), sent(data=b"x" * 1_000_001))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "larger than 1 MB" in shown
    assert 'value="Plain"' in shown


def test_a_draft_keeps_what_was_typed_and_asks_for_the_file_again(cast):
    page, there = cast.client(cast.administrator), reverse("documents:template_new")
    assert page.post(there, sent(name="ours.docx", _draft="1")).status_code == 302
    assert "Select the file again" in page.get(there).content.decode()


def test_a_file_sent_in_the_place_of_nothing_says_to_select_one(cast):
    given = {"nation": "ENGLAND", "language": "en-gb", "name": "x", "file": ""}
    answer = cast.client(cast.administrator).post(reverse("documents:template_new"), given)
    assert "Select a file for “The Word file”" in answer.content.decode()


READERS = {"administrator", "director", "manager", "other_manager"}


@pytest.mark.parametrize("route", ["templates", "fields", "shipped_file"])
def test_who_may_read_the_lists(cast, route):
    allowed = {
        word
        for word, person in cast.everyone.items()
        if cast.client(person).get(reverse(f"documents:{route}")).status_code == 200
    }
    assert allowed == READERS


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("template", READERS), ("template_file", READERS), ("template_example", READERS),
        ("template_in_force", {"administrator"}), ("template_retire", {"administrator"}),
    ],
)  # fmt: skip
def test_who_may_open_one(cast, route, expected):
    row = add(cast)
    allowed = set()
    for word, person in cast.everyone.items():
        status = cast.client(person).get(reverse(f"documents:{route}", args=[row.pk])).status_code
        assert status in (200, 403, 404)
        allowed |= {word} if status == 200 else set()
        assert status != 403 or word in READERS, "who may not know of templates finds none"
    assert allowed == expected


def test_a_nation_sees_and_manages_its_own_templates_alone(cast):
    row = add(cast, nation="WALES", language="cy")
    page = cast.client(cast.administrator)
    assert page.get(reverse("documents:template", args=[row.pk])).status_code == 404
    assert "Wales" not in page.get(reverse("documents:templates")).content.decode()
    assert page.post(reverse("documents:template_new"), sent(nation="WALES")).status_code == 422


def test_the_files_come_as_attachments_and_the_example_holds_no_author(cast):
    row = add(cast)
    page = cast.client(cast.administrator)
    for route in ("template_file", "template_example"):
        answer = page.get(reverse(f"documents:{route}", args=[row.pk]))
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        made = docx.Document(io.BytesIO(answer.content))
    assert made.core_properties.author == "Made up"
    assert "{{" not in made.paragraphs[0].text


@pytest.mark.parametrize("query", ["use=NONE&nation=ENGLAND&language=cy", "use=REPORT&nation=x&language=../../x"])
def test_a_shipped_template_that_is_none_is_not_found(cast, query):
    assert cast.client(cast.administrator).get(f"{reverse('documents:shipped_file')}?{query}").status_code == 404


def test_the_list_of_fields_says_what_each_holds(cast):
    shown = cast.client(cast.manager).get(reverse("documents:fields")).content.decode()
    assert "{{ case.reference }}" in shown
    assert "{%p for child in children %} … {%p endfor %}" in shown
    assert all(len(field.says) > 3 for field in use_of("REPORT").fields)


def test_the_shipped_templates_hold_no_unknown_field():
    from goldenthread.documents.queries import shipped
    from goldenthread.documents.rules import SLOTS
    from goldenthread.documents.word import unknown_fields

    for use, nation, language in SLOTS:
        assert unknown_fields(shipped(use, nation, language), use_of(use).names) == []


def test_the_list_takes_as_many_queries_for_many_versions_as_for_one(cast):
    page, counts = cast.client(cast.administrator), []
    for number in (1, 6):
        for one in range(number):
            add(cast, KNOWN, f"{number} {one}")
        with CaptureQueriesContext(connection) as asked:
            assert page.get(reverse("documents:templates")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 12
