"""Things that wait, made as the work leaves them; and what of them a person is shown."""

from goldenthread.access.models import LocalUse
from goldenthread.casework.cases.operations.allocation import allocate_case
from goldenthread.casework.cases.operations.intake import decide_urgency
from goldenthread.casework.filing.models import Filing
from goldenthread.casework.papers.models import Copy, Paper
from goldenthread.casework.recommendations.models import Report
from goldenthread.notices.queries import waiting
from goldenthread.oversight.operations import decide_on_advice


def waits(cast, person, now=None):
    """{kind: how many things} as this person sees it."""
    cast.as_(person)
    return {kind.value: len(things) for kind, things in waiting(cast.who(person), now or cast.now).items()}


def urgent_application(cast, **over):
    case = cast.application(**over)
    decide_urgency(case=case, urgent=True, why="A child is in danger.", without_notice=None, by=cast.duty, now=cast.now)
    return case


def allocated(cast, adviser):
    case = cast.application()
    allocate_case(case=case, adviser=adviser, by=cast.duty, now=cast.now)
    case.refresh_from_db()
    return case


def returned(cast, way, row):
    cast.as_(cast.manager)
    decide_on_advice(recommendation=row, kind="RETURNED", reason="Say why.", by=cast.manager, now=cast.now)
    row.refresh_from_db()
    return row


def used_locally(cast, person, nation="ENGLAND"):
    """A use of an emergency account. Nobody need be named to leave one: cast.as_ is asked for by the table's wall."""
    cast.as_(person)
    return LocalUse.objects.create(at=cast.now, person=person, nation=nation, result="WRONG")


def _row(cast, case, by):
    cast.as_(by)
    return {"case": case, "recorded_at": cast.now, "recorded_by": by}


def paper(cast, case, by):
    return Paper.objects.create(**_row(cast, case, by), kind="LETTER", source="BROUGHT", name="letter.pdf")


def stopped_copy(cast, case, by):
    """A copy of a version of the report that the gate has stopped."""
    row = _row(cast, case, by)
    report = Report.objects.create(**row, number=1, content={}, fingerprint="0" * 64)
    return Copy.objects.create(
        **row, report=report, paper=paper(cast, case, by), recipient="COURT", purpose="TO_FILE", file_kind="PDF"
    )


def filing(cast, case, by, state="REFUSED"):
    return Filing.objects.create(
        **_row(cast, case, by), paper=paper(cast, case, by), jurisdiction="PRIVATELAW", document_type="X", state=state
    )
