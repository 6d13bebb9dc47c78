"""The receipt: 16 random digits that are shown before anybody writes, and are all that leads back to what they wrote.

It never stands in an address, a picture of it or a session. A form carries it sealed.
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from motvekt.kernel import clock
from motvekt.vault import envelope
from motvekt.vault.envelope import DoesNotOpen
from motvekt.vault.public_keys import public_keys

DIGITS = 16
LONGEST_TYPED = 100
"""Characters: far more than anybody puts between sixteen digits, and what is given back of what they typed."""
FORM_LASTS = timedelta(days=14)
"""How long a form that was shown can be sent."""


def new() -> str:
    """A receipt that nobody can guess: 53 bits of chance."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def spoken(receipt: str) -> str:
    """In groups of four, as one writes it down."""
    return " ".join(receipt[place : place + 4] for place in range(0, DIGITS, 4))


def typed(text: str) -> str | None:
    """The receipt that somebody typed, with whatever stands between the digits, in any script's digits; or None."""
    if len(text) > LONGEST_TYPED:
        return None
    found = []
    for letter in text:
        digit = unicodedata.decimal(letter, None)
        if digit is not None:
            found.append(str(digit))
        elif letter.isalpha():
            return None
    return "".join(found) if len(found) == DIGITS else None


@dataclass(frozen=True)
class Carried:
    """What a form brings back: its receipt, and the desk that somebody chose."""

    receipt: str = field(repr=False)
    unit: UUID
    on: date = field(default_factory=clock.today)
    """The day on which the form was shown first."""


def sealed(carried: Carried, area: UUID, *, opened: bool = False) -> str:
    """The facts as text for a hidden field, which nothing but `carried_in` opens, and only in the same area.

    `opened` says that this receipt has opened what it leads to: no page says so of one that was only given out.
    """
    said = json.dumps([carried.receipt, str(carried.unit), carried.on.isoformat()])
    return urlsafe_b64encode(envelope.seal(public_keys().sealing, said.encode(), _place(area, opened=opened))).decode()


def carried_in(token: str, area: UUID, *, opened: bool = False) -> Carried | None:
    """The facts again; None for a token that was changed, is another area's or of another kind of page, or too old."""
    try:
        content = envelope.unseal(
            public_keys().sealing, urlsafe_b64decode(token.encode("ascii")), _place(area, opened=opened)
        )
    except (DoesNotOpen, ValueError):
        return None
    receipt, unit, day = json.loads(content)
    carried = Carried(receipt, UUID(unit), date.fromisoformat(day))
    return carried if clock.today() - carried.on <= FORM_LASTS else None


def _place(area: UUID, *, opened: bool) -> bytes:
    return (b"motvekt open talk\x00" if opened else b"motvekt receipt form\x00") + area.bytes
