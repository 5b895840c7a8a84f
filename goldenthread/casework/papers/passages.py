"""The passages of a report by stable keys: what each is called, what is withheld, what may be taken back. Pure.

A key is `pattern.<id>.<part>` or `child.<id>.<part>[.<id>][.<part>]`. It names the row that the words stand on, so it
is the same in every version and every copy; a direction of the court names a passage by it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.kernel.refusal import N_

ADVICE_PARTS = {
    "words": N_("the advice"),
    "rationale": N_("the reasons for the advice"),
    "trigger_rationale": N_("why the advice is right although it calls for particular care"),
    "explanation": N_("how the advice will be explained to the child"),
}


class Taking(StrEnum):
    """Which operation takes a changed passage into the advice; RECORD: none, it is changed where it is recorded.

    An option is not taken: a changed one is another row, and a direction that withholds it would no longer name it.
    """

    ADVICE = "ADVICE"
    WEIGHING = "WEIGHING"
    TREATMENT = "TREATMENT"
    RECORD = "RECORD"


@dataclass(frozen=True)
class Place:
    """One passage of a report: its key, its text, what it is called and what may be done with a change of it.

    `child` is the first name (or name) of the child whose part it is in, "" outside; `called` an untranslated name;
    `route` and `args` the page where it can be changed in the record.
    """

    key: str
    text: str
    called: str
    child: str = ""
    child_id: str = ""
    recommendation: str = ""
    number: int = 0
    taking: Taking = Taking.RECORD
    route: str = ""
    args: tuple = ()

    @property
    def can_take(self) -> bool:
        """Whether a change of this passage may be taken into the advice out of a Word copy."""
        return self.taking is not Taking.RECORD

    def said(self, translate=str) -> str:
        """What the passage is called, with the child's name: "Maya: the advice". `translate` is gettext."""
        called = translate(self.called)
        if self.number:
            called = translate(N_("%(part)s (%(number)s)")) % {"part": called, "number": self.number}
        return translate(N_("%(child)s: %(part)s")) % {"child": self.child, "part": called} if self.child else called


def places(content: dict) -> Iterator[Place]:
    """Every passage of a report's content that holds words, in the order of the document."""
    for number, pattern in enumerate(content["patterns"], 1):
        yield from _of_pattern(pattern, number)
    for child in content["children"]:
        yield from _of_child(child)


def _of_pattern(pattern, number):
    there = {"number": number, "route": "harm:pattern", "args": (pattern["id"],)}
    for part, called in (
        ("words", N_("pattern of behaviour")),
        ("period", N_("pattern of behaviour, when")),
        ("said_by", N_("pattern of behaviour, who says so")),
        ("source", N_("pattern of behaviour, what is known of proof")),
    ):
        if pattern[part].strip():
            yield Place(f"pattern.{pattern['id']}.{part}", pattern[part], called, **there)


def _of_child(child):
    of = {
        "child": child["first_name"] or child["name"] or "–",
        "child_id": child["id"],
        "recommendation": child["recommendation"],
    }
    for part, text, called, more in (
        *_heard(child),
        *_assessed(child),
        *_weighed(child),
        *_advised(child),
    ):
        if text and text.strip():
            yield Place(f"child.{child['id']}.{part}", text, called, **of, **more)


def _at(route, *args, taking=Taking.RECORD, number=0):
    return {"route": route, "args": args, "taking": taking, "number": number}


def _heard(child):
    for row in child["seen"]:
        yield f"seen.{row['id']}", row["reason_words"], N_("why not seen"), _at("directwork:session", row["id"])
    weighed = {row["wish"]: row for row in child["weighings"]}
    for number, wish in enumerate(child["wishes"], 1):
        said = N_("the child's words")
        yield f"wish.{wish['id']}", wish["words"], said, _at("directwork:wish", wish["id"], number=number)
        if row := weighed.get(wish["id"]):
            there = _at("recommendations:weigh", child["recommendation"], wish["id"],
                        taking=Taking.WEIGHING, number=number)  # fmt: skip
            yield f"weighing.{wish['id']}.why", row["why"], N_("how the child's words were weighed"), there


def _assessed(child):
    if child["victim"]:
        there = _at("assessment:victim", child["victim"]["id"])
        yield f"victim.{child['victim']['id']}", child["victim"]["basis"], N_("the basis of the victim status"), there
    for part, called in (
        ("impact", N_("the impact on the child")),
        ("impact_on_parent", N_("the impact on the victim parent")),
        ("checklist", N_("the welfare checklist")),
    ):
        for number, row in enumerate(child[part], 1):
            shown = number if len(child[part]) > 1 else 0
            there = _at("assessment:statement", row["id"], number=shown)
            yield f"{part}.{row['id']}", row["words"], called, there


def _weighed(child):
    for number, row in enumerate(child["treatments"], 1):
        there = _at("recommendations:treat", child["recommendation"], row["pattern"],
                    taking=Taking.TREATMENT, number=number)  # fmt: skip
        yield f"treatment.{row['pattern']}.words", row["words"], N_("how a pattern bears on the advice"), there
    for number, row in enumerate(child["options"], 1):
        there = _at("recommendations:advice", child["recommendation"], number=number)
        yield f"option.{row['id']}.words", row["words"], N_("an option considered"), there
        yield f"option.{row['id']}.why_rejected", row["why_rejected"], N_("why an option was rejected"), there


def _advised(child):
    there = _at("recommendations:write", child["recommendation"], taking=Taking.ADVICE)
    for part, called in ADVICE_PARTS.items():
        yield f"advice.{part}", child["advice"][part], called, there


def covers(passage: str, key: str) -> bool:
    """Whether a direction for `passage` covers the passage `key`: itself, or one that lies under it."""
    return key == passage or key.startswith(f"{passage}.")


def withheld(content: dict, passages: Iterable[str]) -> list[Place]:
    """The passages of a report that directions for `passages` cover."""
    named = list(passages)
    return [place for place in places(content) if any(covers(passage, place.key) for passage in named)]
