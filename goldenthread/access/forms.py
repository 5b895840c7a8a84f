"""What the pages of this area ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.fields import Form


class ChoosePersonForm(Form):
    """In the demonstration, who to be."""

    person = forms.UUIDField(error_messages={"required": _("Choose a person"), "invalid": _("Choose a person")})
