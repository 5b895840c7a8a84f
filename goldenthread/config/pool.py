"""The pool of connections of the web server, and how it comes back after the database was away."""

from typing import Any


def _once_more(pool: Any) -> None:
    """Begin again for those who wait. The pool by itself gives up for them too, until somebody new asks."""
    with pool._lock:
        if pool._waiting:
            pool._maybe_grow_pool()


def options(size: int, waits: float) -> dict[str, Any]:
    """For Django's OPTIONS["pool"]: `size` connections at most; a page waits so many seconds for one.

    The pool waits twice as long after each try that fails: a server that was away for twenty seconds would be found
    again after forty. So it gives up after a second and begins anew.
    """
    return {
        "min_size": 1, "max_size": size, "timeout": waits, "reconnect_timeout": 1, "reconnect_failed": _once_more,
    }  # fmt: skip
