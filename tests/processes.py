"""Installations of a test's own, which processes work with: empty ones, and copies of what the real commands made."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import psycopg
from psycopg import sql

from tests.databases import PUBLIC, address, name_of, own_database
from tests.guides import PACKS, ROOT

BIN = Path(sys.executable).parent
MOTVEKT = str(BIN / "motvekt")
FILES = {"data": "motvekt.sqlite3", "keys": "keys.sqlite3"}

Values = dict[str, tuple[str, str, str]]
"""Place to dossier, unit and text."""


def by_place(rows: Iterable[Sequence[str]]) -> Values:
    """What `tests.backups` says of sealed values."""
    return {place: (dossier, unit, said) for place, dossier, unit, said in rows}


@dataclass(frozen=True)
class Installation:
    """A data folder with databases of its own, as an environment for processes."""

    folder: Path
    environment: dict[str, str]

    def run(self, *command: str, status: int = 0) -> str:
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def motvekt(self, *words: str, status: int = 0) -> str:
        return self.run(MOTVEKT, *words, status=status)

    def python(self, *words: str, status: int = 0) -> str:
        return self.run(sys.executable, *words, status=status)

    def values(self) -> Values:
        """What every sealed value says, as `tests.backups` puts it."""
        return by_place(json.loads(self.python("-m", "tests.backups", "opened")))

    def file(self, name: str) -> Path:
        return self.folder / name

    def holds(self, part: str) -> bool:
        """Whether anything is in the place of a part."""
        url = self.owner(part)
        if url is None:
            return self.file(FILES[part]).exists()
        with psycopg.connect(url) as connection:
            return bool(connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchall())

    def empty(self, part: str) -> None:
        """As an operator empties a place."""
        url = self.owner(part)
        if url is None:
            self.file(FILES[part]).unlink()
            return
        with psycopg.connect(url) as connection:
            for (table,) in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall():
                connection.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(table)))

    def owner(self, part: str) -> str | None:
        """The address of a part's database for whoever owns its tables; None on SQLite."""
        prefix = {"data": "DATABASE", "keys": "MOTVEKT_KEYS"}[part]
        return self.environment.get(f"{prefix}_OWNER_URL") or self.environment.get(f"{prefix}_URL")

    def of_the_public_part(self, away: Path) -> Installation:
        """Its public part, with a folder of its own, without the master key, and on PostgreSQL as its own role."""
        away.mkdir(exist_ok=True)
        kept = {k: v for k, v in self.environment.items() if not k.startswith(("MOTVEKT_", "DATABASE_"))}
        for name in {"DATABASE_URL", "MOTVEKT_KEYS_URL"} & set(self.environment):
            kept[name] = address(PUBLIC, name_of(self.environment[name]))
        own = {
            "MOTVEKT_PART": "public",
            "MOTVEKT_DATA": str(away),
            "MOTVEKT_PUBLIC_KEYS": str(self.file("public.key")),
            "MOTVEKT_MASTER_KEY": str(away / "there-is-none"),
        }
        return Installation(away, {**kept, **own})


@contextmanager
def empty_installation(folder: Path, like: Installation | None = None) -> Iterator[Installation]:
    """Nothing but a data folder, and on PostgreSQL two databases, without tables or as those that they are `like`."""
    of_data, of_keys = (name_of(like.owner(part)) if like else "" for part in FILES)
    with own_database("data", like=of_data) as data, own_database("keys", "MOTVEKT_KEYS", like=of_keys) as keys:
        # Its master key and journal lie in its data folder, whatever the tests around have set.
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("MOTVEKT_", "DATABASE_"))}
        folder.mkdir(mode=0o700, exist_ok=True)
        yield Installation(folder, {**inherited, **data, **keys, "MOTVEKT_DATA": str(folder)})


class Stage(Enum):
    """How far an installation has come: the stage before, if any, and the commands that bring it there from that."""

    MIGRATED = ("", (MOTVEKT, "migrate", "--verbosity", "0"), (MOTVEKT, "keys", "init"))
    WITH_AREAS = ("MIGRATED", (MOTVEKT, "areas", "packs/areas.yaml"))
    PUBLISHED = ("WITH_AREAS", *((MOTVEKT, "guide", "publish", "--first", f"packs/{pack}") for pack in PACKS))
    FOR_JOURNEYS = ("MIGRATED", (sys.executable, "-m", "tests.journeys.server", "prepare"))


@dataclass
class Originals:
    """An installation of each stage, made by the real commands when it is first asked for. Tests work with copies.

    On SQLite all that run at once have them in one folder, and whoever comes first makes them. On PostgreSQL the folder
    is one's own, and `until` ends the databases.
    """

    folder: Path
    until: ExitStack
    made: dict[Stage, Installation] = field(default_factory=dict)

    @contextmanager
    def copy(self, stage: Stage, folder: Path) -> Iterator[Installation]:
        """An installation of its own that has come so far, in the folder."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            original = self._at(stage)
        with _copied(original, folder) as copy:
            yield copy

    def _at(self, stage: Stage) -> Installation:
        if stage not in self.made:
            folder = self.folder / stage.name.lower()
            if self._is_made(stage).exists():
                self.made[stage] = self.until.enter_context(empty_installation(folder))
            else:
                before, *commands = stage.value
                begun = _copied(self._at(Stage[before]), folder) if before else empty_installation(folder)
                self.made[stage] = self.until.enter_context(begun)
                for command in commands:
                    self.made[stage].run(*command)
                self._is_made(stage).touch()
        return self.made[stage]

    def _is_made(self, stage: Stage) -> Path:
        return self.folder / f"{stage.name.lower()} is made"


@contextmanager
def _copied(original: Installation, folder: Path) -> Iterator[Installation]:
    """Nobody has its files open, or is connected to its databases: PostgreSQL would refuse."""
    with empty_installation(folder, like=original) as copy:
        shutil.copytree(original.folder, folder, dirs_exist_ok=True)
        yield copy
