"""What somebody at a desk does with what has arrived. Each is a row of `states.STATES`, and in the desk's own log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from motvekt.access.standing import Standing
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers.doing import allowed, log
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.dossiers.models import Dossier
from motvekt.dossiers.name_actions import forget_name
from motvekt.kernel import clock
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import letters
from motvekt.organisations import queries as organisations
from motvekt.post.letters import Letter
from motvekt.reports import contents, earlier, policy, shapes
from motvekt.reports.delivering import aside
from motvekt.reports.doing import DECIDED_BEFORE, begun, decided, locked, meanwhile
from motvekt.reports.kinds import ANONYMOUSLY, Status
from motvekt.reports.models import Arrival
from motvekt.reports.states import WAITS, Act


@transaction.atomic
def mark_read(*, arrival: UUID, by: Standing) -> None:
    """Somebody has it before them from now on. Where a colleague was first, nothing changes. Raises Refused."""
    row = locked(arrival)
    allowed(policy.may_see(by, row))
    if row.status != Status.DELIVERED:
        return
    allowed(policy.may_do(by, row, Act.READ))
    _set(row, status=Status.READ, reader_id=by.somebody, read_at=clock.now())
    log(row.unit, by, "arrival_read", dossier=row.dossier_id, arrival=row.id)


@transaction.atomic
def handle(*, arrival: UUID, instead_of: UUID | None, by: Standing) -> None:
    """Say that one sees to it. `instead_of` is who did when the page was shown. Raises Refused."""
    row = begun(arrival, Act.HANDLE, by)
    if row.handler_id == by.account:
        return
    if row.handler_id != instead_of:
        raise meanwhile()
    _set(row, handler_id=by.somebody)
    log(row.unit, by, "arrival_handled", dossier=row.dossier_id, arrival=row.id)


NOT_A_RECEIVER = no("not_a_receiver", _("Velg en av kollegene som tar imot her, og som ikke har sagt seg inhabil."))


@transaction.atomic
def give(*, arrival: UUID, to: UUID, instead_of: UUID | None, by: Standing) -> None:
    """Let a colleague see to it, who receives at the same desk: they get a letter that something waits. `instead_of` is
    who saw to it when the page was shown. Sent twice it is given once. Raises Refused.
    """
    row = begun(arrival, Act.GIVE, by)
    if row.handler_id == to:
        return
    if row.handler_id != instead_of:
        raise meanwhile()
    if to == by.account or to not in organisations.receivers(row.unit_id) or to in aside(row.dossier_id, row.unit_id):
        raise Refused(NOT_A_RECEIVER)
    _set(row, handler_id=to)
    letters.send_later(letter=Letter.WAITING, recipient=to, area=row.area_id)
    log(row.unit, by, "arrival_given", dossier=row.dossier_id, arrival=row.id, account=to)


@transaction.atomic
def accept(*, arrival: UUID, case_id: UUID, by: Standing) -> None:
    """Begin a case from it, in the desk's unit; whoever it is about can be found there from now on. Raises Refused."""
    row = decided(arrival, Act.ACCEPT, Status.ACCEPTED, by)
    if row is None:
        return
    if Dossier.objects.filter(id=case_id).exists():
        raise Refused(dossiers.SENT_BEFORE)
    case = dossiers.begin(unit=row.unit, kind=DossierKind.CASE, by=by, dossier_id=case_id)
    _decide(row, Status.ACCEPTED, by, case=case)
    earlier.index(by, row)
    log(row.unit, by, "arrival_accepted", dossier=row.dossier_id, arrival=row.id, case=case.id)


@transaction.atomic
def take_over(*, arrival: UUID, by: Standing) -> None:
    """The police have it in their own systems. Raises Refused."""
    row = decided(arrival, Act.TAKE_OVER, Status.TAKEN_OVER, by)
    if row is not None:
        _decide(row, Status.TAKEN_OVER, by)
        log(row.unit, by, "arrival_taken_over", dossier=row.dossier_id, arrival=row.id)


@transaction.atomic
def close(*, arrival: UUID, by: Standing) -> None:
    """Nothing remains to be done here. Raises Refused."""
    row = decided(arrival, Act.CLOSE, Status.CLOSED, by)
    if row is not None:
        _decide(row, Status.CLOSED, by)
        log(row.unit, by, "arrival_closed", dossier=row.dossier_id, arrival=row.id)


@transaction.atomic
def dismiss(*, arrival: UUID, text: str, item_id: UUID, by: Standing) -> None:
    """Say no, and why. Where the sharing has ended there is nothing left to judge, and no reason is written.

    Nobody finds the person in the desk's index any more. Raises Refused.
    """
    row = decided(arrival, Act.DISMISS, Status.DISMISSED, by)
    if row is None:
        if text.strip() and text not in contents.reasons(by, locked(arrival)):
            raise Refused(DECIDED_BEFORE)
        return
    if contents.holds(by, row):
        if not text.strip():
            raise Refused(no("empty", "Skriv noe først."))
        said = shapes.written(shapes.Decision(text=text))
        dossiers.add_item(dossier=row.dossier, unit=row.unit, kind=ItemKind.DECISION, text=said, by=by, item_id=item_id)
    forget_name(dossier=row.dossier, desk=row.unit, why="no_ground", by=by.actor, controller=row.unit.organisation_id)
    _decide(row, Status.DISMISSED, by)
    log(row.unit, by, "arrival_dismissed", dossier=row.dossier_id, arrival=row.id)


NOBODY_LEFT = _(
    "Den som svarer her, er for nær til å lese dette, og ingen andre her tar imot akkurat nå. Ring, eller spør et "
    "annet mottak."
)


@transaction.atomic
def step_aside(*, arrival: UUID, by: Standing, is_told: bool = False) -> None:
    """Say that one is too close to it, and see it no more. What one had taken is open to the others again. Whoever
    asked anonymously is told where there are no others, since nobody can call them; `is_told` where they are already.

    Raises Refused.
    """
    row = locked(arrival)
    allowed(policy.may_see(by, row))
    if row.handler_id == by.account:
        _set(row, handler_id=None)
    others = set(organisations.receivers(row.unit_id)) - {by.account} - aside(row.dossier_id, row.unit_id)
    if row.kind in ANONYMOUSLY and row.status in WAITS and not (others or is_told):
        said = shapes.written(shapes.Answer(text=gettext(NOBODY_LEFT), advises=False))
        dossiers.add_item(dossier=row.dossier, unit=row.unit, kind=ItemKind.ANSWER, text=said, by=by, item_id=new_id())
    dossiers.recuse(dossier=row.dossier, unit=row.unit, by=by)


def _decide(row: Arrival, after: Status, by: Standing, **more: Any) -> None:
    # Closed after the police have taken it over: decided then, not now.
    _set(row, status=after, decided_at=row.decided_at or clock.now(), handler_id=by.somebody, **more)


def _set(row: Arrival, **changes: Any) -> None:
    Arrival.objects.filter(id=row.id).update(**changes)
