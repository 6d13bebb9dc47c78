"""What stands in a notice's and a request's item is read for years, whatever it was stored as."""

from __future__ import annotations

import json

import pytest

from motvekt.reports.asking_shapes import AskedFor, read_request
from motvekt.reports.notice_shapes import PoliceNotice, read_notice, stored
from motvekt.reports.shapes import Notice, ReportText, read, written


def test_what_was_written_is_read_again() -> None:
    notice = PoliceNotice(text="Æ «ø» å\n\n\u2014", verified=True, secrecy=False, reporter_role="kontakt")
    assert read_notice(written(notice)) == notice
    asked = AskedFor(text="Et kurs", name="Kari", contact="22 33 44 55", workplace="Solvang")
    assert read_request(written(asked)) == asked


@pytest.mark.parametrize("stored", ["Bare ord.", "", "[]", "null", '{"ord": 1}', '{"text": 3}', "{", '"x"'])
def test_a_text_of_another_shape_is_shown_as_it_is_under_every_mark(stored: str) -> None:
    found = read_notice(stored)
    assert found.text == stored
    assert (found.verified, found.secrecy, found.ask_first) == (False, True, True)
    assert read_request(stored).text == stored


@pytest.mark.parametrize("missing", ["verified", "secrecy", "ask_first"])
def test_where_a_mark_is_missing_the_stricter_answer_holds(missing: str) -> None:
    stored = json.loads(written(PoliceNotice(text="x", verified=True, secrecy=False, ask_first=False)))
    del stored[missing]
    assert getattr(read_notice(json.dumps(stored)), missing) is (missing != "verified")


def test_a_field_that_a_later_release_adds_is_passed_over() -> None:
    stored = json.loads(written(PoliceNotice(text="x"))) | {"nytt": {"a": 1}}
    assert read_notice(json.dumps(stored)) == PoliceNotice(text="x")


def test_whoever_knows_notices_in_general_reads_one_of_the_police_and_nobody_takes_it_for_a_report() -> None:
    kept = stored(PoliceNotice(text="x", verified=True))
    assert read(Notice, kept) == Notice(text="x")
    assert read(ReportText, kept) is None
    assert read_notice(kept).verified
