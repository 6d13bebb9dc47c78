"""Whether what somebody types proves who they are. What is right is used up here, whoever asks at the same time."""

from __future__ import annotations

from motvekt.kernel import clock
from motvekt.organisations import codes
from motvekt.organisations.kinds import FactorKind
from motvekt.organisations.models import Account, Factor
from motvekt.vault.envelope import DoesNotOpen


def code(account: Account, typed: str) -> Factor | None:
    """The app whose code this is. Each code is good for one time."""
    row = account.factors.filter(kind=FactorKind.CODES).first()
    if row is None or row.secret is None:
        return None
    try:
        secret = codes.secret_of(bytes(row.secret), factor=row.id, account=account.id)
    except DoesNotOpen:
        return None
    now = clock.now()
    step = codes.step_of(secret, typed, at=now.timestamp(), after=row.counter)
    if step is None:
        return None
    used = Factor.objects.filter(id=row.id, counter__lt=step).update(counter=step, used_at=now)
    return row if used else None


def recovery_code(account: Account, typed: str) -> bool:
    """Whether this is one of an account's recovery codes, which is gone afterwards."""
    gone, _ = account.recovery_codes.filter(digest=codes.recovery_digest(typed, account.id)).delete()
    return bool(gone)


def passkey_used(row: Factor) -> None:
    """Note how often a passkey has signed, and when."""
    Factor.objects.filter(id=row.id).update(counter=row.counter, used_at=clock.now())
