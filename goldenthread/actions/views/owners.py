"""The pages of the posts that own actions, and who holds them."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.queries import staff_of_today
from goldenthread.access.standing import visible
from goldenthread.actions import operations, presenters, queries
from goldenthread.actions.forms import HoldingEndForm, HoldingForm, OwnerForm
from goldenthread.actions.models import OwnerPost
from goldenthread.drafts.pages import form_page


def owners(request):
    """Every post that owns actions, who holds it, and what stands with it."""
    posts = list(queries.with_counts(visible(request.who, OwnerPost, P.OWNERS_READ), request.today))
    held = queries.holders(posts, request.today)
    rows = [
        {
            "href": reverse("actions:owner", args=[post.pk]), "name": post.name, "standing": post.standing_count,
            "late": post.late_count, "holders": presenters.held_by_words(post, held[post.pk]),
            "nobody": not post.outside and not held[post.pk],
        }
        for post in posts
    ]  # fmt: skip
    return render(request, "actions/owners.html", {"rows": rows, "manages": request.who.may_ever(P.OWNERS_MANAGE)})


def owner(request, post):
    """One post: who holds it and held it, and what it owns."""
    rows = list(queries.listed(request.who).filter(owner=post))
    held = queries.holders({post}, request.today)
    context = {
        "post": post,
        "holders": presenters.held_by_words(post, held[post.pk]),
        "holdings": list(post.holdings.select_related("person").order_by("-from_on", "person__name")),
        "rows": [presenters.action_row(row, held, request.today) for row in rows],
        "manages": request.who.may_ever(P.OWNERS_MANAGE),
    }
    return render(request, "actions/owner.html", context)


def owner_new(request):
    """Adds a post that can own actions."""
    return form_page(
        request, OwnerForm, "actions/owner_new.html",
        save=lambda said: operations.add_owner_post(
            nation=queries.nation_for(request.who, P.OWNERS_MANAGE), by=request.person, now=request.now, **said
        ),
        done=lambda post: reverse("actions:owner", args=[post.pk]), said=_("The post is added."),
    )  # fmt: skip


def owner_end(request, post):
    """Ends a post that owned actions."""
    return form_page(
        request, HoldingEndForm, "actions/owner_end.html", context={"post": post},
        save=lambda said: operations.end_owner_post(post=post, on=said["to_on"], by=request.person, now=request.now),
        done=lambda _row: reverse("actions:owner", args=[post.pk]), said=_("The post has ended."),
    )  # fmt: skip


def holding_new(request, post):
    """Says who holds a post."""
    return form_page(
        request, HoldingForm, "actions/holding_new.html", context={"post": post}, people=staff_of_today(request.today),
        save=lambda said: operations.start_holding(post=post, by=request.person, now=request.now, **said),
        done=lambda _row: reverse("actions:owner", args=[post.pk]), said=_("Saved. What the post owns is theirs."),
    )  # fmt: skip


def holding_end(request, holding):
    """Ends the holding of a post."""
    return form_page(
        request, HoldingEndForm, "actions/holding_end.html", context={"holding": holding},
        save=lambda said: operations.end_holding(holding=holding, by=request.person, now=request.now, **said),
        done=lambda _row: reverse("actions:owner", args=[holding.post_id]), said=_("Saved."),
    )  # fmt: skip
