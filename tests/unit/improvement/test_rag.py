"""How a line stands follows from dates and evidence, and says why."""

import datetime as dt

import pytest

from goldenthread.improvement.rules import Facts, Rag, rag, worst

TODAY = dt.date(2026, 6, 10)


def day(text):
    return dt.date.fromisoformat(text)


def facts(**over):
    return Facts(**{"state": "OPEN", "due_on": day("2026-12-31"), "raised_on": day("2026-06-01"), **over})


@pytest.mark.parametrize(
    ("given", "stands", "why"),
    [
        ({}, Rag.GREEN, "In time"),
        ({"due_on": day("2026-06-09")}, Rag.RED, "was due"),
        ({"due_on": day("2026-06-10")}, Rag.AMBER, "is not done"),
        ({"due_on": day("2026-07-08")}, Rag.AMBER, "is not done"),
        ({"due_on": day("2026-07-09")}, Rag.GREEN, "In time"),
        ({"raised_on": day("2026-01-01")}, Rag.AMBER, "Nothing has been noted"),
        ({"raised_on": day("2026-01-01"), "noted_on": day("2026-06-01")}, Rag.GREEN, "In time"),
        ({"raised_on": day("2026-01-01"), "noted_on": day("2026-03-01")}, Rag.AMBER, "Nothing has been noted"),
        ({"obstacle": True, "noted_on": day("2026-06-01")}, Rag.AMBER, "in the way"),
        ({"due_on": None}, Rag.GREY, "to be confirmed"),
        ({"due_on": None, "confirmed_by": "the Ministry"}, Rag.GREY, "%(who)s"),
        ({"state": "DONE", "done_on": day("2026-06-01")}, Rag.GREEN, "signed off"),
        ({"state": "DONE", "done_on": day("2026-05-01")}, Rag.AMBER, "not signed off"),
        ({"state": "CLOSED"}, Rag.BLUE, "Closed with evidence."),
        ({"state": "CLOSED", "effect": "WORKED"}, Rag.BLUE, "worked"),
        ({"state": "CLOSED", "effect": "DID_NOT"}, Rag.AMBER, "not to have had"),
        ({"state": "CLOSED", "effect_due_on": day("2026-06-09")}, Rag.AMBER, "should have been looked at"),
        ({"state": "DROPPED"}, Rag.GREY, "Dropped"),
    ],
)
def test_how_a_line_stands(given, stands, why):
    found = rag(facts(**given), TODAY)
    assert found.rag == stands
    assert why in found.why


def test_the_whole_stands_as_its_worst_part():
    assert worst([Rag.GREEN, Rag.RED, Rag.BLUE]) == Rag.RED
    assert worst([Rag.BLUE, Rag.GREEN]) == Rag.GREEN
    assert worst([]) == Rag.GREY
