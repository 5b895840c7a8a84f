"""What the page of a difference asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.courtfeed.rules import JURISDICTIONS, SETTLEMENTS
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import Form


class SettleForm(Form):
    """Whose version holds from now on, and why."""

    outcome = forms.ChoiceField(
        label=_("Which version should our record hold?"), choices=choices_of(SETTLEMENTS), widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("What do you rest this on?"),
        help_text=_("For example: the birth certificate, or what the parent told you on the telephone"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class AgainForm(Form):
    """Which feed is to be tried again."""

    feed = forms.ChoiceField(choices=choices_of(JURISDICTIONS))
