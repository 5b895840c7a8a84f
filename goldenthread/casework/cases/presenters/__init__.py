"""What every page of a case shows around its purpose: who it is about, how far it is, where one can go."""

from django.utils.translation import gettext as _

from goldenthread.access.models import Restriction
from goldenthread.access.trace import trace
from goldenthread.casework.cases.queries import participations
from goldenthread.casework.cases.rules import STAGE_ORDER, STAGES, PartyRole, Stage
from goldenthread.casework.families.rules import DOUBTS, age_on
from goldenthread.govuk.addresses import address

# (code, what it says, where it leads, stage it belongs to). The routes are names: this area imports nothing above it.
SUBNAV = (
    ("overview", lambda: _("Overview"), "workspace:overview"),
    ("children", lambda: _("Children"), "cases:people"),
    ("enquiry", lambda: _("Enquiry"), "enquiry:index"),
    ("harm", lambda: _("Harm"), "harm:index"),
    ("directwork", lambda: _("Direct work"), "directwork:index"),
    ("assessment", lambda: _("Assessment"), "assessment:index"),
    ("advice", lambda: _("Advice"), "recommendations:index"),
    ("papers", lambda: _("Documents"), "papers:index"),
    ("court", lambda: _("Court"), "orders:index"),
    ("oversight", lambda: _("Oversight"), "oversight:index"),
    ("record", lambda: _("Record"), "workspace:record"),
)
STAGE_PLACE = {
    Stage.INTAKE: "workspace:overview",
    Stage.ENQUIRY: "enquiry:index",
    Stage.ASSESSMENT: "assessment:index",
    Stage.ADVICE: "recommendations:index",
    Stage.OVERSIGHT: "oversight:index",
    Stage.REPORT: "recommendations:reports",
    Stage.ORDER: "orders:index",
}


def frame(request, case, current, *, subject=None, next_action=None):
    """The context that `layouts/record.html` and `layouts/task.html` need for a page of a case.

    `current` is the code of the sub-navigation entry. `subject` is what the page is about, for its trace panel.
    At most four queries: who takes part, the restriction, and two for the trace.
    """
    rows = participations(case)
    return {
        "case": case,
        "people": rows,
        "bar": bar(case, rows, request.today),
        "stages": stages(case),
        "subnav": [
            {"text": says(), "href": address(route, case.pk), "current": code == current}
            for code, says, route in SUBNAV
        ],
        "next_action": next_action,
        "trace": trace(subject, request.who) if subject is not None else None,
    }


def bar(case, rows, today):
    """The identity bar: reference, each child's first name and age, and what to be careful about."""
    children = [row.member for row in rows if row.role == PartyRole.CHILD]
    restricted = Restriction.objects.filter(case_id=case.pk, lifted_at__isnull=True).exists()
    banners = []
    if restricted:
        banners.append({"code": "RESTRICTED", "text": _("Restricted: only named people may know of this case")})
    if any(row.member.has_protected_contact for row in rows):
        banners.append({"code": "PROTECTED", "text": _("Protected contact details: never pass them on")})
    if any(row.safe_rule for row in rows):
        banners.append({"code": "SAFE_CONTACT", "text": _("Safe-contact rule: read it before you make contact")})
    if any(row.needs_interpreter for row in rows):
        banners.append({"code": "INTERPRETER", "text": _("Interpreter needed")})
    return {
        "reference": case.reference,
        "href": address("workspace:overview", case.pk),
        "children": [
            {
                "first_name": child.first_name or _("No name given"),
                "age": age_on(child.born_on, today),
                "doubt": "; ".join(_(DOUBTS[doubt]) for doubt in child.doubts),
            }
            for child in children
        ],
        "banners": banners,
    }


def stages(case):
    """The strip of stages: done, now, next."""
    here = STAGE_ORDER.index(Stage(case.stage))
    return [
        {
            "text": _(STAGES[stage]),
            "state": "done" if place < here else ("now" if place == here else "next"),
            "href": address(STAGE_PLACE[stage], case.pk),
        }
        for place, stage in enumerate(STAGE_ORDER)
        if stage is not Stage.CLOSED
    ]


def names(rows):
    """Family member id to the name to show in the case."""
    return {row.member_id: row.member.name or _("No name given") for row in rows}
