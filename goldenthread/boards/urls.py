from goldenthread.access.door import page
from goldenthread.access.permissions import Permission as P
from goldenthread.boards.models import AgendaItem, Board, BoardPaper, Meeting, Membership, Minute, Pack
from goldenthread.boards.views import boards, meetings, packs, papers

app_name = "boards"


def of(model):
    """A thing of a board, read by whoever may read the board."""
    return {"of": model, "reads": P.BOARD_READ}


BOARD, MEETING = "boards/<uuid:board_id>", "boards/meetings/<uuid:meeting_id>"
ITEM, PAPER, MINUTE = "boards/items/<uuid:item_id>", "boards/papers/<uuid:paper_id>", "boards/minutes/<uuid:minute_id>"
MEMBER = "boards/members/<uuid:membership_id>"
BOARDS = [
    page("boards", boards.index, needs=P.BOARD_READ),
    page("boards/new", boards.board_new, needs=P.BOARD_MANAGE),
    page(BOARD, boards.board, needs=P.BOARD_READ, **of(Board)),
    page(f"{BOARD}/edit", boards.board_edit, needs=P.BOARD_MANAGE, **of(Board)),
    page(f"{BOARD}/scrutiny", boards.scrutiny, needs=P.BOARD_READ, **of(Board)),
    page(f"{BOARD}/members/new", boards.member_new, needs=P.BOARD_MANAGE, **of(Board)),
    page(f"{MEMBER}/end", boards.term_end, needs=P.BOARD_MANAGE, **of(Membership)),
    page(f"{BOARD}/interests/new", boards.interest_new, needs=P.INTEREST_DECLARE, **of(Board)),
    page(f"{MEMBER}/interests/new", boards.interest_record, needs=P.BOARD_MANAGE, **of(Membership)),
    page(f"{BOARD}/meetings/new", meetings.meeting_new, needs=P.BOARD_MANAGE, **of(Board)),
    page(MEETING, meetings.meeting, needs=P.BOARD_READ, **of(Meeting)),
    page(f"{MEETING}/edit", meetings.meeting_edit, needs=P.BOARD_MANAGE, **of(Meeting)),
    page(f"{MEETING}/items/new", meetings.item_new, needs=P.BOARD_MANAGE, **of(Meeting)),
    page(f"{MEETING}/papers-out", meetings.papers_out, needs=P.BOARD_MANAGE, **of(Meeting)),
    page(f"{MEETING}/held", meetings.held, needs=P.BOARD_MANAGE, **of(Meeting)),
    page(f"{MEETING}/agree", meetings.minutes_agree, needs=P.BOARD_MANAGE, **of(Meeting)),
    page(f"{ITEM}/edit", meetings.item_edit, needs=P.BOARD_MANAGE, **of(AgendaItem)),
    page(f"{ITEM}/off", meetings.item_off, needs=P.BOARD_MANAGE, **of(AgendaItem)),
    page(f"{ITEM}/minutes/new", meetings.minute_new, needs=P.BOARD_MANAGE, **of(AgendaItem)),
    page(f"{ITEM}/papers/new", papers.paper_new, needs=P.BOARD_MANAGE, **of(AgendaItem)),
    page(PAPER, papers.paper, needs=P.BOARD_READ, **of(BoardPaper)),
    page(f"{PAPER}/edit", papers.paper_edit, needs=P.BOARD_MANAGE, **of(BoardPaper)),
    page(f"{PAPER}/take-back", papers.paper_take_back, needs=P.BOARD_MANAGE, **of(BoardPaper)),
    page(MINUTE, meetings.minute, needs=P.BOARD_READ, **of(Minute)),
    page(f"{MINUTE}/edit", meetings.minute_edit, needs=P.BOARD_MANAGE, **of(Minute)),
]
PACK = "boards/packs/<uuid:pack_id>"
PACKS = [
    page(f"{BOARD}/packs", packs.packs, needs=P.BOARD_READ, **of(Board)),
    page(f"{BOARD}/packs/new", packs.pack_new, needs=P.PACK_MAKE, **of(Board)),
    page(PACK, packs.pack, needs=P.BOARD_READ, **of(Pack)),
    page(f"{PACK}/word", packs.pack_word, needs=P.BOARD_READ, **of(Pack)),
    page(f"{PACK}/pdf", packs.pack_pdf, needs=P.BOARD_READ, **of(Pack)),
]
urlpatterns = [*BOARDS, *PACKS]
