"""Who does something: a known account, an operator at the command line, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Actor:
    """`name` is an account's id, an operator's login name, or the name of the part of the system that acts."""

    kind: Literal["account", "operator", "system"]
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"
