"""What the pages ask that bring lines in from a spreadsheet; how what was read goes from the first to the second."""

import datetime as dt

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.fields import FileField, Form
from goldenthread.improvement.sheets import table_of
from goldenthread.kernel.refusal import N_, Refused

SALT = "improvement.import"
FOR = dt.timedelta(hours=1)
# Below what a request may hold (see DATA_UPLOAD_MAX_MEMORY_SIZE).
LONGEST = 2_000_000


def carry(table, *, plan, person, otherwise) -> str:
    """What was read, signed for this person and this plan. Refuses with `TOO_MUCH`."""
    said = {
        "plan": str(plan.pk), "person": str(person.pk), "otherwise": str(otherwise.pk) if otherwise else "",
        "table": table.plain(),
    }  # fmt: skip
    token = signing.dumps(said, salt=SALT, compress=True)
    if len(token) > LONGEST:
        raise Refused("TOO_MUCH", N_("This sheet says more than can be taken at a time. Split it into several files, "
                                     "and bring them one after the other."), field="file")  # fmt: skip
    return token


class PrioritiesForm(Form):
    """A form that knows the priorities of a plan."""

    def __init__(self, *args, priorities, **kwargs):
        self.priorities = {str(row.pk): row for row in priorities}
        super().__init__(*args, **kwargs)


class SheetForm(PrioritiesForm):
    """The spreadsheet."""

    file = FileField(
        label=_("The spreadsheet"),
        help_text=_("Excel (.xlsx), OpenDocument (.ods) or CSV, at most 5 MB. Nothing is saved until you have seen "
                    "what becomes of each row"),
    )  # fmt: skip
    otherwise = forms.ChoiceField(
        label=_("Under which priority, where a row names none?"), required=False,
        help_text=_("Leave this empty if the sheet names a priority for each row"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        listed = [(key, f"{row.number}. {row.title}") for key, row in self.priorities.items()]
        self.fields["otherwise"].choices = [("", _("None: leave such rows out")), *listed]

    def clean(self):
        said = super().clean()
        said["otherwise"] = self.priorities.get(said.get("otherwise"))
        return said


class TakeForm(PrioritiesForm):
    """What was read, as it was shown. It leaves as {table, otherwise}."""

    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST)

    def __init__(self, *args, plan, person, **kwargs):
        self.plan, self.person = plan, person
        super().__init__(*args, **kwargs)

    def clean(self):
        said = super().clean()
        try:
            told = signing.loads(said.get("read", ""), salt=SALT, max_age=FOR)
        except signing.BadSignature:
            told = {}
        if (told.get("plan"), told.get("person")) != (str(self.plan.pk), str(self.person.pk)):
            raise forms.ValidationError(_("What was read is kept for an hour. Bring the spreadsheet again."))
        return {"table": table_of(told["table"]), "otherwise": self.priorities.get(told["otherwise"])}
