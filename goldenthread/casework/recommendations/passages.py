"""The places of a report's text, so that a refusal can name where something stands without saying what. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.kernel.lifecycle import Problem
from goldenthread.kernel.refusal import N_

# part of the content: (what it is called, the page where it can be mended)
PARTS = {
    "patterns": (N_("a behaviour pattern"), "harm:pattern"),
    "seen": (N_("a session"), "directwork:session"),
    "wishes": (N_("the child's words"), "directwork:wish"),
    "victim": (N_("the basis of the victim status"), "assessment:victim"),
    "impact": (N_("the impact on the child"), "assessment:statement"),
    "impact_on_parent": (N_("the impact on the victim parent"), "assessment:statement"),
    "checklist": (N_("the welfare checklist"), "assessment:statement"),
    "options": (N_("an option considered"), "recommendations:advice"),
    "treatments": (N_("how a pattern was treated"), "recommendations:advice"),
    "weighings": (N_("how a wish was weighed"), "recommendations:weighing"),
    "advice": (N_("the advice and its reasons"), "recommendations:write"),
}
ELSEWHERE = (N_("the head of the report"), "")
# What lies under the advice has no page of its own and is mended on the page of the advice.
ON_THE_ADVICE = frozenset({"options", "treatments"})
# Codes, identifiers and dates: nobody typed them.
NOT_TYPED = frozenset({
    "id", "recommendation", "agreed", "agreed_on", "wish", "pattern", "on", "status_on", "made_on", "issued_on",
    "received_on", "born_on", "law", "orders_sought", "role", "method", "kind", "sub_kinds", "status", "place",
    "reason", "answer", "point", "treatment", "how", "triggers", "format",
})  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """One run of text of a report: whose part it is in, what that part is called, where it can be mended."""

    child: str
    part: str
    text: str
    route: str = ""
    args: tuple = ()

    def problem(self, code: str, translate=str) -> Problem:
        """What a refusal says of this place. It never holds the text. `translate` is gettext."""
        if self.child:
            values = (("child", self.child), ("part", translate(self.part)))
            return Problem(code, N_("%(child)s: %(part)s"), self.route, self.args, values)
        return Problem(code, self.part, self.route, self.args)


def passages(content: dict) -> Iterator[Passage]:
    """Every run of text that somebody typed, in the order of the report."""
    for key, value in content.items():
        if key != "children":
            yield from _of(key, value, "", "")
    for child in content["children"]:
        name = child["first_name"] or child["name"] or "–"
        for key, value in child.items():
            yield from _of(key, value, name, child["recommendation"])


def _of(part, value, child, recommendation):
    if part in NOT_TYPED:
        return
    label, route = PARTS.get(part, ELSEWHERE)
    for identifier, text in _texts(value, ""):
        target = recommendation if part in ON_THE_ADVICE else identifier
        yield Passage(child, label, text, route if target else "", (target,) if route and target else ())


def _texts(value, identifier):
    """(the identifier of the nearest thing around it, the text) for each text within a value."""
    if isinstance(value, str):
        if value.strip():
            yield identifier, value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, identifier)
    elif isinstance(value, dict):
        inner = value.get("id", identifier)
        for key, item in value.items():
            if key not in NOT_TYPED:
                yield from _texts(item, inner)
