"""«Min side»."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from motvekt.access.guard import signed_in
from motvekt.concerns import lists as concerns
from motvekt.organisations import people, session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.overview.waiting import Looking, waiting
from motvekt.web.methods import only


@signed_in
@only(*READING)
def mine(request: InsideRequest) -> HttpResponse:
    """What waits for whoever looks, by date; and whom to ask, where they have no role."""
    me = people.myself(request.standing)
    who = Looking(request.standing, request.area, me.account, session.how(request).strong)
    about = {
        "section": "mine",
        "me": me,
        "weak": not who.strong,
        "waiting": waiting(who),
        "own": concerns.latest(request.standing),
        "said": session.said(request),
    }
    return render(request, "overview/mine.html", about)
