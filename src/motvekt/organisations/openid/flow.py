"""The way to a provider and back: what is asked, and what of the answer is believed.

    start   the request is pushed to the provider, and the browser sent there
    answer  the code is exchanged, the token verified

Tokens are read once and dropped: none is stored, logged or shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7523 import private_key_jwt_sign
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from motvekt.kernel import clock
from motvekt.organisations.kinds import How
from motvekt.organisations.middleware import InsideRequest
from motvekt.organisations.openid import fetching, metadata, persons, state, tokens
from motvekt.organisations.openid.failures import (
    AGAIN,
    CANCELLED,
    ELSEWHERE,
    NOT_BELIEVED,
    NOT_SET_UP,
    OF_THE_PROVIDER,
    SignOnFailed,
)
from motvekt.organisations.openid.fetching import Asked, Patience
from motvekt.organisations.openid.metadata import Metadata
from motvekt.organisations.openid.persons import Person
from motvekt.organisations.openid.provider import Audience, Provider, Pushed
from motvekt.organisations.openid.state import Begun, Purpose, Way
from motvekt.organisations.rules import bare_host

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
PROOF_SECONDS = 60
"""How long our own proof towards a provider holds."""
LONGEST_CODE = 2000


@dataclass(frozen=True)
class SignedOn:
    """Somebody has come back, and this is who it is, how it was proven, and what it was for."""

    who: Person
    how: How
    purpose: Purpose


def start(request: InsideRequest, provider: Provider, purpose: Purpose) -> HttpResponse:
    """The page that leads to the provider. Raises SignOnFailed.

    A page and not a redirect: browsers hold a form's `form-action` against every redirect that follows it, and a
    provider may send people on to others that nobody here can list. Its refresh needs no script, and its link no
    refresh.
    """
    begun = state.begin(provider, _back_to(request, provider), purpose)
    patience = Patience()
    known = metadata.of(provider, patience)
    asked = _request(provider, begun)
    if known.pushed and provider.pushed is not Pushed.NEVER:
        asked = {"client_id": provider.client_id, "request_uri": _pushed(provider, known, asked, patience)}
    address = add_params_to_uri(known.authorization, list(asked.items()))
    response = render(request, "organisations/openid/onward.html", {"address": address, "provider": provider})
    state.keep(response, request.area, begun)
    return response


def answer(request: InsideRequest, provider: Provider) -> SignedOn:
    """Who has come back from the provider. Nothing of an answer is believed before its state. Raises SignOnFailed."""
    said = _once(request)
    begun = state.taken(request, request.area, provider, said.get("state", ""))
    patience = Patience()
    known = metadata.of(provider, patience)
    issuer = said.get("iss")
    if (issuer is None and known.says_issuer) or (issuer is not None and issuer != provider.issuer):
        raise SignOnFailed(NOT_BELIEVED, "iss")
    if "error" in said:
        raise SignOnFailed(OF_THE_PROVIDER.get(said["error"], NOT_SET_UP), "error")
    code = said.get("code", "")
    if not 0 < len(code) <= LONGEST_CODE:
        raise SignOnFailed(CANCELLED, "no code")
    given = _exchanged(provider, known, begun, code, patience)
    claims = tokens.verified(
        provider,
        given.get("id_token"),
        lambda anew: metadata.keys(provider, patience, anew=anew),
        tokens.Expected(begun.nonce, begun.proven_since, int(clock.now().timestamp())),
    )
    more = _userinfo(provider, known, given, claims, patience) if provider.userinfo else {}
    # What is verified goes before what was only told.
    return SignedOn(persons.person(provider, {**more, **claims}), persons.how(provider, claims), begun.purpose)


def _back_to(request: InsideRequest, provider: Provider) -> str:
    """Where the provider sends people: at a host that the area names, whatever the request's header says."""
    host = bare_host(request.META.get("HTTP_HOST", ""))
    if host is None or not request.area.hosts.filter(host=host).exists():
        raise SignOnFailed(ELSEWHERE, "host")
    return request.build_absolute_uri(reverse("organisations:openid_answer", args=[provider.slug]))


def _request(provider: Provider, begun: Begun) -> dict[str, str]:
    asked = {
        **provider.parameters,
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": begun.back_to,
        "scope": " ".join(provider.scopes),
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": create_s256_code_challenge(begun.verifier),
        "code_challenge_method": "S256",
        "ui_locales": translation.get_language() or "nb",
    }
    if provider.acr_values:
        asked["acr_values"] = " ".join(provider.acr_values)
    if begun.purpose.way is not Way.SIGN_IN:
        # Whoever sits at a browser that is signed on shall not link it, or prove anything by it, unseen.
        asked["prompt"] = "login"
    if begun.proven_since is not None:
        asked["max_age"] = str(begun.at - begun.proven_since)
    return asked


def _pushed(provider: Provider, known: Metadata, asked: Mapping[str, str], patience: Patience) -> str:
    found = _posted(provider, known, known.pushed, asked, patience)
    if found.status not in (200, 201):
        raise SignOnFailed(NOT_SET_UP, f"pushed: {found.status}")
    address = found.json().get("request_uri")
    if not isinstance(address, str) or not 0 < len(address) <= 500 or not address.isprintable():
        raise SignOnFailed(NOT_SET_UP, "pushed: no request_uri")
    return address


def _exchanged(provider: Provider, known: Metadata, begun: Begun, code: str, patience: Patience) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": begun.back_to,
        "code_verifier": begun.verifier,
    }
    found = _posted(provider, known, known.token, form, patience)
    if found.status != 200:
        refused = found.json().get("error") == "invalid_grant"
        raise SignOnFailed(AGAIN if refused else NOT_SET_UP, f"token: {found.status}")
    return found.json()


def _posted(
    provider: Provider, known: Metadata, address: str, form: Mapping[str, str], patience: Patience
) -> fetching.Answer:
    """A form, with the proof that it is we who send it."""
    login = None
    proof: dict[str, str] = {"client_id": provider.client_id}
    if provider.keys:
        proof |= {"client_assertion_type": ASSERTION, "client_assertion": _proof(provider, known)}
    else:
        login = (provider.client_id, provider.secret)
    return fetching.ask(Asked(address, {**form, **proof}, login), patience, at_home=provider.at_home)


def _proof(provider: Provider, known: Metadata) -> str:
    ours = provider.keys[0]
    header = {"kid": ours.id, **({"x5t#S256": ours.thumbprint} if ours.thumbprint else {})}
    to = provider.issuer if provider.audience is Audience.ISSUER else known.token
    at = int(clock.now().timestamp())
    signed = private_key_jwt_sign(
        ours.key,
        provider.client_id,
        to,
        alg=ours.algorithm,
        header=header,
        issued_at=at,
        expires_at=at + PROOF_SECONDS,
    )
    return str(signed)


def _userinfo(
    provider: Provider, known: Metadata, given: Mapping[str, Any], claims: Mapping[str, Any], patience: Patience
) -> dict[str, Any]:
    """What the provider tells beside the token, about the same person."""
    token = given.get("access_token")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise SignOnFailed(NOT_BELIEVED, "no access token")
    found = fetching.ask(Asked(known.userinfo, bearer=token), patience, at_home=provider.at_home)
    told = found.json() if found.status == 200 else {}
    if told.get("sub") != claims["sub"]:
        raise SignOnFailed(NOT_BELIEVED, "userinfo")
    return told


def _once(request: HttpRequest) -> dict[str, str]:
    """The answer's parameters. One that stands there twice can be read in two ways, and is in none."""
    if any(len(values) != 1 for _, values in request.GET.lists()):
        raise SignOnFailed(AGAIN, "twice")
    return {str(name): str(value) for name, value in request.GET.items()}
