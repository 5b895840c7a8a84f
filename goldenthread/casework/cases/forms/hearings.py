"""A hearing of the court, recorded or changed."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.cases.rules import HEARING_KINDS, HEARING_STATUSES
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import Form, WhenField, read_time


class HearingForm(Form):
    """A hearing: what kind, when, where, and how it stands."""

    kind = forms.ChoiceField(
        label=_("What kind of hearing?"), choices=choices_of(HEARING_KINDS), widget=forms.RadioSelect
    )  # fmt: skip
    starts_at = WhenField(label=_("When does it start?"), noun=_("the date of the hearing"), time_required=True)
    ends_at = forms.CharField(
        label=_("Until what time, if known?"), help_text=_("On the same day, for example 3:30pm"), required=False
    )  # fmt: skip
    venue = forms.CharField(
        label=_("Where, if known?"), help_text=_("A court, or how to join by video"), required=False
    )  # fmt: skip
    status = forms.ChoiceField(
        label=_("How does it stand?"),
        choices=choices_of(HEARING_STATUSES),
        widget=forms.RadioSelect,
        initial="LISTED",
    )

    def clean_starts_at(self):
        return self.cleaned_data["starts_at"].moment

    def clean_ends_at(self):
        typed = self.cleaned_data["ends_at"]
        if not typed:
            return None
        time = read_time(typed)
        if time is None:
            raise ValidationError(_("Enter the time like 2:15pm or 14:15"))
        return time

    def clean(self):
        said = super().clean()
        start, end = said.get("starts_at"), said.get("ends_at")
        if end:
            said["ends_at"] = dt.datetime.combine(start.date(), end, tzinfo=start.tzinfo) if start else None
        return said
