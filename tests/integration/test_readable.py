"""Whether what is sealed still opens: what is named, what isn't, and why as far as it can be told."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from motvekt.dossiers.models import Item
from motvekt.kernel.ids import new_id
from motvekt.organisations.models import Area, Unit
from motvekt.organisations.walls import within
from motvekt.site.restoration import Why, _why
from motvekt.vault import keystore, readable
from motvekt.vault.envelope import Place, new_key
from motvekt.vault.models import DataKey
from motvekt.vault.readable import Unreadable
from tests.backups import KEPT, SHREDDED, dossier
from tests.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(tmp_path: Path, settings: Settings) -> UUID:
    settings.SHRED_JOURNAL = tmp_path / "shredded.log"
    unit = make_world().units["solvang-skole"].id
    for id in (KEPT, SHREDDED):
        dossier(id, "solvang-skole", "barnevernet")
    return unit


def found() -> list[Unreadable]:
    with within(Area.objects.get(slug="asker-baerum").id):
        return readable.unreadable()


def test_where_everything_opens_nothing_is_named(school: UUID) -> None:
    assert found() == []


def test_what_was_disposed_of_is_named_once_with_all_that_a_unit_had(school: UUID) -> None:
    keystore.shred(dossier=SHREDDED, unit=school)
    # An item, a consent, a disclosure's reason, and what it received.
    assert found() == [Unreadable(SHREDDED, school, 4, 4, has_key=False)]


def test_a_dossier_that_was_taken_up_again_is_named_for_what_the_new_key_does_not_open(school: UUID) -> None:
    keystore.shred(dossier=SHREDDED, unit=school)
    dossier(SHREDDED, "solvang-skole", "barnevernet")
    assert found() == [Unreadable(SHREDDED, school, 4, 8, has_key=True)]


def test_a_value_under_another_key_and_a_damaged_key_are_named(school: UUID) -> None:
    with within(Area.objects.get(slug="asker-baerum").id):
        item = Item.objects.get(dossier=KEPT, unit=school)
        item.id = new_id()
        item.content = keystore.seal_text("Noe", Place(KEPT, school, "dossiers.item", "content", item.id), new_key())
        item.save(force_insert=True)
        welfare = Unit.objects.get(slug="barnevernet").id
    DataKey.objects.filter(dossier=SHREDDED, unit=welfare).update(wrapped=b"\x01nothing")
    # In the order of their dossiers' ids.
    assert KEPT < SHREDDED
    assert found() == [
        Unreadable(KEPT, school, 1, 5, has_key=True),
        Unreadable(SHREDDED, welfare, 4, 4, has_key=True),
    ]


@pytest.mark.parametrize(
    ("has_key", "in_journal", "keys_are_newer", "why"),
    [
        (False, True, True, Why.SHREDDED),
        (False, True, False, Why.SHREDDED),
        (False, False, True, Why.SHREDDED),
        (False, False, False, Why.YOUNGER),
        (True, True, True, Why.DIFFERS),
        (True, False, False, Why.DIFFERS),
    ],
)
def test_only_what_is_known_to_be_disposed_of_is_said_to_be(
    has_key: bool, in_journal: bool, keys_are_newer: bool, why: Why
) -> None:
    one = Unreadable(uuid4(), uuid4(), 1, 1, has_key)
    assert _why(one, {(one.dossier, one.unit)} if in_journal else set(), keys_are_newer) is why
