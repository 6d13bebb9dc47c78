"""Copies what the pages need from node_modules into the static files, the typesetter's fonts beside it, and axe into
the tests; and writes down which characters the fonts have, so that a pack can be held against them.

Run by script/setup after `npm ci`. The copies are ignored by git; running again changes nothing that is current and
takes away what is no longer listed. Exit status 1 when a source is missing, naming every one.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
CSS = "@digdir/designsystemet-css"
INTER = "@fontsource-variable/inter"
INTER_PRINTED = "@expo-google-fonts/inter"

FONTS = "src/motvekt/guide/printing/fonts"
CHARACTERS = "characters.json"
"""Beside the fonts: the characters that all of them have, as first and last code points of unbroken rows."""

COPIES: dict[str, dict[str, str]] = {
    "src/motvekt/web/static/vendor": {
        "ds.css": f"{CSS}/dist/src/index.css",
        "ds-theme.css": f"{CSS}/dist/theme/designsystemet.css",
        "ds-LICENSE.txt": f"{CSS}/LICENSE",
        "inter-latin-wght-normal.woff2": f"{INTER}/files/inter-latin-wght-normal.woff2",
        "inter-latin-ext-wght-normal.woff2": f"{INTER}/files/inter-latin-ext-wght-normal.woff2",
        "inter-LICENSE.txt": f"{INTER}/LICENSE",
    },
    # Inter as the typesetter reads it: the pages' own typeface, a file for each style.
    FONTS: {
        "Inter-Regular.ttf": f"{INTER_PRINTED}/400Regular/Inter_400Regular.ttf",
        "Inter-Italic.ttf": f"{INTER_PRINTED}/400Regular_Italic/Inter_400Regular_Italic.ttf",
        "Inter-SemiBold.ttf": f"{INTER_PRINTED}/600SemiBold/Inter_600SemiBold.ttf",
        "Inter-SemiBoldItalic.ttf": f"{INTER_PRINTED}/600SemiBold_Italic/Inter_600SemiBold_Italic.ttf",
        "inter-LICENSE.txt": f"{INTER_PRINTED}/LICENSE_FONT",
    },
    "tests/vendor": {
        "axe.min.js": "axe-core/axe.min.js",
        "axe-LICENSE.txt": "axe-core/LICENSE",
    },
}
"""Folder → name of the copy → source below node_modules."""


def main() -> int:
    """Copy all or nothing."""
    missing = [source for files in COPIES.values() for source in files.values() if not (MODULES / source).is_file()]
    if missing:
        print("assets: missing below node_modules (has its package moved the file?):", file=sys.stderr)
        print(*(f"  {source}" for source in missing), sep="\n", file=sys.stderr)
        return 1
    for folder, files in COPIES.items():
        target = ROOT / folder
        target.mkdir(parents=True, exist_ok=True)
        contents = {name: (MODULES / source).read_bytes() for name, source in files.items()}
        if folder == FONTS:
            contents[CHARACTERS] = json.dumps(characters(files)).encode()
        for stale in {path.name for path in target.iterdir() if path.is_file()} - contents.keys():
            (target / stale).unlink()
        for name, content in contents.items():
            put(target / name, content)
    return 0


def characters(files: dict[str, str]) -> list[list[int]]:
    """What every one of the fonts has a glyph for."""
    known = [set(TTFont(MODULES / source).getBestCmap()) for name, source in files.items() if name.endswith(".ttf")]
    return rows(set.intersection(*known))


def rows(numbers: Iterable[int]) -> list[list[int]]:
    """First and last of each unbroken row of numbers."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def put(target: Path, content: bytes) -> None:
    """Write `content` unless it is there already; never leave half a file."""
    if target.is_file() and target.read_bytes() == content:
        return
    part = target.with_name(target.name + ".part")
    part.write_bytes(content)
    part.replace(target)


if __name__ == "__main__":
    sys.exit(main())
