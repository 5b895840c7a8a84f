"""The duty tray's filters, and deciding on urgency."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.casework.cases.rules import PRESSING
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import Form

NO_AREA = "NONE"


class TrayForm(Form):
    """What to show of the duty tray. `areas` are the service areas that lie in it."""

    area = forms.ChoiceField(label=_("Service area"), required=False)
    urgency = forms.ChoiceField(
        label=_("Urgency"), required=False, choices=[("", _("Any")), *choices_of(PRESSING)]
    )  # fmt: skip

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        listed = [(str(area.pk), area.name) for area in areas]
        self.fields["area"].choices = [("", _("Any")), *listed, (NO_AREA, _("No area yet"))]


YES_NO = [("YES", _("Yes")), ("NO", _("No"))]


class UrgencyForm(Form):
    """A person's decision, whatever the signs suggest."""

    urgent = forms.ChoiceField(label=_("Is this application urgent?"), choices=YES_NO, widget=forms.RadioSelect)
    without_notice = forms.ChoiceField(
        label=_("Is it made without notice to the other party?"),
        help_text=_("If so, nobody contacts that party before the court says that they have been told"),
        choices=[*YES_NO, ("NOT_KNOWN", _("Not known"))],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("Needed where your decision differs from what the signs suggest"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )


class LocalAuthorityForm(Form):
    """The local authority of a case, as it was named to us."""

    local_authority = forms.CharField(
        label=_("Which local authority is it?"),
        help_text=_("The one that has applied; otherwise the one where the children live. Write its full name"),
    )
