"""Whether a desk had to do with the same person before: its own index of names, and what it may be asked.

A dossier comes into the index when it is delivered with a name, and when the desk begins a case from it. To look for
earlier ones puts nothing there: what was taken out, where there was no ground, stays out. A desk of the police has no
index here.
"""

from __future__ import annotations

from contextlib import suppress

from motvekt.access.standing import Standing
from motvekt.dossiers.name_actions import index_name
from motvekt.dossiers.queries import Closed
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.words import gettext_noop as _
from motvekt.reports import contents, policy
from motvekt.reports.kinds import Status
from motvekt.reports.models import Arrival
from motvekt.reports.shapes import Identity
from motvekt.vault.names import NotAName

NOT_KEPT = no("not_kept", _("Politiet søker i sine egne systemer. Her finnes det ikke noe søk."))
NOT_READ = no("not_read", _("Les den først."))
NOT_OPEN = no("not_open", _("Dette er avgjort. Da kan du ikke søke fra det."))

OPEN = frozenset({Status.READ, Status.ACCEPTED})
"""From what is dealt with nobody looks: what was dismissed is of nobody's interest any more."""


def may_be_indexed(row: Arrival) -> bool:
    """Whether a desk keeps an index: what the police have lies in their own systems."""
    return not policy.is_police(row.unit)


def may_look(row: Arrival) -> Decision:
    """Whether one can look from here at all."""
    if not may_be_indexed(row):
        return NOT_KEPT
    if row.status == Status.DELIVERED:
        return NOT_READ
    return YES if row.status in OPEN else NOT_OPEN


def named(by: Standing, row: Arrival) -> Identity | None:
    """Who it is about, where it came with a name that can be opened."""
    found = contents.identity(by, row)
    return None if found is None or isinstance(found, Closed) else found


def index(by: Standing, row: Arrival) -> None:
    """Let the desk find this by the name that it came with. Nothing where it came without one."""
    who = named(by, row) if may_be_indexed(row) else None
    if who is None:
        return
    # What was written there may be no name.
    with suppress(NotAName):
        index_name(
            dossier=row.dossier,
            desk=row.unit,
            name=who.name,
            born=who.born,
            by=by.actor,
            controller=row.unit.organisation_id,
        )
