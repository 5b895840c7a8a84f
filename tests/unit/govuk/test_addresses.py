"""Addresses are what Django's `reverse` makes of a route, whatever it takes."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from goldenthread.govuk.addresses import address


def test_an_address_is_the_one_of_the_route():
    one, other = uuid4(), uuid4()
    assert address("workspace:my_work") == reverse("workspace:my_work")
    for case in (one, other, one):
        assert address("workspace:overview", case) == reverse("workspace:overview", args=[case])


def test_what_is_no_identifier_is_taken_as_it_is():
    case = uuid4()
    assert address("workspace:overview", str(case)) == reverse("workspace:overview", args=[case])
    with pytest.raises(NoReverseMatch):
        address("workspace:overview")
    with pytest.raises(NoReverseMatch):
        address("nowhere:at_all", case)
