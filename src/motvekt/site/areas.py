"""The file that says which areas an installation has: a list of slug, hosts, default and address."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from django.db import transaction
from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions
from motvekt.organisations.rules import SLUG_PATTERN


class AreaRow(BaseModel):
    """One area of the file."""

    model_config = ConfigDict(extra="forbid")

    slug: Annotated[str, StringConstraints(pattern=SLUG_PATTERN)]
    hosts: list[str]
    default: bool = False
    address: str = ""


def load_areas(file: Path, *, by: Actor) -> None:
    """Set every area of the file, or none. Raises Refused with words for the operator."""
    try:
        rows = TypeAdapter(list[AreaRow]).validate_python(YAML(typ="safe", pure=True).load(file.read_text("utf-8")))
    except (OSError, YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise Refused(no("areas_file", f"{file} kan ikke leses som en liste av områder: {error}")) from error
    if sum(row.default for row in rows) > 1:
        raise Refused(no("areas_file", f"{file}: bare ett område kan være standard."))
    with transaction.atomic():
        for row in rows:
            actions.set_area(slug=row.slug, hosts=row.hosts, default=row.default, by=by, address=row.address)
