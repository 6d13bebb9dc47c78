"""How often somebody may try, whichever worker they meet. What is tried stands in a table, by a digest.

Guessing is slowed down for the address that is guessed, and apart for each browser that has signed in with it before:
whoever guesses at somebody's password doesn't keep them out of their own browser. Where many addresses of an area are
guessed at, browsers that nobody knows wait. A passkey can't be guessed and is never made to wait.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from motvekt.kernel import clock
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import tokens
from motvekt.organisations.models import Account, Area, Attempt


@dataclass(frozen=True)
class Limit:
    """So many tries within so long, and the words for whoever tries more often."""

    name: str
    most: int
    within: timedelta
    words: str


_WAIT = _("Det er prøvd for mange ganger. Vent et kvarter og prøv igjen, eller logg inn med passnøkkel.")
PASSWORD = Limit("password", 5, timedelta(minutes=15), _WAIT)
CODE = Limit("code", 5, timedelta(minutes=15), _("Det er prøvd for mange koder. Vent et kvarter og prøv igjen."))
AREA = Limit("area", 200, timedelta(minutes=15), _WAIT)
SEARCH = Limit(
    "search",
    5,
    timedelta(days=1),
    _("Du har søkt fem ganger det siste døgnet. Flere søk får du ikke nå. Spør en kollega, eller vent til i morgen."),
)
"""Searches by name: each is somebody's life."""
LONGEST = max(limit.within for limit in (PASSWORD, CODE, AREA, SEARCH))

_KNOWN = "motvekt-kjent"
_KNOWN_FOR = timedelta(days=180)


def try_(limit: Limit, *names: str) -> Decision:
    """Count one more try, and say whether it may be made. Of many at once, no more than the limit pass."""
    digest = tokens.digest(f"limit/{limit.name}", *names)
    since = clock.now() - limit.within
    if Attempt.objects.filter(digest=digest, at__gt=since).count() >= limit.most:
        return no("too_many_tries", limit.words)
    Attempt.objects.create(digest=digest, at=clock.now())
    if Attempt.objects.filter(digest=digest, at__gt=since).count() > limit.most:
        return no("too_many_tries", limit.words)
    return YES


def forget(limit: Limit, *names: str) -> None:
    """Somebody got it right: what they tried before no longer counts. What doesn't count any more goes too."""
    Attempt.objects.filter(digest=tokens.digest(f"limit/{limit.name}", *names)).delete()
    sweep()


def sweep() -> int:
    """Delete the tries that no longer count. Says how many."""
    return Attempt.objects.filter(at__lt=clock.now() - LONGEST).delete()[0]


def try_password(request: HttpRequest, area: Area, email: str) -> Decision:
    """Whether a password may be tried for an address, from this browser."""
    browser = _browser(request, email)
    if not browser and not (decision := try_(AREA, str(area.id))):
        return decision
    return try_(PASSWORD, email.strip().lower(), browser)


def forget_password(request: HttpRequest, area: Area, email: str) -> None:
    """The password was right."""
    forget(PASSWORD, email.strip().lower(), _browser(request, email))


def remember_browser(response: HttpResponse, account: Account) -> None:
    """This browser has signed in as this account: its tries are counted apart from now on."""
    response.set_cookie(
        _KNOWN,
        tokens.made("known", {"email": account.email, "browser": secrets.token_hex(16)}, bound=""),
        max_age=int(_KNOWN_FOR.total_seconds()),
        path="/inne/",
        secure=settings.HTTPS_ONLY,
        httponly=True,
        samesite="Lax",
    )


def _browser(request: HttpRequest, email: str) -> str:
    """What a browser that has signed in with this address is called; empty for every other."""
    known = tokens.read("known", request.COOKIES.get(_KNOWN, ""), bound="", within=_KNOWN_FOR)
    return str(known["browser"]) if known and known["email"] == email.strip().lower() else ""
