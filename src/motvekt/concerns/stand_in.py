"""Pages of a concern that are made on another branch: only so that the frame has its addresses. Goes at merging."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.concerns.frame import door
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.web.methods import only


@requires(Capability.WRITE)
@only(*READING)
def page(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """To the report, which is here."""
    return redirect("concerns:report", door(request, dossier).pk)
