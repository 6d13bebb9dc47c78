"""What the person is called in a concern: a tree and a number, drawn at random, which say nothing of anybody."""

from __future__ import annotations

import secrets

TREES = (
    "Alm", "Ask", "Asal", "Bjørk", "Bøk", "Eik", "Einer", "Furu", "Gran", "Hassel", "Hegg", "Lind", "Lønn", "Morell",
    "Older", "Osp", "Pil", "Rogn", "Selje", "Vier",
)  # fmt: skip
NUMBERS, MORE = range(10, 100), range(100, 10_000)


def drawn(*, long: bool = False) -> str:
    """A new one, as "Rogn 14"; a longer one where a unit has had many. Whether it is taken, whoever asks must see."""
    return f"{secrets.choice(TREES)} {secrets.choice(MORE if long else NUMBERS)}"
