"""The trace: both ways, to the end, once each, and nothing that the reader may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.access.operations import restrict_case
from goldenthread.access.trace import trace
from goldenthread.casework.assessment.operations import make_statement
from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.directwork.operations import record_session, record_wish
from goldenthread.casework.enquiry.operations import open_line


@pytest.fixture
def case(cast):
    return cast.case()


@pytest.fixture
def told(cast, case):
    """A line of enquiry, a session that answers it, and what Maya said there."""
    line = open_line(case=case, question="Who keeps Maya safe?", why="She asked.", by=cast.amira, now=cast.now)
    session = record_session(
        case=case, child=cast.maya(case), happened_on=cast.now.date(), seen=True, alone=True, how="She drew.",
        lines=[line], by=cast.amira, now=cast.now,
    )  # fmt: skip
    wish = record_wish(session=session, words="I want to see Nan.", by=cast.amira, now=cast.now)
    return line, session, wish


def state(cast, case, drawn, words="Maya feels safe at Nan's."):
    return make_statement(
        case=case, child=cast.maya(case), kind="CHECKLIST", point="A_WISHES", words=words, earlier=drawn,
        by=cast.amira, now=cast.now,
    )  # fmt: skip


def shown(nodes):
    return [(node.sentence, node.depth) for node in nodes]


def test_from_a_statement_back_to_the_question_and_from_the_question_forward(cast, case, told):
    line, _session, wish = told
    statement = state(cast, case, [wish])
    behind = trace(statement, cast.who(cast.amira))["behind"]
    assert shown(behind) == [("I want to see Nan.", 1), ("She drew.", 2), ("Who keeps Maya safe?", 3)]
    ahead = trace(line, cast.who(cast.amira))["ahead"]
    assert shown(ahead) == [("She drew.", 1), ("I want to see Nan.", 2), ("Maya feels safe at Nan's.", 3)]


def test_what_many_paths_lead_to_is_shown_once(cast, case, told):
    _line, session, wish = told
    statement = state(cast, case, [wish, session])
    assert shown(trace(statement, cast.who(cast.amira))["behind"]).count(("She drew.", 1)) == 1
    assert len(trace(statement, cast.who(cast.amira))["behind"]) == 3


def test_what_no_longer_holds_is_marked(cast, case, told):
    _line, _session, wish = told
    statement = state(cast, case, [wish])
    supersede(record_of=statement, why="MISTAKE", words="Said twice.", by=cast.amira, now=cast.now)
    assert [node.superseded for node in trace(wish, cast.who(cast.amira))["ahead"]] == [True]


@pytest.mark.parametrize(
    ("person", "sees"), [("amira", 3), ("manager", 3), ("elsewhere", 0), ("board", 0), ("nobody", 0)]
)
def test_each_reader_sees_only_what_they_may(cast, case, told, person, sees):
    statement = state(cast, case, [told[2]])
    assert len(trace(statement, cast.who(cast.as_(getattr(cast, person))))["behind"]) == sees


def test_a_restricted_case_shows_nothing_to_who_is_not_named(cast, case, told):
    statement = state(cast, case, [told[2]])
    cast.as_(cast.manager)
    restrict_case(case=case, reason="THREAT", why="Her address.", people=[cast.amira], by=cast.manager, now=cast.now)
    assert not trace(statement, cast.who(cast.as_(cast.supervisor)))["behind"]
    assert len(trace(statement, cast.who(cast.as_(cast.amira)))["behind"]) == 3


def test_two_queries_whatever_the_thread(cast, case, told):
    for number in range(6):
        state(cast, case, [told[2], told[1]], words=f"Statement {number}")
    who = cast.who(cast.amira)
    with CaptureQueriesContext(connection) as asked:
        trace(told[0], who)
    assert len(asked) == 2
