"""What the pages of this area ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.access.rules import OUTCOMES
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form
from goldenthread.people.rules import GIVEN_BY_HAND, REACH, ROLE_NAMES, Reach, Role

ROLES = {role: ROLE_NAMES[role] for role in GIVEN_BY_HAND}
NATIONS = (("ENGLAND", _("England")), ("WALES", _("Wales")))
WRONG_PLACE = {
    Reach.TEAM: _("This role is held in a team. Choose a team"),
    Reach.AREA: _("This role is held in a service area. Choose a service area"),
    Reach.NATION: _("This role is held for a nation. Choose England or Wales"),
}


class ChoosePersonForm(Form):
    """In the demonstration, who to be."""

    person = forms.UUIDField(error_messages={"required": _("Choose a person"), "invalid": _("Choose a person")})


class StaffFilter(Form):
    """Narrows the list of staff. `teams` and `areas` are those that the reader can choose."""

    name = forms.CharField(label=_("Name"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    area = forms.ChoiceField(label=_("Service area"), required=False)

    def __init__(self, *args, teams, areas, **kwargs):
        self.teams = {str(team.pk): team for team in teams}
        self.areas = {str(area.pk): area for area in areas}
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = choices_of(ROLES, empty=_("Any role"))
        self.fields["team"].choices = [("", _("Any team")), *((key, team.name) for key, team in self.teams.items())]
        self.fields["area"].choices = [("", _("Any area")), *((key, area.name) for key, area in self.areas.items())]

    def chosen(self):
        """What to narrow by. An answer that is none of ours narrows nothing."""
        said = self.cleaned_data if self.is_valid() else {}
        return {
            "name": said.get("name", ""),
            "role": said.get("role", ""),
            "team": self.teams.get(said.get("team")),
            "area": self.areas.get(said.get("area")),
        }


class PersonForm(Form):
    """A new member of staff."""

    name = forms.CharField(label=_("Full name"), help_text=_("As colleagues know them"))
    email = forms.EmailField(
        label=_("Work email address"),
        max_length=254,
        error_messages={"invalid": _("Enter an email address in the correct format, like name@example.com")},
    )


class PostForm(Form):
    """A role, where it is held, and from when. `teams`, `areas` and `nations` are those that can be chosen."""

    role = forms.ChoiceField(label=_("Role"), choices=choices_of(ROLES), widget=forms.RadioSelect)
    place = forms.ChoiceField(
        label=_("Where is the post held?"),
        help_text=_(
            "Advisers, supervisors and service managers: a team. Assistant directors: a service area. "
            "All others: a nation."
        ),
    )
    from_on = DateField(label=_("From which day?"), noun=_("the day on which the post starts"))

    def __init__(self, *args, teams, areas, nations, **kwargs):
        self.places = {f"team-{team.pk}": (Reach.TEAM, team) for team in teams}
        self.places |= {f"area-{area.pk}": (Reach.AREA, area) for area in areas}
        self.places |= {f"nation-{code}": (Reach.NATION, code) for code, _name in NATIONS if code in nations}
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [
            ("", _("Choose a place")),
            *((f"team-{team.pk}", f"{team.name} ({team.area.name})") for team in teams),
            *((f"area-{area.pk}", area.name) for area in areas),
            *((f"nation-{code}", name) for code, name in NATIONS if code in nations),
        ]

    def clean(self):
        said = super().clean()
        role, chosen = said.get("role"), self.places.get(said.pop("place", None))
        if role and chosen:
            reach, where = chosen
            if reach is not REACH[Role(role)]:
                self.add_error("place", WRONG_PLACE[REACH[Role(role)]])
            said[reach.value.lower()] = where
        return said


class EndPostForm(Form):
    """The last day of a post."""

    to_on = DateField(label=_("What is the last day of the post?"), noun=_("the last day of the post"))


class ConfirmForm(Form):
    """Nothing to answer: the page says what it does."""


class LeaverForm(Form):
    """The day on which someone leaves."""

    on = DateField(label=_("On which day do they leave?"), noun=_("the day on which they leave"))


class GlassForm(Form):
    """Which restricted case must be opened now, and why."""

    reference = forms.CharField(label=_("Case reference"), help_text=_("For example, GT-100001"), max_length=20)
    reason = forms.CharField(
        label=_("Why must you open it now?"),
        help_text=_("What would happen if you waited for someone who is named on the case"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )


class EmergencyForm(Form):
    """Signing in by an emergency account."""

    email = forms.CharField(label=_("Work email address"), max_length=254)
    passphrase = forms.CharField(
        label=_("Passphrase"),
        help_text=_("The groups of letters and figures that you were given. Spaces and dashes do not matter"),
        max_length=200,
        widget=forms.PasswordInput,
    )
    reason = forms.CharField(
        label=_("Why can you not sign in with your work account?"),
        help_text=_("A named senior reads this today. Do not describe a family"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class GlassReviewForm(Form):
    """What a named senior found."""

    outcome = forms.ChoiceField(label=_("What did you find?"), choices=choices_of(OUTCOMES), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What do you rest that on?"),
        help_text=_("Whom you asked and what you checked. Do not describe the family"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )
