"""An anonymous message where nothing was read before it: the area is named for its transaction alone, and what was lost
with a connection is said again. On PostgreSQL: SQLite has no walls, and no connection to lose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, OperationalError, connection, connections
from pytest_django import DjangoDbBlocker

from motvekt.audit.models import AuditCount
from motvekt.consultations import asking_actions
from motvekt.consultations.asking_actions import Said
from motvekt.consultations.models import Anonymous
from motvekt.consultations.policy import SOMEBODY
from motvekt.consultations.queries import by_receipt
from motvekt.dossiers import law as laws
from motvekt.kernel import clock
from motvekt.organisations import walls
from motvekt.organisations.walls import insert_within, within
from motvekt.vault import inserting, keystore
from motvekt.vault.models import TalkKey
from motvekt.vault.router import KEYS
from tests.databases import copied
from tests.integration.test_within import alone as in_a_thread
from tests.integration.test_within import ended_by_another, named, process, say
from tests.world import NOON, World, make_world

RECEIPT = "7777888899990000"

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no walls"),
]


@pytest.fixture(scope="module")
def apart(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The small world at noon, committed, in databases that nobody else uses, with a desk that takes messages."""
    with django_db_blocker.unblock(), copied(), clock.frozen(NOON):
        world = make_world()
        keystore.make_desk_pair(world.units["slt"].id)
        yield world


@pytest.fixture
def here(apart: World, db: None) -> UUID:
    """The first area, seen from without it."""
    connections[KEYS].close()
    return apart.areas["asker-baerum"].id


def alone(work: Callable[[], None]) -> None:
    """As `test_within.alone`, on connections that are kept from an earlier request."""

    def as_a_request() -> None:
        try:
            say("SELECT 1")
            # What Django says to a connection when a request begins.
            connection.close_if_unusable_or_obsolete()
            with clock.frozen(NOON):
                work()
        finally:
            connections[KEYS].close()

    in_a_thread(as_a_request)


def counted(area: UUID, code: str) -> AuditCount:
    return AuditCount(area=area, day=clock.today(), code=code, number=1)


def there(area: UUID, code: str) -> int:
    with within(area):
        return AuditCount.objects.filter(code=code).count()


def test_the_area_is_named_for_the_rows_alone_and_what_was_named_before_stays(apart: World, here: UUID) -> None:
    elsewhere = apart.areas["fjellvik"].id

    def work() -> None:
        insert_within(here, counted(here, "alone"))
        assert named() == ""
        with within(elsewhere):
            insert_within(here, counted(here, "from_elsewhere"))
            assert named() == str(elsewhere)
        assert (there(here, "alone"), there(here, "from_elsewhere")) == (1, 1)

    alone(work)


def test_a_row_of_another_area_is_refused_with_all_that_came_with_it(apart: World, here: UUID) -> None:
    def work() -> None:
        with pytest.raises(Error, match="row-level security"):
            insert_within(here, counted(here, "with_it"), counted(apart.areas["fjellvik"].id, "with_it"))
        assert there(here, "with_it") == 0

    alone(work)


def test_a_connection_that_went_between_two_requests_is_replaced(here: UUID) -> None:
    def work() -> None:
        ended_by_another(process())
        connection.close_if_unusable_or_obsolete()
        insert_within(here, counted(here, "after_a_loss"))
        assert there(here, "after_a_loss") == 1

    alone(work)


def test_a_message_whose_answer_was_lost_is_there_once_and_its_receipt_opens_it(
    apart: World, here: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def lost(*rows: Any, **more: Any) -> None:
        insert_alone(*rows, **more)
        said.append("committed")
        if len(said) == 1:
            raise OperationalError("the connection is gone")

    insert_alone = inserting.insert_alone
    monkeypatch.setattr(walls, "insert_alone", lost)

    def work() -> None:
        edition = laws.of_today(apart.areas["asker-baerum"]).edition
        connection.close_if_unusable_or_obsolete()
        about: dict[str, Any] = {
            "unit": apart.units["slt"],
            "said": Said(text="Hva gjør jeg?"),
            "language": "nb",
            "edition": edition,
        }
        row = asking_actions.ask(receipt=RECEIPT, by=SOMEBODY, **about)
        assert said == ["committed"]
        with within(here):
            [word] = by_receipt(RECEIPT, apart.areas["asker-baerum"]).words
            assert word.text == "Hva gjør jeg?"
            assert Anonymous.objects.filter(pk=row.pk).count() == 1
            assert AuditCount.objects.get(code="anonymous_asked").number == 1
        assert TalkKey.objects.filter(dossier=row.pk).count() == 1

    alone(work)
