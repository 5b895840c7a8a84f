"""The pages of the assessment: the children side by side, victim status, one statement."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission
from goldenthread.casework.assessment import operations, presenters, queries
from goldenthread.casework.assessment.forms import ReviseForm, SourcesForm, StatementForm, VictimForm
from goldenthread.casework.cases.corrections import supersede_page
from goldenthread.casework.cases.presenters import frame
from goldenthread.casework.cases.queries import child_of
from goldenthread.drafts.pages import form_page


def _child(case, child_id):
    child = child_of(case, child_id)
    if child is None:
        raise Http404
    return child


def index(request, case):
    """What is written and what is missing, for each child apart."""
    context = frame(request, case, "assessment")
    victims, found = queries.victim_statuses(case), queries.sources(case)
    statements, parents = (
        list(queries.statements(case)),
        queries.victim_parents(context["people"], queries.harmed(case)),
    )
    context["children_sides"] = [
        presenters.side(
            case, child, today=request.today, victim=victims.get(child.pk),
            statements=statements, found=found, parents=parents,
        )
        for child in presenters.children_of(context["people"])
    ]  # fmt: skip
    context["writes"] = request.who.may_ever(Permission.ASSESSMENT_RECORD)
    return render(request, "assessment/index.html", context)


def victim_new(request, case, child_id):
    """Says whether a child is a victim under the Act; a new answer supersedes the old."""
    child = _child(case, child_id)
    return form_page(
        request, VictimForm, "assessment/victim_new.html", case=case,
        context={
            **frame(request, case, "assessment"),
            "child": child,
            "given": queries.answers_given(case, child),
            "standing": queries.victim_statuses(case).get(child.pk),
        },
        save=lambda said: operations.set_victim_status(
            case=case, child=child, by=request.person, now=request.now, **said
        ),
        done=lambda _row: reverse("assessment:index", args=[case.pk]),
        said=_("The answer is recorded."),
    )  # fmt: skip


def victim(request, victim):
    """One answer on whether a child is a victim."""
    context = {
        **frame(request, victim.case, "assessment", subject=victim),
        "victim": victim,
        "said": presenters.victim_said(victim),
        "child": victim.child,
    }
    return render(request, "assessment/victim.html", context)


def statement_new(request, case, child_id):
    """Writes a statement about a child and says, on the same page, what it rests on."""
    child, context = _child(case, child_id), frame(request, case, "assessment")
    people = context["people"]
    return form_page(
        request, StatementForm, "assessment/statement_new.html", case=case, context={**context, "child": child},
        parents=[row.member for row in people if queries.is_parent(row)],
        offered=presenters.offered(queries.sources(case), people),
        initial={name: request.GET.get(name, "") for name in ("kind", "point", "parent")},
        save=lambda said: operations.make_statement(
            case=case, child=child, earlier=queries.rows_of(said.pop("chosen")),
            by=request.person, now=request.now, **said,
        ),
        done=lambda row: reverse("assessment:statement", args=[row.pk]),
        said=_("The statement is written."),
    )  # fmt: skip


def statement(request, statement):
    """One statement, with what it rests on and what became of it."""
    context = {
        **frame(request, statement.case, "assessment", subject=statement),
        "statement": statement,
        "heading": presenters.heading(statement),
        "drawn": presenters.drawn_tag(len(queries.drawn_on(queries.sources(statement.case), statement.pk))),
        "writes": request.who.may_ever(Permission.ASSESSMENT_RECORD),
    }
    return render(request, "assessment/statement.html", context)


def statement_revise(request, statement):
    """Puts a new text in the place of a statement."""
    return form_page(
        request, ReviseForm, "assessment/statement_revise.html", case=statement.case,
        context={
            **frame(request, statement.case, "assessment", subject=statement),
            "statement": statement,
            "heading": presenters.heading(statement),
        },
        initial={"words": statement.words},
        save=lambda said: operations.revise_statement(
            statement=statement, by=request.person, now=request.now, **said
        ),
        done=lambda row: reverse("assessment:statement", args=[row.pk]),
        said=_("The statement is revised. The earlier text stands in the record."),
    )  # fmt: skip


def draw_on(request, statement):
    """Adds to what a statement rests on."""
    context = frame(request, statement.case, "assessment", subject=statement)
    new = [source for source in queries.sources(statement.case) if statement.pk not in source.drawn_by]
    return form_page(
        request, SourcesForm, "assessment/draw_on.html", case=statement.case,
        context={**context, "statement": statement, "heading": presenters.heading(statement)},
        offered=presenters.offered(new, context["people"]),
        save=lambda said: operations.draw_on(
            later=statement, earlier=queries.rows_of(said["chosen"]), by=request.person, now=request.now
        ),
        done=lambda row: reverse("assessment:statement", args=[row.pk]),
        said=_("The statement now rests on what you chose."),
    )  # fmt: skip


def statement_supersede(request, statement):
    """Supersedes a statement without another in its place."""
    there = reverse("assessment:statement", args=[statement.pk])
    return supersede_page(request, statement, current="assessment", what=statement.words, back=there)
