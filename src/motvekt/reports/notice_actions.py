"""The police tell an SLT desk something: written, shared through the gate and laid at the desk, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from motvekt.access.standing import Standing
from motvekt.audit.actions import hold
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import gate, name_actions, sharing_actions
from motvekt.dossiers import law as laws
from motvekt.dossiers.doing import allowed, log
from motvekt.dossiers.facts import Told
from motvekt.dossiers.kinds import DossierKind, ItemKind, Purpose
from motvekt.dossiers.models import Dossier, Item
from motvekt.dossiers.policy import NO_RECIPIENT, NOT_THERE
from motvekt.dossiers.wishes import Wish
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations import queries as organisations
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports import delivering, digests, notice_policy, notice_queries, shapes
from motvekt.reports.kinds import ArrivalKind, Exit
from motvekt.reports.models import Report
from motvekt.reports.notice_shapes import Ground, PoliceNotice, stored
from motvekt.reports.shapes import Identity


@dataclass(frozen=True)
class Sending:
    """A notice as somebody sends it: from where, to whom, what, about whom, and by which of the ways."""

    sender: Unit
    desk: Unit
    said: PoliceNotice
    ground: Ground
    identity: Identity | None = None
    exit: Exit = Exit.ORDINARY


def send_notice(*, notice_id: UUID, sending: Sending, by: Standing) -> Report:
    """Send it. `notice_id` comes with the form, so that one that is sent twice is one.

    Raises Refused, with the gate's first reason where the law doesn't let it: then nothing is written but that.
    """
    sender, desk = organisations.as_it_is(sending.sender), organisations.as_it_is(sending.desk)
    if (known := _known(notice_id, by)) is not None:
        return known
    allowed(notice_policy.may_send_from(by, sender))
    law = laws.of_today(sender.area)
    if desk.area_id != sender.area_id or desk.id not in {one.id for one in notice_queries.desks(sender.area, law)}:
        raise Refused(NO_RECIPIENT)
    _through_the_gate(notice_id, sending, law, by)
    try:
        with transaction.atomic():
            hold((sender.organisation_id, desk.organisation_id))
            return _sent(notice_id, sending, by)
    except IntegrityError as error:
        # The same form in the same moment, or somebody else's id.
        if (known := _known(notice_id, by)) is not None:
            return known
        raise Refused(NOT_THERE) from error


def _known(notice_id: UUID, by: Standing) -> Report | None:
    """The notice that was sent with this id before. Raises Refused where it is somebody else's, or something else."""
    report = Report.objects.filter(id=notice_id).first()
    if report is None and not Dossier.objects.filter(id=notice_id).exists():
        return None
    if report is None or report.reporter_id != by.account:
        raise Refused(NOT_THERE)
    return report


def _through_the_gate(notice_id: UUID, sending: Sending, law: laws.Law, by: Standing) -> None:
    """Ask before anything is begun: a refusal is in the log, and leaves nothing else behind."""
    ground = sending.ground
    told = Told(ground.was_told, bool(ground.not_told_why.strip()), ground.look_again_on)
    asked = notice_queries.sharing(
        law,
        sending.sender,
        sending.desk,
        basis=ground.basis,
        necessity=ground.necessity,
        attested=ground.attested,
        identifies=ground.identifies or sending.identity is not None,
        told=told,
    )
    answer = gate.decide(asked, law.bases, law.today)
    if answer:
        return
    why = answer.reasons[0]
    with transaction.atomic():
        log(sending.sender, by, "disclosure_refused", dossier=notice_id, recipient=sending.desk.id, why=why.code)
    raise Refused(why)


def _sent(notice_id: UUID, sending: Sending, by: Standing) -> Report:
    sender, desk, ground = sending.sender, sending.desk, sending.ground
    text = stored(sending.said)
    who = shapes.written(sending.identity) if sending.identity else ""
    dossier = dossiers.begin(unit=sender, kind=DossierKind.REPORT, by=by, dossier_id=notice_id)
    items = [dossiers.add_item(dossier=dossier, unit=sender, kind=ItemKind.REPORT, text=text, by=by)]
    if who:
        items.append(dossiers.add_item(dossier=dossier, unit=sender, kind=ItemKind.IDENTITY, text=who, by=by))
    disclosure = sharing_actions.disclose(dossier=dossier, wish=_wish(sending, items), by=by)
    report = Report.objects.create(
        id=notice_id,
        area_id=dossier.area_id,
        dossier=dossier,
        unit=sender,
        reporter_id=by.somebody,
        exit=sending.exit,
        edition_id=dossier.edition_id,
        text=items[0],
        identity=items[1] if who else None,
        sent_at=clock.now(),
        digest=digests.of_report(
            dossier=dossier.id,
            unit=sender.id,
            report=notice_id,
            text=text,
            identity=who,
            edition=dossier.edition_id,
            bases=[ground.basis],
        ),
    )
    delivering.arrive(
        unit=desk,
        kind=ArrivalKind.NOTICE,
        dossier=dossier,
        by=by.actor,
        report=report,
        disclosure=disclosure,
        agency=AgencyKind.POLICE,
        exit_=sending.exit,
        unverified=not sending.said.verified,
    )
    if sending.identity:
        known_as, born = sending.identity.name, sending.identity.born
        name_actions.index_name(
            dossier=dossier, desk=desk, name=known_as, born=born, by=by.actor, controller=desk.organisation_id
        )
    about = {"dossier": dossier.id, "report": report.id, "exit": sending.exit.value, "desks": 1, "row": report.digest}
    log(sender, by, "report_sent", **about)
    return report


def _wish(sending: Sending, items: list[Item]) -> Wish:
    ground = sending.ground
    return Wish(
        items=items,
        sender=sending.sender,
        recipient=sending.desk,
        basis=ground.basis,
        purpose=Purpose.REPORT,
        necessity=ground.necessity,
        attested=ground.attested,
        identifies=ground.identifies,
        was_told=ground.was_told,
        not_told_why=ground.not_told_why,
        look_again_on=ground.look_again_on,
    )
