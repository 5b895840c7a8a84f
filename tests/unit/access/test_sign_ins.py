"""Ending all sign-ins of a person, and releasing their work account: on the page of the member of staff."""

import pytest
from django.urls import reverse

from goldenthread.access.door import clock
from goldenthread.access.models import Identity, SignInsEnded
from goldenthread.access.operations.sign import bind_identity, release_identity
from goldenthread.kernel.refusal import Refused
from goldenthread.thread.models import Event

ISSUER = "https://login.example.org"


def bound(cast, person, subject="subject-1"):
    cast.as_(person)
    return bind_identity(issuer=ISSUER, subject=subject, by=person, now=clock())


def test_an_administrator_ends_them_all_and_the_next_request_is_out(cast):
    laptop, desk = cast.client(cast.amira), cast.client(cast.amira)
    other = cast.client(cast.ben)
    assert laptop.get("/my-work").status_code == desk.get("/my-work").status_code == 200
    page, there = cast.client(cast.administrator), reverse("access:sign_ins_end", args=[cast.amira.pk])
    person = reverse("access:person", args=[cast.amira.pk])
    assert f'href="{there}"' in page.get(person).content.decode()
    assert "signed out on every machine" in page.get(there).content.decode()
    assert page.post(there)["Location"] == person
    for gone in (laptop, desk):
        assert gone.get("/my-work")["Location"].startswith("/sign-in?next=%2Fmy-work&ended=2")
    assert other.get("/my-work").status_code == 200
    assert "All their sign-ins were ended" in page.get(person).content.decode()
    cast.as_(cast.administrator)
    line = Event.objects.get(verb="SIGN_INS_ENDED")
    assert (line.actor_name, line.subject_id) == ("Ada Whitlock", SignInsEnded.objects.get().pk)


def test_what_they_were_typing_is_kept(cast):
    from goldenthread.drafts.models import Draft
    from goldenthread.drafts.pages import form_tokens

    case, client = cast.case(), cast.client(cast.amira)
    page = cast.client(cast.administrator)
    page.post(reverse("access:sign_ins_end", args=[cast.amira.pk]))
    there = reverse("enquiry:line_new", args=[case.pk])
    client.post(there, {**form_tokens(cast.amira), "question": "Does Maya see Nan?"})
    cast.as_(cast.amira)
    assert Draft.objects.get(person=cast.amira).fields["question"] == ["Does Maya see Nan?"]


def test_a_sign_in_afterwards_stays(cast):
    cast.client(cast.administrator).post(reverse("access:sign_ins_end", args=[cast.amira.pk]))
    client = cast.client()
    client.post(reverse("access:sign_in"), {"person": cast.amira.pk})
    assert client.get("/my-work").status_code == 200


def test_an_administrator_may_end_their_own_and_does_it_twice(cast):
    page, there = cast.client(cast.administrator), reverse("access:sign_ins_end", args=[cast.administrator.pk])
    page.post(there)
    assert page.post(there)["Location"].startswith("/sign-in")
    assert SignInsEnded.objects.count() == 1


@pytest.mark.parametrize(
    ("person", "status"),
    [("administrator", 200), ("manager", 403), ("director", 403), ("amira", 404), ("senior", 404), ("nobody", 404)],
)
@pytest.mark.parametrize("route", ["sign_ins_end", "account_release"])
def test_who_may(cast, person, status, route):
    page = cast.client(getattr(cast, person))
    assert page.get(reverse(f"access:{route}", args=[cast.amira.pk])).status_code == status


def test_a_manager_sees_no_way_to_it(cast):
    page = cast.client(cast.manager).get(reverse("access:person", args=[cast.amira.pk])).content.decode()
    assert "Signing in" in page
    assert "/sign-ins" not in page


def test_a_released_account_makes_room_for_another(cast):
    bound(cast, cast.amira)
    with pytest.raises(Refused, match="ALREADY_BOUND"):
        bound(cast, cast.amira, "subject-2")
    page, there = cast.client(cast.administrator), reverse("access:account_release", args=[cast.amira.pk])
    client = cast.client(cast.amira)
    assert "is bound to them since" in page.get(reverse("access:person", args=[cast.amira.pk])).content.decode()
    assert page.post(there).status_code == 302
    assert "No work account is bound" in page.post(there).content.decode()
    assert client.get("/my-work").status_code == 302
    bound(cast, cast.amira, "subject-2")
    held = Identity.objects.order_by("bound_at")
    assert [(row.subject, row.released_by) for row in held] == [
        ("subject-1", cast.administrator), ("subject-2", None),
    ]  # fmt: skip
    cast.as_(cast.administrator)
    assert Event.objects.filter(verb="IDENTITY_RELEASED").count() == 1


def test_an_account_belongs_to_one_person(cast):
    bound(cast, cast.amira)
    with pytest.raises(Refused, match="ALREADY_BOUND"):
        bound(cast, cast.ben)


def test_another_administrator_must_release_ones_own(cast):
    bound(cast, cast.administrator)
    with pytest.raises(Refused, match="YOURSELF"):
        release_identity(person=cast.administrator, by=cast.administrator, now=clock())
