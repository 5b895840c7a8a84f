"""What the pages of enquiry ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.enquiry.rules import METHODS, OUTCOMES
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import Form, WhenField

FAMILY = "FAMILY"


class LineForm(Form):
    """A new line of enquiry. `people` are the participations of the case."""

    question = forms.CharField(
        label=_("What do we need to find out?"),
        help_text=_("One question, for example: how has what happened at home affected this child?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
    why = forms.CharField(
        label=_("Why do we need to know?"),
        help_text=_("What in the application, the checks or an earlier answer raises it"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )
    about = forms.ChoiceField(label=_("Whom is it about?"), widget=forms.RadioSelect, required=False, initial=FAMILY)

    def __init__(self, *args, people, **kwargs):
        self.members = {str(row.member_id): row.member for row in people}
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [
            *((key, member.name or _("No name given")) for key, member in self.members.items()),
            (FAMILY, _("The whole family")),
        ]

    def clean_about(self):
        return self.members.get(self.cleaned_data["about"])


class CloseLineForm(Form):
    """The answer to a line of enquiry, or why it is set down, or why it is opened again."""

    closing = forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), max_length=8000)

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["closing"].label = label


class ContactForm(Form):
    """An entry of the contact log. `people` are the participations; `lines` the open lines of enquiry."""

    member = forms.ChoiceField(label=_("Whom did you try to reach?"), widget=forms.RadioSelect)
    agency = forms.CharField(label=_("Which agency, and whom there?"), required=False)
    happened_at = WhenField(label=_("When?"), noun=_("the date of the contact"))
    method = forms.ChoiceField(label=_("How?"), choices=choices_of(METHODS), widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=_("What came of it?"), choices=choices_of(OUTCOMES), widget=forms.RadioSelect)
    said = forms.CharField(
        label=_("What was said"),
        help_text=_("What they said, as they said it. Keep your own view for the assessment"),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )
    lines = forms.MultipleChoiceField(
        label=_("Which lines of enquiry does it bear on?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    AGENCY = "AGENCY"

    def __init__(self, *args, people, lines, **kwargs):
        self.members = {str(row.member_id): row.member for row in people}
        self.lines = {str(line.pk): line for line in lines}
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [
            *((key, member.name or _("No name given")) for key, member in self.members.items()),
            (self.AGENCY, _("An agency, for example the police or a school")),
        ]
        self.fields["lines"].choices = [(key, line.question) for key, line in self.lines.items()]
        if not self.lines:
            del self.fields["lines"]

    def clean(self):
        said = super().clean()
        if said.get("member") == self.AGENCY and not said.get("agency"):
            self.add_error("agency", _("Name the agency"))
        elif said.get("member") != self.AGENCY:
            said["agency"] = ""
        said["member"] = self.members.get(said.get("member"))
        said["lines"] = [self.lines[key] for key in said.get("lines", ())]
        if "happened_at" in said:
            said["happened_at"] = said["happened_at"].moment
        return said
