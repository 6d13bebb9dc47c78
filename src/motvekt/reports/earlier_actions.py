"""A look in the desk's own index, from something open: with a reason in words, and not many a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers.doing import allowed
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.name_actions import search_name
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import limits
from motvekt.reports import contents, earlier, policy
from motvekt.reports.doing import locked
from motvekt.reports.models import Arrival
from motvekt.vault.names import NotAName

NO_NAME = no("no_name", _("Dette kom uten navn. Da kan du ikke søke etter det dere har fra før."))
NOT_A_NAME = no("not_a_name", _("Navnet som fulgte med, kan ikke søkes etter. Det må ha både fornavn og etternavn."))


@dataclass(frozen=True)
class Found:
    """Something else that this desk received about somebody of the same name."""

    arrival: Arrival
    begun_on: date
    same_birth_date: bool


def look_up(*, arrival: UUID, why: str, words: str, by: Standing) -> list[Found]:
    """What the desk has from before about somebody of this name. The reason is kept with the dossier, and the search is
    in the log that the data protection officer reads. Raises Refused.
    """
    if not words.strip():
        raise Refused(no("empty", "Skriv noe først."))
    row = Arrival.objects.select_related("unit__organisation", "dossier__area", "area", "disclosure").get(id=arrival)
    allowed(policy.may_see(by, row))
    allowed(earlier.may_look(row))
    # Counted also where the rest fails: what was tried, was tried.
    allowed(limits.try_(limits.SEARCH, str(by.somebody)))
    with transaction.atomic():
        row = locked(arrival)
        allowed(policy.may_see(by, row))
        allowed(earlier.may_look(row))
        who = earlier.named(by, row)
        if who is None:
            raise Refused(NO_NAME)
        dossiers.add_item(dossier=row.dossier, unit=row.unit, kind=ItemKind.NOTE, text=words, by=by)
        try:
            found = search_name(
                dossier=row.dossier,
                desk=row.unit,
                name=who.name,
                born=who.born,
                why=why,
                by=by.actor,
                controller=row.unit.organisation_id,
            )
        except NotAName:
            raise Refused(NOT_A_NAME) from None
    return _shown(by, row, {one.dossier: one.same_birth_date for one in found})


def _shown(by: Standing, row: Arrival, same: dict[UUID, bool]) -> list[Found]:
    """Of those only what somebody may see: a colleague who has stepped aside from one doesn't find it either, and
    nobody finds what is no longer shared, unless the desk has a case of its own from it.
    """
    rows = policy.seen_by(by).filter(unit=row.unit_id, dossier__in=same)
    rows = rows.select_related("dossier", "area").order_by("-came_at", "id")
    seen = [one for one in rows if one.case_id is not None or contents.holds(by, one)]
    return [Found(one, one.dossier.begun_on, same[one.dossier_id]) for one in seen]
