"""Reads of a concern's consents, for whoever sees the concern. How each was given is sealed; no list shows it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from motvekt.concerns.models import Concern
from motvekt.dossiers.kinds import Purpose
from motvekt.dossiers.models import Consent
from motvekt.kernel import clock


@dataclass(frozen=True)
class Shown:
    """A consent in words. `holds` is whether it is in force today."""

    row: Consent
    to: str
    by: str
    purpose: str
    holds: bool


def listed(concern: Concern) -> list[Shown]:
    """All of them, the newest first."""
    rows = Consent.objects.filter(dossier=concern.dossier_id, unit=concern.unit_id)
    rows = rows.prefetch_related("recipients", "by_guardians").order_by("-given_on", "id")
    return [_shown(row) for row in rows]


def one(concern: Concern, consent: UUID) -> Shown | None:
    """One of the concern's own, or nothing."""
    row = Consent.objects.filter(dossier=concern.dossier_id, unit=concern.unit_id, id=consent).first()
    return _shown(row) if row is not None else None


def _shown(row: Consent) -> Shown:
    today = clock.today()
    by = [_("personen selv")] if row.by_self else []
    by += [_("alle med foreldreansvar")] if row.by_guardians.exists() else []
    purposes = {
        Purpose.REPORT: _("en bekymringsmelding"),
        Purpose.CLARIFICATION: _("en samtale eller et råd"),
    }
    return Shown(
        row,
        ", ".join(sorted(unit.name for unit in row.recipients.all())),
        ", ".join(by),
        purposes.get(Purpose(row.purpose), _("noe annet")),
        row.withdrawn_on is None and (row.until is None or row.until >= today),
    )
