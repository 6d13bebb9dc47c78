"""What the clock does when a day is over: the order in which anonymous people wrote is taken out of both databases.

Times are kept to the half-day, and beside them stand rows with moments, such as sign-ins. Which of those a message came
after would say when it was written, and with few who were there, whose it may be. So each of its rows is written anew.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from motvekt.audit.actions import count_once
from motvekt.audit.models import AuditCount
from motvekt.consultations.clock_actions import CLOCK
from motvekt.consultations.models import Anonymous
from motvekt.dossiers.models import Dossier, Item
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Unit
from motvekt.organisations.walls import within
from motvekt.reports.kinds import ANONYMOUSLY
from motvekt.reports.models import Arrival
from motvekt.vault.anew import write_anew, write_talk_keys_anew

ONCE = "anonymous_mixed"


def mix(*, by: Actor = CLOCK) -> int:
    """Write anew what anonymous people wrote since the last time, once a day. Says how many rows."""
    number = 0
    for area in organisations.ids():
        with within(area):
            number += _mixed(area)
    return number


@transaction.atomic
def _mixed(area: UUID) -> int:
    counts = AuditCount.objects.filter(area=area, day__lt=clock.today())
    last = counts.filter(code=ONCE).order_by("-day").values_list("day", flat=True).first() or date.min
    if not count_once(area=area, code=ONCE):
        return 0
    ids = list(_touched(area, last).order_by("pk").values_list("pk", flat=True))
    # As whoever writes in one does, and in one order.
    list(Dossier.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
    items = Item.objects.filter(dossier__in=ids, written_by=None)
    arrivals = Arrival.objects.filter(dossier__in=ids, kind__in=ANONYMOUSLY)
    units = Unit.objects.filter(area=area).values_list("id", flat=True)
    return (
        write_anew(Dossier, ids)
        + write_anew(Anonymous, ids)
        + write_anew(Item, list(items.values_list("pk", flat=True)), large="content")
        + write_anew(Arrival, list(arrivals.values_list("pk", flat=True)))
        + write_anew(AuditCount, list(counts.filter(day__gte=last).values_list("pk", flat=True)))
        + write_talk_keys_anew(ids, list(units), last)
    )


def _touched(area: UUID, since: date) -> QuerySet[Anonymous]:
    """Those in which whoever asked has written, or ended something, on that day or later."""
    return Anonymous.objects.filter(
        Q(dossier__begun_on__gte=since) | Q(last_on__gte=since) | Q(over_on__gte=since), area=area
    )
