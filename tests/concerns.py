"""What people of the small world do in concerns, said shortly."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from motvekt.concerns import actions
from motvekt.concerns.models import Concern
from motvekt.concerns.texts import Observation
from motvekt.kernel.ids import new_id
from motvekt.organisations import session
from motvekt.organisations.kinds import How
from motvekt.organisations.sessions import SessionStore
from tests.world import PEOPLE, World

SEEN = "Etter timen sa han «de som tenker sånn, burde ikke få bo her»."


def noted(world: World, name: str = "teacher", seen: str = SEEN, concern_id: UUID | None = None) -> Concern:
    """A concern of somebody's."""
    return actions.note(
        concern_id=concern_id or new_id(),
        unit=world.units[PEOPLE[name][0]],
        observation=Observation(seen=seen, when="I dag, etter tredje time"),
        by=world.standing(name),
    )


def browser(world: World, name: str) -> Client:
    """Somebody who has signed in with two factors."""
    account = world.accounts[name]
    request = HttpRequest()
    request.session = SessionStore()
    session.begin(request, account, world.units[PEOPLE[name][0]].area, How.PASSKEY)
    request.session.save()
    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return client


def address(concern: Concern, name: str = "concern") -> str:
    """One of a concern's pages."""
    return reverse(f"concerns:{name}", args=[concern.dossier_id])


def opened(client: Client, path: str) -> Any:
    """A page, by the way to an address of its own where it has one."""
    answer = client.get(path)
    own = answer.status_code == 302 and answer["Location"].partition("?")[0] == path.partition("?")[0]
    return client.get(answer["Location"]) if own else answer


def filled(page: Any) -> dict[str, Any]:
    """The fields of the form on a page, with what stands in them, as a browser would send them."""
    reader = _Fields()
    reader.feed(page.content.decode())
    return reader.found


class _Fields(HTMLParser):
    """Reads the fields of the form in `main`, whose address is its own page's."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._inside = False
        self._text, self._select = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "/bekymringer/" in has.get("action", "")
        name = has.get("name", "")
        if not self._inside or (not name and tag != "option"):
            return
        if tag == "textarea":
            self._text = name
            self.found[name] = [""]
        elif tag == "select":
            self._select = name
            self.found[name] = [""]
        elif tag == "option" and self._select and "selected" in has:
            self.found[self._select] = [has["value"]]
        elif tag == "input" and (has.get("type") not in ("radio", "checkbox") or "checked" in has):
            self.found.setdefault(name, []).append(has.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._text:
            self.found[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser drops the line break with which Django begins.
            self.found[self._text][0] = self.found[self._text][0].removeprefix("\r\n").removeprefix("\n")
            self._text = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False
