"""Boards, members and their interests, meetings, agendas, papers, attendance, minutes, packs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.access.permissions import Permission, Scope
from goldenthread.access.sensitivity import sorted_fields
from goldenthread.access.trace import Trace
from goldenthread.actions.models import Action, choices, paired
from goldenthread.boards.rules import Attended, BoardKind, Capacity, ItemKind, MeetingState, MinuteKind
from goldenthread.kernel.ids import new_id
from goldenthread.kernel.refusal import N_
from goldenthread.people.models import Person
from goldenthread.people.rules import Nation


def on_board(column):
    """The scope of a member: boards on which they sit today. An ended term gives nothing."""

    def clause(held):
        today = Q(from_on__lte=held.today) & (Q(to_on__isnull=True) | Q(to_on__gte=held.today))
        return Q(Exists(Membership.objects.filter(today, board=OuterRef(column), person_id=held.person_id)))

    return clause


def of_board(prefix):
    """The standing of a thing that belongs to a board; `prefix` leads to the board, as in "meeting__board"."""
    return {
        Scope.OWN_BOARDS: on_board(f"{prefix}_id"),
        Scope.NATION: lambda held: Q(**{f"{prefix}__nation": held.nation}),
    }


class Board(models.Model):
    """A board or committee: its remit and the items that stand on each agenda."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=choices(BoardKind))
    nation = models.CharField(max_length=10, choices=choices(Nation))
    remit = models.TextField(max_length=4000)
    standing_items = ArrayField(models.CharField(max_length=16, choices=choices(ItemKind)), default=list)
    a_year = models.PositiveSmallIntegerField(default=4)
    set_up_on = models.DateField()
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ()
    standing = {Scope.OWN_BOARDS: on_board("pk"), Scope.NATION: lambda held: Q(nation=held.nation)}
    sensitivity = sorted_fields(
        narrative=["remit"],
        safe=["name", "kind", "nation", "standing_items", "a_year", "set_up_on", "ended_on", "version"],
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nation", "name"], name="boards_board_name")]


class Membership(models.Model):
    """That a person sits on a board, in what capacity, from when to when. Past members stay in the history."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=16, choices=choices(Capacity))
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    named_as = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("board", "person")
    standing = of_board("board")
    sensitivity = sorted_fields(quasi=["capacity", "named_as"], safe=["board", "from_on", "to_on", "version"])

    class Meta:
        indexes = [models.Index(fields=["person", "board"], name="boards_membership_person")]
        constraints = [
            models.CheckConstraint(
                name="boards_membership_dates", condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on"))
            ),
            models.UniqueConstraint(
                fields=["board", "person"], condition=Q(to_on__isnull=True), name="boards_membership_once"
            ),
        ]


class Interest(models.Model):
    """An interest that a member declared, or that there is none; for good or for one meeting."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="interests")
    meeting = models.ForeignKey("Meeting", null=True, on_delete=models.PROTECT, related_name="interests")
    none = models.BooleanField(default=False)
    words = models.TextField(max_length=2000, blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    case_id = None
    with_it = ("membership__person", "declared_by")
    standing = {}
    sensitivity = sorted_fields(narrative=["words"], safe=["membership", "meeting", "none"])


class Meeting(models.Model):
    """One meeting of a board."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=choices(MeetingState), default=MeetingState.PLANNED)
    papers_out_at = models.DateTimeField(null=True)
    papers_out_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    minuted_at = models.DateTimeField(null=True)
    minuted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("board", "papers_out_by", "minuted_by")
    standing = of_board("board")
    trace = Trace(N_("Meeting"), "board__name", "boards:meeting", at="starts_at", reads=Permission.BOARD_READ, ends="")
    sensitivity = sorted_fields(safe=["board", "starts_at", "place", "state", "version"])

    class Meta:
        indexes = [models.Index(fields=["board", "-starts_at"], name="boards_meeting_board")]
        constraints = [
            paired("boards_meeting_papers_out", "papers_out_at", "papers_out_by"),
            paired("boards_meeting_minuted", "minuted_at", "minuted_by"),
        ]


class AgendaItem(models.Model):
    """One item of an agenda. `lead`: who speaks to it, in words. One that was taken off stands in the history."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=choices(ItemKind))
    title = models.CharField(max_length=200)
    lead = models.CharField(max_length=160, blank=True)
    taken_off_at = models.DateTimeField(null=True)
    taken_off_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("meeting__board",)
    standing = of_board("meeting__board")
    sensitivity = sorted_fields(narrative=["title"], safe=["meeting", "number", "kind", "lead", "version"])

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                condition=Q(taken_off_at__isnull=True),
                name="boards_item_number",
            ),
            paired("boards_item_taken_off", "taken_off_at", "taken_off_by"),
        ]


def given(_held):
    """The clause of a pack that members may read: it stands under a paper that is out and meant for them, or under
    none while the papers of its meeting are out. A paper that is taken back, or is not for them, takes its pack with
    it. Until then it is governance's own."""
    laid = BoardPaper.objects.filter(pack=OuterRef("pk"))
    out = laid.filter(for_members=True, taken_back_at__isnull=True)
    with_papers = Q(meeting__isnull=False) & ~Q(meeting__state="PLANNED") & ~Q(Exists(laid))
    return with_papers | Q(Exists(out.exclude(item__meeting__state="PLANNED")))


class Pack(models.Model):
    """What a board is given for a meeting, frozen at its date: plain values and their fingerprint. Append-only.

    Each statement of `content` names the kind and identifier of what it rests on; the reader's trace leads on as far
    as they may see. `before` is last time's pack.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="packs")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="packs")
    as_at = models.DateField()
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    before = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="after")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    case_id = None
    opens_case = False
    with_it = ("board", "meeting", "made_by", "before")
    standing = {
        Scope.OWN_BOARDS: lambda held: on_board("board_id")(held) & given(held),
        Scope.NATION: lambda held: Q(board__nation=held.nation),
    }
    trace = Trace(N_("Board pack"), "board__name", "boards:pack", at="made_at", reads=Permission.BOARD_READ, ends="")
    sensitivity = sorted_fields(narrative=["content"], safe=["board", "meeting", "as_at", "fingerprint", "before"])


class BoardPaper(models.Model):
    """A paper for an item: its words, or a pack. Never changed once the papers are out; a better one replaces it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    words = models.TextField(max_length=20000, blank=True)
    asks = models.CharField(max_length=300, blank=True)
    pack = models.ForeignKey(Pack, null=True, on_delete=models.PROTECT, related_name="papers")
    for_members = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("item__meeting__board", "pack", "added_by", "taken_back_by")
    standing = {
        Scope.OWN_BOARDS: lambda held: (
            on_board("item__meeting__board_id")(held)
            & Q(for_members=True, taken_back_at__isnull=True)
            & ~Q(item__meeting__state="PLANNED")
        ),
        Scope.NATION: lambda held: Q(item__meeting__board__nation=held.nation),
    }
    trace = Trace(
        N_("Board paper"), "title", "boards:paper", at="added_at", reads=Permission.BOARD_READ, ends="taken_back_at"
    )
    sensitivity = sorted_fields(narrative=["title", "words", "asks"], safe=["item", "pack", "for_members", "version"])

    class Meta:
        constraints = [paired("boards_paper_taken_back", "taken_back_at", "taken_back_by")]


class Attendance(models.Model):
    """Whether a member was there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    attended = models.CharField(max_length=10, choices=choices(Attended))

    case_id = None
    with_it = ("membership__person",)
    standing = {}
    sensitivity = sorted_fields(safe=["meeting", "membership", "attended"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "membership"], name="boards_attendance_once")]


class Minute(models.Model):
    """What was said, decided, challenged or undertaken at an item. An undertaking is an action."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="minutes")
    kind = models.CharField(max_length=10, choices=choices(MinuteKind))
    words = models.TextField(max_length=4000)
    action = models.ForeignKey(Action, null=True, on_delete=models.PROTECT, related_name="minutes")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    case_id = None
    opens_case = False
    with_it = ("item__meeting__board", "action", "taken_by")
    standing = of_board("item__meeting__board")
    trace = Trace(N_("Minute"), "words", "boards:minute", at="taken_at", reads=Permission.BOARD_READ, ends="")
    sensitivity = sorted_fields(narrative=["words"], safe=["item", "kind", "action", "version"])

    class Meta:
        constraints = [
            models.CheckConstraint(name="boards_minute_action", condition=~Q(kind="ACTION") | Q(action__isnull=False))
        ]
