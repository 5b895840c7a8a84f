"""The one job of filing: a paper goes to the court, and what the court says of it is written down."""

from goldenthread.background.jobs import GiveUp, TryAgain, acting, job
from goldenthread.casework.courtfeed.client import Court, CourtAway, CourtRefused, CourtUnclear
from goldenthread.casework.filing.content import takes
from goldenthread.casework.filing.operations import sending
from goldenthread.casework.filing.reasons import AWAY, REFUSED, UNCLEAR, Reason
from goldenthread.casework.filing.rules import MOST_TRIES, FilingState
from goldenthread.documents.rules import MEDIA_TYPES, FileKind
from goldenthread.kernel.refusal import N_


@job(queue="house", retries=MOST_TRIES, says=N_("Send a filing to the court"))
def send(*, filing_id, by, now):
    """Sends one filing, at most once: see `operations.sending` for the order in which things are written."""
    with acting(by):
        parcel = sending.begin(filing_id=filing_id, by=by, now=now)
    if parcel is None:
        return
    write, said, failure = _send(parcel)
    with acting(by):
        filing = write(filing=sending.hold(filing_id), by=by, now=now, **said)
    if failure is not None and filing.state != FilingState.STOPPED:
        raise failure


def _send(parcel):
    """Sends it. Answers with the operation that writes down what came of it, what it is told, and how the job fails."""
    try:
        receipt = Court(parcel.jurisdiction).file(
            parcel.case_number, parcel.name, parcel.media_type, parcel.data, parcel.document_type
        )
    except CourtAway as away:
        return sending.put_back, {"reason": AWAY.get(away.code, Reason.AWAY)}, TryAgain(str(away.code))
    except CourtRefused as refusal:
        return sending.take_refusal, {"reason": _refused(refusal.code, parcel)}, None
    except CourtUnclear as unclear:
        return sending.call_uncertain, {"reason": UNCLEAR.get(unclear.code, Reason.NONSENSE)}, None
    except Exception:  # noqa: BLE001 (whatever broke, it may have been sent: that must be said before anything else)
        return sending.call_uncertain, {"reason": Reason.BROKEN}, GiveUp("BROKEN")
    if not receipt.id:
        return sending.call_uncertain, {"reason": Reason.NONSENSE}, None
    return sending.take_receipt, {"receipt": receipt.id}, None


def _refused(code, parcel):
    """Our code for a refusal. The courts say the same for a wrong type, a wrong form and an empty file: what was sent
    tells them apart."""
    reason = REFUSED.get(code, Reason.OTHER)
    if reason is not Reason.WRONG_TYPE:
        return reason
    if not parcel.data:
        return Reason.EMPTY
    pdf = MEDIA_TYPES[FileKind.PDF]
    only_pdf = takes(parcel.jurisdiction).files == {FileKind.PDF}
    return Reason.NOT_PDF if only_pdf and parcel.media_type != pdf else Reason.WRONG_TYPE
