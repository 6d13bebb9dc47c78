"""Copies what the pages need from node_modules into the static files, the typesetter's fonts beside it, and axe into
the tests.

Run by script/setup after `npm ci`. The copies are ignored by git; running again changes nothing that is current and
takes away what is no longer listed. Exit status 1 when a source is missing, naming every one.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
CSS = "@digdir/designsystemet-css"
INTER = "@fontsource-variable/inter"
INTER_PRINTED = "@expo-google-fonts/inter"

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
    "src/motvekt/guide/printing/fonts": {
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
        for stale in {path.name for path in target.iterdir() if path.is_file()} - files.keys():
            (target / stale).unlink()
        for name, source in files.items():
            put(target / name, (MODULES / source).read_bytes())
    return 0


def put(target: Path, content: bytes) -> None:
    """Write `content` unless it is there already; never leave half a file."""
    if target.is_file() and target.read_bytes() == content:
        return
    part = target.with_name(target.name + ".part")
    part.write_bytes(content)
    part.replace(target)


if __name__ == "__main__":
    sys.exit(main())
