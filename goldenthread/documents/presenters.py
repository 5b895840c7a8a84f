"""Templates as rows, tags and sentences."""

import difflib
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from goldenthread.documents import word
from goldenthread.documents.registry import use_of
from goldenthread.documents.rules import LANGUAGES, NATIONS, TEMPLATE_STATES, TEMPLATE_USES, TemplateState, TemplateUse
from goldenthread.documents.showing import blocks
from goldenthread.kernel.refusal import Refused

TONE = {TemplateState.DRAFT: "info", TemplateState.IN_FORCE: "good", TemplateState.RETIRED: "neutral"}


def of_what(use, nation, language) -> str:
    """For what a template is: "Report to court, Wales, Welsh"."""
    return ", ".join([_(TEMPLATE_USES[TemplateUse(use)]), _(NATIONS[nation]), _(LANGUAGES[language])])


def state_tag(template) -> dict:
    """The state of a version as a tag."""
    state = TemplateState(template.state)
    return {"code": TONE[state], "text": _(TEMPLATE_STATES[state])}


def slot_card(slot) -> dict:
    """One use, nation and language for the list."""
    query = urlencode({"use": slot.use, "nation": slot.nation, "language": slot.language})
    return {
        "title": of_what(slot.use, slot.nation, slot.language),
        "in_force": slot.in_force,
        "shipped": f"{reverse('documents:shipped_file')}?{query}",
        "new": f"{reverse('documents:template_new')}?{query}",
        "versions": [version_row(one) for one in slot.versions],
    }


def version_row(template) -> dict:
    """One version for the list."""
    return {
        "title": _("Version %(number)s: %(name)s") % {"number": template.number, "name": template.name},
        "href": reverse("documents:template", args=[template.pk]),
        "at": template.added_at,
        "by": template.added_by.name,
        "state": state_tag(template),
        "unknown": len(template.unknown_fields),
    }


@dataclass
class Listed:
    """A field for the list of fields: how it is written, what it holds, and for a list its loop and fields."""

    written: str
    says: str
    each: str = ""
    loop: str = ""
    inner: list = field(default_factory=list)


def listed(use) -> list[Listed]:
    """The fields of a use as a person writes them in Word, those of a list under the list."""
    made, lists = [], {}
    for one in word.known_fields(use):
        above, _gap, name = one.name.rpartition("[]")
        name = name.lstrip(".")
        parent = lists.get(above)
        if above and parent is None:
            continue
        if above and not name:
            # A list of plain texts: the loop's own word is the field.
            parent.inner.append(Listed(f"{{{{ {parent.each} }}}}", _(one.says)))
            continue
        path = f"{parent.each}.{name}" if parent else name
        row = Listed(f"{{{{ {path} }}}}", _(one.says), one.each)
        if one.each:
            row.loop = f"{{%p for {one.each} in {path} %}} … {{%p endfor %}}"
            lists[one.name] = row
        (parent.inner if parent else made).append(row)
    return made


def tried(template) -> dict:
    """A version filled with the fictional example: its blocks, or why it cannot be filled."""
    try:
        return {"blocks": blocks(example(template.use, template.language, bytes(template.body))), "why": ""}
    except Refused as refusal:
        return {"blocks": [], "why": refusal.said(_)}


def example(use, language, body) -> bytes:
    """A template filled with the fictional example, as a clean Word file. Refuses as `word.fill` does."""
    known = use_of(use)
    values = known.sample(language) if known else {}
    return word.clean(word.fill(body, values), title=_("Example"), post=_("Made up"))


def unknown_rows(template) -> list[dict]:
    """Each field that nothing fills, with the known field that comes nearest to it."""
    return [
        {"written": f"{{{{ {name} }}}}", "near": f"{{{{ {near} }}}}" if near else ""}
        for name, near in ((name, _nearest(name, template.use)) for name in template.unknown_fields)
    ]


def _nearest(name, use):
    known = [row.written[3:-3] for row in _flat(listed(use))]
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.6)), "")


def _flat(rows):
    for row in rows:
        yield row
        yield from _flat(row.inner)
