"""Whether a desk had to do with the same person before: its own index of names, and what it may be asked.

A dossier comes into the index when the desk begins a case from it, and when somebody looks for earlier ones from it:
the two moments at which its name is opened by somebody's own act. A desk of the police has no index here.
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


def may_be_indexed(row: Arrival) -> bool:
    """Whether a desk keeps an index: what the police have lies in their own systems."""
    return not policy.is_police(row.unit)


def may_look(row: Arrival) -> Decision:
    """Whether one can look from here at all."""
    if not may_be_indexed(row):
        return NOT_KEPT
    return NOT_READ if row.status == Status.DELIVERED else YES


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
