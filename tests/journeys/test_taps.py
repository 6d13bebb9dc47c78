"""The assistant beats a telephone list: every state of it, walked through by links and buttons alone."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

import pytest
from playwright.sync_api import Browser

from motvekt.guide import assistant
from motvekt.guide.schema import Guide
from tests.guides import guide_of
from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.places import NAMES, place
from tests.journeys.walking import Reading, Seen, state, walk, walker_of

ASSISTANT = "/hva-gjor-jeg-na/"
CALL = f"{ASSISTANT}ring/"
HOSTS = {"asker-baerum": "localhost", "fjellvik": "fjellvik.localhost"}
ONLY_CALL = {"asker-baerum": "Vis bare hvem jeg kan ringe", "fjellvik": "Vis berre kven eg kan ringje"}
PREFIXES = ("/nb/", "/nn/", "/en/")
MOST_TAPS = 4
MOST_WORDS = 120


def walked(address: str) -> bool:
    """Everything but the guide's inner pages, which lead to the assistant by the same links as every page's frame, and
    the pages where somebody must sign in first.
    """
    return address == "/veileder/" or not address.startswith(("/veileder/", "/inne/", *PREFIXES))


def ends_of(guide: Guide, answers: dict[str, str]) -> Iterator[dict[str, str]]:
    """Every way through the questions, by the table."""
    step = assistant.advance(guide, answers)
    if isinstance(step, assistant.Advice):
        yield answers
        return
    for option in step.options:
        yield from ends_of(guide, {**answers, step.id: option})


@pytest.mark.parametrize("pack", HOSTS)
def test_every_state_of_the_assistant_reaches_an_open_contact_in_four_taps_and_120_words(
    pack: str, sunday_night: Site
) -> None:
    with walker_of(sunday_night, HOSTS[pack]) as walker:
        seen = walk(walker, walked)
        states = {name: page for name, page in seen.items() if name.startswith(ASSISTANT) and not name.startswith(CALL)}
        ends = {state(f"{ASSISTANT}?{urlencode(answers)}") for answers in ends_of(guide_of(pack), {})}
        assert len(ends) > 100
        assert ends - states.keys() == set(), "the walk has come to every end that the table has"

        calls = {page.address: page.reading.link(ONLY_CALL[pack]) or "" for page in states.values()}
        assert {address: to for address, to in calls.items() if not to.startswith(CALL)} == {}
        reached = {state(target): seen[state(target)] for target in calls.values()}
        taps = {target: seen[without_municipality(target)].taps for target in reached}
        faults = {target: faults_of(page, taps[target]) for target, page in reached.items()}
        faults = {target: found for target, found in faults.items() if found}
        for prefix in PREFIXES:
            for page in reached.values():
                if words := too_many(walker.fetch(prefix.rstrip("/") + page.address)):
                    faults[prefix.rstrip("/") + page.address] = words
        assert faults == {}


def without_municipality(name: str) -> str:
    """The same contacts before somebody narrowed them to a municipality.

    Who has narrowed them had an open contact in view already: that choice stands above the contacts.
    """
    path, _, query = name.partition("?")
    return state(f"{path}?{urlencode([pair for pair in parse_qsl(query) if pair[0] != 'kommune'])}")


def faults_of(page: Seen, taps: int) -> list[str]:
    """What keeps a page of contacts from beating a telephone list."""
    late = [f"{taps} taps"] if taps > MOST_TAPS else []
    closed = [] if page.reading.open_telephones else ["nobody is open"]
    return late + closed + too_many(page.reading)


def too_many(reading: Reading) -> list[str]:
    """The words, where there are more than somebody in a hurry can take in."""
    return [f"{len(reading.words)} words: {' '.join(reading.words)}"] if len(reading.words) > MOST_WORDS else []


@pytest.fixture(scope="module")
def smallest(running: Site, chromium: Browser) -> Iterator[Visitor]:
    """One window for all pages, without scripts, as small as phones come."""
    size = {"width": 320, "height": 568}
    with browsing.visitor(chromium, running.base, viewport=size, java_script_enabled=False) as someone:
        yield someone


@pytest.mark.parametrize("name", NAMES)
def test_112_is_in_the_first_view_of_the_smallest_phone(
    name: str, site: Site, smallest: Visitor, asker_baerum: Guide
) -> None:
    where = place(name, asker_baerum)
    smallest.open(where.path, where.host or "localhost")
    box = smallest.page.locator('a[href="tel:112"]').first.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 568
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["height"] >= 44
