"""What other systems read: every answer is as it is described, to whom it may concern and to nobody else."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import brotli
import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from motvekt.guide import actions, current, editions, kept, queries, rules
from motvekt.guide.api.openapi import Endpoint
from motvekt.guide.api.views import ENDPOINTS
from motvekt.guide.models import Edition
from motvekt.guide.schema import Guide
from motvekt.kernel import clock
from motvekt.organisations.models import Area
from motvekt.organisations.walls import within_slug
from tests.architecture.test_house import routes
from tests.conftest import OPERATOR, SUNDAY_NIGHT, TUESDAY_MORNING
from tests.guides import PACKS, ROOT, guide_of

pytestmark = pytest.mark.usefixtures("published", "tuesday_morning")

HOSTS = {"asker-baerum": "localhost", "fjellvik": "fjellvik.localhost"}
PROBLEM = "application/problem+json"


def get(path: str, pack: str = "asker-baerum", **headers: str) -> HttpResponse:
    response = Client(headers={"host": HOSTS[pack], **headers}, raise_request_exception=False).get(path)
    assert isinstance(response, HttpResponse)
    return response


def read(path: str, pack: str = "asker-baerum") -> Any:
    response = get(path, pack)
    assert response.status_code == 200, response.text
    return json.loads(response.content)


def by_hand(content: str, number: int, *, digest: str | None = None, valid_from: date = date(2026, 1, 1)) -> None:
    """An edition put straight into the database, as an older release left it, or a hand that shouldn't have."""
    with within_slug("asker-baerum"):
        Edition(
            area=Area.objects.get(slug="asker-baerum"),
            number=number,
            pack="asker-baerum",
            schema=1,
            valid_from=valid_from,
            content=content,
            digest=digest or rules.digest(content),
            published_at=clock.now(),
            published_by="noen",
        ).save()


def faults(answer: HttpResponse, document: dict[str, Any], template: str) -> list[str]:
    """What an answer has that the document doesn't say of it, by its status and media type."""
    said = document["paths"][template]["get"]["responses"][str(answer.status_code)]
    if "$ref" in said:
        said = document["components"]["responses"][said["$ref"].rpartition("/")[2]]
    # The references of a schema are into the document, which so stands around it.
    schema = {**document, **said["content"][answer.headers["Content-Type"]]["schema"]}
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [fault.message for fault in validator.iter_errors(body(answer))]


def body(answer: Any) -> Any:
    return json.loads(answer.content)


def described(pack: str) -> Iterator[tuple[Endpoint, str]]:
    """Every row with its example, and with each value that its parameter can have."""
    shown = current.edition_for(HOSTS[pack])
    assert shown
    for row in ENDPOINTS:
        yield row, row.example(shown)
        if row.name == "api_contacts":
            yield row, "/api/contacts/"
            yield from ((row, f"/api/contacts/?municipality={place.id}") for place in shown.guide.municipalities)


@pytest.mark.parametrize("moment", [TUESDAY_MORNING, SUNDAY_NIGHT], ids=["a morning", "a night"])
@pytest.mark.parametrize("pack", PACKS)
def test_every_answer_is_as_the_document_says(pack: str, moment: Any) -> None:
    document = read("/api/", pack)
    validate(document)
    with clock.frozen(moment):
        for row, path in described(pack):
            answer = get(path, pack)
            assert answer.status_code == 200, path
            assert faults(answer, document, row.template) == [], path
            if row.shape:
                # A reader must bear fields that it doesn't know; we give none that aren't described.
                row.shape.model_validate(body(answer), extra="forbid")


ERRORS = [
    ("get", "/api/editions/7/", "/api/editions/{number}/", 404),
    ("get", "/api/contacts/?municipality=andeby", "/api/contacts/", 400),
    ("get", "/api/contacts/?kommune=asker", "/api/contacts/", 400),
    *[("post", row.template.replace("{number}", "1"), row.template, 405) for row in ENDPOINTS],
]


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize(("method", "path", "template", "status"), ERRORS)
def test_every_error_is_as_the_document_says(pack: str, method: str, path: str, template: str, status: int) -> None:
    answer = getattr(Client(headers={"host": HOSTS[pack]}), method)(path)
    assert (answer.status_code, body(answer)["status"]) == (status, status)
    assert answer.headers["Content-Type"] == PROBLEM
    assert faults(answer, read("/api/", pack), template) == []


def test_an_answer_that_differs_from_the_document_would_be_found() -> None:
    document, answer = read("/api/"), get("/api/editions/")
    said = body(answer)
    del said["editions"][0]["digest"]
    said["editions"][0] |= {"valid_from": "i morgen", "published_at": "i går", "number": "1"}
    answer.content = json.dumps(said).encode()
    assert len(faults(answer, document, "/api/editions/")) == 4


def test_every_address_below_api_is_described_and_every_description_has_an_address() -> None:
    names = {name for name, pattern in routes(get_resolver()) if str(pattern.pattern).startswith("api/")}
    assert names == {f"guide:{row.name}" for row in ENDPOINTS}
    assert set(read("/api/")["paths"]) == {row.template for row in ENDPOINTS}


@pytest.mark.parametrize(
    ("path", "file"), [("/api/", "openapi.json"), ("/api/edition.schema.json", "edition.schema.json")]
)
def test_what_is_served_is_what_the_reference_has(path: str, file: str) -> None:
    assert get(path).text == (ROOT / "docs" / "reference" / file).read_text("utf-8")


@pytest.mark.parametrize("pack", PACKS)
def test_the_guide_comes_back_as_it_was_published_and_fits_its_schema(pack: str) -> None:
    answer = read("/api/editions/1/", pack)
    assert Guide.model_validate(answer["guide"]) == guide_of(pack)
    schema = read("/api/edition.schema.json", pack)
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(answer["guide"])) == []
    # A field that is always there is promised, and one to come breaks no reader.
    assert list(Draft202012Validator(schema).iter_errors({**answer["guide"], "noe_nytt": 1})) == []
    del answer["guide"]["words"]
    assert list(Draft202012Validator(schema).iter_errors(answer["guide"]))


def test_an_edition_from_an_older_release_is_given_in_the_newest_schema() -> None:
    old = json.loads(editions.write(guide_of("asker-baerum")))
    del old["words"]
    by_hand(json.dumps(old), 2)
    answer = get("/api/editions/2/")
    assert body(answer)["guide"]["words"] == []
    assert faults(answer, read("/api/"), "/api/editions/{number}/") == []


def test_editions_stand_newest_first_with_the_one_in_force_and_those_to_come() -> None:
    assert [card["number"] for card in read("/api/editions/")["editions"]] == [1]
    tomorrow = clock.today() + timedelta(days=1)
    guide = guide_of("asker-baerum").model_copy(update={"valid_from": tomorrow})
    actions.publish(guide=guide, area="asker-baerum", by=OPERATOR, press=None)
    current.forget()
    listed = read("/api/editions/")["editions"]
    assert [(card["number"], card["in_force"]) for card in listed] == [(2, False), (1, True)]
    assert listed[0]["valid_from"] == tomorrow.isoformat()
    for card in listed:
        whole = read(card["link"])
        assert {name: whole[name] for name in card} == card
    with clock.frozen(TUESDAY_MORNING + timedelta(days=1)):
        assert [card["in_force"] for card in read("/api/editions/")["editions"]] == [True, False]


def test_who_published_is_told_to_nobody() -> None:
    assert str(OPERATOR) not in get("/api/editions/1/").text + get("/api/editions/").text


def test_an_area_has_its_own_editions_alone() -> None:
    actions.publish(
        guide=guide_of("fjellvik").model_copy(update={"valid_from": date(2026, 1, 1)}),
        area="fjellvik",
        by=OPERATOR,
        press=None,
    )
    assert {card["pack"] for card in read("/api/editions/", "fjellvik")["editions"]} == {"fjellvik"}
    assert read("/api/editions/1/", "fjellvik")["guide"]["id"] == "fjellvik"
    assert get("/api/editions/2/").status_code == 404
    assert "asker" not in get("/api/contacts/", "fjellvik").text
    assert get("/api/contacts/?municipality=asker", "fjellvik").status_code == 400


def test_contacts_begin_with_112_and_116_111_and_name_both_in_every_language() -> None:
    for pack in PACKS:
        first, second, *others = read("/api/contacts/", pack)["contacts"]
        assert [first["id"], second["id"]] == ["112", "116111"]
        assert [phone["number"] for row in (first, second) for phone in row["phones"]] == ["112", "116111"]
        assert first["state"] == second["state"] == "always"
        assert len(set(first["name"].values())) == 3
        assert {row["id"] for row in others} == {contact.id for contact in guide_of(pack).contacts}


def test_a_contact_says_in_times_whether_it_is_open_now() -> None:
    def rows() -> dict[str, Any]:
        return {row["id"]: row for row in read("/api/contacts/", "fjellvik")["contacts"]}

    office = next(contact.id for contact in guide_of("fjellvik").contacts if contact.id.startswith("folkehelse"))
    with clock.frozen(TUESDAY_MORNING):
        found = rows()[office]
        assert (found["state"], found["opens_at"]) == ("open", None)
        assert found["open_until"].startswith("2026-11-24T")
    with clock.frozen(SUNDAY_NIGHT):
        found = rows()[office]
        assert (found["state"], found["open_until"]) == ("closed", None)
        assert found["opens_at"] == "2026-11-23T08:00:00+01:00"
        states = [row["state"] for row in rows().values()]
        assert states == sorted(states, key=lambda state: state not in ("always", "open"))
    assert {row["state"] for row in read("/api/contacts/")["contacts"][2:]} == {"unknown"}


def test_a_municipality_leaves_out_the_others_own_contacts() -> None:
    shown = {row["id"] for row in read("/api/contacts/?municipality=asker")["contacts"]}
    assert "slt-asker" in shown
    assert "slt-baerum" not in shown
    assert read("/api/contacts/?municipality=asker")["municipality"] == "asker"


def test_a_checked_contact_has_its_day() -> None:
    actions.note_checks(area="asker-baerum", contacts=["slt-asker"], checked_on=date(2026, 11, 16), by=OPERATOR)
    current.forget()
    days = {row["id"]: row["last_checked"] for row in read("/api/contacts/")["contacts"]}
    assert days["slt-asker"] == "2026-11-16"
    assert days["slt-baerum"] is None


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("municipality=hemmelig", "Unknown value of municipality. Known here: asker, baerum."),
        ("municipality=", "Unknown value"),
        ("municipality=%FF%00", "Unknown value"),
        ("hemmelig=1", "Unknown parameter. This address knows: municipality."),
        ("municipality=asker&hemmelig=1", "Unknown parameter"),
        ("municipality=asker&municipality=baerum", "more than once"),
        ("&".join(f"a{number}=1" for number in range(1001)), "could not be understood"),
    ],
)
def test_a_query_that_makes_no_sense_is_told_what_is_wrong_and_nothing_of_its_own(query: str, said: str) -> None:
    answer = get(f"/api/contacts/?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)
    assert said in body(answer)["detail"]
    assert "hemmelig" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        *(
            f"/api/editions/{odd}/"
            for odd in ("0", "-1", "01", "1.0", "1e3", "7", "999999999", "x", "%00", "%D9%A1", "1%0A")
        ),
        "/api/editions/999999999999999999999/",
        f"/api/editions/{'9' * 5000}/",
        "/api/editions/1/2/",
        "/api/finnes-ikke/",
        "/nn/api/finnes-ikke/",
        "/api/../api/x",
    ],
)
def test_an_odd_address_is_not_found_and_says_so_in_json(path: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM), answer.text
    assert set(body(answer)) == {"title", "status", "detail"}


def test_a_host_without_an_area_is_told_so_in_json() -> None:
    answer = Client(headers={"host": "a_b"}).get("/api/contacts/")
    assert (answer.status_code, body(answer)["detail"]) == (404, "No area has this host.")


@pytest.mark.parametrize("content", ['{"schema":99}', '{"schema":1}', "annet"])
@pytest.mark.parametrize("digest", [None, "0" * 64], ids=["its own digest", "another digest"])
def test_a_damaged_edition_is_our_mistake_and_shows_no_trace(content: str, digest: str | None) -> None:
    by_hand(content, 2, digest=digest)
    answer = get("/api/editions/2/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, PROBLEM)
    assert body(answer)["detail"] == "The fault is ours. Try again later."
    assert faults(answer, read("/api/"), "/api/editions/{number}/") == []
    assert [card["in_force"] for card in read("/api/editions/")["editions"]] == [False, True]
    assert read("/api/contacts/")["edition"] == 1


def test_where_the_database_is_gone_the_answer_is_json_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object) -> None:
        raise DatabaseError("hemmelig vert")

    monkeypatch.setattr("motvekt.organisations.queries.hosts", gone)
    for path in ("/api/contacts/", "/en/api/editions/"):
        answer = get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (500, PROBLEM)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "hemmelig" not in answer.text


@pytest.mark.parametrize(
    "path", ["/api/", "/api/contacts/", "/api/editions/7/", "/api/x/", "/api", "/nb/api/", "/en/api/"]
)
def test_any_website_may_read_these_answers(path: str) -> None:
    for _ in range(2):
        headers = get(path).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Credentials" not in headers
        assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/for-utviklere/", "/kontakter/", "/finnes-ikke/", "/finnes/api/", "/apiet/"])
def test_no_other_page_may_be_read_from_another_site(path: str) -> None:
    headers = get(path).headers
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "path", ["/api/", "/api/edition.schema.json", "/api/editions/", "/api/editions/1/", "/api/contacts/"]
)
def test_an_answer_without_news_is_304_and_may_still_be_read(path: str) -> None:
    first = get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    again = get(path, **{"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Vary"):
        assert again.headers[name] == first.headers[name]


def test_contacts_are_news_only_when_something_about_them_changes() -> None:
    tag = get("/api/contacts/", "fjellvik").headers["ETag"]
    with clock.frozen(TUESDAY_MORNING + timedelta(minutes=1)):
        assert get("/api/contacts/", "fjellvik", **{"if-none-match": tag}).status_code == 304
    with clock.frozen(SUNDAY_NIGHT):
        assert get("/api/contacts/", "fjellvik", **{"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("path", ["/api/", "/api/edition.schema.json", "/api/editions/1/", "/api/contacts/", "/api/x/"])
def test_answers_are_compressed(path: str) -> None:
    plain = get(path).content
    assert brotli.decompress(get(path, **{"accept-encoding": "br"}).content) == plain
    packed = get(path, **{"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == plain
    assert packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/edition.schema.json", "/api/editions/", "/api/editions/1/", "/api/contacts/?municipality=asker"],
)
def test_an_answer_is_made_once(path: str, django_assert_num_queries: Any) -> None:
    first = get(path)
    with django_assert_num_queries(0):
        assert get(path).content == first.content


def test_whoever_reads_every_edition_pushes_no_page_off_its_shelf() -> None:
    get("/veileder/")
    before = list(kept.shelves["edition"]._pages)
    for path in ("/api/", "/api/editions/", "/api/editions/1/"):
        get(path)
    assert list(kept.shelves["edition"]._pages) == before
    assert len(kept.shelves["data"]._pages) == 3


@pytest.mark.parametrize("path", ["/api/", "/api/editions/", "/api/editions/1/", "/api/contacts/"])
def test_the_language_in_the_address_changes_nothing(path: str) -> None:
    for prefix in ("/nn", "/en"):
        assert get(prefix + path).content == get(path).content


@pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.name)
def test_only_reading_is_possible_and_a_browser_may_ask_beforehand(row: Any) -> None:
    path = row.template.replace("{number}", "1")
    client = Client(headers={"host": "localhost"})
    for method in ("post", "put", "patch", "delete"):
        refused = getattr(client, method)(path)
        assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    asked = client.options(path, headers={"origin": "https://kommune.example"})
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert client.head(path).status_code == 200


def test_nothing_is_read_from_the_database_for_a_number_that_can_not_be(django_assert_num_queries: Any) -> None:
    get("/api/")
    with django_assert_num_queries(0):
        get("/api/editions/999999999999999999999/")


def test_the_guide_of_an_edition_to_come_changes_nothing_of_todays_contacts() -> None:
    guide = guide_of("asker-baerum")
    coming = guide.model_copy(update={"valid_from": clock.today() + timedelta(days=7), "contacts": guide.contacts[:1]})
    actions.publish(guide=coming, area="asker-baerum", by=OPERATOR, press=None)
    assert len(read("/api/editions/2/")["guide"]["contacts"]) == 1
    assert len(read("/api/contacts/")["contacts"]) == 2 + len(guide.contacts)
    assert queries.by_number("asker-baerum", 1) == guide


@pytest.mark.parametrize(
    ("prefix", "title"), [("", "For utviklere"), ("/nn", "For utviklarar"), ("/en", "For developers")]
)
def test_the_page_for_developers_has_every_address_with_an_example_that_opens(prefix: str, title: str) -> None:
    page = get(f"{prefix}/for-utviklere/").text
    assert f'<h1 class="ds-heading" data-size="lg">{title}</h1>' in page
    shown = current.edition_for("localhost")
    assert shown
    for row in ENDPOINTS:
        assert f"GET {row.template}</code>" in page
        assert f'href="{row.example(shown)}"' in page
        assert get(row.example(shown)).status_code == 200
    assert f'href="{prefix}/for-utviklere/"' in get(f"{prefix}/").text
