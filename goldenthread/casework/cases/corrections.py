"""The page that supersedes a record, the same for every area: why, in words, and both stand.

It is neither a view (each area has its own route and guard) nor a form alone, so it has a file of its own.
"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.rules import SUPERSEDED_WHY
from goldenthread.drafts.pages import form_page
from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import Form


class SupersedeForm(Form):
    """Why a record no longer holds."""

    why = forms.ChoiceField(label=lazy("Why does it no longer hold?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=lazy("Say what happened"),
        help_text=lazy("Both the record and this reason stay in the case's record"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = choices_of(SUPERSEDED_WHY)


def supersede_page(request, record_of, *, current, what, back):
    """Supersedes `record_of` (any CaseRecord). `what` shows it in a sentence; `back` is the address of its page."""
    return form_page(
        request, SupersedeForm, "cases/supersede.html", case=record_of.case,
        context={**frame(request, record_of.case, current), "what": what, "back_to": back},
        save=lambda said: supersede(record_of=record_of, by=request.person, now=request.now, **said),
        done=lambda _row: back,
        said=_("It is superseded. Both stand in the record."),
    )  # fmt: skip
