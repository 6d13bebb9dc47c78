"""Calls and duties: what waits for nobody. It is done first, noted in one press, and put into words later.

Whoever sees a concern may note them whatever has become of it: a call is made, written down or not.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.concerns import policy, rules, texts
from motvekt.concerns.doing import locked
from motvekt.concerns.kinds import CallTo, DutyKind
from motvekt.concerns.models import Call, Concern, Duty
from motvekt.concerns.texts import CallNote, DutyWords
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import law as laws
from motvekt.dossiers.doing import allowed, log
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.models import Item
from motvekt.dossiers.policy import NOT_THERE
from motvekt.kernel import clock
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _

OF_ONE_CALL = timedelta(hours=12)
"""So long after a call its note is about that call."""

NOTHING_NOTED = no("nothing_noted", _("Skriv hvem du ringte, eller noe av det andre."))
NOTHING_RESTS = no("nothing_rests", _("Skriv hva det hviler på."))
WRITTEN_BEFORE = no(
    "written_before", _("Det er alt skrevet hva det hviler på. Det du har skrevet her nå, er ikke lagret.")
)
NO_SUCH_DUTY = no("no_such_duty", _("Tjenesten din har ikke denne plikten. Da kan den ikke noteres her."))


@transaction.atomic
def note_call(*, concern: Concern, call: UUID, to: CallTo, by: Standing) -> Call:
    """Stamp the concern: somebody calls now. The same press twice is one call. Raises Refused."""
    row = locked(concern)
    allowed(policy.may_see(by, row))
    known = Call.objects.filter(id=call).first()
    return (_own_call(row, known, by) if known else None) or _stamp(row, call, to, by)


def _own_call(concern: Concern, call: Call, by: Standing) -> Call:
    if call.concern_id != concern.pk or call.by_id != by.account:
        raise Refused(NOT_THERE)
    return call


def _stamp(concern: Concern, call: UUID | None, to: CallTo, by: Standing) -> Call:
    about = {"id": call} if call else {}
    made = Call.objects.create(**about, area=concern.area, concern=concern, to=to, by_id=by.somebody, at=clock.now())
    log(concern.unit, by, "call_noted", dossier=concern.dossier_id, to=to.value)
    return made


@transaction.atomic
def note_words(*, concern: Concern, item: UUID, to: CallTo, content: CallNote, by: Standing) -> None:
    """Write down whom somebody called, when, and the log number: on the call that was stamped, or else on a new one.

    The same form sent twice is one note. Raises Refused.
    """
    row = locked(concern)
    allowed(policy.may_see(by, row))
    if content == CallNote():
        raise Refused(NOTHING_NOTED)
    known = Item.objects.filter(id=item).first()
    if known is not None:
        _own_item(row, known, by)
        return
    note = _added(row, item, ItemKind.CALL, content, by)
    waiting = Call.objects.filter(concern=row, to=to, by=by.account, note=None, at__gt=clock.now() - OF_ONE_CALL)
    call = waiting.order_by("-at", "id").first() or _stamp(row, None, to, by)
    Call.objects.filter(id=call.id).update(note=note)


@transaction.atomic
def note_duty(*, concern: Concern, duty: UUID, kind: DutyKind, whom: CallNote, words: DutyWords, by: Standing) -> Duty:
    """Note that somebody did what they had a duty to. What it rests on may be owed until the next working day.

    `whom` says who was told and when, as far as there was time for it. The same form sent twice is one duty.
    Raises Refused.
    """
    row = locked(concern)
    allowed(policy.may_see(by, row))
    known = Duty.objects.filter(id=duty).first()
    if known is not None:
        if known.concern_id != row.pk or known.by_id != by.account:
            raise Refused(NOT_THERE)
        return known
    if kind not in rules.duties_in(laws.of_today(row.area).bases, row.unit.agency):
        raise Refused(NO_SUCH_DUTY)
    now = clock.now()
    made = Duty.objects.create(
        id=duty,
        area=row.area,
        concern=row,
        kind=kind,
        by_id=by.somebody,
        done_at=now,
        due_on=rules.due_by_default(now.date()),
    )
    log(row.unit, by, "duty_noted", dossier=row.dossier_id, kind=kind.value)
    if words.rests_on.strip():
        _attested(row, made, words, None, by)
    elif whom != CallNote():
        _added(row, None, ItemKind.CALL, whom, by)
    return made


@transaction.atomic
def attest_duty(*, duty: Duty, item: UUID, content: DutyWords, by: Standing) -> None:
    """Write down what a duty rested on: by whoever did it, once. The same form sent twice is written once.

    Raises Refused.
    """
    row = locked(duty.concern)
    allowed(policy.may_see(by, row))
    known = Duty.objects.get(id=duty.id)
    if known.by_id != by.account:
        raise Refused(NOT_THERE)
    if not content.rests_on.strip():
        raise Refused(NOTHING_RESTS)
    if known.words_id is None:
        _attested(row, known, content, item, by)
    elif known.words_id != item:
        raise Refused(WRITTEN_BEFORE)


def _attested(concern: Concern, duty: Duty, content: DutyWords, item: UUID | None, by: Standing) -> None:
    words = _added(concern, item, ItemKind.DUTY, content, by)
    Duty.objects.filter(id=duty.id).update(attested_at=clock.now(), words=words)
    log(concern.unit, by, "duty_attested", dossier=concern.dossier_id, kind=duty.kind)


def _added(concern: Concern, item: UUID | None, kind: ItemKind, content: CallNote | DutyWords, by: Standing) -> Item:
    made = dossiers.add_item(
        dossier=concern.dossier, unit=concern.unit, kind=kind, text=texts.written(content), by=by, item_id=item
    )
    Concern.objects.filter(pk=concern.pk).update(changed_at=clock.now())
    return made


def _own_item(concern: Concern, item: Item, by: Standing) -> None:
    if item.dossier_id != concern.dossier_id or item.written_by_id != by.account:
        raise Refused(NOT_THERE)
