"""Addresses of pages, for pages that show a hundred of them."""

from functools import lru_cache
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

_MARKS = tuple(UUID(int=0xADD7E55 << 96 | n) for n in range(4))


def address(name: str, *args) -> str:
    """The address of the page called `name`: Django's `reverse`, which takes a fifth of a page's time where a hundred
    links are shown. Where a route takes nothing but identifiers it is asked once, and they are put in."""
    if len(args) > len(_MARKS) or not all(isinstance(one, UUID) for one in args):
        return reverse(name, args=args)
    made = _made(name, len(args), get_urlconf(), get_script_prefix())
    for mark, one in zip(_MARKS, args, strict=False):
        made = made.replace(str(mark), str(one))
    return made


@lru_cache(maxsize=2048)
def _made(name, many, _urlconf, _prefix):
    return reverse(name, args=_MARKS[:many])
