"""`motvekt keys sweep`: keys without data go, and never one that anything is sealed with, wherever that stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from motvekt.audit.models import AuditEvent
from motvekt.dossiers.models import Dossier, Item
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.organisations import walls
from motvekt.organisations.models import Area, Unit
from motvekt.site import cli
from motvekt.vault import inventory, keystore
from motvekt.vault.fields import SealedTextField
from motvekt.vault.inventory import NotAColumn
from motvekt.vault.models import DataKey
from tests import planted

SCHOOL, DESK = 0, 1


@pytest.fixture
def units(areas: None) -> dict[str, list[Unit]]:
    DataKey.objects.all().delete()
    return {slug: planted.units(Area.objects.get(slug=slug)) for slug in ("asker-baerum", "fjellvik")}


def text(field: str) -> str:
    return f"Noe om noen i {field}"


def made(dossiers: list[Dossier], ago: timedelta = timedelta(days=2)) -> None:
    DataKey.objects.filter(dossier__in=[row.id for row in dossiers]).update(made_at=clock.now() - ago)


def left() -> set[tuple[UUID, UUID]]:
    return set(DataKey.objects.values_list("dossier", "unit"))


def logged(rows: list[Dossier]) -> int:
    found = 0
    for row in rows:
        with walls.within(row.area_id):
            found += AuditEvent.objects.count()
    return found


def test_a_key_without_content_is_swept_and_one_with_content_in_any_area_stays(
    units: dict[str, list[Unit]], capsys: pytest.CaptureFixture[str]
) -> None:
    full = [planted.dossier(units[slug][DESK]) for slug in units]
    for row in full:
        planted.item(row, text)
    empty = planted.dossier(units["fjellvik"][DESK])
    made([*full, empty])
    events = logged(full)
    assert cli.main(["keys", "sweep"]) == cli.OK
    assert capsys.readouterr().out == "1 nøkler uten innhold er ødelagt. 2 nøkler er i bruk.\n"
    assert left() == {(row.id, row.unit_id) for row in full}
    assert logged(full) == events
    for row in full:
        with walls.within(row.area_id):
            Item.objects.get(dossier=row)
    assert cli.main(["keys", "sweep"]) == cli.OK
    assert capsys.readouterr().out.startswith("0 nøkler")


def test_a_key_that_only_a_consent_or_a_disclosure_needs_stays(units: dict[str, list[Unit]]) -> None:
    school, desk = units["fjellvik"]
    agreed, shared = planted.dossier(school), planted.dossier(school)
    planted.consent(agreed, text)
    planted.disclosure(shared, desk, planted.account(school.area), text)
    made([agreed, shared])
    assert left() == {(agreed.id, school.id), (shared.id, school.id), (shared.id, desk.id)}
    assert cli.main(["keys", "sweep"]) == cli.OK
    # The recipient has got nothing yet.
    assert left() == {(agreed.id, school.id), (shared.id, school.id)}


def test_a_recipients_key_is_in_use_by_their_copy_alone(units: dict[str, list[Unit]]) -> None:
    school, desk = units["fjellvik"]
    row = planted.everything(school, desk, planted.account(school.area), text)
    made([row])
    assert cli.main(["keys", "sweep"]) == cli.OK
    assert left() == {(row.id, school.id), (row.id, desk.id)}


def test_a_key_of_a_transaction_that_goes_on_stays_for_a_day(units: dict[str, list[Unit]]) -> None:
    row, waiting = planted.dossier(units["fjellvik"][DESK]), planted.dossier(units["fjellvik"][DESK])
    planted.item(row, text)
    made([row])
    made([waiting], timedelta(hours=23))
    assert cli.main(["keys", "sweep"]) == cli.OK
    assert (waiting.id, waiting.unit_id) in left()
    made([waiting], timedelta(hours=25))
    assert cli.main(["keys", "sweep"]) == cli.OK
    assert (waiting.id, waiting.unit_id) not in left()


@pytest.mark.usefixtures("db")
def test_without_areas_nothing_is_swept(capsys: pytest.CaptureFixture[str]) -> None:
    dossier = uuid4()
    keystore.make_key(dossier=dossier, unit=uuid4())
    DataKey.objects.update(made_at=clock.now() - timedelta(days=2))
    for options in ([], ["--most"]):
        assert cli.main(["keys", "sweep", *options]) == cli.FAILED
        assert "ingen områder" in capsys.readouterr().err
    assert DataKey.objects.filter(dossier=dossier).exists()


def test_where_most_keys_seem_unused_somebody_must_say_that_it_is_so(
    units: dict[str, list[Unit]], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [planted.dossier(units["fjellvik"][DESK]) for _ in range(3)]
    planted.item(rows[0], text)
    made(rows)
    assert cli.main(["keys", "sweep"]) == cli.FAILED
    assert "2 nøkler er uten innhold, og 1 er i bruk" in capsys.readouterr().err
    assert len(left()) == 3
    assert cli.main(["keys", "sweep", "--most"]) == cli.OK
    assert left() == {(rows[0].id, rows[0].unit_id)}


def test_every_area_is_looked_into_within_its_walls(
    units: dict[str, list[Unit]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a database with walls has it: outside its area a row isn't seen. The walls' own tests hold the database's."""
    rows = {slug: planted.dossier(units[slug][DESK]) for slug in units}
    owners = {rows[slug].unit.area_id: (rows[slug].id, rows[slug].unit_id) for slug in rows}
    made(list(rows.values()))
    inside: list[UUID] = []

    @contextmanager
    def within(area: UUID) -> Iterator[None]:
        inside.append(area)
        yield
        inside.pop()

    monkeypatch.setattr(walls, "within", within)
    monkeypatch.setattr(inventory, "in_use", lambda pairs: {owners[inside[-1]]} & pairs)
    assert cli.main(["keys", "sweep"]) == cli.OK
    assert left() == set(owners.values())


def test_the_inventory_knows_every_pair_with_content(units: dict[str, list[Unit]]) -> None:
    school, desk = units["fjellvik"]
    row = planted.everything(school, desk, planted.account(school.area), text)
    empty = planted.dossier(desk)
    with walls.within(school.area_id):
        assert set(inventory.pairs()) == {(row.id, school.id), (row.id, desk.id)}
        asked = {(row.id, school.id), (row.id, uuid4()), (empty.id, desk.id)}
        assert inventory.in_use(asked) == {(row.id, school.id)}
        assert inventory.in_use(set()) == set()


def test_a_table_of_a_later_room_is_not_forgotten() -> None:
    before = {str(field) for field in inventory.sealed_fields()}
    assert len(before) == 5
    with isolate_apps("motvekt.dossiers") as later:

        class Letter(models.Model):
            id = models.UUIDField(primary_key=True, default=new_id)
            dossier_id = models.UUIDField()
            sender = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
            words = SealedTextField(unit="sender_id")

            class Meta:
                app_label = "dossiers"

            def __str__(self) -> str:
                return str(self.id)

        assert later
        assert [str(field) for field in inventory.sealed_fields(later)] == ["dossiers.Letter.words"]
    assert {str(field) for field in inventory.sealed_fields(apps)} == before


def test_a_sealed_field_whose_owner_is_no_column_is_refused() -> None:
    with isolate_apps("motvekt.dossiers") as later:

        class Letter(models.Model):
            id = models.UUIDField(primary_key=True, default=new_id)
            unit_id = models.UUIDField()
            words = SealedTextField()

            class Meta:
                app_label = "dossiers"

            def __str__(self) -> str:
                return str(self.id)

            @property
            def dossier_id(self) -> UUID:
                return self.id

        assert later
        with pytest.raises(NotAColumn, match="dossier_id"):
            inventory.sealed_fields(later)
