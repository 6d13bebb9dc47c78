"""The console command `motvekt`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from motvekt.kernel.errors import Refused, SettingMissing
from motvekt.site import (
    area_commands,
    backup_commands,
    check_commands,
    demo_commands,
    guide_commands,
    trust_commands,
    work_commands,
)
from motvekt.site.guide_commands import FAILED, OK

__all__ = ["FAILED", "MISUSED", "OK", "helps", "main"]

MISUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 refused or not done, 2 called wrongly, 3 done but look."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motvekt.site.settings")
    unattended = False
    try:
        if given[:1] and given[0] in DJANGO_COMMANDS:
            return _django(given)
        options = _parser().parse_args(given)
        unattended = getattr(options, "unattended", False)
        _set_up(walls=getattr(options, "database", True))
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except (Refused, SettingMissing) as error:
        print(error, file=sys.stderr)
        return FAILED
    except Exception as error:
        if unattended:
            # Nobody reads along, and what is written stays: as in the log, without an error's words.
            logging.getLogger(__name__).critical("%s stopped by an error", given[0], exc_info=error)
            return FAILED
        words = _said_of(error)
        if words is None:
            raise
        print(words, file=sys.stderr)
        return FAILED


def _said_of(error: Exception) -> str | None:
    """What an operator is told of an error that is nobody's mistake in the code; None where it is."""
    from django.db import Error

    from motvekt.guide.queries import DamagedEdition

    if isinstance(error, Error):
        return f"Databasen svarer ikke som den skal: {error}".strip()
    if isinstance(error, DamagedEdition):
        return f"Innholdet er endret i databasen og stemmer ikke med koden sin: {error}. Legg forslaget fram på nytt."
    return None


DJANGO_COMMANDS = ("migrate", "makemigrations", "collectstatic", "django-check", "shell")
"""Django's own commands. `migrate` is done as the tables' owner; the others pass through, `django-check` as Django's
`check`: that word is ours.
"""


def _django(given: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line

    _set_up(walls=given[0] == "shell")
    if given[0] == "migrate":
        return _migrate(given[1:])
    execute_from_command_line(["motvekt", given[0].removeprefix("django-"), *given[1:]])
    return OK


def _migrate(given: Sequence[str]) -> int:
    """Migrate both databases, or the one that is named, as the role that owns it, and raise the walls."""
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from motvekt.site.database_roles import as_owner
    from motvekt.site.private import make_private
    from motvekt.site.walls import raise_walls

    naming = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    naming.add_argument("--database")
    named, rest = naming.parse_known_args(given)
    for alias in [named.database] if named.database else ["default", "keys"]:
        make_private(alias)
        with as_owner(alias) as application:
            execute_from_command_line(["motvekt", "migrate", *rest, f"--database={alias}"])
            if "--plan" not in rest:
                raise_walls(alias, application, settings.DATABASE_PUBLIC_ROLE)
    return OK


def _set_up(*, walls: bool) -> None:
    """Make Django ready; with `walls`, refuse a database role that they don't hold. One that is down says so later."""
    import django

    django.setup()
    if walls:
        from django.db import Error

        from motvekt.site.database_roles import refuse_without_walls

        with suppress(Error):
            refuse_without_walls()


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
    areas.add_argument(
        "--keep-units",
        action="store_true",
        help="leave units that the file doesn't name, as administrators' own, as they are",
    )
    areas.set_defaults(run=_areas)

    area_commands.add_to(commands)
    guide_commands.add_to(commands)
    trust_commands.add_to(commands)
    demo_commands.add_to(commands)
    backup_commands.add_to(commands)
    work_commands.add_to(commands)
    check_commands.add_to(commands)
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
        load_areas(options.file, by=guide_commands.operator(), keep_units=options.keep_units)
    for slug, hosts, default in queries.listed():
        for host in hosts:
            print(host if options.list else f"{slug}: {host}{' (default)' if default else ''}")
    return OK


if __name__ == "__main__":
    sys.exit(main())
