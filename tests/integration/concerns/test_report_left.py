"""«Tilbake» from a page of a report that isn't right yet: what was typed there stands when one comes again."""

from __future__ import annotations

import re
from typing import Any

import pytest

from motvekt.concerns import closing_actions
from motvekt.concerns.closing_actions import Ending
from motvekt.concerns.kinds import Why
from motvekt.concerns.texts import LONGEST, Closing
from motvekt.dossiers.models import Consent
from motvekt.kernel.ids import new_id
from motvekt.reports.models import Report
from tests.integration.concerns.test_report_faults import desk, fields_of
from tests.integration.concerns.test_reporting import NAME, Reporter, noted
from tests.people import Person

pytestmark = pytest.mark.usefixtures("within_asker_and_baerum")

TYPED: dict[str, tuple[dict[str, Any], str]] = {
    "hva": ({"tekst-0": "", "mer": "", "telefon": "40 00 00 09"}, 'value="40 00 00 09"'),
    "hvem": ({"named": "yes", "name": NAME, "born": "i fjor", "contact": "Klasse 10A"}, "Klasse 10A"),
    "star-for": ({"hvorfor": "De skal avklare."}, "De skal avklare."),
    "beskjed": ({"told": "no", "why": "Det kan bli utrygt.", "again": "i morgen"}, "Det kan bli utrygt."),
}
"""Each page with a text, filled in so that something is wrong, and what is seen of it."""


@pytest.mark.parametrize("page", TYPED)
def test_what_was_typed_on_a_page_that_is_not_right_yet_stands_there_after_the_way_back(page: str) -> None:
    reporter = Reporter(noted())
    reporter.until(page)
    said, shown = TYPED[page]
    if page == "star-for":
        said = {f"hvorfor-{desk()}": said["hvorfor"]}
    at = reporter.at
    before = reporter.answer(**said, tilbake="1")
    assert before != at
    came = reporter.client.get(at).text
    assert shown in came
    # Wrong or missing is said when it is sent, not before.
    assert "Noe må rettes først" not in came
    # Nothing goes on past it, and nothing of it is taken for an answer.
    review = re.sub(r"/[a-z-]+/$", "/se-over/", at)
    assert reporter.client.get(review)["Location"] == at
    assert not Report.objects.exists()


def test_a_page_that_is_put_right_afterwards_is_as_it_was_answered() -> None:
    reporter = Reporter(noted())
    reporter.until("hvem")
    at = reporter.at
    reporter.answer(named="yes", name="", contact="Klasse 10A", tilbake="1")
    reporter.at = at
    reporter.answer(named="yes", name=NAME, contact="Klasse 10A")
    shown = reporter.client.get(at).text
    assert NAME in shown
    reporter.until("se-over")
    assert "Klasse 10A" in reporter.look()


def test_a_page_that_was_right_before_and_is_left_in_the_middle_is_not_sent_as_it_was() -> None:
    reporter = Reporter(noted())
    reporter.until("se-over")
    review = reporter.at
    what = re.sub(r"/se-over/$", "/hvem/", review)
    reporter.at = what
    reporter.answer(named="yes", name="", contact="Klasse 10B", tilbake="1", endre="1")
    assert reporter.client.get(review)["Location"] == what
    assert "Klasse 10B" in reporter.client.get(what).text


def test_a_text_that_is_too_long_to_be_carried_stays_on_its_page() -> None:
    reporter = Reporter(noted())
    reporter.until("hva")
    long = "å" * (LONGEST + 1)
    said = reporter.answer(400, **{"med-0": "on", "tekst-0": long, "tilbake": "1"})
    assert long in said
    assert f"høyst {LONGEST} tegn" in said


@pytest.mark.parametrize("way", ["tilbake", "videre"])
def test_a_consent_that_was_begun_stands_there_too_and_the_report_does_not_wait_for_it(way: str) -> None:
    reporter = Reporter(noted())
    reporter.until("samtykke", basis="consent")
    at = reporter.at
    form: dict[str, Any] = {"desks": [desk()], "band": "18", "on": "01.01.2020", "how": "Muntlig."}
    if way == "videre":
        reporter.answer(**form, by_self="on")
        form = {"how": "I et brev."}
    reporter.answer(**form, **{way: "1"})
    assert reporter.at != at
    assert form["how"] in reporter.client.get(at).text
    assert Consent.objects.count() == (1 if way == "videre" else 0)
    if way == "videre":
        assert reporter.at.endswith("/star-for/")


def test_what_was_left_on_a_page_is_given_back_where_the_concern_was_closed_meanwhile() -> None:
    concern = noted()
    reporter = Reporter(concern)
    reporter.until("hvem")
    reporter.answer(named="yes", name="", contact="Klasse 10A", tilbake="1")
    sent = fields_of(reporter.look())
    ending = Ending(Why.NO_GROUND, Closing(words="Det var en misforståelse."))
    closing_actions.close(concern=concern, ending=ending, closing_id=new_id(), by=Person.TEACHER.standing)
    came = reporter.client.post(reporter.at, sent)
    assert came.status_code == 403
    assert "Klasse 10A" in came.text
