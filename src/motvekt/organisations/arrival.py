"""The last step of every way in: whoever has proven who they are is signed in, and goes where they were going."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render

from motvekt.kernel.actor import Actor
from motvekt.organisations import actions, kept, limits, session
from motvekt.organisations.kept import Kept
from motvekt.organisations.kinds import How
from motvekt.organisations.middleware import InsideRequest
from motvekt.organisations.models import Account


def welcome(request: InsideRequest, account: Account, how: How) -> HttpResponse:
    """Sign an account in that has been proven, and go on: to what it had typed, or where it was going."""
    way = session.way(request, request.area)
    typed = kept.brought(request.POST.get(kept.FIELD, ""), account.id, request.area)
    actions.sign_in(account=account, area=request.area, how=how, by=Actor("account", str(account.id)))
    session.begin(request, account, request.area, how)
    response = give_back(request, account, typed) if typed else redirect(way)
    session.forget_way(response)
    if how is not How.DEMO:
        limits.remember_browser(response, account)
    return response


def give_back(
    request: InsideRequest, account: Account, typed: Kept, *, act: Mapping[str, str] | None = None
) -> HttpResponse:
    """Show that what was sent is still there, with a way to send it once more. `act`: what somebody stepped up for."""
    about = {"typed": typed, "account": account, "stepped_up": act is not None, **(act or {})}
    return render(request, "organisations/kept.html", about)
