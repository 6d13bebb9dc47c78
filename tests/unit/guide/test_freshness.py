"""What somebody should check again."""

from __future__ import annotations

from datetime import date, timedelta

from motvekt.guide.freshness import contact_checks, law_checks, reached_by
from motvekt.guide.schema import CheckAfter
from motvekt.guide.shapes import LawSource
from tests.guides import guide_of

GUIDE = guide_of("asker-baerum").model_copy(update={"check_after": CheckAfter(contacts=100, law=200)})
TODAY = date(2026, 11, 25)


def test_a_number_is_due_on_the_day_that_the_edition_says_and_not_the_day_before() -> None:
    checked = {"pst": TODAY - timedelta(days=100), "slt-asker": TODAY - timedelta(days=99)}
    due = {check.ref: check.is_due(TODAY) for check in contact_checks(GUIDE, checked)}
    assert due["contacts/pst"]
    assert not due["contacts/slt-asker"]


def test_what_nobody_has_checked_is_due_and_stands_first() -> None:
    first, *_, last = contact_checks(GUIDE, {GUIDE.contacts[0].id: TODAY})
    assert (first.last, first.due, first.is_due(TODAY)) == (None, None, True)
    assert last.ref == f"contacts/{GUIDE.contacts[0].id}"


def test_a_contact_that_cannot_be_reached_has_nothing_to_check() -> None:
    lawyer = next(contact for contact in GUIDE.contacts if contact.id == "jurist")
    assert reached_by(lawyer) == ""
    assert "contacts/jurist" not in {check.ref for check in contact_checks(GUIDE, {})}


def test_a_contact_is_reached_by_all_its_numbers_and_its_address() -> None:
    contact = next(contact for contact in GUIDE.contacts if contact.id == "slt-asker")
    assert reached_by(contact) == "+4793053601 +4748174917 slt@asker.kommune.no"


def test_every_item_whose_source_is_an_act_is_read_again() -> None:
    checks = law_checks(GUIDE)
    read_on = {basis.source.checked for basis in GUIDE.bases if isinstance(basis.source, LawSource)}
    assert {f"legal_bases/{basis.id}" for basis in GUIDE.bases if isinstance(basis.source, LawSource)} <= {
        check.ref for check in checks
    }
    assert all(check.due == check.last + timedelta(days=200) for check in checks if check.last)
    assert not any(check.is_due(min(read_on) + timedelta(days=199)) for check in checks)
    assert all(check.is_due(max(read_on) + timedelta(days=200)) for check in checks)
