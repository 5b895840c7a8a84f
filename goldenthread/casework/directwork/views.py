"""The pages of direct work: the children side by side, one session, one wish."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission
from goldenthread.access.standing import may
from goldenthread.casework.cases.corrections import SupersedeForm, supersede_page
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.queries import child_of
from goldenthread.casework.cases.rules import SupersededWhy
from goldenthread.casework.directwork import operations, presenters, queries
from goldenthread.casework.directwork.forms import SessionForm, WishForm
from goldenthread.casework.enquiry.queries import open_lines
from goldenthread.drafts.pages import form_page


def index(request, case):
    """Every child of a case, side by side: what each said, and when each was heard."""
    context = frame(request, case, "directwork")
    sessions, wishes, today = list(queries.sessions(case)), list(queries.wishes(case)), request.today
    context["sides"] = [
        presenters.side(
            case,
            row.member,
            [session for session in sessions if session.child_id == row.member_id],
            [wish for wish in wishes if wish.child_id == row.member_id],
            today,
        )
        for row in context["people"]
        if presenters.is_child(row)
    ]
    return render(request, "directwork/index.html", context)


def session_new(request, case, child_id):
    """Records a session with one child."""
    child = child_of(case, child_id)
    if child is None:
        raise Http404
    return form_page(
        request, SessionForm, "directwork/session_new.html", case=case,
        context={**frame(request, case, "directwork"), "child": presenters.first_name(child)},
        lines=list(open_lines(case)), today=request.today, initial={"lines": request.GET.getlist("line")},
        save=lambda said: operations.record_session(
            case=case, child=child, by=request.person, now=request.now, **said
        ),
        done=lambda session: reverse("directwork:session", args=[session.pk]),
        said=_("The session is recorded."),
    )  # fmt: skip


def session(request, session):
    """One session: how the child was seen or why not, and what the child said."""
    context = frame(request, session.case, "directwork", subject=session)
    place_open = bool(session.place_words) and may(request.who, Permission.PROTECTED_CONTACT_READ, session)
    context |= {
        "session": session,
        "child": presenters.first_name(session.child),
        "rows": presenters.session_rows(session, place_open),
        "wishes": [presenters.wish_card(wish) for wish in queries.wishes_under(session)],
        "elsewhere": presenters.elsewhere(session, context["people"]) if _wrong_child(session) else (),
    }
    return render(request, "directwork/session.html", context)


def session_supersede(request, session):
    """Supersedes a session; recorded for the wrong child, its wishes go with it."""
    back = reverse("directwork:session", args=[session.pk])
    return form_page(
        request, SupersedeForm, "cases/supersede.html", case=session.case,
        context={
            **frame(request, session.case, "directwork"), "back_to": back,
            "what": _(
                "%(session)s\n\nIf it was recorded for the wrong child, the wishes under it are superseded too. "
                "Otherwise they stand."
            ) % {"session": presenters.in_short(session)},
        },
        save=lambda said: operations.supersede_session(session=session, by=request.person, now=request.now, **said),
        done=lambda _row: back,
        said=_("It is superseded. Both stand in the record."),
    )  # fmt: skip


def wish_new(request, session):
    """Records one wish under a session."""
    back = reverse("directwork:session", args=[session.pk])
    return form_page(
        request, WishForm, "directwork/wish_new.html", case=session.case,
        context={
            **frame(request, session.case, "directwork"), "session": session,
            "child": presenters.first_name(session.child), "back_to": back,
        },
        seen=session.seen, initial=_again(request, session),
        save=lambda said: operations.record_wish(session=session, by=request.person, now=request.now, **said),
        done=lambda _wish: back,
        said=_("The wish is recorded, word for word."),
    )  # fmt: skip


def _again(request, session):
    """The words of a wish that was recorded for the wrong child, to be recorded for the right one."""
    try:
        earlier = queries.superseded_wish(session.case, UUID(request.GET.get("from", "")))
    except ValueError:
        return None
    return {"words": earlier.words, "setting": earlier.setting} if earlier else None


def wish(request, wish):
    """One wish: the child's words, what the child asked about them, and what became of them."""
    context = frame(request, wish.case, "directwork", subject=wish)
    wrong = _wrong_child(wish)
    context |= {
        "wish": wish,
        "child": presenters.first_name(wish.child),
        "card": presenters.wish_card(wish),
        "rows": presenters.wish_rows(wish),
        "elsewhere": presenters.elsewhere(wish, context["people"], queries.sessions(wish.case)) if wrong else (),
    }
    return render(request, "directwork/wish.html", context)


def wish_supersede(request, wish):
    """Supersedes a wish."""
    there = reverse("directwork:wish", args=[wish.pk])
    return supersede_page(request, wish, current="directwork", what=wish.words, back=there)


def _wrong_child(record):
    return record.superseded_why == SupersededWhy.WRONG_CHILD
