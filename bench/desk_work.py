"""The work that `desk.py` measures: `python -m bench.desk_work ROWS` fills a desk and prints figures as JSON.

Of all that lies there four tenths wait to be read, two tenths are read, and the rest is dealt with: more than any desk
will ever have, so that no list ends before its page does. One in twenty is a notice of the police.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.receiver import receiver

if TYPE_CHECKING:
    from django.test import Client

    from motvekt.organisations.models import Account, Unit

WARM, ROUNDS = 10, 80
PATTERN = 1_000
"""After so many rows they begin anew: the database copies them."""


def worked(rows: int) -> dict[str, dict[str, float]]:
    """Milliseconds and questions of each page, with so many rows."""
    from motvekt.organisations.walls import within

    unit, account = receiver()
    with within(unit.area_id):
        _fill(unit, account, rows)
    _known()
    with within(unit.area_id):
        pages = _pages(unit, rows)
        client = _client(unit, account)
    medians, questions = {}, {}
    for page, address in pages.items():
        medians[page], questions[page] = _measured(client, address)
    return {"medians": medians, "questions": questions}


def _fill(unit: Unit, account: Account, rows: int) -> None:
    """Lay rows at the desk until there are so many."""
    from django.db import connection, transaction

    from motvekt.reports.models import Arrival

    there = Arrival.objects.filter(unit=unit).count()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # A page may take ten seconds at most; this is none.
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0")
        if not there:
            there = len(Arrival.objects.bulk_create(_arrivals(unit, account, min(rows, PATTERN)), batch_size=500))
        while there < rows:
            there += _copied(unit, there, min(there, rows - there))


def _known() -> None:
    """The planner gets to know of the rows, as it does by itself in time. On PostgreSQL only their owner may say so."""
    from django.db import connection

    from motvekt.site.database_roles import as_owner

    with as_owner("default"), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copied(unit: Unit, there: int, number: int) -> int:
    """The newest of what lies there once more, behind all of it: the database copies its own rows. How many it was."""
    from django.db import connection

    from motvekt.reports.models import Arrival

    sqlite = connection.vendor == "sqlite"
    earlier = f"-{there} minutes"
    changed = {"id": "lower(hex(randomblob(16)))" if sqlite else "gen_random_uuid()"}
    for name in ("came_at", "read_by", "decided_at"):
        # As the mapper writes it, so that texts and moments stand in the same order.
        back = f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', {name}, '{earlier}') || '000'"
        changed[name] = back if sqlite else f"{name} + interval '{earlier}'"
    names = [str(field.column) for field in Arrival._meta.concrete_fields]
    into, out_of = ", ".join(f'"{name}"' for name in names), ", ".join(changed.get(name, f'"{name}"') for name in names)
    newest = "FROM reports_arrival WHERE unit_id = %s ORDER BY came_at DESC LIMIT %s"
    with connection.cursor() as cursor:
        # Names of columns and a number: nothing in it comes from anywhere else.
        cursor.execute(
            f"INSERT INTO reports_arrival ({into}) SELECT {out_of} {newest}",
            [unit.id.hex if sqlite else unit.id, number],
        )
    return number


def _arrivals(unit: Unit, account: Account, number: int) -> Iterator[Any]:
    from motvekt.dossiers.kinds import DossierKind, ItemKind
    from motvekt.dossiers.models import Dossier, Item
    from motvekt.guide.models import Edition
    from motvekt.kernel import clock
    from motvekt.reports.kinds import ArrivalKind, Exit, Status
    from motvekt.reports.models import Arrival, Report
    from motvekt.vault import keystore

    edition = Edition.objects.filter(area=unit.area).latest("number")
    about: dict[str, Any] = {"area": unit.area, "unit": unit}
    now = clock.now()
    dossier = Dossier.objects.create(kind=DossierKind.REPORT, edition=edition, begun_on=now.date(), **about)
    keystore.make_key(dossier=dossier.id, unit=unit.id)
    text = Item.objects.create(dossier=dossier, kind=ItemKind.REPORT, made_at=now, content="x", **about)
    report = Report.objects.create(
        dossier=dossier, reporter=account, exit=Exit.ORDINARY, edition=edition, text=text, sent_at=now,
        digest="0" * 64, **about,
    )  # fmt: skip
    for place in range(number):
        came = now - timedelta(minutes=place)
        notice, tenth = place % 20 == 0, place % 10
        status = Status.DELIVERED if tenth < 4 else Status.READ if tenth < 6 else Status.DISMISSED
        read = {} if status is Status.DELIVERED else {"reader": account, "read_at": now}
        yield Arrival(
            kind=ArrivalKind.NOTICE if notice else ArrivalKind.REPORT,
            unverified=True if notice else None,
            dossier=dossier,
            report=report,
            status=status,
            agency="education",
            alias="Furu 31",
            came_at=came,
            read_by=came + timedelta(days=place % 7),
            decided_at=came if status is Status.DISMISSED else None,
            **read,
            **about,
        )


def _pages(unit: Unit, rows: int) -> dict[str, str]:
    from motvekt.reports.kinds import Status
    from motvekt.reports.models import Arrival

    unread = Arrival.objects.filter(unit=unit, status=Status.DELIVERED).order_by("came_at", "id")
    deep = unread.values_list("id", flat=True)[rows * 3 // 10]
    desk = "/inne/mottak/"
    return {
        "the desk": desk,
        "by limit": f"{desk}?sorter=frist",
        "from the police": f"{desk}?vis=notice",
        "far down": f"{desk}?etter={deep}",
        "dealt with": f"{desk}avgjort/",
    }


def _client(unit: Unit, account: Account) -> Client:
    from django.conf import settings
    from django.http import HttpRequest
    from django.test import Client

    from motvekt.organisations import session
    from motvekt.organisations.kinds import How
    from motvekt.organisations.sessions import SessionStore

    request = HttpRequest()
    request.session = SessionStore()
    session.begin(request, account, unit.area, How.PASSKEY)
    request.session.save()
    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key or ""
    return client


def _measured(client: Client, address: str) -> tuple[float, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took = []
    for number in range(WARM + ROUNDS):
        started = time.perf_counter()
        answer = client.get(address)
        if number >= WARM:
            took.append(1000 * (time.perf_counter() - started))
        if answer.status_code != 200:
            sys.exit(f"{address} answers {answer.status_code}")
    questions = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        # PostgreSQL is told of the area besides, which asks it nothing.
        questions.append(sum("set_config" not in one["sql"] for one in asked))
    # Now and then a visit is noted in the session's row, which is no question of the page's.
    return median(took), float(min(questions))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "motvekt.site.settings"
    import django

    django.setup()
    print(json.dumps(worked(int(sys.argv[1]))))
