"""What every action in a dossier begins and ends with: who may, the lock, the log."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from motvekt.access.standing import Standing
from motvekt.audit.actions import record
from motvekt.dossiers import law as laws
from motvekt.dossiers import policy, queries
from motvekt.dossiers.models import Dossier, Reader
from motvekt.kernel import clock
from motvekt.kernel.decision import Decision
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Unit


@dataclass(frozen=True)
class Place:
    """A unit in a dossier, both as the database has them: instances may be old, or changed since they were read."""

    dossier: Dossier
    unit: Unit


def known(dossier: Dossier, unit: Unit) -> Place:
    """Where somebody wants to do something. Raises Refused where the unit is not of the dossier's area."""
    return _place(Dossier.objects.select_related("area", "unit").get(id=dossier.id), unit)


def _place(row: Dossier, unit: Unit) -> Place:
    found = unit_of(row, unit)
    if found is None:
        raise Refused(policy.NOT_THERE)
    return Place(row, found)


def unit_of(dossier: Dossier, unit: Unit) -> Unit | None:
    """A unit of the dossier's area. Others are none of anybody's business here."""
    return Unit.objects.filter(id=unit.id, area=dossier.area_id).select_related("organisation").first()


def may_write(place: Place, by: Standing) -> Decision:
    """Whether somebody may write in a dossier for a unit."""
    dossier, unit = place.dossier, place.unit
    has_received = dossier.unit_id == unit.id or _has_received(dossier, unit, by)
    return policy.may_write(by, queries.owned(by, dossier, unit.id), has_received=has_received)


def _has_received(dossier: Dossier, unit: Unit, by: Standing) -> bool:
    """Whether anything in the dossier is shared with the unit, and open to this reader of it today."""
    seen = queries.visible(by, laws.of_today(dossier.area))
    return seen.received.filter(dossier=dossier.id, recipient=unit.id).exists()


def may_share(place: Place, by: Standing) -> Decision:
    """Whether somebody may share what a unit owns in a dossier, and record consents to that."""
    return policy.may_share(by, unit=place.unit.id, written=may_write(place, by))


def written(dossier: Dossier, unit: Unit, by: Standing) -> Place:
    """The dossier, locked until the end of the transaction, for whoever may write in it. Raises Refused."""
    place = locked(dossier, unit)
    allowed(may_write(place, by))
    return place


def shared(dossier: Dossier, unit: Unit, by: Standing) -> Place:
    """As `written`, for whoever may also share what the unit owns in it. Raises Refused."""
    place = locked(dossier, unit)
    allowed(may_share(place, by))
    return place


def locked(dossier: Dossier, unit: Unit | None = None) -> Place:
    """The dossier as it is now: nobody shares from it while a consent is withdrawn, and the reverse. Without a unit,
    the one that began it is meant.
    """
    row = Dossier.objects.select_for_update(of=("self",)).select_related("area", "unit").get(id=dossier.id)
    return _place(row, unit or row.unit)


def name(place: Place, account: UUID, by: Standing) -> None:
    """Add somebody to those who are named, with an event of its own: `audit compare` holds the rows against the log."""
    dossier, unit = place.dossier, place.unit
    Reader.objects.create(
        area_id=dossier.area_id,
        dossier=dossier,
        unit=unit,
        account_id=account,
        named_by_id=by.somebody,
        named_at=clock.now(),
    )
    log(unit, by, "reader_named", dossier=dossier.id, unit=unit.id, account=account)


def unname(place: Place, accounts: Collection[UUID], by: Standing, *, named_by: UUID | None = None) -> None:
    """Let these accounts see it no more, each with an event; only what `named_by` gave, where it is given."""
    rows = Reader.objects.filter(dossier=place.dossier, unit=place.unit, account__in=accounts, ended_at__isnull=True)
    for row in (rows.filter(named_by=named_by) if named_by else rows).order_by("named_at", "id"):
        Reader.objects.filter(id=row.id).update(ended_at=clock.now())
        log(place.unit, by, "reader_ended", dossier=place.dossier.id, unit=place.unit.id, account=row.account_id)


def log(unit: Unit, by: Standing, event: str, /, **about: object) -> None:
    """An event in the log of the controller that the unit is a part of."""
    record(controller=unit.organisation_id, by=by.actor, event=event, **about)


def allowed(decision: Decision) -> None:
    """Raise Refused where it is no."""
    if not decision:
        raise Refused(decision)
