"""What fills the templates of each use. The area that makes a kind of document says so once, when it starts.

register_use(
    TemplateUse.REPORT,
    fields=[Field("reference", N_("The reference of the case")), Field("children", N_("The children"), each="child"),
            Field("children[].name", N_("The child's name"))],
    sample=lambda language: {...},      # a fixed fictional family
    default=lambda nation, language: b"...",  # the template that ships with the product
)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from goldenthread.documents.rules import TemplateUse


@dataclass(frozen=True)
class Field:
    """One field that a template may hold.

    `name`: dotted, with `[]` after a list: `children[].wishes[].words`. `says`: what it holds, marked with `N_`.
    `each`: for a list, the word for one of it, as the shipped template uses it.
    """

    name: str
    says: str
    each: str = ""


@dataclass(frozen=True)
class Use:
    """What is known of a kind of document: its fields, a fictional example of its values, the shipped template."""

    fields: tuple[Field, ...]
    sample: Callable[[str], dict]
    default: Callable[[str, str], bytes]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


_uses: dict[TemplateUse, Use] = {}


def register_use(
    use: TemplateUse,
    *,
    fields: Iterable[Field],
    sample: Callable[[str], dict],
    default: Callable[[str, str], bytes],
) -> None:
    """Says what fills the templates of a use. `sample(language)` gives values; `default(nation, language)` a file."""
    _uses[TemplateUse(use)] = Use(tuple(fields), sample, default)


def use_of(use: str) -> Use | None:
    """What is known of a use, or None where nothing makes such documents."""
    return _uses.get(TemplateUse(use))
