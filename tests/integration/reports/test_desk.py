"""What lies at a desk: who sees it, in which order, and what is shown of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motvekt.reports.kinds import Exit
from tests.integration.reports.pages import DESK, client_of, send
from tests.reports import NAME, SAW, reported
from tests.world import NOON, World

pytestmark = pytest.mark.django_db


def test_smoke(world: World) -> None:
    row = reported(world, name=NAME, exit_=Exit.SERIOUS, called_at=NOON - timedelta(minutes=12))
    client = client_of(world, "slt")
    page = client.get(DESK)
    assert page.status_code == 200
    print(page.content.decode()[:6000])
    assert client.get(f"{DESK}{row.id}/").status_code == 200
    assert client.post(f"{DESK}{row.id}/les/").status_code == 302
    page = client.get(f"{DESK}{row.id}/")
    assert SAW in page.content.decode()
    for part in ("svar", "sak", "send-videre", "avslaa", "inhabil"):
        assert client.get(f"{DESK}{row.id}/{part}/").status_code == 200, part
    assert client.get(f"{DESK}{row.id}/ta-over/").status_code == 403
    came = send(client, f"{DESK}{row.id}/svar/", text="Takk, vi tar kontakt", attested=["0", "1"])
    assert came.status_code == 302, came.content.decode()
    client.get(DESK)
    assert client.get(f"{DESK}avgjort/").status_code == 200
    assert send(client, f"{DESK}{row.id}/sak/").status_code == 302
