"""Which area a Host header leads to."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motvekt.organisations.rules import area_for, bare_host, has_address, is_invented, without_address


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("localhost", "localhost"),
        ("LOCALHOST:8000", "localhost"),
        ("bekymring.fjellvik.no.", "bekymring.fjellvik.no"),
        ("127.0.0.1:80", "127.0.0.1"),
        ("", None),
        ("a b", None),
        ("[::1]:80", None),
        ("en.no:port", None),
        ("en.no:80:80", None),
        ("en.no/sti", None),
        ("en..no", None),
        ("x" * 300, None),
        ("en.no\n", "en.no"),
    ],
)
def test_a_host_header_is_stripped_to_its_name_or_refused(header: str, host: str | None) -> None:
    assert bare_host(header) == host


@given(st.text())
def test_whatever_the_header_is_a_host_name_comes_out_clean_or_nothing(header: str) -> None:
    host = bare_host(header)
    assert host is None or (host == host.lower() and "/" not in host and " " not in host)


def test_a_known_host_leads_to_its_area_and_an_unknown_one_to_the_default() -> None:
    hosts = {"en.no": "en"}
    assert area_for("en.no", hosts, "to") == "en"
    assert area_for("annet.no", hosts, "to") == "to"
    assert area_for("annet.no", hosts, None) is None
    assert area_for(None, hosts, "to") is None


def test_what_stands_in_an_addresss_place_is_no_address_and_makes_nobody_one_of_the_cast() -> None:
    email = without_address(uuid4())
    assert not has_address(email)
    assert not has_address(email.upper())
    assert not is_invented(email)
    assert has_address("mona.haugen@lerkeli.example")
