"""Whether an id token is what it says: signed by its provider, for us, for this sign-on, now, and strongly enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from motvekt.organisations.openid.failures import NOT_BELIEVED, TOO_OLD, TOO_WEAK, SignOnFailed
from motvekt.organisations.openid.persons import is_subject
from motvekt.organisations.openid.provider import Provider

LEEWAY = 30
"""Seconds by which two clocks may differ."""
LONGEST = 20_000
"""Characters of a token."""


@dataclass(frozen=True)
class Expected:
    """What a sign-on asked for. Times are in seconds since 1970."""

    nonce: str
    proven_since: int | None
    """When the person must have proven to the provider who they are, at the earliest; None where it doesn't matter."""
    now: int


def verified(provider: Provider, token: object, keys: Callable[[bool], KeySet], expected: Expected) -> dict[str, Any]:
    """The token's claims. `keys` gives the provider's, anew where it is asked to. Raises SignOnFailed.

    A key that isn't known is looked for once more: providers change theirs, and tell nobody.
    """
    if not isinstance(token, str) or len(token) > LONGEST:
        raise SignOnFailed(NOT_BELIEVED, "no token")
    try:
        try:
            read = jwt.decode(token, keys(False), algorithms=provider.algorithms)
        except InvalidKeyIdError:
            read = jwt.decode(token, keys(True), algorithms=provider.algorithms)
        claims = CodeIDToken(
            {**read.claims, **_as_list(read.claims, "amr")},
            read.header,
            {"iss": {"value": provider.issuer}, "aud": {"value": provider.client_id}},
            {"nonce": expected.nonce, "client_id": provider.client_id},
        )
        claims.validate(now=expected.now, leeway=LEEWAY)
    except SignOnFailed:
        raise
    # Libraries for keys and signatures raise their own where a key doesn't fit the algorithm.
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise SignOnFailed(NOT_BELIEVED, type(error).__name__) from error
    if not is_subject(claims["sub"]):
        raise SignOnFailed(NOT_BELIEVED, "no subject")
    _strong_enough(provider, claims)
    _recent_enough(claims, expected)
    return dict(claims)


def _as_list(claims: dict[str, Any], name: str) -> dict[str, Any]:
    """A claim that should be a list, where a provider tells one value without it."""
    return {name: [claims[name]]} if isinstance(claims.get(name), str) else {}


def _strong_enough(provider: Provider, claims: dict[str, Any]) -> None:
    acr = claims.get("acr")
    if provider.accepted_acr and not (isinstance(acr, str) and acr in provider.accepted_acr):
        raise SignOnFailed(TOO_WEAK, "acr")


def _recent_enough(claims: dict[str, Any], expected: Expected) -> None:
    """Held here, since the library takes an age of nought for none that was asked for."""
    if expected.proven_since is None:
        return
    at = claims.get("auth_time")
    if isinstance(at, bool) or not isinstance(at, int | float) or at > expected.now + LEEWAY:
        raise SignOnFailed(NOT_BELIEVED, "auth_time")
    if at < expected.proven_since - LEEWAY:
        raise SignOnFailed(TOO_OLD, "auth_time")
