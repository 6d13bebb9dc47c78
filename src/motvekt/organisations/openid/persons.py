"""What a verified answer says of somebody, as far as Motvekt believes it. Pure: claims in, facts out.

Groups, roles and titles give nothing, whatever they say. One claim can name the unit that somebody works in, and where
it is missing, unknown or names several, it names none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motvekt.organisations.kinds import How
from motvekt.organisations.openid.provider import Provider

LONGEST_SUBJECT = 255
LONGEST_NAME = 200
LONGEST_EMAIL = 254
NAMELESS = "Uten navn"

_EMAIL = re.compile(r"[^@\s]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True)
class Person:
    """Somebody, as a provider tells it. Issuer and subject say who it is, and nothing else does."""

    issuer: str
    subject: str
    name: str
    email: str
    """Empty where it isn't known to be theirs."""
    unit: str
    """The slug that the settings give for the claim; empty where it names none."""


def is_subject(value: object) -> bool:
    """Whether something can be a subject: printable ASCII of at most 255 characters, as the standard says."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_SUBJECT and value.isascii() and value.isprintable()


def person(provider: Provider, claims: Mapping[str, Any]) -> Person:
    """Who it is. `claims` are verified, and their subject is one."""
    return Person(provider.issuer, claims["sub"], _name(claims), _email(provider, claims), _unit(provider, claims))


def how(provider: Provider, claims: Mapping[str, Any]) -> How:
    """Whether two factors were proven, by the values that the settings count as that."""
    found = any(set(_texts(claims.get(claim))) & values for claim, values in provider.strong.items())
    return How.OPENID_STRONG if found else How.OPENID


def _name(claims: Mapping[str, Any]) -> str:
    parts = [claims.get("name")] if claims.get("name") else [claims.get("given_name"), claims.get("family_name")]
    text = " ".join(part for part in parts if isinstance(part, str))
    seen = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", text))
    return " ".join(seen.split())[:LONGEST_NAME].strip() or NAMELESS


def _email(provider: Provider, claims: Mapping[str, Any]) -> str:
    """The address, where the provider has verified it or hands out its domain's addresses itself."""
    said = claims.get("email")
    if not isinstance(said, str) or len(said) > LONGEST_EMAIL or not said.isascii() or not said.isprintable():
        return ""
    email = said.strip().lower()
    if not _EMAIL.fullmatch(email):
        return ""
    theirs = claims.get("email_verified") is True or email.rpartition("@")[2] in provider.email_domains
    return email if theirs else ""


def _unit(provider: Provider, claims: Mapping[str, Any]) -> str:
    named = set()
    for rule in provider.units:
        value = only(claims, rule.claim)
        if isinstance(value, str) and value in rule.units:
            named.add(rule.units[value])
    return named.pop() if len(named) == 1 else ""


def only(value: object, path: Sequence[str]) -> object:
    """What lies at the end of a path; None where it is missing, or where a list on the way doesn't have exactly one."""
    for step in (*path, None):
        if isinstance(value, list):
            value = value[0] if len(value) == 1 else None
        if step is not None:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _texts(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
