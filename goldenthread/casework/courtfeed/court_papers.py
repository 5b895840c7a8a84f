"""Which documents a received case speaks of. A document is told by an identifier and fetched later.

Documents stand in many places of a case, and in places that the published code does not name yet; so they are looked
for wherever they stand, and where one stands says what it is. An address in a payload is never followed: its last part
is the identifier. Facts: HMCTS, prl-cos-api (CafCassCaseData) and fpl-ccd-configuration (CafcassApiCaseDocument), 2026.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from goldenthread.casework.courtfeed.received import Row, key_of, moment_of, names, one_line
from goldenthread.casework.papers.rules import PaperKind

NAME_LIMIT, TYPE_LIMIT, DEEPEST = 120, 60, 30
# What the court puts in the place of a document that it has withheld.
WITHHELD = UUID(int=0)


@dataclass(frozen=True)
class PaperTold:
    """A document of the court. `protected`: it holds, or may hold, what another party must never see."""

    document_id: str
    kind: PaperKind
    name: str = ""
    protected: bool = True
    said_type: str = ""
    uploaded_at: dt.datetime | None = None


# By the name of the field, or of the category, and then of the file: the first that fits.
KINDS = (
    (("c8",), PaperKind.CONFIDENTIAL_DETAILS),
    (("c1a",), PaperKind.HARM_FORM),
    (("bundle",), PaperKind.BUNDLE),
    (("order", "judgement", "judgment", "transcript"), PaperKind.COURT_ORDER),
    (("application", "c100", "c110a", "finaldocument", "c2"), PaperKind.APPLICATION),
)
NOT_AN_ORDER = ("consentorder", "previousorders", "draft", "nonmolestation")
# Where one of these words stands in field, category or name, the document is for nobody but us.
GUARDED = ("c8", "confidential", "restrict", "quarantine", "redact", "refuge", "addressandcontact", "abuse", "sealed")
# Places of which it is known that what stands there is not marked as confidential by standing there. Anything else,
# a new place above all, is protected until somebody has looked.
OPEN_PLACES = frozenset(
    names(
        """submitAndPayDownloadApplicationLink finalDocument draftConsentOrderFile c1ADocument
        ordersNonMolestationDocument miamCertificationDocumentUpload1 miamCertificationDocumentUpload
        mpuDocFromDisputeResolutionProvider mpuCertificateByMediator hearingOutComeDocument otherDocuments
        otherDocumentsUploaded bundleInformation orderCollection uploadOrderDoc"""
    )
)
# Categories of public law whose papers name where somebody is, or what only some parties may read.
DOUBTFUL_CATEGORIES = frozenset(
    names(
        """placementApplicationsAndResponses policeDisclosure medicalRecords contactNotes drugAndAlcoholReports
        mentalHealthReports carePlan"""
    )
)


def private_papers(data: Row) -> tuple[tuple[PaperTold, ...], set[str]]:
    """The documents of a private law case and the names of the fields in which they stand."""
    found, places = [], set()
    for place, held in data.value.items():
        for told, around in _references(held):
            places.add(place)
            category = one_line(around.get("documentTypeOther"))
            name = one_line(told.get("document_filename") or around.get("documentName"))
            found.append(_paper(data, place, told, category, name=name, known=place in OPEN_PLACES))
    return _each_once(found), places


def public_papers(data: Row, zone) -> tuple[PaperTold, ...]:
    """The documents of a public law case. One that the court has removed is not told of."""
    found = []
    for row in data.rows("caseDocuments"):
        if row.yes("removed"):
            continue
        category = row.text("documentCategory", 100)
        known = bool(category) and category not in DOUBTFUL_CATEGORIES
        told = _paper(data, "caseDocuments", row.value, category, name=row.text("documentFileName"), known=known)
        if told and row.has("uploadTimestamp"):
            told = dataclasses.replace(told, uploaded_at=moment_of(one_line(row.value["uploadTimestamp"]), zone))
        found.append(told)
    return _each_once(found)


def _references(value) -> Iterator[tuple[dict, dict]]:
    """Each object that points at a document, with the object around it, however deep."""
    waiting = [(value, {}, 0)]
    while waiting:
        held, around, depth = waiting.pop()
        if depth > DEEPEST:
            continue
        if isinstance(held, list):
            waiting += [(item, around, depth + 1) for item in reversed(held)]
        elif isinstance(held, dict):
            if any(isinstance(held.get(name), str) for name in ("document_id", "document_url")):
                yield held, around
            else:
                waiting += [(item, held, depth + 1) for item in reversed(held.values())]


def _paper(data, place, told, category, *, name, known):
    """One document, or None where it cannot be fetched; that is then reported by its place."""
    said = one_line(told.get("document_id") or told.get("documentId"))
    said = said or one_line(told.get("document_url")).rstrip("/").rpartition("/")[2]
    try:
        identifier = UUID(said)
    except ValueError:
        data.report(place)
        return None
    if identifier == WITHHELD:
        return None
    where = _squashed(f"{place} {category}")
    return PaperTold(
        document_id=str(identifier),
        kind=_kind(where, _squashed(name)),
        name=name[:NAME_LIMIT],
        protected=not known or any(word in where + _squashed(name) for word in GUARDED),
        said_type=key_of(category)[:TYPE_LIMIT] or key_of(place)[:TYPE_LIMIT],
    )


def _kind(where, name):
    for text in (where.replace("otherdocuments", "").replace("casedocuments", ""), name):
        for words, kind in KINDS:
            if any(word in text for word in words):
                apart = kind is PaperKind.COURT_ORDER and any(word in text for word in NOT_AN_ORDER)
                return PaperKind.OTHER if apart else kind
    return PaperKind.OTHER


def _squashed(text):
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def _each_once(found):
    """Each document once, in an order of our own: the court sends them in another each time. Where it stands in two
    places it is protected if it is in one of them."""
    kept: dict = {}
    for told in found:
        if told is None:
            continue
        held = kept.get(told.document_id)
        if held is None:
            kept[told.document_id] = told
        else:
            first, second = sorted((held, told), key=lambda one: (one.kind == PaperKind.OTHER, one.said_type, one.name))
            kept[told.document_id] = dataclasses.replace(first, protected=first.protected or second.protected)
    return tuple(kept[identifier] for identifier in sorted(kept))
