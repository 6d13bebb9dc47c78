"""What stands in something that arrived, opened for somebody at the desk: what came, and what the desk wrote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motvekt.access.standing import Standing
from motvekt.dossiers import law as laws
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.kinds import ItemKind
from motvekt.dossiers.queries import Closed, Read
from motvekt.organisations.models import Account
from motvekt.reports import shapes
from motvekt.reports.asking_shapes import AskedFor, read_request
from motvekt.reports.kinds import ArrivalKind
from motvekt.reports.models import Arrival
from motvekt.reports.notice_shapes import PoliceNotice, read_notice
from motvekt.reports.shapes import Identity, Part

OWN = frozenset({ItemKind.ANSWER, ItemKind.DECISION, ItemKind.NOTE, ItemKind.REPORT})
"""What a desk writes itself about what it received."""


@dataclass(frozen=True)
class Came:
    """What was sent: parts under headings, or one text as it is. `closed` says why it doesn't open."""

    parts: tuple[Part, ...] = ()
    role: str = ""
    phone: str = ""
    closed: Closed | None = None
    notice: PoliceNotice | None = None
    """What police law asks to be said about it, where the police sent it."""
    request: AskedFor | None = None


@dataclass(frozen=True)
class Wrote:
    """What the desk wrote: who, when, which words."""

    kind: ItemKind
    text: str
    by: Account | None
    at: datetime


@dataclass(frozen=True)
class Contents:
    """`gone` where the sharing no longer holds: then nothing that came is here."""

    came: tuple[Came, ...]
    own: tuple[Wrote, ...]
    gone: bool
    names_somebody: bool
    marks: PoliceNotice | None = None
    """What the police said about what they sent, without its words. Where that can't be read, the stricter holds."""


def holds(by: Standing, row: Arrival) -> bool:
    """Whether what came is open to somebody today. What was written to the desk itself always is."""
    if row.disclosure_id is None:
        return True
    seen = dossiers.visible(by, laws.of_today(row.area))
    return seen.received.filter(disclosure=row.disclosure_id).exists()


def laid_open(by: Standing, row: Arrival) -> Contents:
    """Open it, without identity. That it was opened is logged."""
    if not holds(by, row):
        return Contents((), (), gone=True, names_somebody=False, marks=_marks(row, ()))
    came, own = _read(by, row, dossiers.WITHOUT_IDENTITY)
    people = Account.objects.in_bulk({one.written_by for one in own if one.written_by})
    opened = tuple(_came(one, ArrivalKind(row.kind)) for one in came)
    return Contents(
        opened,
        tuple(
            Wrote(one.kind, _plain(one.text), people.get(one.written_by) if one.written_by else None, one.made_at)
            for one in own
        ),
        gone=False,
        names_somebody=names_somebody(row),
        marks=_marks(row, opened),
    )


def names_somebody(row: Arrival) -> bool:
    """Whether it came with a name."""
    return row.disclosure is not None and row.disclosure.items.filter(item__kind=ItemKind.IDENTITY).exists()


def identity(by: Standing, row: Arrival) -> Identity | Closed | None:
    """Who it is about, opened; nothing where it came without a name, or is no longer shared. Logged."""
    if not holds(by, row) or not names_somebody(row):
        return None
    came, _ = _read(by, row, frozenset({ItemKind.IDENTITY}))
    if not came:
        return None
    text = came[-1].text
    return text if isinstance(text, Closed) else shapes.read(Identity, text) or Identity(name=text)


def _read(by: Standing, row: Arrival, kinds: frozenset[ItemKind]) -> tuple[list[Read], list[Read]]:
    """What came with this and what the desk wrote, each once."""
    rows = dossiers.read(by, row.dossier_id, laws.of_today(row.area), kinds=kinds)
    shared = _shared(row)
    came = [one for one in rows if one.was_received and one.item in shared]
    own = [one for one in rows if not one.was_received and one.unit == row.unit_id]
    if row.disclosure_id is None:
        # Written to the desk itself: it is the desk's own.
        came = [one for one in own if one.kind is ItemKind.REQUEST]
    return _once(came), [one for one in own if one.kind in OWN]


def _shared(row: Arrival) -> frozenset[UUID]:
    if row.disclosure is None:
        return frozenset()
    return frozenset(row.disclosure.items.values_list("item", flat=True))


def _once(rows: Iterable[Read]) -> list[Read]:
    return list({one.item: one for one in rows}.values())


def _marks(row: Arrival, came: Iterable[Came]) -> PoliceNotice | None:
    if row.kind != ArrivalKind.NOTICE:
        return None
    said = next((one.notice for one in came if one.notice), PoliceNotice(text=""))
    return said.model_copy(update={"text": "", "reporter_role": "", "reporter_phone": ""})


def _came(one: Read, kind: ArrivalKind) -> Came:
    if isinstance(one.text, Closed):
        return Came(closed=one.text)
    if kind is ArrivalKind.NOTICE:
        notice = read_notice(one.text)
        return Came((Part(text=notice.text),), notice.reporter_role, notice.reporter_phone, notice=notice)
    if kind is ArrivalKind.REQUEST:
        return Came(request=read_request(one.text))
    report = shapes.read(shapes.ReportText, one.text)
    if report is not None:
        return Came(report.parts, report.reporter_role, report.reporter_phone)
    return Came((Part(text=shapes.plain(one.text)),))


def _plain(text: str | Closed) -> str:
    if isinstance(text, Closed):
        return ""
    report = shapes.read(shapes.ReportText, text)
    return "\n\n".join(part.text for part in report.parts) if report else shapes.plain(text)
