"""Reading the log: heads to keep elsewhere, and whether a chain is whole.

Whoever asks stands within an area, and is answered with its controllers' chains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from motvekt.audit import chain
from motvekt.audit.actions import has_key, key_of
from motvekt.audit.chain import Entry, Head, Link, State, Verdict
from motvekt.audit.models import AuditCount, AuditEvent
from motvekt.kernel import clock


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


@dataclass(frozen=True)
class Wanted:
    """What of a log somebody wants to see. Days are Norwegian, the last one included; empty: whatever it is."""

    since: date | None = None
    until: date | None = None
    person: UUID | None = None
    event: str = ""
    dossier: UUID | None = None

    def codes(self) -> dict[str, object]:
        """What was asked for, as the log tells of its own reading."""
        said = {
            "since": self.since,
            "until": self.until,
            "person": self.person,
            "kind": self.event,
            "dossier": self.dossier,
        }
        return {name: value for name, value in said.items() if value}


def newest(controller: UUID, wanted: Wanted, *, limit: int, before: int | None = None) -> list[Entry]:
    """Entries of a controller's log, the newest first: those before the one with that number, where one is given."""
    rows = AuditEvent.objects.filter(controller=controller)
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.person:
        rows = rows.filter(actor=f"account:{wanted.person}")
    if wanted.event:
        rows = rows.filter(event=wanted.event)
    if wanted.dossier:
        rows = rows.filter(about__dossier=str(wanted.dossier))
    if before is not None:
        at = AuditEvent.objects.filter(controller=controller, number=before).values_list("at", flat=True).first()
        if at is None:
            return []
        # The first condition is what the index is searched by.
        rows = rows.filter(Q(at__lte=at), Q(at__lt=at) | Q(number__lt=before))
    fields = ("number", "at", "actor", "event", "about")
    return [Entry(controller, *row) for row in rows.order_by("-at", "-number").values_list(*fields)[:limit]]


def counts(area: UUID, since: date) -> list[tuple[date, str, int]]:
    """How often each day something happened of which nobody known did: day, code and number, the newest first."""
    rows = AuditCount.objects.filter(area=area, day__gte=since).order_by("-day", "code")
    return list(rows.values_list("day", "code", "number"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.LOCAL)
