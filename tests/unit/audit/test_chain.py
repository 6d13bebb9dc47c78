"""The chain finds any change, and says where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motvekt.audit.chain import START, Entry, Head, Link, State, mac, verify

KEY = bytes(range(32))
OWN, OTHER = uuid4(), uuid4()
AT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


def chain(length: int, controller=OWN, key: bytes = KEY) -> list[Link]:  # type: ignore[no-untyped-def]
    links: list[Link] = []
    before = START
    for number in range(1, length + 1):
        entry = Entry(controller, number, AT + timedelta(seconds=number), "account:kari", "area_set", {"area": "x"})
        before = mac(key, before, entry)
        links.append(Link(entry, before))
    return links


def head(links: list[Link]) -> Head:
    return Head(OWN, links[-1].entry.number, links[-1].mac)


@pytest.mark.parametrize("length", [0, 1, 2, 50])
def test_a_whole_chain_is_whole_but_not_proven_without_a_head(length: int) -> None:
    verdict = verify(KEY, OWN, chain(length))
    assert (verdict.state, verdict.links) == (State.NOT_PROVEN, length)


def test_with_a_head_that_was_kept_elsewhere_it_is_proven() -> None:
    links = chain(9)
    assert verify(KEY, OWN, links, [head(links)]).state is State.PROVEN
    # An older head proves the chain up to there, and no cut before it.
    assert verify(KEY, OWN, links, [head(links[:4])]).state is State.PROVEN
    assert verify(KEY, OWN, links, iter([head(links)])).state is State.PROVEN


def test_another_controllers_head_proves_nothing() -> None:
    links = chain(3)
    assert verify(KEY, OWN, links, [replace(head(links), controller=OTHER)]).state is State.NOT_PROVEN


@given(st.integers(1, 12), st.integers(0, 11), st.data())
def test_any_change_of_any_link_is_found_where_it_is(length: int, place: int, data: st.DataObject) -> None:
    links = chain(length)
    place %= length
    old = links[place]
    changed = data.draw(
        st.sampled_from(
            [
                replace(old, entry=replace(old.entry, actor="account:ola")),
                replace(old, entry=replace(old.entry, event="edition_confirmed")),
                replace(old, entry=replace(old.entry, about={"area": "y"})),
                replace(old, entry=replace(old.entry, about={})),
                replace(old, entry=replace(old.entry, about=[["area", "x"]])),  # type: ignore[arg-type]
                replace(old, entry=replace(old.entry, about=None)),  # type: ignore[arg-type]
                replace(old, entry=replace(old.entry, at=old.entry.at + timedelta(microseconds=1))),
                replace(old, mac=bytes(32)),
                replace(old, mac=old.mac[:-1]),
            ]
        )
    )
    verdict = verify(KEY, OWN, [*links[:place], changed, *links[place + 1 :]])
    assert (verdict.state, verdict.at, verdict.links) == (State.BROKEN, place + 1, place)


@given(st.integers(2, 12), st.integers(0, 11))
def test_a_link_that_was_taken_out_is_missed(length: int, place: int) -> None:
    links = chain(length)
    place %= length - 1
    verdict = verify(KEY, OWN, [*links[:place], *links[place + 1 :]])
    assert (verdict.state, verdict.at) == (State.BROKEN, place + 1)


@given(st.integers(2, 12), st.data())
def test_links_in_another_order_are_found(length: int, data: st.DataObject) -> None:
    links = chain(length)
    shuffled = data.draw(st.permutations(links).filter(lambda order: list(order) != links))
    assert verify(KEY, OWN, shuffled).state is State.BROKEN


def test_a_chain_that_was_cut_short_is_found_by_its_head_alone() -> None:
    links = chain(9)
    assert verify(KEY, OWN, links[:5]).state is State.NOT_PROVEN
    verdict = verify(KEY, OWN, links[:5], [head(links)])
    assert (verdict.state, verdict.at) == (State.BROKEN, 6)
    assert verify(KEY, OWN, [], [head(links)]).state is State.BROKEN


def test_a_chain_that_was_forked_after_its_head_was_kept_is_found() -> None:
    links = chain(5)
    entry = replace(links[4].entry, actor="account:ola")
    forked = [*links[:4], Link(entry, mac(KEY, links[3].mac, entry))]
    assert verify(KEY, OWN, forked).state is State.NOT_PROVEN
    verdict = verify(KEY, OWN, forked, [head(links)])
    assert (verdict.state, verdict.at) == (State.BROKEN, 5)


def test_a_chain_that_was_forked_between_two_heads_of_one_number_is_found() -> None:
    links = chain(5)
    entry = replace(links[4].entry, actor="account:ola")
    forked = [*links[:4], Link(entry, mac(KEY, links[3].mac, entry))]
    for heads in ([head(links), head(forked)], [head(forked), head(links)]):
        assert verify(KEY, OWN, forked, heads).state is State.BROKEN
    assert verify(KEY, OWN, links, [head(links), head(links)]).state is State.PROVEN


def test_whoever_lacks_the_key_makes_no_link() -> None:
    forged = chain(3, key=bytes(32))
    assert verify(KEY, OWN, forged).at == 1


def test_another_controllers_links_are_not_this_ones() -> None:
    assert verify(KEY, OWN, chain(3, controller=OTHER)).state is State.BROKEN


def test_the_same_moment_in_another_zone_is_the_same_link() -> None:
    one = chain(1)[0].entry
    oslo = replace(one, at=one.at.astimezone(timezone(timedelta(hours=1))))
    assert one.message() == oslo.message()


def test_a_head_is_kept_as_a_line_and_read_back() -> None:
    kept = head(chain(3))
    assert Head.read(str(kept)) == kept
    for line in ("", "tull", f"{OWN} x ff", f"{OWN} 1"):
        with pytest.raises(ValueError):  # noqa: PT011
            Head.read(line)
