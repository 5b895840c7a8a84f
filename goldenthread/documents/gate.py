"""The gate: every text of a file is held against every secret. What it finds is a place and a kind, never the value."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from goldenthread.documents.inside import TOGETHER, Inside
from goldenthread.documents.leaks import WHOLE, Secret, found
from goldenthread.documents.reading import read


@dataclass(frozen=True, order=True)
class Hit:
    """Something of a secret stands at `place`: its `kind`, whether all of it (`whole`), `whose` it is."""

    place: str
    kind: str
    whole: bool
    whose: str

    def as_row(self) -> dict:
        """For a JSON column: {"place", "kind", "whole", "whose"}."""
        return asdict(self)


def look(texts: Iterable[Inside | tuple[str, str]], secrets: Iterable[Secret]) -> list[Hit]:
    """Every hit, in the order of the texts, each once. `texts`: (place, text) pairs, such as `inside(…)` gives.

    What was found in a place of its own is not said again for the text taken together.
    """
    secrets = tuple(secrets)
    hits: dict[Hit, None] = {}
    for place, text in texts:
        seen = read(text)
        for secret in secrets:
            if level := found(secret, seen):
                hits[Hit(place, str(secret.kind), level == WHOLE, secret.whose)] = None
    own = {(hit.kind, hit.whole, hit.whose) for hit in hits if not hit.place.endswith(TOGETHER)}
    return [hit for hit in hits if not (hit.place.endswith(TOGETHER) and (hit.kind, hit.whole, hit.whose) in own)]
