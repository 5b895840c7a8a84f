"""What happens when a template asks for something that is not there.

The GOV.UK macros lean on missing things: they ask for `params.hint.text` where no hint was given. So an
absent value has to be quiet for them, and Jinja's `ChainableUndefined` is. But the same quietness hides
our own slips of the pen: `{{ recomendation.advice }}` would print nothing where a child's advice should
stand. Therefore an absent value remembers which template asked for it. If it was one of ours, using it
raises while `settings.STRICT_TEMPLATES` is true (where it is not set: under test and in DEBUG), and is
logged otherwise, so that a live page still opens.

What remains allowed in our own templates: `x is defined`, `x | default(...)`, an inline `a if b` without
`else`, and asking whether an optional key of a dictionary is there (`{% if row.hint %}`).
"""

import logging
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

from django.conf import settings
from jinja2 import ChainableUndefined, UndefinedError
from jinja2.utils import missing

logger = logging.getLogger(__name__)

QUIET = "govuk_frontend_jinja"
DEPTH = 8


def _template_in_charge() -> str:
    """The file of the template nearest on the stack, or nothing."""
    frame: FrameType | None = sys._getframe(2)
    for _step in range(DEPTH):
        if frame is None:
            return ""
        name = frame.f_code.co_filename
        if name.endswith((".html", ".txt", ".xml")) or name == "<template>":
            return name
        frame = frame.f_back
    return ""


class ThreadUndefined(ChainableUndefined):
    """An absent value that is quiet for the GOV.UK macros and loud for our own templates."""

    __slots__ = ("_asked_by",)

    def __init__(
        self, hint: Any = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError
    ) -> None:
        super().__init__(hint=hint, obj=obj, name=name, exc=exc)
        # An inline `a if b` with no `else` has no name, and a macro may be called without a body: both are
        # meant to be nothing.
        asked_by = _template_in_charge() if name not in (None, "caller") else ""
        self._asked_by = "" if QUIET in asked_by else asked_by

    def _used(self, *, as_question: bool = False) -> None:
        if not self._asked_by:
            return
        optional_key = isinstance(self._undefined_obj, Mapping)
        if optional_key and (as_question or QUIET in _template_in_charge()):
            return
        message = f"{self._asked_by}: {self._undefined_message}"
        strict = settings.DEBUG or getattr(settings, "TESTING", False)
        if getattr(settings, "STRICT_TEMPLATES", strict):
            raise self._undefined_exception(message)
        logger.error("A template used a value that is not there. %s", message)

    def __str__(self) -> Any:
        self._used()
        return ""

    def __iter__(self) -> Any:
        self._used()
        return iter(())

    def __len__(self) -> Any:
        self._used(as_question=True)
        return 0

    def __bool__(self) -> Any:
        self._used(as_question=True)
        return False

    def __eq__(self, other: Any) -> Any:
        self._used(as_question=True)
        return isinstance(other, ThreadUndefined)

    def __ne__(self, other: Any) -> Any:
        return not self == other

    def __hash__(self) -> Any:
        return id(type(self))

    def __html__(self) -> Any:
        return str(self)

    def __getattr__(self, name: str) -> Any:
        if name[:2] == "__":
            raise AttributeError(name)
        self._used()
        return self

    def __getitem__(self, _name: Any) -> Any:
        self._used()
        return self
