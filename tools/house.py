"""Draws the house from the import contract: a row for each layer, rooms that exist filled in."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
WIDTH, ROW, GAP, LEFT = 760, 46, 10, 16

STYLE = """
  .room { fill: #0d7a5f; } .plan { fill: none; stroke: #96c5b9; stroke-width: 2; stroke-dasharray: 5 4; }
  text { font: 600 15px sans-serif; text-anchor: middle; } .on { fill: #fff; } .off { fill: #5b5d60; }
  .beam { stroke: #0d7a5f; stroke-width: 4; stroke-linecap: round; } .paper { fill: #fbf8f2; }
"""


def layers() -> list[list[str]]:
    """The contract's layers, from the top down, each a list of rooms."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (house,) = (contract for contract in contracts if contract["type"] == "layers")
    return [[room.strip().strip("()").strip() for room in row.split("|")] for row in house["layers"]]


def drawing() -> str:
    """The house as SVG."""
    rows = layers()
    height = len(rows) * (ROW + GAP) + 2 * LEFT + 26
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t">',
        '<title id="t">The rooms of the house. A room may call those below it. Dashed rooms are planned.</title>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}" rx="12"/>',
    ]
    for number, row in enumerate(rows):
        top = LEFT + number * (ROW + GAP)
        wide = (WIDTH - 2 * LEFT - GAP * (len(row) - 1)) / len(row)
        for place, room in enumerate(row):
            left = LEFT + place * (wide + GAP)
            exists = (ROOT / "src" / "motvekt" / room / "__init__.py").exists()
            kind, words = ("room", "on") if exists else ("plan", "off")
            parts.append(f'<rect class="{kind}" x="{left:.0f}" y="{top}" width="{wide:.0f}" height="{ROW}" rx="6"/>')
            parts.append(f'<text class="{words}" x="{left + wide / 2:.0f}" y="{top + 29}">{room}</text>')
    floor = height - 22
    parts.append(f'<path class="beam" d="M{LEFT} {floor}H{WIDTH - LEFT}"/>')
    return "\n".join([*parts, "</svg>", ""])
