"""Taking a backup: the data first and the keys after, each in a folder of its own.

A key commits before its data, so whatever is in the data has its key in the keys that are copied later. The master key
and the shred journal are in neither folder: with the first, a backup could be read; with the second, an older one would
bring back what was disposed of.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from motvekt.kernel import clock, durable
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused, SettingMissing
from motvekt.kernel.ids import new_id
from motvekt.site import dumps, manifest
from motvekt.site.manifest import CONTENT, Manifest, Part, Proof
from motvekt.vault import journal, public_keys, rotation
from motvekt.vault.models import TalkKey

UNFINISHED = "uferdig"
"""Ends the name of a folder that is being written. A backup that was killed leaves it, and no restore takes it."""


@dataclass(frozen=True)
class Facts:
    """What a manifest says about a database, read at the moment that the copy is of."""

    tables: dict[str, int]
    migrations: list[str]
    proofs: list[Proof]


def take(folder: Path) -> dict[Part, Manifest]:
    """Back both databases up into a folder that is new or empty. Both parts get their names at the end, or neither.

    Raises Refused and SettingMissing.
    """
    made = _make(folder)
    drafts = {part: folder / f"{part}.{UNFINISHED}" for part in Part}
    backup = new_id()
    try:
        taken = {part: _take(part, drafts[part], backup) for part in (Part.DATA, Part.KEYS)}
    except BaseException:
        for draft in drafts.values():
            shutil.rmtree(draft, ignore_errors=True)
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise
    for part in (Part.KEYS, Part.DATA):
        drafts[part].rename(folder / part)
    durable.sync(folder)
    return taken


def _make(folder: Path) -> bool:
    """Make the folder, unless it is there and empty. Says whether it was made."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise Refused(no("no_folder", f"{folder} er ikke en mappe.")) from None
        held = sorted(file.name for file in folder.iterdir() if file.name != "lost+found")
        if held:
            broken = any(name.endswith(f".{UNFINISHED}") for name in held)
            why = (
                "har en sikkerhetskopi som ble avbrutt. Slett den" if broken else f"er ikke tom: {held[0]}. Velg en ny"
            )
            raise Refused(no("not_empty", f"{folder} {why}. Ingenting er kopiert.")) from None
        return False
    except FileNotFoundError as error:
        raise Refused(no("no_folder", f"{folder.parent} finnes ikke. Ingenting er kopiert.")) from error
    return True


def _take(part: Part, folder: Path, backup: UUID) -> Manifest:
    folder.mkdir(mode=0o700)
    kind: Any = connections[part.alias].vendor
    content = folder / CONTENT[kind]
    before = clock.now()
    facts = (_from_sqlite if kind == "sqlite" else _from_postgresql)(part, content)
    written = Manifest(
        part=part,
        backup=backup,
        taken_at=_moment(part, before),
        version=version("motvekt"),
        kind=kind,
        sha256=manifest.digest(content),
        size=content.stat().st_size,
        tables=facts.tables,
        migrations=facts.migrations,
        shredded=shredded(),
        public=public_mark() if part is Part.KEYS and facts.tables.get(TalkKey._meta.db_table) else None,
        proofs=facts.proofs,
    )
    manifest.write(folder, written)
    return written


def _moment(part: Part, before: datetime) -> datetime:
    """The later end for the data, the earlier one for the keys: keys are never taken for newer than they are."""
    return before if part is Part.KEYS else clock.now()


def _from_sqlite(part: Part, content: Path) -> Facts:
    live = Path(connections[part.alias].settings_dict["NAME"])
    if not live.exists():
        raise Refused(no("no_database", f"Databasen finnes ikke: {live}. Sett MOTVEKT_DATA. Ingenting er kopiert."))
    dumps.copy_sqlite(live, content)
    with dumps.in_file(part.alias, content), dumps.working(part.alias) as connection:
        dumps.refuse_damaged(connection)
        facts = _facts(part, connection)
    dumps.finish_sqlite(content)
    return facts


def _from_postgresql(part: Part, content: Path) -> Facts:
    with dumps.working(part.alias) as connection, dumps.snapshot(connection) as moment:
        facts = _facts(part, connection)
        dumps.dump_postgresql(connection, content, moment)
    return facts


def _facts(part: Part, connection: BaseDatabaseWrapper) -> Facts:
    found = dumps.tables(connection)
    if not found:
        raise Refused(no("no_tables", f"Databasen for {part.words} er tom. Ingenting er kopiert."))
    return Facts(found, dumps.migrations(connection), _proofs() if part is Part.KEYS else [])


def _proofs() -> list[Proof]:
    return [
        Proof(master=sample.master, purpose=sample.purpose.hex(), wrapped=sample.wrapped.hex())
        for sample in rotation.samples()
    ]


def shredded() -> int | None:
    """How many keys the shred journal names; None where it can't be read."""
    try:
        return len(journal.read(settings.SHRED_JOURNAL))
    except SettingMissing:
        return None


def public_mark() -> str | None:
    """What tells the keys of the public part from others; None where they can't be read."""
    try:
        return public_keys.public_keys().mark()
    except SettingMissing:
        return None
