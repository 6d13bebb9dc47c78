"""Who has signed in, as their session in the database says it. Only below `/inne/`.

A session belongs to the area it was begun in. It ends when nobody has used it for a while, when its hours are over,
when the account is closed, its password is changed or a role of its in the area is ended: whatever comes first.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from motvekt.kernel import clock
from motvekt.organisations import people, sessions
from motvekt.organisations.kinds import How
from motvekt.organisations.models import Account, Area, Session
from motvekt.organisations.sessions import IDLE

LONGEST = timedelta(seconds=settings.SESSION_COOKIE_AGE)
WARNING = timedelta(minutes=5)
"""How long before either end a page says so."""
_NOTED = timedelta(minutes=1)
"""How often it is noted that a session is in use."""
INSIDE = "/inne/"
HOME = "/inne/min-side/"
STAY = "/inne/bli/"
"""Where a page asks how long it has, which is no use of it."""

_ACCOUNT, _AREA, _PROOF, _BEGUN, _UNTIL, _HOW, _SAID = "account", "area", "proof", "begun", "until", "how", "said"
_WAY = "motvekt-vei"
_WAY_SECONDS = 15 * 60
_LONGEST_WAY = 300


def begin(request: HttpRequest, account: Account, area: Area, how: How) -> None:
    """Whoever sits at this browser is `account` in `area` from now on, under a session key that nobody knew before."""
    now = clock.now()
    request.session.flush()
    request.lapsed = False  # type: ignore[attr-defined]
    request.session[_ACCOUNT] = str(account.id)
    request.session[_AREA] = str(area.id)
    request.session[_PROOF] = account.get_session_auth_hash()
    request.session[_BEGUN] = now.isoformat()
    request.session[_UNTIL] = (now + LONGEST).isoformat()
    request.session[_HOW] = how.value
    rotate_token(request)


def strengthened(request: HttpRequest, account: Account, how: How) -> None:
    """Whoever has signed in has just proven a second factor, or changed what signs them in: the same hours go on, and
    under a new key.
    """
    kept = {name: request.session[name] for name in (_ACCOUNT, _AREA, _BEGUN, _UNTIL)}
    request.session.flush()
    for name, value in kept.items():
        request.session[name] = value
    request.session[_PROOF] = account.get_session_auth_hash()
    request.session[_HOW] = how.value
    rotate_token(request)


def end(request: HttpRequest) -> None:
    """Nobody sits at this browser from now on."""
    request.session.flush()
    request.lapsed = False  # type: ignore[attr-defined]
    rotate_token(request)


def account_of(request: HttpRequest, area: Area) -> Account | None:
    """The account that has signed in to this area. A session that no longer holds is ended."""
    session = request.session
    if _ACCOUNT not in session or session.get(_AREA) != str(area.id):
        return None
    account = people.by_id(session[_ACCOUNT])
    row: Session | None = getattr(session, "row", None)
    if account is None or row is None or not _holds(request, account, area, row):
        session.flush()
        return None
    if request.path_info != STAY and (row.seen_at is None or clock.now() - row.seen_at >= _NOTED):
        touch(request)
    return account


def _holds(request: HttpRequest, account: Account, area: Area, row: Session) -> bool:
    session, now = request.session, clock.now()
    return (
        account.is_active
        and hmac.compare_digest(session[_PROOF], account.get_session_auth_hash())
        and now < datetime.fromisoformat(session[_UNTIL])
        and row.seen_at is not None
        and now - row.seen_at < IDLE
        and not people.lost_a_role(account.id, area.id, since=datetime.fromisoformat(session[_BEGUN]))
    )


def touch(request: HttpRequest) -> None:
    """Note that the session is in use now."""
    row = getattr(request.session, "row", None)
    if row is not None:
        row.seen_at = clock.now()
        Session.objects.filter(session_key=row.session_key, ended_at__isnull=True).update(seen_at=row.seen_at)


def begun(request: HttpRequest) -> datetime:
    """When whoever sits here signed in."""
    return clock.local(datetime.fromisoformat(request.session[_BEGUN]))


def how(request: HttpRequest) -> How:
    """How whoever sits here signed in."""
    return How(request.session[_HOW])


def was(request: HttpRequest, area: Area) -> UUID | None:
    """Whose session this browser's cookie was the key of, though it has ended: whoever typed what it sends now."""
    return sessions.whose(request.COOKIES.get(settings.SESSION_COOKIE_NAME), area.id)


def until(request: HttpRequest) -> datetime:
    """When the session ends, whatever happens."""
    return clock.local(datetime.fromisoformat(request.session[_UNTIL]))


def ends(request: HttpRequest) -> datetime:
    """When the session ends unless somebody does something, in local time."""
    row: Session | None = getattr(request.session, "row", None)
    seen = row.seen_at if row is not None and row.seen_at else clock.now()
    return min(clock.local(seen) + IDLE, until(request))


def left(request: HttpRequest) -> int:
    """Seconds until `ends`: a browser's clock may be wrong, but not by the second."""
    return max(0, int((ends(request) - clock.now()).total_seconds()))


def say(request: HttpRequest, code: str) -> None:
    """Have the next page tell what was done."""
    request.session[_SAID] = code


def said(request: HttpRequest) -> str:
    """What this page shall tell of, once."""
    return str(request.session.pop(_SAID, ""))


def remember_way(response: HttpResponse, request: HttpRequest, area: Area) -> None:
    """Keep where somebody was going until they have signed in: signed, and with them, not in a row of nobody's."""
    if request.path_info in (INSIDE, HOME, STAY) or len(request.path_info) > _LONGEST_WAY:
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
    return path if path.startswith(INSIDE) else HOME


def forget_way(response: HttpResponse) -> None:
    """They have arrived."""
    response.delete_cookie(_WAY, path=INSIDE, samesite="Lax")


def _salt(area: Area) -> str:
    return f"{_WAY}/{area.id}"
