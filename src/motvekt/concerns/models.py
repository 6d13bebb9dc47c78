"""Concerns, and what is done about them. What anybody wrote stands in items of `dossiers`, sealed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from motvekt.concerns.kinds import SOMETHING_REMAINS, CallTo, DutyKind, Status, Task, Why
from motvekt.dossiers.models import Dossier, Item
from motvekt.kernel.ids import new_id
from motvekt.kernel.sets import choices, values
from motvekt.organisations.models import Account, Area, Unit


class Concern(models.Model):
    """What somebody noticed. One-to-one with its dossier, whose edition says the steps and whose readers see it."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="concern")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    """Who answers for it: whoever wrote it, or took it over."""
    alias = models.CharField(max_length=40)
    """What the person is called here: a word and a number that say nothing of them."""
    status = models.CharField(max_length=10, default=Status.OPEN, choices=choices(Status))
    municipality = models.CharField(max_length=60, blank=True)
    """One of the edition's municipalities, or empty where nobody has said."""
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=20, blank=True, choices=choices(Why))
    rest_owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    """Who sees to what is left to do, in the unit."""
    rest_due_on = models.DateField(null=True)
    rest_done_at = models.DateTimeField(null=True)
    looked_again_on = models.DateField(null=True)
    """When somebody last asked whether the person knows by now: it settles all that was to be asked until then."""
    look_again_on = models.DateField(null=True)
    """When it is asked next. What a desk was told when it was sent stands as it was."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=values(Status)), name="concern_status"),
            models.CheckConstraint(condition=Q(closed_why__in=["", *values(Why)]), name="concern_closed_why"),
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED, closed_at__isnull=False) & ~Q(closed_why="")
                | (~Q(status=Status.CLOSED) & Q(closed_at__isnull=True, closed_why="")),
                name="concern_closed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(closed_why__in=sorted(why.value for why in SOMETHING_REMAINS))
                | Q(rest_owner__isnull=False, rest_due_on__isnull=False),
                name="concern_rest_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(rest_done_at__isnull=True) | Q(rest_owner__isnull=False),
                name="concern_rest_done_by_its_owner",
            ),
            models.CheckConstraint(
                condition=Q(look_again_on__isnull=True) | Q(looked_again_on__lt=F("look_again_on")),
                name="concern_looked_at_before_again",
            ),
            models.UniqueConstraint(fields=["unit", "alias"], name="an_alias_once_in_a_unit"),
        ]

    def __str__(self) -> str:
        return str(self.dossier_id)


class StepDone(models.Model):
    """That a step of the concern's edition was done. That it was not is that there is no row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=60)
    """The step's id in the concern's edition."""
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["concern", "step"], name="a_step_done_once")]

    def __str__(self) -> str:
        return str(self.id)


class Guest(models.Model):
    """What a colleague was invited for, and until when. That they see it is a `Reader` of the dossier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="guests")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=10, choices=choices(Task))
    due_on = models.DateField()
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(task__in=values(Task)), name="guest_task"),
            models.UniqueConstraint(
                fields=["concern", "account"], condition=Q(ended_at__isnull=True), name="invited_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Call(models.Model):
    """That somebody called by one of the exits, from the page of the concern. Whom, and what was said, is an item."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="calls")
    to = models.CharField(max_length=10, choices=choices(CallTo))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(to__in=values(CallTo)), name="call_to")]

    def __str__(self) -> str:
        return str(self.id)


class Duty(models.Model):
    """That somebody did what they had a duty to. What they stand for may be written down until `due_on`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=20, choices=choices(DutyKind))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    due_on = models.DateField()
    attested_at = models.DateTimeField(null=True)
    words = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=values(DutyKind)), name="duty_kind"),
            models.CheckConstraint(
                condition=Q(attested_at__isnull=True, words__isnull=True)
                | Q(attested_at__isnull=False, words__isnull=False),
                name="duty_attested_in_words",
            ),
            models.CheckConstraint(
                condition=Q(attested_at__isnull=True) | Q(attested_at__gte=F("done_at")),
                name="duty_attested_afterwards",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
