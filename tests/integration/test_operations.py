"""The commands of docs/OPERATIONS.md, run as they stand there, against databases that are made for it."""

from __future__ import annotations

import os
import re
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.guides import ROOT
from tests.processes import BIN

PAGE = ROOT / "docs" / "OPERATIONS.md"
BLOCK = re.compile(r"^( *)<!-- tested -->\n\1```\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
ADMINISTRATOR = os.environ.get("POSTGRES_ADMINISTRATOR_URL", "")


def blocks() -> list[str]:
    """What stands in the marked blocks, in the page's order."""
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in BLOCK.findall(PAGE.read_text())]


def test_the_page_has_its_marked_blocks_in_the_order_of_an_installations_life() -> None:
    found = blocks()
    assert len(found) == PAGE.read_text().count("<!-- tested -->")
    begins = [
        "CREATE ROLE",
        "motvekt.env",
        "motvekt migrate",
        "motvekt admin invite",
        "motvekt backup",
        "audit compare",
        "motvekt restore",
        "rotate",
    ]
    assert [word for word, block in zip(begins, found, strict=True) if word not in block] == []


@pytest.fixture
def named() -> Iterator[str]:
    """A name for roles and databases that no other test has; they are gone afterwards."""
    name = f"operated_{uuid.uuid4().hex[:8]}"
    yield name
    with psycopg.connect(ADMINISTRATOR, autocommit=True) as connection:
        for database in ("data", "keystore"):
            connection.execute(f"DROP DATABASE IF EXISTS {name}_{database} WITH (FORCE)")
        for role in ("owner", "app", "keys_owner", "keys", "public"):
            connection.execute(f"DROP ROLE IF EXISTS {name}_{role}")


def here(text: str, folder: Path, name: str) -> str:
    """The same commands for this machine: in a folder of the test's, as the user who runs it, on another server."""
    administrator = urlsplit(ADMINISTRATOR)
    text = re.sub(r"motvekt_(owner|app|keys_owner|keys|public|data|keystore)\b", rf"{name}_\1", text)
    for this, that in (
        ("runuser -u postgres -- psql", f"psql --dbname={ADMINISTRATOR}"),
        (" --owner=motvekt --group=motvekt", ""),
        ("setpriv --reuid=motvekt --regid=motvekt --init-groups --no-new-privs ", ""),
        ("127.0.0.1:5432", f"{administrator.hostname}:{administrator.port}"),
        ("/opt/motvekt/venv/bin", str(BIN)),
        ("/opt/motvekt/packs", str(ROOT / "packs")),
    ):
        text = text.replace(this, that)
    return re.sub(r"/(etc|var|opt)/", rf"{folder}/\1/", text).replace(f"{folder}{folder}", str(folder))


@pytest.mark.skipif(not ADMINISTRATOR, reason="needs a PostgreSQL to be administrator of")
def test_from_nothing_to_an_installation_that_is_backed_up_restored_and_has_a_new_master_key(
    tmp_path: Path, named: str
) -> None:
    (tmp_path / "bin").mkdir()
    for folder in ("etc", "var/lib", "var/backups"):
        (tmp_path / folder).mkdir(parents=True)
    wrapper = tmp_path / "bin" / "motvekt"
    wrapper.write_text(here((ROOT / "deploy" / "motvekt").read_text(), tmp_path, named))
    wrapper.chmod(0o755)
    database, settings, tables, first, backup, night, restore, rotate = (
        here(block, tmp_path, named) for block in blocks()
    )
    check = "motvekt check || echo checked $?\nmotvekt mail\nmotvekt tick\n"
    script = "\n".join(
        ("set -euo pipefail", database, settings, tables, first, check, backup, night, restore, rotate, check, night)
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MOTVEKT_", "DATABASE_"))}
    path = ":".join([str(tmp_path / "bin"), *map(str, Path("/usr/lib/postgresql").glob("*/bin")), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", script],
        env={**clean, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    # There is no administrator yet, and nothing that keeps the server from starting.
    assert "checked 1" in said
    assert "/inne/invitasjon/" in said
    assert "area_without_administrator" in said
    assert "STANSER" not in said
    assert "database_logs_values" not in said
    assert said.count("nøkler kan pakkes ut") == 3
    assert "bevist" in said
    assert "Behold" in said
    for secret in (tmp_path / "etc").rglob("*.env"):
        assert secret.stat().st_mode & 0o077 == 0
