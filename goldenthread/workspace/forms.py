"""What the pages of the workspace ask: filters, and who may know of a restricted case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.access.presenters import place_of
from goldenthread.access.rules import REASONS
from goldenthread.casework.cases.rules import LAWS, PROCESSES, STAGES, URGENCIES, Stage
from goldenthread.casework.cases.search import read
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form
from goldenthread.kernel.refusal import Refused
from goldenthread.people.rules import NATIONS, ROLE_NAMES, Role
from goldenthread.workspace import caselist
from goldenthread.workspace.rules import LIST_KINDS, PURPOSES
from goldenthread.workspace.team import ATTENTION
from goldenthread.workspace.timeline import GROUPS


class MyWorkFilter(Form):
    """By stage."""

    stage = forms.ChoiceField(label=_("Stage"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        stages = {code: text for code, text in STAGES.items() if code != Stage.CLOSED}
        self.fields["stage"].choices = choices_of(stages, empty=_("Every stage"))


class TeamFilter(Form):
    """By adviser and by what asks for attention. `advisers` are those with a case."""

    adviser = forms.ChoiceField(label=_("Adviser"), required=False)
    attention = forms.ChoiceField(label=_("What asks for attention"), required=False)

    def __init__(self, *args, advisers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["adviser"].choices = [("", _("Everyone")), *((row.id, row.name) for row in advisers)]
        reasons = [(code, says()) for code, says in ATTENTION.items()]
        self.fields["attention"].choices = [("", _("Everything")), *reasons]


class CaseListFilter(Form):
    """Every filter of the case list. What this reader could not choose between is not asked.

    `who` reads, `cases` are those that they may read (`caselist.reachable`).
    """

    nation = forms.ChoiceField(label=_("Nation"), required=False)
    area = forms.ChoiceField(label=_("Service area"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    adviser = forms.ChoiceField(label=_("Adviser"), required=False)
    open = forms.ChoiceField(label=_("Open or closed"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    law = forms.ChoiceField(label=_("Law"), required=False)
    process = forms.ChoiceField(label=_("Court process"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False)
    court = forms.ChoiceField(label=_("Court"), required=False)
    received_from = DateField(label=_("Received from"), noun=_("the first day of receipt"), required=False)
    received_to = DateField(label=_("Received to"), noun=_("the last day of receipt"), required=False)
    closed_from = DateField(label=_("Closed from"), noun=_("the first day of closing"), required=False)
    closed_to = DateField(label=_("Closed to"), noun=_("the last day of closing"), required=False)
    DAYS = ("received_from", "received_to", "closed_from", "closed_to")

    def __init__(self, *args, who, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self._codes()
        self._places(caselist.places_of(who))
        self.courts = caselist.courts_for(cases)
        self._offer("court", sorted(self.courts.items(), key=lambda pair: pair[1]), _("Every court"))

    def _codes(self):
        stages = {code: text for code, text in STAGES.items() if code != Stage.CLOSED}
        self._offer("stage", choices_of(stages), _("Every stage"))
        self._offer("open", [(caselist.OPEN, _("Open")), (caselist.CLOSED, _("Closed"))], _("Both"))
        self._offer("law", choices_of(LAWS), _("Both"))
        self._offer("process", choices_of(PROCESSES), _("Every process"))
        self._offer("urgency", choices_of(URGENCIES), _("Every case"))

    def _places(self, places):
        self._offer("nation", [(c, t) for c, t in choices_of(NATIONS) if c in places.nations], _("Both nations"))
        areas = caselist.areas_for(places)
        self._offer("area", [(str(area.pk), area.name) for area in areas], _("Every area"))
        teams = caselist.teams_for(places, areas, self.data.get("area", ""))
        self._offer("team", [(str(team.pk), team.name) for team in teams], _("Every team"), below=True)
        advisers = caselist.advisers_for(places, teams, self.data.get("team", ""))
        self._offer("adviser", [(str(one.pk), one.name) for one in advisers], _("Everyone"), below=True)

    def _offer(self, name, choices, every, *, below=False):
        """Gives a question its answers, or takes it away where there is nothing to choose between. What was chosen
        `below` another place than the one chosen now (a team of the area before) is dropped."""
        given = self.data.get(name, "")
        if below and given and given not in dict(choices):
            self.data[name] = ""
        if len(choices) > 1 or (given and dict(choices).get(given)):
            self.fields[name].choices = [("", every), *choices]
        else:
            del self.fields[name]

    def clean_court(self):
        return self.courts.get(self.cleaned_data["court"], "")

    def clean(self):
        said = super().clean()
        for first, last in (("received_from", "received_to"), ("closed_from", "closed_to")):
            if said.get(first) and said.get(last) and said[first] > said[last]:
                self.add_error(last, _("The last day must not be before the first"))
        return said


class TakeForm(Form):
    """What a list is taken out for, and in which form."""

    purpose = forms.ChoiceField(label=_("What is the list for?"), widget=forms.RadioSelect)
    file_kind = forms.ChoiceField(label=_("In which form?"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = choices_of(PURPOSES)
        self.fields["file_kind"].choices = choices_of(LIST_KINDS)


class SearchForm(Form):
    """What is known of a case that is looked for. Once it is valid `asked` holds it as read."""

    q = forms.CharField(
        label=_("What do you know?"),
        help_text=_(
            "A name or a part of it, a birth date, a reference or the court's number, an adviser, a team or an area. "
            "More than one narrows it down, like “okafor 3 4 2017”"
        ),
        error_messages={"required": _("Enter a name, a birth date or a number")},
    )

    def __init__(self, *args, today, **kwargs):
        self.today, self.asked = today, None
        super().__init__(*args, **kwargs)

    def clean(self):
        text = self.cleaned_data.get("q")
        if text:
            try:
                self.asked = read(text, self.today)
            except Refused as refusal:
                self.refuse(refusal)
            else:
                if self.asked.nothing:
                    self.add_error("q", self.fields["q"].error_messages["required"])
        return self.cleaned_data


class RecordFilter(Form):
    """By kind of entry."""

    kind = forms.ChoiceField(label=_("Kind of entry"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(code, says()) for code, (says, _verbs) in GROUPS.items()]
        self.fields["kind"].choices = [("", _("Everything")), *kinds]


def _post(post):
    role = _(ROLE_NAMES[Role(post.role)])
    return _("%(name)s, %(role)s, %(place)s") % {"name": post.person.name, "role": role, "place": place_of(post)}


class RestrictForm(Form):
    """Why a case is restricted and who may still know of it. `posts` are those of the people offered."""

    reason = forms.ChoiceField(label=_("Why must only named people know of it?"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Say more"),
        help_text=_("Everyone who is named on the case can read this"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
    people = forms.MultipleChoiceField(
        label=_("Who may still know of it, besides you?"),
        help_text=_("You can name others afterwards"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, posts, **kwargs):
        self.people = {str(post.person_id): post.person for post in posts}
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = choices_of(REASONS)
        self.fields["people"].choices = [(str(post.person_id), _post(post)) for post in posts]
        if not posts:
            del self.fields["people"]

    def clean_people(self):
        return [self.people[key] for key in self.cleaned_data["people"]]


class NameForm(Form):
    """One more person who may know of a restricted case."""

    person = forms.ChoiceField(label=_("Who may know of the case as well?"))

    def __init__(self, *args, posts, **kwargs):
        self.people = {str(post.person_id): post.person for post in posts}
        super().__init__(*args, **kwargs)
        listed = [(str(post.person_id), _post(post)) for post in posts]
        self.fields["person"].choices = [("", _("Choose a person")), *listed]

    def clean_person(self):
        return self.people[self.cleaned_data["person"]]


class ConfirmForm(Form):
    """A page that asks nothing but to go on."""
