"""What a person has undertaken, on one page."""

from django.shortcuts import render

from goldenthread.workspace.commitments import duties, grouped, next_of


def commitments(request):
    """Everything that this person owns, accounts for, signs or has been asked; what is late comes first."""
    found = duties(request.who, request.person, request.now, request.today)
    groups = grouped(found, request.today)
    context = {"groups": groups, "next_action": next_of(groups), "count": len(found)}
    return render(request, "workspace/commitments.html", context)
