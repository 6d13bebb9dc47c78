"""Which keys were destroyed: written before they are, and never lost."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from motvekt.kernel.errors import SettingMissing
from motvekt.vault import journal

AT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


def test_what_is_written_is_read_and_nothing_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "shredded.log"
    first, second = [uuid4(), uuid4()], [uuid4()]
    journal.write(file, first, AT)
    journal.write(file, second, AT)
    assert journal.read(file) == {*first, *second}
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_torn_last_line_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "shredded.log"
    key = uuid4()
    journal.write(file, [key], AT)
    with file.open("a") as opened:
        opened.write(f"{AT.isoformat()} {str(uuid4())[:20]}")
    assert journal.read(file) == {key}
    later = uuid4()
    journal.write(file, [later], AT)
    assert journal.read(file) == {key, later}


@pytest.mark.parametrize("text", ["tull\n", "2026 x\n", "\n"])
def test_a_damaged_journal_is_no_empty_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "shredded.log"
    file.write_text(text)
    with pytest.raises(SettingMissing, match="damaged"):
        journal.read(file)


def test_a_journal_that_is_not_there_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(SettingMissing, match="can't be read"):
        journal.read(tmp_path / "ingen.log")


def test_a_disk_that_is_full_is_told_of_before_any_key_is_destroyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "shredded.log"
    kept = uuid4()
    journal.write(file, [kept], AT)
    write = os.write
    with monkeypatch.context() as patched:
        # As the system does it: what there is room for, and no error.
        patched.setattr(os, "write", lambda descriptor, content: write(descriptor, content[:40]))
        with pytest.raises(OSError, match="No space left"):
            journal.write(file, [uuid4(), uuid4()], AT)
    assert journal.read(file) == {kept}
