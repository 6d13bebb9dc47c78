"""The front of the administration: what somebody looks after here, and what waits for them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from motvekt.access.guard import signed_in
from motvekt.administration import queries
from motvekt.kernel.errors import Refused
from motvekt.organisations import account_actions, account_policy, session, stepup
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.models import Reset
from motvekt.organisations.stepup import Act
from motvekt.web.methods import only


@signed_in
@only(*READING)
def home(request: InsideRequest) -> HttpResponse:
    """What one looks after here, and the resets that wait for somebody."""
    by = request.standing
    about = {
        "tab": "home",
        "front": queries.front(by),
        "resets": queries.resets_for(by),
        "back": queries.ways_back(by),
        "said": session.said(request),
    }
    return render(request, "administration/home.html", about)


@signed_in
@only("POST")
def confirm_reset(request: InsideRequest, reset: UUID) -> HttpResponse:
    """The second of two: take somebody's password and factors away."""
    found = _reset(request, reset)
    if not queries.may_confirm(request.standing, found):
        # Said before anybody is asked who they are.
        raise Refused(account_policy.ANOTHER)
    if away := stepup.first(request, Act.RESET_FACTORS, reset):
        return away
    account_actions.confirm_reset(reset=found, by=request.standing)
    session.say(request, "reset_done")
    return redirect("administration:home")


@signed_in
@only("POST")
def withdraw_reset(request: InsideRequest, reset: UUID) -> HttpResponse:
    """Stop a reset."""
    account_actions.withdraw_reset(reset=_reset(request, reset), by=request.standing)
    session.say(request, "reset_withdrawn")
    return redirect("administration:home")


def _reset(request: InsideRequest, reset: UUID) -> Reset:
    found = queries.reset(request.standing, reset)
    if found is None:
        raise Http404
    return found
