"""Row `memory`: what one worker holds at most, after everything has been asked of it."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from urllib.parse import quote

from bench.guide_page import CONNECTIONS, PAGES
from bench.load import load
from bench.row import Line, Unmeasured, at_most
from bench.system import HOST, Server, System

LIMIT_MB = 200
HOSTS = ("localhost", "fjellvik.localhost")
MOST_PAGES = 3000
"""More than the demo has; a crawl that goes on for ever is no measurement."""

_LINK = re.compile(rb'href="(/[^"#]*)"')
_WORD = re.compile(r"[a-zæøåA-ZÆØÅ]{4,}")


def memory(system: System) -> list[Line]:
    """Every page and PDF of both areas, in every language, then a search for each word of the pages' own, then a load.

    The worker's peak of resident memory, in units of 1 000 000 bytes, as Linux counts it.
    """
    with system.serve() as motvekt:
        words: set[str] = set()
        asked = sum(_crawl(motvekt, host, words) for host in HOSTS)
        for word in sorted(words):
            _ask(motvekt, HOSTS[0], f"/veileder/sok/?q={quote(word)}")
        for page in PAGES:
            load(motvekt, page, connections=CONNECTIONS)
        if asked < 500 or len(words) < 500:
            raise Unmeasured(f"only {asked} pages and {len(words)} words were found")
        what = f"a worker's peak after {asked} pages and {len(words)} searches"
        return [at_most(LIMIT_MB, what, motvekt.peak_memory() / 1_000_000, "MB")]


def _crawl(server: Server, host: str, words: set[str]) -> int:
    """Follow every link of an area's pages, and note the words. Returns how many pages there were."""
    waiting, seen = ["/", "/veileder.pdf", "/plakat.pdf", "/tiltakskort.pdf", "/api/"], set[str]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        body = _ask(server, host, path)
        if body is not None:
            waiting += [link.decode().replace("&amp;", "&") for link in _LINK.findall(body)]
            words.update(_WORD.findall(re.sub(rb"<[^>]*>", b" ", body).decode())[:20])
    return len(seen)


def _ask(server: Server, host: str, path: str) -> bytes | None:
    """The body of a page that can be read; None for anything else. Raises Unmeasured for an error of the server's."""
    connection = HTTPConnection(HOST, server.port)
    try:
        connection.request("GET", path, headers={"Host": host})
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    if response.status >= 500:
        raise Unmeasured(f"{path} answers {response.status}")
    return body if response.headers.get_content_type() == "text/html" else None
