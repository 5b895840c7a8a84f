"""What the pages of templates ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.documents.rules import LANGUAGES, NATIONS, TEMPLATE_USES, TemplateUse
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import FileField, Form


class TemplateForm(Form):
    """A new version. `nations` are those for which the person manages templates."""

    use = forms.ChoiceField(label=_("What is it for?"), choices=choices_of(TEMPLATE_USES), widget=forms.RadioSelect)
    nation = forms.ChoiceField(label=_("For which nation?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("In which language is it?"),
        choices=[(code, _(text)) for code, text in LANGUAGES.items()],
        widget=forms.RadioSelect,
    )
    file = FileField(
        label=_("The Word file"),
        help_text=_("A .docx file with fields such as {{ case.reference }}. It is checked before it is kept"),
    )
    name = forms.CharField(
        label=_("What do you call this version?"), help_text=_("For example: with the new address of the office"),
        max_length=120,
    )  # fmt: skip
    note = forms.CharField(
        label=_("What has changed, and why?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        required=False,
    )  # fmt: skip

    def __init__(self, *args, nations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nation"].choices = [(nation, _(NATIONS[nation])) for nation in nations]
        if len(nations) == 1:
            self.fields["nation"].initial = nations[0]
        if len(TemplateUse) == 1:
            del self.fields["use"]

    def clean(self):
        said = super().clean()
        said.setdefault("use", next(iter(TemplateUse)).value)
        return said


class InForceForm(Form):
    """Nothing to answer: the button is the decision."""


class RetireForm(Form):
    """Why a version is no longer used."""

    reason = forms.CharField(
        label=_("Why is it no longer used?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )
