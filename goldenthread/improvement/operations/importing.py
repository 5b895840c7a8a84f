"""Lines of a plan out of a spreadsheet: what would become of each row, and taking those that are new.

An import adds and never changes: what differs from a line that is there is shown, and is changed on the line's page.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from goldenthread.actions.dates import read_due
from goldenthread.actions.queries import owner_posts
from goldenthread.documents.rules import FileKind
from goldenthread.documents.safety import checked
from goldenthread.improvement import sheets
from goldenthread.improvement.headings import plain
from goldenthread.improvement.models import KnowBy, Plan, PlanLine
from goldenthread.improvement.operations.plans import add_known_by, add_line
from goldenthread.improvement.posts import Posts
from goldenthread.improvement.queries import plans as queries
from goldenthread.improvement.rules import Fate, PlanState, Tie
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.kernel.text import fingerprint
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb

TAKEN = frozenset({FileKind.XLSX, FileKind.ODS, FileKind.CSV})
LIMIT_MB = 5
LONGEST = {"title": 300, "words": 4000, "who": 300, "due": 200, "know": 2000}


@dataclass(frozen=True)
class Judged:
    """What becomes of one line that a row tells. `why`: the refusals; `notes`: what was made of what the row says.

    `there`: the line that is there already; `differs`: (code, what the sheet says, what the line says).
    """

    told: object
    fate: Fate
    why: tuple[Refused, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    key: str = ""
    title: str = ""
    words: str = ""
    priority: object = None
    owner: object = None
    accountable: object = None
    shares: tuple = ()
    there: object = None
    differs: tuple[tuple[str, str, str], ...] = ()


def read_upload(*, plan, upload):
    """What a file that was sent holds for a plan.

    Refuses with `ENDED`, with every code of `documents.safety.checked` and of `sheets.read_file`.
    """
    _open(plan)
    try:
        file = checked(upload.name, upload.data, allowed=TAKEN, limit_mb=LIMIT_MB)
        return sheets.read_file(file.kind, file.data, [row.title for row in plan.priorities.all()])
    except Refused as refused:
        raise Refused(
            refused.code, SAFER.get(refused.code, refused.message), field="file", **refused.values
        ) from refused


# What to do with a spreadsheet, where the general words speak of letters and reports.
SAFER = {
    "HAS_MACROS": N_("This file holds a program (a macro, a control or an object). Save the sheet as a plain workbook "
                     "(.xlsx or .ods) without macros, or as CSV, and bring that."),
    "OUTSIDE_LINK": N_("This file fetches something from elsewhere when it is opened. Copy the table as values into a "
                       "new workbook, or save it as CSV, and bring that."),
    "TOO_LARGE": N_("This file is larger than %(limit)s MB. Copy the table alone into a new workbook, and bring that."),
    "ZIP_BOMB": N_("This file unpacks to far more than it should and was not opened. Copy the table alone into a new "
                   "workbook, and bring that."),
}  # fmt: skip


def _open(plan):
    if plan.state == PlanState.ENDED:
        raise Refused("ENDED", N_("This plan has ended. What is new belongs in another."))


def judge(*, plan, table, otherwise=None) -> list[Judged]:
    """What would become of each line of a table. `otherwise`: the priority of rows that name none. Five queries."""
    return _Judge(plan, otherwise).all(table)


class _Judge:
    """A plan as it is, held against what rows tell."""

    def __init__(self, plan, otherwise):
        self.posts = Posts(owner_posts(plan.nation))
        self.priorities = list(plan.priorities.order_by("number"))
        self.otherwise = otherwise
        self.lines = list(queries.lines(plan))
        self.by_key = {line.key: line for line in self.lines}
        self.by_title = {plain(line.action.title): line for line in self.lines}
        self.out = set(
            PlanLine.objects.filter(priority__plan=plan, taken_out_at__isnull=False).values_list("key", flat=True)
        )
        self.known = defaultdict(set)
        for row in queries.known_by(plan):
            self.known[row.line_id].add(plain(row.words))
        self.keys_used = set(self.by_key) | self.out

    def all(self, table):
        """One `Judged` for each line, in the order of the sheet."""
        same_ref, same_title = defaultdict(list), defaultdict(list)
        for told in table.rows:
            if told.ref and not told.ref_of and told.part == 1:
                same_ref[_slug(told.ref)].append(told.row)
            if told.title:
                same_title[plain(told.title)].append((told.row, told.part))
        return [self.one(told, same_ref, same_title) for told in table.rows]

    def one(self, told, same_ref, same_title):
        """What becomes of one line."""
        why = [*_too_long(told), *_twice(told, same_ref, same_title)]
        title, words, notes = _title(told)
        if not title:
            why.insert(0, Refused("NO_TITLE", N_("It does not say what will be done.")))
        priority = self._priority(told, why)
        people = self.posts.of(told, why, notes)
        if not told.due:
            why.append(Refused("NO_DATE", N_("It does not say by when. Write “To be confirmed” if nobody knows yet.")))
        elif read_due(told.due) is None:
            why.append(Refused("DUE_UNREAD", N_("We cannot tell a date from “%(words)s”. Write it like “30 June 2026”, "
                                                "“Jun 2026” or “Quarterly”."), words=told.due[:80]))  # fmt: skip
        key = _key(told)
        said = {"key": key, "title": title, "words": words, "priority": priority, **people}
        # A reference that is merged over several rows is that of the first one alone.
        there = (self.by_key.get(key) if told.ref and not told.ref_of else None) or self.by_title.get(plain(title))
        if there is None and key in self.out:
            why.append(Refused("WAS_TAKEN_OUT", N_("The line with this reference was taken out of the plan. Give "
                                                   "this one another reference.")))  # fmt: skip
        if why:
            return Judged(told, Fate.REFUSED, why=tuple(why), notes=tuple(notes), **said)
        if there is not None:
            named = ("OWNER_ACCOUNTS", "") not in notes
            differs = tuple(self._differs(told, there, said if named else {**said, "accountable": None}))
            return Judged(told, Fate.DIFFERS if differs else Fate.SAME, there=there, differs=differs, **said)
        said["key"] = self._free(key)
        return Judged(told, Fate.NEW, notes=tuple(notes), **said)

    def _free(self, key):
        """The key, or the next one that no other line has."""
        number, free = 1, key
        while free in self.keys_used:
            number += 1
            free = f"{key[:55]}-{number}"
        self.keys_used.add(free)
        return free

    def _priority(self, told, why):
        texts = [text for text in told.priority.split("\n") if text]
        for text in texts:
            if found := self._named(text):
                return found
        if not texts and self.otherwise is not None:
            return self.otherwise
        if texts:
            why.append(
                Refused(
                    "OTHER_PRIORITY",
                    N_(
                        "“%(words)s” is not a priority of this plan. Add it to the plan "
                        "first, with what it was learned from."
                    ),
                    words=texts[0][:80],
                )
            )
        else:
            why.append(Refused("NO_PRIORITY", N_("It does not say under which priority it belongs.")))  # fmt: skip
        return None

    def _named(self, text):
        said = plain(text)
        # Its whole title, or the beginning of it; then its number ("1.", "Priority 1", "Priority 1: …").
        for priority in self.priorities:
            title = plain(priority.title)
            if said == title or (len(title) > 9 and title in said) or (len(said) > 15 and title.startswith(said)):
                return priority
        number = re.fullmatch(r"(?:priority|blaenoriaeth|theme|objective|aim)?\s*(\d{1,3})(?:\s.*)?", said)
        if number is None or (said[0].isdigit() and " " in said):
            return None
        return next((row for row in self.priorities if row.number == int(number[1])), None)

    def _differs(self, told, there, said):
        action = there.action
        pairs = [
            ("TITLE", said["title"], action.title), ("WORDS", said["words"], action.words),
            ("PRIORITY", said["priority"].title, there.priority.title),
            ("OWNER", said["owner"].name, action.owner.name),
            ("ACCOUNTABLE", said["accountable"].name if said["accountable"] else "", action.accountable.name),
            ("DUE", told.due, action.due_words),
        ]  # fmt: skip
        for code, ours, theirs in pairs:
            if ours and plain(ours) != plain(theirs):
                yield code, ours, theirs
        shares = {share.post.name for share in action.shares.all()}
        if said["shares"] and {post.name for post in said["shares"]} != shares:
            yield "SHARES", ", ".join(post.name for post in said["shares"]), ", ".join(sorted(shares))
        if told.know and plain(told.know) not in self.known[there.pk]:
            yield "KNOW", told.know, ""


def _slug(text):
    return "-".join(plain(text).split())


def _key(told):
    """The short reference of a line: that of the sheet, or out of what will be done."""
    if not told.ref:
        return _slug(told.title)[:50].strip("-") or "line"
    ending = f"-{told.part}" if told.parts > 1 else ""
    return f"{_slug(told.ref)[:50] or 'line'}{ending}"


def _title(told):
    """(title, words, notes): a text that is longer than a title stands in full under how it is done."""
    notes = [("BULLETS", str(told.parts))] if told.parts > 1 else []
    notes += [("FILLED", kind) for kind in told.filled]
    notes += [("SHARED_REF", str(told.ref_of))] if told.ref_of else []
    if len(told.title) <= LONGEST["title"]:
        return told.title, told.words, notes
    cut = told.title[: LONGEST["title"] - 1].rpartition(" ")[0] or told.title[: LONGEST["title"] - 1]
    words = "\n\n".join(text for text in (told.title, told.words) if text)
    return f"{cut}…", words, [*notes, ("LONG", "")]


def _too_long(told):
    for kind, most in LONGEST.items():
        said = len(getattr(told, kind))
        # A long title goes under how it is done, where there must be room for both.
        said = len(told.title) + len(told.words) + 2 if kind == "words" and len(told.title) > LONGEST["title"] else said
        if kind != "title" and said > most:
            yield Refused("TOO_LONG", N_("A cell is longer than a plan can hold (%(most)s letters). Shorten it."),
                          most=most)  # fmt: skip


def _twice(told, same_ref, same_title):
    """The other rows with its reference, or its very words."""
    if told.ref and not told.ref_of:
        others = [row for row in same_ref[_slug(told.ref)] if row != told.row]
        if others:
            yield Refused(
                "SAME_REFERENCE",
                N_("The reference “%(ref)s” stands in row %(rows)s too. Give each line its own."),
                rows=", ".join(map(str, others)), ref=told.ref[:60],
            )  # fmt: skip
            return
    others = [row for row, part in same_title.get(plain(told.title), ()) if (row, part) != (told.row, told.part)]
    if told.title and others:
        yield Refused("SAME_WORDS", N_("The same words stand in row %(rows)s too. Keep one of them."),
                      rows=", ".join(map(str, dict.fromkeys(others))))  # fmt: skip


@operation
def take_rows(*, plan, table, otherwise=None, by, now):
    """Adds the lines of a table that are new. What is refused, differs or is there already is left as it is.

    Gives (lines made, all that was judged). Refuses with `ENDED`, `NOTHING_NEW`.
    """
    row = Plan.objects.select_for_update(of=("self",)).select_related("owner").get(pk=plan.pk)
    _open(row)
    judged = judge(plan=row, table=table, otherwise=otherwise)
    made = [_take(one, by, now) for one in judged if one.fate is Fate.NEW]
    if not made:
        raise Refused("NOTHING_NEW", N_("There is nothing to take: no row is a new line."))
    record(Verb.PLAN_IMPORTED, row, by=by, now=now, lines=len(made), hash=fingerprint(table.plain()))
    return made, judged


def _take(one, by, now):
    told = one.told
    line = add_line(
        priority=one.priority, key=one.key, title=one.title, words=one.words, who_words=told.who, owner=one.owner,
        accountable=one.accountable, shares=one.shares, due_words=told.due, by=by, now=now,
    )  # fmt: skip
    if told.know:
        number = KnowBy.objects.filter(priority__plan=one.priority.plan, key__startswith=f"{one.key[:54]}-know").count()
        add_known_by(
            priority=one.priority, line=line, key=f"{one.key[:54]}-know{number or ''}", words=told.know,
            tie=Tie.NOT_YET, words_why=_("It came with a spreadsheet. What shows it has not been said yet."), by=by,
            now=now,
        )  # fmt: skip
    return line
