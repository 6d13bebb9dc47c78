"""The warning routine from a first worry to a report that somebody answers: whole ways, among people apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, expect

from motvekt.kernel.clock import LOCAL
from tests.journeys import browser as browsing
from tests.journeys.browser import Visitor
from tests.journeys.conftest import SUNDAY_NIGHT, Site
from tests.journeys.test_inside import faults, seen, sign_in_as
from tests.journeys.windows import is_looked_at_closely

SEEN = "Etter timen sa han «de som tenker sånn, burde ikke få bo her»."
CALLED_AGAIN = datetime(2026, 11, 22, 22, 45, tzinfo=LOCAL)
UNREAD_TOO_LONG = datetime(2026, 11, 22, 23, 20, tzinfo=LOCAL)


@dataclass(frozen=True)
class Somebody:
    """A person of the cast in a browser of their own, in the language of their area."""

    window: Visitor
    host: str
    language: str
    closely: bool
    """Whether each page is held against axe."""

    def say(self, words: str, **filled: str) -> str:
        """What a page says, in the language of the area."""
        with override(self.language):
            return gettext(words) % filled if filled else gettext(words)

    def open(self, path: str) -> None:
        """Go there."""
        response = self.window.open(path, self.host)
        assert response.status == 200, path

    def press(self, words: str, **filled: str) -> None:
        """A button of the page's own."""
        with self.window.page.expect_navigation():
            button = self.window.page.locator("main").get_by_role("button", name=self.say(words, **filled), exact=True)
            button.first.click()

    def follow(self, words: str, **filled: str) -> None:
        """A link of the page's own."""
        with self.window.page.expect_navigation():
            link = self.window.page.locator("main").get_by_role("link", name=self.say(words, **filled), exact=True)
            link.first.click()

    def fill(self, label: str, text: str) -> None:
        """Write in a field."""
        self.window.page.get_by_label(self.say(label), exact=True).fill(text)

    def tick(self, label: str, group: str = "") -> None:
        """Choose an answer."""
        page = self.window.page
        within = page.get_by_role("group", name=self.say(group)) if group else page
        within.get_by_label(self.say(label), exact=True).check()

    def tick_all(self) -> None:
        """Stand for everything that is asked."""
        for box in self.window.page.locator("main").get_by_role("checkbox").all():
            box.check()

    def reads(self, words: str, **filled: str) -> None:
        """The page says so."""
        expect(self.window.page.locator("main")).to_contain_text(self.say(words, **filled))

    def reads_not(self, words: str) -> None:
        """The page doesn't."""
        expect(self.window.page.locator("main")).not_to_contain_text(self.say(words))

    def sound(self) -> None:
        """The page is as a page should be."""
        found = faults(self.window, self.language) if self.closely else seen(self.window, self.language)
        assert found == [], self.window.path


People = Callable[..., Somebody]


@pytest.fixture
def people(site: Site, chromium: Browser, window: dict[str, Any]) -> Iterator[People]:
    """Signs people in, each with a browser of their own, with the window in front of them."""
    with ExitStack() as open_windows:

        def signed_in(name: str, host: str = "localhost") -> Somebody:
            opened = open_windows.enter_context(browsing.visitor(chromium, site.base, **window))
            sign_in_as(opened, f"Logg inn som {name}", host)
            return Somebody(opened, host, "nb" if host == "localhost" else "nn", is_looked_at_closely(window))

        yield signed_in


def noted(who: Somebody, seen: str = SEEN) -> str:
    """They note it. Says its address."""
    who.open("/inne/bekymringer/ny/")
    who.fill("Hva så eller hørte du?", seen)
    who.press("Lagre")
    who.reads("Lagret. Ingen andre ser det. Du kan skrive videre nå, eller en annen dag.")
    return who.window.path


def alias_of(who: Somebody) -> str:
    """The alias on a page of a concern."""
    return who.window.page.locator("h1").inner_text()


def done(who: Somebody) -> None:
    """The step is done, in the edition's own words."""
    with who.window.page.expect_navigation():
        who.window.page.locator('input[name="gjort"][value="ja"] + button').click()


def discussed(who: Somebody, concern: str, leader: str) -> None:
    """They invite the leader, and write what they agreed on."""
    who.open(f"{concern}droft/")
    who.follow("Inviter en kollega")
    who.window.page.get_by_label(leader).check()
    who.press("Inviter")
    who.reads("Har ikke åpnet den ennå.")
    who.open(f"{concern}droft/")
    who.fill("Hva dere ble enige om", "Læreren snakker med ham i morgen.")
    who.press("Lagre")
    done(who)


def talked(who: Somebody, concern: str) -> None:
    """They write what the person said."""
    who.open(f"{concern}samtale/")
    who.fill("Hva personen sa", "«Jeg mente det ikke slik.»")
    who.tick("Nei", "Kan det være utrygt hjemme?")
    who.press("Lagre")
    done(who)


def reported_without_a_name(who: Somebody, concern: str, desk: str, way: str = "") -> None:
    """They send it to a desk, without saying who it is about."""
    who.open(f"{concern}meld/{way}")
    who.tick(desk)
    who.press("Videre")
    who.press("Videre")
    who.tick("Nei, send den uten navn")
    who.press("Videre")
    while "se-over" not in who.window.path:
        page = who.window.page
        if who.window.path.rstrip("/").endswith("grunnlag"):
            page.locator('main input[type="radio"][value="anonymised"]').check()
        elif who.window.path.rstrip("/").endswith("star-for"):
            who.tick_all()
            page.locator("main textarea").fill("De skal avklare bekymringen.")
        who.press("Videre")
    who.sound()
    who.press("Send")
    who.reads("Levert. Ingen har lest den ennå.")
    who.sound()


def at_desk(who: Somebody, alias: str) -> None:
    """They open what lies at the desk under an alias, and say that they read it."""
    who.open("/inne/mottak/")
    with who.window.page.expect_navigation():
        row = who.window.page.locator("ol.mv-ko > li", has_text=alias)
        row.locator("a.ds-button").click()
    who.press("Les")


@dataclass(frozen=True)
class Way:
    """Who is who in an area, and the steps between the note and the report, in its edition's order."""

    host: str
    teacher: str
    leader: str
    coordinator: str
    desk: str
    steps: tuple[str, ...]


ASKER = Way("localhost", "Mona Haugen", "Trygve Aas", "Eskil Berg", "SLT i Asker", ("droft/", "samtale/"))
FJELLVIK = Way(
    "fjellvik.localhost", "Oddny Lid", "Torbjørn Vik", "Žaneta Novák", "Folkehelsekoordinatoren", ("samtale/", "droft/")
)


@pytest.mark.postgres
# Each edition with a phone and at a desk, with scripts and without; all four windows between them.
@pytest.mark.parametrize(
    ("window", "way"),
    [("phone without scripts", ASKER), ("desk", ASKER), ("phone", FJELLVIK), ("desk without scripts", FJELLVIK)],
    indirect=["window"],
    ids=["phone-blocked-asker", "desk-asker", "phone-fjellvik", "desk-blocked-fjellvik"],
)
def test_the_teachers_whole_way_from_a_first_worry_to_an_answer(people: People, way: Way) -> None:
    teacher = people(way.teacher, way.host)
    concern = noted(teacher)
    alias = alias_of(teacher)
    steps = teacher.window.page.locator(".mv-trinn a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert steps == [concern, *(concern + step for step in way.steps), f"{concern}meld/"]
    for step in way.steps:
        if step == "droft/":
            discussed(teacher, concern, way.leader)
            leader = people(way.leader, way.host)
            leader.open(f"{concern}droft/")
            leader.press("Fortsett")
            leader.reads("Læreren snakker med ham i morgen.")
            leader.press("Jeg er ferdig med det jeg ble bedt om")
            leader.sound()
        else:
            talked(teacher, concern)
        teacher.sound()
    teacher.open(concern)
    # The first note did the first step.
    expect(teacher.window.page.locator(".mv-trinn li[data-gjort]")).to_have_count(3)
    reported_without_a_name(teacher, concern, way.desk)
    teacher.open(concern)
    teacher.reads("Ingen har lest dette. Ring.")

    coordinator = people(way.coordinator, way.host)
    at_desk(coordinator, alias)
    coordinator.reads("burde ikke få bo her")
    coordinator.press("Jeg tar denne")
    coordinator.follow("Svar")
    coordinator.fill("Svaret", "Takk. Vi møtes på torsdag.")
    coordinator.tick_all()
    coordinator.press("Send svaret")
    coordinator.follow("Ta imot som sak")
    coordinator.sound()
    coordinator.press("Ta imot som sak")
    coordinator.sound()

    teacher.open("/inne/min-side/")
    teacher.reads("Et mottak har svart")
    teacher.sound()
    teacher.open(concern)
    teacher.reads_not("Ingen har lest dette. Ring.")
    teacher.reads("Mottaket svarte %(when)s.", when="24. november 2026 kl. 10.00")
    teacher.follow("Les svaret")
    teacher.reads("Takk. Vi møtes på torsdag.")
    teacher.sound()
    teacher.open(f"{concern}avslutt/")
    teacher.tick("Det er meldt, og vi har ikke mer å gjøre")
    teacher.fill("Skriv det med egne ord", "SLT tar det videre.")
    teacher.press("Avslutt")
    teacher.reads("Bekymringen er avsluttet. Du kan fortsatt lese den.")
    teacher.sound()
    teacher.open("/inne/min-side/")
    teacher.reads_not(alias)


def test_a_threat_at_night_is_called_about_reported_and_read_by_the_police(people: People, site: Site) -> None:
    site.stand_at(SUNDAY_NIGHT)
    worker = people("Leyla Demir")
    concern = noted(worker, "Han skrev at han skal ta dem alle på mandag.")
    alias = alias_of(worker)
    expect(worker.window.page.locator('.mv-utganger a[href="tel:112"]')).to_be_visible()
    worker.follow("Noter samtalen")
    worker.press("Noter at jeg ringer nå")
    worker.reads("Leyla Demir ringte 112, notert 22. november 2026 kl. 22.40.")
    site.stand_at(CALLED_AGAIN)
    worker.open(concern)
    # The edition doesn't know when the contacts answer: the page says so, and has the police after them.
    expect(worker.window.page.locator('.mv-utganger a[data-alvorlig][href="tel:+4767576912"]')).to_be_visible()
    worker.follow("Alle numre")
    numbers = worker.window.page.locator("ul.mv-kontakter[data-alvorlig] a[href^='tel:']")
    hrefs = numbers.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert [one for one in hrefs if one != "tel:112"][-1] == "tel:+4722669050", hrefs
    worker.reads("Svarer ingen, ringer du den neste.")
    worker.press("Noter at jeg ringer nå")
    worker.follow("Skriv meldingen")
    reported_without_a_name(worker, concern, "Radikaliseringskontaktene", "?vei=alvorlig")
    worker.reads("Senest 22. november 2026 kl. 23.15.")

    site.stand_at(UNREAD_TOO_LONG)
    site.tick()
    worker = people("Leyla Demir")
    for page in ("", "droft/", "samtale/"):
        worker.open(concern + page)
        worker.reads("Ingen har lest dette. Ring.")
    worker.sound()
    police = people("Henrik Dahl")
    police.open("/inne/mottak/")
    row = police.window.page.locator("ol.mv-ko > li", has_text=alias)
    expect(row).to_contain_text("Melderen ringte først, kl. 22.45.")
    at_desk(police, alias)
    for act in ("Ta over i politiets egne systemer", "Avslutt"):
        police.follow(act)
        police.press(act)
    police.sound()
    worker.open(concern)
    worker.reads_not("Ingen har lest dette. Ring.")
    worker.reads("Mottatt, og lest 22. november 2026 kl. 23.20.")


def test_where_the_leader_is_the_problem_it_goes_past_them_and_without_a_name(people: People, site: Site) -> None:
    teacher, leader = people("Mona Haugen"), people("Trygve Aas")
    concern = noted(teacher, "Lederen lo av det, og sa at jeg skulle la det ligge.")
    alias = alias_of(teacher)
    teacher.open(f"{concern}droft/")
    teacher.window.page.get_by_text("Er lederen din en del av det som bekymrer deg?").click()
    expect(teacher.window.page.get_by_text("Ingenting sendes til lederen av seg selv")).to_be_visible()
    teacher.reads("SLT-koordinator i Asker")
    reported_without_a_name(teacher, concern, "SLT i Asker")
    for page in ("/inne/min-side/", "/inne/bekymringer/", "/inne/bekymringer/uten-ansvarlig/"):
        leader.open(page)
        leader.reads_not(alias)
    assert leader.window.open(concern).status == 404
    coordinator = people("Eskil Berg")
    at_desk(coordinator, alias)
    coordinator.reads("Meldingen sier ikke hvem det gjelder.")
    coordinator.reads_not("Trygve Aas")
    assert site.left(concern.split("/")[-2])["identities"] == 0


def test_a_report_that_is_passed_on_and_the_reporter_is_told_where(people: People, site: Site) -> None:
    concern = site.note("mona.haugen@lerkeli.example", SEEN)
    teacher, coordinator = people("Mona Haugen"), people("Eskil Berg")
    teacher.open(concern)
    alias = alias_of(teacher)
    reported_without_a_name(teacher, concern, "SLT i Asker")
    at_desk(coordinator, alias)
    coordinator.follow("Send videre")
    coordinator.tick("Barnevernet i Asker")
    coordinator.press("Fortell avsenderen")
    coordinator.sound()
    teacher.open(concern)
    teacher.reads("Mottaket sier at den hører til hos Barnevernet i Asker. Den er ikke sendt dit. Send den dit selv.")
    teacher.sound()
