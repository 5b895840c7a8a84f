"""Finding out: lines of enquiry, the contact log, behaviour patterns, sessions with each child."""

import datetime as dt

from goldenthread.casework.cases.operations.records import supersede
from goldenthread.casework.directwork.operations import record_session, record_wish, supersede_session
from goldenthread.casework.enquiry.operations import log_contact, move_line, open_line
from goldenthread.casework.harm.operations import record_incident, record_pattern, set_pattern_status
from goldenthread.demo.words import band, nth, passages


def open_lines(story):
    """What must be found out for this family, and why."""
    story.kept["lines"] = []
    for row in story.facts["lines"][: 1 if story.has("thin") else None]:
        about = story.children()[0] if "{child}" in row["question"] else None
        line = story.act(
            open_line, case=story.case, question=story.say(row["question"]), why=story.say(row["why"]),
            about=about[1] if about else None,
        )  # fmt: skip
        story.kept["lines"].append((line, row))
    story.refresh()


def ring_round(story):
    """The contact log: whom we tried to reach, reached, and what was said."""
    story.kept["contacts"] = []
    for n, row in enumerate(story.facts["contacts"][: 2 if story.has("thin") else None]):
        member = story.member(row["who"]) if "who" in row else None
        lines = [line for line, told in story.kept["lines"] if told is nth(story.facts["lines"], row["line"])]
        at = story.diary.on(1 if n else 0).moment()
        # Typed up on the day as a rule; some of the late ones a week afterwards.
        happened = at - dt.timedelta(days=7) if story.has("late") and n == 1 else at - dt.timedelta(minutes=25)
        contact = story.act(
            log_contact, at=at, case=story.case, member=member, agency=row.get("agency", ""), method=row["method"],
            outcome=row["outcome"], happened_at=happened, said=story.say(row["said"]), lines=lines,
        )  # fmt: skip
        story.kept["contacts"].append((contact, row))


def record_harm(story):
    """Patterns before incidents; each pattern with its status of proof as it became known."""
    story.kept["patterns"] = []
    heard = [contact for contact, row in story.kept["contacts"] if row["said"]]
    for row in story.facts["patterns"]:
        by = story.member(row["by"])
        children = [member for one, member in story.children() if not (one.half and row["by"] == "father")]
        towards = [story.member(part) for part in row["towards"] if part != "children"]
        towards += children if "children" in row["towards"] else []
        teller = story.member(row["said_by"])
        first, *later = row["statuses"]
        at = story.diary.on(1).moment()
        pattern = story.act(
            record_pattern, at=at, case=story.case, kind=row["kind"], sub_kinds=row["sub_kinds"], by_member=by,
            towards=[member for member in towards if member], words=story.say(row["words"]),
            period_words=row["period"], ongoing=row["ongoing"], said_by=teller, status=first["status"],
            status_on=at.date(), source=first["source"], status_note=first.get("note", ""), contacts=heard[:1],
        )  # fmt: skip
        for status in later:
            at = story.diary.on(2).moment()
            story.act(
                set_pattern_status, at=at, pattern=pattern, status=status["status"], on_date=at.date(),
                source=status["source"], note=status.get("note", ""),
            )  # fmt: skip
        incidents = [_incident(story, pattern, told) for told in row.get("incidents", ())]
        story.kept["patterns"].append((pattern, incidents))


# How often, in proceedings that will not end, each adult is spoken with and each child is seen again.
PROLONGED_CALLS, PROLONGED_VISITS = 66, 8


def prolong(story):
    """Proceedings that will not end: call upon call, and each child seen again and again."""
    texts = passages("advice")["prolonged"]
    lines = [line for line, _told in story.kept["lines"]]
    adults = [member for _one, member in story.adults()]
    for n in range(PROLONGED_CALLS):
        at = story.diary.on(1).moment()
        contact = story.act(
            log_contact, at=at, case=story.case, member=adults[n % len(adults)], agency="", method="PHONE",
            outcome="REACHED", happened_at=at - dt.timedelta(minutes=20), said=texts[n % len(texts)],
            lines=[lines[n % len(lines)]],
        )  # fmt: skip
        story.kept["contacts"].append((contact, {"said": texts[n % len(texts)]}))
    for _visit in range(PROLONGED_VISITS):
        for n, (one, member) in enumerate(story.children()):
            if band(story.age(one)) is not None:
                story.diary.on(3)
                _session_before, wishes = story.kept["heard"][one]
                _heard(story, n, one, member)
                session, more = story.kept["heard"][one]
                story.kept["heard"][one] = (session, [*wishes, *more])


def _incident(story, pattern, row):
    return story.act(
        record_incident, pattern=pattern, words=story.say(row["words"]), when_words=row["when"],
        said_by_words=story.say(row["said_by"]), children_words=story.say(row["children"]),
    )  # fmt: skip


def see_children(story):
    """Each child by themselves; what they said, as they said it; or why they were not seen."""
    story.kept["heard"] = {}
    for n, (one, member) in enumerate(story.children()):
        story.diary.on(2)
        if story.has("superseded") and n == 0:
            _wrong_child(story, one, member)
        if story.has("unseen") and n:
            _not_seen(story, one, member, "OTHER", passages("sessions")["not_seen_thin"][n % 3])
        elif band(story.age(one)) is None:
            texts = passages("sessions")["not_seen"]
            reason = "TOO_YOUNG" if story.age(one) is not None and story.age(one) < 3 else "CHILD_DECLINED"
            _not_seen(story, one, member, reason, story.say(texts[reason], one))
        else:
            _heard(story, n, one, member)


def _not_seen(story, one, member, reason, words):
    at = story.diary.moment()
    session = story.act(
        record_session, at=at, case=story.case, child=member, happened_on=at.date(), seen=False,
        not_seen_reason=reason, not_seen_words=words,
    )  # fmt: skip
    story.kept["heard"][one] = (session, [])


def _session(story, one, member, told):
    at = story.diary.moment()
    happened = at.date() - dt.timedelta(days=6 if story.has("late") else 0)
    alone = told.get("alone", not story.has("thin"))
    return story.act(
        record_session, at=at, case=story.case, child=member, happened_on=happened, seen=True, alone=alone,
        present="" if alone else told.get("present", f"{story.deck.deal('present', PRESENT)}"),
        place=told.get("place") or story.deck.deal("place", ("SCHOOL", "HOME", "SCHOOL", "OFFICE", "VIDEO")),
        how=story.say(told["how"], one) if "how" in told else story.deal("sessions", "how", one=one),
        told_child=story.say(told["told"], one) if "told" in told else story.deal("sessions", "told", one=one),
        communication_needs="" if told else story.deal("sessions", "needs", one=one),
        lines=[line for line, row in story.kept["lines"] if "{child}" in row["question"]],
    )  # fmt: skip


PRESENT = ("A parent in the room", "The older one, who answered for both", "The carer, at the table")


def _heard(story, n, one, member):
    own = nth(story.facts["sessions"], n)[0] if "sessions" in story.facts else {}
    session = _session(story, one, member, own)
    wishes = []
    for said in _sayings(story, n, one):
        wish = story.act(
            record_wish, session=session, words=said["words"], setting=said["setting"],
            keep=said.get("keep", "NOT_ASKED"), asked_words=said.get("asked", ""), told_child=said.get("told", ""),
        )  # fmt: skip
        wishes.append((wish, said))
    story.kept["heard"][one] = (session, wishes)


def _sayings(story, n, one):
    """What a child says: their own where the situation gives it, else by what pulls at them and by age."""
    if "sayings" in story.facts:
        return [{**said, "words": story.say(said["words"], one)} for said in nth(story.facts["sayings"], n)]
    age = band(story.age(one))
    leaning = "WELSH" if story.has("welsh") else one.leaning
    said = [{"words": story.deal("sayings", leaning, age, one=one), "setting": story.deal("sessions", "setting")}]
    if not story.has("thin") and (n == 0 or story.chance.random() < 0.5):
        also = story.chance.choice(("NAN", "MIXED")) if leaning not in {"NAN", "MIXED"} else "MORE"
        said.append({"words": story.deal("sayings", also, age, one=one), "setting": story.deal("sessions", "setting")})
    if story.has("kept") and n == 0:
        said.append(
            {
                "words": story.deal("sayings", "KEPT", age, one=one),
                "setting": story.deal("sessions", "setting"),
                "keep": story.chance.choice(("STAYS_OUT", "STAYS_OUT", "COURT_BY_APPLICATION")),
                "asked": story.deal("sessions", "asked"),
                "told": story.deal("sessions", "promised", one=one),
            }
        )
    return said


def _wrong_child(story, one, member):
    """Written down for the wrong child, seen the next day, superseded; both stand."""
    _other, other_member = story.children()[1]
    session = _session(story, one, other_member, {})
    said = _sayings(story, 0, one)[0]
    story.act(record_wish, session=session, words=said["words"], setting=said["setting"])
    words = passages("advice")["superseded"]["WRONG_CHILD"]
    story.act(supersede_session, session=session, why="WRONG_CHILD", words=words, days=1)
    contact, _row = story.kept["contacts"][-1]
    story.act(supersede, record_of=contact, why="MISTAKE", words=passages("advice")["superseded"]["MISTAKE"])
    story.kept["contacts"].pop()


def close_lines(story):
    """Each line is answered, or set down with a reason; poor practice leaves one open."""
    for n, (line, row) in enumerate(story.kept["lines"]):
        last = n and n == len(story.kept["lines"]) - 1
        if last and story.family.goal in {"ASSESSED", "DRAFT"}:
            continue
        down = last and story.family.number % 4 == 3
        reason = passages("advice")["set_down_line"] if down else story.say(row["answer"])
        story.act(move_line, line=line, to="SET_DOWN" if down else "ANSWERED", reason=reason)
