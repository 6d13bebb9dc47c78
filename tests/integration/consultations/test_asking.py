"""What a receipt begins, opens and ends."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from motvekt.audit.models import AuditCount, AuditEvent
from motvekt.consultations import asking_actions, receipts
from motvekt.consultations.asking_actions import Said
from motvekt.consultations.kinds import Side, Wish
from motvekt.consultations.models import Anonymous
from motvekt.consultations.policy import SOMEBODY
from motvekt.consultations.queries import by_receipt
from motvekt.dossiers.models import Item
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Account, Unit
from motvekt.reports.kinds import ArrivalKind, Status
from motvekt.reports.models import Arrival
from motvekt.reports.shapes import Identity
from motvekt.vault.models import TalkKey
from tests.people import unit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("within_asker_and_baerum")]

RECEIPT = "1234567890123456"


def desk() -> Unit:
    return unit_of("asker-baerum", "slt-asker")


def begun(receipt: str = RECEIPT) -> Anonymous:
    said = Said(text="Sønnen min sier ting om andre.", pictures=(("image/png", "AAAA"),))
    return asking_actions.ask(receipt=receipt, unit=desk(), said=said, language="nb", by=SOMEBODY)


def arrival() -> Arrival:
    return Arrival.objects.get(kind__in=["anonymous", "anonymous_report"])


def refused(receipt: str) -> str:
    with pytest.raises(Refused) as no:
        by_receipt(receipt, desk().area)
    return no.value.decision.code


def test_what_is_asked_lies_unread_at_the_desk_and_opens_with_the_receipt() -> None:
    begun()
    assert (arrival().status, arrival().unit, arrival().report) == (Status.DELIVERED, desk(), None)
    [word] = by_receipt(RECEIPT, desk().area).words
    assert (word.by, word.text, len(word.pictures)) == (Side.ASKER, "Sønnen min sier ting om andre.", 1)


def test_it_leaves_no_event_no_account_and_no_moment_behind(tuesday_morning: datetime) -> None:
    events = AuditEvent.objects.count()
    begun()
    asking_actions.reply(receipt=RECEIPT, area=desk().area, number=1, said=Said(text="Mer."), by=SOMEBODY)
    assert AuditEvent.objects.count() == events
    moments = {*Item.objects.filter(kind__in=["question", "image"]).values_list("made_at", flat=True)}
    midnight = tuesday_morning.replace(hour=0, minute=0)
    assert {*moments, arrival().came_at} == {midnight}
    assert not Item.objects.filter(kind="question", written_by__isnull=False).exists()
    counted = AuditCount.objects.filter(code__startswith="anonymous")
    assert {row.code: row.number for row in counted} == {"anonymous_asked": 1, "anonymous_replied": 1}


def test_sent_twice_it_is_one() -> None:
    first = begun()
    assert begun().pk == first.pk
    assert Arrival.objects.filter(kind="anonymous").count() == 1
    assert AuditCount.objects.get(code="anonymous_asked").number == 1
    # No key of the second time is left to say that there was one.
    assert list(TalkKey.objects.values_list("dossier", flat=True)) == [first.pk]


def test_wrong_foreign_and_ended_receipts_are_answered_alike() -> None:
    begun()
    assert refused("1234567890123457") == "wrong_receipt"
    with pytest.raises(Refused) as no:
        by_receipt(RECEIPT, unit_of("fjellvik", "folkehelse").area)
    assert no.value.decision.code == "wrong_receipt"
    asking_actions.end(receipt=RECEIPT, area=desk().area, by=SOMEBODY)
    assert refused(RECEIPT) == "wrong_receipt"


def test_a_reply_wakes_what_was_read_and_is_said_once() -> None:
    begun()
    reader = Account.objects.get(name="Eskil Berg")
    Arrival.objects.update(status=Status.CLOSED, reader=reader, read_at=clock.now(), decided_at=clock.now())
    assert by_receipt(RECEIPT, desk().area).ends_on is None
    Anonymous.objects.update(last_by=Side.DESK)
    ends = by_receipt(RECEIPT, desk().area).ends_on
    assert ends == clock.today() + timedelta(days=90)
    for _ in range(2):
        asking_actions.reply(
            receipt=RECEIPT,
            area=desk().area,
            number=1,
            said=Said(text="Ring meg.", wish=Wish.CALL, contact="22334455"),
            by=SOMEBODY,
        )
    assert arrival().status == Status.DELIVERED
    talk = by_receipt(RECEIPT, desk().area)
    assert [word.text for word in talk.words] == ["Sønnen min sier ting om andre.", "Ring meg."]
    assert (talk.row.wish, talk.row.last_by, talk.ends_on) == (Wish.CALL, Side.ASKER, None)


def test_what_is_written_in_two_windows_is_kept_twice() -> None:
    begun()
    for text in ("Fra det ene vinduet.", "Fra det andre.", "Fra det andre."):
        asking_actions.reply(receipt=RECEIPT, area=desk().area, number=1, said=Said(text=text), by=SOMEBODY)
    words = [word.text for word in by_receipt(RECEIPT, desk().area).words]
    assert words == ["Sønnen min sier ting om andre.", "Fra det ene vinduet.", "Fra det andre."]


def test_it_becomes_a_report_once_at_the_same_desk() -> None:
    begun()
    said = Said(text="Jeg vil melde fra.")
    asking_actions.turn(
        receipt=RECEIPT, area=desk().area, number=1, said=said, about=Identity(name="Ola Testesen"), by=SOMEBODY
    )
    assert (arrival().kind, arrival().status) == (ArrivalKind.ANONYMOUS_REPORT, Status.DELIVERED)
    assert Item.objects.filter(kind="identity").count() == 1
    with pytest.raises(Refused) as no:
        asking_actions.turn(receipt=RECEIPT, area=desk().area, number=2, said=said, about=None, by=SOMEBODY)
    assert no.value.decision.code == "already_reported"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1234 5678 9012 3456", RECEIPT),
        ("1234-5678-9012-3456", RECEIPT),
        ("١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦", RECEIPT),
        ("\u202e1234 5678 9012 3456", RECEIPT),
        ("1234 5678 9012 345", None),
        ("1234 5678 9012 34567", None),
        ("O234 5678 9012 3456", None),
        ("", None),
    ],
)
def test_a_receipt_is_read_however_it_is_typed(text: str, found: str | None) -> None:
    assert receipts.typed(text) == found
