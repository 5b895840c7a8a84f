"""Adding and correcting people, how they are related, how to reach them, and matches."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.cases.rules import PARTY_ROLES, RESPONSIBILITIES, PartyRole, Responsibility
from goldenthread.casework.families.rules import (
    ANSWERED,
    CONTACT_KINDS,
    ETHNIC_GROUPS,
    GENDERS,
    LANGUAGES,
    RELATIONS,
    SAID_BY,
    Answered,
    Trait,
    codes_of,
    group_of,
    trait_words,
)
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form

YES_NO = [("YES", _("Yes")), ("NO", _("No"))]


class CorrectForm(Form):
    """What we were told of a person. `is_child` leaves out what is asked of adults alone."""

    first_names = forms.CharField(label=_("First names"), required=False)
    last_name = forms.CharField(label=_("Last name"), required=False)
    previous_names = forms.CharField(
        label=_("Also known as"), help_text=_("Earlier or other names"), max_length=300, required=False
    )  # fmt: skip
    born_on = DateField(label=_("Date of birth"), noun=_("the date of birth"), required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=choices_of(GENDERS), widget=forms.RadioSelect)
    gender_words = forms.CharField(label=_("In their own words"), max_length=100, required=False)
    responsibility = forms.ChoiceField(
        label=_("Do they have parental responsibility?"),
        choices=choices_of(RESPONSIBILITIES),
        widget=forms.RadioSelect,
        initial=Responsibility.NOT_KNOWN,
    )
    relation_words = forms.CharField(
        label=_("What the application calls them"),
        help_text=_("For example: the children's maternal grandmother"),
        required=False,
    )

    def __init__(self, *args, is_child=False, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["born_on"].latest = today
        if is_child:
            del self.fields["responsibility"]

    def clean(self):
        said = super().clean()
        if said.get("gender") != "OTHER":
            said["gender_words"] = ""
        return said


class AddForm(CorrectForm):
    """A person who was not named before, with the part they take."""

    role = forms.ChoiceField(
        label=_("What part do they take in the case?"), choices=choices_of(PARTY_ROLES), widget=forms.RadioSelect
    )
    field_order = ["role"]

    def clean(self):
        said = super().clean()
        if said.get("role") == PartyRole.CHILD:
            said["responsibility"] = Responsibility.NOT_KNOWN
        return said


class RelateForm(Form):
    """Who is what to whom. `people` are the participations of the case."""

    one = forms.ChoiceField(label=_("Who?"))
    kind = forms.ChoiceField(label=_("is the"), choices=[("", _("Choose")), *choices_of(RELATIONS)])
    other = forms.ChoiceField(label=_("of whom?"))
    words = forms.CharField(
        label=_("In the words of whoever told us"),
        help_text=_("Where the list does not say it well. For example: the mother's partner since 2024"),
        required=False,
    )
    lives_with = forms.ChoiceField(
        label=_("Do they live together?"),
        choices=[*YES_NO, ("NOT_KNOWN", _("Not known"))],
        widget=forms.RadioSelect,
        initial="NOT_KNOWN",
    )

    def __init__(self, *args, people, **kwargs):
        self.members = {str(row.member_id): row.member for row in people}
        super().__init__(*args, **kwargs)
        named = ((key, member.name or _("No name given")) for key, member in self.members.items())
        listed = [("", _("Choose")), *named]
        self.fields["one"].choices = self.fields["other"].choices = listed

    def clean(self):
        said = super().clean()
        for end in ("one", "other"):
            said[end] = self.members.get(said.get(end))
        said["lives_with"] = {"YES": True, "NO": False}.get(said.get("lives_with"))
        return said


class ContactDetailForm(Form):
    """An address, telephone or e-mail; protected or not. Without `may_protect` only open ones can be recorded."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=choices_of(CONTACT_KINDS), widget=forms.RadioSelect)
    value = forms.CharField(
        label=_("The address, number or e-mail"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )
    protected = forms.ChoiceField(
        label=_("Must it be kept from the other party?"),
        choices=[
            ("YES", _("Yes: put it behind the wall")),
            ("NO", _("No: nobody has asked for it to be protected")),
        ],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("Why must it be protected?"),
        help_text=_("For example: confidential by form C8"),
        max_length=300,
        required=False,
    )
    in_refuge = forms.BooleanField(label=_("It is a refuge"), required=False)

    def __init__(self, *args, may_protect, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_protect:
            for name in ("protected", "why", "in_refuge"):
                del self.fields[name]

    def clean(self):
        said = super().clean()
        said["protected"] = said.get("protected") == "YES"
        if not said["protected"]:
            said["why"], said["in_refuge"] = "", False
        return said


class ProtectForm(Form):
    """Why an open contact detail must be protected."""

    why = forms.CharField(
        label=_("Why must it be protected?"), help_text=_("For example: asked for on form C8"), max_length=300
    )


class SafeContactForm(Form):
    """How a person may be reached without putting anyone at risk, and in what language."""

    how = forms.CharField(
        label=_("How can this person be reached safely?"),
        help_text=_("How, when, and by whom. Ask them first how they wish to be reached"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    never = forms.CharField(
        label=_("What must never be done?"),
        help_text=_("For example: never ring in the evening. Leave it empty if there is nothing"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    voicemail = forms.ChoiceField(label=_("May a voicemail be left?"), choices=YES_NO, widget=forms.RadioSelect)
    letters = forms.ChoiceField(label=_("May letters be sent home?"), choices=YES_NO, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("In what language do they wish to be spoken and written to?"),
        choices=choices_of(LANGUAGES),
        widget=forms.RadioSelect,
    )
    language_words = forms.CharField(label=_("Which language?"), max_length=100, required=False)
    interpreter = forms.BooleanField(label=_("An interpreter is needed"), required=False)

    def clean(self):
        said = super().clean()
        for name in ("voicemail", "letters"):
            said[name] = said.get(name) == "YES"
        if said.get("language") != "OTHER":
            said["language_words"] = ""
        return said


NOT_ASKED = "NOT_ASKED"


def _words_of(label):
    return forms.CharField(label=label, max_length=300, required=False)


def _why_here():
    return forms.CharField(
        label=_("Why does it matter here?"),
        help_text=_("What it means for what a child needs, and for how we work with the family. It may stay empty"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


class CharacteristicsForm(Form):
    """Ethnic group and disability as someone told us, either of them left unasked. Nothing is chosen beforehand.

    A group of the ethnic question opens its boxes, which are fields of their own: the group that is chosen counts,
    whatever else is ticked. `told` of the cleaned data is what `record_characteristics` takes.
    """

    said_by = forms.ChoiceField(label=_("Who told us?"), choices=choices_of(SAID_BY), widget=forms.RadioSelect)
    ethnicity = forms.ChoiceField(label=_("What is their ethnic group?"), widget=forms.RadioSelect, required=False)
    ethnicity_words = _words_of(_("How do they describe it themselves?"))
    ethnicity_why = _why_here()
    disability = forms.ChoiceField(
        label=_("Are they disabled?"),
        help_text=_(
            "A physical or mental impairment that has a substantial and long-term effect on everyday life "
            "(Equality Act 2010, section 6)"
        ),
        widget=forms.RadioSelect,
        required=False,
    )
    disability_words = _words_of(_("In their own words: what is it, and what helps?"))
    disability_why = _why_here()

    def __init__(self, *args, nation, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.boxes = {group: [] for group in ETHNIC_GROUPS}
        for code in codes_of(Trait.ETHNICITY, nation, today):
            self.boxes[group_of(code)].append((code, _(trait_words(Trait.ETHNICITY, code, nation))))
        groups = [(group, _(trait_words(Trait.ETHNICITY, group, nation))) for group in self.boxes]
        answers = [(code, _(trait_words(Trait.DISABILITY, code, nation))) for code in ("YES", "NO")]
        for kind, asked in ((Trait.ETHNICITY, groups), (Trait.DISABILITY, answers)):
            self.fields[kind.lower()].choices = [(NOT_ASKED, _("Not asked this time")), *asked, *_unanswered()]
        for group, listed in self.boxes.items():
            said = trait_words(Trait.ETHNICITY, group, nation)
            label = _("%(group)s: which describes them best?") % {"group": _(said)}
            made = forms.ChoiceField(label=label, choices=listed, widget=forms.RadioSelect, required=False)
            self.fields[group.lower()] = made
            self._prepare(group.lower(), made)
        # Where an answer is wrong, the summary of what is wrong follows the page.
        self.order_fields(["said_by", "ethnicity", *(group.lower() for group in self.boxes)])

    def clean(self):
        said = super().clean()
        told = {kind: self._told(kind.lower(), said) for kind in Trait}
        said["told"] = {kind: one for kind, one in told.items() if one}
        return said

    def _told(self, name, said):
        chosen, words, why = said.get(name) or NOT_ASKED, said.get(f"{name}_words"), said.get(f"{name}_why")
        if chosen == NOT_ASKED:
            if words or why:
                self.add_error(name, _("Select an answer, or empty what is written under it"))
            return None
        code = "" if chosen in list(Answered) else chosen
        if code in self.boxes:
            code = said.get(code.lower())
            if not code:
                self.add_error(chosen.lower(), _("Select which describes them best"))
        answer = Answered(chosen) if chosen in list(Answered) else Answered.STATED
        return {"answer": answer, "code": code, "own_words": words, "why_here": why}


def _unanswered():
    return choices_of({code: text for code, text in ANSWERED.items() if code is not Answered.STATED})


class MatchForm(Form):
    """Whether two records are one person, and on what the decision rests."""

    same = forms.ChoiceField(
        label=_("Are they one person?"),
        choices=[("YES", _("Yes, one person")), ("NO", _("No, two people"))],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("What does the decision rest on?"),
        help_text=_("What you compared, and whom you asked"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )

    def clean(self):
        said = super().clean()
        said["same"] = said.get("same") == "YES"
        return said


class UndoForm(Form):
    """Why a decision on a match is undone."""

    why = forms.CharField(
        label=_("Why is the decision undone?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )  # fmt: skip
