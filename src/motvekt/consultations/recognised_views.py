"""The page on which an adviser says that they recognise the person."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.consultations import recognised_actions, recognised_reads
from motvekt.organisations import session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.reports import queries
from motvekt.reports.forms import Confirm
from motvekt.reports.kinds import Status
from motvekt.reports.views import door, shown
from motvekt.web.methods import only


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
def recognise(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """What it means, and then it is done. Sent twice, it is done once."""
    by = request.standing
    if request.method == "POST" and recognised_reads.has_stopped(by, arrival):
        return redirect("reports:desk")
    row = door(request, arrival)
    if row.kind not in recognised_actions.ASKED or row.status == Status.DELIVERED:
        raise Http404
    form = Confirm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        about = shown(request, row) | {"form": form, "colleagues": queries.colleagues(by, row)}
        return render(request, "consultations/recognise.html", about, status=400 if form.is_bound else 200)
    recognised_actions.recognise(arrival=row.id, item_id=form.cleaned_data["key"], by=by)
    session.say(request, "recused")
    return redirect("reports:desk")
