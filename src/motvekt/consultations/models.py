"""Anonymous consultations as the desk's own, and telephone consultations as a line to count.

What anybody writes stands in items of `dossiers`, sealed. There is no account, no address and no moment here: times are
kept to the half-day (`half_days.py`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from motvekt.consultations.kinds import Over, Side, Wish
from motvekt.dossiers.models import Dossier
from motvekt.kernel.ids import new_id
from motvekt.kernel.sets import choices, values
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Account, Area, Unit


class Anonymous(models.Model):
    """An anonymous consultation: the dossier is the desk's, and the asker is whoever has the receipt."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="anonymous")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    """The desk."""
    finds = models.BinaryField(unique=True, null=True)
    """Derived from the receipt; null where the way in has ended."""
    language = models.CharField(max_length=2)
    """The interface's language when it was sent, in which the asker reads the page."""
    wish = models.CharField(max_length=10, default=Wish.WRITE, choices=choices(Wish))
    last_by = models.CharField(max_length=10, default=Side.ASKER, choices=choices(Side))
    """Whose word was the last: the way in never ends while the asker's is unanswered."""
    last_on = models.DateField()
    over_on = models.DateField(null=True)
    over = models.CharField(max_length=10, blank=True, choices=choices(Over))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(wish__in=values(Wish)), name="anonymous_wish"),
            models.CheckConstraint(condition=Q(last_by__in=values(Side)), name="anonymous_last_by"),
            models.CheckConstraint(
                condition=Q(over="", over_on__isnull=True, finds__isnull=False)
                | Q(over__in=values(Over), over_on__isnull=False, finds__isnull=True),
                name="anonymous_over_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["last_on"], condition=Q(over="", last_by=Side.DESK), name="anonymous_silent"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Telephoned(models.Model):
    """That somebody asked an adviser by telephone: who asked and whom it was about is written nowhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    """The adviser's unit."""
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    """The adviser."""
    on = models.DateField()
    agency = models.CharField(max_length=20, blank=True, choices=choices(AgencyKind))
    """What kind of service asked; empty for a private person."""
    municipality = models.CharField(max_length=60, blank=True)
    """As the edition calls it; empty where nobody said."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agency="") | Q(agency__in=values(AgencyKind)), name="telephoned_by_an_agency"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "on"], name="telephoned_by_day")]

    def __str__(self) -> str:
        return str(self.id)
