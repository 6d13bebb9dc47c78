"""What stands in the sealed items of consultations. `reports` reads it at the desk, and has the shapes."""

from __future__ import annotations

from motvekt.reports.conversation import Asked, Picture

__all__ = ["Asked", "Picture"]
