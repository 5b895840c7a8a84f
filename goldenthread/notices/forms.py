"""What the page asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import Form
from goldenthread.notices.rules import HOWS, LANGUAGES


class ChooseForm(Form):
    """How to be told, and in which language."""

    how = forms.ChoiceField(
        label=_("How should we tell you by e-mail?"), choices=choices_of(HOWS), widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("In which language?"),
        choices=[(code.value, name) for code, name in LANGUAGES.items()],
        widget=forms.RadioSelect,
    )
