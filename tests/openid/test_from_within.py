"""Linking an account from within, and proving again who one is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django_tasks_db.models import DBTaskResult

from motvekt.access.guard import signed_in
from motvekt.access.roles import Role
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import Decision
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions, policy
from motvekt.organisations.kinds import How
from motvekt.organisations.middleware import InsideRequest
from motvekt.organisations.models import Identity
from motvekt.organisations.openid import failures, registry, state, views
from motvekt.organisations.policy import SIGN_ON
from motvekt.site import urls
from motvekt.site.compare import compare
from tests.architecture.test_matrix import begun
from tests.openid.signing_on import (
    SCHOOL,
    address_in,
    back,
    browser,
    came_in,
    events,
    failed,
    signed_on,
    the_one,
)
from tests.people import Person, area_of, hired, unit_of
from tests.provider.forging import Claims, Forger

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db]


def within(person: Person, how: How = How.PASSKEY) -> Client:
    """Somebody who has signed in so."""
    client = browser()
    client.cookies["motvekt-okt"] = begun(person.account, area_of("asker-baerum"))
    if how is not How.PASSKEY:
        session = client.session
        session["how"] = how.value
        session.save()
    return client


def to_link(client: Client) -> str:
    """Show once more who one is, and press the button that links; where it leads."""
    account = client.session["account"]
    assert client.post(f"/inne/hvem/change_factors/{account}/").status_code == 302
    return address_in(client.post("/inne/openid/en/koble/"))


def linked(client: Client, forger: Forger) -> Response:
    return back(client, forger.comes_back(to_link(client)))


def test_whoever_has_proven_two_factors_links_their_account_and_signs_on_with_it_next_time(forger: Forger) -> None:
    client = within(Person.TEACHER)
    assert "Koble Prøve en til kontoen" in client.get("/inne/konto/").text
    away = to_link(client)
    (pushed,) = forger.pushed.values()
    assert pushed["prompt"] == "login"
    assert came_in(back(client, forger.comes_back(away)))
    home = client.get("/inne/konto/").text
    assert "Innloggingen er koblet til kontoen din" in home
    assert "Koble Prøve en til kontoen" not in home
    assert events()[-1] == ("identity_linked", f"account:{Person.TEACHER.account.id}")
    assert compare() == []
    other = browser()
    assert came_in(signed_on(other, forger))
    assert "Mona Haugen" in other.get("/inne/konto/").text
    assert came_in(linked(client, forger))
    assert Identity.objects.count() == 1


def test_whoever_has_not_proven_two_factors_links_nothing(forger: Forger) -> None:
    client = within(Person.TEACHER, How.PASSWORD)
    assert "Koble Prøve en" not in client.get("/inne/konto/").text
    response = client.post("/inne/openid/en/koble/")
    assert (response.status_code, failures.TWO_FACTORS.words in response.text) == (403, True)
    assert forger.asked == []
    assert browser().post("/inne/openid/en/koble/").status_code == 403


def test_whoever_finds_an_unlocked_machine_links_nothing_and_the_owner_is_told_of_what_is_linked(
    forger: Forger,
) -> None:
    client = within(Person.TEACHER)
    page = client.post("/inne/openid/en/koble/")
    assert "Vis at det er deg" in page.text
    assert forger.asked == []
    before = DBTaskResult.objects.count()
    assert came_in(linked(client, forger))
    assert DBTaskResult.objects.count() == before + 1


@pytest.mark.parametrize("role", [Role.CHILD_WELFARE_INTAKE, Role.AREA_ADMIN])
def test_whoever_has_the_first_factor_of_an_employers_sign_on_adds_no_second_where_a_role_rests_on_both(
    forger: Forger, role: Role
) -> None:
    """One password at the employer's must not become two factors here."""
    assert came_in(signed_on(browser(), forger))
    unit = unit_of("asker-baerum", "barnevernet-asker" if role is Role.CHILD_WELFARE_INTAKE else "stab-asker")
    membership = hired(the_one(), unit, role)
    if role is Role.CHILD_WELFARE_INTAKE:
        actions.confirm(membership=membership, by=Person.CHILD_WELFARE_INTAKE.standing)
    thief = browser()
    forger.claims["acr"] = "low"
    assert came_in(signed_on(thief, forger))
    for path_to in ("/inne/konto/app/", "/inne/konto/passnokkel/"):
        refused = thief.get(path_to)
        assert (refused.status_code, "to faktorer" in refused.text) == (403, True)
    forger.claims["acr"] = "high"
    owner = browser()
    assert came_in(signed_on(owner, forger))
    assert owner.get("/inne/konto/app/").status_code == 302


def test_a_sign_on_that_never_shows_two_factors_secures_nobody(forger: Forger, settled: Callable[..., None]) -> None:
    settled(two_factors={})
    assert came_in(signed_on(browser(), forger))
    membership = hired(the_one(), unit_of("asker-baerum", "barnevernet-asker"), Role.CHILD_WELFARE_INTAKE)
    sitting = Person.CHILD_WELFARE_INTAKE.standing
    assert not policy.confirmable(sitting).filter(id=membership.id).exists()
    with pytest.raises(Refused) as refused:
        actions.confirm(membership=membership, by=sitting)
    assert refused.value.decision.code == "not_secured"


def test_an_answer_links_the_account_that_began_and_no_other(forger: Forger) -> None:
    client = within(Person.TEACHER)
    answer = forger.comes_back(to_link(client))
    other = within(Person.SCHOOL_LEADER)
    other.cookies[state.COOKIE] = client.cookies[state.COOKIE].value
    assert failed(back(other, answer), failures.AGAIN)
    assert not Identity.objects.exists()
    answer = forger.comes_back(to_link(client))
    client.cookies["motvekt-okt"] = ""
    assert failed(back(client, answer), failures.AGAIN)
    assert not Identity.objects.exists()


def test_an_identity_of_somebody_else_is_not_taken(forger: Forger) -> None:
    forger.claims["department"] = SCHOOL
    assert came_in(signed_on(browser(), forger))
    theirs = the_one()
    client = within(Person.TEACHER)
    assert failed(linked(client, forger), failures.OTHERS)
    assert the_one() == theirs


def test_an_account_that_never_was_anything_gives_up_its_identity_to_whoever_proves_both(forger: Forger) -> None:
    assert came_in(signed_on(browser(), forger))
    before = the_one()
    client = within(Person.TEACHER)
    assert came_in(linked(client, forger))
    assert the_one() == Person.TEACHER.account
    assert [event for event, _ in events()[-2:]] == ["identity_unlinked", "identity_linked"]
    assert compare() == []
    assert not before.identities.exists()


def proving(client: Client, forger: Forger) -> tuple[Response, list[Any]]:
    """Somebody who is signed in proves again who they are, for an act; the page, and what went on."""
    went_on: list[Any] = []

    def proven(request: InsideRequest, act: str, about: str) -> HttpResponse:
        went_on.append((request.standing.account, act, about))
        return HttpResponse("videre")

    @signed_in
    def again(request: InsideRequest) -> HttpResponse:
        return views.prove_again(request, registry.of_area(request.area)[0], act="export", about="x")

    planted: list[Any] = [
        path("inne/igjen/", again),
        path("inne/openid/<slug:provider>/svar/", views.answer, {"proven": proven}),
        *urls.urlpatterns,
    ]
    parts = {"urlpatterns": planted, "handler403": urls.handler403, "handler404": urls.handler404}
    with override_settings(ROOT_URLCONF=type("Planted", (), parts)):
        page = client.post("/inne/igjen/")
        (pushed,) = forger.pushed.values()
        assert (pushed["prompt"], pushed["max_age"]) == ("login", "0")
        return back(client, forger.comes_back(address_in(page))), went_on


def test_somebody_proves_again_and_goes_on_with_what_they_were_about_to_do(
    forger: Forger,
) -> None:
    client = within(Person.TEACHER)
    assert came_in(linked(client, forger))
    response, went_on = proving(client, forger)
    assert response.text == "videre"
    assert went_on == [(Person.TEACHER.account.id, "export", "x")]


NOW = int(time.time())


NO_PROOF: dict[str, tuple[Claims, Decision]] = {
    "an hour ago": ({"auth_time": NOW - 3600}, failures.TOO_OLD),
    "never": ({"auth_time": None}, failures.NOT_BELIEVED),
    "true": ({"auth_time": True}, failures.NOT_BELIEVED),
    "a word": ({"auth_time": "nå"}, failures.NOT_BELIEVED),
    "in an hour": ({"auth_time": NOW + 3600}, failures.NOT_BELIEVED),
    "one factor": ({"acr": "low"}, failures.TOO_WEAK),
    "another person": ({"sub": "kari-2"}, failures.ANOTHER),
}


@pytest.mark.parametrize("what", NO_PROOF)
def test_an_old_or_weak_proof_or_another_persons_is_none(forger: Forger, what: str) -> None:
    claims, why = NO_PROOF[what]
    client = within(Person.TEACHER)
    assert came_in(linked(client, forger))
    forger.claims |= claims
    response, went_on = proving(client, forger)
    assert failed(response, why)
    assert went_on == []


def test_an_age_that_was_asked_for_is_held(forger: Forger, settled: Callable[..., None]) -> None:
    settled(max_age=600)
    for seconds, comes in ((500, True), (700, False)):
        forger.claims["auth_time"] = int(time.time()) - seconds
        assert came_in(signed_on(browser(), forger)) is comes


def test_a_row_put_in_past_the_system_is_found(forger: Forger) -> None:
    assert came_in(signed_on(browser(), forger))
    assert compare() == []
    Identity.objects.create(
        account=Person.ADMINISTRATOR.account, issuer=forger.issuer, subject="ond", linked_at=clock.now()
    )
    assert len(compare()) == 1
    assert Actor("system", "openid") == SIGN_ON
