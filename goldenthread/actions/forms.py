"""What the pages of actions ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.actions.models import NoteKind
from goldenthread.actions.rules import ACTION_SOURCES, EFFECTS, Effect
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form
from goldenthread.people.rules import GIVEN_BY_HAND, ROLE_NAMES

NO_FAMILY = _("Name no child and no family: an action may be read by people who may not know of a case")


def _long(label, hint="", required=True, rows=5, limit=4000):
    return forms.CharField(
        label=label, help_text=hint, required=required, widget=forms.Textarea(attrs={"rows": rows}), max_length=limit
    )


def _chosen(label, hint="", required=True):
    return forms.ChoiceField(label=label, help_text=hint, required=required)


class FilterForm(Form):
    """How the list is narrowed."""

    which = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("STANDING", _("Standing")), ("LATE", _("Late")), ("TO_SIGN", _("Waiting to be signed off")),
            ("EFFECT", _("Effect to look at")), ("ENDED", _("Ended")), ("ALL", _("All")),
        ],
    )  # fmt: skip
    owner = _chosen(_("Owner"), required=False)
    source = _chosen(_("Comes from"), required=False)
    words = forms.CharField(label=_("Words or number"), required=False)
    mine = forms.BooleanField(label=_("Only those that I own"), required=False)

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("All")), *((str(post.pk), post.name) for post in owners)]
        self.fields["source"].choices = [("", _("All")), *choices_of(ACTION_SOURCES)]


class _OwnersForm(Form):
    """A form that asks for posts: they arrive as identifiers and leave as rows."""

    def __init__(self, *args, owners, **kwargs):
        self.owners = {str(post.pk): post for post in owners}
        super().__init__(*args, **kwargs)
        listed = [(key, post.name) for key, post in self.owners.items()]
        for name in ("owner", "accountable"):
            self.fields[name].choices = [("", _("Choose a post")), *listed]
        self.fields["shares"].choices = listed

    def clean(self):
        said = super().clean()
        for name in ("owner", "accountable"):
            said[name] = self.owners.get(said.get(name))
        said["shares"] = [self.owners[key] for key in said.get("shares", ()) if key in self.owners]
        return said


class ActionForm(_OwnersForm):
    """A new action."""

    title = forms.CharField(
        label=_("What will be done?"), help_text=NO_FAMILY, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    words = _long(_("Anything more that whoever does it must know"), required=False)
    source = forms.ChoiceField(label=_("What does it come from?"), choices=choices_of(ACTION_SOURCES))
    source_words = forms.CharField(label=_("Which one?"), required=False, max_length=300,
                                   help_text=_("For example: audit of June 2026"))  # fmt: skip
    owner = _chosen(_("Which post owns it?"), _("A post, not a person: it goes to whoever holds the post"))
    accountable = _chosen(_("Which post accounts for it?"), _("They are told when it is late, and may sign it off"))
    shares = forms.MultipleChoiceField(
        label=_("Which other posts have a part in it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_words = forms.CharField(
        label=_("By when?"),
        help_text=_("As you would say it: “30 June 2026”, “Jun 2026”, “Underway and by Dec 2026”, “Quarterly”"),
    )


class RaisedForm(ActionForm):
    """An action that comes from what is on the page: nobody is asked where it comes from."""

    source = None
    source_words = None


class ChangeForm(_OwnersForm):
    """What can be changed of an action, and why."""

    title = forms.CharField(
        label=_("What will be done?"), help_text=NO_FAMILY, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    words = _long(_("Anything more that whoever does it must know"), required=False)
    owner = _chosen(_("Which post owns it?"))
    accountable = _chosen(_("Which post accounts for it?"))
    shares = forms.MultipleChoiceField(
        label=_("Which other posts have a part in it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_words = forms.CharField(label=_("By when?"))
    reason = _long(_("Why is it changed?"), rows=3)


class NoteForm(Form):
    """Progress, an obstacle, or a piece of evidence."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (NoteKind.PROGRESS, _("Progress")),
            (NoteKind.OBSTACLE, _("Something in the way")),
            (NoteKind.EVIDENCE, _("Evidence")),
        ],
        widget=forms.RadioSelect,
    )
    words = _long(_("In a few words"), NO_FAMILY)
    where = forms.CharField(
        label=_("Where can it be found?"), required=False, max_length=300,
        help_text=_("The name or number of a document, or the address of a page within the organisation"),
    )  # fmt: skip


class DoneForm(Form):
    """What came of it, and what shows it."""

    reason = _long(_("What was done, and what came of it?"), NO_FAMILY)
    evidence = _long(_("What shows it?"), _("Leave this empty if the evidence is noted already"), required=False,
                     rows=3)  # fmt: skip
    where = forms.CharField(label=_("Where can it be found?"), required=False, max_length=300)


class RoundForm(Form):
    """One round of a repeated action."""

    words = _long(_("What was done this time?"), NO_FAMILY)
    where = forms.CharField(label=_("Where can the evidence be found?"), max_length=300)


class SignForm(Form):
    """Sign it off, or send it back."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("CLOSE", _("Sign it off: the evidence shows that it is done")), ("RETURN", _("Send it back"))],
        widget=forms.RadioSelect,
    )
    reason = _long(_("Your reasons"), rows=4)
    effect_due_on = DateField(
        label=_("When is its effect looked at again?"), noun=_("the date of the look at its effect"), required=False
    )

    def clean(self):
        said = super().clean()
        if said.get("outcome") == "CLOSE" and not said.get("effect_due_on") and "effect_due_on" not in self.errors:
            self.add_error("effect_due_on", _("Enter the day on which its effect is looked at again"))
        return said


class AskForm(Form):
    """Who is asked to sign it off."""

    person = _chosen(_("Whom do you ask?"), _("Someone who accounts for it, or who watches over plans and actions"))

    def __init__(self, *args, people, **kwargs):
        self.people = {str(person.pk): person for person in people}
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Choose a person")), *((k, p.name) for k, p in self.people.items())]

    def clean_person(self):
        return self.people.get(self.cleaned_data["person"])


class ReasonForm(Form):
    """Why."""

    reason = _long(_("Why?"), rows=4)


class EffectForm(Form):
    """What was found when the effect was looked at."""

    effect = forms.ChoiceField(label=_("What do you find?"), choices=choices_of(EFFECTS), widget=forms.RadioSelect)
    words = _long(_("What do you rest that on?"), _("A measure, an audit, what families or staff tell us"))
    again_on = DateField(label=_("When is it looked at again?"), noun=_("the date of the next look"), required=False)

    def clean(self):
        said = super().clean()
        again = said.get("effect") and said["effect"] != Effect.WORKED
        if again and not said.get("again_on") and "again_on" not in self.errors:
            self.add_error("again_on", _("Enter the day on which it is looked at again"))
        return said


class OwnerForm(Form):
    """A post that can own actions."""

    name = forms.CharField(label=_("What is the post called?"), max_length=160)
    held = forms.ChoiceField(
        label=_("Who holds it?"),
        choices=[
            ("PEOPLE", _("One or more people, by name")),
            ("ROLES", _("Everyone in a role")),
            ("OUTSIDE", _("It belongs to another body")),
        ],
        widget=forms.RadioSelect,
    )
    roles = forms.MultipleChoiceField(
        label=_("Which roles?"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(role.value, _(ROLE_NAMES[role])) for role in GIVEN_BY_HAND],
    )  # fmt: skip

    def clean(self):
        said = super().clean()
        if said.get("held") == "ROLES" and not said.get("roles"):
            self.add_error("roles", _("Choose at least one role"))
        if said.get("held") != "ROLES":
            said["roles"] = []
        said["outside"] = said.pop("held", "") == "OUTSIDE"
        return said


class HoldingForm(Form):
    """Who holds a post, from when."""

    person = _chosen(_("Who holds it?"))
    from_on = DateField(label=_("From which day?"), noun=_("the first day"))

    def __init__(self, *args, people, **kwargs):
        self.people = {str(person.pk): person for person in people}
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Choose a person")), *((k, p.name) for k, p in self.people.items())]

    def clean_person(self):
        return self.people.get(self.cleaned_data["person"])


class HoldingEndForm(Form):
    """The last day of a holding."""

    to_on = DateField(label=_("Which is the last day?"), noun=_("the last day"))
