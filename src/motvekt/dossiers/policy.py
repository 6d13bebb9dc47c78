"""Who may see and do what in a dossier. Each rule stands beside its scope: the same answer for a row and for a query.

What a unit owns in a dossier is open to those who are named there. It is open to all who receive in the unit in cases,
in what was sent anonymously, and where another unit began the dossier. What is shared with a unit is open to those who
receive in it and those who are named, while the gate holds. There is no other door.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from motvekt.access.capabilities import Capability
from motvekt.access.grants import grant
from motvekt.access.standing import Standing
from motvekt.dossiers import gate
from motvekt.dossiers.facts import Sharing, years_before
from motvekt.dossiers.kinds import DossierKind
from motvekt.dossiers.law import Law
from motvekt.dossiers.models import (
    Consent,
    ConsentGuardian,
    ConsentRecipient,
    DisclosedItem,
    Guardian,
    Item,
    Reader,
    Recusal,
)
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.grant import Grant
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit

WHOLE_UNIT = frozenset({DossierKind.ANONYMOUS_CONSULTATION, DossierKind.CASE, DossierKind.REQUEST})
"""Dossiers that all who receive in the owning unit see. Of the others only those who are named do."""

NOT_THERE = no("not_there", "Du har ikke tilgang til det enheten har i denne mappen.")
NOT_NAMED = no("not_named", "Bare den som skrev, og de som er invitert, ser dette.")
RECUSED = no("recused", "Du har sagt at du er inhabil. Da ser du ikke dette lenger.")
NO_RECIPIENT = no("no_recipient", "Velg hvem du vil dele med.")
"""Also for a unit of another area, as for one that isn't there."""


# --- a unit's own -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Owned:
    """What a rule must know of a unit's own records in a dossier."""

    dossier: UUID
    unit: UUID
    kind: DossierKind
    began: bool
    """Whether the dossier is this unit's, rather than one in which something is shared with it."""
    is_named: bool
    is_recused: bool = False
    """Whether whoever asks has said that they are too close to it."""

    @property
    def is_whole_units(self) -> bool:
        """Whether all who receive in the unit see it."""
        return self.kind in WHOLE_UNIT or not self.began


def may_open_own(by: Standing, owned: Owned) -> Decision:
    """Whether somebody may open what a unit owns in a dossier."""
    if not by.holds(Capability.OPEN, unit=owned.unit):
        return NOT_THERE
    if owned.is_recused:
        return RECUSED
    if owned.is_named or (owned.is_whole_units and by.holds(Capability.READ_RECEIVED, unit=owned.unit)):
        return YES
    return NOT_NAMED


def own(by: Standing) -> QuerySet[Item]:
    """The items of their own units that somebody may open: `may_open_own`, as a query."""
    kinds = Q(dossier__kind__in=WHOLE_UNIT) | ~Q(dossier__unit=F("unit"))
    whole = kinds & Q(unit__in=by.units_with(Capability.READ_RECEIVED))
    mine = Item.objects.filter(whole | Exists(_named(by, "unit")), unit__in=by.units_with(Capability.OPEN))
    return mine.exclude(Exists(_recused(by, "unit")))


def _named(by: Standing, unit: str) -> QuerySet[Reader]:
    """The rows that name somebody in an item's dossier, for the unit that its field `unit` points to."""
    return Reader.objects.filter(
        dossier=OuterRef("dossier"), unit=OuterRef(unit), account=by.account, ended_at__isnull=True
    )


def _recused(by: Standing, unit: str) -> QuerySet[Recusal]:
    """The rows by which somebody is out of an item's dossier, for the unit that its field `unit` points to."""
    return Recusal.objects.filter(dossier=OuterRef("dossier"), unit=OuterRef(unit), account=by.account)


# --- what others have shared ------------------------------------------------------------------------------------------


def may_open_received(
    by: Standing, sharing: Sharing, law: Law, *, is_named: bool, is_recused: bool = False
) -> Decision:
    """Whether somebody may open what was shared with a unit: they read there, and the gate holds this very day."""
    unit = sharing.recipient.unit
    if not by.holds(Capability.OPEN, unit=unit):
        return NOT_THERE
    if is_recused:
        return RECUSED
    if not is_named and not by.holds(Capability.READ_RECEIVED, unit=unit):
        return NOT_NAMED
    answer = gate.holds(sharing, law.bases, law.today)
    return YES if answer else answer.reasons[0]


def received(by: Standing, law: Law) -> QuerySet[DisclosedItem]:
    """What was shared with their units and that somebody may open today: `may_open_received`, as a query."""
    units = by.units_with(Capability.OPEN)
    reads = Q(recipient__in=by.units_with(Capability.READ_RECEIVED)) | Exists(_named(by, "recipient"))
    found = DisclosedItem.objects.alias(way=WAY).filter(
        reads, _in_its_time(law), _lawful(units, law), _consented(law), recipient__in=units
    )
    return found.exclude(Exists(_recused(by, "recipient")))


def _flag(condition: Q, unknown: Q | None = None) -> Case:
    """True, false or unknown as one letter, as `ways.way` writes it."""
    cases = [*([When(unknown, then=Value("u"))] if unknown else []), When(condition, then=Value("t"))]
    return Case(*cases, default=Value("f"), output_field=CharField())


WAY = Concat(
    F("disclosure__basis"),
    Value("|"),
    F("disclosure__sender__agency"),
    Value("|"),
    _flag(Q(disclosure__sender__organisation=F("disclosure__recipient__organisation"))),
    Value("|"),
    _flag(Q(disclosure__as_health_personnel=True), Q(disclosure__as_health_personnel__isnull=True)),
    Value("|"),
    _flag(Q(disclosure__identifies=True)),
    output_field=CharField(),
)
"""A disclosure's way as `ways.way` writes it, made by the database."""


def _in_its_time(law: Law) -> Q:
    ended = Q(disclosure__ended_on__isnull=True) | Q(disclosure__ended_on__gt=law.today)
    lasts = Q(disclosure__until__isnull=True) | Q(disclosure__until__gte=law.today)
    return Q(disclosure__made_on__lte=law.today) & ended & lasts


def _lawful(units: Iterable[UUID], law: Law) -> Q:
    """That the law opens the way to the recipient today; consent is asked for apart."""
    known = Unit.objects.filter(id__in=list(units)).exclude(agency="").select_related("organisation")
    return _any(
        Q(recipient=unit.id, way__in=law.ways_to(unit))
        | Q(recipient=unit.id, dossier__unit=unit.id, way__in=law.ways_to(unit, began=True) - law.ways_to(unit))
        for unit in known
    )


def _consented(law: Law) -> Q:
    """That a basis which lives from consent has one in force, by those who can give it today."""
    from_consent = [basis.id for basis in law.bases if gate.lives_from_consent(basis)]
    in_force = Consent.objects.filter(
        Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=law.today),
        Q(until__isnull=True) | Q(until__gte=law.today),
        _by_those_who_can(law),
        Exists(ConsentRecipient.objects.filter(consent=OuterRef("pk"), unit=OuterRef(OuterRef("recipient")))),
        dossier=OuterRef("dossier"),
        unit=OuterRef("disclosure__sender"),
        purpose=OuterRef("disclosure__purpose"),
        given_on__lte=law.today,
    )
    return ~Q(disclosure__basis__in=from_consent) | Q(Exists(in_force))


def _by_those_who_can(law: Law) -> Q:
    """Below the age it takes all guardians, from it on the person; where the age is unknown it takes both."""
    missing = Guardian.objects.filter(dossier=OuterRef("dossier")).exclude(
        Exists(ConsentGuardian.objects.filter(consent=OuterRef(OuterRef("pk")), guardian=OuterRef("pk")))
    )
    any_guardian = Guardian.objects.filter(dossier=OuterRef("dossier"))
    by_guardians = Q(Exists(any_guardian), ~Exists(missing), dossier__guardians_known=True)
    by_age: dict[int, list[str]] = {}
    for agency in AgencyKind:
        by_age.setdefault(gate.consents_from_of(agency), []).append(agency)
    conditions = []
    for age, agencies in by_age.items():
        turned = years_before(law.today, age)
        surely_younger, surely_older = Q(dossier__born_from__gt=turned), Q(dossier__born_to__lte=turned)
        conditions.append(
            Q(unit__agency__in=agencies) & (surely_younger | Q(by_self=True)) & (surely_older | by_guardians)
        )
    return _any(conditions)


def _any(conditions: Iterable[Q]) -> Q:
    """One of them; where there is none, nothing."""
    return reduce(or_, conditions, Q(pk__in=[]))


# --- leave to open ----------------------------------------------------------------------------------------------------


def grant_own(by: Standing, owned: Owned) -> Grant:
    """Leave to open what the unit owns in the dossier. Raises Refused."""
    decision = may_open_own(by, owned)
    reason = "named" if owned.is_named else "whole_unit"
    return grant(decision, actor=by.actor, dossier=owned.dossier, unit=owned.unit, reason=reason)


def grant_received(
    by: Standing, dossier: UUID, sharing: Sharing, law: Law, *, is_named: bool, is_recused: bool = False
) -> Grant:
    """Leave to open the copies that a unit has of what was shared with it. Raises Refused."""
    decision = may_open_received(by, sharing, law, is_named=is_named, is_recused=is_recused)
    return grant(decision, actor=by.actor, dossier=dossier, unit=sharing.recipient.unit, reason=sharing.basis)


# --- writing and sharing ----------------------------------------------------------------------------------------------


def may_begin(by: Standing, unit: Unit) -> Decision:
    """Whether somebody may begin a dossier in a unit."""
    if not unit.agency:
        return no("no_service", "Enheten hører ikke til en tjeneste, og har ingen mapper.")
    return YES if by.holds(Capability.WRITE, unit=unit.id) else NOT_THERE


def may_write(by: Standing, owned: Owned, *, has_received: bool) -> Decision:
    """Whether somebody may add to what a unit has in a dossier: where it began it, or something is shared with it."""
    if not by.holds(Capability.WRITE, unit=owned.unit):
        return NOT_THERE
    if not owned.began and not has_received:
        return no("nothing_shared", "Ingenting er delt med enheten i denne mappen.")
    return may_open_own(by, owned)


def may_name(by: Standing, colleague: Standing, *, unit: UUID, written: Decision) -> Decision:
    """Whether somebody may name a colleague: whoever writes there names those who belong to the unit."""
    if not written:
        return written
    if not colleague.holds(Capability.OPEN, unit=unit):
        return no("not_a_colleague", "Du kan bare invitere noen som hører til enheten.")
    return YES


def may_name_there(colleague: Standing, *, unit: UUID, they_read: bool) -> Decision:
    """Whether whoever shares may name somebody in the recipient's unit: only where nobody there reads the dossier yet.

    A unit that reads in it decides for itself. Whoever is named sees all that the unit has there, and what others
    have shared with it, which is not the sender's to give.
    """
    if not colleague.holds(Capability.OPEN, unit=unit):
        return no("not_of_the_recipient", "Den du har valgt, hører ikke til enheten du vil dele med.")
    if they_read:
        return no("they_name", "Enheten ser mappen fra før, og inviterer selv. Del uten å velge noen der.")
    return YES


def may_share(by: Standing, *, unit: UUID, written: Decision) -> Decision:
    """Whether somebody may share what their unit owns, and record consents to that. The gate is asked besides."""
    if not written:
        return written
    return YES if by.holds(Capability.SHARE, unit=unit) else NOT_THERE
