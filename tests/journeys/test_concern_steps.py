"""From a worry to what is done about it: called, discussed, talked about; on a phone at night, and at a desk by day."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Visitor
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at
from tests.journeys.test_inside import sign_in_as
from tests.journeys.windows import in_windows

TEACHER, YOUTH_WORKER, NURSE = (
    ("mona.haugen@lerkeli.example", "Logg inn som Mona Haugen"),
    ("leyla.demir@kvista.example", "Logg inn som Leyla Demir"),
    ("birgitte.moen@asker.example", "Logg inn som Birgitte Moen"),
)
FJELLVIK = "fjellvik.localhost"
SEEN = "Etter timen sa han «de som tenker sånn, burde ikke få bo her»."
PAGES = ("droft/", "samtale/", "inviter/", "na/", "alvorlig/", "plikt/", "inhabil/")


def press(someone: Visitor, name: str | re.Pattern[str]) -> None:
    with someone.page.expect_navigation():
        someone.page.locator("main").get_by_role("button", name=name).first.click()


def follow(someone: Visitor, name: str | re.Pattern[str]) -> None:
    with someone.page.expect_navigation():
        someone.page.locator("main").get_by_role("link", name=name).first.click()


@pytest.mark.postgres
def test_a_youth_worker_with_a_threat_at_night_calls_first_and_notes_it_afterwards(
    somebody: Visitor, sunday_night: Site
) -> None:
    concern = sunday_night.note(YOUTH_WORKER[0], SEEN)
    sign_in_as(somebody, YOUTH_WORKER[1])
    for page in ("", *PAGES):
        somebody.open(concern + page)
        # One press, without scrolling and without a form.
        expect(somebody.page.locator('a[href="tel:112"]').first).to_be_in_viewport()
        expect(somebody.page.locator('.mv-utganger a[href="tel:112"]')).to_be_visible()
    somebody.open(concern)
    follow(somebody, "Noter samtalen")
    assert somebody.path.partition("?")[0] == f"{concern}na/"
    expect(somebody.page.locator("h1")).to_have_text("Ring 112 nå")
    expect(somebody.page.locator("main .mv-ring-stor")).to_be_in_viewport()
    press(somebody, "Noter at jeg ringer nå")
    expect(somebody.page.get_by_role("status")).to_have_text("Notert at du ringer nå.")
    somebody.page.get_by_label("Loggnummer").fill("4711")
    press(somebody, "Lagre")
    expect(somebody.page.locator("main")).to_contain_text("Leyla Demir ringte 112, notert 22. november 2026 kl. 22.40.")
    expect(somebody.page.locator("main")).to_contain_text("loggnummer 4711")
    follow(somebody, "Noter at du har gjort det du hadde plikt til")
    press(somebody, re.compile("Jeg har gjort det.*Hindre"))
    expect(somebody.page.locator("main")).to_contain_text("senest 23. november 2026")
    assert somebody.axe() + somebody.overflow() + somebody.clipped() + somebody.misdeeds() == []


@in_windows("desk", "desk without scripts")
def test_the_way_back_notes_nothing_twice_and_a_page_that_is_opened_anew_notes_more(
    somebody: Visitor, site: Site
) -> None:
    page, main = somebody.page, somebody.page.locator("main")
    concern = site.note(YOUTH_WORKER[0], SEEN)
    sign_in_as(somebody, YOUTH_WORKER[1])
    did = re.compile("Jeg har gjort det.*Hindre")
    presses = (
        ("na/", "Noter at jeg ringer nå", "Leyla Demir ringte 112", "Det var alt notert at du ringte."),
        ("plikt/", did, "Leyla Demir, 24.", "Det var alt notert at du har gjort det."),
        ("alvorlig/", "Lagre", "Ring igjen i morgen.", "Notert."),
    )
    for to, button, row, before in presses:
        for number in (1, 2):
            somebody.open(concern + to)
            if button == "Lagre":
                page.get_by_label("Hva ble sagt?").fill("Ring igjen i morgen.")
            press(somebody, button)
            page.go_back()
            press(somebody, button)
            expect(page.get_by_role("status")).to_contain_text(before)
            expect(main.get_by_role("listitem").filter(has_text=row)).to_have_count(number)
    assert somebody.axe() + somebody.misdeeds() == []


def test_a_call_that_is_begun_on_the_page_stamps_it_by_itself(visitor: Visitor, site: Site) -> None:
    concern = site.note(YOUTH_WORKER[0], SEEN)
    sign_in_as(visitor, YOUTH_WORKER[1])
    visitor.open(f"{concern}droft/")
    # The telephone itself is none of the journey's.
    visitor.page.evaluate("document.addEventListener('click', (event) => event.preventDefault())")
    for link in ('.mv-utganger a[href="tel:112"]', ".mv-utganger [data-alvorlig]"):
        with visitor.page.expect_response(lambda answer: answer.url.endswith("/ringte/")) as answered:
            visitor.page.locator(link).click()
        assert answered.value.status == 204
    visitor.open(f"{concern}na/")
    expect(visitor.page.locator("main")).to_contain_text("Leyla Demir ringte 112")
    visitor.open(f"{concern}alvorlig/")
    expect(visitor.page.locator("main")).to_contain_text("Leyla Demir ringte radikaliseringskontakten eller politiet")
    assert visitor.misdeeds() == []


def test_a_teacher_whose_leader_is_the_problem_sees_whom_to_call_and_invites_a_colleague(
    somebody: Visitor, site: Site
) -> None:
    concern = site.note(TEACHER[0], SEEN)
    sign_in_as(somebody, TEACHER[1])
    somebody.open(f"{concern}droft/")
    somebody.page.get_by_text("Er lederen din en del av det som bekymrer deg?").click()
    expect(somebody.page.get_by_text("Ingenting sendes til lederen av seg selv")).to_be_visible()
    expect(somebody.page.locator("main")).to_contain_text("SLT-koordinator i Asker")
    follow(somebody, "Inviter en kollega")
    somebody.page.get_by_label("Samira Khan, ansatt").check()
    press(somebody, re.compile("^Inviter$"))
    expect(somebody.page.get_by_role("status")).to_contain_text("Kollegaen kan lese bekymringen nå")
    expect(somebody.page.locator("main")).to_contain_text("Har ikke åpnet den ennå.")
    assert somebody.axe() + somebody.misdeeds() == []


def test_a_nurse_has_her_own_law_and_nobody_of_the_school_to_invite(somebody: Visitor, site: Site) -> None:
    concern = site.note(NURSE[0], SEEN)
    sign_in_as(somebody, NURSE[1])
    somebody.open(f"{concern}plikt/")
    expect(somebody.page.locator("main")).to_contain_text("helsepersonelloven § 33")
    somebody.open(f"{concern}inviter/")
    expect(somebody.page.locator("main")).to_contain_text("andre fra en annen tjeneste kan ikke inviteres")
    expect(somebody.page.locator("main")).not_to_contain_text("Mona Haugen")


def test_in_fjellvik_the_talk_comes_before_the_discussion(somebody: Visitor, site: Site) -> None:
    concern = site.note("oddny.lid@fjellvik.example", SEEN)
    sign_in_as(somebody, "Logg inn som Oddny Lid", FJELLVIK)
    somebody.open(concern, FJELLVIK)
    steps = somebody.page.locator(".mv-trinn a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert steps == [concern, f"{concern}samtale/", f"{concern}droft/", f"{concern}meld/"]
    with somebody.page.expect_navigation():
        somebody.page.locator(".mv-utganger .ds-button").last.click()
    assert somebody.path == f"{concern}samtale/"
    with somebody.page.expect_navigation():
        somebody.page.get_by_role("button", name="Ein av oss har snakka med den det gjeld").click()
    # The first note did the first step.
    expect(somebody.page.locator(".mv-trinn li[data-gjort]")).to_have_count(2)
    assert somebody.axe() + somebody.frame("nn") + somebody.misdeeds() == []


@pytest.mark.parametrize("said", ["Ja", "Jeg vet ikke"])
def test_where_a_child_may_be_unsafe_at_home_child_welfare_comes_before_the_parents(
    somebody: Visitor, site: Site, said: str
) -> None:
    concern = site.note(TEACHER[0], SEEN)
    sign_in_as(somebody, TEACHER[1])
    somebody.open(f"{concern}samtale/")
    expect(somebody.page.get_by_text("Er foreldrene med?")).to_have_count(0)
    somebody.page.get_by_label("Hva personen sa").fill("«Jeg vil ikke hjem.»")
    somebody.page.get_by_label(said, exact=True).check()
    press(somebody, "Lagre")
    expect(somebody.page.get_by_role("heading", name="Ring barnevernet før noen kontakter foreldrene")).to_be_visible()
    expect(somebody.page.locator('.mv-fremme a[href="tel:116111"]')).to_be_visible()
    expect(somebody.page.get_by_label("De er med")).to_have_count(0)
    expect(somebody.page.get_by_label("Hva personen sa")).to_have_value("«Jeg vil ikke hjem.»")
    assert somebody.axe() + somebody.overflow() + somebody.misdeeds() == []


def test_two_windows_write_the_same_discussion_and_no_text_is_lost(visitor: Visitor, site: Site) -> None:
    concern = site.note(TEACHER[0], SEEN)
    sign_in_as(visitor, TEACHER[1])
    visitor.open(f"{concern}droft/")
    visitor.page.get_by_label("Hva dere ble enige om").fill("Vi venter.")
    press(visitor, "Lagre")
    follow(visitor, re.compile("^Endre"))
    other = visitor.context.new_page()
    other.goto(visitor.page.url)
    other.get_by_label("Hva dere ble enige om").fill("Fra det andre vinduet.")
    with other.expect_navigation():
        other.locator("main").get_by_role("button", name="Lagre", exact=True).click()
    visitor.page.get_by_label("Hva dere ble enige om").fill("Fra det første vinduet.")
    press(visitor, "Lagre")
    expect(visitor.page.get_by_role("heading", name="Det er lagret noe nytt her imens")).to_be_focused()
    expect(visitor.page.locator("main")).to_contain_text("Fra det andre vinduet.")
    expect(visitor.page.get_by_label("Hva dere ble enige om")).to_have_value("Fra det første vinduet.")
    assert visitor.axe() + visitor.overflow() + visitor.misdeeds(status=409) == []


def test_every_page_is_sound_at_every_width_in_light_and_in_dark(visitor: Visitor, site: Site) -> None:
    concern = site.note(TEACHER[0], SEEN)
    sign_in_as(visitor, TEACHER[1])
    faults = []
    for page in PAGES:
        visitor.open(concern + page)
        faults += looked_at(visitor, f"concern {page.strip('/')}") + visitor.frame("nb")
    assert faults + visitor.misdeeds() == []
