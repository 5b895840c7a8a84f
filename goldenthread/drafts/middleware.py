"""Nothing typed is lost: a form that could not be taken is set aside for the person it was made for."""

from django.contrib import messages
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from goldenthread.access.door import case_of_route, name_person
from goldenthread.drafts.pages import OURS, form_tokens, keep, made_for
from goldenthread.people.models import Person


class NothingTypedIsLost:
    """Gives every page its form tokens, and sets aside what came with an ended sign-in or a stale token.

    The guard and the token check mark their answer with `not_taken`; nothing else brings a form here.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.person is not None:
            request.form_tokens = form_tokens(request.person)
        response = self.get_response(request)
        if request.method == "POST" and getattr(response, "not_taken", ""):
            self._set_aside(request)
        return response

    def _set_aside(self, request):
        person_id = made_for(request.POST.get("_kept_for", ""))
        person = Person.objects.filter(pk=person_id, left_on__isnull=True).first() if person_id else None
        if person is None or not set(request.POST) - OURS:
            return
        name_person(person.pk)
        try:
            match = resolve(request.path)
        except Resolver404:
            return
        keep(person, request.path, request.POST, case_of_route(match), request.now, set_aside=True)
        messages.info(request, _("What you typed has been kept. Sign in as the same person to have it back."))
