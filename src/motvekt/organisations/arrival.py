"""The last step of every way in: whoever has proven who they are is signed in, and goes where they were going."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from motvekt.kernel.actor import Actor
from motvekt.organisations import actions, session
from motvekt.organisations.kinds import How
from motvekt.organisations.middleware import InsideRequest
from motvekt.organisations.models import Account


def welcome(request: InsideRequest, account: Account, how: How) -> HttpResponse:
    """Sign an account in that has been proven, and go on."""
    way = session.way(request, request.area)
    actions.sign_in(account=account, area=request.area, how=how, by=Actor("account", str(account.id)))
    session.begin(request, account, request.area, how)
    response = redirect(way)
    session.forget_way(response)
    return response
