"""What waits for one person, asked of the worklists as that person: a case that they may not know of never counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.crypto import salted_hmac

from goldenthread.access.grants import GRANTS
from goldenthread.access.permissions import Permission as P
from goldenthread.access.queries import posts_of, staff_of_today, unreviewed_local_uses, uses_of_glass
from goldenthread.access.standing import Who, reach, visible
from goldenthread.actions.queries import to_chase
from goldenthread.casework.cases.models import Case
from goldenthread.casework.cases.queries import tray
from goldenthread.casework.filing.models import Filing
from goldenthread.casework.filing.queries import needing
from goldenthread.casework.papers.models import Copy
from goldenthread.casework.papers.rules import CopyState
from goldenthread.casework.recommendations.models import Recommendation
from goldenthread.casework.recommendations.rules import State
from goldenthread.learning.queries import unread_of
from goldenthread.notices.models import Choice, Notice, Told, Unreached
from goldenthread.notices.rules import UNDER_WAY, Kind
from goldenthread.oversight.queries import waiting as advice_waiting
from goldenthread.people.models import Person
from goldenthread.workspace.facts import children_of, facts_of, main_clock, past, with_facts, working
from goldenthread.workspace.rules import PRESSES, missing, unheard


@dataclass(frozen=True)
class Thing:
    """One thing that waits. `key` says which, and in what state: it changes when there is something new to tell.

    `reference` and `href` are for the page alone, where the kind has no list of its own.
    """

    key: str
    reference: str = ""
    href: str = ""


def waiting(who: Who, now) -> dict[Kind, list[Thing]]:
    """What waits for a person, by kind; kinds of which nothing waits are left out. One or two queries a kind.

    The person must be named on the connection: the wall decides what counts.
    """
    found = {}
    for permission, ask in _ASKED:
        if who.may_ever(permission):
            for kind, things in ask(who, now):
                if things := list(things):
                    found[kind] = things
    return {kind: found[kind] for kind in Kind if kind in found}


def _own_work(who, now) -> Iterator:
    today = now.astimezone(settings.LOCAL_ZONE).date()
    cases = list(with_facts(working(Case.objects.filter(reach(who, Case, P.MY_WORK_READ))), now))
    children = children_of(cases)
    found = {kind: [] for kind in (Kind.ALLOCATED, Kind.TIME_LIMIT, Kind.MISSING)}
    for case in cases:
        facts, clock = facts_of(case, children[case.pk], who, today), main_clock(case, today)
        if facts.mine and facts.conflict_undeclared:
            found[Kind.ALLOCATED].append(Thing(f"{case.pk}"))
        if clock and clock.state in PRESSES and not past(case, clock):
            found[Kind.TIME_LIMIT].append(Thing(f"{case.pk}:{clock.key}:{clock.state}"))
        codes = {problem.code for problem in (*missing(facts), *unheard(facts))} - {"UNDECLARED"}
        found[Kind.MISSING].extend(Thing(f"{case.pk}:{code}") for code in sorted(codes))
    yield from found.items()


def _returned(who, _now):
    rows = Recommendation.objects.filter(
        reach(who, Recommendation, P.MY_WORK_READ),
        state__in=[State.RETURNED, State.LAPSED],
        superseded_at__isnull=True,
    )
    yield Kind.RETURNED, [Thing(f"{key}:{state}:{version}") for key, state, version in _of(rows, "state", "version")]


def _decisions(who, now):
    rows = advice_waiting(who, now).filter(own=False)
    yield Kind.DECISION, [Thing(f"{key}:{at}") for key, at in _of(rows, "submitted_at")]


def _tray(who, _now):
    yield Kind.URGENT_APPLICATION, [Thing(f"{key}") for (key,) in _of(tray(who).filter(presses=1))]


def _glass(who, _now):
    rows = uses_of_glass(who).filter(reviewed_at__isnull=True).exclude(broken_by=who.person_id)
    yield Kind.GLASS_USE, [Thing(f"{key}") for (key,) in _of(rows)]


def _copies(who, _now):
    rows = (
        visible(who, Copy, P.COPY_CLEAR)
        .filter(state=CopyState.STOPPED, superseded_at__isnull=True)
        .exclude(recorded_by=who.person_id)
        .order_by("recorded_at")
    )
    yield Kind.COPY_STOPPED, _each(rows, "papers:copy_look")


def _local(who, _now):
    nations = {held.nation for held in who.posts if held.role in GRANTS[P.LOCAL_ACCOUNT_REVIEW][1]}
    # Tries at an account that come together stand in one use: they are told once, however many they are.
    found = {use.pk for nation in nations for use in unreviewed_local_uses(nation) if use.person_id != who.person_id}
    yield Kind.LOCAL_USE, [Thing(f"{key}") for key in sorted(found)]


def _filings(who, now):
    """Filings of their own cases, and those that they ordered in a case that they still work in."""
    mine = reach(who, Filing, P.MY_WORK_READ) | (Q(recorded_by=who.person_id) & reach(who, Filing, P.REPORT_FILE))
    rows = needing(now).filter(mine).order_by("recorded_at", "pk")
    yield Kind.FILING, _each(rows, "filing:filing", "state")


def _actions(who, now):
    """Actions of the posts that they hold today: when a post goes to someone else, so do these."""
    rows = to_chase(who, now.astimezone(settings.LOCAL_ZONE).date()).order_by("due_on", "pk")
    yield Kind.ACTION, [Thing(f"{key}:{due}") for key, due in _of(rows, "due_on")]


def _learning(who, _now):
    yield Kind.LEARNING, [Thing(f"{key}") for (key,) in _of(unread_of(who, who.person_id))]


def _of(rows, *fields):
    return rows.values_list("pk", *fields)


def _each(rows, route, *fields):
    """Things that have no list of their own: each with its case's reference and its own page."""
    return [
        Thing(":".join(map(str, (key, *more))), reference, reverse(route, args=[key]))
        for key, reference, *more in rows.values_list("pk", "case__reference", *fields)
    ]


# What is asked of whom: a permission that the worklist needs, and the worklist.
_ASKED = (
    (P.MY_WORK_READ, _own_work),
    (P.MY_WORK_READ, _returned),
    (P.ADVICE_DECIDE, _decisions),
    (P.TRAY_READ, _tray),
    (P.GLASS_REVIEW, _glass),
    (P.LOCAL_ACCOUNT_REVIEW, _local),
    (P.COPY_CLEAR, _copies),
    (P.REPORT_FILE, _filings),
    (P.COMMITMENTS_READ, _actions),
    (P.LEARNING_READ, _learning),
)


# ── What was told ─────────────────────────────────────────────────────────────────────────────────────


def fingerprints(person_id, waits) -> dict[Kind, frozenset[str]]:
    """For each kind the fingerprints of what waits: for this person alone, under the service's key."""
    return {
        kind: frozenset(
            salted_hmac("notices.told", f"{person_id}:{kind}:{thing.key}", algorithm="sha256").hexdigest()[:32]
            for thing in things
        )
        for kind, things in waits.items()
    }


def told(person_id) -> dict[Kind, frozenset[str]]:
    """What a person was told last, by kind. One query."""
    return {Kind(row.kind): frozenset(row.things) for row in Told.objects.filter(person=person_id)}


def told_on(person_id, zone) -> dict:
    """On which day a person was told last of each kind, where they work. One query."""
    rows = Told.objects.filter(person=person_id).values_list("kind", "told_at")
    return {Kind(kind): at.astimezone(zone).date() for kind, at in rows}


def choice_of(person) -> Choice:
    """How a person wishes to be told; the usual, not saved, where they have not chosen. One query."""
    return Choice.objects.filter(person=person).first() or Choice(person=person)


def last_digest(person_id):
    """The day of a person's last digest, or None. One query."""
    newest = Notice.objects.filter(person=person_id, day__isnull=False).order_by("-day")
    return newest.values_list("day", flat=True).first()


def under_way(person_id):
    """The notice that is on its way to a person, or None. One query."""
    return Notice.objects.filter(person=person_id, state__in=UNDER_WAY).first()


def staff_to_tell(today):
    """Staff with a post today, by identifier. One query."""
    return staff_of_today(today).filter(pk__in=posts_of(today).order_by().values("person")).order_by("pk")


def locked(notice_id):
    """A notice, held for this transaction; None where it is not this person's."""
    return Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id).first()


def refused_at(person_id):
    """When a mail server refused a person's address for good; None while it is reached. One query."""
    return Unreached.objects.filter(person=person_id, ended_at__isnull=True).values_list("since_at", flat=True).first()


def unreached(who):
    """Staff whom this administrator looks after and whom e-mail does not reach, by name; `since` when. One query."""
    mine = Unreached.objects.filter(person=OuterRef("pk"), ended_at__isnull=True)
    rows = visible(who, Person, P.STAFF_MANAGE).annotate(since=Subquery(mine.values("since_at")[:1]))
    return rows.filter(since__isnull=False, left_on__isnull=True).order_by("name", "pk")


def email_allowed() -> bool:
    """Whether e-mail may go to the address of the person who is named on the connection.

    False where the address stands among the contact details of anyone for whom a safe-contact rule is set, or whose
    e-mail is protected, in any case. The database answers the worker's role alone, and yes or no alone: else it could
    be asked for addresses.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT gt_email_allowed()")
        return cursor.fetchone()[0]
