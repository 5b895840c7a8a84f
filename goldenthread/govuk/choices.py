"""From a vocabulary (code to English text, as the areas' rules keep them) to translated choices of a form."""

from django.utils.translation import gettext_lazy


def choices_of(vocabulary, *, empty="") -> list:
    """(code, text in the reader's language) for each entry; first `empty` with no code, where given."""
    listed = [(code.value, gettext_lazy(text)) for code, text in vocabulary.items()]
    return [("", empty), *listed] if empty else listed
