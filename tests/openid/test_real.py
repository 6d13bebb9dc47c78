"""The whole way with a certified provider and the server as it runs, on either database."""

from __future__ import annotations

import html
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.guides import ROOT
from tests.integration.test_server import OPTIONS, wait_for
from tests.processes import BIN, Originals, Stage
from tests.provider import settings as files
from tests.provider.real import Real, real


@dataclass
class Installation:
    """Motvekt where it answers, its provider, and what it writes to."""

    base: str
    provider: Real
    written: Path

    def browser(self) -> httpx.Client:
        return httpx.Client(base_url=self.base, follow_redirects=True, trust_env=False, timeout=20)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, originals: Originals) -> Iterator[Installation]:
    """Motvekt on a free port with its guide, its cast and the provider."""
    folder = tmp_path_factory.mktemp("sign-on")
    key = files.write_key(folder / "ours.json")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://localhost:{port}"
    with originals.copy(Stage.PUBLISHED, folder / "data") as made, real() as provider:
        provider.know(key, f"{base}/inne/openid/ekte/svar/")
        settings = files.write(folder, files.provider("ekte", provider.issuer, par="required"))
        made.environment.update(MOTVEKT_OPENID=str(settings), MOTVEKT_DEMO="1")
        made.motvekt("demo", "packs/cast.yaml")
        written = folder / "written"
        with written.open("w") as out:
            command = [str(BIN / "granian"), *OPTIONS, "--port", str(port), "motvekt.site.wsgi:application"]
            running = subprocess.Popen(command, env=made.environment, cwd=ROOT, stdout=out, stderr=out)
            try:
                wait_for(port)
                yield Installation(base, provider, written)
            finally:
                running.terminate()
                running.wait(20)
        made.motvekt("audit", "compare")


def token_in(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return found[1]


def to_the_provider(browser: httpx.Client, path: str = "/inne/openid/ekte/", at: str = "/inne/logg-inn/") -> str:
    """Press the button; the provider's page where one says who one is."""
    page = browser.get(at)
    origin = {"Origin": str(browser.base_url).rstrip("/")}
    onward = browser.post(path, data={"csrfmiddlewaretoken": token_in(page.text)}, headers=origin)
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', onward.text)
    assert found, onward.text[-2000:]
    asked = browser.get(html.unescape(found[1]))
    assert "Prøvetilbyder" in asked.text, asked.text
    return str(asked.url)


def show_who(browser: httpx.Client, path: str) -> None:
    """Show once more who one is, which the demo's cast does by a press."""
    given = {"csrfmiddlewaretoken": token_in(browser.get(path).text)}
    browser.post(path, data=given, headers={"Origin": str(browser.base_url).rstrip("/")})


def as_somebody(browser: httpx.Client, where: str, who: str, **more: str) -> httpx.Response:
    return browser.post(where, data={"who": who, **more})


def signed_on(browser: httpx.Client, who: str, **more: str) -> httpx.Response:
    return as_somebody(browser, to_the_provider(browser), who, **more)


def test_an_employee_signs_on_and_is_one_of_the_school_and_nothing_more(installation: Installation) -> None:
    with installation.browser() as browser:
        page = signed_on(browser, "kari-1")
        assert (page.status_code, page.url.path) == (200, "/inne/min-side/")
        assert "Kari Nordmann" in page.text
        assert "Lerkeli ungdomsskole" in page.text
        account = browser.get("/inne/konto/").text
        assert "kari.nordmann@asker.no" in account
        assert account.count('<li class="mv-kort mv-stabel">') == 1
    with installation.browser() as browser:
        assert "Kari Nordmann" in signed_on(browser, "kari-1").text


def test_somebody_without_a_unit_or_a_verified_address_is_told_whom_to_ask(installation: Installation) -> None:
    with installation.browser() as browser:
        page = signed_on(browser, "per-1", weak="1").text
        assert "Du har ingen rolle her ennå" in page
        assert "terje.nygaard@asker.example" in page
        assert "per@asker.no" not in page


def test_whoever_cancels_is_told_so(installation: Installation) -> None:
    with installation.browser() as browser:
        page = signed_on(browser, "")
        assert (page.status_code, page.url.path) == (403, "/inne/openid/ekte/svar/")
        assert "Du avbrøt innloggingen" in page.text


def test_the_provider_changes_its_key_and_people_go_on_coming_in(installation: Installation) -> None:
    with installation.browser() as browser:
        where = to_the_provider(browser)
        installation.provider.rotate()
        assert "Kari Nordmann" in as_somebody(browser, where, "kari-1").text


def test_an_answer_is_used_once_and_in_one_browser(installation: Installation) -> None:
    with installation.browser() as browser, installation.browser() as other:
        page = signed_on(browser, "kari-1")
        answer = next(str(step.url) for step in page.history if step.url.path.endswith("/svar/"))
        for again in (browser, other):
            refused = again.get(answer)
            assert refused.status_code == 403
            assert "Begynn på nytt" in refused.text
        assert other.get("/inne/konto/").url.path == "/inne/logg-inn/"


def test_one_of_the_cast_links_their_account_and_signs_on_with_it(installation: Installation) -> None:
    """Ola has signed on before, and his account never was anything: what he proves here as well, goes over."""
    with installation.browser() as browser:
        assert "Du har ingen rolle her ennå" in signed_on(browser, "ola-1", weak="1").text
    with installation.browser() as browser:
        page = browser.get("/inne/logg-inn/").text
        found = re.search(r'value="([0-9a-f-]{36})"><span>Logg inn som Mona Haugen', page)
        assert found
        given = {"csrfmiddlewaretoken": token_in(page), "account": found[1]}
        browser.post("/inne/logg-inn/demo/", data=given, headers={"Origin": installation.base})
        show_who(browser, f"/inne/hvem/change_factors/{found[1]}/")
        where = to_the_provider(browser, "/inne/openid/ekte/koble/", at="/inne/konto/")
        page = as_somebody(browser, where, "ola-1").text
        assert "Innloggingen er koblet til kontoen din" in page
    with installation.browser() as browser:
        assert "Mona Haugen" in signed_on(browser, "ola-1").text


def test_nothing_of_an_answer_is_written(installation: Installation) -> None:
    with installation.browser() as browser:
        page = signed_on(browser, "kari-1")
        answer = next(step.url for step in page.history if step.url.path.endswith("/svar/"))
    said = installation.written.read_text()
    for name in ("code", "state"):
        assert answer.params[name] not in said
    assert "organisations/openid" not in said
