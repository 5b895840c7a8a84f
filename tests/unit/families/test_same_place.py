"""A detail that is protected for one person does not stay open where it stands again in the case."""

import pytest

from goldenthread.casework.cases.queries import adults, children
from goldenthread.casework.families.models import ContactDetail, FamilyMember
from goldenthread.casework.families.operations import protect_contact_detail, record_contact_detail
from goldenthread.casework.families.rules import same_place

HOME = "14 Larch Close, Millbrook, MB4 2TT"


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        ("ADDRESS", HOME, "14 larch close millbrook MB42TT", True),
        ("ADDRESS", HOME, "Flat 2, Larch Cl, mb4 2tt", True),
        ("ADDRESS", HOME, "3 Station Road, MB1 1AA", False),
        ("ADDRESS", "The boat", "Another boat", False),
        ("PHONE", "07700 900123", "+44 7700 900123", True),
        ("PHONE", "07700 900123", "07700 900124", False),
        ("EMAIL", "a@x.invalid", "A@X.invalid", True),
        ("EMAIL", "a@x.invalid", "b@x.invalid", False),
    ],
)
def test_whether_two_details_lead_to_one_place(kind, one, other, same):
    assert same_place(kind, one, other) is same


def told(cast, case, member, value, **over):
    about = {"kind": "ADDRESS", "protected": False, "by": cast.amira, "now": cast.now} | over
    return record_contact_detail(case_id=case.pk, member=member, value=value, **about)


@pytest.fixture
def home(cast):
    """A case in which the mother's address stands twice at her, and once at a child who lives with her."""
    case = cast.case()
    cast.as_(cast.amira)
    mother, child = adults(case)[0], children(case)[0]
    rows = [told(cast, case, mother, HOME), told(cast, case, mother, HOME.upper()), told(cast, case, child, HOME)]
    return case, mother, child, rows


def open_values(case):
    return set(ContactDetail.objects.filter(case_id=case.pk, ended_at__isnull=True).values_list("value", flat=True))


def test_protecting_one_protects_it_wherever_it_stands(cast, home):
    case, mother, child, rows = home
    told(cast, case, mother, "07700 900123", kind="PHONE")
    protect_contact_detail(detail=rows[0], why="He must not find it.", by=cast.amira, now=cast.now)
    assert open_values(case) == {"07700 900123"}
    assert not ContactDetail.objects.filter(value__icontains="larch").exists()
    assert FamilyMember.objects.filter(pk__in=[mother.pk, child.pk], has_protected_contact=True).count() == 2


def test_recording_it_as_protected_does_so_too(cast, home):
    case, mother, _child, _rows = home
    told(cast, case, mother, HOME, protected=True, why="He must not find it.")
    assert open_values(case) == set()
