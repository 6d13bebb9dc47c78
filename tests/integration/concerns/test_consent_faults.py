"""A consent is noted once however often its form is sent, and withdrawn once; what was typed is not lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from motvekt.audit.models import AuditEvent
from motvekt.concerns.models import Concern
from motvekt.dossiers.models import Consent
from tests.concerns import browser, noted
from tests.world import World

pytestmark = pytest.mark.django_db

HOW = "Muntlig, etter timen."


def shown(page: Any) -> str:
    """The id that a form was shown with."""
    found = re.search(r'name="id" value="([0-9a-f-]{36})"', page.text)
    assert found
    return found.group(1)


def address(concern: Concern) -> str:
    return f"/inne/bekymringer/{concern.pk}/samtykke/"


def said(world: World, form: str, **other: Any) -> dict[str, Any]:
    """A form that is filled in rightly, but for what is said otherwise."""
    who = {"band": "18", "by_self": "on"}
    return {"id": form, "desks": [str(world.units["slt"].id)], "kind": "report", "on": "01.01.2020", "how": HOW} | (
        who | other
    )


def events(name: str) -> int:
    return AuditEvent.objects.filter(event=name).count()


@pytest.mark.parametrize("who", [{}, {"band": "under_15", "by_self": "", "by_guardians": "on", "guardians": "2"}])
def test_pressed_twice_it_is_one_consent(world: World, who: dict[str, str]) -> None:
    client, to = browser(world, "teacher"), address(noted(world))
    form = said(world, shown(client.get(to)), **who)
    answers = [client.post(to, form) for _ in range(2)]
    assert [came.status_code for came in answers] == [302, 302]
    assert "Samtykket er skrevet ned." in client.get(to).text
    assert (Consent.objects.count(), events("consent_recorded"), events("person_described")) == (1, 1, 1)


def test_what_the_browser_puts_into_a_new_form_on_the_way_back_is_the_same_consent(world: World) -> None:
    client, to = browser(world, "teacher"), address(noted(world))
    client.post(to, said(world, shown(client.get(to))))
    # How old the person is, is known by now, and not asked.
    again = said(world, shown(client.get(to)))
    del again["band"]
    assert client.post(to, again).status_code == 302
    assert "Samtykket er alt skrevet ned, og er ikke skrevet ned en gang til." in client.get(to).text
    assert Consent.objects.count() == 1
    # Withdrawn, and given anew in the same words, it is another one.
    client.post(f"{to}{Consent.objects.get().id}/trekk/")
    assert client.post(to, again | {"id": shown(client.get(to))}).status_code == 302
    assert Consent.objects.filter(withdrawn_on__isnull=True).count() == 1


def test_two_windows_note_two_consents(world: World) -> None:
    client, to = browser(world, "teacher"), address(noted(world))
    first, second = (shown(client.get(to)) for _ in range(2))
    forms = [said(world, first), said(world, second, how="I et brev.")]
    assert [client.post(to, form).status_code for form in forms] == [302, 302]
    assert Consent.objects.count() == 2


def test_whoever_goes_back_and_answers_otherwise_is_told_keeps_it_and_saves_it_with_one_more_press(
    world: World,
) -> None:
    client, to = browser(world, "teacher"), address(noted(world))
    form = said(world, shown(client.get(to)))
    assert client.post(to, form).status_code == 302
    other = form | {"on": "02.01.2020", "how": "I et brev."}
    came = client.post(to, other)
    assert came.status_code == 400
    assert "Skjemaet er alt lagret som et samtykke, med andre svar." in came.text
    assert "I et brev." in came.text
    assert Consent.objects.count() == 1
    assert client.post(to, other | {"id": shown(came)}).status_code == 302
    assert Consent.objects.count() == 2


def test_the_form_of_another_concern_notes_nothing_there(world: World) -> None:
    client, mine, other = browser(world, "teacher"), noted(world), noted(world)
    form = said(world, shown(client.get(address(mine))))
    assert client.post(address(mine), form).status_code == 302
    assert client.post(address(other), form).status_code == 400
    assert list(Consent.objects.values_list("dossier", flat=True)) == [mine.dossier_id]


def test_withdrawn_twice_it_is_withdrawn_once(world: World) -> None:
    client, to = browser(world, "teacher"), address(noted(world))
    client.post(to, said(world, shown(client.get(to))))
    withdrawal = f"{to}{Consent.objects.get().id}/trekk/"
    assert [client.post(withdrawal)["Location"] for _ in range(2)] == [to, to]
    assert "Samtykket er trukket." in client.get(to).text
    assert events("consent_withdrawn") == 1
