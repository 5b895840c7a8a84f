"""The pages of enquiry: the list, one line, one contact."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.casework.cases.corrections import supersede_page
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.enquiry import operations, queries
from goldenthread.casework.enquiry.forms import CloseLineForm, ContactForm, LineForm
from goldenthread.casework.enquiry.presenters import contact_item, line_card
from goldenthread.casework.enquiry.rules import LINE, LineState
from goldenthread.drafts.pages import form_page


def index(request, case):
    """Every line of enquiry of a case, and its contact log."""
    context = {
        **frame(request, case, "enquiry"),
        "lines": [line_card(line) for line in queries.lines(case)],
        "contacts": [contact_item(contact) for contact in queries.contacts(case)],
    }
    return render(request, "enquiry/index.html", context)


def line_new(request, case):
    """Opens a line of enquiry."""
    context = frame(request, case, "enquiry")
    return form_page(
        request, LineForm, "enquiry/line_new.html", case=case, context=context, people=context["people"],
        save=lambda said: operations.open_line(case=case, by=request.person, now=request.now, **said),
        done=lambda line: reverse("enquiry:index", args=[case.pk]),
        said=_("The line of enquiry is open."),
    )  # fmt: skip


def line(request, line):
    """One line of enquiry, what bears on it and what became of it."""
    context = {
        **frame(request, line.case, "enquiry", subject=line),
        "line": line,
        "card": line_card(line),
        "steps": LINE.onward(line.state) if line.superseded_at is None else (),
    }
    return render(request, "enquiry/line.html", context)


def line_answer(request, line):
    """Answers a line of enquiry."""
    return _move(request, line, LineState.ANSWERED, _("What did we find out?"), _("Answer this line of enquiry"))


def line_set_down(request, line):
    """Sets a line of enquiry down without an answer."""
    label = _("Why is it set down without an answer?")
    return _move(request, line, LineState.SET_DOWN, label, _("Set this line of enquiry down"))


def line_reopen(request, line):
    """Opens a closed line of enquiry again."""
    return _move(request, line, LineState.OPEN, _("Why is it opened again?"), _("Open this line of enquiry again"))


def _move(request, line, to, label, title):
    return form_page(
        request, CloseLineForm, "enquiry/line_move.html", case=line.case,
        context={**frame(request, line.case, "enquiry", subject=line), "line": line, "title": title}, label=label,
        save=lambda said: operations.move_line(
            line=line, to=to, reason=said["closing"], by=request.person, now=request.now,
            expected_version=said.get("expected_version"),
        ),
        done=lambda moved: reverse("enquiry:line", args=[moved.pk]),
        said=_("Saved."),
    )  # fmt: skip


def contact_new(request, case):
    """Makes an entry in the contact log."""
    context = frame(request, case, "enquiry")
    return form_page(
        request, ContactForm, "enquiry/contact_new.html", case=case, context=context,
        people=context["people"], lines=list(queries.open_lines(case)),
        initial={"lines": request.GET.getlist("line")},
        save=lambda said: operations.log_contact(
            case=case, by=request.person, now=request.now, **{"lines": (), **said}
        ),
        done=lambda contact: reverse("enquiry:index", args=[case.pk]),
        said=_("The contact is in the log."),
    )  # fmt: skip


def contact(request, contact):
    """One entry of the contact log."""
    context = {
        **frame(request, contact.case, "enquiry", subject=contact),
        "contact": contact,
        "item": contact_item(contact),
    }
    return render(request, "enquiry/contact.html", context)


def contact_supersede(request, contact):
    """Supersedes an entry of the contact log."""
    there = reverse("enquiry:contact", args=[contact.pk])
    return supersede_page(request, contact, current="enquiry", what=contact.said or contact.agency, back=there)


def line_supersede(request, line):
    """Supersedes a line of enquiry."""
    there = reverse("enquiry:line", args=[line.pk])
    return supersede_page(request, line, current="enquiry", what=line.question, back=there)
