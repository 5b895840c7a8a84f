"""What the pages of direct work ask. They validate what was typed and decide nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.directwork.rules import NOT_SEEN_REASONS, PLACES, Keep
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form

YES, NO = "YES", "NO"


def area(rows):
    return forms.Textarea(attrs={"rows": rows})


class SessionForm(Form):
    """A session with one child. `lines` are the open lines of enquiry; `today` the last day that it can have been."""

    happened_on = DateField(label=_("When was it, or when should it have been?"), noun=_("the date of the session"))
    seen = forms.ChoiceField(
        label=_("Was the child seen?"),
        choices=[(YES, _("Yes")), (NO, _("No"))],
        widget=forms.RadioSelect,
    )
    alone = forms.ChoiceField(
        label=_("Alone?"),
        choices=[(YES, _("Yes, alone with you")), (NO, _("No, someone else was there"))],
        widget=forms.RadioSelect,
        required=False,
    )
    present = forms.CharField(
        label=_("Who else was there?"),
        help_text=_("Leave this empty if the child was alone with you"),
        max_length=300,
        required=False,
    )
    place = forms.ChoiceField(label=_("Where?"), choices=choices_of(PLACES), widget=forms.RadioSelect, required=False)
    place_words = forms.CharField(
        label=_("Which place, if it needs saying"),
        help_text=_("Only people who work this case can open this. It goes into no report"),
        required=False,
    )
    communication_needs = forms.CharField(
        label=_("What does this child need in order to be understood?"),
        help_text=_("Language, interpreter, signs, pictures, time; or that nothing is needed"),
        widget=area(3),
        max_length=4000,
        required=False,
    )
    how = forms.CharField(
        label=_("How did you work together?"),
        help_text=_("What you did and how the child was. Each wish is recorded on its own, in the child's words"),
        widget=area(6),
        max_length=8000,
        required=False,
    )
    told_child = forms.CharField(
        label=_("What was the child told about how their words are used?"),
        help_text=_("Who will read them, and what you could not promise"),
        widget=area(3),
        max_length=4000,
        required=False,
    )
    not_seen_reason = forms.ChoiceField(
        label=_("Why not?"), choices=choices_of(NOT_SEEN_REASONS), widget=forms.RadioSelect, required=False
    )
    not_seen_words = forms.CharField(
        label=_("Say why, and what you did instead"),
        help_text=_("A child too young to speak is still watched with the people who care for them"),
        widget=area(4),
        max_length=4000,
        required=False,
    )
    lines = forms.MultipleChoiceField(
        label=_("Which lines of enquiry does it bear on?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, lines, today, **kwargs):
        self.lines = {str(line.pk): line for line in lines}
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].latest = today
        self.fields["lines"].choices = [(key, line.question) for key, line in self.lines.items()]
        if not self.lines:
            del self.fields["lines"]

    def clean(self):
        said = super().clean()
        said["seen"] = said.get("seen") == YES
        said["alone"] = {YES: True, NO: False}.get(said.get("alone"))
        if said["seen"] and not said.get("place") and "place" not in self.errors:
            self.add_error("place", _("Say where the child was seen"))
        said["lines"] = [self.lines[key] for key in said.get("lines", ())]
        return said


class WishForm(Form):
    """One wish, word for word. `seen`: whether the child was seen in its session."""

    words = forms.CharField(
        label=_("What did the child say?"),
        help_text=_("Word for word, in the child's own language. One wish at a time: the next has a page of its own"),
        widget=area(5),
        max_length=4000,
    )
    setting = forms.CharField(
        label=_("How did it come up?"),
        help_text=_("For example: while drawing the two houses, when asked about Sundays"),
        max_length=300,
        required=False,
    )
    asked = forms.ChoiceField(
        label=_("Did the child ask for it to be kept back?"),
        choices=[(NO, _("No")), (YES, _("Yes"))],
        widget=forms.RadioSelect,
    )
    asked_words = forms.CharField(
        label=_("What did the child ask?"),
        help_text=_("What should be kept back, and from whom, in the child's words"),
        widget=area(2),
        max_length=2000,
        required=False,
    )
    keep = forms.ChoiceField(
        label=_("What happens with it?"),
        help_text=_("We do not decide alone what a party may not read"),
        choices=[
            (Keep.STAYS_OUT.value, _("It stays out of every copy")),
            (Keep.COURT_BY_APPLICATION.value, _("It goes to the court by application")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    told_child = forms.CharField(
        label=_("What was the child told could and could not be promised?"),
        help_text=_("A child who asked must be told before this can be recorded"),
        widget=area(3),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, seen, **kwargs):
        super().__init__(*args, **kwargs)
        if not seen:
            self.fields["setting"].label = _("How did these words reach us?")
            self.fields["setting"].help_text = _("The child was not seen that day. For example: in a letter to us")

    def clean(self):
        said = super().clean()
        if said.pop("asked", NO) == NO:
            said["keep"] = Keep.NOT_ASKED
        elif not said.get("keep") and "keep" not in self.errors:
            self.add_error("keep", _("Say what happens with it"))
        return said
