"""The arithmetic of the chain. Pure: each link's MAC covers itself and the link before it, under a key from the vault.

Whoever owns the database lacks the key: they can take links away or put old ones back, but make none. Taking away from
the end leaves a chain that is whole, so a head (the last link's number and MAC) must be kept somewhere else; without
one nobody can prove that nothing was cut off.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

START = bytes(32)
"""What stands for the link before the first."""


@dataclass(frozen=True)
class Entry:
    """What a link says: who did what, when, about which ids. `number` counts from 1 within the controller."""

    controller: UUID
    number: int
    at: datetime
    actor: str
    event: str
    about: Mapping[str, str]

    def message(self) -> bytes:
        """The entry as bytes, in which no two entries are the same."""
        said = {
            "controller": str(self.controller),
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor,
            "event": self.event,
            # As it is stored: a list of pairs would make the same mapping.
            "about": self.about,
        }
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


@dataclass(frozen=True)
class Link:
    """An entry, and the MAC that ties it to the one before."""

    entry: Entry
    mac: bytes


@dataclass(frozen=True)
class Head:
    """The last link of a chain at some moment, as it is kept elsewhere."""

    controller: UUID
    number: int
    mac: bytes

    def __str__(self) -> str:
        return f"{self.controller} {self.number} {self.mac.hex()}"

    @classmethod
    def read(cls, line: str) -> Head:
        """A head from its line. Raises ValueError."""
        controller, number, mac = line.split()
        return cls(UUID(controller), int(number), bytes.fromhex(mac))


def mac(key: bytes, before: bytes, entry: Entry) -> bytes:
    """The MAC of an entry after the link whose MAC is `before`."""
    return hmac.new(key, before + entry.message(), sha256).digest()


class State(StrEnum):
    """What can be said of a chain."""

    PROVEN = "proven"
    NOT_PROVEN = "not_proven"
    BROKEN = "broken"


@dataclass(frozen=True)
class Verdict:
    """`links` are those that hold; `at` is the number of the first that doesn't, and `why` says how, in Norwegian."""

    state: State
    links: int
    at: int | None = None
    why: str = ""


def verify(key: bytes, controller: UUID, links: Iterable[Link], heads: Iterable[Head] = ()) -> Verdict:
    """Whether the links are a whole chain of this controller, and reach the heads that were kept elsewhere.

    Heads of other controllers are passed over. Without a head the chain is not proven: its end may be missing.
    """
    own = [head for head in heads if head.controller == controller]
    # Two heads of one number that differ, as of a chain that was forked between them, can't both be reached.
    wanted: dict[int, set[bytes]] = {}
    for head in own:
        wanted.setdefault(head.number, set()).add(head.mac)
    before, number = START, 0
    for link in links:
        entry = link.entry
        if entry.controller != controller:
            return _broken(number, "leddet hører til en annen logg")
        if entry.number != number + 1:
            return _broken(number, "et ledd er borte" if entry.number > number + 1 else "et ledd står to ganger")
        if not hmac.compare_digest(mac(key, before, entry), link.mac):
            return _broken(number, "leddet er endret, eller det forrige er byttet ut")
        before, number = link.mac, entry.number
        if wanted.pop(number, {before}) != {before}:
            return _broken(number - 1, "leddet er et annet enn det som er oppbevart utenfor")
    if wanted:
        return _broken(number, "ledd som er oppbevart utenfor, er borte fra slutten")
    return Verdict(State.PROVEN if own else State.NOT_PROVEN, number)


def _broken(held: int, why: str) -> Verdict:
    return Verdict(State.BROKEN, held, held + 1, why)
