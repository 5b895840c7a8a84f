"""The pages of harm: the patterns of a case, one pattern with its proof and incidents, one incident."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.casework.cases.corrections import SupersedeForm, supersede_page
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.harm import operations, presenters, queries
from goldenthread.casework.harm.forms import IncidentForm, PatternForm, ProofForm, ReasonForm
from goldenthread.casework.harm.rules import STATUSES, Status
from goldenthread.drafts.pages import form_page


def index(request, case):
    """The patterns of a case: live ones first, those that are no longer live apart."""
    context = frame(request, case, "harm")
    cards = [presenters.pattern_card(pattern, context["people"]) for pattern in queries.patterns(case)]
    context |= {
        "live": [card for card in cards if card["live"]],
        "ended": [card for card in cards if not card["live"]],
    }
    return render(request, "harm/index.html", context)


def pattern_new(request, case):
    """Records a behaviour pattern with its first status of proof."""
    context = frame(request, case, "harm")
    return form_page(
        request, PatternForm, "harm/pattern_new.html", case=case, context={**context, "hints": presenters.hints()},
        people=context["people"], lines=queries.standing_lines(case), contacts=queries.recent_contacts(case),
        says=presenters.contact_choice, today=request.today,
        initial={"lines": request.GET.getlist("line"), "contacts": request.GET.getlist("contact")},
        save=lambda said: operations.record_pattern(case=case, by=request.person, now=request.now, **said),
        done=_page_of,
        said=_("The pattern is recorded."),
    )  # fmt: skip


def pattern(request, pattern):
    """One pattern: what was told, what is known of proof over time, its incidents, what became of it."""
    context = frame(request, pattern.case, "harm", subject=pattern)
    whole = queries.whole(pattern)
    statuses = list(whole.statuses.all())
    alone = sum(row.superseded_at is None for row in statuses) == 1
    card = presenters.pattern_card(whole, context["people"])
    context |= {
        "pattern": whole,
        "card": card,
        "rows": presenters.pattern_rows(whole, card),
        "statuses": [presenters.status_item(row, alone or card["superseded"]) for row in statuses],
    }
    return render(request, "harm/pattern.html", context)


def pattern_status(request, pattern):
    """Adds what is known of proof on a date."""
    return form_page(
        request, ProofForm, "harm/pattern_status.html", case=pattern.case,
        context={
            **frame(request, pattern.case, "harm"), "pattern": pattern, "hints": presenters.hints(),
            "held": presenters.status_tag(pattern.status),
        },
        today=request.today,
        save=lambda said: operations.set_pattern_status(
            pattern=pattern, status=said["status"], on_date=said["status_on"], source=said["source"],
            note=said["note"], expected_version=said.get("expected_version"), by=request.person, now=request.now,
        ),
        done=lambda _status: _page_of(pattern),
        said=_("The status is recorded. Earlier ones stand."),
    )  # fmt: skip


def status_supersede(request, status):
    """Supersedes a status that was recorded by mistake."""
    back = _page_of(status.pattern)
    what = f"{_(STATUSES[Status(status.status)])}\n\n{status.source}"
    return form_page(
        request, SupersedeForm, "cases/supersede.html", case=status.case,
        context={**frame(request, status.case, "harm"), "what": what, "back_to": back},
        save=lambda said: operations.supersede_status(status=status, by=request.person, now=request.now, **said),
        done=lambda _row: back,
        said=_("It is superseded. Both stand in the record."),
    )  # fmt: skip


def pattern_end(request, pattern):
    """Says that a pattern is no longer live, and why."""
    words = {
        "title": _("Say that this pattern is no longer live"),
        "lead": _("It stays in the record, and what is known of proof stays as it is. No gate will ask for it again."),
        "label": _("Why is it no longer live?"),
    }
    return _turn(request, pattern, operations.end_pattern, words)


def pattern_revive(request, pattern):
    """Says that a pattern is live again, and why."""
    words = {
        "title": _("Say that this pattern is live again"),
        "lead": _("From now on it must again be carried into what goes out, or set down with a reason."),
        "label": _("Why is it live again?"),
    }
    return _turn(request, pattern, operations.revive_pattern, words)


def _turn(request, pattern, operation, words):
    return form_page(
        request, ReasonForm, "harm/pattern_turn.html", case=pattern.case, label=words["label"],
        context={**frame(request, pattern.case, "harm"), "pattern": pattern, **words},
        save=lambda said: operation(
            pattern=pattern, reason=said["ended_why"], expected_version=said.get("expected_version"),
            by=request.person, now=request.now,
        ),
        done=_page_of,
        said=_("Saved."),
    )  # fmt: skip


def pattern_supersede(request, pattern):
    """Supersedes a pattern."""
    return supersede_page(request, pattern, current="harm", what=pattern.words, back=_page_of(pattern))


def incident_new(request, pattern):
    """Records one occasion under a pattern."""
    return form_page(
        request, IncidentForm, "harm/incident_new.html", case=pattern.case,
        context={**frame(request, pattern.case, "harm"), "pattern": pattern},
        contacts=queries.recent_contacts(pattern.case), says=presenters.contact_choice,
        today=request.today, initial={"contacts": request.GET.getlist("contact")},
        save=lambda said: operations.record_incident(pattern=pattern, by=request.person, now=request.now, **said),
        done=lambda _incident: _page_of(pattern),
        said=_("The incident is recorded under its pattern."),
    )  # fmt: skip


def incident(request, incident):
    """One incident, under its pattern."""
    context = {
        **frame(request, incident.case, "harm", subject=incident),
        "incident": incident,
        "pattern": incident.pattern,
        "status": presenters.status_tag(incident.pattern.status),
        "when": presenters.when(incident),
        "rows": presenters.incident_rows(incident),
    }
    return render(request, "harm/incident.html", context)


def incident_supersede(request, incident):
    """Supersedes an incident."""
    there = reverse("harm:incident", args=[incident.pk])
    return supersede_page(request, incident, current="harm", what=incident.words, back=there)


def _page_of(pattern):
    return reverse("harm:pattern", args=[pattern.pk])
