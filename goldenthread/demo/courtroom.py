"""The court's part: hearings, and the order beside what was advised."""

import datetime as dt

from django.conf import settings

from goldenthread.casework.cases.operations.closing import close_case
from goldenthread.casework.cases.operations.hearings import change_hearing, record_hearing
from goldenthread.casework.orders.operations import record_child_order, record_order
from goldenthread.demo.words import passages
from goldenthread.kernel.workdays import is_working_day

FIRST_AFTER, FINAL_AFTER = 36, 148  # days from receipt, about as long as it takes


def _sits(story, days):
    """A moment at which the court sits, about so many days after receipt."""
    day = story.family.received_on + dt.timedelta(days=days)
    while not is_working_day(day, story.family.nation):
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(10 + story.family.number % 4, 0), settings.LOCAL_ZONE)


def list_first(story):
    """The court lists its first hearing; so soon where the application is urgent."""
    days = 4 if story.has("urgent") else FIRST_AFTER
    kind = "CASE_MANAGEMENT" if story.family.law == "PUBLIC" else "FIRST"
    starts = _sits(story, days)
    story.kept["first"] = story.act(
        record_hearing, by=story.duty, case=story.case, kind=kind, starts_at=starts,
        ends_at=starts + dt.timedelta(hours=1), venue=story.family.court,
    )  # fmt: skip


def first_hearing(story):
    """The first hearing has been held, and the next is listed."""
    first = story.kept["first"]
    story.diary.until(first.starts_at.date() + dt.timedelta(days=1))
    story.act(change_hearing, hearing=first, status="HELD")
    kind = "FINAL" if story.family.law == "PRIVATE" else "ISSUES_RESOLUTION"
    days = max(FINAL_AFTER, (story.diary.now.date() - story.family.received_on).days + 12)
    if story.family.reaches("ORDERED"):
        days = FINAL_AFTER
    starts = _sits(story, days)
    story.kept["final"] = story.act(
        record_hearing, case=story.case, kind=kind, starts_at=starts, ends_at=starts + dt.timedelta(hours=3),
        venue=story.family.court,
    )  # fmt: skip


# How far the last hearing is put off in proceedings that will not end, in days from the day on which it is.
PUT_OFF = 120


def put_off(story):
    """The last hearing is put off."""
    final = story.kept["final"]
    starts = _sits(story, (story.diary.on(1).day - story.family.received_on).days + PUT_OFF)
    story.kept["final"] = story.act(
        change_hearing, hearing=final, starts_at=starts, ends_at=starts + dt.timedelta(hours=3)
    )


def order(story):
    """What the court ordered, and what it means for each child beside what was advised."""
    final, told = story.kept["final"], story.facts["order"]
    story.diary.until(final.starts_at.date() + dt.timedelta(days=6 if story.has("late") else 1))
    story.act(change_hearing, hearing=final, status="HELD")
    story.refresh()
    row = story.act(
        record_order, case=story.case, kind="FINAL", made_on=final.starts_at.date(), hearing=final,
        words=story.say(told["contrary" if story.has("contrary") else "words"]),
    )  # fmt: skip
    for n, (one, member) in enumerate(story.children()):
        story.act(record_child_order, order=row, child=member, **_for_child(story, told, n, one))


def at_first(story):
    """Settled at the first hearing: an order with no advice of ours, unless none was made."""
    first = story.kept["first"]
    if story.has("withdrawn") or story.has("no_order"):
        return
    row = story.act(
        record_order, case=story.case, kind="FINAL", made_on=first.starts_at.date(), hearing=first,
        words=passages("advice")["settled"],
    )  # fmt: skip
    for _one, member in story.children():
        words = passages("advice")["settled_child"]
        story.act(record_child_order, order=row, child=member, words=words, compared="NOT_ADVISED_ON")


def close(story):
    """The case is closed, a week or two after the court's last word."""
    at = story.diary.on(8).moment()
    reason = "WITHDRAWN" if story.has("withdrawn") else "NO_ORDER" if story.has("no_order") else "FINAL_ORDER"
    story.act(close_case, at=at, case=story.case, on=at.date(), why=reason)


def _for_child(story, told, n, one):
    if story.has("contrary") and n == 0:
        unsafe = {"unsafe": "YES", "unsafe_why": story.say(told["unsafe"], one)} if told["unsafe"] else {"unsafe": "NO"}
        reasons = story.say(told["contrary_reasons"], one)
        return {"words": story.say(told["contrary"], one), "compared": "CONTRARY", "court_reasons": reasons, **unsafe}
    varied = story.has("contrary") or story.has("varied")
    return {
        "words": story.say(told["varied" if varied else "words"], one),
        "compared": "VARIED" if varied else "AS_ADVISED",
        "court_reasons": story.say(told["reasons"], one),
    }
