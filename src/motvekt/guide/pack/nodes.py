"""What reading a pack is made of: values that know where they stand, and problems that say it to the pack's writers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

Scalar = str | int | bool | None

MAX_PROBLEMS = 200
"""In one file; whoever has mended so many reads it again."""

_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control characters, signs of formatting (the soft hyphen among them), half characters, and breaks of lines."""
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffe\uffff")
"""Letters and signs without anything in them."""

_JOINER = "\u200c"
_BETWEEN_ARABIC = re.compile(rf"(?<=[\u0620-\u06d3]){_JOINER}(?=[\u0620-\u06d3])")
"""Persian is spelt with it, between two letters; anywhere else it is a character that nobody sees."""

_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something in a pack that its writer must mend. `line` counts from 1, and is 0 where the whole file is meant."""

    file: str
    line: int
    item: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.item, self.message) if part)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a pack, the file it stands in (as problems name it), and its line: its key's, where it has one.

    `text_line` is the line of a text's own first line where the file breaks the text's lines as the text does, else 0.
    A `broken` node has been reported already; nothing more is said of it.
    """

    value: Scalar | tuple[Node, ...] | Mapping[str, Node]
    file: str
    line: int
    text_line: int = 0
    broken: bool = False

    @property
    def fields(self) -> Mapping[str, Node]:
        """The fields of a mapping; none for anything else."""
        return self.value if isinstance(self.value, Mapping) else MappingProxyType({})

    @property
    def rows(self) -> tuple[Node, ...]:
        """The elements of a list; none for anything else."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def text(self) -> str:
        """The string, or "" for anything else."""
        return self.value if isinstance(self.value, str) else ""

    def get(self, key: str) -> Node:
        """The field of that name, or a node without a value at the same place."""
        return self.fields.get(key) or Node(None, self.file, self.line)

    def data(self) -> Any:
        """The value without its places, as JSON knows it; half characters, which JSON can't hold, become "?"."""
        if isinstance(self.value, Mapping):
            return {_whole(key): child.data() for key, child in self.value.items()}
        if isinstance(self.value, tuple):
            return [child.data() for child in self.value]
        return _whole(self.value) if isinstance(self.value, str) else self.value


def shown(value: object) -> str:
    """A value on one short line, fit for a terminal: what can't be printed becomes "?"."""
    text = "".join(letter if letter.isprintable() else "?" for letter in str(value))
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def quoted(value: object) -> str:
    """A value as a problem's message shows it: «so»."""
    return f"«{shown(value)}»"


def forbidden(text: str) -> Iterator[tuple[int, str]]:
    """Each forbidden character, once a line: the line of the text that it is in, from 0, and its name in words.

    They are those that nobody sees, and that make a text read otherwise than it is written.
    """
    text = _BETWEEN_ARABIC.sub("", text)
    if found := _forbidden_in(text):
        for number, line in enumerate(text.split("\n")):
            for letter in sorted(found.intersection(line)):
                yield number, _named(letter)


def without_forbidden(text: str) -> str:
    """The text with a space for each tabulator, and a mark for every other forbidden character."""
    table = {ord(letter): " " if letter == "\t" else "\ufffd" for letter in _forbidden_in(text)}
    return _JOINER.join(piece.translate(table) for piece in _BETWEEN_ARABIC.split(text))


def is_seen(text: str) -> bool:
    """Whether there is more in the text than spaces, forbidden characters, and marks without a letter."""
    return any(
        not (letter.isspace() or _is_forbidden(letter) or unicodedata.category(letter).startswith("M"))
        for letter in text
    )


def _forbidden_in(text: str) -> frozenset[str]:
    return frozenset(letter for letter in set(text) if _is_forbidden(letter))


def _is_forbidden(letter: str) -> bool:
    return letter != "\n" and (letter in _UNSEEN or unicodedata.category(letter) in _UNSEEN_CATEGORIES)


def _named(letter: str) -> str:
    return "tabulator (bruk mellomrom)" if letter == "\t" else f"et usynlig tegn (U+{ord(letter):04X})"


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
