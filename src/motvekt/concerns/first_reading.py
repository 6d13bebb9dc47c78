"""The step before a concern that somebody was invited to: they show once more who they are, once in a session."""

from __future__ import annotations

from django.http import HttpResponse

from motvekt.concerns.models import Concern
from motvekt.organisations import stepup
from motvekt.organisations.middleware import InsideRequest
from motvekt.organisations.stepup import Act

_SHOWN = "invited"


def first(request: InsideRequest, concern: Concern) -> HttpResponse | None:
    """The page that asks, for a guest who opens it for the first time in this session. Whoever answers for the concern
    is never asked.
    """
    about = str(concern.dossier_id)
    shown = request.session.get(_SHOWN, [])
    if concern.writer_id == request.standing.account or about in shown:
        return None
    asks = stepup.first(request, Act.OPEN_INVITED, concern.dossier_id)
    if asks is None:
        request.session[_SHOWN] = [*shown, about]
    return asks
