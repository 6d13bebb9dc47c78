"""QR codes."""

from __future__ import annotations

import io

import segno

QUIET_ZONE = 4
"""Modules of white around a code; the standard asks for four."""


def drawing(address: str) -> str:
    """The code of an address as SVG. Level M: it can be read with a seventh of it stained."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", xmldecl=False, border=QUIET_ZONE)
    return written.getvalue().decode()
