"""No question, answer, kind of advice or topic lacks its words."""

from __future__ import annotations

import pytest

from motvekt.guide.assistant import QUESTIONS, Kind
from motvekt.guide.kinds import AgencyKind, Topic
from motvekt.guide.parts import GUIDE_PARTS
from motvekt.guide.schema import Guide, LegalBasis, Measure, Resource
from motvekt.guide.wording import (
    ADVICE_GROUPS,
    ANSWERS,
    KINDS,
    MEASURE_KINDS,
    PARTS,
    RECIPIENTS,
    RESOURCE_KINDS,
    SENDERS,
    TOPICS,
)
from motvekt.guide.wording import QUESTIONS as WORDS
from tests.guides import PACKS, guide_of

THE_GUIDES_OWN = {"tjeneste"}


@pytest.mark.parametrize("pack", PACKS)
def test_every_question_and_answer_has_words(pack: str) -> None:
    guide = guide_of(pack)
    for row in QUESTIONS:
        assert row.id in WORDS
        for option in options(row.id, guide):
            assert row.id in THE_GUIDES_OWN or (row.id, option) in ANSWERS, (row.id, option)


def options(question: str, guide: Guide) -> set[str]:
    """Every option that a question can have; steps have the guide's own words."""
    row = next(row for row in QUESTIONS if row.id == question)
    found = {
        option
        for service in guide.services
        for option in row.options(guide, {"tjeneste": service.id, "hvem": "jobb", "sak": "bekymring"})
    }
    return found - {step.id for step in guide.steps} if question == "trinn" else found


def test_no_words_are_left_for_answers_that_nobody_can_give() -> None:
    assert {name for name, _ in ANSWERS} <= {row.id for row in QUESTIONS} | {"leder"}
    guide = guide_of("asker-baerum")
    for name, value in ANSWERS:
        if name != "leder":
            assert value in options(name, guide), (name, value)


def test_every_kind_topic_part_sender_and_recipient_has_words() -> None:
    assert set(KINDS) == set(Kind)
    grouped = [topic for _, topics in ADVICE_GROUPS for topic in topics]
    assert sorted(grouped) == sorted(Topic)
    assert set(TOPICS) == set(Topic)
    assert set(PARTS) == {part.id for part in GUIDE_PARTS}
    assert set(SENDERS) == {*AgencyKind, "all", "private"}
    assert set(MEASURE_KINDS) == set(Measure.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]
    assert set(RESOURCE_KINDS) == set(Resource.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]


@pytest.mark.parametrize("pack", PACKS)
def test_every_recipient_of_a_basis_has_words(pack: str) -> None:
    def recipients(basis: LegalBasis) -> set[str]:
        return {str(recipient) for recipient in basis.recipients}

    assert set().union(*(recipients(basis) for basis in guide_of(pack).bases)) <= set(RECIPIENTS)


FORBIDDEN = ("mistenkt", "radikalisert person", "risikonivå", "score", "vennligst", "ups", "!")


def test_the_interface_avoids_words_that_judge_and_jargon() -> None:
    words = [str(text) for asking in WORDS.values() for text in (asking.title, asking.lead)]
    words += [str(text) for answer in ANSWERS.values() for text in (answer.label, answer.note, answer.retold)]
    words += [str(text) for text in KINDS.values()]
    for text in words:
        assert not any(word in text.lower().split() or (word == "!" and "!" in text) for word in FORBIDDEN), text


@pytest.mark.parametrize("pack", PACKS)
def test_the_guide_counts_grades_and_ranks_nothing(pack: str) -> None:
    """No field of a sign or factor is a number, and no text speaks of points or levels."""
    guide = guide_of(pack)
    for item in (*guide.signs, *guide.factors):
        values = item.model_dump(exclude={"source"}).values()
        assert not any(isinstance(value, int | float) for value in values)
    assert not any(word in guide.model_dump_json().lower() for word in ("risikonivå", "poengsum", "score"))
