"""One page with one form, from the first look to the redirect. Most task pages are one call of `form_page`.

def new(request, case):
    return form_page(
        request, LineForm, "enquiry/new.html", case=case, context=frame(request, case, "enquiry"),
        save=lambda said: operations.open_line(case=case, by=request.person, now=request.now, **said),
        done=lambda line: reverse("enquiry:index", args=[case.pk]),
    )
"""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.db import connection, transaction
from django.forms.utils import ErrorDict
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from goldenthread.drafts.models import Draft, Once
from goldenthread.kernel.ids import new_id
from goldenthread.kernel.refusal import Refused
from goldenthread.kernel.text import clean

# Names that a form carries for the page itself and that are never part of what was typed.
OURS = frozenset({"csrfmiddlewaretoken", "_once", "_kept_for", "_draft", "expected_version"})
TYPED_LIMIT = 200_000


def form_page(
    request,
    form_class,
    template,
    *,
    save,
    done,
    case=None,
    context=None,
    initial=None,
    said="",
    **form_kwargs,
) -> HttpResponse:
    """Shows a form, keeps what is typed, takes it once, and says what was refused.

    `save(cleaned)` calls one operation and returns its result; a `Refused` becomes an error on the form.
    `done(result)` is where to go. `said` is the message shown there. `case` puts the draft behind the wall.
    `context` is what the template needs besides `form`. `form_kwargs` go to the form.
    """
    draft = None
    if request.method == "POST":
        if "_draft" in request.POST:
            return _keep(request, case)
        form = form_class(data=request.POST, files=request.FILES or None, **form_kwargs)
        answer = _take(request, form, save, done, said)
        if answer is not None:
            return answer
    else:
        draft = Draft.objects.filter(person=request.person, path=request.path).first()
        form = (
            form_class(initial=initial, **form_kwargs)
            if draft is None
            else _given_back(form_class, draft, initial, form_kwargs)
        )
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {**(context or {}), "form": form, "draft": draft}, status=status)


def _take(request, form, save, done, said):
    """The redirect when the form was taken (now or before), or None when it has to be shown again."""
    key = _once_key(request)
    taken, new = Once.objects.get_or_create(key=key, defaults={"person": request.person, "taken_at": request.now})
    if taken.person_id != request.person.pk:
        # Not a key of ours: taken from another person's page. Theirs is left as it is.
        key = Once.objects.create(key=new_id(), person=request.person, taken_at=request.now).pk
    elif not new and taken.landed_on:
        messages.info(request, _("This was already saved. It has not been saved twice."))
        return HttpResponseRedirect(taken.landed_on)
    if form.is_valid():
        try:
            with transaction.atomic():
                result = save(_with_version(request, form.cleaned_data))
        except Refused as refusal:
            _show_refusal(form, refusal)
        else:
            where = done(result)
            Once.objects.filter(key=key).update(landed_on=where)
            Draft.objects.filter(person=request.person, path=request.path).delete()
            if said:
                messages.success(request, said)
            return HttpResponseRedirect(where)
    Once.objects.filter(key=key).delete()
    return None


def _once_key(request):
    try:
        return UUID(request.POST.get("_once", ""))
    except ValueError:
        return new_id()


def _with_version(request, cleaned):
    version = request.POST.get("expected_version", "")
    # No version has ten digits: such a number is no page's of ours.
    said = version.isascii() and version.isdecimal() and len(version) < 10
    return {**cleaned, "expected_version": int(version)} if said else cleaned


def _show_refusal(form, refusal):
    form.refuse(refusal)
    if refusal.theirs:
        # Pressing save again is then a decision made with both texts in view.
        form.expected_version = refusal.theirs["version"]
        both = [
            (form.fields[name], _in_words(form.fields[name], form[name].value()), _in_words(form.fields[name], value))
            for name, value in refusal.theirs["fields"].items()
            if name in form.fields
        ]
        form.theirs = [(field.label, mine, theirs) for field, mine, theirs in both if mine != theirs]


def _in_words(field, value) -> str:
    """An answer as a person reads it: a choice by what it says, several boxes as one text."""
    if hasattr(field.widget, "boxes"):
        return " ".join(part for part in field.widget.boxes(value).values() if part)
    if value is None:
        return ""
    if hasattr(field, "choices"):
        said = {str(code): str(text) for code, text in field.choices}
        chosen = value if isinstance(value, (list, tuple)) else [value]
        return ", ".join(said.get(str(getattr(one, "pk", one)), str(getattr(one, "name", one))) for one in chosen)
    return str(value)


def _keep(request, case):
    keep(request.person, request.path, request.POST, case.pk if case else None, request.now)
    if request.POST["_draft"] == "auto":
        return JsonResponse({"saved_at": request.now.astimezone(settings.LOCAL_ZONE).strftime("%H:%M")})
    messages.success(request, _("What you typed is kept. You will find it here when you come back."))
    return HttpResponseRedirect(request.path)


def keep(person, path, post, case_id, now, *, set_aside=False) -> None:
    """Keeps what was typed on a page, over what was kept there before. Too long: cut at the limit, never lost
    altogether."""
    fields = {name: [clean(value)[:TYPED_LIMIT] for value in post.getlist(name)] for name in post if name not in OURS}
    Draft.objects.update_or_create(
        person=person,
        path=path,
        defaults={"fields": fields, "case_id": case_id, "saved_at": now, "set_aside": set_aside},
    )


def _given_back(form_class, draft, initial, form_kwargs):
    """The form with what was typed in it, and no complaint yet about what is missing."""
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, values)
    form = form_class(data=data, initial=initial, **form_kwargs)
    form._errors = ErrorDict()  # bound, and not judged until it is sent
    form.set_aside = draft.set_aside
    return form


def forget_old(now) -> int:
    """Purges drafts and taken keys older than the settings allow; returns how many drafts went."""
    Once.objects.filter(taken_at__lt=now - dt.timedelta(days=2)).delete()
    old = now - dt.timedelta(days=settings.DRAFT_DAYS)
    return Draft.objects.filter(saved_at__lt=old).delete()[0]


def forget_everyones_old(now) -> int:
    """As `forget_old`, for every person, leavers too. Under the worker's role alone (see migration 0003)."""
    Once.objects.filter(taken_at__lt=now - dt.timedelta(days=2)).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT gt_forget_drafts(%s)", [now - dt.timedelta(days=settings.DRAFT_DAYS)])
        return cursor.fetchone()[0]


# Who a form was made for, so that it can be set aside for that person when the sign-in has ended meanwhile.
_SALT = "drafts.kept-for"


def form_tokens(person) -> dict[str, str]:
    """The hidden fields of every form: a key by which it is taken once, and whom it was made for."""
    return {"_once": str(new_id()), "_kept_for": signing.dumps(str(person.pk), salt=_SALT)}


def made_for(token: str) -> UUID | None:
    """The person that a form was made for, from its signed token; None when forged or older than a day."""
    try:
        return UUID(signing.loads(token, salt=_SALT, max_age=dt.timedelta(days=1)))
    except signing.BadSignature:
        return None
