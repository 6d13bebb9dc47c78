"""The product as somebody meets it who has nothing but links and buttons: pages fetched over HTTP and read as HTML."""

from __future__ import annotations

import heapq
import http.client
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.journeys.conftest import Site

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass
class Link:
    """Somewhere a tap leads. `taps` is how many it takes: a tick before a button is one more."""

    target: str
    text: str
    taps: int = 1


@dataclass
class _Form:
    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    ticks: list[tuple[str, str]] = field(default_factory=list)
    select: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def ways(self) -> Iterator[tuple[list[tuple[str, str]], int]]:
        """What can be sent, and in how many taps."""
        for button in self.buttons:
            # An option is opened and then chosen.
            for option in self.options or [("", "")]:
                given = [*self.hidden, *([option] if option[0] else []), *([button] if button[0] else [])]
                yield given, 3 if option[0] else 1
                for tick in self.ticks:
                    yield [*self.hidden, tick, *given[len(self.hidden) :]], 2


class Reading(HTMLParser):
    """A page's links, the forms that only ask, telephone links, and the words of `main` that can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.open_telephones: list[str] = []
        """Numbers in `main` of somebody who is open now."""
        self.words: list[str] = []
        # Where the reading is: open elements, each with all that it stands inside of.
        self._stack: list[tuple[str, frozenset[str]]] = []
        self._inside: frozenset[str] = frozenset()
        self._form: _Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._stack.append((tag, self._inside))
            if marks := _marks(tag, given):
                self._inside |= marks
        if tag == "a":
            self._read_link(given.get("href", ""))
        elif tag == "form" and given.get("method", "get").lower() == "get":
            self._form = _Form(given.get("action", ""))
        elif self._form:
            self._read_field(tag, given, self._form)

    def _read_link(self, href: str) -> None:
        self.links.append(Link(href, ""))
        if href.startswith("tel:") and {"main", "open"} <= self._inside:
            self.open_telephones.append(href)

    def _read_field(self, tag: str, given: dict[str, str], form: _Form) -> None:
        pair = (given.get("name", ""), given.get("value", ""))
        if tag == "input":
            (form.ticks if given.get("type") == "checkbox" else form.hidden).append(pair)
        elif tag == "select":
            form.select = pair[0]
        elif tag == "option":
            form.options.append((form.select, pair[1]))
        elif tag == "button":
            form.buttons.append(pair)

    def handle_endtag(self, tag: str) -> None:
        while self._stack:
            closed, self._inside = self._stack.pop()
            if closed == tag:
                break
        if tag == "form" and self._form:
            ways = self._form.ways()
            self.links += [Link(f"{self._form.action}?{urlencode(given)}", "", taps) for given, taps in ways]
            self._form = None

    def handle_data(self, data: str) -> None:
        if "a" in self._inside and self.links:
            self.links[-1].text = " ".join(f"{self.links[-1].text} {data}".split())
        if "main" in self._inside and "unseen" not in self._inside:
            self.words += [word for word in data.split() if any(letter.isalnum() for letter in word)]

    def link(self, text: str) -> str | None:
        """Where the link with this text leads."""
        return next((link.target for link in self.links if link.text == text), None)


def _marks(tag: str, given: Mapping[str, str]) -> set[str]:
    """What everything inside this element stands inside of."""
    marks = {tag} & {"a", "main"}
    if given.get("data-apen") == "ja":
        marks.add("open")
    if tag in ("script", "style", "svg", "title") or "hidden" in given or "mv-skjult" in given.get("class", "").split():
        marks.add("unseen")
    return marks


def read(html: str) -> Reading:
    """Read a page."""
    reading = Reading()
    reading.feed(html)
    reading.close()
    return reading


class Walker:
    """Fetches pages of a host on one kept connection."""

    def __init__(self, port: int, host: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._host = f"{host}:{port}"

    def fetch(self, address: str) -> Reading:
        """A page. It must be there."""
        self._connection.request("GET", address, headers={"Host": self._host})
        response = self._connection.getresponse()
        body = response.read().decode("utf-8")
        if response.status == 301:
            return self.fetch(response.headers["Location"])
        assert response.status == 200, f"{address} answers {response.status}"
        return read(body)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


@contextmanager
def walker_of(site: Site, host: str) -> Iterator[Walker]:
    """Somebody who walks a host's pages."""
    walker = Walker(site.port, host)
    try:
        yield walker
    finally:
        walker.close()


def state(address: str) -> str:
    """The address without its fragment, its answers in one order: what was said, however somebody came to say it."""
    parts = urlsplit(address)
    query = urlencode(sorted(parse_qsl(parts.query)))
    return parts.path + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Seen:
    """A page that was walked to: in how many taps, and what it said."""

    address: str
    taps: int
    reading: Reading


def walk(walker: Walker, wanted: Callable[[str], bool]) -> dict[str, Seen]:
    """Every wanted page that taps lead to from the front page, by its state, each by a shortest way."""
    seen: dict[str, Seen] = {}
    waiting = [(0, "/")]
    while waiting:
        taps, address = heapq.heappop(waiting)
        if state(address) in seen:
            continue
        page = walker.fetch(address)
        seen[state(address)] = Seen(address, taps, page)
        for link in page.links:
            target = link.target.partition("#")[0]
            if target.startswith("/") and wanted(target) and state(target) not in seen:
                heapq.heappush(waiting, (taps + link.taps, target))
    return seen
