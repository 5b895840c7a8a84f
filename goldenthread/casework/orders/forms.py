"""What the pages of the court's orders ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.cases.rules import HEARING_KINDS, HearingKind
from goldenthread.casework.orders.rules import COMPARISONS, ORDER_KINDS, UNSAFE, Unsafe, comparisons
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form
from goldenthread.govuk.filters import datetime_


class OrderForm(Form):
    """An order of the court. `hearings` are the case's, newest first."""

    kind = forms.ChoiceField(
        label=_("What kind of order is it?"), choices=choices_of(ORDER_KINDS), widget=forms.RadioSelect
    )
    made_on = DateField(label=_("When was it made?"), noun=_("the date of the order"))
    hearing = forms.ChoiceField(label=_("At which hearing?"), widget=forms.RadioSelect, required=False)
    court = forms.CharField(label=_("Which court?"), max_length=200, required=False)
    words = forms.CharField(
        label=_("What does the order say?"),
        help_text=_("As the court wrote it. What it means for each child comes next, one child at a time"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=12000,
    )

    def __init__(self, *args, hearings, **kwargs):
        self.hearings = {str(row.pk): row for row in hearings}
        super().__init__(*args, **kwargs)
        if not hearings:
            del self.fields["hearing"]
            return
        self.fields["hearing"].choices = [
            *((key, _hearing(row)) for key, row in self.hearings.items()),
            ("", _("At none of these, or on paper")),
        ]

    def clean_hearing(self):
        return self.hearings.get(self.cleaned_data["hearing"])


def _hearing(row):
    return _("%(kind)s, %(when)s") % {"kind": _(HEARING_KINDS[HearingKind(row.kind)]), "when": datetime_(row.starts_at)}


class ChildOrderForm(Form):
    """What an order means for one child. `advised`: whether the court had advice of ours for this child."""

    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=8000,
    )
    compared = forms.ChoiceField(label=_("How does it compare with the advice?"), widget=forms.RadioSelect)
    court_reasons = forms.CharField(
        label=_("What reasons did the court give?"),
        help_text=_("From the judgment or what was said in court. Leave empty where none were given"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8000,
        required=False,
    )
    unsafe = forms.ChoiceField(
        widget=forms.RadioSelect,
        help_text=_("Required where the order goes against the advice. Ask it of every order"),
        required=False,
    )
    unsafe_why = forms.CharField(
        label=_("What makes you think so?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False
    )

    def __init__(self, *args, child, advised, **kwargs):
        super().__init__(*args, **kwargs)
        name = child.first_name or _("this child")
        self.fields["words"].label = _("What does the order mean for %(child)s?") % {"child": name}
        self.fields["unsafe"].label = _("May the order be unsafe for %(child)s?") % {"child": name}
        self.fields["unsafe"].choices = choices_of({code: UNSAFE[code] for code in Unsafe if code != Unsafe.NOT_ASKED})
        self.fields["compared"].choices = choices_of({code: COMPARISONS[code] for code in comparisons(advised=advised)})
        if not advised:
            self.fields["compared"].initial = comparisons(advised=False)[0].value

    def clean_unsafe(self):
        return self.cleaned_data["unsafe"] or Unsafe.NOT_ASKED
