"""What every test can use. Unit tests have no database and no network; the others ask for what they need."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import lru_cache

import pytest
from pytest_django import DjangoDbBlocker
from pytest_socket import disable_socket, enable_socket
from whitenoise.responders import StaticFile

from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from tests.databases import OWNER
from tests.guides import PACKS, guide_of
from tests.hashes import make_hashes_cheap
from tests.processes import Originals

OPERATOR = Actor("operator", "prøve")
TUESDAY_MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=clock.LOCAL)
SUNDAY_NIGHT = datetime(2026, 11, 22, 22, 40, tzinfo=clock.LOCAL)


@pytest.fixture(autouse=True)
def no_network_in_unit_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """A unit test that opens a socket fails."""
    if "/unit/" not in str(request.path):
        yield
        return
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True, scope="session")
def passwords_cost_little() -> None:
    """As in `tests.hashes`."""
    make_hashes_cheap()


@pytest.fixture(autouse=True, scope="session")
def static_files_are_listed_once() -> Iterator[None]:
    """Each of Django's test clients begins the middleware anew, and with it would list every static file."""
    from whitenoise.base import WhiteNoise

    known: dict[tuple[str, str], dict[str, StaticFile]] = {}
    listed = WhiteNoise.update_files_dictionary

    def once(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in known:
            before, self.files = self.files, {}
            listed(self, root, prefix)
            known[root, prefix], self.files = self.files, before
        self.files.update(known[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", once)
        yield


@pytest.fixture(autouse=True, scope="session")
def editions_are_read_once() -> Iterator[None]:
    """The same text is the same guide, which nobody can change: no test reads it anew."""
    from motvekt.guide import editions

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editions, "read", lru_cache(maxsize=8)(editions.read))
        yield


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Pages, editions and the log's keys, which a process keeps, never outlive a test: the rows of them don't."""
    from motvekt.audit import actions
    from motvekt.consultations import who_reads
    from motvekt.guide import current, kept, queries

    def forget() -> None:
        who_reads.forget()
        kept.forget()
        current.forget()
        queries._content.cache_clear()
        actions.forget_keys()

    forget()
    yield
    forget()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Here, since a folder's own comes too late."""
    parser.addoption("--without-pictures", action="store_true", help="keep no pictures of the journeys' pages")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a database gets the key store too: what is written is logged, and the log has keys."""
    for item in items:
        asked = item.get_closest_marker("django_db")
        if (asked and not asked.kwargs) or (asked is None and "db" in getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db(databases=["default", "keys"]), append=False)


def pytest_collection_finish() -> None:
    """What was imported and collected is there to the end: Python doesn't look through it for garbage again and again,
    nor for every few hundred things that a test makes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def logged_in_as_owner() -> Iterator[ExitStack]:
    """Until it is closed, databases are made by the role that owns them."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="session")
def owning(logged_in_as_owner: ExitStack) -> str | None:
    """The application's role, or None where the databases have no roles."""
    from motvekt.site.database_roles import as_owner

    return logged_in_as_owner.enter_context(as_owner("default"))


@pytest.fixture(scope="session")
def django_db_setup(
    owning: str | None, logged_in_as_owner: ExitStack, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The tests' databases. On PostgreSQL the owner makes them and raises the walls, as `motvekt migrate` does; the
    tests themselves are held by the walls.
    """
    from django.conf import settings

    from motvekt.site.database_roles import as_owner
    from motvekt.site.walls import raise_walls

    with django_db_blocker.unblock():
        if owning:
            raise_walls("default", owning, settings.DATABASE_PUBLIC_ROLE)
        logged_in_as_owner.close()
    yield
    with django_db_blocker.unblock():
        logged_in_as_owner.enter_context(as_owner("default"))


@pytest.fixture(autouse=True, scope="session")
def master_key() -> None:
    """A master key in the tests' own data folder, and keys of the public part whose receipts cost next to nothing."""
    from django.conf import settings

    from motvekt.vault import public_keys
    from motvekt.vault.provider import make_file

    make_file(settings.MASTER_KEY)
    public_keys.make_file(settings.PUBLIC_KEYS, public_keys.CHEAPEST)


@pytest.fixture(scope="session")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Originals]:
    """Installations to copy, for tests of processes."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ and OWNER not in os.environ:
        # That of all workers.
        folder = folder.parent
    folder /= "originals"
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        yield Originals(folder, stack)


@pytest.fixture
def tuesday_morning() -> Iterator[datetime]:
    """A working day at ten."""
    with clock.frozen(TUESDAY_MORNING):
        yield TUESDAY_MORNING


@pytest.fixture
def sunday_night() -> Iterator[datetime]:
    """22.40 on a Sunday, when somebody lies awake."""
    with clock.frozen(SUNDAY_NIGHT):
        yield SUNDAY_NIGHT


@pytest.fixture
def areas(db: None) -> None:
    """The two areas of the demo with their hosts, without editions."""
    from tests.beginnings import begin_with
    from tests.installation import set_area

    def act() -> None:
        set_area(slug="asker-baerum", hosts=["localhost"], default=True, by=OPERATOR)
        set_area(slug="fjellvik", hosts=["fjellvik.localhost"], default=False, by=OPERATOR)

    begin_with("areas", act)


@pytest.fixture
def published(areas: None) -> None:
    """Both packs published for their areas, without PDFs."""
    from motvekt.guide.actions import publish
    from tests.beginnings import begin_with

    def act() -> None:
        for pack in PACKS:
            publish(guide=guide_of(pack), area=pack, by=OPERATOR, press=None)

    begin_with("published", act)


@pytest.fixture
def people(areas: None) -> None:
    """The demo's cast (`tests.people.Person`) in both areas."""
    from tests.beginnings import begin_with
    from tests.people import load

    begin_with("people", load)
