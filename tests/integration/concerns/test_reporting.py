"""The pages from a concern to a sent report: what each asks, what it refuses, and that no text is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from motvekt.audit.models import AuditEvent
from motvekt.concerns import print_data, sent_reads
from motvekt.concerns.models import Concern, StepDone
from motvekt.concerns.report_about import About
from motvekt.dossiers.models import Consent
from motvekt.kernel import clock
from motvekt.kernel.decision import no
from motvekt.kernel.ids import new_id
from motvekt.organisations.models import Session
from motvekt.overview.waiting import Looking, answered_reports, sent_reports
from motvekt.reports import answering_actions, desk_actions, sending_actions
from motvekt.reports import queries as desks
from motvekt.reports.child_welfare_file import NationalReport
from motvekt.reports.models import Arrival, Elsewhere, Report
from tests.concerns import SEEN
from tests.guides import guide_of
from tests.integration.concerns.walking import invited
from tests.integration.test_administration import browser
from tests.people import Person, inside, unit_of

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db]

SCHOOL = ("asker-baerum", "lerkeli-ungdomsskole")
NAME = "Isak Brenne"


@pytest.fixture(autouse=True)
def within_asker_and_baerum(people: None) -> Iterator[None]:
    with inside("asker-baerum"):
        yield


def noted(person: Person = Person.TEACHER, unit: tuple[str, str] = SCHOOL) -> Concern:
    """A concern of somebody of the cast's."""
    from motvekt.concerns import actions
    from motvekt.concerns.texts import Observation

    return actions.note(
        concern_id=new_id(), unit=unit_of(*unit), observation=Observation(seen=SEEN), by=person.standing
    )


class Reporter:
    """Somebody who fills in the pages, one after the other."""

    def __init__(self, concern: Concern, person: Person = Person.TEACHER, way: str = "") -> None:
        self.client, self.concern = browser(person), concern
        self.at = self.client.get(f"/inne/bekymringer/{concern.pk}/meld/{way}")["Location"]
        self.page: Any = None

    def look(self) -> str:
        self.page = self.client.get(self.at)
        assert self.page.status_code == 200, self.page.get("Location")
        return str(self.page.text)

    def answer(self, status: Any = 302, **said: Any) -> str:
        """Send the page as it stands with these answers. Where it leads, or what it says instead."""
        shown = dict(re.findall(r'name="(melding|id)" value="([^"]+)"', self.look()))
        assert "melding" in shown
        self.page = self.client.post(self.at, {**shown, **said})
        assert self.page.status_code == status, self.page.text
        if status == 302:
            self.at = self.page["Location"]
        return str(self.page.text if status != 302 else self.at)

    def until(self, last: str, to: str = "slt-asker", basis: str = "fvl-13b-5", named: bool = True) -> None:
        """Fill in what comes before a page, all of it rightly."""
        unit = unit_of("asker-baerum", to).id
        who = {"named": "yes", "name": NAME, "born": "14.03.2010"} if named else {"named": "no"}
        pages: dict[str, dict[str, Any]] = {
            "til": {"desks": [str(unit)], "exit": "ordinary"},
            "hva": {"med-0": "on", "tekst-0": SEEN, "med-1": "on", "tekst-1": "Han er flink på laget."},
            "hvem": who,
            "helse": {"health": "yes"},
            "grunnlag": {f"grunnlag-{unit}": basis},
            "star-for": {f"star-for-{unit}": ["0", "1", "2"], f"hvorfor-{unit}": "De skal avklare."},
            "hjemme": {"unsafe_home": "no"},
            "beskjed": {"told": "yes"},
        }
        for _ in range(12):
            here = self.at.split("?")[0].rstrip("/").rsplit("/", 1)[1]
            if here == last:
                return
            if here == "star-for":
                # Everything that the basis asks.
                pages[here][f"star-for-{unit}"] = re.findall(rf'name="star-for-{unit}" value="(\d+)"', self.look())
            self.answer(**pages[here])
        raise AssertionError(f"never came to {last}")


def test_a_report_is_filled_in_page_by_page_looked_over_and_sent_once() -> None:
    concern = noted()
    reporter = Reporter(concern)
    reporter.until("se-over")
    shown = reporter.look()
    assert NAME in shown
    assert "Han er flink på laget." in shown
    assert not Report.objects.exists()
    first = reporter.at
    receipt = reporter.answer()
    assert receipt.endswith("/kvittering/")
    assert "Levert. Ingen har lest den ennå." in reporter.look()
    assert NAME not in reporter.look()
    # The back button and another press lead to the same receipt.
    assert reporter.client.post(first, {})["Location"] == receipt
    assert (Report.objects.count(), Arrival.objects.count()) == (1, 1)
    concern.refresh_from_db()
    assert concern.status == "reported"
    # To describe it, by the first note; and to report it.
    assert StepDone.objects.filter(concern=concern).count() == 2


def test_nothing_typed_is_lost_where_something_is_wrong() -> None:
    reporter = Reporter(noted())
    assert "Velg minst ett mottak." in reporter.answer(400, exit="ordinary")
    reporter.until("hva")
    long = "å" * 20_001
    said = reporter.answer(400, **{"med-0": "on", "tekst-0": long})
    assert long in said
    assert "høyst 20000 tegn" in said
    assert "<title>Feil:" in said
    reporter.until("hvem")
    said = reporter.answer(400, named="yes", name="  ", contact="10A")
    assert "Skriv navnet på den det gjelder." in said
    assert 'value="10A"' in said
    assert "Skriv dagen som" in reporter.answer(400, named="yes", name=NAME, born="i fjor")


def test_the_gate_says_which_bases_are_open_and_why_others_are_not() -> None:
    reporter = Reporter(noted())
    reporter.until("grunnlag", to="barnevernet-asker")
    shown = reporter.look()
    assert "Dette er en plikt. Den er din egen, og venter ikke på noen." in shown
    assert "Hjemmelen gjelder andre tjenester enn din." in shown
    unit = unit_of("asker-baerum", "barnevernet-asker").id
    # The page only helps: a basis that is closed is no answer to it.
    reporter.answer(400, **{f"grunnlag-{unit}": "bvl-13-1-3"})
    reporter.until("star-for", to="barnevernet-asker", basis="opl-24-3")
    assert "Hva hviler det på?" in reporter.look()
    assert "Du må kunne stå for alt" in reporter.answer(400, **{f"hvorfor-{unit}": "Han er alene hjemme."})


def test_a_nurse_is_asked_first_how_it_was_learnt() -> None:
    concern = noted(Person.NURSE, ("asker-baerum", "helsestasjonen-asker"))
    reporter = Reporter(concern, Person.NURSE)
    reporter.until("helse")
    assert "Fikk du vite dette som helsepersonell?" in reporter.look()
    reporter.until("grunnlag")
    shown = reporter.look()
    assert "Helsepersonell: uten kjennetegn" in shown
    assert "Du fikk vite det som helsepersonell. Da gjelder helsepersonelloven." in shown


def test_a_consent_is_written_down_on_the_way_and_can_be_withdrawn_afterwards() -> None:
    concern = noted()
    reporter = Reporter(concern)
    reporter.until("samtykke", basis="consent")
    desk = str(unit_of("asker-baerum", "slt-asker").id)
    given = {"desks": [desk], "band": "18", "on": "01.01.2020", "how": "Muntlig."}
    assert "Velg hvem som har sagt ja." in reporter.answer(400, **given)
    reporter.answer(**given, by_self="on")
    assert "Samtykke er skrevet ned, og gjelder i dag." in reporter.look()
    reporter.answer(videre="1")
    unit = unit_of("asker-baerum", "slt-asker").id
    reporter.answer(**{f"star-for-{unit}": ["0", "1", "2"], f"hvorfor-{unit}": "De skal avklare."})
    reporter.until("se-over")
    consent = Consent.objects.get()
    shown = reporter.client.get(f"/inne/bekymringer/{concern.pk}/samtykke/{consent.id}/trekk/").text
    assert "Det mottakeren alt har arkivert, blir der." in shown
    reporter.client.post(f"/inne/bekymringer/{concern.pk}/samtykke/{consent.id}/trekk/")
    # Withdrawn while the report was open: it is asked for again, and nothing leaves.
    assert reporter.client.get(reporter.at)["Location"].endswith("/samtykke/")
    assert not Report.objects.exists()


def test_where_it_may_be_unsafe_at_home_child_welfare_comes_before_the_parents() -> None:
    reporter = Reporter(noted())
    reporter.until("hjemme")
    reporter.answer(unsafe_home="unsure")
    shown = reporter.look()
    assert "Snakk med barnevernet først" in shown
    assert "Det kan være utrygt hjemme. Barnevernet spørres først." in shown
    today = clock.today().strftime("%d.%m.%Y")
    assert "Velg en dag etter i dag" in reporter.answer(400, told="no", why="Utrygt.", again=today)
    reporter.answer(told="no", why="Utrygt.", again=(clock.today() + timedelta(days=7)).strftime("%d.%m.%Y"))
    assert reporter.at.endswith("/se-over/")


def test_child_welfare_gets_it_from_the_sender_who_is_told_that_it_is_not_delivered() -> None:
    concern = noted()
    reporter = Reporter(concern)
    reporter.until("se-over", to="barnevernet-asker", basis="opl-24-3")
    reporter.answer()
    shown = reporter.look()
    assert "Ikke levert her" in shown
    assert "Klar, men ikke levert" in shown
    assert "Levert." not in shown
    report, unit = Report.objects.get(), unit_of("asker-baerum", "barnevernet-asker").id
    base = f"/inne/bekymringer/{concern.pk}/meldt/{report.id}"
    file = f"{base}/barnevern/{unit}.json"
    # The name is in it, so whoever asks shows who they are.
    assert reporter.client.get(file).status_code == 302
    assert reporter.client.post(f"/inne/hvem/show_identity/{report.id}/").status_code == 302
    came = reporter.client.get(file)
    assert came["Content-Disposition"] == 'attachment; filename="bekymringsmelding-kladd.json"'
    read = NationalReport.model_validate(json.loads(came.content))
    assert read.offentligBarn[0].personnavn == NAME
    assert (read.kommunenummer, read.offentligBarn[0].fnr) == ("3203", "")
    assert any(one.startswith("fnr") for one in read.kladd)
    assert NAME in reporter.client.get(f"{base}/med-navn/").text
    reporter.client.post(f"{base}/levert/{unit}/")
    assert Elsewhere.objects.get().sent_at is not None
    assert "Du tok den dit selv" in reporter.client.get(f"{base}/").text


def test_an_edition_that_comes_meanwhile_is_said_and_the_form_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    reporter = Reporter(noted())
    reporter.until("se-over")
    real = About.wanted

    def old(about: Any, role: str) -> Any:
        return real(about.__class__(about.by, about.concern, about.draft.but(edition=new_id()), about.law), role)

    monkeypatch.setattr(About, "wanted", old)
    said = reporter.answer(400)
    assert "Veilederen er endret mens du skrev." in said
    assert SEEN.split("«")[0] in said
    assert not Report.objects.exists()
    monkeypatch.undo()
    # The basis is chosen anew, under the law of today; everything else is as it was.
    again = reporter.client.get(reporter.at)["Location"]
    assert again.endswith("/grunnlag/")


def test_an_expired_session_gives_back_what_was_on_its_way() -> None:
    concern = noted()
    reporter = Reporter(concern)
    reporter.until("hvem")
    sealed = re.search(r'name="melding" value="([^"]+)"', reporter.look())
    assert sealed
    Session.objects.update(ended_at=clock.now())
    fields = {"melding": sealed.group(1), "named": "yes", "name": NAME}
    lapsed = reporter.client.post(reporter.at, fields)
    assert lapsed.status_code == 403
    assert "Det du skrev, er tatt vare på" in lapsed.text
    # In a new session the form alone has all of it.
    reporter.client = browser(Person.TEACHER)
    assert reporter.client.post(reporter.at, fields)["Location"].endswith("/grunnlag/")
    # Nobody else's session opens it.
    other = browser(Person.SOCIAL_TEACHER)
    assert other.post(reporter.at, fields).status_code == 404


def test_a_draft_stands_nowhere_in_plain() -> None:
    reporter = Reporter(noted())
    reporter.until("grunnlag")
    stored = " ".join(str(reporter.client.session.get("reports")))
    assert "reports" in reporter.client.session
    assert NAME not in stored
    assert "Isak" not in str(dict(reporter.client.session.items()))


def test_a_talk_is_asked_for_without_a_name_and_the_concern_stays_open() -> None:
    concern = noted()
    reporter = Reporter(concern, way="?vei=samtale")
    assert "Hvem skal ta samtalen, eller gi råd?" in reporter.look()
    unit = unit_of("asker-baerum", "slt-asker").id
    reporter.until("grunnlag", named=False)
    reporter.answer(**{f"grunnlag-{unit}": "anonymised"})
    reporter.answer(**{f"star-for-{unit}": ["0", "1"], f"hvorfor-{unit}": "Vi trenger råd."})
    assert reporter.at.endswith("/se-over/")
    reporter.answer()
    concern.refresh_from_db()
    assert (concern.status, Arrival.objects.get().kind) == ("open", "talk")


def test_what_is_due_comes_up_for_the_sender_alone(settings: Any) -> None:
    concern = noted()
    reporter = Reporter(concern)
    reporter.until("beskjed", to="barnevernet-asker", basis="opl-24-3")
    again = clock.today() + timedelta(days=7)
    reporter.answer(told="no", why="Utrygt hjemme.", again=again.strftime("%d.%m.%Y"))
    reporter.answer()

    def waits(person: Person) -> list[str]:
        account = person.account
        with inside("asker-baerum") as area:
            return [one.title for one in sent_reports(Looking(person.standing, area, account, strong=True))]

    assert waits(Person.TEACHER) == ["Lever meldingen til Barnevernet i Asker"]
    with clock.frozen(clock.now() + timedelta(days=7)):
        assert "Vet personen det nå?" in waits(Person.TEACHER)
        assert waits(Person.SOCIAL_TEACHER) == []
        assert waits(Person.CHILD_WELFARE_INTAKE) == []


def waits_for(person: Person, source: Any) -> list[str]:
    with inside("asker-baerum") as area:
        return [one.title for one in source(Looking(person.standing, area, person.account, strong=True))]


@pytest.mark.parametrize("said", ["knows", "later"])
def test_whether_the_person_knows_is_answered_or_asked_again_and_what_was_sent_stands(said: str) -> None:
    now = clock.now()
    # Sent a week ago: a session is good by the hours of today.
    with clock.frozen(now - timedelta(days=7)):
        concern = noted()
        reporter = Reporter(concern)
        reporter.until("beskjed", to="barnevernet-asker", basis="opl-24-3")
        again = clock.today() + timedelta(days=7)
        reporter.answer(told="no", why="Utrygt hjemme.", again=again.strftime("%d.%m.%Y"))
        reporter.answer()
        report = Report.objects.get()
        address = f"/inne/bekymringer/{concern.pk}/meldt/{report.id}/"
        title, asked = "Vet personen det nå?", "Ja, nå vet personen det"
        assert asked not in browser(Person.TEACHER).get(address).text
    with clock.frozen(now):
        client = browser(Person.TEACHER)
        assert asked in client.get(address).text
        for wrong in ("", "tull", clock.today().isoformat(), "9999-12-31"):
            refused = client.post(f"{address}igjen/", {"again": wrong})
            assert (refused.status_code, title in waits_for(Person.TEACHER, sent_reports)) == (400, True)
            assert "Noe må rettes først" in refused.text
        later = (clock.today() + timedelta(days=3)).isoformat()
        form = {"vet": "ja"} if said == "knows" else {"again": later}
        for _ in range(2):
            assert client.post(f"{address}igjen/", form)["Location"] == address
        assert title not in waits_for(Person.TEACHER, sent_reports)
        assert asked not in client.get(address).text
        assert AuditEvent.objects.filter(event="looked_again").count() == 1
    with clock.frozen(now + timedelta(days=3)):
        assert (title in waits_for(Person.TEACHER, sent_reports)) == (said == "later")
    row = Elsewhere.objects.get()
    assert (row.was_told, row.look_again_on) == (False, again)


def test_what_a_desk_answers_is_found_from_every_page_and_read_by_the_report() -> None:
    concern = noted()
    reporter = Reporter(concern)
    reporter.until("se-over")
    reporter.answer()
    by, row = Person.SLT_ASKER.standing, Arrival.objects.get()
    desk_actions.mark_read(arrival=row.id, by=by)
    found = desks.arrival(by, row.id)
    assert found is not None
    law = desks.basis(found)
    asked = len(law.attest) if law else 0
    answering_actions.answer(
        arrival=found, text="Ring meg i morgen.", item_id=new_id(), attested=frozenset(range(asked)), seen=None, by=by
    )
    address = f"/inne/bekymringer/{concern.pk}/meldt/{row.report_id}/"
    sheet = reporter.client.get(f"/inne/bekymringer/{concern.pk}/droft/").text
    assert f'href="{address}#svar"' in sheet
    assert "Ring meg i morgen." not in sheet
    assert "Ring meg i morgen." in reporter.client.get(address).text
    assert waits_for(Person.TEACHER, answered_reports) == ["Et mottak har svart"]
    assert waits_for(Person.SOCIAL_TEACHER, answered_reports) == []
    # A guest reads it too, once they have shown who they are.
    invited(concern)
    guest = browser(Person.SOCIAL_TEACHER)
    assert guest.get(address).status_code == 302
    assert guest.post(f"/inne/hvem/open_invited/{concern.pk}/").status_code == 302
    assert "Ring meg i morgen." in guest.get(address).text


def two_desks(reporter: Reporter, last: str) -> tuple[str, str]:
    """A report to two desks, as far as a page."""
    one, other = (str(unit_of("asker-baerum", name).id) for name in ("slt-asker", "slt-baerum"))
    reporter.answer(desks=[one, other], exit="ordinary")
    reporter.answer(**{"med-0": "on", "tekst-0": SEEN})
    reporter.answer(named="no")
    if last == "se-over":
        reporter.answer(**{f"grunnlag-{desk}": "fvl-13b-5" for desk in (one, other)})
        said: dict[str, Any] = {}
        for desk in (one, other):
            said[f"star-for-{desk}"] = re.findall(rf'name="star-for-{desk}" value="(\d+)"', reporter.look())
            said[f"hvorfor-{desk}"] = "De skal avklare."
        reporter.answer(**said)
    assert reporter.at.endswith(f"/{last}/")
    return one, other


def test_a_desk_that_is_refused_at_the_last_moment_is_left_out_with_one_press(monkeypatch: pytest.MonkeyPatch) -> None:
    reporter = Reporter(noted())
    one, other = two_desks(reporter, "se-over")
    decided = sending_actions._decided

    def refused(parts: Any, leg: Any) -> None:
        if str(leg.unit.id) == other:
            raise sending_actions.Hindered(no("closed", "Grunnlaget er stengt hit."), leg)
        decided(parts, leg)

    monkeypatch.setattr(sending_actions, "_decided", refused)
    assert "Send bare til" not in reporter.look()
    shown = reporter.answer(status=400)
    assert "Grunnlaget er stengt hit." in shown
    assert f"Send bare til {unit_of('asker-baerum', 'slt-asker').name}" in shown
    assert not Report.objects.exists()
    assert reporter.answer(bare=other).endswith("/kvittering/")
    assert [str(row.unit_id) for row in Arrival.objects.all()] == [one]


def test_a_desk_without_an_open_basis_holds_nobody_else_back(monkeypatch: pytest.MonkeyPatch) -> None:
    reporter = Reporter(noted())
    one, other = two_desks(reporter, "grunnlag")
    offers = About.offers
    monkeypatch.setattr(
        About, "offers", lambda self, receiver: [] if str(receiver.unit.id) == other else offers(self, receiver)
    )
    name = unit_of("asker-baerum", "slt-asker").name
    assert f"Gå videre bare med {name}" in reporter.look()
    reporter.answer(**{f"grunnlag-{one}": "fvl-13b-5", "bare": other})
    assert reporter.at.endswith("/star-for/")
    shown = reporter.look()
    assert f'name="star-for-{one}"' in shown
    assert f'name="star-for-{other}"' not in shown
    # No press takes out all of them.
    kept = reporter.answer(status=400, bare=one)
    assert f'name="star-for-{one}"' in kept


def test_on_paper_are_the_calls_the_duties_and_the_closing_and_no_weight_of_signs() -> None:
    from motvekt.concerns import actions, closing_actions, exit_actions
    from motvekt.concerns.kinds import CallTo, DutyKind, Why
    from motvekt.concerns.texts import CallNote, Closing, DutyWords, Observation

    by, concern = Person.TEACHER.standing, noted()
    signs = [sign.id for sign in guide_of("asker-baerum").signs]
    few, many = Observation(seen="Noe annet.", prompts=tuple(signs[:1])), Observation(seen="Noe annet.")
    written = actions.write(concern=concern, content=few, by=by)
    exit_actions.note_call(concern=concern, call=new_id(), to=CallTo.SERIOUS, by=by)
    actions.write(concern=concern, content=CallNote(whom="Kontakten", said="Kom i morgen."), by=by)
    words = DutyWords(rests_on="Han sa når og hvor.")
    exit_actions.note_duty(concern=concern, duty=new_id(), kind=DutyKind.AVERT, whom=CallNote(), words=words, by=by)

    def paper() -> str:
        concern.refresh_from_db()
        return json.dumps(print_data.of_concern(by, concern), ensure_ascii=False, sort_keys=True)

    before = paper()
    for text in ("Telefonsamtale", "Kom i morgen.", "Plikten til å si fra", "Han sa når og hvor.", "Ringt", "Plikt"):
        assert text in before
    # As many signs as there are change nothing of it: none is printed, counted, coloured or ranked.
    for prompts in (tuple(signs), tuple(reversed(signs)), ()):
        written = actions.write(
            concern=concern,
            content=many.model_copy(update={"prompts": prompts}),
            by=by,
            item=written,
            version=written.version,
        )
        assert paper() == before
    ending = closing_actions.Ending(Why.NO_GROUND, Closing(words="Det var en misforståelse."))
    closing_actions.close(concern=concern, ending=ending, closing_id=new_id(), by=by)
    after = paper()
    assert "Avslutningen" in after
    assert "Det var en misforståelse." in after
    assert "Det var ikke grunn til bekymring" in after


def test_on_paper_there_is_no_name_and_each_fetch_is_in_the_log() -> None:
    concern = noted()
    reporter = Reporter(concern)
    reporter.until("se-over")
    reporter.answer()
    report = Report.objects.get()
    pages = {
        f"/inne/bekymringer/{concern.pk}/utskrift.pdf": "concern_printed",
        f"/inne/bekymringer/{concern.pk}/meldt/{report.id}/melding.pdf": "report_fetched",
    }
    for address, event in pages.items():
        came: Any = reporter.client.get(address)
        assert came.content.startswith(b"%PDF-")
        assert came["Content-Disposition"].startswith("attachment")
        assert AuditEvent.objects.filter(event=event).count() == 1
    paper = reporter.client.get(f"/inne/bekymringer/{concern.pk}/utskrift/").text
    assert SEEN.split("«")[0] in paper
    assert NAME not in paper


def test_signs_that_paper_lacks_are_no_reason_for_no_paper() -> None:
    from motvekt.concerns import actions
    from motvekt.concerns.texts import Reflection

    concern = noted()
    words = Reflection(protective="Glad 😀 " + "x" * 500)
    actions.write(concern=concern, content=words, by=Person.TEACHER.standing)
    came = browser(Person.TEACHER).get(f"/inne/bekymringer/{concern.pk}/utskrift.pdf")
    assert came.content.startswith(b"%PDF-")


def test_nobody_else_finds_any_of_it() -> None:
    concern = noted()
    reporter = Reporter(concern)
    reporter.until("se-over")
    reporter.answer()
    report = Report.objects.get()
    for person in (Person.SOCIAL_TEACHER, Person.SCHOOL_LEADER, Person.SLT_ASKER):
        other: Client = browser(person)
        for path in ("meld/", "samtykke/", "utskrift/", f"meldt/{report.id}/", f"meldt/{report.id}/kvittering/"):
            assert other.get(f"/inne/bekymringer/{concern.pk}/{path}").status_code == 404
        assert sent_reads.sent(person.standing, concern, report.id) is None
