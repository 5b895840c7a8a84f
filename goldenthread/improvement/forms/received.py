"""What the pages of reports received ask. They validate what was typed and decide nothing."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.govuk.choices import choices_of
from goldenthread.govuk.fields import DateField, Form
from goldenthread.improvement.forms.plans import OwnersForm, long
from goldenthread.improvement.forms.raised import NO_FAMILY
from goldenthread.improvement.rules import RECEIVED_KINDS, REPLIES

# "3.2 See each child alone", "4) …", "R5: …": the number as the report gives it, then its words.
NUMBERED = re.compile(r"^(?P<number>[A-Za-z]{0,2}\d+(?:[.-]\d+)*)[.):]?\s+(?P<words>\S.*)$", re.DOTALL)
LONGEST = 3000


class FilterForm(Form):
    """How the list is narrowed."""

    which = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("", _("All")), ("TO_ANSWER", _("With some to answer")), ("TO_MEET", _("With some to meet")),
            ("TO_SIGN", _("With some to sign off")), ("DONE", _("All signed off")),
        ],
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=choices_of(RECEIVED_KINDS, empty=_("All")))
    words = forms.CharField(label=_("Words"), required=False, max_length=100)


class ReportForm(Form):
    """The head of a report."""

    title = forms.CharField(label=_("What is the report called?"), max_length=200)
    body = forms.CharField(label=_("Who made it?"), max_length=160)
    kind = forms.ChoiceField(label=_("What is it?"), choices=choices_of(RECEIVED_KINDS), widget=forms.RadioSelect)
    published_on = DateField(
        label=_("When was it published?"), noun=_("the date of publication"), required=False,
        help_text=_("Leave this empty if it is not published"),
    )  # fmt: skip
    received_on = DateField(label=_("When did we receive it?"), noun=_("the date of receipt"))
    address = forms.URLField(label=_("Where can it be read?"), required=False, max_length=300, assume_scheme="https",
                             help_text=_("The address of a page"))  # fmt: skip


class NewReportForm(ReportForm):
    """A report with its recommendations, one to a paragraph."""

    recommendations = long(
        _("What does it recommend to us?"),
        _("One to a paragraph, with an empty line between. A number at the beginning is kept; others are counted. "
          "Name no child and no family"),
        rows=12, limit=40_000,
    )  # fmt: skip

    def clean_recommendations(self):
        blocks = [one.strip() for one in re.split(r"\n\s*\n", self.cleaned_data["recommendations"]) if one.strip()]
        rows = []
        for counted, block in enumerate(blocks, 1):
            found = NUMBERED.match(block)
            number, words = (found["number"], found["words"]) if found else (str(counted), block)
            if len(words) > LONGEST or len(number) > 20:
                raise forms.ValidationError(_("Recommendation %(n)s is too long. Shorten it"), params={"n": counted})
            rows.append((number, words))
        return rows


class RecommendationForm(Form):
    """One recommendation that was left out."""

    number = forms.CharField(label=_("Its number in the report"), max_length=20)
    words = long(_("What does it recommend?"), NO_FAMILY, limit=LONGEST)


class AnswerForm(OwnersForm):
    """Our answer."""

    reply = forms.ChoiceField(label=_("What do we answer?"), choices=choices_of(REPLIES), widget=forms.RadioSelect)
    why = long(_("Why?"), NO_FAMILY, limit=LONGEST)
    published_words = long(
        _("What do we publish as our answer?"), _("Leave this empty if nothing is published yet"), required=False,
        limit=LONGEST,
    )  # fmt: skip
    owner = forms.ChoiceField(label=_("Which post answers for it?"), required=False)


class MetForm(Form):
    """What shows that it is met."""

    words = long(_("What shows that it is met, and where is that found?"), NO_FAMILY, rows=6, limit=LONGEST)


class SignForm(Form):
    """Sign it off, or send it back."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("SIGN", _("Sign it off: the evidence shows that it is met")), ("RETURN", _("Send it back"))],
        widget=forms.RadioSelect,
    )
    reason = long(_("Your reasons"), limit=LONGEST)


class ResponseForm(Form):
    """What was published, and when."""

    response_words = long(_("What does our response say?"), NO_FAMILY, rows=10, limit=6000)
    published_on = DateField(label=_("When was it published?"), noun=_("the date of publication"))
