"""What the pages of the advice ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.recommendations.rules import ADVICE, HOWS, TREATMENTS
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form


def _long(label, hint="", rows=6, limit=12000, required=True):
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}), max_length=limit, required=required
    )


class WriteForm(Form):
    """The advice for one child. Every answer may still be open. `parents` are those whom it can be about."""

    advice = forms.ChoiceField(
        label=_("What do you advise?"), choices=choices_of(ADVICE), widget=forms.RadioSelect, required=False
    )
    parent = forms.ChoiceField(label=_("Which parent is it about?"), widget=forms.RadioSelect, required=False)
    follows_no_contact = forms.BooleanField(
        label=_("It would follow a period of no contact with this parent"), required=False
    )
    words = _long(
        _("The advice, as the court will read it"),
        _("For this child alone: what, with whom, how often, under what conditions, and when it is looked at again"),
        rows=8,
        required=False,
    )
    rationale = _long(_("Why"), _("How the advice follows from the assessment"), rows=8, required=False)
    trigger_rationale = _long(
        _("Why this is right although it calls for particular care"),
        _(
            "Required where time is introduced with a parent and abuse is reported, known, found or under "
            "investigation, where time follows no contact, and where no contact is advised"
        ),
        required=False,
    )
    explanation = _long(
        _("How will the advice be explained to the child?"),
        _("Who will tell them, when, and in what words"),
        limit=8000,
        required=False,
    )

    NONE = "NONE"

    def __init__(self, *args, parents, **kwargs):
        self.parents = {str(member.pk): member for member in parents}
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [
            *((key, member.name or _("No name given")) for key, member in self.parents.items()),
            (self.NONE, _("No parent in particular")),
        ]

    def clean_parent(self):
        return self.parents.get(self.cleaned_data["parent"])


class OptionForm(Form):
    """An option that was considered and is not advised."""

    words = _long(_("What was considered?"), rows=4, limit=4000)
    why_rejected = _long(_("Why is it not advised for this child?"), rows=5, limit=4000)


class WeighForm(Form):
    """How one wish was taken into account."""

    how = forms.ChoiceField(
        label=_("Does the advice follow what the child said?"), choices=choices_of(HOWS), widget=forms.RadioSelect
    )
    why = _long(_("Why"), _("What weighed for it, and what against"), limit=4000)
    explain = _long(
        _("How will this be explained to the child?"), _("In words that this child can follow"), rows=4, limit=4000
    )


class TreatForm(Form):
    """Whether a pattern is carried into the advice."""

    treatment = forms.ChoiceField(
        label=_("Does the advice rest on this pattern?"), choices=choices_of(TREATMENTS), widget=forms.RadioSelect
    )
    words = _long(_("Why does the advice not rest on it?"), rows=5, limit=4000, required=False)

    def clean(self):
        said = super().clean()
        if said.get("treatment") == "CARRIED":
            said["words"] = ""
        return said


class ReasonForm(Form):
    """Why agreed advice is opened again."""

    reason = _long(
        _("Why does the advice have to change?"),
        _("The manager's agreement lapses, and the advice is submitted again"),
        limit=4000,
    )


class FileForm(Form):
    """The day on which the report went to the court."""

    on = DateField(label=_("When was it filed with the court?"), noun=_("the date of filing"))


class NothingForm(Form):
    """A page that asks nothing but whether to do it."""
