"""`motvekt keys …` and `motvekt audit …`: what an operator does for the keys and the log, in Norwegian."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused

OK, FAILED = 0, 1


def add_to(commands: Any) -> None:
    """Add `keys` and `audit` with all that stands below them to the parser's commands."""
    keys = commands.add_parser("keys", help="the master key and the key store").add_subparsers(
        required=True, metavar="COMMAND"
    )
    init = keys.add_parser("init", help="make the first master key, unless there is one")
    init.add_argument(
        "--receipts-lost",
        action="store_true",
        help="make new keys of the public part although there are receipts: they open nothing from then on. Only where "
        "the file of MOTVEKT_PUBLIC_KEYS is lost for good",
    )
    init.set_defaults(run=_init)
    check = keys.add_parser("check", help="say whether every key can be unwrapped")
    check.set_defaults(run=_check)
    rotate = keys.add_parser(
        "rotate", help="make a new master key and wrap every key with it, or go on where it stopped"
    )
    rotate.set_defaults(run=_rotate)
    sweep = keys.add_parser("sweep", help="destroy keys that are older than a day and have never sealed anything")
    sweep.add_argument("--most", action="store_true", help="also where they are more than the keys in use")
    sweep.set_defaults(run=_sweep)

    audit = commands.add_parser("audit", help="the log").add_subparsers(required=True, metavar="COMMAND")
    verify = audit.add_parser("verify", help="name the first link of each chain that is broken")
    verify.add_argument(
        "--head", type=Path, help="file with heads that were kept elsewhere, as `audit head` printed them"
    )
    verify.set_defaults(run=_verify)
    compare = audit.add_parser("compare", help="hold all that decides who sees what against the log")
    compare.set_defaults(run=_compare)
    head = audit.add_parser("head", help="print the heads, to be kept where the database's owner can't reach them")
    head.set_defaults(run=_head)


def _init(options: argparse.Namespace) -> int:
    from motvekt.vault import readiness

    if words := readiness.make_ready(receipts_are_lost=options.receipts_lost):
        print(words)
    return OK


def _check(options: argparse.Namespace) -> int:
    from motvekt.vault import readiness, rotation

    problems = readiness.check()
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"{sum(rotation.masters().values())} nøkler kan pakkes ut.")
    return FAILED if problems else OK


def _rotate(options: argparse.Namespace) -> int:
    from motvekt.vault import keystore, rotation

    done = 0
    for done in rotation.rotate():
        print(f"{done} nøkler er pakket på nytt.")
    holder = keystore.provider()
    print(f"Ferdig: {done}. Hovednøkkelen heter {holder.current}. Ta en kopi av filen nå.")
    if old := holder.known[1:]:
        print(f"Behold {', '.join(old)} i filen så lenge noen sikkerhetskopi av nøklene trenger dem.")
    return OK


def _sweep(options: argparse.Namespace) -> int:
    """Nothing was ever sealed with these keys and then committed, and no controller has a part in them: so no chain has
    an event of it. Whatever can't be sure that nothing is sealed stops here, since a key doesn't come back.
    """
    from motvekt.organisations.models import Area
    from motvekt.organisations.walls import within
    from motvekt.vault import inventory, keystore, orphans

    areas = list(Area.objects.values_list("id", flat=True))
    if not areas:
        raise Refused(no("no_area", "Databasen har ingen områder. Ingen nøkler er ødelagt. Kontroller DATABASE_URL."))

    def in_use(pairs: keystore.Pairs) -> keystore.Pairs:
        found: keystore.Pairs = set()
        for area in areas:
            with within(area):
                found |= inventory.in_use(pairs)
        return found

    found = orphans.orphans(in_use)
    if len(found.keys) > found.used and not options.most:
        raise Refused(
            no(
                "most_unused",
                f"{len(found.keys)} nøkler er uten innhold, og {found.used} er i bruk. Ingen er ødelagt. Kontroller "
                "at DATABASE_URL er databasen som hører til nøklene, og hel. Er den det: motvekt keys sweep --most",
            )
        )
    gone = orphans.sweep(found)
    print(f"{gone} nøkler uten innhold er ødelagt. {found.used} nøkler er i bruk.")
    return OK


def _verify(options: argparse.Namespace) -> int:
    from motvekt.audit import queries
    from motvekt.audit.chain import State, Verdict
    from motvekt.organisations import queries as organisations
    from motvekt.organisations.walls import within

    kept = _heads(options.head) if options.head else []
    verdicts: dict[UUID, Verdict] = {}
    names: dict[UUID, str] = {}
    for area in organisations.ids():
        with within(area):
            names |= organisations.controllers()
            # Where there are no walls, each area is answered with all of them.
            new = [controller for controller in queries.controllers() if controller not in verdicts]
            verdicts |= {controller: queries.verify(controller, kept) for controller in new}
    for head in kept:
        # A chain that is gone altogether is found by its head alone.
        if head.controller not in verdicts:
            verdicts[head.controller] = queries.verify(head.controller, kept)
    for controller, verdict in verdicts.items():
        whose = f"{controller} ({names.get(controller, 'finnes ikke lenger')})"
        if verdict.state is State.BROKEN:
            print(f"{whose}: BRUTT ved ledd {verdict.at}: {verdict.why}. {verdict.links} ledd holder.")
        elif verdict.state is State.PROVEN:
            print(f"{whose}: {verdict.links} ledd, bevist.")
        else:
            print(f"{whose}: {verdict.links} ledd, ikke bevist: ingen kopi av slutten er oppgitt med --head.")
    return FAILED if any(verdict.state is State.BROKEN for verdict in verdicts.values()) else OK


def _heads(file: Path) -> list[Any]:
    from motvekt.audit.chain import Head

    try:
        return [Head.read(line) for line in file.read_text("ascii").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise Refused(no("heads", f"{file} kan ikke leses som slutter av logger: {error}")) from error


def _compare(options: argparse.Namespace) -> int:
    from motvekt.site.compare import compare

    found = compare()
    for line in found:
        print(line)
    if not found:
        print("Databasen og loggen stemmer overens. motvekt audit verify --head sier om slutten av loggen er borte.")
    return FAILED if found else OK


def _head(options: argparse.Namespace) -> int:
    from motvekt.audit import queries
    from motvekt.organisations import queries as organisations
    from motvekt.organisations.walls import within

    heads: dict[UUID, object] = {}
    for area in organisations.ids():
        with within(area):
            heads |= {head.controller: head for head in queries.heads()}
    for head in heads.values():
        print(head)
    return OK
