"""The report as values of a template: codes as sentences, in one of two languages; fields as they are described."""

import copy
import datetime as dt
from types import SimpleNamespace

import pytest

from goldenthread.casework.papers.content import path_of
from goldenthread.casework.papers.content.fields import FIELDS
from goldenthread.casework.papers.content.sample import CONTENT
from goldenthread.casework.papers.passages import Taking, covers, places
from goldenthread.casework.papers.values import values_of
from goldenthread.documents.registry import use_of
from goldenthread.documents.word import Passage, fill, read_back
from goldenthread.kernel.refusal import N_

MAYA = CONTENT["children"][0]


def made(language="en-gb", content=CONTENT, withheld=()):
    return values_of(content, version=2, language=language, withheld=withheld)


def directed(passage):
    return SimpleNamespace(passage=passage, directed_on=dt.date(2026, 6, 5))


def leaves(value, path=""):
    """(path as a field is named, value) of everything in the values."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, f"{path}[]")
    else:
        yield path, value


def test_codes_are_sentences_and_dates_are_dates():
    values = made()
    assert values["case"]["law"] == "Private law"
    assert values["report"] == {"version": "2", "date": "10 June 2026", "agreed_on": "10 June 2026"}
    assert values["patterns"][0]["title"] == (
        "Controlling or coercive behaviour, after separation by Tobias Reed towards Ngozi Okafor"
    )
    child = values["children"][0]
    assert (child["advised"], child["age"]) == ("Spend time with a parent, supervised: Tobias Reed", "9")
    assert child["seen"][1]["line"] == "20 May 2026: not seen. The child did not want to."
    assert child["words"][1]["how"] == "Followed in part"


def test_in_welsh_the_sentences_are_welsh_and_what_was_typed_stays_as_it_was():
    values = made("cy")
    assert values["report"]["date"] == "10 Mehefin 2026"
    assert values["parties"][0]["role"] == "Ceisydd"
    assert values["children"][0]["words"][0]["words"].text == "I want to see Nan on Sundays."
    out = [directed(f"child.{MAYA['id']}.seen"), directed(f"child.{MAYA['id']}.victim")]
    withheld = made("cy", withheld=out)["children"][0]
    assert withheld["victim_basis"].text == "Wedi'i gadw'n ôl yn unol â chyfarwyddyd y llys dyddiedig 5 Mehefin 2026."
    assert "not seen" not in values["children"][0]["seen"][1]["line"]


def test_the_thread_keeps_its_own_language():
    made("cy")
    assert N_("Private law") == made()["case"]["law"]


def test_every_value_is_a_field_that_is_described_and_every_field_has_a_value():
    described = {field.name for field in FIELDS}
    # Identifiers are for us, not for a template.
    given = {path for path, _value in leaves(made()) if not path.endswith(".id")}
    lists = {field.name for field in FIELDS if field.each}
    assert given <= described, f"Describe in content/fields.py: {sorted(given - described)}"
    assert described - lists <= given, f"Nothing fills: {sorted(described - lists - given)}"
    assert use_of("REPORT").fields == FIELDS


def test_each_passage_of_the_content_stands_among_the_values_once_by_its_key():
    found = [value for _path, value in leaves(made()) if isinstance(value, Passage)]
    assert {p.key: p.text for p in found} == {place.key: place.text for place in places(CONTENT)}
    assert len(found) == len({p.key for p in found})


@pytest.mark.parametrize("place", list(places(CONTENT)), ids=lambda place: place.key.split(".", 2)[-1])
def test_a_withheld_passage_is_gone_and_the_day_of_the_direction_stands_there(place):
    values = made(withheld=[directed(place.key)])
    said = [v.text if isinstance(v, Passage) else v for _path, v in leaves(values)]
    elsewhere = [p for p in places(CONTENT) if p.text == place.text and p.key != place.key]
    assert said.count(place.text) <= len(elsewhere) + _coded(place)
    assert any("Withheld by the court's direction of 5 June 2026" in text for text in said)


def _coded(place):
    # Names stand in tables of their own; a direction for who says so does not take the party out of the case.
    return 10 if place.key.endswith(".said_by") else 0


def test_what_a_code_says_of_a_withheld_passage_goes_with_it():
    key = f"child.{MAYA['id']}"
    values = made(withheld=[directed(f"{key}.victim"), directed(f"{key}.advice")])
    child = values["children"][0]
    assert (child["victim"], child["advised"]) == ("", "")
    assert child["reasons"].text.startswith("Withheld")
    assert values["children"][1]["advised"]


def test_a_direction_for_one_child_covers_that_child_and_what_lies_under_its_key_alone():
    assert covers("child.1", "child.1.wish.2")
    assert not covers("child.1", "child.11.wish.2")
    assert not covers("child.1.wish.2", "child.1.wish")


def test_a_child_s_words_and_what_rests_on_the_record_are_never_taken():
    takes = {place.key.split(".")[2] for place in places(CONTENT) if place.taking is not Taking.RECORD}
    assert takes == {"advice", "weighing", "treatment"}


def test_a_name_that_runs_from_right_to_left_does_not_draw_the_date_into_it():
    arabic = copy.deepcopy(CONTENT)
    arabic["children"][0] |= {"first_name": "يوسف", "name": "يوسف الأمين"}
    children = made(content=arabic)["children"]
    assert (children[0]["called"], children[0]["name"]) == ("يوسف\u200e", "يوسف الأمين\u200e")
    assert children[1]["called"] == "Leo"


def test_a_report_with_hardly_anything_in_it_still_makes_a_document():
    bare = copy.deepcopy(CONTENT)
    bare |= {"court": {"name": "", "number": ""}, "patterns": [], "spoken": [], "issued_on": None, "orders_sought": []}
    for child in bare["children"]:
        child |= {
            "first_name": "", "name": "", "born_on": None, "seen": [], "wishes": [], "weighings": [], "victim": None,
            "impact": [], "impact_on_parent": [], "checklist": [], "treatments": [], "options": [], "agreed_on": None,
        }  # fmt: skip
        child["advice"] |= {"trigger_rationale": "", "triggers": [], "parent": ""}
    values = made(content=bare)
    child = values["children"][0]
    assert (child["name"], child["called"], child["age"]) == ("No name given", "the child", "")
    assert (child["particular_care"], child["particular_reasons"]) == ([], "")
    said = fill(path_of("en-gb").read_bytes(), values)
    assert read_back(said).paragraphs.count("Not recorded") >= 3
