"""Publishing a guide in a browser: two editors, the one who proposed it and another who has seen the changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from motvekt.access.roles import Role
from motvekt.guide import actions, queries, rules
from motvekt.guide.models import Edition
from motvekt.guide.printing.common import Imprint
from tests.conftest import OPERATOR
from tests.guides import guide_of
from tests.integration.test_administration import BASE, browser, events
from tests.people import Person, hired, inside, unit_of

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db]

AREA = "asker-baerum"
EDITOR, OTHER = Person.EDITOR, Person.OTHER_EDITOR
PATH = f"{BASE}utgaver/"


@pytest.fixture(autouse=True)
def within_asker_and_baerum(people: None) -> Iterator[None]:
    """What a test reads itself, it reads in the first of the two areas."""
    with inside("asker-baerum"):
        yield


@pytest.fixture(autouse=True)
def without_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is typeset; which numbers would stand on the sheets is not what is asked here."""

    def nothing(guide: Any, imprint: Imprint, press: Any) -> list[Any]:
        return []

    monkeypatch.setattr("motvekt.guide.actions.files.make", nothing)


def proposed(by: Person = EDITOR, title: str = "Ny veileder") -> str:
    guide = guide_of(AREA).model_copy(update={"title": {"nb": title, "nn": title, "en": title}})
    return rules.code(actions.propose(guide=guide, area=AREA, by=by.standing.actor, press=None).digest)


def sent(client: Client, code: str, what: str = "bekreft") -> int:
    return client.post(f"{PATH}{what}/", {"code": code}).status_code


def test_where_nothing_is_proposed_the_page_says_what_to_do() -> None:
    page = browser(EDITOR).get(PATH).text
    assert "Ingenting er foreslått" in page
    assert "Utgave 1" in page


def test_the_other_editor_sees_the_changes_and_confirms_by_the_code() -> None:
    code = proposed()
    client = browser(OTHER)
    page = client.get(PATH).text
    for words in ("Forslag til utgave 2", "Line Strand", code, "Ny veileder", "Før:", "Nå:"):
        assert words in page
    assert "disabled" not in page
    assert sent(client, "") == 400
    assert sent(client, "000000000000") == 400
    assert len(queries.published(AREA)) == 1
    assert sent(client, f" {code.upper()} ") == 302
    page = client.get(PATH).text
    assert "Forslaget er bekreftet" in page
    assert "Arash Karimi" in page
    assert [card.number for card in queries.published(AREA)] == [2, 1]
    assert events()[-1] == "edition_confirmed"


def test_whoever_proposed_it_is_told_why_they_do_not_confirm() -> None:
    code = proposed()
    client = browser(EDITOR)
    page = client.get(PATH).text
    assert "Du har laget forslaget selv" in page
    assert "disabled" in page
    answer = client.post(f"{PATH}bekreft/", {"code": code})
    assert (answer.status_code, "kan ikke bekrefte den selv" in answer.text) == (403, True)
    assert len(queries.published(AREA)) == 1
    assert sent(client, code, "trekk") == 302
    assert "Forslaget er trukket" in client.get(PATH).text
    assert events()[-1] == "edition_withdrawn"


def test_a_proposal_that_is_older_than_an_edition_is_not_confirmed() -> None:
    code = proposed()
    first = Edition.objects.get(area__slug=AREA)
    about = {"pack": AREA, "schema": first.schema, "valid_from": first.valid_from, "content": first.content}
    Edition.objects.create(
        area=first.area,
        number=2,
        digest=first.digest,
        published_at=first.published_at,
        published_by="operator:x",
        **about,
    )
    client = browser(OTHER)
    assert "Lag det på nytt" in client.get(PATH).text
    assert sent(client, code) == 403


@pytest.mark.parametrize("person", [Person.ADMINISTRATOR, Person.SLT_ASKER, Person.DATA_PROTECTION_OFFICER])
def test_nobody_but_editors_publishes(person: Person) -> None:
    code, client = proposed(), browser(person)
    assert client.get(PATH).status_code == 403
    assert sent(client, code) == 403
    assert sent(client, code, "trekk") == 403


def test_an_editor_of_another_area_finds_no_proposal() -> None:
    code = proposed()
    with inside("fjellvik"):
        account = Person.FJELLVIK_TEACHER.account
        hired(account, unit_of("fjellvik", "stab-fjellvik"), Role.GUIDE_EDITOR)
    client = browser(Person.FJELLVIK_TEACHER, "fjellvik.localhost")
    assert code not in client.get(PATH).text
    assert sent(client, code) == 400


def test_an_operators_proposal_is_confirmed_by_an_editor() -> None:
    guide = guide_of(AREA).model_copy(update={"title": {"nb": "Ny", "nn": "Ny", "en": "Ny"}})
    code = rules.code(actions.propose(guide=guide, area=AREA, by=OPERATOR, press=None).digest)
    client = browser(EDITOR)
    assert "drift (prøve)" in client.get(PATH).text
    assert sent(client, code) == 302
