"""Who can read a file: by its mode, and by a list of rights where it has one."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from motvekt.kernel.modes import others_can_read

OWNER, USER, GROUP_OF_FILE, GROUP, MASK, OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
NOBODY = 0xFFFFFFFF
READ = 4


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "hemmelig"
    made.write_text("x")
    return made


@pytest.mark.parametrize(
    ("mode", "is_open"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True), (0o660, True)]
)
def test_the_mode_says_it(file: Path, mode: int, is_open: bool) -> None:
    file.chmod(mode)
    assert others_can_read(file) is is_open


@pytest.mark.parametrize(
    ("more", "is_open"),
    [
        ([(USER, READ, os.getuid())], False),
        ([(USER, READ, os.getuid() + 1)], True),
        ([(USER, READ, os.getuid()), (GROUP, READ, 7)], True),
    ],
)
def test_a_list_of_rights_says_it_better(file: Path, more: list[tuple[int, int, int]], is_open: bool) -> None:
    rows = [(OWNER, READ, NOBODY), (GROUP_OF_FILE, 0, NOBODY), (MASK, READ, NOBODY), (OTHER, 0, NOBODY), *more]
    listed = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *row) for row in sorted(rows))
    try:
        os.setxattr(file, "system.posix_acl_access", listed)
    except OSError:
        pytest.skip("this file system has no lists of rights")
    assert file.stat().st_mode & 0o077 == 0o040
    assert others_can_read(file) is is_open
