"""`motvekt guide …`: packs and editions at the command line. What it says is for editors, in Norwegian."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused

if TYPE_CHECKING:
    from motvekt.guide.compare import Change
    from motvekt.guide.pack.loader import Loaded
    from motvekt.guide.schema import Guide

OK, FAILED = 0, 1

PROPOSAL = "forslag"
"""What stands for the open proposal where an edition's number could stand: `area:forslag`."""


def add_to(commands: Any) -> None:
    """Add `guide` with all that stands below it to the parser's commands."""
    guide = commands.add_parser("guide", help="packs and editions").add_subparsers(required=True, metavar="COMMAND")

    new = guide.add_parser("new", help="begin a pack that is based on another")
    new.add_argument(
        "folder", type=Path, help="the new folder, beside the pack that it is based on; its name is the id"
    )
    new.add_argument("--based-on", required=True, help="id of the pack that everything else is inherited from")
    new.add_argument("--name", required=True, help="the municipality's name")
    new.add_argument("--number", required=True, help="the municipality's number, four digits")
    new.set_defaults(run=_new, database=False)

    check = guide.add_parser("check", help="name every problem of a pack")
    check.add_argument("pack", type=Path)
    check.set_defaults(run=_check, database=False)

    propose = guide.add_parser("propose", help="put a pack forward as the next edition, for somebody to confirm")
    propose.add_argument("pack", type=Path)
    propose.add_argument("--area", help="area to propose it for; the pack's id where not given")
    propose.set_defaults(run=_propose)

    confirm = guide.add_parser("confirm", help="make an immutable edition of the proposal")
    confirm.add_argument("area")
    confirm.add_argument("code", help="the proposal's code, as it stands where its changes are shown")
    confirm.add_argument("--without-pdf", action="store_true", help="make no PDFs, as where they can't be made today")
    confirm.set_defaults(run=_confirm)

    withdraw = guide.add_parser("withdraw", help="take the proposal back")
    withdraw.add_argument("area")
    withdraw.add_argument("code")
    withdraw.set_defaults(run=_withdraw)

    publish = guide.add_parser("publish", help="propose and confirm in one: in the demo, or an area's first edition")
    publish.add_argument("pack", type=Path)
    publish.add_argument("--area", help="area to publish for; the pack's id where not given")
    publish.add_argument(
        "--first", action="store_true", help="only where the area has no edition yet; demanded outside the demo"
    )
    publish.add_argument("--without-pdf", action="store_true", help="make no PDFs, as where they can't be made today")
    publish.set_defaults(run=_publish)

    compare = guide.add_parser("compare", help="what changed between two packs or editions")
    compare.add_argument("old", help=f"a pack's folder, an edition as AREA:NUMBER, or a proposal as AREA:{PROPOSAL}")
    compare.add_argument("new", help="likewise")
    compare.set_defaults(run=_compare)

    listing = guide.add_parser("list", help="list editions, and the proposals that wait")
    listing.add_argument("--area", help="only this area's")
    listing.set_defaults(run=_list)

    checked = guide.add_parser("checked", help="note that contacts were called and found right")
    checked.add_argument("area")
    checked.add_argument("contact", nargs="+", help="ids of contacts")
    checked.add_argument("--on", type=_day, help="the day, 2026-11-25 or 25.11.2026; today where not given")
    checked.set_defaults(run=_checked)

    overdue = guide.add_parser("overdue", help="name the numbers and the law that somebody should check again")
    overdue.add_argument("--area", help="only this area's")
    overdue.set_defaults(run=_overdue)


def _day(text: str) -> date:
    """A day as an editor writes it."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"«{text}» er ikke en dato. Skriv for eksempel 2026-11-25 eller 25.11.2026.")


def _program() -> str:
    """This command as it was called, so that what is printed can be pasted."""
    return sys.argv[0] if Path(sys.argv[0]).name == "motvekt" else "motvekt"


def operator() -> Actor:
    """Whoever sits at the command line, by their login name."""
    return Actor("operator", getpass.getuser())


def _loaded(pack: Path) -> Loaded:
    """The pack; its problems are printed where it has some."""
    from motvekt.guide.pack.loader import load

    if not pack.exists() and (meant := Path("packs") / pack.name).is_dir():
        raise Refused(no("no_folder", f"Mappa {pack} finnes ikke. Skriv {meant}."))
    loaded = load(pack)
    for problem in loaded.problems:
        print(problem, file=sys.stderr)
    if loaded.guide is None:
        print(f"{len(loaded.problems)} feil i {pack}.", file=sys.stderr)
    return loaded


def _new(options: argparse.Namespace) -> int:
    from motvekt.guide.pack.loader import load
    from motvekt.guide.pack.skeleton import FILL_IN, areas_row, files
    from motvekt.kernel import clock

    folder: Path = options.folder
    below = folder.parent / options.based_on
    if not (below / "pack.yaml").exists():
        known = ", ".join(sorted(path.parent.name for path in folder.parent.glob("*/pack.yaml")))
        advice = f"Velg en av disse: {known}." if known else f"Skriv mappa der pakkene ligger: packs/{folder.name}."
        raise Refused(no("no_guide", f"Det finnes ingen pakke i {below}. {advice}"))
    base = load(below).guide
    if base is None:
        raise Refused(no("no_guide", f"Pakken {below} har feil. Se dem med: {_program()} guide check {below}"))
    if folder.exists():
        raise Refused(no("folder_taken", f"{folder} finnes fra før. Ingenting er skrevet."))
    written = files(base, folder.name, options.name, options.number, clock.today())
    folder.mkdir()
    for name, text in written.items():
        (folder / name).write_text(text, "utf-8")
        print(f"{folder / name}")
    print(f"\n1. Åpne contacts.yaml, og bytt ut alt som heter {FILL_IN}.")
    print("2. Les pack.yaml, og rett det som ikke stemmer hos dere.")
    print(f"3. {_program()} guide check {folder}")
    print(f"4. Sett dette inn nederst i {folder.parent / 'areas.yaml'}, så veilederen får en nettadresse.")
    print("   Bindestreken skal stå helt til venstre:\n")
    print(areas_row(folder.name, options.name), end="")
    return OK


def _check(options: argparse.Namespace) -> int:
    loaded = _loaded(options.pack)
    for note in loaded.to_read:
        print(f"Les: {note}")
    if loaded.guide is None:
        return FAILED
    print(f"{options.pack}: ingen feil.")
    return OK


NOTHING_MADE = "Ingen utgave er laget. Den som gjaldt, gjelder fortsatt."


def _propose(options: argparse.Namespace) -> int:
    from motvekt.guide import actions, queries, rules
    from motvekt.kernel import clock
    from motvekt.organisations import queries as organisations

    guide = _loaded(options.pack).guide
    if guide is None:
        print("Ingenting er foreslått.", file=sys.stderr)
        return FAILED
    area = options.area or guide.id
    proposal = actions.propose(guide=guide, area=area, by=operator())
    cards, today = queries.published(area), clock.today()
    replaced = rules.replaced_by(cards, guide.valid_from, today)
    before = queries.guide_of(area, replaced) if replaced else None
    code = rules.code(proposal.digest)
    print(f"Forslaget til utgave {proposal.follows + 1} for {area} er laget. Det gjelder ikke ennå.\n")
    if before:
        _tell(_changes(before, guide), details=False)
    else:
        print("Ingen utgave gjelder ennå, så det er ingenting å sammenligne med.")
    for card in rules.overtaken(cards, guide.valid_from, today):
        print(f"Utgave {card.number}, som skulle gjelde fra {card.valid_from}, trer da ikke i kraft.")
    print(f"\nGjelder fra {guide.valid_from}. Koden til forslaget er {code}.")
    _tell_unchecked(area, guide)
    print("Be en annen se på endringene og bekrefte:")
    if address := organisations.address(area):
        print(f"  på nett:   {address}/utgaver/forslag/{proposal.digest}/")
    if replaced:
        print(f"  her:       {_program()} guide compare {area}:{replaced.number} {area}:{PROPOSAL}")
    print(f"  bekreft:   {_program()} guide confirm {area} {code}")
    print(f"  trekk det: {_program()} guide withdraw {area} {code}")
    return OK


def _confirm(options: argparse.Namespace) -> int:
    from django.conf import settings

    from motvekt.guide import actions
    from motvekt.guide.printing.typeset import typeset

    press = None if options.without_pdf else typeset
    edition = actions.confirm(area=options.area, code=options.code, by=operator(), press=press, alone=settings.DEMO)
    _published(options.area, edition.number, edition.valid_from)
    return OK


def _withdraw(options: argparse.Namespace) -> int:
    from motvekt.guide import actions

    actions.withdraw(area=options.area, code=options.code, by=operator())
    print("Forslaget er trukket. Utgaven som gjelder, er den samme.")
    return OK


def _publish(options: argparse.Namespace) -> int:
    from django.conf import settings

    from motvekt.guide import actions, editions, queries, rules
    from motvekt.guide.printing.typeset import typeset

    guide = _loaded(options.pack).guide
    if guide is None:
        print(NOTHING_MADE, file=sys.stderr)
        return FAILED
    area = options.area or guide.id
    if not (options.first or settings.DEMO):
        raise Refused(
            no("takes_two", f"Å publisere en utgave tar to personer. Foreslå den: {_program()} guide propose")
        )
    if options.first and queries.published(area):
        if not queries.ever_published(area, rules.digest(editions.write(guide))):
            print(
                f"{options.pack} er endret, men ikke publisert. Se den her: {_program()} guide publish {options.pack}"
            )
            print(f"Hos kommunen er det to som publiserer: {_program()} guide propose {options.pack}")
        return OK
    press = None if options.without_pdf else typeset
    edition = actions.publish(guide=guide, area=area, by=operator(), press=press)
    _published(area, edition.number, edition.valid_from)
    _tell_unchecked(area, guide)
    return OK


def _published(area: str, number: int, valid_from: date) -> None:
    from motvekt.guide import queries, rules
    from motvekt.kernel import clock

    print(f"Utgave {number} for {area} er publisert. Den gjelder fra {valid_from}.")
    before = [card for card in queries.published(area) if card.number < number]
    for card in rules.overtaken(before, valid_from, clock.today()):
        print(f"Utgave {card.number}, som skulle gjelde fra {card.valid_from}, trer ikke i kraft.")


def _tell_unchecked(area: str, guide: Guide) -> None:
    """How many numbers nobody has called: what is printed says it too, and who hangs it up wants to know it first."""
    from motvekt.guide import queries

    checked = queries.last_checked(area, guide)
    numbers = sum(len(contact.phones) for contact in guide.contacts if contact.id not in checked)
    if numbers:
        told = "1 telefonnummer" if numbers == 1 else f"{numbers} telefonnumre"
        how = f"{_program()} guide checked {area} …"
        print(f"Ingen har sjekket {told}, og det står i PDF-ene. Ring, og noter det: {how}")


def _compare(options: argparse.Namespace) -> int:
    changes = _changes(_guide(options.old), _guide(options.new))
    _tell(changes, details=True)
    return OK


def _changes(old: Guide, new: Guide) -> list[Change]:
    from motvekt.guide.compare import compare

    return compare(old, new, new.default_language)


KINDS = {"added": "Ny", "removed": "Borte", "changed": "Endret", "moved": "Ny rekkefølge"}


def _tell(changes: Sequence[Change], *, details: bool) -> None:
    from motvekt.guide.kinds import LANGUAGE_NAMES
    from motvekt.guide.retold import field_words

    for change in changes:
        print(f"{KINDS[change.kind]}: {change.ref} {change.label}".rstrip())
        for difference in change.differences if details else ():
            language = f" ({LANGUAGE_NAMES[difference.language].lower()})" if difference.language else ""
            print(f"  {field_words(difference.field)}{language}:")
            _lines(difference.before, difference.after)
    count = len(changes)
    print("Ingen endringer." if not count else "1 endring." if count == 1 else f"{count} endringer.")


def _lines(before: str | None, after: str | None) -> None:
    from motvekt.guide.differences import pairs

    for pair in pairs(before, after):
        for mark, pieces in (("-", pair.before), ("+", pair.after)):
            if pieces:
                print(f"    {mark} {''.join(piece.text for piece in pieces)}")


def _guide(named: str) -> Guide:
    """The guide of a pack's folder, an edition or a proposal. Raises Refused where there is none."""
    from motvekt.guide import queries
    from motvekt.guide.pack.loader import load

    area, colon, which = named.partition(":")
    if colon and which == PROPOSAL:
        proposal = queries.proposed(area)
        guide = proposal.guide if proposal else None
    elif colon and which.isdecimal():
        guide = queries.by_number(area, int(which))
    else:
        guide = load(Path(named)).guide
    if guide is None:
        raise Refused(no("no_guide", f"«{named}» er verken en pakke uten feil, en utgave eller et forslag."))
    return guide


def _list(options: argparse.Namespace) -> int:
    from motvekt.guide import queries, rules
    from motvekt.kernel import clock

    for slug in _areas(options.area):
        editions = queries.published(slug)
        current = rules.in_force(editions, clock.today())
        if proposal := queries.proposed(slug):
            print(
                f"{slug} {PROPOSAL}: gjelder fra {proposal.valid_from}, foreslått "
                f"{clock.local(proposal.proposed_at):%Y-%m-%d %H:%M} av {proposal.proposed_by}, {proposal.code}"
            )
        for edition in editions:
            never = rules.reign(edition, editions) is None
            mark = " (gjelder)" if edition is current else " (trer ikke i kraft)" if never else ""
            print(
                f"{slug} {edition.number}{mark}: gjelder fra {edition.valid_from}, publisert "
                f"{clock.local(edition.published_at):%Y-%m-%d %H:%M} av {edition.published_by}, {edition.digest[:16]}"
            )
    return OK


def _areas(only: str | None) -> Iterable[str]:
    from motvekt.organisations import queries as organisations

    known = [slug for slug, _, _ in organisations.listed()]
    if only is not None and only not in known:
        raise Refused(
            no("unknown_area", f"Området «{only}» finnes ikke. Kjente områder: {', '.join(known) or 'ingen'}.")
        )
    return [only] if only else known


def _checked(options: argparse.Namespace) -> int:
    from motvekt.guide import actions
    from motvekt.kernel import clock

    day = options.on or clock.today()
    # As `overdue` prints them, or by the id alone.
    contacts = [named.removeprefix("contacts/") for named in options.contact]
    actions.note_checks(area=options.area, contacts=contacts, checked_on=day, by=operator())
    print(f"{', '.join(contacts)}: sjekket {day}")
    return OK


def _overdue(options: argparse.Namespace) -> int:
    from motvekt.guide import queries
    from motvekt.guide.compare import name_of
    from motvekt.guide.freshness import contact_checks, law_checks
    from motvekt.kernel import clock

    today, found = clock.today(), 0
    for slug in _areas(options.area):
        if (edition := queries.in_force(slug, today)) is None:
            continue
        checks = [*contact_checks(edition.guide, edition.checked), *law_checks(edition.guide)]
        for check in checks:
            if check.is_due(today):
                found += 1
                when = f"sist sjekket {check.last}" if check.last else "aldri sjekket"
                print(f"{slug} {check.ref}: {name_of(check.item, check.ref, edition.guide.default_language)}, {when}")
    if not found:
        print("Ingenting å sjekke nå.")
    return OK
