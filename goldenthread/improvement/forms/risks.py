"""What the pages of the risk register ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form
from goldenthread.improvement.forms.plans import OwnersForm, long
from goldenthread.improvement.forms.raised import NO_FAMILY
from goldenthread.improvement.rules import ASSURANCE_LINES, CONTROL_WORKS, Works


class FilterForm(Form):
    """How the register is narrowed."""

    which = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("STANDING", _("Watched")), ("ABOVE", _("Above our appetite")), ("LATE", _("Review is late")),
            ("ESCALATED", _("Escalated")), ("CLOSED", _("Closed")), ("ALL", _("All")),
        ],
    )  # fmt: skip
    where = forms.ChoiceField(label=_("Where"), required=False)
    words = forms.CharField(label=_("Words or number"), required=False, max_length=100)

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        listed = [(str(area.pk), area.name) for area in areas]
        self.fields["where"].choices = [("", _("All")), ("NATIONAL", _("National register")), *listed]


def _steps(label, hint=""):
    return forms.TypedChoiceField(label=label, help_text=hint, coerce=int)


class _ScaleForm(Form):
    """A form that asks for steps of the organisation's scale, by the name and number of each."""

    def __init__(self, *args, scale, **kwargs):
        super().__init__(*args, **kwargs)
        steps = {"likelihood": scale.likelihood, "impact": scale.impact}
        for name, field in self.fields.items():
            kind = next((kind for kind in steps if name.endswith(kind)), None)
            if kind:
                listed = [(number, f"{number} {step.name}") for number, step in enumerate(steps[kind], 1)]
                field.choices = [("", _("Choose a step")), *listed]
        if "appetite" in self.fields:
            self.fields["appetite"].choices = [
                (one.code, _("%(name)s: %(means)s (up to %(most)s)")
                 % {"name": one.name, "means": one.means, "most": one.most})
                for one in scale.appetites
            ]  # fmt: skip


class RiskEditForm(_ScaleForm, OwnersForm):
    """What a risk says, who owns it, how it would be with no control, and where it should be."""

    title = forms.CharField(label=_("What is the risk called?"), help_text=NO_FAMILY, max_length=200)
    cause = long(_("Because of what?"), _("The cause: what is so already"), rows=3, limit=2000)
    event = long(_("What may happen?"), _("The event: what is not certain"), rows=3, limit=2000)
    consequence = long(_("What would follow for children, families, courts or us?"), rows=3, limit=2000)
    owner = forms.ChoiceField(label=_("Which post owns it?"))
    inherent_likelihood = _steps(_("How likely would it be with no control?"))
    inherent_impact = _steps(_("How much would it matter with no control?"))
    target_likelihood = _steps(_("How likely do we want it to be?"))
    target_impact = _steps(_("How much do we want it to matter?"))
    appetite = forms.ChoiceField(label=_("How much of this do we accept?"), widget=forms.RadioSelect)
    review_on = DateField(label=_("When is it reviewed next?"), noun=_("the date of review"))


class RiskForm(RiskEditForm):
    """A new risk, with its first score and where it is watched."""

    where = forms.ChoiceField(label=_("Where is it watched?"))
    likelihood = _steps(_("How likely is it now?"))
    impact = _steps(_("How much would it matter now?"))
    words = long(_("What does that score rest on?"), rows=3, limit=2000)

    field_order = (
        "where", "title", "cause", "event", "consequence", "owner", "inherent_likelihood", "inherent_impact",
        "likelihood", "impact", "words", "target_likelihood", "target_impact", "appetite", "review_on",
    )  # fmt: skip

    def __init__(self, *args, areas, national, **kwargs):
        super().__init__(*args, **kwargs)
        self.areas = {str(area.pk): area for area in areas}
        listed = [(key, area.name) for key, area in self.areas.items()]
        first = [("NATIONAL", _("National register"))] if national else []
        self.fields["where"].choices = [("", _("Choose")), *first, *listed]

    def clean(self):
        said = super().clean()
        said["area"] = self.areas.get(said.pop("where", ""))
        return said


class ScoreForm(_ScaleForm):
    """How it stands now, and why."""

    likelihood = _steps(_("How likely is it now?"))
    impact = _steps(_("How much would it matter now?"))
    words = long(_("What does that rest on?"), _("What changed, or why nothing did"), limit=2000)
    review_on = DateField(label=_("When is it reviewed next?"), noun=_("the date of review"))


class ControlForm(Form):
    """What keeps a risk down, and who assures that it does."""

    words = long(_("What keeps the risk down?"), NO_FAMILY, rows=3, limit=2000)
    line = forms.ChoiceField(
        label=_("Who assures that it works?"), choices=choices_of(ASSURANCE_LINES), widget=forms.RadioSelect
    )


class AssureForm(Form):
    """What an assurance found."""

    works = forms.ChoiceField(
        label=_("Does it work?"), widget=forms.RadioSelect,
        choices=choices_of({code: text for code, text in CONTROL_WORKS.items() if code != Works.NOT_ASSURED}),
    )  # fmt: skip
    assured_on = DateField(label=_("On which day was that found?"), noun=_("the day of the assurance"))
    assured_words = long(_("By whom, and what does it rest on?"), _("An audit, a check, an inspection"), limit=2000)


class ReopenForm(Form):
    """Why it is opened again, and when it is reviewed."""

    reason = long(_("Why?"), rows=3, limit=2000)
    review_on = DateField(label=_("When is it reviewed?"), noun=_("the date of review"))
