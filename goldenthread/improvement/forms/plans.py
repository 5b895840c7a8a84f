"""What the pages of plans ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form
from goldenthread.improvement.rules import SOURCES_OF_LEARNING, TIES, Tie


def long(label, hint="", *, required=True, rows=4, limit=4000):
    """A field of several lines."""
    return forms.CharField(
        label=label, help_text=hint, required=required, widget=forms.Textarea(attrs={"rows": rows}), max_length=limit
    )


class OwnersForm(Form):
    """A form that asks for posts: they arrive as identifiers and leave as rows. `posts`: the names of its fields."""

    posts = ("owner",)

    def __init__(self, *args, owners, **kwargs):
        self.owners = {str(post.pk): post for post in owners}
        super().__init__(*args, **kwargs)
        listed = [(key, post.name) for key, post in self.owners.items()]
        for name in self.posts:
            self.fields[name].choices = [("", _("Choose a post")), *listed]
        if "shares" in self.fields:
            self.fields["shares"].choices = listed

    def clean(self):
        said = super().clean()
        for name in self.posts:
            said[name] = self.owners.get(said.get(name))
        if "shares" in self.fields:
            said["shares"] = [self.owners[key] for key in said.get("shares", ()) if key in self.owners]
        return said


class PlanForm(OwnersForm):
    """The head of a plan."""

    title = forms.CharField(label=_("What is the plan called?"), max_length=200)
    key = forms.SlugField(
        label=_("A short name for it"), max_length=60,
        help_text=_("Small letters, figures and hyphens, for example: domestic-abuse-2026"),
    )  # fmt: skip
    words = long(_("What is it for, and what does it rest on?"), required=False, rows=6, limit=6000)
    owner = forms.ChoiceField(label=_("Which post owns the plan?"))
    review_on = DateField(label=_("When is it reviewed?"), noun=_("the date of review"), required=False)


class PlanEditForm(PlanForm):
    """The head of a plan that is there: its short name stays."""

    key = None


class PriorityForm(Form):
    """A priority."""

    title = forms.CharField(label=_("What is the priority?"), max_length=200)
    words = long(_("What does it mean?"), required=False)
    sources = forms.MultipleChoiceField(
        label=_("What was it learned from?"), choices=choices_of(SOURCES_OF_LEARNING),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    source_words = long(_("In words"), _("Which audit, report or group"), required=False, rows=2, limit=1000)


class LineForm(OwnersForm):
    """A line of a priority."""

    posts = ("owner", "accountable")

    title = forms.CharField(label=_("What will be done?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    key = forms.SlugField(label=_("A short reference"), max_length=60, help_text=_("For example: unsafe-orders"))
    words = long(_("How will it be done?"), required=False)
    who_words = forms.CharField(label=_("Who, as the plan says it?"), max_length=300)
    owner = forms.ChoiceField(label=_("Which post owns it?"))
    accountable = forms.ChoiceField(label=_("Which post accounts for it?"))
    shares = forms.MultipleChoiceField(
        label=_("Which other posts have a part in it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_words = forms.CharField(
        label=_("By when?"), help_text=_("As you would say it: “Aug 2026”, “Underway and by Dec 2026”, “Biannually”")
    )


class KnownByForm(Form):
    """How it will be known."""

    line = forms.ChoiceField(label=_("Of which line?"), required=False)
    words = long(_("How will we know?"), rows=3, limit=2000)
    tie = forms.ChoiceField(label=_("What shows it?"), choices=choices_of(TIES), widget=forms.RadioSelect)
    measure_key = forms.SlugField(label=_("Which measure?"), required=False, max_length=60)
    evidence_words = long(_("Which evidence?"), required=False, rows=2, limit=1000)
    words_why = long(_("Why can it not be measured yet?"), required=False, rows=2, limit=1000)

    asked_for = {Tie.MEASURE: "measure_key", Tie.EVIDENCE: "evidence_words", Tie.NOT_YET: "words_why"}

    def __init__(self, *args, lines, **kwargs):
        self.lines = {str(line.pk): line for line in lines}
        super().__init__(*args, **kwargs)
        listed = [
            (key, f"{line.priority.number}.{line.number} {line.action.title}") for key, line in self.lines.items()
        ]
        self.fields["line"].choices = [("", _("The priority as a whole")), *listed]

    def clean(self):
        said = super().clean()
        said["line"] = self.lines.get(said.get("line"))
        if tie := said.get("tie"):
            wanted = self.asked_for[Tie(tie)]
            if not said.get(wanted) and wanted not in self.errors:
                self.add_error(wanted, _("Say what shows it, or why nothing does yet"))
            for name in set(self.asked_for.values()) - {wanted}:
                said[name] = ""
        return said


class NewKnownByForm(KnownByForm):
    """A new one, with its reference."""

    key = forms.SlugField(label=_("A short reference"), max_length=60)


class PublishForm(Form):
    """What has changed, for those who knew the version before."""

    note = forms.CharField(label=_("What has changed since the last version?"), required=False, max_length=500)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class ReasonForm(Form):
    """Why."""

    reason = long(_("Why?"), rows=3, limit=2000)


class NothingForm(Form):
    """A step that asks for nothing."""


class RestOnForm(Form):
    """What a priority rests on. `found`: {"points": […], "reports": […]}. It leaves as {things}."""

    points = forms.MultipleChoiceField(
        label=_("Which learning points?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reports = forms.MultipleChoiceField(
        label=_("Which reports received?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, found, **kwargs):
        self.found = {str(row.pk): row for rows in found.values() for row in rows}
        super().__init__(*args, **kwargs)
        for name, rows in found.items():
            self.fields[name].choices = [(str(row.pk), row.title) for row in rows]
            if not rows:
                del self.fields[name]

    def clean(self):
        said = super().clean()
        keys = [key for name in ("points", "reports") for key in said.get(name, ())]
        if not keys and not self.errors:
            self.add_error(None, _("Choose at least one"))
        return {"things": [self.found[key] for key in keys]}


class AreaReportForm(Form):
    """How a priority goes in an area."""

    going_well = long(_("What is going well, and how do you know?"), _("Name no child and no family"), limit=3000)
    worries = long(_("What worries you, and what are you doing about it?"), limit=3000)
    asks = long(_("What do you ask of the Board or of others?"), required=False, rows=2, limit=2000)
