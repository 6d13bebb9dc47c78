"""How a concern ends, begins again and is handed on: who may, what becomes of names, what is left to do."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from motvekt.audit.models import AuditEvent
from motvekt.concerns import actions, closing_actions, guest_actions, lists, policy, queries, writing_actions
from motvekt.concerns.closing_actions import Ending
from motvekt.concerns.kinds import SOMETHING_REMAINS, Status, Task, Why
from motvekt.concerns.models import Concern
from motvekt.concerns.states import Act
from motvekt.concerns.texts import Closing, Observation
from motvekt.concerns.writing_actions import About, Sent
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import name_actions
from motvekt.dossiers import queries as reads
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.models import Item, NameMark, Reader
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.models import Account, Membership
from tests.concerns import SEEN, address, browser, filled, noted
from tests.world import NOON, PEOPLE, TODAY, World

WORDS = Closing(words="Han skiftet stil og begynte å gå i moskeen. Det er hans sak.", person="Jeg har det fint.")


def ending(world: World, why: Why = Why.NO_GROUND, owner: str | None = None, due: date | None = None) -> Ending:
    return Ending(why, WORDS, world.accounts[owner] if owner else None, due)


def closed(world: World, concern: Concern, why: Why = Why.NO_GROUND, owner: str | None = None) -> Concern:
    due = TODAY + timedelta(days=7) if owner else None
    closing_actions.close(
        concern=concern, ending=ending(world, why, owner, due), closing_id=new_id(), by=world.standing("teacher")
    )
    concern.refresh_from_db()
    return concern


def events(code: str) -> list[dict[str, str]]:
    return [row.about for row in AuditEvent.objects.filter(event=code).order_by("number")]


def waits(client: Client) -> str:
    return client.get("/inne/min-side/").content.decode()


# --- closing ----------------------------------------------------------------------------------------------------------


def test_no_ground_closes_without_a_named_record_and_leaves_every_index(world: World) -> None:
    concern, other = noted(world), noted(world)
    desks = [world.units["slt"], world.units["kontaktene"]]
    for desk in desks:
        for one in (concern, other):
            name_actions.index_name(
                dossier=one.dossier,
                desk=desk,
                name="Amina Li",
                born=None,
                by=world.standing("teacher").actor,
                controller=desk.organisation_id,
            )
    client = browser(world, "teacher")
    form = filled(client.get(address(concern, "close")))
    said = form | {"why": "no_ground", "words": WORDS.words, "person": WORDS.person}
    assert client.post(address(concern, "close"), said).status_code == 302
    assert not NameMark.objects.filter(dossier=concern.dossier_id).exists()
    assert NameMark.objects.filter(dossier=other.dossier_id).exists()
    assert [about["why"] for about in events("name_forgotten")] == ["no_ground", "no_ground"]
    assert not Item.objects.filter(dossier=concern.dossier_id, kind=ItemKind.IDENTITY).exists()
    shown = client.get(address(concern)).content.decode()
    assert "Den er tatt ut av alle navneregistre." in shown
    assert WORDS.words in shown
    assert "Jeg har det fint." in shown
    assert events("concern_closed") == [{"dossier": str(concern.dossier_id), "why": "no_ground"}]


def test_a_closing_that_is_sent_twice_is_one(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    form = filled(client.get(address(concern, "close"))) | {"why": "no_ground", "words": WORDS.words}
    answers = [client.post(address(concern, "close"), form) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [address(concern)] * 2
    assert Item.objects.filter(kind=ItemKind.CLOSURE).count() == len(events("concern_closed")) == 1


@pytest.mark.parametrize("why", Why)
def test_where_something_remains_somebody_sees_to_it_by_a_day(world: World, why: Why) -> None:
    concern, client = noted(world), browser(world, "teacher")
    form = filled(client.get(address(concern, "close"))) | {"why": why.value, "words": "Ord."}
    answer = client.post(address(concern, "close"), form)
    assert answer.status_code == (400 if why in SOMETHING_REMAINS else 302)
    if why in SOMETHING_REMAINS:
        shown = answer.content.decode()
        assert "Velg hvem som har ansvaret." in shown
        assert "Skriv innen når" in shown
        assert "Ord." in shown
        with pytest.raises(Refused) as refused:
            closed(world, concern, why)
        assert refused.value.decision == closing_actions.NO_OWNER
        past = form | {"owner": str(world.accounts["teacher"].id), "due_on": "2026-11-24"}
        assert "ikke er forbi" in client.post(address(concern, "close"), past).content.decode()
        assert client.post(address(concern, "close"), past | {"due_on": "2026-12-01"}).status_code == 302
    assert Concern.objects.get().status == Status.CLOSED


@pytest.mark.parametrize("owner", ["youth_worker", "administrator", "stranger"])
def test_what_remains_is_not_left_to_somebody_outside_the_unit(world: World, owner: str) -> None:
    with pytest.raises(Refused) as refused:
        closed(world, noted(world), Why.FOLLOWED_UP, owner)
    assert refused.value.decision.code == "not_a_colleague"


def test_whoever_sees_to_the_rest_may_read_it_and_is_told_of_it_by_its_day(world: World) -> None:
    concern = closed(world, noted(world), Why.FOLLOWED_UP, "colleague")
    assert reads.is_named(world.accounts["colleague"].id, concern.dossier_id, concern.unit_id)
    shown = waits(browser(world, "colleague"))
    assert f"Du har ansvaret for det som gjenstår i {concern.alias}" in shown
    assert "2. desember 2026" in shown
    assert concern.alias not in waits(browser(world, "principal"))
    with clock.frozen(NOON + timedelta(days=38)):
        assert not lists.remaining(world.standing("colleague"))


def test_a_closed_concern_is_only_read_until_it_is_opened_again(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    form = filled(client.get(address(concern))) | {"r-tried": "Vi har snakket."}
    closed(world, concern)
    answer = client.post(address(concern), form)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Vi har snakket." in shown
    assert "Bekymringen er avsluttet. Åpne den igjen først." in shown
    assert concern.alias not in shown
    assert client.post(address(concern, "draft"), form).status_code == 409
    page = client.get(address(concern)).content.decode()
    assert SEEN in page
    assert "data-kladd=" not in page
    assert client.get(address(concern, "close"))["Location"] == address(concern)
    for _ in range(2):
        assert client.post(address(concern, "reopen")).status_code == 302
    assert len(events("concern_reopened")) == 1
    concern.refresh_from_db()
    assert (concern.status, concern.closed_why, concern.rest_owner) == (Status.OPEN, "", None)
    assert client.post(address(concern), form).status_code == 302


def test_only_whoever_answers_for_it_closes_it_and_opens_it(world: World) -> None:
    concern = noted(world)
    dossiers.name_reader(
        dossier=concern.dossier, unit=concern.unit, account=world.accounts["colleague"], by=world.standing("teacher")
    )
    guest = browser(world, "colleague")
    for method, page in product(("get", "post"), ("close",)):
        assert getattr(guest, method)(address(concern, page)).status_code == 403
    assert guest.post(address(concern, "reopen")).status_code == 403
    assert browser(world, "principal").post(address(concern, "reopen")).status_code == 404


# --- handing on -------------------------------------------------------------------------------------------------------


def orphan(world: World, concern: Concern) -> None:
    Membership.objects.filter(account=world.accounts["teacher"]).update(ended_at=clock.now())
    assert concern.unit == world.units["solvang-skole"]


def test_a_leader_hands_on_what_nobody_answers_for_and_reads_nothing_of_it(world: World) -> None:
    concern = noted(world)
    leader = browser(world, "principal")
    assert concern.alias not in leader.get("/inne/bekymringer/uten-ansvarlig/").content.decode()
    assert leader.get(address(concern, "hand_on")).status_code == 404
    orphan(world, concern)
    shown = leader.get("/inne/bekymringer/uten-ansvarlig/").content.decode()
    assert concern.alias in shown
    assert "25. november 2026" in shown
    assert SEEN not in shown
    assert f"{concern.alias} har ingen som har ansvaret" in waits(leader)
    form = leader.get(address(concern, "hand_on")).content.decode()
    assert ">colleague<" in form
    assert ">principal<" not in form
    assert ">teacher<" not in form
    answer = leader.post(address(concern, "hand_on"), {"colleague": str(world.accounts["colleague"].id)})
    assert answer["Location"] == "/inne/bekymringer/uten-ansvarlig/"
    concern.refresh_from_db()
    assert concern.writer == world.accounts["colleague"]
    assert leader.get(address(concern)).status_code == 404
    assert not Reader.objects.filter(dossier=concern.dossier_id, account=world.accounts["principal"]).exists()
    assert browser(world, "colleague").get(address(concern)).status_code == 200
    about = {"dossier": str(concern.dossier_id), "account": str(world.accounts["colleague"].id)}
    assert events("concern_handed_on") == [about]
    # Sent once more: there is nothing to hand on any more.
    assert leader.post(address(concern, "hand_on"), {"colleague": about["account"]}).status_code == 404


@pytest.mark.parametrize("is_open", [True, False])
def test_the_one_who_wrote_it_hears_of_it_where_their_account_is_open(world: World, is_open: bool) -> None:
    concern = noted(world)
    orphan(world, concern)
    Account.objects.filter(id=world.accounts["teacher"].id).update(is_active=is_open)
    closing_actions.hand_on(concern=concern, colleague=world.accounts["colleague"], by=world.standing("principal"))
    told = {row.args_kwargs["args"][1] for row in DBTaskResult.objects.all()}
    assert told == {str(world.accounts[name].id) for name in (["teacher", "colleague"] if is_open else ["colleague"])}


@pytest.mark.parametrize("chosen", ["principal", "youth_worker", "teacher", "officer"])
def test_it_is_handed_to_a_colleague_who_can_write_there_and_to_nobody_else(world: World, chosen: str) -> None:
    concern = noted(world)
    orphan(world, concern)
    with pytest.raises(Refused) as refused:
        closing_actions.hand_on(concern=concern, colleague=world.accounts[chosen], by=world.standing("principal"))
    assert refused.value.decision == closing_actions.NOT_A_COLLEAGUE


def test_a_former_writer_who_comes_back_sees_nothing_of_what_was_handed_on_nor_do_their_guests(world: World) -> None:
    concern = noted(world)
    guests = ["colleague", "principal"]
    for name in guests:
        guest_actions.invite(
            concern=concern, account=world.accounts[name], task=Task.READ, due_on=TODAY, by=world.standing("teacher")
        )
    orphan(world, concern)
    closing_actions.hand_on(concern=concern, colleague=world.accounts["colleague"], by=world.standing("principal"))
    Membership.objects.filter(account=world.accounts["teacher"]).update(ended_at=None)
    assert queries.concern(world.standing("teacher"), concern.dossier_id) is None
    assert browser(world, "teacher").get(address(concern)).status_code == 404
    assert concern.alias not in waits(browser(world, "teacher"))
    assert queries.concern(world.standing("colleague"), concern.dossier_id) == concern
    assert not concern.guests.filter(ended_at=None).exists()
    open_readers = Reader.objects.filter(dossier=concern.dossier_id, ended_at=None)
    assert list(open_readers.values_list("account", flat=True)) == [world.accounts["colleague"].id]
    ended = {row["account"] for row in events("reader_ended")}
    assert ended == {str(world.accounts[name].id) for name in ["teacher", *guests] if name != "colleague"}
    # Whoever answers for it now finds it on their page.
    assert concern.alias in waits(browser(world, "colleague"))


# --- what remains -----------------------------------------------------------------------------------------------------


def test_whoever_sees_to_the_rest_says_that_it_is_done_and_is_asked_no_more(world: World) -> None:
    concern = closed(world, noted(world), Why.FOLLOWED_UP, "colleague")
    client = browser(world, "colleague")
    about = f"Du har ansvaret for det som gjenstår i {concern.alias}"
    assert about in waits(client)
    assert browser(world, "teacher").post(address(concern, "rest_done")).status_code == 403
    for _ in range(2):
        assert client.post(address(concern, "rest_done")).status_code == 302
    assert about not in waits(client)
    assert len(events("rest_done")) == 1
    shown = browser(world, "teacher").get(address(concern)).content.decode()
    assert "Det ble meldt gjort 25. november 2026." in shown
    # Opened and closed anew, it is somebody's anew.
    closing_actions.reopen(concern=concern, by=world.standing("teacher"))
    closed(world, concern, Why.FOLLOWED_UP, "colleague")
    assert about in waits(client)


# --- rules and their queries ------------------------------------------------------------------------------------------


def test_the_rules_and_their_queries_answer_alike_for_everybody(world: World) -> None:
    mine, theirs, guests, recused = (noted(world) for _ in range(4))
    far = noted(world, "youth_worker")
    orphans = noted(world, "colleague")
    orphan_closed = noted(world, "colleague")
    Concern.objects.filter(pk=orphan_closed.pk).update(
        status=Status.CLOSED, closed_at=clock.now(), closed_why=Why.NO_GROUND
    )
    for concern in (guests, recused):
        for name in ("colleague", "principal"):
            dossiers.name_reader(
                dossier=concern.dossier, unit=concern.unit, account=world.accounts[name], by=world.standing("teacher")
            )
    dossiers.recuse(dossier=recused.dossier, unit=recused.unit, by=world.standing("colleague"))
    Membership.objects.filter(account=world.accounts["colleague"]).update(ended_at=clock.now())
    every = [mine, theirs, guests, recused, far, orphans, orphan_closed]
    seen, handed = set(), set()
    for name, concern in product(PEOPLE, every):
        by = world.standing(name)
        concern.refresh_from_db()
        may = bool(policy.may_see(by, concern))
        assert may == policy.seen_by(by).filter(pk=concern.pk).exists(), (name, concern)
        seen |= {(name, every.index(concern))} if may else set()
        hand = bool(policy.may_hand_on(by, concern))
        assert hand == policy.orphaned(by).filter(pk=concern.pk).exists(), (name, concern)
        handed |= {(name, every.index(concern))} if hand else set()
        for act in Act:
            if policy.may_do(by, concern, act):
                assert may, (name, act)
    # `colleague` has left; `principal` was invited to two of them.
    assert seen == {("teacher", place) for place in range(4)} | {
        ("principal", 2),
        ("principal", 3),
        ("youth_worker", 4),
    }
    assert handed == {("principal", 5)}


@pytest.mark.parametrize("status", Status)
def test_every_action_asks_the_table_of_states(world: World, status: Status) -> None:
    concern, by = noted(world), world.standing("teacher")
    fields = {"closed_at": clock.now(), "closed_why": Why.NO_GROUND} if status is Status.CLOSED else {}
    Concern.objects.filter(pk=concern.pk).update(status=status, **fields)
    own = Item.objects.get()
    done = {
        Act.WRITE: lambda: writing_actions.save(
            concern=concern, sent=[Sent(own.id, 1, Observation(seen="Nytt"))], about=About(), by=by
        ),
        Act.CLOSE: lambda: closing_actions.close(concern=concern, ending=ending(world), closing_id=new_id(), by=by),
    }
    for act, do in done.items():
        Concern.objects.filter(pk=concern.pk).update(status=status, **fields)
        if status is Status.CLOSED:
            with pytest.raises(Refused) as refused:
                do()
            assert refused.value.decision.code == "concern_closed", act
        else:
            do()
    assert actions.KINDS[Observation] is ItemKind.OBSERVATION
    assert queries.concern(by, concern.dossier_id) is not None
