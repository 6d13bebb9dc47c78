"""Takes the texts out of a pack's folder. No link is followed, and no file is read past its limit."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from motvekt.guide.kinds import LANGUAGES
from motvekt.guide.pack.nodes import MAX_PROBLEMS, Problem, forbidden, shown, without_forbidden
from motvekt.guide.parts import FILES

MAX_BYTES = 1_000_000
"""In one file."""
MAX_FILES = 200
"""Files and folders in a pack."""

YAML_FILES = ("pack.yaml", *(f"{part.id}.yaml" for part in FILES))
PAGES = "pages"
SYMLINK = "er en symbolsk lenke, og det er ikke lov"
PAGE_FILE = re.compile(rf"pages/(?P<id>[a-z][a-z0-9-]{{0,59}})\.(?P<language>{'|'.join(LANGUAGES)})\.md")


@dataclass(frozen=True)
class Files:
    """The texts by name (`signs.yaml`, `pages/om.nb.md`), and the names of files that are there but can't be read."""

    texts: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def read_files(folder: Path, prefix: str) -> Files:
    """Everything that belongs in a pack, and problems for all that doesn't. Never raises for what it finds there.

    `prefix` stands before the files' names in problems: empty, or the base pack's id and a slash.
    """
    files = Files()
    if refusal := _not_a_folder(folder):
        files.problems.append(Problem(f"{prefix}pack.yaml", 0, "", f"mappa {shown(folder.name)} {refusal}"))
        files.unread.update((*YAML_FILES, PAGES))
        return files
    for name, path in _listed(folder, prefix, files):
        if name in YAML_FILES or PAGE_FILE.fullmatch(name):
            _take(name, path, prefix, files)
        else:
            refusal = SYMLINK if path.is_symlink() else f"hører ikke til i en pakke{_meant(name)}"
            files.problems.append(Problem(prefix + shown(name), 0, "", refusal))
    return files


def _meant(name: str) -> str:
    """The name that the writer may have meant, as where a word processor put .txt behind it."""
    found = get_close_matches(name, YAML_FILES, n=1)
    return f". Mente du {found[0]}?" if found else ""


def _not_a_folder(folder: Path) -> str:
    try:
        mode = folder.lstat().st_mode
    except (OSError, ValueError):
        return "finnes ikke"
    if stat.S_ISLNK(mode):
        return SYMLINK
    return "" if stat.S_ISDIR(mode) else "er ikke en mappe"


def _listed(folder: Path, prefix: str, files: Files) -> Iterator[tuple[str, Path]]:
    """Names and paths, `pages/` included; other folders are named, not entered."""
    found = list(_entries(folder, "", prefix, files))
    pages = next((path for name, path in found if name == PAGES), None)
    found = [(name, path) for name, path in found if name != PAGES]
    if pages is not None:
        if refusal := _not_a_folder(pages):
            files.problems.append(Problem(prefix + PAGES, 0, "", refusal))
            files.unread.add(PAGES)
        else:
            found += _entries(pages, f"{PAGES}/", prefix, files)
    if len(found) > MAX_FILES:
        files.problems.append(Problem(f"{prefix}pack.yaml", 0, "", f"pakken har for mange filer (høyst {MAX_FILES})"))
    yield from sorted(found[:MAX_FILES])


def _entries(folder: Path, inside: str, prefix: str, files: Files) -> Iterator[tuple[str, Path]]:
    try:
        # One more than the limit is enough to know that it is passed.
        for path in islice(folder.iterdir(), MAX_FILES + 1):
            yield inside + path.name, path
    except OSError:
        files.problems.append(Problem(prefix + (inside or "pack.yaml"), 0, "", "mappa kan ikke leses"))


def _take(name: str, path: Path, prefix: str, files: Files) -> None:
    text, refusal = _text(path)
    if refusal:
        files.problems.append(Problem(prefix + name, 0, "", refusal))
        files.unread.add(name)
        return
    for line, what in islice(forbidden(text), MAX_PROBLEMS + 1):
        files.problems.append(Problem(prefix + name, line + 1, "", f"{what} er ikke lov"))
    # They have been reported; what stands around them is read on.
    files.texts[name] = without_forbidden(text)


def _text(path: Path) -> tuple[str, str]:
    """The file's text, or why it can't be had."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            return "", SYMLINK
        if not stat.S_ISREG(mode):
            return "", "er ikke en vanlig fil"
        # Even if it is exchanged for a link after it was looked at.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError:
        return "", "filen kan ikke leses"
    if len(content) > MAX_BYTES:
        return "", f"filen er for stor (høyst {MAX_BYTES // 1_000_000} MB)"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "", "filen er ikke lagret som UTF-8. Velg «Lagre som», og tegnkodingen UTF-8"
    # One letter, one character: «å» may also be written as an a and a ring.
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")), ""
