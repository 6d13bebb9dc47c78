"""The list of concerns."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns import lists
from motvekt.concerns.lists import Tab
from motvekt.organisations import session
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.web.methods import only


@requires(Capability.WRITE)
@only(*READING)
def listed(request: InsideRequest) -> HttpResponse:
    """What somebody has written, or is invited to."""
    asked = request.GET.get("vis", "")
    tab = Tab(asked) if asked in set(Tab) else Tab.OPEN
    about = {
        "section": "concerns",
        "tab": tab.value,
        "page": lists.page(request.standing, tab, request.GET.get("etter", "")),
        "is_first": "etter" not in request.GET,
        "units": lists.units(request.standing),
        "hands_on": Capability.HAND_ON in request.standing.capabilities,
        "said": session.said(request),
    }
    return render(request, "concerns/list.html", about)
