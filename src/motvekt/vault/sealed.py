"""A value that nobody can read by accident: no page, log or error message shows more than that it is sealed."""

from __future__ import annotations

from dataclasses import dataclass, field

from motvekt.vault.envelope import Place


@dataclass(frozen=True)
class Sealed:
    """Sealed bytes, and where they belong. `keystore.open_one` gives the text to whoever has a grant for it."""

    content: bytes = field(repr=False)
    place: Place = field(repr=False)

    def __str__(self) -> str:
        return "<sealed>"

    __repr__ = __str__
