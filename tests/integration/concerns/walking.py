"""What the demo's people do on the pages of concerns, said shortly."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import UUID

from django.test import Client, override_settings

from motvekt.audit import queries as audit
from motvekt.concerns import actions, guest_actions
from motvekt.concerns.kinds import Task
from motvekt.concerns.models import Concern, Guest
from motvekt.concerns.texts import Observation
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.organisations.models import Unit
from motvekt.organisations.walls import within
from tests.concerns import opened
from tests.people import Person

SEEN = "Etter timen sa han «de som tenker sånn, burde ikke få bo her»."
HOSTS = {"asker-baerum": "localhost", "fjellvik": "fjellvik.localhost"}


def browser(person: Person | None = None) -> Client:
    """Somebody of the cast who has signed in."""
    client = Client(headers={"host": HOSTS[person.area] if person else "localhost"}, raise_request_exception=False)
    if person is not None:
        with override_settings(DEMO=True):
            answer = client.post("/inne/logg-inn/demo/", {"account": str(person.account.id)})
            assert answer.status_code == 302
    return client


def noted(person: Person = Person.TEACHER, seen: str = SEEN) -> Concern:
    """A concern of somebody's."""
    standing = person.standing
    with within(standing.area or UUID(int=0)):
        unit = Unit.objects.select_related("area", "organisation").get(id=next(iter(standing.units)))
        return actions.note(
            concern_id=new_id(), unit=unit, observation=Observation(seen=seen, when="I dag"), by=standing
        )


def invited(concern: Concern, guest: Person = Person.SOCIAL_TEACHER, by: Person = Person.TEACHER) -> Guest:
    """A colleague who is asked to read it by tomorrow."""
    return guest_actions.invite(
        concern=concern, account=guest.account, task=Task.READ, due_on=clock.today(), by=by.standing
    )


def at(concern: Concern, page: str = "") -> str:
    """The address of a page of a concern."""
    return f"/inne/bekymringer/{concern.pk}/{page}"


def page(client: Client, path: str, status: int = 200) -> str:
    """What a page says, as one line of text with its markup."""
    found = opened(client, path)
    assert found.status_code == status, found.text
    return " ".join(html.unescape(found.text).split())


def text_of(found: str) -> str:
    """Without the markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def field(found: str, name: str) -> str:
    """The value that a hidden field came with."""
    match = re.search(rf'name="{name}" value="([^"]*)"', found)
    assert match, name
    return match[1]


def send(client: Client, path: str, **fields: Any) -> Any:
    """A form as a browser sends it, with the hidden fields of its page."""
    found = page(client, path)
    hidden = {name: field(found, name) for name in ("item", "version", "home", "duty") if f'name="{name}"' in found}
    return client.post(path.partition("?")[0], {**hidden, **fields})


def step_up(client: Client, concern: Concern) -> None:
    """Show once more who one is, to open what one is invited to."""
    assert client.post(f"/inne/hvem/open_invited/{concern.pk}/").status_code == 302


def events(concern: Concern) -> list[str]:
    """What the log of the concern's controller has, in order."""
    with within(concern.area_id):
        return [link.entry.event for link in audit.links(concern.unit.organisation_id)]
