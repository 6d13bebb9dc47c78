"""What every action in a dossier begins and ends with: who may, the lock, the log."""

from __future__ import annotations

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


def may_write(dossier: Dossier, unit: Unit, by: Standing) -> Decision:
    """Whether somebody may write in a dossier for a unit."""
    has_received = dossier.unit_id == unit.id or _has_received(dossier, unit, by)
    return policy.may_write(by, queries.owned(by, dossier, unit.id), has_received=has_received)


def _has_received(dossier: Dossier, unit: Unit, by: Standing) -> bool:
    """Whether anything in the dossier is shared with the unit, and open to this reader of it today."""
    seen = queries.visible(by, laws.of_today(dossier.area))
    return seen.received.filter(dossier=dossier.id, recipient=unit.id).exists()


def written(dossier: Dossier, unit: Unit, by: Standing) -> Dossier:
    """The dossier, locked until the end of the transaction, for whoever may write in it. Raises Refused."""
    row = locked(dossier)
    allowed(may_write(row, unit, by))
    return row


def shared(dossier: Dossier, unit: Unit, by: Standing) -> Dossier:
    """As `written`, for whoever may also share what the unit owns in it. Raises Refused."""
    row = locked(dossier)
    allowed(policy.may_share(by, unit=unit.id, written=may_write(row, unit, by)))
    return row


def locked(dossier: Dossier) -> Dossier:
    """The dossier as it is now: nobody shares from it while a consent is withdrawn, and the reverse."""
    return Dossier.objects.select_for_update(of=("self",)).select_related("area", "unit").get(id=dossier.id)


def name(dossier: Dossier, unit: Unit, account: UUID, by: Standing) -> None:
    """Add somebody to those who are named, with an event of its own: `audit compare` holds the rows against the log."""
    Reader.objects.create(
        area_id=dossier.area_id,
        dossier=dossier,
        unit=unit,
        account_id=account,
        named_by_id=by.somebody,
        named_at=clock.now(),
    )
    log(unit, by, "reader_named", dossier=dossier.id, unit=unit.id, account=account)


def log(unit: Unit, by: Standing, event: str, /, **about: object) -> None:
    """An event in the log of the controller that the unit is a part of."""
    record(controller=unit.organisation_id, by=by.actor, event=event, **about)


def allowed(decision: Decision) -> None:
    """Raise Refused where it is no."""
    if not decision:
        raise Refused(decision)
