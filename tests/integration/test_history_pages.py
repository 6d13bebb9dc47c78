"""The public pages of editions, of what is proposed, and of what should be checked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from motvekt.guide import actions, current, kept
from motvekt.guide.models import Edition, Proposal
from motvekt.guide.schema import Guide, Phone
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.organisations.walls import within_slug
from tests.conftest import OPERATOR
from tests.guides import guide_of

pytestmark = pytest.mark.usefixtures("tuesday_morning", "published")

PACK = "asker-baerum"
ASKER_BAERUM = Client(headers={"host": "localhost"})
FJELLVIK = Client(headers={"host": "fjellvik.localhost"})


def with_number(printed: str, **changes: object) -> Guide:
    guide = guide_of(PACK)
    phone = Phone(number=f"+47{printed.replace(' ', '')}", printed=printed)
    contacts = [
        contact.model_copy(update={"phones": [phone]}) if contact.id == "slt-baerum" else contact
        for contact in guide.contacts
    ]
    return guide.model_copy(update={"contacts": contacts, **changes})


def publish(guide: Guide) -> Edition:
    edition = actions.publish(guide=guide, area=PACK, by=OPERATOR, press=None)
    forget()
    return edition


def forget() -> None:
    current.forget()
    kept.forget()


def page(path: str, client: Client = ASKER_BAERUM, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_history_names_every_edition_and_what_it_is_today() -> None:
    publish(with_number("00 00 00 01"))
    publish(with_number("00 00 00 02", valid_from=clock.today() + timedelta(days=7)))
    shown = page("/utgaver/")
    assert shown.index("Utgave 3") < shown.index("Utgave 2") < shown.index("Utgave 1")
    assert shown.count("Gjelder nå.") == 1
    assert "Begynner å gjelde 1. desember 2026." in shown
    assert "Gjaldt en del av 24. november 2026." in shown


def test_an_edition_that_was_overtaken_is_said_never_to_have_been_used() -> None:
    publish(with_number("00 00 00 01", valid_from=clock.today() + timedelta(days=7)))
    publish(with_number("00 00 00 02"))
    assert "Ble aldri tatt i bruk" in page("/utgaver/")


def test_an_edition_tells_what_it_changed_with_the_item_to_look_at() -> None:
    publish(with_number("00 00 00 01"))
    shown = page("/utgaver/2/")
    assert '<a class="ds-link" href="/kontakter/#slt-baerum">SLT-koordinator i Bærum</a>' in shown
    assert "<del>46 95 44 95</del>" in shown or "<del>46</del>" in shown
    assert "første utgaven" in page("/utgaver/1/")


def test_somebody_with_the_first_edition_on_paper_sees_what_changed_since() -> None:
    publish(with_number("00 00 00 01"))
    publish(with_number("00 00 00 02"))
    shown = page("/utgaver/1/siden/")
    assert "SLT-koordinator i Bærum" in shown
    assert "00 00 00 01" not in shown
    assert "Ingenting er endret." in page("/utgaver/3/siden/")


@pytest.mark.parametrize(
    "path",
    [
        "/utgaver/0/",
        "/utgaver/4/",
        "/utgaver/-1/",
        "/utgaver/999999999999999999999999/",
        "/utgaver/999999999/siden/",
        f"/utgaver/forslag/{'0' * 64}/",
        "/utgaver/forslag/kort/",
    ],
)
def test_an_edition_that_is_not_there_is_not_found(path: str) -> None:
    page(path, status=404)


def test_another_areas_editions_are_its_own() -> None:
    publish(with_number("00 00 00 01"))
    page("/utgaver/2/", FJELLVIK, status=404)
    proposal = actions.propose(guide=with_number("00 00 00 02"), area=PACK, by=OPERATOR, press=None)
    page(f"/utgaver/forslag/{proposal.digest}/", FJELLVIK, status=404)


def test_a_proposal_is_read_by_whoever_has_its_address_and_named_nowhere() -> None:
    proposal = actions.propose(guide=with_number("00 00 00 01"), area=PACK, by=OPERATOR, press=None)
    forget()
    answer = ASKER_BAERUM.get(f"/utgaver/forslag/{proposal.digest}/")
    shown = answer.content.decode()
    assert "Dette er et forslag. Det gjelder ikke." in shown
    assert proposal.digest[:12] in shown
    # No number in a proposal can be pressed by mistake.
    assert "tel:+4700000001" not in shown
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    for public in ("/utgaver/", "/", "/kontakter/", "/veileder/"):
        assert "forslag" not in page(public).lower()


def test_a_proposal_that_was_published_leads_to_the_edition_and_a_withdrawn_one_nowhere() -> None:
    proposal = actions.propose(guide=with_number("00 00 00 01"), area=PACK, by=OPERATOR, press=None)
    address = f"/utgaver/forslag/{proposal.digest}/"
    actions.withdraw(area=PACK, code=proposal.digest[:12], by=OPERATOR)
    page(address, status=404)
    publish(with_number("00 00 00 01"))
    answer = ASKER_BAERUM.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/utgaver/2/")


def test_whoever_guesses_at_proposals_makes_nobody_read_one(monkeypatch: pytest.MonkeyPatch) -> None:
    actions.propose(guide=with_number("00 00 00 01"), area=PACK, by=OPERATOR, press=None)

    def read(*given: object) -> None:
        raise AssertionError("a proposal was read")

    current.edition_for("localhost")
    monkeypatch.setattr("motvekt.guide.queries._parsed", read)
    page(f"/utgaver/forslag/{'0' * 64}/", status=404)


def test_a_proposal_says_that_it_must_be_made_again_where_another_edition_came_first() -> None:
    proposal = actions.propose(guide=with_number("00 00 00 01"), area=PACK, by=OPERATOR, press=None)
    with within_slug(PACK):
        row = Edition.objects.filter(area__slug=PACK).values().get()
        Edition.objects.create(**row | {"id": Edition._meta.pk.get_default(), "number": 2})
    forget()
    assert "Det må lages på nytt" in page(f"/utgaver/forslag/{proposal.digest}/")


def test_the_pages_tell_nobody_who_proposed_or_published() -> None:
    actions.propose(guide=with_number("00 00 00 01"), area=PACK, by=Actor("account", "kari-hemmelig"), press=None)
    with within_slug(PACK):
        proposal = Proposal.objects.get(state="open")
    for path in ("/utgaver/", "/utgaver/1/", f"/utgaver/forslag/{proposal.digest}/"):
        shown = page(path)
        assert "kari-hemmelig" not in shown
        assert OPERATOR.name not in shown


@pytest.mark.parametrize(
    "path", ["/utgaver/", "/utgaver/1/", "/kontakter/sist-sjekket/", "/utgaver/forslag/" + "0" * 64 + "/"]
)
def test_the_pages_are_only_for_reading(path: str) -> None:
    assert ASKER_BAERUM.post(path).status_code == 405


def test_the_list_of_checks_tells_what_is_due_and_what_is_not() -> None:
    actions.note_checks(area=PACK, contacts=["pst"], checked_on=date(2026, 11, 23), by=OPERATOR)
    actions.note_checks(area=PACK, contacts=["slt-asker"], checked_on=date(2026, 5, 1), by=OPERATOR)
    forget()
    shown = page("/kontakter/sist-sjekket/")
    pst = shown[shown.index("#pst") :].split("</li>")[0]
    assert "Skal sjekkes igjen innen 22. mai 2027." in pst
    assert "Bør" not in pst
    asker = shown[shown.index("#slt-asker") :].split("</li>")[0]
    assert "Bør sjekkes." in asker
    assert "Sist sjekket 1. mai 2026." in asker
    assert "Ingen har sjekket det ennå." in shown
    assert "/veileder/lov/fvl-13b-5/" in shown


@pytest.mark.parametrize(("client", "path"), [(FJELLVIK, "/en/utgaver/1/"), (FJELLVIK, "/kontakter/sist-sjekket/")])
def test_the_pages_stand_in_every_language(client: Client, path: str) -> None:
    assert "<h1" in page(path, client)
