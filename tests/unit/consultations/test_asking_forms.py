"""What the form of asking anonymously sees in a text, and says nothing more of."""

from __future__ import annotations

import pytest

from motvekt.consultations.asking_forms import says_national_id


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Han er født 14031012345.", True),
        ("140310 12345", True),
        ("140310-12345", True),
        ("١٤٠٣١٠ ١٢٣٤٥", True),
        ("1403\u202e10\u200b12345", True),
        ("Ring 22 33 44 55", False),
        ("123456789012", False),
        ("Ordre 140310 123456", False),
    ],
)
def test_eleven_digits_are_seen_as_a_national_id_however_they_are_written(text: str, says: bool) -> None:
    assert says_national_id(text) is says
