"""Requests to a server of this machine: one to look at, or as many as it answers in a second."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse

from bench.programs import need
from bench.row import Unmeasured
from bench.system import HOST, Server

ACCEPTED = {"Accept-Encoding": "gzip, br"}
"""What a browser can unpack."""

SECONDS = 1


def look(connection: HTTPConnection, path: str) -> tuple[HTTPResponse, bytes]:
    """One answer, packed as it came. Raises Unmeasured where it is not 200."""
    connection.request("GET", path, headers=ACCEPTED)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise Unmeasured(f"{path} answers {response.status}")
    return response, body


@dataclass(frozen=True)
class Load:
    """What a server answered: requests per second, and per second of its own processor time."""

    per_second: float
    per_processor_second: float


def load(server: Server, path: str, *, connections: int) -> Load:
    """As much as the server answers in `SECONDS`, asked by `wrk` with one thread.

    Raises Unmeasured where a request fails, and Missing where there is no `wrk`.
    """
    header = [f"--header={name}: {value}" for name, value in ACCEPTED.items()]
    size = ["--threads=1", f"--connections={connections}", f"--duration={SECONDS}s"]
    command = [need("wrk"), *size, *header, f"http://{HOST}:{server.port}{path}"]
    before = server.processor_seconds()
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS + 30).stdout
    used = server.processor_seconds() - before
    found = re.search(r"(\d+) requests in .*^Requests/sec:\s*([\d.]+)$", said, re.MULTILINE | re.DOTALL)
    if found is None or used == 0 or int(found[1]) == 0 or "Non-2xx" in said or "Socket errors" in said:
        raise Unmeasured(f"wrk on {path} says:\n{said}")
    return Load(float(found[2]), int(found[1]) / used)
