"""The rules of the house, each with a planted failure that it catches."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path

from motvekt.access.capabilities import Capability
from motvekt.access.guard import Open, requires, stamp_of
from tests.guides import ROOT
from tools import reference

SOURCES = sorted((ROOT / "src" / "motvekt").rglob("*.py"))
TEMPLATES = sorted((ROOT / "src" / "motvekt").rglob("*.html"))
LONGEST = 400

# Open to everybody, by name. A new address stands here on purpose or not at all.
PUBLIC = {
    "alive",
    "ready",
    "guide:front",
    "guide:assistant",
    "guide:call",
    "guide:contents",
    "guide:search",
    "guide:part",
    "guide:item",
    "guide:contacts",
    "guide:short",
    "guide:short_in",
    "guide:checks",
    "guide:editions",
    "guide:edition",
    "guide:since",
    "guide:proposal",
    "guide:for_you",
    "guide:privacy",
    "guide:accessibility",
    "guide:about",
    "guide:page",
    "guide:guide_pdf",
    "guide:poster",
    "guide:card",
    "guide:developers",
    "guide:api",
    "guide:api_schema",
    "guide:api_editions",
    "guide:api_edition",
    "guide:api_contacts",
    "guide:offline",
    "guide:offline_contacts",
    "guide:offline_routine",
    "guide:offline_guide",
    "guide:offline_index",
    "guide:offline_worker",
    "asking:ask",
    "asking:sent",
    "consult:ask",
    "consult:sent",
    "consult:answer",
    "consult:ended",
    "organisations:resume",
    "organisations:second_step",
    "organisations:sign_in",
    "organisations:sign_in_as",
    "organisations:sign_out",
    "organisations:with_passkey",
    "organisations:openid_begin",
    "organisations:openid_answer",
    "organisations:openid_jwks",
    "organisations:invitation",
    "organisations:invitation_link",
}


def routes(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            below = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern, below)
        else:
            yield f"{namespace}{pattern.name}", pattern


def test_every_address_is_stamped_and_the_open_ones_are_those_on_the_list() -> None:
    found = {name: stamp_of(pattern.callback) for name, pattern in routes(get_resolver())}
    assert {name for name, stamp in found.items() if stamp and stamp.demand is Open.EVERYBODY} == PUBLIC
    assert all(stamp is not None for stamp in found.values())


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hemmelig")


urlpatterns = [
    path("glemt/", forgotten),
    path("krever/", requires(Capability.PUBLISH_EDITION)(lambda request: HttpResponse("hemmelig"))),
    *get_resolver("motvekt.site.urls").url_patterns,
]
handler403 = "motvekt.web.errors.forbidden"
handler404 = "motvekt.web.errors.not_found"


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("address", ["/glemt/", "/krever/"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head", "options"])
def test_a_view_that_is_not_stamped_or_requires_what_nobody_has_answers_403(address: str, method: str) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        response = getattr(Client(headers={"host": "localhost"}), method)(address)
    assert response.status_code == 403
    assert b"hemmelig" not in response.content


def contract(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the import contract on a copy of the sources."""
    command = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--no-cache",
        "--config",
        str(ROOT / "pyproject.toml"),
    ]
    environment = {"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.once
@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("kernel/clock.py", "motvekt.access.guard"),
        ("kernel/ids.py", "django"),
        ("web/errors.py", "motvekt.guide.queries"),
        ("post/queue.py", "motvekt.organisations.models"),
        ("post/letters.py", "django.db"),
        ("guide/assistant.py", "django.http"),
        ("guide/rules.py", "motvekt.guide.models"),
    ],
)
def test_an_import_that_goes_the_wrong_way_breaks_the_contract(tmp_path: Path, module: str, imported: str) -> None:
    for file in SOURCES:
        copy = tmp_path / file.relative_to(ROOT / "src")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text("utf-8"), "utf-8")
    planted = tmp_path / "motvekt" / module
    planted.write_text(f"{planted.read_text('utf-8')}\nimport {imported}\n", "utf-8")
    found = contract(tmp_path)
    assert found.returncode != 0
    assert "BROKEN" in found.stdout, found.stdout + found.stderr


@pytest.mark.once
def test_the_imports_of_the_house_go_one_way(tmp_path: Path) -> None:
    for file in SOURCES:
        copy = tmp_path / file.relative_to(ROOT / "src")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text("utf-8"), "utf-8")
    found = contract(tmp_path)
    assert found.returncode == 0, found.stdout + found.stderr


def too_long(files: list[Path]) -> list[Path]:
    return [file for file in files if len(file.read_text("utf-8").splitlines()) > LONGEST]


def test_no_module_is_too_long(tmp_path: Path) -> None:
    assert too_long([file for file in SOURCES if "migrations" not in file.parts]) == []
    planted = tmp_path / "lang.py"
    planted.write_text("x = 1\n" * (LONGEST + 1))
    assert too_long([planted]) == [planted]


INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def test_no_template_has_an_inline_script_or_style() -> None:
    assert [file.name for file in TEMPLATES if INLINE.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "planted", ['<p style="x">', "<script>x</script>", "<a onclick='x'>", '<a href="javascript:x">', "<STYLE>"]
)
def test_an_inline_script_or_style_would_be_found(planted: str) -> None:
    assert INLINE.search(planted)


def readers_of_the_environment(files: list[Path]) -> set[str]:
    return {file.name for file in files if re.search(r"os\.environ|os\.getenv|getenv\(", file.read_text("utf-8"))}


def test_settings_are_read_in_one_place() -> None:
    # `cli.py` and `wsgi.py` only say which settings module Django shall use.
    assert readers_of_the_environment(SOURCES) == {"env.py", "cli.py", "wsgi.py"}


def test_views_never_go_round_the_door_to_the_database() -> None:
    views = [file for file in SOURCES if file.name in ("views.py", "pages.py", "offline.py")]
    assert views
    assert [file for file in views if ".objects" in file.read_text("utf-8")] == []


@pytest.mark.parametrize("page", sorted(reference.PAGES))
def test_the_reference_says_what_the_code_says(page: str) -> None:
    file = reference.REFERENCE / page
    assert file.read_text("utf-8") == reference.page(page), "run tools/reference.py"


def test_no_word_of_scoring_stands_in_the_code_or_the_packs() -> None:
    words = re.compile(r"risk_?(score|level)|severity|threat_level|risikonivå|risikoscore|poengsum", re.IGNORECASE)
    files = [*SOURCES, *TEMPLATES, *sorted((ROOT / "packs").rglob("*.*"))]
    assert [file for file in files if file.is_file() and words.search(file.read_text("utf-8"))] == []
