"""What the page asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import Form
from goldenthread.notices.rules import HOWS, LANGUAGES, How


class ChooseForm(Form):
    """How to be told, and in which language. `demanded`: whether the person's post demands that they are told."""

    how = forms.ChoiceField(
        label=_("How should we tell you by e-mail?"), choices=choices_of(HOWS), widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("In which language?"),
        choices=[(code.value, name) for code, name in LANGUAGES.items()],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, demanded, **kwargs):
        super().__init__(*args, **kwargs)
        if demanded:
            # Nobody whom their post has told at once is offered nothing at all.
            self.fields["how"].choices = [
                (code, _("Only what your post demands") if code == How.DEMANDED else text)
                for code, text in self.fields["how"].choices
            ]
