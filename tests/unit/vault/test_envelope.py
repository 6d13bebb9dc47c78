"""Sealed bytes open with their key, in their place, unchanged, and in no other way."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motvekt.vault.envelope import DoesNotOpen, Place, new_key, seal, unseal

PLACE = Place(uuid4(), uuid4(), "concerns.observation", "seen", uuid4())
KEY = new_key()

places = st.builds(
    Place,
    st.uuids(),
    st.uuids(),
    st.text("ab.\x00", min_size=0, max_size=4),
    st.text("ab.\x00", min_size=0, max_size=4),
    st.uuids(),
)


@given(st.binary(max_size=300), places)
def test_what_was_sealed_opens_in_its_place(content: bytes, place: Place) -> None:
    assert unseal(KEY, seal(KEY, content, place.associated()), place.associated()) == content


@given(places, places)
def test_no_two_places_are_the_same_bytes(one: Place, other: Place) -> None:
    assert (one.associated() == other.associated()) == (one == other)


@pytest.mark.parametrize(
    "moved",
    [
        replace(PLACE, dossier=uuid4()),
        replace(PLACE, unit=uuid4()),
        replace(PLACE, model="concerns.concern"),
        replace(PLACE, field="told"),
        replace(PLACE, row=uuid4()),
        replace(PLACE, model="concerns.observations", field="een"),
    ],
)
def test_moved_to_another_row_field_unit_or_dossier_it_does_not_open(moved: Place) -> None:
    with pytest.raises(DoesNotOpen):
        unseal(KEY, seal(KEY, b"hemmelig", PLACE.associated()), moved.associated())


def test_under_another_key_it_does_not_open() -> None:
    with pytest.raises(DoesNotOpen):
        unseal(new_key(), seal(KEY, b"hemmelig", PLACE.associated()), PLACE.associated())


@given(st.integers(0, 35), st.integers(1, 255))
def test_with_any_byte_changed_it_does_not_open(place: int, change: int) -> None:
    sealed = bytearray(seal(KEY, b"hemmelig", PLACE.associated()))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(DoesNotOpen):
        unseal(KEY, bytes(sealed), PLACE.associated())


@pytest.mark.parametrize("cut", [b"", b"\x01", b"\x01" + b"0" * 12, b"\x02" + b"0" * 60])
def test_what_is_too_short_or_of_another_form_does_not_open(cut: bytes) -> None:
    with pytest.raises(DoesNotOpen):
        unseal(KEY, cut, PLACE.associated())


def test_the_same_text_is_never_sealed_alike() -> None:
    assert len({seal(KEY, b"ja", PLACE.associated()) for _ in range(200)}) == 200


def test_ids_are_bound_as_bytes_and_not_as_text() -> None:
    one = UUID("00000000-0000-0000-0000-000000000001")
    assert replace(PLACE, row=one).associated() != replace(PLACE, row=UUID(int=2)).associated()
