"""What the log keeps of areas and accounts, so that nobody changes them unseen: a digest of their facts."""

from __future__ import annotations

import json
from hashlib import sha256

from motvekt.organisations.models import Account, Area


def of_area(area: Area) -> str:
    """All that can be set of an area: where it is found, and what its organisations and units are and are called.

    To be read within it.
    """
    return digest(
        area.id,
        area.slug,
        area.is_default,
        area.address,
        sorted(area.hosts.values_list("host", flat=True)),
        list(area.organisations.order_by("id").values_list("id", "slug", "name", "kind", "position")),
        list(area.units.order_by("id").values_list("id", "organisation", "slug", "name", "agency", "special", "desk")),
    )


def of_account(account: Account) -> str:
    """Who signs in with it, and with what. The password's hash is salted: nobody finds a name or address by trying."""
    # Read whole, so that whoever reads many accounts can read them all at once. An account that has none is told of as
    # before there could be any.
    factors = [
        [str(one.id), one.kind, one.credential, _plain(one.public), one.host, _plain(one.secret)]
        for one in sorted(account.factors.all(), key=lambda one: one.id)
    ]
    identities = sorted((one.issuer, one.subject) for one in account.identities.all())
    more = [[name, rows] for name, rows in (("factors", factors), ("identities", identities)) if rows]
    return digest(account.id, account.email, account.name, account.password, account.is_active, *more)


def _plain(value: object) -> object:
    """SQLite gives bytes, PostgreSQL a view of them."""
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def digest(*facts: object) -> str:
    """The digest of a row's facts, in their order."""
    return sha256(json.dumps(facts, default=str, separators=(",", ":")).encode()).hexdigest()
