"""The pages of an area's units and desks."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.administration import desks, queries
from motvekt.administration.desks import DeskWords
from motvekt.administration.forms import ChangeUnit, NewUnit
from motvekt.administration.wording import AGENCIES
from motvekt.guide.frame import edition_of
from motvekt.organisations import session, unit_actions
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.web.methods import only


def _desks(request: InsideRequest) -> dict[str, DeskWords]:
    return desks.desks(edition_of(request), get_language() or "nb")


@requires(Capability.APPOINT)
@only(*READING)
def units(request: InsideRequest) -> HttpResponse:
    """Every unit by organisation, and which desk it is."""
    about = {
        "tab": "units",
        "bodies": queries.bodies(request.standing),
        "desks": _desks(request),
        "said": session.said(request),
    }
    return render(request, "administration/units.html", about)


@requires(Capability.APPOINT)
@only(*READING, "POST")
def new_unit(request: InsideRequest) -> HttpResponse:
    """Add a unit to an organisation."""
    by, given = request.standing, request.POST if request.method == "POST" else None
    chosen = desks.choices(_desks(request), queries.holders(by))
    form = NewUnit(given, organisations=queries.organisation_choices(by), desks=chosen)
    if not form.is_valid():
        about = {"tab": "units", "form": form}
        return render(request, "administration/new_unit.html", about, status=400 if form.is_bound else 200)
    said = form.cleaned_data
    body = queries.organisation(by, UUID(said["organisation"]))
    if body is None:
        raise Http404
    agency = AgencyKind(said["agency"]) if said["agency"] else None
    unit_actions.add_unit(organisation=body, name=said["name"], agency=agency, desk=said["desk"], by=by)
    session.say(request, "unit_added")
    return redirect("administration:units")


@requires(Capability.APPOINT)
@only(*READING, "POST")
def unit(request: InsideRequest, unit: UUID) -> HttpResponse:
    """Call a unit something else, or make it a desk."""
    by, given = request.standing, request.POST if request.method == "POST" else None
    found = queries.unit(by, unit)
    if found is None:
        raise Http404
    chosen = desks.choices(_desks(request) if found.agency else {}, queries.holders(by), found.desk)
    form = ChangeUnit(given, desks=chosen, initial={"name": found.name, "desk": found.desk})
    if not form.is_valid():
        about = {"tab": "units", "form": form, "unit": found, "agency": AGENCIES[found.agency]}
        return render(request, "administration/unit.html", about, status=400 if form.is_bound else 200)
    unit_actions.change_unit(unit=found, name=form.cleaned_data["name"], desk=form.cleaned_data["desk"], by=by)
    session.say(request, "unit_changed")
    return redirect("administration:units")
