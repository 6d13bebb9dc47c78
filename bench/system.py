"""A Motvekt to measure: a data folder of its own, and the server as `script/server` starts it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO, cast
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
HOST = "127.0.0.1"
MOTVEKT = "motvekt.site.wsgi:application"
HELLO = "bench.hello:application"

OPTIONS: tuple[str, ...] = (
    "--workers",
    "1",
    "--blocking-threads",
    "4",
    "--no-ws",
    "--http1-header-read-timeout",
    "5000",
)
OPTIONS += ("--no-access-log", "--log-level", "warning")
"""How `script/server` runs granian, beside host and port."""

START_SECONDS = 30.0
STOP_SECONDS = 10.0


class Broken(Exception):
    """The system under test could not be set up or started."""


@dataclass(frozen=True)
class Server:
    """A server that runs: its port on this machine, and the id of its first process."""

    port: int
    process: int

    def processor_seconds(self) -> float:
        """The processor time that it and its worker have used up to now, in user mode and in the kernel (Linux)."""
        return sum(_processor_seconds(process) for process in (str(self.process), *self._workers()))

    def peak_memory(self) -> int:
        """The most bytes that any of its workers has had in memory up to now (Linux)."""
        return max(_peak_memory(process) for process in self._workers())

    def _workers(self) -> list[str]:
        return Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()


def _peak_memory(process: str) -> int:
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _processor_seconds(process: str) -> float:
    # The name, in parentheses, may hold anything; 14th and 15th of all fields are user and system time, in ticks.
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Database:
    """What processes get of a PostgreSQL: Motvekt's own, and the public part's, which logs in as less."""

    environment: Mapping[str, str]
    public: Mapping[str, str]


@dataclass(frozen=True)
class System:
    """A migrated installation with the areas and the packs published; `environment` is what its processes get, and
    `public` what those of the part get that everybody reaches: on SQLite the same, since there it is the same process.
    """

    data: Path
    environment: dict[str, str]
    public: dict[str, str]

    def run(self, *command: str | Path) -> None:
        """Run a command to its end. Raises Broken with what it said."""
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Broken(f"{command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")

    @contextmanager
    def serve_public(self, application: str = MOTVEKT) -> Iterator[Server]:
        """As `serve`, as the part that everybody reaches."""
        with replace(self, environment=self.public).serve(application) as server:
            yield server

    @contextmanager
    def serve(self, application: str = MOTVEKT) -> Iterator[Server]:
        """Serve an application on a free port of this machine. Raises Broken."""
        port = _free_port()
        place = ("--interface", "wsgi", "--host", HOST, "--port", str(port))
        command = (PROGRAMS / "granian", *place, *OPTIONS, application)
        log = self.data / f"server-{port}.log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )
        try:
            _wait(server, port, log)
            yield Server(port, server.pid)
        finally:
            _stop(server)


@contextmanager
def prepared(database: Database | None) -> Iterator[System]:
    """An installation as `script/server` makes it, on SQLite where no database is given."""
    if " ".join(OPTIONS) not in " ".join((ROOT / "script/server").read_text().replace("\\\n", " ").split()):
        raise Broken("script/server runs granian with other options than bench/system.py")
    with tempfile.TemporaryDirectory(prefix="motvekt-bench.") as folder:
        environment = _environment(folder, database.environment if database else {})
        system = System(Path(folder), environment, _of_the_public_part(folder, database) if database else environment)
        motvekt = PROGRAMS / "motvekt"
        system.run(motvekt, "migrate", "--verbosity", "0")
        system.run(motvekt, "keys", "init")
        system.run(motvekt, "areas", "packs/areas.yaml")
        for pack in sorted(ROOT.glob("packs/*/pack.yaml")):
            system.run(motvekt, "guide", "publish", "--first", pack.parent)
        yield system


def _environment(data: str, database: Mapping[str, str]) -> dict[str, str]:
    """Nothing that the caller has set changes what is measured; only where the static files are is left to them."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name == "MOTVEKT_STATIC" or not name.startswith(("MOTVEKT_", "DATABASE_", "DJANGO_", "GRANIAN_"))
    }
    return {**inherited, **database, "MOTVEKT_DATA": data}


def _of_the_public_part(data: str, database: Database) -> dict[str, str]:
    """With a folder of its own, in which there is no master key."""
    away = Path(data) / "public"
    away.mkdir()
    own = {"MOTVEKT_PART": "public", "MOTVEKT_PUBLIC_KEYS": str(Path(data) / "public.key")}
    return {**_environment(str(away), database.public), **own}


@contextmanager
def postgres() -> Iterator[Database]:
    """Two empty PostgreSQL databases, data and keys, with their three roles; they are gone afterwards. Raises Broken.

    What is committed is on the disk, as SQLite's is with synchronous=FULL. `script/postgres` keeps them for as long as
    its command runs: one that waits until its input is closed, so that they also go when this process is killed.
    """
    waits = 'echo "$DATABASE_URL" "$DATABASE_OWNER_URL" "$POSTGRES_PUBLIC_URL" "$DATABASE_PUBLIC_ROLE"; exec cat'
    command = (ROOT / "script/postgres", "--durable", "sh", "-c", waits)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, start_new_session=True) as keeper:
        *urls, role = cast(IO[str], keeper.stdout).readline().split() or [""]
        if not urls:
            raise Broken("script/postgres did not start")
        with psycopg.connect(urls[1], autocommit=True) as connection:
            connection.execute("CREATE DATABASE keystore")
        own, owner, public = ((url, urlunsplit(urlsplit(url)._replace(path="/keystore"))) for url in urls)
        named = dict(zip(("DATABASE_URL", "MOTVEKT_KEYS_URL"), own, strict=True))
        owned = dict(zip(("DATABASE_OWNER_URL", "MOTVEKT_KEYS_OWNER_URL"), owner, strict=True))
        yield Database({**named, **owned, "DATABASE_PUBLIC_ROLE": role}, dict(zip(named, public, strict=True)))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until the server answers. Raises Broken."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        connection = HTTPConnection(HOST, port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise Broken(f"a server did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End a server by its own id; where it doesn't obey, its session, which holds nothing but the server."""
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
