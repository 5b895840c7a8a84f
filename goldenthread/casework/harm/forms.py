"""What the pages of harm ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.cases.rules import PartyRole
from goldenthread.casework.harm.rules import KINDS, STATUSES, SUB_KINDS
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form, FuzzyPeriod

ELSE = "ELSE"


def area(rows):
    return forms.Textarea(attrs={"rows": rows})


class ProofForm(Form):
    """What is known of proof on a date, from a source. `today`: the last day that it can be of."""

    status = forms.ChoiceField(
        label=_("What is known of proof?"), choices=choices_of(STATUSES), widget=forms.RadioSelect
    )
    status_on = DateField(
        label=_("On what date?"),
        help_text=_("The day of the report, the charge, the hearing or the decision"),
        noun=_("the date of the status"),
    )
    source = forms.CharField(
        label=_("How do we know?"),
        help_text=_("Who or what it comes from, for example the application, a police check, a court's judgment"),
        max_length=300,
    )
    note = forms.CharField(label=_("Anything to add about the proof"), widget=area(3), max_length=4000, required=False)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status_on"].latest = today


class DrawingOn:
    """A form that offers contacts (and lines of enquiry) to draw on; what there is none of is not asked."""

    def offer(self, name, rows, says):
        """Fills the checkboxes of `name` with `rows`, or takes the question away. `says` names one row."""
        setattr(self, name, {str(row.pk): row for row in rows})
        self.fields[name].choices = [(str(row.pk), says(row)) for row in rows]
        if not rows:
            del self.fields[name]

    def taken(self, said, name):
        """The rows that were ticked."""
        return [getattr(self, name)[key] for key in said.get(name, ())]


class PatternForm(DrawingOn, ProofForm):
    """A behaviour pattern. `people` are the participations; `says` names a contact for its checkbox."""

    kind = forms.ChoiceField(
        label=_("What kind of behaviour is it?"),
        help_text=_("Domestic Abuse Act 2021, section 1. Choose the one that describes the pattern best"),
        choices=choices_of(KINDS),
        widget=forms.RadioSelect,
    )
    sub_kinds = forms.MultipleChoiceField(
        label=_("Does any of these describe it further?"),
        choices=choices_of(SUB_KINDS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    by_member = forms.ChoiceField(label=_("Whose behaviour is it?"), widget=forms.RadioSelect)
    towards = forms.MultipleChoiceField(
        label=_("Towards whom, and who lived with it?"),
        help_text=_("A child who saw, heard or felt it is named here too"),
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("What does the pattern look like?"),
        help_text=_("What was done, how often, what it did to those who lived with it. Keep people's own words"),
        widget=area(7),
        max_length=8000,
    )
    period = FuzzyPeriod(label=_("When did it go on?"), noun=_("the period"))
    said_by = forms.ChoiceField(label=_("Who says so?"), widget=forms.RadioSelect)
    said_by_words = forms.CharField(label=_("Who, or what paper?"), max_length=300, required=False)
    told_on = DateField(
        label=_("When were we told?"),
        help_text=_("The day on which you heard or read it"),
        noun=_("the day on which we were told"),
    )
    lines = forms.MultipleChoiceField(
        label=_("Which lines of enquiry does it come from?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    contacts = forms.MultipleChoiceField(
        label=_("Which contacts does it rest on?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    field_order = (
        "kind", "sub_kinds", "by_member", "towards", "words", "period", "said_by", "said_by_words", "told_on",
        "status", "status_on", "source", "note", "lines", "contacts",
    )  # fmt: skip

    def __init__(self, *args, people, lines, contacts, says, today, **kwargs):
        self.members = {str(row.member_id): row.member for row in people}
        super().__init__(*args, today=today, **kwargs)
        # Adults first: mostly it is their behaviour, and they who say so.
        ordered = sorted(people, key=lambda row: row.role == PartyRole.CHILD)
        named = [(str(row.member_id), row.member.name or _("No name given")) for row in ordered]
        for name in ("by_member", "towards"):
            self.fields[name].choices = named
        self.fields["said_by"].choices = [*named, (ELSE, _("Someone else, or a paper"))]
        self.fields["told_on"].latest = self.fields["period"].latest = self.today = today
        self.offer("lines", lines, lambda line: line.question)
        self.offer("contacts", contacts, says)

    def clean(self):
        said = super().clean()
        if said.get("said_by") == ELSE and not said.get("said_by_words"):
            self.add_error("said_by_words", _("Say who says so, or which paper"))
        elif said.get("said_by") != ELSE:
            said["said_by_words"] = ""
        for name in ("by_member", "said_by"):
            said[name] = self.members.get(said.get(name))
        said["towards"] = [self.members[key] for key in said.get("towards", ())]
        said["lines"], said["contacts"] = self.taken(said, "lines"), self.taken(said, "contacts")
        said["status_note"] = said.pop("note", "")
        return said | self._time(said.pop("period", None))

    def _time(self, period):
        """The period as columns: the words with all the precision there is, and the outer bounds."""
        if period is None:
            return {}
        ended = False if period.end else None
        return {
            "period_words": str(period),
            "from_on": period.start.earliest if period.start else None,
            "to_on": min(period.end.latest, self.today) if period.end else None,
            "ongoing": True if period.ongoing else ended,
        }


class ReasonForm(Form):
    """Why a pattern is no longer live, or live again."""

    ended_why = forms.CharField(widget=area(5), max_length=4000)

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ended_why"].label = label


class IncidentForm(DrawingOn, Form):
    """One occasion under a pattern. `says` names a contact for its checkbox."""

    words = forms.CharField(
        label=_("What happened?"),
        help_text=_("As it was told. Keep the words of the person who told it"),
        widget=area(6),
        max_length=8000,
    )
    happened_on = DateField(
        label=_("On what date, if it is known?"), noun=_("the date of the incident"), required=False
    )
    when_words = forms.CharField(
        label=_("When, in their words"),
        help_text=_("For example: the Christmas before the youngest was born"),
        required=False,
    )
    said_by_words = forms.CharField(
        label=_("Who says so?"), help_text=_("The person, or the paper and its date"), max_length=300
    )
    children_words = forms.CharField(
        label=_("Where was each child?"),
        help_text=_("Name each one: saw it, heard it, was in the house, was elsewhere, or nobody has said"),
        widget=area(3),
        max_length=500,
        required=False,
    )
    told_on = DateField(
        label=_("When were we told?"),
        help_text=_("The day on which you heard or read it"),
        noun=_("the day on which we were told"),
    )
    contacts = forms.MultipleChoiceField(
        label=_("Which contacts does it rest on?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, contacts, says, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].latest = self.fields["told_on"].latest = today
        self.offer("contacts", contacts, says)

    def clean(self):
        said = super().clean()
        if not said.get("happened_on") and not said.get("when_words") and "happened_on" not in self.errors:
            self.add_error("happened_on", _("Enter the date, or say in words when it was"))
        said["contacts"] = self.taken(said, "contacts")
        return said
