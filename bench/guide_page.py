"""Row `guide-page`: what the system costs on a page that is the same for everybody."""

from __future__ import annotations

from collections import defaultdict
from http.client import HTTPConnection
from statistics import median

from bench.load import Load, load, look
from bench.row import Line, Unmeasured, at_least
from bench.system import HELLO, HOST, Server, System

PAGES = ("/veileder/begreper/", "/", "/veileder/begreper/radikalisering/")
"""A part of the guide, the front page (which is made anew each minute), and an item."""

ROUNDS = 9
CONNECTIONS = 8
LIMIT = 0.5


def guide_page(system: System) -> list[Line]:
    """Rounds of hello and each page in turn, so that what else the machine does strikes all of them alike.

    On a busy machine every server mostly waits, and the ratio of requests per second leans towards 1: then it is the
    ratio per second of processor time that shows what a page costs. Both must reach the limit.
    """
    loads: dict[str, list[Load]] = defaultdict(list)
    with system.serve(HELLO) as hello, system.serve_public() as motvekt:
        _check(hello, motvekt)
        for _ in range(ROUNDS):
            loads["hello"].append(load(hello, "/", connections=CONNECTIONS))
            for page in PAGES:
                loads[page].append(load(motvekt, page, connections=CONNECTIONS))
    lines = []
    for page in PAGES:
        wall, bare_wall = (median(one.per_second for one in loads[name]) for name in (page, "hello"))
        lines.append(at_least(LIMIT, page, wall, bare_wall, "requests/s", "hello"))
    for page in PAGES:
        own, bare_own = (median(one.per_processor_second for one in loads[name]) for name in (page, "hello"))
        lines.append(at_least(LIMIT, page, own, bare_own, "requests/s of processor time", "hello"))
    return lines


def _check(hello: Server, motvekt: Server) -> None:
    """That each answers with what is to be measured. Raises Unmeasured."""
    if look(HTTPConnection(HOST, hello.port), "/")[1] != b"hello":
        raise Unmeasured("hello does not say hello")
    for page in PAGES:
        response, _ = look(HTTPConnection(HOST, motvekt.port), page)
        if not response.headers["Content-Encoding"]:
            raise Unmeasured(f"{page} is not compressed")
