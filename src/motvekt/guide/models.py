"""Editions, and when each contact was last checked."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from motvekt.guide.kinds import LANGUAGES, Sheet
from motvekt.guide.states import ProposalState
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


class Proposal(models.Model):
    """A guide that somebody wants published, until somebody else confirms it. A trigger refuses to change its content,
    and to change anything once it is closed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="proposals")
    follows = models.PositiveIntegerField()
    """The number of the edition that was the newest then, and that it was compared with; 0 where there was none."""
    pack = models.CharField(max_length=60)
    schema = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    content = models.TextField()
    """As in `Edition`."""
    digest = models.CharField(max_length=64)
    """SHA-256 of `content`."""
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, default=ProposalState.OPEN.value, choices=[(state.value, state.name) for state in ProposalState]
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True, default="")
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, null=True, related_name="proposal")
    """What it became."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area"], condition=models.Q(state=ProposalState.OPEN.value), name="one_open_proposal_per_area"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in ProposalState]), name="proposal_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.OPEN.value, closed_at=None, closed_by="")
                | (
                    ~models.Q(state=ProposalState.OPEN.value)
                    & models.Q(closed_at__isnull=False)
                    & ~models.Q(closed_by="")
                ),
                name="proposal_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.CONFIRMED.value, edition__isnull=False)
                | (~models.Q(state=ProposalState.CONFIRMED.value) & models.Q(edition=None)),
                name="proposal_confirmed_is_an_edition",
            ),
            models.CheckConstraint(condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="proposal_digest_form"),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.digest[:12]}"


class ContactCheck(models.Model):
    """That somebody called a contact and found it right. Stands beside the editions and outlives them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="contact_checks")
    contact = models.CharField(max_length=60)
    reached_by = models.TextField()
    """The numbers and the address that were found right: where an edition changes them, nobody has checked the new."""
    checked_on = models.DateField()
    checked_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "contact", "checked_on"], name="contact_checked_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.checked_on}"
