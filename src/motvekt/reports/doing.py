"""What every act at a desk begins with: the dossier and what arrived, locked, and the rule asked once more."""

from __future__ import annotations

from uuid import UUID

from motvekt.access.standing import Standing
from motvekt.dossiers import doing as dossiers
from motvekt.dossiers.models import Dossier
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import letters
from motvekt.post.letters import Letter
from motvekt.reports import policy
from motvekt.reports.kinds import Status
from motvekt.reports.models import Arrival
from motvekt.reports.states import Act

MEANWHILE = no("meanwhile", _("En kollega har gjort noe med dette imens. Se hva som er nytt før du går videre."))
ANSWERED_BEFORE = no(
    "answered_before",
    _("Svaret er alt sendt, slik det sto da. Dette er ikke sendt. Skal det også sendes, trykker du en gang til."),
)
DECIDED_BEFORE = no(
    "decided_before",
    _("Du har alt avgjort dette, på en annen måte. Det som står her nå, er verken lagret eller sendt."),
)


def locked(arrival: UUID) -> Arrival:
    """What arrived as it is now, with its dossier, until the transaction ends: two at once come one after the other."""
    dossiers.locked(Dossier.objects.get(arrivals=arrival))
    rows = Arrival.objects.select_for_update(of=("self",))
    return rows.select_related("unit__organisation", "dossier__area", "area", "report__unit", "disclosure").get(
        id=arrival
    )


def begun(arrival: UUID, act: Act, by: Standing) -> Arrival:
    """As `locked`, for somebody who may do this with it now. Raises Refused."""
    row = locked(arrival)
    dossiers.allowed(policy.may_do(by, row, act))
    return row


def decided(arrival: UUID, act: Act, after: Status, by: Standing) -> Arrival | None:
    """As `begun`, for what ends it at the desk; nothing where the same person has done the same before. A form that was
    sent twice is no second act; one with another text in it is said to have come too late. Raises Refused.
    """
    row = locked(arrival)
    if row.status == after and row.handler_id == by.account and policy.may_see(by, row):
        return None
    dossiers.allowed(policy.may_do(by, row, act))
    return row


def tell_reporter(row: Arrival) -> None:
    """A letter to whoever sent it: something waits, and nothing of what."""
    if row.report is not None:
        letters.send_later(letter=Letter.WAITING, recipient=row.report.reporter_id, area=row.area_id)


def meanwhile() -> Refused:
    """That somebody else was first."""
    return Refused(MEANWHILE)
