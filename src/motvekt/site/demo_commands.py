"""`motvekt demo …`: the invented cast, for trying the system."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    """Add `demo` to the parser's commands."""
    demo = commands.add_parser("demo", help="load the invented cast of the demo; refused unless MOTVEKT_DEMO is 1")
    demo.add_argument("file", type=Path, help="YAML: area, email, name and memberships of each")
    demo.set_defaults(run=_demo)


def _demo(options: argparse.Namespace) -> int:
    from motvekt.site.cast import load_cast
    from motvekt.site.guide_commands import OK, operator

    print(f"{load_cast(options.file, by=operator())} oppdiktede personer kan logge inn.")
    return OK
