"""Papers, copies, hits and directions as rows, tags and sentences."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.casework.papers.passages import covers, places
from goldenthread.casework.papers.rules import (
    COPY_STATES,
    FILE_KINDS,
    HELD_STATES,
    HIT_KINDS,
    MAY_LEAVE,
    PAPER_KINDS,
    PAPER_SOURCES,
    PURPOSES,
    RECIPIENTS,
    WHY_REFUSED,
    CopyState,
    HeldState,
    HitKind,
    PaperKind,
    PaperSource,
    Purpose,
    Recipient,
)
from goldenthread.documents.inside import place_words
from goldenthread.documents.rules import FileKind
from goldenthread.govuk.filters import date
from goldenthread.kernel.refusal import N_

COPY_TONES = {
    CopyState.STOPPED: "urgent", CopyState.CLEAR: "good", CopyState.CLEARED: "good", CopyState.KEPT_BACK: "warn",
}  # fmt: skip
HELD_TONES = {HeldState.TO_FETCH: "info", HeldState.NOT_THERE: "warn", HeldState.REFUSED: "warn"}
TEXT_SHOWN = 220


def size(count: int) -> str:
    """The size of a file as people say it."""
    if count >= 1_000_000:
        return _("%(n)s MB") % {"n": f"{count / 1_000_000:.1f}"}
    if count >= 1000:
        return _("%(n)s kB") % {"n": round(count / 1000)}
    return ngettext("%(num)s byte", "%(num)s bytes", count) % {"num": count}


def file_words(row) -> str:
    """What kind of file it is and how large; empty where it is not here."""
    if not row.size:
        return ""
    return _("%(kind)s, %(size)s") % {"kind": _(FILE_KINDS[FileKind(row.file_kind)]), "size": size(row.size)}


def held_tag(paper):
    """The tag of a paper of the court that is not here; None where it is."""
    if paper.held == HeldState.HELD:
        return None
    state = HeldState(paper.held)
    return {"code": HELD_TONES[state], "text": _(HELD_STATES[state])}


def paper_row(paper):
    """One paper for the list. A copy leads to the page of the copy: its bytes leave by that alone."""
    copy = getattr(paper, "copy", None)
    whose = paper.member.name or _("No name given") if paper.member else ""
    return {
        "href": reverse("papers:copy", args=[copy.pk]) if copy else reverse("papers:paper", args=[paper.pk]),
        "title": _copy_title(copy) if copy else paper.name or paper.court_said_type or _("Paper"),
        "kind": _(PAPER_KINDS[PaperKind(paper.kind)]),
        "file": file_words(paper),
        "whose": whose,
        "at": paper.court_uploaded_at or paper.recorded_at,
        "by": "" if paper.source == PaperSource.COURT else paper.recorded_by.name,
        "protected": paper.protected,
        "superseded": paper.superseded_at is not None,
        "tag": copy_tag(copy) if copy else held_tag(paper),
        "why": why_not_here(paper),
    }


def why_not_here(paper) -> str:
    """Why a paper of the court is not here, in a sentence; empty where it is."""
    if paper.held == HeldState.TO_FETCH:
        if not paper.tries:
            return _("It is fetched by itself")
        tried = ngettext("Tried %(num)s time", "Tried %(num)s times", paper.tries) % {"num": paper.tries}
        return _("%(tried)s; it is tried again by itself") % {"tried": tried}
    if paper.held == HeldState.NOT_THERE:
        return _("The court says that it does not hold this document. Ask the court's office")
    if paper.held == HeldState.REFUSED:
        return _(WHY_REFUSED.get(paper.held_why, N_("The file was not safe to take. Ask the court to send it again")))
    return ""


def groups(rows):
    """The papers grouped by how they came, each group newest first; only the groups that hold any."""
    found = {source: [] for source in PaperSource}
    for row in rows:
        found[PaperSource(row.source)].append(paper_row(row))
    return [
        {"id": source.lower(), "title": _(PAPER_SOURCES[source]), "rows": found[source]}
        for source in PaperSource
        if found[source]
    ]


def copy_tag(copy):
    """The state of a copy at the gate."""
    if copy.superseded_at is not None:
        return {"code": "SUPERSEDED", "text": _("Superseded")}
    state = CopyState(copy.state)
    return {"code": COPY_TONES[state], "text": _(COPY_STATES[state])}


def recipient_words(copy) -> str:
    """Who gets a copy: "The solicitor of Tobias Reed (Ash and Co)"."""
    recipient = Recipient(copy.recipient)
    name = copy.recipient_member.name or _("No name given") if copy.recipient_member else ""
    if recipient == Recipient.PARTY:
        return name
    said = _(RECIPIENTS[recipient])
    if recipient == Recipient.SOLICITOR:
        said = _("The solicitor of %(name)s") % {"name": name}
    return _("%(who)s (%(name)s)") % {"who": said, "name": copy.recipient_words} if copy.recipient_words else said


def _copy_title(copy):
    return _("Version %(number)s for: %(who)s") % {"number": copy.report.number, "who": recipient_words(copy)}


def copy_row(copy):
    """One copy for a list."""
    return {
        "href": reverse("papers:copy", args=[copy.pk]),
        "who": recipient_words(copy),
        "purpose": _(PURPOSES[Purpose(copy.purpose)]),
        "form": _(FILE_KINDS[FileKind(copy.file_kind)]),
        "at": copy.recorded_at,
        "by": copy.recorded_by.name,
        "tag": copy_tag(copy),
        "leaves": copy.state in MAY_LEAVE and copy.superseded_at is None,
    }


def stopped_row(copy):
    """One stopped copy for a manager's worklist: no name of the family, no word of the record."""
    whole = sum(hit["whole"] for hit in copy.hits)
    return {
        "reference": copy.case.reference,
        "href": reverse("papers:copy" if copy.own or whole else "papers:copy_look", args=[copy.pk]),
        "version": copy.report.number,
        "recipient": _(RECIPIENTS[Recipient(copy.recipient)]),
        "at": copy.recorded_at,
        "by": copy.recorded_by.name,
        "own": copy.own,
        "count": len(copy.hits),
        "whole": whole,
    }


# ── What the gate found ───────────────────────────────────────────────────────────────────────────────


def hit_rows(copy, names):
    """What the gate found in a copy: kind, where and whose, never the value; and where each can be mended.

    `names`: member id to name.
    """
    known = {place.key: place for place in places(copy.report.content)}
    return [_hit_row(number, hit, names, known) for number, hit in enumerate(copy.hits)]


def _hit_row(number, hit, names, known):
    what, whose = _(HIT_KINDS[HitKind(hit["kind"])]), names.get(hit["whose"], "")
    said = _("%(what)s of %(whose)s") % {"what": what, "whose": whose} if whose else what
    said = said[:1].upper() + said[1:]
    passages = [known[key] for key in hit.get("passages", ()) if key in known]
    where = "; ".join(place.said(_) for place in passages) or _(place_words(hit["place"]))
    return {
        "number": number,
        "what": said,
        "where": where,
        "whole": hit["whole"],
        "extent": _("All of it") if hit["whole"] else _("A part of it"),
        "text": _("%(what)s: %(where)s") % {"what": said, "where": where},
        "mend": [
            {"text": place.said(_), "href": reverse(place.route, args=place.args)} for place in passages if place.route
        ],
    }


# ── Directions ────────────────────────────────────────────────────────────────────────────────────────


def passage_name(content, passage) -> str:
    """What a passage is called; where the newest version holds none of that name, that is said."""
    there = [place for place in places(content or {"patterns": [], "children": []}) if covers(passage, place.key)]
    return there[0].said(_) if there else _("A passage that is not in the newest version")


def passage_groups(content):
    """The passages of a version to choose from, child by child: [(heading, [(key, name, how its text begins)])]."""
    found = {}
    for place in places(content):
        heading = place.child or _("The report as a whole")
        name = place.said(_).removeprefix(f"{place.child}: ")
        row = (place.key, name[:1].upper() + name[1:], _cut(place.text))
        found.setdefault((place.child_id, heading), []).append(row)
    return [(heading, rows) for (_child, heading), rows in found.items()]


def _cut(text):
    text = " ".join(text.split())
    return text if len(text) <= TEXT_SHOWN else text[:TEXT_SHOWN].rsplit(" ", 1)[0] + "…"


def direction_row(direction, content):
    """One direction for the list."""
    over = direction.ended_at is not None or direction.superseded_at is not None
    name = passage_name(content, direction.passage)
    return {
        "pk": direction.pk,
        "title": name[:1].upper() + name[1:],
        "found": any(covers(direction.passage, place.key) for place in places(content)) if content else False,
        "whom": from_whom(direction),
        "on": direction.directed_on,
        "words": direction.words,
        "by": direction.recorded_by.name,
        "at": direction.recorded_at,
        "late": direction.late,
        "over": over,
        "tag": {"code": "CLOSED", "text": _("Ended")} if over else {"code": "info", "text": _("In force")},
        "ended": direction.ended_why,
        "superseded": direction.superseded_at is not None,
    }


def from_whom(direction) -> str:
    """From whom a direction withholds."""
    return (direction.member.name or _("No name given")) if direction.member else _("Every party")


def withheld_words(direction, content) -> str:
    """What stands out of a copy, and by what: "Maya: the advice, by the court's direction of 3 June 2026"."""
    return _("%(passage)s, withheld by the court's direction of %(on)s") % {
        "passage": passage_name(content, direction.passage), "on": date(direction.directed_on),
    }  # fmt: skip


def page_if_there(route, thing) -> str:
    """The address of a page that belongs to a later part of the work; empty while it is not built in."""
    try:
        return reverse(route, args=[thing.pk])
    except NoReverseMatch:
        return ""
