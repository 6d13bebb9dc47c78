"""Whoever writes in the database past the system is found by what the log doesn't know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import QuerySet

from motvekt.access.roles import Role
from motvekt.audit.models import AuditEvent
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
from motvekt.guide import rules
from motvekt.guide.models import Edition
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.organisations import account_actions, invitation_actions
from motvekt.organisations import actions as organisations
from motvekt.organisations.models import Account, AreaHost, Invitation, Membership, Organisation, Reset, Unit
from motvekt.site.cli import FAILED, OK, main
from motvekt.site.compare import compare
from motvekt.vault import keystore
from motvekt.vault.keystore import KeyGone
from motvekt.vault.models import DataKey
from tests.conftest import OPERATOR
from tests.world import CLUB, FAR, MUNICIPALITY, POLICE, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(world: World) -> Iterator[World]:
    """People at work: something of everything, and something of everything ended.

    Time goes on between what one controller logs and what another does: between two of the same moment nobody can say
    which was first.
    """
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        _work(world)
        _coming_in(world)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        yield world


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


def test_a_key_that_is_damaged_is_no_disposal(world: World) -> None:
    row = DataKey.objects.get(unit=world.units["solvang-skole"].id)
    DataKey.objects.filter(id=row.id).update(wrapped=bytes(row.wrapped)[:-1] + b"\0")
    assert any("samtykke" in line for line in compare())


def test_whoever_has_the_log_and_no_key_finds_no_birth_month_by_trying(world: World) -> None:
    dossier = Dossier.objects.get()
    logged = digests.of_person(dossier)
    keystore.shred(dossier=dossier.id)
    with pytest.raises(KeyGone):
        digests.of_person(dossier)
    keystore.make_key(dossier=dossier.id, unit=dossier.unit_id)
    assert digests.of_person(dossier) != logged


def _coming_in(world: World) -> None:
    """An invitation that is open, one that is withdrawn, and one that was accepted; a reset, with its way back."""
    administrator = world.standing("administrator")
    sent = [
        invitation_actions.invite(
            email=f"{name}@x.no", name=name, unit=world.units["nav"], role=Role.EMPLOYEE, by=administrator
        )
        for name in ("open", "gone", "used")
    ]
    invitation_actions.withdraw_invitation(invitation=sent[1], by=administrator)
    invitation_actions.come_in(invitation=sent[2], name="Ny", password="et langt passord", by=OPERATOR)
    reset = account_actions.ask_reset(account=world.accounts["teacher"], by=administrator)
    account_actions.confirm_reset(reset=reset, by=world.standing("principal"))
    account_actions.close_account(account=world.accounts["volunteer"], by=administrator)


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


def _published(world: World) -> None:
    row = Edition.objects.get(area=world.areas["asker-baerum"])
    content = row.content.replace("fvl", "fvl2")
    Edition.objects.create(
        area=row.area,
        number=2,
        pack=row.pack,
        schema=row.schema,
        valid_from=row.valid_from,
        content=content,
        digest=rules.digest(content),
        published_at=clock.now(),
        published_by="operator:y",
    )


def _swapped_passwords(world: World) -> None:
    teacher, slt = (Account.objects.get(id=world.accounts[name].id) for name in ("teacher", "slt"))
    Account.objects.filter(id=slt.id).update(password=teacher.password)


def _swapped_addresses(world: World) -> None:
    teacher, slt = (world.accounts[name].email for name in ("teacher", "slt"))
    for old, new in ((teacher, "x@x.example"), (slt, teacher), ("x@x.example", slt)):
        Account.objects.filter(email=old).update(email=new)


def _less_guardians(world: World) -> None:
    guardian = Guardian.objects.all()[:1].get()
    ConsentGuardian.objects.filter(guardian=guardian).delete()


def _asked_by_nobody(world: World) -> None:
    """One writes that another has asked, and confirms it: the two who must be."""
    area = world.areas["asker-baerum"]
    by = Account.objects.get(id=world.standing("administrator").somebody)
    reset = Reset.objects.create(area=area, account=world.accounts["colleague"], asked_by=by, asked_at=clock.now())
    account_actions.confirm_reset(reset=reset, by=world.standing("principal"))


def _sent(world: World) -> None:
    row = _invited(world)[:1].get()
    row.id, row._state.adding = new_id(), True
    row.save(force_insert=True)


LATER = date(2099, 1, 1)
FORGED: dict[str, tuple[Callable[[World], object], str]] = {
    "a role": (_promoted, "rolle"),
    "another role": (lambda world: Membership.objects.filter(role="employee").update(role="leader"), "rolle"),
    "a role back to life": (lambda world: Membership.objects.update(ended_at=None), "rolle"),
    "a role of somebody else": (
        lambda world: Membership.objects.filter(account=world.accounts["slt"]).update(account=world.accounts["nurse"]),
        "rolle",
    ),
    "a role given by another": (lambda world: Membership.objects.update(appointed_by="operator:x"), "rolle"),
    "a role confirmed by another": (
        lambda world: Membership.objects.filter(confirmed_at__isnull=False).update(confirmed_by="operator:x"),
        "rolle",
    ),
    "an invitation": (
        lambda world: _invited(world).exclude(role="").update(role="area_admin"),
        "invitasjon til å komme inn",
    ),
    "an invitation used again": (
        lambda world: _invited(world).filter(accepted_at__isnull=False).update(accepted_at=None),
        "invitasjon til å komme inn",
    ),
    "an invitation to another address": (
        lambda world: _invited(world).filter(accepted_at=None).exclude(role="").update(email="ond@ond.no"),
        "invitasjon til å komme inn",
    ),
    "a way back to another address": (
        lambda world: _invited(world).filter(role="").update(email="ond@ond.no"),
        "invitasjon til å komme inn",
    ),
    "an invitation for longer": (
        lambda world: _invited(world).filter(accepted_at=None).update(expires_at=clock.now() + timedelta(99)),
        "invitasjon til å komme inn",
    ),
    "an invitation nobody sent": (_sent, "invitasjon til å komme inn"),
    "a reset that nobody asked for": (_asked_by_nobody, "nullstilling"),
    "a reset asked for by another": (
        lambda world: Reset.objects.update(asked_by=world.accounts["nurse"]),
        "nullstilling",
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
    "a consent of a unit without a key": (lambda world: Consent.objects.update(unit=world.units["nav"]), "samtykke"),
    "a sender without a key": (lambda world: Disclosure.objects.update(sender=world.units["nav"]), "deling"),
    "a withdrawal to come": (
        lambda world: Consent.objects.filter(withdrawn_on__isnull=False).update(withdrawn_on=LATER),
        "samtykke",
    ),
    "an end to come": (
        lambda world: Disclosure.objects.filter(ended_on__isnull=False).update(ended_on=LATER),
        "deling",
    ),
    "an edition": (_published, "utgave"),
    "another service": (lambda world: _units(world, "nav").update(agency="police"), "virksomheter"),
    "another organisation": (
        lambda world: _units(world, "nav").update(organisation=world.units["kontaktene"].organisation),
        "virksomheter",
    ),
    "a desk": (lambda world: _units(world, "nav").update(desk="mottak-pst"), "virksomheter"),
    "a special body": (lambda world: _units(world, "nav").update(special="fire"), "virksomheter"),
    "a unit's name": (lambda world: _units(world, "nav").update(name="SLT"), "virksomheter"),
    "a public body": (
        lambda world: Organisation.objects.filter(slug="klubben").update(kind="municipality"),
        "virksomheter",
    ),
    "a host": (
        lambda world: AreaHost.objects.create(area=world.areas["asker-baerum"], host="ond.no"),
        "virksomheter",
    ),
}


def _invited(world: World) -> QuerySet[Invitation]:
    return Invitation.objects.filter(area=world.areas["asker-baerum"])


def _units(world: World, slug: str) -> QuerySet[Unit]:
    return Unit.objects.filter(area=world.areas["asker-baerum"], slug=slug)


OF_ACCOUNTS: dict[str, Callable[[World], object]] = {
    "a password": _swapped_passwords,
    "addresses": _swapped_addresses,
    "open again": lambda world: Account.objects.update(is_active=False),
    "an account": lambda world: Account.objects.create_user("ond@ond.no", "Et langt passord 1", name="Ond"),
}


@pytest.mark.parametrize("forged", OF_ACCOUNTS)
def test_an_account_that_was_made_or_changed_past_the_system_stands_out(
    world: World, forged: str, capsys: pytest.CaptureFixture[str]
) -> None:
    OF_ACCOUNTS[forged](world)
    assert main(["audit", "compare"]) == FAILED
    said = capsys.readouterr().out
    assert said.startswith("konto ")
    assert "@" not in said


def test_a_role_with_an_event_that_was_forged_for_it_stands_out(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    _promoted(world)
    row = Membership.objects.get(account=world.accounts["teacher"], role=Role.SLT_COORDINATOR)
    last = AuditEvent.objects.filter(controller=world.organisation("slt")).order_by("-number").values()[0]
    about = {"membership": str(row.id), "unit": str(row.unit_id), "account": str(row.account_id), "role": row.role}
    forged = {"id": new_id(), "number": last["number"] + 1, "event": "member_appointed", "about": about}
    AuditEvent.objects.create(**last | forged)
    assert main(["audit", "compare"]) == FAILED
    assert f"loggen {world.organisation('slt')} er brutt" in capsys.readouterr().out


def test_what_an_operator_changes_is_in_the_log(world: World) -> None:
    """A host comes while the clock is behind, organisations change places, and another area becomes the default one."""
    order = ((MUNICIPALITY, POLICE, CLUB), (POLICE, CLUB, MUNICIPALITY))
    place = partial(
        organisations.set_area, slug="asker-baerum", hosts=["localhost", "ny.no"], default=True, by=OPERATOR
    )
    with clock.frozen(clock.now() - timedelta(days=2)):
        place(controllers=order[0])
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        place(controllers=order[1])
    far = partial(organisations.set_area, slug="fjellvik", hosts=["fjellvik.localhost"], controllers=(FAR,))
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        far(default=True, by=OPERATOR)
        assert compare() == []


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
