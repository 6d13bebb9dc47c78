"""What is the case, as the log tells it or as the tables do: what `compare` holds against one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Act:
    """What was done last with something at a desk."""

    dossier: str
    status: str
    case: str


@dataclass
class Told:
    """What is the case, by what it is about: as the log tells it, or as the tables do."""

    areas: dict[str, Hashable] = field(default_factory=dict)
    accounts: dict[str, Hashable] = field(default_factory=dict)
    """What each was when something of it was logged last, in this area."""
    changed: dict[str, datetime] = field(default_factory=dict)
    """When that was, for those who work in several areas."""
    invitations: dict[str, Hashable] = field(default_factory=dict)
    resets: dict[str, Hashable] = field(default_factory=dict)
    editions: dict[str, Hashable] = field(default_factory=dict)
    memberships: dict[str, Hashable] = field(default_factory=dict)
    readers: Counter[str] = field(default_factory=Counter)
    dossiers: dict[str, Hashable] = field(default_factory=dict)
    persons: dict[str, Hashable] = field(default_factory=dict)
    items: dict[str, Hashable] = field(default_factory=dict)
    consents: dict[str, Hashable] = field(default_factory=dict)
    disclosures: dict[str, Hashable] = field(default_factory=dict)
    recusals: dict[str, Hashable] = field(default_factory=dict)
    arrivals: dict[str, Hashable] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    """What was done with things at desks of which the log doesn't say that they came."""
    anonymous: dict[str, Hashable] = field(default_factory=dict)
    """How many came, were said and ended, of what nobody known did."""
    concerns: dict[str, Hashable] = field(default_factory=dict)


WORDS = {
    "areas": "virksomheter, enheter og adresser i området",
    "editions": "utgave",
    "memberships": "rolle",
    "invitations": "invitasjon til å komme inn",
    "resets": "nullstilling av innlogging",
    "readers": "invitasjon",
    "dossiers": "mappe",
    "persons": "alder og foresatte i mappe",
    "items": "notat i mappe",
    "consents": "samtykke",
    "disclosures": "deling",
    "recusals": "inhabilitet",
    "arrivals": "det som er kommet til et mottak",
    "anonymous": "antallet anonyme:",
    "concerns": "i rutinen:",
}
"""What each is called to the operator. Accounts are of no area."""
