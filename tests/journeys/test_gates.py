"""The journeys' own gates, each tried with a planted failure."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route

from motvekt.guide.api.views import ENDPOINTS
from motvekt.guide.parts import GUIDE_PARTS
from motvekt.guide.urls import urlpatterns
from motvekt.guide.views import BODIES
from motvekt.organisations.urls import urlpatterns as inside_urls
from tests.journeys import browser as browsing
from tests.journeys.browser import COLOUR_RULES, Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at
from tests.journeys.places import FIELDS, NAMES
from tests.journeys.walking import read

SOUND = "<h1>Overskrift</h1><p>Tekst</p>"
PAGE = (
    '<!doctype html><html lang="nb"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>Side – Motvekt</title><link rel="icon" href="data:,"></head><body><main>{}</main></body></html>'
)
POLICY = {"content-security-policy": "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'"}


def plant(someone: Visitor, body: str, *, policy: bool = True) -> None:
    """Show a page with this in its `main`."""

    def answer(route: Route) -> None:
        headers = POLICY if policy else {}
        route.fulfill(body=PAGE.format(body), content_type="text/html; charset=utf-8", headers=headers)

    someone.context.route("**/plantet/", answer)
    someone.open("/plantet/")


def test_a_sound_page_passes_every_gate(visitor: Visitor) -> None:
    plant(visitor, SOUND)
    assert visitor.axe() + visitor.overflow() + visitor.clipped() + visitor.frame("nb") + visitor.misdeeds() == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (SOUND + '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt"),
        (SOUND + '<button type="button"></button>', "button-name"),
        ("<h1>Overskrift</h1><h3>Hopp</h3>", "heading-order"),
    ],
)
def test_axe_finds_what_is_planted(visitor: Visitor, body: str, rule: str) -> None:
    plant(visitor, body)
    assert [line.split(":")[0] for line in visitor.axe()] == [f"axe {rule}"]


def test_text_without_contrast_is_found(visitor: Visitor) -> None:
    plant(visitor, SOUND + '<p style="color: #ccc">Bleik</p>', policy=False)
    assert "color-contrast" in "".join(visitor.axe(COLOUR_RULES))


PICTURE = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
HIDDEN = "img { display: none }"


@pytest.mark.parametrize(
    ("sheet", "body", "found"),
    [
        ("@media (prefers-color-scheme: dark) { p { color: #444; background: #333 } }", "",
         "320 dark: axe color-contrast"),
        (HIDDEN + "@media (width < 330px) { img { display: block } }", PICTURE, "320 light: axe image-alt"),
        (HIDDEN + "@media (340px < width < 400px) { img { display: block } }", PICTURE, "390 light: axe image-alt"),
        (HIDDEN + "@media (width > 1000px) { img { display: block } }", PICTURE, "1280 light: axe image-alt"),
        # Without a condition: 24 pixels wide on the smallest phone, and less on the other.
        (
            """button { height: 24px; padding: 0; border: 0; overflow: visible;
              width: calc(24px - clamp(0px, 100vw - 330px, 70px) / 10 + clamp(0px, 100vw - 500px, 100px) / 10) }""",
            "<button>i</button><button>i</button>",
            "390 light: axe target-size",
        ),
    ],
    ids=["dark", "smallest phone", "phone", "laptop", "place"],
)  # fmt: skip
def test_what_is_wrong_in_one_scheme_or_at_one_width_alone_is_found(
    visitor: Visitor, sheet: str, body: str, found: str
) -> None:
    plant(visitor, f"<style>{sheet}</style>{SOUND}{body}", policy=False)
    assert {":".join(line.split(", ", 1)[1].split(":")[:2]) for line in looked_at(visitor, "planted")} == {found}


def test_no_script_arrives_where_scripts_are_blocked(site: Site, chromium: Browser) -> None:
    with browsing.visitor(chromium, site.base, block_scripts=True) as someone:
        arrived: list[str] = []
        someone.context.on("requestfinished", lambda request: arrived.append(request.url))
        for _ in range(2):
            someone.open("/lagret/")
        assert any(address.endswith(".css") for address in arrived)
        assert [address for address in arrived if address.endswith(".js")] == []


def test_what_sticks_out_is_found(visitor: Visitor) -> None:
    plant(visitor, SOUND + '<p style="width: 3000px">Bred</p>', policy=False)
    assert visitor.overflow()


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="height: 5px; overflow: hidden">Kuttet</p>',
        '<button type="button" style="display: block; width: 9px; white-space: nowrap">Langt ord</button>',
    ],
)
def test_what_is_cut_off_or_runs_out_of_its_button_is_found(visitor: Visitor, planted: str) -> None:
    plant(visitor, SOUND + planted, policy=False)
    assert visitor.clipped()


def test_two_headings_a_wrong_title_and_a_wrong_language_are_found(visitor: Visitor) -> None:
    plant(visitor, "<h1>En</h1><h1>To</h1>")
    visitor.evaluate("document.title = 'Side'; 0")
    assert len(visitor.frame("nn")) == 3


@pytest.mark.parametrize(
    "body",
    [
        SOUND + '<p style="color: red">Rød</p>',
        SOUND + "<script>window.done = 1</script>",
        SOUND + '<img alt="" src="https://ute.example/bilde.png">',
        SOUND + '<img alt="" src="/finnes-ikke.png">',
    ],
)
def test_a_page_that_breaks_its_policy_or_asks_in_vain_is_found(visitor: Visitor, body: str) -> None:
    plant(visitor, body)
    assert visitor.misdeeds() != []
    assert visitor.misdeeds() == []


def test_a_request_to_a_stranger_is_found_even_where_the_policy_lets_it_through(visitor: Visitor) -> None:
    visitor.context.route("https://ute.example/**", lambda route: route.abort())
    plant(visitor, SOUND + '<img alt="" src="https://ute.example/bilde.png">', policy=False)
    assert "request to https://ute.example/bilde.png" in visitor.misdeeds()


@pytest.mark.parametrize(
    "markup",
    ["<p style='x'>", "<style></style>", "<script>1</script>", "<a onclick='x'>", "<a href=' JavaScript:x'>"],
)
def test_inline_style_and_script_are_found_in_markup(markup: str) -> None:
    assert browsing.inline(markup)
    assert not browsing.inline('<script src="/x.js" defer></script><a href="/" lang="nn">x</a>')


def test_the_walker_counts_what_can_be_seen_and_taps_what_can_be_tapped() -> None:
    page = read(
        '<p>ute</p><main><b>To ord</b> <span class="mv-skjult">skjult her</span> – <svg><title>x</title></svg>'
        '<li data-apen="ja"><a href="tel:1">93 05</a></li><li data-apen="nei"><a href="tel:2">nr</a></li>'
        '<form action="/a"><input type="hidden" name="h" value="1"><input type="checkbox" name="t" value="ja">'
        '<button name="q" value="v">Ja</button></form></main>'
    )
    assert page.words == ["To", "ord", "93", "05", "nr", "Ja"]
    assert page.open_telephones == ["tel:1"]
    assert {(link.target, link.taps) for link in page.links if link.target.startswith("/a")} == {
        ("/a?h=1&q=v", 1),
        ("/a?h=1&t=ja&q=v", 2),
    }


def test_no_route_and_no_kind_of_item_is_left_out() -> None:
    assert set(FIELDS) == set(BODIES) - {"intro"} - {field for field in BODIES if field.endswith("_intro")}
    assert {f"part {part.slug}" for part in GUIDE_PARTS} <= set(NAMES)
    covered = {
        "front": "front", "assistant": "danger", "call": "call", "contents": "contents", "search": "search",
        "part": "part lov", "item": "item of bases", "contacts": "contacts", "for_you": "page for-deg-det-gjelder",
        "offline": "offline", "offline_contacts": "offline contacts", "offline_routine": "offline routine",
        "offline_guide": "offline guide",
        "privacy": "page personvern", "accessibility": "page tilgjengelighet", "about": "page om", "page": "page om",
        "developers": "page for-utviklere", "checks": "checks", "editions": "editions", "proposal": "proposal",
        "edition": "changes of an edition", "since": "changes since an edition", "short": "short path",
        "short_in": "short path from the right",
    }  # fmt: skip
    # What is no page has its own tests: PDFs, what other systems read, and what the offline copy is kept with.
    others = {"guide_pdf", "poster", "card", "offline_index", "offline_worker"}
    data = {row.name for row in ENDPOINTS}
    assert {pattern.name for pattern in urlpatterns} == covered.keys() | others | data
    assert set(covered.values()) <= set(NAMES)
    # One's own page has journeys of its own; two addresses only take what a button sends.
    inside = {"sign_in": "sign in", "sign_out": "signed out"}
    invitation = {"invitation", "invitation_link"}
    steps = {
        "second_step",
        "with_passkey",
        "resume",
        "step_up",
        "stay",
        "home",
        "sign_in_as",
        "confirm",
        "end_sessions",
    }
    account = {"account", "end_sessions", "new_passkey", "new_app", "recovery_codes", "new_password", "remove_factor"}
    sign_on = {"openid_begin", "openid_answer", "openid_link", "openid_jwks"}
    elsewhere = invitation | steps | account | sign_on
    assert {pattern.name for pattern in inside_urls} == inside.keys() | elsewhere
    assert set(inside.values()) <= set(NAMES)
