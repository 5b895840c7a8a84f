"""Lines of a plan out of a spreadsheet: read as people draw tables, shown before anything is saved, taken once."""

import contextlib
import html
import json
import re

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.actions.models import Action
from goldenthread.documents.rules import FileKind
from goldenthread.improvement.grids import Grid
from goldenthread.improvement.models import KnowBy, Plan, PlanLine
from goldenthread.improvement.operations.importing import judge, take_rows
from goldenthread.improvement.operations.plans import end_plan, publish, rest_priority_on, take_line_out
from goldenthread.improvement.sheets import MOST_ROWS, bullets, read_file, read_grid, table_of
from goldenthread.kernel.refusal import Refused
from goldenthread.learning.operations import send_out, write_point
from goldenthread.thread.models import Event, Link
from tests.unit.actions.given import post
from tests.unit.improvement.given import line, plan
from tests.unit.improvement.sheets import Day, boxed, csv_of, ods_of, xlsx_of
from tests.unit.learning.test_log import typed

HEADINGS = [
    "Ref", "Priority", "What will we do?", "How will we do it?", "Who will do it?", "When will we do it by?",
    "How will we know that we have done it?",
]  # fmt: skip
FAR = '<row r="1048576"><c r="XFD1048576" s="1">{}</c></row>'
ONE = ["1.1", "Hear every child", "See each child alone", "At school", "Policy team", "30 June 2026", "An audit"]


def row(**over):
    """A good row, with something else in it."""
    names = ("ref", "priority", "title", "words", "who", "due", "know")
    return [over.get(name, value) for name, value in zip(names, ONE, strict=True)]


def told(*rows, headings=HEADINGS):
    """The table in a CSV with these rows."""
    return read_file(FileKind.CSV, csv_of([headings, *rows]), ["Hear every child"])


@pytest.fixture
def made(cast):
    """A plan with one priority, and posts."""
    post(cast, "Policy team", cast.central)
    post(cast, "Service managers", roles=["SERVICE_MANAGER"])
    post(cast, "Service managers and practice supervisors", roles=["SERVICE_MANAGER", "PRACTICE_SUPERVISOR"])
    post(cast, "Assistant directors", roles=["ASSISTANT_DIRECTOR"])
    return plan(cast)


def judged(made, *rows, **kwargs):
    return judge(plan=made, table=told(*rows), **kwargs)


def codes(one):
    return {refused.code for refused in one.why}


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────


def test_merged_cells_two_rows_of_headings_and_days_in_a_workbook():
    data = xlsx_of(
        [
            ["Learning and Improvement Plan", "", "", "", "", "", ""], ["", "", "Action", "", "People", "", ""],
            HEADINGS,
            row(due=Day(46203)), ["", "", "Ask each child", "", "", 46203, ""], ["", "", "", "", "", "", ""], HEADINGS,
            row(ref="1.2", title="Look again", due="Aug 2026"),
        ],
        merged=["A1:G1", "A4:A5", "B4:B5", "C4:C4", "E4:E5"],
    )  # fmt: skip
    table = read_file(FileKind.XLSX, data)
    first, second, third = table.rows
    assert [told.due for told in table.rows] == ["30 June 2026", "30 June 2026", "Aug 2026"]
    assert (second.ref, second.ref_of, second.priority, second.who) == ("1.1", 4, first.priority, "Policy team")
    assert second.words == ""
    assert third.row == 8
    assert [(one.row, one.why) for one in table.passed] == [(1, "ABOVE"), (2, "ABOVE"), (6, "EMPTY"), (7, "HEADINGS")]


def test_the_lines_own_words_are_never_taken_from_a_merged_cell():
    data = xlsx_of([HEADINGS, row(), ["1.2", "", "", "", "Policy team", "Jul 2026", ""]], merged=["C2:C3", "B2:B3"])
    assert read_file(FileKind.XLSX, data).rows[1].title == ""


def test_an_open_document_sheet_with_merged_cells():
    data = ods_of(
        [HEADINGS, row(), ["", "", "Ask each child", "", "Policy team", "Aug 2026", ""]], {(1, 0): 2, (1, 1): 2}
    )
    first, second = read_file(FileKind.ODS, data).rows
    assert (second.ref, second.ref_of, second.priority) == ("1.1", 2, first.priority)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_as_programs_write_it(delimiter, code):
    data = csv_of([HEADINGS, row(title="Hear the child’s words, each time; alone")], delimiter, code)
    assert read_file(FileKind.CSV, data).rows[0].title == "Hear the child’s words, each time; alone"


def test_the_first_sheet_with_headings_is_read_and_named():
    data = xlsx_of([HEADINGS, row()], before=[("Notes", [["Read me first"], ["Nothing here"]])])
    assert read_file(FileKind.XLSX, data).name == "Plan"


@pytest.mark.parametrize("begins", ["=", "+", "-", "@"])
def test_what_a_cell_begins_with_is_text(begins):
    said = f"{begins}SUM(A1:A9)"
    assert told(row(title=said)).rows[0].title == said
    assert read_file(FileKind.XLSX, xlsx_of([HEADINGS, row(title=said)])).rows[0].title == said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("• See each child\n• Ask each child", ["See each child", "Ask each child"]),
        ("We will:\n1. see them\n2. ask\nand listen", ["We will: see them", "We will: ask and listen"]),
        ("- see them\n- ask them", ["see them", "ask them"]),
        ("See each child\nalone", ["See each child alone"]),
        ("- 5 fewer complaints", ["- 5 fewer complaints"]),
        ("•  See each child", ["See each child"]),
    ],
)  # fmt: skip
def test_bullets(cell, said):
    assert bullets(cell) == said


def test_several_bullets_become_several_lines_with_the_owner_and_date():
    rows = told(row(title="• See each child\n• Ask each child", know="• An audit\n• A survey")).rows
    assert [(one.title, one.who, one.due, one.know) for one in rows] == [
        ("See each child", "Policy team", "30 June 2026", "An audit"),
        ("Ask each child", "Policy team", "30 June 2026", "A survey"),
    ]


def test_where_what_is_the_priority_each_how_is_a_line():
    headings = ["Ref", "What will we do?", "How will we do it?", "Who will do it?", "When will we do it by?"]
    table = told(
        ["1.", "Hear every child. From an audit", "• See each child\n• Ask each child", "Policy team", "Aug 2026"],
        ["", "", "• Write it down", "Policy team", "Dec 2026"],
        headings=headings,
    )  # fmt: skip
    assert table.what_is_priority
    assert [one.title for one in table.rows] == ["See each child", "Ask each child", "Write it down"]
    assert {one.priority.split("\n")[0] for one in table.rows} == {"Hear every child. From an audit"}


def test_a_row_that_names_a_priority_is_a_heading_for_those_under_it():
    table = told(["Priority 1: Hear every child"], row(priority=""), headings=HEADINGS)
    assert table.passed[0].why == "BAND"
    assert table.rows[0].priority == "Priority 1: Hear every child"


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        (FileKind.CSV, csv_of([["Name", "Age"], ["x", "3"]]), "NO_HEADINGS"),
        (FileKind.CSV, csv_of([[""]] * 20 + [HEADINGS, ONE]), "NO_HEADINGS"),
        (FileKind.CSV, csv_of([HEADINGS]), "NO_ROWS"),
        (FileKind.CSV, csv_of([HEADINGS, *[row(ref=str(n)) for n in range(MOST_ROWS + 1)]]), "TOO_MANY_ROWS"),
        (FileKind.XLSX, xlsx_of([HEADINGS, ONE], extra=FAR.format("<v>1</v>")), "TOO_WIDE"),
        (FileKind.XLSX, boxed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}), "BROKEN_FILE|NO_HEAD"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(kind, data, code):
    with pytest.raises(Refused, match=code):
        read_file(kind, data)


def test_a_cell_with_a_look_and_nothing_in_it_does_not_make_a_sheet_wide():
    data = xlsx_of([HEADINGS, ONE], extra=FAR.format(""))
    assert len(read_file(FileKind.XLSX, data).rows) == 1


WORDS = st.one_of(st.text(max_size=12), st.sampled_from([*HEADINGS, "Priority 1", "• a\n• b", "45000", "1."]))


@given(st.lists(st.lists(WORDS, max_size=9), max_size=12))
def test_any_table_of_text_is_read(cells):
    table = read_grid(Grid("", cells), ["Hear every child"])
    assert table_of(json.loads(json.dumps(table.plain()))) == table
    assert all(one.row <= len(cells) for one in [*table.rows, *table.passed])


@given(st.lists(st.lists(WORDS, min_size=7, max_size=7), max_size=8))
def test_any_rows_under_headings_each_have_a_fate(cells):
    table = read_grid(Grid("", [HEADINGS, *cells]), [])
    rows = {one.row for one in table.rows} | {one.row for one in table.passed}
    said = [n for n, row in enumerate([HEADINGS, *cells], 1) if n > 1 and any(row)]
    # What stands above headings that are chosen further down counts among what was passed over.
    assert rows >= set(said) - {table.heading}


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    for kind in (FileKind.CSV, FileKind.XLSX, FileKind.ODS):
        with contextlib.suppress(Refused):
            read_file(kind, data)


# ── What becomes of each row ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("over", "code", "words"),
    [
        ({"title": ""}, "NO_TITLE", "does not say what"),
        ({"due": ""}, "NO_DATE", "by when"),
        ({"due": "one fine day"}, "DUE_UNREAD", "one fine day"),
        ({"due": "30/06/26"}, "DUE_UNREAD", "30 June 2026"),
        ({"who": ""}, "NO_OWNER", "who will do it"),
        ({"who": "Polcy tem"}, "UNKNOWN_POST", "The nearest are: Policy team"),
        ({"who": "Zzzz"}, "UNKNOWN_POST_NONE", "Add the post first"),
        ({"who": "Policy team; accountable to the Queen of Hearts"}, "UNKNOWN_POST", "Queen of Hearts"),
        ({"priority": "Bake bread"}, "OTHER_PRIORITY", "Bake bread"),
        ({"priority": ""}, "NO_PRIORITY", "under which priority"),
        ({"words": "x" * 4001}, "TOO_LONG", "4000"),
    ],
)
def test_a_row_is_refused_with_the_reason_in_words(made, over, code, words):
    [one] = judged(made, row(**over))
    assert one.fate == "REFUSED"
    assert any(refused.code.startswith(code) and words in refused.said() for refused in one.why)


def test_a_row_says_everything_that_is_wrong_with_it(made):
    [one] = judged(made, row(priority="", who="", due=""))
    assert codes(one) == {"NO_PRIORITY", "NO_OWNER", "NO_DATE"}


def test_a_reference_twice_says_which_row_has_it_too(made):
    first, second = judged(made, row(), row(title="Another thing"))
    assert "row 3" in first.why[0].said()
    assert "row 2" in second.why[0].said()
    first, second = judged(made, row(ref=""), row(ref=""))
    assert codes(first) == codes(second) == {"SAME_WORDS"}


def test_the_first_post_owns_and_others_share_and_one_accounts(made):
    who = "Policy team, service manager and practice supervisors & the Moon (accountable to Assistant Directors)"
    [one] = judged(made, row(who=who))
    assert one.fate == "NEW"
    assert (one.owner.name, one.accountable.name) == ("Policy team", "Assistant directors")
    assert [share.name for share in one.shares] == ["Service managers and practice supervisors"]
    assert ("UNKNOWN_TOO", "the Moon") in one.notes


def test_a_priority_is_known_by_its_title_or_its_number_and_one_may_be_given(made):
    for said in ("Hear every child", "1", "1.", "Priority 1", "priority 1: hear EVERY child", "1. Hear every child"):
        assert judged(made, row(priority=said))[0].fate == "NEW", said
    assert judged(made, row(priority="2"))[0].fate == "REFUSED"
    assert judged(made, row(priority=""), otherwise=made.priorities.get())[0].fate == "NEW"


def test_what_is_there_is_the_same_or_differs_and_is_never_changed(cast, made):
    take_rows(plan=made, table=told(row()), by=cast.improver, now=cast.now)
    assert [one.fate for one in judged(made, row())] == ["SAME"]
    [one] = judged(made, row(due="Dec 2026", who="Service managers", know="A survey"))
    assert one.fate == "DIFFERS"
    assert {code for code, _sheet, _line in one.differs} == {"DUE", "OWNER", "KNOW"}
    [one] = judged(made, row(who="Policy team; accountable to assistant directors"))
    assert one.differs == (("ACCOUNTABLE", "Assistant directors", "Policy team"),)
    with pytest.raises(Refused, match="NOTHING_NEW"):
        take_rows(plan=made, table=told(row(due="Dec 2026")), by=cast.improver, now=cast.now)
    assert PlanLine.objects.get().action.due_words == "30 June 2026"
    # Without its reference it is known by its words.
    assert [one.fate for one in judged(made, row(ref=""))] == ["SAME"]


def test_a_reference_of_a_line_that_was_taken_out_is_not_used_again(cast, made):
    [row_made], _judged = take_rows(plan=made, table=told(row()), by=cast.improver, now=cast.now)
    take_line_out(line=row_made, by=cast.improver, now=cast.now)
    assert codes(judged(made, row())[0]) == {"WAS_TAKEN_OUT"}


def test_bullets_and_long_words_are_taken_whole(cast, made):
    long = "See each child " + "again and " * 40 + "again"
    made_now, _judged = take_rows(
        plan=made, table=told(row(title="• See each child\n• Ask each child"), row(ref="1.2", title=long)),
        by=cast.improver, now=cast.now,
    )  # fmt: skip
    assert [one.key for one in made_now] == ["1-1-1", "1-1-2", "1-2"]
    assert long in made_now[2].action.words
    assert len(made_now[2].action.title) <= 300
    assert KnowBy.objects.filter(tie="NOT_YET").count() == 2
    assert [one.fate for one in judged(made, row(title="• See each child\n• Ask each child"))] == ["SAME", "SAME"]


def test_what_is_taken_is_recorded_and_an_ended_plan_takes_nothing(cast, made):
    take_rows(plan=made, table=told(row(), row(ref="1.2", title="Another", who="")), by=cast.improver, now=cast.now)
    facts = Event.objects.get(verb="PLAN_IMPORTED").facts
    assert facts["lines"] == 1
    assert set(facts) == {"lines", "hash"}
    assert Action.objects.get().source == "PLAN"
    publish(plan=made, by=cast.improver, now=cast.now)
    end_plan(plan=made, reason="Done with.", by=cast.improver, now=cast.now)
    with pytest.raises(Refused, match="ENDED"):
        take_rows(plan=made, table=told(row(ref="9")), by=cast.improver, now=cast.now)


# ── The pages ────────────────────────────────────────────────────────────────────────────────────────


def at(made, step="import_new"):
    return reverse(f"improvement:{step}", args=[made.pk])


def send(page, made, rows, name="plan.csv", data=None, **more):
    file = SimpleUploadedFile(name, data if data is not None else csv_of([HEADINGS, *rows]))
    return page.post(at(made), {"file": file, **more})


def carried(answer):
    [field] = re.findall(r'<input[^>]*name="read"[^>]*>', said_by(answer))
    return html.unescape(re.search(r'value="([^"]+)"', field)[1])


def said_by(answer):
    return answer.content.decode()


def test_nothing_is_saved_until_the_rows_are_taken_and_twice_takes_once(cast, made):
    page = cast.client(cast.improver)
    assert at(made) in said_by(page.get(reverse("improvement:plan", args=[made.pk])))
    answer = send(page, made, [row(), row(ref="1.2", title="Another", who="Nobody at all")])
    assert answer.status_code == 200
    assert "Nothing has been saved yet" in said_by(answer)
    assert "“Nobody at all” is not among the posts" in said_by(answer)
    assert not PlanLine.objects.exists()
    key = re.search(r'name="_once" value="([^"]+)"', said_by(answer))[1]
    sent = {"read": carried(answer), "_once": key}
    assert f'action="{at(made, "import_take")}"' in said_by(answer)
    first = page.post(at(made, "import_take"), sent, follow=True)
    assert "1 line is added." in said_by(first)
    assert "Row 3: “Nobody at all” is not among the posts" in said_by(first)
    again = page.post(at(made, "import_take"), sent, follow=True)
    assert "already saved" in said_by(again)
    assert PlanLine.objects.count() == 1


def test_what_was_read_is_for_this_person_this_plan_and_this_hour(cast, made, monkeypatch):
    page = cast.client(cast.improver)
    token = carried(send(page, made, [row()]))
    there = at(made, "import_take")
    other = Plan.objects.create(key="other", title="Other", nation="ENGLAND", owner=made.owner, made_at=cast.now,
                                made_by=cast.improver)  # fmt: skip
    assert page.post(at(other, "import_take"), {"read": token}).status_code == 422
    assert page.post(there, {"read": token[:-2] + "xx"}).status_code == 422
    assert page.post(there, {}).status_code == 422
    told_of_other = signing.dumps({**signing.loads(token, salt="improvement.import"), "person": str(cast.amira.pk)},
                                  salt="improvement.import", compress=True)  # fmt: skip
    assert page.post(there, {"read": told_of_other}).status_code == 422
    with monkeypatch.context() as patch:
        now = signing.time.time()
        patch.setattr("django.core.signing.time.time", lambda: now + 3700)
        answer = page.post(there, {"read": token})
    assert answer.status_code == 422
    assert "Bring the spreadsheet again" in said_by(answer)
    assert not PlanLine.objects.exists()
    assert page.get(there).status_code == 302


def test_what_was_taken_meanwhile_is_not_taken_twice(cast, made):
    page = cast.client(cast.improver)
    token = carried(send(page, made, [row()]))
    take_rows(plan=made, table=told(row()), by=cast.improver, now=cast.now)
    answer = page.post(at(made, "import_take"), {"read": token})
    assert answer.status_code == 422
    assert "no row is a new line" in said_by(answer)
    assert PlanLine.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.pdf", b"%PDF-1.4 nothing", "not taken here"),
        ("plan.xlsx", csv_of([HEADINGS, ONE]), "not what"),
        ("plan.csv", b"\xef\xbb\xbf  ", "No row of headings|empty"),
        ("plan.xlsx", xlsx_of([HEADINGS, ONE])[:900], "damaged"),
        ("plan.csv", csv_of([["Name"], ["x"]]), "No row of headings"),
        ("plan.xlsx", boxed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>", "xl/vbaProject.bin": "x"}),
         "plain workbook"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_words(cast, made, name, data, words):
    answer = send(cast.client(cast.improver), made, [], name=name, data=data)
    assert answer.status_code == 422
    assert re.search(words, said_by(answer))


def test_no_file_is_asked_for_again(cast, made):
    assert cast.client(cast.improver).post(at(made), {}).status_code == 422


def test_cells_are_shown_as_text(cast, made):
    answer = said_by(send(cast.client(cast.improver), made, [row(title="<script>alert(1)</script>", know="=1+1")]))
    assert "<script>alert(1)" not in answer
    assert "&lt;script&gt;alert(1)" in answer


@pytest.mark.parametrize(
    ("person", "status"),
    [("improver", 200), ("secretary", 403), ("board", 403), ("amira", 403), ("director", 403), ("carys", 404),
     ("nobody", 404)],
)  # fmt: skip
def test_who_may_import(cast, made, person, status):
    line(cast, made)
    publish(plan=made, by=cast.improver, now=cast.now)
    page = cast.client(getattr(cast, person))
    assert page.get(at(made)).status_code == status
    for step in ("import_new", "import_take"):
        assert page.post(at(made, step), {}).status_code == (422 if status == 200 else status)
    there = reverse("improvement:rest_on", args=[made.priorities.get().pk])
    assert page.get(there).status_code == status


def test_the_dry_run_asks_the_same_number_of_questions_however_many_rows(cast, made):
    page = cast.client(cast.improver)

    def asked(rows):
        with CaptureQueriesContext(connection) as queries:
            assert send(page, made, rows).status_code == 200
        return len(queries)

    asked([row()])
    few = asked([row()])
    assert asked([row(ref=str(n), title=f"Line {n}") for n in range(40)]) == few
    assert few <= 16


def point(cast):
    """A learning point that is out."""
    cast.as_(cast.improver)
    draft = write_point(by=cast.improver, now=cast.now, **typed())
    return send_out(point=draft, by=cast.improver, now=cast.now)


# ── What a priority rests on ─────────────────────────────────────────────────────────────────────────


def test_the_trace_runs_from_the_plan_back_to_the_learning(cast, made):
    learned = point(cast)
    priority, page = made.priorities.get(), cast.client(cast.improver)
    there = reverse("improvement:rest_on", args=[priority.pk])
    assert learned.title in said_by(page.get(there))
    assert page.post(there, {}).status_code == 422
    assert page.post(there, {"points": [str(made.pk)]}).status_code == 422
    assert page.post(there, {"points": [str(learned.pk)]}).status_code == 302
    shown = said_by(page.get(reverse("improvement:priority", args=[priority.pk])))
    assert learned.title in shown
    assert learned.title not in said_by(page.get(there))
    cast.as_(cast.improver)
    assert Link.objects.filter(from_id=priority.pk, to_id=learned.pk, relation="DRAWS_ON").count() == 1
    rest_priority_on(priority=priority, thing=learned, by=cast.improver, now=cast.now)
    assert Link.objects.filter(from_id=priority.pk, to_id=learned.pk).count() == 1


def test_a_priority_rests_on_nothing_of_the_other_nation(cast, made):
    learned = point(cast)
    learned.nations = ["WALES"]
    with pytest.raises(Refused, match="OTHER_NATION"):
        rest_priority_on(priority=made.priorities.get(), thing=learned, by=cast.improver, now=cast.now)
