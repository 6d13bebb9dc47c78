"""The list of concerns."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns import queries
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.web.methods import only


@requires(Capability.WRITE)
@only(*READING)
def listed(request: InsideRequest) -> HttpResponse:
    """What somebody has written, or is invited to."""
    about = {"section": "concerns", "concerns": queries.listed(request.standing)}
    return render(request, "concerns/list.html", about)
