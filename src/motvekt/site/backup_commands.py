"""`motvekt backup` and `motvekt restore`, in Norwegian: what was done, what it is worth, and what to do next."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused

if TYPE_CHECKING:
    from motvekt.site.manifest import Manifest, Part
    from motvekt.site.restoration import Restored
    from motvekt.vault.readable import Unreadable

OK, FAILED, INCOMPLETE = 0, 1, 3
"""Done; refused or not done; done, and somebody must look at what it says."""


def add_to(commands: Any) -> None:
    """Add `backup` and `restore` to the parser's commands."""
    backup = commands.add_parser(
        "backup",
        help="copy the database and the key store, each into a folder of its own",
        description="Copies the database and then the key store while the server runs. Neither the master key nor the "
        "shred journal is copied: keep them elsewhere. 3: the copy is made, and the shred journal can't be read.",
    )
    backup.add_argument("folder", type=Path, help="new or empty; gets the folders data and keys")
    backup.set_defaults(run=_backup)

    restore = commands.add_parser(
        "restore",
        help="put a backup into an empty installation, and say what can't be read",
        description="The master key and the shred journal must be in their places. 3: restored, and something needs to "
        "be looked at.",
    )
    restore.add_argument("folder", type=Path, nargs="?", help="a backup's folder, with data and keys in it")
    restore.add_argument("--data", type=Path, metavar="DATA", help="the folder data of a backup, instead")
    restore.add_argument("--keys", type=Path, metavar="KEYS", help="the folder keys of the same or another backup")
    restore.set_defaults(run=lambda options: _restore(restore, options))

    unreadable = commands.add_parser(
        "unreadable",
        help="name what is sealed and doesn't open",
        description="Tries every sealed value, as a restore does at its end. 3: some don't open.",
    )
    unreadable.set_defaults(run=_unreadable)


@contextmanager
def _disk() -> Iterator[None]:
    """A full disk or a folder that may not be written to is said in a line."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise Refused(no("disk", f"Disken svarer ikke som den skal: {where}{error.strerror or error}")) from error


def _backup(options: argparse.Namespace) -> int:
    from django.conf import settings

    from motvekt.site import backup
    from motvekt.site.manifest import Part

    folder = options.folder.absolute()
    with _disk():
        taken = backup.take(folder)
    for part in Part:
        print(f"{folder / part}: {part.words}, {_size(taken[part])}")
    print(
        "Sikkerhetskopien er ferdig. Flytt de to mappene til hvert sitt sted: sammen med hovednøkkelen kan de leses.\n"
        "Dette er ikke med, og må oppbevares for seg. Uten begge kan ingenting gjenopprettes:\n"
        f"  hovednøkkelen: {settings.MASTER_KEY}\n"
        f"  makuleringsloggen: {settings.SHRED_JOURNAL}. Ta en ny kopi av den etter hver makulering.\n"
        "Uten denne åpner ingen kvittering noe:\n"
        f"  nøklene til den åpne delen: {settings.PUBLIC_KEYS}"
    )
    shredded = taken[Part.KEYS].shredded
    if shredded is None:
        print(
            f"Makuleringsloggen kan ikke leses: {settings.SHRED_JOURNAL}. Er noe noen gang makulert, hent den siste "
            "kopien nå. Ellers lag en tom fil der.",
            file=sys.stderr,
        )
        return INCOMPLETE
    return OK


def _size(manifest: Manifest) -> str:
    rows = sum(manifest.tables.values())
    return f"{len(manifest.tables)} tabeller med {rows} rader, {max(1, manifest.size // 1024)} kB"


def _restore(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from motvekt.site import restoration
    from motvekt.site.manifest import Part

    if (options.folder is None) == (options.data is None) or (options.data is None) != (options.keys is None):
        parser.error("give either FOLDER, or both --data and --keys")
    folders = (
        {part: options.folder / part for part in Part}
        if options.folder
        else {Part.DATA: options.data, Part.KEYS: options.keys}
    )
    with _disk():
        done = restoration.restore({part: folder.absolute() for part, folder in folders.items()}, _migrate)
    for line in _said(done):
        print(line)
    print("Loggene:")
    sys.stdout.flush()
    chains = _command("audit", "verify")
    if chains == OK and not done.problems and not _doubtful(done):
        print("Gjenopprettet: alt som ikke er makulert.")
        return OK
    print("Gjenopprettet, men ikke alt: les linjene over.")
    return INCOMPLETE


def _migrate(part: Part) -> None:
    if _command("migrate", "--verbosity", "0", f"--database={part.alias}") != OK:
        words = f"Tabellene for {part.words} lot seg ikke oppdatere, og gjenopprettingen er ikke ferdig. Rett feilen, "
        raise Refused(no("not_migrated", f"{words}tøm det som er lagt inn, og gjenopprett på nytt."))


def _command(*words: str) -> int:
    """Another command, as the operator would give it."""
    from motvekt.site import cli

    return cli.main(words)


def _doubtful(done: Restored) -> bool:
    """Whether something can't be read and nobody can say that it was disposed of."""
    from motvekt.site.restoration import Why

    return any(why is not Why.SHREDDED for _, why in done.unreadable)


def _unreadable(options: argparse.Namespace) -> int:
    from motvekt.site import dumps
    from motvekt.site.restoration import Why
    from motvekt.vault import readable

    with dumps.working("default"):
        left = readable.unreadable()
    for line in _listed([(one, SHORT[Why.DIFFERS if one.has_key else Why.YOUNGER]) for one in left]):
        print(line)
    return INCOMPLETE if left else OK


SHORT = {"shredded": "makulert", "younger": "nøkkelen er borte", "differs": "nøkkelen passer ikke"}
"""Why something doesn't open, in its line of the list."""


def _said(done: Restored) -> Iterator[str]:
    from motvekt.site.manifest import Part
    from motvekt.site.restoration import Why

    for part in Part:
        manifest = done.manifests[part]
        yield f"Gjenopprettet {part.words} fra {_time(manifest.taken_at)}: {_size(manifest)}."
    yield f"{done.destroyed} nøkler fra kopien var makulert, og er ødelagt igjen."
    yield from done.problems
    yield from _listed([(one, SHORT[why]) for one, why in done.unreadable])
    reasons = {why for _, why in done.unreadable}
    if Why.YOUNGER in reasons:
        yield (
            "Nøkkelen er borte: enten er innholdet makulert, eller så er nøkkelen laget etter at nøklene ble kopiert "
            f"{_time(done.manifests[Part.KEYS].taken_at)}. Da finnes den i en nyere kopi av nøklene: tøm "
            "installasjonen, og gjenopprett med den."
        )
    if Why.DIFFERS in reasons:
        yield (
            "Nøkkelen passer ikke: enten er innholdet makulert og en ny nøkkel laget siden, eller så er noe skadet. "
            "motvekt keys check sier om nøklene er hele."
        )


def _listed(found: Sequence[tuple[Unreadable, str]]) -> Iterator[str]:
    """Each dossier and unit of which something doesn't open, and why."""
    from motvekt.organisations.models import Unit
    from motvekt.site import dumps

    if not found:
        yield "Alt innhold kan åpnes."
        return
    with dumps.working("default"):
        names = dict(Unit.objects.values_list("id", "slug"))
    yield f"{len(found)} kan ikke åpnes:"
    for one, why in found:
        unit = f"{names[one.unit]} ({one.unit})" if one.unit in names else one.unit
        yield f"  mappe {one.dossier}, enhet {unit}: {why} ({one.values} av {one.of} verdier)"


def _time(moment: datetime) -> str:
    from motvekt.kernel import clock

    return f"{clock.local(moment):%d.%m.%Y kl. %H.%M.%S}"
