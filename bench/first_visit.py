"""Row `first-visit`: what a visit costs somebody with a slow line, as Chromium itself counts it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.load import look
from bench.programs import need
from bench.row import Line, Unmeasured, at_most
from bench.system import HOST, ROOT, System
from motvekt.guide.assistant import Advice, advance
from motvekt.guide.pack.loader import load
from motvekt.guide.schema import Guide

FIRST = "/"
FIRST_KB, FIRST_REQUESTS = 150, 12
FURTHER_KB = 15
ASSISTANT = "/hva-gjor-jeg-na/"
FURTHER = {"the assistant's first question": ASSISTANT, "a part": "/veileder/begreper/", "contacts": "/kontakter/"}

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)


@dataclass
class Traffic:
    """What has come over the wire: bytes with their headers, by request. What the browser had already is not in it."""

    received: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    @property
    def kilobytes(self) -> float:
        return sum(self.received.values()) / 1000

    @property
    def requests(self) -> int:
        return len(self.received)

    def finished(self, event: dict[str, Any]) -> None:
        if event["encodedDataLength"]:
            self.received[event["requestId"]] = event["encodedDataLength"]

    def sent(self, event: dict[str, Any]) -> None:
        """An answer that sends the browser on counts by itself."""
        if redirect := event.get("redirectResponse"):
            self.received[f"{event['requestId']} {redirect['url']}"] = redirect["encodedDataLength"]


def first_visit(system: System) -> list[Line]:
    """The front page in a new browser; then, each time in another new browser that has seen it, one further page."""
    chromium = need("chromium")
    with (
        system.serve() as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS) as browser,
    ):
        first = _visit(browser, server.port, FIRST)
        lines = [
            at_most(FIRST_KB, "first: the front page", first.kilobytes, "kB"),
            at_most(FIRST_REQUESTS, "first: the front page", first.requests, "requests"),
        ]
        for name, path in (FURTHER | {"the longest advice": _longest_advice(server.port)}).items():
            further = _visit(browser, server.port, FIRST, path)
            lines.append(at_most(FURTHER_KB, f"then: {name}", further.kilobytes, "kB"))
    return lines


def _visit(browser: Browser, port: int, *paths: str) -> Traffic:
    """Open pages one after the other on a telephone that has never been here; what the last of them cost."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=3, is_mobile=True, has_touch=True
    )
    try:
        page = context.new_page()
        traffic = Traffic()
        for path in paths:
            traffic = _open(context, page, f"http://{HOST}:{port}{path}")
        return traffic
    finally:
        context.close()


def _open(context: BrowserContext, page: Page, url: str) -> Traffic:
    traffic = Traffic()
    listener = context.new_cdp_session(page)
    listener.on("Network.requestWillBeSent", traffic.sent)
    listener.on("Network.loadingFinished", traffic.finished)
    listener.on("Network.loadingFailed", lambda event: traffic.failed.append(event["errorText"]))
    listener.send("Network.enable")
    response = page.goto(url, wait_until="networkidle")
    listener.detach()
    if response is None or not response.ok or traffic.failed:
        raise Unmeasured(f"{url} did not load: {traffic.failed}")
    return traffic


def _longest_advice(port: int) -> str:
    """The address of the advice that has most to send, of all that the assistant can end in."""
    guide = load(ROOT / "packs/asker-baerum").guide
    if guide is None:
        raise Unmeasured("packs/asker-baerum has errors")
    connection = HTTPConnection(HOST, port)
    # A tick beside the service adds advice wherever it is set.
    paths = [f"{ASSISTANT}?{urlencode(answers | {'leder': 'ja'})}" for answers in _endings(guide, {})]
    return max(paths, key=lambda path: len(look(connection, path)[1]))


def _endings(guide: Guide, answers: dict[str, str]) -> Iterator[dict[str, str]]:
    """Every way through the assistant, as the answers that lead to its advice."""
    step = advance(guide, answers)
    if isinstance(step, Advice):
        yield answers
        return
    for option in step.options:
        yield from _endings(guide, {**answers, step.id: option})
