"""check-record: a whole record is clean, and each kind of damage is found by its name.

The damage is planted by the owner of the tables, on a copy of the demonstration, and found by the command.
"""

import json
import os
import subprocess
import sys

import psycopg
import pytest

from tests import databases

NAME = "gt_check_record_" + os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="module")
def database():
    name = databases.copy(NAME, databases.demo_template())
    yield name
    databases.cluster().drop_database(name)


def checked(name):
    env = {**os.environ, "GOLDENTHREAD_DATABASE": name, "GOLDENTHREAD_ROLE": ""}
    command = [sys.executable, "-m", "goldenthread.config.cli", "check-record", "--json"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1, done.stderr
    return done.returncode, {line.split()[0] for line in json.loads(done.stdout)["findings"]}


def planted(name, *statements):
    """Runs statements as the owner, with a person named: the owner stands behind the wall as well."""
    with psycopg.connect(databases.cluster().url("app_owner", name), autocommit=True) as owner:
        ((person,),) = owner.execute("SELECT id FROM people_person WHERE is_service").fetchall()
        owner.execute("SELECT set_config('app.person', %s, false)", [str(person)])
        for statement in statements:
            owner.execute(statement)


def without(trigger, table, statement):
    """The statements that do something for which a trigger must be off."""
    return (
        f"ALTER TABLE {table} DISABLE TRIGGER {trigger}",
        statement,
        f"ALTER TABLE {table} ENABLE TRIGGER {trigger}",
    )


def test_a_whole_record_is_clean(database):
    assert checked(database) == (0, set())


DAMAGE = {
    "RECORD_WITHOUT_LINE": without(
        "append_only", "thread_event",
        "DELETE FROM thread_event WHERE id = (SELECT id FROM thread_event WHERE verb = 'ENQUIRY_OPENED' LIMIT 1)"
        " OR (verb LIKE 'ENQUIRY%' AND subject_id = (SELECT subject_id FROM thread_event"
        " WHERE verb = 'ENQUIRY_OPENED' LIMIT 1))",
    ),
    "SUPERSEDED_WITHOUT_LINE": without(
        "append_only", "thread_event", "DELETE FROM thread_event WHERE verb = 'SUPERSEDED'"
    ),
    "LINE_WITHOUT_SUBJECT": without(
        "append_only", "thread_event",
        "UPDATE thread_event SET subject_id = gen_random_uuid() WHERE verb = 'HEARING_RECORDED'",
    ),
    "LINK_WITHOUT_END": without(
        "append_only", "thread_link",
        "UPDATE thread_link SET to_id = gen_random_uuid() WHERE relation = 'WEIGHS'",
    ),
    "LINK_WITHOUT_LINE": without(
        "append_only", "thread_link", "UPDATE thread_link SET at = at + interval '1 second' WHERE relation = 'CITES'"
    ),
    "DECISION_WITHOUT_STATE": without(
        "append_only", "oversight_decision",
        "UPDATE oversight_decision SET recorded_at = recorded_at + interval '1 hour' WHERE kind = 'RETURNED'",
    ),
    "STATE_WITHOUT_DECISION": (
        "UPDATE recommendations_recommendation SET state = 'AGREED' WHERE state = 'RETURNED'",
    ),
    "AGREED_CONTENT_CHANGED": (
        "UPDATE recommendations_recommendation SET words = words || ' Or not.' WHERE state = 'AGREED'",
    ),
    "REPORT_CHANGED": ("UPDATE recommendations_report SET content = content || '{\"format\": 99}'",),
    "FILED_WITHOUT_AGREEMENT": (
        "UPDATE recommendations_report SET content = content || '{\"children\": [{\"agreed\": \"0\"}]}'"
        " WHERE filed_on IS NOT NULL",
    ),
    "TRIGGER_MISSING": ("ALTER TABLE thread_event DISABLE TRIGGER append_only",),
    "MAY_CHANGE_LOG": ("GRANT UPDATE ON thread_event TO app_web",),
    "WALL_MISSING": ("ALTER TABLE harm_incident NO FORCE ROW LEVEL SECURITY",),
}  # fmt: skip


@pytest.mark.parametrize("code", DAMAGE)
def test_each_kind_of_damage_is_found_by_its_name(database, code):
    assert code not in checked(database)[1], "this damage was found before it was planted"
    planted(database, *DAMAGE[code])
    left, found = checked(database)
    assert left == 1
    assert code in found
