"""Who has signed in, as their session in the database says it. Only below `/inne/`.

A session belongs to the area it was begun in, and ends when the account is closed, its password is changed, or its
hours are over, whatever comes first.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from motvekt.kernel import clock
from motvekt.organisations import people
from motvekt.organisations.models import Account, Area

LONGEST = timedelta(seconds=settings.SESSION_COOKIE_AGE)
INSIDE = "/inne/"

_ACCOUNT, _AREA, _PROOF, _UNTIL, _SAID = "account", "area", "proof", "until", "said"
_WAY = "motvekt-vei"
_WAY_SECONDS = 15 * 60
_LONGEST_WAY = 300


def begin(request: HttpRequest, account: Account, area: Area) -> None:
    """Whoever sits at this browser is `account` in `area` from now on, under a session key that nobody knew before."""
    request.session.flush()
    request.session[_ACCOUNT] = str(account.id)
    request.session[_AREA] = str(area.id)
    request.session[_PROOF] = account.get_session_auth_hash()
    request.session[_UNTIL] = (clock.now() + LONGEST).isoformat()
    rotate_token(request)


def end(request: HttpRequest) -> None:
    """Nobody sits at this browser from now on."""
    request.session.flush()
    rotate_token(request)


def account_of(request: HttpRequest, area: Area) -> Account | None:
    """The account that has signed in to this area. A session that no longer holds is ended."""
    session = request.session
    if _ACCOUNT not in session or session.get(_AREA) != str(area.id):
        return None
    account = people.by_id(session[_ACCOUNT])
    holds = (
        account is not None
        and account.is_active
        and hmac.compare_digest(session[_PROOF], account.get_session_auth_hash())
        and clock.now() < datetime.fromisoformat(session[_UNTIL])
    )
    if not holds:
        session.flush()
        return None
    return account


def until(request: HttpRequest) -> datetime:
    """When the session ends, whatever happens."""
    return clock.local(datetime.fromisoformat(request.session[_UNTIL]))


def say(request: HttpRequest, code: str) -> None:
    """Have the next page tell what was done."""
    request.session[_SAID] = code


def said(request: HttpRequest) -> str:
    """What this page shall tell of, once."""
    return str(request.session.pop(_SAID, ""))


def remember_way(response: HttpResponse, request: HttpRequest, area: Area) -> None:
    """Keep where somebody was going until they have signed in: signed, and with them, not in a row of nobody's."""
    if request.path_info == INSIDE or len(request.path_info) > _LONGEST_WAY:
        return
    response.set_signed_cookie(
        _WAY,
        request.path_info,
        salt=_salt(area),
        max_age=_WAY_SECONDS,
        path=INSIDE,
        secure=settings.HTTPS_ONLY,
        httponly=True,
        samesite="Lax",
    )


def way(request: HttpRequest, area: Area) -> str:
    """Where somebody was going before they signed in: a path of these pages, and never anywhere else."""
    path = request.get_signed_cookie(_WAY, default="", salt=_salt(area), max_age=_WAY_SECONDS) or ""
    return path if path.startswith(INSIDE) else INSIDE


def forget_way(response: HttpResponse) -> None:
    """They have arrived."""
    response.delete_cookie(_WAY, path=INSIDE, samesite="Lax")


def _salt(area: Area) -> str:
    return f"{_WAY}/{area.id}"
