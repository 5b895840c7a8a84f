"""What the pages of meetings, agendas, papers and minutes ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goldenthread.boards.forms.boards import NO_FAMILY
from goldenthread.boards.queries.boards import shown_name
from goldenthread.boards.rules import ATTENDED, ITEM_KINDS, MINUTE_KINDS, MinuteKind
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import Form, WhenField
from goldenthread.govuk.filters import date
from goldenthread.improvement.forms.plans import OwnersForm, long


class MeetingForm(Form):
    """When and where."""

    starts_at = WhenField(label=_("When does it begin?"), noun=_("the date of the meeting"), time_required=True)
    place = forms.CharField(label=_("Where?"), required=False, max_length=160)

    def clean(self):
        said = super().clean()
        if said.get("starts_at"):
            said["starts_at"] = said["starts_at"].moment
        return said


class ItemForm(Form):
    """An item of an agenda."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=choices_of(ITEM_KINDS))
    title = forms.CharField(
        label=_("What does the agenda say?"), required=False, max_length=200,
        help_text=_("Leave this empty to use the words above"),
    )  # fmt: skip
    lead = forms.CharField(label=_("Who speaks to it?"), required=False, max_length=160)


class ItemEditForm(ItemForm):
    """An item that is there, and its place."""

    number = forms.IntegerField(label=_("Which place has it on the agenda?"), min_value=1, max_value=99)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        self.fields["title"].help_text = ""


class NothingForm(Form):
    """A step that asks for nothing."""


# What a paper can rest on, by the field that asks for it.
RESTS_ON = ("priorities", "lines", "reports", "risks", "points")


def _several(label):
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class PaperForm(Form):
    """A paper: its words or a pack, what it asks of members, what it rests on."""

    title = forms.CharField(label=_("What is the paper called?"), max_length=200)
    asks = forms.CharField(
        label=_("What is asked of members?"), required=False, max_length=300,
        help_text=_("For example: to agree the plan for the year; to challenge the reasons for what is late"),
    )  # fmt: skip
    words = long(_("The paper"), NO_FAMILY, required=False, rows=16, limit=20000)
    pack = forms.ChoiceField(label=_("Or a pack"), required=False)
    for_members = forms.ChoiceField(
        label=_("Who reads it?"), widget=forms.RadioSelect,
        choices=[("YES", _("Members, once the papers are out")), ("NO", _("Those who keep the board alone"))],
        initial="YES",
    )  # fmt: skip
    priorities = _several(_("Priorities of the plans"))
    lines = _several(_("Lines of the plans"))
    reports = _several(_("Reports of the areas"))
    risks = _several(_("Risks"))
    points = _several(_("Learning points"))

    says = {
        "priorities": lambda row: f"{row.plan.title}: {row.number}. {row.title}",
        "lines": lambda row: f"{row.priority.number}.{row.number} {row.action.title}",
        "reports": lambda row: f"{row.area.name}, {date(row.as_at)}: {row.priority.title}",
        "risks": lambda row: f"{row.reference} {row.title}",
        "points": lambda row: row.title,
    }

    def __init__(self, *args, packs, citable, **kwargs):
        self.packs = {str(pack.pk): pack for pack in packs}
        self.citable = {name: {str(row.pk): row for row in rows} for name, rows in citable.items()}
        super().__init__(*args, **kwargs)
        listed = [(key, gettext("Pack as at %(on)s") % {"on": date(pack.as_at)}) for key, pack in self.packs.items()]
        self.fields["pack"].choices = [("", _("No pack")), *listed]
        for name in RESTS_ON:
            said = [(key, self.says[name](row)) for key, row in self.citable[name].items()]
            if said:
                self.fields[name].choices = said
            else:
                del self.fields[name]

    @property
    def rests_on(self):
        """The fields that ask what it rests on: those of which there is something."""
        return [name for name in RESTS_ON if name in self.fields]

    def clean(self):
        said = super().clean()
        said["for_members"] = said.get("for_members") == "YES"
        said["pack"] = self.packs.get(said.get("pack"))
        said["rests_on"] = [
            self.citable[name][key] for name in RESTS_ON for key in said.pop(name, ()) if key in self.citable[name]
        ]
        return said


class AttendanceForm(Form):
    """Of each member of that day: were they there?"""

    def __init__(self, *args, members, **kwargs):
        self.members = {f"member_{row.pk}": row for row in members}
        super().__init__(*args, **kwargs)
        for name, row in self.members.items():
            asked = forms.ChoiceField(label=shown_name(row), choices=choices_of(ATTENDED), widget=forms.RadioSelect)
            self.fields[name] = asked
            self._prepare(name, asked)

    def clean(self):
        said = super().clean()
        said["attended"] = {row.pk: said.pop(name) for name, row in self.members.items() if name in said}
        return said


class MinuteForm(OwnersForm):
    """A minute; where something is undertaken, the action."""

    posts = ("owner", "accountable")

    kind = forms.ChoiceField(label=_("What is it?"), choices=choices_of(MINUTE_KINDS), widget=forms.RadioSelect)
    words = long(_("In a few words"), NO_FAMILY)
    paper = forms.ChoiceField(label=_("Which paper does it concern?"), required=False)
    title = forms.CharField(
        label=_("What will be done?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.ChoiceField(label=_("Which post owns it?"), required=False)
    accountable = forms.ChoiceField(label=_("Which post accounts for it?"), required=False)
    due_words = forms.CharField(
        label=_("By when?"), required=False,
        help_text=_("As you would say it: “Aug 2026”, “Underway and by Dec 2026”, “Biannually”"),
    )  # fmt: skip

    asked_for = (
        ("title", _("Say what will be done")), ("owner", _("Choose the post that owns it")),
        ("accountable", _("Choose the post that accounts for it")), ("due_words", _("Say by when")),
    )  # fmt: skip

    def __init__(self, *args, papers, **kwargs):
        self.papers = {str(paper.pk): paper for paper in papers}
        super().__init__(*args, **kwargs)
        if self.papers:
            listed = [(key, paper.title) for key, paper in self.papers.items()]
            self.fields["paper"].choices = [("", _("None in particular")), *listed]
        else:
            del self.fields["paper"]

    def clean(self):
        said = super().clean()
        said["paper"] = self.papers.get(said.get("paper"))
        for name, asks in self.asked_for if said.get("kind") == MinuteKind.ACTION else ():
            if not said.get(name) and name not in self.errors:
                self.add_error(name, asks)
        return said


class MinuteEditForm(Form):
    """The words of a minute."""

    words = long(_("In a few words"), NO_FAMILY)
