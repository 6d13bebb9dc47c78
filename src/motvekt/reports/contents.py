"""What stands in something that arrived, opened for somebody at the desk: what came, and what the desk wrote."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
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
from motvekt.reports.conversation import Asked, Picture, placed
from motvekt.reports.kinds import ANONYMOUSLY, ArrivalKind, Side, Wish
from motvekt.reports.models import Arrival
from motvekt.reports.notice_shapes import PoliceNotice, read_notice
from motvekt.reports.shapes import Identity, Part

OWN = frozenset({ItemKind.ANSWER, ItemKind.DECISION, ItemKind.NOTE, ItemKind.REPORT})
"""What a desk writes itself about what it received."""


TO_A_DESK = frozenset({ItemKind.REQUEST, ItemKind.QUESTION, ItemKind.IDENTITY})
"""What was written to a desk itself, by somebody who hadn't signed in."""
SHOWN = dossiers.WITHOUT_IDENTITY - {ItemKind.IMAGE}
"""What a page opens: neither who it is about nor pictures, which are asked for one by one."""
PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
"""The types that pictures are made anew as, and how a file of each ends."""


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
class Line:
    """What one of the two has said who wrote to one another here. `by` is whoever wrote for the desk."""

    side: Side
    at: datetime
    text: str = ""
    by: Account | None = None
    wish: Wish = Wish.WRITE
    contact: str = ""
    closed: Closed | None = None


@dataclass(frozen=True)
class Contents:
    """`gone` where the sharing no longer holds: then nothing that came is here."""

    came: tuple[Came, ...]
    own: tuple[Wrote, ...]
    gone: bool
    names_somebody: bool
    marks: PoliceNotice | None = None
    """What the police said about what they sent, without its words. Where that can't be read, the stricter holds."""
    talk: tuple[Line, ...] = ()
    """What was written with somebody whom nobody knows, in its order."""


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
    came, own = _read(by, row, SHOWN)
    people = Account.objects.in_bulk({one.written_by for one in own if one.written_by})
    opened = tuple(_came(one, ArrivalKind(row.kind)) for one in came if one.kind is not ItemKind.QUESTION)
    talk = _talk(came, own, people) if row.kind in ANONYMOUSLY else ()
    return Contents(
        opened,
        tuple(
            Wrote(one.kind, _plain(one.text), people.get(one.written_by) if one.written_by else None, one.made_at)
            for one in own
            if not talk or one.kind is not ItemKind.ANSWER
        ),
        gone=False,
        names_somebody=names_somebody(row),
        marks=_marks(row, opened),
        talk=talk,
    )


def _talk(came: Sequence[Read], own: Sequence[Read], people: Mapping[UUID, Account]) -> tuple[Line, ...]:
    asked: dict[int, Line] = {}
    for one in came:
        said = None if isinstance(one.text, Closed) else shapes.read(Asked, one.text)
        # What doesn't open, or has another shape, stands last rather than nowhere.
        number = said.number if said else max([*asked, 999]) + 1
        text = "" if isinstance(one.text, Closed) else said.text if said else one.text
        closed = one.text if isinstance(one.text, Closed) else None
        wish, contact = (said.wish, said.contact) if said else (Wish.WRITE, "")
        asked[number] = Line(Side.ASKER, one.made_at, text, wish=wish, contact=contact, closed=closed)
    answers = [
        Line(
            Side.DESK,
            one.made_at,
            _plain(one.text),
            people.get(one.written_by) if one.written_by else None,
            closed=one.text if isinstance(one.text, Closed) else None,
        )
        for one in own
        if one.kind is ItemKind.ANSWER
    ]
    return tuple(placed(asked, answers))


@dataclass(frozen=True)
class Sight:
    """A picture that lies there, unopened: which of its half-day it is one of is all that is known."""

    item: UUID
    at: datetime


def pictures(by: Standing, row: Arrival) -> list[Sight]:
    """The pictures that came with what somebody asked, in the order of their half-days. None is opened."""
    if ArrivalKind(row.kind) not in ANONYMOUSLY:
        return []
    seen = dossiers.visible(by, laws.of_today(row.area)).own
    rows = seen.filter(dossier=row.dossier_id, unit=row.unit_id, kind=ItemKind.IMAGE).order_by("made_at", "id")
    return [Sight(item, at) for item, at in rows.values_list("id", "made_at")]


def picture(by: Standing, row: Arrival, item: UUID) -> tuple[str, bytes] | None:
    """Type and bytes of one picture, opened: that it was is logged. Nothing for what is no picture of this."""
    if item not in {one.item for one in pictures(by, row)}:
        return None
    found = dossiers.read(by, row.dossier_id, laws.of_today(row.area), kinds=frozenset({ItemKind.IMAGE}), item=item)
    text = found[0].text if found else Closed.DAMAGED
    shape = None if isinstance(text, Closed) else shapes.read(Picture, text)
    if shape is None or shape.type not in PICTURES:
        return None
    try:
        return shape.type, b64decode(shape.data, validate=True)
    except ValueError:
        return None


def names_somebody(row: Arrival) -> bool:
    """Whether it came with a name."""
    if row.kind == ArrivalKind.ANONYMOUS_REPORT:
        return row.dossier.items.filter(unit=row.unit_id, kind=ItemKind.IDENTITY).exists()
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


def says(by: Standing, row: Arrival, item: UUID) -> str | None:
    """What the desk wrote under an id, opened; nothing where it wrote nothing there. Logged."""
    found = dossiers.read(by, row.dossier_id, laws.of_today(row.area), kinds=OWN, item=item)
    own = next((one for one in found if not one.was_received and one.unit == row.unit_id), None)
    if own is None or isinstance(own.text, Closed):
        return None
    is_notice = row.kind == ArrivalKind.NOTICE and own.kind is ItemKind.REPORT
    return read_notice(own.text).text if is_notice else _plain(own.text)


def reasons(by: Standing, row: Arrival) -> list[str]:
    """Why the desk did what it did with something, as it wrote it, opened. Logged."""
    found = dossiers.read(by, row.dossier_id, laws.of_today(row.area), kinds=frozenset({ItemKind.DECISION}))
    own = (one for one in found if not one.was_received and one.unit == row.unit_id)
    return [_plain(one.text) for one in own if not isinstance(one.text, Closed)]


def _read(by: Standing, row: Arrival, kinds: frozenset[ItemKind]) -> tuple[list[Read], list[Read]]:
    """What came with this and what the desk wrote, each once."""
    rows = dossiers.read(by, row.dossier_id, laws.of_today(row.area), kinds=kinds)
    shared = _shared(row)
    came = [one for one in rows if one.was_received and one.item in shared]
    own = [one for one in rows if not one.was_received and one.unit == row.unit_id]
    if row.disclosure_id is None:
        # Written to the desk itself: it is the desk's own.
        came = [one for one in own if one.kind in TO_A_DESK]
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
