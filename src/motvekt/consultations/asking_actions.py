"""What somebody does who has a receipt and nothing else: ask, reply, turn it into a report, end it.

None of it is an event, and none of it writes a letter: a log and a mailbox would say when they were here. Each is
counted for its day. `by` is `policy.SOMEBODY`, whoever it is. Nothing here needs the master key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction

from motvekt.audit.actions import count, counting
from motvekt.consultations import derivation
from motvekt.consultations.half_days import half_day
from motvekt.consultations.kinds import Over, Side, Wish
from motvekt.consultations.models import Anonymous
from motvekt.consultations.policy import WRONG
from motvekt.consultations.queries import Talk, by_receipt, words
from motvekt.consultations.shapes import Asked, Picture
from motvekt.dossiers import law as laws
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.dossiers.models import Dossier, Item
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations.models import Area, Unit
from motvekt.organisations.walls import insert_within, within
from motvekt.reports import delivering
from motvekt.reports.kinds import ANONYMOUSLY, ArrivalKind
from motvekt.reports.models import Arrival
from motvekt.reports.shapes import Identity, Shape, written
from motvekt.vault import keystore
from motvekt.vault.fields import SealedTextField
from motvekt.vault.inserting import insert
from motvekt.vault.keystore import KeyGone

CLOSED = no(
    "desk_closed",
    _("Mottaket tar ikke imot lenger. Det du har skrevet, står her. Velg et annet mottak, eller ring."),
)
ALREADY = no("already_reported", _("Dette er alt gjort om til en bekymringsmelding."))
DECIDED = no(
    "already_decided",
    _("Mottaket har avsluttet dette, så ingen leser det du skriver her nå. Spør på nytt, eller ring."),
)


@dataclass(frozen=True)
class Said:
    """What somebody writes, with pictures that were made anew already."""

    text: str = field(repr=False)
    wish: Wish = Wish.WRITE
    contact: str = field(default="", repr=False)
    pictures: Sequence[tuple[str, str]] = field(default=(), repr=False)
    """Type and base64 of each."""


def ask(*, receipt: str, unit: Unit, said: Said, language: str, by: Actor, edition: UUID | None = None) -> Anonymous:
    """Begin it. Sent twice, it is one: the receipt is what makes it so. Raises Refused (`desk_closed`, `busy`).

    `unit` is a desk that takes anonymous questions today: whoever calls has asked `desks.offered`. `edition` is the one
    in force, where they have it.
    """
    keys = derivation.derive(receipt, unit.area_id)
    dossier = Dossier(
        id=new_id(),
        area_id=unit.area_id,
        unit=unit,
        kind=DossierKind.ANONYMOUS_CONSULTATION,
        edition_id=edition or laws.of_today(unit.area).edition,
        begun_on=clock.today(),
    )
    try:
        # A key is committed before anything is sealed with it.
        key = keystore.make_talk_key(dossier=dossier.id, unit=unit.id, unlock=keys.unlocks)
    except KeyGone as error:
        raise Refused(CLOSED) from error
    try:
        row = Anonymous(
            dossier=dossier,
            area_id=unit.area_id,
            unit=unit,
            finds=keys.finds,
            language=language,
            wish=said.wish,
            last_on=clock.today(),
        )
        lies = delivering.to_lay(unit=unit, kind=ArrivalKind.ANONYMOUS, dossier=dossier, came=half_day(clock.now()))
        counted = counting(area=unit.area_id, code="anonymous_asked")
        insert_within(unit.area_id, dossier, row, *_said(row, key, said, number=0), lies, also=[counted])
    except IntegrityError:
        with within(unit.area_id):
            known = Anonymous.objects.get(finds=keys.finds)
        if known.pk != dossier.id:
            # The same form once more: what it finds is there already, and the key made for it now is nobody's.
            keystore.unmake_talk_key(dossier.id)
        return known
    return row


def reply(*, receipt: str, area: Area, number: int, said: Said, by: Actor) -> Talk:
    """Say more. `number` is how many words stood there when the form was shown: the same words sent twice are said
    once. Raises Refused.
    """
    talk = by_receipt(receipt, area, typed=False)
    with transaction.atomic():
        row = _locked(talk)
        place = _place(talk, number, said)
        if place is not None:
            arrival = _arrival(row)
            _wake(arrival, ArrivalKind(arrival.kind))
            _write(row, talk.key, said, number=place)
            _spoke(row, said.wish)
            count(area=area.id, code="anonymous_replied")
    return _again(talk)


def turn(*, receipt: str, area: Area, number: int, said: Said, about: Identity | None, by: Actor) -> Talk:
    """Turn it into a report to the same desk. Only whoever asked can. Raises Refused (`already_reported`)."""
    talk = by_receipt(receipt, area, typed=False)
    with transaction.atomic():
        row = _locked(talk)
        place = _place(talk, number, said)
        if place is None:
            return talk
        arrival = _arrival(row)
        if arrival.kind == ArrivalKind.ANONYMOUS_REPORT:
            raise Refused(ALREADY)
        _write(row, talk.key, said, number=place)
        if about is not None:
            insert(_item(row, talk.key, ItemKind.IDENTITY, about))
        _spoke(row, said.wish)
        _wake(arrival, ArrivalKind.ANONYMOUS_REPORT)
        count(area=area.id, code="anonymous_reported")
    return _again(talk)


def end(*, receipt: str, area: Area, by: Actor) -> None:
    """The asker's way in is gone. What the desk has stays the desk's. Raises Refused."""
    talk = by_receipt(receipt, area, typed=False)
    with transaction.atomic():
        row = _locked(talk)
        _over(row, Over.DELETED)
        count(area=area.id, code="anonymous_ended")
    keystore.forget_receipt(row.pk)


def _again(talk: Talk) -> Talk:
    """The same, as it stands now."""
    row = Anonymous.objects.select_related("unit__organisation", "dossier__area").get(pk=talk.row.pk)
    return Talk(row, talk.key, words(row, talk.key))


def _locked(talk: Talk) -> Anonymous:
    """The row until the transaction ends, behind its dossier, which desks lock first too. Raises Refused where the way
    in has ended since the receipt opened it.
    """
    Dossier.objects.select_for_update(of=("self",)).get(pk=talk.row.pk)
    row = Anonymous.objects.select_for_update(of=("self",)).select_related("unit", "dossier").get(pk=talk.row.pk)
    if row.over:
        raise Refused(WRONG)
    return row


def _place(talk: Talk, number: int, said: Said) -> int | None:
    """Which number new words get; None where they are said already. What was written in two windows is kept twice."""
    there = _again(talk).words
    asked = [word.asked for word in there if word.asked is not None and word.asked.number >= number]
    if any(one.text == said.text for one in asked):
        return None
    return len(there) if asked else number


def _write(row: Anonymous, key: bytes, said: Said, *, number: int) -> None:
    insert(*_said(row, key, said, number=number))


def _said(row: Anonymous, key: bytes, said: Said, *, number: int) -> list[Item]:
    asked = Asked(text=said.text, number=number, wish=said.wish, contact=said.contact)
    shown = [Picture(number=number, type=kind, data=data) for kind, data in said.pictures]
    return [
        _item(row, key, ItemKind.QUESTION, asked),
        *(_item(row, key, ItemKind.IMAGE, picture) for picture in shown),
    ]


def _item(row: Anonymous, key: bytes, kind: ItemKind, shape: Shape) -> Item:
    """Sealed here, with the key that the receipt unlocked: the field itself would ask for the master key."""
    item = Item(
        id=new_id(),
        area_id=row.area_id,
        dossier_id=row.pk,
        unit_id=row.unit_id,
        kind=kind,
        made_at=half_day(clock.now()),
    )
    item.content = keystore.seal_text(written(shape), SEALED.place(item), key)
    return item


SEALED: SealedTextField = Item._meta.get_field("content")


def _spoke(row: Anonymous, wish: Wish) -> None:
    row.last_by, row.last_on, row.wish = Side.ASKER, clock.today(), wish
    row.save(update_fields=["last_by", "last_on", "wish"])


def _arrival(row: Anonymous) -> Arrival:
    return Arrival.objects.select_related("unit").get(dossier=row.pk, unit=row.unit_id, kind__in=ANONYMOUSLY)


def _wake(arrival: Arrival, kind: ArrivalKind) -> None:
    """It lies unread at the desk again. Raises Refused where the desk has decided."""
    if not delivering.woken(arrival, half_day(clock.now()), kind):
        raise Refused(DECIDED)


def _over(row: Anonymous, why: Over) -> None:
    row.finds, row.over, row.over_on = None, why, clock.today()
    row.save(update_fields=["finds", "over", "over_on"])
