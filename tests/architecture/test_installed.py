"""What the system imports is what an installation has: `script/install` puts in what `requirements/server.txt` has."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.guides import ROOT

OURS = {"motvekt", "__future__"}


def imported(file: Path) -> Iterator[str]:
    """The first words of what a module imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_all_that_is_imported_is_installed_with_the_server() -> None:
    locked = {plain(name) for name in re.findall(r"^([\w.-]+)==", (ROOT / "requirements/server.txt").read_text(), re.M)}
    known = packages_distributions()
    missing = {
        (word, str(file.relative_to(ROOT)))
        for file in (ROOT / "src").rglob("*.py")
        for word in imported(file)
        if word not in sys.stdlib_module_names | OURS
        and not {plain(distribution) for distribution in known.get(word, [])} & locked
    }
    assert missing == set()


def test_what_is_asked_for_is_the_same_for_a_wheel_and_for_the_lock() -> None:
    asked = (ROOT / "requirements" / "server.in").read_text()
    wheel = (ROOT / "pyproject.toml").read_text().partition("\ndependencies = [")[2].partition("\n]")[0]
    lines = {line for line in asked.splitlines() if not line.startswith("#")}
    assert set(re.findall(r'"([^"]+)"', wheel)) == lines
