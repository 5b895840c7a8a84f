"""Making a version of the report to court and marking it as filed. What is protected or kept back never goes out."""

import datetime as dt

from django.utils.translation import gettext as _

from goldenthread.casework.cases.operations.records import not_in_future, open_case, reach
from goldenthread.casework.cases.queries import locked
from goldenthread.casework.cases.rules import Stage
from goldenthread.casework.recommendations.models import Recommendation, Report
from goldenthread.casework.recommendations.passages import passages
from goldenthread.casework.recommendations.queries import changed, papers
from goldenthread.casework.recommendations.queries.report import kept_back, next_number, protected_values, text
from goldenthread.casework.recommendations.rules import ADVICE_LIFE, State
from goldenthread.documents.leaks import gives_away, quotes
from goldenthread.kernel.lifecycle import Problem
from goldenthread.kernel.refusal import N_, Refused
from goldenthread.kernel.text import fingerprint
from goldenthread.thread.operations import link, operation, record
from goldenthread.thread.relations import Relation
from goldenthread.thread.verbs import Verb


@operation
def make_report(*, case, by, now):
    """Makes a version of the report to court out of the record.

    Refuses with `NOT_AGREED`, naming each child whose advice is not agreed or has changed since; with
    `PROTECTED_FOUND` and `KEPT_BACK_FOUND`, naming each place where the text would give away a protected detail or a
    child's confidence, and never what it is; with `CANNOT_CHECK`, `NO_CHILD`, `CASE_CLOSED`.
    """
    open_case(case)
    case = locked(case.pk)
    found = papers(case)
    if not found.children:
        raise Refused("NO_CHILD", N_("No child is recorded in this case."))
    if problems := list(not_agreed(found)):
        raise Refused("NOT_AGREED", N_("The advice for every child must be agreed first."), problems=problems)
    said = text(case, found, by=by, now=now)
    safe_to_send(case, found, said)
    report = Report.objects.create(
        case=case, number=next_number(case), content=said, fingerprint=fingerprint(said),
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    for child in found.children:
        link(report, Relation.CITES, found.recommendations[child.pk], by=by, now=now)
    reach(case, Stage.REPORT)
    record(Verb.REPORT_MADE, report, by=by, now=now, version=report.number, hash=report.fingerprint)
    return report


def not_agreed(found):
    """Yields, for each child, why the advice cannot go out now."""
    for child in found.children:
        who = (("child", child.first_name or child.name or "–"),)
        row = found.recommendations.get(child.pk)
        if row is None:
            place, where = "recommendations:index", (str(found.case.pk),)
            yield Problem("NOT_STARTED", N_("%(child)s: the advice has not been begun"), place, where, who)
            continue
        where = ("recommendations:advice", (str(row.pk),))
        if row.state == State.FILED:
            yield Problem("FILED", N_("%(child)s: the advice has been filed already"), *where, who)
        elif row.state == State.LAPSED:
            yield Problem("LAPSED", N_("%(child)s: the agreement has lapsed. Submit the advice again"), *where, who)
        elif row.state != State.AGREED:
            yield Problem("NOT_AGREED", N_("%(child)s: the advice is not agreed"), *where, who)
        elif changed(row, found):
            yield Problem("CHANGED", N_("%(child)s: the record has changed since it was agreed"), *where, who)


def safe_to_send(case, found, said) -> None:
    """Refuses a text that would give away a protected contact detail or what a child asked to be kept back."""
    protected, unseen = protected_values(case, found.people)
    if unseen:
        raise Refused(
            "CANNOT_CHECK",
            N_("You may not open some protected details of this case, so the report cannot be checked for them. "
               "Ask the adviser or the manager of the case to do this."),
        )  # fmt: skip
    places = list(passages(said))
    leaking = [place for place in places if any(gives_away(kind, value, place.text) for kind, value in protected)]
    if leaking:
        raise Refused(
            "PROTECTED_FOUND",
            N_("The text gives away a protected contact detail. Take it out where it stands."),
            problems=[place.problem("PROTECTED_FOUND", _) for place in leaking],
        )
    secrets = list(kept_back(case).values_list("words", flat=True))
    quoting = [place for place in places if any(quotes(words, place.text) for words in secrets)]
    if quoting:
        raise Refused(
            "KEPT_BACK_FOUND",
            N_("The text quotes what a child asked to be kept back. Take it out where it stands."),
            problems=[place.problem("KEPT_BACK_FOUND", _) for place in quoting],
        )


@operation
def file_report(*, report, on, by, now):
    """Marks a version of the report as filed with the court on a day; the advice in it is filed with it.

    Only the version whose advice, child by child, is exactly what is agreed now. Refuses with `ALREADY_FILED`,
    `IN_FUTURE`, `BEFORE_MADE`, `NOT_AGREED`, `OTHER_VERSION` naming each child, and as `make_report` does. It does not
    let an agreement lapse, as a refusal undoes what went before: call `lapse_changed` first.
    """
    open_case(report.case)
    case = locked(report.case_id)
    row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if row.filed_on is not None:
        raise Refused("ALREADY_FILED", N_("This version has been marked as filed already."))
    not_in_future(on, now, field="on")
    if on < dt.date.fromisoformat(row.content["made_on"]):
        raise Refused("BEFORE_MADE", N_("It cannot have been filed before it was made."), field="on")
    # Held, so that nobody opens the advice again between this look at it and its filing.
    list(Recommendation.objects.select_for_update(of=("self",)).filter(case=case, superseded_at__isnull=True))
    found = papers(case)
    same_as_agreed(row, found)
    safe_to_send(case, found, row.content)
    row.filed_on, row.filed_by = on, by
    row.save(update_fields=["filed_on", "filed_by"])
    for advice in found.recommendations.values():
        step = ADVICE_LIFE.check(advice.state, State.FILED)
        Recommendation.objects.filter(pk=advice.pk).update(state=State.FILED, version=advice.version + 1)
        record(step.verb, advice, by=by, now=now, version=row.number, hash=advice.fingerprint, on=on)
    record(Verb.REPORT_FILED, row, by=by, now=now, version=row.number, hash=row.fingerprint, on=on)
    return row


def same_as_agreed(report, found) -> None:
    """Refuses a version that is not, child by child, exactly what is agreed now (`NOT_AGREED`, `OTHER_VERSION`)."""
    if problems := list(not_agreed(found)):
        raise Refused("NOT_AGREED", N_("The advice for every child must be agreed first."), problems=problems)
    told = {child["id"]: child["agreed"] for child in report.content["children"]}
    agreed = {str(key): row.fingerprint for key, row in found.recommendations.items()}
    names = {str(child.pk): child.first_name or child.name or "–" for child in found.children}
    differing = [key for key in names if told.get(key) != agreed[key]]
    if differing or set(told) != set(names):
        raise Refused(
            "OTHER_VERSION",
            N_("This version is not the text that is agreed now. Make a new version."),
            problems=[
                Problem("OTHER_VERSION", N_("%(child)s: agreed in another version"), values=(("child", names[key]),))
                for key in differing
            ],
        )
