"""Who sees concerns and what lies at desks: rule and query agree, whatever roles, names and recusals there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from motvekt.access.roles import Role
from motvekt.access.standing import Standing
from motvekt.concerns import policy as concerns
from motvekt.concerns.kinds import Status, Why
from motvekt.concerns.models import Concern
from motvekt.dossiers.models import Reader, Recusal
from motvekt.kernel import clock
from motvekt.organisations import queries
from motvekt.organisations.models import Account, Membership
from motvekt.organisations.policy import RECEIVING
from motvekt.reports import policy as reports
from motvekt.reports.kinds import Status as Lies
from motvekt.reports.models import Arrival
from tests.concerns import noted
from tests.reports import noticed, reported, requested
from tests.world import NOON, World

pytestmark = pytest.mark.django_db

ACCOUNTS = ("teacher", "colleague", "principal", "slt", "slt_colleague", "intake", "contact", "nurse")
UNITS = ("solvang-skole", "helsestasjonen", "slt", "barnevernet", "kontaktene")

somebody, somewhere, which = st.sampled_from(ACCOUNTS), st.sampled_from(UNITS), st.integers(0, 4)


@dataclass(frozen=True)
class Held:
    """A role as it is drawn, whether it may be held there or not."""

    account: str
    unit: str
    role: Role
    ended: bool
    waits: bool


@dataclass(frozen=True)
class Days:
    """What became of the world, made past every rule: what a bug once let in is there to be hidden."""

    held: list[Held]
    left: frozenset[str]
    closed: frozenset[str]
    named: list[tuple[str, str, int, bool]]
    recused: list[tuple[str, str, int]]
    concerns: list[Status]
    arrivals: list[Lies]
    moved: dict[int, str]


held = st.builds(Held, somebody, somewhere, st.sampled_from(Role), st.booleans(), st.sampled_from([False, False, True]))
days = st.builds(
    Days,
    held=st.lists(held, max_size=4),
    left=st.frozensets(somebody, max_size=3),
    closed=st.frozensets(somebody, max_size=1),
    named=st.lists(st.tuples(somebody, somewhere, which, st.booleans()), max_size=5),
    recused=st.lists(st.tuples(somebody, somewhere, which), max_size=4, unique=True),
    concerns=st.lists(st.sampled_from(Status), min_size=2, max_size=2),
    arrivals=st.lists(st.sampled_from(Lies), min_size=6, max_size=6),
    moved=st.dictionaries(st.integers(0, 5), somewhere, max_size=2),
)


def lived(world: World, drawn: Days, rows: list[Any]) -> None:
    """The world after such days. `rows` are what somebody is named in or steps aside from."""
    now, area = clock.now(), world.areas["asker-baerum"]
    own = Membership.objects.filter(account__in=[world.accounts[name] for name in drawn.left])
    own.update(ended_at=now)
    for name in drawn.closed:
        Account.objects.filter(id=world.accounts[name].id).update(is_active=False)
    for one in drawn.held:
        account, unit, confirmed = world.accounts[one.account], world.units[one.unit], not one.waits
        there = Membership.objects.filter(account=account, unit=unit, role=one.role, ended_at=None)
        if not there.exists():
            Membership.objects.create(
                area=area, account=account, unit=unit, role=one.role, appointed_at=now, appointed_by="operator:x",
                confirmed_at=now if confirmed and one.role in RECEIVING else None,
                confirmed_by="system:demo" if confirmed and one.role in RECEIVING else "",
                ended_at=now if one.ended else None,
            )  # fmt: skip
    for name, slug, place, ended in drawn.named:
        about = {"account": world.accounts[name], "unit": world.units[slug], "dossier": rows[place].dossier}
        if ended:
            Reader.objects.filter(**about).update(ended_at=now)
        elif not Reader.objects.filter(**about, ended_at=None).exists():
            Reader.objects.create(area=area, named_by=world.accounts[name], named_at=now, **about)
    for name, slug, place in drawn.recused:
        Recusal.objects.create(
            area=area, account=world.accounts[name], unit=world.units[slug], dossier=rows[place].dossier, at=now
        )


def statuses(world: World, drawn: Days, written: list[Concern], lying: list[Arrival]) -> None:
    """Each concern and each arrival in the status that was drawn, and some arrivals at another desk."""
    for concern, status in zip(written, drawn.concerns, strict=True):
        closed: dict[str, Any] = {"closed_at": NOON, "closed_why": Why.NO_GROUND} if status is Status.CLOSED else {}
        Concern.objects.filter(pk=concern.pk).update(status=status, **closed)
    for place, (row, lies) in enumerate(zip(lying, drawn.arrivals, strict=True)):
        read = {} if lies is Lies.DELIVERED else {"read_at": NOON, "reader": world.accounts["slt"]}
        over = {} if lies in (Lies.DELIVERED, Lies.READ) else {"decided_at": NOON}
        desk = {"unit": world.units[drawn.moved[place]]} if place in drawn.moved else {}
        Arrival.objects.filter(pk=row.pk).update(status=lies, **read, **over, **desk)


def hold_for(by: Standing, tally: Counter[str]) -> None:
    """The rules' answers are the queries'."""
    written = list(Concern.objects.select_related("dossier", "unit"))
    lying = list(Arrival.objects.select_related("dossier", "unit"))
    mine = {one.pk for one in written if concerns.may_see(by, one)}
    assert {one.pk for one in concerns.seen_by(by)} == mine
    left = {one.pk for one in written if concerns.may_hand_on(by, one)}
    assert {one.pk for one in concerns.orphaned(by)} == left
    desk = {one.pk for one in lying if reports.may_see(by, one)}
    assert {one.pk for one in reports.seen_by(by)} == desk
    for unit in {row.unit_id for row in lying}:
        there = {one.pk for one in lying if one.pk in desk and one.unit_id == unit}
        assert {one.pk for one in reports.seen_by(by, unit)} == there
    tally.update(concerns=len(mine), orphaned=len(left), desks=len(desk), asked=1)


def test_the_rule_and_its_query_agree_for_concerns_and_for_desks(world: World) -> None:
    written = [noted(world), noted(world, "nurse")]
    lying = [reported(world, to=to) for to in ("slt", "kontaktene", "barnevernet")]
    lying += [reported(world, name="Isak Brenne"), requested(world), noticed(world)]
    rows: list[Any] = [*written, *lying[:3]]
    area, tally = world.areas["asker-baerum"].id, Counter[str]()

    @settings(max_examples=60, deadline=None, database=None)
    @given(drawn=days)
    def hold(drawn: Days) -> None:
        with transaction.atomic():
            lived(world, drawn, rows)
            statuses(world, drawn, written, lying)
            for name in ACCOUNTS:
                hold_for(queries.standing(world.accounts[name], area), tally)
            transaction.set_rollback(True)

    hold()
    assert min(tally["concerns"], tally["orphaned"], tally["desks"]) > 5, tally
