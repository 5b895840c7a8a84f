"""The template manager: the list, one version with its preview, a new version, in force, retired, the known fields."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.documents import operations, presenters, queries
from goldenthread.documents.forms import InForceForm, RetireForm, TemplateForm
from goldenthread.documents.rules import MEDIA_TYPES, SLOTS, TEMPLATE_LIFE, TEMPLATE_USES, FileKind, TemplateUse
from goldenthread.drafts.pages import form_page


def templates(request):
    """Every template by use, nation and language, with the version in force."""
    slots = [presenters.slot_card(slot) for slot in queries.slots(request.who)]
    manages = request.who.may_ever(P.TEMPLATE_MANAGE)
    return render(request, "documents/templates.html", {"slots": slots, "manages": manages})


def fields(request):
    """What a template may hold: each field, how it is written and what it holds."""
    uses = [{"title": _(TEMPLATE_USES[use]), "fields": presenters.listed(use)} for use in TemplateUse]
    return render(request, "documents/fields.html", {"uses": uses})


def template(request, template):
    """One version: what it is, the fields that nothing fills, and how it looks with made-up content."""
    steps = TEMPLATE_LIFE.onward(template.state) if may(request.who, P.TEMPLATE_MANAGE, template) else ()
    context = {
        "template": template,
        "of_what": presenters.of_what(template.use, template.nation, template.language),
        "state": presenters.state_tag(template),
        "unknown": presenters.unknown_rows(template),
        "tried": presenters.tried(template),
        "steps": [step.target for step in steps],
    }
    return render(request, "documents/template.html", context)


def template_file(request, template):
    """The Word file of a version as it was added."""
    return _word(bytes(template.body), f"template-{template.nation.lower()}-{template.language}-{template.number}")


def template_example(request, template):
    """A version filled with made-up content, as a Word file."""
    made = presenters.example(template.use, template.language, bytes(template.body))
    return _word(made, f"example-{template.nation.lower()}-{template.language}-{template.number}")


def shipped_file(request):
    """The template that ships with the product, to begin one's own from."""
    given = tuple(request.GET.get(name, "") for name in ("use", "nation", "language"))
    asked = given if any(given) else SLOTS[0]
    body = queries.shipped(*asked) if asked in SLOTS else b""
    if not body:
        raise Http404
    return _word(body, f"template-{asked[1].lower()}-{asked[2]}-shipped")


def template_new(request):
    """Adds a version of a template."""
    return form_page(
        request, TemplateForm, "documents/template_new.html",
        nations=queries.nations_of(request.who, P.TEMPLATE_MANAGE),
        initial={name: request.GET[name] for name in ("nation", "language") if name in request.GET},
        save=lambda said: operations.add_template(by=request.person, now=request.now, **said),
        done=lambda row: reverse("documents:template", args=[row.pk]),
        said=_("The version is kept. It is not used yet: look at it, and put it in force."),
    )  # fmt: skip


def template_in_force(request, template):
    """Puts a version in force."""
    before = queries.in_force(template.use, template.nation, template.language)
    return form_page(
        request, InForceForm, "documents/template_in_force.html", context=_about(template) | {"before": before},
        save=lambda said: operations.put_in_force(template=template, by=request.person, now=request.now),
        done=lambda row: reverse("documents:template", args=[row.pk]),
        said=_("This version is in force."),
    )  # fmt: skip


def template_retire(request, template):
    """Takes a version out of use."""
    return form_page(
        request, RetireForm, "documents/template_retire.html", context=_about(template),
        save=lambda said: operations.retire(
            template=template, reason=said["reason"], by=request.person, now=request.now
        ),
        done=lambda row: reverse("documents:template", args=[row.pk]),
        said=_("This version is no longer used."),
    )  # fmt: skip


def _about(template):
    what = presenters.of_what(template.use, template.nation, template.language)
    return {"template": template, "of_what": what, "state": template.state}


def _word(body, name):
    answer = HttpResponse(body, content_type=MEDIA_TYPES[FileKind.DOCX])
    answer["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
