"""What the clock does where people ask anonymously: a way in that nobody uses any more ends, and those who receive are
told at fixed hours to look in, since no letter may say when somebody wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from motvekt.audit.actions import count, count_once
from motvekt.consultations.kinds import Over, Side
from motvekt.consultations.models import Anonymous
from motvekt.consultations.queries import SHORTEST, ends_on
from motvekt.dossiers.models import Dossier
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.organisations import letters
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Unit
from motvekt.organisations.walls import within
from motvekt.post.letters import Letter
from motvekt.reports import limits
from motvekt.vault import keystore

CLOCK = Actor("system", "tick")


def expire(*, by: Actor = CLOCK) -> int:
    """End the ways in where the desk's word is the last and the days of silence are over. Says how many.

    Never while the asker's last word is unanswered. What the desk has stays. Run twice, the second time it does
    nothing. What an asker ended, and was broken off before its key knew, is brought to its end.
    """
    number = 0
    for area in organisations.ids():
        with within(area):
            for some in _in_batches(Anonymous.objects.filter(area=area).exclude(over="")):
                keystore.forget_receipt(*some)
            silent = Anonymous.objects.filter(
                area=area, over="", last_by=Side.DESK, last_on__lt=clock.today() - SHORTEST
            )
            for row in silent.order_by("last_on", "pk").values_list("pk", flat=True):
                number += _expired(row)
    return number


def _in_batches(rows: QuerySet[Anonymous]) -> Iterator[list[UUID]]:
    ids = list(rows.values_list("pk", flat=True))
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


HOURS = {time(8): "desk_hours_8", time(13): "desk_hours_13"}
"""When those who receive are told to look in, in local time on working days, and as what it is counted that they were.
The count is what is remembered of it.
"""


def tell_to_look_in(*, by: Actor = CLOCK) -> int:
    """Tell everybody who receives at a desk that can be asked anonymously to look in: at each of the hours once,
    whether or not anything waits. Says how many letters.

    Late it is done for the last hour that has passed, and not after the working day.
    """
    now = clock.now()
    passed = [hour for hour in HOURS if hour <= now.time()]
    if not passed or now.time() >= limits.END_OF_WORK or not limits.is_working_day(now.date()):
        return 0
    number = 0
    for area in organisations.ids():
        with within(area), transaction.atomic():
            if count_once(area=area, code=HOURS[max(passed)]):
                number += _told(area)
    return number


def _told(area: UUID) -> int:
    """A letter to each, however many desks they receive at."""
    units = Unit.objects.filter(area=area).exclude(desk="").values_list("id", flat=True)
    # A desk with keys has been open to anonymous questions, and whoever asked can still write to it.
    desks = [unit for unit in units if keystore.desk_public(unit) is not None]
    accounts = {account for unit in desks for account in organisations.receivers(unit)}
    for account in sorted(accounts):
        letters.send_later(letter=Letter.DESK_HOURS, recipient=account, area=area)
    return len(accounts)


@transaction.atomic
def _expired(dossier: UUID) -> bool:
    # The dossier first, as whoever writes in it does: a word that comes now is either before this or after it.
    Dossier.objects.select_for_update(of=("self",)).get(pk=dossier)
    rows = Anonymous.objects.select_for_update(of=("self",)).select_related("unit", "dossier__area")
    row = rows.filter(pk=dossier, over="", last_by=Side.DESK).first()
    if row is None:
        return False
    last = ends_on(row)
    if last is None or last >= clock.today():
        return False
    # The key first: where this is broken off the next time ends the rest, and no row says that a key is gone too soon.
    keystore.forget_receipt(row.pk)
    row.finds, row.over, row.over_on = None, Over.SILENCE, clock.today()
    row.save(update_fields=["finds", "over", "over_on"])
    count(area=row.area_id, code="anonymous_expired")
    return True
