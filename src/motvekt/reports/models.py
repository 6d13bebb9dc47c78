"""Reports as they were sent, what arrived at desks, and what the sender took elsewhere.

What anybody wrote stands in items of `dossiers`, sealed. Here is who sent what to which desk, when, and what became of
it: what a list needs, and no more.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from motvekt.dossiers.models import Disclosure, Dossier, Item
from motvekt.guide.models import Edition
from motvekt.kernel.ids import new_id
from motvekt.kernel.sets import choices, values
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Account, Area, Unit
from motvekt.reports.kinds import ArrivalKind, Channel, Exit, RequestKind, Status

TO_THE_DESK = (ArrivalKind.REQUEST, ArrivalKind.ANONYMOUS, ArrivalKind.ANONYMOUS_REPORT)
"""What was written to the desk itself, by somebody who hadn't signed in."""
SENT = tuple(kind for kind in ArrivalKind if kind not in TO_THE_DESK)
"""What somebody sent from a dossier of their unit's."""


class Report(models.Model):
    """What somebody sent, as it was then: a text that stands, who it is about or nobody, and a digest over both.

    The id comes with the form: sent twice, it is the same report.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    """The unit that sends it."""
    reporter = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    """Who sent it. A field of its own, never promised secret."""
    exit = models.CharField(max_length=10, choices=choices(Exit))
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    text = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="report")
    identity = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", null=True)
    """Who it is about; null where it names nobody."""
    sent_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    """Over text, identity, basis and edition, keyed with the dossier's key of the sending unit."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(exit__in=values(Exit)), name="report_exit"),
        ]
        indexes: ClassVar = [models.Index(fields=["dossier", "sent_at"], name="reports_of_a_dossier")]

    def __str__(self) -> str:
        return str(self.id)


class Arrival(models.Model):
    """Something that lies at a desk. A row per desk: what one does with it is that desk's alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    """The desk."""
    kind = models.CharField(max_length=20, choices=choices(ArrivalKind))
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="arrivals")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="arrivals", null=True)
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="arrival", null=True)
    """What lets the desk see it; null for what was written to the desk itself."""
    agency = models.CharField(max_length=20, blank=True, choices=choices(AgencyKind))
    """What kind of service it comes from; empty for a private person."""
    exit = models.CharField(max_length=10, default=Exit.ORDINARY, choices=choices(Exit))
    about = models.CharField(max_length=20, blank=True, choices=choices(RequestKind))
    """What a request is for."""
    unverified = models.BooleanField(null=True)
    """Whether the police say that what they tell isn't verified; null for all but notices."""
    hides_sender = models.BooleanField(default=False)
    """Whether the desk isn't told which unit it comes from."""
    alias = models.CharField(max_length=40, blank=True)
    """What the person is called where no name is needed."""
    called_at = models.DateTimeField(null=True)
    """When the sender called first, where they did."""
    status = models.CharField(max_length=20, default=Status.DELIVERED, choices=choices(Status))
    came_at = models.DateTimeField()
    read_by = models.DateTimeField()
    """Until when somebody must have read it."""
    answer_by = models.DateTimeField(null=True)
    """Until when it must be dealt with; null where nothing is owed."""
    reader = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    read_at = models.DateTimeField(null=True)
    handler = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    """Who said that they see to it."""
    answered_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    """When others were told that nobody had read it in time."""
    case = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="accepted_from", null=True)
    """The case that was begun from it."""
    passed_to = models.OneToOneField("self", on_delete=models.PROTECT, related_name="passed_from", null=True)
    told_to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    """Where the sender was told that it belongs, where it could not be passed on from here."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=values(ArrivalKind)), name="arrival_kind"),
            models.CheckConstraint(condition=Q(status__in=values(Status)), name="arrival_status"),
            models.CheckConstraint(condition=Q(exit__in=values(Exit)), name="arrival_exit"),
            models.CheckConstraint(
                condition=Q(kind=ArrivalKind.REQUEST, about__in=values(RequestKind))
                | (~Q(kind=ArrivalKind.REQUEST) & Q(about="")),
                name="arrival_asks_for_something",
            ),
            models.CheckConstraint(
                condition=Q(kind=ArrivalKind.NOTICE, unverified__isnull=False)
                | (~Q(kind=ArrivalKind.NOTICE) & Q(unverified__isnull=True)),
                name="arrival_notice_verified_or_not",
            ),
            models.CheckConstraint(
                condition=Q(agency="") | Q(agency__in=values(AgencyKind)), name="arrival_from_an_agency"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DELIVERED, read_at__isnull=True, reader__isnull=True)
                | (~Q(status=Status.DELIVERED) & Q(read_at__isnull=False, reader__isnull=False)),
                name="arrival_read_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(status=Status.ACCEPTED), name="arrival_accepted_as_a_case"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DELIVERED, Status.READ], decided_at__isnull=True)
                | (~Q(status__in=[Status.DELIVERED, Status.READ]) & Q(decided_at__isnull=False)),
                name="arrival_decided_when_it_was",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(kind.value for kind in SENT), report__isnull=False)
                | Q(kind__in=sorted(kind.value for kind in TO_THE_DESK), report__isnull=True, disclosure__isnull=True),
                name="arrival_of_its_kind",
            ),
        ]
        indexes: ClassVar = [
            # The desk's two lists: what waits, the oldest first.
            models.Index(
                fields=["unit", "came_at", "id"], condition=Q(status=Status.DELIVERED), name="arrivals_unread"
            ),
            models.Index(fields=["unit", "came_at", "id"], condition=Q(status=Status.READ), name="arrivals_read"),
            # The same by kind, and what must be read soonest.
            models.Index(
                fields=["unit", "kind", "came_at", "id"],
                condition=Q(status=Status.DELIVERED),
                name="arrivals_unread_kind",
            ),
            models.Index(
                fields=["unit", "kind", "came_at", "id"], condition=Q(status=Status.READ), name="arrivals_read_kind"
            ),
            models.Index(
                fields=["unit", "read_by", "id"], condition=Q(status=Status.DELIVERED), name="arrivals_by_limit"
            ),
            models.Index(fields=["unit", "decided_at", "id"], name="arrivals_decided"),
            models.Index(
                fields=["read_by"],
                condition=Q(status=Status.DELIVERED, escalated_at__isnull=True),
                name="arrivals_to_escalate",
            ),
            models.Index(fields=["dossier", "unit"], name="arrivals_of_a_dossier"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Elsewhere(models.Model):
    """A report to a desk that Motvekt doesn't reach: the sender got a text and a file, and takes it there themselves.

    `sent_at` is what the sender says. Nothing here claims that anybody has received it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="elsewhere")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=choices(Channel))
    basis = models.CharField(max_length=60)
    attested = models.JSONField(default=list)
    """The places, from 0, of the basis's attestations that the decider stood for."""
    identifies = models.BooleanField()
    was_told = models.BooleanField(null=True)
    look_again_on = models.DateField(null=True)
    decided_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(channel__in=[Channel.OWN.value, Channel.TELEPHONE.value]), name="elsewhere_channel"
            ),
            models.UniqueConstraint(fields=["report", "unit"], name="elsewhere_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(sent_at__gte=F("decided_at")), name="elsewhere_sent_afterwards"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
