"""Writing down where the court's later version differs from ours: each difference once, and only while it differs."""

import datetime as dt

from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.cases.rules import SupersededWhy
from goldenthread.casework.courtfeed.models import Difference
from goldenthread.casework.courtfeed.rules import DifferenceState

SAID_LIMIT = 1000
# In the record and not the family's words, so not translated: whoever reads the record later must find the same.
NEWER = "The court has sent a newer version."
AGREES = "The court's newer version says what our record says."


def said(value) -> str:
    """A value as a difference keeps it: a date in ISO form, a list with commas, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, dt.date | dt.datetime):
        return (value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value).isoformat()
    if isinstance(value, list | tuple):
        return ",".join(sorted(str(item) for item in value))
    return str(value)[:SAID_LIMIT]


class Differing:
    """The differences of one case while one version of it comes in. `found` counts the new ones."""

    def __init__(self, case, jurisdiction, by, now):
        self.case, self.jurisdiction, self.by, self.now = case, jurisdiction, by, now
        self.found = 0
        self.standing = list(Difference.objects.filter(case=case, superseded_at__isnull=True))

    def _about(self, field, member, hearing):
        member_id, hearing_id = member and member.pk, hearing and hearing.pk
        return [
            row for row in self.standing if (row.field, row.member_id, row.hearing_id) == (field, member_id, hearing_id)
        ]

    def say(self, field, court, ours, *, member=None, hearing=None):
        """Compares one fact. A difference that stands with the same words is not said again, settled or not."""
        court, ours = said(court), said(ours)
        about = self._about(field, member, hearing)
        waiting = [row for row in about if row.state == DifferenceState.OPEN and not row.protected]
        if court == ours:
            self._end(waiting, None, AGREES)
        elif not any(row.court_says == court for row in about if not row.protected):
            new = self._new(field, member, hearing, court_says=court, we_have=ours)
            self._end(waiting, new, NEWER)

    def say_detail(self, field, member, *, protected):
        """That a contact detail differs, and nothing of what it says: both details stand with the person."""
        about = self._about(field, member, None)
        if not any(row.state == DifferenceState.OPEN and row.protected >= protected for row in about):
            self._new(field, member, None, protected=protected)

    def _new(self, field, member, hearing, **says):
        row = Difference.objects.create(
            case=self.case, member=member, hearing=hearing, field=field, jurisdiction=self.jurisdiction,
            recorded_at=self.now, recorded_by=self.by, **says,
        )  # fmt: skip
        self.standing.append(row)
        self.found += 1
        return row

    def _end(self, rows, new, why):
        for row in rows:
            supersede(
                record_of=row, why=SupersededWhy.NEW_INFORMATION, words=why, replaced_by=new,
                by=self.by, now=self.now,
            )  # fmt: skip
            self.standing.remove(row)
