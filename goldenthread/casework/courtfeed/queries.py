"""Reads of what the feed brought."""

from django.db.models import Count, Q

from goldenthread.access.models import Restriction
from goldenthread.casework.cases.models import Case
from goldenthread.casework.courtfeed.models import Difference, Feed, Payload, Run, SetAside, Sign
from goldenthread.casework.courtfeed.rules import Fate
from goldenthread.casework.families.models import ContactDetail, FamilyMember
from goldenthread.casework.papers.models import Paper
from goldenthread.casework.papers.rules import HeldState, PaperSource


def known_versions(head):
    """The versions of a case that we hold, newest first. For the importer's role alone. One query."""
    held = Payload.objects.filter(jurisdiction=head.jurisdiction, court_case_id=head.court_case_id)
    return list(held.exclude(fate=Fate.SET_ASIDE).select_related("case").order_by("-last_modified"))


def known_set_aside(fingerprint) -> bool:
    """Whether the very same words have been set aside before. For the importer's role alone. One query."""
    return Payload.objects.filter(fate=Fate.SET_ASIDE, fingerprint=fingerprint).exists()


def known_case(told):
    """The case with this number of the court, from the feed or registered by hand; or None."""
    return Case.objects.filter(law=told.law, court_case_id=told.court_case_id).first()


def restricted(case_ids) -> set:
    """Which of these cases are restricted."""
    return set(
        Restriction.objects.filter(case_id__in=case_ids, lifted_at__isnull=True).values_list("case_id", flat=True)
    )


# A name such as "test test" is borne by many; more than this helps nobody.
MOST_ALIKE = 500


def alike(members):
    """Family members of other cases with the same birth date or last name as one of these. One query."""
    births = {member.born_on for member in members if member.born_on}
    spelt = {
        spelling
        for member in members
        if member.last_name and member.first_names
        for spelling in (member.last_name, member.last_name.title(), member.last_name.upper())
    }
    same = Q(born_on__in=births) | Q(last_name__in=spelt)
    own = {member.case_id for member in members}
    return list(FamilyMember.objects.filter(same).exclude(case_id__in=own).order_by("recorded_at")[:MOST_ALIKE])


def runs():
    """Imports, newest first."""
    return Run.objects.select_related("run_by").order_by("-started_at", "-pk")


def differences(case):
    """Where the court's later versions differ from our record: to settle first, then newest first. One query."""
    return (
        Difference.objects.filter(case=case)
        .select_related("member", "hearing", "settled_by", "superseded_by")
        .order_by("-recorded_at", "field", "pk")
    )


def signs(case):
    """What the application says that a person must see. One query."""
    return Sign.objects.filter(case=case, superseded_at__isnull=True).order_by("recorded_at", "code")


def parts_set_aside(run):
    """What could not go in, in the order of the answer."""
    return run.parts_set_aside.order_by("position", "set_aside_at", "pk")


def open_details(case) -> dict:
    """(person, kind) to their open contact details, oldest first. Nothing that is protected. One query."""
    found: dict = {}
    for row in ContactDetail.objects.filter(case_id=case.pk, ended_at__isnull=True).order_by("recorded_at"):
        found.setdefault((row.member_id, row.kind), []).append(row)
    return found


def untold(case_id, papers) -> tuple[list, list]:
    """(documents of which no paper is known yet, papers that the court restricts now and we do not). One query."""
    if not papers:
        return [], []
    known = {row.court_document_id: row for row in Paper.objects.filter(case_id=case_id).exclude(court_document_id="")}
    new = [told for told in papers if told.document_id not in known]
    to_protect = [
        known[told.document_id]
        for told in papers
        if told.protected and told.document_id in known and not known[told.document_id].protected
    ]
    return new, to_protect


def papers_to_fetch():
    """The court's papers that are known of and not here yet, those tried least first. One query."""
    waiting = Paper.objects.filter(source=PaperSource.COURT, held=HeldState.TO_FETCH, superseded_at__isnull=True)
    return waiting.exclude(court_document_id="").select_related("case").order_by("tries", "recorded_at", "pk")


def papers_by_state() -> dict:
    """(law, state) to how many of the court's papers are in it, for those that are not held. As the importer."""
    waiting = Paper.objects.filter(source=PaperSource.COURT, superseded_at__isnull=True).exclude(held=HeldState.HELD)
    rows = waiting.order_by().values_list("case__law", "held").annotate(n=Count("pk"))
    return {(law, held): n for law, held, n in rows}


def set_aside_lately(since, most):
    """What was set aside since a moment, newest first, at most so much. One query."""
    rows = SetAside.objects.filter(set_aside_at__gte=since).select_related("run")
    return list(rows.order_by("-set_aside_at", "position", "pk")[:most])


def feeds():
    """Each feed that has been walked, by its jurisdiction. One query."""
    return {feed.jurisdiction: feed for feed in Feed.objects.all()}
