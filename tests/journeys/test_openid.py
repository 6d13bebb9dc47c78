"""Somebody signs on by their employer in a real browser, with a certified provider, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Route, expect

from motvekt.kernel.clock import LOCAL
from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site, serving
from tests.journeys.looking import looked_at
from tests.processes import Originals
from tests.provider import settings as files
from tests.provider.real import Real, real


@pytest.fixture(scope="package")
def provider() -> Iterator[Real]:
    with real() as one:
        yield one


@pytest.fixture(scope="package")
def signing_on(provider: Real, originals: Originals, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server of its own, which knows the provider. Its clock is right: the provider's is."""
    folder = tmp_path_factory.mktemp("signing-on")
    key = files.write_key(folder / "ours.json")
    settings = files.write(folder, files.provider("ekte", provider.issuer, par="required"))
    with serving(originals, folder, MOTVEKT_OPENID=str(settings)) as site:
        provider.know(key, f"{site.base}/inne/openid/ekte/svar/")
        site.stand_at(datetime.now(LOCAL))
        yield site


@pytest.fixture(params=["with scripts", "without scripts"])
def employee(request: pytest.FixtureRequest, signing_on: Site, chromium: Browser) -> Iterator[Visitor]:
    """Somebody at work, with a small phone."""
    size = {"width": 320, "height": 568}
    scripts = request.param == "with scripts"
    with browsing.visitor(chromium, signing_on.base, viewport=size, java_script_enabled=scripts) as someone:
        yield someone


def sign_on(someone: Visitor, who: str) -> None:
    someone.open("/inne/logg-inn/")
    someone.page.get_by_role("button", name="Logg inn med Prøve ekte").click()
    # By the page's refresh, with no press.
    someone.page.wait_for_url("**/interaction/**")
    someone.page.get_by_role("button", name=who).click()
    someone.page.wait_for_url("**/inne/**")


@pytest.mark.postgres
def test_a_press_leads_to_the_provider_and_back_to_ones_own_page(employee: Visitor) -> None:
    sign_on(employee, "Jeg er Kari Nordmann")
    assert employee.path == "/inne/min-side/"
    expect(employee.page.locator("h1")).to_have_text("Min side")
    expect(employee.page.locator("main")).to_contain_text("Kari Nordmann, ansatt i Lerkeli ungdomsskole")
    # What the policy forbids would be told in the console.
    assert [line for line in employee.said if "Content Security Policy" in line] == []
    employee.page.go_back()
    # The page that led onward was replaced by where it led: going back comes to the provider, and not into a circle.
    assert "/interaction/" in employee.page.url


def test_whoever_cancels_is_told_so_on_a_page_that_is_sound(employee: Visitor) -> None:
    sign_on(employee, "Avbryt")
    expect(employee.page.locator("h1")).to_have_text("Du er ikke logget inn ennå")
    expect(employee.page.locator("main")).to_contain_text("Du avbrøt innloggingen")
    expect(employee.page.locator('aside a[href="tel:112"]')).to_be_in_viewport()
    employee.page.get_by_role("link", name="Til innloggingen").click()
    assert employee.path == "/inne/logg-inn/"


def test_a_redirect_after_the_form_would_have_been_blocked(signing_on: Site, chromium: Browser, provider: Real) -> None:
    """Why it is a page: browsers hold a form's policy against every redirect that follows."""
    with browsing.visitor(chromium, signing_on.base) as someone:
        someone.page.route(
            "**/inne/openid/ekte/",
            lambda route: route.fulfill(status=302, headers={"Location": f"{provider.issuer}/.well-known/x"}),
        )
        someone.open("/inne/logg-inn/")
        someone.page.get_by_role("button", name="Logg inn med Prøve ekte").click()
        someone.page.wait_for_timeout(500)
        assert someone.path == "/inne/logg-inn/"
        assert any("form-action" in line for line in someone.said)


@pytest.mark.parametrize("name", ["sign-in", "onward", "failed", "linking"])
def test_the_pages_are_sound_at_every_width_in_light_and_dark(name: str, signing_on: Site, chromium: Browser) -> None:
    found: list[str] = []
    with browsing.visitor(chromium, signing_on.base) as someone:
        if name == "linking":
            someone.open("/inne/logg-inn/")
            with someone.page.expect_navigation():
                someone.page.get_by_role("button", name="Logg inn som Mona Haugen").click()
            someone.open("/inne/konto/")
            expect(someone.page.get_by_role("button", name="Koble Prøve ekte til kontoen")).to_be_visible()
        elif name == "failed":
            someone.open("/inne/openid/ekte/svar/?state=x")
        else:
            someone.open("/inne/logg-inn/")
        if name == "onward":
            stop_refreshing(someone)
        found += looked_at(someone, f"openid-{name}")
        found += someone.frame("nb") + someone.misdeeds(status=403)
    assert not found, "\n".join(found)


def stop_refreshing(someone: Visitor) -> None:
    """Press the button, and stand still on the page that leads onward."""

    def without_refresh(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('http-equiv="refresh"', 'name="refresh"'))

    someone.page.route("**/inne/openid/ekte/", without_refresh)
    with someone.page.expect_navigation():
        someone.page.get_by_role("button", name="Logg inn med Prøve ekte").click()
    expect(someone.page.get_by_role("link", name="Gå til Prøve ekte")).to_be_visible()
