"""Who sees a concern: whoever wrote it and those who are invited, as long as they are in the unit. Nobody else.

The rule and its query stand side by side; what it is about is opened by `dossiers`, whose rule is the same.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.concerns import states
from motvekt.concerns.kinds import Status
from motvekt.concerns.models import Concern
from motvekt.concerns.states import Act
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.models import Reader, Recusal
from motvekt.dossiers.policy import NOT_NAMED, NOT_THERE, RECUSED
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations.models import Membership

NOT_THE_WRITER = no("not_the_writer", _("Bare den som har ansvar for bekymringen, kan gjøre dette."))
NOT_ORPHANED = no("not_orphaned", _("Den som har bekymringen, er her fortsatt. Spør heller der."))


def may_see(by: Standing, concern: Concern) -> Decision:
    """Whether somebody may see a concern and add to it."""
    if not by.holds(Capability.OPEN, unit=concern.unit_id):
        return NOT_THERE
    if dossiers.is_recused(by.account, concern.dossier_id, concern.unit_id):
        return RECUSED
    return YES if dossiers.is_named(by.account, concern.dossier_id, concern.unit_id) else NOT_NAMED


def seen_by(by: Standing) -> QuerySet[Concern]:
    """The concerns that somebody may see: `may_see`, as a query. It begins at those who are named, who are few."""
    named = Reader.objects.filter(
        account=by.account, unit__in=by.units_with(Capability.OPEN), ended_at__isnull=True
    ).values("dossier")
    out = Recusal.objects.filter(account=by.account, dossier=OuterRef("dossier"), unit=OuterRef("unit"))
    still = Reader.objects.filter(
        account=by.account, dossier=OuterRef("dossier"), unit=OuterRef("unit"), ended_at__isnull=True
    )
    found = Concern.objects.filter(dossier__in=named, unit__in=by.units_with(Capability.OPEN))
    return found.filter(Exists(still)).exclude(Exists(out))


def may_do(by: Standing, concern: Concern, act: Act) -> Decision:
    """Whether somebody may do this with a concern as it is now. Closing and opening again are its writer's alone."""
    seen = may_see(by, concern)
    if not seen:
        return seen
    if act in (Act.CLOSE, Act.REOPEN) and concern.writer_id != by.account:
        return NOT_THE_WRITER
    return states.may(Status(concern.status), act)


def _writers() -> QuerySet[Membership]:
    """The roles by which a concern's writer is still in its unit."""
    return Membership.objects.filter(
        account=OuterRef("writer"), unit=OuterRef("unit"), ended_at__isnull=True, account__is_active=True
    )


def orphaned(by: Standing) -> QuerySet[Concern]:
    """The concerns of their units that nobody answers for any more, for those who may hand them on."""
    units = by.units_with(Capability.HAND_ON)
    return Concern.objects.filter(~Exists(_writers()), unit__in=units).exclude(status=Status.CLOSED)


def may_hand_on(by: Standing, concern: Concern) -> Decision:
    """Whether somebody may let a colleague take a concern over: `orphaned`, for one."""
    if not by.holds(Capability.HAND_ON, unit=concern.unit_id):
        return NOT_THERE
    if not orphaned(by).filter(pk=concern.pk).exists():
        return NOT_ORPHANED
    return states.may(Status(concern.status), Act.HAND_ON)
