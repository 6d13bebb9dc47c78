"""Nothing is opened without leave: who makes a grant, who asks for one, and who opens, each in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.guides import ROOT

SOURCE = ROOT / "src" / "motvekt"

CALLS: Mapping[str, set[str]] = {
    # A decision becomes a grant in one place, and only policies go there.
    "Grant": {"access/grants.py"},
    "grant": {"dossiers/policy.py", "consultations/policy.py"},
    # With a grant, values are opened where it is logged; a copy for a recipient is logged as a disclosure.
    "open_all": {"access/opening.py", "vault/keystore.py"},
    "open_one": {"vault/keystore.py"},
    # Whoever has the receipt has the key of what they wrote; nothing is logged of when they read it.
    "key_by_receipt": {"consultations/queries.py", "vault/keystore.py"},
    "make_talk_key": {"consultations/asking_actions.py"},
    "opened_by_receipt": {"consultations/queries.py"},
    "keyed_digest": {"dossiers/digests.py", "reports/digests.py"},
    "reseal": {"dossiers/sharing_actions.py"},
    "opened": {"dossiers/queries.py"},
    # Keys themselves stay in the vault, but for the log's. `readable` says whether a value opens, never what it says.
    "data_key": {"vault/keystore.py", "vault/readable.py"},
    "sealing_key": {"vault/keystore.py"},
    "named_key": {
        "audit/actions.py",
        "dossiers/name_actions.py",
        "organisations/codes.py",
        "organisations/invitations.py",
        "organisations/openid/state.py",
    },
    "unseal": {
        "vault/keystore.py",
        "vault/provider.py",
        "vault/readable.py",
        # No dossier's: what a page or a cookie carries, and what an app makes its codes from.
        "organisations/tokens.py",
        "organisations/codes.py",
        "organisations/openid/state.py",
        "consultations/receipts.py",
    },
    "unwrap": {"vault/keystore.py", "vault/rotation.py"},
}
"""What opens something, and the files that may call it. A new caller stands here on purpose or not at all."""


def callers(files: Iterable[Path], root: Path) -> dict[str, set[str]]:
    """Which of the files call each of the functions above, under any alias of its module."""
    found: dict[str, set[str]] = {name: set() for name in CALLS}
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if called in found:
                found[called].add(str(file.relative_to(root)))
    return found


def renamed(files: Iterable[Path]) -> list[str]:
    """Imports that give one of the functions another name, which would hide its callers."""
    return [
        f"{file.name}: {alias.name}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in CALLS and alias.asname
    ]


def test_only_those_on_the_list_make_leave_and_open() -> None:
    files = sorted(SOURCE.rglob("*.py"))
    assert callers(files, SOURCE) == CALLS
    assert renamed(files) == []


@pytest.mark.parametrize("name", sorted(CALLS))
def test_another_caller_would_be_found(tmp_path: Path, name: str) -> None:
    planted = tmp_path / "views.py"
    planted.write_text(f"from motvekt import somewhere\nfrom motvekt.x import {name} as fine\n\nsomewhere.{name}(1)\n")
    assert callers([planted], tmp_path)[name] == {"views.py"}
    assert renamed([planted]) == [f"views.py: {name}"]
