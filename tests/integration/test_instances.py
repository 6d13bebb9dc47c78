"""Actions go by what the database says, whatever was done to the instances that they are given."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from motvekt.access.roles import Role
from motvekt.audit.models import AuditEvent
from motvekt.dossiers import actions, sharing_actions
from motvekt.dossiers.actions import Given
from motvekt.dossiers.kinds import DossierKind, ItemKind, Purpose
from motvekt.dossiers.models import Consent, Disclosure, Dossier
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions as organisations
from motvekt.organisations.models import Unit
from tests.dossiers import consented, disclosed, texts, wish, written
from tests.world import OPERATOR, TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def adult(world: World) -> Dossier:
    """A concern of the teacher's with one note, about somebody who is old enough to consent."""
    teacher = world.standing("teacher")
    dossier = actions.begin(unit=world.units["solvang-skole"], kind=DossierKind.CONCERN, by=teacher)
    written(world, dossier, "teacher")
    actions.describe_person(dossier=dossier, by=teacher, born=date(1999, 5, 3))
    return dossier


def as_if(row: Any, **changes: Any) -> Any:
    """The row read again, and changed in memory alone."""
    found = type(row).objects.get(id=row.id)
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def test_an_item_that_says_who_it_is_does_so_whatever_its_instance_says(world: World, adult: Dossier) -> None:
    identity = written(world, adult, "teacher", "Ola Nordmann, 3. mai 1999", kind=ItemKind.IDENTITY)
    with pytest.raises(Refused) as why:
        disclosed(world, adult, basis="anonymised", identifies=False, items=[as_if(identity, kind=ItemKind.NOTE)])
    assert why.value.decision.code == "identifies"


def test_nothing_is_shared_with_another_area_whatever_the_instances_say(world: World, adult: Dossier) -> None:
    far = world.units["fjellvik-slt"]
    about: dict[str, Any] = {"basis": "fvl-13b-7", "purpose": Purpose.PROTECTION}
    with pytest.raises(Refused) as why:
        disclosed(world, adult, recipient=of_area(far, adult.area_id), **about)
    assert why.value.decision.code == "no_recipient"
    with pytest.raises(Refused) as why:
        disclosed(world, as_if(adult, area_id=far.area_id), recipient=far, **about)
    assert why.value.decision.code == "no_recipient"
    assert not Disclosure.objects.exists()


def of_area(unit: Unit, area: UUID) -> Unit:
    """The unit as if it were of another area."""
    copy = Unit(id=unit.id, organisation_id=unit.organisation_id, slug=unit.slug, agency=unit.agency, desk=unit.desk)
    copy.area_id = area
    return copy


def test_a_recipient_does_not_say_how_old_the_person_is(world: World, adult: Dossier) -> None:
    consented(world, adult)
    disclosed(world, adult)
    with pytest.raises(Refused):
        actions.describe_person(
            dossier=as_if(adult, unit=world.units["slt"]), by=world.standing("slt"), born=date(2020, 1, 1)
        )


def test_nobody_withdraws_or_ends_for_another_unit(world: World, adult: Dossier) -> None:
    consent = consented(world, adult)
    disclosure = disclosed(world, adult)
    slt = world.units["slt"]
    with pytest.raises(Refused):
        actions.withdraw_consent(consent=as_if(consent, unit=slt), by=world.standing("slt"))
    with pytest.raises(Refused):
        sharing_actions.end_disclosure(disclosure=as_if(disclosure, sender=slt), by=world.standing("slt"))
    assert texts(world, adult, "slt")
    own = actions.begin(unit=world.units["nav"], kind=DossierKind.CONCERN, by=world.standing("counsellor"))
    for change in ({"dossier": own, "unit": own.unit}, {"dossier_id": own.id, "unit_id": own.unit_id}):
        with pytest.raises(Refused):
            actions.withdraw_consent(consent=as_if(consent, **change), by=world.standing("counsellor"))
    assert Consent.objects.filter(withdrawn_on__isnull=False).count() == 0


def test_what_is_done_is_in_the_log_of_whose_unit_it_is(world: World, adult: Dossier) -> None:
    police = world.organisation("kontaktene")
    school = as_if(world.units["solvang-skole"], organisation_id=police)
    before = AuditEvent.objects.filter(controller=police).count()
    teacher = world.standing("teacher")
    actions.add_item(dossier=adult, unit=school, kind=ItemKind.NOTE, text="Mer.", by=teacher)
    actions.name_reader(dossier=adult, unit=school, account=world.accounts["colleague"], by=teacher)
    actions.end_reader(dossier=adult, unit=school, account=world.accounts["colleague"], by=teacher)
    given = Given([world.units["slt"]], Purpose.CLARIFICATION, TODAY, "Muntlig.", by_self=True)
    actions.record_consent(dossier=adult, unit=school, given=given, by=teacher)
    disclosed(world, adult, sender=school)
    actions.begin(unit=school, kind=DossierKind.CONCERN, by=teacher)
    assert AuditEvent.objects.filter(controller=police).count() == before


def test_a_dossier_is_begun_in_the_area_of_its_unit(world: World) -> None:
    school = as_if(world.units["solvang-skole"], area=world.areas["fjellvik"])
    dossier = actions.begin(unit=school, kind=DossierKind.CONCERN, by=world.standing("teacher"))
    assert Dossier.objects.get(id=dossier.id).area_id == world.areas["asker-baerum"].id


def test_a_consent_names_units_and_guardians_of_its_own_place(world: World, adult: Dossier) -> None:
    with pytest.raises(Refused) as why:
        consented(world, adult, recipients=[world.units["fjellvik-slt"]])
    assert why.value.decision.code == "no_recipient"
    teacher = world.standing("teacher")
    other = actions.begin(unit=world.units["solvang-skole"], kind=DossierKind.CONCERN, by=teacher)
    (guardian,) = actions.describe_person(dossier=other, by=teacher, guardians=1)
    with pytest.raises(Refused) as why:
        consented(world, adult, by_self=False, by_guardians=[as_if(guardian, dossier=adult)])
    assert why.value.decision.code == "another_dossier"


def test_an_administrator_appoints_in_no_other_area_whatever_the_unit_says(world: World) -> None:
    far = of_area(world.units["fjellvik-slt"], world.areas["asker-baerum"].id)
    with pytest.raises(Refused) as why:
        organisations.appoint(
            account=world.accounts["teacher"], unit=far, role=Role.EMPLOYEE, by=world.standing("administrator")
        )
    # On PostgreSQL the wall has hidden the unit by then.
    assert why.value.decision.code in ("not_appointing", "no_unit")
    staff = as_if(world.units["staben"], agency="slt")
    with pytest.raises(Refused):
        organisations.appoint(account=world.accounts["teacher"], unit=staff, role=Role.SLT_COORDINATOR, by=OPERATOR)


def test_a_sender_names_nobody_in_a_unit_that_has_its_own_readers(world: World) -> None:
    """Else whoever is shared with could open the rest of a dossier to somebody of the unit that began it."""
    slt, school = world.standing("slt"), world.units["solvang-skole"]
    dossier = actions.begin(unit=world.units["slt"], kind=DossierKind.CONCERN, by=slt)
    item = written(world, dossier, "slt")
    to_school = wish(
        world,
        dossier,
        items=[item],
        sender=world.units["slt"],
        recipient=school,
        basis="fvl-13b-2-3",
        readers=[world.accounts["principal"]],
    )
    sharing_actions.disclose(dossier=dossier, wish=to_school, by=slt)
    answer = written(world, dossier, "principal", "Fra skolen.")
    back = wish(
        world,
        dossier,
        items=[answer],
        sender=school,
        recipient=world.units["slt"],
        basis="fvl-13b-2-3",
        readers=[world.accounts["slt_colleague"]],
    )
    with pytest.raises(Refused) as why:
        sharing_actions.disclose(dossier=dossier, wish=back, by=world.standing("principal"))
    assert why.value.decision.code == "they_name"
