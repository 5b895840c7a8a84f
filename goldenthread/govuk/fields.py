"""Form fields for people who write about other people: dates in three boxes, periods known only roughly,
and a form that says plainly what is wrong and keeps what was typed.

Every message goes through our own catalogue, because Django's own Welsh lacks its validation messages.
"""

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goldenthread.kernel.text import clean

LINE, NARRATIVE = 200, 20_000
PARTS = ("day", "month", "year")
THE_DATE, THE_PERIOD = lazy("the date"), lazy("the period")

# ── The form ──────────────────────────────────────────────────────────────────────────────────────────


def _unstorable(text: str) -> bool:
    return any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\r\t\v\f" for c in text)


def _tidied(text: Any) -> Any:
    """Plain line ends and composed letters. What cannot be stored is left, for the field to refuse."""
    if not isinstance(text, str):
        return text
    text = text.replace("\v", "\n").replace("\f", "\n")
    if _unstorable(text):
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return clean(text)


class Storable:
    """Refuses zero bytes and other characters that no record, document or court can carry."""

    def __init__(self, label: str) -> None:
        self.label = label

    def __call__(self, value: Any) -> None:
        if _unstorable(value):
            raise ValidationError(
                _("“%(label)s” holds a hidden character that cannot be stored. Type it again") % {"label": self.label},
                code="unstorable",
            )


class NotTooLong:
    """Refuses more than `limit` characters, and says how many are too many."""

    def __init__(self, label: str, limit: int) -> None:
        self.label, self.limit = label, limit

    def __call__(self, value: Any) -> None:
        over = len(value) - self.limit
        if over > 0:
            raise ValidationError(
                ngettext(
                    "“%(label)s” must be %(limit)s characters or fewer: it is %(over)s character too long",
                    "“%(label)s” must be %(limit)s characters or fewer: it is %(over)s characters too long",
                    over,
                )
                % {"label": self.label, "limit": f"{self.limit:,}", "over": f"{over:,}"},
                code="max_length",
            )


CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.Select, forms.CheckboxInput)


def _messages(field: forms.Field, label: str) -> dict:
    """Our words for what Django would say, by code."""
    if isinstance(field.widget, forms.CheckboxInput):
        required = _("Tick “%(label)s” to go on")
    elif isinstance(field.widget, CHOICES):
        required = _("Select an answer to “%(label)s”")
    elif isinstance(field, forms.FileField):
        required = _("Select a file for “%(label)s”")
    else:
        required = _("Enter an answer to “%(label)s”")
    said = {
        "required": required,
        "invalid_choice": _("Select one of the answers listed for “%(label)s”"),
        "invalid_list": _("Select from the answers listed for “%(label)s”"),
        "invalid_pk_value": _("Select one of the answers listed for “%(label)s”"),
        "empty": _("The file you selected for “%(label)s” is empty"),
        "missing": _("Select a file for “%(label)s”"),
        "invalid": _("“%(label)s” is not in a form that can be used"),
    }
    if isinstance(field, forms.IntegerField):
        said["invalid"] = _("“%(label)s” must be a number")
    if isinstance(field, forms.EmailField):
        said["invalid"] = _("Enter an email address in the correct format, like name@example.com")
    return {code: text % {"label": label} for code, text in said.items()}


class Form(forms.Form):
    """The base of every form.

    - Text arrives with plain line ends; characters that cannot be stored are refused, with a message.
    - A one-line answer holds 200 characters and a long one 20,000, unless the field says otherwise; too long
      says by how much.
    - `theirs` holds, after a conflict, what someone else saved meanwhile: (label, mine, theirs) for each
      answer that differs; `theirs_by` is that person's name. The layout shows both and loses neither.
    - `refuse` turns an operation's `Refused` into an error on the form.
    """

    use_required_attribute = False
    theirs: list = []
    theirs_by: str = ""
    problems: tuple = ()

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(self._arrived(data), *args, **kwargs)
        for name, field in self.fields.items():
            self._prepare(name, field)

    @staticmethod
    def _arrived(data: Any) -> Any:
        if data is None:
            return None
        data = data.copy()
        if hasattr(data, "setlist"):
            for key, values in list(data.lists()):
                data.setlist(key, [_tidied(value) for value in values])
            return data
        return {key: _tidied(value) for key, value in data.items()}

    def _prepare(self, name: str, field: forms.Field) -> None:
        label = str(field.label or capfirst(name.replace("_", " ")))
        defaults: dict[str, Any] = {}
        for kind in reversed(type(field).__mro__):
            defaults.update(getattr(kind, "default_error_messages", {}))
        for code, text in _messages(field, label).items():
            # Only where the author of the form has said nothing better.
            untouched = code in defaults and field.error_messages.get(code) is defaults[code]
            if untouched and not getattr(field, "speaks_for_itself", False):
                field.error_messages[code] = text
        if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
            if field.max_length is None:
                field.max_length = NARRATIVE if isinstance(field.widget, forms.Textarea) else LINE
            ours = (MaxLengthValidator, ProhibitNullCharactersValidator)
            field.validators = [v for v in field.validators if not isinstance(v, ours)]
            field.validators += [Storable(label), NotTooLong(label, field.max_length)]
            # The browser would cut off silently what we would rather refuse aloud.
            field.widget.attrs.pop("maxlength", None)

    def refuse(self, refused: Any) -> None:
        """Shows an operation's refusal: beside its field where it names one, at the top otherwise."""
        self.problems = tuple(refused.problems)
        # A test of membership first: a refusal may name a field that this page does not ask for.
        self.add_error(refused.field if refused.field in self.fields else None, refused.said(_))

    @property
    def general_errors(self) -> Any:
        return self.errors.get(NON_FIELD_ERRORS, [])


# ── A file ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: the name that the browser gave it, which is not to be trusted, and its bytes."""

    name: str
    data: bytes

    def __repr__(self) -> str:
        return f"Upload({len(self.data)} bytes)"


class FileField(forms.FileField):
    """One file. Gives an `Upload`, or None where none was selected and none is required.

    It says only whether there is a file and whether it is too large: what is in it is for `documents.safety.checked`
    to say, whose `Refused` the operation or the view passes on with `field=` this one. The form must be drawn by
    `form_page`, which sends it as multipart. A draft keeps no file.
    """

    def to_python(self, data: Any) -> Any:
        if data is None:
            return None
        label = capfirst(str(self.label or ""))
        if getattr(data, "too_large", False):
            raise ValidationError(
                _("The file you selected for “%(label)s” is larger than %(limit)s MB. Select a smaller one")
                % {"label": label, "limit": settings.UPLOAD_LIMIT_MB},
                code="too_large",
            )
        sent = data.read()
        if not sent:
            raise ValidationError(_("The file you selected for “%(label)s” is empty") % {"label": label}, code="empty")
        return Upload(str(data.name or ""), sent)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = self.to_python(data or None)
        if upload is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return upload


# ── Reading what people type for a day ────────────────────────────────────────────────────────────────

_MONTHS_EN = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS_CY = (
    "ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin",
    "gorffennaf", "awst", "medi", "hydref", "tachwedd", "rhagfyr",
)  # fmt: skip


def month_number(text: str) -> int | None:
    """The month that "6", "06", "June", "jun" or "Mehefin" means, or None."""
    text = text.strip().strip(".").casefold()
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return int(text) if 1 <= int(text) <= 12 else None
    if len(text) < 3:
        return None
    # The reader's own language first: "mai" is May in Welsh, and "mar" begins both.
    sets = (_MONTHS_CY, _MONTHS_EN) if get_language() == "cy" else (_MONTHS_EN, _MONTHS_CY)
    for names in sets:
        found = [n for n, name in enumerate(names, 1) if name.startswith(text)]
        if len(found) == 1:
            return found[0]
    return None


def whole_number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


class BoxesWidget(forms.Widget):
    """Several text boxes that make one answer. `parts` names them: `<name>-day`, `<name>-month`, …"""

    parts: tuple[str, ...] = PARTS

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return {part: (data.get(f"{name}-{part}") or "").strip() for part in self.parts}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> Any:
        return all(f"{name}-{part}" not in data for part in self.parts)

    def id_for_label(self, id_: Any, index: Any = None) -> Any:
        return f"{id_}-{self.parts[0]}"

    def boxes(self, value: Any) -> dict:
        """What stands in each box for `value`: what was typed, or what is stored."""
        if isinstance(value, dict):
            return {part: str(value.get(part, "") or "") for part in self.parts}
        empty = dict.fromkeys(self.parts, "")
        return {**empty, **self.spread(value)} if value else empty

    def spread(self, value: Any) -> dict:
        return {part: str(getattr(value, part)) for part in PARTS}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> NoReturn:
        raise NotImplementedError("Rendered by the field macro in forms.html, never by Django.")


class Boxed(forms.Field):
    """What fields of several boxes share. `noun` is what the messages call it: "the date of the session"."""

    speaks_for_itself = True
    widget: Any = BoxesWidget

    def __init__(self, *, noun: Any = THE_DATE, **kwargs: Any) -> None:
        self.noun = noun
        super().__init__(**kwargs)

    def fail(self, text: str, code: str, boxes: Sequence[str] = ()) -> NoReturn:
        """Raises `text` with the noun filled in. `boxes` are the parts to mark as wrong: none means all."""
        error = ValidationError(text % {"noun": self.noun, "Noun": capfirst(str(self.noun))}, code=code)
        error.boxes = tuple(boxes)  # type: ignore[attr-defined]
        raise error

    def has_changed(self, initial: Any, data: Any) -> Any:
        return self.widget.boxes(initial) != self.widget.boxes(data)

    def read_day(self, typed: dict[str, str], prefix: str = "") -> dt.date:
        """The day that three boxes hold; refuses with a message for each way it can be wrong."""
        got = {part: typed[f"{prefix}{part}"] for part in PARTS}
        absent = [part for part in PARTS if not got[part]]
        if absent:
            names = {"day": _("a day"), "month": _("a month"), "year": _("a year")}
            said = _(" and ").join(names[part] for part in absent)
            self.fail(
                _("%(Noun)s must include %(parts)s").replace("%(parts)s", said),
                f"missing_{'_'.join(absent)}",
                [f"{prefix}{part}" for part in absent],
            )
        day, month, year = whole_number(got["day"]), month_number(got["month"]), whole_number(got["year"])
        if year is not None and len(got["year"]) != 4:
            self.fail(_("The year of %(noun)s must have 4 numbers, like 2026"), "short_year", [f"{prefix}year"])
        if month is None and day is not None and year is not None:
            self.fail(_("%(Noun)s must be a real date: check the month"), "invalid", [f"{prefix}month"])
        try:
            return dt.date(year or 0, month or 0, day or 0)
        except ValueError:
            self.fail(_("%(Noun)s must be a real date"), "invalid", [f"{prefix}{part}" for part in PARTS])

    def within(self, day: dt.date, prefix: str = "") -> Any:
        """Holds a day against `earliest` and `latest`, which a form or a view may set: never a clock."""
        boxes = [f"{prefix}{part}" for part in PARTS]
        if self.latest and day > self.latest:
            self.fail(str(self.too_late), "too_late", boxes)
        if self.earliest and day < self.earliest:
            self.fail(str(self.too_early), "too_early", boxes)
        return day

    latest: dt.date | None = None
    earliest: dt.date | None = None
    too_late = lazy("%(Noun)s must be today or in the past")
    too_early = lazy("%(Noun)s is too long ago: check the year")


# ── A day ─────────────────────────────────────────────────────────────────────────────────────────────


class DateField(Boxed):
    """A day in three boxes. Gives a `datetime.date`.

    The month may be a number or a name in English or Welsh. `latest` and `earliest` (dates) bound it, with
    the messages `too_late` and `too_early`; a view sets `form.fields["held_on"].latest = request.now.date()`.
    """

    widget: Any = BoxesWidget

    def __init__(
        self,
        *,
        earliest: Any = None,
        latest: Any = None,
        too_late: Any = None,
        too_early: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest or dt.date(1900, 1, 1), latest
        self.too_late, self.too_early = too_late or Boxed.too_late, too_early or Boxed.too_early

    def clean(self, value: Any) -> Any:
        typed = self.widget.boxes(value)
        if not any(typed[part] for part in PARTS):
            if self.required:
                self.fail(_("Enter %(noun)s"), "required")
            return None
        day = self.within(self.read_day(typed))
        self.run_validators(day)
        return day


# ── A day and perhaps a time ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class When:
    """A day, and a time of day where one is known."""

    day: dt.date
    time: dt.time | None = None

    @property
    def moment(self) -> dt.datetime:
        """Aware, here; midday stands in for a time that is not known (so that the day is right anywhere)."""
        return dt.datetime.combine(self.day, self.time or dt.time(12), tzinfo=timezone.get_current_timezone())


_TIME = re.compile(r"^(\d{1,2})(?:[:.\s]?(\d{2}))?\s*(am|pm|yb|yh)?$")


def read_time(text: str) -> dt.time | None:
    """The time that "2:15pm", "14.15", "1415", "2 pm" or "midday" means; None when it means none."""
    text = text.strip().casefold().replace("a.m.", "am").replace("p.m.", "pm")
    named = {"midday": dt.time(12), "noon": dt.time(12), "midnight": dt.time(0)}
    named |= {"canol dydd": dt.time(12), "hanner dydd": dt.time(12), "hanner nos": dt.time(0)}
    if text in named:
        return named[text]
    match = _TIME.match(text)
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= 12:
        return None
    if not half and match[2] is None:
        return None  # "2" alone could be either
    if half in ("pm", "yh"):
        hour = hour % 12 + 12
    elif half:
        hour %= 12
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


class WhenWidget(BoxesWidget):
    parts = (*PARTS, "time")

    def spread(self, value: Any) -> Any:
        if isinstance(value, When):
            day, time = value.day, value.time
        elif isinstance(value, dt.datetime):
            here = timezone.localtime(value) if timezone.is_aware(value) else value
            day, time = here.date(), here.time()
        else:
            day, time = value, None
        boxes = {part: str(getattr(day, part)) for part in PARTS}
        boxes["time"] = f"{time.hour}:{time.minute:02d}" if time else ""
        return boxes


class WhenField(DateField):
    """A day and, where known, a time of day. Gives a `When`; `time_required=True` asks for the time too."""

    widget: Any = WhenWidget

    def __init__(self, *, time_required: Any = False, **kwargs: Any) -> None:
        self.time_required = time_required
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        typed = self.widget.boxes(value)
        day = super().clean(value)
        if day is None:
            if typed["time"]:
                self.fail(_("Enter %(noun)s as well as the time"), "required", PARTS)
            return None
        time = read_time(typed["time"]) if typed["time"] else None
        if typed["time"] and time is None:
            self.fail(_("Enter the time like 2:15pm or 14:15"), "invalid_time", ["time"])
        if self.time_required and time is None:
            self.fail(_("Enter the time, like 2:15pm or 14:15"), "missing_time", ["time"])
        return When(day, time)


# ── A period known only roughly ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class PartialDate:
    """A year, perhaps a month, perhaps a day: as much as is known, and no more."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> dt.date:
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        month = self.month or 12
        return dt.date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def precision(self) -> str:
        return "DAY" if self.day else "MONTH" if self.month else "YEAR"

    def __str__(self) -> Any:
        month = MONTHS[self.month] if self.month else ""
        return " ".join(str(part) for part in (self.day, month, self.year) if part)


@dataclass(frozen=True)
class Period:
    """When something went on: each end as well as it is known, and the person's own words for it."""

    start: PartialDate | None = None
    end: PartialDate | None = None
    ongoing: bool = False
    words: str = ""

    def __str__(self) -> Any:
        if self.start and self.ongoing:
            said = _("since %(start)s, still going on") % {"start": self.start}
        elif self.ongoing:
            said = _("still going on")
        elif self.start and self.end:
            said = (
                str(self.start)
                if self.start == self.end
                else _("%(start)s to %(end)s") % {"start": self.start, "end": self.end}
            )
        elif self.start:
            said = _("from %(start)s") % {"start": self.start}
        elif self.end:
            said = _("until %(end)s") % {"end": self.end}
        else:
            said = ""
        return ", ".join(part for part in (said, f"“{self.words}”" if self.words else "") if part)


class PeriodWidget(BoxesWidget):
    parts = (
        *(f"start-{part}" for part in PARTS),
        *(f"end-{part}" for part in PARTS),
        "ongoing",
        "words",
    )

    def spread(self, value: Any) -> Any:
        boxes = {"ongoing": "on" if value.ongoing else "", "words": value.words}
        for side in ("start", "end"):
            known = getattr(value, side)
            if known:
                boxes |= {f"{side}-{part}": str(getattr(known, part) or "") for part in PARTS}
        return boxes


class FuzzyPeriod(Boxed):
    """When something went on, as well as anyone knows: a year is enough at either end. Gives a `Period`.

    `required` asks for at least one of: a start, an end, still going on, or the person's own words.
    """

    widget: Any = PeriodWidget

    def __init__(self, *, noun: Any = THE_PERIOD, latest: Any = None, **kwargs: Any) -> None:
        super().__init__(noun=noun, **kwargs)
        self.latest = latest

    def clean(self, value: Any) -> Any:
        typed = self.widget.boxes(value)
        if not any(typed.values()):
            if self.required:
                self.fail(_("Enter %(noun)s, even if only a year is known"), "required")
            return None
        start, end = self._side(typed, "start"), self._side(typed, "end")
        ongoing = bool(typed["ongoing"])
        ends = [f"end-{part}" for part in PARTS]
        if ongoing and end:
            self.fail(_("Give an end, or say that it is still going on, not both"), "both", ends)
        if start and end and end.latest < start.earliest:
            self.fail(_("The end of %(noun)s must not be before its start"), "backwards", ends)
        if len(typed["words"]) > LINE:
            self.fail(_("Their own words for when must be 200 characters or fewer"), "max_length", ["words"])
        if _unstorable(typed["words"]):
            self.fail(
                _("Their own words for when hold a hidden character that cannot be stored"),
                "unstorable",
                ["words"],
            )
        return Period(start, end, ongoing, typed["words"])

    def _side(self, typed: dict[str, str], side: str) -> PartialDate | None:
        got = {part: typed[f"{side}-{part}"] for part in PARTS}
        if not any(got.values()):
            return None
        said = _("The start") if side == "start" else _("The end")
        boxes = [f"{side}-{part}" for part in PARTS]
        if not got["year"]:
            self.fail(_("%(side)s must include a year").replace("%(side)s", said), "missing_year", [boxes[2]])
        if got["day"] and not got["month"]:
            self.fail(_("%(side)s must include a month").replace("%(side)s", said), "missing_month", [boxes[1]])
        year, month, day = whole_number(got["year"]), month_number(got["month"]), whole_number(got["day"])
        if year is None or len(got["year"]) != 4 or year < 1900:
            self.fail(_("The year must have 4 numbers, like 2026"), "short_year", [boxes[2]])
        wrong = (got["month"] and not month) or (got["day"] and not day)
        try:
            if wrong or year is None:
                raise ValueError
            known = PartialDate(year, month, day)
            earliest = known.earliest
        except ValueError:
            self.fail(_("%(side)s must be a real date").replace("%(side)s", said), "invalid", boxes)
        if self.latest and earliest > self.latest:
            self.fail(_("%(side)s must be today or in the past").replace("%(side)s", said), "too_late", boxes)
        return known
