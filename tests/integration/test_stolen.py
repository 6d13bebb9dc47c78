"""Somebody takes the whole data database: what they can read, and what they can't in any encoding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from motvekt.consultations.receipts import spoken
from motvekt.site.fields import KEY_STORE, TABLES
from motvekt.vault import inventory
from motvekt.vault.names import folded
from tests import stolen
from tests.processes import FILES, Originals, Stage
from tests.stolen import BORN, LEAKS, NAME, RECEIPT, WORD, Dump, found, of_postgresql, of_sqlite, text, word

IN_THE_INSTALLATION = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "motvekt.site.settings"
import django
django.setup()
from tests import stolen
"""


@dataclass(frozen=True)
class Theft:
    """A dump of what was stolen, one of another time when text had leaked, and what was planted."""

    dump: Dump
    leaking: Dump
    fields: frozenset[str]
    keys: tuple[bytes, ...]
    key_store: Dump


@pytest.fixture(scope="module")
def theft(tmp_path_factory: pytest.TempPathFactory, originals: Originals) -> Iterator[Theft]:
    with originals.copy(Stage.MIGRATED, tmp_path_factory.mktemp("stolen")) as made:

        def steal(part: str) -> Dump:
            # The owner's: whoever takes the database takes all of it.
            url = made.owner(part)
            return of_postgresql(url) if url else of_sqlite(made.file(FILES[part]))

        planted = json.loads(made.python("-c", f"{IN_THE_INSTALLATION}\nstolen.fill()"))
        dump = steal("data")
        made.python("-c", f"{IN_THE_INSTALLATION}\nstolen.leak()")
        keys = (bytes.fromhex(key) for key in planted["keys"])
        yield Theft(dump, steal("data"), frozenset(planted["fields"]), tuple(keys), steal("keys"))


def test_something_is_planted_in_every_sealed_field_and_every_table_is_read(theft: Theft) -> None:
    sealed = {f"{field.model._meta.model_name}.{field.name}" for field in inventory.sealed_fields()}
    assert theft.fields == sealed
    assert theft.dump.tables == set(TABLES) - KEY_STORE


def test_nothing_that_was_said_about_anybody_stands_in_the_dump_in_any_encoding(theft: Theft) -> None:
    secrets = [WORD, NAME, BORN.isoformat(), *folded(NAME), *NAME.split(), word("request"), "22 44 66 88"]
    secrets += [RECEIPT, spoken(RECEIPT)]
    for field in (*theft.fields, "report", "contact", *ANONYMOUS):
        secrets += [word(field), text(field)[1:-1]]
    assert {said: ways for said in secrets if (ways := found(theft.dump, latin(said)))} == {}


ANONYMOUS = ("anonymous", "callback", "picture", "reply", "turned")
"""What was said by somebody whom nobody knows."""


def test_nothing_of_whoever_wrote_anonymously_is_in_the_key_store_either(theft: Theft) -> None:
    secrets = [RECEIPT, spoken(RECEIPT), NAME, *(word(said) for said in ANONYMOUS)]
    assert {said: ways for said in secrets if (ways := found(theft.key_store, latin(said)))} == {}


def latin(said: str) -> str:
    """Without the signs that latin-1 lacks."""
    return said.encode("latin-1", "ignore").decode("latin-1")


FOUND_AS = {
    "utf-8": "as it is",
    "upper": "as it is",
    "zlib": "as it is",
    "gzip": "as it is",
    "utf-16-le": "utf-16",
    "utf-16-be": "utf-16",
    "sha256": "digest",
    "md5": "digest",
}
"""Where it isn't the same word."""


@pytest.mark.parametrize("way", LEAKS)
def test_what_stands_in_a_column_that_is_not_sealed_is_found_in_each_encoding(theft: Theft, way: str) -> None:
    assert FOUND_AS.get(way, way.partition(",")[0]) in found(theft.leaking, word(way))
    assert not found(theft.dump, word(way))


def test_no_key_is_in_the_data_and_none_is_unwrapped_in_the_key_store(theft: Theft) -> None:
    # In each area two of a dossier, an index's, a talk's and a desk's private one; and the public part's two.
    assert len(theft.keys) == 2 * 5 + 2
    for key in theft.keys:
        forms = {key, key.hex().encode(), key.hex().upper().encode(), *stolen.based(key)}
        assert not any(theft.dump.holds(form) or theft.key_store.holds(form) for form in forms)


@pytest.mark.parametrize("seen", ["Skolen", "Kari Nordmann", "fjellvik@example.no", "name_searched", "2026-11-24"])
def test_a_thief_sees_what_the_reference_says_that_they_see(theft: Theft, seen: str) -> None:
    """Units, staff, kinds and days. Its list is made from the same table as the test of the columns."""
    assert found(theft.dump, seen)
