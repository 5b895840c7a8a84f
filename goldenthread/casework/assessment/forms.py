"""What the pages of the assessment ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.assessment.rules import POINTS, STATEMENT_KINDS, VICTIMS
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import Form

# The groups of what a statement can rest on: field, kind, heading.
GROUPS = (
    ("wishes", "wish", _("Children's words")),
    ("sessions", "session", _("Sessions with a child")),
    ("contacts", "contact", _("Contact log")),
    ("patterns", "pattern", _("Behaviour patterns")),
    ("incidents", "incident", _("Incidents")),
)


class VictimForm(Form):
    """Whether one child is a victim under the Act."""

    answer = forms.ChoiceField(
        label=_("Is this child a victim of domestic abuse in their own right?"),
        help_text=_(
            "Domestic Abuse Act 2021, section 3: a child who sees, hears or experiences the effects of the abuse, "
            "and is related to the person abused or the person who abuses"
        ),
        choices=choices_of(VICTIMS),
        widget=forms.RadioSelect,
    )
    basis = forms.CharField(
        label=_("What does the answer rest on?"),
        help_text=_("If you cannot yet say, what do you still need to know?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )


class SourcesForm(Form):
    """Tick boxes of what a statement can rest on. `offered` are (kind, id, label) of the record, newest first.

    Gives `chosen`: a list of (kind, id).
    """

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        for name, kind, heading in GROUPS:
            choices = [(str(identifier), label) for of_kind, identifier, label in offered if of_kind == kind]
            if choices:
                self.fields[name] = forms.MultipleChoiceField(
                    label=heading, choices=choices, widget=forms.CheckboxSelectMultiple, required=False
                )
                self._prepare(name, self.fields[name])

    @property
    def groups(self):
        """The names of the groups that have something in them, in order."""
        return [name for name, _kind, _heading in GROUPS if name in self.fields]

    def clean(self):
        said = super().clean()
        said["chosen"] = [(kind, key) for name, kind, _heading in GROUPS for key in said.pop(name, None) or ()]
        return said


class StatementForm(SourcesForm):
    """A new statement about one child. `parents` are the family members who are parents here."""

    kind = forms.ChoiceField(
        label=_("What is this statement about?"), choices=choices_of(STATEMENT_KINDS), widget=forms.RadioSelect
    )
    point = forms.ChoiceField(
        label=_("Which point of the checklist?"),
        choices=choices_of(POINTS, empty=_("Select a point")),
        required=False,
    )
    parent = forms.ChoiceField(label=_("Which parent?"), widget=forms.RadioSelect, required=False)
    words = forms.CharField(
        label=_("Your statement"),
        help_text=_(
            "What you make of it, for this child alone. Leave the child's own words where they are, and draw on them"
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=12000,
    )

    def __init__(self, *args, parents, **kwargs):
        self.parents = {str(member.pk): member for member in parents}
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [
            (key, member.name or _("No name given")) for key, member in self.parents.items()
        ]

    def clean(self):
        said = super().clean()
        said["parent"] = self.parents.get(said.get("parent"))
        return said


class ReviseForm(Form):
    """The new text of a statement."""

    words = forms.CharField(label=_("Your statement"), widget=forms.Textarea(attrs={"rows": 12}), max_length=12000)
