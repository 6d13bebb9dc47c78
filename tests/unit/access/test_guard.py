"""The stamps of views: a missing one denies."""

from __future__ import annotations

import pytest

from motvekt.access.capabilities import Capability
from motvekt.access.guard import may_open, public, requires, stamp_of


def view() -> None:
    """A view."""


def test_a_view_without_a_stamp_is_closed_to_everybody() -> None:
    decision = may_open(view, frozenset(Capability))
    assert not decision
    assert decision.code == "unstamped_view"


def test_a_public_view_is_open_to_everybody() -> None:
    assert may_open(public(lambda: None), frozenset())


def test_a_view_that_requires_a_capability_opens_for_it_alone() -> None:
    guarded = requires(Capability.PUBLISH_EDITION)(lambda: None)
    assert may_open(guarded, frozenset({Capability.PUBLISH_EDITION}))
    assert may_open(guarded, frozenset()).code == "not_allowed"


def test_an_unknown_capability_is_an_error_and_no_stamp() -> None:
    with pytest.raises(TypeError):
        requires("les_alt")  # type: ignore[arg-type]


def test_something_that_only_looks_like_a_stamp_is_none() -> None:
    def forged() -> None: ...

    forged.motvekt_access = True  # type: ignore[attr-defined]
    assert stamp_of(forged) is None
