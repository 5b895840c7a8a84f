"""What the pages of filing ask. They validate what was chosen and decide nothing."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.filing.rules import FOUND
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import Form

ANOTHER = "ANOTHER"


class FileForm(Form):
    """As what a paper is filed. `likely` and `others` are types; `fixed`: it is confidential whatever the type;
    `again`: the court has it already; `by_eye`: the gate could not read it."""

    kind = forms.ChoiceField(label=_("What type of document is it?"), widget=forms.RadioSelect)
    another = forms.ChoiceField(label=_("Which type?"), widget=forms.Select, required=False)
    confidential = forms.ChoiceField(
        label=_("Must the court keep it confidential?"),
        choices=[("NO", _("No")), ("YES", _("Yes"))],
        widget=forms.RadioSelect,
        initial="NO",
    )
    by_eye = forms.BooleanField(label=_("I have read every page, and none gives away a protected detail"))
    again_why = forms.CharField(
        label=_("Why is it filed once more?"),
        help_text=_("For example: the court office asked for it again"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args, likely, others, fixed=False, again=False, by_eye=False, **kwargs):
        self.types = {kind.code: kind for kind in (*likely, *others)}
        super().__init__(*args, **kwargs)
        told = [(kind.code, _called(kind)) for kind in others]
        first = [(kind.code, _now(kind.name)) for kind in likely]
        self.fields["kind"].choices = [*first, (ANOTHER, _("Another type"))] if first and told else first or told
        self.fields["another"].choices = [("", _("Choose a type")), *sorted(told, key=lambda pair: pair[1])]
        for name, wanted in (("another", first and told), ("confidential", not fixed), ("again_why", again),
                             ("by_eye", by_eye)):  # fmt: skip
            if not wanted:
                del self.fields[name]

    def clean(self):
        said = super().clean()
        if said.get("kind") == ANOTHER and not said.get("another"):
            self.add_error("another", _now("Choose which type it is"))
        return {
            "document_type": said.get("another") if said.get("kind") == ANOTHER else said.get("kind"),
            "confidential": said.get("confidential") == "YES",
            "again_why": said.get("again_why", ""),
            "by_eye": said.get("by_eye", False),
        }


def _called(kind):
    """A type in a list without hints."""
    name = _now(kind.name)
    return _now("%(type)s (always confidential)") % {"type": name} if kind.always_confidential else name


class StopForm(Form):
    """Why a filing is not sent, or why it rests."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class SettleForm(Form):
    """What the court office said."""

    found = forms.ChoiceField(label=_("Does the court have it?"), choices=choices_of(FOUND), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Who at the court said so, and when?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
