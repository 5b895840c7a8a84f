"""Making and changing a plan, publishing a version of it, loading one from a file, reporting for an area."""

import datetime as dt

from django.db.models import F, Max

from goldenthread.actions.models import OwnerPost
from goldenthread.actions.operations import add_owner_post, raise_action
from goldenthread.actions.operations.raising import today_of
from goldenthread.actions.rules import ActionSource
from goldenthread.improvement.models import AreaReport, KnowBy, Plan, PlanLine, PlanVersion, Priority
from goldenthread.improvement.queries.plans import text_of
from goldenthread.improvement.rules import PLAN_LIFE, PlanState
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.kernel.text import fingerprint
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb


@operation
def make_plan(*, key, title, words, nation, owner, review_on, by, now):
    """Begins a plan. Refuses with `KEY_TAKEN`."""
    if Plan.objects.filter(nation=nation, key=key).exists():
        raise Refused("KEY_TAKEN", N_("There is a plan with this short name already."), field="key")
    plan = Plan.objects.create(
        key=key, title=title, words=words, nation=nation, owner=owner, review_on=review_on, made_at=now, made_by=by
    )
    record(Verb.PLAN_MADE, plan, by=by, now=now, nation=nation)
    return plan


def _opened(plan, expected_version=None):
    """The plan, held for a change. An ended one is not changed."""
    row = Plan.objects.select_for_update(of=("self",)).select_related("owner").get(pk=plan.pk)
    unchanged(row, expected_version, ["title", "words"])
    if row.state == PlanState.ENDED:
        raise Refused("ENDED", N_("This plan has ended. What is new belongs in another."))
    return row


def _changed(plan, what, by, now):
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1)
    record(Verb.PLAN_CHANGED, plan, by=by, now=now, what=what)


@operation
def edit_plan(*, plan, title, words, owner, review_on, expected_version=None, by, now):
    """Changes the head of a plan. Refuses with `ENDED`, `CHANGED_MEANWHILE`."""
    row = _opened(plan, expected_version)
    row.title, row.words, row.owner, row.review_on = title, words, owner, review_on
    row.save(update_fields=["title", "words", "owner", "review_on"])
    _changed(row, "HEAD", by, now)
    return row


def _next(rows) -> int:
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


@operation
def add_priority(*, plan, title, words, sources, source_words, by, now):
    """Adds a priority at the end of a plan. Refuses with `ENDED`."""
    row = _opened(plan)
    priority = Priority.objects.create(
        plan=row, number=_next(row.priorities), title=title, words=words, sources=sources, source_words=source_words
    )
    _changed(row, "PRIORITY", by, now)
    return priority


@operation
def edit_priority(*, priority, title, words, sources, source_words, expected_version=None, by, now):
    """Changes a priority. `expected_version` is the plan's. Refuses with `ENDED`, `CHANGED_MEANWHILE`."""
    row = _opened(priority.plan, expected_version)
    Priority.objects.filter(pk=priority.pk).update(title=title, words=words, sources=sources, source_words=source_words)
    _changed(row, "PRIORITY", by, now)
    return priority


@operation
def rest_priority_on(*, priority, thing, by, now):
    """Says that a priority draws on something that was learned or received, for the trace. Twice changes nothing.

    `thing`: a learning point or a report received. Refuses with `ENDED`, `OTHER_NATION`.
    """
    plan = _opened(priority.plan)
    if plan.nation not in getattr(thing, "nations", [getattr(thing, "nation", "")]):
        raise Refused("OTHER_NATION", N_("Choose what is of the same nation as the plan."))
    link(priority, Relation.DRAWS_ON, thing, by=by, now=now)
    _changed(plan, "RESTS_ON", by, now)
    return priority


@operation
def add_line(*, priority, key, title, words, who_words, owner, accountable, shares=(), due_words, due=None, by, now):
    """Adds a line to a priority, with the action that stands behind it.

    Refuses with `ENDED`, `KEY_TAKEN`, and as `raise_action` does.
    """
    plan = _opened(priority.plan)
    if PlanLine.objects.filter(priority__plan=plan, key=key).exists():
        raise Refused("KEY_TAKEN", N_("There is a line with this reference already."), field="key")
    number = _next(priority.lines)
    action = raise_action(
        title=title, words=words, source=ActionSource.PLAN, nation=plan.nation, owner=owner, accountable=accountable,
        source_words=f"{plan.title}, {priority.number}.{number}"[:300], shares=shares, due_words=due_words, due=due,
        for_members=True, raised_from=priority, by=by, now=now,
    )  # fmt: skip
    line = PlanLine.objects.create(priority=priority, number=number, key=key, who_words=who_words, action=action)
    link(line, Relation.CITES, action, by=by, now=now)
    _changed(plan, "LINE", by, now)
    return line


@operation
def take_line_out(*, line, by, now):
    """Takes a line out of the plan: it stands in the versions that had it. Refuses with `ENDED`, `ALREADY_OUT`.

    Its action goes on by itself, and may be dropped with a reason.
    """
    plan = _opened(line.priority.plan)
    row = PlanLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if row.taken_out_at is not None:
        raise Refused("ALREADY_OUT", N_("This line has been taken out already."))
    row.taken_out_at, row.taken_out_by = now, by
    row.save(update_fields=["taken_out_at", "taken_out_by"])
    _changed(plan, "LINE", by, now)
    return row


@operation
def add_known_by(*, priority, line=None, key, words, tie, measure_key="", evidence_words="", words_why="", by, now):
    """Adds a way to know whether a priority, or one of its lines, was done. Refuses with `ENDED`, `KEY_TAKEN`."""
    plan = _opened(priority.plan)
    if KnowBy.objects.filter(priority__plan=plan, key=key).exists():
        raise Refused("KEY_TAKEN", N_("There is one with this reference already."), field="key")
    row = KnowBy.objects.create(
        priority=priority, line=line, number=_next(priority.known_by), key=key, words=words, tie=tie,
        measure_key=measure_key, evidence_words=evidence_words, words_why=words_why,
    )  # fmt: skip
    _changed(plan, "KNOWN_BY", by, now)
    return row


@operation
def edit_known_by(*, known, line, words, tie, measure_key, evidence_words, words_why, expected_version=None, by, now):
    """Changes it. `expected_version` is the plan's. Refuses with `ENDED`, `CHANGED_MEANWHILE`."""
    plan = _opened(known.priority.plan, expected_version)
    KnowBy.objects.filter(pk=known.pk).update(
        line=line, words=words, tie=tie, measure_key=measure_key, evidence_words=evidence_words, words_why=words_why
    )
    _changed(plan, "KNOWN_BY", by, now)
    return known


@operation
def publish(*, plan, note="", shown="", expected_version=None, by, now):
    """Publishes the plan as it stands as its next version. `shown`: the fingerprint of the text that the person saw.

    Refuses with `CHANGED_MEANWHILE` where someone changed it since it was shown, `TEXT_CHANGED` where they changed
    what one of its actions says, `NOTHING_IN_IT`, `SAME_AS_BEFORE`, `NOT_FROM_HERE`.
    """
    row = Plan.objects.select_for_update(of=("self",)).select_related("owner").get(pk=plan.pk)
    unchanged(row, expected_version, ["title", "words"])
    step = PLAN_LIFE.check(row.state, PlanState.PUBLISHED)
    said = text_of(row)
    if not any(priority["lines"] for priority in said["priorities"]):
        raise Refused("NOTHING_IN_IT", N_("There is no line in this plan yet."))
    print_ = fingerprint(said)
    if shown and shown != print_:
        raise Refused(
            "TEXT_CHANGED",
            N_("Someone changed a line of this plan while you had this page open. Go back to the plan, read it "
               "through, and publish it from there."),
        )  # fmt: skip
    last = row.versions.order_by("-number").first()
    if last is not None and last.fingerprint == print_:
        raise Refused("SAME_AS_BEFORE", N_("Nothing has changed since the last version."))
    version = PlanVersion.objects.create(
        plan=row, number=last.number + 1 if last else 1, content=said, fingerprint=print_, note=note,
        published_at=now, published_by=by,
    )  # fmt: skip
    row.state, row.version = PlanState.PUBLISHED, row.version + 1
    row.save(update_fields=["state", "version"])
    record(step.verb, row, by=by, now=now, version=version.number, hash=print_)
    return version


@operation
def end_plan(*, plan, reason, by, now):
    """Ends a plan; its actions go on by themselves. Refuses with `NOT_FROM_HERE`, `COMMENT_REQUIRED`."""
    row = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    step = PLAN_LIFE.check(row.state, PlanState.ENDED, comment=reason)
    row.state, row.ended_why, row.version = PlanState.ENDED, reason, row.version + 1
    row.save(update_fields=["state", "ended_why", "version"])
    record(step.verb, row, by=by, now=now)
    return row


@operation
def load_plan(*, data, by, now):
    """Makes a plan out of what `files.read_plan` read: its posts, priorities, lines and measures.

    Posts that are there already are used. It is not published. Refuses with `KEY_TAKEN`.
    """
    nation = data["nation"]
    posts = {post.name: post for post in OwnerPost.objects.filter(nation=nation)}
    for told in data["posts"]:
        if told["name"] not in posts:
            posts[told["name"]] = add_owner_post(
                name=told["name"], nation=nation, roles=told.get("roles", ()), outside=told.get("outside", False),
                by=by, now=now,
            )  # fmt: skip
    review = dt.date.fromisoformat(data["review_on"]) if data.get("review_on") else None
    plan = make_plan(
        key=data["key"], title=data["title"], words=data.get("words", ""), nation=nation, owner=posts[data["owner"]],
        review_on=review, by=by, now=now,
    )  # fmt: skip
    for told in data["priorities"]:
        _load_priority(plan, told, posts, by, now)
    record(Verb.PLAN_IMPORTED, plan, by=by, now=now, lines=sum(len(told["lines"]) for told in data["priorities"]))
    return plan


def _load_priority(plan, told, posts, by, now):
    priority = add_priority(
        plan=plan, title=told["title"], words=told.get("words", ""), sources=told["sources"],
        source_words=told.get("source_words", ""), by=by, now=now,
    )  # fmt: skip
    lines = {
        line["key"]: add_line(
            priority=priority, key=line["key"], title=line["title"], words=line.get("words", ""),
            who_words=line["who"], owner=posts[line["owner"]], accountable=posts[line["accountable"]],
            shares=[posts[name] for name in line.get("shares", ())], due_words=line["due"], by=by, now=now,
        )
        for line in told["lines"]
    }  # fmt: skip
    for known in told["known_by"]:
        add_known_by(
            priority=priority, line=lines.get(known.get("line")), key=known["key"], words=known["words"],
            tie=known["tie"], measure_key=known.get("measure", ""), evidence_words=known.get("evidence", ""),
            words_why=known.get("why", ""), by=by, now=now,
        )  # fmt: skip


@operation
def report_for_area(*, priority, area, going_well, worries, asks="", by, now):
    """An assistant director reports how a priority goes in an area. Refuses with `OTHER_NATION`, `ENDED`."""
    plan = priority.plan
    if area.nation != plan.nation:
        raise Refused("OTHER_NATION", N_("This plan is not for this area."))
    if plan.state == PlanState.ENDED:
        raise Refused("ENDED", N_("This plan has ended."))
    row = AreaReport.objects.create(
        priority=priority, area=area, as_at=today_of(now), going_well=going_well, worries=worries, asks=asks,
        reported_at=now, reported_by=by,
    )  # fmt: skip
    link(row, Relation.ANSWERS, priority, by=by, now=now)
    record(Verb.AREA_REPORTED, row, by=by, now=now, area=area.pk, on=row.as_at)
    return row
