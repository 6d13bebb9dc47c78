"""What a desk does with what was asked anonymously, as its own pages do it: for tests of whoever asked."""

from __future__ import annotations

from motvekt.access.standing import Standing
from motvekt.consultations.half_days import half_day
from motvekt.consultations.kinds import Side
from motvekt.consultations.models import Anonymous
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.models import Item
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.reports.kinds import ANONYMOUSLY, Status
from motvekt.reports.models import Arrival
from motvekt.reports.shapes import Answer, written


def answered(row: Anonymous, *, by: Standing, text: str) -> None:
    """Somebody at the desk has read it, and answers."""
    Item(
        id=new_id(),
        area_id=row.area_id,
        dossier_id=row.pk,
        unit_id=row.unit_id,
        kind=ItemKind.ANSWER,
        made_at=half_day(clock.now()),
        written_by_id=by.somebody,
        content=written(Answer(text=text)),
    ).save(force_insert=True)
    Anonymous.objects.filter(pk=row.pk).update(last_by=Side.DESK, last_on=clock.today())
    Arrival.objects.filter(dossier=row.pk, kind__in=ANONYMOUSLY).update(
        status=Status.READ, reader=by.somebody, read_at=clock.now()
    )
