"""Providers that are slow, down, odd or have new keys; and what shows of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest
from django.test import Client

from motvekt.organisations.models import Session, Spent
from motvekt.organisations.openid import failures, fetching
from tests.openid.forged import by_other_key
from tests.openid.signing_on import (
    address_in,
    back,
    browser,
    came_in,
    failed,
    sent,
    signed_on,
    the_one,
)
from tests.provider.forging import Claims, Forger, rsa_key, say

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db]


def moved(handler: BaseHTTPRequestHandler) -> None:
    say(handler, 302, b"", Location="https://ond.no/")


LONGEST = 20.0
"""Seconds that a provider takes which is slow: far longer than anybody should wait."""

released = Event()
"""The test is over: whoever is slow need not be any longer."""


def slow(handler: BaseHTTPRequestHandler) -> None:
    released.wait(LONGEST)
    handler.close_connection = True


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, each in time."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    while not released.wait(0.15):
        handler.wfile.write(b" ")
        handler.wfile.flush()
    handler.close_connection = True


def endless(handler: BaseHTTPRequestHandler) -> None:
    say(handler, 200, b'{"issuer": "' + b"x" * 1_000_000 + b'"}')
    handler.close_connection = True


def words(handler: BaseHTTPRequestHandler) -> None:
    say(handler, 200, b"<html>")


def deep(handler: BaseHTTPRequestHandler) -> None:
    say(handler, 200, b"[" * 100_000)


def broken(handler: BaseHTTPRequestHandler) -> None:
    say(handler, 500, b"{}")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fetching, "LONGEST_WAIT", 0.6)
    monkeypatch.setattr(fetching.Patience.__init__, "__defaults__", (0.6,))
    released.clear()
    yield
    released.set()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("where", ["/.well-known/openid-configuration", "/par", "/token", "/jwks"])
@pytest.mark.parametrize("how", [moved, slow, dripping, endless, words, deep, broken], ids=lambda how: how.__name__)
def test_a_provider_that_misbehaves_brings_nobody_in_and_keeps_nobody_waiting(
    forger: Forger, where: str, how: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    forger.answers[where] = how
    client = browser()
    begun = time.monotonic()
    response = client.post("/inne/openid/en/")
    if where in ("/token", "/jwks"):
        response = back(client, forger.comes_back(address_in(response)))
    assert time.monotonic() - begun < LONGEST
    assert response.status_code in (403, 503)
    down = how in (slow, dripping, broken)
    assert failed(response, failures.DOWN if down else failures.NOT_SET_UP)
    assert "/" not in forger.asked
    assert client.get("/inne/logg-inn/").status_code == 200


@pytest.mark.usefixtures("impatient")
def test_after_a_provider_has_not_answered_nobody_waits_for_it(
    forger: Forger, forgers: list[Forger], monkeypatch: pytest.MonkeyPatch
) -> None:
    forger.answers["/.well-known/openid-configuration"] = slow
    assert failed(browser().post("/inne/openid/en/"), failures.DOWN)
    asked = len(forger.asked)
    for _ in range(20):
        assert failed(browser().post("/inne/openid/en/"), failures.DOWN)
    assert len(forger.asked) == asked
    assert came_in(signed_on(browser(), forgers[1], "to"))
    del forger.answers["/.well-known/openid-configuration"]
    released.set()
    while fetching._waited_for:
        time.sleep(0.01)
    monkeypatch.setattr(fetching, "now", lambda: time.monotonic() + 20)
    assert came_in(signed_on(browser(), forger))


def test_what_a_provider_said_of_itself_is_used_on_while_it_is_down(
    forger: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert came_in(signed_on(browser(), forger))
    for path in ("/.well-known/openid-configuration", "/jwks"):
        forger.answers[path] = broken
    for hours, comes in ((2, True), (23, True), (25, False)):
        monkeypatch.setattr(fetching, "now", lambda hours=hours: time.monotonic() + hours * 3600)
        client = browser()
        response = client.post("/inne/openid/en/")
        assert (response.status_code == 200) is comes
        if comes:
            assert came_in(back(client, forger.comes_back(address_in(response))))


def test_a_new_key_is_found_without_a_restart_and_looked_for_once(
    forger: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert came_in(signed_on(browser(), forger))
    assert forger.asked.count("/jwks") == 1
    forger.key = rsa_key("second")
    forger.published = [forger.key]
    monkeypatch.setattr(fetching, "now", lambda: time.monotonic() + 60)
    assert came_in(signed_on(browser(), forger))
    assert forger.asked.count("/jwks") == 2
    forger.sign = by_other_key("third")
    for _ in range(3):
        assert failed(signed_on(browser(), forger), failures.NOT_BELIEVED)
    # What was fetched a moment ago isn't fetched again.
    assert forger.asked.count("/jwks") == 2


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://ond.no"},
        {"token_endpoint": "http://ond.no/token"},
        {"token_endpoint": "file:///etc/passwd"},
        {"jwks_uri": None},
        {"jwks_uri": "http://169.254.169.254/latest"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://bruker:passord@ond.no/"},
        {"authorization_endpoint": 'https://ond.no/"><script>'},
        {"pushed_authorization_request_endpoint": "http://ond.no/par"},
        {"code_challenge_methods_supported": ["plain"]},
    ],
    ids=str,
)
def test_a_provider_that_says_something_odd_of_itself_is_not_used(forger: Forger, said: Claims) -> None:
    forger.metadata = said
    response = browser().post("/inne/openid/en/")
    assert response.status_code == 403 or "<script>" not in response.text
    if "<script>" not in str(said):
        assert failed(response, failures.NOT_SET_UP)


def test_keys_that_are_for_something_else_are_no_signatures(forger: Forger) -> None:
    forger.published = []
    assert failed(signed_on(browser(), forger), failures.NOT_SET_UP)


def test_more_about_a_person_is_asked_for_where_the_settings_say_so_and_is_about_the_same_person(
    forger: Forger, settled: Callable[..., None]
) -> None:
    settled(userinfo=True)
    forger.claims |= {"name": None}
    forger.userinfo = {"sub": "kari-1", "name": "Kari Fra Feide", "acr": "high", "iss": "https://ond.no"}
    assert came_in(signed_on(browser(), forger))
    assert the_one().name == "Kari Fra Feide"
    forger.userinfo = {"sub": "en-annen", "name": "En Annen"}
    assert failed(signed_on(browser(), forger), failures.NOT_BELIEVED)


def test_a_provider_is_of_its_own_areas_alone(forger: Forger) -> None:
    other = browser("fjellvik.localhost")
    assert "Prøve en" not in other.get("/inne/logg-inn/").text
    for path in ("", "svar/", "jwks/"):
        method = other.post if path == "" else other.get
        assert method(f"/inne/openid/en/{path}").status_code == 404
    assert browser().post("/inne/openid/finnes-ikke/").status_code == 404


def test_whoever_comes_by_another_host_than_the_areas_is_told_to_open_it_there(forger: Forger) -> None:
    assert failed(browser("ukjent.no").post("/inne/openid/en/"), failures.ELSEWHERE)


def test_our_public_keys_are_published_without_what_is_secret_in_them(forger: Forger) -> None:
    (key,) = browser().get("/inne/openid/en/jwks/").json()["keys"]
    assert key.keys() == {"kty", "crv", "x", "y", "kid", "alg", "use"}


def test_the_form_wants_its_token(forger: Forger) -> None:
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    assert client.post("/inne/openid/en/").status_code == 403
    assert forger.asked == []


def test_no_token_code_or_secret_is_written_anywhere(
    forger: Forger, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    tokens: list[str] = []

    def sign(claims: Claims) -> str:
        tokens.append(forger.signed(claims))
        return tokens[-1]

    forger.sign = sign
    with caplog.at_level("INFO"):
        client = browser()
        answer = forger.comes_back(sent(client))
        came_in(back(client, answer))
        forger.claims["aud"] = "en-annen"
        signed_on(browser(), forger)
    written = caplog.text + "".join(capfd.readouterr())
    for secret in (*tokens, answer["code"], answer["state"], "hemmelig-adgang", "kari-1", "Kari"):
        assert secret not in written
    stored = " ".join(str(row) for row in [*Session.objects.values(), *Spent.objects.values()])
    for secret in (*tokens, answer["code"], answer["state"], "hemmelig-adgang"):
        assert secret not in stored
