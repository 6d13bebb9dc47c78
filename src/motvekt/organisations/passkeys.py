"""Passkeys (WebAuthn): what the browser is asked, and whether what it answers is right.

The protocol is `fido2`'s. A passkey works at the host where it was made. The challenge goes with the visitor, sealed,
and is used once. The authenticator must have known its owner, by a finger, a face or a PIN: so a passkey alone is two
factors.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from motvekt.organisations import tokens
from motvekt.organisations.kinds import FactorKind
from motvekt.organisations.models import Account, Factor
from motvekt.organisations.rules import bare_host

GOOD_FOR = timedelta(minutes=10)
"""How long a page with a challenge may stand."""
_LONGEST = 20_000
"""Characters: longer than any browser's answer."""
_MALFORMED = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, struct.error)
"""What the library raises for an answer that is none, or that is wrong."""


@dataclass(frozen=True)
class Question:
    """What a page gives to the browser, and what must come back with its answer."""

    options: str
    token: str


@dataclass(frozen=True)
class Made:
    """A new passkey, as it is kept."""

    credential: str
    public: bytes
    counter: int
    host: str


def ask_for_one(request: HttpRequest, *, bound: str, account: Account | None = None) -> Question:
    """Ask for a passkey: of an account's, or of whoever sits there. `bound` says for what, so that an answer to another
    question isn't one to this.
    """
    known = [_described(row) for row in _here(request, account)] if account else None
    options, state = _server(request).authenticate_begin(known, UserVerificationRequirement.REQUIRED)
    return Question(json.dumps(dict(options.public_key)), tokens.made("passkey", state, bound=bound))


def proven(request: HttpRequest, answer: str, token: str, *, bound: str) -> Factor | None:
    """The passkey that signed, where everything about its answer is right; None otherwise."""
    state = _state("passkey", token, bound)
    if state is None or len(answer) > _LONGEST:
        return None
    try:
        said = AuthenticationResponse.from_dict(json.loads(answer))
        client, authenticator = said.response.client_data, said.response.authenticator_data
        row = Factor.objects.select_related("account").get(
            kind=FactorKind.PASSKEY, credential=websafe_encode(said.raw_id), host=_host(request)
        )
        _server(request).authenticate_complete(state, [AttestedCredentialData(bytes(row.public or b""))], said)
    except (*_MALFORMED, Factor.DoesNotExist):
        return None
    of_another = said.response.user_handle not in (None, b"", row.account_id.bytes)
    # A passkey that counts its signatures counts up. One that doesn't is kept in step between devices, and says 0.
    copied = authenticator.counter <= row.counter and (authenticator.counter, row.counter) != (0, 0)
    if (
        of_another
        or copied
        or client.cross_origin
        or not tokens.spend("challenge", state["challenge"], within=GOOD_FOR)
    ):
        return None
    row.counter = authenticator.counter
    return row


def ask_to_make_one(request: HttpRequest, account: Account) -> Question:
    """Ask the browser to make a passkey for an account, on a device that has none of its yet."""
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(id=account.id.bytes, name=account.email, display_name=account.name),
        [_described(row) for row in _here(request, account)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(json.dumps(dict(options.public_key)), tokens.made("new passkey", state, bound=str(account.id)))


def made(request: HttpRequest, account: Account, answer: str, token: str) -> Made | None:
    """The passkey that the browser has made, where everything about its answer is right; None otherwise."""
    state = _state("new passkey", token, str(account.id))
    if state is None or len(answer) > _LONGEST:
        return None
    try:
        said = RegistrationResponse.from_dict(json.loads(answer))
        authenticator = _server(request).register_complete(state, said)
        known = authenticator.credential_data
    except _MALFORMED:
        return None
    if known is None or said.response.client_data.cross_origin:
        return None
    if not tokens.spend("challenge", state["challenge"], within=GOOD_FOR):
        return None
    return Made(websafe_encode(known.credential_id), bytes(known), authenticator.counter, _host(request))


def _state(purpose: str, token: str, bound: str) -> dict[str, Any] | None:
    return tokens.read(purpose, token, bound=bound, within=GOOD_FOR)


def _here(request: HttpRequest, account: Account) -> Iterable[Factor]:
    return account.factors.filter(kind=FactorKind.PASSKEY, host=_host(request))


def _described(row: Factor) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(
        type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(row.credential or "")
    )


def _host(request: HttpRequest) -> str:
    return bare_host(request.get_host()) or ""


def _server(request: HttpRequest) -> Fido2Server:
    origin = f"{request.scheme}://{request.get_host()}".lower()
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=_host(request), name="Motvekt"),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda said: said.lower() == origin,
    )
