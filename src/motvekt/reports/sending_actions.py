"""A report leaves: frozen, through the gate, to all its desks or to none. It knows dossiers and units, no concerns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.audit.actions import hold
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import gate, name_actions, policy, sharing_actions
from motvekt.dossiers import law as laws
from motvekt.dossiers.doing import allowed, known, log, may_share, shared
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.law import Law
from motvekt.dossiers.models import Dossier, Item
from motvekt.dossiers.wishes import asked
from motvekt.kernel import clock
from motvekt.kernel.decision import Decision
from motvekt.kernel.errors import Refused
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports import delivering, names_in_text, sending, sent_digests, shapes
from motvekt.reports.kinds import Channel
from motvekt.reports.models import Elsewhere, Report
from motvekt.reports.policy import is_police
from motvekt.reports.reasons import Reasons, Why
from motvekt.reports.sending import Leg, Sending
from motvekt.reports.shapes import Identity
from motvekt.vault import keystore
from motvekt.vault.names import NotAName


class Hindered(Refused):
    """The gate said no to one of the desks, and nothing was sent to any of them."""

    def __init__(self, decision: Decision, leg: Leg) -> None:
        super().__init__(decision)
        self.leg = leg


def _nothing(report: Report) -> None:
    """Nothing more belongs to it."""


def send(*, wanted: Sending, by: Standing, then: Callable[[Report], None] = _nothing) -> Report:
    """Send it: stored, delivered where Motvekt delivers, and noted where the sender takes it there. All of it, or none.

    The second time with the same id is the same report. `then` is what the room above does in the same transaction.
    Raises Refused with the words of whatever said no; a no of the gate is in the log, and nothing else is.
    """
    place = known(wanted.dossier, wanted.unit)
    allowed(may_share(place, by))
    # Keys are committed before anything is sealed with them. A desk that Motvekt doesn't reach needs none.
    law = laws.of_today(place.dossier.area)
    reached = [one.unit for one in sending.receivers(place.dossier.area, law) if one.is_reached]
    wanted_units = {leg.unit.id for leg in wanted.legs}
    for unit in (wanted.unit, *(unit for unit in reached if unit.id in wanted_units)):
        keystore.make_key(dossier=place.dossier.id, unit=unit.id)
    try:
        with transaction.atomic():
            return _sent(wanted, by, then)
    except Hindered as hindered:
        with transaction.atomic():
            refused = {"dossier": wanted.dossier.id, "recipient": hindered.leg.unit.id}
            log(wanted.unit, by, "disclosure_refused", why=hindered.decision.code, **refused)
        raise


def _sent(wanted: Sending, by: Standing, then: Callable[[Report], None]) -> Report:
    dossier = shared(wanted.dossier, wanted.unit, by).dossier
    before = Report.objects.filter(id=wanted.report).first()
    if before is not None:
        if before.dossier_id != dossier.id or before.unit_id != wanted.unit.id:
            raise Refused(policy.NOT_THERE)
        return before
    law = laws.of_today(dossier.area)
    legs = _legs(dossier, wanted, law)
    reached = [leg for leg in legs if _channel(law, leg) is Channel.MOTVEKT]
    hold({leg.unit.organisation_id for leg in (*reached, *legs)} | {wanted.unit.organisation_id})
    parts = _frozen(dossier, wanted, legs, law, by)
    for leg in legs:
        if leg in reached:
            _delivered(parts, leg, by)
        else:
            _for_elsewhere(parts, leg, by)
    then(parts.report)
    about = {"dossier": dossier.id, "report": parts.report.id, "exit": wanted.exit.value, "desks": len(legs)}
    log(wanted.unit, by, "report_sent", row=parts.report.digest, **about)
    return parts.report


@dataclass(frozen=True)
class _Frozen:
    """What is being sent, as it is stored by now."""

    wanted: Sending
    dossier: Dossier
    law: Law
    report: Report
    text: Item
    identity: Item | None

    def identity_for(self, leg: Leg) -> Item | None:
        named = sending.names_to(self.law, leg, self.wanted.identity)
        return self.identity if named else None


def _legs(dossier: Dossier, wanted: Sending, law: Law) -> list[Leg]:
    """The desks as the database and today's edition have them. Raises Refused."""
    if law.edition != wanted.edition:
        raise Refused(sending.EDITION_CHANGED)
    if not wanted.legs:
        raise Refused(sending.NO_DESK)
    there = {one.unit.id: one.unit for one in sending.receivers(dossier.area, law, but=wanted.unit.id)}
    if any(leg.unit.id not in there for leg in wanted.legs):
        raise Refused(sending.NOT_A_DESK)
    legs = {leg.unit.id: leg for leg in wanted.legs}
    _hides_the_name(wanted, list(legs.values()), law)
    return list(legs.values())


def _hides_the_name(wanted: Sending, legs: list[Leg], law: Law) -> None:
    """A desk that isn't to know whom it is about doesn't find the name in the text. Raises Refused."""
    name = wanted.identity.name if wanted.identity else wanted.withheld
    if not name or (wanted.identity and all(sending.names_to(law, leg, wanted.identity) for leg in legs)):
        return
    if any(names_in_text.stands(name, part.text) for part in wanted.text.parts):
        raise Refused(sending.NAME_IN_TEXT)


def _channel(law: Law, leg: Leg) -> Channel:
    desk = law.desk(leg.unit)
    if desk is None:
        raise Refused(sending.NOT_A_DESK)
    return Channel(desk.channel)


def _frozen(dossier: Dossier, wanted: Sending, legs: list[Leg], law: Law, by: Standing) -> _Frozen:
    """The text, the identity and the reasons as items, and the report's own row."""

    def item(kind: ItemKind, text: str) -> Item:
        return dossiers.add_item(dossier=dossier, unit=wanted.unit, kind=kind, text=text, by=by)

    said = shapes.written(wanted.text)
    who = shapes.written(wanted.identity) if wanted.identity else ""
    text = item(ItemKind.REPORT, said)
    identity = item(ItemKind.IDENTITY, who) if who else None
    why = tuple(
        Why(unit=leg.unit.id, basis=leg.basis, necessity=leg.necessity, not_told_why=leg.not_told_why) for leg in legs
    )
    item(ItemKind.DECISION, shapes.written(Reasons(report=wanted.report, why=why)))
    report = Report.objects.create(
        id=wanted.report,
        area_id=dossier.area_id,
        dossier=dossier,
        unit=wanted.unit,
        reporter_id=by.somebody,
        exit=wanted.exit,
        edition_id=law.edition,
        text=text,
        identity=identity,
        sent_at=clock.now(),
        digest=sent_digests.of_sending(wanted, law.edition),
    )
    return _Frozen(wanted, dossier, law, report, text, identity)


def _delivered(parts: _Frozen, leg: Leg, by: Standing) -> None:
    """To a desk here: seen through a disclosure, at the desk from now on, and found there by the name."""
    wanted, identity = parts.wanted, parts.identity_for(leg)
    _decided(parts, leg)
    wish = sending.wish(wanted, leg, parts.text, identity)
    disclosure = sharing_actions.disclose(dossier=parts.dossier, wish=wish, by=by)
    delivering.arrive(
        unit=leg.unit,
        kind=wanted.kind,
        dossier=parts.dossier,
        by=by.actor,
        report=parts.report,
        disclosure=disclosure,
        agency=None if wanted.hides_sender else AgencyKind(wanted.unit.agency),
        exit_=wanted.exit,
        alias=wanted.alias,
        called_at=wanted.called_at,
        hides_sender=wanted.hides_sender,
    )
    # A desk of the police keeps nothing, and no index either.
    if identity is not None and wanted.identity is not None and not is_police(leg.unit):
        _indexed(parts, leg, wanted.identity, by)


def _indexed(parts: _Frozen, leg: Leg, who: Identity, by: Standing) -> None:
    try:
        name_actions.index_name(
            dossier=parts.dossier,
            desk=leg.unit,
            name=who.name,
            born=who.born,
            by=by.actor,
            controller=leg.unit.organisation_id,
        )
    except NotAName:
        raise Refused(sending.WRONG_NAME) from None


def _for_elsewhere(parts: _Frozen, leg: Leg, by: Standing) -> None:
    """To a desk that Motvekt doesn't reach: the gate is asked all the same, and nobody says that it was delivered."""
    wanted, law = parts.wanted, parts.law
    _decided(parts, leg)
    channel = _channel(law, leg)
    Elsewhere.objects.create(
        area_id=parts.dossier.area_id,
        report=parts.report,
        unit=leg.unit,
        channel=channel,
        basis=leg.basis,
        attested=sorted(leg.attested),
        identifies=parts.identity_for(leg) is not None,
        was_told=leg.was_told,
        look_again_on=leg.look_again_on,
        decided_at=clock.now(),
    )
    about = {"dossier": parts.dossier.id, "report": parts.report.id, "unit": leg.unit.id, "basis": leg.basis}
    log(wanted.unit, by, "report_for_elsewhere", channel=channel.value, **about)


def _decided(parts: _Frozen, leg: Leg) -> None:
    """Raises Hindered with the gate's first reason."""
    wish = sending.wish(parts.wanted, leg, parts.text, parts.identity_for(leg))
    answer = gate.decide(asked(parts.dossier, wish, parts.law), parts.law.bases, parts.law.today)
    if not answer:
        raise Hindered(answer.reasons[0], leg)


@transaction.atomic
def mark_sent_elsewhere(*, report: Report, unit: Unit, by: Standing) -> None:
    """The sender says that they have taken it there. Twice is as good as once. Raises Refused."""
    row = Report.objects.select_related("dossier", "unit").get(id=report.id)
    place = shared(row.dossier, row.unit, by)
    open_ones = Elsewhere.objects.filter(report=row, unit=unit, sent_at__isnull=True)
    if open_ones.update(sent_at=clock.now()):
        log(place.unit, by, "report_sent_elsewhere", dossier=row.dossier_id, report=row.id, unit=unit.id)


@transaction.atomic
def note_fetched(*, report: Report, form: str, by: Standing) -> None:
    """That somebody took it out as a file. Raises Refused where they may not see it."""
    place = known(report.dossier, report.unit)
    allowed(may_share(place, by))
    log(place.unit, by, "report_fetched", dossier=place.dossier.id, report=report.id, form=form)
