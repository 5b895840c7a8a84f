"""`goldenthread courtfeed import`: its answer, its exit codes, what it says and what it does not."""

import json

import pytest

from goldenthread.casework.courtfeed import command
from goldenthread.casework.courtfeed.models import Run
from goldenthread.people.models import Person, Post
from tests.unit.courtfeed.conftest import SAMPLES, sample


@pytest.fixture
def file(tmp_path, importer_role, db):
    def write(text):
        there = tmp_path / "answer.json"
        there.write_text(text)
        return there

    return write


def test_all_in(file, capsys):
    counts, code = command.run(SAMPLES / "private_law_older.json")
    assert code == command.ALL_IN
    assert {name: counts[name] for name in ("received", "imported", "updated", "unchanged", "set_aside")} == {
        "received": 1,
        "imported": 1,
        "updated": 0,
        "unchanged": 0,
        "set_aside": 0,
    }
    assert capsys.readouterr().out == ""


def test_something_set_aside_says_what_and_why(file, capsys):
    answer = sample("private_law_newer")
    answer["cases"][0]["case_data"]["newChildDetails"] = []
    _counts, code = command.run(file(json.dumps(answer)))
    said = capsys.readouterr().err
    assert code == command.SOMETHING_SET_ASIDE
    assert "Case 1 of the answer was set aside: it names no child (children)." in said
    assert "Hidden Wicket" not in said


def test_a_file_that_cannot_be_read(file, capsys):
    assert command.run(file("no JSON"))[1] == command.CANNOT_BE_READ
    assert "it is not JSON" in capsys.readouterr().err


def test_the_service_person_is_made_once_with_a_post_in_both_nations(file):
    for _ in range(2):
        command.run(SAMPLES / "public_law.json")
    person = Person.objects.get(is_service=True)
    assert (person.name, person.email) == ("Court feed", "court-feed@service.invalid")
    assert set(Post.objects.filter(person=person).values_list("role", "nation")) == {
        ("IMPORTER", "ENGLAND"),
        ("IMPORTER", "WALES"),
    }
    assert Run.objects.count() == 2
    assert Run.objects.first().run_by == person
