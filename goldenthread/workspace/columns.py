"""The columns of the case list as a file: one declaration, from which come the file and the page that explains it.

They are those that the inspectorate asks for (Annex A of its framework: cases closed in the last two weeks), and how
far the case has come. A file that machines read wants names that stay, so headings and codes are the same in both
languages; what they mean is said in the reader's own on the page `workspace:columns`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goldenthread.casework.cases.rules import LAWS, ORDERS_SOUGHT, PROCESSES, STAGES
from goldenthread.casework.families.rules import ANSWERED, DISABILITIES, ETHNICITIES, GENDERS, Answered
from goldenthread.documents.sheets.cells import DATE, TEXT, Head
from goldenthread.kernel.refusal import N_

CASE, CHILD = "CASE", "CHILD"
# What stands in place of a text that would give away a protected detail.
WITHHELD = "WITHHELD"
PLACE = "Golden Thread, {reference}"


def _full_name(first_names, last_name):
    return f"{first_names} {last_name}".strip() or None


def _lead(orders):
    return orders[0] if orders else None


def _told(answer, code):
    """What was told of a person: its code; that it was asked and not answered; None where nobody has asked yet."""
    return code if answer == Answered.STATED else answer


def _file(reference):
    return PLACE.format(reference=reference)


@dataclass(frozen=True)
class Column:
    """One column. `of`: CASE or CHILD, whose row `fields` are read from; `shape` makes the cell of them,
    where it is not the field as it stands.

    `says`, `source` and `empty` (why it can be; "" where it never is) are for readers, and `values` the words of its
    codes. `free`: somebody typed it for this case: it is held against what is protected before it leaves.
    """

    heading: str
    of: str
    fields: tuple[str, ...]
    says: str
    source: str
    empty: str = ""
    values: dict | None = None
    kind: str = TEXT
    width: int = 16
    free: bool = False
    shape: Callable[..., Any] | None = None

    @property
    def head(self) -> Head:
        return Head(self.heading, self.kind, self.width)


TRAIT_ANSWERS = {code: text for code, text in ANSWERED.items() if code != Answered.STATED}
FROM_COURT = N_("The court's feed, or whoever registered the case")
NOBODY_ASKED = N_("Nobody has asked yet")
NO_CHILD = N_("The case has no child that you may know of")

COLUMNS = (
    Column("Case ID", CASE, ("reference",), N_("Our reference of the case"), N_("Given when the case is registered")),
    Column(
        "Name", CHILD, ("member__first_names", "member__last_name"), N_("The child's first names and last name"),
        FROM_COURT, N_("No name was given"), width=30, free=True, shape=_full_name,
    ),
    Column("Gender", CHILD, ("member__gender",), N_("The child's gender as told"), FROM_COURT, NO_CHILD, GENDERS),
    Column(
        "Ethnicity", CHILD, ("ETHNICITY.answer", "ETHNICITY.code"),
        N_("The child's ethnic group as someone told us, by the newest telling; never assumed"),
        N_("The page of the people of the case"), NOBODY_ASKED, ETHNICITIES | TRAIT_ANSWERS, width=20, shape=_told,
    ),
    Column(
        "Disability", CHILD, ("DISABILITY.answer", "DISABILITY.code"),
        N_("Whether the child is disabled, as someone told us, by the newest telling; never assumed"),
        N_("The page of the people of the case"), NOBODY_ASKED, DISABILITIES | TRAIT_ANSWERS, shape=_told,
    ),
    Column(
        "Date of birth", CHILD, ("member__born_on",), N_("The child's date of birth"), FROM_COURT,
        N_("No birth date was given"), kind=DATE, width=14,
    ),
    Column(
        "Lead application", CASE, ("orders_sought",), N_("The first order that the application asks for"), FROM_COURT,
        N_("No order is named in the application"), ORDERS_SOUGHT, width=26, shape=_lead,
    ),
    Column("Law type", CASE, ("law",), N_("Private or public law"), FROM_COURT, values=LAWS),
    Column(
        "Case type", CASE, ("process",), N_("The court process under which the case goes"),
        N_("Taken from the court and the date of issue, or chosen on registering"), values=PROCESSES,
    ),
    Column(
        "Practitioner", CASE, ("adviser__name",), N_("The adviser who has the case now"), N_("Allocation"),
        N_("The case has not been allocated"), width=24,
    ),
    Column(
        "Team", CASE, ("team__name",), N_("The team that has the case now"), N_("Allocation"),
        N_("The case has not been allocated"), width=20,
    ),
    Column(
        "Service area", CASE, ("area__name",), N_("The service area that has the case now"),
        N_("Registration, or allocation"), N_("Nobody has taken the case from the feed yet"), width=20,
    ),
    Column(
        "Local authority", CASE, ("local_authority",), N_("The local authority concerned"), FROM_COURT,
        N_("None was named"), width=24, free=True,
    ),
    Column("Court", CASE, ("court_name",), N_("The court that has the application"), FROM_COURT,
           N_("No court was named"), width=28, free=True),
    Column(
        "File location", CASE, ("reference",), N_("Where the papers of the case lie: in Golden Thread, under this "
        "reference"), N_("Golden Thread"), width=26, shape=_file,
    ),
    Column("Received", CASE, ("received_on",), N_("The day on which the application reached us"), FROM_COURT,
           kind=DATE, width=14),
    Column("Stage", CASE, ("stage",), N_("How far the work has come"), N_("What has been recorded in the case"),
           values=STAGES),
    Column("Closed", CASE, ("closed_on",), N_("The day on which the case was closed"), N_("Closing the case"),
           N_("The case is open"), kind=DATE, width=14),
)  # fmt: skip


def fields_of(whose: str) -> tuple[str, ...]:
    """The fields that the columns of a case, or of a child, are made of, each once; what was told of a child aside."""
    read = (field for column in COLUMNS if column.of == whose for field in column.fields)
    return tuple(dict.fromkeys(field for field in read if "." not in field))


def traits() -> tuple[str, ...]:
    """The kinds of what was told of a child (`Trait`), of which there is a column: its fields are KIND.answer and
    KIND.code."""
    read = (field for column in COLUMNS for field in column.fields)
    return tuple(dict.fromkeys(field.partition(".")[0] for field in read if "." in field))
