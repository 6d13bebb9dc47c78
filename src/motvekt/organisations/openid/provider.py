"""What an installation says of a provider of sign-on, and what its operator should be told about that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from joserfc.jwk import ECKey, OKPKey, RSAKey

SignatureKey = RSAKey | ECKey | OKPKey

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""What a provider may sign with. None of these can be made with what everybody knows: neither "none" nor HMAC."""
USUAL_ALGORITHMS = ("RS256", "PS256", "ES256")

OURS = frozenset(
    {"acr_values", "client_assertion", "client_assertion_type", "client_id", "client_secret", "code_challenge"}
    | {"code_challenge_method", "max_age", "nonce", "prompt", "redirect_uri", "request", "request_uri"}
    | {"response_mode", "response_type", "scope", "state"}
)
"""Parameters of the request that no setting changes."""

SHORTEST_RSA = 2048


class Pushed(StrEnum):
    """Whether the request is pushed to the provider behind the browser's back (RFC 9126)."""

    OFFERED = "offered"
    REQUIRED = "required"
    NEVER = "never"


class Audience(StrEnum):
    """Whom our own proof towards the provider is made out to."""

    ISSUER = "issuer"
    TOKEN_ENDPOINT = "token_endpoint"  # noqa: S105 - the word for it


@dataclass(frozen=True)
class ClientKey:
    """A key of ours: the first of a provider's signs, and all are published."""

    key: SignatureKey
    id: str
    algorithm: str
    thumbprint: str = ""
    """Of the certificate, in base64url, where the provider knows the key by one."""

    def public(self) -> dict[str, Any]:
        """As others may know it."""
        return {**self.key.as_dict(private=False), "kid": self.id, "alg": self.algorithm, "use": "sig"}


@dataclass(frozen=True)
class UnitRule:
    """Which claim names a unit, step by step where it lies deep, and which value means which unit's slug."""

    claim: tuple[str, ...]
    units: Mapping[str, str]


@dataclass(frozen=True)
class Provider:
    """A provider of sign-on, for some areas."""

    slug: str
    name: str
    issuer: str
    client_id: str
    areas: frozenset[str]
    keys: tuple[ClientKey, ...] = ()
    secret: str = field(default="", repr=False)
    """Where the provider takes no keys."""
    audience: Audience = Audience.ISSUER
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    acr_values: tuple[str, ...] = ()
    """What is asked for, what is wanted most first."""
    accepted_acr: frozenset[str] = frozenset()
    """Empty: `acr` isn't asked about."""
    strong: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Claim to the values of it that say two factors were proven."""
    pushed: Pushed = Pushed.OFFERED
    algorithms: tuple[str, ...] = USUAL_ALGORITHMS
    max_age: int | None = None
    """Seconds since the person last proved who they are to the provider."""
    email_domains: frozenset[str] = frozenset()
    """Domains whose addresses the provider itself hands out, so that they need no further proof."""
    userinfo: bool = False
    """Whether name, address and the unit's claim are asked for beside the token."""
    units: tuple[UnitRule, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    """More of the request, as `authorization_details`."""

    @property
    def at_home(self) -> bool:
        """Whether it is on this machine, where there is no need of https."""
        return is_at_home(self.issuer)


def is_at_home(address: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "127.0.0.1") or host.endswith(".localhost")


def is_safe(address: object, *, at_home: bool) -> bool:
    """Whether something is an address to speak to: https, or on this machine where the provider is there too."""
    if not isinstance(address, str) or len(address) > 500 or not address.isascii() or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.password or parts.fragment or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and at_home and is_at_home(address))


def is_short(key: RSAKey) -> bool:
    """Whether a key is shorter than one that holds."""
    return bool(key.public_key.key_size < SHORTEST_RSA)


@dataclass(frozen=True)
class Finding:
    """Something about a provider's settings that its operator should know. `words` are in Norwegian."""

    provider: str
    code: str
    words: str


def findings(providers: Iterable[Provider]) -> list[Finding]:
    """What isn't wrong, and is weaker than it could be, or gives nobody anything."""
    return [Finding(one.slug, code, words) for one in providers for code, words in _weak(one)]


def _weak(one: Provider) -> Iterable[tuple[str, str]]:
    if one.at_home:
        yield "http", "Tilbyderen er på denne maskinen. Det er bare for å prøve."
    if one.secret:
        yield "secret", "Tilbyderen får en hemmelighet i stedet for en signatur (private_key_jwt)."
    if one.pushed is Pushed.NEVER:
        yield "not_pushed", "Forespørselen går gjennom nettleseren (par: never)."
    if not one.strong:
        yield (
            "never_strong",
            "Ingen svar regnes som to faktorer: roller som krever to, gjelder ikke etter denne innloggingen.",
        )
    if one.acr_values and not one.accepted_acr:
        yield "any_acr", "Det spørres etter et nivå (acr_values), men ethvert nivå godtas (accepted_acr er tom)."
    if not one.units:
        yield "no_units", "Ingen enhet følger av innloggingen: nye må få rollen sin av en administrator."
