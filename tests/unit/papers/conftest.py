"""A case whose report is made: Maya and Leo, both pieces of advice agreed."""

import pytest

from goldenthread.casework.families.operations import record_contact_detail
from goldenthread.casework.recommendations.operations import make_report
from tests.pathway import Pathway

# Leo's reasons are worded otherwise; all else is worded alike for both.
MAYAS_REASONS = "She wakes after each handover, and fewer of them are safer for her."


@pytest.fixture
def way(cast):
    """The case, carried as far as two agreed pieces of advice."""
    way = Pathway(cast, cast.case())
    way.agreed(way.maya, rationale=MAYAS_REASONS)
    way.agreed(way.leo)
    return way


@pytest.fixture
def report(way):
    """The newest version of its report."""
    return make_report(case=way.case, **way.doing)


@pytest.fixture
def protect(way):
    """Puts a detail of the mother behind the wall, after the report was made."""

    def protect(value, kind="ADDRESS", member=None, **over):
        way.cast.as_(way.adviser)
        return record_contact_detail(
            case_id=way.case.pk, member=member or way.mother, kind=kind, value=value, protected=True,
            why="He has looked for her.", by=way.adviser, now=way.now, **over,
        )  # fmt: skip

    return protect
