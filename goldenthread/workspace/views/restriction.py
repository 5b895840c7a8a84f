"""Who may know of a case: restrict it, name people, take them off, lift the restriction."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access import operations
from goldenthread.access.permissions import Permission as P
from goldenthread.access.rules import REASONS, RestrictionReason
from goldenthread.access.standing import may
from goldenthread.casework.cases.presenters import frame
from goldenthread.drafts.pages import form_page
from goldenthread.people.models import Person
from goldenthread.workspace import queries
from goldenthread.workspace.forms import ConfirmForm, NameForm, RestrictForm


def restriction(request, case):
    """Who is named on a restricted case and why; or that everyone whose post reaches it may know of it."""
    found = queries.restriction(case)
    named = queries.named_on(found, request.now) if found else []
    context = {
        **frame(request, case, "overview"),
        "restriction": found,
        "reason": _(REASONS[RestrictionReason(found.reason)]) if found else "",
        "named": named,
        "adviser_left_out": bool(
            found and case.adviser_id and case.adviser_id not in {row.person_id for row in named}
        ),
        "may_change": may(request.who, P.CASE_RESTRICT, case),
        "me": request.person.pk,
    }  # fmt: skip
    return render(request, "workspace/restriction.html", context)


def restrict(request, case):
    """Restricts a case to the people who are named."""
    posts = [
        post
        for post in queries.staff_near(case, _today(request), team_only=True)
        if post.person_id != request.person.pk
    ]
    return form_page(
        request, RestrictForm, "workspace/restrict.html", case=case, context=frame(request, case, "overview"),
        posts=posts, initial={"people": [str(case.adviser_id)]},
        save=lambda said: operations.restrict_case(
            case=case, by=request.person, now=request.now, **{"people": (), **said}
        ),
        done=lambda _row: _there(case),
        said=_("The case is restricted. Only the people who are named can know of it."),
    )  # fmt: skip


def name_person(request, case):
    """Names one more person on a restricted case."""
    found = queries.restriction(case)
    if found is None:
        return HttpResponseRedirect(_there(case))
    already = {row.person_id for row in queries.named_on(found, request.now) if not row.by_glass}
    posts = [post for post in queries.staff_near(case, _today(request)) if post.person_id not in already]
    return form_page(
        request, NameForm, "workspace/name_person.html", case=case, context=frame(request, case, "overview"),
        posts=posts,
        save=lambda said: operations.name_on_case(case=case, by=request.person, now=request.now, **said),
        done=lambda _row: _there(case),
        said=_("The person is named on the case."),
    )  # fmt: skip


def unname_person(request, case, person_id):
    """Takes a person off a restricted case, after asking."""
    found = queries.restriction(case)
    named = {row.person_id for row in queries.named_on(found, request.now)} if found else set()
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    if person_id not in named:
        return HttpResponseRedirect(_there(case))
    context = {
        **frame(request, case, "overview"),
        "title": _("Take %(who)s off the case") % {"who": person.name},
        "teach": _("They will no longer know that this case exists. Work that waits for them stays in the case."),
        "button": _("Take them off"),
    }
    return form_page(
        request, ConfirmForm, "workspace/confirm.html", case=case, context=context,
        save=lambda _said: operations.unname_on_case(case=case, person=person, by=request.person, now=request.now),
        done=lambda _row: _there(case),
        said=_("The person is no longer named on the case."),
    )  # fmt: skip


def lift(request, case):
    """Lifts the restriction, after asking."""
    if queries.restriction(case) is None:
        return HttpResponseRedirect(_there(case))
    context = {
        **frame(request, case, "overview"),
        "title": _("Lift the restriction"),
        "teach": _("Everyone whose post reaches this case will be able to read all of it, from now on."),
        "button": _("Lift the restriction"),
    }
    return form_page(
        request, ConfirmForm, "workspace/confirm.html", case=case, context=context,
        save=lambda _said: operations.lift_restriction(case=case, by=request.person, now=request.now),
        done=lambda _row: _there(case),
        said=_("The restriction is lifted."),
    )  # fmt: skip


def _there(case):
    return reverse("workspace:restriction", args=[case.pk])


def _today(request):
    return request.now.astimezone(settings.LOCAL_ZONE).date()
