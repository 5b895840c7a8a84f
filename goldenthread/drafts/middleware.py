"""Nothing typed is lost: a form that could not be taken is set aside for the person it was made for."""

import functools

from django.contrib import messages
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from goldenthread.access.door import case_of_route, name_person
from goldenthread.access.queries import staff_of_today
from goldenthread.drafts.pages import OURS, forget_old, form_page, form_tokens, keep, made_for


class NothingTypedIsLost:
    """Gives every page its form tokens and `request.form_page`, and sets aside what came with an ended sign-in
    or a stale token. At a sign-in, what is too old is forgotten.

    The guard and the token check mark their answer with `not_taken`; nothing else brings a form here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.person is not None:
            request.form_tokens = form_tokens(request.person)
        # For the pages of areas that lie below this one.
        request.form_page = functools.partial(form_page, request)
        response = self.get_response(request)
        if getattr(response, "signed_in", False):
            forget_old(request.now)
        if request.method == "POST" and getattr(response, "not_taken", ""):
            self._set_aside(request)
        return response

    def _set_aside(self, request):
        person_id = made_for(request.POST.get("_kept_for", ""))
        person = staff_of_today(request.today).filter(pk=person_id).first() if person_id else None
        if person is None or not set(request.POST) - OURS:
            return
        name_person(person.pk)
        try:
            match = resolve(request.path)
        except Resolver404:
            return
        keep(person, request.path, request.POST, case_of_route(match), request.now, set_aside=True)
        # The page keeps while someone types, again and again; it says so itself.
        if request.POST.get("_draft") != "auto":
            messages.info(request, _("What you typed has been kept. Sign in as the same person to have it back."))
