"""The pages of actions: the list, one action, and each step of its life."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.access.trace import trace
from goldenthread.actions import operations, presenters, queries
from goldenthread.actions.forms import (
    ActionForm,
    AskForm,
    ChangeForm,
    DoneForm,
    EffectForm,
    FilterForm,
    NoteForm,
    ReasonForm,
    RoundForm,
    SignForm,
)
from goldenthread.actions.rules import DueKind
from goldenthread.drafts.pages import form_page

ON_A_PAGE = 50


def index(request):
    """The actions that this person may read, by date."""
    form = FilterForm(
        data=request.GET or None, owners=queries.owner_posts(queries.nation_for(request.who, P.ACTION_READ))
    )
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = queries.narrowed(queries.listed(request.who), said, request.who, request.today)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    held = queries.holders({row.owner for row in page}, request.today)
    context = {
        "form": form,
        "page": page,
        "filtered": bool(said),
        "rows": [presenters.action_row(row, held, request.today) for row in page],
        "raises": request.who.may_ever(P.ACTION_RAISE),
        "sees_owners": request.who.may_ever(P.OWNERS_READ),
    }
    return render(request, "actions/index.html", context)


def raise_new(request):
    """Raises an action."""
    nation = queries.nation_for(request.who, P.ACTION_RAISE)
    return form_page(
        request, ActionForm, "actions/raise_new.html", owners=queries.owner_posts(nation),
        save=lambda said: operations.raise_action(nation=nation, by=request.person, now=request.now, **said),
        done=lambda row: reverse("actions:action", args=[row.pk]),
        said=_("The action is raised. Whoever holds the post sees it among their commitments."),
    )  # fmt: skip


def action(request, action):
    """One action: who, when, how it stands, what was noted, what it comes from and what came of it."""
    shares = queries.shares(action)
    held = queries.holders({action.owner, action.accountable, *shares}, request.today)
    context = {
        "action": action,
        "row": presenters.action_row(action, held, request.today),
        "source": presenters.source_of(action),
        "accountable": presenters.held_by_words(action.accountable, held[action.accountable_id]),
        "shares": [(post.name, presenters.held_by_words(post, held[post.pk])) for post in shares],
        "notes": [presenters.note_item(note) for note in queries.notes(action)],
        "effects": [presenters.effect_item(look) for look in queries.effects(action)],
        "repeated": action.due_kind == DueKind.REPEATED,
        "works": may(request.who, P.ACTION_WORK, action),
        "signs": may(request.who, P.ACTION_SIGN, action)
        and not queries.is_own_work(request.person, action, request.today),
        "manages": may(request.who, P.ACTION_MANAGE, action),
        "trace": trace(action, request.who),
    }
    return render(request, "actions/action.html", context)


def _step(request, action, form, template, *, save, said, **kwargs):
    """One step of an action's life: a form, an operation, and back to the action."""
    return form_page(
        request, form, template, context={"action": action}, **kwargs,
        save=lambda answers: save(action=action, by=request.person, now=request.now, **answers),
        done=lambda _row: reverse("actions:action", args=[action.pk]), said=said,
    )  # fmt: skip


def note_new(request, action):
    """Notes progress, an obstacle or evidence."""
    return _step(
        request, action, NoteForm, "actions/note_new.html", save=operations.note, said=_("Your note is saved.")
    )


def done(request, action):
    """Says that an action is done."""
    return _step(request, action, DoneForm, "actions/done.html", save=operations.say_done,
                 said=_("It waits for someone else to sign it off."))  # fmt: skip


def round_done(request, action):
    """Records a round of a repeated action."""
    return _step(request, action, RoundForm, "actions/round_done.html", save=operations.round_done,
                 said=_("The round is recorded."))  # fmt: skip


def ask(request, action):
    """Asks someone by name to sign an action off."""
    people = queries.who_can_sign(action, request.today)
    return _step(request, action, AskForm, "actions/ask.html", save=operations.ask_to_sign,
                 said=_("They find it among their commitments."), people=people)  # fmt: skip


def sign(request, action):
    """Signs an action off, or sends it back."""

    def decide(*, outcome, effect_due_on, **said):
        if outcome == "RETURN":
            return operations.return_it(**said)
        return operations.sign_off(effect_due_on=effect_due_on, **said)

    notes = [presenters.note_item(note) for note in queries.notes(action)]
    return form_page(
        request, SignForm, "actions/sign.html", context={"action": action, "notes": notes},
        save=lambda said: decide(action=action, by=request.person, now=request.now, **said),
        done=lambda _row: reverse("actions:action", args=[action.pk]), said=_("Your decision is recorded."),
    )  # fmt: skip


def effect(request, action):
    """Looks at the effect of a closed action."""
    return _step(request, action, EffectForm, "actions/effect.html", save=operations.look_at_effect,
                 said=_("What you found is recorded."))  # fmt: skip


def change(request, action):
    """Changes what an action says, who owns it and when it is due."""
    initial = {
        "title": action.title, "words": action.words, "owner": str(action.owner_id),
        "accountable": str(action.accountable_id), "due_words": action.due_words,
        "shares": [str(post.pk) for post in queries.shares(action)],
    }  # fmt: skip
    return _step(
        request, action, ChangeForm, "actions/change.html", save=operations.change_action, initial=initial,
        owners=queries.owner_posts(action.nation), said=_("The action is changed."),
    )  # fmt: skip


def drop(request, action):
    """Drops an action, with the reason."""
    return _step(
        request, action, ReasonForm, "actions/drop.html", save=operations.drop, said=_("The action is dropped.")
    )


def reopen(request, action):
    """Opens an ended action again."""
    return _step(
        request, action, ReasonForm, "actions/reopen.html", save=operations.reopen, said=_("The action is open again.")
    )
