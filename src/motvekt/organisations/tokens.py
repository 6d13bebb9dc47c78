"""What a page gives its visitor to bring back: sealed, for one purpose, bound to somebody or something, for a while.

Nothing of it is kept here. The key comes from the installation's secret: where that is lost, so is nothing but what was
under way.
"""

from __future__ import annotations

import hmac
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from motvekt.kernel import clock
from motvekt.organisations.models import Spent
from motvekt.vault import envelope
from motvekt.vault.envelope import DoesNotOpen


def made(purpose: str, about: dict[str, Any], *, bound: str) -> str:
    """The facts, as text that only `read` with the same purpose and the same `bound` opens."""
    said = json.dumps({"at": clock.now().isoformat(), "about": about}, ensure_ascii=False, separators=(",", ":"))
    content = zlib.compress(said.encode())
    return urlsafe_b64encode(envelope.seal(_key(), content, _place(purpose, bound))).decode()


def read(purpose: str, token: str, *, bound: str, within: timedelta) -> dict[str, Any] | None:
    """The facts again; None for a token that is too old, changed, or another's."""
    try:
        content = envelope.unseal(_key(), urlsafe_b64decode(token.encode("ascii")), _place(purpose, bound))
    except (DoesNotOpen, ValueError):
        return None
    said = json.loads(zlib.decompress(content))
    return said["about"] if clock.now() - datetime.fromisoformat(said["at"]) < within else None


def digest(purpose: str, *names: str) -> str:
    """What stands in a table for something that must not stand there itself."""
    return hmac.new(_key(), "\x00".join((purpose, *names)).encode(), sha256).hexdigest()


def spend(purpose: str, once: str, *, within: timedelta) -> bool:
    """Whether something is used for the first time, by any worker. What is older than `within`, its age refuses."""
    sweep()
    try:
        with transaction.atomic():
            Spent.objects.create(digest=digest(purpose, once), until=clock.now() + within)
    except IntegrityError:
        return False
    return True


def sweep() -> int:
    """Forget what was used and would be refused by its age. Says how many."""
    return Spent.objects.filter(until__lt=clock.now()).delete()[0]


def _key() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"motvekt/tokens", sha256).digest()


def _place(purpose: str, bound: str) -> bytes:
    return f"motvekt/token/{purpose}\x00{bound}".encode()
