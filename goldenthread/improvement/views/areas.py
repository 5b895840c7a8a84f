"""The page on which assistant directors report their area's progress with the plan."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.trace import trace
from goldenthread.drafts.pages import form_page
from goldenthread.improvement.forms.plans import AreaReportForm
from goldenthread.improvement.operations import plans as operations
from goldenthread.improvement.presenters import plans as shown
from goldenthread.improvement.queries import plans as queries


def area_reports(request):
    """For each plan in force and each of one's areas: each priority, how its lines stand, what was reported last."""
    areas = list(queries.areas_to_report(request.who))
    made = []
    for plan in queries.published(areas[0].nation if areas else ""):
        rows = shown.priorities(
            plan, list(queries.lines(plan, request.who)), list(queries.known_by(plan)), request.today
        )
        last = {(row.priority_id, row.area_id): shown.report_row(row) for row in queries.newest_reports(plan)}
        made.append({
            "plan": plan,
            "areas": [
                {
                    "area": area,
                    "priorities": [
                        {
                            **row,
                            "last": last.get((row["id"], area.pk)),
                            "report": reverse("improvement:area_report_new", args=[row["id"], area.pk]),
                        }
                        for row in rows
                    ],
                }
                for area in areas
            ],
        })  # fmt: skip
    return render(request, "improvement/area_reports.html", {"plans": made})


def area_report_new(request, priority, area_id):
    """Reports how a priority goes in an area."""
    area = queries.areas_to_report(request.who).filter(pk=area_id).first()
    if area is None:
        raise Http404
    rows = [row for row in queries.lines(priority.plan, request.who) if row.priority_id == priority.pk]
    last = [
        row for row in queries.newest_reports(priority.plan) if (row.priority_id, row.area_id) == (priority.pk, area.pk)
    ]
    context = {
        "priority": priority, "area": area, "lines": [shown.line_row(row, request.today) for row in rows],
        "last": shown.report_row(last[0]) if last else None,
    }  # fmt: skip
    return form_page(
        request, AreaReportForm, "improvement/area_report_new.html", context=context,
        save=lambda said: operations.report_for_area(
            priority=priority, area=area, by=request.person, now=request.now, **said
        ),
        done=lambda _row: reverse("improvement:area_reports"), said=_("Your report is saved. The Board will see it."),
    )  # fmt: skip


def area_report(request, report):
    """One report of an area."""
    context = {"report": report, "row": shown.report_row(report), "trace": trace(report, request.who)}
    return render(request, "improvement/area_report.html", context)
