"""Staff join, hold posts, leave."""

from goldenthread.kernel.refusal import N_, Refused
from goldenthread.people.models import Person, Post
from goldenthread.people.rules import REACH, Reach, Role
from goldenthread.thread.operations import operation, record
from goldenthread.thread.verbs import Verb


@operation
def add_person(*, name, email, by, now):
    """Adds a member of staff, without a post. Refuses with `EMAIL_TAKEN`."""
    if Person.objects.filter(email__iexact=email).exists():
        raise Refused("EMAIL_TAKEN", N_("Someone with this e-mail address is already here."), field="email")
    person = Person.objects.create(name=name, email=email.lower())
    record(Verb.PERSON_ADDED, person, by=by, now=now)
    return person


@operation
def start_post(*, person, role, from_on, team=None, area=None, nation="", by, now):
    """Gives a person a post from a day. Refuses with `YOURSELF`, `WRONG_PLACE`, `HAS_LEFT`, `ALREADY_HOLDS`."""
    if person.pk == by.pk:
        raise Refused("YOURSELF", N_("Nobody gives a post to themselves. Ask another administrator."))
    reach = REACH[Role(role)]
    given = {Reach.TEAM: team, Reach.AREA: area, Reach.NATION: nation}
    if not given[reach]:
        raise Refused("WRONG_PLACE", N_("Choose where this post is held."), field=reach.value.lower())
    if person.left_on is not None:
        raise Refused("HAS_LEFT", N_("This person has left. Add them again if they have come back."))
    place = {
        "team": team if reach is Reach.TEAM else None,
        "area": area if reach is Reach.AREA else None,
        "nation": nation if reach is Reach.NATION else "",
    }
    held = Post.objects.filter(person=person, role=role, **place)
    if held.filter(to_on__isnull=True).exists() or held.filter(to_on__gte=from_on).exists():
        raise Refused("ALREADY_HOLDS", N_("This person already holds this post then."), field="from_on")
    post = Post.objects.create(person=person, role=role, from_on=from_on, **place)
    record(Verb.POST_STARTED, post, by=by, now=now, role=role, **{"from": from_on})
    return post


@operation
def end_post(*, post, to_on, by, now):
    """Ends a post on a day. Refuses with `ALREADY_ENDED` and `BEFORE_START`."""
    row = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if row.to_on is not None:
        raise Refused("ALREADY_ENDED", N_("This post has already ended."))
    if to_on < row.from_on:
        raise Refused("BEFORE_START", N_("The post cannot end before it began."), field="to_on")
    row.to_on = to_on
    row.save(update_fields=["to_on"])
    record(Verb.POST_ENDED, row, by=by, now=now, role=row.role, to=to_on)
    return row


@operation
def record_leaver(*, person, on, by, now):
    """Records that someone leaves on a day: their posts end, and from then on they cannot sign in.

    Refuses with `YOURSELF` and `ALREADY_LEFT`.
    """
    if person.pk == by.pk:
        raise Refused("YOURSELF", N_("Another administrator must record that you leave."))
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.left_on is not None:
        raise Refused("ALREADY_LEFT", N_("It is already recorded that this person has left."))
    row.left_on = on
    row.save(update_fields=["left_on"])
    Post.objects.filter(person=row, to_on__isnull=True, from_on__lte=on).update(to_on=on)
    record(Verb.PERSON_LEFT, row, by=by, now=now, on=on)
    return row
