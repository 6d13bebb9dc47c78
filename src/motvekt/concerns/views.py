"""The list of concerns."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns import queries
from motvekt.concerns.frame import door, frame
from motvekt.guide.kinds import StepKind
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.web.methods import only


@requires(Capability.WRITE)
@only(*READING)
def listed(request: InsideRequest) -> HttpResponse:
    """What somebody has written, or is invited to."""
    about = {"section": "concerns", "concerns": queries.listed(request.standing)}
    return render(request, "concerns/list.html", about)


@requires(Capability.WRITE)
@only(*READING)
def concern(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """A concern: the frame that all its pages share."""
    return render(request, "concerns/frame.html", frame(request, door(request, dossier), StepKind.DESCRIBE))


@requires(Capability.WRITE)
@only(*READING)
def report(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """Where it is reported: the frame that all its pages share."""
    return render(request, "concerns/frame.html", frame(request, door(request, dossier), StepKind.REPORT))
