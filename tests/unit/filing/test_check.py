"""What the proof of the record says of filings: the file that went, its receipt, the words of who settled."""

import pytest

from goldenthread.casework.filing.models import Filing
from goldenthread.casework.filing.operations.settling import settle_filing
from goldenthread.casework.papers.models import Paper
from goldenthread.config.check import filings_fit
from tests import court as wrong


def found():
    return {finding.code for finding in filings_fit()}


def test_what_went_as_it_should_is_found_to_fit(filer, court):
    filer.filed()
    court.faults = [wrong.DONE_AND_BROKEN]
    row = filer.filed(filer.letter(kind="OTHER", data=wrong.pdf("Another.")), "Correspondence")
    settle_filing(filing=row, found="HAS_IT", words="Mr Boyle, at ten.", **filer.doing)
    assert found() == set()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        # The bytes themselves are written once, whatever the role: what can be damaged is what is said of them.
        (lambda row: Paper.objects.update(fingerprint="0" * 64), "FILED_PAPER_CHANGED"),
        (lambda row: Paper.objects.update(fingerprint="0" * 64), "FILED_OTHER_PAPER"),
        (lambda row: Filing.objects.update(receipt=""), "FILED_WITHOUT_RECEIPT"),
    ],
)
def test_each_kind_of_damage_is_found_by_its_name(filer, damage, code):
    row = filer.filed()
    assert code not in found()
    damage(row)
    assert code in found()
