"""The server, the browser and the clock of the journeys, one of each per worker."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from motvekt.guide.schema import Guide
from motvekt.kernel.clock import LOCAL
from tests.guides import guide_of
from tests.journeys import browser as browsing
from tests.journeys import looking
from tests.journeys.browser import Visitor
from tests.journeys.windows import PHONE, WINDOWS
from tests.processes import Originals, Stage

HERE = Path(__file__).parent

SUNDAY_NIGHT = datetime(2026, 11, 22, 22, 40, tzinfo=LOCAL)
TUESDAY_MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=LOCAL)


def pytest_configure(config: pytest.Config) -> None:
    # As long as for all else that a browser is asked: a busy machine is no fault.
    expect.set_options(timeout=15_000)
    looking.are_pictures_kept = not config.getoption("without_pictures")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.journey)


class Site:
    """The product as it runs, and its clock."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.port = int(self._answer())
        self.base = f"http://localhost:{self.port}"
        self.now: datetime | None = None

    def stand_at(self, moment: datetime) -> None:
        """Set the clock, and leave it there."""
        if moment != self.now:
            self._order(f"clock {moment.isoformat()}")
            self.now = moment

    def publish_anew(self, title: str) -> None:
        """Publish a new edition of Asker and Bærum's guide, under this title."""
        self._order(f"title {title}")

    def hire(self, email: str, *, name: str, password: str, unit: str, role: str) -> None:
        """Give somebody an account with a password, and a role in a unit of Asker and Bærum."""
        about = {"email": email, "name": name, "password": password, "unit": unit, "role": role}
        self._order(f"hire {json.dumps(about)}")

    def report(self, **about: str) -> None:
        """Lay a report at a desk: unit, desk, email, alias, and what `tests.reports.sent` knows."""
        self._order(f"report {json.dumps(about)}")

    def note(self, email: str, seen: str, *, concern: UUID | None = None, more: bool = False) -> str:
        """Somebody has noted a concern; with `more`, what protects and what the person said too. Says its address."""
        concern = concern or uuid4()
        self._order(f"note {json.dumps({'email': email, 'concern': str(concern), 'seen': seen, 'more': more})}")
        return f"/inne/bekymringer/{concern}/"

    def end_roles(self, email: str) -> None:
        """End all their roles."""
        self._order(f"end {email}")

    def tick(self) -> None:
        """The clock does what it does at desks."""
        self._order("tick")

    def ask(self, *, unit: str, receipt: str, text: str, picture: str) -> str:
        """Somebody has asked a desk anonymously, and would like to be called. Says where it lies."""
        self._say(f"ask {json.dumps({'unit': unit, 'receipt': receipt, 'text': text, 'picture': picture})}")
        arrival = self._answer()
        assert self._answer() == "done"
        return f"/inne/mottak/{arrival}/"

    def reply(self, email: str, text: str, receipt: str) -> None:
        """Somebody who receives answers whoever has this receipt."""
        self._order(f"reply {json.dumps({'email': email, 'text': text, 'receipt': receipt})}")

    def left(self, concern: str) -> dict[str, int]:
        """How many rows the database has of a concern, by what they are."""
        return self._counted(f"left {concern}")

    def lies(self, alias: str) -> dict[str, int]:
        """How many answers and decisions desks have written about what has an alias, and at how many it lies."""
        return self._counted(f"lies {alias}")

    def _counted(self, words: str) -> dict[str, int]:
        self._say(words)
        found: dict[str, int] = json.loads(self._answer())
        assert self._answer() == "done"
        return found

    def _order(self, words: str) -> None:
        self._say(words)
        assert self._answer() == "done"

    def _say(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        assert line, f"the server of the journeys ended with {self._process.wait()}; it says why above"
        return line


# Package scope throughout: Playwright's synchronous interface holds an event loop, in which Django refuses a database,
# so it must be gone before other folders' tests run in the same worker.


@pytest.fixture(scope="package")
def running(originals: Originals, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server."""
    with serving(originals, tmp_path_factory.mktemp("journeys")) as site:
        yield site


@pytest.fixture(scope="package")
def publishing(originals: Originals, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Another one, for tests that publish."""
    with serving(originals, tmp_path_factory.mktemp("publishing")) as site:
        yield site


@contextmanager
def serving(originals: Originals, folder: Path, **settings: str) -> Iterator[Site]:
    """A server of its own, with its data in a folder, and with more settings."""
    with (
        originals.copy(Stage.FOR_JOURNEYS, folder) as made,
        subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.server"],
            cwd=browsing.ROOT,
            env={**made.environment, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        try:
            yield Site(process)
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=10)
        finally:
            process.kill()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        browser = browsing.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def site(running: Site) -> Site:
    """The server, on a Tuesday morning until a test says otherwise."""
    running.stand_at(TUESDAY_MORNING)
    return running


@pytest.fixture
def sunday_night(site: Site) -> Site:
    """The server at 22.40 on a Sunday."""
    site.stand_at(SUNDAY_NIGHT)
    return site


@pytest.fixture
def visitor(site: Site, chromium: Browser) -> Iterator[Visitor]:
    """Somebody at a laptop."""
    with browsing.visitor(chromium, site.base) as someone:
        yield someone


@pytest.fixture
def phone(site: Site, chromium: Browser) -> Iterator[Visitor]:
    """Somebody with a phone."""
    with browsing.visitor(chromium, site.base, **PHONE) as someone:
        yield someone


@pytest.fixture(params=WINDOWS)
def window(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What somebody has in front of them, one after the other; `windows.in_windows` says which."""
    return WINDOWS[request.param]


@pytest.fixture
def somebody(site: Site, chromium: Browser, window: dict[str, Any]) -> Iterator[Visitor]:
    """Somebody with each of the windows."""
    with browsing.visitor(chromium, site.base, **window) as someone:
        yield someone


@pytest.fixture
def without_scripts(site: Site, chromium: Browser) -> Iterator[Visitor]:
    """Somebody whose browser runs no scripts, with the smallest phone."""
    size = {"width": 320, "height": 568}
    with browsing.visitor(chromium, site.base, viewport=size, java_script_enabled=False) as someone:
        yield someone


@pytest.fixture(scope="session")
def asker_baerum() -> Guide:
    """The pack of Asker and Bærum."""
    return guide_of("asker-baerum")


@pytest.fixture(scope="session")
def fjellvik() -> Guide:
    """The made-up municipality's pack."""
    return guide_of("fjellvik")
