"""Whoever writes in the database past the system is found by what the log doesn't know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from motvekt.access.roles import Role
from motvekt.dossiers import actions, digests, sharing_actions
from motvekt.dossiers.actions import Given
from motvekt.dossiers.kinds import DossierKind, ItemKind, Purpose
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
from motvekt.dossiers.wishes import Wish
from motvekt.kernel import clock
from motvekt.organisations import actions as organisations
from motvekt.organisations.models import Membership
from motvekt.organisations.walls import within
from motvekt.site.cli import FAILED, OK, main
from motvekt.site.compare import compare
from motvekt.vault import keystore
from motvekt.vault.keystore import KeyGone
from tests.conftest import OPERATOR
from tests.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """People at work: something of everything, and something of everything ended."""
    made = make_world()
    with within(made.areas["asker-baerum"].id):
        _work(made)
        yield made


def _work(world: World) -> None:
    school, slt, teacher = world.units["solvang-skole"], world.units["slt"], world.standing("teacher")
    dossier = actions.begin(unit=school, kind=DossierKind.CONCERN, by=teacher)
    item = actions.add_item(dossier=dossier, unit=school, kind=ItemKind.NOTE, text="noe", by=teacher)
    guardians = actions.describe_person(dossier=dossier, by=teacher, born=date(2012, 5, 3), guardians=2)
    given = Given([slt], Purpose.CLARIFICATION, clock.today(), "Muntlig.", by_guardians=guardians)
    consents = [actions.record_consent(dossier=dossier, unit=school, given=given, by=teacher) for _ in range(2)]
    for name in ("colleague", "principal"):
        actions.name_reader(dossier=dossier, unit=school, account=world.accounts[name], by=teacher)
    actions.end_reader(dossier=dossier, unit=school, account=world.accounts["principal"], by=teacher)
    wish = Wish(
        items=[item],
        sender=school,
        recipient=slt,
        basis="consent",
        purpose=Purpose.CLARIFICATION,
        necessity="avklare",
        attested=frozenset(range(9)),
        identifies=True,
        was_told=True,
    )
    shared = [sharing_actions.disclose(dossier=dossier, wish=wish, by=teacher) for _ in range(2)]
    sharing_actions.end_disclosure(disclosure=shared[0], by=teacher)
    actions.withdraw_consent(consent=consents[0], by=teacher)
    membership = organisations.appoint(
        account=world.accounts["nurse"], unit=world.units["nav"], role=Role.EMPLOYEE, by=OPERATOR
    )
    organisations.end_membership(membership=membership, by=OPERATOR)


def test_after_work_the_tables_say_what_the_log_says(world: World) -> None:
    assert compare() == []
    assert main(["audit", "compare"]) == OK


def test_a_dossier_that_was_disposed_of_accuses_nobody(world: World) -> None:
    keystore.shred(dossier=Dossier.objects.get().id)
    assert compare() == []


def test_whoever_has_the_log_and_no_key_finds_no_birth_month_by_trying(world: World) -> None:
    dossier = Dossier.objects.get()
    logged = digests.of_person(dossier)
    keystore.shred(dossier=dossier.id)
    with pytest.raises(KeyGone):
        digests.of_person(dossier)
    keystore.make_key(dossier=dossier.id, unit=dossier.unit_id)
    assert digests.of_person(dossier) != logged


def _promoted(world: World) -> None:
    row = Membership.objects.get(account=world.accounts["teacher"])
    Membership.objects.create(
        area=row.area,
        account=row.account,
        unit=world.units["slt"],
        role=Role.SLT_COORDINATOR,
        appointed_at=clock.now(),
        appointed_by="operator:x",
        confirmed_at=clock.now(),
        confirmed_by="operator:y",
    )


def _named(world: World) -> None:
    row = Reader.objects.filter(ended_at__isnull=True).first()
    assert row is not None
    nurse = world.accounts["nurse"]
    Reader.objects.create(
        area=row.area, dossier=row.dossier, unit=row.unit, account=nurse, named_by=nurse, named_at=clock.now()
    )


def _consented(world: World) -> None:
    ConsentRecipient.objects.create(
        area=world.areas["asker-baerum"], consent=Consent.objects.all()[:1].get(), unit=world.units["kontaktene"]
    )


def _less_guardians(world: World) -> None:
    guardian = Guardian.objects.all()[:1].get()
    ConsentGuardian.objects.filter(guardian=guardian).delete()


FORGED: dict[str, tuple[Callable[[World], object], str]] = {
    "a role": (_promoted, "rolle"),
    "another role": (lambda world: Membership.objects.filter(role="employee").update(role="leader"), "rolle"),
    "a role back to life": (lambda world: Membership.objects.update(ended_at=None), "rolle"),
    "a role of somebody else": (
        lambda world: Membership.objects.filter(account=world.accounts["slt"]).update(account=world.accounts["nurse"]),
        "rolle",
    ),
    "a reader": (_named, "invitasjon"),
    "a reader back to life": (lambda world: Reader.objects.update(ended_at=None), "invitasjon"),
    "a reader gone": (lambda world: Reader.objects.all().delete(), "invitasjon"),
    "another kind": (lambda world: Dossier.objects.update(kind="case"), "mappe"),
    "another unit": (lambda world: Dossier.objects.update(unit=world.units["slt"]), "mappe"),
    "an older person": (lambda world: Dossier.objects.update(born_from="1990-01-01", born_to="1990-01-31"), "alder"),
    "an item gone": (lambda world: (DisclosedItem.objects.all().delete(), Item.objects.all().delete()), "notat"),
    "a consent longer": (lambda world: Consent.objects.update(until=clock.today() + timedelta(99)), "samtykke"),
    "a consent back to life": (lambda world: Consent.objects.update(withdrawn_on=None), "samtykke"),
    "a consent to others": (_consented, "samtykke"),
    "a consent of others": (_less_guardians, "samtykke"),
    "a consent by themselves": (lambda world: Consent.objects.update(by_self=True), "samtykke"),
    "another basis": (lambda world: Disclosure.objects.update(basis="fvl-13b-7"), "deling"),
    "another recipient": (lambda world: Disclosure.objects.update(recipient=world.units["nav"]), "deling"),
    "a disclosure back to life": (lambda world: Disclosure.objects.update(ended_on=None), "deling"),
    "an item taken back": (lambda world: DisclosedItem.objects.all().delete(), "deling"),
}


def was_let(forge: Callable[[World], object], world: World) -> bool:
    """Do it; False where it is more than PostgreSQL lets the application's role do."""
    try:
        with transaction.atomic():
            forge(world)
    except ProgrammingError:
        return False
    return True


@pytest.mark.parametrize("forged", FORGED)
def test_what_is_written_past_the_system_stands_out(
    world: World, forged: str, capsys: pytest.CaptureFixture[str]
) -> None:
    forge, words = FORGED[forged]
    if not was_let(forge, world):
        assert connection.vendor == "postgresql"
        return
    assert main(["audit", "compare"]) == FAILED
    said = capsys.readouterr().out
    assert f"asker-baerum: {words}" in said
    assert "noe" not in said.split()
