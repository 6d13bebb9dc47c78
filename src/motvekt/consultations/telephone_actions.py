"""That somebody asked an adviser on the telephone: noted as a line to count, without a word of whom it was about."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from motvekt.access.capabilities import Capability
from motvekt.access.standing import Standing
from motvekt.consultations.models import Telephoned
from motvekt.dossiers.doing import allowed, log
from motvekt.dossiers.policy import NOT_THERE
from motvekt.kernel import clock
from motvekt.kernel.decision import YES, no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit

LONGEST_AGO = timedelta(days=31)
"""How long afterwards a call can be noted."""
NOT_THAT_DAY = no("not_that_day", _("Velg en dag fra den siste måneden, og ikke senere enn i dag."))


def note_call(
    *, call: UUID, unit: Unit, on: date, agency: AgencyKind | None, municipality: str, by: Standing
) -> Telephoned:
    """Note it. `call` comes with the form: sent twice, it is one. It can't be undone. Raises Refused."""
    allowed(YES if by.holds(Capability.READ_RECEIVED, unit=unit.id) else NOT_THERE)
    if not clock.today() - LONGEST_AGO <= on <= clock.today():
        raise Refused(NOT_THAT_DAY)
    if (known := _known(call, by)) is not None:
        return known
    about = {"agency": agency.value if agency else "", "municipality": municipality}
    try:
        with transaction.atomic():
            row = Telephoned.objects.create(id=call, area_id=unit.area_id, unit=unit, by_id=by.somebody, on=on, **about)
            said = {name: value for name, value in about.items() if value}
            log(unit, by, "telephone_noted", call=row.id, unit=unit.id, day=on, **said)
    except IntegrityError as error:
        # The same form in the same moment, or somebody else's id.
        if (known := _known(call, by)) is not None:
            return known
        raise Refused(NOT_THERE) from error
    return row


def _known(call: UUID, by: Standing) -> Telephoned | None:
    row = Telephoned.objects.filter(id=call).first()
    if row is not None and row.by_id != by.account:
        raise Refused(NOT_THERE)
    return row
