"""Somebody who is invited shows once more who they are, once in a session, before they read what a colleague wrote.

Never before an exit: 112, the contacts and the duties are open to them at once, without what was written.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponse

from motvekt.concerns import guest_actions
from motvekt.concerns.frame import door
from motvekt.concerns.models import Concern
from motvekt.organisations import stepup
from motvekt.organisations.middleware import InsideRequest
from motvekt.organisations.stepup import Act

_SHOWN = "invited"

Page = TypeVar("Page", bound=Callable[..., HttpResponse])


def first(request: InsideRequest, concern: Concern) -> HttpResponse | None:
    """Nothing where the concern may be read now; otherwise the page that asks who it is."""
    if _is_known(request, concern):
        return None
    asks = stepup.first(request, Act.OPEN_INVITED, concern.dossier_id)
    if asks is None:
        request.session[_SHOWN] = [*request.session.get(_SHOWN, []), str(concern.dossier_id)]
        guest_actions.note_opening(concern=concern, by=request.standing)
    return asks


def asked_first(view: Page) -> Page:
    """A page of a concern that shows or sends what a colleague wrote: for whoever has shown who they are."""

    @wraps(view)
    def asked(request: InsideRequest, dossier: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        asks = first(request, door(request, dossier))
        return view(request, dossier, *args, **kwargs) if asks is None else asks

    return asked  # type: ignore[return-value]


def is_open(request: InsideRequest, concern: Concern) -> bool:
    """Whether what is written may be shown on a page that asks nobody anything."""
    return _is_known(request, concern) or stepup.is_fresh(request, Act.OPEN_INVITED, concern.dossier_id)


def _is_known(request: InsideRequest, concern: Concern) -> bool:
    """Whoever answers for the concern is never asked, and whoever has shown it in this session isn't asked again: a
    draft is saved every quarter of a minute.
    """
    shown = request.session.get(_SHOWN, [])
    return concern.writer_id == request.standing.account or str(concern.dossier_id) in shown
