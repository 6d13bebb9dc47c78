"""Units as administrators keep them. What a unit is in the eyes of the law, and whose, never changes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.audit.actions import hold, record
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import account_policy, desk_keys, digests, queries
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Area, Organisation, Unit
from motvekt.organisations.walls import within

NO_SERVICE = no("desk_without_service", _("En administrasjon kan ikke være et mottak. Velg en tjeneste."))
LONGEST_SLUG = 60


@transaction.atomic
def add_unit(*, organisation: Organisation, name: str, agency: AgencyKind | None, by: Standing, desk: str = "") -> Unit:
    """Make a unit of an organisation: an administration where it has no agency. Raises Refused.

    `desk` is the id of the edition's desk that it is from now on; the unit that was it before is it no longer.
    """
    with within(organisation.area_id):
        area = _locked(organisation.area, by)
        if desk and agency is None:
            raise Refused(NO_SERVICE)
        before = _taken(area, desk)
        unit = Unit.objects.create(
            area=area,
            organisation=organisation,
            slug=_slug(area, name),
            name=name.strip(),
            agency=agency or "",
            desk=desk,
        )
        desk_keys.give(area)
        _record(area, by, [Move(desk, before, unit)] if desk else [])
        return unit


@transaction.atomic
def change_unit(*, unit: Unit, name: str, desk: str, by: Standing) -> None:
    """Call a unit something else, or make it a desk or no desk. Raises Refused."""
    with within(unit.area_id):
        area = _locked(unit.area, by)
        row = Unit.objects.get(id=unit.id)
        if desk and not row.agency:
            raise Refused(NO_SERVICE)
        if (row.name, row.desk) == (name.strip(), desk):
            return
        moves = []
        if desk != row.desk:
            moves = [Move(row.desk, row, None), Move(desk, _taken(area, desk), row)]
        row.name, row.desk = name.strip(), desk
        row.save(update_fields=["name", "desk"])
        desk_keys.give(area)
        _record(area, by, moves)


@dataclass(frozen=True)
class Move:
    """A desk, which unit it was and which it is."""

    desk: str
    before: Unit | None
    unit: Unit | None


def _taken(area: Area, desk: str) -> Unit | None:
    """The unit that was this desk: nobody is, until the next is."""
    found = Unit.objects.filter(area=area, desk=desk).first() if desk else None
    if found:
        Unit.objects.filter(id=found.id).update(desk="")
    return found


def _locked(area: Area, by: Standing) -> Area:
    """The area's row, held until the transaction ends: its digest is of all units as they are then."""
    if not (decision := account_policy.may_administer(by, area=area.id)):
        raise Refused(decision)
    return Area.objects.select_for_update().get(id=area.id)


def _record(area: Area, by: Standing, moves: Sequence[Move]) -> None:
    """Who gets what comes in next is told in the log of whoever got it before, and of whoever gets it now."""
    controller = queries.first_controller(area)
    units = {unit for move in moves for unit in (move.before, move.unit) if unit}
    hold([controller, *(unit.organisation_id for unit in units)])
    for move in moves:
        about = {name: unit.id for name, unit in (("before", move.before), ("unit", move.unit)) if unit}
        for body in {unit.organisation_id for unit in (move.before, move.unit) if unit and move.desk}:
            record(controller=body, by=by.actor, event="desk_moved", desk=move.desk, **about)
    record(controller=controller, by=by.actor, event="area_set", area=area.id, row=digests.of_area(area))


def _slug(area: Area, name: str) -> str:
    """The name as a slug that no unit of the area has yet."""
    plain = name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_SLUG - 4].strip("-")
    base = base if base[:1].isalpha() else f"enhet-{base}".strip("-")
    taken = set(Unit.objects.filter(area=area, slug__startswith=base).values_list("slug", flat=True))
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found
