"""The desk's lists, and what lies there, one at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.kernel import clock
from motvekt.organisations import session, stepup
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.stepup import Act as StepUp
from motvekt.reports import contents, desk_actions, earlier, listing, notice_queries, queries, wording
from motvekt.reports.asker import askers
from motvekt.reports.forms import Handle
from motvekt.reports.kinds import ANONYMOUSLY, Status
from motvekt.reports.listing import Asked
from motvekt.reports.models import Arrival
from motvekt.reports.states import ACTS, Act
from motvekt.web.methods import only


@requires(Capability.READ_RECEIVED)
@only(*READING)
def desk(request: InsideRequest) -> HttpResponse:
    """What waits at the desk of a unit: not read, and read. What was asked for stands in the address."""
    asked = Asked(
        unit=_id(request.GET.get("enhet")),
        kind=request.GET.get("vis", ""),
        by_limit=request.GET.get("sorter") == "frist",
        after=_id(request.GET.get("etter")),
        read_after=_id(request.GET.get("lest-etter")),
    )
    found = listing.desk(request.standing, asked)
    if found is None:
        raise Http404
    about = {
        "section": "desk",
        "desk": found,
        "now": clock.now(),
        "said": session.said(request),
        "notices_from": notice_queries.senders(request.standing),
    }
    return render(request, "reports/desk.html", about)


@requires(Capability.READ_RECEIVED)
@only(*READING)
def decided(request: InsideRequest) -> HttpResponse:
    """What the desk has dealt with, the last first."""
    found = listing.decided(request.standing, _id(request.GET.get("enhet")), _id(request.GET.get("etter")))
    if found is None:
        raise Http404
    about = {"section": "desk", "unit": found[0], "list": found[1], "units": listing.units_of(request.standing)}
    return render(request, "reports/decided.html", about)


@requires(Capability.READ_RECEIVED)
@only(*READING)
def item(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """Something that arrived: what it is, and what it says once somebody has said that they read it."""
    row = door(request, arrival)
    about = shown(request, row) | {"said": session.said(request)}
    if row.status == Status.DELIVERED:
        return render(request, "reports/unread_item.html", about)
    by = request.standing
    about |= {
        "contents": contents.laid_open(by, row),
        "pictures": contents.pictures(by, row),
        "replies": queries.answers_for(by, row.dossier_id) if row.passed_to_id else [],
        "basis": queries.basis(row),
        "colleagues": queries.colleagues(by, row),
        "acts": [(act, ACTS[act]) for act in queries.acts(row) if act not in (Act.READ, Act.HANDLE)],
        "can_handle": Act.HANDLE in queries.acts(row) and row.handler_id != by.account,
        "handle_form": Handle(initial={"instead_of": row.handler_id or ""}),
        "can_look": earlier.may_be_indexed(row),
        "feedback": wording.feedback(row.kind, row.unit.agency),
    }
    return render(request, "reports/item.html", about)


@requires(Capability.READ_RECEIVED)
@only("POST")
def read(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """Say that one reads it now."""
    desk_actions.mark_read(arrival=door(request, arrival).id, by=request.standing)
    return redirect("reports:item", arrival)


@requires(Capability.READ_RECEIVED)
@only("POST")
def handle(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """Say that one sees to it."""
    row, form = door(request, arrival), Handle(request.POST)
    before = form.cleaned_data.get("instead_of") if form.is_valid() else None
    desk_actions.handle(arrival=row.id, instead_of=before, by=request.standing)
    session.say(request, "handled")
    return redirect("reports:item", arrival)


@requires(Capability.READ_RECEIVED)
@only(*READING)
def picture(request: InsideRequest, arrival: UUID, picture: UUID) -> HttpResponse:
    """One picture as a file, for whoever asks for it: never shown in a page. That it was opened is logged."""
    row = door(request, arrival)
    if row.status == Status.DELIVERED:
        return redirect("reports:item", arrival)
    found = contents.picture(request.standing, row, picture)
    if found is None:
        raise Http404
    kind, content = found
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="bilde.{contents.PICTURES[kind]}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Capability.READ_RECEIVED)
@only(*READING)
def identity(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """Who it is about, for whoever has just shown who they are."""
    row = door(request, arrival)
    if row.status == Status.DELIVERED:
        return redirect("reports:item", arrival)
    if (asks := stepup.first(request, StepUp.SHOW_IDENTITY, arrival)) is not None:
        return asks
    who = contents.identity(request.standing, row)
    return render(request, "reports/identity.html", shown(request, row) | {"who": who})


def door(request: InsideRequest, arrival: UUID) -> Arrival:
    """What lies at a desk of whoever asks; for all others there is none: Http404."""
    found = queries.arrival(request.standing, arrival)
    if found is None:
        raise Http404
    return found


def shown(request: InsideRequest, row: Arrival) -> dict[str, Any]:
    """What every page about something that arrived shows."""
    asker = askers().find(row.dossier_id) if row.kind in ANONYMOUSLY else None
    return {"section": "desk", "arrival": row, "me": request.standing.account, "asker": asker}


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
