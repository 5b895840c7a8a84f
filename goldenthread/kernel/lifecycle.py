"""A process as one table: from which state to which, who may, on what condition, and what is said.

From the table come the check in the operation, the button and the reason why it is greyed out, the event,
the diagram in the documentation and the tests. There is no other place where a state may change.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from goldenthread.kernel.refusal import N_, Refused


class Comment(StrEnum):
    """Whether a step asks the person for words."""

    NONE = "NONE"
    OPTIONAL = "OPTIONAL"
    REQUIRED = "REQUIRED"


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way, in words fit to show, and where it can be mended.

    `code` is stable. `message` may hold `%(name)s` places for `values`. `place` names a route and `args`
    its arguments; both are optional.
    """

    code: str
    message: str
    place: str = ""
    args: tuple = ()
    values: tuple[tuple[str, str], ...] = ()

    def said(self, translate=str) -> str:
        """The message in the reader's language; `translate` is gettext."""
        return translate(self.message) % dict(self.values) if self.values else translate(self.message)


# A guard takes a plain value (a `rules` object, never a row) and returns what stands in the way.
Guard = Callable[..., Iterable[Problem]]


@dataclass(frozen=True)
class Transition:
    """One row: a step from `source` to `target` by someone with the permission `needs`."""

    source: str
    target: str
    needs: str
    verb: str
    says: str
    comment: Comment = Comment.NONE
    guard: Guard | None = None


@dataclass(frozen=True)
class Lifecycle:
    """All the steps of one kind of thing. `first` is the state in which it begins."""

    name: str
    first: str
    states: tuple[str, ...]
    transitions: tuple[Transition, ...] = field(default_factory=tuple)

    def step(self, source: str, target: str) -> Transition:
        """The row for a step; refuses with `NOT_FROM_HERE` when the table has none."""
        for transition in self.transitions:
            if (transition.source, transition.target) == (source, target):
                return transition
        raise Refused("NOT_FROM_HERE", N_("This step cannot be taken now (%(state)s)."), state=label(source))

    def check(self, source: str, target: str, *, comment: str = "", facts=None) -> Transition:
        """The row for a step whose conditions hold.

        Refuses with `NOT_FROM_HERE`, `COMMENT_REQUIRED`, or `NOT_YET` with every problem that the guard
        names. `facts` is the plain value handed to the guard.
        """
        transition = self.step(source, target)
        if transition.comment is Comment.REQUIRED and not comment.strip():
            raise Refused("COMMENT_REQUIRED", N_("Say why, in your own words."), field="reason")
        problems = tuple(transition.guard(facts)) if transition.guard else ()
        if problems:
            raise Refused("NOT_YET", N_("There is more to do before this step."), problems=problems)
        return transition

    def onward(self, source: str) -> tuple[Transition, ...]:
        """The steps that the table knows from a state."""
        return tuple(step for step in self.transitions if step.source == source)

    def unreachable(self) -> set[str]:
        """States that no path from `first` leads to. Should be empty; a contract test says so."""
        seen, edge = {self.first}, {self.first}
        while edge:
            edge = {t.target for t in self.transitions if t.source in edge} - seen
            seen |= edge
        return set(self.states) - seen


def label(state: str) -> str:
    """A state code as plain words: SENT_BACK becomes "sent back"."""
    return state.replace("_", " ").lower()
