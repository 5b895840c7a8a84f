"""`goldenthread worker`: one process for each queue, kept going, and ended together.

Each queue is worked under a database role of its own, so each is a process of its own. One that ends by itself is
started again, at once the first time and then more patiently: while the database is away this is how the worker comes
back. A process whose parent has gone ends too, however the parent went.
"""

import os
import signal
import subprocess  # noqa: S404 (our own commands)
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from goldenthread.background.rules import ROLE_OF, Queue
from goldenthread.config import postgres

ENDED_AS_ASKED, CANNOT_USE_THE_DATABASE = 0, 3
_LONGEST_WAIT, _STEADY_SECONDS, _TICK_SECONDS = 30.0, 60.0, 0.3
# A child stops by itself after its own limit; this much later it is killed.
_GRACE_SECONDS = 15.0


def until(parent: int | None) -> Callable[[], bool]:
    """Whether a process is still wanted: for good, or as long as the process that started it lives."""
    return lambda: parent is None or postgres._alive(parent)


@dataclass
class _Child:
    """The process of one queue, and when it may be started again."""

    queue: Queue
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    wait: float = 0.0
    not_before: float = field(default=0.0)

    def look(self, now: float) -> None:
        """Starts it, or notes that it has ended."""
        if self.process is None:
            if now >= self.not_before:
                self.process, self.started = _start(self.queue), now
        elif self.process.poll() is not None:
            steady = now - self.started > _STEADY_SECONDS
            self.wait = 0.0 if steady else min(max(self.wait * 2, 1.0), _LONGEST_WAIT)
            self.process, self.not_before = None, now + self.wait


def _start(queue: Queue) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "goldenthread.config.cli", "worker", "--queue", queue.value]
    return subprocess.Popen([*command, "--until", str(os.getpid())])  # noqa: S603


def keep_going(wanted: Callable[[], bool]) -> int:
    """Starts a worker for each queue and keeps them until SIGTERM, SIGINT, or until nobody wants them any more."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    children = [_Child(queue) for queue in ROLE_OF]
    try:
        while not asked.is_set() and wanted():
            for child in children:
                child.look(time.monotonic())
            asked.wait(_TICK_SECONDS)
    finally:
        _end([child.process for child in children if child.process is not None])
    return ENDED_AS_ASKED


def _end(processes: "list[subprocess.Popen[bytes]]") -> None:
    limit = float(os.environ.get("GOLDENTHREAD_WORKER_STOP_SECONDS", "30")) + _GRACE_SECONDS
    give_up = time.monotonic() + limit
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=max(give_up - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
