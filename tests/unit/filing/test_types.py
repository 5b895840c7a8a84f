"""The list of types: whole, dated, checked when it is read, and proposed in the right order."""

import datetime as dt

import jsonschema
import pytest

from goldenthread.casework.filing.content import HERE, read, takes
from goldenthread.casework.filing.content.names import NAMES
from goldenthread.casework.filing.rules import proposed
from goldenthread.demo.court import PRIVATE_TYPES, PUBLIC_TYPES

TODAY = dt.date(2026, 11, 23)
YAML = (HERE / "document-types.yaml").read_text()
ALWAYS = {"S_16A_Risk_Assessment", "cirTransferRequest", "cirExtensionRequest"}


def codes(jurisdiction, on=TODAY):
    return [kind.code for kind in takes(jurisdiction).types(on)]


def test_the_list_is_that_of_the_courts_and_each_type_has_a_name():
    assert {code.casefold() for code in codes("PRIVATELAW")} == PRIVATE_TYPES
    assert set(codes("PUBLICLAW")) == PUBLIC_TYPES
    assert set(NAMES) == {*codes("PRIVATELAW"), *codes("PUBLICLAW")}
    assert len(codes("PRIVATELAW")) == len(set(codes("PRIVATELAW")))


def test_three_types_are_always_confidential_and_urgent_from_the_day_on_which_the_court_made_them_so():
    def always(on):
        return {kind.code for kind in takes("PRIVATELAW").types(on) if kind.always_confidential and kind.urgent}

    assert always(TODAY) == ALWAYS
    assert always(dt.date(2026, 5, 19)) == set()
    assert "S_16A_Risk_Assessment" in codes("PRIVATELAW", dt.date(2026, 5, 19))
    assert "cirTransferRequest" not in codes("PRIVATELAW", dt.date(2026, 5, 19))
    assert not any(kind.always_confidential for kind in takes("PUBLICLAW").types(TODAY))


def test_public_law_takes_a_pdf_alone():
    assert {str(kind) for kind in takes("PUBLICLAW").files} == {"PDF"}
    assert {str(kind) for kind in takes("PRIVATELAW").files} == {"PDF", "DOCX"}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (
            ("kept_as: guardianReport\n", "kept_as: guardianReport\n      confidental: true\n"),
            jsonschema.ValidationError,
        ),
        (("from: 2025-04-03", "from: soon"), jsonschema.ValidationError),
        (("from: 2025-04-03", "from: 2025-02-30"), jsonschema.ValidationError),
        (("paper: REPORT", "paper: REPROT"), jsonschema.ValidationError),
        (("largest_mb: 10\n", "largest_mb: 0\n"), jsonschema.ValidationError),
        (('code: "CR_1"', 'code: "CR_9"'), ValueError),
        (("follows: [CR_1]", "follows: [CR_7]"), ValueError),
        (("until: 2026-05-19", "until: 2026-05-20"), ValueError),
        (("until: 2026-05-19", "until: 2020-01-01"), ValueError),
    ],
)
def test_a_list_that_is_wrong_is_refused_when_it_is_read(wrong, error):
    assert wrong[0] in YAML
    with pytest.raises(error):
        read(YAML.replace(*wrong, 1))
    assert read(YAML)["PUBLICLAW"] == takes("PUBLICLAW")


@pytest.mark.parametrize(
    ("court", "paper", "process", "filed", "first"),
    [
        ("PRIVATELAW", "REPORT", "CAP", (), "Section7_Report_Child_Impact_Analysis"),
        ("PRIVATELAW", "REPORT", "CAP", ("Section7_Report_Child_Impact_Analysis",), "Section7_Addendum_Report"),
        ("PRIVATELAW", "REPORT", "CHILD_FOCUSED", (), "CR_1"),
        ("PRIVATELAW", "REPORT", "CHILD_FOCUSED", ("CR_1",), "CR_2"),
        ("PRIVATELAW", "REPORT", "CHILD_FOCUSED", ("CIR_Part1",), "CIR_Part2"),
        ("PRIVATELAW", "LETTER", "CAP", (), "Safeguarding_Letter"),
        ("PRIVATELAW", "LETTER", "CAP", ("Safeguarding_Letter",), "Safeguarding_Letter_Update"),
        ("PRIVATELAW", "CHILD", "CAP", (), "Letter_from_Child"),
        ("PRIVATELAW", "OTHER", "CAP", (), "Position_Statement"),
        ("PUBLICLAW", "REPORT", "PUBLIC_LAW", (), "GUARDIAN_REPORT"),
        ("PUBLICLAW", "LETTER", "PUBLIC_LAW", (), "POSITION_STATEMENT"),
    ],
)
def test_the_right_type_comes_first_and_every_other_can_be_reached(court, paper, process, filed, first):
    types = takes(court).types(TODAY)
    likely, others = proposed(types, paper=paper, process=process, filed=filed)
    assert likely[0].code == first
    assert sorted(kind.code for kind in (*likely, *others)) == sorted(kind.code for kind in types)
