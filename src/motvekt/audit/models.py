"""The log's rows. They are only ever added: triggers refuse everything else, in both databases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from motvekt.kernel.ids import new_id


class AuditEvent(models.Model):
    """A link of a controller's chain. `controller` is an organisation's id, and outlives the organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    controller = models.UUIDField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    """`account:<id>`, `operator:<login name>` or `system:<part>`."""
    event = models.CharField(max_length=60)
    about = models.JSONField()
    """Field to text, as `events.written` makes it."""
    mac = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["controller", "number"], name="audit_number_once_per_controller"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="audit_number_from_one"),
        ]
        indexes: ClassVar = [models.Index(fields=["controller", "at", "number"], name="audit_newest_first")]

    def __str__(self) -> str:
        return f"{self.controller} {self.number}"


class AuditCount(models.Model):
    """How often something happened on a day of which nobody known did: a failed sign-in, a page that was denied.

    One row a day and code in each area, and no trace of who.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.UUIDField()
    day = models.DateField()
    code = models.CharField(max_length=60)
    number = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "day", "code"], name="audit_one_count_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.code}"
