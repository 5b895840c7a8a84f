"""Recommendations received: recorded, answered, acted on, said to be met, signed off, and our response published."""

import datetime as dt

from goldenthread.actions.operations import raise_action
from goldenthread.actions.operations.raising import today_of
from goldenthread.actions.rules import ActionSource
from goldenthread.improvement.models import ReceivedAction, ReceivedNote, ReceivedRecommendation, ReceivedReport
from goldenthread.improvement.rules import RECEIVED_LIFE, ReceivedState, Reply
from goldenthread.kernel.refusal import N_, Refused, unchanged
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb

# The answers by which we undertake to do something.
UNDERTAKEN = frozenset({Reply.ACCEPTED, Reply.IN_PART})


@operation
def record_report(
    *, title, body, kind, nation, published_on=None, received_on=None, address="", recommendations, by, now
):
    """Records a report received. `recommendations`: (number, words) in its order.

    Refuses with `NO_RECOMMENDATION`, `NUMBER_TAKEN`, `IN_FUTURE`, `BEFORE_PUBLISHED`.
    """
    if not recommendations:
        raise Refused("NO_RECOMMENDATION", N_("Enter at least one recommendation."), field="recommendations")
    numbers = [number for number, _words in recommendations]
    if len(set(numbers)) < len(numbers):
        raise Refused("NUMBER_TAKEN", N_("Two recommendations have the same number."), field="recommendations")
    _days(published_on, received_on, now)
    report = ReceivedReport.objects.create(
        title=title, body=body, kind=kind, nation=nation, published_on=published_on, received_on=received_on,
        address=address, added_at=now, added_by=by,
    )  # fmt: skip
    made = [ReceivedRecommendation(report=report, number=number, words=words) for number, words in recommendations]
    for row in ReceivedRecommendation.objects.bulk_create(made):
        link(row, Relation.DRAWS_ON, report, by=by, now=now)
    record(Verb.REPORT_RECEIVED, report, by=by, now=now, kind=kind, recommendations=len(made))
    return report


def _days(published_on, received_on, now):
    today = today_of(now)
    for name, day in (("published_on", published_on), ("received_on", received_on)):
        if day is not None and day > today:
            raise Refused("IN_FUTURE", N_("This day has not come yet."), field=name)
    if published_on and received_on and received_on < published_on and (published_on - received_on).days > MOST_EARLY:
        raise Refused("BEFORE_PUBLISHED", N_("Received long before it was published: look at the years."),
                      field="received_on")  # fmt: skip


# Days before its publication in which a report can reach us in draft: more is a slip. Our own choice, no rule.
MOST_EARLY = 366


@operation
def change_report(*, report, title, body, kind, published_on, received_on, address, expected_version=None, by, now):
    """Puts the head of a report right. Refuses with `CHANGED_MEANWHILE`, `IN_FUTURE`, `BEFORE_PUBLISHED`."""
    row = _locked_report(report, expected_version, ["title", "body"])
    _days(published_on, received_on, now)
    new = {
        "title": title, "body": body, "kind": kind, "published_on": published_on, "received_on": received_on,
        "address": address,
    }  # fmt: skip
    changed = _set(row, new)
    record(Verb.REPORT_CHANGED, row, by=by, now=now, fields=changed)
    return row


def _set(row, new):
    changed = [name for name, value in new.items() if getattr(row, name) != value]
    for name, value in new.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*new, "version"])
    return changed


def _locked_report(report, expected_version, shown):
    row = ReceivedReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    unchanged(row, expected_version, shown)
    return row


@operation
def add_recommendation(*, report, number, words, by, now):
    """Adds a recommendation that was left out. Refuses with `NUMBER_TAKEN`."""
    row = _locked_report(report, None, [])
    if row.recommendations.filter(number=number).exists():
        raise Refused("NUMBER_TAKEN", N_("There is a recommendation with this number already."), field="number")
    made = ReceivedRecommendation.objects.create(report=row, number=number, words=words)
    link(made, Relation.DRAWS_ON, row, by=by, now=now)
    record(Verb.RECEIVED_ADDED, made, by=by, now=now)
    return made


def _locked(recommendation, expected_version, shown):
    row = (
        ReceivedRecommendation.objects.select_for_update(of=("self",))
        .select_related("report", "owner")
        .get(pk=recommendation.pk)
    )
    unchanged(row, expected_version, shown)
    return row


def _note(row, words, by, now, *, returned=False):
    ReceivedNote.objects.create(
        recommendation=row, state=row.state, words=words, returned=returned, noted_at=now, noted_by=by
    )


@operation
def answer(*, recommendation, reply, why, published_words="", owner=None, expected_version=None, by, now):
    """Answers a recommendation, or puts the answer right while nothing is said to be met.

    Refuses with `NOT_FROM_HERE`, `WHY`, `OTHER_NATION`, `CHANGED_MEANWHILE`.
    """
    row = _locked(recommendation, expected_version, ["reply", "why", "published_words"])
    if row.state != ReceivedState.ANSWERED:
        RECEIVED_LIFE.check(row.state, ReceivedState.ANSWERED, comment="-")
        if row.state != ReceivedState.RECEIVED:
            raise Refused("NOT_FROM_HERE", N_("It is said to be met. Whoever signs it off sends it back first."))
    if not why.strip():
        raise Refused("WHY", N_("Say why, in your own words."), field="why")
    if owner is not None and owner.nation != row.report.nation:
        raise Refused("OTHER_NATION", N_("Choose a post of the same nation."), field="owner")
    row.reply, row.why, row.published_words, row.owner = reply, why, published_words, owner
    row.state, row.answered_at, row.answered_by = ReceivedState.ANSWERED, now, by
    row.version += 1
    row.save(update_fields=[
        "reply", "why", "published_words", "owner", "state", "answered_at", "answered_by", "version"
    ])  # fmt: skip
    _note(row, why, by, now)
    record(Verb.RECEIVED_ANSWERED, row, by=by, now=now, reply=reply)
    return row


@operation
def raise_for_recommendation(*, recommendation, title, words="", owner, accountable, shares=(), due_words, by, now):
    """Raises an action from a recommendation that we undertake. Refuses with `NOT_UNDERTAKEN`, and as `raise_action`.

    Members read what it says, who owns it and by when; never its notes.
    """
    row = _locked(recommendation, None, [])
    _undertaken(row)
    action = raise_action(
        title=title, words=words, source=ActionSource.RECOMMENDATION, nation=row.report.nation, owner=owner,
        source_words=f"{row.report.title}, {row.number}"[:300], accountable=accountable, shares=shares,
        due_words=due_words, for_members=True, raised_from=row, by=by, now=now,
    )  # fmt: skip
    ReceivedAction.objects.create(recommendation=row, action=action)
    record(Verb.RECEIVED_ACTED, row, by=by, now=now, action=action.pk)
    return action


def _undertaken(row):
    if row.reply not in UNDERTAKEN:
        raise Refused(
            "NOT_UNDERTAKEN", N_("We have not undertaken this. Accept it, in full or in part, before you go on.")
        )


@operation
def say_met(*, recommendation, words, expected_version=None, by, now):
    """Says that a recommendation is met, and what shows it.

    Refuses with `NOT_FROM_HERE`, `NOT_UNDERTAKEN`, `NO_EVIDENCE`, `CHANGED_MEANWHILE`.
    """
    row = _locked(recommendation, expected_version, ["met_words"])
    step = RECEIVED_LIFE.check(row.state, ReceivedState.MET, comment="-")
    _undertaken(row)
    if not words.strip():
        raise Refused("NO_EVIDENCE", N_("Say what shows that it is met, and where that is found."), field="words")
    row.state, row.met_at, row.met_by, row.met_words, row.version = (
        ReceivedState.MET, now, by, words, row.version + 1
    )  # fmt: skip
    row.save(update_fields=["state", "met_at", "met_by", "met_words", "version"])
    _note(row, words, by, now)
    record(step.verb, row, by=by, now=now)
    return row


def _not_the_same(row, by):
    if row.met_by_id == by.pk:
        raise Refused("SAME_PERSON", N_("You said that it is met. Someone else signs it off."))


@operation
def sign_off(*, recommendation, reason, expected_version=None, by, now):
    """Someone else agrees that it is met. Refuses with `NOT_FROM_HERE`, `COMMENT_REQUIRED`, `SAME_PERSON`,
    `CHANGED_MEANWHILE`."""
    row = _locked(recommendation, expected_version, ["met_words"])
    step = RECEIVED_LIFE.check(row.state, ReceivedState.SIGNED_OFF, comment=reason)
    _not_the_same(row, by)
    row.state, row.signed_at, row.signed_by, row.version = ReceivedState.SIGNED_OFF, now, by, row.version + 1
    row.save(update_fields=["state", "signed_at", "signed_by", "version"])
    _note(row, reason, by, now)
    record(step.verb, row, by=by, now=now)
    return row


@operation
def send_back(*, recommendation, reason, expected_version=None, by, now):
    """Sends back what is not met, with what is missing.

    Refuses with `NOT_FROM_HERE`, `COMMENT_REQUIRED`, `SAME_PERSON`, `CHANGED_MEANWHILE`.
    """
    row = _locked(recommendation, expected_version, ["met_words"])
    step = RECEIVED_LIFE.check(row.state, ReceivedState.ANSWERED, comment=reason)
    if step.verb != Verb.RECEIVED_RETURNED:
        raise Refused("NOT_FROM_HERE", N_("This step cannot be taken now (%(state)s)."), state=row.state.lower())
    _not_the_same(row, by)
    row.state, row.met_at, row.met_by, row.met_words = ReceivedState.ANSWERED, None, None, ""
    row.version += 1
    row.save(update_fields=["state", "met_at", "met_by", "met_words", "version"])
    _note(row, reason, by, now, returned=True)
    record(step.verb, row, by=by, now=now)
    return row


@operation
def publish_response(*, report, response_words, published_on, expected_version=None, by, now):
    """Records that our response was published. Refuses with `UNANSWERED`, `IN_FUTURE`, `CHANGED_MEANWHILE`."""
    row = _locked_report(report, expected_version, ["response_words"])
    left = row.recommendations.filter(state=ReceivedState.RECEIVED).values_list("number", flat=True)
    if left:
        raise Refused("UNANSWERED", N_("Answer every recommendation first. Not answered yet: %(numbers)s."),
                      numbers=", ".join(left))  # fmt: skip
    if published_on > today_of(now):
        raise Refused("IN_FUTURE", N_("This day has not come yet."), field="published_on")
    _set(row, {"response_words": response_words, "response_published_on": published_on})
    record(Verb.RESPONSE_PUBLISHED, row, by=by, now=now, on=published_on)
    return row


@operation
def load_received(*, data, signer, by, now):
    """Records a report with our answers out of what `files.read_received` read. `signer` signs off what is signed.

    Refuses with `TITLE_TAKEN`, and as each step does.
    """
    if ReceivedReport.objects.filter(nation=data["nation"], title=data["title"]).exists():
        raise Refused("TITLE_TAKEN", N_("There is a report with this title already."), field="title")
    report = record_report(
        title=data["title"], body=data["body"], kind=data["kind"], nation=data["nation"],
        published_on=_day(data.get("published_on")), received_on=_day(data.get("received_on")),
        address=data.get("address", ""), by=by, now=now,
        recommendations=[(told["number"], told["words"]) for told in data["recommendations"]],
    )  # fmt: skip
    rows = {row.number: row for row in report.recommendations.all()}
    for told in data["recommendations"]:
        _load(rows[told["number"]], told, signer, by, now)
    record(Verb.REPORT_LOADED, report, by=by, now=now, recommendations=len(rows))
    return report


def _day(text):
    return dt.date.fromisoformat(text) if text else None


def _load(row, told, signer, by, now):
    if told.get("reply"):
        answer(
            recommendation=row, reply=told["reply"], why=told["why"], published_words=told.get("published", ""),
            by=by, now=now,
        )  # fmt: skip
    if told.get("met"):
        say_met(recommendation=row, words=told["met"], by=by, now=now)
    if told.get("signed"):
        sign_off(recommendation=row, reason=told["signed"], by=signer, now=now)
