"""Holds `tests/seed/map.yaml` against the printed guide's text, for whoever has the text: `tools/seed.py FILE`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.seed import mapping


def problems(text: str) -> list[str]:
    """What in the map doesn't fit the text."""
    known = mapping.read()
    lines = text.splitlines()
    found = []
    if hashlib.sha256(text.encode()).hexdigest() != known.digest:
        found.append("the text is another than the one that the map was made for")
    blank = {number for number, line in enumerate(lines, 1) if not line.strip()}
    if blank != known.blank:
        found.append(f"blank lines differ: {sorted(blank ^ known.blank)}")
    for entry in known.entries:
        if mapping.digest(mapping.text_of(entry.lines, lines)) != entry.digest:
            found.append(f"lines {entry.lines.start}-{entry.lines.stop - 1}: another text")
    return found


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: tools/seed.py FILE")
    wrong = problems(Path(sys.argv[1]).read_text("utf-8"))
    print("\n".join(wrong) or "the map fits the text")
    sys.exit(1 if wrong else 0)
