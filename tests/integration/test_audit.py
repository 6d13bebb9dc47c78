"""The log in the database: added to in the transaction it tells of, and in no other way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, transaction
from pytest_django import Settings

from motvekt.audit import actions, queries
from motvekt.audit.actions import OutsideTransaction, record
from motvekt.audit.chain import State
from motvekt.audit.events import NotAnEvent
from motvekt.audit.models import AuditCount, AuditEvent
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.organisations.models import Area, Organisation
from motvekt.organisations.walls import within
from motvekt.vault import provider

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("keys")]

KARI = Actor("account", "kari")
ASKER, BAERUM = uuid4(), uuid4()
REFUSED = "permission denied" if connection.vendor == "postgresql" else "only added to"
"""On PostgreSQL the application's role has no right to it; `test_walls.py` asks the trigger as the tables' owner."""


@pytest.fixture
def keys(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.MASTER_KEY = tmp_path / "master.key"
    provider.make_file(settings.MASTER_KEY)
    actions.forget_keys()
    area = Area.objects.create(slug="prove")
    with within(area.id):
        for number, (controller, slug) in enumerate([(ASKER, "asker"), (BAERUM, "baerum")]):
            Organisation.objects.create(id=controller, area=area, slug=slug, kind="municipality", position=number)
        yield
    actions.forget_keys()


def log(controller: UUID = ASKER, count: int = 1) -> None:
    for _ in range(count):
        record(controller=controller, by=KARI, event="area_set", area=uuid4(), row="0" * 64)


def test_each_controller_has_a_chain_of_its_own_that_counts_from_one() -> None:
    log(ASKER, 3)
    log(BAERUM, 2)
    log(ASKER)
    assert {controller: queries.verify(controller).links for controller in queries.controllers()} == {
        ASKER: 4,
        BAERUM: 2,
    }
    heads = queries.heads()
    assert all(queries.verify(controller, heads).state is State.PROVEN for controller in (ASKER, BAERUM))
    assert queries.verify(ASKER).state is State.NOT_PROVEN


def test_what_did_not_happen_is_not_in_the_log() -> None:
    log()

    def goes_wrong() -> None:
        with transaction.atomic():
            log()
            raise RuntimeError("after all")

    with pytest.raises(RuntimeError):
        goes_wrong()
    log()
    assert queries.verify(ASKER).links == 2


def test_an_event_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(actions, "connection", SimpleNamespace(in_atomic_block=False, vendor=connection.vendor))
        with pytest.raises(OutsideTransaction):
            log()
    assert not AuditEvent.objects.exists()


def test_what_is_no_event_is_refused_before_anything_is_written() -> None:
    for event, about in (("tull", {}), ("area_set", {}), ("area_set", {"area": "Amina"})):
        with pytest.raises(NotAnEvent):
            record(controller=ASKER, by=KARI, event=event, **about)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET actor = 'account:ola'",
        "UPDATE audit_auditevent SET number = number + 1",
        "DELETE FROM audit_auditevent",
        "DELETE FROM audit_auditevent WHERE number = 2",
    ],
)
def test_nothing_is_changed_or_taken_away(statement: str) -> None:
    log(count=2)
    with pytest.raises(Error, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert queries.verify(ASKER).links == 2


def test_nothing_is_replaced_or_emptied_either() -> None:
    log()
    row = AuditEvent.objects.get()
    statement = "TRUNCATE audit_auditevent"
    if connection.vendor == "sqlite":
        columns = "id, controller, number, at, actor, event, about, mac"
        statement = f"INSERT OR REPLACE INTO audit_auditevent ({columns}) SELECT {columns} FROM audit_auditevent"  # noqa: S608
    with pytest.raises(Error, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get().mac == row.mac


def test_not_through_the_model_either() -> None:
    log()
    row = AuditEvent.objects.get()
    row.actor = "account:ola"
    with pytest.raises(Error), transaction.atomic():
        row.save()
    with pytest.raises(Error), transaction.atomic():
        row.delete()


def test_a_number_stands_once() -> None:
    log()
    row = AuditEvent.objects.values().get()
    with pytest.raises(Error), transaction.atomic():
        AuditEvent.objects.create(**row | {"id": uuid4()})


def test_a_link_that_was_forged_in_the_database_is_found() -> None:
    log(count=2)
    row = AuditEvent.objects.values().get(number=2)
    AuditEvent.objects.create(**row | {"id": uuid4(), "number": 3})
    verdict = queries.verify(ASKER)
    assert (verdict.state, verdict.at) == (State.BROKEN, 3)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL takes no JSON that is none")
def test_a_link_that_is_no_event_at_all_is_named() -> None:
    log(count=2)
    columns = "controller, at, actor, event, mac"
    with connection.cursor() as cursor:
        # As whoever owns the file can.
        cursor.execute("PRAGMA ignore_check_constraints=ON")
        cursor.execute(
            f"INSERT INTO audit_auditevent (id, number, about, {columns}) "  # noqa: S608
            f"SELECT %s, 3, '', {columns} FROM audit_auditevent WHERE number = 2",
            [uuid4().hex],
        )
        cursor.execute("PRAGMA ignore_check_constraints=OFF")
    verdict = queries.verify(ASKER)
    assert (verdict.state, verdict.links, verdict.at) == (State.BROKEN, 2, 3)


def test_under_another_master_key_the_log_is_not_said_to_be_whole(tmp_path: Path, settings: Settings) -> None:
    log()
    settings.MASTER_KEY = tmp_path / "other.key"
    provider.make_file(settings.MASTER_KEY)
    with pytest.raises(Exception, match="lacks the master key"):
        queries.verify(ASKER)


def test_the_log_holds_no_key() -> None:
    log()
    key = actions.key_of(ASKER)
    row = AuditEvent.objects.values().get()
    assert key not in bytes(row["mac"])
    assert key.hex() not in str(row)


def test_what_is_counted_is_one_row_a_day_and_area_without_anything_else() -> None:
    area, other = uuid4(), uuid4()
    with within(area):
        for _ in range(3):
            actions.count(area=area, code="sign_in_failed")
        actions.count(area=area, code="page_denied")
    with within(other):
        actions.count(area=other, code="sign_in_failed")
    with within(area):
        rows = list(AuditCount.objects.filter(area=area).order_by("code"))
    assert [(row.code, row.number, row.day) for row in rows] == [
        ("page_denied", 1, clock.today()),
        ("sign_in_failed", 3, clock.today()),
    ]
    with pytest.raises(NotAnEvent):
        actions.count(area=area, code="kari@skolen.no")
