"""Somebody at work signs in, sees what they are here, and signs out: on a phone and at a desk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at

FJELLVIK = "fjellvik.localhost"


@pytest.fixture(params=["desk", "phone"])
def employee(request: pytest.FixtureRequest, site: Site, chromium: Browser) -> Iterator[Visitor]:
    """Somebody at work, with either."""
    phone: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with browsing.visitor(chromium, site.base, **(phone if request.param == "phone" else {})) as someone:
        yield someone


def sign_in_as(someone: Visitor, name: str, host: str = "localhost") -> None:
    """Press one of the cast's buttons."""
    someone.open("/inne/", host)
    assert someone.path == "/inne/logg-inn/"
    with someone.page.expect_navigation():
        someone.page.get_by_role("button", name=name).click()


def faults(someone: Visitor, language: str = "nb") -> list[str]:
    return someone.axe() + seen(someone, language)


def seen(someone: Visitor, language: str = "nb") -> list[str]:
    """What is wrong with the page, but for what axe would find."""
    return someone.frame(language) + someone.overflow() + someone.clipped() + someone.misdeeds()


@pytest.mark.postgres
def test_the_teacher_signs_in_by_a_press_and_out_by_another(employee: Visitor) -> None:
    sign_in_as(employee, "Logg inn som Mona Haugen")
    assert employee.path == "/inne/min-side/"
    expect(employee.page.locator("h1")).to_have_text("Min side")
    expect(employee.page.locator("main")).to_contain_text("Mona Haugen, ansatt i Lerkeli ungdomsskole")
    expect(employee.page.locator('aside a[href="tel:112"]')).to_be_in_viewport()
    assert faults(employee) == []

    with employee.page.expect_navigation():
        employee.page.get_by_role("button", name="Logg ut").click()
    expect(employee.page.locator("h1")).to_have_text("Du er logget ut")
    assert faults(employee) == []
    employee.page.go_back()
    expect(employee.page.locator("h1")).to_have_text("Logg inn")


def test_a_sitting_member_confirms_a_colleague_who_then_sees_it(employee: Visitor) -> None:
    sign_in_as(employee, "Logg inn som Kristin Ruud")
    waiting = employee.page.get_by_role("button", name="Bekreft Omar Haddad")
    if waiting.count():
        with employee.page.expect_navigation():
            waiting.click()
        expect(employee.page.get_by_role("status")).to_have_text("Rollen er bekreftet, og gjelder fra nå.")
    assert faults(employee) == []
    sign_out(employee)
    sign_in_as(employee, "Logg inn som Omar Haddad")
    employee.open("/inne/konto/")
    expect(employee.page.locator("main")).to_contain_text("åpne det enheten mottar")


def sign_out(someone: Visitor) -> None:
    with someone.page.expect_navigation():
        someone.page.get_by_role("button", name="Logg ut").click()


def test_a_wrong_password_keeps_the_address_and_moves_the_focus_to_what_is_wrong(employee: Visitor) -> None:
    employee.open("/inne/logg-inn/")
    employee.page.get_by_label("E-postadresse").fill("kari@ukjent.no")
    employee.page.get_by_label("Passord").fill("feil passord")
    with employee.page.expect_navigation():
        employee.page.get_by_role("button", name="Logg inn", exact=True).click()
    expect(employee.page.get_by_role("heading", name="Du er ikke logget inn ennå")).to_be_focused()
    expect(employee.page.get_by_label("E-postadresse")).to_have_value("kari@ukjent.no")
    expect(employee.page.get_by_label("Passord")).to_have_value("")
    assert employee.path == "/inne/logg-inn/"
    assert employee.frame("nb") + employee.axe() + employee.overflow() + employee.misdeeds(status=400) == []


def test_everything_works_without_scripts_on_the_smallest_phone(without_scripts: Visitor) -> None:
    sign_in_as(without_scripts, "Logg inn som Leyla Demir")
    assert "Leyla Demir" in without_scripts.page.locator("main").inner_text()
    sign_out(without_scripts)
    assert without_scripts.page.locator("h1").inner_text() == "Du er logget ut"


def test_nothing_of_it_is_known_to_the_public_pages_or_to_another_area(visitor: Visitor) -> None:
    sign_in_as(visitor, "Logg inn som Eskil Berg")
    sent: list[str] = []
    visitor.page.on("request", lambda request: sent.append(json.dumps(request.all_headers())))
    visitor.open("/kontakter/")
    assert sent
    assert not any("motvekt-" in headers for headers in sent)
    visitor.open("/inne/", FJELLVIK)
    assert visitor.path == "/inne/logg-inn/"


WHO = {
    "teacher": ("Mona Haugen", "localhost"),
    "intake": ("Nils Anders Eira", "localhost"),
    "waiting": ("Amina Warsame", "localhost"),
    "administrator in Fjellvik": ("Ragnhild Åsen", FJELLVIK),
}


@pytest.mark.parametrize("who", WHO)
def test_ones_own_page_is_sound_at_every_width_in_light_and_dark(who: str, visitor: Visitor) -> None:
    name, host = WHO[who]
    sign_in_as(visitor, name, host)
    found = visitor.frame("nn" if host == FJELLVIK else "nb")
    found += looked_at(visitor, f"inside-{who}")
    found += visitor.misdeeds()
    assert not found, "\n".join(found)
