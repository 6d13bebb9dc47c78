"""What goes wrong while somebody writes at a desk: it is said, and what they wrote is still theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from motvekt.access.roles import Role
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.models import Item
from motvekt.guide.actions import publish
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.organisations import actions as people
from motvekt.organisations.models import Membership
from motvekt.reports import desk_actions
from motvekt.reports.forms import LONGEST, LONGEST_LINE
from motvekt.reports.models import Arrival
from tests.guides import guide_of
from tests.integration.reports.pages import DESK, client_of, send
from tests.reports import reported
from tests.world import NOON, OPERATOR, World

pytestmark = pytest.mark.django_db

SAID = "Takk. Snakk med ham i morgen, og ring meg etterpå."
ATTESTED: dict[str, Any] = {"attested": ["0", "1"], "seen": ""}


def read(world: World) -> Arrival:
    """Something that the SLT coordinator has read."""
    row = reported(world)
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt"))
    return row


def answers() -> int:
    return Item.objects.filter(kind=ItemKind.ANSWER).count()


def test_a_session_that_is_over_keeps_the_answer_for_whoever_wrote_it(world: World) -> None:
    row, client = read(world), client_of(world, "slt")
    with clock.frozen(NOON + timedelta(hours=9)):
        came = send(client, f"{DESK}{row.id}/svar/", text=SAID, **ATTESTED)
    assert came.status_code == 403
    assert 'name="brakt"' in came.text
    assert SAID not in came.text
    assert answers() == 0


@pytest.mark.parametrize("page", ["svar/", "avslaa/", "send-videre/{desk}/"])
def test_whoever_lost_the_role_while_they_wrote_signs_in_anew_and_gets_the_text_back(world: World, page: str) -> None:
    page = page.format(desk=world.units["kontaktene"].id)
    row, client = read(world), client_of(world, "slt")
    with clock.frozen(NOON + timedelta(minutes=5)):
        people.end_membership(membership=Membership.objects.get(account=world.accounts["slt"]), by=OPERATOR)
        came = send(client, f"{DESK}{row.id}/{page}", text=SAID, **ATTESTED)
        # What the page where one signs in has kept for them is sent once more, and they receive nothing there now.
        people.appoint(account=world.accounts["slt"], unit=world.units["slt"], role=Role.EMPLOYEE, by=OPERATOR)
        given_back = send(client_of(world, "slt"), f"{DESK}{row.id}/{page}", text=SAID, **ATTESTED)
    assert came.status_code == given_back.status_code == 403
    assert 'name="brakt"' in came.text
    assert SAID in given_back.text
    assert "Kopier det før du lukker siden" in given_back.text
    assert row.alias not in given_back.text
    assert answers() == 0
    assert Item.objects.filter(kind=ItemKind.DECISION, unit=world.units["slt"]).count() == 0


@pytest.mark.parametrize("page", ["svar", "avslaa"])
def test_what_lies_there_no_more_gives_back_what_was_typed_and_nothing_else(world: World, page: str) -> None:
    row, client = read(world), client_of(world, "slt")
    desk_actions.step_aside(arrival=row.id, by=world.standing("slt"))
    came = send(client, f"{DESK}{row.id}/{page}/", text=SAID, **ATTESTED)
    assert came.status_code == 404
    assert SAID in came.text
    assert row.alias not in came.text
    assert str(row.id) not in came.text.replace(f"/{row.id}/", "")
    assert answers() == 0
    # What never lay there is answered in the same way, and an empty form with nothing.
    never = send(client, f"{DESK}{new_id()}/{page}/", text=SAID, **ATTESTED)
    assert (never.status_code, SAID in never.text) == (404, True)
    assert "Det ble ikke lagret" not in send(client, f"{DESK}{row.id}/{page}/", text="").text


@pytest.mark.parametrize(
    ("page", "field"),
    [("svar/", "text"), ("avslaa/", "text"), ("send-videre/{desk}/", "text"), ("send-videre/{desk}/", "necessity")],
)
def test_two_hundred_pages_are_refused_with_how_long_it_may_be_and_are_still_there(
    world: World, page: str, field: str
) -> None:
    row, items = read(world), Item.objects.count()
    pasted = "Han sa at noen burde få det de fortjener. " * 15_000
    to = f"{DESK}{row.id}/{page.format(desk=world.units['kontaktene'].id)}"
    given = {"text": SAID, "necessity": "De kjenner det.", "hjemmel": "anonymised", **ATTESTED, field: pasted}
    came = send(client_of(world, "slt"), to, **given)
    assert came.status_code == 400
    assert f"høyst {LONGEST_LINE if field == 'necessity' else LONGEST} tegn" in came.text
    assert pasted.strip() in came.text
    assert Item.objects.count() == items


def test_a_basis_that_closes_while_somebody_writes_to_another_desk_gives_back_the_text(world: World) -> None:
    row, client = read(world), client_of(world, "slt")
    to = f"{DESK}{row.id}/send-videre/{world.units['kontaktene'].id}/"
    assert 'name="hjemmel" value="anonymised"' in client.get(f"{to}?hjemmel=anonymised").text
    # Closed from the first: to the page that is the same.
    came = send(client, to, text=SAID, necessity="De kjenner det.", hjemmel="prl-27-1")
    assert came.status_code == 409
    assert "Hjemmelen er ikke åpen lenger." in came.text
    assert SAID in came.text


def test_an_edition_that_is_published_meanwhile_lets_the_answer_be_sent_under_todays_law(world: World) -> None:
    row, client = read(world), client_of(world, "slt")
    guide = guide_of("asker-baerum")
    publish(
        guide=guide.model_copy(update={"title": {"nb": "Ny", "nn": "Ny", "en": "New"}}),
        area="asker-baerum",
        by=OPERATOR,
        press=None,
    )
    assert send(client, f"{DESK}{row.id}/svar/", text=SAID, **ATTESTED).status_code == 302
    assert answers() == 1


def test_a_basis_that_a_new_edition_has_no_more_stops_it_in_words_and_keeps_the_text(world: World) -> None:
    row, client = read(world), client_of(world, "slt")
    guide = guide_of("asker-baerum")
    gone = [basis.model_copy(update={"in_force": None}) for basis in guide.bases]
    publish(guide=guide.model_copy(update={"bases": gone}), area="asker-baerum", by=OPERATOR, press=None)
    came = send(client, f"{DESK}{row.id}/svar/", text=SAID, **ATTESTED)
    assert came.status_code == 400
    assert SAID in came.text
    assert answers() == 0


def test_a_colleague_who_decided_first_is_said_and_the_answer_is_kept(world: World) -> None:
    row, client = read(world), client_of(world, "slt")
    desk_actions.dismiss(arrival=row.id, text="Ikke vårt.", item_id=new_id(), by=world.standing("slt_colleague"))
    came = send(client, f"{DESK}{row.id}/svar/", text=SAID, **ATTESTED)
    assert came.status_code == 400
    assert SAID in came.text
    assert answers() == 0
