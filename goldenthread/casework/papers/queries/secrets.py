"""What a copy of a case must never give away, and whether it does.

The values are read to be compared and go no further: a hit says what kind of thing stands where and whose it is,
never the thing. `surroundings` alone gives text back, out of the copy itself, for whoever may open protected details.
"""

import re
from dataclasses import dataclass, field

from django.db.models import Q

from goldenthread.casework.cases.models import Participation
from goldenthread.casework.directwork.models import Session, Wish
from goldenthread.casework.directwork.rules import Keep
from goldenthread.casework.families.models import ProtectedContact, SafeContactRule
from goldenthread.casework.papers.rules import (
    ALWAYS_WHOLE,
    FEWEST_WITHHELD_WORDS,
    NEVER_WHOLE,
    HitKind,
    details_in,
)
from goldenthread.documents.gate import look
from goldenthread.documents.inside import inside
from goldenthread.documents.leaks import Secret, found
from goldenthread.documents.reading import read

SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
SHOWN, LONGEST = 3, 400


@dataclass
class Guarded:
    """The secrets of a case. Each is `whose` the record that holds it; `owner` leads from there to the person."""

    secrets: list = field(default_factory=list)
    owner: dict = field(default_factory=dict)
    # Someone of the case has protected details that this person may not open, so nothing can be said of them.
    unseen: bool = False

    def add(self, kind, value, record, owner, label) -> None:
        """Takes a value in; a value without a letter or a digit gives nothing away."""
        source = f"{label}:{record}"
        if any(c.isalnum() for c in value):
            self.secrets.append(Secret(str(kind), value, source))
            self.owner[source] = str(owner) if owner else ""


def guarded(case, withheld=()) -> Guarded:
    """Everything that may stand in no copy: protected details of everyone who takes or took part in the case, ended
    ones too; where a refuge lies; places of sessions; details in safe-contact rules; what children asked to be kept
    back; the words of the passages in `withheld` [(direction, place)]. Five queries."""
    held = Guarded()
    rows = Participation.objects.filter(case=case).select_related("member")
    members = {row.member_id: row for row in rows}
    seen = _contacts(held, case, members)
    # Who was named by mistake is looked for where we can, and closes nothing where we cannot.
    held.unseen = any(
        row.member.has_protected_contact and key not in seen
        for key, row in members.items()
        if row.superseded_at is None
    )
    for rule in SafeContactRule.objects.filter(Q(member__in=members) | Q(case_id=case.pk)):
        for kind, value in details_in(f"{rule.how}\n{rule.never}"):
            held.add(kind, value, rule.pk, rule.member_id, "rule")
    for session in Session.objects.filter(case=case).exclude(place_words=""):
        # One word ("school") is in every report.
        if len(session.place_words.split()) > 1:
            held.add(HitKind.SCHOOL, session.place_words, session.pk, session.child_id, "session")
    for wish in Wish.objects.filter(case=case, superseded_at__isnull=True).exclude(keep=Keep.NOT_ASKED):
        held.add(HitKind.WORDS, wish.words, wish.pk, wish.child_id, "wish")
    for direction, place in withheld:
        if len(place.text.split()) >= FEWEST_WITHHELD_WORDS:
            held.add(HitKind.WORDS, place.text, direction.pk, direction.child_id, "direction")
    return held


def _contacts(held, case, members) -> set:
    """Takes in the protected details; the members that have any that can be seen."""
    seen = set()
    for row in ProtectedContact.objects.filter(Q(member__in=members) | Q(case_id=case.pk)):
        seen.add(row.member_id)
        held.add(row.kind, row.value, row.pk, row.member_id, "contact")
        if row.in_refuge:
            held.add(HitKind.REFUGE_AREA, row.value, row.pk, row.member_id, "contact")
    return seen


def hits_in(file_kind, data: bytes, held: Guarded, passages=()) -> list[dict]:
    """What the gate finds in a whole file, its internals too: as `Copy.hits` keeps it, in the order of the file.

    `passages`: the places of the report (`passages.places`), so that each hit names those where it can be mended.
    """
    hits, places = [], [(place.key, read(place.text)) for place in passages]
    for hit in look(inside(file_kind, data), held.secrets):
        kind = _kind(hit)
        row = {
            "place": hit.place,
            "kind": str(kind),
            "whole": (hit.whole or kind in ALWAYS_WHOLE) and kind not in NEVER_WHOLE,
            "whose": held.owner[hit.whose],
            "source": hit.whose,
            "passages": [key for key, text in places if any(found(s, text) for s in _of(hit, held))],
        }
        if row not in hits:
            hits.append(row)
    return hits


def holds_contact(case, file_kind, data: bytes) -> bool:
    """Whether a file holds a protected contact detail of the case, as far as this person may know of them. Where there
    are any, a file that cannot be read to its end is taken to hold one."""
    held = guarded(case)
    held.secrets = [secret for secret in held.secrets if secret.whose.startswith("contact:")]
    try:
        return bool(held.secrets) and bool(hits_in(file_kind, data, held))
    except Exception:  # noqa: BLE001 (a file made to break a reader must not keep itself or others out)
        return True


def _of(hit, held):
    return [secret for secret in held.secrets if secret.whose == hit.whose and secret.kind == hit.kind]


def _kind(hit):
    return HitKind.WITHHELD if hit.whose.startswith("direction:") else HitKind(hit.kind)


def surroundings(hits, file_kind, data: bytes, held: Guarded, passages=()) -> list[list[str]]:
    """For each hit, the sentences in which it stands, a few at most. For whoever may open protected details, and for
    nobody else.

    Out of the passages of the report where it is there, as they were written; else out of the file.
    """
    written = {place.key: place.text for place in passages}
    pieces = list(inside(file_kind, data))
    shown = []
    for hit in hits:
        secrets = [s for s in held.secrets if s.whose == hit["source"] and _same_kind(s, hit)]
        texts = [written[key] for key in hit["passages"] if key in written]
        texts = texts or [piece.text for piece in pieces if piece.place == hit["place"]]
        shown.append([sentence for text in texts for sentence in _around(text, secrets)][:SHOWN])
    return shown


def _same_kind(secret, hit):
    return secret.kind == hit["kind"] or hit["kind"] == HitKind.WITHHELD


def _around(text, secrets):
    sentences = [s for s in SENTENCES.split(text) if any(found(secret, s) for secret in secrets)]
    if not sentences and any(found(secret, text) for secret in secrets):
        sentences = [text]  # it runs over the end of a sentence or of a line
    return [s if len(s) <= LONGEST else s[:LONGEST].rsplit(" ", 1)[0] + "…" for s in sentences]
