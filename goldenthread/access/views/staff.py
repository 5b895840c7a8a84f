"""The pages of staff: who works here and in which post; adding people, posts and leavers.

`request.form_page` is `drafts.pages.form_page`: that area lies above this one, and hands it down with the request.
"""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access import queries
from goldenthread.access.forms import ConfirmForm, EndPostForm, LeaverForm, PersonForm, PostForm, StaffFilter
from goldenthread.access.operations import sign
from goldenthread.access.permissions import Permission as P
from goldenthread.access.presenters import place_of, post_row, staff_row
from goldenthread.access.standing import may
from goldenthread.people import operations

ON_A_PAGE = 50


def staff(request):
    """Who works here, in which posts; who has left stands apart."""
    left = request.GET.get("show") == "left"
    teams, areas = queries.places(request.who, request.today)
    form = StaffFilter(request.GET, teams=teams, areas=areas)
    found = queries.staff(request.who, request.today, left=left, **form.chosen())
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "left": left,
        "page": page,
        "rows": [staff_row(person) for person in page],
        "may_manage": request.who.may_ever(P.STAFF_MANAGE),
    }
    return render(request, "access/staff.html", context)


def person_new(request):
    """Adds a member of staff; a post comes next."""
    return request.form_page(
        PersonForm, "access/person_new.html",
        save=lambda said: operations.add_person(
            name=said["name"], email=said["email"], by=request.person, now=request.now
        ),
        done=lambda person: reverse("access:post_start", args=[person.pk]),
        said=_("They are on the list of staff. Give them a post: without one nothing is open to them."),
    )  # fmt: skip


def person(request, person):
    """One member of staff: posts past and present."""
    may_manage = may(request.who, P.STAFF_MANAGE, person)
    rows = [post_row(post, request.today, may_manage=may_manage) for post in queries.posts_of_person(person)]
    context = {
        "person": person,
        "bound_since": queries.bound_since(person),
        "signed_out_at": queries.last_end_of(person),
        "now_held": [row for row in rows if row["state"] != "past"],
        "held_before": [row for row in rows if row["state"] == "past"],
        "may_manage": may_manage,
        "has_left": person.left_on is not None and person.left_on <= request.today,
    }
    return render(request, "access/person.html", context)


def post_start(request, person):
    """Gives a person a post from a day."""
    teams, areas = queries.places(request.who, request.today)
    return request.form_page(
        PostForm, "access/post_start.html", context={"person": person},
        teams=teams, areas=areas, nations={held.nation for held in request.who.posts},
        initial={"from_on": request.today},
        save=lambda said: operations.start_post(person=person, by=request.person, now=request.now, **said),
        done=lambda _post: reverse("access:person", args=[person.pk]),
        said=_("The post is recorded."),
    )  # fmt: skip


def post_end(request, post):
    """Ends a post on a day."""
    return request.form_page(
        EndPostForm, "access/post_end.html", context={"post": post, "place": place_of(post)},
        initial={"to_on": request.today},
        save=lambda said: operations.end_post(post=post, to_on=said["to_on"], by=request.person, now=request.now),
        done=lambda ended: reverse("access:person", args=[ended.person_id]),
        said=_("The end of the post is recorded."),
    )  # fmt: skip


def leaver(request, person):
    """Records that someone leaves: their posts end, and from that day they cannot sign in."""
    return request.form_page(
        LeaverForm, "access/leaver.html", context={"person": person}, initial={"on": request.today},
        save=lambda said: operations.record_leaver(person=person, on=said["on"], by=request.person, now=request.now),
        done=lambda gone: reverse("access:person", args=[gone.pk]),
        said=_("It is recorded that they leave."),
    )  # fmt: skip


def sign_ins_end(request, person):
    """Ends every sign-in of a person at once: a laptop is lost, or an account is in the wrong hands."""
    return request.form_page(
        ConfirmForm, "access/sign_ins_end.html", context={"person": person},
        save=lambda _said: sign.end_sign_ins(person=person, by=request.person, now=request.now),
        done=lambda _ended: reverse("access:person", args=[person.pk]),
        said=_("Every sign-in of theirs has ended."),
    )  # fmt: skip


def account_release(request, person):
    """Releases a person's work account, so that their next sign-in binds the one that they have then."""
    return request.form_page(
        ConfirmForm, "access/account_release.html", context={"person": person},
        save=lambda _said: sign.release_identity(person=person, by=request.person, now=request.now),
        done=lambda freed: reverse("access:person", args=[freed.pk]),
        said=_("The account is released, and every sign-in of theirs has ended."),
    )  # fmt: skip
