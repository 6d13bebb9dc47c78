"""Each desk has its pair of keys: whoever writes without signing in seals to the public one, and the desk opens with
the private one, which the master key wraps. So a desk gets them where the master key is, before anybody can choose it.
"""

from __future__ import annotations

from motvekt.organisations.models import Area, Unit
from motvekt.organisations.walls import within
from motvekt.vault import keystore


def give(area: Area) -> int:
    """Make what an area's desks lack. How many there were."""
    with within(area.id):
        return keystore.make_desk_pairs(
            list(Unit.objects.filter(area=area).exclude(desk="").values_list("id", flat=True))
        )


def give_all() -> int:
    """As `give`, for every area: those that were desks before there were such keys, and whatever went wrong since."""
    return sum(give(area) for area in Area.objects.order_by("slug"))
