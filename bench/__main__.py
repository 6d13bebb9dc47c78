"""Runs the benchmarks: `script/bench [--only ROW] [--postgres]`.

Exit code: 0 when every row reaches what it must, 1 when one falls short or can't be measured, 2 when called wrongly, 69
when a program is missing.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterable

from bench.programs import Missing
from bench.row import Line, Row, Unmeasured
from bench.rows import ROWS
from bench.system import Broken, Database, postgres, prepared


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Measures Motvekt against what it must reach.")
    parser.add_argument("--only", choices=[row.name for row in ROWS], metavar="ROW", help="one of: %(choices)s")
    parser.add_argument("--postgres", action="store_true", help="rows with a database in them on PostgreSQL too")
    options = parser.parse_args()
    # So that what was started is ended here too.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: sys.exit(128 + received))
    rows = [row for row in ROWS if options.only in (None, row.name)]
    try:
        reached = [_measure(row, None) for row in rows]
        if options.postgres:
            reached += [_on_postgres(row) for row in rows if row.database]
    except Missing as missing:
        print(f"bench: {missing}", file=sys.stderr)
        return 69
    print("bench: every row reaches its limit" if all(reached) else "bench: a row falls short")
    return 0 if all(reached) else 1


def _on_postgres(row: Row) -> bool:
    with postgres() as database:
        return _measure(row, database)


def _measure(row: Row, database: Database | None) -> bool:
    """Measure and print a row; whether it reaches its limits."""
    print(f"{row.name} on {'PostgreSQL' if database else 'SQLite'}: {row.words}", flush=True)
    try:
        with prepared(database) as system:
            lines = row.measure(system)
    except (Broken, Unmeasured) as problem:
        print(f"  not measured: {problem}", flush=True)
        return False
    for words in _table(lines):
        print(f"  {words}", flush=True)
    return all(line.reached for line in lines)


def _table(lines: Iterable[Line]) -> list[str]:
    cells = [("", "figure", "reference", "ratio", "limit", "")]
    for line in lines:
        limit = f"{'at least' if line.at_least else 'at most'} {line.limit:.2f}"
        verdict = "reached" if line.reached else "FALLS SHORT"
        cells.append((line.what, line.figure, line.reference, f"{line.ratio:.2f}", limit, verdict))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


if __name__ == "__main__":
    sys.exit(main())
