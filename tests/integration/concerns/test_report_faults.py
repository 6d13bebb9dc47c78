"""What goes wrong on the way to a report: it is said, nothing that somebody typed is lost, and one report is sent."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from motvekt.access.roles import Role
from motvekt.concerns import closing_actions
from motvekt.concerns.closing_actions import Ending
from motvekt.concerns.kinds import Why
from motvekt.concerns.texts import LONGEST, Closing
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.organisations import actions as people
from motvekt.organisations.models import Membership
from motvekt.reports.models import Arrival, Report
from tests.concerns import SEEN
from tests.integration.concerns.test_reporting import NAME, Reporter, noted
from tests.integration.test_administration import browser
from tests.people import OPERATOR, Person, hired, unit_of

pytestmark = pytest.mark.usefixtures("within_asker_and_baerum")

PASTED = "Han sa at noen burde få det de fortjener. " * 15_000
WORDS, MORE = "De skal avklare bekymringen.", "Læreren hans vet mer."


def fields_of(page: str) -> dict[str, str]:
    """What a window has of a page: its draft, and what stands in its fields."""
    found = dict(re.findall(r'name="(melding)" value="([^"]+)"', page))
    texts = re.findall(r'<textarea name="(tekst-\d+)"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    return found | {name: text.replace("&quot;", '"') for name, text in texts}


def desk() -> str:
    return str(unit_of("asker-baerum", "slt-asker").id)


def until_looked_over(reporter: Reporter) -> None:
    reporter.until("se-over", named=False, basis="anonymised")


def other_page(reporter: Reporter, name: str) -> str:
    """Another page of the same report."""
    return re.sub(r"/[a-z-]+/(\?.*)?$", f"/{name}/", reporter.at)


def test_two_hundred_pages_are_refused_at_every_text_and_are_still_there() -> None:
    reporter = Reporter(noted())

    def pasted(field: str, **more: Any) -> None:
        said = reporter.answer(400, **{**more, field: PASTED})
        assert f"høyst {LONGEST} tegn" in said
        assert said.count("Han sa at noen burde få det de fortjener.") == 15_000
        assert "<title>Feil:" in said

    reporter.until("hva")
    pasted("tekst-0", **{"med-0": "on"})
    pasted("mer")
    reporter.until("samtykke", basis="consent")
    given = {"desks": [desk()], "band": "18", "on": "01.01.2020", "by_self": "on"}
    pasted("how", **given)
    reporter.answer(**given, how="Muntlig.")
    reporter.answer(videre="1")
    pasted(f"hvorfor-{desk()}")
    reporter.until("beskjed")
    pasted("why", told="no")
    assert not Report.objects.exists()


@pytest.mark.parametrize("how", ["role", "closed"])
def test_a_writer_who_lost_it_on_the_way_gets_back_what_they_typed_and_nothing_else(how: str) -> None:
    concern = noted()
    reporter = Reporter(concern)
    reporter.until("hva")
    reporter.answer(**{"med-0": "on", "tekst-0": SEEN, "mer": MORE})
    reporter.until("star-for")
    sent = {**fields_of(reporter.look()), f"hvorfor-{desk()}": WORDS}
    if how == "closed":
        ending = Ending(Why.NO_GROUND, Closing(words="Det var en misforståelse."))
        closing_actions.close(concern=concern, ending=ending, closing_id=new_id(), by=Person.TEACHER.standing)
        answer = reporter.client.post(reporter.at, sent)
        assert "Bekymringen er avsluttet." in answer.text
    else:
        with clock.frozen(clock.now() + timedelta(minutes=5)):
            people.end_membership(membership=Membership.objects.get(account=Person.TEACHER.account), by=OPERATOR)
            lapsed = reporter.client.post(reporter.at, sent)
            assert (lapsed.status_code, 'name="brakt"' in lapsed.text) == (403, True)
            # Sent once more from a new session, as the page where one signs in offers, in a role that reports nothing.
            hired(Person.TEACHER.account, unit_of("asker-baerum", "stab-asker"), Role.COUNCIL_READER)
            answer = browser(Person.TEACHER).post(reporter.at, sent)
    assert answer.status_code == 403
    for typed in (WORDS, MORE, NAME):
        assert typed in answer.text
    assert "Kopier det før du lukker siden" in answer.text
    assert SEEN.split("«")[0] not in answer.text
    assert concern.alias not in answer.text
    assert not Report.objects.exists()
    # Of what somebody else had typed nothing is said, whoever sends it.
    others = browser(Person.COUNTY_TEACHER).post(reporter.at, sent)
    assert (others.status_code, MORE in others.text, NAME in others.text) == (404, False, False)


def test_two_windows_that_answer_the_same_page_meet_and_none_of_the_texts_is_lost() -> None:
    reporter = Reporter(noted())
    reporter.until("hva")
    at, window = reporter.at, {**fields_of(reporter.look()), "med-0": "on"}
    other = window | {"tekst-0": "Fra det ene vinduet.", "mer": MORE}
    # Pressed twice it is one answer.
    assert [reporter.client.post(at, other).status_code for _ in range(2)] == [302, 302]
    assert reporter.client.get(at).text.count(MORE) == 1
    came = reporter.client.post(at, window | {"tekst-0": "Fra det andre vinduet."})
    assert came.status_code == 409
    assert "Du har svart noe annet på denne siden i et annet vindu." in came.text
    for words in ("Fra det ene vinduet.", "Fra det andre vinduet.", MORE):
        assert words in came.text
    again = fields_of(came.text) | {"med-0": "on", "med-2": "on"}
    assert again["tekst-0"] == "Fra det andre vinduet."
    assert reporter.client.post(at, again).status_code == 302
    now = reporter.client.get(at).text
    assert "Fra det andre vinduet." in now
    assert MORE in now
    assert "Fra det ene vinduet." not in now


def test_two_windows_on_different_pages_answer_one_report() -> None:
    reporter = Reporter(noted())
    until_looked_over(reporter)
    what, who = other_page(reporter, "hva"), other_page(reporter, "hvem")
    first, second = (fields_of(reporter.client.get(page).text) for page in (what, who))
    assert reporter.client.post(what, first | {"med-0": "on", "mer": MORE}).status_code == 302
    assert reporter.client.post(who, second | {"named": "no"}).status_code == 302
    assert MORE in reporter.look()


def test_what_was_changed_in_another_window_is_looked_over_before_it_is_sent() -> None:
    reporter = Reporter(noted())
    until_looked_over(reporter)
    stale = fields_of(reporter.look())
    what = other_page(reporter, "hva")
    reporter.client.post(what, fields_of(reporter.client.get(what).text) | {"med-0": "on", "mer": MORE, "endre": "1"})
    came = reporter.client.post(reporter.at, stale)
    assert came.status_code == 409
    assert "Du har endret meldingen i et annet vindu." in came.text
    assert MORE in came.text
    assert not Report.objects.exists()
    assert reporter.client.post(reporter.at, fields_of(came.text))["Location"].endswith("/kvittering/")
    assert MORE in reporter.client.get(f"/inne/bekymringer/{reporter.concern.pk}/meldt/{Report.objects.get().id}/").text


def test_what_comes_after_it_was_sent_is_not_taken_for_sent() -> None:
    reporter = Reporter(noted())
    until_looked_over(reporter)
    what = other_page(reporter, "hva")
    looked_over, window = fields_of(reporter.look()), fields_of(reporter.client.get(what).text)
    receipt = reporter.client.post(reporter.at, looked_over)["Location"]
    # Pressed twice, and the way back.
    assert reporter.client.post(reporter.at, looked_over)["Location"] == receipt
    assert reporter.client.get(what)["Location"] == receipt
    # Another window, and a page that the browser had kept.
    came = reporter.client.post(what, window | {"med-0": "on", "mer": MORE})
    assert came.status_code == 409
    assert "Meldingen er alt sendt, og kan ikke endres." in came.text
    assert MORE in came.text
    assert (Report.objects.count(), Arrival.objects.count()) == (1, 1)


def test_a_draft_that_is_too_old_gives_back_what_was_typed_on_the_page() -> None:
    reporter = Reporter(noted())
    reporter.until("hva")
    sent = fields_of(reporter.look()) | {"mer": MORE}
    session = reporter.client.session
    session.pop("reports", None)
    session.save()
    came = reporter.client.post(reporter.at, sent | {"melding": "for gammel"})
    assert came.status_code == 409
    assert MORE in came.text
