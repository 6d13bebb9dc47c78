"""Two people take somebody's password and factors away, and neither of them is that somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from motvekt.access.capabilities import Capability
from motvekt.access.roles import Role
from motvekt.access.standing import Standing
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations import account_actions, account_policy, actions, invitations, queries
from motvekt.organisations.account_policy import RESET_LIFE, Asked
from motvekt.organisations.kinds import FactorKind
from motvekt.organisations.models import (
    Account,
    Factor,
    Identity,
    Invitation,
    Membership,
    RecoveryCode,
    Reset,
    Session,
)
from motvekt.site.compare import compare
from tests.integration.test_administration import BASE, browser, events
from tests.integration.test_invitations import PASSWORD, locked_before_read, opened
from tests.people import OPERATOR, Person, hired, inside, somebody, unit_of

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db]

ADMINISTRATOR, LEADER, TEACHER = Person.ADMINISTRATOR, Person.SCHOOL_LEADER, Person.TEACHER


@pytest.fixture(autouse=True)
def within_asker_and_baerum(people: None) -> Iterator[None]:
    """What a test reads itself, it reads in the first of the two areas."""
    with inside("asker-baerum"):
        yield


def refusal(act: Any, **about: Any) -> str:
    with pytest.raises(Refused) as refused, transaction.atomic():
        act(**about)
    return refused.value.decision.code


def ask(person: Person = TEACHER, by: Standing | None = None) -> Reset:
    return account_actions.ask_reset(account=person.account, by=by or ADMINISTRATOR.standing)


def confirm(reset: Reset, by: Standing | None = None) -> None:
    account_actions.confirm_reset(reset=reset, by=by or LEADER.standing)


def other_administrator() -> Standing:
    account = somebody("admin.to@asker.no", name="Admin To")
    membership = hired(account, unit_of("asker-baerum", "stab-asker"), Role.AREA_ADMIN)
    return queries.standing(account, membership.area_id)


def with_everything(person: Person = TEACHER) -> Account:
    """Somebody with a password, a passkey, an app and recovery codes."""
    account = person.account
    now = clock.now()
    about: dict[str, Any] = {"account": account, "added_at": now}
    Factor.objects.create(kind=FactorKind.PASSKEY, name="Nøkkel", credential="abc", public=b"x", **about)
    Factor.objects.create(kind=FactorKind.CODES, name="App", secret=b"x", **about)
    RecoveryCode.objects.create(account=account, digest="0" * 64, made_at=now)
    return account


# --- what it does -----------------------------------------------------------------------------------------------------


def test_two_people_reset_somebody_who_comes_in_again_by_a_link() -> None:
    account, teacher = with_everything(), browser(TEACHER)
    administrator, leader = browser(ADMINISTRATOR), browser(LEADER)
    assert administrator.post(f"{BASE}personer/{account.id}/nullstill/").status_code == 302
    reset = Reset.objects.get()
    assert "Du kan ikke bekrefte den selv" in administrator.get(f"{BASE}personer/{account.id}/").text
    assert "Bekreft nullstillingen" in leader.get(BASE).text
    assert teacher.get("/inne/konto/").status_code == 200
    assert "Vis at det er deg" in leader.post(f"{BASE}nullstilling/{reset.id}/bekreft/").text
    assert leader.post(f"/inne/hvem/reset_factors/{reset.id}/").status_code == 302
    assert leader.post(f"{BASE}nullstilling/{reset.id}/bekreft/").status_code == 302
    assert "Innloggingen er nullstilt" in leader.get(BASE).text
    assert teacher.get("/inne/konto/").status_code == 302
    assert not Factor.objects.filter(account=account).exists()
    assert not RecoveryCode.objects.filter(account=account).exists()
    assert not Session.objects.filter(account=account, ended_at=None).exists()
    account.refresh_from_db()
    assert not account.has_usable_password()
    assert events().count("factors_reset") == 1
    assert compare() == []
    reset.refresh_from_db()
    assert (reset.done, reset.closed_by) == (True, LEADER.account)

    row = Invitation.objects.get(role="")
    assert "Tilbake etter nullstilling" in administrator.get(f"{BASE}invitasjoner/").text
    busy, shown = opened(invitations.link_of(row), leader)
    assert "Du er logget inn med en annen konto" in shown.text
    assert busy.post("/inne/invitasjon/", {"password": PASSWORD, "again": PASSWORD}).status_code == 200
    client, shown = opened(invitations.link_of(row))
    assert "Kom inn igjen" in shown.text
    assert client.post("/inne/invitasjon/", {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert "Mona Haugen" in client.get("/inne/konto/").text
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert opened(invitations.link_of(row))[1].status_code == 404
    assert compare() == []


def test_a_second_reset_makes_the_first_ones_link_worthless() -> None:
    confirm(ask())
    first = invitations.link_of(Invitation.objects.get(role=""))
    confirm(ask())
    assert opened(first)[1].status_code == 404
    assert Invitation.objects.filter(role="", withdrawn_at=None).count() == 1
    assert compare() == []


def test_the_demo_shows_the_way_back_to_whoever_confirmed_and_nobody_else_does() -> None:
    confirm(ask())
    link = invitations.link_of(Invitation.objects.get(role=""))
    leader = browser(LEADER)
    assert link not in leader.get(BASE).text
    with override_settings(DEMO=True):
        assert link in leader.get(BASE).text
        assert link not in browser(Person.NURSE).get(BASE).text


def test_whoever_it_is_about_sees_it_and_stops_it() -> None:
    reset = ask()
    teacher = browser(TEACHER)
    assert "Har du ikke bedt om det selv" in teacher.get(BASE).text
    assert "Bekreft nullstillingen" not in teacher.get(BASE).text
    assert teacher.post(f"{BASE}nullstilling/{reset.id}/stopp/").status_code == 302
    assert events()[-1] == "reset_withdrawn"
    assert refusal(confirm, reset=reset) == "no_reset"
    assert compare() == []


def test_what_a_reset_person_receives_waits_for_a_colleague_again() -> None:
    """Otherwise whoever reads their mail comes in with a password alone, adds a factor, and reads."""
    intake, unit = Person.CHILD_WELFARE_INTAKE, unit_of("asker-baerum", "barnevernet-asker")
    assert intake.standing.holds(Capability.READ_RECEIVED, unit=unit.id)
    confirm(ask(intake), by=other_administrator())
    assert not intake.standing.holds(Capability.READ_RECEIVED, unit=unit.id)
    assert "member_unconfirmed" in events()
    assert compare() == []
    membership = intake.membership("barnevernet-asker")
    actions.confirm(membership=membership, by=Person.CHILD_WELFARE_LEADER.standing)
    assert intake.standing.holds(Capability.READ_RECEIVED, unit=unit.id)
    assert compare() == []


def test_a_reset_takes_an_employers_sign_on_away_that_somebody_linked() -> None:
    account = somebody("ny@asker.no", name="Ny")
    hired(account, unit_of("asker-baerum", "lerkeli-ungdomsskole"), Role.EMPLOYEE)
    Identity.objects.create(account=account, issuer="https://x.no", subject="ond", linked_at=clock.now())
    reset = account_actions.ask_reset(account=account, by=ADMINISTRATOR.standing)
    confirm(reset)
    assert not account.identities.exists()
    assert compare() == []


def test_a_closed_account_does_not_come_back_by_the_link_of_its_reset() -> None:
    confirm(ask())
    row = Invitation.objects.get(role="")
    client, _ = opened(invitations.link_of(row))
    account_actions.close_account(account=TEACHER.account, by=ADMINISTRATOR.standing)
    assert client.post("/inne/invitasjon/", {"password": PASSWORD, "again": PASSWORD}).status_code == 404
    assert events()[-1] == "account_closed"


# --- who may ----------------------------------------------------------------------------------------------------------


def test_only_an_administrator_asks_and_not_for_themselves() -> None:
    for person in (LEADER, Person.SLT_ASKER, Person.EDITOR, TEACHER):
        assert refusal(ask, by=person.standing) == "not_administrator"
    assert refusal(ask, person=ADMINISTRATOR) == "not_oneself"
    assert refusal(ask, person=Person.FJELLVIK_TEACHER) in ("used_elsewhere", "no_account")
    assert refusal(ask, by=Person.FJELLVIK_ADMINISTRATOR.standing) in ("used_elsewhere", "no_account")
    assert not Reset.objects.exists()


def test_one_at_a_time() -> None:
    ask()
    assert refusal(ask) == "reset_waits"
    assert refusal(ask, by=other_administrator()) == "reset_waits"


def test_neither_of_the_two_is_the_one_it_is_about_and_they_are_two() -> None:
    reset = ask()
    assert refusal(confirm, reset=reset, by=ADMINISTRATOR.standing) == "takes_two"
    assert refusal(confirm, reset=reset, by=TEACHER.standing) == "takes_two"
    own = ask(LEADER, other_administrator())
    assert refusal(confirm, reset=own, by=LEADER.standing) == "takes_two"
    for person in (Person.SLT_ASKER, Person.CHILD_WELFARE_LEADER, Person.NURSE, Person.DATA_PROTECTION_OFFICER):
        assert refusal(confirm, reset=reset, by=person.standing) == "not_beside"
    stranger = Person.FJELLVIK_ADMINISTRATOR.standing
    assert refusal(confirm, reset=reset, by=stranger) == "not_beside"
    confirm(reset, by=queries.standing(Account.objects.get(email="admin.to@asker.no"), reset.area_id))


def test_pages_answer_those_who_have_nothing_to_do_with_it_as_if_it_were_not_there() -> None:
    reset = ask()
    for person in (Person.NURSE, Person.SLT_ASKER, Person.EDITOR):
        for what in ("bekreft", "stopp"):
            assert browser(person).post(f"{BASE}nullstilling/{reset.id}/{what}/").status_code == 404
    far = browser(Person.FJELLVIK_ADMINISTRATOR, "fjellvik.localhost")
    assert far.post(f"{BASE}nullstilling/{reset.id}/bekreft/").status_code == 404
    assert browser(ADMINISTRATOR).post(f"{BASE}nullstilling/{reset.id}/bekreft/").status_code == 403
    assert browser(TEACHER).post(f"{BASE}nullstilling/{reset.id}/bekreft/").status_code == 403
    reset.refresh_from_db()
    assert reset.closed_at is None


def test_after_a_day_nobody_confirms_it_and_it_can_be_asked_for_anew() -> None:
    reset = ask()
    with clock.frozen(clock.now() + RESET_LIFE):
        assert refusal(confirm, reset=reset) == "no_reset"
        assert not account_policy.confirmable_resets(LEADER.standing, clock.now())
        again = ask()
        confirm(again)
    reset.refresh_from_db()
    assert (reset.done, reset.closed_at is not None) == (False, True)


def test_whoever_asked_must_be_an_administrator_still() -> None:
    second = other_administrator()
    reset = ask(by=second)
    actions.end_membership(membership=Membership.objects.get(account=second.account), by=OPERATOR)
    assert refusal(confirm, reset=reset) == "not_administrator"


def test_an_account_that_is_used_in_another_area_too_is_not_taken_over_from_here() -> None:
    reset = ask()
    with inside("fjellvik"):
        hired(TEACHER.account, unit_of("fjellvik", "fjellvik-skule"), Role.EMPLOYEE)
    assert refusal(confirm, reset=reset) == "used_elsewhere"
    account_actions.withdraw_reset(reset=reset, by=ADMINISTRATOR.standing)
    assert refusal(ask) == "used_elsewhere"


def test_twice_is_once() -> None:
    reset = ask()
    confirm(reset)
    assert refusal(confirm, reset=reset) == "no_reset"
    assert refusal(account_actions.withdraw_reset, reset=reset, by=ADMINISTRATOR.standing) == "no_reset"
    assert events().count("factors_reset") == 1
    assert Invitation.objects.filter(role="").count() == 1


def test_of_two_who_confirm_at_once_one_waits_for_the_other() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time, from the transaction's start")
    reset, leader = ask(), LEADER.standing
    with CaptureQueriesContext(connection) as asked:
        confirm(reset, leader)
    assert locked_before_read(asked, "organisations_reset")


def test_each_rule_is_as_wide_as_its_query() -> None:
    second = other_administrator()
    for reset in (ask(), ask(Person.CHILD_WELFARE_WAITING, second), ask(LEADER, second)):
        held = Membership.objects.filter(account=reset.account, ended_at=None)
        units = frozenset(row.unit_id for row in held if row.role not in ("child_welfare_intake",) or row.confirmed_at)
        asked = Asked(reset.account_id, reset.area_id, reset.asked_by_id, reset.asked_at, True, units)
        for moment in (clock.now(), clock.now() + RESET_LIFE + timedelta(seconds=1)):
            for by in [*(person.standing for person in Person), second]:
                rules = (account_policy.may_confirm_reset, account_policy.may_withdraw_reset)
                scopes = (account_policy.confirmable_resets, account_policy.withdrawable_resets)
                for rule, scope in zip(rules, scopes, strict=True):
                    may = bool(rule(by, asked, moment))
                    assert scope(by, moment).filter(id=reset.id).exists() == may, (by, rule)


# --- the database -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"closed_at": clock.now()},
        {"done": True},
        {"asked_by": "account"},
        {"closed_at": clock.now(), "closed_by": "asked_by", "done": True},
        {"closed_at": clock.now(), "closed_by": "account", "done": True},
    ],
)
def test_the_database_holds_what_must_hold(changed: dict[str, Any]) -> None:
    reset = ask()
    people = {"account": reset.account_id, "asked_by": reset.asked_by_id}
    about = {name: people.get(value, value) if isinstance(value, str) else value for name, value in changed.items()}
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Reset.objects.filter(id=reset.id).update(**about)


def test_the_database_has_one_reset_of_an_account_at_a_time() -> None:
    reset = ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reset.objects.create(area=reset.area, account=reset.account, asked_by=reset.asked_by, asked_at=clock.now())


def test_a_session_with_a_password_alone_confirms_nothing() -> None:
    """What needs two factors isn't held by whoever has proven one."""
    reset = ask()
    weak = queries.standing(LEADER.account, reset.area_id, two_factors=False)
    assert refusal(confirm, reset=reset, by=weak) == "not_beside"
    weak = queries.standing(ADMINISTRATOR.account, reset.area_id, two_factors=False)
    assert refusal(account_actions.close_account, account=TEACHER.account, by=weak) == "not_administrator"


def test_nobody_known_resets_nothing() -> None:
    reset = ask()
    assert Client(headers={"host": "localhost"}).post(f"{BASE}nullstilling/{reset.id}/bekreft/").status_code == 403
    assert browser(ADMINISTRATOR).get(f"{BASE}personer/{TEACHER.account.id}/").status_code == 200
