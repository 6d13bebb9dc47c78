"""What a host name and a slug look like, and which area a host leads to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import UUID

SLUG_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
HOST_PATTERN = r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$"
ADDRESS_PATTERN = r"^(https://[a-z0-9.-]+|http://([a-z0-9-]+\.)*localhost)(:[0-9]{1,5})?$"
"""https, except on one's own machine."""

_HOST = re.compile(HOST_PATTERN)


def bare_host(header: str) -> str | None:
    """The host name in a Host header, lower-case and without port, or None where it is no host name.

    An IPv6 literal is no host name here: areas have names.
    """
    host = header.strip().lower().rstrip(".")
    name, colon, port = host.partition(":")
    if colon and not (port.isascii() and port.isdigit()):
        return None
    return name if len(name) <= 253 and _HOST.match(name) else None


def area_for(host: str | None, hosts: Mapping[str, str], default: str | None) -> str | None:
    """The slug of the area for a host; the default area where no area has it and there is one.

    A header that is no host name leads nowhere, default or not.
    """
    if host is None:
        return None
    return hosts.get(host, default)


def is_invented(email: str) -> bool:
    """Whether an e-mail address is one that nobody can ever have: its domain is for examples (RFC 2606)."""
    name, _, domain = email.strip().lower().rpartition("@")
    invented = bool(name) and bare_host(domain) == domain and domain.endswith((".invalid", ".example"))
    return invented and has_address(email)


NO_ADDRESS = "uten-adresse.invalid"
"""The domain of accounts whose holder has no e-mail address that is known to be theirs."""


def without_address(unique: UUID) -> str:
    """What stands in an address's place: unlike every other, and nobody's (RFC 2606)."""
    return f"{unique}@{NO_ADDRESS}"


def has_address(email: str) -> bool:
    """Whether an account's e-mail address is one, and not what stands in its place."""
    return not email.lower().endswith(f"@{NO_ADDRESS}")
