"""The demo's cast: invented people with roles in the units of the areas' file. Only in demo mode."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from django.conf import settings
from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from motvekt.access.roles import Role
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions, policy, queries
from motvekt.organisations.models import Area
from motvekt.organisations.rules import is_invented
from motvekt.organisations.walls import within
from motvekt.site import lists
from motvekt.site.areas import Name, Slug


class MembershipRow(BaseModel):
    """A role in a unit. One that waits is left for a colleague to confirm."""

    model_config = ConfigDict(extra="forbid")

    unit: Slug
    role: Role
    waits: bool = False


class PersonRow(BaseModel):
    """Somebody of the cast. Nobody can own the address, and nothing can be sent there."""

    model_config = ConfigDict(extra="forbid")

    area: Slug
    email: Annotated[str, StringConstraints(to_lower=True, max_length=200)]
    name: Name
    memberships: list[MembershipRow] = Field(default_factory=list)


def read_cast(file: Path) -> list[PersonRow]:
    """The file's people. Raises Refused with words for the operator."""
    return lists.read(file, PersonRow, code="cast_file", what="personer", check=_wrong)


def load_cast(file: Path, *, by: Actor) -> int:
    """Give everybody of the file an account and their roles, or nobody; twice is as good as once. Returns how many.

    Raises Refused: outside demo mode, or for an area or unit that isn't there.
    """
    if not settings.DEMO:
        raise Refused(no("not_a_demo", "Dette er ingen demo. Sett MOTVEKT_DEMO=1 for å prøve med oppdiktede personer."))
    people = read_cast(file)
    with transaction.atomic():
        for person in people:
            area = queries.area(person.area)
            if area is None:
                raise Refused(no("no_area", f"Området {person.area} finnes ikke. Last områdene først."))
            with within(area.id):
                _load(person, area, by)
    return len(people)


def _load(person: PersonRow, area: Area, by: Actor) -> None:
    account = queries.account(person.email) or actions.make_account(
        email=person.email, name=person.name, area=area, by=by
    )
    for row in person.memberships:
        unit = queries.unit(area.id, row.unit)
        if unit is None:
            raise Refused(no("no_unit", f"Enheten {row.unit} finnes ikke i {person.area}."))
        membership = actions.appoint(account=account, unit=unit, role=row.role, by=by)
        if row.role in policy.RECEIVING and not row.waits:
            actions.confirm(membership=membership, by=policy.DEMO)


def _wrong(rows: list[PersonRow]) -> Iterator[lists.Found]:
    for number, row in enumerate(rows):
        if not is_invented(row.email):
            yield (number, "email"), "skal ende på .invalid eller .example, som ingen kan eie"
