"""What a desk tells others about what it received: an answer to whoever sent it, or words of its own to another desk.

Both are sharings, with the desk as sender, and go through the gate like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.audit.actions import hold
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import gate, wishes
from motvekt.dossiers import law as laws
from motvekt.dossiers.doing import log
from motvekt.dossiers.kinds import ItemKind, Purpose
from motvekt.dossiers.models import Disclosure, Item
from motvekt.dossiers.sharing_actions import disclose
from motvekt.dossiers.wishes import Wish
from motvekt.kernel import clock
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports import contents, digests, shapes
from motvekt.reports.asker import askers
from motvekt.reports.delivering import arrive
from motvekt.reports.doing import (
    ANSWERED_BEFORE,
    DECIDED_BEFORE,
    begun,
    decided,
    locked,
    meanwhile,
    tell_reporter,
)
from motvekt.reports.kinds import ANONYMOUSLY, ArrivalKind, Channel, Exit, Status
from motvekt.reports.models import Arrival, Report
from motvekt.reports.notice_shapes import PoliceNotice, stored
from motvekt.reports.shapes import Part, ReportText
from motvekt.reports.states import Act

ANSWERED_WITHOUT_NAMES = "anonymised"
"""The basis of an answer: it says nothing of who it is about."""
NOT_A_DESK = no("not_a_desk", _("Velg et annet mottak som finnes i veilederen."))
NOBODY_TO_ANSWER = no("nobody_to_answer", _("Dette kom ikke fra en enhet i Motvekt. Bruk kontakten som står der."))
ASKER_GONE = no(
    "asker_gone",
    _("Den som spurte, har ikke lenger noen vei inn hit. Ingen ville lese svaret. Det du har skrevet, står her."),
)
ASK_FIRST = no(
    "ask_first", _("Politiet har bedt om å bli spurt først. Kryss av når de har svart at dere kan dele det videre.")
)
BASIS_CLOSED = no("basis_closed", _("Hjemmelen er ikke åpen lenger. Velg en annen, og send på nytt."))
NOT_HERE = no(
    "not_in_motvekt", _("Det mottaket tar ikke imot i Motvekt. Fortell heller den som meldte, hvor det hører til.")
)


def answer(
    *, arrival: Arrival, text: str, item_id: UUID, attested: frozenset[int], seen: datetime | None, by: Standing
) -> None:
    """Answer the unit that sent it, or whoever asked anonymously. `seen` is when it was answered last, as the page
    showed it.

    Sent twice it is one answer. Raises Refused: with the code `meanwhile` where a colleague has answered since, and
    with `asker_gone` where nobody would read it.
    """
    _written(text)
    if ArrivalKind(arrival.kind) in ANONYMOUSLY:
        _answer_asker(arrival.id, text, item_id, seen, by)
        return
    report = arrival.report
    if report is None:
        raise Refused(NOBODY_TO_ANSWER)
    wish = _wish(arrival, report.unit, ItemKind.ANSWER, About(ANSWERED_WITHOUT_NAMES, attested, identifies=False))
    _ask_the_gate(arrival, wish, by)
    with transaction.atomic():
        row = begun(arrival.id, Act.ANSWER, by)
        if _is_sent_before(row, text, item_id, by):
            return
        if row.answered_at != seen:
            raise meanwhile()
        said = shapes.written(shapes.Answer(text=text))
        _share(row, wish, said, item_id, by)
        handler = {} if row.handler_id else {"handler_id": by.somebody}
        Arrival.objects.filter(id=row.id).update(answered_at=clock.now(), **handler)
        tell_reporter(row)
        log(row.unit, by, "arrival_answered", dossier=row.dossier_id, arrival=row.id)


def _is_sent_before(row: Arrival, text: str, item_id: UUID, by: Standing) -> bool:
    """Whether the same form came before. Raises Refused where it said something else then."""
    if not Item.objects.filter(id=item_id, dossier=row.dossier_id, unit=row.unit_id, written_by=by.account).exists():
        return False
    if contents.says(by, row, item_id) != text:
        raise Refused(ANSWERED_BEFORE)
    return True


@transaction.atomic
def _answer_asker(arrival: UUID, text: str, item_id: UUID, seen: datetime | None, by: Standing) -> None:
    """There is no unit to share it with, and the gate is not asked: they read it with their receipt."""
    row = begun(arrival, Act.ANSWER, by)
    if _is_sent_before(row, text, item_id, by):
        return
    if row.answered_at != seen:
        raise meanwhile()
    if askers().find(row.dossier_id).is_gone:
        raise Refused(ASKER_GONE)
    said = shapes.written(shapes.Answer(text=text))
    dossiers.add_item(dossier=row.dossier, unit=row.unit, kind=ItemKind.ANSWER, text=said, by=by, item_id=item_id)
    handler = {} if row.handler_id else {"handler_id": by.somebody}
    Arrival.objects.filter(id=row.id).update(answered_at=clock.now(), **handler)
    askers().answered(dossier=row.dossier_id, by=by)
    log(row.unit, by, "arrival_answered", dossier=row.dossier_id, arrival=row.id)


@dataclass(frozen=True)
class About:
    """What a desk stands for when it sends something on: the gate's questions to whoever decides."""

    basis: str
    attested: frozenset[int]
    identifies: bool
    necessity: str = "Svar fra mottaket til den som sendte."
    was_told: bool | None = None
    not_told_why: str = ""
    look_again_on: date | None = None
    police_answered: bool = False
    """Whether the police have said yes to it, where they asked to be asked."""


def pass_on(*, arrival: Arrival, to: Unit, text: str, report_id: UUID, about: About, by: Standing) -> None:
    """Send what the desk itself writes to another desk, on a basis of the desk's own. The reporter is told where to.

    What others own in the dossier is theirs to share: it doesn't go along. What the police said about a notice does:
    whoever gets it next has to heed it too. Raises Refused, with the gate's first reason where it says no; that is in
    the log.
    """
    _written(text)
    allowed = _may_receive(arrival, to)
    if not allowed:
        raise Refused(allowed)
    marks = contents.laid_open(by, arrival).marks
    if marks is not None and marks.ask_first and not about.police_answered:
        raise Refused(ASK_FIRST)
    wish = _wish(arrival, to, ItemKind.REPORT, about)
    _ask_the_gate(arrival, wish, by)
    with transaction.atomic():
        row = decided(arrival.id, Act.PASS_ON, Status.PASSED_ON, by)
        if row is None:
            before = locked(arrival.id)
            is_there = before.passed_to is not None and before.passed_to.unit_id == to.id
            if not is_there or contents.says(by, before, report_id) != text:
                raise Refused(DECIDED_BEFORE)
            return
        if Report.objects.filter(id=report_id).exists():
            raise Refused(dossiers.SENT_BEFORE)
        said = _passing_on(row, text, marks)
        shared, disclosure = _share(row, wish, said, report_id, by)
        law = laws.of_today(row.area)
        report = Report.objects.create(
            id=report_id,
            area_id=row.area_id,
            dossier=row.dossier,
            unit=row.unit,
            reporter_id=by.somebody,
            exit=row.exit,
            edition_id=law.edition,
            text=shared,
            sent_at=clock.now(),
            digest=digests.of_report(
                dossier=row.dossier_id,
                unit=row.unit_id,
                report=report_id,
                text=said,
                identity="",
                edition=law.edition,
                bases=[about.basis],
            ),
        )
        onward = arrive(
            unit=to,
            kind=ArrivalKind(row.kind),
            dossier=row.dossier,
            report=report,
            disclosure=disclosure,
            agency=AgencyKind(row.unit.agency),
            exit_=Exit(row.exit),
            alias=row.alias,
            unverified=row.unverified,
            by=by.actor,
        )
        _passed(row, by, passed_to=onward)
        log(row.unit, by, "arrival_passed_on", dossier=row.dossier_id, arrival=row.id, unit=to.id)


@transaction.atomic
def tell_where(*, arrival: Arrival, to: Unit, by: Standing) -> None:
    """Tell whoever sent it where it belongs: they send it there themselves. Nothing is shared. Raises Refused."""
    row = decided(arrival.id, Act.PASS_ON, Status.PASSED_ON, by)
    if row is None:
        if locked(arrival.id).told_to_id != to.id:
            raise Refused(DECIDED_BEFORE)
        return
    if not to.desk or to.id == row.unit_id or to.area_id != row.area_id:
        raise Refused(NOT_A_DESK)
    _passed(row, by, told_to=to)
    log(row.unit, by, "arrival_passed_on", dossier=row.dossier_id, arrival=row.id, unit=to.id)


def _may_receive(row: Arrival, to: Unit) -> Decision:
    """Whether another desk takes what is passed on, in Motvekt."""
    if not to.desk or to.id == row.unit_id or to.area_id != row.area_id:
        return NOT_A_DESK
    desk = laws.of_today(row.area).desk(to)
    if desk is None:
        return NOT_A_DESK
    return YES if desk.channel == Channel.MOTVEKT.value else NOT_HERE


def _passing_on(row: Arrival, text: str, marks: PoliceNotice | None) -> str:
    """What the next desk gets, as it is stored: under the marks of the police where there are any."""
    if marks is not None:
        return stored(marks.model_copy(update={"text": text, "reporter_role": row.unit.name}))
    return shapes.written(
        ReportText(parts=(Part(heading=f"Sendt videre fra {row.unit.name}", text=text, on=clock.now()),))
    )


def _passed(row: Arrival, by: Standing, **where: Arrival | Unit) -> None:
    Arrival.objects.filter(id=row.id).update(
        status=Status.PASSED_ON, decided_at=clock.now(), handler_id=by.somebody, **where
    )
    tell_reporter(row)


def _written(text: str) -> None:
    if not text.strip():
        raise Refused(no("empty", "Skriv noe først."))


def _wish(row: Arrival, to: Unit, kind: ItemKind, about: About) -> Wish:
    """What the desk wants to share; of the item only its kind is known yet."""
    return Wish(
        items=[Item(kind=kind)],
        sender=row.unit,
        recipient=to,
        basis=about.basis,
        purpose=Purpose.ADVICE if kind is ItemKind.ANSWER else Purpose.REPORT,
        necessity=about.necessity,
        attested=about.attested,
        identifies=about.identifies,
        # What a health service's desk was told, it wasn't told as somebody's health personnel.
        as_health_personnel=False if row.unit.agency == AgencyKind.HEALTH_CARE else None,
        was_told=about.was_told,
        not_told_why=about.not_told_why,
        look_again_on=about.look_again_on,
    )


def _ask_the_gate(row: Arrival, wish: Wish, by: Standing) -> None:
    """Before anything is written: a refusal that is undone with what was begun would be in no log. Raises Refused."""
    law = laws.of_today(row.area)
    found = gate.decide(wishes.asked(row.dossier, wish, law), law.bases, law.today)
    if not found:
        why = found.reasons[0]
        with transaction.atomic():
            about = {"dossier": row.dossier_id, "recipient": wish.recipient.id, "why": why.code}
            log(row.unit, by, "disclosure_refused", **about)
        raise Refused(why)


def _share(row: Arrival, wish: Wish, text: str, item_id: UUID, by: Standing) -> tuple[Item, Disclosure]:
    """The item that the desk writes, and its sharing."""
    hold((row.unit.organisation_id, wish.recipient.organisation_id))
    kind = ItemKind(wish.items[0].kind)
    item = dossiers.add_item(dossier=row.dossier, unit=row.unit, kind=kind, text=text, by=by, item_id=item_id)
    return item, disclose(dossier=row.dossier, wish=replace(wish, items=[item]), by=by)
