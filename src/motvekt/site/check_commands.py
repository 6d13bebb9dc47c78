"""`motvekt check`: what is unsafe about this installation, a line each."""

from __future__ import annotations

import argparse
import sys
from typing import Any

OK, FAILED = 0, 1


def add_to(commands: Any) -> None:
    """Add `check` to the parser's commands."""
    check = commands.add_parser("check", help="say what is unsafe about this installation, and what to set")
    # It says itself what is wrong with the database's role.
    check.set_defaults(run=_check, database=False)


def _check(options: argparse.Namespace) -> int:
    from django.conf import settings

    from motvekt.site.facts import found

    unsafe = found()
    for finding in unsafe:
        print(f"{'STANSER ' if finding.refuses else ''}{finding.code}: {finding.words}", file=sys.stderr)
    if not unsafe:
        print("Demo: bare det som aldri skal være slik, er kontrollert." if settings.DEMO else "Ingenting å sette.")
    return FAILED if unsafe else OK
