"""What a sender, a reader at a desk or a script tries with what is sent, and doesn't get."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from motvekt.dossiers import name_actions, sharing_actions
from motvekt.dossiers.models import Disclosure, Dossier, NameMark, Recusal
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.reports import answering_actions, clock_actions, desk_actions, earlier_actions, notice_policy
from motvekt.reports.kinds import ArrivalKind, Exit, Status
from motvekt.reports.models import Arrival
from motvekt.reports.shapes import Part, ReportText
from tests.concerns import noted
from tests.integration.reports.test_earlier import looked, read
from tests.integration.reports.test_escalation import unread_letters
from tests.integration.reports.test_requests import send as ask
from tests.reporting import leg, let, sent
from tests.reports import NAME, reported
from tests.world import NOON, World

pytestmark = pytest.mark.django_db


# --- a name that isn't to go along ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Isak, som går i tiende, sa det.",
        "Det var «Isak».",
        "Isaks mor ringte.",
        "Brenne's søster.",
        "ISAK!",
        "Is\u200bak sa det.",
        "(Isak/Ola)",
        "Isak_sa_det",
    ],
)
def test_a_name_is_found_in_the_text_whatever_stands_round_it(world: World, said: str) -> None:
    concern = noted(world)
    let(world, concern)
    legs = (leg(world, "slt"), leg(world, "kontaktene", "anonymised"))
    with pytest.raises(Refused) as refused:
        sent(world, concern, *legs, text=ReportText(parts=(Part(heading="Sett", text=said),)))
    assert refused.value.decision.code == "name_in_text"


def test_a_name_that_goes_to_nobody_is_looked_for_all_the_same(world: World) -> None:
    concern = noted(world)
    text = ReportText(parts=(Part(heading="Sett", text="Isak sa det."),))
    about: dict[str, Any] = {"identity": None, "withheld": "Isak Brenne", "text": text}
    with pytest.raises(Refused) as refused:
        sent(world, concern, leg(world, "slt", "anonymised"), **about)
    assert refused.value.decision.code == "name_in_text"


def test_a_short_name_that_is_a_word_too_hinders_only_as_a_name(world: World) -> None:
    concern = noted(world)
    about: dict[str, Any] = {"identity": None, "withheld": "Bo Li"}
    text = ReportText(parts=(Part(heading="Sett", text="De burde ikke få bo her, og han har ei li å klatre i."),))
    assert sent(world, concern, leg(world, "slt", "anonymised"), text=text, **about).identity is None
    text = ReportText(parts=(Part(heading="Sett", text="Det var Bo som sa det."),))
    with pytest.raises(Refused):
        sent(world, concern, leg(world, "slt", "anonymised"), text=text, **about)


# --- a desk's index of names ------------------------------------------------------------------------------------------


def test_nobody_searches_from_what_is_dismissed_and_it_stays_out_of_the_index(world: World) -> None:
    row = read(world, name=NAME)
    looked(world, row)
    desk_actions.dismiss(arrival=row.id, text="Ingen grunn.", item_id=new_id(), by=world.standing("slt"))
    with pytest.raises(Refused):
        looked(world, row)
    assert not NameMark.objects.exists()


def test_a_search_does_not_bring_a_name_back_that_was_taken_out_of_the_index(world: World) -> None:
    row, desk = read(world, name=NAME), world.units["slt"]
    by = world.standing("slt").actor
    about: dict[str, Any] = {"dossier": row.dossier, "desk": desk, "by": by, "controller": desk.organisation_id}
    name_actions.index_name(name=NAME, born=None, **about)
    name_actions.forget_name(why="no_ground", **about)
    looked(world, row)
    assert not NameMark.objects.exists()


def test_what_is_no_longer_shared_is_not_found_by_the_name(world: World) -> None:
    before = read(world, name=NAME)
    desk = world.units["slt"]
    by = world.standing("slt").actor
    name_actions.index_name(
        dossier=before.dossier, desk=desk, name=NAME, born=None, by=by, controller=desk.organisation_id
    )
    now = read(world, name=NAME)
    assert [one.arrival.id for one in looked(world, now)] == [before.id]
    ended = Disclosure.objects.get(dossier=before.dossier)
    sharing_actions.end_disclosure(disclosure=ended, by=world.standing("teacher"))
    assert looked(world, now) == []


# --- whoever has stepped aside ----------------------------------------------------------------------------------------


def test_whoever_stepped_aside_hears_neither_of_it_nor_of_more_in_the_same_dossier(world: World) -> None:
    row = reported(world, exit_=Exit.SERIOUS, called_at=NOON)
    desk_actions.step_aside(arrival=row.id, by=world.standing("slt"))
    with clock.frozen(NOON + timedelta(minutes=31)):
        assert clock_actions.escalate() == 1
    assert unread_letters() == [str(world.accounts["slt_colleague"].id)]
    before = DBTaskResult.objects.count()
    dossier = Dossier.objects.get(id=row.dossier_id)
    again = reported(world, dossier=dossier)
    told = [str(task.args_kwargs["args"][1]) for task in DBTaskResult.objects.order_by("enqueued_at")[before:]]
    assert again.dossier == dossier
    assert str(world.accounts["slt"].id) not in told
    assert str(world.accounts["slt_colleague"].id) in told


def test_whoever_stepped_aside_follows_no_notice_of_theirs_either(world: World) -> None:
    row = reported(world, by="contact", kind=ArrivalKind.NOTICE)
    by = world.standing("contact")
    assert notice_policy.may_follow(by, row)
    assert notice_policy.followed(by).filter(id=row.id).exists()
    Recusal.objects.create(
        area=row.area, dossier=row.dossier, unit=world.units["kontaktene"], account=world.accounts["contact"], at=NOON
    )
    assert not notice_policy.may_follow(by, row)
    assert not notice_policy.followed(by).exists()


# --- ids that a form brings -------------------------------------------------------------------------------------------


def test_an_id_of_something_else_is_refused_in_words(world: World) -> None:
    other, row = noted(world, "colleague"), read(world, name=NAME)
    by = world.standing("slt")
    with pytest.raises(Refused):
        desk_actions.accept(arrival=row.id, case_id=other.pk, by=by)
    taken = other.dossier.items.get().id
    about = answering_actions.About("anonymised", frozenset(range(9)), identifies=False)
    assert row.report_id is not None
    for item_id in (taken, row.report_id):
        with pytest.raises(Refused):
            answering_actions.pass_on(
                arrival=row, to=world.units["kontaktene"], text="Noe.", report_id=item_id, about=about, by=by
            )
        with pytest.raises(Refused):
            desk_actions.dismiss(arrival=row.id, text="Nei.", item_id=taken, by=by)
    assert Arrival.objects.get(id=row.id).status == Status.READ


def test_a_search_from_what_somebody_stepped_aside_from_is_no_search(world: World) -> None:
    row = read(world, name=NAME)
    desk_actions.step_aside(arrival=row.id, by=world.standing("slt"))
    with pytest.raises(Refused):
        earlier_actions.look_up(arrival=row.id, why="same_matter", words="Noe.", by=world.standing("slt"))


# --- the form that is open to all -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["text", "workplace", "name", "contact", "place", "about", "id"])
@pytest.mark.parametrize("said", ["a\x00b", "\u202egro.elpmaxe", "x\r\nBcc: alle@asker.example", "[" * 2_000])
def test_nothing_that_is_written_to_the_open_form_breaks_it(world: World, client: Client, name: str, said: str) -> None:
    answer = ask(client, **{"id": str(new_id()), "steg": "send", name: said})
    assert answer.status_code in (303, 400)
    assert "\n" not in answer.get("Location", "")
    assert "\x00" not in answer.get("Location", "")


def test_a_body_that_is_too_large_is_refused_before_anything_is_read(world: World, client: Client) -> None:
    before = Arrival.objects.count()
    for more in ({"text": "x" * 5_000_000}, {f"felt-{number}": "x" for number in range(2_000)}):
        assert ask(client, id=str(new_id()), steg="send", **more).status_code in (400, 413)
    assert Arrival.objects.count() == before
