"""Reads of templates. The file itself is read only where it is wanted."""

from dataclasses import dataclass

from goldenthread.access.grants import GRANTS
from goldenthread.access.permissions import Permission
from goldenthread.access.standing import visible
from goldenthread.documents.models import Template
from goldenthread.documents.registry import use_of
from goldenthread.documents.rules import SLOTS, TemplateState
from goldenthread.people.rules import Nation


@dataclass(frozen=True)
class Slot:
    """What is there for one use, nation and language: its versions, newest first, and the one in force, if any."""

    use: str
    nation: str
    language: str
    versions: tuple[Template, ...]

    @property
    def in_force(self):
        return next((one for one in self.versions if one.state == TemplateState.IN_FORCE), None)


def nations_of(who, permission: Permission) -> list[str]:
    """The nations for which this person's posts give them a permission over templates."""
    return sorted({held.nation for held in who.posts if held.role in GRANTS[permission][1]})


def slots(who) -> list[Slot]:
    """The templates that this person may read, by use, nation and language, empty places among them. One query."""
    rows = list(
        visible(who, Template, Permission.TEMPLATE_READ).defer("body").select_related("added_by").order_by("-number")
    )
    nations = nations_of(who, Permission.TEMPLATE_READ)
    keys = [key for key in SLOTS if key[1] in nations]
    keys += sorted({(row.use, row.nation, row.language) for row in rows} - set(keys))
    return [Slot(*key, tuple(row for row in rows if (row.use, row.nation, row.language) == key)) for key in keys]


def in_force(use, nation, language):
    """The version in force, or None: then the template that ships with the product is used. One query."""
    return Template.objects.filter(use=use, nation=nation, language=language, state=TemplateState.IN_FORCE).first()


def next_number(use, nation, language) -> int:
    """The number of the next version."""
    rows = Template.objects.filter(use=use, nation=nation, language=language)
    return (rows.order_by("-number").values_list("number", flat=True).first() or 0) + 1


def shipped(use, nation, language) -> bytes:
    """The template that ships with the product; nothing where there is none."""
    known = use_of(use)
    return known.default(Nation(nation), language) if known else b""
