"""A request for a course or for something to read comes to a desk, from somebody who hasn't signed in."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from motvekt.audit.actions import hold, record
from motvekt.dossiers import law as laws
from motvekt.dossiers.doing import allowed
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.dossiers.models import Dossier, Item
from motvekt.dossiers.policy import NOT_THERE
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Unit
from motvekt.reports import delivering, shapes
from motvekt.reports.asking_shapes import AskedFor
from motvekt.reports.kinds import ArrivalKind, RequestKind
from motvekt.reports.models import Arrival
from motvekt.vault import keystore

SOMEBODY = Actor("system", "request")
"""Whom the log names: nobody knows who it was, and nothing is kept that could say it."""
MOST_AN_HOUR = 20
"""How many requests a desk takes within an hour: more than people send, and few enough not to bury what else it has."""

TOO_MANY = no(
    "too_many_requests",
    _("Det har kommet mange forespørsler på kort tid, så denne er ikke sendt. Ring i stedet, eller prøv om en time."),
)


def receive_request(*, request_id: UUID, unit: Unit, about: RequestKind, said: AskedFor, by: Actor) -> Arrival:
    """Lay a request at a desk. `request_id` comes with the form, so that one that is sent twice is one.

    Raises Refused: with the code `too_many_requests` where the desk has got too many within the hour.
    """
    unit = organisations.as_it_is(unit)
    if (known := _known(request_id, unit)) is not None:
        return known
    allowed(_room_at(unit))
    # A key is committed before anything is sealed with it.
    keystore.make_key(dossier=request_id, unit=unit.id)
    try:
        with transaction.atomic():
            # From here to the end nobody else adds to what the desk has got.
            hold((unit.organisation_id,))
            allowed(_room_at(unit))
            return _received(request_id, unit, about, said, by)
    except IntegrityError as error:
        # The same form in the same moment, or somebody else's id.
        if (known := _known(request_id, unit)) is not None:
            return known
        raise Refused(NOT_THERE) from error


def _received(request_id: UUID, unit: Unit, about: RequestKind, said: AskedFor, by: Actor) -> Arrival:
    law = laws.of_today(unit.area)
    dossier = Dossier(
        id=request_id,
        area=unit.area,
        unit=unit,
        kind=DossierKind.REQUEST,
        edition_id=law.edition,
        begun_on=law.today,
    )
    dossier.save(force_insert=True)
    item = Item.objects.create(
        area=unit.area,
        dossier=dossier,
        unit=unit,
        kind=ItemKind.REQUEST,
        made_at=clock.now(),
        content=shapes.written(said),
    )
    of: dict[str, object] = {"dossier": dossier.id, "unit": unit.id}
    record(controller=unit.organisation_id, by=by, event="dossier_begun", kind=DossierKind.REQUEST.value, **of)
    record(controller=unit.organisation_id, by=by, event="item_added", item=item.id, kind=ItemKind.REQUEST.value, **of)
    return delivering.arrive(unit=unit, kind=ArrivalKind.REQUEST, dossier=dossier, by=by, about=about)


def _known(request_id: UUID, unit: Unit) -> Arrival | None:
    """The request that came with this id before. What it says stands as it was sent first."""
    return Arrival.objects.filter(dossier=request_id, unit=unit, kind=ArrivalKind.REQUEST).first()


def _room_at(unit: Unit) -> Decision:
    since = clock.now() - timedelta(hours=1)
    came = Arrival.objects.filter(unit=unit, kind=ArrivalKind.REQUEST, came_at__gt=since).count()
    return TOO_MANY if came >= MOST_AN_HOUR else YES
