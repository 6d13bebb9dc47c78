"""Somebody of the small world at a desk's pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from motvekt.kernel.ids import new_id
from motvekt.organisations import session, stepup
from motvekt.organisations.kinds import How
from motvekt.organisations.sessions import SessionStore
from tests.world import PEOPLE, World

DESK = "/inne/mottak/"


def client_of(world: World, name: str) -> Client:
    """A browser in which somebody has signed in with two factors."""
    request = HttpRequest()
    request.session = SessionStore()
    session.begin(request, world.accounts[name], world.units[PEOPLE[name][0]].area, How.PASSKEY)
    request.session.save()
    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key or ""
    return client


def stepped_up(client: Client, act: stepup.Act, about: UUID) -> None:
    """As if they had shown once more who they are, just now."""
    request: Any = HttpRequest()
    request.session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    stepup.note(request, act, about)
    request.session.save()


def send(client: Client, address: str, **fields: Any) -> Any:
    """A form, with an id of its own unless one is given."""
    return client.post(address, {"key": new_id(), **fields})
