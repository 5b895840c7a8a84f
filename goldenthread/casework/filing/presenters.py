"""Filings as rows, tags and sentences; and what a person reads before they file."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.casework.courtfeed.rules import Jurisdiction
from goldenthread.casework.filing.content import takes
from goldenthread.casework.filing.reasons import WHYS, Reason
from goldenthread.casework.filing.rules import FILING_STATES, LONG, LOST, MOST_TRIES, SAID_AFTER, FilingState
from goldenthread.casework.papers.rules import PAPER_KINDS, PaperKind
from goldenthread.govuk.filters import date, datetime_

TONE = {
    FilingState.ORDERED: "info", FilingState.SENDING: "info", FilingState.FILED: "FILED",
    FilingState.REFUSED: "urgent", FilingState.UNCERTAIN: "urgent", FilingState.STOPPED: "neutral",
}  # fmt: skip


def type_name(filing) -> str:
    """What a filing was filed as, in words: a type that no longer holds has its name still."""
    found = next((kind for kind in takes(filing.jurisdiction).every_type if kind.code == filing.document_type), None)
    return _(found.name) if found else filing.document_type


def state(filing, now=None) -> dict:
    """The state as a tag. One that rests, that waits long or was lost on the way says so."""
    code = FilingState(filing.state)
    shown = {"code": TONE[code], "text": _(FILING_STATES[code])}
    if code is FilingState.STOPPED and filing.settled_at is None:
        shown["code"] = "urgent"
    if now and (lost(filing, now) or waits_long(filing, now)):
        shown = {"code": "warn", "text": _("Still not sent") if code is FilingState.ORDERED else _("No answer yet")}
    return shown


def lost(filing, now) -> bool:
    """Whether it has been on its way for longer than any worker takes."""
    return filing.state == FilingState.SENDING and filing.sent_at < now - LOST


def waits_long(filing, now) -> bool:
    return filing.state == FilingState.ORDERED and (filing.tries >= SAID_AFTER or filing.recorded_at < now - LONG)


def row(filing, now) -> dict:
    """One filing for a list."""
    return {
        "href": reverse("filing:filing", args=[filing.pk]),
        "type": type_name(filing),
        "name": filing.paper.name,
        "state": state(filing, now),
        "at": filing.recorded_at,
        "by": filing.recorded_by.name,
        "receipt": filing.receipt,
        "confidential": filing.confidential,
        "superseded": filing.superseded_at is not None,
    }


def earlier(filings) -> list[dict]:
    """Earlier filings of the same text, as sentences with their pages."""
    said = []
    for one in filings:
        values = {"type": type_name(one), "when": datetime_(one.recorded_at), "who": one.recorded_by.name}
        text = _("%(type)s, ordered %(when)s by %(who)s") % values
        said.append({"text": text, "href": reverse("filing:filing", args=[one.pk]), "state": state(one),
                     "receipt": one.receipt})  # fmt: skip
    return said


def what(paper, found=None) -> list[dict]:
    """What will be sent, for a summary. `found`: what the advice is judged by, for a report."""
    rows = [
        {"label": _("File"), "value": paper.name},
        {"label": _("What it is"), "value": _(PAPER_KINDS[PaperKind(paper.kind)])},
        {"label": _("To"), "value": paper.case.court_name or _("The court of the case")},
    ]
    if paper.report is not None:
        rows.append({"label": _("Version"), "value": str(paper.report.number)})
        rows.append({"label": _("Agreed"), "value": "\n".join(_agreed(paper.report, found))})
    return rows


def _agreed(report, found):
    """For each child in a version, who agreed that advice and when."""
    for child in report.content["children"]:
        who = child["first_name"] or child["name"] or _("No name given")
        row = next((r for key, r in found.recommendations.items() if str(key) == child["id"]), None)
        if row is None or row.fingerprint != child["agreed"] or row.agreed_at is None:
            yield _("%(child)s: not agreed as it stands in this version") % {"child": who}
        else:
            values = {"child": who, "when": date(row.agreed_at), "who": row.agreed_by.name}
            yield _("%(child)s: %(when)s by %(who)s") % values


def about_confidentiality(takes_here) -> str:
    """What the court does with what we say of confidentiality: nothing, by this way."""
    if takes_here.jurisdiction == Jurisdiction.PRIVATELAW:
        return _(
            "The court's staff look at each of our papers before a party sees it. The way it is sent has no place for "
            "what you choose here: it stands in our record. Tell the court office too."
        )
    return _(
        "The way it is sent has no place for what you choose here: it stands in our record. Tell the court office too."
    )


def hint(kind, *, again=False) -> str:
    """What is said under a type: where the court keeps it, and what the court's own rule for it is."""
    said = [_("The court keeps it under: %(drawer)s") % {"drawer": _(kind.drawer)}]
    if kind.always_confidential:
        said.append(_("Always confidential") if not kind.urgent else _("Always confidential, and urgent at the court"))
    return ". ".join(said)


def answer(filing, now) -> list[dict]:
    """What was sent and what came of it, for a summary."""
    paper = filing.paper
    rows = [
        {"label": _("Type"), "value": type_name(filing)},
        {"label": _("File"), "value": paper.name,
         "change": {"href": reverse("papers:paper", args=[paper.pk]), "text": _("Open the paper")}},
        {"label": _("Court"), "value": filing.case.court_name or _("The court of the case")},
        {"label": _("Confidential"), "value": _confidential(filing)},
        {"label": _("Ordered"), "value": _by(filing.recorded_at, filing.recorded_by)},
        {"label": _("Sent"), "value": _sent(filing)},
        {"label": _("Receipt"), "value": _receipt(filing.receipt)} if filing.receipt else
        {"label": _("Receipt"), "value": _no_receipt(filing)},
        {"label": _("Fingerprint of the file"), "value": paper.fingerprint},
    ]  # fmt: skip
    if filing.by_eye:
        rows.append({"label": _("Read by a person"), "value": _("Yes: the gate could not read every page")})
    if filing.again_why:
        rows.append({"label": _("Why it was filed once more"), "value": filing.again_why})
    if filing.settled_at:
        label = _("Why it rests") if filing.state == FilingState.STOPPED else _("What the court office said")
        said = f"{filing.settled_why}\n{_by(filing.settled_at, filing.settled_by)}"
        rows.append({"label": label, "value": said})
    return rows


def _by(at, who):
    return _("%(when)s by %(who)s") % {"when": datetime_(at), "who": who.name}


def _confidential(filing):
    kind = takes(filing.jurisdiction).type(filing.document_type, filing.recorded_at.date())
    if kind is not None and kind.always_confidential:
        return _("Yes, always for this type")
    return _("Yes, as we say; the court must be told by other means") if filing.confidential else _("No")


def _sent(filing):
    if filing.sent_at is None:
        return _("Not sent")
    if filing.tries > 1:
        tries = ngettext("at try %(n)s", "at try %(n)s", filing.tries) % {"n": filing.tries}
        return _("%(when)s, %(tries)s") % {"when": datetime_(filing.sent_at), "tries": tries}
    return datetime_(filing.sent_at)


def _receipt(receipt):
    if receipt.startswith("sha256:"):
        return _("The court gives no number. The fingerprint of its answer:") + f"\n{receipt}"
    return receipt


def _no_receipt(filing):
    if filing.state == FilingState.FILED:
        return _("None came; the court office says that it has it")
    return _("None")


def advice(filing, now) -> dict | None:
    """What to do about a filing that is not simply filed: {says, to_do, href, leads}; None where nothing is."""
    state_now = FilingState(filing.state)
    if state_now is FilingState.FILED:
        return _not_marked(filing)
    if lost(filing, now):
        return _why(Reason.WORKER_ENDED, filing)
    if state_now is FilingState.ORDERED:
        return _waits(filing, now)
    if state_now is FilingState.SENDING or (state_now is FilingState.STOPPED and not filing.refusal):
        return None
    return _why(filing.refusal or Reason.OTHER, filing)


def _why(reason, filing):
    why = WHYS[Reason(reason)]
    of = {"paper": filing.paper_id, "case": filing.case_id}.get(why.of)
    return {
        "says": _(why.says),
        "to_do": _(why.to_do),
        "href": reverse(why.place, args=[of]) if why.place else "",
        "leads": _(why.leads) if why.leads else "",
    }


def _waits(filing, now):
    if not waits_long(filing, now):
        return None
    if filing.tries:
        left = {"n": filing.tries, "most": MOST_TRIES}
        says = ngettext(
            "The court could not be reached, after %(n)s try of %(most)s. It is tried again by itself.",
            "The court could not be reached, after %(n)s tries of %(most)s. It is tried again by itself.", filing.tries,
        ) % left  # fmt: skip
    else:
        says = _("It has waited for more than an hour, and nothing has tried to send it.")
    to_do = _("If it cannot wait, stop it here and file by hand. If it goes on, tell the administrator.")
    return {"says": says, "to_do": to_do, "href": "", "leads": ""}


def _not_marked(filing):
    report = filing.paper.report
    if report is None or report.filed_on is not None:
        return None
    return {
        "says": _("The court has it, but the report could not be marked as filed: what is agreed changed meanwhile."),
        "to_do": _("Tell your manager. Have the advice agreed again, and tell the court what has changed."),
        "href": reverse("recommendations:reports", args=[filing.case_id]),
        "leads": _("The report and its versions"),
    }
