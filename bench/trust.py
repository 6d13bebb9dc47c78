"""Rows about what trust costs: a logged write, verifying the log, the gate, opening what is sealed.

What is measured runs in a process of its own with the installation's settings (`trust_work.py`).
"""

from __future__ import annotations

import json
import subprocess
import sys

from bench.row import Line, Unmeasured, at_least, at_most
from bench.system import ROOT, System

AUDITED, VERIFYING = 0.4, 0.5
GATE_MICROSECONDS, OPENING_MILLISECONDS = 50, 2


def logged_write(system: System) -> list[Line]:
    """An action with its event, against the same action with the event left out."""
    found = _worked(system, "write")
    return [at_least(AUDITED, "checks noted", found["logged"], found["bare"], "writes/s", "without the event")]


def verifying(system: System) -> list[Line]:
    """Verifying a chain, against reading the same rows and hashing them."""
    found = _worked(system, "verify")
    return [at_least(VERIFYING, "links", found["verified"], found["hashed"], "links/s", "read and hashed")]


def gate_and_opening(system: System) -> list[Line]:
    """One decision of the gate, and a page of a hundred entries of 2 kB opened, without the event for the page."""
    found = _worked(system, "open")
    return [
        at_most(GATE_MICROSECONDS, "a decision of the gate", found["gate"], "µs"),
        at_most(OPENING_MILLISECONDS, "100 entries of 2 kB", found["opening"], "ms"),
    ]


def _worked(system: System, what: str) -> dict[str, float]:
    command = (sys.executable, "-m", "bench.trust_work", what)
    done = subprocess.run(command, cwd=ROOT, env=system.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unmeasured(done.stderr.strip().splitlines()[-1] if done.stderr else "the work ended early")
    found: dict[str, float] = json.loads(done.stdout)
    return found
