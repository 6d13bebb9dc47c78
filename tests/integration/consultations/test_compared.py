"""The log held against the tables, for what somebody whom nobody knows did: no event tells of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from motvekt.consultations import asking_actions
from motvekt.consultations.kinds import Over
from motvekt.consultations.models import Anonymous
from motvekt.consultations.policy import SOMEBODY
from motvekt.dossiers.kinds import DossierKind
from motvekt.dossiers.models import Dossier, Item
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.reports import answering_actions, desk_actions
from motvekt.reports.models import Arrival
from motvekt.site.compare import compare
from tests.asked_anonymously import OTHER, RECEIPT, asked, read, replied, turned
from tests.reports import reported
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_receipts")]


@pytest.fixture
def lived(world: World) -> Arrival:
    """One that was asked, read, answered, replied to and read again; one that became a case; one that is over."""
    area = world.areas["asker-baerum"]
    row = read(world, asked(world))
    answering_actions.answer(
        arrival=row, text="Svar.", item_id=new_id(), attested=frozenset(), seen=None, by=world.standing("slt")
    )
    replied(world, "Mer.", number=2)
    other = asked(world, receipt=OTHER)
    turned(world, receipt=OTHER)
    read(world, other)
    desk_actions.accept(arrival=other.id, case_id=new_id(), by=world.standing("slt"))
    asked(world, receipt="1111222233334444")
    asking_actions.end(receipt="1111222233334444", area=area, by=SOMEBODY)
    return read(world, row)


def test_what_was_done_as_it_should_accuses_nobody(lived: Arrival) -> None:
    assert compare() == []


def _to_unread(row: Arrival) -> None:
    """What was accepted can't be woken."""
    taken = Arrival.objects.filter(status="accepted")
    taken.update(status="delivered", reader=None, read_at=None, decided_at=None, case=None)


def _closed(row: Arrival) -> None:
    Arrival.objects.filter(id=row.id).update(status="closed", decided_at=clock.now())


def _as_a_request(row: Arrival) -> None:
    Arrival.objects.filter(id=row.id).update(kind="request", about="course")


def _ended(row: Arrival) -> None:
    Anonymous.objects.filter(pk=row.dossier_id).update(finds=None, over=Over.SILENCE, over_on=clock.today())


def _planted_text(row: Arrival) -> None:
    about: dict[str, Any] = {"area": row.area, "dossier": row.dossier, "unit": row.unit}
    Item.objects.create(**about, kind="question", made_at=clock.now(), content="Plantet.")


def _planted_answer(row: Arrival) -> None:
    about: dict[str, Any] = {"area": row.area, "dossier": row.dossier, "unit": row.unit}
    Item.objects.create(**about, kind="answer", made_at=clock.now(), content="Plantet.")


def _as_a_report(row: Arrival) -> None:
    Arrival.objects.filter(id=row.id).update(kind="anonymous_report")


@pytest.mark.parametrize(
    "past",
    [_to_unread, _closed, _as_a_request, _ended, _planted_text, _planted_answer, _as_a_report],
    ids=lambda past: past.__name__.strip("_"),
)
def test_what_is_changed_past_the_system_stands_out(lived: Arrival, past: Callable[[Arrival], None]) -> None:
    past(lived)
    assert compare() != []


def test_a_concern_is_not_laid_open_by_calling_it_anonymous(world: World, lived: Arrival) -> None:
    sent = reported(world)
    Dossier.objects.filter(id=sent.dossier_id).update(kind=DossierKind.ANONYMOUS_CONSULTATION)
    Anonymous.objects.create(
        dossier=sent.dossier, area=sent.area, unit=sent.dossier.unit, finds=b"x", language="nb", last_on=clock.today()
    )
    assert any("mappe" in line for line in compare())


def test_an_anonymous_dossier_without_a_way_in_stands_out(world: World, lived: Arrival) -> None:
    Dossier.objects.create(
        area=lived.area, unit=lived.unit, kind=DossierKind.ANONYMOUS_CONSULTATION,
        edition=lived.dossier.edition, begun_on=clock.today(),
    )  # fmt: skip
    assert any("mappe" in line for line in compare())


def test_what_the_comparison_cannot_say(world: World, lived: Arrival) -> None:
    # Whoever wakes what was read, as an asker would, isn't found: nor is whoever asks with a receipt.
    Arrival.objects.filter(id=lived.id).update(status="delivered", reader=None, read_at=None)
    asking_actions.end(receipt=RECEIPT, area=world.areas["asker-baerum"], by=SOMEBODY)
    assert compare() == []
