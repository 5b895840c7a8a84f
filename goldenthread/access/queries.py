"""Reads of this area."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from goldenthread.people.models import Person, Post
from goldenthread.people.rules import ROLE_NAMES, Role


def who_can_sign_in():
    """The people of the demonstration by role: [(role in words, [{id, name, where}])]. Two queries."""
    posts = Post.objects.filter(to_on__isnull=True).select_related("team", "area")
    people = (
        Person.objects.filter(is_service=False, left_on__isnull=True)
        .order_by("name")
        .prefetch_related(Prefetch("posts", queryset=posts, to_attr="held"))
    )
    groups = {role: [] for role in Role if role is not Role.IMPORTER}
    nobody = []
    for person in people:
        for post in person.held[:1]:
            where = post.team or post.area or post.nation.title()
            groups[Role(post.role)].append({"id": person.pk, "name": person.name, "where": str(where)})
        if not person.held:
            nobody.append({"id": person.pk, "name": person.name, "where": ""})
    listed = [(_(ROLE_NAMES[role]), people) for role, people in groups.items() if people]
    return [*listed, (_("No post today"), nobody)] if nobody else listed
