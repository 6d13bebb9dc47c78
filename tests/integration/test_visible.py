"""Who sees what: the scope and the rule give the same answer, and nothing is seen without a basis in force that day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from motvekt.access.standing import Standing
from motvekt.dossiers import law as laws
from motvekt.dossiers import policy, queries
from motvekt.dossiers.facts import AgeBand, born_by_band, born_in_month_of
from motvekt.dossiers.kinds import DossierKind, ItemKind, Purpose
from motvekt.dossiers.law import Law
from motvekt.dossiers.models import (
    Consent,
    ConsentGuardian,
    ConsentRecipient,
    DisclosedItem,
    Disclosure,
    Dossier,
    Guardian,
    Item,
    Reader,
)
from motvekt.guide.schema import LegalBasis
from motvekt.kernel import clock
from motvekt.vault import keystore
from tests.guides import guide_of
from tests.world import PEOPLE, TODAY, World

pytestmark = pytest.mark.django_db

BASES = guide_of("asker-baerum").bases
SENDERS = ("solvang-skole", "barnevernet", "helsestasjonen", "nav", "slt", "ungdomsklubben")
RECIPIENTS = ("slt", "barnevernet", "kontaktene", "solvang-skole", "ungdomsklubben", "brannvesenet")
RECEIVES = {
    "slt": "slt",
    "barnevernet": "intake",
    "kontaktene": "contact",
    "solvang-skole": "teacher",
    "ungdomsklubben": "volunteer",
    "brannvesenet": "fireman",
}
"""Somebody in each unit that receives."""
NAMES = tuple(name for name in PEOPLE if name != "stranger")

# Days that lie close together meet each other's edges; those far ahead meet birthdays.
days = st.integers(-20, 20).map(lambda count: TODAY + timedelta(days=count))
far_days = st.sampled_from([0, 0, 0, 1, -1, 25, 200, 800]).map(lambda count: TODAY + timedelta(days=count)) | days


@dataclass(frozen=True)
class Shared:
    """A disclosure as it is drawn: any order of days, any basis, told or not."""

    sender: str
    recipient: str
    basis: str
    identifies: bool
    as_health_personnel: bool | None
    purpose: Purpose
    made: date
    until: int | None
    ended: date | None


@dataclass(frozen=True)
class Agreed:
    """A consent as it is drawn; `guardians` says which of the dossier's gave it."""

    sender: str
    recipients: frozenset[str]
    purpose: Purpose
    given: date
    by_self: bool
    guardians: frozenset[int]
    until: int | None
    withdrawn: int | None


@dataclass(frozen=True)
class Case:
    """Everything about one dossier."""

    kind: DossierKind
    unit: str
    born: tuple[date, date] | None
    guardians: int
    guardians_known: bool
    items: tuple[str, ...]
    named: tuple[tuple[str, str, bool], ...]
    consents: tuple[Agreed, ...]
    shared: tuple[Shared, ...]


spans = st.sampled_from([None, 0, 1, 10, 400])
purposes = st.sampled_from([Purpose.ADVICE, Purpose.CLARIFICATION])
births = st.dates(date(2008, 1, 1), date(2014, 1, 1)).map(born_in_month_of) | st.sampled_from(AgeBand).map(
    lambda band: born_by_band(band, TODAY - timedelta(days=400))
)

OPEN = [
    Shared(sender, recipient, basis, identifies, health, Purpose.CLARIFICATION, TODAY, None, None)
    for sender, recipient, basis, identifies, health in (
        ("solvang-skole", "slt", "consent", True, None),
        ("barnevernet", "kontaktene", "consent", True, None),
        ("ungdomsklubben", "barnevernet", "consent", True, None),
        ("helsestasjonen", "slt", "hpl-22", True, True),
        ("helsestasjonen", "brannvesenet", "hpl-31", True, True),
        ("solvang-skole", "slt", "anonymised", False, None),
        ("solvang-skole", "barnevernet", "fvl-13b-5", True, None),
        ("nav", "slt", "fvl-13b-2-3", True, None),
        ("barnevernet", "ungdomsklubben", "fvl-13b-7", True, None),
        ("slt", "solvang-skole", "fvl-13b-5", True, None),
    )
]
"""Disclosures that the gate lets stand, given a consent where they need one."""
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "sender": st.sampled_from(SENDERS),
    "recipient": st.sampled_from(RECIPIENTS),
    "basis": st.sampled_from([basis.id for basis in BASES]),
    "identifies": st.booleans(),
    "as_health_personnel": st.none() | st.booleans(),
    "purpose": purposes,
    "made": days,
    "until": spans,
    "ended": st.none() | days,
}
LESS: dict[str, st.SearchStrategy[Any]] = {
    "sender": st.sampled_from(SENDERS),
    "recipients": st.frozensets(st.sampled_from(RECIPIENTS), min_size=1, max_size=3),
    "purpose": purposes,
    "given": days,
    "by_self": st.booleans(),
    "guardians": st.frozensets(st.integers(0, 1)),
    "until": spans,
    "withdrawn": spans,
}


@st.composite
def lots(draw: st.DrawFn) -> tuple[tuple[Shared, ...], tuple[Agreed, ...]]:
    """Disclosures that are open, with the consents they live from; then something about some of them is changed."""
    shared, agreed = [], []
    for share in draw(st.lists(st.sampled_from(OPEN), min_size=1, max_size=3)):
        consent = Agreed(
            share.sender,
            frozenset({share.recipient}),
            share.purpose,
            share.made,
            by_self=True,
            guardians=frozenset({0, 1}),
            until=None,
            withdrawn=None,
        )
        shared.append(replace(share, **_drawn(draw, CHANGES)))
        if draw(st.sampled_from([True, True, True, False])):
            agreed.append(replace(consent, **_drawn(draw, LESS)))
    return tuple(share for share in shared if share.sender != share.recipient), tuple(agreed)


def _drawn(draw: st.DrawFn, changes: dict[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(sorted(changes)), max_size=2, unique=True))
    return {name: draw(changes[name]) for name in names}


dossiers = st.builds(
    lambda both, **facts: Case(shared=both[0], consents=both[1], **facts),
    lots(),
    kind=st.sampled_from(DossierKind),
    unit=st.sampled_from(SENDERS),
    born=st.none() | births,
    guardians=st.integers(0, 2),
    guardians_known=st.sampled_from([True, True, False]),
    items=st.lists(st.sampled_from(SENDERS), min_size=1, max_size=3).map(tuple),
    named=st.lists(
        st.tuples(st.sampled_from(NAMES), st.sampled_from([*SENDERS, *RECIPIENTS]), st.booleans()), max_size=4
    ).map(tuple),
)


def changed(basis: LegalBasis, **changes: Any) -> LegalBasis:
    return basis.model_copy(update=changes)


EDITIONS = (
    tuple(BASES),
    tuple(basis for basis in BASES if basis.id != "consent"),
    tuple(changed(basis, in_force=None) for basis in BASES),
    tuple(changed(basis, offered=False) if basis.id == "fvl-13b-5" else basis for basis in BASES),
    tuple(changed(basis, senders=["police"]) if basis.id == "anonymised" else basis for basis in BASES),
    tuple(changed(basis, recipients=["named_in_consent"]) for basis in BASES),
)
"""Editions that differ in their law: as it is, and with something gone, moved or asked for."""


def filled(world: World, case: Case, law: Law) -> Dossier:
    """The dossier with all its rows, made past every rule: what a rule or a bug once let in is there to be hidden."""
    area = world.areas["asker-baerum"]
    dossier = Dossier.objects.create(
        area=area,
        unit=world.units[case.unit],
        kind=case.kind,
        edition_id=law.edition,
        begun_on=TODAY,
        born_from=case.born[0] if case.born else None,
        born_to=case.born[1] if case.born else None,
        guardians_known=case.guardians_known,
    )
    common = {"area": area, "dossier": dossier}
    guardians = [Guardian.objects.create(**common) for _ in range(case.guardians)]
    for name, unit, ended in dict.fromkeys(case.named):
        if not Reader.objects.filter(account=world.accounts[name], unit=world.units[unit], dossier=dossier).exists():
            Reader.objects.create(
                **common,
                account=world.accounts[name],
                unit=world.units[unit],
                named_by=world.accounts[name],
                named_at=clock.now(),
                ended_at=clock.now() if ended else None,
            )
    items = [written(world, dossier, unit) for unit in case.items]
    for agreed in case.consents:
        consented(world, dossier, guardians, agreed)
    for share in case.shared:
        disclosed(world, dossier, items, share, law)
    return dossier


def written(world: World, dossier: Dossier, unit: str) -> Item:
    owner = world.units[unit]
    keystore.make_key(dossier=dossier.id, unit=owner.id)
    return Item.objects.create(
        area=dossier.area, dossier=dossier, unit=owner, kind=ItemKind.NOTE, made_at=clock.now(), content=unit
    )


def consented(world: World, dossier: Dossier, guardians: list[Guardian], agreed: Agreed) -> None:
    keystore.make_key(dossier=dossier.id, unit=world.units[agreed.sender].id)
    consent = Consent.objects.create(
        area=dossier.area,
        dossier=dossier,
        unit=world.units[agreed.sender],
        purpose=agreed.purpose,
        by_self=agreed.by_self,
        given_on=agreed.given,
        until=later(agreed.given, agreed.until),
        withdrawn_on=later(agreed.given, agreed.withdrawn),
        how="muntlig",
    )
    for unit in agreed.recipients:
        ConsentRecipient.objects.create(area=dossier.area, consent=consent, unit=world.units[unit])
    for place, guardian in enumerate(guardians):
        if place in agreed.guardians:
            ConsentGuardian.objects.create(area=dossier.area, consent=consent, guardian=guardian)


def disclosed(world: World, dossier: Dossier, items: list[Item], share: Shared, law: Law) -> Disclosure:
    sender, recipient = world.units[share.sender], world.units[share.recipient]
    for unit in (sender, recipient):
        keystore.make_key(dossier=dossier.id, unit=unit.id)
    disclosure = Disclosure.objects.create(
        area=dossier.area,
        dossier=dossier,
        sender=sender,
        recipient=recipient,
        edition_id=law.edition,
        basis=share.basis,
        purpose=share.purpose,
        identifies=share.identifies,
        as_health_personnel=share.as_health_personnel,
        decided_by=world.accounts["teacher"],
        made_on=share.made,
        until=later(share.made, share.until),
        ended_on=share.ended,
        was_told=True,
        necessity="trengs",
    )
    for item in items[:2]:
        DisclosedItem.objects.create(
            area=dossier.area,
            disclosure=disclosure,
            item=item,
            dossier=dossier,
            recipient=recipient,
            made_at=clock.now(),
            content="kopi",
        )
    return disclosure


def later(day: date, span: int | None) -> date | None:
    return None if span is None else day + timedelta(days=span)


def own_by_rule(by: Standing, dossier: Dossier) -> set[UUID]:
    return {
        item.id for item in dossier.items.all() if policy.may_open_own(by, queries.owned(by, dossier, item.unit_id))
    }


def received_by_rule(by: Standing, dossier: Dossier, law: Law) -> set[UUID]:
    found = set()
    rows = dossier.disclosures.select_related("sender__organisation", "recipient__organisation", "dossier")
    for disclosure in rows:
        named = queries.is_named(by.account, dossier.id, disclosure.recipient_id)
        if policy.may_open_received(by, queries.sharing(disclosure, law), law, is_named=named):
            found |= {copy.id for copy in disclosure.items.all()}
    return found


def test_the_scope_and_the_rule_give_the_same_answer_to_everybody(world: World) -> None:
    tally: Counter[str] = Counter()
    # No example changes what somebody is, or the edition that is in force.
    standings = {name: world.standing(name) for name in NAMES}
    in_force = laws.of_today(world.areas["asker-baerum"])

    @settings(max_examples=150, deadline=None, database=None)
    @given(
        case=dossiers,
        bases=st.sampled_from([*EDITIONS[:1] * 4, *EDITIONS]),
        today=far_days,
        names=st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True),
    )
    def hold(case: Case, bases: tuple[LegalBasis, ...], today: date, names: list[str]) -> None:
        with transaction.atomic():
            dossier = filled(world, case, in_force)
            law = replace(in_force, bases=bases, today=today)
            # Those whom anything was shared with see most, and are always asked.
            for name in {*names, *(RECEIVES[share.recipient] for share in case.shared)}:
                by = standings[name]
                seen = queries.visible(by, law)
                own = {item.id for item in seen.own.filter(dossier=dossier)}
                received = {copy.id for copy in seen.received}
                assert own == own_by_rule(by, dossier), name
                assert received == received_by_rule(by, dossier, law), name
                assert bool(own | received) == (dossier.id in {found.id for found in seen.dossiers()})
                tally.update(own=len(own), received=len(received), asked=1)
                tally.update(share.basis for share in case.shared if received)
            transaction.set_rollback(True)

    hold()

    # A test in which nobody sees anything would hold too.
    assert tally["own"] > 20
    assert tally["received"] > 20
    assert tally["consent"] > 3
