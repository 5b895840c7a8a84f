"""What the pages of work in the background ask."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goldenthread.background.jobs import KINDS
from goldenthread.background.rules import JOB_STATES, QUEUES
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import Form


class JobFilter(Form):
    """By state, queue and kind of work."""

    state = forms.ChoiceField(label=_("State"), required=False)
    queue = forms.ChoiceField(label=_("Queue"), required=False)
    kind = forms.ChoiceField(label=_("Work"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = choices_of(JOB_STATES, empty=_("Every state"))
        self.fields["queue"].choices = choices_of(QUEUES, empty=_("Both queues"))
        kinds = sorted((_now(kind.says or name), name) for name, kind in KINDS.items())
        self.fields["kind"].choices = [("", _("All work")), *((name, says) for says, name in kinds)]

    def chosen(self) -> dict:
        """The answers; nothing chosen where an address holds nonsense."""
        return self.cleaned_data if self.is_valid() else dict.fromkeys(self.fields, "")


class GoOnForm(Form):
    """A page that asks nothing but to go on."""
