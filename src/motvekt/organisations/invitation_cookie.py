"""An invitation between its link and its acceptance: in a signed cookie, so that the link stands in no page's address.

The server's own log names the paths of pages that went wrong, and a browser keeps them in its history.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from motvekt.organisations import invitations
from motvekt.organisations.models import Area, Invitation
from motvekt.organisations.session import INSIDE

_NAME = "motvekt-invitasjon"
_SECONDS = 60 * 60


def keep(response: HttpResponse, area: Area, invitation: UUID, mac: str) -> None:
    """Keep what a link says, true or not, for an hour."""
    response.set_signed_cookie(
        _NAME,
        f"{invitation}/{mac}",
        salt=_salt(area),
        max_age=_SECONDS,
        path=INSIDE,
        secure=settings.HTTPS_ONLY,
        httponly=True,
        samesite="Lax",
    )


def kept(request: HttpRequest, area: Area) -> Invitation | None:
    """The invitation whose link was opened in this browser, where it holds."""
    said = request.get_signed_cookie(_NAME, default="", salt=_salt(area), max_age=_SECONDS) or ""
    invitation, _, mac = said.partition("/")
    return invitations.of_link(area, UUID(invitation), mac) if invitation else None


def forget(response: HttpResponse) -> None:
    """It has been used, or is none."""
    response.delete_cookie(_NAME, path=INSIDE, samesite="Lax")


def _salt(area: Area) -> str:
    return f"{_NAME}/{area.id}"
