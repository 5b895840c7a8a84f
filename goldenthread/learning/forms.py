"""What the pages of the learning log ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form
from goldenthread.learning.queries import READERS
from goldenthread.learning.rules import LEARNING_SOURCES, STEPS, THEMES, TRAVELS
from goldenthread.people.rules import NATIONS, ROLE_NAMES

NO_FAMILY = _("Name no child and no family, and nothing by which one could be known")


def _boxes(label, choices, hint="", required=True):
    return forms.MultipleChoiceField(
        label=label, choices=choices, help_text=hint, required=required, widget=forms.CheckboxSelectMultiple
    )


class FilterForm(Form):
    """How the log is narrowed."""

    words = forms.CharField(label=_("Words"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    step = forms.ChoiceField(label=_("Step of the pathway"), required=False)
    source = forms.ChoiceField(label=_("Learned from"), required=False)
    unread = forms.BooleanField(label=_("Only what I have not read"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, vocabulary in (("theme", THEMES), ("step", STEPS), ("source", LEARNING_SOURCES)):
            self.fields[name].choices = [("", _("All")), *choices_of(vocabulary)]


class PointForm(Form):
    """A learning point."""

    title = forms.CharField(label=_("What was learned, in one line?"), help_text=NO_FAMILY, max_length=200)
    words = forms.CharField(
        label=_("What happened, and what does it teach?"), widget=forms.Textarea(attrs={"rows": 8}), max_length=6000
    )
    do_words = forms.CharField(
        label=_("What should people do now?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )
    source = forms.ChoiceField(
        label=_("What was it learned from?"), choices=choices_of(LEARNING_SOURCES), widget=forms.RadioSelect
    )
    source_words = forms.CharField(label=_("Which one?"), required=False, max_length=300)
    nations = _boxes(_("In which nations does it hold?"), choices_of(NATIONS))
    themes = _boxes(_("What is it about?"), choices_of(THEMES))
    steps = _boxes(
        _("On which steps of the pathway does it bear?"), choices_of(STEPS),
        _("It is found again on the pages of these steps"), required=False,
    )  # fmt: skip
    for_roles = _boxes(
        _("Whom is it for?"), [(role.value, _(ROLE_NAMES[role])) for role in READERS],
        _("Leave this empty if it is for everyone"), required=False,
    )  # fmt: skip
    travels = _boxes(_("How does it reach people?"), choices_of(TRAVELS))
    answer_by = DateField(
        label=_("By when do teams say what they did?"), noun=_("the day for teams to answer by"), required=False
    )


class WithdrawForm(Form):
    """Why a point is withdrawn."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False
    )


class NothingForm(Form):
    """A step that asks for nothing."""


class AnswerForm(Form):
    """What a team did about a point."""

    team = forms.ChoiceField(label=_("Which team?"))
    talked_on = DateField(label=_("When did the team talk about it?"), noun=_("the day on which you talked"))
    words = forms.CharField(
        label=_("What did the team do about it?"),
        help_text=_("What you changed, tried or checked. Name no child and no family"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )

    def __init__(self, *args, teams, **kwargs):
        self.teams = {str(team.pk): team for team in teams}
        super().__init__(*args, **kwargs)
        listed = [(key, team.name) for key, team in self.teams.items()]
        self.fields["team"].choices = listed if len(listed) == 1 else [("", _("Choose a team")), *listed]

    def clean_team(self):
        return self.teams.get(self.cleaned_data["team"])
