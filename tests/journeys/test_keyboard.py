"""Somebody who has no mouse and no touch: Tab, Enter and Space alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motvekt.guide.schema import Guide
from tests.journeys.browser import Visitor
from tests.journeys.places import place

MANY = 200

_FOCUSED = """(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  // Designsystemet draws a tick box's ring round its whole field.
  const box = one.getBoundingClientRect();
  const rings = [one, one.closest(".ds-field") ?? one].map(it => getComputedStyle(it));
  return {
    text: one.textContent.trim().replace(/\\s+/g, " "), tag: one.tagName,
    href: one.getAttribute("href"), value: one.getAttribute("value"),
    place: [...document.querySelectorAll("*")].indexOf(one),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    ring: rings.some(
      it => (it.outlineStyle !== "none" && parseFloat(it.outlineWidth) >= 2) || it.boxShadow !== "none"),
  };
})()"""


def tab(someone: Visitor) -> dict[str, object] | None:
    """Press Tab, and say what has focus; None outside of the page."""
    someone.page.keyboard.press("Tab")
    focused: dict[str, object] | None = someone.evaluate(_FOCUSED)
    return focused


def tab_to(someone: Visitor, text: str) -> dict[str, object]:
    """Press Tab until something with this text, this address or this value has focus."""
    for _ in range(MANY):
        focused = tab(someone)
        if focused and (str(focused["text"]).startswith(text) or text in (focused["href"], focused["value"])):
            return focused
    raise AssertionError(f"Tab never comes to {text!r} on {someone.path}")


def enter(someone: Visitor) -> None:
    """Press Enter where it leads to a new page."""
    with someone.page.expect_navigation():
        someone.page.keyboard.press("Enter")


def test_from_the_front_page_to_a_telephone_by_tab_and_enter_alone(visitor: Visitor) -> None:
    visitor.open("/")
    for chosen in ("/hva-gjor-jeg-na/?hvem=jobb", "nei", "bekymring", "skole", "start", "nei"):
        tab_to(visitor, chosen)
        enter(visitor)
    assert visitor.page.locator(".mv-rad3 h1").is_visible()
    assert tab_to(visitor, "tel:116111")["seen"]


def test_the_first_tab_is_past_the_menu_and_leads_into_the_content(visitor: Visitor) -> None:
    visitor.open("/")
    first = tab(visitor)
    assert first
    assert (first["href"], first["seen"], first["ring"]) == ("#innhold", True, True)
    visitor.page.keyboard.press("Enter")
    assert visitor.evaluate("document.activeElement.id") == "innhold"
    after = tab(visitor)
    assert after
    assert str(after["text"]).startswith("Jeg er bekymret i jobben")


@pytest.mark.parametrize(
    "name",
    [
        "front",
        "question of the service",
        "question of danger",
        "advice: serious",
        "danger",
        "contents",
        "contacts",
        "part lov",
    ],
)
def test_focus_is_seen_and_goes_as_the_page_reads(name: str, visitor: Visitor, asker_baerum: Guide) -> None:
    visitor.open(place(name, asker_baerum).path)
    reachable = visitor.evaluate(
        """[...document.querySelectorAll("a[href], button, input, select, summary")]
        .filter(one => one.type !== "hidden" && one.checkVisibility()).length"""
    )
    stops: list[dict[str, object]] = []
    while (focused := tab(visitor)) and len(stops) < MANY:
        stops.append(focused)
    assert [stop for stop in stops if not (stop["seen"] and stop["ring"])] == []
    assert [stop["place"] for stop in stops] == sorted(int(str(stop["place"])) for stop in stops)
    assert len(stops) == reachable


def test_folded_advice_opens_by_the_keyboard(visitor: Visitor, asker_baerum: Guide) -> None:
    visitor.open(place("advice: first step", asker_baerum).path)
    tab_to(visitor, "Dette kan du si")
    visitor.page.keyboard.press("Enter")
    tab_to(visitor, "Hva veilederen trykker")
    folded = visitor.page.locator("details", has_text="Hva veilederen trykker").last
    assert folded.get_attribute("open") is None
    visitor.page.keyboard.press("Enter")
    expect(folded.get_by_text("Gjelder nå", exact=True).first).to_be_visible()
    visitor.page.keyboard.press("Space")
    expect(folded.get_by_text("Gjelder nå", exact=True).first).not_to_be_visible()


def test_a_leader_ticks_and_answers_without_a_mouse(visitor: Visitor, asker_baerum: Guide) -> None:
    visitor.open(place("question of the service", asker_baerum).path)
    for _ in range(MANY):
        focused = tab(visitor)
        if focused and focused["tag"] == "INPUT":
            break
    visitor.page.keyboard.press("Space")
    tab_to(visitor, "skole")
    enter(visitor)
    assert "leder=ja" in visitor.path
    assert "tjeneste=skole" in visitor.path
