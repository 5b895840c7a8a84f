"""One worker process: takes the jobs of one queue, under that queue's database role.

procrastinate's own worker does the taking. Round it stands what a service needs besides:

* **Jobs put in by a job go into the job's own transaction.** So the app keeps Django's connection, and the worker has
  an app of its own with the same kinds of jobs and a pool of direct connections (LISTEN needs one).
* **A stop is clean.** Jobs are let finish for a while; what is not finished then goes back to the queue, and the
  process ends at once: whatever it had not committed is undone.
* **Nothing lies for ever.** What a lost worker was doing is taken up after half a minute; so is a job whose end could
  not be written because the database was away just then.
"""

import asyncio
import contextlib
import logging
import os
import signal
import time
from collections.abc import Callable

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection, connections
from procrastinate import App
from procrastinate.contrib.django import app, connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from goldenthread.access.door import clock
from goldenthread.background import care
from goldenthread.background.rules import Queue

log = logging.getLogger("goldenthread.background")

ENDED_AS_ASKED, ENDED_BY_ITSELF = 0, 1
# How many jobs a worker does at once. The courts' service is asked one thing at a time.
AT_ONCE = {Queue.HOUSE: 4, Queue.COURTS: 1}
_TICK_SECONDS = 0.5


def _beat_seconds():
    return settings.WORKER_LOST_SECONDS / 6


class Doing:
    """What this process is doing now. `worker_id` is its number in procrastinate's table, once it has had a job."""

    def __init__(self):
        self.numbers: set[int] = set()
        self.worker_id: int | None = None
        self._missed: dict[int, float] = {}

    async def middleware(self, call_next, context, worker):
        self.worker_id = worker.worker_id
        self.numbers.add(context.job.id)
        try:
            return await call_next()
        finally:
            self.numbers.discard(context.job.id)

    def forgotten(self, table: set[int], now: float) -> set[int]:
        """Of the jobs that the table gives us: those that we have not been doing for as long as a lost worker has."""
        self._missed = {number: self._missed.get(number, now) for number in table - self.numbers}
        return {number for number, since in self._missed.items() if now - since > settings.WORKER_LOST_SECONDS}


def work(queue: Queue, wanted: Callable[[], bool]) -> int:
    """Works until it is asked to stop (SIGTERM, SIGINT) or is not `wanted` any more. Returns the exit code."""
    connection.ensure_connection()  # fails at once where there is no database; a pool would go on trying
    connection.close()
    return asyncio.run(_work(queue, wanted))


async def _work(queue, wanted):
    app.perform_import_paths()
    pool = {"min_size": 1, "max_size": 3, "timeout": 10, "kwargs": {**connector_params(), "connect_timeout": 10}}
    own = App(connector=PsycopgConnector(**pool), periodic_defaults=app.periodic_defaults)
    own.tasks, own.periodic_registry = app.tasks, app.periodic_registry
    stop, doing = asyncio.Event(), Doing()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with own.open_async():
        worker = asyncio.create_task(
            own.run_worker_async(
                **{
                    **app.worker_defaults,
                    "queues": [queue.value],
                    "name": queue.value,
                    "concurrency": AT_ONCE[queue],
                    "install_signal_handlers": False,
                    "update_heartbeat_interval": _beat_seconds(),
                    "stalled_worker_timeout": settings.WORKER_LOST_SECONDS,
                    "worker_middleware": [doing.middleware],
                }
            )
        )
        watch = asyncio.create_task(_watch(queue, doing, stop, wanted))
        asked = asyncio.create_task(stop.wait())
        await asyncio.wait({worker, asked}, return_when=asyncio.FIRST_COMPLETED)
        watch.cancel()
        if not stop.is_set():
            asked.cancel()
            log.error("the worker of the queue %s has stopped by itself", queue.value)
            return ENDED_BY_ITSELF
        await _stop(worker, doing)
    return ENDED_AS_ASKED


async def _stop(worker, doing):
    worker.cancel()  # procrastinate takes this as: begin nothing new, and end when all is done
    await asyncio.wait({worker}, timeout=settings.WORKER_STOP_SECONDS)
    if worker.done():
        with contextlib.suppress(asyncio.CancelledError, Exception):
            worker.result()
        return
    with contextlib.suppress(Exception):
        await asyncio.wait_for(_in_django(care.give_back, doing.worker_id, doing.numbers), timeout=5)
    # A thread cannot be stopped. The process can, and the database undoes what it had not committed.
    os._exit(ENDED_AS_ASKED)


async def _watch(queue, doing, stop, wanted):
    """Shows that this worker lives, and takes up what others left; again and again, whatever happens meanwhile."""
    next_round = 0.0
    while not stop.is_set():
        if not wanted():
            stop.set()
        now = time.monotonic()
        if now >= next_round:
            next_round = now + _beat_seconds()
            try:
                await _in_django(_round, queue, doing, now)
            except Exception as error:
                log.warning("looking after the queue %s: %s", queue.value, type(error).__name__)
        await asyncio.sleep(_TICK_SECONDS)


def _round(queue, doing, now):
    care.beat(queue.value, clock())
    if taken := care.take_up(queue.value, clock()):
        log.warning("took up %s jobs that a lost worker left on the queue %s", taken, queue.value)
    if doing.worker_id is not None:
        forgotten = doing.forgotten(care.doing_of(doing.worker_id), now)
        if forgotten:
            care.give_back(doing.worker_id, forgotten)


async def _in_django(function, *arguments):
    def run():
        try:
            return function(*arguments)
        finally:
            # The periodic jobs are put in on this thread's connection too: it is a new one each time, never a dead one.
            connections.close_all()

    return await sync_to_async(run)()
