"""Row `receipts`: what readers of the guide notice of somebody who tries fifty wrong receipts a second."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median

from bench.guide_page import PAGES
from bench.row import Line, Unmeasured
from bench.system import HOST, ROOT, Server, System

A_SECOND, SECONDS, ROUNDS = 50, 5, 5
READS = 200
"""Pages a second, by one reader after the other: far below what the server can do, as on any day."""
LIMIT = 2


def receipts(system: System) -> list[Line]:
    """The 99th of a hundred readers, with and without; medians of rounds in turn. Derivations cost what they cost."""
    calm, attacked = [], []
    with system.serve_public() as motvekt:
        _read(motvekt)
        for _ in range(ROUNDS):
            calm.append(_read(motvekt))
            with _tried(motvekt):
                attacked.append(_read(motvekt))
    before, now = median(calm), median(attacked)
    shown = f"p99 {now:,.2f} ms", f"otherwise {before:,.2f} ms"
    return [Line(f"{A_SECOND} wrong receipts a second", *shown, ratio=now / before, limit=LIMIT, at_least=False)]


def _read(server: Server) -> float:
    """Milliseconds within which 99 of 100 pages were there."""
    connection, took = HTTPConnection(HOST, server.port, timeout=30), []
    begun = time.perf_counter()
    for number in range(READS * SECONDS):
        time.sleep(max(0.0, begun + number / READS - time.perf_counter()))
        asked = time.perf_counter()
        connection.request("GET", PAGES[number % len(PAGES)])
        answer = connection.getresponse()
        answer.read()
        took.append(1000 * (time.perf_counter() - asked))
        if answer.status != 200:
            raise Unmeasured(f"the guide answers {answer.status}")
    connection.close()
    return sorted(took)[len(took) * 99 // 100]


@contextmanager
def _tried(server: Server) -> Iterator[None]:
    """Wrong receipts from another process, at the pace that is measured. Raises Unmeasured where it was another."""
    command = (sys.executable, "-m", "bench.receipts_work", str(server.port), str(A_SECOND))
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as trying:
        begun = time.perf_counter()
        yield
        lasted = time.perf_counter() - begun
        said = [int(number) for number in trying.communicate("\n")[0].split()]
    if len(said) != 2 or sum(said) < 0.8 * A_SECOND * lasted or 0 in said:
        raise Unmeasured(f"in {lasted:.0f} seconds so many were turned away, and derived: {said}")
