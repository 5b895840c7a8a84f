"""How one is told, with what waits; and, for administrators, whom e-mail does not reach."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goldenthread.drafts.pages import form_page
from goldenthread.notices import operations, presenters, queries
from goldenthread.notices.forms import ChooseForm

PAGE = 50


def choose(request):
    """What waits for this person, and how they wish to be told of it."""
    row, person = queries.choice_of(request.person), request.person
    context = {
        "waiting": presenters.waiting_rows(queries.waiting(request.who, request.now)),
        "demanded": presenters.demanded_rows(request.who.roles),
        "email": presenters.email_state(person, row, queries.refused_at(person.pk)),
        "hints": presenters.hints(),
        "version": row.version,
    }
    return form_page(
        request, ChooseForm, "notices/choose.html", context=context, demanded=bool(context["demanded"]),
        initial={"how": row.how, "language": row.language or get_language()},
        save=lambda said: operations.choose(by=person, now=request.now, **said),
        done=lambda _choice: reverse("notices:choose"),
        said=_("Your choice is saved."),
    )  # fmt: skip


def unreached(request):
    """Staff whose address a mail server has refused."""
    page = Paginator(queries.unreached(request.who), PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/unreached.html", {"page": page, "people": list(page)})
