"""Signing in and out below `/inne/`: by password and in the demo, what the cookie is worth, and where nothing is."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from motvekt.access.roles import Role
from motvekt.audit import queries as audit
from motvekt.audit.models import AuditCount
from motvekt.kernel import clock
from motvekt.organisations import actions, middleware, people, queries
from motvekt.organisations.models import Account, Session
from motvekt.organisations.sessions import kept_as
from tests.conftest import OPERATOR, TUESDAY_MORNING
from tests.people import Person, area_of, hired, inside, somebody, unit_of

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db]

PASSWORD = "Et langt passord 1"
COOKIE = "motvekt-okt"
WRONG = "E-postadressen eller passordet er feil. Prøv igjen."


@pytest.fixture(autouse=True)
def within_asker_and_baerum(people: None) -> Iterator[None]:
    """What a test reads itself, it reads in the first of the two areas."""
    with inside("asker-baerum"):
        yield


def browser(host: str = "localhost", *, forms: bool = False) -> Client:
    return Client(headers={"host": host}, raise_request_exception=False, enforce_csrf_checks=forms)


def signed_in(person: Person, host: str = "localhost") -> Client:
    client = browser(host)
    with override_settings(DEMO=True):
        assert client.post("/inne/logg-inn/demo/", {"account": str(person.account.id)}).status_code == 302
    return client


def with_password(email: str = "petter@ny.no") -> tuple[Client, Account]:
    account = somebody(email, password=PASSWORD)
    client = browser()
    response = client.post("/inne/logg-inn/", {"email": email, "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/inne/min-side/")
    return client, account


def events(body: str = "asker", area: str = "asker-baerum") -> list[tuple[str, str]]:
    with inside(area) as place:
        controller = place.organisations.get(slug=body).id
        return [(link.entry.event, link.entry.actor) for link in audit.links(controller)]


def living() -> list[str]:
    return list(Session.objects.filter(ended_at__isnull=True).values_list("session_key", flat=True))


def counted(code: str, area: str = "asker-baerum") -> int:
    with inside(area) as place:
        return sum(AuditCount.objects.filter(area=place.id, code=code).values_list("number", flat=True))


def test_a_password_signs_in_whatever_the_case_of_the_address_and_the_log_has_it() -> None:
    account = somebody("petter@ny.no", password=PASSWORD)
    client = browser()
    response = client.post("/inne/logg-inn/", {"email": " Petter@Ny.no ", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/inne/min-side/")
    page = client.get("/inne/min-side/").text
    assert "Petter Ny" in page
    assert "Du har ingen rolle her ennå" in page
    assert "terje.nygaard@asker.example" in page
    assert events()[-1] == ("signed_in", f"account:{account.id}")
    account.refresh_from_db()
    assert account.last_login is not None


def test_unknown_address_wrong_password_and_closed_account_are_answered_alike_and_counted() -> None:
    somebody("petter@ny.no", password=PASSWORD)
    closed = somebody("stengt@ny.no", password=PASSWORD)
    Account.objects.filter(id=closed.id).update(is_active=False)
    answers = set()
    for email, password in [
        ("petter@ny.no", "gal nøkkel"),
        ("ukjent@ny.no", PASSWORD),
        ("stengt@ny.no", PASSWORD),
        (Person.TEACHER.email, "!"),
        ("<b>", PASSWORD),
    ]:
        response = browser().post("/inne/logg-inn/", {"email": email, "password": password})
        assert response.status_code == 400
        assert WRONG in response.text
        assert f'value="{email}"'.replace("<b>", "&lt;b&gt;") in response.text
        assert password == "!" or password not in response.text
        answers.add(re.sub(r'(value|data-valg)="[^"]*"', "", response.text))
    assert len(answers) == 1
    assert counted("sign_in_failed") == 5
    assert Session.objects.count() == 0


@pytest.mark.parametrize("email", ["petter@ny.no", "ukjent@ny.no", "stengt@ny.no", "uten@ny.no"])
def test_whatever_the_address_is_one_password_is_hashed(email: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    somebody("petter@ny.no", password=PASSWORD)
    somebody("uten@ny.no")
    closed = somebody("stengt@ny.no", password=PASSWORD)
    Account.objects.filter(id=closed.id).update(is_active=False)
    done: list[str] = []
    for name in ("encode", "verify"):

        def told(
            self: object, *given: object, name: str = name, was: object = getattr(Argon2PasswordHasher, name)
        ) -> object:
            done.append(name)
            return was(self, *given)  # type: ignore[operator]

        monkeypatch.setattr(Argon2PasswordHasher, name, told)
    browser().post("/inne/logg-inn/", {"email": email, "password": "feil"})
    assert len(done) == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, ["Skriv e-postadressen din.", "Skriv passordet ditt."]),
        ({"email": "a@b.no"}, ["Skriv passordet ditt."]),
        ({"email": "x" * 300, "password": "p"}, ["E-postadressen er for lang."]),
        ({"email": "a@b.no", "password": "p" * 1001}, ["Passordet er for langt."]),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(given: dict[str, str], says: list[str]) -> None:
    response = browser().post("/inne/logg-inn/", given)
    assert response.status_code == 400
    assert "<title>Feil: Logg inn" in response.text
    for words in says:
        assert response.text.count(words) == 2
    assert given.get("email", "") in response.text
    assert counted("sign_in_failed") == 0


def test_the_cookie_is_for_the_signed_in_pages_alone() -> None:
    client, _ = with_password()
    cookie = client.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["secure"]) == ("/inne/", True, "Lax", "")
    assert cookie["domain"] == ""
    form = browser(forms=True).get("/inne/logg-inn/").cookies["motvekt-skjema"]
    assert (form["path"], form["httponly"], form["samesite"]) == ("/inne/", True, "Lax")
    response = client.get("/inne/min-side/")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert "ETag" not in response
    assert "Petter" not in re.findall(r"<title>(.*)</title>", response.text)[0]


@pytest.mark.parametrize(
    "path", ["/", "/kontakter/", "/veileder/sok/?q=tegn", "/finnes-ikke/", "/api/", "/en/", "/inne"]
)
def test_a_public_page_knows_no_cookie_and_no_session(path: str) -> None:
    client, _ = with_password()
    kept = client.cookies[COOKIE].value
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(path, headers={"cookie": f"{COOKIE}={kept}"})
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert [query for query in asked.captured_queries if "session" in query["sql"] or "account" in query["sql"]] == []
    assert "Petter" not in response.text


def test_a_signed_in_page_is_never_kept_for_another() -> None:
    client, _ = with_password()
    assert "Petter Ny" in client.get("/inne/min-side/").text
    assert browser().get("/inne/min-side/").status_code == 302
    other = signed_in(Person.TEACHER).get("/inne/min-side/").text
    assert "Mona Haugen" in other
    assert "Petter" not in other


def test_signing_in_makes_a_new_key_and_signing_out_ends_it() -> None:
    client, account = with_password()
    first = client.cookies[COOKIE].value
    client.post("/inne/logg-inn/", {"email": account.email, "password": PASSWORD})
    second = client.cookies[COOKIE].value
    assert first != second
    assert living() == [kept_as(second)]
    reader_of_the_table = browser()
    reader_of_the_table.cookies[COOKIE] = kept_as(second)
    assert reader_of_the_table.get("/inne/min-side/").status_code == 302
    thief = browser()
    thief.cookies[COOKIE] = second
    assert thief.get("/inne/min-side/").status_code == 200
    response = client.post("/inne/logg-ut/")
    assert (response.status_code, response["Location"]) == (302, "/inne/logg-ut/")
    assert "Du er logget ut" in client.get("/inne/logg-ut/").text
    assert thief.get("/inne/min-side/").status_code == 302
    assert not living()
    assert events()[-1] == ("signed_out", f"account:{account.id}")
    assert client.post("/inne/logg-ut/").status_code == 302
    assert events().count(("signed_out", f"account:{account.id}")) == 1


def test_a_session_that_is_copied_into_ones_own_row_is_nobodys() -> None:
    victim, _ = with_password()
    writer = signed_in(Person.TEACHER)
    rows = {
        name: Session.objects.get(session_key=kept_as(client.cookies[COOKIE].value))
        for name, client in (("victim", victim), ("writer", writer))
    }
    Session.objects.filter(session_key=rows["writer"].session_key).update(session_data=rows["victim"].session_data)
    assert writer.get("/inne/min-side/").status_code == 302
    assert victim.get("/inne/min-side/").status_code == 200


def test_a_session_is_nobodys_in_another_area() -> None:
    client, _ = with_password()
    stranger = browser("fjellvik.localhost")
    stranger.cookies[COOKIE] = client.cookies[COOKIE].value
    assert stranger.get("/inne/min-side/").status_code == 302
    assert client.get("/inne/min-side/").status_code == 200


def test_a_session_ends_after_half_an_hour_unused_and_after_eight_hours_used() -> None:
    client, _ = with_password()
    begun = clock.now()
    for minutes in range(29, 8 * 60, 29):
        with clock.frozen(begun + timedelta(minutes=minutes)):
            assert client.get("/inne/min-side/").status_code == 200, minutes
    with clock.frozen(begun + timedelta(hours=8)):
        assert client.get("/inne/min-side/").status_code == 302
    other, _ = with_password("annen@ny.no")
    assert other.get("/inne/min-side/").status_code == 200
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        assert other.get("/inne/min-side/").status_code == 302
    assert other.get("/inne/min-side/").status_code == 302


def test_a_session_ends_with_the_account_and_with_its_password() -> None:
    client, account = with_password()
    for change in ({"is_active": False}, {"password": "argon2$annet"}):
        Account.objects.filter(id=account.id).update(is_active=True, password=account.password)
        client.post("/inne/logg-inn/", {"email": account.email, "password": PASSWORD})
        assert client.get("/inne/min-side/").status_code == 200
        Account.objects.filter(id=account.id).update(**change)
        assert client.get("/inne/min-side/").status_code == 302
        assert not living()


def test_sessions_that_have_run_out_go_when_somebody_signs_in() -> None:
    with_password()
    Session.objects.update(expire_date=TUESDAY_MORNING - timedelta(days=3))
    signed_in(Person.TEACHER)
    assert Session.objects.count() == 1


def form_of(client: Client, path: str) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(path).text)
    assert found
    return {"csrfmiddlewaretoken": found[1]}


def test_a_form_from_elsewhere_is_refused_in_words() -> None:
    client = browser(forms=True)
    token = form_of(client, "/inne/logg-inn/")
    given = {"email": "ukjent@ny.no", "password": "x"}
    for data, headers in [
        (given, {}),
        ({**given, "csrfmiddlewaretoken": "x" * 64}, {}),
        ({**given, **token}, {"origin": "https://ond.no"}),
        ({**given, **token}, {"origin": "null"}),
    ]:
        response = client.post("/inne/logg-inn/", data, headers=headers)
        assert response.status_code == 403
        assert "Åpne den på nytt" in response.text
        assert 'href="tel:112"' in response.text
    assert counted("page_denied") == 4
    assert client.post("/inne/logg-inn/", {**given, **token}, headers={"origin": "http://localhost"}).status_code == 400


def test_a_file_that_comes_with_a_form_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody needs an account to send one, of any size."""
    begun: list[str] = []
    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", lambda self, *given, **more: begun.append("disk"))
    monkeypatch.setattr(MemoryFileUploadHandler, "new_file", lambda self, *given, **more: begun.append("memory"))
    client = browser(forms=True)
    token = form_of(client, "/inne/logg-inn/")
    file = SimpleUploadedFile("f", b"x" * 3_000_000)
    given = {**token, "email": "ukjent@ny.no", "password": "x", "file": file}
    response = client.post("/inne/logg-inn/", given, headers={"origin": "http://localhost"})
    assert (response.status_code, WRONG in response.text) == (400, True)
    assert begun == []


def test_a_form_from_elsewhere_is_logged_where_somebody_is_signed_in() -> None:
    known = signed_in(Person.TEACHER)
    client = browser(forms=True)
    client.cookies = known.cookies
    assert client.post("/inne/logg-ut/").status_code == 403
    assert events()[-1] == ("page_denied", f"account:{Person.TEACHER.account.id}")
    assert client.get("/inne/min-side/").status_code == 200


@pytest.mark.parametrize("path", ["/nn/inne/", "/en/inne/logg-inn/", "/nb/inne/?x=1"])
def test_below_a_language_the_way_leads_to_where_the_cookie_is(path: str) -> None:
    response = browser().get(path)
    assert response.status_code in (301, 302)
    assert response["Location"].startswith("/inne/")
    assert not response.cookies


def test_whoever_was_going_somewhere_comes_there_and_nowhere_else() -> None:
    client = browser()
    somebody("petter@ny.no", password=PASSWORD)
    given = {"email": "petter@ny.no", "password": PASSWORD}
    membership = Person.CHILD_WELFARE_WAITING.membership("barnevernet-asker")
    way = f"/inne/bekreft/{membership.id}/"
    away = client.get(way)
    assert (away.status_code, away["Location"]) == (302, "/inne/logg-inn/")
    assert client.cookies["motvekt-vei"]["path"] == "/inne/"
    arrived = client.post("/inne/logg-inn/", given)
    assert arrived["Location"] == way
    assert arrived.cookies["motvekt-vei"].value == ""
    for forged in ("https://ond.no/", "//ond.no", "/inne/:x:y", client.cookies["motvekt-vei"].value):
        other = browser()
        other.cookies["motvekt-vei"] = forged
        assert other.post("/inne/logg-inn/", given)["Location"] == "/inne/min-side/"


def test_the_cast_signs_in_by_a_press_in_the_demo_and_nowhere_else() -> None:
    mona = {"account": str(Person.TEACHER.account.id)}
    assert "Mona Haugen" not in browser().get("/inne/logg-inn/").text
    assert browser().post("/inne/logg-inn/demo/", mona).status_code == 404
    with override_settings(DEMO=True):
        page = browser().get("/inne/logg-inn/").text
        assert "Logg inn som Mona Haugen" in page
        assert "Ansatt, Lerkeli ungdomsskole" in page
        assert "Oddny Lid" not in page
        assert "Logg inn som Oddny Lid" in browser("fjellvik.localhost").get("/inne/logg-inn/").text
        assert browser("fjellvik.localhost").post("/inne/logg-inn/demo/", mona).status_code == 404
        for account in ("", "x", "0" * 32, str(somebody("ekte@asker.no").id)):
            assert browser().post("/inne/logg-inn/demo/", {"account": account}).status_code == 404


def test_only_invented_addresses_are_of_the_cast() -> None:
    real = somebody("ekte@asker.no", name="Ekte Person")
    hired(real, unit_of("asker-baerum", "slt-asker"), Role.EMPLOYEE)
    with override_settings(DEMO=True):
        assert "Ekte Person" not in browser().get("/inne/logg-inn/").text
        assert browser().post("/inne/logg-inn/demo/", {"account": str(real.id)}).status_code == 404


def test_the_log_of_ones_own_organisation_tells_of_it() -> None:
    signed_in(Person.RADICALISATION_CONTACT)
    account = Person.RADICALISATION_CONTACT.account
    assert events("oslo-politidistrikt")[-1] == ("signed_in", f"account:{account.id}")
    actions.end_membership(
        membership=Person.RADICALISATION_CONTACT.membership("radikaliseringskontaktene"), by=OPERATOR
    )
    place = area_of("asker-baerum")
    assert queries.controller_of(account.id, place) == place.organisations.get(slug="oslo-politidistrikt").id


def test_the_page_tells_of_roles_of_those_that_wait_and_whom_to_ask() -> None:
    waiting = signed_in(Person.CORE_GROUP_WAITING).get("/inne/min-side/").text
    assert "Venter" in waiting
    assert "kristin.ruud@asker.example" in waiting
    assert "eskil.berg@asker.example" in waiting
    client = signed_in(Person.CHILD_WELFARE_INTAKE)
    assert "Amina Warsame" in client.get("/inne/min-side/").text
    assert "åpne det enheten mottar" in client.get("/inne/konto/").text
    leader = signed_in(Person.CHILD_WELFARE_LEADER).get("/inne/min-side/").text
    assert "Amina" not in leader
    assert "Det er ingenting her ennå" in signed_in(Person.COUNCIL_READER).get("/inne/konto/").text
    assert "Rollene dine" in signed_in(Person.FJELLVIK_TEACHER, "fjellvik.localhost").get("/inne/konto/").text


def test_where_nobody_can_confirm_the_administrator_is_named() -> None:
    account = somebody("ny@baerum.example", name="Ny Kollega")
    hired(account, unit_of("asker-baerum", "barnevernet-baerum"), Role.CHILD_WELFARE_INTAKE)
    client = browser()
    with override_settings(DEMO=True):
        client.post("/inne/logg-inn/demo/", {"account": str(account.id)})
    page = client.get("/inne/min-side/").text
    assert "enheten har ingen som kan det ennå" in page
    assert "terje.nygaard@asker.example" in page


def test_a_colleague_is_confirmed_by_a_press_and_a_second_one_harms_nothing() -> None:
    client = signed_in(Person.CHILD_WELFARE_INTAKE)
    membership = Person.CHILD_WELFARE_WAITING.membership("barnevernet-asker")
    for _ in range(2):
        response: HttpResponse = client.post(f"/inne/bekreft/{membership.id}/")  # type: ignore[assignment]
        assert (response.status_code, response["Location"]) == (302, "/inne/min-side/")
    page = client.get("/inne/min-side/").text
    assert "Rollen er bekreftet" in page
    assert "Amina" not in page
    assert "Rollen er bekreftet" not in client.get("/inne/min-side/").text
    assert Person.CHILD_WELFARE_WAITING.standing.posts
    assert events()[-1] == ("member_confirmed", f"account:{Person.CHILD_WELFARE_INTAKE.account.id}")
    assert events()[-2] == ("signed_in", f"account:{Person.CHILD_WELFARE_INTAKE.account.id}")


def test_a_refusal_is_a_page_with_its_words_and_a_line_in_the_log_after_the_rollback() -> None:
    client = signed_in(Person.CHILD_WELFARE_LEADER)
    membership = Person.CHILD_WELFARE_WAITING.membership("barnevernet-asker")
    response = client.post(f"/inne/bekreft/{membership.id}/")
    assert response.status_code == 403
    assert "Enheten har medlemmer som kan bekrefte. Be en av dem." in response.text
    membership.refresh_from_db()
    assert membership.confirmed_at is None
    place = area_of("asker-baerum")
    last = list(audit.links(place.organisations.get(slug="asker").id))[-1].entry
    assert last.event == "page_denied"
    assert last.about == {"page": "organisations:confirm", "why": "others_sit"}


def test_what_nobody_known_was_denied_is_counted_and_leaves_no_trace() -> None:
    before = events()
    assert browser().post("/inne/").status_code == 403
    assert browser().delete("/inne/").status_code == 403
    assert browser().get("/inne/min-side/").status_code == 302
    assert counted("page_denied") == 2
    assert counted("page_denied", "fjellvik") == 0
    assert events() == before


def test_a_host_without_an_area_has_no_signed_in_pages() -> None:
    assert browser("a b").get("/inne/min-side/").status_code in (400, 404)


def test_the_area_is_named_for_a_signed_in_request_alone_and_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[UUID | None] = []

    @contextmanager
    def told(area: UUID) -> Iterator[None]:
        named.append(area)
        try:
            yield
        finally:
            named.append(None)

    monkeypatch.setattr(middleware, "within", told)
    asker, fjellvik = area_of("asker-baerum"), area_of("fjellvik")
    browser().get("/")
    browser().get("/en/inne/")
    assert named == []
    client = signed_in(Person.TEACHER)
    browser("fjellvik.localhost").get("/inne/min-side/")
    assert named == [asker.id, None, fjellvik.id, None]

    def breaks(*given: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(people, "myself", breaks)
    assert client.get("/inne/min-side/").status_code == 500
    assert named[4:] == [asker.id, None]


def test_behind_https_the_cookies_travel_by_https_alone(tmp_path: Path) -> None:
    code = """
from motvekt.site import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEMO)
"""
    environment = {"MOTVEKT_DATA": str(tmp_path), "MOTVEKT_HTTPS": "1"}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["__Secure-motvekt-okt", "__Secure-motvekt-skjema", "True", "True", "False"]
