"""What is done with a list of cases: it is taken out."""

from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb
from goldenthread.workspace.caselist import court_code

WHOLE, BROKEN_OFF = "WHOLE", "BROKEN_OFF"


@operation
def take_list(*, file_kind, purpose, said, by, now):
    """Records that a list leaves, before its first byte: in which form, what for (`Purpose`), and how it was narrowed.

    `said`: the filters as `CaseListFilter` cleaned them. What was sent in the end is said by `end_list`.
    """
    narrowed = {name: value for name, value in said.items() if value}
    if "court" in narrowed:
        narrowed["court"] = court_code(narrowed["court"])
    record(Verb.CASE_LIST_TAKEN, by, by=by, now=now, format=file_kind, purpose=purpose, **narrowed)


@operation
def end_list(*, file_kind, rows, withheld, whole, by, now):
    """Records how a list left that `take_list` began: how many rows, how many texts were withheld from it, and whether
    it was sent to its end or broke off."""
    outcome = WHOLE if whole else BROKEN_OFF
    record(Verb.CASE_LIST_SENT, by, by=by, now=now, format=file_kind, rows=rows, withheld=withheld, outcome=outcome)
