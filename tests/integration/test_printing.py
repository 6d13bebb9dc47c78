"""Publishing with PDFs: all or nothing, stored with the edition, and found at their addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from motvekt.guide import actions, queries
from motvekt.guide.kinds import LANGUAGES, Sheet
from motvekt.guide.models import Edition, EditionFile
from motvekt.guide.printing import files
from motvekt.kernel import clock
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations.queries import address
from motvekt.organisations.walls import within_slug
from motvekt.site import cli
from tests.conftest import OPERATOR
from tests.guides import ROOT, guide_of
from tests.installation import set_area
from tests.printed import text_of

pytestmark = pytest.mark.usefixtures("areas")

PACK = "asker-baerum"
REFUSED = "permission denied" if connection.vendor == "postgresql" else "immutable"
"""On PostgreSQL the application's role has no right to it; `test_walls.py` asks the trigger as the tables' owner."""
ADDRESSES = {Sheet.GUIDE: "/veileder.pdf", Sheet.POSTER: "/plakat.pdf", Sheet.CARD: "/tiltakskort.pdf"}


def stamped(sheet: Sheet, document: Mapping[str, Any]) -> bytes:
    """A press for tests that are about something else: what it makes says what it was asked for."""
    return f"%PDF-{sheet}-{document['language']}-{document['imprint'][1]}".encode()


def publish(press: Any = stamped, **changes: object) -> Edition:
    return actions.publish(guide=guide_of(PACK).model_copy(update=changes), area=PACK, by=OPERATOR, press=press)


def get(path: str, **headers: str) -> Any:
    return Client(headers={"host": "localhost", **headers}).get(path)


def test_an_edition_has_every_sheet_in_every_language_of_its_guide() -> None:
    edition = publish()
    stored = EditionFile.objects.filter(edition=edition)
    with within_slug(PACK):
        assert set(stored.values_list("kind", "language")) == {
            (sheet.value, language) for sheet in Sheet for language in LANGUAGES
        }
        for file in stored:
            assert hashlib.sha256(file.content).hexdigest() == file.digest


def test_the_files_name_the_number_that_the_edition_gets() -> None:
    publish()
    publish(title={"nb": "Ny", "nn": "Ny", "en": "New"})
    assert "Utgave 2," in get("/plakat.pdf").content.decode()


@pytest.mark.parametrize("sheet", list(Sheet))
def test_where_a_file_can_not_be_made_nothing_is_published_and_the_old_edition_stays(sheet: Sheet) -> None:
    publish()

    def jammed(asked: Sheet, document: Mapping[str, Any]) -> bytes:
        if asked is sheet:
            raise Refused(no("not_typeset", "Skriften mangler."))
        return stamped(asked, document)

    with pytest.raises(Refused, match="Skriften mangler"):
        publish(jammed, title={"nb": "Ny", "nn": "Ny", "en": "New"})
    assert [card.number for card in queries.published(PACK)] == [1]
    with within_slug(PACK):
        assert EditionFile.objects.count() == len(Sheet) * len(LANGUAGES)


def test_nothing_is_locked_while_the_press_works() -> None:
    # Within the test's own transaction, each of the code's is a savepoint.
    outside = len(connection.savepoint_ids)

    def watching(sheet: Sheet, document: Mapping[str, Any]) -> bytes:
        assert len(connection.savepoint_ids) == outside
        return stamped(sheet, document)

    publish(watching)


def test_whoever_publishes_while_another_publishes_is_told_so() -> None:
    meanwhile = guide_of(PACK).model_copy(update={"valid_from": date(2026, 11, 2)})
    real = files.make

    def slow(*given: Any) -> Any:
        actions.publish(guide=meanwhile, area=PACK, by=OPERATOR, press=None)
        return real(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "make", slow)
        with pytest.raises(Refused) as refused:
            publish()
    assert refused.value.decision.code == "published_meanwhile"
    with within_slug(PACK):
        assert Edition.objects.count() == 1


def test_the_same_content_again_is_refused_before_anything_is_typeset() -> None:
    publish()

    def never(sheet: Sheet, document: Mapping[str, Any]) -> bytes:
        raise AssertionError("the press was started")

    with pytest.raises(Refused) as refused:
        publish(never)
    assert refused.value.decision.code == "same_content"


def test_a_file_can_not_be_changed_through_the_model() -> None:
    publish()
    with within_slug(PACK):
        file = EditionFile.objects.first()
    assert file is not None
    file.language = "en"
    with pytest.raises(Refused):
        file.save()


@pytest.mark.parametrize("change", ["language = 'en'", f"digest = '{'0' * 64}'", "kind = 'card'"])
def test_a_file_can_not_be_changed_in_the_database(change: str) -> None:
    publish()
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE guide_editionfile SET {change}")  # noqa: S608 - fixed texts above


def row(edition: Edition, **changes: object) -> EditionFile:
    good: dict[str, object] = {
        "edition": edition,
        "kind": "guide",
        "language": "nb",
        "content": b"%PDF-",
        "digest": "0" * 64,
        "made_at": clock.now(),
    }
    return EditionFile(**{**good, **changes})


@pytest.mark.parametrize("broken", [{"kind": "bok"}, {"language": "xx"}, {"digest": "kort"}], ids=str)
def test_the_database_refuses_a_file_out_of_shape(broken: dict[str, object]) -> None:
    edition = publish(None)
    with pytest.raises(DatabaseError), transaction.atomic(), within_slug(PACK):
        row(edition, **broken).save()


def test_an_edition_has_a_sheet_in_a_language_once() -> None:
    edition = publish(None)
    with within_slug(PACK):
        row(edition).save()
    with pytest.raises(IntegrityError), transaction.atomic(), within_slug(PACK):
        row(edition).save()


@pytest.mark.parametrize("sheet", list(Sheet))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_stands_at_its_address_in_each_language(sheet: Sheet, language: str) -> None:
    publish()
    prefix = "" if language == "nb" else f"/{language}"
    response = get(prefix + ADDRESSES[sheet])
    assert response.status_code == 200
    assert response.content.startswith(f"%PDF-{sheet}-{language}-".encode())
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Language"] == language
    name = ADDRESSES[sheet].strip("/").removesuffix(".pdf")
    assert response.headers["Content-Disposition"] == f'inline; filename="{name}-{PACK}-{language}-1.pdf"'
    assert not response.cookies


def test_a_language_that_the_guide_lacks_gets_the_guides_own() -> None:
    actions.publish(guide=guide_of("fjellvik"), area="fjellvik", by=OPERATOR, press=stamped)
    response = Client(headers={"host": "fjellvik.localhost"}).get("/en/plakat.pdf")
    assert response.headers["Content-Language"] == "nn"


def test_a_browser_that_has_the_file_is_told_so() -> None:
    publish()
    first = get("/veileder.pdf")
    again = get("/veileder.pdf", **{"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publish(title={"nb": "Ny", "nn": "Ny", "en": "New"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("motvekt.guide.current.FRESH_SECONDS", 0.0)
        assert get("/veileder.pdf", **{"if-none-match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_file_is_only_read(method: str) -> None:
    publish()
    assert getattr(Client(headers={"host": "localhost"}), method)("/plakat.pdf").status_code == 405


@pytest.mark.parametrize("path", ADDRESSES.values())
def test_an_edition_without_files_answers_with_the_helpful_page(path: str) -> None:
    publish(None)
    response = get(path)
    assert response.status_code == 404
    assert b"tel:112" in response.content


@pytest.mark.parametrize("page", ["/", "/veileder/", "/en/kontakter/"])
def test_pages_link_to_the_sheets_where_there_are_any(page: str) -> None:
    publish()
    linked = get(page).content.decode()
    prefix = "/en" if page.startswith("/en/") else ""
    assert all(f'href="{prefix}{path}"' in linked for path in ADDRESSES.values())


def test_pages_link_to_no_sheet_that_is_not_there() -> None:
    publish(None)
    assert ".pdf" not in get("/veileder/").content.decode()


def test_the_operator_can_publish_where_pdfs_can_not_be_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def jammed(sheet: Sheet, document: Mapping[str, Any]) -> bytes:
        raise Refused(no("not_typeset", "Skriften mangler."))

    monkeypatch.setattr("motvekt.guide.printing.typeset.typeset", jammed)
    pack = str(ROOT / "packs" / PACK)
    assert cli.main(["guide", "publish", "--first", pack]) == cli.FAILED
    assert "Skriften mangler" in capsys.readouterr().err
    with within_slug(PACK):
        assert not Edition.objects.exists()
    assert cli.main(["guide", "publish", "--first", "--without-pdf", pack]) == cli.OK
    with within_slug(PACK):
        assert Edition.objects.count() == 1


def test_the_code_leads_to_the_areas_address_and_otherwise_to_its_first_host() -> None:
    set_area(slug=PACK, hosts=["b.example", "a.example"], default=True, by=OPERATOR)
    assert address(PACK) == "https://a.example"
    set_area(slug=PACK, hosts=["a.example"], default=True, by=OPERATOR, address="https://motvekt.example")
    assert address(PACK) == "https://motvekt.example"
    set_area(slug=PACK, hosts=[], default=True, by=OPERATOR)
    assert (address(PACK), address("ingensteds")) == ("", "")


@pytest.mark.parametrize(
    "wrong", ["http://a.example", "https://a.example/", "a.example", "javascript:x", "https://a b", "https://A.example"]
)
def test_an_address_that_can_not_be_printed_is_refused(wrong: str) -> None:
    with pytest.raises(Refused) as refused:
        set_area(slug=PACK, hosts=["a.example"], default=True, by=OPERATOR, address=wrong)
    assert refused.value.decision.code == "not_an_address"


def test_the_real_press_prints_what_is_known_of_the_edition() -> None:
    set_area(slug="fjellvik", hosts=["fjellvik.example"], default=False, by=OPERATOR)
    actions.publish(guide=guide_of("fjellvik"), area="fjellvik", by=OPERATOR)
    response = Client(headers={"host": "fjellvik.example"}).get("/plakat.pdf")
    text = text_of(response.content)
    assert "Utgåve 1, gjeld frå 1. november 2026." in text
    assert "fjellvik.example" in text
    assert "00 00 01 02" in text
