"""Somebody who hasn't signed in asks a desk for a course: what arrives, what is refused, and what is left behind."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from motvekt.audit.models import AuditEvent
from motvekt.dossiers import law as laws
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.models import Dossier, Item
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.actions import end_membership
from motvekt.organisations.models import Membership
from motvekt.reports.asking_actions import MOST_AN_HOUR, SOMEBODY, receive_request
from motvekt.reports.asking_shapes import LONGEST, AskedFor, read_request
from motvekt.reports.kinds import ArrivalKind, RequestKind, Status
from motvekt.reports.models import Arrival
from tests.world import NOON, World

PATH = "/foresporsel/"
OWN = "http://localhost"
SAID = {
    "about": "course",
    "place": "asker",
    "text": "Et kurs for tjue ansatte om samtaler, gjerne i mars.",
    "workplace": "Solvang skole",
    "name": "Kari Ås",
    "contact": "kari@solvang.example",
}
STRANGERS = (
    None,
    "null",
    "https://ond.example",
    "http://localhost.ond.example",
    "http://localhost:81",
    "https://localhost",
)


def send(client: Client, *, origin: str | None = OWN, path: str = PATH, **changes: Any) -> HttpResponse:
    headers = {"host": "localhost"} | ({"origin": origin} if origin else {})
    return client.post(path, {"id": str(new_id()), **SAID, "steg": "se-over", **changes}, headers=headers)  # type: ignore[return-value]


def number_of(response: Any) -> str:
    found = re.search(r'name="id" value="([0-9a-f-]{36})"', response.content.decode())
    assert found
    return found[1]


def sent(client: Client, **changes: Any) -> HttpResponse:
    """Looked over and sent."""
    return send(client, **changes, id=number_of(send(client, **changes)), steg="send")


def received(world: World, number: Any = None, **changes: Any) -> Arrival:
    known: dict[str, Any] = {"unit": world.units["slt"], "about": RequestKind.COURSE, "said": AskedFor(text="Et kurs")}
    return receive_request(request_id=number or new_id(), by=SOMEBODY, **(known | changes))


def test_a_request_lies_at_the_desk_of_its_municipality_and_whoever_receives_there_reads_it(
    world: World, client: Client
) -> None:
    response = sent(client)
    assert response.status_code == 303
    arrival = Arrival.objects.get()
    assert (arrival.unit, arrival.kind, arrival.about) == (world.units["slt"], ArrivalKind.REQUEST, "course")
    assert (arrival.status, arrival.agency, arrival.report, arrival.disclosure) == (Status.DELIVERED, "", None, None)
    law = laws.of_today(world.areas["asker-baerum"])
    for name in ("slt", "slt_colleague"):
        read = dossiers.read(world.standing(name), arrival.dossier_id, law)
        assert [read_request(str(one.text)) for one in read] == [
            AskedFor(**{name: SAID[name] for name in ("text", "workplace", "name", "contact")})
        ]
        assert read[0].written_by is None
    for name in ("teacher", "contact", "intake", "administrator", "stranger"):
        assert dossiers.read(world.standing(name), arrival.dossier_id, law) == []


def test_the_receipt_says_who_reads_it_and_by_when_and_nothing_of_what_was_written(
    world: World, client: Client
) -> None:
    response = client.get(sent(client)["Location"], headers={"host": "localhost"})
    page = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    # Ten working days from 25 November 2026.
    assert "SLT-koordinator i Asker leser den, og svarer deg senest 9. desember 2026." in " ".join(page.split())
    assert not any(said in page for said in (SAID["text"], SAID["contact"], str(Arrival.objects.get().dossier_id)))
    assert client.get(f"{PATH}sendt/AAAA/", headers={"host": "localhost"}).status_code == 404


def test_a_receipt_of_another_area_is_none(world: World, client: Client) -> None:
    address = sent(client)["Location"]
    assert client.get(address, headers={"host": "fjellvik.localhost"}).status_code == 404


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_form_of_another_site_does_nothing(origin: str | None, world: World, client: Client) -> None:
    response = send(client, origin=origin, id=str(new_id()), steg="send")
    assert response.status_code == 403
    assert not Arrival.objects.exists()


def test_no_page_of_it_sets_a_cookie_or_begins_a_session(world: World, client: Client) -> None:
    first = client.get(PATH, headers={"host": "localhost"})
    pages = [first, send(client), send(client, text=""), sent(client)]
    assert [page.status_code for page in pages] == [200, 200, 400, 303]
    assert not client.cookies
    assert not any("Set-Cookie" in page.headers for page in pages)
    # Browsers say where a form comes from only where the page lets them.
    assert {page["Referrer-Policy"] for page in pages} == {"same-origin"}
    assert [page["Cache-Control"] for page in pages] == ["private, no-cache", "no-store", "no-store", "no-store"]


def test_each_form_has_an_id_of_its_own_and_nobody_elses_is_given_out(world: World, client: Client) -> None:
    first, second = (client.get(PATH, headers={"host": "localhost"}) for _ in range(2))
    assert number_of(first) != number_of(second)
    assert first["Cache-Control"] == "private, no-cache"
    assert client.post(PATH, {**SAID, "steg": "send"}, headers={"host": "localhost", "origin": OWN}).status_code == 400


def test_what_the_address_asks_for_is_chosen_and_anything_else_is_passed_over(world: World, client: Client) -> None:
    page = client.get(f"{PATH}?hva=material&kommune=asker", headers={"host": "localhost"}).content.decode()
    assert re.search(r'value="material" checked', page)
    assert re.search(r'value="asker" checked', page)
    odd = client.get(f"{PATH}?hva=<kurs>&kommune=oslo", headers={"host": "localhost"}).content.decode()
    assert " checked" not in odd
    assert "<kurs>" not in odd
    assert "oslo" not in odd.partition("<main")[2].partition("</main")[0]


def test_sent_twice_it_is_one_request_and_the_first_words_stand(world: World, client: Client) -> None:
    number = number_of(send(client))
    first = send(client, id=number, steg="send")
    again = send(client, id=number, steg="send", text="Noe annet.")
    assert (first.status_code, again.status_code) == (303, 303)
    assert Arrival.objects.count() == Dossier.objects.count() == Item.objects.count() == 1
    read = dossiers.read(
        world.standing("slt"), Arrival.objects.get().dossier_id, laws.of_today(world.areas["asker-baerum"])
    )
    assert read_request(str(read[0].text)).text == SAID["text"]


def test_somebody_elses_id_is_refused_and_changes_nothing(world: World) -> None:
    arrival = received(world)
    other = Dossier.objects.create(
        area=arrival.area,
        unit=world.units["solvang-skole"],
        kind="concern",
        edition=arrival.dossier.edition,
        begun_on=clock.today(),
    )
    with pytest.raises(Refused, match="tilgang"):
        received(world, other.id)
    assert Arrival.objects.count() == 1


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nothing to read": ({"text": "  "}, "Skriv med noen få ord"),
    "nothing chosen": ({"about": ""}, "Velg hva du spør om"),
    "a kind that isn't there": ({"about": "bok"}, "Velg en av dem"),
    "no municipality": ({"place": ""}, "Velg kommune"),
    "a municipality elsewhere": ({"place": "oslo"}, "Velg en av kommunene"),
    "nowhere to answer": ({"contact": ""}, "Ellers kan ingen svare deg"),
    "an address out of shape": ({"contact": "kari@solvang"}, "E-postadressen er skrevet feil"),
    "a short number": ({"contact": "22 33 44"}, "har 6 sifre"),
    "neither of them": ({"contact": "meg"}, "en e-postadresse eller et telefonnummer"),
    "too long": ({"text": "å" * (LONGEST + 1)}, f"på {LONGEST} tegn. Nå er den på {LONGEST + 1}"),
    "a line too long": ({"workplace": "x" * 201}, "på 200 tegn"),
    "a national id": ({"text": "Det gjelder 010203 12345."}, "fødselsnummer"),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("step", ["se-over", "send"])
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(what: str, step: str, world: World, client: Client) -> None:
    changes, words = WRONG[what]
    response = send(client, **changes, id=str(new_id()), steg=step)
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert "<title>Feil:" in page
    for name, value in {**SAID, **changes}.items():
        if name not in ("about", "place") and value.strip():
            assert value in page
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("contact", ["22 33 44 55", "+47 22334455", "kari@solvang.example", "(+47) 22 33 44 55"[1:-1]])
def test_an_address_or_a_number_as_people_write_it_is_taken(contact: str, world: World, client: Client) -> None:
    assert send(client, contact=contact.replace(")", "")).status_code == 200


def test_somebody_goes_back_from_looking_over_with_all_they_typed_and_the_same_id(world: World, client: Client) -> None:
    number = number_of(send(client))
    page = send(client, id=number, steg="endre").content.decode()
    assert SAID["text"] in page
    assert number in page
    assert "Noe må rettes" not in page


def test_a_municipality_without_a_desk_here_is_called_and_can_not_be_written_to(world: World, client: Client) -> None:
    # Bærum's desk is no unit of this world.
    page = client.get(PATH, headers={"host": "localhost"}).content.decode()
    assert "tel:+4746954495" in page
    assert 'value="baerum"' not in page
    assert send(client, place="baerum").status_code == 400


def test_where_nobody_receives_any_more_the_page_shows_the_telephone(world: World, client: Client) -> None:
    for membership in Membership.objects.filter(unit=world.units["slt"]):
        end_membership(membership=membership, by=world.standing("administrator"))
    page = client.get(PATH, headers={"host": "localhost"}).content.decode()
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    assert "tel:+4793053601" in page
    assert send(client).status_code == 400


def test_a_desk_is_not_buried_and_whoever_comes_then_is_told_to_call(world: World, client: Client) -> None:
    for _ in range(MOST_AN_HOUR):
        received(world)
    response = sent(client)
    page = response.content.decode()
    assert response.status_code == 429
    assert "Forespørselen er ikke sendt" in page
    assert "tel:+4793053601" in page
    assert SAID["text"] in page
    assert Arrival.objects.count() == MOST_AN_HOUR
    with clock.frozen(NOON + timedelta(minutes=61)):
        assert sent(client).status_code == 303


def test_the_log_says_that_something_came_and_of_whom_nothing(world: World, client: Client) -> None:
    sent(client)
    rows = list(AuditEvent.objects.filter(actor="system:request").order_by("number"))
    assert [row.event for row in rows] == ["dossier_begun", "item_added", "arrival_came"]
    assert {row.controller for row in rows} == {world.organisation("slt")}


def test_what_was_asked_stands_nowhere_in_the_tables(world: World, client: Client) -> None:
    sent(client)
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the tables' own names
            rows = repr(
                [[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor.fetchall()]
            )
            for said in ("tjue ansatte", "Kari Ås", "kari@solvang", "127.0.0.1"):
                assert said not in rows, table


def test_the_page_is_in_every_language_and_fjellvik_asks_for_no_municipality(world: World, client: Client) -> None:
    for path in ("/nn/foresporsel/", "/en/foresporsel/"):
        assert client.get(path, headers={"host": "localhost"}).status_code == 200
    response = client.get(PATH, headers={"host": "fjellvik.localhost"})
    assert response.status_code == 200
    assert 'type="hidden" name="place" value="fjellvik"' in response.content.decode()
    assert send(client, path="/en/foresporsel/").status_code == 200
