"""Yes, or no with a code and words that the user can act on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """The answer of a rule. `code` is stable and in English; `words` are for the user, empty where it is yes."""

    allowed: bool
    code: str = "ok"
    words: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(allowed=True)


def no(code: str, words: str) -> Decision:
    """A refusal; both parts are needed, since a bare no helps nobody."""
    if not code or not words:
        raise ValueError("a refusal has a code and words")
    return Decision(allowed=False, code=code, words=words)
