"""Which ways the law opens to a recipient, as a set of words that a query can be held against. Pure.

Whether something may be seen depends on the basis, on what kind of service shares it, on whether the two are one body,
on how it was learnt and on whether it says who it is about. There are few such ways. So each is asked of the gate's own
functions once, and a database can filter a million rows by the answer without knowing any law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from uuid import UUID

from motvekt.dossiers import gate
from motvekt.dossiers.facts import Party, Person, Sharing, Told
from motvekt.guide.schema import LegalBasis
from motvekt.organisations.kinds import AgencyKind

_NOBODY = UUID(int=0)
_ELSEWHERE = UUID(int=1)
"""Some body that is not the recipient's: no organisation has this id, since ids are random."""
_YES_NO_UNKNOWN = {True: "t", False: "f", None: "u"}


def way(basis: str, agency: str, same_body: bool, as_health_personnel: bool | None, identifies: bool) -> str:
    """A way as one word. `policy.WAY` makes the same word of a row."""
    flags = (_YES_NO_UNKNOWN[flag] for flag in (same_body, as_health_personnel, identifies))
    return "|".join((basis, agency, *flags))


def open_ways(bases: Iterable[LegalBasis], recipient: Party, today: date) -> frozenset[str]:
    """Every way in which this recipient may see something today, consent set apart."""
    sender = Party(_NOBODY, _NOBODY, AgencyKind.EDUCATION, is_public=True, has_task=False)
    asked = Sharing(
        basis="",
        sender=sender,
        recipient=recipient,
        as_health_personnel=None,
        identifies=True,
        purpose="",
        is_necessary=False,
        attested=frozenset(),
        told=Told(),
        person=Person(),
        made_on=today,
    )
    found = set()
    for agency, same, health, identifies in product(AgencyKind, (True, False), (True, False, None), (True, False)):
        body = recipient.body if same else _ELSEWHERE
        sharing = replace(
            asked, sender=replace(sender, agency=agency, body=body), as_health_personnel=health, identifies=identifies
        )
        found |= {
            way(basis.id, agency, same, health, identifies)
            for basis in bases
            if gate.is_open_between(sharing, basis, today)
        }
    return frozenset(found)
