"""Row `anonymous`: what it costs to send an anonymous message, and what many cost who send at once."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from bench.programs import need
from bench.row import Line, Unmeasured, at_least
from bench.system import HOST, Server, System

BARE, SENDING = "bench.bare_write:application", "bench.anonymous_app:application"
CHEAPEST = 8
"""KiB that a derivation takes here: what is measured is everything else."""
SECONDS, ROUNDS = 3, 5
LIMIT, MANY_LIMIT, SPREAD = 0.25, 0.9, 6
PEOPLE = (1, 8, 32)

_SCRIPT = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.body = "text=" .. string.rep("Han+sier+ting+om+andre.+", 40)
function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("figures %d %d %d %d %d\\n", summary.requests, failed, summary.duration,
    latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Sent:
    """What a server took: a second, a second of its own processor time, and how long half and all but a hundredth took
    (milliseconds).
    """

    per_second: float
    per_processor_second: float
    median: float
    worst: float


def anonymous(system: System) -> list[Line]:
    """One who sends, against one whose every request commits a row; then 8 and 32 who send at once, none of whom may
    fail, against the one.
    """
    cheap_receipts(system)
    system.run(sys.executable, "-m", "bench.receiver")
    found: dict[tuple[str, int], list[Sent]] = defaultdict(list)
    with system.serve(BARE) as bare, system.serve_public(SENDING) as motvekt:
        for server, path in ((bare, "/"), (motvekt, "/droft/")):
            send(system, server, path, 1)
        for _ in range(ROUNDS):
            found["bare", 1].append(send(system, bare, "/", 1))
            for people in PEOPLE:
                found["sent", people].append(send(system, motvekt, "/droft/", people))
    lines = []
    for unit, what in (("per_second", "messages/s"), ("per_processor_second", "messages/s of processor time")):
        sent, one_row = (median(getattr(one, unit) for one in found[name, 1]) for name in ("sent", "bare"))
        lines.append(at_least(LIMIT, "one sends", sent, one_row, what, "a row committed"))
    alone = median(one.per_second for one in found["sent", 1])
    for people in PEOPLE[1:]:
        together = median(one.per_second for one in found["sent", people])
        lines.append(at_least(MANY_LIMIT, f"{people} send at once", together, alone, "messages/s", "one sends"))
    for people in PEOPLE:
        middle, worst = (median(getattr(one, part) for one in found["sent", people]) for part in ("median", "worst"))
        shown = f"p99 {worst:,.1f} ms", f"median {middle:,.1f} ms"
        lines.append(Line(f"{people} at once", *shown, ratio=worst / middle, limit=SPREAD, at_least=False))
    return lines


def cheap_receipts(system: System) -> None:
    """Keys of the public part whose derivation costs next to nothing."""
    file = system.data / "public.key"
    file.write_text(re.sub(r"cost:\d+", f"cost:{CHEAPEST}", file.read_text()))


def send(system: System, server: Server, path: str, people: int) -> Sent:
    """As many forms as so many people can send, each after their last was answered. Raises Unmeasured for a failure."""
    script = system.data / "send.lua"
    script.write_text(_SCRIPT)
    size = ["--threads=1", f"--connections={people}", f"--duration={SECONDS}s", "--timeout=20s"]
    command = [need("wrk"), *size, f"--script={script}", f"http://{HOST}:{server.port}{path}"]
    before = server.processor_seconds()
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS + 60).stdout
    used = server.processor_seconds() - before
    figures = re.search(r"^figures (\d+) (\d+) (\d+) (\d+) (\d+)$", said, re.MULTILINE)
    if figures is None or used == 0:
        raise Unmeasured(f"wrk on {path} says:\n{said}")
    requests, failed, lasted, middle, worst = map(int, figures.groups())
    if failed or not requests:
        raise Unmeasured(f"{failed} of {requests} failed where {people} sent at once")
    return Sent(requests / lasted * 1e6, requests / used, middle / 1000, worst / 1000)
