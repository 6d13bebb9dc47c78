"""A real browser that remembers everything a page did: requests, console, errors."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Playwright, Response

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "test-results" / "screens"

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks for, nothing leaves the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost",
)

WIDTHS = {320: 568, 390: 844, 1280: 900}
"""Window width to height, CSS pixels: the smallest phone, a phone, a laptop."""
SCHEMES = ("light", "dark")

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""WCAG 2.2 A and AA, and everything that axe holds for good practice."""
COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""What can differ between light and dark, where nothing but colours does."""
PLACE_RULES = (*COLOUR_RULES, "target-size", "scrollable-region-focusable")
"""What can differ between two widths at which the same rules of the style sheets hold: what lies where."""


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium: the one of it that has no window where there is one. Pages are the same in both, but the other
    has a window's own pages behind each of them, and takes three times the processor time to open one.
    """
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert found, "the journeys need Chromium; script/test says how to get it"
    return playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))


@dataclass
class Visitor:
    """Somebody's browser window, and what has happened in it."""

    context: BrowserContext
    page: Page
    base: str
    """Scheme, host and port of Asker and Bærum's guide."""
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """Console messages and errors, policy violations among them."""
    _devtools: CDPSession | None = None

    def url(self, path: str, host: str = "localhost") -> str:
        """A path at a host of the server."""
        return self.base.replace("localhost", host) + path

    def open(self, path: str, host: str = "localhost") -> Response:
        """Go there."""
        response = self.page.goto(self.url(path, host), wait_until="load")
        assert response is not None
        return response

    @property
    def path(self) -> str:
        """Where the window is: path and query."""
        address = urlsplit(self.page.url)
        return address.path + (f"?{address.query}" if address.query else "")

    def strangers(self) -> list[str]:
        """Requests to anybody but the page's own server."""
        port = urlsplit(self.base).port
        return [
            url
            for url in self.requests
            if not url.startswith("data:")
            and not (urlsplit(url).port == port and (urlsplit(url).hostname or "").rpartition(".")[2] == "localhost")
        ]

    def misdeeds(self, *, status: int = 200) -> list[str]:
        """What no page may do: speak to strangers, break its policy, fail. Begins anew each time it is asked."""
        # Chromium itself writes a line about an answer that is an error on purpose.
        told = [line for line in self.said if not (status >= 400 and f"status of {status}" in line)]
        # And where a journey types before the page's own field has the focus. Where that is, journeys ask themselves.
        told = [line for line in told if not line.startswith("Autofocus processing was blocked")]
        found = [f"request to {url}" for url in self.strangers()] + [f"console: {line}" for line in told]
        self.requests.clear()
        self.said.clear()
        return found

    def evaluate(self, expression: str) -> Any:
        """An expression's value, awaited. By the developer tools, which the page's policy doesn't bind."""
        if self._devtools is None:
            self._devtools = self.context.new_cdp_session(self.page)
        answer = self._devtools.send(
            "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def axe(self, only: Sequence[str] = ()) -> list[str]:
        """What axe finds wrong with the page as it stands, by all its rules or by these alone."""
        if not self.evaluate("typeof axe === 'object'"):
            self.evaluate(_axe_source())
        what = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
        return [str(line) for line in self.evaluate(_AXE_RUN % json.dumps(what))]

    def overflow(self) -> list[str]:
        """What sticks out to the right of the window, if the page can be scrolled sideways."""
        return [str(line) for line in self.evaluate(_OVERFLOW)]

    def clipped(self) -> list[str]:
        """Text that is cut off, or runs out of its button."""
        return [str(line) for line in self.evaluate(_CLIPPED)]

    def media(self) -> str:
        """Which of the style sheets' conditions hold now, colours aside: where it is the same, so is the cascade."""
        return str(self.evaluate(_MEDIA))

    def frame(self, language: str) -> list[str]:
        """What is wrong with heading, title and language."""
        return [str(line) for line in self.evaluate(f"({_FRAME})({language!r})")]


@contextmanager
def visitor(
    browser: Browser, base: str, *, block_scripts: bool = False, timeout: float = 15_000, **options: Any
) -> Iterator[Visitor]:
    """A window with nothing in its stores. Blocked scripts never arrive; JavaScript stays on, since axe needs it.

    Motion is reduced, so that no colour is measured on its way to another.
    """
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options})
    context.set_default_timeout(timeout)
    someone = Visitor(context, context.new_page(), base)
    context.on("request", lambda request: someone.requests.append(request.url))
    context.on("console", lambda message: someone.said.append(message.text))
    context.on("weberror", lambda error: someone.said.append(str(error.error)))
    if block_scripts:
        keep_scripts_from(someone.page)
        # Chromium tells of the script that was kept from it; that is the point.
        context.on("console", lambda message: _drop_blocked(someone))
    try:
        yield someone
    finally:
        context.close()


def keep_scripts_from(page: Page) -> None:
    """No script arrives there. By the developer tools: a route would take the browser's cache from it too."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setBlockedURLs", {"urls": ["*.js"]})


def _drop_blocked(someone: Visitor) -> None:
    someone.said[:] = [line for line in someone.said if "ERR_BLOCKED_BY_CLIENT" not in line]


@cache
def _axe_source() -> str:
    return (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8") + "\n;0"


_AXE_RUN = """axe.run(document, {
  runOnly: %s, rules: {"target-size": {enabled: true}}, resultTypes: ["violations"], preload: false
}).then(found => found.violations.flatMap(rule => rule.nodes.map(
  node => `axe ${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`)))"""

_OVERFLOW = """(() => {
  const root = document.documentElement, width = root.clientWidth;
  if (root.scrollWidth <= width) return [];
  const out = [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > width + 0.5);
  const named = out.slice(0, 5).map(one => `overflow: ${one.outerHTML.slice(0, 120)}`);
  return [`overflow: ${root.scrollWidth} in ${width}`, ...named];
})()"""

_CLIPPED = """(() => {
  const found = [];
  for (const one of document.body.querySelectorAll("*")) {
    const exempt = one.closest("svg, .mv-skjult, .mv-skjult-bred, .ds-skip-link, select");
    if (exempt || !one.textContent.trim() || !one.checkVisibility()) continue;
    const style = getComputedStyle(one);
    const hides = [style.overflowX, style.overflowY].some(how => how === "hidden" || how === "clip");
    if (hides && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1))
      found.push(`clipped: ${one.outerHTML.slice(0, 120)}`);
    if (one.matches("button, .ds-button, .mv-ring, .mv-nr, .mv-faner a")) {
      const box = one.getBoundingClientRect(), walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      const out = text => text.left < box.left - 1 || text.right > box.right + 1
        || text.top < box.top - 1 || text.bottom > box.bottom + 1;
      while (walker.nextNode()) {
        const words = document.createRange();
        words.selectNodeContents(walker.currentNode);
        const hidden = walker.currentNode.parentElement.closest(".mv-skjult, svg");
        if (!hidden && walker.currentNode.textContent.trim() && [...words.getClientRects()].some(out))
          found.push(`text outside its button: ${one.outerHTML.slice(0, 120)}`);
      }
    }
  }
  return found;
})()"""

_MEDIA = """(() => {
  const asked = new Set();
  const read = rules => {
    for (const rule of rules) {
      if (rule.media?.mediaText) asked.add(rule.media.mediaText);
      if (rule.styleSheet) read(rule.styleSheet.cssRules);
      if (rule.cssRules) read(rule.cssRules);
      if (rule instanceof CSSContainerRule) throw new Error("a rule that asks how large its container is");
    }
  };
  for (const sheet of document.styleSheets) {
    if (sheet.media.mediaText) asked.add(sheet.media.mediaText);
    read(sheet.cssRules);
  }
  for (const one of document.querySelectorAll("source[media], source[sizes], img[sizes]"))
    throw new Error(`a picture that asks how large the window is: ${one.outerHTML}`);
  return [...asked].filter(one => matchMedia(one).matches).sort().join("\\n");
})()"""

_FRAME = """language => {
  const found = [], headings = [...document.querySelectorAll("h1")].filter(one => one.checkVisibility());
  if (headings.length !== 1) found.push(`${headings.length} h1`);
  if (headings.some(one => !one.textContent.trim())) found.push("the h1 is empty");
  if (!/\\S – Motvekt$/.test(document.title)) found.push(`title: ${document.title}`);
  if (document.documentElement.lang !== language) found.push(`lang: ${document.documentElement.lang}`);
  return found;
}"""


class _Inline(HTMLParser):
    """Finds what the policy would refuse: style attributes and elements, scripts without a source, on… attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        links = {(value or "").strip().lower() for name, value in attrs if name in ("href", "action", "formaction")}
        wrong = (
            tag == "style"
            or (tag == "script" and "src" not in names)
            or "style" in names
            or any(name.startswith("on") for name in names)
            or any(value.startswith("javascript:") for value in links)
        )
        if wrong:
            self.found.append(f"inline: {self.get_starttag_text()}")


def inline(html: str) -> list[str]:
    """Inline style and script in a page's markup as it came."""
    parser = _Inline()
    parser.feed(html)
    parser.close()
    return parser.found
