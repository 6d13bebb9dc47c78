"""The console command `motvekt`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from motvekt.kernel.errors import Refused, SettingMissing
from motvekt.site import demo_commands, guide_commands, trust_commands
from motvekt.site.guide_commands import FAILED, OK

__all__ = ["FAILED", "MISUSED", "OK", "helps", "main"]

MISUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 refused or not done, 2 called wrongly."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")
    try:
        if given[:1] and given[0] in DJANGO_COMMANDS:
            return _django(given)
        options = _parser().parse_args(given)
        _set_up()
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except (Refused, SettingMissing) as error:
        print(error, file=sys.stderr)
        return FAILED
    except Exception as error:
        if not _is_database_error(error):
            raise
        print(f"Databasen svarer ikke som den skal: {error}".strip(), file=sys.stderr)
        return FAILED


def _is_database_error(error: Exception) -> bool:
    from django.db import Error

    return isinstance(error, Error)


DJANGO_COMMANDS = ("migrate", "makemigrations", "collectstatic", "check", "shell")
"""Django's own commands that pass through as they are."""


def _django(given: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line

    # The key store is a database of its own, and migrated with the other one.
    both = given[0] == "migrate" and not any(word.startswith("--database") for word in given)
    for alias in ("default", "keys") if both else ("",):
        execute_from_command_line(["motvekt", *given, *([f"--database={alias}"] if alias else [])])
    return OK


def _set_up() -> None:
    import django

    django.setup()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="motvekt",
        description="Veileder ved bekymring som system.",
        epilog=f"Django's own commands: {', '.join(DJANGO_COMMANDS)}.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    areas = commands.add_parser("areas", help="list areas and hosts, or set them from a file")
    areas.add_argument("file", nargs="?", type=Path, help="YAML: areas with slug, hosts, default and address")
    areas.add_argument("--list", action="store_true", help="print the hosts, one a line")
    areas.set_defaults(run=_areas)

    guide_commands.add_to(commands)
    trust_commands.add_to(commands)
    demo_commands.add_to(commands)
    return parser


def helps() -> Iterator[tuple[str, str]]:
    """Every command with its help text, for the reference."""
    waiting = [("motvekt", _parser())]
    while waiting:
        name, parser = waiting.pop(0)
        yield name, parser.format_help()
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                waiting += [(f"{name} {choice}", below) for choice, below in action.choices.items()]


def _areas(options: argparse.Namespace) -> int:
    from motvekt.organisations import queries
    from motvekt.site.areas import load_areas

    if options.file:
        load_areas(options.file, by=guide_commands.operator())
    for slug, hosts, default in queries.listed():
        for host in hosts:
            print(host if options.list else f"{slug}: {host}{' (default)' if default else ''}")
    return OK


if __name__ == "__main__":
    sys.exit(main())
