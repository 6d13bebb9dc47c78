"""The file that says which areas an installation has: slug, hosts, organisations with units, default and address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions
from motvekt.organisations.actions import Controller, NamedUnit
from motvekt.organisations.kinds import AgencyKind, OrganisationKind, SpecialBody
from motvekt.organisations.rules import SLUG_PATTERN
from motvekt.site import lists

Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=60)]
Name = Annotated[str, StringConstraints(min_length=2, max_length=200)]


class UnitRow(BaseModel):
    """A unit of an organisation. One without an agency is an administration."""

    model_config = ConfigDict(extra="forbid")

    slug: Slug
    name: Name
    agency: AgencyKind | None = None
    desk: Slug | None = None
    special: SpecialBody | None = None


class ControllerRow(BaseModel):
    """An organisation of an area: the first answers for the area itself and its guide."""

    model_config = ConfigDict(extra="forbid")

    slug: Slug
    name: Name
    kind: OrganisationKind
    units: list[UnitRow] = Field(default_factory=list)

    def named(self) -> Controller:
        """As the action takes it."""
        units = [NamedUnit(row.slug, row.name, row.agency, row.desk or "", row.special) for row in self.units]
        return Controller(self.slug, self.name, self.kind, units)


class AreaRow(BaseModel):
    """One area of the file."""

    model_config = ConfigDict(extra="forbid")

    slug: Slug
    hosts: list[str]
    controllers: Annotated[list[ControllerRow], Field(min_length=1)]
    default: bool = False
    address: str = ""


def read_areas(file: Path) -> list[AreaRow]:
    """The file's areas. Raises Refused with words for the operator."""
    rows = lists.read(file, AreaRow, code="areas_file", what="områder", check=_wrong)
    if sum(row.default for row in rows) > 1:
        raise Refused(no("areas_file", f"{file}: bare ett område kan være standard."))
    return rows


def load_areas(file: Path, *, by: Actor, keep_units: bool = False) -> None:
    """Set every area of the file, or none. `keep_units` as in the action. Raises Refused."""
    rows = read_areas(file)
    with transaction.atomic():
        for row in rows:
            actions.set_area(
                slug=row.slug,
                hosts=row.hosts,
                default=row.default,
                controllers=[named.named() for named in row.controllers],
                by=by,
                address=row.address,
                keep_units=keep_units,
            )


def _wrong(rows: list[AreaRow]) -> Iterator[lists.Found]:
    """What the rows of an area can't say together."""
    for number, area in enumerate(rows):
        controllers = [((number, "controllers", place), named) for place, named in enumerate(area.controllers)]
        units = [((*place, "units", at), unit) for place, named in controllers for at, unit in enumerate(named.units)]
        yield from _twice(((*place, "slug"), named.slug) for place, named in controllers)
        yield from _twice(((*place, "slug"), unit.slug) for place, unit in units)
        yield from _twice(((*place, "desk"), unit.desk) for place, unit in units if unit.desk)
        for place, unit in units:
            if unit.desk and unit.agency is None:
                yield (*place, "desk"), "enheten må ha en tjeneste (agency) for å være et mottak"


def _twice(named: Iterable[tuple[tuple[str | int, ...], str]]) -> Iterator[lists.Found]:
    seen: Counter[str] = Counter()
    for place, name in named:
        seen[name] += 1
        if seen[name] > 1:
            yield place, "står to ganger i området"
