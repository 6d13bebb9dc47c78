"""Each database's own way to be copied while others write: SQLite's online backup, PostgreSQL's pg_dump."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from psycopg.conninfo import make_conninfo

from motvekt.kernel import durable
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.site import env
from motvekt.site.database_roles import as_owner

INSTALLED = ("/usr/lib/postgresql", "/usr")
"""Folders with PostgreSQL's programs in folders by version: Debian's and Red Hat's."""


def make_private(file: Path) -> None:
    """Make an empty file that only its owner reads, before somebody else's program writes into it."""
    file.touch(mode=0o600, exist_ok=False)


@contextmanager
def working(alias: str) -> Iterator[BaseDatabaseWrapper]:
    """A database as the owner of its tables sees it, with no limit to how long a statement takes."""
    with as_owner(alias):
        connection = connections[alias]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
                cursor.execute("SET idle_in_transaction_session_timeout = 0")
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def in_file(alias: str, file: Path) -> Iterator[None]:
    """Work with another SQLite file than the installation's."""
    connection = connections[alias]
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = file
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def tables(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """Each table and its number of rows."""
    found = {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            found[name] = int(cursor.fetchone()[0])
    return found


def migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """All migrations that have run, as `app.name`."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that others may be writing to, as it is at one moment, into one file."""
    make_private(target)
    # One step: what somebody writes meanwhile goes into the write-ahead log and neither waits nor begins it anew.
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True)) as live,
        closing(sqlite3.connect(target)) as to,
    ):
        live.backup(to)


def refuse_damaged(connection: BaseDatabaseWrapper) -> None:
    """Refuse a SQLite database whose pages, indexes or constraints don't hold. Django has their functions."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = cursor.fetchone()[0]
    if found != "ok":
        raise Refused(no("damaged", f"Databasen er skadet og ikke kopiert: {found}. Gjenopprett fra en eldre kopi."))


def finish_sqlite(file: Path) -> None:
    """Leave a database in its one file, without a log beside it, and on the disk."""
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA journal_mode=DELETE")
    durable.sync(file)


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """A moment of a PostgreSQL database: all that is read within is of it, and so is a dump that is given its id."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def dump_postgresql(connection: BaseDatabaseWrapper, target: Path, moment: str) -> None:
    """Dump a moment of a database. Who owns and may do what is each installation's own, and left out."""
    make_private(target)
    _run(connection, "pg_dump", "--format=custom", f"--snapshot={moment}", f"--file={target}")
    durable.sync(target)


def load_postgresql(connection: BaseDatabaseWrapper, source: Path) -> None:
    """Put a dump into an empty database, whole or not at all.

    But for the policies: they name roles, which this server may not have. Migrating raises them anew, and until then
    the roles that they would hold see nothing.
    """
    with TemporaryDirectory() as folder:
        wanted = Path(folder, "contents")
        wanted.write_text("".join(line for line in _contents(connection, source) if not _POLICY.match(line)), "utf-8")
        _run(connection, "pg_restore", "--single-transaction", "--exit-on-error", f"--use-list={wanted}", str(source))


_POLICY = re.compile(r"\d+; \d+ \d+ POLICY ")
"""How a policy's line begins in a dump's list of contents."""


def _contents(connection: BaseDatabaseWrapper, source: Path) -> list[str]:
    """What is in a dump, a line each, as pg_restore lists it and takes it."""
    command = [find("pg_restore", connection.pg_version // 10000), "--list", str(source)]  # type: ignore[attr-defined]
    return _said_by("pg_restore", command, env.of_a_child()).splitlines(keepends=True)


def _run(connection: BaseDatabaseWrapper, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a database. The password is in its environment, where others don't see it."""
    given = connection.get_connection_params()
    password = str(given.get("password") or "")
    where = {
        name: given[name] for name in given if name in _CONNINFO or (name.startswith("ssl") and name != "sslpassword")
    }
    command = [
        find(program, connection.pg_version // 10000),  # type: ignore[attr-defined]
        "--no-password",
        "--no-owner",
        "--no-privileges",
        f"--dbname={make_conninfo(**where)}",
        *arguments,
    ]
    _said_by(program, command, env.of_a_child(**({"PGPASSWORD": password} if password else {})))


def _said_by(program: str, command: Sequence[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise Refused(no("program_failed", f"{program} kunne ikke gjøre jobben:\n{said}"))
    return done.stdout.decode("utf-8", "replace")


_CONNINFO = ("host", "hostaddr", "port", "user", "dbname", "connect_timeout", "gssencmode", "channel_binding")


def find(program: str, version: int) -> str:
    """One of PostgreSQL's programs: the server's own version, else the newest, else the one on the path.

    Raises Refused where there is none.
    """
    found = [path for folder in INSTALLED for path in Path(folder).glob(f"*/bin/{program}") if _version(path)]
    found.sort(key=lambda path: (_version(path) == version, _version(path)))
    chosen = str(found[-1]) if found else shutil.which(program)
    if chosen is None:
        raise Refused(
            no(
                "no_program",
                f"Finner ikke {program}. Installer PostgreSQLs klientprogrammer i versjon {version} eller nyere "
                f"(Debian: apt-get install postgresql-client), eller legg mappa med {program} i PATH.",
            )
        )
    return chosen


def _version(program: Path) -> int:
    """The version that a program's folder is named for: `15` or `pgsql-15`; 0 for any other folder."""
    found = re.fullmatch(r"(?:pgsql-)?(\d+)", program.parent.parent.name)
    return int(found[1]) if found else 0
