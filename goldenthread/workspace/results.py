"""A case that was found, as a row: whom it is about, how far it is, and in words why it was found."""

from django.utils.translation import gettext as _

from goldenthread.casework.cases.rules import PARTY_ROLES, STAGES, PartyRole, Stage
from goldenthread.casework.cases.search import How
from goldenthread.govuk.addresses import address
from goldenthread.govuk.filters import date
from goldenthread.workspace.presenters import child_line

# How a person answers to a word, in words. What they are called exactly so needs none.
WHY = {
    How.NAME: lambda word: "",
    How.PREVIOUS: lambda word: _("previous name “%(word)s”") % {"word": word},
    How.PART: lambda word: _("begins with “%(word)s”") % {"word": word},
    How.SOUND: lambda word: _("sounds like “%(word)s”") % {"word": word},
}


def results(hits, people, asked, today) -> list[dict]:
    """The hits of one page as rows. `people`: case id to its participations, each with its member. No query."""
    return [_row(hit, people[hit.case.pk], asked, today) for hit in hits]


def _row(hit, people, asked, today):
    case = hit.case
    return {
        "reference": case.reference,
        "href": address("workspace:overview", case.pk),
        "children": [child_line(row, today) for row in people if row.role == PartyRole.CHILD],
        "stage": {"code": "CLOSED" if case.closed_on else "NOW", "text": _(STAGES[Stage(case.stage)])},
        "closed_on": case.closed_on,
        "adviser": case.adviser__name or "",
        "place": case.team__name or case.area__name or "",
        "why": [*_by_number(hit), *_by_person(hit, people, asked), *_by_place(hit)],
    }


def _by_number(hit):
    """The case's own numbers: the one that was typed is said back."""
    if any(how is How.NUMBER for _word, how, _member in hit.answers):
        court = [number for number in (hit.case.court_number, hit.case.court_case_id) if number]
        said = _("reference %(number)s") % {"number": hit.case.reference}
        yield {"name": "", "text": ", ".join([said, *(_("court number %(number)s") % {"number": n} for n in court)])}


def _by_person(hit, people, asked):
    for row in people:
        ways = [WHY[how](word.text) for word, how, member in hit.answers if member == row.member_id and how in WHY]
        member = row.member
        if ways or (asked.born and member.born_on == asked.born):
            told = [_(PARTY_ROLES[PartyRole(row.role)]).lower(), *dict.fromkeys(filter(None, ways))]
            if member.born_on:
                told.append(_("born %(day)s") % {"day": date(member.born_on)})
            yield {"name": member.name, "text": ", ".join(told)}


def _by_place(hit):
    hows = {how for _word, how, _member in hit.answers}
    if How.ADVISER in hows and hit.case.adviser__name:
        yield {"name": "", "text": _("adviser %(who)s") % {"who": hit.case.adviser__name}}
    if How.PLACE in hows:
        places = dict.fromkeys(name for name in (hit.case.team__name, hit.case.area__name) if name)
        yield {"name": "", "text": _("team or area %(place)s") % {"place": ", ".join(places)}}
