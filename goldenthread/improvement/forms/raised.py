"""An action raised from a recommendation or from a risk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goldenthread.improvement.forms.plans import OwnersForm, long

NO_FAMILY = _("Name no child and no family: this may be read by people who may not know of a case")


class RaisedForm(OwnersForm):
    """What will be done, by whom and by when."""

    posts = ("owner", "accountable")

    title = forms.CharField(
        label=_("What will be done?"), help_text=NO_FAMILY, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    words = long(_("Anything more that whoever does it must know"), required=False)
    owner = forms.ChoiceField(
        label=_("Which post owns it?"), help_text=_("A post, not a person: it goes to whoever holds the post")
    )
    accountable = forms.ChoiceField(label=_("Which post accounts for it?"))
    shares = forms.MultipleChoiceField(
        label=_("Which other posts have a part in it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_words = forms.CharField(
        label=_("By when?"), max_length=200,
        help_text=_("As you would say it: “30 June 2026”, “Jun 2026”, “Underway and by Dec 2026”, “Quarterly”"),
    )  # fmt: skip
