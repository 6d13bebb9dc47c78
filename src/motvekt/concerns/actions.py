"""What is done with a concern: begun and written on. Each is in the log of whose it is."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.concerns import aliases, policy, texts
from motvekt.concerns.doing import did, locked
from motvekt.concerns.models import Concern
from motvekt.concerns.states import Act
from motvekt.concerns.texts import Observation, Written
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers.doing import allowed, log
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.dossiers.models import Dossier, Item
from motvekt.dossiers.policy import NOT_THERE
from motvekt.guide.kinds import StepKind
from motvekt.kernel import clock
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Unit

KINDS = {shape: kind for kind, shape in texts.SHAPES.items()}

_TRIES = 50
"""How many aliases are drawn before a longer number is."""


@transaction.atomic
def note(*, concern_id: UUID, unit: Unit, observation: Observation, by: Standing) -> Concern:
    """Write a worry down: that is a concern, and its first step. `concern_id` comes with the form, so that one that is
    sent twice is one.

    Raises Refused; with the code `not_there` where somebody else's concern has that id.
    """
    if not observation.seen.strip() and not observation.told.strip():
        raise Refused(no("empty", "Skriv noe først."))
    known = Concern.objects.select_related("dossier", "unit", "area").filter(pk=concern_id).first()
    if known is not None:
        allowed(policy.may_see(by, known))
        return known
    if Dossier.objects.filter(id=concern_id).exists():
        raise Refused(NOT_THERE)
    dossier = dossiers.begin(unit=unit, kind=DossierKind.CONCERN, by=by, dossier_id=concern_id)
    now = clock.now()
    made = Concern.objects.create(
        dossier=dossier,
        area=dossier.area,
        unit=dossier.unit,
        writer_id=by.somebody,
        alias=_alias(dossier.unit),
        begun_at=now,
        changed_at=now,
    )
    dossiers.add_item(dossier=dossier, unit=unit, kind=ItemKind.OBSERVATION, text=texts.written(observation), by=by)
    did(made, StepKind.DESCRIBE, by)
    log(made.unit, by, "concern_noted", dossier=dossier.id)
    return made


def _alias(unit: Unit) -> str:
    """One that no other concern of the unit has. Two at the same moment: the constraint refuses the second."""
    taken = set(Concern.objects.filter(unit=unit).values_list("alias", flat=True))
    for number in range(_TRIES * 20):
        drawn = aliases.drawn(long=number >= _TRIES)
        if drawn not in taken:
            return drawn
    raise Refused(no("no_alias", "Det finnes ikke flere dekknavn i enheten. Si fra til administratoren."))


@transaction.atomic
def write(
    *, concern: Concern, content: Written, by: Standing, item: Item | UUID | None = None, version: int = 0
) -> Item:
    """Write in a concern: a new part, or one anew, where `version` is the one that the writer had before them.

    Raises Refused: with the code `changed_meanwhile` where somebody else has written there since.
    """
    row = locked(concern)
    allowed(policy.may_do(by, row, Act.WRITE))
    text, kind = texts.written(content), KINDS[type(content)]
    if item is None:
        made = dossiers.add_item(dossier=row.dossier, unit=row.unit, kind=kind, text=text, by=by)
    else:
        made = dossiers.rewrite_item(item=_own(row, item, kind), text=text, version=version, by=by)
    Concern.objects.filter(pk=row.pk).update(changed_at=clock.now())
    return made


def _own(concern: Concern, item: Item | UUID, kind: ItemKind) -> Item:
    """A part of this concern, of that kind. Raises Refused."""
    wanted = item if isinstance(item, UUID) else item.id
    found = Item.objects.filter(id=wanted, dossier=concern.dossier_id, unit=concern.unit_id, kind=kind).first()
    if found is None:
        raise Refused(NOT_THERE)
    return found
