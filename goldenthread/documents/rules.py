"""Kinds of files, and the life of a template's version. Plain values."""

from enum import StrEnum

from goldenthread.access.permissions import Permission
from goldenthread.kernel.lifecycle import Comment, Lifecycle, Problem, Transition
from goldenthread.kernel.refusal import N_
from goldenthread.thread.verbs import Verb


class FileKind(StrEnum):
    """What a file is by its content, whatever it is called."""

    DOCX = "DOCX"
    PDF = "PDF"
    XLSX = "XLSX"
    ODT = "ODT"
    ODS = "ODS"
    CSV = "CSV"
    TEXT = "TEXT"
    HTML = "HTML"
    JPEG = "JPEG"
    PNG = "PNG"
    SOUND = "SOUND"
    OTHER = "OTHER"


MEDIA_TYPES = {
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.PDF: "application/pdf",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.CSV: "text/csv",
    FileKind.TEXT: "text/plain",
    FileKind.HTML: "text/html",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.SOUND: "audio/mpeg",
    FileKind.OTHER: "application/octet-stream",
}


class TemplateUse(StrEnum):
    """What a template is for."""

    REPORT = "REPORT"


TEMPLATE_USES = {TemplateUse.REPORT: N_("Report to court")}


NATIONS = {"ENGLAND": N_("England"), "WALES": N_("Wales")}
LANGUAGES = {"en-gb": N_("English"), "cy": N_("Welsh")}

# For which there must be a template: what the nation's courts take. (use, nation, language)
SLOTS = (
    (TemplateUse.REPORT, "ENGLAND", "en-gb"),
    (TemplateUse.REPORT, "WALES", "en-gb"),
    (TemplateUse.REPORT, "WALES", "cy"),
)


class TemplateState(StrEnum):
    DRAFT = "DRAFT"
    IN_FORCE = "IN_FORCE"
    RETIRED = "RETIRED"


TEMPLATE_STATES = {
    TemplateState.DRAFT: N_("Being tried"),
    TemplateState.IN_FORCE: N_("In force"),
    TemplateState.RETIRED: N_("No longer used"),
}


def no_unknown_fields(unknown):
    """A template goes into force only when something fills each of its fields; `unknown` are those nothing fills."""
    for name in unknown:
        yield Problem(
            "UNKNOWN_FIELD", N_("Nothing fills the field “%(field)s”"), "documents:fields", values=(("field", name),)
        )


TEMPLATE_LIFE = Lifecycle(
    name="template version",
    first=TemplateState.DRAFT,
    states=tuple(TemplateState),
    transitions=(
        Transition(TemplateState.DRAFT, TemplateState.IN_FORCE, Permission.TEMPLATE_MANAGE, Verb.TEMPLATE_IN_FORCE,
                   N_("Put it in force"), guard=no_unknown_fields),
        Transition(TemplateState.DRAFT, TemplateState.RETIRED, Permission.TEMPLATE_MANAGE, Verb.TEMPLATE_RETIRED,
                   N_("Put it away"), Comment.OPTIONAL),
        Transition(TemplateState.IN_FORCE, TemplateState.RETIRED, Permission.TEMPLATE_MANAGE, Verb.TEMPLATE_RETIRED,
                   N_("Retire it"), Comment.OPTIONAL),
    ),
)  # fmt: skip
