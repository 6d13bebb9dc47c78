"""The key store and sealed fields: what opens, for whom, and what never does again."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import serializers
from django.db import connection, connections, models, transaction
from pytest_django import Settings

from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.errors import SettingMissing
from motvekt.kernel.grant import Grant
from motvekt.kernel.ids import new_id
from motvekt.vault import journal, keystore, orphans, provider, readiness, rotation
from motvekt.vault.envelope import DoesNotOpen, Place
from motvekt.vault.fields import MovedValue, SealedTextField, UnsealedText
from motvekt.vault.keystore import KeyGone, NotGranted
from motvekt.vault.models import DataKey, DeskPair, NamedKey, TalkKey
from motvekt.vault.sealed import Sealed

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("keys")]

KARI = Actor("account", "kari")
SECRET = "Amina så en tegning på pulten"
SCHOOL, CHILD_WELFARE = uuid4(), uuid4()


class Note(models.Model):
    """A row as a dossier has them, for these tests alone."""

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier_id = models.UUIDField()
    unit_id = models.UUIDField()
    seen = SealedTextField()
    told = SealedTextField(null=True)

    class Meta:
        app_label = "vaulted"


@pytest.fixture
def keys(tmp_path: Path, settings: Settings) -> Path:
    """A master key of the test's own, and the table of notes."""
    settings.MASTER_KEY = tmp_path / "master.key"
    settings.SHRED_JOURNAL = tmp_path / "shredded.log"
    provider.make_file(settings.MASTER_KEY)
    # Not by the editor's own way in, which SQLite refuses within a transaction.
    statement, _ = connection.SchemaEditorClass(connection).table_sql(Note)
    with connection.cursor() as cursor:
        # On PostgreSQL the application's role makes no other tables.
        cursor.execute(statement.replace("CREATE TABLE", "CREATE TEMPORARY TABLE"))
    return settings.MASTER_KEY


def note(dossier: UUID | None = None, unit: UUID = SCHOOL, **texts: str) -> Note:
    dossier = dossier or uuid4()
    keystore.make_key(dossier=dossier, unit=unit)
    made = Note(dossier_id=dossier, unit_id=unit, **({"seen": SECRET} | texts))
    made.save()
    return made


def grant(row: Note, **changes: Any) -> Grant:
    known: dict[str, Any] = {"actor": KARI, "dossier": row.dossier_id, "unit": row.unit_id, "reason": "test"}
    return Grant(**known | changes)


def stored(row: Note) -> Note:
    return Note._default_manager.get(id=row.id)


def raw(row: Note, field: str = "seen") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {field} FROM vaulted_note WHERE id = %s", [_id(row)])  # noqa: S608
        return bytes(cursor.fetchone()[0])


def _id(row: Note) -> Any:
    return Note._meta.get_field("id").get_db_prep_value(row.id, connection)


def overwrite(row: Note, content: bytes, field: str = "seen") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE vaulted_note SET {field} = %s WHERE id = %s",  # noqa: S608
            [content, _id(row)],
        )


def test_what_is_written_is_sealed_in_the_database_and_opens_with_a_grant() -> None:
    row = note(told="Av en kollega")
    for field, text in (("seen", SECRET), ("told", "Av en kollega")):
        assert text.encode() not in raw(row, field)
    read = stored(row)
    assert keystore.open_one(read.seen, grant(row)) == SECRET
    assert keystore.open_all([read.seen, read.told], grant(row)) == [SECRET, "Av en kollega"]


def test_nothing_is_stored_where_nothing_was_written() -> None:
    assert stored(note()).told is None


def test_a_sealed_value_shows_nothing_of_itself() -> None:
    for value in (note().seen, stored(note()).seen):
        assert isinstance(value, Sealed)
        for shown in (str(value), repr(value), f"{value}", f"{[value]}"):
            assert SECRET not in shown
            assert "sealed" in shown
        with pytest.raises(TypeError):
            json.dumps(value)


def test_a_grant_for_another_dossier_or_another_units_opens_nothing() -> None:
    row = note()
    for other in (grant(row, dossier=uuid4()), grant(row, unit=CHILD_WELFARE)):
        with pytest.raises(NotGranted):
            keystore.open_one(row.seen, other)
        with pytest.raises(NotGranted):
            keystore.open_all([row.seen], other)


def test_a_mixed_list_opens_nothing_at_all() -> None:
    one, other = note(), note()
    with pytest.raises(NotGranted):
        keystore.open_all([one.seen, other.seen], grant(one))


@pytest.mark.parametrize("way", ["row", "field", "unit", "dossier"])
def test_a_ciphertext_that_was_moved_in_the_database_does_not_open(way: str) -> None:
    row = note(told="Av en kollega")
    dossier = row.dossier_id if way in ("row", "unit") else uuid4()
    other = note(dossier, CHILD_WELFARE if way == "unit" else SCHOOL)
    if way == "field":
        overwrite(row, raw(row, "told"))
        moved = row
    else:
        overwrite(other, raw(row))
        moved = other
    with pytest.raises(DoesNotOpen):
        keystore.open_one(stored(moved).seen, grant(moved))


def test_a_row_that_changed_its_owner_in_the_database_does_not_open() -> None:
    row = note()
    keystore.make_key(dossier=row.dossier_id, unit=CHILD_WELFARE)
    Note._default_manager.filter(id=row.id).update(unit_id=CHILD_WELFARE)
    moved = stored(row)
    with pytest.raises(DoesNotOpen):
        keystore.open_one(moved.seen, grant(moved))


def test_a_sealed_value_is_not_put_in_another_row() -> None:
    row, other = note(), note()
    other.seen = row.seen
    with pytest.raises(MovedValue):
        other.save()


@pytest.mark.parametrize("value", [b"bytes", 7, ["liste"]])
def test_only_text_is_written(value: Any) -> None:
    with pytest.raises(TypeError):
        Note(dossier_id=uuid4(), unit_id=SCHOOL, seen=value)


def test_no_text_reaches_a_query_unsealed() -> None:
    row = note()
    rows = Note._default_manager
    for ask in (
        lambda: list(rows.filter(seen=SECRET)),
        lambda: rows.filter(id=row.id).update(seen=SECRET),
        lambda: list(rows.exclude(seen=SECRET)),
    ):
        with pytest.raises(UnsealedText), transaction.atomic():
            ask()
    assert SECRET.encode() not in raw(row)


def test_many_rows_at_once_are_sealed_too() -> None:
    row = note()
    more = [Note(dossier_id=row.dossier_id, unit_id=SCHOOL, seen=f"{SECRET} {count}") for count in range(3)]
    Note._default_manager.bulk_create(more)
    assert all(SECRET.encode() not in raw(one) for one in more)
    assert keystore.open_one(stored(more[1]).seen, grant(row)) == f"{SECRET} 1"


def test_a_row_is_not_serialised() -> None:
    with pytest.raises(UnsealedText):
        serializers.serialize("json", [note()])


def test_without_a_key_nothing_is_written() -> None:
    with pytest.raises(KeyGone), transaction.atomic():
        Note(dossier_id=uuid4(), unit_id=SCHOOL, seen=SECRET).save()
    assert not Note._default_manager.exists()


def test_a_recipient_gets_a_copy_that_outlives_the_owners() -> None:
    row = note()
    keystore.make_key(dossier=row.dossier_id, unit=CHILD_WELFARE)
    to = Place(row.dossier_id, CHILD_WELFARE, "vaulted.note", "seen", uuid4())
    copy = keystore.reseal(row.seen, grant(row), to)
    keystore.shred(dossier=row.dossier_id, unit=SCHOOL)
    assert keystore.open_one(copy, grant(row, unit=CHILD_WELFARE)) == SECRET
    with pytest.raises(KeyGone):
        keystore.open_one(row.seen, grant(row))


def test_what_was_shredded_is_gone_and_the_journal_knows_which_keys(settings: Settings) -> None:
    row, other = note(), note()
    key = DataKey.objects.get(dossier=row.dossier_id).id
    assert keystore.shred(dossier=row.dossier_id) == 1
    assert keystore.shred(dossier=row.dossier_id) == 0
    with pytest.raises(KeyGone):
        keystore.open_one(stored(row).seen, grant(row))
    assert journal.read(settings.SHRED_JOURNAL) == {key}
    assert keystore.open_one(other.seen, grant(other)) == SECRET


def test_a_key_that_a_backup_brought_back_is_destroyed_again(settings: Settings) -> None:
    row = note()
    backup = DataKey.objects.filter(dossier=row.dossier_id).values().get()
    keystore.shred(dossier=row.dossier_id)
    DataKey.objects.create(**backup)
    assert keystore.open_one(row.seen, grant(row)) == SECRET
    assert keystore.replay(journal.read(settings.SHRED_JOURNAL)) == 1
    with pytest.raises(KeyGone):
        keystore.open_one(row.seen, grant(row))


def test_where_the_journal_cannot_be_written_no_key_is_destroyed(tmp_path: Path, settings: Settings) -> None:
    row = note()
    settings.SHRED_JOURNAL = tmp_path / "ingen" / "shredded.log"
    with pytest.raises(OSError, match="ingen"):
        keystore.shred(dossier=row.dossier_id)
    assert keystore.open_one(row.seen, grant(row)) == SECRET


def test_a_key_without_data_is_swept_after_a_day_and_not_before() -> None:
    used, orphan = note(), uuid4()
    keystore.make_key(dossier=orphan, unit=SCHOOL)

    def in_use(pairs: keystore.Pairs) -> keystore.Pairs:
        return {(used.dossier_id, SCHOOL)} & pairs

    assert orphans.sweep(orphans.orphans(in_use)) == 0
    DataKey.objects.update(made_at=clock.now() - timedelta(hours=25))
    found = orphans.orphans(in_use, batch=1)
    assert (len(found.keys), found.used) == (1, 1)
    assert orphans.sweep(found, batch=1) == 1
    assert list(DataKey.objects.values_list("dossier", flat=True)) == [used.dossier_id]


def test_an_old_key_that_somebody_begins_to_seal_with_is_not_swept() -> None:
    dossier = uuid4()
    keystore.make_key(dossier=dossier, unit=SCHOOL)
    DataKey.objects.update(made_at=clock.now() - timedelta(days=400))
    found = orphans.orphans(lambda pairs: set())
    assert len(found.keys) == 1
    # In a transaction that the sweep doesn't see into.
    place = Place(dossier, SCHOOL, "vaulted.note", "seen", uuid4())
    sealed = keystore.seal_text(SECRET, place)
    assert orphans.sweep(found) == 0
    assert orphans.orphans(lambda pairs: set()).keys == ()
    assert keystore.open_one(sealed, Grant(KARI, dossier, SCHOOL, "test")) == SECRET


def test_whoever_seals_with_a_key_that_was_just_swept_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = uuid4()
    keystore.make_key(dossier=dossier, unit=SCHOOL)
    DataKey.objects.update(made_at=clock.now() - timedelta(days=2))
    row = DataKey.objects.get(dossier=dossier)
    DataKey.objects.all().delete()
    # Read before the sweep, sealed with after it.
    monkeypatch.setattr("django.db.models.query.QuerySet.first", lambda rows: row)
    with pytest.raises(KeyGone):
        keystore.sealing_key(dossier, SCHOOL)


def test_a_key_is_made_once() -> None:
    dossier = uuid4()
    for _ in range(2):
        keystore.make_key(dossier=dossier, unit=SCHOOL)
    assert DataKey.objects.filter(dossier=dossier).count() == 1


def test_a_wrapped_key_in_another_rows_place_does_not_open() -> None:
    one, other = note(), note()
    stolen = DataKey.objects.get(dossier=one.dossier_id)
    DataKey.objects.filter(dossier=other.dossier_id).update(master=stolen.master, wrapped=stolen.wrapped)
    with pytest.raises(DoesNotOpen):
        keystore.open_one(other.seen, grant(other))


def test_with_a_wrong_master_key_nothing_opens(tmp_path: Path, settings: Settings) -> None:
    row = note()
    settings.MASTER_KEY = tmp_path / "wrong.key"
    provider.make_file(settings.MASTER_KEY)
    with pytest.raises(SettingMissing, match="lacks the master key"):
        keystore.open_one(row.seen, grant(row))


def test_a_named_key_is_the_same_each_time_and_no_other_names() -> None:
    assert keystore.named_key("audit/1") == keystore.named_key("audit/1")
    assert keystore.named_key("audit/1") != keystore.named_key("audit/2")


UNLOCK, ANOTHER = bytes(range(32)), bytes(32)


def talk(desk: UUID) -> tuple[UUID, bytes]:
    """A dossier that somebody began who hasn't signed in, and its key."""
    dossier = uuid4()
    return dossier, keystore.make_talk_key(dossier=dossier, unit=desk, unlock=UNLOCK)


def test_a_talks_key_opens_for_its_desk_and_for_the_receipt_alone() -> None:
    keystore.make_desk_pair(SCHOOL)
    keystore.make_desk_pair(CHILD_WELFARE)
    dossier, key = talk(SCHOOL)
    assert keystore.data_key(dossier, SCHOOL) == keystore.sealing_key(dossier, SCHOOL) == key
    assert keystore.key_by_receipt(dossier, UNLOCK) == key
    with pytest.raises(DoesNotOpen):
        keystore.key_by_receipt(dossier, ANOTHER)
    for wrong in ((dossier, CHILD_WELFARE), (uuid4(), SCHOOL)):
        with pytest.raises(KeyGone):
            keystore.data_key(*wrong)
    with pytest.raises(KeyGone):
        keystore.key_by_receipt(uuid4(), UNLOCK)


def test_a_talks_key_that_was_moved_to_another_row_opens_nothing() -> None:
    keystore.make_desk_pair(SCHOOL)
    one, other = talk(SCHOOL)[0], talk(SCHOOL)[0]
    row = TalkKey.objects.get(dossier=one)
    TalkKey.objects.filter(dossier=other).update(to_desk=row.to_desk, to_receipt=row.to_receipt)
    with pytest.raises(DoesNotOpen):
        keystore.data_key(other, SCHOOL)
    with pytest.raises(DoesNotOpen):
        keystore.key_by_receipt(other, UNLOCK)


def test_a_talks_key_needs_no_master_key_until_the_desk_opens_it(keys: Path) -> None:
    keystore.make_desk_pair(SCHOOL)
    keys.unlink()
    dossier, key = talk(SCHOOL)
    assert keystore.key_by_receipt(dossier, UNLOCK) == key
    with pytest.raises(SettingMissing):
        keystore.data_key(dossier, SCHOOL)


def test_the_same_talk_has_one_key_and_a_desk_without_a_pair_has_none() -> None:
    keystore.make_desk_pair(SCHOOL)
    dossier, key = talk(SCHOOL)
    assert keystore.make_talk_key(dossier=dossier, unit=SCHOOL, unlock=UNLOCK) == key
    with pytest.raises(KeyGone):
        talk(CHILD_WELFARE)


def test_a_desk_whose_pair_is_another_since_gets_keys_for_the_new_one_and_none_without() -> None:
    before = keystore.make_desk_pair(SCHOOL)
    talk(SCHOOL)
    DeskPair.objects.filter(unit=SCHOOL).delete()
    with pytest.raises(KeyGone):
        talk(SCHOOL)
    assert keystore.make_desk_pair(SCHOOL) != before
    dossier, key = talk(SCHOOL)
    assert keystore.data_key(dossier, SCHOOL) == key


def test_a_receipt_that_is_forgotten_opens_nothing_while_the_desk_reads_on() -> None:
    keystore.make_desk_pair(SCHOOL)
    dossier, key = talk(SCHOOL)
    keystore.forget_receipt(dossier)
    with pytest.raises(KeyGone):
        keystore.key_by_receipt(dossier, UNLOCK)
    assert keystore.data_key(dossier, SCHOOL) == key


def test_a_talks_key_that_its_desk_cant_open_is_found() -> None:
    keystore.make_desk_pair(SCHOOL)
    dossier, _ = talk(SCHOOL)
    assert (readiness.check(), keystore.damaged_talks()) == ([], 0)
    TalkKey.objects.filter(dossier=dossier).update(to_desk=b"x" * 100)
    [said] = readiness.check()
    assert "1 nøkler til anonyme samtaler" in said


def test_a_talks_key_is_shredded_for_good_and_swept_where_it_sealed_nothing() -> None:
    keystore.make_desk_pair(SCHOOL)
    dossier, _ = talk(SCHOOL)
    rows = list(TalkKey.objects.filter(dossier=dossier))
    assert keystore.shred(dossier=dossier) == 1
    TalkKey.objects.bulk_create(rows)
    assert keystore.brought_back([rows[0].id]) == 1
    assert keystore.replay([rows[0].id]) == 1
    unused, _ = talk(SCHOOL)
    assert orphans.orphans(lambda pairs: set()).keys == ()
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert orphans.sweep(orphans.orphans(lambda pairs: set())) == 1
    assert not TalkKey.objects.filter(dossier=unused).exists()


def test_after_a_rotation_everything_opens_without_the_old_key(keys: Path) -> None:
    rows = [note() for _ in range(5)]
    public = keystore.make_desk_pair(SCHOOL)
    dossier, key = talk(SCHOOL)
    named = keystore.named_key("audit/1")
    old = keystore.provider().current
    assert list(rotation.rotate())
    assert keystore.provider().current != old
    assert rotation.masters() == {keystore.provider().current: 7}
    provider.drop_keys(keys, keep=frozenset())
    assert [keystore.open_one(row.seen, grant(row)) for row in rows] == [SECRET] * 5
    assert keystore.named_key("audit/1") == named
    assert keystore.make_desk_pair(SCHOOL) == public
    assert keystore.data_key(dossier, SCHOOL) == key


def test_a_rotation_that_was_stopped_goes_on_and_makes_no_further_key(
    keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [note() for _ in range(5)]
    monkeypatch.setattr(rotation, "BATCH", 2)
    next(rotation.rotate())
    assert len(rotation.masters()) == 2
    # Half done, everything opens.
    assert [keystore.open_one(row.seen, grant(row)) for row in rows] == [SECRET] * 5
    list(rotation.rotate())
    assert len(rotation.masters()) == 1
    assert len(keystore.provider().known) == 2


def test_the_key_store_holds_nothing_but_keys_and_the_data_no_key() -> None:
    assert {model._meta.app_label for model in (DataKey, NamedKey, DeskPair)} == {"vault"}
    tables = {alias: set(connections[alias].introspection.table_names()) for alias in ("default", "keys")}
    keys = {"vault_datakey", "vault_namedkey", "vault_deskpair", "vault_talkkey"}
    assert not any(name.startswith("vault_") for name in tables["default"])
    assert tables["keys"] - {"django_migrations"} == keys


def test_the_key_stores_own_bytes_hold_no_key() -> None:
    row = note()
    key = keystore.data_key(row.dossier_id, SCHOOL)
    wrapped = bytes(DataKey.objects.get(dossier=row.dossier_id).wrapped)
    assert key not in wrapped
    assert key.hex().encode() not in wrapped


def test_a_key_that_was_put_back_after_its_disposal_opens_nothing_or_is_named() -> None:
    row = note()
    key = DataKey.objects.values().get(dossier=row.dossier_id)
    assert readiness.check() == []
    keystore.shred(dossier=row.dossier_id)
    assert readiness.check() == []
    DataKey.objects.create(**key | {"id": new_id()})
    with pytest.raises(DoesNotOpen):
        keystore.open_one(stored(row).seen, grant(row))
    DataKey.objects.all().delete()
    DataKey.objects.create(**key)
    (problem,) = readiness.check()
    assert problem.startswith("1 nøkler står i makuleringsloggen")
