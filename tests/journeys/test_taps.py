"""The assistant beats a telephone list: every state of it, walked through by links and buttons alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from motvekt.guide import assistant
from motvekt.guide.schema import Guide
from tests.guides import guide_of
from tests.journeys.browser import Visitor
from tests.journeys.conftest import SUNDAY_NIGHT, Site
from tests.journeys.places import NAMES, place
from tests.journeys.walking import Seen, Walker, state, walk

ASSISTANT = "/hva-gjor-jeg-na/"
CALL = f"{ASSISTANT}ring/"
HOSTS = {"asker-baerum": "localhost", "fjellvik": "fjellvik.localhost"}
ONLY_CALL = {"asker-baerum": "Vis bare hvem jeg kan ringe", "fjellvik": "Vis berre kven eg kan ringje"}
MOST_TAPS = 4
MOST_WORDS = 120


@pytest.fixture(params=HOSTS)
def pack(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def walker(pack: str, sunday_night: Site) -> Iterator[Walker]:
    walker = Walker(sunday_night.port, HOSTS[pack])
    yield walker
    walker.close()


_walked: dict[tuple[int, str], dict[str, Seen]] = {}


@pytest.fixture
def seen(pack: str, walker: Walker, sunday_night: Site) -> dict[str, Seen]:
    """Every page of the assistant, at 22.40 on a Sunday."""
    key = (sunday_night.port, pack)
    if key not in _walked:
        _walked[key] = walk(walker, lambda address: address.startswith(ASSISTANT) or address.startswith("/?"))
    return _walked[key]


@pytest.fixture
def states(seen: dict[str, Seen]) -> dict[str, Seen]:
    """The assistant's own pages: questions, advice, danger."""
    return {name: page for name, page in seen.items() if name.startswith(ASSISTANT) and not name.startswith(CALL)}


def ends_of(guide: Guide, answers: dict[str, str]) -> Iterator[dict[str, str]]:
    """Every way through the questions, by the table."""
    step = assistant.advance(guide, answers)
    if isinstance(step, assistant.Advice):
        yield answers
        return
    for option in step.options:
        yield from ends_of(guide, {**answers, step.id: option})


def test_the_walk_comes_to_every_end_that_the_table_has(pack: str, states: dict[str, Seen]) -> None:
    from urllib.parse import urlencode

    ends = {state(f"{ASSISTANT}?{urlencode(answers)}") for answers in ends_of(guide_of(pack), {})}
    assert len(ends) > 100
    assert ends - states.keys() == set()


def test_every_state_has_the_way_to_call_and_112_before_it(pack: str, states: dict[str, Seen]) -> None:
    without = [page.address for page in states.values() if page.reading.link(ONLY_CALL[pack]) is None]
    assert without == []


def test_every_state_reaches_an_open_contact_in_four_taps(
    pack: str, seen: dict[str, Seen], states: dict[str, Seen]
) -> None:
    late, closed = {}, []
    for page in states.values():
        target = page.reading.link(ONLY_CALL[pack])
        assert target is not None
        assert target.startswith(CALL)
        reached = seen[state(target)]
        if reached.taps > MOST_TAPS:
            late[reached.address] = reached.taps
        if not reached.reading.open_telephones:
            closed.append(reached.address)
    assert (late, closed) == ({}, [])


@pytest.mark.parametrize("prefix", ["", "/nb", "/nn", "/en"])
def test_whom_to_call_is_said_in_120_words(
    pack: str, prefix: str, seen: dict[str, Seen], walker: Walker
) -> None:
    if prefix == f"/{guide_of(pack).default_language}":
        pytest.skip("the language without a prefix")
    pages = [walker.fetch(prefix + page.address) for name, page in seen.items() if name.startswith(CALL)]
    assert pages
    wordy = {" ".join(page.words): len(page.words) for page in pages if len(page.words) > MOST_WORDS}
    assert wordy == {}


@pytest.mark.parametrize("name", NAMES)
def test_112_is_in_the_first_view_of_the_smallest_phone(
    name: str, site: Site, without_scripts: Visitor, asker_baerum: Guide
) -> None:
    where = place(name, asker_baerum)
    without_scripts.open(where.path, where.host or "localhost")
    box = without_scripts.page.locator('a[href="tel:112"]').first.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 568
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["height"] >= 44


def test_the_night_is_a_night(sunday_night: Site) -> None:
    assert sunday_night.now == SUNDAY_NIGHT
