"""Several processes at once: writers of the log, and a rotation that is killed while others go on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guides import ROOT
from tests.processes import MOTVEKT, Originals, Stage

WRITERS, EVENTS = 8, 12

SET_UP = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "motvekt.site.settings"
import django
django.setup()
from uuid import uuid4
from django.db import transaction
from motvekt.audit.actions import record
from motvekt.kernel.actor import Actor
from motvekt.vault import keystore, rotation
"""
MAKE_AREA = f"""{SET_UP}
from tests.installation import set_area
set_area(slug="prove", hosts=["prove.no"], default=True, by=Actor("system", "prove"))
"""
WRITE = f"""{SET_UP}
import sys
from motvekt.organisations import queries
from motvekt.organisations.walls import within
area = queries.area("prove")
controller = queries.first_controller(area)
for _ in range({EVENTS}):
    with within(area.id), transaction.atomic():
        record(controller=controller, by=Actor("system", sys.argv[1]), event="area_set", area=uuid4(), row="0" * 64)
"""
AT_ONCE = """
import os, sys, traceback
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "motvekt.site.settings"
django.setup()
code, children = sys.argv[1], []
for number in range({writers}):
    child = os.fork()
    if not child:
        sys.argv[1] = f"w{{number}}"
        try:
            exec(code)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    children.append(child)
sys.exit(any([os.waitpid(child, 0)[1] for child in children]))
"""
MAKE_TWO = MAKE_AREA.replace("prove", "fjellvik")
SHARE = f"""{SET_UP}
import sys
from motvekt.audit.actions import hold
from motvekt.organisations import queries
from motvekt.organisations.models import Organisation
from motvekt.organisations.walls import within
area = queries.area("fjellvik")
with within(area.id):
    both = sorted(Organisation.objects.values_list("id", flat=True)[:2], reverse=sys.argv[1][-1] in "02468")
for _ in range({EVENTS}):
    with within(area.id), transaction.atomic():
        hold(both)
        for controller in both:
            record(controller=controller, by=Actor("system", sys.argv[1]), event="area_set", area=uuid4(), row="0" * 64)
"""
COUNT = f"""{SET_UP}
from motvekt.audit.actions import count
from motvekt.organisations import queries
from motvekt.organisations.walls import within
area = queries.area("prove")
for _ in range({EVENTS}):
    with within(area.id):
        count(area=area.id, code="sign_in_failed")
"""
COUNTED = f"""{SET_UP}
from motvekt.audit.models import AuditCount
from motvekt.organisations import queries
from motvekt.organisations.walls import within
with within(queries.area("prove").id):
    print([row.number for row in AuditCount.objects.all()])
"""
MAKE_KEYS = f"""{SET_UP}
for number in range(60):
    keystore.named_key(f"prove/{{number}}")
"""
ROTATE_AND_DIE = f"""{SET_UP}
import os, signal
rotation.BATCH = 7
for done in rotation.rotate():
    print(done, flush=True)
    if done >= 21:
        os.kill(os.getpid(), signal.SIGKILL)
"""
OPEN_ALL = f"""{SET_UP}
print(len({{keystore.named_key(f"prove/{{number}}") for number in range(60)}}))
"""


@pytest.fixture
def environment(originals: Originals, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An installation of its own, migrated, with a master key. On PostgreSQL its key store is there too."""
    with originals.copy(Stage.MIGRATED, tmp_path) as made:
        yield made.environment


def run(environment: dict[str, str], *command: str, status: int = 0) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def python(environment: dict[str, str], code: str, *arguments: str, status: int = 0) -> str:
    return run(environment, sys.executable, "-c", code, *arguments, status=status)


def at_once(environment: dict[str, str], code: str) -> None:
    """Run the code in many processes that begin at the same time, each with connections of its own."""
    python(environment, AT_ONCE.format(writers=WRITERS), code)


def test_of_eight_who_count_at_once_nobody_is_lost(environment: dict[str, str]) -> None:
    python(environment, MAKE_AREA)
    at_once(environment, COUNT)
    # Around midnight the day changes between them.
    assert sum(json.loads(python(environment, COUNTED))) == WRITERS * EVENTS


def test_eight_writers_never_fork_a_chain(environment: dict[str, str]) -> None:
    python(environment, MAKE_AREA)
    at_once(environment, WRITE)
    assert f"{WRITERS * EVENTS + 1} ledd, ikke bevist" in run(environment, MOTVEKT, "audit", "verify")


def test_eight_who_write_in_two_chains_in_either_order_never_wait_for_one_another(environment: dict[str, str]) -> None:
    python(environment, MAKE_TWO)
    at_once(environment, SHARE)
    verified = run(environment, MOTVEKT, "audit", "verify")
    # The first has the area's own event besides.
    assert f"{WRITERS * EVENTS + 1} ledd, ikke bevist" in verified
    assert f"{WRITERS * EVENTS} ledd, ikke bevist" in verified


def test_a_rotation_that_was_killed_is_resumed_and_loses_no_key(environment: dict[str, str]) -> None:
    python(environment, MAKE_KEYS)
    killed = python(environment, ROTATE_AND_DIE, status=-9)
    assert killed.split()[-1] == "21"
    assert python(environment, OPEN_ALL).strip() == "60"
    assert "60 nøkler kan pakkes ut" in run(environment, MOTVEKT, "keys", "check")
    rotated = run(environment, MOTVEKT, "keys", "rotate")
    # The rest, under the key that the killed one made: no third one came.
    assert "Ferdig: 39." in rotated
    keys = Path(environment["MOTVEKT_DATA"], "master.key").read_text().splitlines()
    assert len(keys) == 2
    # Without the old one everything still opens.
    Path(environment["MOTVEKT_DATA"], "master.key").write_text(keys[0] + "\n")
    assert python(environment, OPEN_ALL).strip() == "60"


def test_a_server_that_runs_goes_on_opening_after_a_rotation(environment: dict[str, str]) -> None:
    code = f"""{SET_UP}
import subprocess, sys
before = keystore.named_key("prove")
subprocess.run([sys.argv[1], "keys", "rotate"], check=True, capture_output=True)
assert keystore.named_key("prove") == before
print("open")
"""
    assert python(environment, code, MOTVEKT).strip() == "open"


def test_a_missing_master_key_is_not_replaced_where_keys_are_wrapped(environment: dict[str, str]) -> None:
    python(environment, MAKE_KEYS)
    file = Path(environment["MOTVEKT_DATA"], "master.key")
    kept = file.read_text()
    file.unlink()
    run(environment, MOTVEKT, "keys", "init", status=1)
    assert not file.exists()
    run(environment, MOTVEKT, "keys", "check", status=1)
    file.write_text(kept)
    file.chmod(0o600)
    run(environment, MOTVEKT, "keys", "check")


ROUND_TRIP = f"""{SET_UP}
from django.db import connections
from motvekt.kernel.grant import Grant
from motvekt.vault.envelope import Place
dossier, unit = uuid4(), uuid4()
keystore.make_key(dossier=dossier, unit=unit)
sealed = keystore.seal_text("hemmelig", Place(dossier, unit, "x.entry", "text", uuid4()))
grant = Grant(Actor("system", "prove"), dossier, unit, "prove")
assert keystore.open_one(sealed, grant) == "hemmelig"
list(rotation.rotate())
assert keystore.open_one(sealed, grant) == "hemmelig"
assert keystore.shred(dossier=dossier) == 1
try:
    keystore.open_one(sealed, grant)
except keystore.KeyGone:
    print("gone", connections["keys"].vendor)
"""


def test_the_key_store_works_in_the_database_that_the_installation_gives_it(environment: dict[str, str]) -> None:
    vendor = "postgresql" if "MOTVEKT_KEYS_URL" in environment else "sqlite"
    assert python(environment, ROUND_TRIP).split() == ["gone", vendor]


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="PostgreSQL has its files to itself")
def test_databases_are_read_by_their_owner_alone_whatever_the_folder_lets_others_do(tmp_path: Path) -> None:
    made = {**os.environ, "MOTVEKT_DATA": str(tmp_path)}
    tmp_path.chmod(0o755)
    (tmp_path / "keys.sqlite3").touch(0o644)
    run(made, "sh", "-c", f"umask 022; {MOTVEKT} migrate vault --verbosity 0 && {MOTVEKT} keys init")
    modes = {file.name: oct(file.stat().st_mode & 0o077) for file in tmp_path.iterdir() if file.name != "start.lock"}
    assert {*modes} >= {"motvekt.sqlite3", "keys.sqlite3", "master.key", "secret", "shredded.log"}
    assert {*modes.values()} == {"0o0"}
