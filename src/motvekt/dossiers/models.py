"""The one idea as tables: dossiers, the items in them, each owned by one unit, and what others see of them.

What is said about anybody is sealed. What is not sealed says which unit, what kind, when, on which basis, and no more.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from motvekt.dossiers.kinds import REWRITABLE, DossierKind, ItemKind, Purpose
from motvekt.guide.models import Edition
from motvekt.kernel.ids import new_id
from motvekt.kernel.sets import choices, values
from motvekt.organisations.models import Account, Area, Unit
from motvekt.vault.fields import SealedTextField
from motvekt.vault.names import MarkKind


def _one_of(field: str, kinds: Any, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values(kinds)}), name=name)


class Dossier(models.Model):
    """What belongs together about one person, or about a worry without a name. `unit` began it and answers for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=choices(DossierKind))
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    """The guide that was in force when it was begun: for its steps and texts, never for its law."""
    begun_on = models.DateField()
    born_from = models.DateField(null=True)
    born_to = models.DateField(null=True)
    """Between which days the person is born, as far as consent needs it: a month or an age band, never the day."""
    guardians_known = models.BooleanField(default=False)
    """Whether all holders of parental responsibility have their row."""

    class Meta:
        constraints: ClassVar = [
            _one_of("kind", DossierKind, "dossier_kind"),
            models.CheckConstraint(
                condition=Q(born_from__isnull=True, born_to__isnull=True) | Q(born_to__gte=F("born_from")),
                name="dossier_born_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Guardian(models.Model):
    """A holder of parental responsibility for whom a dossier is about. Who it is stands in a sealed item."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="guardians")

    def __str__(self) -> str:
        return str(self.id)


class Reader(models.Model):
    """Somebody who is named: sees what their own unit has in a dossier, for as long as they are in that unit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="readers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    """Whoever began the dossier has named themselves."""
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "dossier", "unit"], condition=Q(ended_at__isnull=True), name="reader_named_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Recusal(models.Model):
    """Somebody who said that they are too close to it: sees nothing of what that unit has in the dossier any more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="recusals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "dossier", "unit"], name="recused_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Item(models.Model):
    """A record, owned by one unit. Every record of the rooms above is one-to-one with one of these."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=choices(ItemKind))
    made_at = models.DateTimeField()
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    """Who wrote it first; nobody known, where it came from somebody who hadn't signed in."""
    version = models.PositiveIntegerField(default=1)
    """Grows each time it is written anew: who writes on says which one they had before them."""
    changed_at = models.DateTimeField(null=True)
    content = SealedTextField()
    """What it says, under the key of the unit that owns it."""

    class Meta:
        constraints: ClassVar = [
            _one_of("kind", ItemKind, "item_kind"),
            models.CheckConstraint(
                condition=Q(version=1, changed_at__isnull=True)
                | Q(version__gt=1, changed_at__isnull=False, kind__in=sorted(kind.value for kind in REWRITABLE)),
                name="item_written_anew_where_it_may_be",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "made_at", "id"], name="item_by_unit"),
            models.Index(fields=["dossier", "unit"], name="item_by_dossier"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Consent(models.Model):
    """That `unit` may tell others something for a purpose. It lifts confidentiality and nothing more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="consents")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    recipients: models.ManyToManyField[Unit, ConsentRecipient] = models.ManyToManyField(
        Unit, through="ConsentRecipient", related_name="+"
    )
    purpose = models.CharField(max_length=20, choices=choices(Purpose))
    by_self = models.BooleanField(default=False)
    by_guardians: models.ManyToManyField[Guardian, ConsentGuardian] = models.ManyToManyField(
        Guardian, through="ConsentGuardian", related_name="+"
    )
    given_on = models.DateField()
    until = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    how = SealedTextField()
    """Who gave it, how, and in which words."""

    class Meta:
        constraints: ClassVar = [
            _one_of("purpose", Purpose, "consent_purpose"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("given_on")), name="consent_ends_after_it_is_given"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_it_is_given",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ConsentRecipient(models.Model):
    """A unit that a consent names."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consent", "unit"], name="consent_names_a_unit_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ConsentGuardian(models.Model):
    """A holder of parental responsibility who gave a consent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consent", "guardian"], name="consent_by_a_guardian_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Disclosure(models.Model):
    """That `recipient` sees items of `sender`: on which basis, why, who was told, and until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="disclosures")
    sender = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    """The guide whose questions were answered. Which bases are in force is always today's edition's."""
    basis = models.CharField(max_length=60)
    purpose = models.CharField(max_length=20, choices=choices(Purpose))
    as_health_personnel = models.BooleanField(null=True)
    identifies = models.BooleanField()
    attested = models.JSONField(default=list)
    """The places, from 0, of the basis's attestations that the decider stands for."""
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    was_told = models.BooleanField(null=True)
    look_again_on = models.DateField(null=True)
    necessity = SealedTextField(unit="sender_id")
    """Why the recipient needs it."""
    not_told_why = SealedTextField(unit="sender_id", null=True)

    class Meta:
        constraints: ClassVar = [
            _one_of("purpose", Purpose, "disclosure_purpose"),
            models.CheckConstraint(condition=~Q(sender=F("recipient")), name="disclosure_goes_to_another_unit"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("made_on")), name="disclosure_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(was_told=True)
                | Q(identifies=False)
                | Q(was_told=False, look_again_on__isnull=False, not_told_why__isnull=False),
                name="disclosure_untold_has_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["recipient", "dossier"], name="disclosure_by_recipient")]

    def __str__(self) -> str:
        return str(self.id)


class DisclosedItem(models.Model):
    """What a recipient sees of an item: a copy as it was, under the recipient's own key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="disclosed")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    content = SealedTextField(unit="recipient_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["disclosure", "item"], name="an_item_once_in_a_disclosure"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "made_at", "id"], name="disclosed_by_recipient"),
            models.Index(fields=["dossier", "recipient"], name="disclosed_by_dossier"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class NameMark(models.Model):
    """A digest of the name of whom a dossier is about, under the key of the desk `unit`, and found by that desk alone.

    A table of its own: it goes at disposal, and at once where there was no ground, whatever becomes of the dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=choices(MarkKind))
    digest = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            _one_of("kind", MarkKind, "name_mark_kind"),
            models.UniqueConstraint(fields=["unit", "dossier", "kind", "digest"], name="a_name_mark_once_in_a_dossier"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "digest"], name="name_mark_by_digest")]

    def __str__(self) -> str:
        return str(self.id)
