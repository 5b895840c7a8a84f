"""What someone typed to search, kept for the addresses of its answer: it must stand in none of them.

It is kept as what is typed is (for that person alone, and purged), under a key that says nothing. Going back and on to
the next page work with it as with any address; sent to somebody else it leads to an empty search.
"""

import datetime as dt
from uuid import UUID

from goldenthread.drafts.models import Draft
from goldenthread.kernel.ids import new_id

# So long the back button leads to an answer.
_KEPT_FOR = dt.timedelta(hours=12)


def keep_asked(person, path, text, now) -> UUID:
    """Keeps what a person typed on the page of a search, and forgets what they asked long ago. Returns its key."""
    own = Draft.objects.filter(person=person, path__startswith=f"{path}/")
    own.filter(saved_at__lt=now - _KEPT_FOR).delete()
    key = new_id()
    Draft.objects.create(person=person, path=f"{path}/{key}", fields={"q": [text]}, saved_at=now)
    return key


def asked_by(person, path, key) -> str | None:
    """What this person asked under a key, or what was set aside for them where there is none; None where nothing is."""
    try:
        there = f"{path}/{UUID(key)}" if key else path
    except ValueError:
        return None
    row = Draft.objects.filter(person=person, path=there).first()
    return row.fields.get("q", [""])[0] if row else None


def given_back(person, path) -> None:
    """Forgets what was set aside on the page of a search: it has been asked now."""
    Draft.objects.filter(person=person, path=path).delete()
