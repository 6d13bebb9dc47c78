"""The numbers that no pack can change.

Source: 112 is the emergency number of the police in Norway, with the text telephone 1412 and the emergency text
message beside it; 116 111 is the national alarm telephone for children and young people.
"""

from __future__ import annotations

EMERGENCY = "112"
TEXT_TELEPHONE = "1412"
CHILD_HELPLINE = "116111"
CHILD_HELPLINE_PRINTED = "116 111"

RESERVED = frozenset({EMERGENCY, TEXT_TELEPHONE, CHILD_HELPLINE, "+47116111", "+47112"})
"""Numbers that a pack may not give to a contact of its own."""
