"""What changed between two editions, as an editor must see it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from motvekt.guide.compare import FIRST, compare
from motvekt.guide.parts import entries
from motvekt.guide.schema import Guide, Phone
from tests.guides import guide_of

GUIDE = guide_of("asker-baerum")


def with_phone(number: str, printed: str) -> Guide:
    contacts = [
        contact.model_copy(update={"phones": [Phone(number=number, printed=printed)]})
        if contact.id == "slt-baerum"
        else contact
        for contact in GUIDE.contacts
    ]
    return GUIDE.model_copy(update={"contacts": contacts})


def test_the_same_guide_has_no_changes() -> None:
    assert compare(GUIDE, GUIDE, "nb") == []


def test_a_changed_number_is_shown_before_and_after() -> None:
    (change,) = compare(GUIDE, with_phone("+4700000000", "00 00 00 00"), "nb")
    assert (change.kind, change.ref, change.label) == ("changed", "contacts/slt-baerum", "SLT-koordinator i Bærum")
    (difference,) = change.differences
    assert difference.field == "phones"
    assert "46 95 44 95" in str(difference.before)
    assert "00 00 00 00" in str(difference.after)


def test_an_item_that_came_and_one_that_went_are_named() -> None:
    less = GUIDE.model_copy(update={"measures": GUIDE.measures[1:]})
    gone, came = compare(GUIDE, less, "nb"), compare(less, GUIDE, "nb")
    assert [change.kind for change in gone] == ["removed"]
    assert [change.kind for change in came] == ["added"]
    assert gone[0].label == came[0].label == GUIDE.measures[0].label["nb"]


def test_steps_in_another_order_are_told_as_such() -> None:
    turned = GUIDE.model_copy(update={"steps": [GUIDE.steps[0], GUIDE.steps[2], GUIDE.steps[1], GUIDE.steps[3]]})
    (change,) = compare(GUIDE, turned, "nb")
    assert (change.kind, change.part) == ("moved", "routine")
    assert str(change.differences[0].before).startswith("Bekymring – Drøft bekymringen – Gå i dialog")


def test_a_text_that_changed_in_another_language_alone_is_found_and_named() -> None:
    first = GUIDE.definitions[0]
    changed = first.model_copy(update={"text": {**first.text, "en": "Something else."}})
    (change,) = compare(GUIDE, GUIDE.model_copy(update={"definitions": [changed, *GUIDE.definitions[1:]]}), "nb")
    assert [(difference.field, difference.language) for difference in change.differences] == [("text", "en")]


def test_contacts_and_law_come_before_everything_else() -> None:
    other = guide_of("fjellvik")
    parts = [change.part for change in compare(GUIDE, other, "nn")]
    first = [part for part in parts if part in FIRST]
    assert parts[: len(first)] == first
    assert parts[0] == "contacts"


def test_a_changed_title_is_told_of_the_guide_as_a_whole() -> None:
    (change,) = compare(GUIDE, GUIDE.model_copy(update={"title": {**GUIDE.title, "nb": "Ny tittel"}}), "nb")
    assert (change.part, change.differences[0].field, change.differences[0].after) == ("guide", "title", "Ny tittel")


def test_a_service_that_changed_is_told_by_its_name_and_the_others_are_not() -> None:
    first, *rest = GUIDE.services
    changed = first.model_copy(update={"law": {**first.law, "nb": "En annen lov."}})
    (change,) = compare(GUIDE, GUIDE.model_copy(update={"services": [changed, *rest]}), "nb")
    assert (change.part, change.ref, change.label) == ("guide", "services/skole", "Skole")
    assert [difference.field for difference in change.differences] == ["law"]


def test_everyday_words_and_works_are_told_one_by_one() -> None:
    changed = compare(GUIDE, GUIDE.model_copy(update={"words": GUIDE.words[1:], "works": []}), "nb")
    assert {(change.kind, change.ref) for change in changed} >= {
        ("removed", f"words/{GUIDE.words[0].id}"),
        ("removed", "works/veileder"),
    }


def test_what_came_is_told_in_full_so_that_a_number_can_be_called() -> None:
    without = GUIDE.model_copy(update={"contacts": GUIDE.contacts[1:]})
    (change,) = compare(without, GUIDE, "nb")
    fields = {difference.field: difference.after for difference in change.differences}
    assert change.kind == "added"
    assert fields["phones"] == GUIDE.contacts[0].phones[0].readable


def test_two_areas_guides_differ_in_more_than_their_slugs() -> None:
    fields = {
        difference.field for change in compare(GUIDE, guide_of("fjellvik"), "nn") for difference in change.differences
    }
    assert "id" not in fields
    assert "title" in fields


@given(st.sets(st.integers(0, len(GUIDE.signs) - 1)), st.sets(st.integers(0, len(GUIDE.signs) - 1)))
def test_what_was_added_one_way_was_removed_the_other_way(left: set[int], right: set[int]) -> None:
    one, two = (
        GUIDE.model_copy(update={"signs": [sign for place, sign in enumerate(GUIDE.signs) if place in kept]})
        for kept in (left, right)
    )
    added = {change.ref for change in compare(one, two, "nb") if change.kind == "added"}
    removed = {change.ref for change in compare(two, one, "nb") if change.kind == "removed"}
    assert added == removed
    refs = {entry.ref for entry in entries(two)} - {entry.ref for entry in entries(one)}
    assert added == refs


def test_a_desk_that_takes_anonymous_questions_no_more_and_for_how_long_they_last_are_told() -> None:
    changed = {"anonymous": False, "silence": 30}
    desks = [desk.model_copy(update=changed if desk.id == "mottak-slt-baerum" else {}) for desk in GUIDE.desks]
    (change,) = compare(GUIDE, GUIDE.model_copy(update={"desks": desks}), "nb")
    assert change.ref == "contacts/mottak-slt-baerum"
    told = [(one.field, one.before, one.after) for one in change.differences]
    assert told == [("anonymous", "ja", "nei"), ("silence", "90", "30")]
