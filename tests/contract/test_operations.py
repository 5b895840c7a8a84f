"""Every write is an operation, every operation leaves a line, and a line says only what it may."""

import ast
import inspect
import re
import textwrap

import pytest

from goldenthread.access.sensitivity import Sensitivity
from goldenthread.kernel.lifecycle import Lifecycle
from goldenthread.thread import verbs
from goldenthread.thread.models import Event
from goldenthread.thread.operations import LONGEST_FACT, operation, record
from goldenthread.thread.verbs import FACTS, SAYS, Verb
from tests.contract import house

MODULES = [
    m for m in house.modules() if "operations" in m.__name__.split(".") and "thread" not in m.__name__.split(".")
]
FUNCTIONS = [pytest.param(f, id=f"{m.__name__}.{f.__name__}") for m in MODULES for f in house.functions(m)]
OPERATIONS = [p for p in FUNCTIONS if getattr(p.values[0], "is_operation", False)]
# Parts of an operation, which leave no line of their own because the operation that calls them does. Each with why.
HELPERS = {
    "notices.operations.turn_email": "a line would say that an address stands in somebody's case",
    "access.operations.local.door_keeper": "a service person, made on need",
    "access.operations.local.operator": "a service person, made on need",
    "actions.operations.raising.add_note": "the note itself, with its line, for the operations that take one along",
    "casework.families.operations.new_member": "a row of register_case and add_person, which say who was added",
    "casework.families.operations.change_member": "the change itself; whoever asked for it leaves the line",
    "casework.families.operations.add_characteristic": "the row itself, with its line, for record_characteristics",
    "casework.courtfeed.operations.first.add_doubts": "a part of import_case, which says what came",
    "casework.courtfeed.operations.first.add_details": "a part of import_case, which says what came",
    "casework.courtfeed.operations.first.add_relations": "a part of import_case, which says what came",
    "casework.courtfeed.operations.first.add_hearing": "a part of import_case, which says what came",
    "casework.courtfeed.operations.first.add_signs": "a part of import_case, which says what came",
    "casework.courtfeed.operations.walking.feed_of": "a row for each feed, made at its first walk",
    "casework.courtfeed.operations.walking.move_walk": "a part of a walk, which says at its end how far it came",
    "casework.courtfeed.operations.walking.end_walk": "a walk that brings nothing says so once a day",
    "casework.courtfeed.operations.walking.fail_walk": "a failure says so when it begins and when its reason changes",
    "casework.courtfeed.operations.papers.count_try": "that the court was away is the feed's line, not the case's",
    "casework.cases.operations.intake.next_reference": "takes a number from the database's counter",
    "casework.papers.operations.papers.put": "a part of keep_paper and make_copy, which say what was kept",
    "casework.cases.operations.records.reach": "the stage is a consequence of what was recorded",
}
WRITES = re.compile(r"\.(create|save|update|delete|bulk_create|bulk_update|get_or_create|update_or_create|execute)\(")


def _name(function):
    return f"{function.__module__}.{function.__name__}".removeprefix("goldenthread.")


def test_there_are_operations_in_every_area():
    areas = {_name(p.values[0]).rsplit(".operations", 1)[0] for p in OPERATIONS}
    assert {"people", "access", "casework.cases", "casework.families", "casework.enquiry"} <= areas
    assert len(OPERATIONS) > 30


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_writes_is_an_operation(function):
    if getattr(function, "is_operation", False) or not WRITES.search(inspect.getsource(function)):
        return
    assert HELPERS.get(_name(function)), (
        f"{_name(function)} writes and is no operation: put @operation above it and record() in it, call it "
        f'_{function.__name__}, or say in HELPERS of {__name__} why it leaves no line: "{_name(function)}": "…"'
    )


def test_no_helper_is_listed_that_is_gone():
    there = {_name(p.values[0]) for p in FUNCTIONS}
    gone = {name for name, why in HELPERS.items() if why} - there
    assert not gone, f"take these out of HELPERS: {gone}"


@pytest.mark.parametrize("function", OPERATIONS)
def test_an_operation_is_keyword_only_and_takes_by_and_now(function):
    parameters = inspect.signature(function).parameters
    allowed = {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
    assert all(p.kind in allowed for p in parameters.values())
    assert {"by", "now"} <= set(parameters)
    assert parameters["by"].default is inspect.Parameter.empty
    assert parameters["now"].default is inspect.Parameter.empty


@pytest.mark.parametrize("function", OPERATIONS)
def test_an_operation_says_what_it_does_and_refuses_in_its_docstring(function):
    told = inspect.getdoc(function)
    assert told, f"{_name(function)}: say what it does, and with which codes it refuses"
    codes = set(re.findall(r'Refused\(\s*"([A-Z_]+)"', inspect.getsource(function)))
    untold = sorted(code for code in codes if code not in told)
    assert not untold, f"{_name(function)}: name these codes in its docstring: {untold}"


@pytest.mark.parametrize("function", OPERATIONS)
def test_an_operation_records(function):
    """By itself, through another operation, or through a helper of its module that does."""
    assert _records(inspect.unwrap(function), set()), (
        f"{_name(function)} leaves no line: call record(Verb.…, subject, by=by, now=now)"
    )


def _records(function, seen):
    if function in seen:
        return False
    seen.add(function)
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function))))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    if "record" in calls:
        return True
    space = function.__globals__
    for name in calls:
        other = space.get(name)
        if getattr(other, "is_operation", False):
            return True
        if inspect.isfunction(other) and other.__module__.startswith("goldenthread.") and _records(other, seen):
            return True
    return False


@pytest.mark.django_db
def test_an_operation_that_leaves_no_line_is_undone(cast):
    from goldenthread.people.models import Person
    from goldenthread.thread.operations import NothingRecorded

    @operation
    def silently(*, by, now):
        Person.objects.create(name="Nobody knows", email="x@x.invalid")

    with pytest.raises(NothingRecorded):
        silently(by=cast.amira, now=cast.now)
    assert not Person.objects.filter(name="Nobody knows").exists()


# --- verbs --------------------------------------------------------------------------------------------------------


def _code():
    return "\n".join(text for path, text in house.sources(".py") if path.name != "verbs.py")


CODE = _code()
LIFECYCLES = [thing for module in house.modules() for thing in vars(module).values() if isinstance(thing, Lifecycle)]


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_has_a_sentence_and_facts_and_is_used(verb):
    assert SAYS.get(verb), f"{verb}: give it a sentence in thread/verbs.py"
    assert verb in FACTS
    by_table = any(step.verb == verb for life in LIFECYCLES for step in life.transitions)
    assert by_table or re.search(rf"Verb\.{verb}\b", CODE), (
        f"nothing records {verb}: use it or take its row out of thread/verbs.py"
    )


def test_a_sentence_reads_after_a_name():
    for verb, sentence in SAYS.items():
        assert sentence[0].islower(), f"{verb}: “Amira Lindqvist {sentence}” must read as a sentence"
        assert not sentence.endswith("."), verb


def test_no_fact_is_named_for_words():
    """Narrative has its field in the record; the log holds codes. The field of a difference is named, not its value."""
    forbidden = {"words", "why", "note", "text", "reason_words", "name", "value", "said", "question"}
    codes = {(Verb.SUPERSEDED, "why")}  # one of SupersededWhy
    for verb, facts in FACTS.items():
        wrong = {fact for fact in facts & forbidden if (verb, fact) not in codes}
        assert not wrong, f"{verb}: {wrong} cannot be a fact"


# Facts that bear a name of words and hold codes: (operation, fact), each looked at by hand.
CODES = {
    ("casework.cases.operations.records.supersede", "why"): "a SupersededWhy",
    ("casework.recommendations.operations.submission.submit_advice", "triggers"): "a list of Trigger",
}


def _long_text(area):
    """The names that always stand for words in an area: sorted as such wherever one of its models has the field."""
    words, plain = set(), set()
    for model in house.models():
        if model.__module__.startswith(f"goldenthread.{area}."):
            for name, kind in model.sensitivity.items():
                telling = kind in {Sensitivity.NARRATIVE, Sensitivity.IDENTIFYING, Sensitivity.PROTECTED}
                (words if telling else plain).add(name)
    return words - plain


@pytest.mark.parametrize("function", OPERATIONS)
def test_no_operation_puts_words_of_the_record_into_a_fact(function):
    """A line may name a field of words, never hold it: `about=question` would write a family's story into the log."""
    words = _long_text(_name(function).split(".operations")[0])
    wrong = []
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
            for fact in node.keywords:
                value = fact.value
                name = getattr(value, "id", None) or getattr(value, "attr", None)
                if name in words and (_name(function), fact.arg) not in CODES:
                    wrong.append(f"{fact.arg}={ast.unparse(value)}")
    assert not wrong, f"{_name(function)}: {wrong} is the family's words; leave it in its own field, record a code"


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["x" * (LONGEST_FACT + 1), "Okafor Reed", "He\nhid."])
def test_a_fact_cannot_hold_narrative(cast, said):
    cast.as_(cast.amira)

    @operation
    def tell(*, by, now):
        record(Verb.SIGNED_IN, by, by=by, now=now, how=said)

    with pytest.raises(ValueError, match="never narrative"):
        tell(by=cast.amira, now=cast.now)


@pytest.mark.django_db
def test_a_fact_that_is_not_listed_is_refused(cast):
    @operation
    def tell(*, by, now):
        record(Verb.SIGNED_IN, by, by=by, now=now, mood="GOOD")

    with pytest.raises(ValueError, match="not on the list"):
        tell(by=cast.amira, now=cast.now)


def test_the_facts_that_were_recorded_hold_codes(world):
    """In the lines that the full cases left: no sentence, no planted word, nothing longer than a code."""
    world.cast.as_(world.cast.amira)
    for event in Event.objects.all():
        for key, value in event.facts.items():
            for item in value if isinstance(value, list) else [value]:
                assert " " not in str(item).strip() or key in {"on", "from", "to"}, f"{event.verb}.{key}: {item}"
                assert "NARRATIVE" not in str(item)
    assert Event.objects.count() > 10


def test_the_table_of_verbs_is_the_only_one():
    assert set(verbs.SAYS) == set(verbs.FACTS) == set(Verb)
