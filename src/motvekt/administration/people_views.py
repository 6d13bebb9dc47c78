"""The pages of who has what: the list, and one person."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.access.roles import Role
from motvekt.administration import queries
from motvekt.administration.forms import GiveRole, PeopleFilter
from motvekt.administration.queries import Wanted
from motvekt.organisations import account_actions, actions, session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.models import Account
from motvekt.web.methods import only


@requires(Capability.APPOINT)
@only(*READING)
def people(request: InsideRequest) -> HttpResponse:
    """Who has which role where. What was asked for stands in the address."""
    form = PeopleFilter(request.GET, units=queries.unit_choices(request.standing))
    said = form.cleaned_data if form.is_valid() else {}
    wanted = Wanted(
        text=said.get("navn", "").strip(),
        unit=UUID(said["enhet"]) if said.get("enhet") else None,
        role=said.get("rolle", ""),
        state=said.get("status", ""),
        order=said.get("sorter") or "person",
        page=said.get("side") or 1,
    )
    kept = urlencode([(name, request.GET[name]) for name in form.fields if request.GET.get(name) and name != "side"])
    about = {"tab": "people", "form": form, "list": queries.people(request.standing, wanted), "kept": kept}
    return render(request, "administration/people.html", about, status=200 if form.is_valid() else 400)


@requires(Capability.APPOINT)
@only(*READING, "POST")
def person(request: InsideRequest, account: UUID) -> HttpResponse:
    """Somebody's roles and how they sign in. What is sent here gives them another role."""
    by, given = request.standing, request.POST if request.method == "POST" else None
    found = _account(request, account)
    form = GiveRole(given, units=queries.unit_choices(by), agencies=queries.agencies(by))
    if not form.is_valid():
        about = {"tab": "people", "form": form, "person": queries.person(by, found), "said": session.said(request)}
        return render(request, "administration/person.html", about, status=400 if form.is_bound else 200)
    unit = queries.unit(by, UUID(form.cleaned_data["unit"]))
    if unit is None:
        raise Http404
    actions.appoint(account=found, unit=unit, role=Role(form.cleaned_data["role"]), by=by)
    return _back(request, account, "appointed")


@requires(Capability.APPOINT)
@only(*READING, "POST")
def end(request: InsideRequest, membership: UUID) -> HttpResponse:
    """End a role, when it has been said once more whose it is."""
    found = queries.membership(request.standing, membership)
    if found is None:
        raise Http404
    if request.method != "POST":
        return render(request, "administration/end.html", {"tab": "people", "held": found})
    actions.end_membership(membership=found.row, by=request.standing)
    if found.row.account_id == request.standing.account:
        # The session ends with the role: there is nobody to show the page to.
        return redirect("organisations:home")
    return _back(request, found.row.account_id, "ended")


@requires(Capability.APPOINT)
@only("POST")
def close(request: InsideRequest, account: UUID) -> HttpResponse:
    """Let nobody sign in with an account."""
    account_actions.close_account(account=_account(request, account), by=request.standing)
    return _back(request, account, "closed")


@requires(Capability.APPOINT)
@only("POST")
def reopen(request: InsideRequest, account: UUID) -> HttpResponse:
    """Let somebody sign in again."""
    account_actions.open_account(account=_account(request, account), by=request.standing)
    return _back(request, account, "opened")


@requires(Capability.APPOINT)
@only("POST")
def ask_reset(request: InsideRequest, account: UUID) -> HttpResponse:
    """The first of two: ask that somebody's password and factors be taken away."""
    account_actions.ask_reset(account=_account(request, account), by=request.standing)
    return _back(request, account, "reset_asked")


def _account(request: InsideRequest, account: UUID) -> Account:
    found = queries.account(request.standing, account)
    if found is None:
        raise Http404
    return found


def _back(request: InsideRequest, account: UUID, said: str) -> HttpResponse:
    session.say(request, said)
    return redirect("administration:person", account)
