"""The pages of actions: who may open them, what they say, how many questions they ask of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.actions.models import Action, OwnerPost
from tests.unit.actions.given import action, done, post


@pytest.mark.parametrize(
    ("person", "status"),
    [("central", 200), ("director", 200), ("improver", 200), ("secretary", 200), ("amira", 404), ("board", 404),
     ("nobody", 404), ("carys", 404)],
)  # fmt: skip
def test_who_may_open_an_action(cast, person, status):
    row = action(cast)
    page = cast.client(getattr(cast, person)).get(reverse("actions:action", args=[row.pk]))
    assert page.status_code == status


@pytest.mark.parametrize(("person", "status"), [("central", 403), ("director", 403), ("improver", 200), ("board", 404)])
def test_who_may_change_it(cast, person, status):
    row = action(cast)
    page = cast.client(getattr(cast, person)).get(reverse("actions:change", args=[row.pk]))
    assert page.status_code == status


def test_an_action_is_raised_on_its_page(cast):
    owner, accountable = post(cast, "Policy lead", cast.central), post(cast, "Director", cast.director)
    said = {
        "title": "Share the guidance with the courts", "source": "AUDIT", "owner": str(owner.pk),
        "accountable": str(accountable.pk), "due_words": "Underway and by Dec 2026",
    }  # fmt: skip
    answer = cast.client(cast.manager).post(reverse("actions:raise_new"), said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert Action.objects.get().nation == "ENGLAND"


def test_a_date_that_cannot_be_read_comes_back_with_all_that_was_typed(cast):
    owner = post(cast, "Policy lead")
    said = {"title": "Share it", "source": "AUDIT", "owner": str(owner.pk), "accountable": str(owner.pk),
            "due_words": "before long"}  # fmt: skip
    answer = cast.client(cast.manager).post(reverse("actions:raise_new"), said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "before long" in page
    assert "30 June 2026" in page


def test_the_owner_sees_what_to_do_and_the_others_what_is_theirs(cast):
    row = action(cast)
    there = reverse("actions:action", args=[row.pk])
    assert "Say that it is done" in cast.client(cast.central).get(there).content.decode()
    assert "Say that it is done" not in cast.client(cast.improver).get(there).content.decode()
    done(cast, row)
    page = cast.client(cast.director).get(there).content.decode()
    assert "Sign it off or send it back" in page
    assert "Guidance 14" in page


def test_signing_off_without_a_day_for_the_effect_is_refused(cast):
    row = done(cast, action(cast))
    page = cast.client(cast.director)
    answer = page.post(reverse("actions:sign", args=[row.pk]), {"outcome": "CLOSE", "reason": "Seen."})
    assert answer.status_code == 422
    answer = page.post(reverse("actions:sign", args=[row.pk]), {"outcome": "RETURN", "reason": "Not yet."})
    assert answer.status_code == 302
    assert Action.objects.get().state == "OPEN"


def test_the_list_is_narrowed_and_keeps_its_number_of_questions(cast):
    first = action(cast, due_words="May 2026")
    there, page = reverse("actions:index"), cast.client(cast.improver)

    def asked():
        page.get(there)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert page.get(there).status_code == 200
        return len(queries)

    few = asked()
    for number in range(30):
        action(cast, owner=first.owner, accountable=first.accountable, title=f"Another {number}", due_words="Dec 2026")
    assert asked() == few
    late = page.get(there, {"which": "LATE"}).content.decode()
    assert "1 action" in late
    assert "Another 3" not in late
    assert "No action fits" in page.get(there, {"words": "nothing like it"}).content.decode()


def test_a_post_and_its_holder(cast):
    page = cast.client(cast.improver)
    answer = page.post(reverse("actions:owner_new"), {"name": "Family Forum coordinator", "held": "PEOPLE"})
    made = OwnerPost.objects.get()
    assert answer.status_code == 302
    assert "nobody holds this post" in page.get(reverse("actions:owner", args=[made.pk])).content.decode()
    said = {"person": str(cast.ben.pk), "from_on-day": "1", "from_on-month": "6", "from_on-year": "2026"}
    answer = page.post(reverse("actions:holding_new", args=[made.pk]), said)
    assert answer.status_code == 302, answer.content.decode()[-2500:]
    assert "Ben Achterberg" in page.get(reverse("actions:owners")).content.decode()
    assert cast.client(cast.manager).get(reverse("actions:owners")).status_code == 403
