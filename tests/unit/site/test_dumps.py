"""PostgreSQL's own programs: which one is taken, and that the password is never where others see it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from motvekt.kernel.errors import Refused
from motvekt.site import dumps


def program(folder: Path, version: str) -> Path:
    file = folder / version / "bin" / "pg_dump"
    file.parent.mkdir(parents=True)
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


def test_the_servers_own_version_is_taken_else_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumps, "INSTALLED", (str(tmp_path),))
    own, newest = program(tmp_path, "9"), program(tmp_path, "pgsql-17")
    program(tmp_path, "15")
    program(tmp_path, "local")
    assert dumps.find("pg_dump", 9) == str(own)
    assert dumps.find("pg_dump", 16) == str(newest)


def test_a_program_that_is_nowhere_is_told_of_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumps, "INSTALLED", (str(tmp_path),))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match=r"Finner ikke pg_dump.*versjon 15.*postgresql-client"):
        dumps.find("pg_dump", 15)
    file = program(tmp_path, "x")
    monkeypatch.setenv("PATH", str(file.parent))
    assert dumps.find("pg_dump", 15) == str(file)


@pytest.fixture
def connection() -> Any:
    """As Django has it, with what an address may bring along."""
    given = {
        "host": "db.example",
        "port": "5433",
        "user": "eier",
        "password": "hemmelig",
        "dbname": "motvekt",
        "sslmode": "require",
        "sslpassword": "også hemmelig",
        "options": "-c statement_timeout=10000",
        "client_encoding": "UTF8",
    }
    return SimpleNamespace(get_connection_params=lambda: given, pg_version=150018)


def test_the_password_is_in_the_environment_and_not_on_the_command_line(
    connection: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        seen.update(options, command=command)
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(subprocess, "run", run)
    dumps.load_postgresql(connection, tmp_path / "database.dump")
    said = " ".join(seen["command"])
    assert "hemmelig" not in said
    assert seen["env"]["PGPASSWORD"] == "hemmelig"
    assert {"--single-transaction", "--exit-on-error", "--no-password", "--no-owner", "--no-privileges"} <= set(
        seen["command"]
    )
    assert "host=db.example" in said
    assert "sslmode=require" in said
    # A limit of the server's would end a long dump.
    assert "statement_timeout" not in said


CONTENTS = """;
; Archive created
215; 1259 16402 TABLE public dossiers_item motvekt_owner
3401; 0 16402 ROW SECURITY public dossiers_item motvekt_owner
3402; 3256 16499 POLICY public dossiers_item public_part motvekt_owner
3403; 2606 16500 CONSTRAINT public item POLICY motvekt_owner
"""


def test_policies_name_roles_and_are_not_restored(
    connection: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[str] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        used.extend(Path(one.partition("=")[2]).read_text() for one in command if one.startswith("--use-list="))
        return subprocess.CompletedProcess(command, 0, CONTENTS.encode() if "--list" in command else b"", b"")

    monkeypatch.setattr(subprocess, "run", run)
    dumps.load_postgresql(connection, tmp_path / "database.dump")
    left = [line for line in CONTENTS.splitlines() if "public_part" not in line]
    assert [one.splitlines() for one in used] == [left]


def test_what_a_program_says_is_passed_on(connection: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, b"", "pg_restore: feil: æøå\n".encode())
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: failed)
    with pytest.raises(Refused, match="pg_restore kunne ikke gjøre jobben:\npg_restore: feil: æøå"):
        dumps.load_postgresql(connection, tmp_path / "database.dump")
