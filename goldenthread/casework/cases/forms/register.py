"""Registering an application by hand: Wales has no feed, and some applications come on paper."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.cases.operations.intake import Party
from goldenthread.casework.cases.rules import (
    LAWS,
    ORDERS_SOUGHT,
    PARTY_ROLES,
    PROCESSES,
    RESPONSIBILITIES,
    Law,
    PartyRole,
    Process,
    Responsibility,
)
from goldenthread.casework.families.rules import GENDERS, Gender
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form
from goldenthread.people.rules import Nation

NATIONS = {Nation.ENGLAND: _("England"), Nation.WALES: _("Wales")}
MOST_ROWS = 20
ADULT_ROLES = {role: text for role, text in PARTY_ROLES.items() if role is not PartyRole.CHILD}
KNOWN_FIRST = (Responsibility.NOT_KNOWN, Responsibility.YES, Responsibility.NO)


class RegisterForm(Form):
    """An application as it came on paper or by e-mail: what is asked, by whom, for which children.

    The rows of children and adults are as many as `child_rows` and `adult_rows` say; an empty row is left out.
    `nations` and `areas` are those in which this person may register.
    """

    law = forms.ChoiceField(label=_("Law"), choices=choices_of(LAWS), widget=forms.RadioSelect, initial=Law.PRIVATE)
    nation = forms.ChoiceField(label=_("Nation"), widget=forms.RadioSelect)
    process = forms.ChoiceField(
        label=_("Court process"),
        help_text=_("It decides which time limits apply. If in doubt, ask the court"),
        choices=choices_of(PROCESSES),
        widget=forms.RadioSelect,
    )
    received_on = DateField(
        label=_("When did we receive it?"),
        help_text=_("The clocks run from this day. For example, 3 6 2026"),
        noun=_("the day on which we received it"),
    )
    court_name = forms.CharField(label=_("Court"), max_length=200)
    court_number = forms.CharField(
        label=_("The court's case number, if there is one yet"), max_length=60, required=False
    )
    area = forms.ChoiceField(
        label=_("Service area"), help_text=_("Where the children live, as far as is known"), required=False
    )  # fmt: skip
    local_authority = forms.CharField(
        label=_("Local authority"),
        help_text=_("The one that has applied; otherwise the one where the children live. Write its full name"),
        required=False,
    )
    orders_sought = forms.MultipleChoiceField(
        label=_("Which orders are sought?"), choices=choices_of(ORDERS_SOUGHT), widget=forms.CheckboxSelectMultiple
    )
    child_rows = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=2)
    adult_rows = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=2)

    def __init__(self, *args, nations, areas, must_choose_area, **kwargs):
        super().__init__(*args, **kwargs)
        self.areas = {str(area.pk): area for area in areas}
        self.fields["nation"].choices = [(n, NATIONS[Nation(n)]) for n in nations]
        if len(nations) == 1:
            self.fields["nation"].initial = nations[0]
        self.fields["area"].choices = [
            *([] if must_choose_area else [("", _("Not known yet"))]),
            *((key, area.name) for key, area in self.areas.items()),
        ]
        self.fields["area"].required = must_choose_area
        self.children = [self._person("child", n) for n in range(self._rows("child_rows"))]
        self.adults = [self._person("adult", n) for n in range(self._rows("adult_rows"))]
        for name, made in list(self.fields.items()):
            if name.startswith(("child_", "adult_")) and not name.endswith("_rows"):
                self._prepare(name, made)

    def _rows(self, name):
        typed = str(self.data.get(name, "")) if self.is_bound else ""
        return min(max(int(typed), 1), MOST_ROWS) if typed.isascii() and typed.isdigit() else self.fields[name].initial

    def _person(self, kind, n):
        """The fields of one row; returns their names by what they ask."""
        who = (now_("child %(n)s") if kind == "child" else now_("adult %(n)s")) % {"n": n + 1}
        asks = {
            "first_names": forms.CharField(label=_("First names"), required=False),
            "last_name": forms.CharField(label=_("Last name"), required=False),
            "born_on": DateField(
                label=_("Date of birth"), noun=now_("the birth date of %(who)s") % {"who": who}, required=False
            ),
            "gender": forms.ChoiceField(
                label=_("Gender"), choices=_gender_choices(), required=False, initial=Gender.NOT_KNOWN
            ),
        }
        if kind == "adult":
            asks["role"] = forms.ChoiceField(
                label=_("Part in the case"),
                choices=choices_of(ADULT_ROLES),
                required=False,
                initial=PartyRole.RESPONDENT if n else PartyRole.APPLICANT,
            )
            asks["responsibility"] = forms.ChoiceField(
                label=_("Parental responsibility"),
                choices=choices_of({code: RESPONSIBILITIES[code] for code in KNOWN_FIRST}),
                required=False,
                initial=Responsibility.NOT_KNOWN,
            )
        names = {ask: f"{kind}_{n}_{ask}" for ask in asks}
        self.fields.update({names[ask]: made for ask, made in asks.items()})
        return names

    def not_judged(self):
        """The form with what was typed in it and no complaint yet: a row was added, nothing was sent."""
        self._errors = ErrorDict()
        return self

    def clean(self):
        said = super().clean()
        if said.get("law") and said.get("process"):
            public = said["process"] == Process.PUBLIC_LAW
            if public != (said["law"] == Law.PUBLIC):
                self.add_error("process", _("This process does not belong to the law that you chose"))
        area = self.areas.get(said.get("area", ""))
        if area and said.get("nation") and area.nation != said["nation"]:
            self.add_error("area", _("This service area lies in the other nation"))
        said["area"] = area
        children = [
            party for n, names in enumerate(self.children) if (party := self._party(said, names, n, child=True))
        ]
        adults = [party for n, names in enumerate(self.adults) if (party := self._party(said, names, n, child=False))]
        if not children and not self.errors:
            self.add_error("child_0_first_names", _("Add at least one child"))
        said["parties"] = [*children, *adults]
        return said

    def _party(self, said, names, n, *, child):
        row = {ask: said.get(name) for ask, name in names.items()}
        if not (row["first_names"] or row["last_name"]):
            if row["born_on"]:
                who = now_("child %(n)s") if child else now_("adult %(n)s")
                self.add_error(
                    names["first_names"],
                    now_("Enter a name for %(who)s, or empty the row") % {"who": who % {"n": n + 1}},
                )
            return None
        return Party(
            role=PartyRole.CHILD if child else row["role"] or PartyRole.OTHER,
            first_names=row["first_names"] or "",
            last_name=row["last_name"] or "",
            born_on=row["born_on"],
            gender=row["gender"] or Gender.NOT_KNOWN,
            responsibility=(not child and row["responsibility"]) or Responsibility.NOT_KNOWN,
        )


def _gender_choices():
    """Not known first: nobody's gender is the one that a list happens to begin with."""
    return choices_of({code: GENDERS[code] for code in (Gender.NOT_KNOWN, Gender.FEMALE, Gender.MALE, Gender.OTHER)})
