"""The console command `motvekt`."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused, SettingMissing

if TYPE_CHECKING:
    from motvekt.guide.schema import Guide

OK, FAILED, MISUSED = 0, 1, 2


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

    execute_from_command_line(["motvekt", *given])
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

    guide = commands.add_parser("guide", help="packs and editions").add_subparsers(required=True, metavar="COMMAND")
    check = guide.add_parser("check", help="name every problem of a pack")
    check.add_argument("pack", type=Path)
    check.set_defaults(run=_check)
    publish = guide.add_parser("publish", help="make an immutable edition of a pack")
    publish.add_argument("pack", type=Path)
    publish.add_argument("--area", help="area to publish for; the pack's id where not given")
    publish.add_argument("--if-changed", action="store_true", help="the same content again is no failure")
    publish.add_argument("--without-pdf", action="store_true", help="make no PDFs, as where they can't be made today")
    publish.set_defaults(run=_publish)
    compare = guide.add_parser("compare", help="what changed between two packs or editions")
    compare.add_argument("old", help="a pack's folder, or an edition as AREA:NUMBER")
    compare.add_argument("new", help="likewise")
    compare.set_defaults(run=_compare)
    listing = guide.add_parser("list", help="list editions")
    listing.add_argument("--area", help="only this area's")
    listing.set_defaults(run=_list)
    checked = guide.add_parser("checked", help="note that contacts were called and found right")
    checked.add_argument("area")
    checked.add_argument("contact", nargs="+", help="ids of contacts")
    checked.add_argument("--on", type=date.fromisoformat, help="the day, YYYY-MM-DD; today where not given")
    checked.set_defaults(run=_checked)
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
        load_areas(options.file, by=_operator())
    for slug, hosts, default in queries.listed():
        for host in hosts:
            print(host if options.list else f"{slug}: {host}{' (default)' if default else ''}")
    return OK


def _check(options: argparse.Namespace) -> int:
    from motvekt.guide.pack.loader import load

    loaded = load(options.pack)
    for problem in loaded.problems:
        print(problem, file=sys.stderr)
    if loaded.guide is None:
        print(f"{len(loaded.problems)} feil i {options.pack}.", file=sys.stderr)
        return FAILED
    print(f"{options.pack}: ingen feil.")
    return OK


def _publish(options: argparse.Namespace) -> int:
    from motvekt.guide import actions, editions, queries, rules
    from motvekt.guide.pack.loader import load
    from motvekt.guide.printing.typeset import typeset
    from motvekt.kernel import clock

    loaded = load(options.pack)
    if loaded.guide is None:
        _check(options)
        print("Ingen utgave er laget. Den som gjaldt, gjelder fortsatt.", file=sys.stderr)
        return FAILED
    area = options.area or loaded.guide.id
    if options.if_changed and queries.ever_published(area, rules.digest(editions.write(loaded.guide))):
        return OK
    press = None if options.without_pdf else typeset
    edition = actions.publish(guide=loaded.guide, area=area, by=_operator(), press=press)
    print(f"Utgave {edition.number} for {area} er publisert. Den gjelder fra {edition.valid_from}.")
    for card in queries.published(area):
        if card.number < edition.number and card.valid_from > clock.today():
            print(f"Utgave {card.number}, som skulle gjelde fra {card.valid_from}, trer ikke i kraft.")
    return OK


KINDS = {"added": "Ny", "removed": "Borte", "changed": "Endret", "moved": "Ny rekkefølge"}


def _compare(options: argparse.Namespace) -> int:
    from motvekt.guide.compare import compare, field_words

    old, new = _guide(options.old), _guide(options.new)
    changes = compare(old, new, new.default_language)
    for change in changes:
        print(f"{KINDS[change.kind]}: {change.ref} {change.label}".rstrip())
        for difference in change.differences:
            print(f"  {field_words(difference.field)}:")
            for mark, text in (("-", difference.before), ("+", difference.after)):
                print("".join(f"    {mark} {line}\n" for line in (text or "").splitlines()), end="")
    print(f"{len(changes)} endringer." if changes else "Ingen endringer.")
    return OK


def _guide(named: str) -> Guide:
    """The guide of a pack's folder, or of an edition as AREA:NUMBER. Raises Refused where there is none."""
    from motvekt.guide import queries
    from motvekt.guide.pack.loader import load

    area, colon, number = named.partition(":")
    guide = queries.by_number(area, int(number)) if colon and number.isdigit() else load(Path(named)).guide
    if guide is None:
        raise Refused(no("no_guide", f"«{named}» er verken en pakke uten feil eller en utgave."))
    return guide


def _list(options: argparse.Namespace) -> int:
    from motvekt.guide import queries, rules
    from motvekt.kernel import clock
    from motvekt.organisations import queries as organisations

    for slug, _, _ in organisations.listed():
        if options.area in (None, slug):
            editions = queries.published(slug)
            current = rules.in_force(editions, clock.today())
            for edition in editions:
                mark = " (gjelder)" if edition is current else ""
                print(
                    f"{slug} {edition.number}{mark}: gjelder fra {edition.valid_from}, publisert "
                    f"{edition.published_at:%Y-%m-%d %H:%M} av {edition.published_by}, {edition.digest[:16]}"
                )
    return OK


def _checked(options: argparse.Namespace) -> int:
    from motvekt.guide import actions
    from motvekt.kernel import clock

    day = options.on or clock.today()
    actions.note_checks(area=options.area, contacts=options.contact, checked_on=day, by=_operator())
    print(f"{', '.join(options.contact)}: sjekket {day}")
    return OK


def _operator() -> Actor:
    return Actor("operator", getpass.getuser())


if __name__ == "__main__":
    sys.exit(main())
