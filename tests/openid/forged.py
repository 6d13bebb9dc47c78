"""Signatures that no honest provider makes."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.provider.forging import Claims, Forger


def part(said: object) -> str:
    """A part of a token."""
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def unsigned() -> Callable[[Claims], str]:
    return lambda claims: f"{part({'alg': 'none', 'kid': 'first'})}.{part(claims)}."


def by_public_key(forger: Forger) -> Callable[[Claims], str]:
    """HMAC, with what everybody knows as its secret."""

    def sign(claims: Claims) -> str:
        signed = f"{part({'alg': 'HS256', 'kid': 'first'})}.{part(claims)}"
        mac = hmac.digest(forger.key.as_pem(private=False), signed.encode(), "sha256")
        return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    return sign


def by_other_key(kid: str) -> Callable[[Claims], str]:
    key = RSAKey.generate_key(2048, {"kid": kid})
    return lambda claims: jwt.encode({"alg": "RS256", "kid": kid}, claims, key)


def with_own_key_in_the_header(forger: Forger) -> Callable[[Claims], str]:
    key = RSAKey.generate_key(2048, {"kid": "first"})
    header = {"alg": "RS256", "kid": "first", "jwk": key.as_dict(private=False)}
    return lambda claims: jwt.encode(header, claims, key)


def cut(forger: Forger) -> Callable[[Claims], str]:
    return lambda claims: ".".join([*forger.signed(claims).split(".")[:2], "AAAA"])


def changed_after_signing(forger: Forger) -> Callable[[Claims], str]:
    def sign(claims: Claims) -> str:
        mine, theirs = forger.signed(claims).split("."), forger.signed({**claims, "sub": "kari-2"}).split(".")
        return ".".join([mine[0], theirs[1], mine[2]])

    return sign
