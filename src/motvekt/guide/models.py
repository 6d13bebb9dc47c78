"""Editions, and when each contact was last checked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from motvekt.guide.kinds import LANGUAGES, Sheet
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.models import Area


class Edition(models.Model):
    """One published version of an area's guide. Immutable: a trigger refuses UPDATE in the database as well."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    pack = models.CharField(max_length=60)
    schema = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    content = models.TextField()
    """The whole guide as JSON, as `editions.write` makes it."""
    digest = models.CharField(max_length=64)
    """SHA-256 of `content`."""
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "number"], name="edition_number_once_per_area"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="edition_digest_form"),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused(no("edition_is_immutable", "En utgave kan ikke endres. Publiser en ny."))
        super().save(*args, **kwargs)


class EditionFile(models.Model):
    """A PDF of an edition in one of its languages, made when it was published. Immutable like the edition."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=[(sheet.value, sheet.name) for sheet in Sheet])
    language = models.CharField(max_length=2, choices=[(language, language) for language in LANGUAGES])
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    """SHA-256 of `content`."""
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "kind", "language"], name="edition_file_once_per_language"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[sheet.value for sheet in Sheet]), name="edition_file_kind"
            ),
            models.CheckConstraint(condition=models.Q(language__in=LANGUAGES), name="edition_file_language"),
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="edition_file_digest_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused(no("edition_is_immutable", "En utgave kan ikke endres. Publiser en ny."))
        super().save(*args, **kwargs)


class ContactCheck(models.Model):
    """That somebody called a contact and found it right. Stands beside the editions and outlives them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="contact_checks")
    contact = models.CharField(max_length=60)
    checked_on = models.DateField()
    checked_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "contact", "checked_on"], name="contact_checked_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.checked_on}"
