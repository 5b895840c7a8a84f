"""Bringing lines of a plan in from a spreadsheet: the file, what would become of each row, and taking the new ones."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from goldenthread.drafts.pages import form_page
from goldenthread.improvement.forms.importing import SheetForm, TakeForm, carry
from goldenthread.improvement.operations import importing as operations
from goldenthread.improvement.presenters import importing as shown
from goldenthread.improvement.rules import Fate
from goldenthread.kernel.refusal import Refused


def _priorities(plan):
    return list(plan.priorities.order_by("number"))


def import_new(request, plan):
    """Asks for the spreadsheet and shows what would become of each row. It saves nothing."""
    given = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = SheetForm(priorities=_priorities(plan), **given)
    if form.is_bound and form.is_valid():
        otherwise = form.cleaned_data["otherwise"]
        try:
            table = operations.read_upload(plan=plan, upload=form.cleaned_data["file"])
            token = carry(table, plan=plan, person=request.person, otherwise=otherwise)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _dry_run(request, plan, table, otherwise, token)
    status = 422 if form.is_bound else 200
    return render(request, "improvement/import_new.html", {"plan": plan, "form": form}, status=status)


def _dry_run(request, plan, table, otherwise, token):
    judged = operations.judge(plan=plan, table=table, otherwise=otherwise)
    form = TakeForm(initial={"read": token}, priorities=(), plan=plan, person=request.person)
    context = {
        "plan": plan,
        "form": form,
        "groups": shown.groups(judged),
        "passed": shown.passed(table),
        "understood": shown.understood(table),
        "new": sum(one.fate is Fate.NEW for one in judged),
    }
    return render(request, "improvement/import_take.html", context)


def import_take(request, plan):
    """Takes the rows that were shown as new. What has changed in the plan meanwhile counts as it is now."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("improvement:import_new", args=[plan.pk]))

    def done(result):
        lines, judged = result
        messages.success(request, shown.taken(len(lines)))
        if said := shown.left_out(judged):
            messages.warning(request, said)
        return reverse("improvement:plan", args=[plan.pk])

    return form_page(
        request, TakeForm, "improvement/import_take.html", context={"plan": plan, "new": 0}, done=done,
        priorities=_priorities(plan), plan=plan, person=request.person,
        save=lambda said: operations.take_rows(plan=plan, by=request.person, now=request.now, **said),
    )  # fmt: skip
