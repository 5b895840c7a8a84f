"""Proves the record: what the tables say and what the thread says are one account.

It connects as the importer with the service person, who alone sees restricted cases: the owner stands behind the
forced wall as well. Each check answers with findings that name a kind and an identifier, never a word of a record.

What is proved: every record of a case has the line that its operation left, and every line and both ends of
every link have what they name; what was superseded, agreed, returned or filed has its own line or decision;
the fingerprints of what was agreed and of each report still fit; the triggers and the wall that the migrations
promise stand in the database.

What cannot be proved from inside: that nobody with the owner's rights removed a record together with every line
and link about it. Identifiers are drawn, not counted, so such a hole leaves no gap. Only a copy kept elsewhere
shows it; the append-only triggers and the withheld grants, which are checked here, are there to prevent it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from goldenthread.access.door import name_person
from goldenthread.casework.recommendations.models import Recommendation, Report
from goldenthread.casework.recommendations.queries import changed
from goldenthread.casework.recommendations.rules import State
from goldenthread.config import postgres
from goldenthread.kernel.text import fingerprint
from goldenthread.people.models import Person

NOBODY = UUID(int=0)

# Tables that hang on a case and hold no record of it: nothing is done to a record when they are written.
NO_RECORD = {
    "access.ViewLog": "a log of its own, written by the door",
    "drafts.Draft": "what is typed and not yet submitted; it is purged",
    "courtfeed.Payload": "what was received, kept as received; its run and its case have lines",
    "cases.SearchToken": "words by which a case is found; the database makes them of its rows",
    "papers.PaperBody": "the bytes of a paper, which has its own line, or is a copy with one",
    "thread.Event": "the line itself",
    "thread.Link": "checked by both of its ends",
    "thread.FieldChange": "written by a trigger of the database",
    "access.GlassBreak": "shown to whoever broke the glass and to the named seniors, and to no service",
}
# Models whose rows are part of what an operation did to something else: the column that names it, and why.
UNDER = {
    "cases.Participation": ("case_id", "recorded with the case, or by a line of its own later"),
    "cases.Allocation": ("case_id", "the case's history of hands; the line is on the case"),
    "families.FamilyMember": ("case_id", "recorded with the case through which they became known"),
    "harm.PatternTowards": ("pattern_id", "part of the pattern"),
    "harm.PatternStatus": ("pattern_id", "the status of a pattern; the line is on the pattern"),
    "oversight.Decision": (
        "recommendation_id",
        "the line is on the advice; `decisions_fit` ties the two",
    ),
    "access.Restriction": ("case_id", "the case is restricted; the line is on the case"),
    "access.Named": ("case_id", "named on the case; the line is on the case"),
    "papers.Paper": ("report_id", "a copy of a report: the line is on the copy; any other has its own"),
    "papers.Withheld": ("copy_id", "a passage that stands out of a copy; the line is on the copy"),
    "courtfeed.Difference": ("case_id", "found while a later version of the case was received"),
    "courtfeed.Sign": ("case_id", "found while the case was received"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit: which check, what kind of thing, which one."""

    code: str
    kind: str
    id: str = ""


def case_models():
    """Every model of ours whose rows hang on a case."""
    for model in apps.get_models():
        if not model.__module__.startswith("goldenthread."):
            continue
        names = {field.column for field in model._meta.concrete_fields}
        if names & {"case_id", "from_case_id"} or model._meta.label == "cases.Case":
            yield model


def _rows(sql, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall()


# --- the thread and the tables -------------------------------------------------------------------------------


def records_have_lines() -> Iterator[Finding]:
    """Each record has a line about itself, or about what it is part of (`UNDER`)."""
    for model in case_models():
        label = model._meta.label
        if label in NO_RECORD:
            continue
        column = UNDER[label][0] if label in UNDER else "id"
        found = _rows(
            f"SELECT r.id FROM {model._meta.db_table} r WHERE NOT EXISTS "  # noqa: S608 (our own tables' names)
            f"(SELECT 1 FROM thread_event e WHERE e.subject_id IN (r.{column}, r.id))"
        )
        yield from (Finding("RECORD_WITHOUT_LINE", label, str(key)) for (key,) in found)


def superseded_have_lines() -> Iterator[Finding]:
    """Each superseded record has the line that says so."""
    for model in case_models():
        if not any(field.name == "superseded_at" for field in model._meta.concrete_fields):
            continue
        found = _rows(
            f"SELECT r.id FROM {model._meta.db_table} r WHERE r.superseded_at IS NOT NULL AND NOT EXISTS "  # noqa: S608
            "(SELECT 1 FROM thread_event e WHERE e.subject_id = r.id AND e.verb = 'SUPERSEDED')"
        )
        yield from (Finding("SUPERSEDED_WITHOUT_LINE", model._meta.label, str(key)) for (key,) in found)


def lines_have_subjects() -> Iterator[Finding]:
    """What each line is about is there."""
    yield from _named_by("thread_event", "subject", "LINE_WITHOUT_SUBJECT")


def links_have_ends() -> Iterator[Finding]:
    """Both ends of each link are there."""
    yield from _named_by("thread_link", "from", "LINK_WITHOUT_END")
    yield from _named_by("thread_link", "to", "LINK_WITHOUT_END")


def links_were_made() -> Iterator[Finding]:
    """Each link was made by someone who left a line at that moment: none was put in by hand."""
    found = _rows(
        "SELECT l.id FROM thread_link l WHERE NOT EXISTS "
        "(SELECT 1 FROM thread_event e WHERE e.actor_id = l.made_by_id AND e.at = l.at)"
    )
    yield from (Finding("LINK_WITHOUT_LINE", "thread.Link", str(key)) for (key,) in found)


def _named_by(table, end, code):
    for (kind,) in _rows(f"SELECT DISTINCT {end}_kind FROM {table}"):  # noqa: S608 (our own tables' names)
        if kind in NO_RECORD:
            continue
        try:
            model = apps.get_model(kind)
        except LookupError:
            yield Finding(code, kind)
            continue
        found = _rows(
            f"SELECT t.id FROM {table} t WHERE t.{end}_kind = %s AND NOT EXISTS "  # noqa: S608
            f"(SELECT 1 FROM {model._meta.db_table} r WHERE r.{model._meta.pk.column} = t.{end}_id)",
            kind,
        )
        yield from (Finding(code, kind, str(key)) for (key,) in found)


# --- what was agreed and what was filed ----------------------------------------------------------------------


def decisions_fit() -> Iterator[Finding]:
    """Each decision has its line; each advice that is agreed, filed or returned has the decision that made it so."""
    found = _rows(
        "SELECT d.id FROM oversight_decision d WHERE NOT EXISTS (SELECT 1 FROM thread_event e "
        "WHERE e.subject_id = d.recommendation_id AND e.verb = 'ADVICE_' || d.kind AND e.at = d.recorded_at)"
    )
    yield from (Finding("DECISION_WITHOUT_STATE", "oversight.Decision", str(key)) for (key,) in found)
    found = _rows(
        "SELECT r.id FROM recommendations_recommendation r WHERE r.state IN ('AGREED', 'FILED', 'RETURNED') "
        "AND NOT EXISTS (SELECT 1 FROM oversight_decision d WHERE d.recommendation_id = r.id "
        "AND d.fingerprint = r.fingerprint AND (d.kind = 'RETURNED') = (r.state = 'RETURNED'))"
    )
    label = Recommendation._meta.label
    yield from (Finding("STATE_WITHOUT_DECISION", label, str(key)) for (key,) in found)


def agreed_content_fits() -> Iterator[Finding]:
    """What is agreed is still what stands. Where it is not, the agreement must lapse before anything goes out."""
    rows = Recommendation.objects.filter(state=State.AGREED, superseded_at__isnull=True).select_related("case", "child")
    for row in rows.iterator():
        if changed(row):
            yield Finding("AGREED_CONTENT_CHANGED", row._meta.label, str(row.pk))


def reports_fit() -> Iterator[Finding]:
    """The fingerprint of each report fits its text; each filed one holds only what a manager agreed."""
    agreed = {row[0] for row in _rows("SELECT fingerprint FROM oversight_decision WHERE kind = 'AGREED'")}
    for row in Report.objects.iterator():
        if fingerprint(row.content) != row.fingerprint:
            yield Finding("REPORT_CHANGED", row._meta.label, str(row.pk))
        told = [child.get("agreed") for child in row.content.get("children", [])]
        if row.filed_on and (not told or not set(told) <= agreed):
            yield Finding("FILED_WITHOUT_AGREEMENT", row._meta.label, str(row.pk))


def filings_fit() -> Iterator[Finding]:
    """What the court has is the very file that was ordered, byte for byte; and it gave its receipt, or a person said
    in words that it has it. What was sent is known by its fingerprint in the line of the order."""
    found = _rows(
        "SELECT f.id FROM filing_filing f JOIN papers_paper p ON p.id = f.paper_id "
        "JOIN papers_paperbody b ON b.paper_id = p.id WHERE f.state = 'FILED' "
        "AND encode(sha256(b.data), 'hex') <> p.fingerprint"
    )
    yield from (Finding("FILED_PAPER_CHANGED", "filing.Filing", str(key)) for (key,) in found)
    found = _rows(
        "SELECT f.id FROM filing_filing f JOIN papers_paper p ON p.id = f.paper_id WHERE f.state = 'FILED' "
        "AND NOT EXISTS (SELECT 1 FROM thread_event e WHERE e.subject_id = f.id AND e.verb = 'FILING_ORDERED' "
        "AND e.facts->>'hash' = p.fingerprint)"
    )
    yield from (Finding("FILED_OTHER_PAPER", "filing.Filing", str(key)) for (key,) in found)
    found = _rows(
        "SELECT f.id FROM filing_filing f WHERE f.state = 'FILED' AND f.receipt = '' "
        "AND (f.settled_at IS NULL OR f.settled_why = '')"
    )
    yield from (Finding("FILED_WITHOUT_RECEIPT", "filing.Filing", str(key)) for (key,) in found)


# --- what the database promises ------------------------------------------------------------------------------

_PROMISES = {
    "append_only": re.compile(r"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON (\w+)"),
    "field_change": re.compile(r"CREATE TRIGGER field_change AFTER UPDATE ON (\w+)"),
}


def promised() -> dict[str, set[str]]:
    """The tables for which the migrations promise each trigger."""
    said = []
    for migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values():
        said += [str(operation.sql) for operation in migration.operations if hasattr(operation, "sql")]
    return {name: {t for sql in said for t in pattern.findall(sql)} for name, pattern in _PROMISES.items()}


def triggers_stand() -> Iterator[Finding]:
    """Each trigger that the migrations promise is there and switched on; nobody may change what is append-only."""
    standing = set(
        _rows(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'"
        )
    )
    for name, tables in promised().items():
        yield from (
            Finding("TRIGGER_MISSING", name, table) for table in sorted(tables) if (name, table) not in standing
        )
    for table in sorted(promised()["append_only"]):
        for role in postgres.APPLICATION_ROLES:
            ((may,),) = _rows("SELECT has_table_privilege(%s, %s, 'UPDATE, DELETE, TRUNCATE')", role, table)
            if may:
                yield Finding("MAY_CHANGE_LOG", role, table)


def wall_stands() -> Iterator[Finding]:
    """Row security is enabled, forced and has a policy on every table that hangs on a case."""
    on = {
        table
        for (table,) in _rows(
            "SELECT c.relname FROM pg_class c WHERE c.relrowsecurity AND c.relforcerowsecurity "
            "AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)"
        )
    }
    for model in case_models():
        if model._meta.db_table not in on:
            yield Finding("WALL_MISSING", model._meta.label, model._meta.db_table)


CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "records": records_have_lines,
    "superseded": superseded_have_lines,
    "lines": lines_have_subjects,
    "links": links_have_ends,
    "links_made": links_were_made,
    "decisions": decisions_fit,
    "agreements": agreed_content_fits,
    "reports": reports_fit,
    "filings": filings_fit,
    "triggers": triggers_stand,
    "wall": wall_stands,
}
# So many findings of one check are named; the count is of all.
MOST_NAMED = 20


def check_record(progress=None) -> tuple[dict, list[Finding]]:
    """Runs every check. Returns how much was looked at and found, and the findings. `progress(1)` after each."""
    found, counts = [], {}
    with transaction.atomic():
        service = Person.objects.filter(is_service=True).first()
        name_person(service.pk if service else NOBODY)
        for name, table in (("records", None), ("lines", "thread_event"), ("links", "thread_link")):
            tables = [table] if table else [_table(m) for m in case_models() if m._meta.label not in NO_RECORD]
            counts[name] = sum(_rows(f"SELECT count(*) FROM {t}")[0][0] for t in tables)  # noqa: S608
        for name, check in CHECKS.items():
            mine = list(check())
            counts[f"found_{name}"] = len(mine)
            found += mine[:MOST_NAMED]
            if progress:
                progress(1)
    return counts, found


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table
