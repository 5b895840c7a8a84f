"""Adding a version of a template, putting it in force, retiring it."""

from goldenthread.documents import word
from goldenthread.documents.models import Template
from goldenthread.documents.queries import next_number
from goldenthread.documents.registry import use_of
from goldenthread.documents.rules import TEMPLATE_LIFE, FileKind, TemplateState
from goldenthread.documents.safety import checked
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.kernel.text import fingerprint
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


@operation
def add_template(*, use, nation, language, name, note, file, by, now):
    """Adds a version of a template: a Word file with fields. `file`: what was sent (`name`, `data`).

    It is tried with the fictional example, so that a version that cannot be filled is never held. Fields that nothing
    fills are kept with it and stop it from going into force. Refuses as `safety.checked` and `word.fill` do, with
    `NO_USE` for a use that nothing makes, and with `SAME_FILE` where the newest version is the very same.
    """
    known = use_of(use)
    if known is None:
        raise Refused("NO_USE", N_("Nothing in this service makes such documents yet."), field="use")
    try:
        safe = checked(file.name, file.data, allowed=frozenset({FileKind.DOCX}), template_code=True)
        unknown = word.unknown_fields(safe.data, known.names)
        word.clean(word.fill(safe.data, known.sample(language)), title="", post="")
    except Refused as refusal:
        refusal.field = refusal.field or "file"
        raise
    same, number = fingerprint(safe.data.hex()), next_number(use, nation, language)
    before = Template.objects.filter(use=use, nation=nation, language=language, number=number - 1).first()
    if before is not None and before.fingerprint == same and before.state != TemplateState.RETIRED:
        raise Refused("SAME_FILE", N_("This is the same file as the newest version. Nothing was added."), field="file")
    row = Template.objects.create(
        use=use, nation=nation, language=language, number=number, name=name, note=note, body=safe.data,
        fingerprint=same, unknown_fields=unknown, added_at=now, added_by=by,
    )  # fmt: skip
    record(
        Verb.TEMPLATE_ADDED, row, by=by, now=now,
        use=row.use, nation=row.nation, version=row.number, hash=row.fingerprint, unknown=len(unknown),
    )  # fmt: skip
    return row


@operation
def put_in_force(*, template, by, now):
    """Puts a version in force for its use, nation and language; the one before it is retired.

    Refuses with `NOT_FROM_HERE`, and with `NOT_YET` naming each field that nothing fills.
    """
    row = _locked(template)
    known = use_of(row.use)
    unknown = word.unknown_fields(bytes(row.body), known.names if known else ())
    step = TEMPLATE_LIFE.check(row.state, TemplateState.IN_FORCE, facts=unknown)
    rows = Template.objects.select_for_update(of=("self",)).filter(use=row.use, nation=row.nation)
    for before in rows.filter(language=row.language, state=TemplateState.IN_FORCE):
        _retire(before, "", by, now)
    row.state, row.in_force_at, row.in_force_by, row.unknown_fields = TemplateState.IN_FORCE, now, by, unknown
    row.save(update_fields=["state", "in_force_at", "in_force_by", "unknown_fields"])
    record(step.verb, row, by=by, now=now, version=row.number, hash=row.fingerprint)
    return row


@operation
def retire(*, template, reason="", by, now):
    """Takes a version out of use. Where none is left in force, the template that ships with the product is used.

    Refuses with `NOT_FROM_HERE`.
    """
    return _retire(_locked(template), reason, by, now)


def _locked(template):
    return Template.objects.select_for_update(of=("self",)).get(pk=template.pk)


def _retire(row, reason, by, now):
    step = TEMPLATE_LIFE.check(row.state, TemplateState.RETIRED, comment=reason)
    row.state, row.retired_at, row.retired_by, row.retired_why = TemplateState.RETIRED, now, by, reason
    row.save(update_fields=["state", "retired_at", "retired_by", "retired_why"])
    record(step.verb, row, by=by, now=now, version=row.number)
    return row
