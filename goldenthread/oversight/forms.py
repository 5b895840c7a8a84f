"""What the page of a decision asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.fields import Form
from goldenthread.oversight.rules import DecisionKind


class DecideForm(Form):
    """Agree or return, and why. Not deciding yet is saving and coming back."""

    kind = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            (DecisionKind.AGREED.value, _("Agree the advice")),
            (DecisionKind.RETURNED.value, _("Return the advice")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Your reasons"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=8000,
    )
