"""Who is told what, and when. Plain values in, plain values out."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.access.permissions import Permission
from goldenthread.kernel.lifecycle import Lifecycle, Transition
from goldenthread.kernel.refusal import N_
from goldenthread.kernel.workdays import is_working_day
from goldenthread.people.rules import Role
from goldenthread.thread.verbs import Verb


class How(StrEnum):
    """How a person is told. DEMANDED: by nothing but what their post demands."""

    AT_ONCE = "AT_ONCE"
    DAILY = "DAILY"
    DEMANDED = "DEMANDED"


HOWS = {
    How.AT_ONCE: N_("At once when something is urgent, and once a working day"),
    How.DAILY: N_("Once a working day"),
    How.DEMANDED: N_("Not by e-mail"),
}
# Whoever has not chosen is told like this.
USUAL = How.AT_ONCE


class Language(StrEnum):
    """The languages of a notice, by the codes of the pages. Whoever has not chosen has none."""

    ENGLISH = "en-gb"
    WELSH = "cy"


# Each in itself, on a page of either: a person finds their own language.
LANGUAGES = {Language.ENGLISH: "English", Language.WELSH: "Cymraeg"}


class Kind(StrEnum):
    """A sort of thing that waits for someone."""

    URGENT_APPLICATION = "URGENT_APPLICATION"
    GLASS_USE = "GLASS_USE"
    LOCAL_USE = "LOCAL_USE"
    ALLOCATED = "ALLOCATED"
    RETURNED = "RETURNED"
    DECISION = "DECISION"
    COPY_STOPPED = "COPY_STOPPED"
    FILING = "FILING"
    TIME_LIMIT = "TIME_LIMIT"
    MISSING = "MISSING"
    ACTION = "ACTION"
    LEARNING = "LEARNING"


@dataclass(frozen=True)
class Sort:
    """What is said of a kind, and the name of the page on which all of it stands; no page: each thing has its own.

    `urgent`: it is told at once to whoever asks for that. `demanded_of`: posts that are told of it at once whatever
    they choose, and `why`. `weekly`: it stands in the first digest of a week alone.
    """

    says: str
    route: str = ""
    urgent: bool = False
    demanded_of: frozenset[Role] = frozenset()
    why: str = ""
    weekly: bool = False


SORTS = {
    Kind.URGENT_APPLICATION: Sort(
        N_("Applications in the duty tray that are urgent or look urgent"),
        "cases:tray",
        urgent=True,
        demanded_of=frozenset({Role.DUTY_MANAGER}),
        why=N_("An urgent application cannot wait until someone looks: a child may be in danger."),
    ),
    Kind.GLASS_USE: Sort(
        N_("Uses of break-glass to review"),
        "access:glass_uses",
        urgent=True,
        demanded_of=frozenset({Role.NAMED_SENIOR}),
        why=N_("Break-glass is open to many because a named senior sees each use of it the same day."),
    ),
    Kind.LOCAL_USE: Sort(
        N_("Emergency sign-ins to review"),
        "access:local_uses",
        urgent=True,
        demanded_of=frozenset({Role.NAMED_SENIOR}),
        why=N_("An emergency sign-in goes round the identity provider: someone must see it at once."),
    ),
    Kind.ALLOCATED: Sort(N_("Cases given to you that wait for your declaration"), "workspace:my_work", urgent=True),
    Kind.RETURNED: Sort(N_("Advice that came back to you"), "workspace:my_work", urgent=True),
    Kind.DECISION: Sort(N_("Advice that waits for your decision"), "oversight:waiting", urgent=True),
    Kind.COPY_STOPPED: Sort(N_("Copies stopped at the gate that wait for someone to look"), urgent=True),
    Kind.FILING: Sort(N_("Filings that need you"), urgent=True),
    Kind.TIME_LIMIT: Sort(N_("Time limits that are close or have passed"), "workspace:my_work"),
    Kind.MISSING: Sort(N_("Things missing in your cases"), "workspace:my_work"),
    Kind.ACTION: Sort(
        N_("Actions of your post that are late or due soon, and late ones that you account for"),
        "workspace:commitments",
        weekly=True,
    ),
    Kind.LEARNING: Sort(N_("Learning points that you have not read"), "learning:index", weekly=True),
}


def demanded(roles: Collection[Role]) -> tuple[Kind, ...]:
    """The kinds that these posts are told of at once, whatever the person chooses."""
    return tuple(kind for kind, sort in SORTS.items() if sort.demanded_of & set(roles))


@dataclass(frozen=True)
class Telling:
    """What is to be told now: as the digest of the day, or at once; and of which kinds."""

    digest: bool
    kinds: tuple[Kind, ...]


def works(day: dt.date, nations: Collection[str]) -> bool:
    """Whether it is a working day in a nation in which the person holds a post."""
    return any(is_working_day(day, nation) for nation in nations)


def same_week(one: dt.date, other: dt.date) -> bool:
    """Whether two days lie in one week, from a Monday to a Sunday."""
    return one.isocalendar()[:2] == other.isocalendar()[:2]


def telling(
    *,
    how: How,
    roles: Collection[Role],
    nations: Collection[str],
    waiting: Mapping[Kind, Collection[str]],
    told: Mapping[Kind, Collection[str]],
    local: dt.datetime,
    digest_at: dt.time,
    digest_on: dt.date | None,
    told_on: Mapping[Kind, dt.date] | None = None,
) -> Telling | None:
    """What to tell a person now, or None: nothing waits, or nothing that they have not been told.

    `told_on` says on which day each kind was told last: what is told once a week waits for the next.
    `waiting` and `told` hold, for each kind, what waits and what was told of it. `local` is the time where the person
    works, `digest_on` the day of their last digest. The digest says all that waits, again if need be; what is told at
    once is said once. A working day bounds what people choose, not what their post demands.
    """
    had = {kind for kind, day in (told_on or {}).items() if SORTS[kind].weekly and same_week(day, local.date())}
    waiting = {kind: things for kind, things in waiting.items() if things and kind not in had}
    works_today = works(local.date(), nations)
    if waiting and how is not How.DEMANDED and works_today and local.time() >= digest_at and digest_on != local.date():
        return Telling(True, tuple(kind for kind in Kind if kind in waiting))
    must = demanded(roles)
    now = tuple(
        kind
        for kind in Kind
        if set(waiting.get(kind, ())) - set(told.get(kind, ()))
        and (kind in must or (how is How.AT_ONCE and works_today and SORTS[kind].urgent))
    )
    return Telling(False, now) if now else None


# An address that was refused for good is tried again after so long: a mailbox comes back, a server is mended.
REFUSED_FOR = dt.timedelta(days=7)


def may_try(refused_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a message may go to an address that a mail server refused at `refused_at`; None: it never did."""
    return refused_at is None or now - refused_at >= REFUSED_FOR


# ── A notice on its way ───────────────────────────────────────────────────────────────────────────────


class NoticeState(StrEnum):
    """WAITING to be sent; SENDING: being handed to the mail server; NOT_SENT: it was not to be sent, or no longer."""

    WAITING = "WAITING"
    SENDING = "SENDING"
    SENT = "SENT"
    REFUSED = "REFUSED"
    NOT_SENT = "NOT_SENT"


NOTICE_STATES = {
    NoticeState.WAITING: N_("Waiting to be sent"),
    NoticeState.SENDING: N_("On its way"),
    NoticeState.SENT: N_("Sent"),
    NoticeState.REFUSED: N_("The mail server did not take it"),
    NoticeState.NOT_SENT: N_("Not sent"),
}
UNDER_WAY = frozenset({NoticeState.WAITING, NoticeState.SENDING})
# A notice that nobody has touched for so long has lost its job and is given a new one. No wait between tries is longer.
LOST = dt.timedelta(hours=2)

_EVERYONE = Permission.HOME_READ
NOTICE_LIFE = Lifecycle(
    name="notice by e-mail",
    first=NoticeState.WAITING,
    states=tuple(NoticeState),
    transitions=(
        Transition(NoticeState.WAITING, NoticeState.SENDING, _EVERYONE, Verb.NOTICE_TRIED, N_("Send it")),
        Transition(NoticeState.WAITING, NoticeState.NOT_SENT, _EVERYONE, Verb.NOTICE_NOT_SENT,
                   N_("Nothing of it waits any longer, or e-mail is off")),
        Transition(NoticeState.SENDING, NoticeState.SENT, _EVERYONE, Verb.NOTICE_SENT, N_("The mail server takes it")),
        Transition(NoticeState.SENDING, NoticeState.REFUSED, _EVERYONE, Verb.NOTICE_REFUSED,
                   N_("The mail server refuses it for good")),
        Transition(NoticeState.SENDING, NoticeState.WAITING, _EVERYONE, Verb.NOTICE_DELAYED,
                   N_("The mail server cannot be reached, or says to try later")),
        Transition(NoticeState.SENDING, NoticeState.NOT_SENT, _EVERYONE, Verb.NOTICE_NOT_SENT,
                   N_("Nobody knows whether it left: it is not sent a second time")),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """Why a notice was not taken. `code` says the kind of fault and nothing else; `for_good`: later it will not be
    taken either; `address`: it is the person's address that is refused."""

    code: str
    for_good: bool = False
    address: bool = False


def fault(reply: int, text: str, *, of_recipient: bool) -> Fault:
    """What a mail server's refusal means (RFC 5321, 4.2.1: 4xx passes, 5xx stays).

    An enhanced code 5.7 is a matter of policy between the two servers (RFC 3463): the address is not to blame for it.
    `text` is read for that code alone and kept nowhere.
    """
    code = f"SMTP_{reply}"
    if not 500 <= reply < 600:
        return Fault(code)
    return Fault(code, for_good=True, address=of_recipient and not text.startswith("5.7."))
