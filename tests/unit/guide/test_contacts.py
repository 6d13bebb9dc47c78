"""Contact lists: open ones first, then the order in which to call, and only the chosen municipality's."""

from __future__ import annotations

from datetime import date

from motvekt.guide.contacts import constant, lines
from motvekt.guide.kinds import Function
from tests.conftest import SUNDAY_NIGHT, TUESDAY_MORNING
from tests.guides import guide_of


def test_open_contacts_come_first_and_the_order_of_calling_holds_within() -> None:
    wanted = [Function.SLT_COORDINATOR, Function.RADICALISATION_CONTACT, Function.CHILD_WELFARE]
    found = lines(guide_of("fjellvik"), {}, SUNDAY_NIGHT, functions=wanted)
    assert [line.anchor for line in found if line.availability.is_open] == ["barnevernvakta"]
    closed = [line.contact.function for line in found if line.contact and not line.availability.is_open]
    assert closed == sorted(closed, key=wanted.index)


def test_a_municipality_leaves_out_the_others_and_keeps_what_belongs_to_all() -> None:
    found = lines(guide_of("asker-baerum"), {}, TUESDAY_MORNING, municipality="asker")
    names = {line.anchor for line in found}
    assert "slt-asker" in names
    assert "radikaliseringskontakter" in names
    assert not any("baerum" in name for name in names)


def test_a_line_carries_the_day_on_which_it_was_last_checked() -> None:
    found = lines(guide_of("asker-baerum"), {"slt-asker": date(2026, 11, 16)}, TUESDAY_MORNING)
    assert {line.anchor: line.checked for line in found}["slt-asker"] == date(2026, 11, 16)
    assert {line.anchor: line.checked for line in found}["pst"] is None


def test_the_systems_own_numbers_are_112_and_116_111() -> None:
    assert [phone.number for phone in constant("emergency").phones] == ["112"]
    assert [phone.printed for phone in constant("child_helpline").phones] == ["116 111"]
