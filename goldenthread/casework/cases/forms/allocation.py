"""Allocating, covering, declaring a conflict, recording that the letter was sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.fields import DateField, Form


class CarrierForm(Form):
    """Chooses one of `carriers`, the posts that can carry this case; `listed` says how each is shown."""

    adviser = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args, carriers, listed, **kwargs):
        self.carriers = {str(post.person_id): post.person for post in carriers}
        super().__init__(*args, **kwargs)
        self.fields["adviser"].choices = listed

    def clean_adviser(self):
        return self.carriers[self.cleaned_data["adviser"]]


class AllocateForm(CarrierForm):
    """Who gets the case; and why, when it changes hands."""

    why = forms.CharField(
        label=_("Why does it change hands?"),
        help_text=_("It stands in the case's record. A child may read it one day"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )

    def __init__(self, *args, again, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["adviser"].label = _("Who takes the case?")
        if not again:
            del self.fields["why"]


class CoverForm(CarrierForm):
    """Who covers the case, until when and why."""

    until = DateField(label=_("Until when?"), help_text=_("The last day of cover"), noun=_("the last day of cover"))
    why = forms.CharField(
        label=_("Why is cover needed?"),
        help_text=_("That the adviser is away is enough. Nobody's health belongs here"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["adviser"].label = _("Who covers the case?")


class NothingForm(Form):
    """A page that asks nothing but whether to go on."""


class ConflictForm(Form):
    """Whether there is a conflict of interest, and what it is."""

    has_conflict = forms.ChoiceField(
        label=_("Is there a conflict of interest?"),
        choices=[
            ("NO", _("No: I know none of these people, and nothing stands in my way")),
            ("YES", _("Yes, or there may be one")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What is it?"),
        help_text=_("Enough for a manager to decide. Your manager sees it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )

    def clean(self):
        said = super().clean()
        said["has_conflict"] = said.get("has_conflict") == "YES"
        if not said["has_conflict"]:
            said["words"] = ""
        return said


class LetterForm(Form):
    """The day on which the safeguarding letter went to the court."""

    sent_on = DateField(
        label=_("When was the letter sent to the court?"),
        help_text=_("For example, 3 6 2026"),
        noun=_("the day on which the letter was sent"),
    )
