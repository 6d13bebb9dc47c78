"""What a part of a backup says of itself, written last: a part without it was never finished."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints, ValidationError

from motvekt.kernel import durable
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.vault.router import KEYS

FILE = "manifest.json"
CONTENT = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""Kind of database to the name of the file that holds it."""


class Part(StrEnum):
    """The two halves of a backup, each in a folder of its own so that they can be kept apart."""

    DATA = "data"
    KEYS = "keys"

    @property
    def alias(self) -> str:
        """Django's name of the database."""
        return KEYS if self is Part.KEYS else "default"

    @property
    def words(self) -> str:
        """What it is called to an operator."""
        return "nøklene" if self is Part.KEYS else "dataene"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Proof(_Row):
    """A wrapped key out of the backup, one for each master key: what can't be unwrapped need not be put in place."""

    master: str
    purpose: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2})*$")]
    wrapped: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2})*$")]


class Manifest(_Row):
    """All that a restore wants to know before it touches anything."""

    form: Literal[1] = 1
    """The form of what is written now. Another one gets another number, and this one stays readable."""
    part: Part
    backup: UUID
    """The same in both parts that were taken together."""
    taken_at: AwareDatetime
    """What was committed later is not in the data; what was committed before is in the keys."""
    version: str
    """Of the program that took it."""
    kind: Literal["sqlite", "postgresql"]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """Of the file that holds the database."""
    size: int
    tables: dict[str, int]
    """Table to its number of rows."""
    migrations: list[str]
    """`app.name` of all that had run."""
    shredded: int | None
    """How many keys the shred journal named, where it could be read: one that names fewer is an older copy."""
    public: str | None = None
    """What tells the keys of the public part from others, where there were receipts and it could be read."""
    proofs: list[Proof]


def write(folder: Path, manifest: Manifest) -> None:
    """Write a part's manifest, whole or not at all."""
    durable.replace(folder / FILE, manifest.model_dump_json(indent=2) + "\n")


def read(folder: Path, part: Part) -> Manifest:
    """A part's manifest, once its file is found to be the one that was written. Raises Refused."""
    file = folder / FILE
    try:
        found = Manifest.model_validate_json(file.read_bytes())
    except FileNotFoundError as error:
        raise _refused("unfinished", f"{folder} er ikke en ferdig sikkerhetskopi: {FILE} mangler.") from error
    except (OSError, ValidationError) as error:
        raise _refused("manifest", f"{file} er skadet, eller skrevet av en annen utgave av Motvekt.") from error
    if found.part is not part:
        raise _refused("other_part", f"{folder} er kopien av {found.part.words}, ikke av {part.words}.")
    content = content_of(folder, found)
    try:
        same = content.stat().st_size == found.size and digest(content) == found.sha256
    except OSError as error:
        raise _refused("content", f"{content} kan ikke leses: {error.strerror}.") from error
    if not same:
        raise _refused("changed", f"{content} er endret eller skadet siden kopien ble tatt. Bruk en annen kopi.")
    return found


def content_of(folder: Path, manifest: Manifest) -> Path:
    """The file that holds a part's database. Its name is never taken from the manifest."""
    return folder / CONTENT[manifest.kind]


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _refused(code: str, words: str) -> Refused:
    return Refused(no(code, f"{words} Ingenting er gjenopprettet."))
