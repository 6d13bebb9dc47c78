"""An installation with sealed content, for tests of backups: filled, changed, written to and opened by processes.

    python -m tests.backups fill|change|write|opened|read

Each works on the installation that the environment names. `opened` prints what every sealed value says, by its place;
`read` that, the dossiers that a desk can find by a name, and what opens with the receipts of those who wrote
anonymously.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections.abc import Iterator
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")

KEPT, SHREDDED, HALF, FAR, LATE = (UUID(int=number) for number in range(1, 6))
"""Dossiers: one that stays, one that is disposed of, one of which a unit disposes its part, one of the other area, and
one that begins between the two backups."""

RECEIPTS = {"slt": "1111222233334444", "kontaktene": "5555666677778888"}
"""Of two who wrote anonymously to a desk each. What the second one wrote is disposed of later."""

GONE = "borte"


def set_up() -> None:
    import django

    django.setup()


def dossier(id: UUID, *slugs: str) -> None:
    """A dossier in which each unit has an item, and shares it with the next one."""
    from motvekt.dossiers.models import Consent, DisclosedItem, Disclosure, Dossier, Item, NameMark
    from motvekt.guide.models import Edition
    from motvekt.kernel import clock
    from motvekt.kernel.ids import new_id
    from motvekt.organisations.models import Account, Area, Unit
    from motvekt.organisations.walls import within
    from motvekt.vault import keystore

    area = Area.objects.get(slug="fjellvik" if id == FAR else "asker-baerum")
    with within(area.id):
        units = [Unit.objects.get(slug=slug) for slug in slugs]
        edition, account = Edition.objects.filter(area=area)[0], Account.objects.order_by("email")[0]
        if not Dossier.objects.filter(id=id).exists():
            today = clock.today()
            Dossier.objects.create(id=id, area=area, unit=units[0], kind="concern", edition=edition, begun_on=today)
            NameMark.objects.create(area=area, dossier_id=id, unit=units[0], kind="name", digest=b"0" * 32)
        own = {"area": area, "dossier_id": id}
        for unit in units:
            keystore.make_key(dossier=id, unit=unit.id)
        for unit, other in zip(units, units[1:] + units[:1], strict=True):
            item = new_id()
            Item.objects.create(
                id=item, **own, unit=unit, kind="note", made_at=clock.now(), content=f"{unit.slug} skrev {item}"
            )
            Consent.objects.create(**own, unit=unit, purpose="advice", given_on=clock.today(), how="Muntlig")
            if other == unit:
                continue
            shared = Disclosure.objects.create(
                **own, sender=unit, recipient=other, edition=edition, basis="x", purpose="advice", identifies=False,
                decided_by=account, made_on=clock.today(), necessity="Trengs",
            )  # fmt: skip
            DisclosedItem.objects.create(
                **own,
                disclosure=shared,
                item_id=item,
                recipient=other,
                made_at=clock.now(),
                content=f"videresendt {item}",
            )


def fill() -> None:
    from tests.world import make_world

    make_world()
    for id in (KEPT, SHREDDED, HALF):
        dossier(id, "solvang-skole", "barnevernet")
    dossier(FAR, "fjellvik-slt")
    for slug, receipt in RECEIPTS.items():
        ask(slug, receipt)


def ask(slug: str, receipt: str) -> None:
    """As somebody asks who hasn't signed in."""
    from motvekt.consultations import asking_actions
    from motvekt.consultations.asking_actions import Said
    from motvekt.consultations.policy import SOMEBODY
    from motvekt.dossiers.models import NameMark
    from motvekt.organisations.models import Area, Unit
    from motvekt.organisations.walls import within

    area = Area.objects.get(slug="asker-baerum")
    with within(area.id):
        unit = Unit.objects.select_related("area").get(slug=slug)
        said = Said(text=f"Til {slug} fra {receipt}")
        row = asking_actions.ask(receipt=receipt, unit=unit, said=said, language="nb", by=SOMEBODY)
        NameMark.objects.create(area=area, dossier=row.dossier, unit=unit, kind="name", digest=b"0" * 32)


def receipts() -> dict[str, list[str]]:
    from motvekt.consultations.queries import by_receipt
    from motvekt.kernel.errors import Refused
    from motvekt.organisations.models import Area
    from motvekt.organisations.walls import within

    area = Area.objects.get(slug="asker-baerum")
    found = {}
    with within(area.id):
        for slug, receipt in RECEIPTS.items():
            try:
                found[slug] = [word.text for word in by_receipt(receipt, area).words]
            except Refused as no:
                found[slug] = [no.decision.code]
    return found


def change() -> None:
    from motvekt.consultations.models import Anonymous
    from motvekt.organisations.models import Area, Unit
    from motvekt.organisations.walls import within
    from motvekt.vault import keystore

    dossier(LATE, "solvang-skole", "nav")
    dossier(KEPT, "nav")
    with within(Area.objects.get(slug="asker-baerum").id):
        school = Unit.objects.get(slug="solvang-skole").id
        talk = Anonymous.objects.get(unit__slug="kontaktene").pk
    keystore.shred(dossier=talk)
    keystore.shred(dossier=SHREDDED)
    keystore.shred(dossier=HALF, unit=school)


def write() -> None:
    """Begin dossiers until somebody ends it, each a transaction of its own as an action would do it."""
    from django.db import transaction

    for number in itertools.count(1000):
        with transaction.atomic():
            dossier(UUID(int=number), "solvang-skole", "barnevernet")
        print(number, flush=True)


def values() -> Iterator[tuple[str, UUID, str, str]]:
    """Every sealed value: its place, whose it is, and what it says, or GONE."""
    from motvekt.kernel.actor import Actor
    from motvekt.kernel.grant import Grant
    from motvekt.organisations.models import Area, Unit
    from motvekt.organisations.walls import within
    from motvekt.vault import inventory, keystore

    for area in Area.objects.all():
        with within(area.id):
            units = dict(Unit.objects.values_list("id", "slug"))
            for field in inventory.sealed_fields():
                for row in field.model._default_manager.filter(area=area):
                    sealed = getattr(row, field.attname)
                    if sealed is None:
                        continue
                    place = sealed.place
                    try:
                        said = keystore.open_one(
                            sealed, Grant(Actor("system", "prove"), place.dossier, place.unit, "prove")
                        )
                    except keystore.KeyGone:
                        said = GONE
                    yield f"{place.model}.{place.field} {place.row}", place.dossier, units[place.unit], said


def opened() -> list[list[str]]:
    return [[place, str(dossier), unit, said] for place, dossier, unit, said in values()]


def marked() -> list[str]:
    from motvekt.dossiers.models import NameMark
    from motvekt.organisations.models import Area
    from motvekt.organisations.walls import within

    found = []
    for area in Area.objects.all():
        with within(area.id):
            found += [str(dossier) for dossier in NameMark.objects.values_list("dossier", flat=True)]
    return found


def read() -> dict[str, Any]:
    return {"opened": opened(), "marked": marked(), "receipts": receipts()}


if __name__ == "__main__":
    set_up()
    found = {"fill": fill, "change": change, "write": write, "opened": opened, "read": read}[sys.argv[1]]()
    if found is not None:
        print(json.dumps(found))
