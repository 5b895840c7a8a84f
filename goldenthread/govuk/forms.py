"""The form of the gallery: one of each kind of answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.fields import DateField, Form, FuzzyPeriod, WhenField


class GalleryForm(Form):
    """Fictional questions that show every field in every state."""

    first_name = forms.CharField(label=_("First name"), help_text=_("As the child likes to be called"))
    age = forms.IntegerField(label=_("Age"))
    words = forms.CharField(
        label=_("What the child said"),
        help_text=_("In the child's own words, as they were said"),
        widget=forms.Textarea,
        error_messages={"required": _("Enter what the child said, in the child's own words")},
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, max_length=200, required=False)
    held_on = DateField(
        label=_("When did you speak?"),
        help_text=_("For example, 3 6 2026"),
        noun=_("the date of the session"),
    )
    called_at = WhenField(label=_("When did you call?"), noun=_("the date of the call"))
    went_on = FuzzyPeriod(label=_("When did this go on?"), required=False)
    seen = forms.ChoiceField(
        label=_("Was the child seen?"),
        choices=[("YES", _("Yes")), ("NO", _("No")), ("UNKNOWN", _("Not yet known"))],
        widget=forms.RadioSelect,
    )
    why_not = forms.CharField(label=_("Why not"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    present = forms.MultipleChoiceField(
        label=_("Who else was there?"),
        choices=[("MOTHER", _("Mother")), ("FATHER", _("Father")), ("TEACHER", _("Teacher"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = forms.ChoiceField(
        label=_("Where"), choices=[("", _("Select a place")), ("SCHOOL", _("School")), ("HOME", _("Home"))]
    )
    told = forms.BooleanField(label=_("I told the child who will read this"))
    letter = forms.FileField(label=_("Letter"), required=False)
    secret = forms.CharField(label=_("Pass phrase"), widget=forms.PasswordInput, required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)
