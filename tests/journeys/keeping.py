"""The browser of somebody who keeps the guide on their telephone: what they press, and what lies there afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.journeys.browser import Visitor

STATUS = "[data-kopi] [role=status]"
SAVED = re.compile("^(Veilederen|Rettleiaren) er lagr")


def save(someone: Visitor, path: str = "/lagret/") -> None:
    """Press the button, and wait until the copy is there."""
    someone.open(path)
    someone.page.locator("[data-lagre]").click()
    expect(someone.page.locator(STATUS)).to_contain_text(SAVED)


def offline(someone: Visitor) -> None:
    someone.context.set_offline(True)


def stored(someone: Visitor) -> dict[str, list[str]]:
    """Every cache of the browser's, and the addresses in it."""
    found: dict[str, list[str]] = someone.evaluate(
        """(async () => {
          const found = {};
          for (const name of await caches.keys())
            found[name] = (await (await caches.open(name)).keys()).map(one => one.url.slice(location.origin.length));
          return found;
        })()"""
    )
    return found


def left(someone: Visitor) -> dict[str, Any]:
    """Everything that a site can leave in a browser, as far as it is there."""
    found = someone.evaluate(
        """(async () => ({
          caches: await caches.keys(),
          workers: (await navigator.serviceWorker.getRegistrations()).length,
          databases: (await indexedDB.databases()).length,
          local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
        }))()"""
    )
    return {name: value for name, value in found.items() if value}


def requests_for(
    someone: Visitor, pattern: str, status: int | None = None, body: str = "<h1>Noe annet</h1>"
) -> list[str]:
    """Requests from now on, the worker's too; with a status they are answered here."""
    seen: list[str] = []

    def answer(route: Route) -> None:
        seen.append(route.request.url)
        if status:
            route.fulfill(status=status, body=body)
        else:
            route.continue_()

    someone.context.route(pattern, answer)
    return seen


def eventually(someone: Visitor, holds: Callable[[], bool]) -> None:
    """Wait for what happens behind the page."""
    for _ in range(100):
        if holds():
            return
        someone.page.wait_for_timeout(100)
    raise AssertionError("it never came to hold")


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()
