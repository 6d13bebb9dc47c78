"""Whose units, people and logs somebody sees here: each as one rule, which every read of this room goes through."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.organisations.models import Account, Invitation, Membership, Organisation, Unit


def area_of(by: Standing) -> UUID | None:
    """The area whose administrator somebody is; None for everybody else, which is no area of any row."""
    return by.area if by.area is not None and by.holds(Capability.APPOINT, area=by.area) else None


def organisations(by: Standing) -> QuerySet[Organisation]:
    """The organisations that somebody looks after."""
    return Organisation.objects.filter(area=area_of(by))


def units(by: Standing) -> QuerySet[Unit]:
    """The units that somebody looks after."""
    return Unit.objects.filter(area=area_of(by))


def memberships(by: Standing) -> QuerySet[Membership]:
    """The roles that somebody gives and ends, those that have ended too."""
    return Membership.objects.filter(area=area_of(by))


def accounts(by: Standing) -> QuerySet[Account]:
    """Whoever has or had a role there."""
    return Account.objects.filter(id__in=memberships(by).values("account"))


def invitations(by: Standing) -> QuerySet[Invitation]:
    """The invitations to come in there."""
    return Invitation.objects.filter(area=area_of(by))


def logs(by: Standing) -> QuerySet[Organisation]:
    """The organisations whose log somebody reads: their own, and no other of the area."""
    return Organisation.objects.filter(area=by.area, id__in=by.organisations_with(Capability.READ_LOG))
