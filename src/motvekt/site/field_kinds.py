"""What a column can hold and how long it is kept, for the table of all columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """What a column holds."""

    ID = "id"
    LINK = "link to other rows"
    KIND = "kind, status, code, yes or no"
    DATE = "date or time"
    BORN = "roughly when a person is born"
    NUMBER = "number or size"
    GUIDE = "public text, address or file"
    NAME = "name of an area, organisation or unit"
    STAFF = "who of the staff"
    PERSON = "content about persons"
    KEY = "key, wrapped or public"
    DIGEST = "keyed digest"
    CHECKSUM = "checksum of what is public"
    SECRET = "account's secret"  # noqa: S105 - the word for it


class Kept(StrEnum):
    """How long it is kept."""

    DOSSIER = "with the dossier"
    ACCOUNT = "with the account"
    EDITION = "with the edition"
    LOG = "as the log"
    KEY = "with the dossier that the key is for"
    AREA = "as long as the area"
    TECHNICAL = "as long as the installation"


@dataclass(frozen=True)
class Column:
    """`why` says why text that anybody could write anything into isn't sealed, or why another thing may stand open."""

    what: What
    sealed: bool = False
    why: str = ""


@dataclass(frozen=True)
class Table:
    """A table's columns by their names in the database."""

    kept: Kept
    columns: Mapping[str, Column]


def table(kept: Kept, **columns: What | Column) -> Table:
    return Table(kept, {name: Column(given) if isinstance(given, What) else given for name, given in columns.items()})
