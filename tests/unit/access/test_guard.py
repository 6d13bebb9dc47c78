"""The stamps of views: a missing one denies."""

from __future__ import annotations

import pytest

from motvekt.access.capabilities import Capability
from motvekt.access.guard import may_open, public, requires, signed_in, stamp_of
from motvekt.access.roles import Role
from motvekt.access.standing import NOBODY, Post, Standing
from motvekt.kernel.ids import new_id


def somebody(*roles: Role) -> Standing:
    """An account with these roles in one unit."""
    unit, body, area = new_id(), new_id(), new_id()
    return Standing(new_id(), area, frozenset(Post(unit, body, area, role) for role in roles))


def view() -> None:
    """A view."""


def test_a_view_without_a_stamp_is_closed_to_everybody() -> None:
    decision = may_open(view, somebody(*Role))
    assert not decision
    assert decision.code == "unstamped_view"


def test_a_public_view_is_open_to_everybody() -> None:
    assert may_open(public(lambda: None), NOBODY)


def test_a_view_that_requires_a_capability_opens_for_it_alone() -> None:
    guarded = requires(Capability.PUBLISH_EDITION)(lambda: None)
    assert may_open(guarded, somebody(Role.GUIDE_EDITOR))
    assert may_open(guarded, somebody(Role.AREA_ADMIN)).code == "not_allowed"
    assert may_open(guarded, NOBODY).code == "not_signed_in"


def test_a_view_for_whoever_is_signed_in_asks_for_an_account_alone() -> None:
    own = signed_in(lambda: None)
    assert may_open(own, somebody())
    assert may_open(own, NOBODY).code == "not_signed_in"


def test_an_unknown_capability_is_an_error_and_no_stamp() -> None:
    with pytest.raises(TypeError):
        requires("les_alt")  # type: ignore[arg-type]


def test_something_that_only_looks_like_a_stamp_is_none() -> None:
    def forged() -> None: ...

    forged.motvekt_access = True  # type: ignore[attr-defined]
    assert stamp_of(forged) is None
