"""Publishing an edition, and noting that a contact was checked."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from motvekt.guide import editions, queries, rules
from motvekt.guide.models import ContactCheck, Edition
from motvekt.guide.schema import SCHEMA, Guide
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Area


@transaction.atomic
def publish(*, guide: Guide, area: str, by: Actor) -> Edition:
    """Make a guide the area's newest edition: all of it, or nothing.

    Raises Refused where the area is unknown or its newest edition has the same content.
    """
    place = _locked(area)
    content = editions.write(guide)
    digest = rules.digest(content)
    number, newest = queries.newest_digest(place)
    if not (decision := rules.may_publish(digest, newest)):
        raise Refused(decision)
    edition = Edition(
        area=place,
        number=number + 1,
        pack=guide.id,
        schema=SCHEMA,
        valid_from=guide.valid_from,
        content=content,
        digest=digest,
        published_at=clock.now(),
        published_by=str(by),
    )
    edition.save()
    return edition


@transaction.atomic
def note_check(*, area: str, contact: str, checked_on: date, by: Actor) -> ContactCheck:
    """Note that a contact was found right. Raises Refused where the edition in force has no such contact."""
    place = _locked(area)
    current = queries.in_force(area, clock.today())
    if current is None or f"contacts/{contact}" not in current.index:
        raise Refused(no("unknown_contact", f"Utgaven som gjelder, har ingen kontakt «{contact}»."))
    check, _ = ContactCheck.objects.update_or_create(
        area=place, contact=contact, checked_on=checked_on, defaults={"checked_by": str(by)}
    )
    return check


def _locked(area: str) -> Area:
    """The area's row, held until the transaction ends, so that two publishers get two numbers."""
    place = Area.objects.select_for_update().filter(slug=area).first()
    if place is None:
        raise Refused(no("unknown_area", f"Området «{area}» finnes ikke."))
    return place
