"""Errors that carry words for whoever meets them."""

from __future__ import annotations

from motvekt.kernel.decision import Decision


class Refused(Exception):
    """An action that a rule said no to. The decision goes with it to the page or the command line."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.words)
        self.decision = decision


class SettingMissing(Exception):
    """A setting that is missing or wrong; the message says which, and what to set it to."""
