"""The log as a data protection officer reads it: each event in words, with the names of accounts and units."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from motvekt.access.standing import Standing
from motvekt.administration import scopes
from motvekt.administration.wording import FIELDS
from motvekt.audit import queries as audit
from motvekt.audit.chain import Entry
from motvekt.audit.events import BY_CODE, COUNTED, WHEN_THE_DAY_IS_OVER, Kind
from motvekt.kernel import clock
from motvekt.organisations import naming
from motvekt.organisations.models import Membership, Organisation, Unit

COUNTED_DAYS = 14


@dataclass(frozen=True)
class Detail:
    """A field of an event: what it is called, what it says, and the whole id where it is one."""

    words: str
    text: str
    is_id: bool


@dataclass(frozen=True)
class Line:
    """An event, as a page shows it."""

    number: int
    at: datetime
    person: str
    """The account's id, where an account did it."""
    who: str
    event: str
    words: str
    details: Sequence[Detail]
    dossier: str


def bodies(by: Standing) -> list[Organisation]:
    """The organisations whose log somebody reads, in their order."""
    return list(scopes.logs(by).order_by("position", "slug"))


def body(by: Standing, chosen: str) -> Organisation | None:
    """The one that was chosen by its slug, or the first; None where somebody reads none, or not that one."""
    known = bodies(by)
    return next((one for one in known if not chosen or one.slug == chosen), None)


def people(controller: UUID) -> list[tuple[str, str]]:
    """Whoever has or had a role in a controller's units, to choose among."""
    rows = Membership.objects.filter(unit__organisation=controller).order_by("account__name", "account_id")
    return [(str(account), name) for account, name in rows.values_list("account", "account__name").distinct()]


def lines(entries: Iterable[Entry]) -> list[Line]:
    """Events in words. Names and units are looked up for all of them at once."""
    read = list(entries)
    ids = {value for entry in read for value in entry.about.values()}
    known = naming.names({*ids, *(naming.account_in(entry.actor) for entry in read)})
    units = {str(unit): name for unit, name in Unit.objects.filter(id__in=_uuids(ids)).values_list("id", "name")}
    return [_line(entry, known, {**units, **known}) for entry in read]


def _line(entry: Entry, known: Mapping[str, str], named: Mapping[str, str]) -> Line:
    described = BY_CODE.get(entry.event)
    kinds = {**described.fields, **described.optional} if described else {}
    details = [
        Detail(_(FIELDS.get(name, name)), named.get(value, value), kinds.get(name) is Kind.ID and value not in named)
        for name, value in entry.about.items()
        if kinds.get(name) is not Kind.DIGEST
    ]
    return Line(
        entry.number,
        clock.local(entry.at),
        naming.account_in(entry.actor),
        naming.who(entry.actor, known),
        entry.event,
        described.words if described else entry.event,
        details,
        entry.about.get("dossier", ""),
    )


def _uuids(texts: Iterable[str]) -> set[UUID]:
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


@dataclass(frozen=True)
class Counted:
    """How often something happened on a day of which nobody known did."""

    day: date
    words: str
    number: int


def counts(area: UUID) -> list[Counted]:
    """Counts of the last days, the newest first: of what anonymous people did, those of days that are over."""
    today = clock.today()
    return [
        Counted(day, COUNTED.get(code, code), number)
        for day, code, number in audit.counts(area, today - timedelta(days=COUNTED_DAYS - 1))
        if day < today or code not in WHEN_THE_DAY_IS_OVER
    ]


# --- as a file --------------------------------------------------------------------------------------------------------

FORMULA = re.compile(r"(^|[,;|\t\r\n])(\s*)(?=[=+\-@＝＋－＠])")  # noqa: RUF001 - what some spreadsheets read alike
"""Where a formula could begin: in front, and where a spreadsheet of another language splits a cell in two."""


def cell(text: object) -> str:
    """A cell's text, which no spreadsheet takes for a formula."""
    said = FORMULA.sub(r"\1\2'", str(text))
    return f"'{said}" if said.startswith(("\t", "\r")) else said


def as_csv(entries: Iterable[Entry]) -> str:
    """Events as a file that Norwegian spreadsheets open: semicolons, and a mark that says it is UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(["nummer", "tidspunkt", "hvem", "konto", "hendelse", "med ord", "detaljer"])
    read = list(entries)
    known = naming.names(naming.account_in(entry.actor) for entry in read)
    for entry in read:
        described = BY_CODE.get(entry.event)
        row = (
            entry.number,
            clock.local(entry.at).isoformat(timespec="seconds"),
            naming.who(entry.actor, known),
            naming.account_in(entry.actor),
            entry.event,
            described.words if described else "",
            ", ".join(f"{name}={value}" for name, value in sorted(entry.about.items())),
        )
        writer.writerow([cell(value) for value in row])
    return "\ufeff" + written.getvalue()
