"""An adviser who recognises the person says so and stops: they see it no more, and whoever asked is told."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from motvekt.access.standing import Standing
from motvekt.audit.actions import hold
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import law as laws
from motvekt.dossiers import queries
from motvekt.dossiers.doing import allowed, log
from motvekt.dossiers.kinds import ItemKind, Purpose
from motvekt.dossiers.models import Item
from motvekt.dossiers.sharing_actions import disclose
from motvekt.dossiers.wishes import Wish
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import queries as organisations
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports import desk_actions, policy, shapes
from motvekt.reports.answering_actions import ANSWERED_WITHOUT_NAMES
from motvekt.reports.delivering import aside
from motvekt.reports.doing import locked, tell_reporter
from motvekt.reports.kinds import ANONYMOUSLY, ArrivalKind, Status
from motvekt.reports.models import Arrival

ASKED = ANONYMOUSLY | {ArrivalKind.QUESTION}
"""What says of nobody who it is about, so that it matters when somebody sees it all the same."""

ONE_STOPPED = _(
    "En av dem som svarer her, kjente igjen personen og har sluttet å lese. De ser ikke dette mer. Andre her kan "
    "fortsatt lese og svare. Vil du ikke det, ring oss, eller spør et annet mottak."
)
NOBODY_LEFT = _(
    "Den som svarer her, kjente igjen personen og har sluttet å lese. Ingen andre her tar imot akkurat nå. Ring, eller "
    "spør et annet mottak."
)
NOT_FOR_THIS = no("not_for_this", _("Det kan ikke gjøres med dette."))


@transaction.atomic
def recognise(*, arrival: UUID, item_id: UUID, by: Standing) -> None:
    """Say that one recognises whom it is about, and see no more of it. Whoever asked is told that one of those at the
    desk did, not who; the others go on. Twice is as good as once. Raises Refused.
    """
    row = locked(arrival)
    if by.account is not None and queries.is_recused(by.account, row.dossier_id, row.unit_id):
        return
    allowed(policy.may_see(by, row))
    if row.kind not in ASKED:
        raise Refused(NOT_FOR_THIS)
    if row.status == Status.DELIVERED:
        raise Refused(no("not_read", "Les den først."))
    others = set(organisations.receivers(row.unit_id)) - {by.account} - aside(row.dossier_id, row.unit_id)
    _tell(row, gettext(ONE_STOPPED if others else NOBODY_LEFT), item_id, by)
    desk_actions.step_aside(arrival=arrival, by=by, is_told=True)
    tell_reporter(row)
    log(row.unit, by, "person_recognised", dossier=row.dossier_id, arrival=row.id)


def _tell(row: Arrival, words: str, item_id: UUID, by: Standing) -> None:
    """As an answer that the desk writes. Where its sharing is no longer open the adviser stops all the same."""
    said = shapes.written(shapes.Answer(text=words, advises=False))

    def written() -> Item:
        return dossiers.add_item(
            dossier=row.dossier, unit=row.unit, kind=ItemKind.ANSWER, text=said, by=by, item_id=item_id
        )

    if row.report is None:
        written()
        return
    wish = _wish(row, row.report.unit)
    hold((row.unit.organisation_id, row.report.unit.organisation_id))
    try:
        with transaction.atomic():
            disclose(dossier=row.dossier, wish=replace(wish, items=[written()]), by=by)
    except Refused:
        # The letter tells that something waits, and the page whom to call.
        return


def _wish(row: Arrival, to: Unit) -> Wish:
    """It says of nobody who they are, whoever reads it."""
    basis = laws.of_today(row.area).basis(ANSWERED_WITHOUT_NAMES)
    return Wish(
        items=[Item(kind=ItemKind.ANSWER)],
        sender=row.unit,
        recipient=to,
        basis=ANSWERED_WITHOUT_NAMES,
        purpose=Purpose.ADVICE,
        necessity="Svar fra mottaket til den som spurte.",
        attested=frozenset(range(len(basis.attest) if basis else 0)),
        identifies=False,
        as_health_personnel=False if row.unit.agency == AgencyKind.HEALTH_CARE else None,
    )
