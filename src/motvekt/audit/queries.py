"""Reading the log: heads to keep elsewhere, and whether a chain is whole.

Whoever asks stands within an area, and is answered with its controllers' chains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from motvekt.audit import chain
from motvekt.audit.actions import has_key, key_of
from motvekt.audit.chain import Entry, Head, Link, State, Verdict
from motvekt.audit.models import AuditEvent


def controllers() -> list[UUID]:
    """Every controller of the area that has a chain."""
    return list(AuditEvent.objects.order_by("controller").values_list("controller", flat=True).distinct())


def heads() -> list[Head]:
    """The last link of every chain of the area, to be kept where whoever owns the database can't reach it."""
    found = []
    for controller in controllers():
        rows = AuditEvent.objects.filter(controller=controller).order_by("-number").values_list("number", "mac")
        number, mac = rows[0]
        found.append(Head(controller, number, bytes(mac)))
    return found


def links(controller: UUID) -> list[Link]:
    """A controller's chain, in its order."""
    return list(_links(controller))


def _links(controller: UUID) -> Iterator[Link]:
    """To be read to its end where it is called: read later, it might meet another area."""
    fields = ("number", "at", "actor", "event", "about", "mac")
    rows = AuditEvent.objects.filter(controller=controller).order_by("number").values_list(*fields)
    for number, at, actor, event, about, mac in rows.iterator(chunk_size=2000):
        yield Link(Entry(controller, number, at, actor, event, about), bytes(mac))


def verify(controller: UUID, kept: Iterable[Head] = ()) -> Verdict:
    """Whether a controller's chain is whole, and reaches the heads that were kept elsewhere.

    A key that is gone, as after a restore of keys that are older than the chain, is told of and not made anew.
    """
    if not has_key(controller):
        if AuditEvent.objects.filter(controller=controller).exists():
            return Verdict(State.BROKEN, 0, 1, "nøkkelen til loggen er borte")
        return chain.verify(b"", controller, (), list(kept))
    read: list[int] = []

    def noted() -> Iterator[Link]:
        for link in _links(controller):
            read.append(link.entry.number)
            yield link

    try:
        return chain.verify(key_of(controller), controller, noted(), list(kept))
    except ValueError:
        # Somebody has written what is no event at all.
        return Verdict(State.BROKEN, len(read), len(read) + 1, "leddet kan ikke leses")
