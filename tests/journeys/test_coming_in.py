"""Coming in with a passkey, a code, a recovery code; being kept out, and back; and losing nothing of a text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from motvekt.organisations import codes
from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import TUESDAY_MORNING, Site
from tests.journeys.looking import keep, looked_at

PASSWORD = "fire vanlige ord på rad"


@contextmanager
def authenticator(someone: Visitor, **options: Any) -> Iterator[Any]:
    """A device with passkeys, whose owner's finger is right."""
    devtools = someone.context.new_cdp_session(someone.page)
    devtools.send("WebAuthn.enable", {"enableUI": False})
    device = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
                **options,
            }
        },
    )
    yield lambda verified: devtools.send(
        "WebAuthn.setUserVerified", {"authenticatorId": device["authenticatorId"], "isUserVerified": verified}
    )
    devtools.send("WebAuthn.disable")
    devtools.detach()


def press(someone: Visitor, name: str, *, exact: bool = True) -> None:
    with someone.page.expect_navigation():
        someone.page.get_by_role("main").get_by_role("button", name=name, exact=exact).click()


def with_password(someone: Visitor, email: str, password: str = PASSWORD) -> None:
    someone.open("/inne/logg-inn/")
    someone.page.get_by_label("E-postadresse").fill(email)
    someone.page.get_by_label("Passord").fill(password)
    press(someone, "Logg inn")


def out(someone: Visitor) -> None:
    with someone.page.expect_navigation():
        someone.page.get_by_role("banner").get_by_role("button", name="Logg ut").click()
    expect(someone.page.locator("h1")).to_have_text("Du er logget ut")


def show_password(someone: Visitor) -> None:
    expect(someone.page.locator("h1")).to_have_text("Vis at det er deg")
    someone.page.get_by_label("Passordet ditt").fill(PASSWORD)
    press(someone, "Fortsett")


def faults(someone: Visitor, *, status: int = 200) -> list[str]:
    return (
        someone.frame("nb") + someone.axe() + someone.overflow() + someone.clipped() + someone.misdeeds(status=status)
    )


@pytest.fixture
def newcomer(site: Site) -> str:
    """Somebody new who receives, and has a password. Not in Asker, where journeys count on one who does."""
    email = f"ny-{uuid4().hex[:8]}@asker.no"
    site.hire(email, name=f"Sunniva {email[3:11]}", password=PASSWORD, unit="slt-baerum", role="slt_coordinator")
    return email


def add_codes(someone: Visitor, site: Site) -> bytes:
    """Add an app for codes; what the app keeps."""
    someone.open("/inne/konto/app/")
    show_password(someone)
    written = "".join(someone.page.locator(".mv-hemmelig span:not(.mv-skjult)").all_inner_texts())
    secret = base32(written)
    someone.page.get_by_label("Kode fra appen").fill(code_now(site, secret))
    press(someone, "Legg til")
    expect(someone.page.locator("h1")).to_have_text("Reservekodene dine")
    return secret


def base32(written: str) -> bytes:
    from base64 import b32decode

    return b32decode(written + "=" * (-len(written) % 8))


def code_now(site: Site, secret: bytes) -> str:
    assert site.now is not None
    return codes.code_at(secret, int(site.now.timestamp()) // codes.STEP)


def test_appointed_then_passkey_then_confirmed_then_in(site: Site, visitor: Visitor, newcomer: str) -> None:
    with_password(visitor, newcomer)
    assert visitor.path == "/inne/min-side/"
    expect(visitor.page.get_by_role("heading", name="Legg til et andre trinn")).to_be_visible()
    assert faults(visitor) == []
    with authenticator(visitor):
        with visitor.page.expect_navigation():
            visitor.page.get_by_role("link", name="Legg til passnøkkel").click()
        show_password(visitor)
        assert visitor.path == "/inne/konto/passnokkel/"
        assert faults(visitor) == []
        press(visitor, "Lag passnøkkel")
        expect(visitor.page.locator("h1")).to_have_text("Reservekodene dine")
        assert visitor.page.locator("code").count() == 10
        assert faults(visitor) == []
        with visitor.page.expect_navigation():
            visitor.page.get_by_role("link", name="Jeg har tatt vare på dem").click()
        expect(visitor.page.get_by_role("status")).to_contain_text("Lagt til")
        out(visitor)

        visitor.open("/inne/logg-inn/")
        visitor.page.get_by_role("button", name="Logg inn som Marta Kowalska").click()
        visitor.page.wait_for_url("**/min-side/")
        press(visitor, f"Bekreft Sunniva {newcomer[3:11]}")
        expect(visitor.page.get_by_role("status")).to_have_text("Rollen er bekreftet, og gjelder fra nå.")
        out(visitor)

        asked: list[str] = []
        visitor.page.on(
            "request", lambda request: asked.append(request.url) if request.is_navigation_request() else None
        )
        visitor.open("/inne/logg-inn/")
        press(visitor, "Logg inn med passnøkkel")
        assert visitor.path == "/inne/min-side/"
        assert len(asked) <= 4
        visitor.open("/inne/konto/")
        expect(visitor.page.locator("main")).to_contain_text("åpne det enheten mottar")


def test_a_finger_that_is_not_the_owners_gives_nothing(visitor: Visitor, newcomer: str) -> None:
    with authenticator(visitor) as owner:
        with_password(visitor, newcomer)
        visitor.open("/inne/konto/passnokkel/")
        show_password(visitor)
        press(visitor, "Lag passnøkkel")
        out(visitor)
        owner(False)
        visitor.open("/inne/logg-inn/")
        visitor.page.get_by_role("button", name="Logg inn med passnøkkel").click()
        expect(visitor.page.get_by_text("Det ble ingen passnøkkel")).to_be_visible()
        assert visitor.path == "/inne/logg-inn/"
        owner(True)
        press(visitor, "Logg inn med passnøkkel")
        assert visitor.path == "/inne/min-side/"


def test_codes_recovery_and_four_requests(site: Site, visitor: Visitor, newcomer: str) -> None:
    with_password(visitor, newcomer)
    secret = add_codes(visitor, site)
    recovery = visitor.page.locator("code").first.inner_text()
    out(visitor)

    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    site.stand_at(TUESDAY_MORNING + timedelta(minutes=1))
    with_password(visitor, newcomer)
    expect(visitor.page.locator("h1")).to_have_text("Andre trinn")
    expect(visitor.page.get_by_label("Kode fra appen")).to_be_focused()
    assert faults(visitor) == []
    code = code_now(site, secret)
    visitor.page.get_by_label("Kode fra appen").fill(f"{code[:3]} {code[3:]}")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/min-side/")
    assert len(asked) == 4
    out(visitor)

    # The same code once more, then a recovery code, which is good for one time.
    for typed, comes in ((code, False), (recovery, True), (recovery, False)):
        with_password(visitor, newcomer)
        visitor.page.get_by_label("Kode fra appen").fill(typed)
        press(visitor, "Logg inn")
        if comes:
            assert visitor.path == "/inne/min-side/"
            out(visitor)
        else:
            expect(visitor.page.get_by_role("heading", name="Du er ikke logget inn ennå")).to_be_focused()
            assert faults(visitor, status=400) == []


def test_kept_out_for_a_quarter_of_an_hour_and_back(site: Site, visitor: Visitor, newcomer: str) -> None:
    for _ in range(5):
        with_password(visitor, newcomer, "noe helt annet")
        expect(visitor.page.locator("main")).to_contain_text("E-postadressen eller passordet er feil")
    with_password(visitor, newcomer)
    expect(visitor.page.locator("main")).to_contain_text("Det er prøvd for mange ganger")
    assert visitor.frame("nb") + visitor.axe() + visitor.overflow() == []
    site.stand_at(TUESDAY_MORNING + timedelta(minutes=16))
    with_password(visitor, newcomer)
    assert visitor.path == "/inne/min-side/"


def test_a_role_that_is_ended_puts_its_owner_out_at_once(site: Site, visitor: Visitor, newcomer: str) -> None:
    with_password(visitor, newcomer)
    assert visitor.path == "/inne/min-side/"
    site.stand_at(TUESDAY_MORNING + timedelta(seconds=5))
    site.end_roles(newcomer)
    visitor.open("/inne/min-side/")
    assert visitor.path == "/inne/logg-inn/"
    with_password(visitor, newcomer)
    expect(visitor.page.locator("main")).to_contain_text("Du har ingen rolle her ennå")
    expect(visitor.page.locator("main")).to_contain_text("terje.nygaard@asker.example")


def test_signing_out_everywhere_ends_the_other_browser(
    site: Site, chromium: Browser, visitor: Visitor, newcomer: str
) -> None:
    with browsing.visitor(chromium, site.base) as other:
        with_password(other, newcomer)
        with_password(visitor, newcomer)
        visitor.open("/inne/konto/")
        expect(visitor.page.locator("main")).to_contain_text("En annen nettleser")
        press(visitor, "Logg ut overalt")
        expect(visitor.page.locator("h1")).to_have_text("Du er logget ut")
        other.open("/inne/konto/")
        assert other.path == "/inne/logg-inn/"


LONG = "Han sa: «Det er de eller oss.»\n\n  Jeg spurte hva han mente. " * 60 + "Slutt æøå & <b>"


def planted_form(someone: Visitor) -> None:
    """A form of these pages with a long text, as rooms to come have: posted to one's own page, which only reads."""
    someone.evaluate(
        """(() => {
          const form = document.createElement("form");
          form.method = "post";
          form.action = "/inne/min-side/";
          form.id = "lang";
          const token = document.querySelector("[name=csrfmiddlewaretoken]").cloneNode();
          const area = document.createElement("textarea");
          area.name = "tekst";
          form.append(token, area);
          document.querySelector("main").append(form);
        })()"""
    )
    someone.page.locator("#lang textarea").fill(LONG)


def send_planted(someone: Visitor) -> None:
    with someone.page.expect_navigation():
        someone.evaluate('document.querySelector("#lang").submit()')


def kept_text(someone: Visitor) -> str:
    return str(someone.page.locator('input[name="tekst"]').get_attribute("value"))


@pytest.mark.parametrize("two_steps", [False, True], ids=["password", "password and code"])
def test_a_session_that_ends_in_the_middle_of_a_long_text_loses_nothing(
    two_steps: bool, site: Site, visitor: Visitor, newcomer: str
) -> None:
    with_password(visitor, newcomer)
    secret = add_codes(visitor, site) if two_steps else b""
    visitor.open("/inne/min-side/")
    planted_form(visitor)
    site.stand_at(TUESDAY_MORNING + timedelta(hours=2))
    send_planted(visitor)
    expect(visitor.page.get_by_role("status")).to_contain_text("Det du skrev, er tatt vare på")
    assert LONG[:20] not in visitor.page.content()
    assert faults(visitor, status=403) == []
    visitor.page.get_by_label("E-postadresse").fill(newcomer)
    visitor.page.get_by_label("Passord").fill(PASSWORD)
    press(visitor, "Logg inn")
    if two_steps:
        visitor.page.get_by_label("Kode fra appen").fill(code_now(site, secret))
        press(visitor, "Logg inn")
    expect(visitor.page.locator("h1")).to_have_text("Det du skrev, er her")
    assert kept_text(visitor).replace("\r\n", "\n") == LONG
    assert faults(visitor) == []
    with visitor.page.expect_response("**/inne/min-side/") as sent:
        visitor.page.get_by_role("button", name="Send det du skrev").click()
    assert (sent.value.request.post_data_json or {})["tekst"].replace("\r\n", "\n") == LONG


def test_what_one_wrote_is_never_another_ones(site: Site, visitor: Visitor, newcomer: str) -> None:
    with_password(visitor, newcomer)
    planted_form(visitor)
    site.stand_at(TUESDAY_MORNING + timedelta(hours=2))
    send_planted(visitor)
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Logg inn som Mona Haugen").click()
    assert visitor.path == "/inne/min-side/"
    assert visitor.page.locator('input[name="tekst"]').count() == 0


def test_whoever_signs_in_again_in_another_window_keeps_the_text_of_the_first(
    site: Site, visitor: Visitor, newcomer: str
) -> None:
    with_password(visitor, newcomer)
    planted_form(visitor)
    site.stand_at(TUESDAY_MORNING + timedelta(hours=2))
    other = Visitor(visitor.context, visitor.context.new_page(), visitor.base)
    other.open("/inne/konto/")
    assert other.path == "/inne/logg-inn/"
    with_password(other, newcomer)
    send_planted(visitor)
    expect(visitor.page.locator("h1")).to_have_text("Det du skrev, er her")
    assert kept_text(visitor).replace("\r\n", "\n") == LONG


def test_before_the_end_somebody_is_asked_and_may_stay(site: Site, visitor: Visitor, newcomer: str) -> None:
    with_password(visitor, newcomer)
    visitor.page.clock.install()
    visitor.open("/inne/min-side/")
    box = visitor.page.get_by_role("dialog", name="Vil du fortsette?")
    expect(box).to_be_hidden()
    site.stand_at(TUESDAY_MORNING + timedelta(minutes=26))
    visitor.page.clock.fast_forward("26:00")
    expect(box).to_be_visible()
    expect(box).to_contain_text("Det skjer klokka 10.30")
    expect(box.get_by_role("button", name="Fortsett")).to_be_focused()
    assert visitor.axe() + visitor.overflow() == []
    keep(visitor, "coming-in-stay")
    box.get_by_role("button", name="Fortsett").click()
    expect(box).to_be_hidden()
    # Asking how long there is left is no use of the session: half an hour after «Fortsett» it is over.
    site.stand_at(TUESDAY_MORNING + timedelta(minutes=55))
    visitor.page.clock.fast_forward("29:00")
    expect(box).to_contain_text("Det skjer klokka 10.56")
    site.stand_at(TUESDAY_MORNING + timedelta(minutes=57))
    visitor.page.clock.fast_forward("02:00")
    expect(box).to_contain_text("Du er logget ut")
    assert visitor.axe() == []


TEMPLATES = {
    "sign in": "/inne/logg-inn/",
    "mine": "/inne/min-side/",
    "account": "/inne/konto/",
    "new passkey": "/inne/konto/passnokkel/",
    "new app": "/inne/konto/app/",
    "new password": "/inne/konto/passord/",
    "new recovery codes": "/inne/konto/reservekoder/",
}


def test_each_page_is_sound_at_every_width_in_light_and_dark(site: Site, visitor: Visitor, newcomer: str) -> None:
    found: list[str] = []
    for name, path in TEMPLATES.items():
        if name == "mine":
            with_password(visitor, newcomer)
        visitor.open(path)
        if visitor.path.startswith("/inne/hvem/"):
            found += whole(visitor, "step up")
            show_password(visitor)
        found += whole(visitor, name)
    assert not found, "\n".join(found)


def whole(someone: Visitor, name: str) -> list[str]:
    return someone.frame("nb") + looked_at(someone, f"coming-in-{name}") + someone.misdeeds()
