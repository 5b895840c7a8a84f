"""The pages of packs: those of a board, making one, one as a page, as a Word file and as a PDF."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goldenthread.access.permissions import Permission as P
from goldenthread.access.standing import may
from goldenthread.access.trace import trace
from goldenthread.boards import drawing
from goldenthread.boards.forms.packs import NO_MEETING, PackForm
from goldenthread.boards.operations import packs as operations
from goldenthread.boards.presenters import packs as presenters
from goldenthread.boards.queries import packs as queries
from goldenthread.documents import pdf
from goldenthread.documents.rules import MEDIA_TYPES, FileKind
from goldenthread.drafts.pages import form_page
from goldenthread.kernel.refusal import Refused


def packs(request, board):
    """The packs of a board, newest first."""
    context = {
        "board": board,
        "rows": [presenters.pack_row(row) for row in queries.packs(board, request.who)],
        "makes": may(request.who, P.PACK_MAKE, board),
    }
    return render(request, "boards/packs.html", context)


def pack_new(request, board):
    """Makes a pack as things stand now."""
    meetings = list(queries.meetings_to_come(board))
    return form_page(
        request, PackForm, "boards/pack_new.html", context={"board": board}, meetings=meetings,
        initial={"meeting": request.GET.get("meeting") or (str(meetings[0].pk) if meetings else NO_MEETING)},
        save=lambda said: operations.make_pack(board=board, by=request.person, now=request.now, **said),
        done=lambda row: reverse("boards:pack", args=[row.pk]),
        said=_("The pack is made. It does not change any more."),
    )  # fmt: skip


def pack(request, pack):
    """One pack: what the board is given, each statement leading to what it rests on as far as this reader may see."""
    seen = queries.followed(request.who, pack.content)
    context = {
        "pack": pack,
        "document": presenters.document(pack.content, seen),
        "no_pdf": pdf.why_not(),
        "trace": trace(pack, request.who),
    }
    return render(request, "boards/pack.html", context)


def pack_word(request, pack):
    """Takes it out as a Word file. By POST alone: who takes it is recorded."""
    return _taken(request, pack, FileKind.DOCX, drawing.word_copy)


def pack_pdf(request, pack):
    """Takes it out as a PDF. By POST alone: who takes it is recorded."""
    return _taken(request, pack, FileKind.PDF, drawing.pdf_copy)


def _taken(request, pack, kind, draw):
    there = HttpResponseRedirect(reverse("boards:pack", args=[pack.pk]))
    if request.method != "POST":
        return there
    try:
        drawn = draw(presenters.document(pack.content), pack.content, post=request.who.post_names,
                     language=get_language())  # fmt: skip
        data = operations.take_pack(pack=pack, file_kind=kind, data=drawn, by=request.person, now=request.now)
    except Refused as refusal:
        messages.error(request, refusal.said(_))
        return there
    answer = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{presenters.file_name(pack, kind.lower())}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return answer
