"""Work in the background: the feeds are walked and the courts' documents fetched."""

from goldenthread.access.door import clock
from goldenthread.background.jobs import acting, job, later
from goldenthread.background.rules import Queue
from goldenthread.casework.courtfeed.command import importer
from goldenthread.casework.courtfeed.fetching import fetch_papers
from goldenthread.casework.courtfeed.polling import poll, walk_feed
from goldenthread.casework.courtfeed.rules import Jurisdiction
from goldenthread.kernel.refusal import N_

# A failure stands on the feed's own page, with a wait of its own: the job itself has done what it can.


@job(queue=Queue.COURTS, retries=0, says=N_("Ask the courts' feeds for what has changed"), every="*/2 * * * *")
def poll_feeds(*, by, now):  # noqa: ARG001 (as every job)
    """Walks both feeds as far as they go, then has the documents fetched. Done by the importer, whoever asks."""
    poll(by=importer(), clock=clock)
    _fetch_next(by)


@job(queue=Queue.COURTS, retries=0, says=N_("Ask a court's feed again"))
def poll_again(*, jurisdiction, by, now):  # noqa: ARG001
    """Walks one feed now, whether or not it waits after a failure."""
    walk_feed(Jurisdiction(jurisdiction), by=importer(), clock=clock, force=True)
    _fetch_next(by)


@job(queue=Queue.COURTS, retries=0, says=N_("Fetch the courts' documents"))
def fetch(*, by, now):  # noqa: ARG001
    """Fetches the documents that wait and are due."""
    fetch_papers(by=importer(), now=now)


def _fetch_next(by):
    with acting(by):
        later(fetch, by=by, key="PAPERS")
