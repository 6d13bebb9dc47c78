"""Row `desk`: what the desk's page costs where a million lie there, against a thousand."""

from __future__ import annotations

import json
import subprocess
import sys

from bench.row import Line, Unmeasured, at_most
from bench.system import ROOT, System

FEW, MANY = 1_000, 1_000_000
LIMIT, QUESTIONS = 1.3, 15


def desk(system: System) -> list[Line]:
    """Medians of the whole page, asked for as one who receives there and has no other role; and its questions to the
    database, which must be few and as many.
    """
    few, many = (_worked(system, rows) for rows in (FEW, MANY))
    lines = []
    for page, milliseconds in many["medians"].items():
        before = few["medians"][page]
        figure, reference = f"{milliseconds:,.1f} ms", f"{FEW:,} rows {before:,.1f} ms"
        lines.append(Line(page, figure, reference, milliseconds / before, LIMIT, at_least=False))
    for page, questions in many["questions"].items():
        lines.append(at_most(QUESTIONS, f"{page}: questions", questions, "questions"))
    if few["questions"] != many["questions"]:
        raise Unmeasured(f"as many questions are asked neither here nor there: {few} {many}")
    return lines


def _worked(system: System, rows: int) -> dict[str, dict[str, float]]:
    command = (sys.executable, "-m", "bench.desk_work", str(rows))
    done = subprocess.run(command, cwd=ROOT, env=system.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unmeasured(done.stderr.strip().splitlines()[-1] if done.stderr else "the work ended early")
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found
