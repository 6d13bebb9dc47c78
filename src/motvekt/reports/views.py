"""The desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.reports import notice_queries
from motvekt.web.methods import only


@requires(Capability.READ_RECEIVED)
@only(*READING)
def desk(request: InsideRequest) -> HttpResponse:
    """What lies at the desk."""
    about = {"section": "desk", "notices_from": notice_queries.senders(request.standing)}
    return render(request, "reports/desk.html", about)
