"""Reads of dossiers: the one door to them. Everything that shows, lists, counts or searches comes through `visible`."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from motvekt.access.capabilities import Capability
from motvekt.access.opening import opened
from motvekt.access.standing import Standing
from motvekt.audit.actions import record
from motvekt.dossiers import policy
from motvekt.dossiers.facts import Consent as ConsentFacts
from motvekt.dossiers.facts import Person, Sharing, Told
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.dossiers.law import Law
from motvekt.dossiers.models import DisclosedItem, Disclosure, Dossier, Item, Reader, Recusal
from motvekt.kernel.grant import Grant
from motvekt.organisations import queries as organisations
from motvekt.vault.envelope import DoesNotOpen
from motvekt.vault.keystore import KeyGone
from motvekt.vault.sealed import Sealed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Visible:
    """What somebody may see today: what their units own, and what others have shared. Narrow each as any query."""

    own: QuerySet[Item]
    received: QuerySet[DisclosedItem]

    def dossiers(self) -> QuerySet[Dossier]:
        """The dossiers in which anything of it lies."""
        own = Dossier.objects.filter(id__in=self.own.order_by().values("dossier"))
        return own.union(Dossier.objects.filter(id__in=self.received.order_by().values("dossier")))


def visible(by: Standing, law: Law) -> Visible:
    """All that somebody may see on the law's day."""
    return Visible(policy.own(by), policy.received(by, law))


def is_named(account: UUID | None, dossier: UUID, unit: UUID) -> bool:
    """Whether an account is named in a dossier for a unit."""
    return Reader.objects.filter(account=account, dossier=dossier, unit=unit, ended_at__isnull=True).exists()


def is_recused(account: UUID | None, dossier: UUID, unit: UUID) -> bool:
    """Whether an account has said that it is too close to what a unit has in a dossier."""
    return Recusal.objects.filter(account=account, dossier=dossier, unit=unit).exists()


def is_read_in(dossier: Dossier, unit: UUID) -> bool:
    """Whether a unit has a dossier, or anybody there reads in it: whoever receives for all of it, or is named."""
    if dossier.unit_id == unit or organisations.somebody_receives(unit):
        return True
    named = Reader.objects.filter(dossier=dossier, unit=unit, ended_at__isnull=True).select_related("account")
    readers = (organisations.standing(row.account, dossier.area_id) for row in named)
    return any(reader.holds(Capability.OPEN, unit=unit) for reader in readers)


def owned(by: Standing, dossier: Dossier, unit: UUID) -> policy.Owned:
    """What rules ask about a unit's own records in a dossier."""
    named = is_named(by.account, dossier.id, unit)
    return policy.Owned(
        dossier.id,
        unit,
        DossierKind(dossier.kind),
        dossier.unit_id == unit,
        named,
        is_recused(by.account, dossier.id, unit),
    )


def person(dossier: Dossier) -> Person:
    """The one it is about, as far as consent goes."""
    guardians = frozenset(dossier.guardians.values_list("id", flat=True)) if dossier.guardians_known else None
    return Person(dossier.born_from, dossier.born_to, guardians)


def consents(dossier: Dossier) -> tuple[ConsentFacts, ...]:
    """Every consent that was ever given in a dossier."""
    rows = dossier.consents.prefetch_related("recipients", "by_guardians")
    return tuple(
        ConsentFacts(
            sender=row.unit_id,
            recipients=frozenset(unit.id for unit in row.recipients.all()),
            purpose=row.purpose,
            given=row.given_on,
            by_self=row.by_self,
            by_guardians=frozenset(guardian.id for guardian in row.by_guardians.all()),
            until=row.until,
            withdrawn=row.withdrawn_on,
        )
        for row in rows
    )


def sharing(disclosure: Disclosure, law: Law) -> Sharing:
    """A disclosure as the gate is asked about it today."""
    return Sharing(
        basis=disclosure.basis,
        sender=law.party(disclosure.sender),
        recipient=law.party(disclosure.recipient, began=disclosure.recipient_id == disclosure.dossier.unit_id),
        as_health_personnel=disclosure.as_health_personnel,
        identifies=disclosure.identifies,
        purpose=disclosure.purpose,
        # A disclosure isn't stored without.
        is_necessary=True,
        attested=frozenset(disclosure.attested),
        told=Told(disclosure.was_told, disclosure.not_told_why is not None, disclosure.look_again_on),
        person=person(disclosure.dossier),
        made_on=disclosure.made_on,
        consents=consents(disclosure.dossier),
        until=disclosure.until,
        ended=disclosure.ended_on,
    )


class Closed(Enum):
    """Why somebody who may open an item can't."""

    DISPOSED = "disposed"
    """Its key is gone."""
    DAMAGED = "damaged"
    """It was changed, or moved here from somewhere else."""


@dataclass(frozen=True)
class Read:
    """An item that somebody has opened, or why it doesn't open."""

    item: UUID
    unit: UUID
    kind: ItemKind
    made_at: datetime
    text: str | Closed
    was_received: bool
    written_by: UUID | None = None
    version: int = 1
    changed_at: datetime | None = None


def read(
    by: Standing, dossier: UUID, law: Law, kinds: frozenset[ItemKind] = frozenset(ItemKind), item: UUID | None = None
) -> list[Read]:
    """All that somebody may see in a dossier of these kinds, opened, the oldest first, or one item of it. Each owner's
    log says so.

    Nothing, where they may see nothing of it: whether the dossier exists is not said, and that they asked is logged.
    A page that shows no identity asks for `WITHOUT_IDENTITY`: what isn't shown isn't opened.
    """
    seen = visible(by, law)
    mine, theirs = ({"id": item}, {"item": item}) if item else ({}, {})
    own = list(seen.own.filter(dossier=dossier, kind__in=kinds, **mine).select_related("dossier", "unit"))
    copies = seen.received.filter(dossier=dossier, item__kind__in=kinds, **theirs).select_related("item", "recipient")
    copies = copies.select_related("disclosure__sender__organisation", "disclosure__recipient__organisation", "dossier")
    found = _read_own(by, own) + _read_received(by, list(copies), law)
    if not found:
        note_denial(by, dossier)
    return sorted(found, key=lambda one: (one.made_at, one.item))


WITHOUT_IDENTITY = frozenset(ItemKind) - {ItemKind.IDENTITY}


def note_denial(by: Standing, dossier: UUID) -> None:
    """In the log of whose dossier it is, where there is one and it isn't only empty."""
    row = Dossier.objects.filter(id=dossier).select_related("unit").first()
    if row is None or by.account is None:
        return
    decision = policy.may_open_own(by, owned(by, row, row.unit_id))
    if not decision:
        with transaction.atomic():
            record(
                controller=row.unit.organisation_id,
                by=by.actor,
                event="record_denied",
                record=row.id,
                why=decision.code,
            )


def _read_own(by: Standing, items: Iterable[Item]) -> list[Read]:
    by_unit: dict[UUID, list[Item]] = defaultdict(list)
    for item in items:
        by_unit[item.unit_id].append(item)
    found: list[Read] = []
    for unit, rows in by_unit.items():
        leave = policy.grant_own(by, owned(by, rows[0].dossier, unit))
        texts = _texts(rows, leave, rows[0].unit.organisation_id)
        found += [
            Read(
                row.id,
                unit,
                ItemKind(row.kind),
                row.made_at,
                text,
                was_received=False,
                written_by=row.written_by_id,
                version=row.version,
                changed_at=row.changed_at,
            )
            for row, text in zip(rows, texts, strict=True)
        ]
    return found


def _read_received(by: Standing, copies: Iterable[DisclosedItem], law: Law) -> list[Read]:
    by_disclosure: dict[UUID, list[DisclosedItem]] = defaultdict(list)
    for copy in copies:
        by_disclosure[copy.disclosure_id].append(copy)
    found: list[Read] = []
    for rows in by_disclosure.values():
        disclosure = rows[0].disclosure
        named = is_named(by.account, disclosure.dossier_id, disclosure.recipient_id)
        shared = sharing(disclosure, law)
        recused = is_recused(by.account, disclosure.dossier_id, disclosure.recipient_id)
        leave = policy.grant_received(by, disclosure.dossier_id, shared, law, is_named=named, is_recused=recused)
        texts = _texts(rows, leave, disclosure.recipient.organisation_id)
        found += [
            Read(row.item_id, disclosure.sender_id, ItemKind(row.item.kind), row.made_at, text, was_received=True)
            for row, text in zip(rows, texts, strict=True)
        ]
    return found


def _texts(rows: Sequence[Item | DisclosedItem], leave: Grant, controller: UUID) -> list[str | Closed]:
    """The rows' texts. One that is damaged doesn't close the others: somebody may need to read them now."""
    values = [row.content for row in rows]
    try:
        return list(opened(values, leave, controller=controller))
    except KeyGone:
        return [Closed.DISPOSED] * len(values)
    except DoesNotOpen:
        log.critical("sealed values in dossier %s don't open", leave.dossier)
        return [_text(value, leave, controller) for value in values]


def _text(value: Sealed, leave: Grant, controller: UUID) -> str | Closed:
    try:
        return opened([value], leave, controller=controller)[0]
    except DoesNotOpen:
        return Closed.DAMAGED
