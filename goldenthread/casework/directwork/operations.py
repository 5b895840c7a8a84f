"""Recording sessions with a child and what the child wishes; correcting a session."""

from django.db import transaction

from goldenthread.casework.cases.operations.records import is_late, not_in_future, open_case, reach, supersede
from goldenthread.casework.cases.queries import child_of
from goldenthread.casework.cases.rules import Stage, SupersededWhy
from goldenthread.casework.directwork.models import Session, Wish
from goldenthread.casework.directwork.rules import Keep
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb


@operation
def record_session(
    *, case, child, happened_on, seen, by, now,
    alone=None, present="", place="", place_words="", how="", communication_needs="", told_child="",
    not_seen_reason="", not_seen_words="", lines=(),
):  # fmt: skip
    """Records an occasion to hear one child: seen (alone or with whom, where, how), or not seen and why.

    `lines` are the lines of enquiry that it bears on. What does not belong to the answer is not kept: a child
    who was not seen has no place, a child who was seen no reason. Refuses with `NOT_IN_CASE`, `IN_FUTURE`,
    `ALONE_REQUIRED`, `PRESENT_REQUIRED`, `REASON_REQUIRED`, `WORDS_REQUIRED`, `CASE_CLOSED`.
    """
    open_case(case)
    if child_of(case, child.pk) is None:
        raise Refused("NOT_IN_CASE", N_("This child is not part of this case. Open the child's own case."))
    not_in_future(happened_on, now, field="happened_on")
    if seen:
        facts = _seen(alone, present)
        facts |= {"place": place, "place_words": place_words, "how": how}
        facts |= {"communication_needs": communication_needs, "told_child": told_child}
    else:
        facts = _not_seen(not_seen_reason, not_seen_words)
    session = Session.objects.create(
        case=case, child=child, happened_on=happened_on, seen=seen, late=is_late(case, happened_on, now),
        recorded_at=now, recorded_by=by, **facts,
    )  # fmt: skip
    for line in lines:
        link(session, Relation.ANSWERS, line, by=by, now=now)
    reach(case, Stage.ENQUIRY)
    record(
        Verb.SESSION_RECORDED, session, by=by, now=now,
        seen=seen, alone=session.alone, on=happened_on, late=session.late, reason=session.not_seen_reason or None,
    )  # fmt: skip
    return session


def _seen(alone, present):
    if alone is None:
        raise Refused("ALONE_REQUIRED", N_("Say whether the child was seen alone."), field="alone")
    if not alone and not present.strip():
        raise Refused("PRESENT_REQUIRED", N_("Say who was there with the child."), field="present")
    return {"alone": alone, "present": "" if alone else present}


def _not_seen(reason, words):
    if not reason:
        raise Refused("REASON_REQUIRED", N_("Choose why the child was not seen."), field="not_seen_reason")
    if not words.strip():
        raise Refused("WORDS_REQUIRED", N_("Say in words why the child was not seen."), field="not_seen_words")
    return {"not_seen_reason": reason, "not_seen_words": words}


@operation
def record_wish(*, session, words, setting="", keep=Keep.NOT_ASKED, asked_words="", told_child="", by, now):
    """Records one thing a child said they want, word for word. Its words are never edited afterwards.

    `setting` says how it came about; where the child was not seen, how the words reached us (a letter, a
    drawing). `told_child` is what the child was told could and could not be promised. Refuses with `EMPTY`,
    `HOW_IT_CAME`, `NOT_TOLD`, `SUPERSEDED`, `CASE_CLOSED`.
    """
    case = session.case
    open_case(case)
    if session.superseded_at is not None:
        raise Refused("SUPERSEDED", N_("This session no longer holds. Record the words under the one that does."))
    if not words.strip():
        raise Refused("EMPTY", N_("Write down what the child said, word for word."), field="words")
    if not session.seen and not setting.strip():
        raise Refused(
            "HOW_IT_CAME",
            N_("The child was not seen that day. Say how these words reached us, for example in a letter."),
            field="setting",
        )
    asked = keep != Keep.NOT_ASKED
    if asked and not told_child.strip():
        raise Refused(
            "NOT_TOLD",
            N_("Say what the child was told could and could not be promised. If they were not told, tell them first."),
            field="told_child",
        )
    wish = Wish.objects.create(
        case=case, session=session, child_id=session.child_id, words=words, setting=setting, keep=keep,
        asked_words=asked_words if asked else "", told_child=told_child if asked else "",
        late=is_late(case, session.happened_on, now), recorded_at=now, recorded_by=by,
    )  # fmt: skip
    link(wish, Relation.DRAWS_ON, session, by=by, now=now)
    reach(case, Stage.ENQUIRY)
    record(Verb.WISH_RECORDED, wish, by=by, now=now, keep=keep)
    return wish


@transaction.atomic
def supersede_session(*, session, why, words, by, now):
    """Supersedes a session; where it was recorded for the wrong child, its wishes go with it, each with its line.

    For any other reason the wishes stand: what a child said was said, whatever was wrong with the session's
    record. Several operations in one transaction, each with its own line. Refuses as `supersede` does.
    """
    row = supersede(record_of=session, why=why, words=words, by=by, now=now)
    if why == SupersededWhy.WRONG_CHILD:
        for wish in Wish.objects.filter(session=session, superseded_at__isnull=True).order_by("recorded_at"):
            supersede(record_of=wish, why=why, words=words, by=by, now=now)
    return row
