"""The poster and the pocket card as data."""

from __future__ import annotations

import re

import pytest

from motvekt.guide.kinds import Language, Sheet
from tests.guides import guide_of
from tests.printed import ALL, data_of


@pytest.mark.parametrize(("pack", "sheet", "language"), [row for row in ALL if row[1] is not Sheet.GUIDE])
def test_poster_and_card_show_every_step_in_order(pack: str, sheet: Sheet, language: Language) -> None:
    guide = guide_of(pack)
    steps = data_of(guide, sheet, language)["steps"]
    assert [step["title"] for step in steps] == [
        f"{place}. {step.short[language]}" for place, step in enumerate(guide.steps, 1)
    ]


def test_the_beam_leans_less_with_each_step_and_is_level_at_the_last() -> None:
    steps = data_of(guide_of("asker-baerum"), Sheet.POSTER)["steps"]
    found = [re.search(r"rotate\(([\d.]+) ", step["drawing"]) for step in steps]
    tilts = [float(match.group(1)) for match in found if match]
    assert tilts == sorted(tilts, reverse=True)
    assert len(set(tilts)) == len(steps)
    assert tilts[-1] == 0


def test_every_step_names_who_is_responsible() -> None:
    guide = guide_of("asker-baerum")
    steps = data_of(guide, Sheet.POSTER)["steps"]
    assert [step["responsible"] for step in steps] == [
        [entry.label["nb"] for entry in step.responsible] for step in guide.steps
    ]


def test_private_persons_are_told_whom_this_area_sends_them_to() -> None:
    assert "Radikaliseringskontakten" in data_of(guide_of("asker-baerum"), Sheet.POSTER)["notes"][1]


@pytest.mark.parametrize(("pack", "explained"), [("asker-baerum", True), ("fjellvik", False)])
def test_slt_is_explained_where_a_contact_has_it_in_its_name(pack: str, explained: bool) -> None:
    guide = guide_of(pack)
    language = guide.default_language
    notes = data_of(guide, Sheet.POSTER, language)["notes"] + data_of(guide, Sheet.CARD, language)["contacts_notes"]
    assert len([note for note in notes if note.startswith("SLT ")]) == (2 if explained else 0)


def test_the_card_says_how_it_is_printed() -> None:
    how = data_of(guide_of("asker-baerum"), Sheet.CARD)["how"]
    assert "begge sider" in how
    assert "kortsiden" in how


def test_the_card_carries_open_questions() -> None:
    asked = data_of(guide_of("fjellvik"), Sheet.CARD, "nn")["ask"]
    assert len(asked) >= 5
    assert all(question.endswith("?") for question in asked)


def test_a_pack_text_stays_a_string_in_the_data() -> None:
    guide = guide_of("asker-baerum")
    hostile = '#import "@preview/x" $x$ <label> @ref \\'
    step = guide.steps[0].model_copy(update={"summary": {"nb": hostile}})
    changed = guide.model_copy(update={"steps": [step, *guide.steps[1:]]})
    assert data_of(changed, Sheet.POSTER)["steps"][0]["text"] == hostile
