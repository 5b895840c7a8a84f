"""What one person has undertaken, asked of each area by its own rows: actions, learning, recommendations, risks,
reports of areas, interests. A constant number of queries, however much there is.

Each thing becomes a `Duty`. Nothing of a family is among them: casework stands on *My work*.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import NOTHING, visible
from goldenthread.actions.models import Action, ActionShare, held_by
from goldenthread.actions.queries import of_day
from goldenthread.actions.rules import SOON_DAYS
from goldenthread.boards.models import Interest, Meeting, Membership
from goldenthread.boards.rules import ItemKind
from goldenthread.improvement.models import AreaReport, Priority, ReceivedRecommendation, Risk
from goldenthread.learning.models import LearningPoint, TeamAnswer
from goldenthread.learning.queries import unread_of

SOON = dt.timedelta(days=SOON_DAYS)


@dataclass(frozen=True)
class Duty:
    """One thing that a person has undertaken. `does`: what is asked of them, in words; `due`: the last day in time, or
    None; `due_words`: how the date was written; `detail`: one line more; `shared`: others have it too; `step`: what
    the button of the first thing says, where `does` is no step."""

    does: str
    title: str
    href: str
    due: dt.date | None = None
    due_words: str = ""
    detail: str = ""
    shared: bool = False
    step: str = ""


def duties(who, person, now, today) -> list[Duty]:
    """Everything that this person has undertaken, in no order."""
    asked = (
        *_actions(who, today),
        *_learning(who, person, today),
        *_received(who, person),
        *_risks(who, today),
        *_area_reports(who, now),
        *_interests(who, today),
    )
    return list(asked)


def _held(who, column):
    """The clause that a post in `column` is held by this person, by any of their posts."""
    clause = NOTHING
    for held in who.posts:
        clause |= Q(held_by(held, column))
    return clause


# ── Actions ───────────────────────────────────────────────────────────────────────────────────────────


def _actions(who, today):
    """Actions that they own, have a part in, account for, sign, or whose effect they look at. One query."""
    standing = ActionShare.objects.filter(ended_at__isnull=True)
    shares = standing.filter(_held(who, "post_id"), action=OuterRef("pk"))
    rows = Action.objects.annotate(
        owns=_held(who, "owner_id"), accounts=_held(who, "accountable_id"), has_part=Exists(shares),
        by_role=Exists(shares.exclude(post__roles=[])),
    )  # fmt: skip
    mine = Q(state="OPEN") & (Q(owns=True) | Q(accounts=True) | Q(has_part=True))
    able = ~Q(done_by_id=who.person_id) & Q(owns=False)
    to_sign = Q(state="DONE") & able & (Q(signer_id=who.person_id) | Q(signer__isnull=True, accounts=True))
    effect = Q(state="CLOSED", effect_due_on__lte=today + SOON) & able & Q(accounts=True)
    rows = rows.filter(mine | to_sign | effect).select_related("owner", "accountable").order_by("due_on", "reference")
    return [_action(row, who) for row in rows]


def _action(row, who):
    href, title = reverse("actions:action", args=[row.pk]), f"{row.reference} {row.title}"
    shared = bool(row.owner.roles) if row.owns else row.by_role
    if row.state == "CLOSED":
        href = reverse("actions:effect", args=[row.pk])
        return Duty(_("Look at its effect"), title, href, row.effect_due_on, detail=_owned(row))
    if row.state == "DONE":
        asked = _("You were asked to sign it off") if row.signer_id == who.person_id else _("Sign it off")
        return Duty(asked, title, reverse("actions:sign", args=[row.pk]), localtime(row.done_at).date() + SOON,
                    detail=_owned(row))  # fmt: skip
    does = _("You own it") if row.owns else _("You have a part in it") if row.has_part else _("You account for it")
    step = _("Say how it goes") if row.owns or row.has_part else _("See how it goes")
    return Duty(does, title, href, row.due_on, row.due_words, "" if row.owns else _owned(row), shared, step)


def _owned(row):
    return _("Owned by %(who)s") % {"who": row.owner.name}


# ── Learning ──────────────────────────────────────────────────────────────────────────────────────────


def _learning(who, person, today):
    """Learning points that are for them and that they have not read; those that their team has not answered."""
    found = []
    if who.may_ever(P.LEARNING_READ):
        found += [
            Duty(_("Read what was learned"), row.title, reverse("learning:point", args=[row.pk]))
            for row in unread_of(who, person)
        ]
    teams = {held.team_id for held in who.posts if held.team_id}
    if who.may_ever(P.LEARNING_ANSWER) and teams:
        answers = TeamAnswer.objects.filter(point=OuterRef("pk"), team__in=teams)
        rows = visible(who, LearningPoint, P.LEARNING_ANSWER).filter(~Exists(answers), answer_by__isnull=False)
        found += [
            Duty(_("Say what your team did"), row.title, reverse("learning:answer", args=[row.pk]), row.answer_by)
            for row in rows.order_by("answer_by")
        ]
    return found


# ── Recommendations and risks ─────────────────────────────────────────────────────────────────────────


def _received(who, person):
    """Recommendations received that they answer, or that wait for their signature. One query."""
    if not who.may_ever(P.RECEIVED_READ):
        return []
    answers, signs = who.may_ever(P.RECEIVED_MANAGE), who.may_ever(P.RECEIVED_SIGN)
    clause = Q(state="RECEIVED") & (_held(who, "owner_id") | (Q(owner__isnull=True) if answers else NOTHING))
    clause |= Q(state="ANSWERED") & ~Q(reply__in=["NOT_ACCEPTED", "NOT_OURS"]) & _held(who, "owner_id")
    if signs:
        clause |= Q(state="MET") & ~Q(met_by=person)
    rows = visible(who, ReceivedRecommendation, P.RECEIVED_READ).filter(clause).select_related("report")
    does = {"RECEIVED": _("Answer it"), "ANSWERED": _("See that it is met"), "MET": _("Sign off that it is met")}
    return [
        Duty(does[row.state], f"{row.number} {row.words}", reverse("improvement:received", args=[row.pk]),
             detail=row.report.title)
        for row in rows.order_by("report__title", "number")
    ]  # fmt: skip


def _risks(who, today):
    """Risks that they own and that are to be reviewed soon. One query."""
    if not who.may_ever(P.RISK_READ):
        return []
    rows = visible(who, Risk, P.RISK_READ).filter(_held(who, "owner_id"), review_on__lte=today + SOON)
    return [
        Duty(_("Review your risk"), f"{row.reference} {row.title}", reverse("improvement:risk", args=[row.pk]),
             row.review_on)
        for row in rows.exclude(state="CLOSED").order_by("review_on")
    ]  # fmt: skip


# ── Areas and boards ──────────────────────────────────────────────────────────────────────────────────


def _area_reports(who, now):
    """What an area has still to report before the next meeting that hears its reports. Three queries."""
    areas = {held.area_id: held for held in who.posts if held.area_id and not held.team_id}
    if not who.may_ever(P.AREA_REPORT) or not areas:
        return []
    nation = next(iter(areas.values())).nation
    earlier = Meeting.objects.filter(board=OuterRef("board_id"), starts_at__lt=now).order_by("-starts_at")
    meeting = (
        Meeting.objects.filter(
            board__nation=nation, board__standing_items__contains=[ItemKind.AREA_REPORTS], starts_at__gte=now
        )
        .select_related("board")
        .annotate(last=Subquery(earlier.values("starts_at")[:1]))
        .order_by("starts_at")
        .first()
    )
    if meeting is None:
        return []
    wanted = list(Priority.objects.filter(plan__nation=nation, plan__state="PUBLISHED").values_list("pk", flat=True))
    told = AreaReport.objects.filter(priority__in=wanted, area__in=areas).select_related("area")
    if meeting.last:
        told = told.filter(reported_at__gt=meeting.last)
    done = dict.fromkeys(areas, 0)
    for area in set(told.values_list("area_id", "priority_id")):
        done[area[0]] += 1
    missing = sum(len(wanted) - count for count in done.values())
    if not missing:
        return []
    words = ngettext(
        "Report your area's progress: %(num)s priority to report on",
        "Report your area's progress: %(num)s priorities to report on",
        missing,
    ) % {"num": missing}  # fmt: skip
    return [Duty(_("Before the next meeting"), words, reverse("improvement:area_reports"),
                 localtime(meeting.starts_at).date(), detail=meeting.board.name, step=_("Report"))]  # fmt: skip


def _interests(who, today):
    """Boards on which they sit and for which they have declared neither an interest nor that there is none."""
    if not who.may_ever(P.INTEREST_DECLARE):
        return []
    declared = Interest.objects.filter(membership=OuterRef("pk"))
    rows = Membership.objects.filter(of_day(today), ~Exists(declared), person_id=who.person_id).select_related("board")
    return [
        Duty(_("Declare your interests, or that there are none"), row.board.name,
             reverse("boards:interest_new", args=[row.board_id]))
        for row in rows.order_by("board__name")
    ]  # fmt: skip


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────

# How many of a group are listed; the rest are told as a number.
MOST = 60


def grouped(found, today) -> list[dict]:
    """The duties in groups, what is late first: [{title, code, rows, more}]. No query."""
    groups = {"late": [], "soon": [], "later": [], "none": []}
    for one in found:
        groups[_when(one.due, today)].append(one)
    for rows in groups.values():
        # What is theirs alone comes before what a whole role has.
        rows.sort(key=lambda one: (one.shared, one.due or dt.date.max))
    titles = {
        "late": _("Late"),
        "soon": _("Due within four weeks"),
        "none": _("With no date"),
        "later": _("Later"),
    }
    return [
        {
            "id": key, "title": title, "count": len(groups[key]), "more": max(len(groups[key]) - MOST, 0),
            "rows": [_row(one, key, today) for one in groups[key][:MOST]],
        }
        for key, title in titles.items() if groups[key]
    ]  # fmt: skip


def _when(due, today):
    if due is None:
        return "none"
    return "late" if due < today else "soon" if due <= today + SOON else "later"


def _row(one, key, today):
    days = (today - one.due).days if one.due else 0
    late = ngettext("%(num)s day late", "%(num)s days late", days) % {"num": days} if key == "late" else ""
    return {"duty": one, "late": late, "soon": key == "soon"}


def next_of(groups) -> dict | None:
    """The one thing to do next: the first of what is late, or due first; for the layout: {text, href, why}."""
    if not groups:
        return None
    row = groups[0]["rows"][0]
    one = row["duty"]
    return {
        "text": one.step or one.does,
        "href": one.href,
        "why": f"{one.title} · {row['late']}" if row["late"] else one.title,
    }
