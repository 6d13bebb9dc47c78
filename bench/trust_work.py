"""The work that `trust.py` measures. `python -m bench.trust_work write|verify|open` prints its figures as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from statistics import median
from uuid import UUID, uuid4

ROUNDS = 7


def per_second(count: int, work: Callable[[], object]) -> float:
    """How many of `count` pieces of work were done in a second."""
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def write() -> dict[str, float]:
    """Contacts noted as checked by the action that does it, with its event and with the event left out; medians."""
    from datetime import timedelta
    from unittest.mock import patch

    from motvekt.guide import actions
    from motvekt.kernel import clock
    from motvekt.kernel.actor import Actor

    by, day, count = Actor("system", "bench"), clock.today() - timedelta(days=5000), 0

    def note() -> None:
        nonlocal count
        for _ in range(100):
            count += 1
            checked_on = day + timedelta(days=count)
            actions.note_checks(area="asker-baerum", contacts=["pst"], checked_on=checked_on, by=by)

    rates: dict[str, list[float]] = {"bare": [], "logged": []}
    for _ in range(ROUNDS):
        with patch.object(actions, "_record"):
            rates["bare"].append(per_second(100, note))
        rates["logged"].append(per_second(100, note))
    return {name: median(found) for name, found in rates.items()}


def verify() -> dict[str, float]:
    """A chain of 20 000 links."""
    from motvekt.organisations import queries as organisations
    from motvekt.organisations.walls import within

    area = organisations.area("fjellvik")
    if area is None:
        sys.exit("no area is set")
    with within(area.id):
        # The last of its organisations: nothing is written about it.
        return _verified(area.organisations.order_by("-position").values_list("id", flat=True)[0], 20_000)


def _verified(controller: UUID, links: int) -> dict[str, float]:
    from django.db import transaction

    from motvekt.audit import queries
    from motvekt.audit.actions import record
    from motvekt.audit.models import AuditEvent
    from motvekt.kernel.actor import Actor

    with transaction.atomic():
        for _ in range(links):
            record(controller=controller, by=Actor("system", "bench"), event="area_set", area=uuid4(), row="0" * 64)

    def hashed() -> None:
        for row in AuditEvent.objects.filter(controller=controller).order_by("number").iterator(chunk_size=2000):
            said = [row.number, row.at.isoformat(), row.actor, row.event, row.about]
            sha256(bytes(row.mac) + json.dumps(said, sort_keys=True).encode()).digest()

    def verified() -> None:
        if queries.verify(controller).links != links:
            sys.exit("the chain does not hold")

    rates: dict[str, list[float]] = {"hashed": [], "verified": []}
    for _ in range(ROUNDS):
        rates["hashed"].append(per_second(links, hashed))
        rates["verified"].append(per_second(links, verified))
    return {name: median(found) for name, found in rates.items()}


def opened() -> dict[str, float]:
    """Microseconds of a decision over a real edition's bases; milliseconds of opening a hundred entries of 2 kB."""
    from motvekt.dossiers.facts import Party as Unit
    from motvekt.dossiers.facts import Person, Sharing, Told
    from motvekt.dossiers.gate import decide
    from motvekt.guide import queries
    from motvekt.guide.kinds import AgencyKind
    from motvekt.kernel import clock
    from motvekt.kernel.actor import Actor
    from motvekt.kernel.grant import Grant
    from motvekt.vault import keystore
    from motvekt.vault.envelope import Place

    edition = queries.in_force("asker-baerum", clock.today())
    if edition is None:
        sys.exit("no edition is in force")
    bases = edition.guide.bases
    sharing = Sharing(
        basis="strl-196",
        sender=Unit(uuid4(), uuid4(), AgencyKind.EDUCATION, True, True),
        recipient=Unit(uuid4(), uuid4(), AgencyKind.POLICE, True, True),
        as_health_personnel=None,
        identifies=True,
        purpose="x",
        is_necessary=True,
        attested=frozenset({0, 1, 2}),
        told=Told(was=True),
        person=Person(),
        made_on=clock.today(),
    )
    if not decide(sharing, bases, clock.today()):
        sys.exit("the gate says no")
    dossier, unit = uuid4(), uuid4()
    keystore.make_key(dossier=dossier, unit=unit)
    entries = [keystore.seal_text("å" * 1000, Place(dossier, unit, "x.entry", "text", uuid4())) for _ in range(100)]
    grant = Grant(Actor("system", "bench"), dossier, unit, "bench")
    gate = [
        1e6 / per_second(1000, lambda: [decide(sharing, bases, clock.today()) for _ in range(1000)])
        for _ in range(ROUNDS)
    ]
    opening = [1e3 / per_second(1, lambda: keystore.open_all(entries, grant)) for _ in range(200)]
    return {"gate": median(gate), "opening": median(opening)}


WORK = {"write": write, "verify": verify, "open": opened}

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "motvekt.site.settings"
    import django

    django.setup()
    print(json.dumps(WORK[sys.argv[1]]()))
