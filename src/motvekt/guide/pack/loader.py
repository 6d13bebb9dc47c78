"""From a pack's folder to a guide, or to everything that is wrong with it, in words for those who write packs.

Nothing is fetched, and nothing outside the folder is read but the sibling folders that the pack is based on.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

from motvekt.guide.pack import checks, inheritance, inherited, printable, texts, validation, yaml_reader
from motvekt.guide.pack.draft import HOME, PACK, Draft
from motvekt.guide.pack.folder import PAGE_FILE, PAGES, YAML_FILES, Files, read_files
from motvekt.guide.pack.inheritance import INSTRUCTIONS, Instructions
from motvekt.guide.pack.nodes import MAX_PROBLEMS, Node, Problem, quoted
from motvekt.guide.parts import FILES
from motvekt.guide.schema import Guide

MAX_BASES = 4
"""How many packs may stand below one another."""

NEEDED_FILES = ("pack.yaml", "contacts.yaml")
"""What a pack has, even if it is based on another."""
MANY_FILES = 3
"""More than a writer forgets."""
OPTIONAL_FILES = frozenset(f"{part.id}.yaml" for part in FILES if part.optional)

_PACK_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_TITLE = re.compile(r"# +(?P<title>\S.*)")


@dataclass(frozen=True)
class Loaded:
    """A guide, or the problems that stand in its way; never both, never neither.

    `to_read` are inherited texts that somebody should read again; they stand in nobody's way.
    """

    guide: Guide | None
    problems: tuple[Problem, ...]
    to_read: tuple[Problem, ...] = ()


def load(folder: Path) -> Loaded:
    """Read the pack in a folder. Every problem is found at once; bad content never raises.

    Problems name files as the pack's writer sees them: `signs.yaml`, or `other-pack/signs.yaml` in a pack that this one
    is based on.
    """
    # Made absolute without following links: a link is to be refused, not resolved.
    pack = _read(Path(os.path.abspath(folder)), ())  # noqa: PTH100
    problems = tuple(_bounded(pack.problems))
    return Loaded(None if problems else pack.guide, problems, tuple(pack.to_read))


def _bounded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """In order, each once; of a file's no more than anybody mends before reading it again."""
    for file, group in groupby(sorted(set(problems)), key=lambda problem: problem.file):
        found = list(group)
        yield from found[:MAX_PROBLEMS]
        if len(found) > MAX_PROBLEMS:
            yield Problem(file, 0, "", f"… og flere; de første {MAX_PROBLEMS} står over")


@dataclass(frozen=True)
class _Pack:
    draft: Draft
    guide: Guide | None
    problems: list[Problem]
    to_read: list[Problem]


def _read(path: Path, above: tuple[str, ...]) -> _Pack:
    """A pack, with those it is based on below it. `above` are the packs that are based on this one, outermost first."""
    prefix = f"{path.name}/" if above else ""
    files = read_files(path, prefix)
    roots, problems = _parsed(files, prefix)
    problems += files.problems
    if "pack.yaml" in files.texts and "pack" not in roots:
        # What the other files lack or inherit depends on it: all that could be said of them now would mislead.
        problems.append(Problem(f"{prefix}pack.yaml", 0, "", "rett denne filen først; resten av pakken leses etterpå"))
        return _Pack(Draft(prefix, {}), None, problems, [])
    pack = roots.get("pack", Node(None, f"{prefix}pack.yaml", 0))
    based_on = pack.get("based_on")
    based = based_on.value is not None
    problems += _missing(files, prefix, based=based)
    problems += _identity(pack, path.name)
    draft, instructions = _draft(roots, files, prefix, based=based)
    problems += _unknown_fields(roots, based=based)
    # Before items of the same id become one.
    problems += checks.repeated(draft)
    base = Draft("", {})
    if based:
        base, base_problems = _base(path, based_on, above)
        draft, own_problems = inheritance.inherit(base, draft, instructions)
        problems += base_problems + own_problems
    draft = inheritance.pruned(draft)
    guide, invalid = validation.validate(draft)
    problems += chain(invalid, checks.check(draft), texts.check(draft))
    problems += printable.check(draft, besides=problems)
    return _Pack(draft, guide, problems, inherited.to_read(base, draft))


def _base(path: Path, based_on: Node, above: tuple[str, ...]) -> tuple[Draft, list[Problem]]:
    """The pack that this one is based on. Where it can't be had, whatever would be inherited counts as unread."""
    nothing = Draft("", {}, frozenset(HOME) - inheritance.OWN_FIELDS)
    if not _PACK_ID.fullmatch(based_on.text):
        return nothing, []  # The schema says so, and no path is made of it.
    ring = (*above, path.name, based_on.text)
    if based_on.text in ring[:-1]:
        words = f"based_on: pakkene bygger på hverandre i ring ({' → '.join(ring)})"
    elif len(above) >= MAX_BASES:
        words = f"based_on: for mange pakker bygger på hverandre (høyst {MAX_BASES})"
    elif not (path.parent / based_on.text).is_dir():
        words = f"based_on: pakken {quoted(based_on.text)} finnes ikke i mappa ved siden av"
    else:
        base = _read(path.parent / based_on.text, ring[:-1])
        return base.draft, base.problems
    return nothing, [Problem(based_on.file, based_on.line, "", words)]


def _parsed(files: Files, prefix: str) -> tuple[dict[str, Node], list[Problem]]:
    """The YAML files by part. Those that can't be read as fields are left out, with the reason."""
    roots: dict[str, Node] = {}
    problems: list[Problem] = []
    for name in YAML_FILES:
        if name in files.texts:
            root, found = yaml_reader.read(files.texts[name], prefix + name)
            problems += found
            if root is not None:
                roots[name.removesuffix(".yaml")] = root
    return roots, problems


def _missing(files: Files, prefix: str, *, based: bool) -> Iterator[Problem]:
    # Without pack.yaml nobody knows whether the other files are inherited.
    known = "pack.yaml" in files.texts
    needed = NEEDED_FILES if based else YAML_FILES if known else ("pack.yaml",)
    lacking = [name for name in needed if name not in {*files.texts, *files.unread, *OPTIONAL_FILES}]
    for name in lacking:
        yield Problem(prefix + name, 0, "", "filen mangler")
    if known and not based and len(lacking) > MANY_FILES:
        words = "skal pakken bygge på en annen, skriv based_on: og id-en til den; da arves filene som mangler"
        yield Problem(f"{prefix}pack.yaml", 0, "", words)


def _identity(pack: Node, name: str) -> Iterator[Problem]:
    own = pack.fields.get("id")
    if own is not None and own.text and own.text != name:
        yield Problem(own.file, own.line, "", f"id: {quoted(own.text)} skal være navnet på mappa, {quoted(name)}")


def _unknown_fields(roots: Mapping[str, Node], *, based: bool) -> Iterator[Problem]:
    for part in (PACK, *FILES):
        for key, node in roots[part.id].fields.items() if part.id in roots else ():
            if key in INSTRUCTIONS:
                if not based:
                    yield Problem(node.file, node.line, "", f"{key}: bare en pakke med based_on kan ha dette feltet")
                elif not isinstance(node.value, tuple):
                    yield Problem(node.file, node.line, "", f"{key}: skal være en liste av id-er")
            elif key not in part.fields:
                yield Problem(node.file, node.line, "", f"{quoted(key)} er et ukjent felt")


def _draft(
    roots: Mapping[str, Node], files: Files, prefix: str, *, based: bool
) -> tuple[Draft, dict[str, Instructions]]:
    """What the pack itself says, and what it says of what it inherits."""
    fields: dict[str, Node] = {}
    unread: set[str] = set()
    instructions: dict[str, Instructions] = {}
    for part in (PACK, *FILES):
        if part.id not in roots:
            name = f"{part.id}.yaml"
            absent = name not in files.texts and name not in files.unread
            if not absent or not (part.optional or (based and part.inherited)):
                unread.update(part.fields.values())
            continue
        root = roots[part.id]
        fields.update((field, root.fields[key]) for key, field in part.fields.items() if key in root.fields)
        instructions[part.id] = Instructions(root.get("remove").rows, root.get("order").rows)
    if PAGES in files.unread:
        unread.add(PAGES)
    fields[PAGES] = Node(tuple(_pages(files, prefix)), f"{prefix}{PAGES}", 0)
    return Draft(prefix, fields, frozenset(unread)), instructions


def _pages(files: Files, prefix: str) -> Iterator[Node]:
    """The pages as nodes, each with its title and text by language."""
    found: dict[str, dict[str, str]] = {}
    for name in sorted(files.texts.keys() | files.unread):
        if match := PAGE_FILE.fullmatch(name):
            found.setdefault(match["id"], {})[match["language"]] = name
    for page_id, names in found.items():
        first = prefix + min(names.values())
        pages = {language: _page(name, files, prefix) for language, name in names.items()}
        parts = {
            "id": Node(page_id, first, 1),
            "title": Node({language: title for language, (title, _) in pages.items()}, first, 1),
            "text": Node({language: text for language, (_, text) in pages.items()}, first, 1),
        }
        yield Node(parts, first, 1)


def _page(name: str, files: Files, prefix: str) -> tuple[Node, Node]:
    """A page's title (broken where there is none, for `checks` to report) and its text."""
    file = prefix + name
    if name not in files.texts:
        broken = Node(None, file, 0, broken=True)
        return broken, broken
    first, _, rest = files.texts[name].partition("\n")
    title = _TITLE.fullmatch(first.strip())
    text = rest.strip("\n")
    line = 2 + len(rest) - len(rest.lstrip("\n")) if text else 1
    return Node(title["title"] if title else None, file, 1, broken=not title), Node(text, file, line, text_line=line)
