"""A database role that no wall holds is refused; one that is down is not."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from tests.databases import APPLICATION, OWNER
from tests.guides import ROOT
from tests.processes import Originals, Stage

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]

MOTVEKT = (str(Path(sys.executable).with_name("motvekt")),)
SERVER = (sys.executable, "-c", "import motvekt.site.wsgi")
AREAS = (*MOTVEKT, "areas", "--list")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory, originals: Originals) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own, migrated."""
    with originals.copy(Stage.MIGRATED, tmp_path_factory.mktemp("roles")) as made:
        yield made.environment


def run(environment: dict[str, str], *command: str, status: int = 0) -> str:
    """What it says of what went wrong."""
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stderr


@pytest.fixture
def role(migrated: dict[str, str], request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The environment with another role, which is made with the words that the test gives."""
    name, words = f"prove_{uuid.uuid4().hex[:8]}", request.param
    with psycopg.connect(os.environ["POSTGRES_ADMINISTRATOR_URL"], autocommit=True) as administrator:
        administrator.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'prøve' {words}".encode())
        url = urlsplit(migrated[APPLICATION])
        place = f"{name}:{quote('prøve')}@{url.hostname}:{url.port}"
        try:
            yield migrated | {APPLICATION: urlunsplit(url._replace(netloc=place))}
        finally:
            administrator.execute(f"DROP ROLE {name}".encode())


@pytest.mark.parametrize("command", [AREAS, SERVER], ids=["command", "server"])
@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("SUPERUSER", "er superbruker"),
        ("BYPASSRLS", "har BYPASSRLS"),
        ("CREATEROLE", "har CREATEROLE"),
        ("IN ROLE motvekt_owner", "eier tabellene"),
        ("NOINHERIT IN ROLE motvekt_owner", "eier tabellene"),
    ],
    indirect=["role"],
)
def test_a_role_that_no_wall_holds_is_refused(role: dict[str, str], says: str, command: tuple[str, ...]) -> None:
    said = run(role, *command, status=1)
    assert says in said
    assert "DATABASE_OWNER_URL" in said


def test_the_applications_own_role_is_not_refused(migrated: dict[str, str]) -> None:
    run(migrated, *AREAS)
    run(migrated, *SERVER)


@pytest.mark.parametrize("command", [AREAS, SERVER, (*MOTVEKT, "migrate")], ids=["command", "server", "migrate"])
def test_where_only_one_address_is_set_and_it_owns_the_tables_it_is_said_what_to_do(
    migrated: dict[str, str], command: tuple[str, ...]
) -> None:
    alone = migrated | {APPLICATION: migrated[OWNER]}
    del alone[OWNER]
    said = run(alone, *command, status=1)
    for words in ("DATABASE_OWNER_URL", "CREATE ROLE", "motvekt migrate"):
        assert words in said


def test_a_database_that_is_down_stops_neither_the_server_nor_what_needs_none(migrated: dict[str, str]) -> None:
    down = migrated | dict.fromkeys((APPLICATION,), "postgres://x:x@127.0.0.1:1/x")
    del down[OWNER]
    run(down, *SERVER)
    run(down, *MOTVEKT, "guide", "check", "packs/fjellvik")
    assert "Databasen svarer ikke" in run(down, *AREAS, status=1)


def test_migrating_again_and_backwards_leaves_the_walls_as_they_should_be(migrated: dict[str, str]) -> None:
    for arguments in ([], ["dossiers", "zero", "--database", "default"], ["--plan"], ["--check"], []):
        run(migrated, *MOTVEKT, "migrate", "--verbosity", "0", *arguments, status=int(arguments == ["--check"]))
    with psycopg.connect(migrated[APPLICATION]) as application:
        [walled] = application.execute("SELECT count(*) FROM pg_policy").fetchall()
        assert walled[0] > 15
