"""What the advice of a case is judged by, in seven queries whatever there is; its canonical content.

Everything is read once for the whole case (`papers`), and what concerns one child is picked out of it. So the page
on which the children stand side by side costs no more than the page of one.
"""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.text import Truncator

from goldenthread.casework.assessment.models import VictimStatus
from goldenthread.casework.assessment.queries import is_parent, sources, statements
from goldenthread.casework.assessment.rules import StatementKind
from goldenthread.casework.cases.queries import participations
from goldenthread.casework.cases.rules import PartyRole
from goldenthread.casework.directwork.models import Session
from goldenthread.casework.directwork.queries import wishes
from goldenthread.casework.enquiry.queries import open_lines
from goldenthread.casework.harm.models import Pattern, PatternTowards
from goldenthread.casework.harm.rules import calls_for_rationale
from goldenthread.casework.recommendations.models import Option, PatternTreatment, Recommendation, Weighing
from goldenthread.casework.recommendations.rules import Named, Readiness, State, triggers
from goldenthread.kernel.text import fingerprint

NAMED_LENGTH = 90


def _hanging(model, **columns):
    """What hangs on a recommendation and stands, as a list of plain values, in the order of recording."""
    rows = model.objects.filter(recommendation=OuterRef("pk"), superseded_at__isnull=True)
    return ArraySubquery(rows.order_by("recorded_at", "pk").values(json=JSONObject(id="pk", **columns)))


def recommendations(case):
    """The advice that stands for each child of a case, with all that hangs on it as plain values. One query.

    `heard`: a session is recorded, seen or not seen with the reason. `victim`: {id, answer, basis} or None.
    `option_rows`, `weighing_rows`, `treatment_rows`: lists of dicts.
    """
    of_child = {"case": OuterRef("case"), "child": OuterRef("child"), "superseded_at__isnull": True}
    said = VictimStatus.objects.filter(**of_child).values(json=JSONObject(id="pk", answer="answer", basis="basis"))
    return (
        Recommendation.objects.filter(case=case, superseded_at__isnull=True)
        .select_related("case", "child", "parent", "recorded_by", "submitted_by", "agreed_by")
        .annotate(
            heard=Exists(Session.objects.filter(**of_child)),
            victim=Subquery(said[:1]),
            option_rows=_hanging(Option, words="words", why_rejected="why_rejected"),
            weighing_rows=_hanging(Weighing, wish="wish_id", how="how", why="why", explain="explain"),
            treatment_rows=_hanging(PatternTreatment, pattern="pattern_id", treatment="treatment", words="words"),
        )
        .order_by("recorded_at")
    )


def _patterns(case):
    towards = PatternTowards.objects.filter(pattern=OuterRef("pk"), superseded_at__isnull=True)
    return (
        Pattern.objects.filter(case=case, superseded_at__isnull=True)
        .select_related("by_member")
        .annotate(towards_ids=ArraySubquery(towards.order_by("member_id").values("member_id")))
        .order_by("-live", "recorded_at")
    )


@dataclass(frozen=True)
class Papers:
    """All that the advice of one case is judged by. What is superseded is not among it."""

    case: object
    people: list
    recommendations: dict
    wishes: list
    patterns: list
    lines: list
    statements: list
    drawn: dict = field(default_factory=dict)

    @property
    def children(self):
        """The children of the case as family members."""
        return [row.member for row in self.people if row.role == PartyRole.CHILD]

    def wishes_of(self, child_id):
        return [wish for wish in self.wishes if wish.child_id == child_id]

    def statements_of(self, child_id):
        return [row for row in self.statements if row.child_id == child_id]

    def lines_for(self, child_id):
        """The open lines that bear on a child: not those about a brother or sister."""
        others = {child.pk for child in self.children} - {child_id}
        return [line for line in self.lines if line.about_id not in others]

    @property
    def live(self):
        return [pattern for pattern in self.patterns if pattern.live]

    @property
    def victim_parents(self):
        """The parents towards whom a live pattern is directed."""
        harmed = {member for pattern in self.live for member in pattern.towards_ids}
        return [row.member for row in self.people if row.member_id in harmed and is_parent(row)]


def papers(case, people=None) -> Papers:
    """Reads all that the advice of a case is judged by. Six queries, and one more where `people` (the
    participations, as `cases.queries.participations` gives them) is not at hand."""
    drawn: dict = {}
    for source in sources(case):
        for later in source.drawn_by:
            drawn.setdefault(later, []).append(source.id)
    return Papers(
        case=case,
        people=participations(case) if people is None else people,
        recommendations={row.child_id: row for row in recommendations(case)},
        wishes=list(wishes(case)),
        patterns=list(_patterns(case)),
        lines=list(open_lines(case)),
        statements=list(statements(case)),
        drawn=drawn,
    )


def named(thing, words) -> Named:
    """A thing as a problem names it."""
    return Named(str(thing.pk), Truncator(words).chars(NAMED_LENGTH))


def triggers_of(recommendation, found: Papers) -> tuple:
    """Why this advice requires a rationale, and a manager's decision on it."""
    by = {pattern.by_member_id for pattern in found.patterns if calls_for_rationale(pattern.status)}
    # Where nobody has said which parent, abuse by anyone counts: the safer reading.
    abuse = recommendation.parent_id in by if recommendation.parent_id else bool(by)
    return triggers(
        advice=recommendation.advice,
        follows_no_contact=recommendation.follows_no_contact,
        abuse_by_that_parent=abuse,
    )


def readiness(recommendation, found: Papers | None = None) -> Readiness:
    """What the gate looks at, for one child's advice. Seven queries where `found` is not at hand."""
    found = found or papers(recommendation.case)
    row = found.recommendations[recommendation.child_id]
    own = found.statements_of(row.child_id)
    weighed = {weighing["wish"] for weighing in row.weighing_rows}
    treated = {treatment["pattern"] for treatment in row.treatment_rows}
    parents_said = {s.parent_id for s in own if s.kind == StatementKind.IMPACT_ON_PARENT}
    return Readiness(
        recommendation_id=str(row.pk),
        case_id=str(row.case_id),
        child=named(row.child, row.child.first_name or row.child.name or "–"),
        advice=row.advice,
        advice_words=row.words,
        rationale=row.rationale,
        explanation=row.explanation,
        options=len(row.option_rows),
        unweighed=tuple(named(w, w.words) for w in found.wishes_of(row.child_id) if str(w.pk) not in weighed),
        untreated=tuple(named(p, p.words) for p in found.live if str(p.pk) not in treated),
        open_lines=tuple(named(line, line.question) for line in found.lines_for(row.child_id)),
        voice=row.heard,
        victim=row.victim is not None,
        impact_on_child=any(s.kind == StatementKind.IMPACT_ON_CHILD for s in own),
        impact_on_parent_missing=tuple(
            named(parent, parent.first_name or parent.name or "–")
            for parent in found.victim_parents
            if parent.pk not in parents_said
        ),
        undrawn=tuple(named(s, s.words) for s in own if not found.drawn.get(s.pk)),
        triggers=triggers_of(row, found),
        trigger_rationale=row.trigger_rationale,
    )


def content(recommendation, found: Papers | None = None) -> dict:
    """The canonical content of one child's advice as plain values: what an agreement is bound to.

    It holds what the advice says and weighs, and what it rests on as it stands now: a statement revised, a wish
    recorded or a status of proof changed after the agreement makes another content.
    """
    found = found or papers(recommendation.case)
    row = found.recommendations[recommendation.child_id]
    standing = {str(wish.pk) for wish in found.wishes_of(row.child_id)}
    patterns = {str(pattern.pk): pattern.status for pattern in found.patterns}
    return {
        "child": str(row.child_id),
        "advice": row.advice,
        "parent": str(row.parent_id) if row.parent_id else None,
        "follows_no_contact": row.follows_no_contact,
        "words": row.words,
        "rationale": row.rationale,
        "triggers": [str(trigger) for trigger in triggers_of(row, found)],
        "trigger_rationale": row.trigger_rationale,
        "explanation": row.explanation,
        "victim": row.victim,
        "options": [{"words": o["words"], "why_rejected": o["why_rejected"]} for o in row.option_rows],
        "wishes": sorted(standing),
        "weighings": _by("wish", (_without_id(w) for w in row.weighing_rows if w["wish"] in standing)),
        "patterns": [{"id": key, "status": patterns[key]} for key in sorted(patterns)],
        "treatments": _by("pattern", (_without_id(t) for t in row.treatment_rows if t["pattern"] in patterns)),
        "statements": _by("id", (_statement(s, found.drawn) for s in found.statements_of(row.child_id))),
    }


def _by(key, rows):
    return sorted(rows, key=lambda row: row[key])


def _without_id(row):
    return {key: value for key, value in row.items() if key != "id"}


def _statement(statement, drawn):
    said = {
        "kind": statement.kind,
        "point": statement.point,
        "parent": str(statement.parent_id) if statement.parent_id else None,
        "words": statement.words,
        "draws_on": sorted(str(identifier) for identifier in drawn.get(statement.pk, ())),
    }
    return {"id": str(statement.pk), "fingerprint": fingerprint(said)}


def fingerprint_now(recommendation, found: Papers | None = None) -> str:
    """The fingerprint of the content as it stands now."""
    return fingerprint(content(recommendation, found))


def changed(recommendation, found: Papers | None = None) -> bool:
    """Whether what was submitted or agreed is no longer what stands in the record."""
    bound = recommendation.state in {State.SUBMITTED, State.AGREED}
    return bound and recommendation.fingerprint != fingerprint_now(recommendation, found)
