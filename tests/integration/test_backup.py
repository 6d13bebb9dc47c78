"""Backup and restore by the real commands: what opens, what never does again, what is refused, what a kill leaves."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import backups
from tests.backups import FAR, GONE, HALF, KEPT, LATE, RECEIPTS, SHREDDED
from tests.guides import ROOT
from tests.integration.test_server import OPTIONS, ask, wait_for
from tests.processes import BIN, Installation, Originals, Stage, Values, by_place, empty_installation

INCOMPLETE = 3


@dataclass(frozen=True)
class Lived:
    """An installation that was backed up, lived on, and was backed up again."""

    installation: Installation
    backups: dict[str, Path]
    values: dict[str, Values]
    heads: dict[str, Path]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, originals: Originals) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("lived")
    taken: dict[str, Path] = {}
    values: dict[str, Values] = {}
    heads: dict[str, Path] = {}
    with originals.copy(Stage.MIGRATED, folder / "data") as made:
        made.python("-m", "tests.backups", "fill")
        for name in ("A", "B"):
            if name == "B":
                made.python("-m", "tests.backups", "change")
            values[name] = made.values()
            heads[name] = folder / f"heads-{name}"
            heads[name].write_text(made.motvekt("audit", "head"))
            taken[name] = folder / name
            said = made.motvekt("backup", str(taken[name]))
            assert "Sikkerhetskopien er ferdig" in said
            assert "hovednøkkelen" in said
            assert "makuleringsloggen" in said
        yield Lived(made, taken, values, heads)


@pytest.fixture
def empty(lived: Lived, tmp_path: Path) -> Iterator[Installation]:
    """A new installation with the keys' files and the journal of the one that was backed up, and nothing else."""
    with empty_installation(tmp_path / "data") as made:
        for name in ("master.key", "shredded.log", "public.key"):
            shutil.copy2(lived.installation.file(name), made.file(name))
        yield made


def parts(lived: Lived, data: str, keys: str) -> list[str]:
    return ["--data", str(lived.backups[data] / "data"), "--keys", str(lived.backups[keys] / "keys")]


def disposed(dossier: str, unit: str) -> bool:
    return dossier == str(SHREDDED) or (dossier, unit) == (str(HALF), "solvang-skole") or unit == "kontaktene"


def late(dossier: str, unit: str) -> bool:
    return dossier == str(LATE) or (dossier, unit) == (str(KEPT), "nav")


@pytest.mark.parametrize("data", ["A", "B"])
@pytest.mark.parametrize("keys", ["A", "B"])
def test_a_backup_restored_into_an_empty_installation_serves_and_verifies(
    lived: Lived, empty: Installation, data: str, keys: str
) -> None:
    lost = {
        (dossier, unit)
        for dossier, unit, _ in lived.values[data].values()
        if disposed(dossier, unit) or (keys == "A" and late(dossier, unit))
    }
    doubtful = {pair for pair in lost if not disposed(*pair)}
    assert bool(doubtful) == ((data, keys) == ("B", "A"))
    said = empty.motvekt("restore", *parts(lived, data, keys), status=INCOMPLETE if doubtful else 0)

    # What must open opens, nothing that was disposed of does, and all that doesn't is listed with its reason.
    was = lived.values["A"] | lived.values["B"] | lived.values[data]
    read = json.loads(empty.python("-m", "tests.backups", "read"))
    found = by_place(read["opened"])
    assert found.keys() == lived.values[data].keys()
    for place, (dossier, unit, text) in found.items():
        assert text == (GONE if (dossier, unit) in lost else was[place][2]), place
    assert {str(FAR), str(KEPT)} <= {dossier for dossier, _, text in found.values() if text != GONE}
    assert any("Til slt" in text for _, unit, text in found.values() if unit == "slt")
    listed = dict(re.findall(r"mappe (\S+, enhet \S+) \(.*?\): (.*) \(\d+ av \d+ verdier\)", said))
    assert {tuple(pair.split(", enhet ")) for pair in listed} == lost
    for pair, why in listed.items():
        dossier, unit = pair.split(", enhet ")
        assert why == ("makulert" if disposed(dossier, unit) else "nøkkelen er borte")
    assert ("Da finnes den i en nyere kopi av nøklene" in said) == bool(doubtful)
    assert f"{len(lost)} kan ikke åpnes" in empty.motvekt("unreadable", status=INCOMPLETE)

    # Whoever wrote anonymously comes in again, but to what was disposed of.
    assert read["receipts"] == {"slt": [f"Til slt fra {RECEIPTS['slt']}"], "kontaktene": ["wrong_receipt"]}

    # No desk finds by name what nobody can read.
    dossiers = {dossier for dossier, _, _ in found.values()}
    readable = {dossier for dossier, _, text in found.values() if text != GONE}
    assert set(read["marked"]) == readable
    assert str(SHREDDED) in dossiers - readable

    # The chains are whole, up to where they were when the data was copied.
    assert "BRUTT" not in said
    assert "ledd, ikke bevist" in said
    verified = empty.motvekt("audit", "verify", "--head", str(lived.heads[data]))
    assert "bevist." in verified
    assert "ikke bevist" not in verified
    empty.motvekt("keys", "check")
    if (data, keys) != ("B", "B"):
        return
    # The newest of both, which is what is restored when it is in earnest: it serves.
    with serving(empty) as port:
        assert "Asker og Bærum" in ask(port, "/").body.decode()
        assert "Fjellvik" in ask(port, "/", Host="fjellvik.localhost").body.decode()

    # Twice is refused, and changes nothing.
    assert "ikke tom" in empty.motvekt("restore", *parts(lived, data, keys), status=1)
    assert empty.values() == found


def test_without_the_keys_of_the_public_part_it_is_restored_and_said_that_no_receipt_opens(
    lived: Lived, empty: Installation
) -> None:
    empty.file("public.key").unlink()
    said = empty.motvekt("restore", *parts(lived, "B", "B"), status=INCOMPLETE)
    assert "keys init --receipts-lost" in said
    assert any("Til slt" in text for _, _, text in empty.values().values())
    assert "MOTVEKT_PUBLIC_KEYS" in empty.motvekt("keys", "check", status=1)
    # No new file takes the place of one that may be found again.
    empty.motvekt("keys", "init")
    assert not empty.file("public.key").exists()
    assert "STANSER public_keys" in empty.motvekt("check", status=1)
    empty.motvekt("keys", "init", "--receipts-lost")
    empty.motvekt("keys", "check")
    assert json.loads(empty.python("-m", "tests.backups", "read"))["receipts"]["slt"] == ["wrong_receipt"]


@contextmanager
def serving(installation: Installation) -> Iterator[int]:
    port = free_port()
    command = [str(BIN / "granian"), *OPTIONS, "--port", str(port), "motvekt.site.wsgi:application"]
    running = subprocess.Popen(
        command, env=installation.environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(20)


def free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_backup_is_its_owners_alone_and_holds_neither_text_nor_master_key_nor_journal(lived: Lived) -> None:
    master = lived.installation.file("master.key").read_text().split(":")[1].strip()
    never = [master.encode(), bytes.fromhex(master), b"solvang-skole skrev", b"videresendt"]
    for folder in lived.backups.values():
        assert sorted(file.name for file in folder.iterdir()) == ["data", "keys"]
        for path in (folder, *folder.rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
        files = [file for file in folder.rglob("*") if file.is_file()]
        assert len(files) == 4
        for file in files:
            assert not [text for text in never if text in file.read_bytes()]


def test_a_folder_that_is_not_empty_gets_no_backup(lived: Lived, tmp_path: Path) -> None:
    (tmp_path / "noe").write_text("x")
    assert "ikke tom: noe" in lived.installation.motvekt("backup", str(tmp_path), status=1)
    assert [file.name for file in tmp_path.iterdir()] == ["noe"]
    assert "finnes ikke" in lived.installation.motvekt("backup", str(tmp_path / "ingen" / "steder"), status=1)
    assert "ikke en mappe" in lived.installation.motvekt("backup", str(tmp_path / "noe"), status=1)


def no_journal(empty: Installation, backup: Path) -> None:
    empty.file("shredded.log").unlink()


def damaged_journal(empty: Installation, backup: Path) -> None:
    empty.file("shredded.log").write_text("2026-11-25 ikke en nøkkel\n")


def old_journal(empty: Installation, backup: Path) -> None:
    lines = empty.file("shredded.log").read_text().splitlines(keepends=True)
    empty.file("shredded.log").write_text("".join(lines[:-1]))


def no_master_key(empty: Installation, backup: Path) -> None:
    empty.file("master.key").unlink()


def another_master_key(empty: Installation, backup: Path) -> None:
    empty.file("master.key").write_text(f"0123abcd:{'07' * 32}\n")


def wrong_master_key(empty: Installation, backup: Path) -> None:
    name = empty.file("master.key").read_text().split(":")[0]
    empty.file("master.key").write_text(f"{name}:{'07' * 32}\n")


def changed_data(empty: Installation, backup: Path) -> None:
    change_byte(content(backup / "data"))


def changed_keys(empty: Installation, backup: Path) -> None:
    change_byte(content(backup / "keys"))


def lost_content(empty: Installation, backup: Path) -> None:
    content(backup / "data").unlink()


def lost_manifest(empty: Installation, backup: Path) -> None:
    (backup / "keys" / "manifest.json").unlink()


def damaged_manifest(empty: Installation, backup: Path) -> None:
    (backup / "data" / "manifest.json").write_text("{}")


def mistaken_parts(empty: Installation, backup: Path) -> None:
    (backup / "data").rename(backup / "x")
    (backup / "keys").rename(backup / "data")
    (backup / "x").rename(backup / "keys")


def newer_program(empty: Installation, backup: Path) -> None:
    edit(backup / "data" / "manifest.json", migrations=["guide.9999_later"])


def other_kind(empty: Installation, backup: Path) -> None:
    file = content(backup / "data")
    names = {"database.sqlite3": "database.dump", "database.dump": "database.sqlite3"}
    kinds = {"database.sqlite3": "postgresql", "database.dump": "sqlite"}
    file.rename(file.with_name(names[file.name]))
    edit(backup / "data" / "manifest.json", kind=kinds[file.name])


def content(folder: Path) -> Path:
    (found,) = folder.glob("database.*")
    return found


def change_byte(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 1
    file.write_bytes(held)


def edit(file: Path, **changes: Any) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (no_journal, "Makuleringsloggen må være på plass"),
        (damaged_journal, "Makuleringsloggen må være på plass"),
        (old_journal, "er for gammel"),
        (no_master_key, "Hovednøkkelen som nøklene er pakket med, må være på plass"),
        (another_master_key, "Hovednøkkelen som nøklene er pakket med, må være på plass"),
        (wrong_master_key, "er ikke den nøklene er pakket med"),
        (changed_data, "er endret eller skadet"),
        (changed_keys, "er endret eller skadet"),
        (lost_content, "kan ikke leses"),
        (lost_manifest, "ikke en ferdig sikkerhetskopi"),
        (damaged_manifest, "er skadet, eller skrevet av en annen utgave"),
        (mistaken_parts, "er kopien av nøklene, ikke av dataene"),
        (newer_program, "nyere utgave av Motvekt"),
        (other_kind, "innstillingene sier"),
    ],
)
def test_a_restore_that_would_go_wrong_is_refused_before_anything_is_touched(
    lived: Lived, empty: Installation, tmp_path: Path, broken: Callable[[Installation, Path], None], words: str
) -> None:
    shutil.copytree(lived.backups["B"], tmp_path / "B")
    broken(empty, tmp_path / "B")
    said = empty.motvekt("restore", str(tmp_path / "B"), status=1)
    assert words in said
    assert "Ingenting er gjenopprettet" in said
    assert "Traceback" not in said
    assert not empty.holds("data")
    assert not empty.holds("keys")


def test_nothing_is_restored_over_an_installation_that_lives(lived: Lived) -> None:
    before = lived.installation.values()
    said = lived.installation.motvekt("restore", str(lived.backups["A"]), status=1)
    assert "ikke tom" in said
    assert lived.installation.values() == before


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="PostgreSQL has no files beside its database")
def test_a_log_that_lies_beside_the_place_of_a_database_is_never_played_into_it(
    lived: Lived, empty: Installation
) -> None:
    empty.file("motvekt.sqlite3-wal").write_bytes(b"x")
    assert "motvekt.sqlite3-wal finnes" in empty.motvekt("restore", str(lived.backups["A"]), status=1)


KILL = """
import os, signal
from motvekt.site import cli
def die(*args, **named):
    os.kill(os.getpid(), signal.SIGKILL)
{patch}
cli.main({words})
"""
AT_REPLAY = "from motvekt.site import restoration; restoration._replay = die"
AT_DATA = """
from motvekt.site import restoration
from motvekt.site.manifest import Part
placed = restoration._placed
restoration._placed = lambda part, *rest: die() if part is Part.DATA else placed(part, *rest)
"""


def killed(installation: Installation, patch: str, *words: str) -> None:
    installation.python("-c", KILL.format(patch=patch, words=list(words)), status=-signal.SIGKILL)


@pytest.mark.parametrize("patch", [AT_REPLAY, AT_DATA])
def test_a_restore_that_was_killed_leaves_no_data_and_is_begun_anew(
    lived: Lived, empty: Installation, patch: str
) -> None:
    killed(empty, SET_UP + patch, "restore", str(lived.backups["B"]))
    assert not empty.holds("data")
    if empty.holds("keys"):
        said = empty.motvekt("restore", str(lived.backups["B"]), status=1)
        assert "avbrutt" in said
        assert "slett nøkkellageret" in said
        empty.empty("keys")
    empty.motvekt("restore", str(lived.backups["B"]))
    assert not list(empty.folder.glob("*gjenopprettes*"))
    assert str(KEPT) in {dossier for dossier, _, text in empty.values().values() if text != GONE}


SET_UP = """
os.environ["DJANGO_SETTINGS_MODULE"] = "motvekt.site.settings"
import django
django.setup()
"""
AT_FIRST_MANIFEST = "from motvekt.site import manifest; manifest.write = die"
AT_KEYS = """
from motvekt.site import backup
from motvekt.site.manifest import Part
take = backup._take
backup._take = lambda part, *rest: die() if part is Part.KEYS else take(part, *rest)
"""
BETWEEN_NAMES = """
from pathlib import Path
rename = Path.rename
Path.rename = lambda path, to: die() if path.name == "data.uferdig" else rename(path, to)
"""


@pytest.mark.parametrize("patch", [AT_FIRST_MANIFEST, AT_KEYS, BETWEEN_NAMES])
def test_a_backup_that_was_killed_is_no_backup(lived: Lived, empty: Installation, tmp_path: Path, patch: str) -> None:
    folder = tmp_path / "killed"
    killed(lived.installation, SET_UP + patch, "backup", str(folder))
    assert folder.exists()
    assert "ikke en ferdig sikkerhetskopi" in empty.motvekt("restore", str(folder), status=1)
    assert "avbrutt" in lived.installation.motvekt("backup", str(folder), status=1)


def test_a_backup_that_fails_leaves_nothing(lived: Lived, tmp_path: Path) -> None:
    patch = f"""{SET_UP}
from motvekt.site import manifest
def full(*args):
    raise OSError(28, "No space left on device")
manifest.write = full
"""
    code = KILL.format(patch=patch, words=["backup", str(tmp_path / "ny")]).replace(
        "cli.main(", "raise SystemExit(cli.main("
    )
    said = lived.installation.python("-c", code.rstrip() + ")", status=1)
    assert "No space left" in said
    assert "Traceback" not in said
    assert not (tmp_path / "ny").exists()


def test_a_backup_while_somebody_writes_has_a_key_for_all_that_is_in_it(originals: Originals, tmp_path: Path) -> None:
    with ExitStack() as stack:
        made = stack.enter_context(originals.copy(Stage.MIGRATED, tmp_path / "data"))
        made.python("-m", "tests.backups", "fill")
        out = stack.enter_context((tmp_path / "written").open("w"))
        command = [sys.executable, "-m", "tests.backups", "write"]
        writer = subprocess.Popen(command, cwd=ROOT, env=made.environment, stdout=out)
        try:
            wait_until(lambda: written(tmp_path) > 5)
            counts = []
            for name in ("1", "2", "3"):
                counts.append(written(tmp_path))
                made.motvekt("backup", str(tmp_path / name))
            counts.append(written(tmp_path))
            assert writer.poll() is None
        finally:
            writer.kill()
            writer.wait()
        # It wrote while each was taken.
        assert counts == sorted(set(counts)), counts
        fresh = stack.enter_context(empty_installation(tmp_path / "fresh"))
        for name in ("master.key", "public.key", "shredded.log"):
            shutil.copy2(made.file(name), fresh.file(name))
        said = fresh.motvekt("restore", str(tmp_path / "2"))
        assert "Alt innhold kan åpnes" in said
        dossiers = {dossier for dossier, _, _ in fresh.values().values()}
        assert counts[1] <= len(dossiers) - len((KEPT, SHREDDED, HALF, FAR, *RECEIPTS)) <= counts[3]


def written(folder: Path) -> int:
    return len((folder / "written").read_text().splitlines())


def wait_until(said: Callable[[], bool]) -> None:
    for _ in range(300):
        if said():
            return
        time.sleep(0.1)
    raise TimeoutError


def test_keys_that_are_older_than_a_chain_leave_it_unverified_and_make_no_key_for_it(
    lived: Lived, empty: Installation, originals: Originals, tmp_path: Path
) -> None:
    early = tmp_path / "early"
    with originals.copy(Stage.MIGRATED, tmp_path / "new") as made:
        shutil.copy2(empty.file("master.key"), made.file("master.key"))
        made.file("shredded.log").unlink()
        # Keys were there before the journal was: nobody can say that none is missing from it.
        said = made.motvekt("backup", str(tmp_path / "unsure"), status=INCOMPLETE)
        assert "Makuleringsloggen kan ikke leses" in said
        made.file("shredded.log").touch()
        made.motvekt("backup", str(early))
    keys = str(early / "keys")
    said = empty.motvekt("restore", "--data", str(lived.backups["A"] / "data"), "--keys", keys, status=INCOMPLETE)
    assert "nøkkelen til loggen er borte" in said
    assert "0 nøkler kan pakkes ut" in empty.motvekt("keys", "check")


def test_a_backup_of_an_older_program_is_brought_up_to_this_one(originals: Originals, tmp_path: Path) -> None:
    with originals.copy(Stage.MIGRATED, tmp_path / "data") as made:
        made.motvekt("migrate", "guide", "0005", "--verbosity", "0", "--database=default")
        made.motvekt("backup", str(tmp_path / "older"))
        with empty_installation(tmp_path / "fresh") as fresh:
            for name in ("master.key", "shredded.log"):
                shutil.copy2(made.file(name), fresh.file(name))
            fresh.motvekt("restore", str(tmp_path / "older"))
            fresh.motvekt("migrate", "--check")


def test_nobody_restores_while_a_server_is_made_ready(lived: Lived, empty: Installation) -> None:
    with (empty.folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "pågår" in empty.motvekt("restore", str(lived.backups["A"]), status=1)


@pytest.mark.parametrize("words", [[], ["x", "--data", "y"], ["--data", "x"], ["x", "--data", "y", "--keys", "z"]])
def test_a_restore_that_is_called_wrongly_is_told_how(words: list[str], lived: Lived) -> None:
    assert "usage" in lived.installation.motvekt("restore", *words, status=2)


def test_the_two_backups_differ_by_what_these_tests_count_on(lived: Lived) -> None:
    first, second = ({(d, u) for d, u, _ in lived.values[name].values()} for name in ("A", "B"))
    assert len(first) == 7 + len(RECEIPTS)
    assert second - first == {(str(LATE), "solvang-skole"), (str(LATE), "nav"), (str(KEPT), "nav")}
    assert {text for _, _, text in lived.values["A"].values()} > {"Muntlig", "Trengs"}
    assert backups.GONE not in {text for _, _, text in lived.values["A"].values()}
