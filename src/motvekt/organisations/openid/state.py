"""What a browser keeps while its owner is away at a provider: sealed, for one answer, for ten minutes.

It lies in a cookie of the browser that began, and nowhere else: an answer that comes with another browser is nobody's.
That it was used is kept here, as a digest, so that an answer can't be given again even with the cookie.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from motvekt.kernel import clock
from motvekt.organisations.models import Area, Spent
from motvekt.organisations.openid.failures import AGAIN, SignOnFailed
from motvekt.organisations.openid.provider import Provider
from motvekt.organisations.session import INSIDE
from motvekt.vault import keystore
from motvekt.vault.envelope import DoesNotOpen, seal, unseal

COOKIE = "motvekt-paalogging"
MINUTES = 10
KEY = "openid/state"
LONGEST_COOKIE = 4000


class Way(StrEnum):
    """What somebody signs on for."""

    SIGN_IN = "sign_in"
    LINK = "link"
    PROVE = "prove"


@dataclass(frozen=True)
class Purpose:
    """What for; whose account it is, where somebody has signed in; and in proving again what will be done with what."""

    way: Way = Way.SIGN_IN
    account: str = ""
    act: str = ""
    about: str = ""


@dataclass(frozen=True)
class Begun:
    """A sign-on that is under way. `at` and `proven_since` in seconds since 1970."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    provider: str
    back_to: str
    at: int
    proven_since: int | None
    purpose: Purpose


def begin(provider: Provider, back_to: str, purpose: Purpose) -> Begun:
    """A new one. Proving again wants to be done from now on; otherwise the provider's settings say since when."""
    at = int(clock.now().timestamp())
    age = 0 if purpose.way is Way.PROVE else provider.max_age
    return Begun(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        provider=provider.slug,
        back_to=back_to,
        at=at,
        proven_since=None if age is None else at - age,
        purpose=purpose,
    )


def keep(response: HttpResponse, area: Area, begun: Begun) -> None:
    """Leave it with the browser."""
    content = json.dumps(asdict(begun), separators=(",", ":")).encode()
    sealed = seal(_key(settings.MASTER_KEY), content, _place(area, begun.provider))
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(sealed).decode(),
        max_age=MINUTES * 60,
        path=INSIDE,
        secure=settings.HTTPS_ONLY,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """The browser has no more use for it."""
    response.delete_cookie(COOKIE, path=INSIDE, samesite="Lax")


def taken(request: HttpRequest, area: Area, provider: Provider, said: str) -> Begun:
    """What this browser began with this provider in this area, taken for good: nothing takes it a second time.

    `said` is the state that the answer names. Raises SignOnFailed.
    """
    begun = _opened(request.COOKIES.get(COOKIE, ""), area, provider)
    if begun is None or not said.isascii() or not hmac.compare_digest(begun.state, said):
        raise SignOnFailed(AGAIN, "state")
    age = clock.now().timestamp() - begun.at
    if not -1 <= age <= MINUTES * 60:
        raise SignOnFailed(AGAIN, "too late")
    _spend(begun.state)
    return begun


def _opened(cookie: str, area: Area, provider: Provider) -> Begun | None:
    if not cookie or len(cookie) > LONGEST_COOKIE:
        return None
    try:
        sealed = base64.b64decode(cookie.encode(), altchars=b"-_", validate=True)
        said: dict[str, Any] = json.loads(unseal(_key(settings.MASTER_KEY), sealed, _place(area, provider.slug)))
        purpose = said.pop("purpose")
        return Begun(**said, purpose=Purpose(**{**purpose, "way": Way(purpose["way"])}))
    # What opens was sealed here, by this or by an earlier release.
    except (DoesNotOpen, ValueError, TypeError, KeyError):
        return None


def _spend(state: str) -> None:
    """Raises SignOnFailed where it was spent before, at the same moment too."""
    now = clock.now()
    Spent.objects.filter(until__lt=now).delete()
    row = Spent(digest=sha256(f"openid/{state}".encode()).hexdigest(), until=now + timedelta(minutes=2 * MINUTES))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise SignOnFailed(AGAIN, "spent") from error


def _place(area: Area, provider: str) -> bytes:
    return b"motvekt openid\x00" + UUID(str(area.id)).bytes + provider.encode()


@lru_cache(maxsize=4)
def _key(master: Path) -> bytes:
    return keystore.named_key(KEY)


def forget_key() -> None:
    """Ask the key store anew, as in a test that changes it."""
    _key.cache_clear()
