"""Restoring a backup into an empty installation, the keys first and the data last.

Data stands in its place only once the keys do and everything that the shred journal names is destroyed among them: a
restore that is killed leaves no data, and nothing that was disposed of opens at any moment.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import Error, connections
from django.db.migrations.loader import MigrationLoader

from motvekt.dossiers.models import NameMark
from motvekt.kernel import durable
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused, SettingMissing
from motvekt.site import backup, dumps, manifest
from motvekt.site.manifest import Manifest, Part
from motvekt.vault import journal, keystore, readable, readiness, rotation
from motvekt.vault.readable import Unreadable
from motvekt.vault.rotation import Sample

DRAFT = "gjenopprettes"
"""Ends the name of a SQLite file that is being restored, until it is whole."""

NOTHING = "Ingenting er gjenopprettet."

Migrate = Callable[[Part], None]
Pair = tuple[UUID, UUID]


class Why(StrEnum):
    """Why something doesn't open, as far as it can be told."""

    SHREDDED = "shredded"
    """It was disposed of: the journal names the key, or it was gone already when keys were copied after the data."""
    YOUNGER = "younger"
    """The keys are older than the data: it was disposed of, or its key was made after they were copied."""
    DIFFERS = "differs"
    """There is a key, and it doesn't fit: made anew after a disposal, or something is damaged."""


@dataclass(frozen=True)
class Restored:
    """What a restore did, and what it could not give back."""

    manifests: Mapping[Part, Manifest]
    destroyed: int
    """How many keys came with the backup and were destroyed again."""
    problems: list[str]
    """What is wrong with the keys, in words."""
    unreadable: list[tuple[Unreadable, Why]]


def restore(folders: Mapping[Part, Path], migrate: Migrate) -> Restored:
    """Restore both parts, which may be of different backups, and say what can't be read.

    `migrate` brings a part's tables up to this program's form. Raises Refused and SettingMissing.
    """
    with _alone():
        _remove_drafts()
        _refuse_occupied()
        manifests = {part: manifest.read(folder, part) for part, folder in folders.items()}
        for one in manifests.values():
            _refuse_misfit(one)
        ids = _journal(manifests)
        _refuse_wrong_master(manifests[Part.KEYS])
        with _placed(Part.KEYS, folders[Part.KEYS], manifests[Part.KEYS]):
            migrate(Part.KEYS)
            shredded, destroyed = _replay(ids)
            problems = [*readiness.check(), *_wrong_public_keys(manifests[Part.KEYS])]
        with _placed(Part.DATA, folders[Part.DATA], manifests[Part.DATA]):
            migrate(Part.DATA)
        _forget_disposed()
        left = _unreadable()
        keys_are_newer = manifests[Part.KEYS].taken_at >= manifests[Part.DATA].taken_at
        found = [(one, _why(one, shredded, keys_are_newer)) for one in left]
        return Restored(manifests, destroyed, problems, found)


@contextmanager
def _alone() -> Iterator[None]:
    """Under the lock that a starting server takes: nobody migrates or restores at the same time."""
    folder: Path = settings.ENVIRONMENT.data
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "start.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(no("busy", f"En start eller en gjenoppretting pågår i {folder}. {NOTHING}")) from error
        yield


def _file(part: Part) -> Path:
    """The installation's SQLite file."""
    return Path(connections[part.alias].settings_dict["NAME"])


def _beside(file: Path) -> list[Path]:
    """A SQLite file and what SQLite puts beside it: a log without its file would be played into a new one."""
    return [file, *(file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-shm", "-journal"))]


def _draft(part: Part) -> Path:
    return _file(part).with_name(f"{_file(part).name}.{DRAFT}")


def _remove_drafts() -> None:
    """What a restore that was killed left: keys that the journal names may be in it."""
    for part in Part:
        if connections[part.alias].vendor == "sqlite":
            for file in _beside(_draft(part)):
                file.unlink(missing_ok=True)


def _refuse_occupied() -> None:
    if found := _occupied(Part.DATA):
        raise Refused(
            no("occupied", f"Installasjonen er ikke tom: {found}. En kopi gjenopprettes bare i en tom. {NOTHING}")
        )
    if found := _occupied(Part.KEYS):
        raise Refused(
            no(
                "keys_occupied",
                f"Nøkkellageret er ikke tomt: {found}. {NOTHING} Dataene mangler, så en gjenoppretting kan ha blitt "
                "avbrutt. I så fall: slett nøkkellageret, og gjenopprett på nytt.",
            )
        )


def _occupied(part: Part) -> str:
    """What is in a part's place, in words; empty where nothing is."""
    connection = connections[part.alias]
    if connection.vendor == "sqlite":
        return next((f"{file} finnes" for file in _beside(_file(part)) if file.exists()), "")
    with dumps.working(part.alias):
        tables = connection.introspection.table_names()
    return f"databasen {connection.settings_dict['NAME']} har {len(tables)} tabeller" if tables else ""


def _refuse_misfit(one: Manifest) -> None:
    """Refuse a backup of the other kind of database, or of a program that is newer than this one."""
    if one.kind != connections[one.part.alias].vendor:
        raise Refused(
            no(
                "other_kind",
                f"Kopien av {one.part.words} er fra {one.kind}, og innstillingene sier "
                f"{connections[one.part.alias].vendor}. Sett DATABASE_URL og MOTVEKT_KEYS_URL som der den ble tatt. "
                f"{NOTHING}",
            )
        )
    known = MigrationLoader(None).disk_migrations
    names = {f"{app}.{name}" for app, name in known}
    names |= {f"{app}.{name}" for migration in known.values() for app, name in migration.replaces}
    if unknown := sorted(set(one.migrations) - names):
        raise Refused(
            no(
                "newer",
                f"Kopien av {one.part.words} er tatt av en nyere utgave av Motvekt ({one.version}, {unknown[0]}). "
                f"Installer den utgaven, og gjenopprett med den. {NOTHING}",
            )
        )


def _journal(manifests: Mapping[Part, Manifest]) -> frozenset[UUID]:
    """The keys that must stay destroyed. Refuses without the journal, and with one that is older than the backup."""
    known = max(one.shredded or 0 for one in manifests.values())
    file = settings.SHRED_JOURNAL
    try:
        ids = journal.read(file)
    except SettingMissing as error:
        never = "" if known else " Er ingenting noen gang makulert, lag en tom fil der."
        raise Refused(
            no(
                "no_journal",
                f"Makuleringsloggen må være på plass: uten den kunne det som er makulert, åpnes igjen. Hent den siste "
                f"kopien til {file}.{never} {NOTHING}\n{error}",
            )
        ) from error
    if len(ids) < known:
        raise Refused(
            no(
                "old_journal",
                f"Makuleringsloggen i {file} er for gammel: den har {len(ids)} nøkler, og hadde {known} da kopien ble "
                f"tatt. Hent en nyere. {NOTHING}",
            )
        )
    return ids


def _refuse_wrong_master(keys: Manifest) -> None:
    """Refuse where a master key is missing, or isn't the one that wrapped the keys."""
    samples = [Sample(one.master, bytes.fromhex(one.purpose), bytes.fromhex(one.wrapped)) for one in keys.proofs]
    try:
        keystore.provider()
        wrong = [sample for sample in samples if not rotation.opens(sample)]
    except SettingMissing as error:
        raise Refused(
            no("no_master", f"Hovednøkkelen som nøklene er pakket med, må være på plass. {NOTHING}\n{error}")
        ) from error
    if wrong:
        words = f"Hovednøkkelen i {settings.MASTER_KEY} er ikke den nøklene er pakket med. Hent den rette. {NOTHING}"
        raise Refused(no("wrong_master", words))


def _wrong_public_keys(keys: Manifest) -> list[str]:
    """Whether receipts open what they opened, in words. What lies at desks opens without them."""
    if keys.public is None or keys.public == backup.public_mark():
        return []
    return [
        f"Nøklene til den åpne delen i {settings.PUBLIC_KEYS} er ikke de som kvitteringene ble laget med, så "
        "ingen av dem åpner noe. Hent den rette filen før tjeneren startes. Er den tapt: "
        "motvekt keys init --receipts-lost"
    ]


@contextmanager
def _placed(part: Part, folder: Path, one: Manifest) -> Iterator[None]:
    """Put a part in its place. What is done within is done to it before it is there, where the database is a file."""
    content = manifest.content_of(folder, one)
    if one.kind == "postgresql":
        with dumps.working(part.alias) as connection:
            dumps.load_postgresql(connection, content)
            _refuse_miscounted(one)
        yield
        return
    file, draft = _file(part), _draft(part)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        dumps.make_private(draft)
        shutil.copyfile(content, draft)
        with dumps.in_file(part.alias, draft):
            _refuse_miscounted(one)
            yield
        dumps.finish_sqlite(draft)
        # Not a rename, which would replace a database that somebody made meanwhile.
        file.hardlink_to(draft)
        durable.sync(file.parent)
    finally:
        for left in _beside(draft):
            left.unlink(missing_ok=True)


def _refuse_miscounted(one: Manifest) -> None:
    """Refuse where the tables don't hold what they held. The digest was right, so the database's own tool failed."""
    found = dumps.tables(connections[one.part.alias])
    wrong = sorted(name for name in one.tables | found if one.tables.get(name) != found.get(name))
    if wrong:
        words = f"Tabellen {wrong[0]} har ikke de radene den skal ha. Slett det som er lagt inn, og bruk en annen kopi."
        raise Refused(no("miscounted", words))


def _replay(ids: frozenset[UUID]) -> tuple[set[Pair], int]:
    """Destroy what the journal names. Whose the keys were, and how many there were."""
    return keystore.owners_of(ids), keystore.replay(ids)


def _forget_disposed() -> None:
    """Names by which a desk found dossiers that nobody can read: their marks came back with the data."""
    with dumps.working("default"):
        dossiers = set(NameMark.objects.values_list("dossier", flat=True).distinct())
        NameMark.objects.filter(dossier__in=dossiers - keystore.with_keys(dossiers)).delete()


def _unreadable() -> list[Unreadable]:
    try:
        with dumps.working(Part.DATA.alias):
            return readable.unreadable()
    except Error as error:
        words = "Data og nøkler er lagt inn, men det ble ikke prøvd ferdig hva som kan åpnes"
        raise Refused(no("not_tried", f"{words}: {error}\nKjør motvekt unreadable og motvekt audit verify.")) from error


def _why(one: Unreadable, shredded: set[Pair], keys_are_newer: bool) -> Why:
    if one.has_key:
        return Why.DIFFERS
    if (one.dossier, one.unit) in shredded or keys_are_newer:
        return Why.SHREDDED
    return Why.YOUNGER
