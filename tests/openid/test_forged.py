"""Forged answers, each of which brings nobody in."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt

from motvekt.kernel import clock
from motvekt.kernel.decision import Decision
from motvekt.organisations.models import Identity, Spent
from motvekt.organisations.openid import failures, state
from tests.openid.forged import (
    by_other_key,
    by_public_key,
    changed_after_signing,
    cut,
    unsigned,
    with_own_key_in_the_header,
)
from tests.openid.signing_on import (
    back,
    browser,
    came_in,
    counted,
    failed,
    sent,
    signed_on,
)
from tests.provider.forging import CLIENT, Claims, Forger

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db]


NOW = int(time.time())
WRONG_CLAIMS: dict[str, tuple[Claims, Any]] = {
    "nonce of another": ({"nonce": "en-annen"}, failures.NOT_BELIEVED),
    "no nonce": ({"nonce": None}, failures.NOT_BELIEVED),
    "issuer": ({"iss": "https://ond.no"}, failures.NOT_BELIEVED),
    "issuer with a slash": ({"iss": "http://localhost/"}, failures.NOT_BELIEVED),
    "no issuer": ({"iss": None}, failures.NOT_BELIEVED),
    "audience": ({"aud": "en-annen"}, failures.NOT_BELIEVED),
    "no audience": ({"aud": None}, failures.NOT_BELIEVED),
    "audience in part": ({"aud": f"{CLIENT}-2"}, failures.NOT_BELIEVED),
    "two audiences": ({"aud": [CLIENT, "en-annen"]}, failures.NOT_BELIEVED),
    "two audiences for another": ({"aud": [CLIENT, "en-annen"], "azp": "en-annen"}, failures.NOT_BELIEVED),
    "another audience, asked for by us": ({"aud": "en-annen", "azp": CLIENT}, failures.NOT_BELIEVED),
    "for another": ({"azp": "en-annen"}, failures.NOT_BELIEVED),
    "expired": ({"exp": NOW - 3600}, failures.NOT_BELIEVED),
    "no end": ({"exp": None}, failures.NOT_BELIEVED),
    "end is a text": ({"exp": "4102444800"}, failures.NOT_BELIEVED),
    "from tomorrow": ({"nbf": NOW + 86400}, failures.NOT_BELIEVED),
    "made tomorrow": ({"iat": NOW + 86400}, failures.NOT_BELIEVED),
    "no time": ({"iat": None}, failures.NOT_BELIEVED),
    "level": ({"acr": "lowest"}, failures.TOO_WEAK),
    "no level": ({"acr": None}, failures.TOO_WEAK),
    "level is a list": ({"acr": ["high"]}, failures.TOO_WEAK),
    "no subject": ({"sub": None}, failures.NOT_BELIEVED),
    "empty subject": ({"sub": ""}, failures.NOT_BELIEVED),
    "subject is a number": ({"sub": 7}, failures.NOT_BELIEVED),
    "subject too long": ({"sub": "x" * 256}, failures.NOT_BELIEVED),
    "subject with a nul": ({"sub": "kari\x00"}, failures.NOT_BELIEVED),
    "subject of other letters": ({"sub": "kаri-1"}, failures.NOT_BELIEVED),  # noqa: RUF001 - a Cyrillic letter
}
WRONG_SIGNATURES: dict[str, Callable[[Forger], Callable[[Claims], str]]] = {
    "none": lambda forger: unsigned(),
    "HS256 with the public key": by_public_key,
    "another key under the same name": lambda forger: by_other_key("first"),
    "another key under another name": lambda forger: by_other_key("second"),
    "another key without a name": lambda forger: by_other_key(""),
    "its own key in the header": with_own_key_in_the_header,
    "cut": cut,
    "changed": changed_after_signing,
    "PS384, which is not allowed": lambda forger: (
        lambda claims: jwt.encode({"alg": "PS384", "kid": "first"}, claims, forger.key, algorithms=["PS384"])
    ),
    "no token": lambda forger: lambda claims: "",
    "words": lambda forger: lambda claims: "ikke.et.token",
    "too long": lambda forger: lambda claims: forger.signed({**claims, "x": "x" * 30_000}),
}


@pytest.mark.parametrize("what", WRONG_CLAIMS)
def test_a_token_that_says_something_else_brings_nobody_in(forger: Forger, what: str) -> None:
    claims, why = WRONG_CLAIMS[what]
    forger.claims |= claims
    if what == "nonce of another":
        forger.sign = lambda said: forger.signed({**said, "nonce": "en-annen"})
    client = browser()
    assert failed(signed_on(client, forger), why)
    assert client.get("/inne/konto/").status_code == 302
    assert not Identity.objects.exists()
    assert counted("sign_on_failed") == 1


@pytest.mark.parametrize("what", WRONG_SIGNATURES)
def test_a_token_that_is_not_the_providers_brings_nobody_in(forger: Forger, what: str) -> None:
    forger.sign = WRONG_SIGNATURES[what](forger)
    client = browser()
    assert failed(signed_on(client, forger), failures.NOT_BELIEVED)
    assert client.get("/inne/konto/").status_code == 302
    assert not Identity.objects.exists()


def test_two_audiences_made_out_to_us_are_believed(forger: Forger) -> None:
    forger.claims |= {"aud": [CLIENT, "en-annen"], "azp": CLIENT}
    assert came_in(signed_on(browser(), forger))


WRONG_ANSWERS: dict[str, tuple[Callable[[dict[str, str]], dict[str, Any]], Any]] = {
    "no state": (lambda answer: {**answer, "state": ""}, failures.AGAIN),
    "another state": (lambda answer: {**answer, "state": answer["state"][:-1] + "_"}, failures.AGAIN),
    "a state of other letters": (lambda answer: {**answer, "state": "å"}, failures.AGAIN),
    "two states": (lambda answer: {**answer, "state": [answer["state"], answer["state"]]}, failures.AGAIN),
    "two codes": (lambda answer: {**answer, "code": [answer["code"], "annen"]}, failures.AGAIN),
    "no code": (lambda answer: {**answer, "code": ""}, failures.CANCELLED),
    "a code of one's own": (lambda answer: {**answer, "code": "min-egen"}, failures.AGAIN),
    "an endless code": (lambda answer: {**answer, "code": "x" * 3000}, failures.CANCELLED),
    "no issuer": (lambda answer: {"code": answer["code"], "state": answer["state"]}, failures.NOT_BELIEVED),
    "another issuer": (lambda answer: {**answer, "iss": "https://ond.no"}, failures.NOT_BELIEVED),
    "an empty issuer": (lambda answer: {**answer, "iss": ""}, failures.NOT_BELIEVED),
}


@pytest.mark.parametrize("what", WRONG_ANSWERS)
def test_an_answer_that_is_changed_on_its_way_brings_nobody_in(forger: Forger, what: str) -> None:
    change, why = WRONG_ANSWERS[what]
    client = browser()
    answer = forger.comes_back(sent(client))
    assert failed(client.get("/inne/openid/en/svar/", change(answer)), why)
    assert client.get("/inne/konto/").status_code == 302
    assert not Identity.objects.exists()


def test_a_provider_that_does_not_say_its_name_may_leave_it_out_and_never_say_another(forger: Forger) -> None:
    forger.metadata = {"authorization_response_iss_parameter_supported": None}
    for change, comes in (({}, True), ({"iss": "https://ond.no"}, False)):
        client = browser()
        answer = forger.comes_back(sent(client))
        del answer["iss"]
        assert came_in(back(client, {**answer, **change})) is comes


def test_an_answer_is_used_once_even_with_the_cookie(forger: Forger) -> None:
    client = browser()
    answer = forger.comes_back(sent(client))
    cookie = client.cookies[state.COOKIE].value
    assert came_in(back(client, answer))
    assert client.cookies[state.COOKIE].value == ""
    assert failed(back(client, answer), failures.AGAIN)
    thief = browser()
    thief.cookies[state.COOKIE] = cookie
    asked = len(forger.asked)
    assert failed(back(thief, answer), failures.AGAIN)
    assert len(forger.asked) == asked
    assert thief.get("/inne/konto/").status_code == 302


def test_a_code_that_was_used_is_not_exchanged_again(forger: Forger) -> None:
    client = browser()
    used = forger.comes_back(sent(client))
    assert came_in(back(client, used))
    other = browser()
    answer = forger.comes_back(sent(other))
    assert failed(back(other, {**answer, "code": used["code"]}), failures.AGAIN)


def test_a_code_of_another_sign_on_is_not_exchanged(forger: Forger) -> None:
    """Somebody puts their own code into another's browser: its verifier is another."""
    attacker, victim = browser(), browser()
    theirs = forger.comes_back(sent(attacker))
    answer = forger.comes_back(sent(victim))
    assert failed(back(victim, {**answer, "code": theirs["code"]}), failures.AGAIN)


def test_an_answer_in_another_browser_is_nobodys(forger: Forger) -> None:
    answer = forger.comes_back(sent(browser()))
    assert failed(back(browser(), answer), failures.AGAIN)
    third = browser()
    sent(third)
    assert failed(back(third, answer), failures.AGAIN)


def test_an_answer_of_one_provider_given_to_another_is_nobodys(forger: Forger, forgers: list[Forger]) -> None:
    client = browser()
    answer = forger.comes_back(sent(client))
    asked = len(forgers[1].asked)
    assert failed(back(client, answer, "to"), failures.AGAIN)
    assert failed(back(client, {**answer, "iss": forgers[1].issuer}, "to"), failures.AGAIN)
    # Neither code nor verifier has gone to the other one.
    assert len(forgers[1].asked) == asked


def test_an_answer_that_takes_too_long_is_too_late(forger: Forger) -> None:
    client = browser()
    answer = forger.comes_back(sent(client))
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert failed(back(client, answer), failures.AGAIN)


@pytest.mark.parametrize("change", ["AAAA", "", "å", "x" * 9999], ids=["changed", "none", "odd", "long"])
def test_a_cookie_that_was_changed_opens_nothing(forger: Forger, change: str) -> None:
    client = browser()
    answer = forger.comes_back(sent(client))
    kept = client.cookies[state.COOKIE].value
    client.cookies[state.COOKIE] = f"{kept[:-4]}{change}" if change else ""
    assert failed(back(client, answer), failures.AGAIN)


def test_the_cookie_is_sealed_and_for_these_pages_alone(forger: Forger) -> None:
    client = browser()
    sent(client)
    cookie = client.cookies[state.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == ("/inne/", True, "Lax", 600)
    (pushed,) = forger.pushed.values()
    assert pushed["state"] not in cookie.value
    assert Spent.objects.count() == 0


def test_what_was_spent_goes_when_it_would_be_too_old(forger: Forger) -> None:
    assert came_in(signed_on(browser(), forger))
    assert Spent.objects.count() == 1
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        client = browser()
        back(client, forger.comes_back(sent(client)))
        assert Spent.objects.count() == 1


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("access_denied", failures.CANCELLED),
        ("login_required", failures.CANCELLED),
        ("temporarily_unavailable", failures.DOWN),
        ("server_error", failures.DOWN),
        ("unmet_authentication_requirements", failures.TOO_WEAK),
        ("invalid_request", failures.NOT_SET_UP),
        ("<script>", failures.NOT_SET_UP),
    ],
)
def test_what_a_provider_answers_instead_is_said_in_words(forger: Forger, error: str, why: Decision) -> None:
    client = browser()
    answer = forger.comes_back(sent(client))
    del answer["code"]
    response = back(client, {**answer, "error": error, "error_description": "<b>teksten deres</b>"})
    assert failed(response, why)
    assert "teksten deres" not in response.text


def test_an_error_is_not_believed_without_its_state(forger: Forger) -> None:
    assert failed(back(browser(), {"error": "access_denied", "state": "x", "iss": forger.issuer}), failures.AGAIN)
