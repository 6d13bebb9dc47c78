"""The desks of the edition in force, as an administrator chooses among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from motvekt.administration.wording import CHANNELS
from motvekt.guide.frame import content_language
from motvekt.guide.queries import InForce


@dataclass(frozen=True)
class DeskWords:
    """A desk with its name and its channel, in words. One that the edition doesn't know has no channel."""

    id: str
    name: str
    channel: str


def desks(edition: InForce, language: str) -> dict[str, DeskWords]:
    """Every desk of the edition in force, by its id."""
    spoken = content_language(edition.guide, language)
    found = {}
    for desk in edition.guide.desks:
        found[desk.id] = DeskWords(desk.id, desk.name.get(spoken) or "", CHANNELS[desk.channel])
    return found


def choices(known: Mapping[str, DeskWords], holders: Mapping[str, str], own: str = "") -> list[tuple[str, str]]:
    """Desks to choose from: each with its channel, and with the unit that is it now, where that is another."""
    found = [("", _("Enheten er ikke et mottak"))]
    for desk in known.values():
        taken = holders.get(desk.id, "") if desk.id != own else ""
        about = {"name": desk.name, "channel": _(desk.channel), "unit": taken}
        words = _("%(name)s, %(channel)s") % about
        found.append((desk.id, _("%(name)s, %(channel)s (flyttes fra %(unit)s)") % about if taken else words))
    if own and own not in known:
        found.append((own, _("%(desk)s, som utgaven ikke har") % {"desk": own}))
    return found
