"""Reading the log leaves its own trace in it: who read what, took it out as a file, or had it verified."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.audit import queries
from motvekt.audit.actions import record
from motvekt.audit.chain import Entry, Head, Verdict
from motvekt.audit.queries import Wanted
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _

PAGE = 50
LONGEST_FILE = 50_000
"""How many events one file may have: it is made in memory, while others wait."""
NOT_THE_OFFICER = no("not_the_officer", _("Bare virksomhetens eget personvernombud leser loggen."))
TOO_LONG = no("file_too_long", _("Utvalget er for stort til én fil. Velg færre dager."))


@transaction.atomic
def read_log(*, controller: UUID, wanted: Wanted, by: Standing, before: int | None = None) -> list[Entry]:
    """A page of a controller's log, and one more where there are more. Raises Refused."""
    _allowed(controller, by)
    found = queries.newest(controller, wanted, limit=PAGE + 1, before=before)
    seen = min(len(found), PAGE)
    record(controller=controller, by=by.actor, event="log_read", events=seen, **wanted.codes())
    return found


@transaction.atomic
def export_log(*, controller: UUID, wanted: Wanted, by: Standing) -> list[Entry]:
    """All that was asked for of a controller's log. Raises Refused, where it is too much as well."""
    _allowed(controller, by)
    found = queries.newest(controller, wanted, limit=LONGEST_FILE + 1)
    if len(found) > LONGEST_FILE:
        raise Refused(TOO_LONG)
    record(controller=controller, by=by.actor, event="log_exported", events=len(found), **wanted.codes())
    return found


@transaction.atomic
def verify_log(*, controller: UUID, heads: Sequence[Head], by: Standing) -> Verdict:
    """Whether a controller's log is whole, and reaches the heads that were kept elsewhere. Raises Refused."""
    _allowed(controller, by)
    verdict = queries.verify(controller, heads)
    record(controller=controller, by=by.actor, event="log_verified", links=verdict.links, verdict=verdict.state.value)
    return verdict


def _allowed(controller: UUID, by: Standing) -> None:
    if not by.holds(Capability.READ_LOG, organisation=controller):
        raise Refused(NOT_THE_OFFICER)
