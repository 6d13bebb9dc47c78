"""The master key's file: made once, read whole, never by others, and said in words when it is not to be had."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from motvekt.kernel.errors import SettingMissing
from motvekt.vault.envelope import DoesNotOpen, new_key
from motvekt.vault.provider import FileProvider, Wrapped, add_key, drop_keys, make_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "master.key"
    assert make_file(made)
    return made


def test_it_is_made_for_its_owner_alone_and_only_once(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_text()
    assert not make_file(file)
    assert file.read_text() == before
    assert [path.name for path in file.parent.iterdir()] == ["master.key"]


def test_of_several_who_make_it_at_once_one_wins(tmp_path: Path) -> None:
    made = tmp_path / "master.key"
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda _: make_file(made), range(8)))
    assert won.count(True) == 1
    assert FileProvider(made).current


def test_a_key_is_unwrapped_for_its_purpose_and_no_other(file: Path) -> None:
    provider = FileProvider(file)
    key = new_key()
    wrapped = provider.wrap(key, b"data")
    assert provider.unwrap(wrapped, b"data") == key
    assert key not in wrapped.sealed
    with pytest.raises(DoesNotOpen):
        provider.unwrap(wrapped, b"named")


def test_a_new_key_stands_first_and_the_old_ones_go_on_opening(file: Path) -> None:
    before = FileProvider(file)
    wrapped = before.wrap(new_key(), b"x")
    added = add_key(file)
    after = FileProvider(file)
    assert (after.current, after.known) == (added, (added, before.current))
    assert after.unwrap(wrapped, b"x") == before.unwrap(wrapped, b"x")
    assert file.stat().st_mode & 0o777 == 0o600


def test_of_several_who_add_a_key_at_once_none_puts_anothers_away(file: Path) -> None:
    first = FileProvider(file).current
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda _: add_key(file), range(24)))
    assert {*FileProvider(file).known} == {first, *added}
    assert [path.name for path in file.parent.iterdir()] == ["master.key"]


def test_old_keys_can_be_dropped_but_never_the_current_one(file: Path) -> None:
    old = FileProvider(file)
    wrapped = old.wrap(new_key(), b"x")
    current = add_key(file)
    assert drop_keys(file, keep=frozenset()) == (old.current,)
    assert FileProvider(file).known == (current,)
    with pytest.raises(SettingMissing, match=old.current):
        FileProvider(file).unwrap(wrapped, b"x")


def test_a_wrong_file_says_which_key_it_lacks_and_that_nothing_opens_without(file: Path, tmp_path: Path) -> None:
    wrapped = FileProvider(file).wrap(new_key(), b"x")
    other = tmp_path / "other.key"
    make_file(other)
    with pytest.raises(SettingMissing, match="lacks the master key"):
        FileProvider(other).unwrap(wrapped, b"x")


def test_a_forged_id_does_not_help(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    make_file(other)
    wrapped = FileProvider(other).wrap(new_key(), b"x")
    provider = FileProvider(file)
    with pytest.raises(DoesNotOpen):
        provider.unwrap(Wrapped(provider.current, wrapped.sealed), b"x")


@pytest.mark.parametrize("text", ["", "\n", "tull", "0123abcd:1234", "0123abcd:" + "g" * 64, "æøå"])
def test_a_damaged_file_is_said_to_be_damaged(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(SettingMissing, match="MOTVEKT_MASTER_KEY"):
        FileProvider(file)


def test_a_file_that_others_can_read_is_refused(file: Path) -> None:
    file.chmod(0o640)
    with pytest.raises(SettingMissing, match="chmod 600"):
        FileProvider(file)


def test_a_missing_file_says_to_restore_it(tmp_path: Path) -> None:
    with pytest.raises(SettingMissing, match="Restore it from its backup"):
        FileProvider(tmp_path / "ingen.key")
