"""From a bound form field to the parameters of a GOV.UK macro.

`component(bound_field, options)` gives `{"macro": name, "params": {...}}`; the macro `field` in forms.html
draws it. Options beat the widget's attributes, which beat our defaults.

What is typed into a multi-line box is written into the page with its line ends as character references. The
GOV.UK macros indent what they nest, and would otherwise add spaces to a child's words each time a form with
a conditional question comes back with an error.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from goldenthread.govuk.fields import PARTS, BoxesWidget, PeriodWidget, WhenWidget

SIZES = {"s", "m", "l", "xl"}
KNOWN = {
    "attributes", "autocomplete", "classes", "conditional", "count", "divider", "heading", "hint", "hints",
    "inline", "inputmode", "label", "label_html", "lang", "prefix",
    "rows", "size", "small", "spellcheck", "suffix",
    "width",
}  # fmt: skip


def component(bound: BoundField, options: dict[str, Any] | None = None) -> dict:
    """The macro and its parameters for one field of a form. An option that does not exist is refused."""
    options = dict(options or {})
    strange = set(options) - KNOWN
    if strange:
        raise TypeError(f"field() knows no option {sorted(strange)}; it knows {sorted(KNOWN)}")
    for kind, make in MAKERS:
        if isinstance(bound.field.widget, kind):
            return make(bound, options)
    raise TypeError(f"No GOV.UK component for {type(bound.field.widget).__name__}")


# ── What all of them share ────────────────────────────────────────────────────────────────────────────


def box_id(bound: BoundField, part: str = "") -> str:
    return f"{bound.auto_id}-{part}" if part else bound.auto_id


def _label(bound: BoundField, options: dict[str, Any], base: str) -> dict:
    size = options.get("size", "l" if options.get("heading") else "s")
    label = {
        "classes": f"{base}--{size}" if size in SIZES else "",
        "isPageHeading": bool(options.get("heading")),
    }
    if "label_html" in options:
        return {**label, "html": options["label_html"]}
    return {**label, "text": str(options.get("label", bound.label))}


def _hint_and_error(bound: BoundField, options: dict[str, Any]) -> dict:
    params = {}
    hint = options.get("hint", bound.help_text)
    if hint:
        params["hint"] = {"html": hint} if hasattr(hint, "__html__") else {"text": str(hint)}
    if bound.errors:
        params["errorMessage"] = {
            "html": Markup("<br>").join(str(error) for error in bound.errors),
            "visuallyHiddenText": _("Error"),
        }
    return params


def _attributes(bound: BoundField, options: dict[str, Any], drop: Any = ()) -> dict:
    """The widget's own attributes and the page's, without those that have parameters of their own."""
    taken = {"class", "id", "rows", "cols", "autocomplete", "spellcheck", "inputmode", "maxlength", *drop}
    attributes = {name: value for name, value in bound.field.widget.attrs.items() if name not in taken}
    attributes.update(options.get("attributes", {}))
    if options.get("lang"):
        attributes["lang"] = options["lang"]
    # An attribute that is only there or not there has no value.
    return {k: ("" if v is True else str(v)) for k, v in attributes.items() if v is not False and v is not None}


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _lines(value: Any) -> Markup:
    """Text for inside a textarea: line ends as references, and the first one doubled, as HTML drops it."""
    text = _text(value).replace("\r\n", "\n")
    safe = str(escape(text)).replace("\n", "&#10;")
    return Markup("&#10;" + safe if text.startswith("\n") else safe)  # noqa: S704 (escaped above)


def _setting(bound: BoundField, options: dict[str, Any], name: str, default: Any = None) -> Any:
    return options.get(name, bound.field.widget.attrs.get(name, default))


def _spelling(bound: BoundField, options: dict[str, Any]) -> dict:
    wanted = _setting(bound, options, "spellcheck")
    if wanted is None:
        return {}
    return {"spellcheck": wanted not in (False, "false")}


def _fieldset(bound: BoundField, options: dict[str, Any]) -> dict:
    return {"fieldset": {"legend": _label(bound, options, "govuk-fieldset__legend")}}


# ── One box ───────────────────────────────────────────────────────────────────────────────────────────


def _single(bound: BoundField, options: dict[str, Any]) -> dict:
    classes = [str(bound.field.widget.attrs.get("class", "")), options.get("classes", "")]
    return {
        "id": box_id(bound),
        "name": bound.html_name,
        "label": _label(bound, options, "govuk-label"),
        "classes": " ".join(c for c in classes if c),
        "attributes": _attributes(bound, options),
        **_hint_and_error(bound, options),
        **_spelling(bound, options),
    }


def _input(bound: BoundField, options: dict[str, Any]) -> dict:
    params = _single(bound, options)
    width = options.get("width")
    if width:
        kind = "govuk-input--width-" if str(width).isdigit() else "govuk-!-width-"
        params["classes"] = f"{params['classes']} {kind}{width}".strip()
    kind = bound.field.widget.input_type
    number = isinstance(bound.field, forms.IntegerField)
    params |= {
        # A number box loses what was typed when it is not a number, and changes when one scrolls.
        "type": "text" if kind == "number" else kind,
        "value": _text(bound.value()),
        # These pages hold other people's details: a browser has no business remembering them.
        "autocomplete": _setting(bound, options, "autocomplete", "off"),
        "inputmode": _setting(bound, options, "inputmode", "numeric" if number else None),
    }
    for name in ("min", "max", "step"):
        params["attributes"].pop(name, None)
    for name in ("prefix", "suffix"):
        if options.get(name):
            params[name] = {"text": options[name]}
    return {"macro": "input", "params": params}


def _password(bound: BoundField, options: dict[str, Any]) -> dict:
    params = _single(bound, options)
    params |= {
        "autocomplete": _setting(bound, options, "autocomplete", "current-password"),
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible"),
        "passwordHiddenAnnouncementText": _("Your password is hidden"),
    }
    return {"macro": "password", "params": params}


def _file(bound: BoundField, options: dict[str, Any]) -> dict:
    params = _single(bound, options)
    # No browser gives a file back to a page that is shown again, and no draft keeps one.
    if bound.form.is_bound and not params.get("errorMessage"):
        again = _("Select the file again: a page that is shown a second time does not keep it.")
        said = params["hint"]["text"] if params.get("hint") and "text" in params["hint"] else ""
        if said and said[-1] not in ".?:":
            said += "."
        params["hint"] = {"text": f"{said} {again}".strip()}
    params["chooseFilesButtonText"] = _("Select a file")
    return {"macro": "file", "params": params}


def _hidden(bound: BoundField, options: dict[str, Any]) -> dict:
    params = {"id": box_id(bound), "name": bound.html_name, "value": _text(bound.value())}
    return {"macro": "hidden", "params": params}


def _textarea(bound: BoundField, options: dict[str, Any]) -> dict:
    params = _single(bound, options)
    params |= {
        "rows": str(_setting(bound, options, "rows", 6)),
        "value": _lines(bound.value()),
        "autocomplete": _setting(bound, options, "autocomplete", "off"),
    }
    limit = getattr(bound.field, "max_length", None)
    if not (options.get("count") and limit):
        return {"macro": "textarea", "params": params}
    params |= {
        "maxlength": str(limit),
        "threshold": "75",
        "textareaDescriptionText": _("You can enter up to %{count} characters"),
        "charactersUnderLimitText": {
            "one": _("You have %{count} character remaining"),
            "other": _("You have %{count} characters remaining"),
        },
        "charactersAtLimitText": _("You have 0 characters remaining"),
        "charactersOverLimitText": {
            "one": _("You have %{count} character too many"),
            "other": _("You have %{count} characters too many"),
        },
    }
    return {"macro": "count", "params": params}


# ── Choices ───────────────────────────────────────────────────────────────────────────────────────────


def _choices(bound: BoundField) -> Iterator[Any]:
    """(value, label) of each choice, groups laid flat."""
    for value, label in bound.field.choices:  # type: ignore[attr-defined]
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label


def _chosen(bound: BoundField) -> set:
    value = bound.value()
    if value is None:
        return set()
    return {str(v) for v in value} if isinstance(value, (list, tuple, set)) else {str(value)}


def _select(bound: BoundField, options: dict[str, Any]) -> dict:
    chosen = _chosen(bound)
    params = _single(bound, options)
    params["items"] = [
        {"value": str(value), "text": str(label), "selected": str(value) in chosen} for value, label in _choices(bound)
    ]
    return {"macro": "select", "params": params}


def _group(bound: BoundField, options: dict[str, Any], macro: str) -> dict:
    chosen = _chosen(bound)
    conditional = {str(k): v for k, v in options.get("conditional", {}).items()}
    hints = {str(k): v for k, v in options.get("hints", {}).items()}
    known = {str(value) for value, _label_ in _choices(bound)}
    astray = (set(conditional) | set(hints)) - known
    if astray:
        raise ValueError(f"{bound.html_name} has no choice {sorted(astray)}; it has {sorted(known)}")
    items: list[dict[str, Any]] = []
    for value, label in _choices(bound):
        if value in ("", None):
            continue
        key = str(value)
        if options.get("divider") and options["divider"] == key:
            items.append({"divider": _("or")})
        item = {"value": key, "text": str(label), "checked": key in chosen}
        if key in hints:
            item["hint"] = {"text": str(hints[key])}
        if key in conditional:
            item["conditional"] = {"html": conditional[key]}
        items.append(item)
    kind = "govuk-radios" if macro == "radios" else "govuk-checkboxes"
    classes = [f"{kind}--{style}" for style in ("inline", "small") if options.get(style)]
    params = {
        "idPrefix": box_id(bound),
        "name": bound.html_name,
        "items": items,
        "classes": " ".join([*classes, options.get("classes", "")]).strip(),
        "attributes": _attributes(bound, options),
        **_fieldset(bound, options),
        **_hint_and_error(bound, options),
    }
    return {"macro": macro, "params": params}


def _radios(bound: BoundField, options: dict[str, Any]) -> dict:
    return _group(bound, options, "radios")


def _checkboxes(bound: BoundField, options: dict[str, Any]) -> dict:
    return _group(bound, options, "checkboxes")


def _one_checkbox(bound: BoundField, options: dict[str, Any]) -> dict:
    value = bound.value()
    item = {
        "value": "on",
        "text": str(options.get("label", bound.label)),
        "checked": value not in (None, False, "", "False", "false", "0"),
    }
    hint = options.get("hint", bound.help_text)
    if hint:
        item["hint"] = {"text": str(hint)}
    revealed = {str(k): v for k, v in options.get("conditional", {}).items()}
    if revealed:
        item["conditional"] = {"html": next(iter(revealed.values()))}
    params = {
        "idPrefix": box_id(bound),
        "name": bound.html_name,
        "items": [item],
        "classes": "govuk-checkboxes--small" if options.get("small") else "",
        "attributes": _attributes(bound, options),
        **{k: v for k, v in _hint_and_error(bound, options).items() if k == "errorMessage"},
    }
    return {"macro": "checkboxes", "params": params}


# ── Several boxes that make one answer ────────────────────────────────────────────────────────────────


def wrong_boxes(bound: BoundField) -> set | None:
    """The parts that the field's errors point at: None without errors, the empty set for all of them."""
    errors = bound.form.errors.get(bound.name) if bound.form.is_bound else None
    if not errors:
        return None
    found = set()
    for error in errors.as_data():
        found |= set(getattr(error, "boxes", ()))
    return found


def _day_items(bound: BoundField, typed: dict[str, str], wrong: set | None, prefix: str = "") -> list:
    said = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    items = []
    for part in PARTS:
        key = f"{prefix}{part}"
        # The month is wide enough for a name: people write "June" as soon as "6".
        classes = f"govuk-input--width-{2 if part == 'day' else 4}"
        marked = wrong is not None and (not wrong or key in wrong)
        items.append(
            {
                "name": f"{bound.html_name}-{key}",
                "id": box_id(bound, key),
                "label": said[part],
                "value": _text(typed[key]),
                "classes": f"{classes} govuk-input--error" if marked else classes,
                "inputmode": "text" if part == "month" else "numeric",
                "autocomplete": "off",
                "attributes": {"aria-invalid": "true"} if marked else {},
            }
        )
    return items


def _date(bound: BoundField, options: dict[str, Any]) -> dict:
    typed = bound.field.widget.boxes(bound.value())
    params = {
        "id": box_id(bound),
        "items": _day_items(bound, typed, wrong_boxes(bound)),
        "classes": options.get("classes", ""),
        "attributes": _attributes(bound, options),
        **_fieldset(bound, options),
        **_hint_and_error(bound, options),
    }
    return {"macro": "date", "params": params}


def _small_box(bound: BoundField, part: str, label: str, value: Any, wrong: set | None, **more: Any) -> dict:
    marked = wrong is not None and part in wrong
    more["classes"] = f"{more.get('classes', '')} {'govuk-input--error' if marked else ''}".strip()
    return {
        "id": box_id(bound, part),
        "name": f"{bound.html_name}-{part}",
        "label": {"text": label},
        "value": _text(value),
        "autocomplete": "off",
        "attributes": {"aria-invalid": "true"} if marked else {},
        **more,
    }


def _when(bound: BoundField, options: dict[str, Any]) -> dict:
    typed = bound.field.widget.boxes(bound.value())
    made = _date(bound, options)
    made["macro"] = "when"
    wrong = wrong_boxes(bound)
    label = _("Time") if getattr(bound.field, "time_required", False) else _("Time, if known")
    made["time"] = _small_box(bound, "time", label, typed["time"], wrong, classes="govuk-input--width-5")
    return made


def _period(bound: BoundField, options: dict[str, Any]) -> dict:
    typed = bound.field.widget.boxes(bound.value())
    wrong = wrong_boxes(bound)
    sides = {}
    for side, said in (("start", _("From")), ("end", _("Until"))):
        sides[side] = {
            "id": box_id(bound, side),
            "items": _day_items(bound, typed, wrong, f"{side}-"),
            "fieldset": {"legend": {"text": said}},
        }
    return {
        "macro": "period",
        "params": {
            "id": box_id(bound),
            **_fieldset(bound, {"size": "s", **options}),
            "hint": None,
            "errorMessage": None,
            **_hint_and_error(
                bound,
                {
                    "hint": bound.help_text or _("Give as much as is known. A year alone is enough."),
                    **options,
                },
            ),
        },
        **sides,
        "ongoing": {
            "name": f"{bound.html_name}-ongoing",
            "idPrefix": box_id(bound, "ongoing"),
            "classes": "govuk-checkboxes--small",
            "items": [{"value": "on", "text": _("It is still going on"), "checked": bool(typed["ongoing"])}],
        },
        "words": _small_box(bound, "words", _("In their own words, if they put it another way"), typed["words"], wrong),
    }


# The order matters: a kind of widget stands before the kind it grew from.
MAKERS = (
    (PeriodWidget, _period),
    (WhenWidget, _when),
    (BoxesWidget, _date),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _one_checkbox),
    (forms.Select, _select),
    (forms.HiddenInput, _hidden),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (forms.Textarea, _textarea),
    (forms.widgets.Input, _input),
)


# ── The error summary ─────────────────────────────────────────────────────────────────────────────────


def anchor(bound: BoundField) -> str:
    """Where an error leads: the first box of the answer that is wrong."""
    widget = bound.field.widget
    if isinstance(widget, BoxesWidget):
        wrong = wrong_boxes(bound)
        part = next((p for p in widget.parts if wrong and p in wrong), widget.parts[0])
        return f"#{box_id(bound, part)}"
    return f"#{box_id(bound)}"


def error_list(form: Any) -> list:
    """Every error of a form in the order of its fields, each with its anchor; general ones come first."""
    found = [{"text": str(error)} for error in form.non_field_errors()] if form.is_bound else []
    if not form.is_bound:
        return found
    for bound in form:
        errors: ErrorList = bound.errors
        hidden = bound.is_hidden
        found += [{"text": str(e)} if hidden else {"text": str(e), "href": anchor(bound)} for e in errors]
    return found
