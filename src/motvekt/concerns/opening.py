"""Somebody who is invited shows once more who they are before they read what a colleague wrote.

Never before an exit: 112, the contacts and the duties are open to them at once, without what was written.
"""

from __future__ import annotations

from django.http import HttpResponse

from motvekt.concerns import guest_actions
from motvekt.concerns.models import Concern
from motvekt.organisations import stepup
from motvekt.organisations.middleware import InsideRequest


def first(request: InsideRequest, concern: Concern) -> HttpResponse | None:
    """Nothing where the concern may be read now; otherwise the page that asks who it is."""
    if _is_own(request, concern):
        return None
    asked = stepup.first(request, stepup.Act.OPEN_INVITED, concern.dossier_id)
    if asked is None:
        guest_actions.note_opening(concern=concern, by=request.standing)
    return asked


def is_open(request: InsideRequest, concern: Concern) -> bool:
    """Whether what is written may be shown on a page that asks nobody anything."""
    return _is_own(request, concern) or stepup.is_fresh(request, stepup.Act.OPEN_INVITED, concern.dossier_id)


def _is_own(request: InsideRequest, concern: Concern) -> bool:
    return concern.writer_id == request.standing.account
