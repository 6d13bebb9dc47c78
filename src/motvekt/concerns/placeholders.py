"""Where the other steps will be: until they are, their addresses lead back to the sheet."""

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
def elsewhere(request: InsideRequest, dossier: UUID) -> HttpResponse:
    """Back to the sheet."""
    return redirect("concerns:concern", door(request, dossier).dossier_id)
