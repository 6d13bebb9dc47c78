"""Every combination of answers, for both packs: the assistant ends, puts danger first and leaves nobody alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from motvekt.guide import assistant
from motvekt.guide.assistant import (
    DANGER,
    QUESTIONS,
    START,
    UNSURE,
    Advice,
    Kind,
    Question,
    UnknownAnswer,
    advance,
    read,
)
from motvekt.guide.contacts import constant
from motvekt.guide.kinds import AgencyKind, Function, StepKind, Topic
from motvekt.guide.schema import Guide
from tests.guides import PACKS, guide_of


@pytest.fixture(params=PACKS)
def guide(request: pytest.FixtureRequest) -> Guide:
    return guide_of(request.param)


def ends(
    guide: Guide, answers: dict[str, str] | None = None, depth: int = 0
) -> Iterator[tuple[dict[str, str], Advice]]:
    """Every way through the questions, with the advice it ends in."""
    assert depth <= len(QUESTIONS), "the assistant goes in circles"
    step = advance(guide, answers or {})
    if isinstance(step, Advice):
        yield answers or {}, step
        return
    for option in step.options:
        yield from ends(guide, {**(answers or {}), step.id: option}, depth + 1)


def test_every_way_through_the_questions_ends_in_advice(guide: Guide) -> None:
    found = list(ends(guide))
    assert len(found) > 100
    assert {advice.kind for _, advice in found} == set(Kind)


def test_danger_is_asked_for_before_anything_else(guide: Guide) -> None:
    step = advance(guide, {})
    assert isinstance(step, Question)
    assert step.id == "fare"


@pytest.mark.parametrize("answer", sorted(DANGER))
def test_yes_a_threat_or_not_knowing_leads_to_112_with_nothing_else_asked(guide: Guide, answer: str) -> None:
    step = advance(guide, read(guide, [("fare", answer)]))
    assert isinstance(step, Advice)
    assert step.kind is Kind.NOW
    assert step.emergency


@pytest.mark.parametrize("answer", sorted(DANGER))
def test_danger_wins_over_every_other_answer_however_the_address_is_put_together(guide: Guide, answer: str) -> None:
    for given in (
        [("fare", "nei"), ("fare", answer)],
        [("fare", answer), ("fare", "nei")],
        [("hvem", "tull"), ("fare", answer), ("sak", "<script>")],
        [("hvem", "jobb"), ("sak", "mening"), ("fare", answer)],
    ):
        step = advance(guide, read(guide, given))
        assert isinstance(step, Advice)
        assert step.kind is Kind.NOW


def test_112_has_a_box_of_its_own_where_somebody_does_not_know_how_serious_it_is(guide: Guide) -> None:
    for answers, advice in ends(guide):
        if answers.get("sak") == UNSURE or answers.get("fare") in DANGER:
            assert advice.emergency, answers


def test_an_employee_outside_danger_always_gets_a_contact_and_a_legal_basis(guide: Guide) -> None:
    present = {contact.function for contact in guide.contacts if contact.phones}
    for answers, advice in ends(guide):
        if answers.get("hvem") == "jobb":
            assert set(advice.functions) & present, answers
            assert advice.bases, answers
            assert all(basis.in_force for basis in advice.bases)


def test_everybody_outside_danger_gets_somebody_to_call(guide: Guide) -> None:
    for answers, advice in ends(guide):
        if advice.kind is not Kind.NOW:
            assert any(contact.function in advice.functions and contact.phones for contact in guide.contacts), answers


def test_a_serious_matter_goes_straight_to_the_radicalisation_contact_without_further_questions(guide: Guide) -> None:
    for matter in ("alvorlig", UNSURE):
        step = advance(guide, {"fare": "nei", "hvem": "jobb", "sak": matter})
        assert isinstance(step, Advice)
        assert step.kind is Kind.SERIOUS
        assert step.functions[0] is Function.RADICALISATION_CONTACT
        assert step.path is guide.serious


def test_whoever_says_their_service_in_a_serious_matter_sees_the_law_of_that_service(guide: Guide) -> None:
    answers = read(guide, [("fare", "nei"), ("hvem", "jobb"), ("sak", "alvorlig"), ("tjeneste", "helse")])
    step = advance(guide, answers)
    assert isinstance(step, Advice)
    assert step.service is not None
    assert {basis.id for basis in step.bases} >= {"hpl-31", "hpl-33", "strl-196"}


def test_the_next_step_follows_the_editions_own_order(guide: Guide) -> None:
    service = guide.services[0].id
    done = [START, *(step.id for step in guide.steps)]
    expected = [*guide.steps, guide.afterwards]
    for position, answer in enumerate(done):
        answers = {
            "fare": "nei",
            "hvem": "jobb",
            "sak": "bekymring",
            "tjeneste": service,
            "trinn": answer,
            "trygg": "nei",
        }
        step = advance(guide, answers)
        assert isinstance(step, Advice)
        assert step.path is expected[position]
        assert step.number == (position + 1 if position < len(guide.steps) else None)


def test_fjellvik_talks_before_it_discusses_and_asker_baerum_the_other_way_round() -> None:
    kinds = {pack: [step.kind for step in guide_of(pack).steps] for pack in PACKS}
    assert kinds["asker-baerum"] == [StepKind.DESCRIBE, StepKind.DISCUSS, StepKind.DIALOGUE, StepKind.REPORT]
    assert kinds["fjellvik"] == [StepKind.DESCRIBE, StepKind.DIALOGUE, StepKind.DISCUSS, StepKind.REPORT]


@pytest.mark.parametrize("answer", ["hjemme", UNSURE])
def test_child_welfare_is_called_first_where_it_may_be_unsafe_at_home(guide: Guide, answer: str) -> None:
    for answers, advice in ends(guide):
        if answers.get("trygg") == answer:
            assert advice.functions[0] is Function.CHILD_WELFARE
            assert Topic.UNSAFE_HOME in advice.topics


def test_only_a_school_is_asked_about_a_pupil_and_hears_of_the_schools_own_duty(guide: Guide) -> None:
    kinds = {service.id: service.kind for service in guide.services}
    for answers, advice in ends(guide):
        if answers.get("trygg") == "skole":
            assert kinds[answers["tjeneste"]] is AgencyKind.EDUCATION
            assert Topic.PUPIL_SAFETY in advice.topics


def test_every_advice_outside_danger_says_what_to_write_how_to_talk_and_what_is_no_concern(guide: Guide) -> None:
    wanted = {Topic.WRITE_DO, Topic.WRITE_NOT, Topic.DIALOGUE_ASK, Topic.ONLY_VIEWS}
    for answers, advice in ends(guide):
        if advice.kind not in (Kind.NOW, Kind.SELF):
            assert wanted <= set(advice.topics), answers


def test_each_service_is_shown_its_own_duty_to_report_to_child_welfare_and_no_other(guide: Guide) -> None:
    duties = {"bvl-13-2", "opl-24-3", "hpl-33", "sotjl-45"}
    for service in guide.services:
        shown = {basis.id for basis in assistant.bases_for(guide, service.kind)} & duties
        assert len(shown) == (0 if service.kind is AgencyKind.CHILD_WELFARE else 1), service.id


def test_the_law_that_no_longer_holds_is_shown_as_printed_and_never_offered(guide: Guide) -> None:
    printed = {basis.id for basis in assistant.printed_for(guide, AgencyKind.HEALTH_CARE)}
    assert "hol-12-1" in printed
    assert "hol-12-1" not in {basis.id for basis in assistant.bases_for(guide, AgencyKind.HEALTH_CARE)}


def test_nothing_in_an_advice_is_a_number_but_the_steps_own_place(guide: Guide) -> None:
    for _, advice in ends(guide):
        numbers = [
            name
            for name, value in vars(advice).items()
            if isinstance(value, int | float) and not isinstance(value, bool)
        ]
        assert set(numbers) <= {"number"}


def test_an_answer_that_the_guide_does_not_have_is_named(guide: Guide) -> None:
    for given, question in (
        ([("fare", "kanskje")], "fare"),
        ([("fare", "nei"), ("hvem", "spion")], "hvem"),
        ([("fare", "nei"), ("hvem", "jobb"), ("sak", "utsatt"), ("tjeneste", "romfart")], "tjeneste"),
    ):
        with pytest.raises(UnknownAnswer) as unknown:
            read(guide, given)
        assert unknown.value.question.id == question
        assert question not in unknown.value.before
        assert advance(guide, unknown.value.before) == unknown.value.question


def test_an_extra_that_is_gone_costs_nobody_their_answers(guide: Guide) -> None:
    given = [("fare", "nei"), ("hvem", "jobb"), ("sak", "alvorlig"), ("kommune", "andeby"), ("tjeneste", "romfart")]
    assert read(guide, given) == {"fare": "nei", "hvem": "jobb", "sak": "alvorlig"}


@pytest.mark.parametrize("value", ["JA", " ja ", "ja.", "trussel.", "vet_ikke", "Vet-Ikke", "ja;hvem=jobb", "trussel,"])
@pytest.mark.parametrize("name", ["fare", "FARE", " fare", "amp;fare"])
def test_danger_is_understood_however_it_is_written(guide: Guide, name: str, value: str) -> None:
    step = advance(guide, read(guide, [("hvem", "jobb"), (name, value)]))
    assert isinstance(step, Advice)
    assert step.kind is Kind.NOW


@pytest.mark.parametrize("value", ["nei", "nei, ja", "janei", "", "vet"])
def test_what_is_no_danger_is_not_taken_for_it(value: str) -> None:
    assert assistant.in_danger([("fare", value), ("ja", "fare")]) is None


def test_only_somebody_in_a_job_can_be_a_leader(guide: Guide) -> None:
    assert "leder" not in read(guide, [("fare", "nei"), ("hvem", "privat"), ("leder", "ja")])
    assert "leder" in read(guide, [("fare", "nei"), ("hvem", "jobb"), ("leder", "ja")])


def test_in_danger_who_one_is_is_remembered_for_the_way_back_and_nonsense_is_not(guide: Guide) -> None:
    place = guide.municipalities[0].id
    given = [("hvem", "jobb"), ("fare", "ja"), ("kommune", place), ("sak", "tull")]
    assert read(guide, given) == {"hvem": "jobb", "fare": "ja", "kommune": place}
    assert read(guide, [("hvem", "spion"), ("fare", "ja"), ("kommune", "andeby")]) == {"fare": "ja"}


def test_names_that_nobody_asks_for_are_passed_over(guide: Guide) -> None:
    assert read(guide, [("utm", "x" * 5000), ("fare", "nei"), ("", "")]) == {"fare": "nei"}


def test_who_one_is_may_be_said_before_the_first_question_and_the_order_is_kept(guide: Guide) -> None:
    assert read(guide, [("hvem", "jobb")]) == {"hvem": "jobb"}
    assert list(read(guide, [("hvem", "jobb"), ("fare", "nei")])) == ["hvem", "fare"]
    assert list(read(guide, [("fare", "nei"), ("hvem", "jobb")])) == ["fare", "hvem"]
    step = advance(guide, {"hvem": "jobb"})
    assert isinstance(step, Question)
    assert step.id == "fare"


def test_the_same_answers_have_one_order_however_they_were_given(guide: Guide) -> None:
    given = [("fare", "nei"), ("hvem", "privat"), ("sak", "bekymring"), ("forelder", "nei"), ("trygg", "nei")]
    assert list(read(guide, [given[0], *reversed(given[1:])]).items()) == given


def test_answers_to_questions_that_are_not_asked_on_this_way_are_left_out(guide: Guide) -> None:
    given = [("fare", "nei"), ("hvem", "privat"), ("sak", "ut"), ("trinn", START), ("trygg", "hjemme")]
    assert read(guide, given) == {"fare": "nei", "hvem": "privat", "sak": "ut"}


def test_whom_to_call_depends_on_few_answers_so_that_the_list_is_near_from_everywhere(guide: Guide) -> None:
    for answers, advice in ends(guide):
        wanted = assistant.calling(answers)
        assert set(wanted) <= {"fare", "hvem", "sak", "trygg", "kommune"}
        assert assistant.call_order(wanted) == advice.functions or advice.kind is Kind.NOW


def test_at_most_six_questions_are_asked_and_at_most_five_from_the_front_page(guide: Guide) -> None:
    assert assistant.remaining(guide, {}) <= 6
    for who in ("jobb", "privat"):
        assert assistant.remaining(guide, {"hvem": who}) <= 5


def test_the_two_constant_numbers_are_always_open() -> None:
    assert constant("emergency").availability.is_open
    assert constant("child_helpline").availability.is_open


def test_reading_is_stable_whatever_is_given(guide: Guide) -> None:
    values = ["ja", "nei", UNSURE, "jobb", "privat", "meg", "bekymring", "alvorlig", "skole", START, "x", ""]
    for fare, who, matter in product(values, repeat=3):
        given = [("fare", fare), ("hvem", who), ("sak", matter)]
        try:
            answers = read(guide, given)
        except UnknownAnswer:
            continue
        assert read(guide, list(answers.items())) == answers
        advance(guide, answers)
