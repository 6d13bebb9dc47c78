"""What tests of the sign-on do: press the button, come back, and look at what came of it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from django.test import Client

from motvekt.audit import queries as audit
from motvekt.audit.models import AuditCount
from motvekt.kernel.decision import Decision
from motvekt.organisations.models import Account, Identity, Membership
from tests.people import area_of
from tests.provider.forging import Forger

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

SCHOOL = "Lerkeli ungdomsskole"


def browser(host: str = "localhost") -> Client:
    return Client(headers={"host": host}, raise_request_exception=False)


def address_in(page: Response) -> str:
    assert page.status_code == 200, page.text
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
    assert found
    return html.unescape(found[1])


def sent(client: Client, slug: str = "en") -> str:
    """Press the button; where it leads."""
    return address_in(client.post(f"/inne/openid/{slug}/"))


def back(client: Client, answer: dict[str, str], slug: str = "en") -> Response:
    return client.get(f"/inne/openid/{slug}/svar/", answer)


def signed_on(client: Client, forger: Forger, slug: str = "en") -> Response:
    return back(client, forger.comes_back(sent(client, slug)), slug)


def came_in(response: Response) -> bool:
    return response.status_code == 302 and response.get("Location") in ("/inne/min-side/", "/inne/konto/")


def events() -> list[tuple[str, str]]:
    controller = area_of("asker-baerum").organisations.get(slug="asker").id
    return [(link.entry.event, link.entry.actor) for link in audit.links(controller)]


def counted(code: str) -> int:
    return sum(AuditCount.objects.filter(code=code).values_list("number", flat=True))


def roles(account: Account) -> list[tuple[str, str]]:
    rows = Membership.objects.filter(account=account, ended_at__isnull=True)
    return list(rows.values_list("role", "unit__slug"))


def the_one() -> Account:
    return Identity.objects.select_related("account").get().account


def failed(response: Response, why: Decision) -> bool:
    """Whether somebody is told this, and nothing of a token with it."""
    told = html.unescape(response.text)
    assert why.words in told, told[told.find("<h1") :][:600]
    assert response.status_code in (403, 503)
    assert response["Cache-Control"] == "no-store"
    assert "hemmelig-adgang" not in told
    return True
