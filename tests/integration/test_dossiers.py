"""What people do in dossiers, who sees it, and what the log says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from motvekt.access.grants import grant
from motvekt.access.opening import opened
from motvekt.audit.models import AuditEvent
from motvekt.audit.queries import verify
from motvekt.dossiers import actions, digests, policy, queries, sharing_actions
from motvekt.dossiers import law as laws
from motvekt.dossiers.actions import Given
from motvekt.dossiers.kinds import DossierKind, ItemKind, Purpose
from motvekt.dossiers.models import DisclosedItem, Disclosure, Dossier, Item, Reader
from motvekt.dossiers.queries import Closed
from motvekt.kernel import clock
from motvekt.kernel.decision import YES
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations import actions as organisations
from motvekt.organisations.models import Area, Membership, Unit
from motvekt.organisations.walls import within
from motvekt.vault import keystore
from motvekt.vault.keystore import NotGranted
from tests.dossiers import SECRET, consented, disclosed, law_of, read, texts, wish, written
from tests.world import NOON, OPERATOR, TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def concern(world: World) -> Dossier:
    """A concern that the teacher has begun, with one note."""
    teacher = world.standing("teacher")
    dossier = actions.begin(unit=world.units["solvang-skole"], kind=DossierKind.CONCERN, by=teacher)
    written(world, dossier, "teacher")
    return dossier


def events(controller: UUID) -> list[tuple[str, str, dict[str, str]]]:
    rows = AuditEvent.objects.filter(controller=controller).order_by("number")
    return [(row.event, row.actor, row.about) for row in rows]


def last(world: World, unit: str) -> tuple[str, str, dict[str, str]]:
    return events(world.organisation(unit))[-1]


@pytest.fixture
def adult(world: World, concern: Dossier) -> Dossier:
    """The concern, about somebody who is old enough to consent."""
    actions.describe_person(dossier=concern, by=world.standing("teacher"), born=date(1999, 5, 3))
    return concern


def refused(code: str) -> Any:
    """A refusal with this code."""

    class Caught:
        def __enter__(self) -> None: ...

        def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
            assert isinstance(error, Refused), error
            assert error.decision.code == code
            assert error.decision.words
            return True

    return Caught()


# --- inside the unit --------------------------------------------------------------------------------------------------


def test_whoever_writes_a_concern_reads_it_and_nobody_else_does(world: World, concern: Dossier) -> None:
    assert texts(world, concern, "teacher") == [SECRET]
    for name in set(world.accounts) - {"teacher", "stranger"}:
        assert texts(world, concern, name) == [], name


def test_a_colleague_sees_it_from_when_they_are_named_until_they_are_not(world: World, concern: Dossier) -> None:
    school, teacher = world.units["solvang-skole"], world.standing("teacher")
    colleague = world.accounts["colleague"]
    for _ in range(2):
        actions.name_reader(dossier=concern, unit=school, account=colleague, by=teacher)
    assert texts(world, concern, "colleague") == [SECRET]
    written(world, concern, "colleague", "Jeg så det også.")
    for _ in range(2):
        actions.end_reader(dossier=concern, unit=school, account=colleague, by=teacher)
    assert texts(world, concern, "colleague") == []
    assert [event for event, _, _ in events(school.organisation_id)].count("reader_named") == 2
    assert [event for event, _, _ in events(school.organisation_id)].count("reader_ended") == 1


def test_asking_for_what_is_not_there_or_is_empty_is_no_denial(world: World) -> None:
    teacher = world.standing("teacher")
    empty = actions.begin(unit=world.units["solvang-skole"], kind=DossierKind.CONCERN, by=teacher)
    before = AuditEvent.objects.count()
    assert queries.read(teacher, empty.id, law_of(world)) == []
    assert queries.read(teacher, new_id(), law_of(world)) == []
    assert AuditEvent.objects.count() == before


def test_a_colleague_who_was_named_shuts_nobody_else_out(world: World, concern: Dossier) -> None:
    school = world.units["solvang-skole"]
    for name in ("colleague", "principal"):
        actions.name_reader(dossier=concern, unit=school, account=world.accounts[name], by=world.standing("teacher"))
    for name in ("teacher", "principal"):
        with refused("named_by_another"):
            actions.end_reader(
                dossier=concern, unit=school, account=world.accounts[name], by=world.standing("colleague")
            )
    actions.end_reader(
        dossier=concern, unit=school, account=world.accounts["colleague"], by=world.standing("colleague")
    )
    assert texts(world, concern, "colleague") == []
    assert texts(world, concern, "teacher") == [SECRET]


def test_a_leader_is_named_or_sees_nothing(world: World, concern: Dossier) -> None:
    school = world.units["solvang-skole"]
    assert texts(world, concern, "principal") == []
    with refused("not_named"):
        actions.name_reader(
            dossier=concern, unit=school, account=world.accounts["principal"], by=world.standing("principal")
        )
    actions.name_reader(dossier=concern, unit=school, account=world.accounts["principal"], by=world.standing("teacher"))
    assert texts(world, concern, "principal") == [SECRET]


def test_nobody_from_elsewhere_can_be_named(world: World, concern: Dossier) -> None:
    for name in ("intake", "administrator", "nurse", "stranger"):
        with refused("not_a_colleague"):
            actions.name_reader(
                dossier=concern,
                unit=world.units["solvang-skole"],
                account=world.accounts[name],
                by=world.standing("teacher"),
            )


def test_whoever_leaves_the_unit_sees_nothing_more_even_when_named(world: World, concern: Dossier) -> None:
    membership = Membership.objects.get(account=world.accounts["teacher"])
    organisations.end_membership(membership=membership, by=OPERATOR)
    assert texts(world, concern, "teacher") == []
    school, nobody_there = world.units["solvang-skole"], world.standing("teacher")
    with refused("not_there"):
        actions.add_item(dossier=concern, unit=school, kind=ItemKind.NOTE, text="mer", by=nobody_there)


def test_a_closed_account_is_nobody(world: World, concern: Dossier) -> None:
    account = world.accounts["teacher"]
    account.is_active = False
    account.save(update_fields=["is_active"])
    assert world.standing("teacher").account is None
    assert queries.read(world.standing("teacher"), concern.id, law_of(world)) == []


def test_a_case_is_seen_by_all_who_receive_in_its_unit(world: World) -> None:
    case = actions.begin(unit=world.units["slt"], kind=DossierKind.CASE, by=world.standing("slt"))
    written(world, case, "slt")
    assert texts(world, case, "slt_colleague") == [SECRET]
    written(world, case, "slt_colleague", "Avtalt møte.")
    assert texts(world, case, "slt") == [SECRET, "Avtalt møte."]
    assert texts(world, case, "intake") == []


def test_an_administration_has_no_dossiers(world: World) -> None:
    with refused("no_service"):
        actions.begin(unit=world.units["staben"], kind=DossierKind.CONCERN, by=world.standing("administrator"))
    with refused("not_there"):
        actions.begin(unit=world.units["nav"], kind=DossierKind.CONCERN, by=world.standing("teacher"))


def test_nothing_is_written_without_a_word(world: World, concern: Dossier) -> None:
    with refused("empty"):
        written(world, concern, "teacher", " \n ")


# --- sharing ----------------------------------------------------------------------------------------------------------


def test_what_is_shared_by_consent_is_seen_until_it_is_withdrawn(world: World, adult: Dossier) -> None:
    consent = consented(world, adult)
    assert texts(world, adult, "slt") == []
    disclosed(world, adult)
    assert texts(world, adult, "slt") == [SECRET]
    assert texts(world, adult, "slt_colleague") == [SECRET]
    assert texts(world, adult, "intake") == []
    for _ in range(2):
        actions.withdraw_consent(consent=consent, by=world.standing("teacher"))
    assert texts(world, adult, "slt") == []
    assert texts(world, adult, "teacher") == [SECRET]


def test_what_was_shared_is_a_copy_of_its_own(world: World, adult: Dossier) -> None:
    """Each owner disposes of their own, and takes nobody's else along."""
    consented(world, adult)
    disclosed(world, adult)
    written(world, adult, "teacher", "Skrevet etterpå.")
    assert texts(world, adult, "slt") == [SECRET]
    keystore.shred(dossier=adult.id, unit=world.units["solvang-skole"].id)
    assert texts(world, adult, "slt") == [SECRET]
    assert texts(world, adult, "teacher") == [Closed.DISPOSED, Closed.DISPOSED]
    keystore.shred(dossier=adult.id)
    assert texts(world, adult, "slt") == [Closed.DISPOSED]


def test_both_controllers_know_what_was_shared_and_each_its_own_side(world: World, adult: Dossier) -> None:
    before = len(events(world.organisation("kontaktene")))
    disclosure = disclosed(
        world, adult, recipient=world.units["kontaktene"], basis="fvl-13b-7", purpose=Purpose.PROTECTION
    )
    about = {"dossier": str(adult.id), "disclosure": str(disclosure.id), "basis": "fvl-13b-7", "items": "1"}
    contacts, teacher = str(world.units["kontaktene"].id), f"account:{world.accounts['teacher'].id}"
    between = {"sender": str(world.units["solvang-skole"].id), "recipient": contacts}
    given = about | between | {"row": digests.of_disclosure(disclosure)}
    assert last(world, "solvang-skole") == ("items_disclosed", teacher, given)
    assert events(world.organisation("kontaktene"))[before:] == [
        ("items_received", teacher, about | {"unit": contacts})
    ]
    assert texts(world, adult, "contact") == [SECRET]


def test_opening_is_in_the_log_of_whose_record_it_is(world: World, adult: Dossier) -> None:
    disclosed(world, adult, recipient=world.units["kontaktene"], basis="fvl-13b-7", purpose=Purpose.PROTECTION)
    read(world, adult, "contact")
    unit = world.units["kontaktene"]
    about = {"dossier": str(adult.id), "unit": str(unit.id), "values": "1", "why": "fvl-13b-7"}
    assert last(world, "kontaktene") == ("content_opened", f"account:{world.accounts['contact'].id}", about)
    read(world, adult, "teacher")
    assert last(world, "solvang-skole")[2]["why"] == "named"
    read(world, adult, "nurse")
    nurse = f"account:{world.accounts['nurse'].id}"
    assert last(world, "solvang-skole") == ("record_denied", nurse, {"record": str(adult.id), "why": "not_there"})
    for unit_name in ("kontaktene", "solvang-skole"):
        assert verify(world.organisation(unit_name)).at is None


def test_a_refusal_leaves_nothing_but_its_line_in_the_log(world: World, adult: Dossier) -> None:
    with refused("no_consent"):
        disclosed(world, adult)
    assert not Disclosure.objects.exists()
    assert not DisclosedItem.objects.exists()
    event, _, about = last(world, "solvang-skole")
    assert (event, about["why"]) == ("disclosure_refused", "no_consent")


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("nothing_chosen", {"items": []}),
        ("not_attested", {"attested": frozenset()}),
        ("not_necessary", {"necessity": "  "}),
        ("not_said_whether_told", {"was_told": None}),
        ("not_told_without_reason", {"was_told": False}),
        ("ends_before_it_begins", {"until": TODAY - timedelta(days=1)}),
        ("unknown_basis", {"basis": "fvl-99"}),
    ],
)
def test_each_reason_stops_it(world: World, adult: Dossier, code: str, changes: dict[str, Any]) -> None:
    consented(world, adult)
    with refused(code):
        disclosed(world, adult, **changes)


def test_it_goes_neither_to_oneself_nor_to_another_area(world: World, adult: Dossier) -> None:
    with refused("oneself"):
        disclosed(world, adult, recipient=world.units["solvang-skole"])
    with refused("no_recipient"):
        disclosed(world, adult, recipient=world.units["fjellvik-slt"])
    with refused("no_service"):
        disclosed(world, adult, recipient=world.units["staben"])


def test_only_the_senders_own_can_be_shared_and_never_what_it_received(world: World, adult: Dossier) -> None:
    consented(world, adult)
    disclosed(world, adult)
    passed_on = wish(world, adult, sender=world.units["slt"], recipient=world.units["kontaktene"], basis="fvl-13b-7")
    with refused("not_yours"):
        sharing_actions.disclose(dossier=adult, wish=passed_on, by=world.standing("slt"))


def test_who_it_is_about_is_never_shared_as_anonymous(world: World, adult: Dossier) -> None:
    """Whatever the decider holds: an item that says who it is identifies."""
    identity = written(world, adult, "teacher", "Ola Nordmann, 3. mai 1999", kind=ItemKind.IDENTITY)
    with refused("identifies"):
        disclosed(world, adult, basis="anonymised", identifies=False, items=[identity])
    note = Item.objects.filter(dossier=adult, kind=ItemKind.NOTE)
    disclosed(world, adult, basis="anonymised", identifies=False, items=list(note))
    assert texts(world, adult, "slt") == [SECRET]


def test_it_is_told_later_only_with_a_reason_and_a_day(world: World, adult: Dossier) -> None:
    consented(world, adult)
    disclosure = disclosed(
        world,
        adult,
        was_told=False,
        not_told_why="Det kan være utrygt hjemme.",
        look_again_on=TODAY + timedelta(days=7),
    )
    assert "utrygt" not in repr(disclosure.not_told_why)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.filter(id=disclosure.id).update(look_again_on=None)


def test_a_school_reads_what_it_is_sent_when_somebody_there_is_named(world: World) -> None:
    case = actions.begin(unit=world.units["slt"], kind=DossierKind.CASE, by=world.standing("slt"))
    item = written(world, case, "slt")
    to_school = wish(
        world,
        case,
        items=[item],
        sender=world.units["slt"],
        recipient=world.units["solvang-skole"],
        basis="fvl-13b-2-3",
        readers=[world.accounts["principal"]],
    )
    with refused("not_of_the_recipient"):
        sharing_actions.disclose(
            dossier=case, wish=replace(to_school, readers=[world.accounts["nurse"]]), by=world.standing("slt")
        )
    sharing_actions.disclose(dossier=case, wish=to_school, by=world.standing("slt"))
    assert texts(world, case, "principal") == [SECRET]
    assert texts(world, case, "teacher") == []
    with refused("nothing_shared"):
        written(world, case, "teacher", "Fra skolen.")
    written(world, case, "principal", "Fra skolen.")
    assert texts(world, case, "principal") == [SECRET, "Fra skolen."]
    assert texts(world, case, "slt") == [SECRET]


def test_a_unit_writes_where_something_is_shared_with_it_and_no_longer_than_that(world: World, adult: Dossier) -> None:
    with refused("nothing_shared"):
        written(world, adult, "slt", "Fra SLT.")
    consented(world, adult)
    disclosure = disclosed(world, adult)
    written(world, adult, "slt", "Fra SLT.")
    assert texts(world, adult, "slt_colleague") == [SECRET, "Fra SLT."]
    for _ in range(2):
        sharing_actions.end_disclosure(disclosure=disclosure, by=world.standing("teacher"))
    assert texts(world, adult, "slt") == ["Fra SLT."]
    with refused("nothing_shared"):
        written(world, adult, "slt", "Mer.")


def test_only_the_sender_ends_what_it_shared(world: World, adult: Dossier) -> None:
    consent = consented(world, adult)
    disclosure = disclosed(world, adult)
    for name in ("slt", "colleague", "administrator"):
        with pytest.raises(Refused):
            sharing_actions.end_disclosure(disclosure=disclosure, by=world.standing(name))
        with pytest.raises(Refused):
            actions.withdraw_consent(consent=consent, by=world.standing(name))


# --- consent ----------------------------------------------------------------------------------------------------------


def test_a_childs_guardians_consent_all_of_them_until_the_birthday(world: World, concern: Dossier) -> None:
    teacher = world.standing("teacher")
    mother, father = actions.describe_person(dossier=concern, by=teacher, born=date(2012, 3, 14), guardians=2)
    consented(world, concern, by_self=False, by_guardians=[mother])
    with refused("consent_not_theirs_to_give"):
        disclosed(world, concern)
    consented(world, concern, by_self=False, by_guardians=[mother, father])
    disclosed(world, concern)
    assert texts(world, concern, "slt", date(2027, 2, 28)) == [SECRET]
    # Only the month is kept: from its first day on the young person is asked too.
    assert texts(world, concern, "slt", date(2027, 3, 1)) == []
    assert texts(world, concern, "slt", date(2027, 4, 1)) == []


def test_who_is_said_twice_consents_once_and_nobody_has_a_hundred_guardians(world: World, concern: Dossier) -> None:
    teacher = world.standing("teacher")
    (mother,) = actions.describe_person(dossier=concern, by=teacher, born=date(2014, 3, 14), guardians=1)
    consented(world, concern, by_self=False, by_guardians=[mother, mother], recipients=[world.units["slt"]] * 2)
    disclosed(world, concern)
    assert texts(world, concern, "slt") == [SECRET]
    with refused("guardians_many"):
        actions.describe_person(dossier=concern, by=teacher, guardians=100)


def test_where_nobody_knows_whether_there_are_more_guardians_nothing_is_seen(world: World, concern: Dossier) -> None:
    teacher = world.standing("teacher")
    guardians = actions.describe_person(dossier=concern, by=teacher, born=date(2014, 3, 14), guardians=2)
    consented(world, concern, by_self=False, by_guardians=guardians)
    disclosed(world, concern)
    assert texts(world, concern, "slt") == [SECRET]
    Dossier.objects.filter(id=concern.id).update(guardians_known=False)
    assert texts(world, concern, "slt") == []


def test_a_guardian_who_is_found_later_has_not_consented(world: World, concern: Dossier) -> None:
    teacher = world.standing("teacher")
    (mother,) = actions.describe_person(dossier=concern, by=teacher, born=date(2014, 3, 14), guardians=1)
    consented(world, concern, by_self=False, by_guardians=[mother])
    disclosed(world, concern)
    assert texts(world, concern, "slt") == [SECRET]
    actions.describe_person(dossier=concern, by=teacher, guardians=2)
    assert texts(world, concern, "slt") == []
    with refused("guardians_go"):
        actions.describe_person(dossier=concern, by=teacher, guardians=1)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("consent_incomplete", {"recipients": []}),
        ("consent_incomplete", {"how": " "}),
        ("consent_of_nobody", {"by_self": False}),
        ("consent_to_come", {"on": TODAY + timedelta(days=1)}),
        ("ends_before_it_begins", {"until": TODAY - timedelta(days=1)}),
    ],
)
def test_a_consent_says_everything(world: World, adult: Dossier, code: str, changes: dict[str, Any]) -> None:
    with refused(code):
        consented(world, adult, **changes)


def test_a_guardian_of_another_dossier_consents_to_nothing_here(world: World, adult: Dossier) -> None:
    teacher = world.standing("teacher")
    other = actions.begin(unit=world.units["solvang-skole"], kind=DossierKind.CONCERN, by=teacher)
    (guardian,) = actions.describe_person(dossier=other, by=teacher, guardians=1)
    with refused("another_dossier"):
        consented(world, adult, by_self=False, by_guardians=[guardian])


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


def test_a_disclosure_is_seen_from_its_first_day_to_its_last(world: World, adult: Dossier) -> None:
    consented(world, adult)
    disclosed(world, adult, until=day(10))
    assert [texts(world, adult, "slt", day(count)) for count in (-1, 0, 10, 11)] == [[], [SECRET], [SECRET], []]


def test_a_disclosure_is_not_seen_on_the_day_on_which_it_ends(world: World, adult: Dossier) -> None:
    consented(world, adult)
    disclosure = disclosed(world, adult)
    with clock.frozen(NOON + timedelta(days=5)):
        sharing_actions.end_disclosure(disclosure=disclosure, by=world.standing("teacher"))
    assert [texts(world, adult, "slt", day(count)) for count in (4, 5, 6)] == [[SECRET], [], []]


def test_a_consent_holds_on_its_last_day_and_not_on_that_of_its_withdrawal(world: World, adult: Dossier) -> None:
    consent = consented(world, adult, until=day(10))
    disclosed(world, adult)
    assert [texts(world, adult, "slt", day(count)) for count in (10, 11)] == [[SECRET], []]
    with clock.frozen(NOON + timedelta(days=5)):
        actions.withdraw_consent(consent=consent, by=world.standing("teacher"))
    assert [texts(world, adult, "slt", day(count)) for count in (4, 5)] == [[SECRET], []]


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({}, True),
        ({"purpose": Purpose.ADVICE}, False),
        ({"recipients": ["kontaktene", "barnevernet"]}, False),
        ({"recipients": ["kontaktene", "slt"]}, True),
        ({"by_self": False, "by_guardians": True}, False),
    ],
)
def test_a_new_consent_opens_again_only_what_it_covers(
    world: World, adult: Dossier, changes: dict[str, Any], seen: bool
) -> None:
    first = consented(world, adult)
    disclosed(world, adult)
    actions.withdraw_consent(consent=first, by=world.standing("teacher"))
    if "recipients" in changes:
        changes = changes | {"recipients": [world.units[name] for name in changes["recipients"]]}
    if "by_guardians" in changes:
        guardians = actions.describe_person(dossier=adult, by=world.standing("teacher"), guardians=2)
        changes = changes | {"by_guardians": guardians}
    with clock.frozen(NOON + timedelta(days=3)):
        consented(world, adult, on=day(3), **changes)
    assert texts(world, adult, "slt", day(2)) == []
    assert texts(world, adult, "slt", day(3)) == ([SECRET] if seen else [])


def test_another_units_consent_is_not_this_units(world: World, adult: Dossier) -> None:
    first = consented(world, adult)
    disclosed(world, adult, recipient=world.units["slt"], basis="fvl-13b-2-3")
    disclosed(world, adult)
    assert len(texts(world, adult, "slt")) == 2
    actions.withdraw_consent(consent=first, by=world.standing("teacher"))
    given = Given([world.units["slt"]], Purpose.CLARIFICATION, TODAY, "Muntlig.", by_self=True)
    actions.record_consent(dossier=adult, unit=world.units["slt"], given=given, by=world.standing("slt"))
    assert len(texts(world, adult, "slt")) == 1


# --- desks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["asker-baerum", "fjellvik"])
def test_every_desk_of_the_demos_guides_is_a_unit_and_the_guide_says_its_channel(published: None, slug: str) -> None:
    area = Area.objects.get(slug=slug)
    with within(area.id):
        law = laws.of_today(area)
        found = {unit.desk: law.desk(unit) for unit in Unit.objects.filter(area=area).exclude(desk="")}
    assert set(found) == {desk.id for desk in law.desks}
    assert {desk.channel for desk in found.values() if desk} <= {"motvekt", "own", "telephone"}
    assert all(found.values())


def test_a_unit_that_is_no_desk_has_none_and_no_task(world: World) -> None:
    law, school = law_of(world), world.units["solvang-skole"]
    assert law.desk(school) is None
    assert not law.party(school).has_task
    assert law.party(world.units["slt"]).has_task


# --- the wall of keys -------------------------------------------------------------------------------------------------


def test_nothing_opens_without_a_grant_for_just_this(world: World, adult: Dossier) -> None:
    item = Item.objects.get(dossier=adult)
    teacher, school = world.standing("teacher"), world.units["solvang-skole"]
    own: dict[str, Any] = {"actor": teacher.actor, "dossier": adult.id, "unit": school.id, "reason": "named"}
    assert opened([item.content], grant(YES, **own), controller=school.organisation_id) == [SECRET]
    for change in ({"dossier": new_id()}, {"unit": world.units["slt"].id}):
        with pytest.raises(NotGranted):
            opened([item.content], grant(YES, **(own | change)), controller=school.organisation_id)
    with refused("not_named"):
        policy.grant_own(world.standing("colleague"), queries.owned(world.standing("colleague"), adult, school.id))


def test_a_damaged_item_says_so_and_leaves_the_others_readable(world: World, adult: Dossier) -> None:
    moved = Item.objects.get(dossier=adult)
    columns = "area_id, dossier_id, unit_id, kind, made_at, version, content"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO dossiers_item (id, {columns}) SELECT %s, {columns} FROM dossiers_item WHERE id = %s",  # noqa: S608
            [one.hex if connection.vendor == "sqlite" else one for one in (new_id(), moved.id)],
        )
    assert sorted(map(str, texts(world, adult, "teacher"))) == sorted([str(Closed.DAMAGED), SECRET])


def test_a_reader_is_named_once(world: World, concern: Dossier) -> None:
    row = Reader.objects.get(dossier=concern)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reader.objects.create(
            area=row.area,
            dossier=concern,
            unit=row.unit,
            account=row.account,
            named_by=row.account,
            named_at=clock.now(),
        )
