"""A consent noted from a concern: who the person is as far as consent goes, and what they said yes to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.concerns import policy
from motvekt.concerns.models import Concern
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers.actions import Given
from motvekt.dossiers.doing import allowed
from motvekt.dossiers.facts import AgeBand
from motvekt.dossiers.kinds import Purpose
from motvekt.dossiers.models import Consent
from motvekt.organisations.models import Unit


@dataclass(frozen=True)
class Noted:
    """A consent as a page asks for it, under the id that the page was shown with.

    `guardians` is how many have parental responsibility, all of whom said yes where `by_guardians` is true;
    None where nobody asked.
    """

    id: UUID
    recipients: Collection[Unit]
    purpose: Purpose
    on: date
    how: str
    by_self: bool
    by_guardians: bool
    guardians: int | None = None
    band: AgeBand | None = None
    until: date | None = None


@transaction.atomic
def note_consent(*, concern: Concern, given: Noted, by: Standing) -> Consent:
    """Note it in the concern's dossier. The same form sent twice is one consent. Raises Refused."""
    allowed(policy.may_see(by, concern))
    known = list(concern.dossier.guardians.order_by("id"))
    is_new = not Consent.objects.filter(id=given.id).exists()
    if is_new and (given.band is not None or given.guardians is not None):
        known = dossiers.describe_person(dossier=concern.dossier, band=given.band, guardians=given.guardians, by=by)
    words = Given(
        recipients=given.recipients,
        purpose=given.purpose,
        on=given.on,
        how=given.how,
        by_self=given.by_self,
        by_guardians=known if given.by_guardians else (),
        until=given.until,
    )
    return dossiers.record_consent(dossier=concern.dossier, unit=concern.unit, given=words, by=by, consent_id=given.id)
