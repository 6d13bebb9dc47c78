"""People on their way through the product, each with their own worry, device and hour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from motvekt.guide.kinds import Topic
from motvekt.guide.schema import Guide
from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import keep
from tests.journeys.places import place

FJELLVIK = "fjellvik.localhost"


def answer(someone: Visitor, *given: str) -> None:
    """Press one button after another, each the answer to its question."""
    for value in given:
        with someone.page.expect_navigation():
            someone.page.locator(f'main button[value="{value}"]').click()


def follow(someone: Visitor, text: str) -> None:
    """Follow the link with this text in the page's content."""
    with someone.page.expect_navigation():
        someone.page.locator("main").get_by_role("link", name=text).first.click()


def asked(someone: Visitor) -> str:
    """The page's heading."""
    return someone.page.locator("h1").inner_text()


def plain(text: str) -> str:
    """A text of the guide's without its Markdown, as one line: to be found on a page."""
    return " ".join(re.sub(r"\[([^\]]+)\]\([^)]+\)|[*_]", r"\1", text).split())


def shown(someone: Visitor) -> str:
    """All that the content says, folded parts too, as one line."""
    return " ".join((someone.page.locator("main").text_content() or "").split())


@pytest.mark.postgres
def test_a_teacher_in_baerum_comes_from_a_worry_to_the_next_step(
    visitor: Visitor, asker_baerum: Guide, tmp_path: Path
) -> None:
    visitor.open("/")
    follow(visitor, "Jeg er bekymret i jobben")
    answer(visitor, "nei", "bekymring", "skole", asker_baerum.steps[0].id, "nei")
    follow(visitor, "Bærum")
    for folded in ("Skriv det ned", "Når du snakker med den det gjelder"):
        visitor.page.locator("summary", has_text=folded).click()

    step = asker_baerum.steps[1]
    page = shown(visitor)
    assert asked(visitor) == step.headline["nb"]
    assert all(plain(thing["nb"]) in page for thing in step.do)
    expect(visitor.page.locator("main")).to_contain_text("Ansvarlig:")

    calls = visitor.page.locator("#ring")
    expect(calls).to_contain_text("SLT-koordinator i Bærum")
    expect(calls).not_to_contain_text("i Asker")
    expect(calls.locator('a[href="tel:116111"]')).to_be_visible()

    school = next(service for service in asker_baerum.services if service.id == "skole")
    assert plain(school.law["nb"]) in page
    visitor.page.get_by_text("Hva veilederen trykker, og hva loven sier nå").click()
    expect(visitor.page.get_by_text("Som trykt").first).to_be_visible()
    expect(visitor.page.get_by_text("Gjelder nå").first).to_be_visible()

    for topic in (Topic.WRITE_DO, Topic.WRITE_NOT, Topic.DIALOGUE_ASK, Topic.DIALOGUE_AVOID):
        points = [point["nb"] for item in asker_baerum.advice if item.topic is topic for point in item.points]
        assert points
        assert all(plain(point) in page for point in points)

    paper = visitor.page.pdf(path=tmp_path / "advice.pdf", prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert len(paper) > 20_000
    visitor.page.emulate_media(media="print")
    for kept in (visitor.page.locator("h1"), visitor.page.locator("#si"), calls):
        expect(kept).to_be_visible()
    for left_out in (visitor.page.get_by_text("Forlat siden", exact=True), visitor.page.get_by_text("Skriv ut rådet")):
        expect(left_out).not_to_be_visible()
    keep(visitor, "teacher-print")
    assert visitor.misdeeds() == []


def test_the_print_button_prints_the_advice_and_leaves_folded_help_folded(
    visitor: Visitor, asker_baerum: Guide
) -> None:
    visitor.page.add_init_script("window.print = () => { window.printed = true; };")
    visitor.open(place("advice: first step", asker_baerum).path)
    visitor.page.get_by_role("button", name="Skriv ut rådet").click()
    assert visitor.page.evaluate("window.printed")
    visitor.page.emulate_media(media="print")
    expect(visitor.page.locator("h1")).to_be_visible()
    expect(visitor.page.locator("#snakk")).not_to_be_visible()


@pytest.mark.postgres
def test_a_youth_worker_with_a_threat_at_night_is_two_taps_from_112(sunday_night: Site, phone: Visitor) -> None:
    phone.open("/")
    phone.page.get_by_role("link", name="Jeg er bekymret i jobben").tap()
    answer(phone, "ja")
    assert asked(phone) == "Ring 112 nå"
    expect(phone.page.locator('main a[href="tel:112"]').first).to_be_in_viewport()

    phone.page.go_back()
    assert phone.page.locator("h1").inner_text() == "Er noen i fare nå?"
    answer(phone, "nei")
    matter = asked(phone)
    answer(phone, "alvorlig")
    advice = asked(phone)
    expect(phone.page.locator("#ring")).to_contain_text("Åpen nå, hele døgnet")
    phone.page.go_back()
    assert asked(phone) == matter
    phone.page.go_forward()
    assert asked(phone) == advice
    assert "fare=nei" in phone.path


def test_112_is_one_tap_from_anywhere(sunday_night: Site, phone: Visitor, asker_baerum: Guide) -> None:
    for name in ("front", "question of the matter", "advice: serious", "part lov", "error 404"):
        phone.open(place(name, asker_baerum).path)
        expect(phone.page.locator('a[href="tel:112"]').first).to_be_in_viewport(ratio=1)


@pytest.mark.postgres
def test_a_parent_in_fjellvik_sees_in_nynorsk_who_is_open_and_when_the_others_open(
    sunday_night: Site, phone: Visitor, fjellvik: Guide
) -> None:
    phone.open("/", FJELLVIK)
    assert phone.page.locator("html").get_attribute("lang") == "nn"
    phone.page.locator('main a[href$="?hvem=privat"]').tap()
    answer(phone, "nei", "bekymring", "ja")
    assert asked(phone) == fjellvik.private.headline["nn"]

    rows = phone.page.locator("#ring .mv-kontakt")
    is_open = [row.get_attribute("data-apen") for row in rows.all()]
    assert is_open == sorted(is_open, key=lambda word: word != "ja")
    expect(phone.page.locator("#ring")).to_contain_text("Barnevernvakta i Fjellvik")
    expect(rows.filter(has_text="Barnevernvakta i Fjellvik")).to_contain_text("til kl. 23.00")
    expect(rows.filter(has_text="Folkehelsekoordinatoren i Fjellvik")).to_contain_text("i morgon kl. 08.00")
    assert phone.overflow() + phone.misdeeds() == []


def test_the_person_it_is_about_is_told_that_nothing_is_wrong_with_reading(visitor: Visitor) -> None:
    visitor.open("/")
    follow(visitor, "Det er meg det gjelder")
    expect(visitor.page.locator("main")).to_contain_text("Du har ikke gjort noe galt ved å lese her")
    assert visitor.misdeeds() == []


def test_an_adviser_who_changes_language_keeps_the_answers(visitor: Visitor, asker_baerum: Guide) -> None:
    visitor.open("/")
    follow(visitor, "Jeg er bekymret i jobben")
    answer(visitor, "nei", "bekymring", "skole")
    before = visitor.path
    visitor.page.locator("footer").get_by_role("link", name="English").click()
    assert visitor.path == f"/en{before}"
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    expect(visitor.page.locator("main")).to_contain_text(asker_baerum.steps[0].done["en"])
    answer(visitor, asker_baerum.steps[0].id)
    assert visitor.path.startswith("/en/hva-gjor-jeg-na/?hvem=jobb&fare=nei&sak=bekymring&tjeneste=skole")
    visitor.page.locator("footer").get_by_role("link", name="Nynorsk").click()
    assert visitor.path.startswith("/nn/hva-gjor-jeg-na/?hvem=jobb&fare=nei&sak=bekymring&tjeneste=skole")
    visitor.page.locator("footer").get_by_role("link", name="Bokmål").click()
    assert visitor.path.startswith("/hva-gjor-jeg-na/?hvem=jobb&fare=nei&sak=bekymring&tjeneste=skole")


def stub(route: Route) -> None:
    """What the outside answers: nothing leaves the machine."""
    route.fulfill(body="<!doctype html><title>Ute</title>", content_type="text/html")


def test_leaving_replaces_the_page(visitor: Visitor) -> None:
    visitor.context.route(re.compile("^https://"), stub)
    visitor.open("/")
    follow(visitor, "Jeg er bekymret i jobben")
    length = visitor.page.evaluate("history.length")
    visitor.page.get_by_role("link", name="Forlat siden").click()
    visitor.page.wait_for_url(re.compile("^https://"))
    assert visitor.page.evaluate("history.length") == length
    visitor.page.go_back()
    assert visitor.path == "/", "the page that was left is gone from the way back"


def test_leaving_without_scripts_is_a_plain_link_that_tells_nobody_where_one_was(without_scripts: Visitor) -> None:
    told: list[str | None] = []
    without_scripts.context.on("request", lambda request: told.append(request.headers.get("referer")))
    without_scripts.context.route(re.compile("^https://"), stub)
    without_scripts.open("/")
    without_scripts.page.get_by_role("link", name="Forlat siden").click()
    without_scripts.page.wait_for_url(re.compile("^https://"))
    assert set(told) == {None}


_STORES = """(async () => ({
  cookies: document.cookie, local: Object.keys(localStorage), session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map(one => one.name),
  workers: (await navigator.serviceWorker.getRegistrations()).length, caches: await caches.keys(),
}))()"""


@pytest.mark.postgres
def test_a_whole_journey_leaves_nothing_in_the_browser(visitor: Visitor, asker_baerum: Guide) -> None:
    visitor.open("/")
    follow(visitor, "Jeg er bekymret privat")
    answer(visitor, "nei", "bekymring", "nei", "nei")
    follow(visitor, "Vis bare hvem jeg kan ringe")
    for name in ("contents", "part lov", "contacts", "page for-deg-det-gjelder", "error 404"):
        visitor.open(place(name, asker_baerum).path)
    nothing = {"cookies": "", "local": [], "session": [], "databases": [], "workers": 0, "caches": []}
    assert visitor.evaluate(_STORES) == nothing
    assert visitor.context.cookies() == []


def test_the_demo_shows_each_municipality_at_its_own_host(visitor: Visitor) -> None:
    for host, name in (("localhost", "Asker og Bærum"), (FJELLVIK, "Fjellvik")):
        visitor.open("/", host)
        expect(visitor.page.locator("header")).to_contain_text(name)
    assert visitor.misdeeds() == []


def test_the_assistant_works_without_scripts(site: Site, chromium: Browser, asker_baerum: Guide) -> None:
    with browsing.visitor(chromium, site.base, java_script_enabled=False) as someone:
        someone.open("/")
        follow(someone, "Jeg er bekymret i jobben")
        answer(someone, "nei", "bekymring", "skole", "start", "nei")
        assert asked(someone) == asker_baerum.steps[0].headline["nb"]
        expect(someone.page.get_by_text("Skriv ut rådet")).not_to_be_visible()
