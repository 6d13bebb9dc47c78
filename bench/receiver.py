"""Somebody who reads what comes to a desk: `python -m bench.receiver` gives the desk its reader."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from motvekt.organisations.models import Account, Unit

AREA, DESK = "asker-baerum", "slt-asker"


def receiver() -> tuple[Unit, Account]:
    """The desk, and somebody whose only role is to receive there."""
    from motvekt.access.roles import Role
    from motvekt.kernel.actor import Actor
    from motvekt.organisations import actions, policy, queries
    from motvekt.organisations.models import Account, Unit
    from motvekt.organisations.walls import within

    email, by = "bench@motvekt.example", Actor("operator", "bench")
    area = queries.area(AREA)
    if area is None:
        sys.exit("no area is set")
    with within(area.id):
        unit = Unit.objects.select_related("area", "organisation").get(area=area, slug=DESK)
        found = Account.objects.filter(email=email).first()
        if found is None:
            found = actions.make_account(email=email, name="Bench", area=area, by=by)
            held = actions.appoint(account=found, unit=unit, role=Role.SLT_COORDINATOR, by=by)
            actions.confirm(membership=held, by=policy.DEMO)
    return unit, found


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "motvekt.site.settings"
    import django

    django.setup()
    receiver()
