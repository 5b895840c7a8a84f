"""The sections of a pack, each as blocks: see `presenters.packs.document`. An empty section says so and why."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.actions.rules import ACTION_SOURCES, ACTION_STATES, EFFECTS, ActionSource, ActionState, Effect
from goldenthread.govuk.filters import date
from goldenthread.improvement.presenters.plans import TONES
from goldenthread.improvement.rules import RAGS, Rag
from goldenthread.learning.rules import THEMES, Theme

ORDER = (Rag.RED, Rag.AMBER, Rag.GREY, Rag.GREEN, Rag.BLUE)


def day(text):
    """A day kept as text, as it is read; empty where there is none."""
    return date(dt.date.fromisoformat(text)) if text else ""


def cell(text, *, href="", tag=None, sub=()):
    """One cell: its words, what they lead to, a tag {code, text}, and smaller lines under them."""
    return {"text": str(text), "href": href, "tag": tag, "sub": [line for line in sub if line]}


def table(caption, head, rows, widths):
    return {"type": "table", "caption": caption, "head": head, "rows": rows, "widths": widths}


def text(words):
    return {"type": "text", "text": words}


def heading(level, words, href="", tag=None):
    return {"type": "heading", "level": level, "cell": cell(words, href=href, tag=tag)}


def rag(code):
    """How something stands, as a tag."""
    return {"code": TONES[Rag(code)], "text": _(RAGS[Rag(code)])}


def why(said):
    """Why a line or an action stands so."""
    values = {name: day(value["day"]) if isinstance(value, dict) else value for name, value in said["values"].items()}
    return _(said["why"]) % values if values else _(said["why"])


def _moved(now, then):
    """A count beside last time's, with the difference in words."""
    if then is None:
        return ""
    if now == then:
        return _("no change")
    words = _("up by %(num)s") if now > then else _("down by %(num)s")
    return words % {"num": abs(now - then)}


def _other(count):
    """That there are more, which are not for members."""
    return ngettext(
        "%(num)s more action is kept by the service and is not for members; it is counted and not shown.",
        "%(num)s more actions are kept by the service and are not for members; they are counted and not shown.",
        count,
    ) % {"num": count}  # fmt: skip


def glance(content):
    now, then = content["glance"], content["glance_last"]
    told = [
        *(
            (_("Lines of the plans: %(how)s") % {"how": _(RAGS[one]).lower()}, str(one))
            for one in ORDER
            if now["lines"]
        ),
        (_("Actions that are late or wait too long for a signature"), "late"),
        (_("Strategic risks"), "risks"),
        (_("Strategic risks above what is accepted"), "above"),
        (_("Recommendations not answered yet"), "to_answer"),
        (_("Recommendations not signed off yet"), "to_sign"),
        (_("Matters arising still open"), "matters"),
    ]
    if then is None:
        rows = [[cell(words), cell(now[name])] for words, name in told]
        return [table(_("The counts of this pack"), ["", _("This time")], rows, (80, 20))]
    rows = [
        [cell(words), cell(then[name]), cell(now[name]), cell(_moved(now[name], then[name]))] for words, name in told
    ]
    head = ["", _("Last time"), _("This time"), _("Difference")]
    return [table(_("The counts of this pack beside last time's"), head, rows, (52, 14, 14, 20))]


def changes(content, to):
    if content["last"] is None:
        return [text(_("There is no last time yet. From the next pack on, each line that stands otherwise is listed."))]
    if not content["changes"]:
        return [text(_("No line of a plan stands otherwise than last time."))]
    rows = [
        [
            cell(f"{row['number']} {row['title']}", href=to(row)),
            cell("", tag=rag(row["from"])) if row["from"] else cell(_("Not in the plan then")),
            cell("", tag=rag(row["to"])) if row["to"] else cell(_("No longer in the plan")),
        ]
        for row in content["changes"]
    ]
    head = [_("Line"), _("Last time"), _("This time")]
    return [table(_("Lines that stand otherwise than last time"), head, rows, (56, 22, 22))]


def plans(content, to):
    if not content["plans"]:
        return [text(_("No plan has been published."))]
    blocks = []
    for plan in content["plans"]:
        blocks.append(heading(3, plan["title"], to(plan)))
        review = _("Its review is due on %(on)s.") % {"on": day(plan["review_on"])} if plan["review_on"] else ""
        owned = _("Owned by %(who)s.") % {"who": plan["owner"]}
        blocks.append(text(f"{owned} {review} {_known(plan['known'])}".replace("  ", " ").strip()))
        for priority in plan["priorities"]:
            blocks.append(heading(4, f"{priority['number']}. {priority['title']}", to(priority), rag(priority["rag"])))
            blocks.append(_lines(priority, content["last"], to))
    return blocks


def _known(known):
    said = _("How we will know: %(measure)s by a measure, %(evidence)s by evidence, %(not_yet)s not measurable yet.")
    return said % {"measure": known["MEASURE"], "evidence": known["EVIDENCE"], "not_yet": known["NOT_YET"]}


def _lines(priority, last, to):
    if not priority["lines"]:
        return text(_("This priority has no line yet."))
    rows = []
    for line in priority["lines"]:
        row = [
            cell(f"{line['number']} {line['title']}", href=to(line), sub=[line["owner"]]),
            cell(line["due"]),
            cell("", tag=rag(line["rag"]), sub=[why(line)]),
        ]
        if last:
            then = cell("", tag=rag(line["rag_last"])) if line["rag_last"] else cell(_("Not there"))
            row.insert(2, then)
        rows.append(row)
    head, widths = [_("Line and who owns it"), _("By when"), _("This time, and why")], (46, 20, 34)
    if last:
        head, widths = [*head[:2], _("Last time"), head[2]], (36, 17, 21, 26)
    return table(_("Lines of priority %(number)s") % {"number": priority["number"]}, head, rows, widths)


def late(content, to):
    blocks = []
    if content["late"]:
        rows = [
            [
                cell(f"{row['reference']} {row['title']}", href=to(row),
                     sub=[_(ACTION_SOURCES[ActionSource(row["source"])])]),
                cell(row["owner"], sub=[row["area"]]),
                cell(row["due"]),
                cell(_days(row["days"]) if row["days"] else why(row), sub=[why(row)] if row["days"] else []),
            ]
            for row in content["late"]
        ]  # fmt: skip
        head = [_("Action and where it comes from"), _("Owner"), _("By when"), _("Why it stands here")]
        blocks.append(table(_("Actions that are late"), head, rows, (38, 20, 17, 25)))
    elif not content["late_unsaid"]:
        blocks.append(text(_("No action is late, and none waits too long to be signed off.")))
    return [*blocks, *([text(_other(content["late_unsaid"]))] if content["late_unsaid"] else [])]


def _days(count):
    return ngettext("%(num)s day late", "%(num)s days late", count) % {"num": count}


def signed(content, to):
    blocks = []
    if content["signed"]:
        rows = [
            [
                cell(f"{row['reference']} {row['title']}", href=to(row), sub=[row["owner"]]),
                cell(day(row["on"])),
                cell(_pieces(row["evidence"])),
                cell(_effect(row)),
            ]
            for row in content["signed"]
        ]
        head = [_("Action and who owned it"), _("Signed off"), _("Evidence"), _("Effect")]
        blocks.append(table(_("Actions signed off"), head, rows, (40, 18, 16, 26)))
    elif not content["signed_unsaid"]:
        blocks.append(text(_("No action has been signed off since.")))
    return [*blocks, *([text(_other(content["signed_unsaid"]))] if content["signed_unsaid"] else [])]


def _pieces(count):
    return ngettext("%(num)s piece", "%(num)s pieces", count) % {"num": count} if count else _("None recorded")


def _effect(row):
    if row["effect"]:
        return _(EFFECTS[Effect(row["effect"])])
    if row["effect_due_on"]:
        return _("Not looked at yet; due on %(on)s") % {"on": day(row["effect_due_on"])}
    return _("Not looked at yet")


def risks(content, to):
    blocks = []
    if content["risks"]:
        rows = [_risk(row, bool(content["last"]), to) for row in content["risks"]]
        head, widths = [_("Risk and who owns it"), _("Now"), _("Target"), _("What is accepted")], (44, 22, 14, 20)
        if content["last"]:
            head, widths = [head[0], _("Last time"), *head[1:]], (38, 15, 18, 11, 18)
        blocks.append(table(_("The national register, the highest score first"), head, rows, widths))
    else:
        blocks.append(text(_("No strategic risk is open on the national register.")))
    if content["risks_closed"]:
        closed = ", ".join(f"{row['reference']} {row['title']}" for row in content["risks_closed"])
        blocks.append(text(_("Closed since last time: %(risks)s.") % {"risks": closed}))
    return blocks


def _risk(row, beside, to):
    scored = row["score"] is not None
    now = cell(
        row["score"] if scored else _("Not scored yet"),
        tag={"code": row["tone"], "text": row["band"]} if scored else None,
        sub=[_moved(row["score"], row["score_last"]) if scored else ""],
    )
    accepted = _("%(name)s: up to %(most)s") % {"name": row["appetite"], "most": row["most"]}
    told = [
        cell(f"{row['reference']} {row['title']}", href=to(row), sub=[row["owner"], row["area"]]),
        now,
        cell(row["target"]),
        cell(accepted, sub=[_("Above what is accepted") if row["above"] else ""]),
    ]
    if beside:
        then = _("New since then") if row["score_last"] is None else row["score_last"]
        told.insert(1, cell(then))
    return told


def received(content, to):
    if not content["received"]:
        return [text(_("No report with recommendations to us has been recorded."))]
    rows = [
        [
            cell(row["title"], href=to(row), sub=[row["body"]]),
            *(cell(row["counts"][name], sub=[_then(row, name)]) for name in ("of", "answered", "met", "signed")),
        ]
        for row in content["received"]
    ]
    head = [_("Report and whose it is"), _("Recommended"), _("Answered"), _("Said to be met"), _("Signed off")]
    return [table(_("Recommendations of each report"), head, rows, (40, 18, 14, 14, 14))]


def _then(row, name):
    return _("last time %(num)s") % {"num": row["counts_last"][name]} if row["counts_last"] else ""


def learning(content, to):
    if not content["learning"]:
        return [text(_("No learning point has been sent out since."))]
    rows = [
        [
            cell(row["title"], href=to(row), sub=[", ".join(_(THEMES[Theme(one)]) for one in row["themes"])]),
            cell(day(row["on"])),
            cell(_of(row["read"], row["of"])),
            cell(_("%(num)s of %(of)s") % {"num": row["teams"], "of": row["of_teams"]}),
        ]
        for row in content["learning"]
    ]
    head = [_("Learning point"), _("Sent out"), _("Read by"), _("Teams that said what they did")]
    return [table(_("Learning points and who has read them"), head, rows, (42, 18, 20, 20))]


def _of(part, whole):
    if not whole:
        return _("nobody it is for")
    share = round(100 * part / whole)
    return _("%(num)s of %(of)s (%(share)s%%)") % {"num": part, "of": whole, "share": share}


def areas(content, to):
    blocks = []
    for row in content["areas"]:
        said = _("%(area)s on priority %(number)s, %(title)s")
        words = said % {"area": row["area"], "number": row["number"], "title": row["priority"]}
        blocks.append(heading(3, words, to(row)))
        blocks.append(text(_("Reported by %(who)s on %(on)s.") % {"who": row["by"], "on": day(row["on"])}))
        items = [(_("What goes well"), row["going_well"]), (_("What worries us"), row["worries"])]
        items += [(_("What we ask of the board"), row["asks"])] if row["asks"] else []
        blocks.append({"type": "list", "items": [{"label": label, "text": words} for label, words in items]})
    if not content["areas"]:
        blocks.append(text(_("No area has reported since.")))
    if content["areas_silent"] and content["areas"]:
        blocks.append(text(_("No report came from: %(areas)s.") % {"areas": ", ".join(content["areas_silent"])}))
    return blocks


def matters(content, to):
    if not content["matters"]:
        return [text(_("Nothing that was undertaken at an earlier meeting is still open."))]
    rows = [
        [
            cell(row["words"], href=to(row["action"]) or to(row), sub=[row["owner"]]),
            cell(day(row["meeting"]), href=to(row)),
            cell(row["due"]),
            cell("", tag={"code": "URGENT", "text": _("Late")} if row["late"] else
                 {"code": row["state"], "text": _(ACTION_STATES[ActionState(row["state"])])}),
        ]
        for row in content["matters"]
    ]  # fmt: skip
    head = [_("What was undertaken, and by whom"), _("At the meeting of"), _("By when"), _("How it stands")]
    return [table(_("What was undertaken at earlier meetings"), head, rows, (42, 20, 18, 20))]
