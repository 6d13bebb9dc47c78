"""Roles: who gives, confirms and ends them, and what the database itself refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motvekt.access.roles import Role
from motvekt.access.standing import Standing
from motvekt.audit import queries as audit
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions, policy, queries
from motvekt.organisations.actions import Controller, NamedUnit
from motvekt.organisations.kinds import AgencyKind, OrganisationKind
from motvekt.organisations.models import Account, Area, Membership, Organisation, Unit
from motvekt.organisations.walls import within
from tests.conftest import OPERATOR
from tests.people import Person, hired, inside, somebody, unit_of

pytestmark = pytest.mark.django_db

WAITING = Person.CHILD_WELFARE_WAITING


@pytest.fixture(autouse=True)
def within_asker_and_baerum(areas: None) -> Iterator[None]:
    """What a test reads itself, it reads in the first of the two areas."""
    with inside("asker-baerum"):
        yield


def code_of(action: Any, **about: Any) -> str:
    """The code of the refusal, after which the transaction goes on as before."""
    with pytest.raises(Refused) as refused, transaction.atomic():
        action(**about)
    return refused.value.decision.code


@pytest.fixture
def newcomer(people: None) -> Account:
    """An account without any role."""
    return somebody("ny@asker.no")


def test_an_administrator_appoints_in_their_area_and_it_is_logged(newcomer: Account) -> None:
    school = unit_of("asker-baerum", "solhaug-ungdomsskole")
    membership = actions.appoint(account=newcomer, unit=school, role=Role.EMPLOYEE, by=Person.ADMINISTRATOR.standing)
    assert membership.appointed_by == f"account:{Person.ADMINISTRATOR.account.id}"
    assert queries.standing(newcomer, school.area_id).units == {school.id}
    assert [link.entry.event for link in audit.links(school.organisation_id)][-1] == "member_appointed"
    again = actions.appoint(account=newcomer, unit=school, role=Role.EMPLOYEE, by=Person.ADMINISTRATOR.standing)
    assert again == membership


def test_who_may_not_appoint_is_told_so(newcomer: Account) -> None:
    school = unit_of("asker-baerum", "solhaug-ungdomsskole")
    for person in (Person.SCHOOL_LEADER, Person.FJELLVIK_ADMINISTRATOR, Person.EDITOR):
        about = {"account": newcomer, "unit": school, "role": Role.EMPLOYEE, "by": person.standing}
        assert code_of(actions.appoint, **about) == "not_appointing"
    administrator = Person.ADMINISTRATOR
    about = {"account": administrator.account, "unit": school, "role": Role.LEADER, "by": administrator.standing}
    assert code_of(actions.appoint, **about) == "not_oneself"
    about = {"account": newcomer, "unit": school, "role": Role.EMPLOYEE, "by": Actor("system", "klokka")}
    assert code_of(actions.appoint, **about) == "not_appointing"


@pytest.mark.parametrize(
    ("unit", "role", "code"),
    [
        ("stab-asker", Role.EMPLOYEE, "no_service"),
        ("lerkeli-ungdomsskole", Role.SLT_COORDINATOR, "another_service"),
        ("slt-asker", Role.RADICALISATION_CONTACT, "another_service"),
        ("nav-asker", Role.CHILD_WELFARE_INTAKE, "another_service"),
    ],
)
def test_a_role_belongs_to_its_service(newcomer: Account, unit: str, role: Role, code: str) -> None:
    about = {"account": newcomer, "unit": unit_of("asker-baerum", unit), "role": role, "by": OPERATOR}
    assert code_of(actions.appoint, **about) == code


def test_a_sitting_member_confirms_and_then_the_role_holds(people: None) -> None:
    assert not WAITING.standing.posts
    actions.confirm(membership=WAITING.membership("barnevernet-asker"), by=Person.CHILD_WELFARE_INTAKE.standing)
    assert {post.role for post in WAITING.standing.posts} == {Role.CHILD_WELFARE_INTAKE}


def test_whoever_may_not_confirm_is_told_why(people: None) -> None:
    membership = WAITING.membership("barnevernet-asker")
    for person, code in [
        (WAITING, "not_oneself"),
        (Person.CHILD_WELFARE_LEADER, "others_sit"),
        (Person.SLT_ASKER, "not_sitting"),
        (Person.ADMINISTRATOR, "not_sitting"),
        (Person.FJELLVIK_CHILD_WELFARE, "not_sitting"),
    ]:
        assert code_of(actions.confirm, membership=membership, by=person.standing) == code, person
    assert code_of(actions.confirm, membership=membership, by=OPERATOR) == "not_sitting"


def test_the_leader_confirms_the_first(people: None) -> None:
    actions.end_membership(membership=Person.CHILD_WELFARE_INTAKE.membership("barnevernet-asker"), by=OPERATOR)
    leader = Person.CHILD_WELFARE_LEADER.standing
    assert [row.id for row in policy.confirmable(leader)] == [WAITING.membership("barnevernet-asker").id]
    actions.confirm(membership=WAITING.membership("barnevernet-asker"), by=leader)
    assert WAITING.standing.posts


def test_confirmations_in_a_unit_come_one_after_the_other(people: None) -> None:
    """Else a leader could confirm two at a time where the second is for the first to confirm."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    with CaptureQueriesContext(connection) as asked:
        actions.confirm(membership=WAITING.membership("barnevernet-asker"), by=Person.CHILD_WELFARE_INTAKE.standing)
    said = [query["sql"] for query in asked.captured_queries]
    locks = [place for place, sql in enumerate(said) if "FOR NO KEY UPDATE" in sql and '"organisations_unit"' in sql]
    sits = [place for place, sql in enumerate(said) if sql.startswith("SELECT 1 AS")]
    assert locks
    assert locks[0] < sits[0]


def test_whoever_appointed_does_not_confirm(newcomer: Account) -> None:
    both = Person.CHILD_WELFARE_INTAKE
    hired(both.account, unit_of("asker-baerum", "stab-asker"), Role.AREA_ADMIN)
    unit = unit_of("asker-baerum", "barnevernet-asker")
    membership = actions.appoint(account=newcomer, unit=unit, role=Role.CHILD_WELFARE_INTAKE, by=both.standing)
    assert code_of(actions.confirm, membership=membership, by=both.standing) == "not_oneself"
    assert membership not in policy.confirmable(both.standing)


def test_a_role_that_receives_nothing_needs_nobody(newcomer: Account) -> None:
    membership = hired(newcomer, unit_of("asker-baerum", "barnevernet-asker"), Role.EMPLOYEE)
    actions.confirm(membership=membership, by=Person.CHILD_WELFARE_INTAKE.standing)
    membership.refresh_from_db()
    assert membership.confirmed_at is None


def test_a_role_ends_at_once_and_for_good(people: None) -> None:
    membership = Person.TEACHER.membership("lerkeli-ungdomsskole")
    leader = Person.SCHOOL_LEADER.standing
    assert code_of(actions.end_membership, membership=membership, by=leader) == "not_appointing"
    for _ in range(2):
        actions.end_membership(membership=membership, by=Person.ADMINISTRATOR.standing)
    assert not Person.TEACHER.standing.posts
    assert (
        code_of(actions.confirm, membership=membership, by=Person.CHILD_WELFARE_INTAKE.standing) == "membership_ended"
    )
    hired(Person.TEACHER.account, membership.unit, Role.EMPLOYEE)
    assert Person.TEACHER.standing.posts


def test_a_closed_account_is_nobody_and_sits_nowhere(people: None) -> None:
    sitting = Person.CHILD_WELFARE_INTAKE
    Account.objects.filter(email=sitting.email).update(is_active=False)
    assert sitting.standing.account is None
    assert WAITING.membership("barnevernet-asker") in policy.confirmable(Person.CHILD_WELFARE_LEADER.standing)


@pytest.mark.parametrize(
    "change",
    [
        {"role": "superuser"},
        {"confirmed_at": clock.now()},
        {"confirmed_by": "operator:noen"},
        {"confirmed_at": clock.now(), "confirmed_by": "operator:prøve"},
    ],
)
def test_the_database_refuses_a_membership_out_of_order(people: None, change: dict[str, Any]) -> None:
    row = WAITING.membership("barnevernet-asker")
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(id=row.id).update(**change)


def test_the_database_refuses_the_same_role_twice_at_a_time(people: None) -> None:
    row = Person.TEACHER.membership("lerkeli-ungdomsskole")
    row.pk = None
    twice = Membership(
        area=row.area,
        account=row.account,
        unit=row.unit,
        role=row.role,
        appointed_at=clock.now(),
        appointed_by="operator:x",
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        twice.save(force_insert=True)


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "lerkeli-ungdomsskole"},
        {"slug": "To Ord"},
        {"agency": "hemmelig"},
        {"special": "hemmelig"},
        {"desk": "mottak-slt-asker"},
        {"desk": "nytt", "agency": ""},
    ],
)
def test_the_database_refuses_a_unit_out_of_order(people: None, change: dict[str, str]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Unit.objects.filter(slug="nav-asker").update(**change)


@pytest.mark.parametrize("change", [{"slug": "baerum"}, {"slug": "To Ord"}, {"kind": "firma"}])
def test_the_database_refuses_an_organisation_out_of_order(people: None, change: dict[str, str]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Organisation.objects.filter(slug="asker").update(**change)


ROLES_OF_SLT = (Role.EMPLOYEE, Role.LEADER, Role.SLT_COORDINATOR, Role.CORE_GROUP_MEMBER)
DRAWN = st.lists(
    st.tuples(
        st.integers(0, 3),  # account
        st.integers(0, 1),  # unit
        st.sampled_from(ROLES_OF_SLT),
        st.sampled_from(["waits", "confirmed", "ended"]),
        st.integers(-1, 3),  # appointed by this account, or by the operator
    ),
    max_size=7,
    unique_by=lambda row: row[:3],
)


@given(drawn=DRAWN, closed=st.sets(st.integers(0, 3), max_size=1))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_rule_and_its_query_agree(drawn: list[Any], closed: set[int]) -> None:
    with transaction.atomic():
        area = small_area()
        with within(area.id):
            hold_against_each_other(area, drawn, closed)
        transaction.set_rollback(True)


def hold_against_each_other(area: Area, drawn: list[Any], closed: set[int]) -> None:
    """Make what was drawn, and ask each rule and its query about all of it."""
    units = list(area.units.order_by("slug"))
    accounts = [Account.objects.create(email=f"{number}@x.no", name=f"Nr {number}") for number in range(4)]
    for number in closed:
        Account.objects.filter(id=accounts[number].id).update(is_active=False)
    rows = [
        Membership.objects.create(
            area=area,
            account=accounts[account],
            unit=units[unit],
            role=role,
            appointed_at=clock.now(),
            appointed_by="operator:x" if by < 0 else f"account:{accounts[by].id}",
            confirmed_at=clock.now() if how == "confirmed" else None,
            confirmed_by="system:demo" if how == "confirmed" else "",
            ended_at=clock.now() if how == "ended" else None,
        )
        for account, unit, role, how, by in drawn
    ]
    held = set(policy.holding(Membership.objects.all()))
    for row in rows:
        row.account.refresh_from_db()
        state = policy.State(Role(row.role), row.confirmed_at is not None, row.ended_at is not None)
        assert (bool(policy.holds(state)) and row.account.is_active) == (row in held)
    for account in accounts:
        account.refresh_from_db()
        by = queries.standing(account, area.id)
        if by.account is not None:
            assert_agree(by, rows, held)


def small_area() -> Area:
    """An area with two units of the SLT work."""
    units = [NamedUnit(slug, slug, AgencyKind.SLT) for slug in ("en", "to")]
    body = Controller("en", "En kommune", OrganisationKind.MUNICIPALITY, units)
    return actions.set_area(slug="liten", hosts=[], default=False, controllers=[body], by=OPERATOR)


def assert_agree(by: Standing, rows: list[Membership], held: set[Membership]) -> None:
    """What `confirmable` finds, `may_confirm` says yes to, and `confirmers` names; and nothing else."""
    found = set(policy.confirmable(by))
    for row in rows:
        waits = row.role in policy.RECEIVING and row.confirmed_at is None and row.ended_at is None
        sits = any(other.unit_id == row.unit_id and other.role in policy.RECEIVING for other in held)
        about = policy.Waiting(
            row.account_id,
            row.unit_id,
            row.appointed_by,
            somebody_sits=sits,
            secured=queries.is_secured(row.account),
        )
        yes = waits and bool(policy.may_confirm(by, about))
        assert yes == (row in found)
        asked = waits and bool(policy.may_confirm(by, replace(about, secured=True)))
        assert asked == (row in policy.awaiting(by))
        if waits:
            assert asked == (by.account in {one.account_id for one in policy.confirmers(row)})
