"""QR codes."""

from __future__ import annotations

import re

import segno

from motvekt.guide.printing.qr import QUIET_ZONE, drawing

ADDRESS = "https://motvekt.example/nn/veileder/"


def test_a_code_is_drawn_with_white_around_it() -> None:
    code = segno.make(ADDRESS, error="m", micro=False)
    size = code.symbol_size(border=QUIET_ZONE)[0]
    found = re.search(r'width="(\d+)" height="(\d+)"', drawing(ADDRESS))
    assert found is not None
    assert found.groups() == (str(size), str(size))


def test_a_code_bears_a_stain() -> None:
    # The words of an address decide the version; the level is at least M, which mends 15 %.
    assert segno.make(ADDRESS, error="m", micro=False).error in "MQH"


def test_two_addresses_have_two_codes() -> None:
    assert drawing(ADDRESS) != drawing(ADDRESS + "x")
