"""The one way in which the product says no to something a person asked for."""


def N_(text: str) -> str:  # noqa: N802 (the usual name for it)
    """Marks a text for the translation catalogue where there is no Django to translate it yet."""
    return text


class Refused(Exception):
    """An anticipated refusal: the operation did nothing, and this says why.

    `code` is for programs (upper case, stable). `message` is for the person and says what to do next;
    it may hold `%(name)s` places that `values` fill after translation. `field` names the form field that
    it belongs to, if any. `problems` holds several reasons, each a `Problem`, where the refusal is a
    gate that names what is missing. `theirs` is what somebody else saved meanwhile: {"version": int,
    "fields": {name: value}}. Nobody branches on the text of `message`.
    """

    def __init__(self, code, message, *, field=None, problems=(), theirs=None, **values):
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field
        self.problems = tuple(problems)
        self.theirs = theirs
        self.values = values

    def said(self, translate=str) -> str:
        """The message in the reader's language; `translate` is gettext."""
        return translate(self.message) % self.values if self.values else translate(self.message)

    def __str__(self):
        # The message may hold words of a record; a log or a traceback shows the code alone.
        return self.code


def unchanged(row, expected_version, fields) -> None:
    """Refuses with `CHANGED_MEANWHILE` when `row.version` is not the version that the person was shown.

    `row` must have been read for update in this transaction. `fields` names what to show of the other
    person's work. `expected_version` None means that the caller did not show the row to anyone.
    """
    if expected_version is None or row.version == expected_version:
        return
    raise Refused(
        "CHANGED_MEANWHILE",
        N_("Someone else saved a change while you were typing. Both are shown below; nothing is lost."),
        theirs={"version": row.version, "fields": {name: getattr(row, name) for name in fields}},
    )
