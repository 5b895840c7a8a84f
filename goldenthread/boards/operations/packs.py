"""Making a board's pack, and taking one out of the house as a file."""

import re

from django.apps import apps

from goldenthread.actions.operations.raising import today_of
from goldenthread.boards.models import Board, Meeting, Pack
from goldenthread.boards.queries.contents import PARTS, content_of, statements
from goldenthread.boards.queries.packs import last_time, same_day
from goldenthread.documents.inside import inside
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.kernel.text import fingerprint
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb

# A case of ours (GT-100001), or a case number of the family court (ZE21P00123), however its parts are kept apart.
# Nothing in a pack hangs on a case, so there is no secret to look for; what people typed into a report or a title may
# still name one. Names of children are not looked for: whoever makes a pack may not know them, and a search that stops
# at a name would tell that there is such a child.
A_CASE = re.compile(r"\bGT[\s\-\u2010-\u2015]?\d{6}\b|\b[A-Z]{2}\s?\d{2}\s?[A-Z]\s?\d{5}\b", re.IGNORECASE)


@operation
def make_pack(*, board, meeting=None, as_at=None, by, now):
    """Makes what a board is given, as it stands today: frozen, with what each statement rests on.

    Refuses with `NOT_TODAY` (how things stood on another day cannot be told afterwards), `BOARD_ENDED`,
    `OTHER_BOARD`, `ALREADY_HELD`, `NOTHING_IN_IT`, `SAME_AS_BEFORE`, `NAMES_A_CASE`.
    """
    today = today_of(now)
    board = Board.objects.select_for_update().get(pk=board.pk)
    _fits(board, meeting, as_at or today, today)
    before = last_time(board, meeting, today)
    content = content_of(board, meeting, before, today)
    _worth_giving(content)
    print_ = fingerprint(content)
    twin = same_day(board, meeting, today)
    if twin is not None and twin.fingerprint == print_:
        raise Refused("SAME_AS_BEFORE", N_("Nothing has changed since the pack that was made today."))
    pack = Pack.objects.create(
        board=board, meeting=meeting, as_at=today, content=content, fingerprint=print_, before=before, made_at=now,
        made_by=by,
    )  # fmt: skip
    for identifier, said in statements(content).items():
        link(pack, Relation.CITES, apps.get_model(said["kind"])(pk=identifier), by=by, now=now)
    record(Verb.PACK_MADE, pack, by=by, now=now, on=today, hash=print_)
    return pack


def _fits(board, meeting, as_at, today):
    if as_at != today:
        raise Refused("NOT_TODAY", N_("A pack says how things stand today. It cannot be made for another day."))
    if board.ended_on is not None and board.ended_on <= today:
        raise Refused("BOARD_ENDED", N_("This board has ended."))
    if meeting is None:
        return
    if meeting.board_id != board.pk:
        raise Refused("OTHER_BOARD", N_("This meeting is of another board."), field="meeting")
    if Meeting.objects.filter(pk=meeting.pk, state__in=["HELD", "MINUTED"]).exists():
        raise Refused("ALREADY_HELD", N_("This meeting has been held. Choose one to come."), field="meeting")


def _worth_giving(content):
    if not any(content[part] for part in PARTS):
        raise Refused(
            "NOTHING_IN_IT",
            N_(
                "There is nothing to give to this board yet: no published plan, no action late or signed off, no risk "
                "on the national register, no recommendation received, no learning sent out, no report of an area and "
                "no matter arising. Publish the plan first, or record a risk."
            ),
        )
    for said in _texts(content):
        if A_CASE.search(said):
            raise Refused(
                "NAMES_A_CASE",
                N_("A text that would go into the pack names a case: “%(words)s”. Mend it where it stands, then make "
                   "the pack."),
                words=A_CASE.sub("…", said)[:80],
            )  # fmt: skip


def _texts(value):
    """Every text in plain values, apart from identifiers."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in {"id", "kind"}:
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


@operation
def take_pack(*, pack, file_kind, data, by, now) -> bytes:
    """Takes a pack out of the house as a file: `data`, drawn of it. Every text of the file and of its insides is looked
    through once more. Refuses with `NAMES_A_CASE`."""
    if any(A_CASE.search(found.text) for found in inside(file_kind, data) if found.place != "PART"):
        raise Refused("NAMES_A_CASE", N_("This file names a case, so it does not leave. Make the pack again."))
    record(Verb.PACK_TAKEN, pack, by=by, now=now, format=str(file_kind), hash=pack.fingerprint)
    return data
