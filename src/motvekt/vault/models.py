"""The key store: keys that a master key has wrapped. It has no content, and no row points into another database."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from motvekt.kernel.ids import new_id


class WrappedKey(models.Model):
    """What every key has: which master key wrapped it, and the wrapped bytes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    master = models.CharField(max_length=64)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        abstract = True


class DataKey(WrappedKey):
    """The key of what one unit owns in one dossier. Where it is gone, so is all that it sealed, backups included."""

    dossier = models.UUIDField()
    unit = models.UUIDField()
    # `made_at` is moved on when somebody seals with an older key (`keystore.sealing_key`): a sweep reads it.

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "unit"], name="one_key_per_unit_in_a_dossier")
        ]
        indexes: ClassVar = [models.Index(fields=["made_at"], name="data_key_made_at")]

    def __str__(self) -> str:
        return str(self.id)


class NamedKey(WrappedKey):
    """A key for something that is no dossier: a controller's log, a desk's index of names."""

    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class DeskPair(WrappedKey):
    """A desk's pair of keys: anybody can seal to the public one; `wrapped` is the private one."""

    unit = models.UUIDField(unique=True)
    public = models.BinaryField()

    def __str__(self) -> str:
        return str(self.unit)


class TalkKey(models.Model):
    """The key of a dossier that somebody began who hasn't signed in: sealed to the desk, and to their receipt.

    Nobody needs the master key to make one. It has a day and no moment: nobody is to know when it was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.UUIDField(unique=True)
    unit = models.UUIDField()
    """The desk, which owns all that is said."""
    made_on = models.DateField()
    to_desk = models.BinaryField()
    to_receipt = models.BinaryField(null=True)
    """Null where the asker has no way in any more."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_on"], name="talk_key_made_on")]

    def __str__(self) -> str:
        return str(self.id)
