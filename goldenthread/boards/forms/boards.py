"""What the pages of boards, members and interests ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.boards.rules import BOARD_KINDS, CAPACITIES, ITEM_KINDS
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form
from goldenthread.govuk.filters import datetime_
from goldenthread.improvement.forms.plans import long
from goldenthread.people.rules import ROLE_NAMES

NO_FAMILY = _("Name no child and no family: members read this")


class BoardForm(Form):
    """A board."""

    name = forms.CharField(label=_("What is it called?"), max_length=160)
    kind = forms.ChoiceField(label=_("What is it?"), choices=choices_of(BOARD_KINDS), widget=forms.RadioSelect)
    remit = long(_("What is it for?"), _("What it watches over, whom it advises, what it may decide"))
    standing_items = forms.MultipleChoiceField(
        label=_("What stands on every agenda?"), choices=choices_of(ITEM_KINDS), widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    a_year = forms.IntegerField(label=_("How often does it meet in a year?"), min_value=1, max_value=52)


class BoardEditForm(BoardForm):
    """A board that is there."""

    ended_on = DateField(
        label=_("If it has ended: which was its last day?"), noun=_("the last day of the board"), required=False
    )


class MemberForm(Form):
    """Who sits on a board, as what, from when."""

    person = forms.ChoiceField(
        label=_("Who?"), help_text=_("Board members, assistant directors and head office staff who hold a post today")
    )
    capacity = forms.ChoiceField(label=_("In what capacity?"), choices=choices_of(CAPACITIES), widget=forms.RadioSelect)
    named_as = forms.CharField(
        label=_("How are they to be named?"), required=False, max_length=120,
        help_text=_("For a young person, and whoever must not be named in full. No other name of theirs is shown to "
                    "the board or stands in its papers"),
    )  # fmt: skip
    from_on = DateField(label=_("From which day?"), noun=_("the first day"))
    to_on = DateField(
        label=_("Until which day?"), help_text=_("Leave this empty if the term has no end yet"),
        noun=_("the last day"), required=False,
    )  # fmt: skip

    def __init__(self, *args, people, **kwargs):
        self.people = {str(person.pk): person for person, _role, _named in people}
        super().__init__(*args, **kwargs)
        listed = [(str(p.pk), f"{named or p.name}, {_lower(role)}") for p, role, named in people]
        self.fields["person"].choices = [("", _("Choose a person")), *listed]

    def clean_person(self):
        return self.people.get(self.cleaned_data["person"])


def _lower(role):
    return str(_(ROLE_NAMES[role])).lower()


class TermEndForm(Form):
    """The last day of a term."""

    to_on = DateField(label=_("Which is the last day?"), noun=_("the last day"))


class InterestForm(Form):
    """An interest, or none."""

    for_good = "FOR_GOOD"

    none = forms.ChoiceField(
        label=_("Have you an interest to declare?"), widget=forms.RadioSelect,
        choices=[("NO", _("No, nothing")), ("YES", _("Yes"))],
    )  # fmt: skip
    words = long(_("Which interest is it?"), _("For example: a post, a contract, someone close to you. Name no child "
                 "and no family of a case"), required=False, rows=4, limit=2000)  # fmt: skip
    meeting = forms.ChoiceField(label=_("For how long does this hold?"), widget=forms.RadioSelect)

    def __init__(self, *args, meetings, **kwargs):
        self.meetings = {str(row.pk): row for row in meetings}
        super().__init__(*args, **kwargs)
        listed = [
            (key, _("For the meeting of %(when)s alone") % {"when": datetime_(row.starts_at)})
            for key, row in self.meetings.items()
        ]
        self.fields["meeting"].choices = [(self.for_good, _("Until I say otherwise")), *listed]

    def clean(self):
        said = super().clean()
        if "none" in said:
            said["none"] = said["none"] == "NO"
        said["meeting"] = self.meetings.get(said.get("meeting"))
        return said


class RecordedInterestForm(InterestForm):
    """An interest that a member told the governance officer."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["none"].label = _("Have they an interest to declare?")
        self.fields["meeting"].choices[0] = (self.for_good, _("Until they say otherwise"))
