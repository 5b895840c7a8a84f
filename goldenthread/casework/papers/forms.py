"""What the pages of papers, copies and directions ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.cases.rules import PARTY_ROLES, PartyRole
from goldenthread.casework.papers.rules import (
    ALWAYS_PROTECTED,
    FILE_KINDS,
    FORMATS_FOR,
    NOT_BROUGHT,
    PAPER_KINDS,
    RECIPIENTS,
    Recipient,
    usual_purpose,
)
from goldenthread.documents.rules import FileKind
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, FileField, Form

NOBODY = "NOBODY"
NO_NAME = _("No name given")


class BringForm(Form):
    """A paper that comes in. `people` are the participations of the case."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("PDF, Word, OpenDocument, Excel, plain text or a picture (JPEG, PNG)"),
    )
    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)
    protected = forms.BooleanField(
        label=_("It holds something that another party must never see"),
        help_text=_(
            "Then it is open to those alone who may open protected contact details, and each opening is recorded"
        ),
        required=False,
    )
    member = forms.ChoiceField(label=_("Whose is it?"), widget=forms.RadioSelect, initial=NOBODY)

    def __init__(self, *args, people, **kwargs):
        self.members = {str(row.member_id): row.member for row in people}
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of({k: v for k, v in PAPER_KINDS.items() if k not in NOT_BROUGHT})
        self.fields["member"].choices = [
            *((key, member.name or NO_NAME) for key, member in self.members.items()),
            (NOBODY, _("Nobody's in particular")),
        ]

    def clean(self):
        said = super().clean()
        said["member"] = self.members.get(said.get("member"))
        said["protected"] = said.get("protected") or said.get("kind") in ALWAYS_PROTECTED
        return said


class CopyForm(Form):
    """Who gets a copy of the report. `people` are the participations; `welsh`: the nation has two languages."""

    recipient = forms.ChoiceField(label=_("Who is the copy for?"), widget=forms.RadioSelect)
    file_kind = forms.ChoiceField(
        label=_("In which form?"),
        widget=forms.RadioSelect,
        choices=choices_of({kind: FILE_KINDS[kind] for kind in FORMATS_FOR[Recipient.COURT]}),
        required=False,
        initial=FileKind.PDF.value,
    )
    words = forms.CharField(
        label=_("Their name"),
        help_text=_("The firm of the solicitor, the local authority, or whoever else it is"),
        required=False,
    )
    directed = forms.BooleanField(label=_("The court has directed that they get it"), required=False)
    language = forms.ChoiceField(
        label=_("In which language?"),
        widget=forms.RadioSelect,
        choices=[("en-gb", _("English")), ("cy", _("Welsh"))],
        initial="en-gb",
    )

    def __init__(self, *args, people, welsh, **kwargs):
        self.members = {str(row.member_id): row for row in people if row.role != PartyRole.CHILD}
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = [
            (Recipient.COURT.value, _(RECIPIENTS[Recipient.COURT])),
            *self._parties(),
            (Recipient.LOCAL_AUTHORITY.value, _(RECIPIENTS[Recipient.LOCAL_AUTHORITY])),
            (Recipient.OTHER.value, _(RECIPIENTS[Recipient.OTHER])),
            (Recipient.OFFICE.value, _("Our own office, to work on it in Word and bring it back")),
        ]
        if not welsh:
            del self.fields["language"]

    def _parties(self):
        for key, row in self.members.items():
            name = row.member.name or NO_NAME
            yield (
                f"{Recipient.PARTY}:{key}",
                _("%(name)s, %(role)s") % {"name": name, "role": str(_(PARTY_ROLES[PartyRole(row.role)])).lower()},
            )
            yield f"{Recipient.SOLICITOR}:{key}", _("The solicitor of %(name)s") % {"name": name}

    def clean(self):
        said = super().clean()
        code, _colon, key = said.get("recipient", "").partition(":")
        if not code:
            return said
        recipient = Recipient(code)
        row = self.members.get(key)
        formats = FORMATS_FOR[recipient]
        chosen = said.get("file_kind") or formats[0]
        return {
            "recipient": recipient,
            "member": row.member if row else None,
            "words": said.get("words", ""),
            "purpose": usual_purpose(recipient, directed=bool(said.get("directed"))),
            # Only for the court is there anything to choose.
            "file_kind": FileKind(chosen) if recipient == Recipient.COURT else formats[0],
            "language": said.get("language", "en-gb"),
        }


class LookForm(Form):
    """What becomes of a stopped copy. `hits` are its hits as presenters give them."""

    looked = forms.MultipleChoiceField(
        label=_("Places that you have looked at"), widget=forms.CheckboxSelectMultiple, required=False
    )
    outcome = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("What you saw there, and why it gives nothing away, or what must change"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )

    LET_OUT, KEEP_BACK = "LET_OUT", "KEEP_BACK"

    def __init__(self, *args, hits, whole, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["looked"].choices = [(str(hit["number"]), hit["text"]) for hit in hits]
        outcomes = [(self.KEEP_BACK, _("Keep it back"))]
        if not whole:
            outcomes.insert(0, (self.LET_OUT, _("Let it out: none of these gives anything away here")))
        self.fields["outcome"].choices = outcomes

    def clean(self):
        said = super().clean()
        return {
            "let_out": said.pop("outcome", "") == self.LET_OUT,
            "reason": said.get("reason", ""),
            "looked": [int(number) for number in said.get("looked", ())],
        }


EVERYONE = "EVERYONE"


class DirectionForm(Form):
    """A direction of the court to withhold. `groups`: [(heading, [(key, name, text)])]; `people`: participations."""

    passage = forms.ChoiceField(label=_("Which passage is withheld?"), widget=forms.RadioSelect)
    member = forms.ChoiceField(label=_("From whom?"), widget=forms.RadioSelect)
    directed_on = DateField(label=_("When did the court direct it?"), noun=_("the date of the direction"))
    words = forms.CharField(
        label=_("What the court directed"),
        help_text=_("In the words of the order or direction. It stands in the record, not in the copy"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )

    def __init__(self, *args, groups, people, **kwargs):
        self.members = {str(row.member_id): row.member for row in people if row.role != PartyRole.CHILD}
        super().__init__(*args, **kwargs)
        self.fields["passage"].choices = [(key, name) for _h, rows in groups for key, name, _t in rows]
        self.fields["member"].choices = [
            *((key, member.name or NO_NAME) for key, member in self.members.items()),
            (EVERYONE, _("Every party")),
        ]

    def clean(self):
        said = super().clean()
        said["member"] = self.members.get(said.get("member"))
        return said


class EndDirectionForm(Form):
    """By what a direction ended."""

    reason = forms.CharField(
        label=_("By what did it end, and when?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class BackForm(Form):
    """A Word copy that comes back."""

    file = FileField(
        label=_("The Word file"), help_text=_("The copy that was saved from here, with your changes in it (.docx)")
    )


class TakeForm(Form):
    """For whom the changes of a Word copy are taken into the advice. `ready`: the children as presenters give them."""

    children = forms.MultipleChoiceField(
        label=_("For whom do you take the changes?"),
        help_text=_("For each child all of them are taken, or none"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why does the advice have to change?"),
        help_text=_("Required where the advice is agreed: the agreement lapses, and the manager reads this"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args, ready, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["children"].choices = [(child["id"], child["name"]) for child in ready]
