"""What a Word copy that was brought back says, held against the advice as it stands now."""

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.casework.papers.compare import Kind, same
from goldenthread.casework.papers.models import BroughtBack
from goldenthread.casework.papers.passages import Place, Taking, places
from goldenthread.casework.recommendations.models import PatternTreatment, Recommendation, Weighing


class Fate(StrEnum):
    """What can be done with a difference now."""

    TAKE = "TAKE"
    TAKEN = "TAKEN"
    CONFLICT = "CONFLICT"
    RECORD = "RECORD"


@dataclass(frozen=True)
class Change:
    """One difference as it stands now. `place` is None outside any passage; `now` what the advice says today."""

    kind: Kind
    fate: Fate
    ours: str
    theirs: str
    place: Place | None = None
    now: str = ""
    after: str = ""


def brought_back(copy):
    """What was brought back of a copy, newest first. One query."""
    return BroughtBack.objects.filter(copy=copy).select_related("recorded_by").order_by("-recorded_at", "-pk")


def changes(back) -> list[Change]:
    """Every difference, with what the advice says now of each that may be taken. Three queries."""
    content = back.copy.report.content
    known = {place.key: place for place in places(content)}
    said = _said_now(back.case_id)
    return [_change(row, known.get(row["passage"]), said) for row in back.differences]


def _change(row, place, said):
    kind = Kind(row["kind"])
    if kind in {Kind.NEW, Kind.GONE} or place is None:
        return Change(kind, Fate.RECORD, row["ours"], row["theirs"], after=row["passage"])
    if not row["can_take"]:
        return Change(kind, Fate.RECORD, row["ours"], row["theirs"], place)
    now = said.get(place.key, "")
    if same(now, row["theirs"]):
        fate = Fate.TAKEN
    else:
        fate = Fate.TAKE if same(now, place.text) else Fate.CONFLICT
    return Change(kind, fate, row["ours"], row["theirs"], place, now)


def _said_now(case_id) -> dict[str, str]:
    """What the advice of a case says now, by the keys of its passages."""
    standing = {"case_id": case_id, "superseded_at__isnull": True}
    rows = {row.pk: row for row in Recommendation.objects.filter(**standing)}
    said = {
        f"child.{row.child_id}.advice.{part}": getattr(row, part)
        for row in rows.values()
        for part in ("words", "rationale", "trigger_rationale", "explanation")
    }
    for row in Weighing.objects.filter(**standing, recommendation__in=rows):
        said[f"child.{rows[row.recommendation_id].child_id}.weighing.{row.wish_id}.why"] = row.why
    for row in PatternTreatment.objects.filter(**standing, recommendation__in=rows):
        said[f"child.{rows[row.recommendation_id].child_id}.treatment.{row.pattern_id}.words"] = row.words
    return said


def advice_of(back, child_ids=None) -> dict[str, Recommendation]:
    """The advice that stands for the children of a case, by child. One query."""
    rows = Recommendation.objects.filter(case_id=back.case_id, superseded_at__isnull=True)
    rows = rows.select_related("child", "parent")
    return {str(row.child_id): row for row in rows if child_ids is None or str(row.child_id) in child_ids}


LONGEST = {
    Taking.WEIGHING: lambda _part: Weighing._meta.get_field("why").max_length,
    Taking.TREATMENT: lambda _part: PatternTreatment._meta.get_field("words").max_length,
    Taking.ADVICE: lambda part: Recommendation._meta.get_field(part).max_length,
}


def longest(place) -> int:
    """How many characters the record takes for a passage."""
    return LONGEST[place.taking](place.key.rpartition(".")[2])
