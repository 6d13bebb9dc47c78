"""A report leaves through the gate: to all its desks or none, once, and with nothing claimed that isn't so."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from motvekt.audit.models import AuditEvent
from motvekt.concerns.models import Concern
from motvekt.dossiers import actions, queries
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.models import Consent, Disclosure, Item, NameMark
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.models import Membership
from motvekt.reports import digests, sending_actions, shapes
from motvekt.reports.kinds import ArrivalKind, Exit, Status
from motvekt.reports.models import Arrival, Elsewhere, Report
from motvekt.reports.reasons import Reasons
from motvekt.reports.shapes import Identity, Part, ReportText
from tests.concerns import noted
from tests.dossiers import law_of
from tests.reporting import IDENTITY, NAME, WORDS, leg, let, sending, sent
from tests.world import NOON, TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def concern(world: World) -> Concern:
    """The teacher's, about somebody of age who lets SLT hear of it."""
    made = noted(world)
    let(world, made)
    return made


def events(world: World, unit: str) -> list[str]:
    rows = AuditEvent.objects.filter(controller=world.organisation(unit)).order_by("number")
    return [row.event for row in rows]


def nothing_is_sent() -> bool:
    kinds = [ItemKind.REPORT, ItemKind.IDENTITY, ItemKind.DECISION]
    rows = (Report, Arrival, Elsewhere, Disclosure, NameMark)
    return not any(row.objects.exists() for row in rows) and not Item.objects.filter(kind__in=kinds).exists()


def test_a_report_lies_at_the_desk_frozen_with_the_name_apart(world: World, concern: Concern) -> None:
    report = sent(world, concern, exit=Exit.SERIOUS, called_at=NOON)
    arrival = Arrival.objects.get()
    assert (arrival.unit, arrival.kind, arrival.status) == (world.units["slt"], ArrivalKind.REPORT, Status.DELIVERED)
    assert (arrival.exit, arrival.called_at, arrival.alias) == (Exit.SERIOUS, NOON, concern.alias)
    assert arrival.read_by == NOON + timedelta(minutes=30)
    read = {one.kind: one.text for one in queries.read(world.standing("slt"), concern.pk, law_of(world))}
    assert shapes.read(ReportText, str(read[ItemKind.REPORT])) == ReportText(
        parts=(Part(heading="Sett eller hørt av meg", text=WORDS),), reporter_role="Ansatt"
    )
    assert shapes.read(Identity, str(read[ItemKind.IDENTITY])) == IDENTITY
    assert set(read) == {ItemKind.REPORT, ItemKind.IDENTITY}
    assert NameMark.objects.filter(unit=world.units["slt"], dossier=concern.dossier).exists()
    assert report.identity is not None
    assert report.identity_id != report.text_id


def test_each_log_has_its_own_side_and_the_desk_gets_a_letter(
    world: World, concern: Concern, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters: list[object] = []
    monkeypatch.setattr("motvekt.organisations.letters.send_later", lambda **about: letters.append(about["recipient"]))
    before = len(events(world, "solvang-skole"))
    sent(world, concern)
    # Asker answers for both the school and SLT.
    assert events(world, "slt")[before:] == [
        "item_added", "item_added", "item_added", "items_disclosed", "items_received", "arrival_came", "name_indexed",
        "report_sent",
    ]  # fmt: skip
    assert set(letters) == {world.accounts["slt"].id, world.accounts["slt_colleague"].id}


def test_the_digest_is_over_text_name_edition_and_basis(world: World, concern: Concern) -> None:
    report = sent(world, concern)
    said = {one.kind: str(one.text) for one in queries.read(world.standing("teacher"), concern.pk, law_of(world))}
    known = {
        "dossier": concern.pk,
        "unit": report.unit_id,
        "report": report.id,
        "text": said[ItemKind.REPORT],
        "identity": said[ItemKind.IDENTITY],
        "edition": report.edition_id,
        "bases": ["consent"],
    }
    assert digests.of_report(**known) == report.digest
    assert digests.of_report(**known | {"bases": ["fvl-13b-5"]}) != report.digest


def test_sent_twice_it_is_the_same_report(world: World, concern: Concern) -> None:
    wanted = sending(world, concern)
    first = sending_actions.send(wanted=wanted, by=world.standing("teacher"))
    assert sending_actions.send(wanted=wanted, by=world.standing("teacher")) == first
    assert Arrival.objects.count() == 1
    assert events(world, "solvang-skole").count("report_sent") == 1


def test_an_id_of_another_concerns_report_is_no_way_to_it(world: World, concern: Concern) -> None:
    report = sent(world, concern)
    other = noted(world, "youth_worker")
    wanted = sending(world, other, leg(world, "slt", "fvl-13b-5"), name="youth_worker", report=report.id)
    with pytest.raises(Refused) as refused:
        sending_actions.send(wanted=wanted, by=world.standing("youth_worker"))
    assert refused.value.decision.code == "not_there"


def test_child_welfare_takes_it_by_its_own_channel_and_nobody_says_it_was_delivered(
    world: World, concern: Concern
) -> None:
    report = sent(world, concern, leg(world, "barnevernet", "opl-24-3"))
    away = Elsewhere.objects.get()
    assert (away.unit, away.basis, away.channel) == (world.units["barnevernet"], "opl-24-3", "own")
    assert (away.sent_at, away.identifies, away.was_told) == (None, True, True)
    assert not Arrival.objects.exists()
    assert not Disclosure.objects.exists()
    assert not NameMark.objects.exists()
    assert queries.read(world.standing("intake"), concern.pk, law_of(world)) == []
    assert "report_for_elsewhere" in events(world, "solvang-skole")
    for _ in range(2):
        sending_actions.mark_sent_elsewhere(
            report=report, unit=world.units["barnevernet"], by=world.standing("teacher")
        )
    assert Elsewhere.objects.get().sent_at == NOON
    assert events(world, "solvang-skole").count("report_sent_elsewhere") == 1


def test_nobody_but_the_sender_says_that_it_was_taken_there(world: World, concern: Concern) -> None:
    report = sent(world, concern, leg(world, "barnevernet", "opl-24-3"))
    for name in ("colleague", "intake", "principal", "stranger"):
        with pytest.raises(Refused):
            sending_actions.mark_sent_elsewhere(report=report, unit=world.units["barnevernet"], by=world.standing(name))
    assert Elsewhere.objects.get().sent_at is None


def test_all_desks_or_none(world: World, concern: Concern) -> None:
    legs = (leg(world, "slt"), leg(world, "kontaktene"))
    with pytest.raises(Refused) as refused:
        sent(world, concern, *legs)
    assert refused.value.decision.code == "no_consent"
    assert nothing_is_sent()
    assert events(world, "solvang-skole")[-1] == "disclosure_refused"
    assert AuditEvent.objects.filter(event="disclosure_refused").get().about["recipient"] == str(
        world.units["kontaktene"].id
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"basis": "finnes-ikke"}, "unknown_basis"),
        ({"basis": "bvl-13-1-3"}, "not_your_law"),
        ({"basis": "sotjl-44-3"}, "not_offered"),
        ({"necessity": " "}, "not_necessary"),
        ({"attested": frozenset({0})}, "not_attested"),
        ({"was_told": None}, "not_said_whether_told"),
        ({"was_told": False}, "not_told_without_reason"),
        ({"was_told": False, "not_told_why": "Utrygt hjemme.", "look_again_on": TODAY}, "not_told_without_reason"),
    ],
)
def test_what_is_missing_denies_and_leaves_nothing_but_the_refusal(
    world: World, concern: Concern, changes: dict[str, object], code: str
) -> None:
    basis = str(changes.pop("basis", "consent"))
    for to in ("slt", "barnevernet"):
        with pytest.raises(Refused) as refused:
            sent(world, concern, leg(world, to, basis, **changes))
        assert refused.value.decision.code in {code, "no_consent"}
        assert nothing_is_sent()
        assert events(world, "solvang-skole")[-1] == "disclosure_refused"


def test_an_edition_that_came_meanwhile_stops_it_in_words(world: World, concern: Concern) -> None:
    with pytest.raises(Refused) as refused:
        sent(world, concern, edition=new_id())
    assert refused.value.decision.code == "edition_changed"
    assert nothing_is_sent()


def test_nothing_goes_to_a_unit_that_is_no_desk_to_ones_own_or_to_nobody(world: World, concern: Concern) -> None:
    for wanted in (
        sending(world, concern, leg(world, "nav", "fvl-13b-5")),
        sending(world, concern, leg(world, "fjellvik-slt")),
        sending(world, concern, legs=()),
    ):
        with pytest.raises(Refused):
            sending_actions.send(wanted=wanted, by=world.standing("teacher"))
        assert nothing_is_sent()
    own = noted(world, "slt")
    with pytest.raises(Refused) as refused:
        sent(world, own, leg(world, "slt", "anonymised"), name="slt")
    assert refused.value.decision.code == "not_a_desk"


def test_a_desk_that_is_not_to_know_gets_the_text_alone_and_finds_no_name_in_it(world: World, concern: Concern) -> None:
    legs = (leg(world, "slt"), leg(world, "kontaktene", "anonymised"))
    sent(world, concern, *legs)
    kinds = {one.kind for one in queries.read(world.standing("contact"), concern.pk, law_of(world))}
    assert kinds == {ItemKind.REPORT}
    assert not NameMark.objects.filter(unit=world.units["kontaktene"]).exists()
    named = ReportText(parts=(Part(heading="Sett", text=f"{NAME} sa det."),))
    with pytest.raises(Refused) as refused:
        sent(world, concern, *legs, text=named)
    assert refused.value.decision.code == "name_in_text"


def test_without_a_name_there_is_no_item_of_who_and_no_index(world: World, concern: Concern) -> None:
    report = sent(world, concern, leg(world, "slt", "anonymised"), identity=None)
    assert report.identity is None
    assert not Item.objects.filter(kind=ItemKind.IDENTITY).exists()
    assert not NameMark.objects.exists()


def test_a_desk_of_the_police_gets_the_name_and_no_index_of_it(world: World, concern: Concern) -> None:
    sent(world, concern, leg(world, "kontaktene", "fvl-13b-6"))
    assert {one.kind for one in queries.read(world.standing("contact"), concern.pk, law_of(world))} == {
        ItemKind.REPORT,
        ItemKind.IDENTITY,
    }
    assert not NameMark.objects.exists()


def test_a_name_without_letters_is_no_name(world: World, concern: Concern) -> None:
    with pytest.raises(Refused) as refused:
        sent(world, concern, identity=Identity(name="…"))
    assert refused.value.decision.code == "not_a_name"
    assert nothing_is_sent()


def test_whoever_was_removed_while_the_form_was_open_sends_nothing(world: World, concern: Concern) -> None:
    by, wanted = world.standing("teacher"), sending(world, concern)
    Membership.objects.filter(account=world.accounts["teacher"]).update(ended_at=clock.now())
    with pytest.raises(Refused):
        sending_actions.send(wanted=wanted, by=world.standing("teacher"))
    for name in ("colleague", "principal", "slt", "stranger"):
        with pytest.raises(Refused):
            sending_actions.send(wanted=wanted, by=world.standing(name))
    assert by.account is not None
    assert nothing_is_sent()


def test_what_the_sender_stood_for_is_kept_sealed_and_is_the_senders_own(world: World, concern: Concern) -> None:
    report = sent(world, concern, leg(world, "slt", necessity="De skal avklare."))
    kinds = frozenset({ItemKind.DECISION})
    own = queries.read(world.standing("teacher"), concern.pk, law_of(world), kinds=kinds)
    found = shapes.read(Reasons, str(own[0].text))
    assert found is not None
    assert found.report == report.id
    assert [(why.unit, why.necessity) for why in found.why] == [(world.units["slt"].id, "De skal avklare.")]
    assert queries.read(world.standing("slt"), concern.pk, law_of(world), kinds=kinds) == []


def test_when_the_consent_is_withdrawn_the_desk_sees_it_no_more(world: World, concern: Concern) -> None:
    sent(world, concern)
    actions.withdraw_consent(consent=Consent.objects.get(), by=world.standing("teacher"))
    assert queries.read(world.standing("slt"), concern.pk, law_of(world)) == []


def test_a_talk_is_asked_for_with_the_purpose_of_clarifying(world: World, concern: Concern) -> None:
    sent(world, concern, leg(world, "slt", "anonymised"), identity=None, kind=ArrivalKind.TALK)
    assert Disclosure.objects.get().purpose == "clarification"
    assert Arrival.objects.get().kind == ArrivalKind.TALK


def test_what_the_room_above_does_is_undone_with_it(world: World, concern: Concern) -> None:
    def broken(report: Report) -> None:
        assert isinstance(report.id, UUID)
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        sending_actions.send(wanted=sending(world, concern), by=world.standing("teacher"), then=broken)
    assert nothing_is_sent()
