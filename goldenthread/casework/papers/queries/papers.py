"""The papers of a case, and the bytes of one."""

from goldenthread.casework.papers.models import Paper, PaperBody


def papers(case):
    """The papers of a case that this person may know of, newest first, each with its copy if it is one. One query."""
    return (
        Paper.objects.filter(case=case)
        .select_related("recorded_by", "member", "copy__recipient_member", "copy__report")
        .order_by("-recorded_at", "-pk")
    )


def body(paper) -> bytes:
    """The bytes of a paper that is held. Raises `PaperBody.DoesNotExist` for one that has not been fetched."""
    return bytes(PaperBody.objects.values_list("data", flat=True).get(paper=paper))
