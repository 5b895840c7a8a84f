"""What the pages of packs ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.fields import Form
from goldenthread.govuk.filters import date

NO_MEETING = "NONE"


class PackForm(Form):
    """For which meeting a pack is made, if for any."""

    meeting = forms.ChoiceField(label=_("For which meeting"), widget=forms.RadioSelect)

    def __init__(self, *args, meetings, **kwargs):
        self.meetings = {str(meeting.pk): meeting for meeting in meetings}
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = [
            *((key, date(meeting.starts_at)) for key, meeting in self.meetings.items()),
            (NO_MEETING, _("For none yet: to read it through first")),
        ]

    def clean_meeting(self):
        return self.meetings.get(self.cleaned_data["meeting"])
