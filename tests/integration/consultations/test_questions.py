"""An employee asks a desk about somebody who can't be recognised: from a concern and alone, and what comes back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from motvekt.audit.models import AuditEvent
from motvekt.concerns import question_actions as of_concerns
from motvekt.concerns import step_queries
from motvekt.concerns.models import Concern
from motvekt.concerns.texts import Discussion
from motvekt.consultations import question_actions, question_reads, question_ways, recognised_actions
from motvekt.dossiers import law as laws
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.dossiers.models import Disclosure, Dossier, Item, Reader
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.models import Unit
from motvekt.post.letters import Letter
from motvekt.reports import desk_actions
from motvekt.reports.kinds import ArrivalKind
from motvekt.reports.models import Arrival, Report
from tests.concerns import browser, noted
from tests.integration.consultations.questioning import (
    ADVICE,
    ASKED,
    PHONE,
    answered,
    arrival_of,
    asked,
    fields,
    question,
    sent,
)
from tests.world import World

NEW = "/inne/droft/ny/"


@pytest.fixture
def teacher(world: World) -> Client:
    return browser(world, "teacher")


@pytest.fixture
def desk(world: World) -> Client:
    return browser(world, "slt")


def test_a_question_alone_begins_a_dossier_that_only_its_asker_reads(world: World) -> None:
    row = asked(world)
    assert row.report is not None
    assert row.kind == ArrivalKind.QUESTION
    assert row.dossier.kind == DossierKind.CONSULTATION
    assert [one.account for one in Reader.objects.filter(dossier=row.dossier)] == [world.accounts["teacher"]]
    assert (row.report.identity, row.alias, row.hides_sender, row.agency) == (None, "", False, "education")
    assert not Item.objects.filter(dossier=row.dossier, kind=ItemKind.IDENTITY).exists()
    shared = Disclosure.objects.get(dossier=row.dossier)
    assert (shared.identifies, shared.purpose, shared.basis) == (False, "advice", "anonymised")


def test_sent_twice_it_is_one(world: World) -> None:
    wanted = question(world)
    first = question_actions.ask_desk(question=wanted, by=world.standing("teacher"))
    assert question_actions.ask_desk(question=wanted, by=world.standing("teacher")) == first
    assert (Dossier.objects.count(), Arrival.objects.count()) == (1, 1)


def test_somebody_elses_id_is_no_way_into_what_they_asked(world: World) -> None:
    row = asked(world)
    with pytest.raises(Refused) as no:
        question_actions.ask_desk(question=question(world, by="nurse", id=row.report_id), by=world.standing("nurse"))
    assert no.value.decision.code == "not_there"


@pytest.mark.parametrize(
    ("changed", "code"), [({"attested": frozenset()}, "not_attested"), ({"basis": "consent"}, "no_consent")]
)
def test_what_the_gate_refuses_is_in_the_log_and_nothing_else_is(world: World, changed: Any, code: str) -> None:
    with pytest.raises(Refused) as no:
        question_actions.ask_desk(question=question(world, **changed), by=world.standing("teacher"))
    assert no.value.decision.code == code
    assert (Dossier.objects.count(), Item.objects.count()) == (0, 0)
    assert AuditEvent.objects.filter(event="disclosure_refused").count() == 1


def test_a_desk_that_has_closed_meanwhile_is_said_and_nothing_is_sent(world: World) -> None:
    wanted = question(world)
    Unit.objects.filter(id=world.units["slt"].id).update(desk="")
    with pytest.raises(Refused) as no:
        question_actions.ask_desk(question=wanted, by=world.standing("teacher"))
    assert (no.value.decision.code, Dossier.objects.count()) == ("not_a_desk", 0)


def test_whoever_has_a_channel_of_their_own_is_called(world: World) -> None:
    ways = question_ways.ways(world.units["solvang-skole"], laws.of_today(world.areas["asker-baerum"]))
    assert [one.unit.slug for one in ways.asked] == ["slt", "kontaktene"]
    assert list(ways.called) == ["child_welfare"]


def test_nobody_asks_their_own_desk(world: World) -> None:
    ways = question_ways.ways(world.units["slt"], laws.of_today(world.areas["asker-baerum"]))
    assert [one.unit.slug for one in ways.asked] == ["kontaktene"]


def test_a_health_service_says_how_it_was_learnt(world: World) -> None:
    nurse = browser(world, "nurse")
    given = fields(world, nurse.get(NEW))
    assert nurse.post(NEW, {**given, "steg": "se-over"}).status_code == 400
    sent(nurse, NEW, {**given, "health": "ja"})
    row = arrival_of(Report.objects.get().id)
    assert row.disclosure is not None
    assert (row.disclosure.as_health_personnel, row.disclosure.basis) == (True, "anonymised")


def test_the_form_the_look_over_and_the_question_as_it_was_sent(world: World, teacher: Client) -> None:
    page = teacher.get(NEW)
    assert b"Barnevern" in page.content
    given = fields(world, page, text=f"{ASKED} Han heter Ola Testesen.", band="15_17")
    looked = teacher.post(NEW, {**given, "steg": "se-over"})
    text = looked.content.decode()
    assert "Kan noen kjenne igjen personen?" in text
    assert "«Ola Testesen»" in text
    assert "Send likevel" in text
    assert Report.objects.count() == 0
    back = teacher.post(NEW, {**given, "steg": "endre"})
    assert "Ola Testesen" in back.content.decode()
    refused = teacher.post(NEW, {**given, "steg": "send"})
    assert refused.status_code == 400
    assert "Kryss av" in refused.content.decode()
    came = sent(teacher, NEW, given)
    row = Report.objects.get()
    assert came.headers["Location"] == reverse("questions:question", args=[row.id])
    assert sent(teacher, NEW, given).headers["Location"] == came.headers["Location"]
    assert Report.objects.count() == 1
    shown = teacher.get(came.headers["Location"]).content.decode()
    assert ASKED in shown
    assert "15–17 år" in shown
    assert PHONE in shown
    assert "Ingen har lest dette ennå" in shown
    assert "teacher, Lærer" in shown


def test_a_text_without_anything_that_stands_out_says_so(world: World, teacher: Client) -> None:
    given = fields(world, teacher.get(NEW))
    looked = teacher.post(NEW, {**given, "steg": "se-over"}).content.decode()
    assert "Vi fant verken navn" in looked
    assert "Send likevel" not in looked


WRONG = (
    ({"text": ""}, "Skriv hva du lurer på."),
    ({"text": "x" * 10_001}, "høyst 10000 tegn, og har 10001"),
    ({"phone": ""}, "Skriv nummeret ditt"),
    ({"phone": "ring rektor"}, "Skriv et telefonnummer"),
    ({"desk": ""}, "Velg en av dem."),
)


def test_what_is_wrong_is_said_first_and_nothing_is_lost(world: World, teacher: Client) -> None:
    first = teacher.get(NEW)
    for wrong, words in WRONG:
        given = fields(world, first, **{"tried": "Vi har snakket med ham.", **wrong})
        page = teacher.post(NEW, {**given, "steg": "se-over"})
        text = page.content.decode()
        assert page.status_code == 400
        assert "Feil: " in text
        assert words in text
        assert "Vi har snakket med ham." in text
        assert given["text"] in text
    assert teacher.post(NEW, {**fields(world, first), "text": "Noe\x00 annet", "steg": "send"}).status_code == 400


def test_a_new_edition_meanwhile_sends_nothing_and_asks_anew(world: World, teacher: Client) -> None:
    given = fields(world, teacher.get(NEW), edition=new_id())
    page = sent(teacher, NEW, given)
    assert page.status_code == 400
    assert "Veilederen er endret" in page.content.decode()
    assert ("edition", str(laws.of_today(world.areas["asker-baerum"]).edition)) in page.context["fields"]
    assert Report.objects.count() == 0


def test_the_answer_comes_back_to_the_asker_and_to_nobody_else(world: World, teacher: Client) -> None:
    row = asked(world)
    answered(world, row)
    address = reverse("questions:question", args=[row.report_id])
    page = teacher.get(address).content.decode()
    assert "Svar fra SLT" in page
    assert ADVICE in page
    assert "Les svaret" in teacher.get("/inne/droft/").content.decode()
    waiting = teacher.get("/inne/min-side/").content.decode()
    assert "SLT har svart på noe du spurte om uten navn." in waiting
    assert address in waiting
    for name in ("colleague", "principal", "nurse", "slt"):
        assert browser(world, name).get(address).status_code == 404, name
    assert browser(world, "colleague").get("/inne/droft/").context["questions"] == []
    told = [row.args_kwargs["args"] for row in DBTaskResult.objects.all()]
    assert [Letter.WAITING, str(world.accounts["teacher"].id)] in [list(one[:2]) for one in told]


def test_from_a_concern_the_advice_is_kept_with_what_was_discussed(world: World, teacher: Client) -> None:
    concern = noted(world)
    address = reverse("concerns:ask", args=[concern.pk])
    assert "Spør uten navn" in teacher.get(reverse("concerns:discuss", args=[concern.pk])).content.decode()
    given = fields(world, teacher.get(address))
    came = sent(teacher, address, given)
    row = arrival_of(Report.objects.get().id)
    assert came.headers["Location"] == reverse("concerns:question", args=[concern.pk, row.report_id])
    assert (row.dossier_id, row.alias) == (concern.pk, concern.alias)
    concern.refresh_from_db()
    assert concern.status == "open"
    assert "Ingen har lest dette. Ring." in teacher.get(came.headers["Location"]).content.decode()
    item = answered(world, row)
    page = teacher.get(came.headers["Location"]).content.decode()
    assert ADVICE in page
    keep = reverse("concerns:keep_advice", args=[concern.pk, row.report_id, item])
    assert keep in page
    discuss = reverse("concerns:discuss", args=[concern.pk])
    assert [teacher.post(keep).headers["Location"] for _ in range(2)] == [discuss, discuss]
    discussed = teacher.get(discuss).content.decode()
    assert "Rådet står i drøftingen nå." in discussed
    [part] = step_queries.parts_of(world.standing("teacher"), concern, Discussion)
    assert isinstance(part.content, Discussion)
    assert (part.content.with_whom, part.content.agreed) == ("SLT-koordinator i Asker", ADVICE)
    assert part.content.on == "25. november 2026"
    assert "spurte om uten navn" in teacher.get("/inne/min-side/").content.decode()
    assert "Et mottak har svart" not in teacher.get("/inne/min-side/").content.decode()


def test_that_an_adviser_stopped_is_no_advice_to_keep(world: World, teacher: Client) -> None:
    concern = noted(world)
    address = reverse("concerns:ask", args=[concern.pk])
    came = sent(teacher, address, fields(world, teacher.get(address)))
    row = arrival_of(Report.objects.get().id)
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt"))
    item = new_id()
    recognised_actions.recognise(arrival=row.id, item_id=item, by=world.standing("slt"))
    page = teacher.get(came.headers["Location"]).content.decode()
    assert "kjente igjen personen og har sluttet å lese" in page
    assert "Ta rådet med" not in page
    keep = reverse("concerns:keep_advice", args=[concern.pk, row.report_id, item])
    assert teacher.post(keep).status_code == 404


def test_advice_that_was_written_on_is_not_overwritten(world: World, teacher: Client) -> None:
    concern = noted(world)
    report = of_concerns.ask_desk(concern=concern, question=question(world), by=world.standing("teacher"))
    item = answered(world, arrival_of(report))
    keep = reverse("concerns:keep_advice", args=[concern.pk, report.id, item])
    teacher.post(keep)
    [part] = step_queries.parts_of(world.standing("teacher"), concern, Discussion)
    teacher.post(
        reverse("concerns:discuss", args=[concern.pk]),
        {"item": part.id, "version": part.version, "with_whom": "SLT", "agreed": "Vi gjør noe annet."},
    )
    assert teacher.post(keep).status_code == 302
    [part] = step_queries.parts_of(world.standing("teacher"), concern, Discussion)
    assert isinstance(part.content, Discussion)
    assert part.content.agreed == "Vi gjør noe annet."


def test_another_concerns_question_is_not_there(world: World, teacher: Client) -> None:
    concern, other = noted(world), noted(world)
    report = of_concerns.ask_desk(concern=concern, question=question(world), by=world.standing("teacher"))
    item = answered(world, arrival_of(report))
    assert teacher.get(reverse("concerns:question", args=[other.pk, report.id])).status_code == 404
    assert teacher.post(reverse("concerns:keep_advice", args=[other.pk, report.id, item])).status_code == 404
    assert teacher.post(reverse("concerns:keep_advice", args=[concern.pk, report.id, new_id()])).status_code == 404
    # What was asked from a concern stands by the concern.
    assert teacher.get(reverse("questions:question", args=[report.id])).status_code == 404
    assert question_reads.alone(world.standing("teacher")) == ([], None)


def test_a_closed_concern_asks_nobody(world: World, teacher: Client) -> None:
    concern = noted(world)
    Concern.objects.filter(pk=concern.pk).update(status="closed", closed_why="no_ground", closed_at=concern.begun_at)
    assert teacher.get(reverse("concerns:ask", args=[concern.pk])).status_code == 403


def test_a_hidden_sender_is_on_no_page_of_the_desk_and_the_asker_can_still_be_called(
    world: World, desk: Client
) -> None:
    concern = noted(world)
    wanted = question(world, hides_sender=True)
    report = of_concerns.ask_desk(concern=concern, question=wanted, by=world.standing("teacher"))
    row = arrival_of(report)
    assert (row.agency, row.alias, row.hides_sender) == ("", "", True)
    pages = [reverse("reports:desk"), reverse("reports:item", args=[row.id])]
    seen = {address: desk.get(address) for address in pages}
    seen["read"] = desk.post(reverse("reports:read", args=[row.id]))
    acts = ("reports:item", "reports:answer", "reports:close", "reports:recuse", "advising:recognise")
    pages = [reverse("reports:desk"), reverse("reports:decided"), *(reverse(name, args=[row.id]) for name in acts)]
    seen |= {f"{address} read": desk.get(address) for address in pages}
    item = seen[f"{reverse('reports:item', args=[row.id])} read"].content.decode()
    answered(world, row)
    seen["answered"] = desk.get(reverse("reports:item", args=[row.id]))
    for address, page in seen.items():
        assert page.status_code in (200, 302), address
        for leak in ("Solvang", concern.alias, "skole", "privatperson"):
            assert leak not in page.content.decode(), (address, leak)
    assert PHONE in item
    assert "teacher, lærer" in item.casefold()


def test_the_desks_log_and_letters_have_nothing_of_a_hidden_sender(world: World) -> None:
    row = asked(world, hides_sender=True, to="kontaktene")
    school = str(world.units["solvang-skole"].id)
    theirs = [
        one
        for one in AuditEvent.objects.filter(controller=world.organisation("kontaktene"))
        if str(row.dossier_id) in str(one.about)
    ]
    assert {"arrival_came", "items_received"} <= {one.event for one in theirs}
    assert all(school not in str(one.about) for one in theirs)


def test_a_name_of_ones_own_unit_in_the_text_is_pointed_out_where_it_is_hidden(world: World, teacher: Client) -> None:
    given = fields(world, teacher.get(NEW), text=f"{ASKED} Jeg jobber på Solvang skole.", hides_sender="on")
    text = teacher.post(NEW, {**given, "steg": "se-over"}).content.decode()
    assert "Hvor du jobber:" in text
    assert "Hvor du jobber, vises ikke." in text
    del given["hides_sender"]
    assert "Hvor du jobber:" not in teacher.post(NEW, {**given, "steg": "se-over"}).content.decode()


def test_an_alias_can_be_hidden_alone(world: World, teacher: Client) -> None:
    concern = noted(world)
    address = reverse("concerns:ask", args=[concern.pk])
    sent(teacher, address, fields(world, teacher.get(address), hides_alias="on"))
    row = arrival_of(Report.objects.get().id)
    assert (row.alias, row.hides_sender, row.agency) == ("", False, "education")


def test_the_pages_say_that_asking_is_no_report(world: World, teacher: Client) -> None:
    concern = noted(world)
    for address in (NEW, reverse("concerns:ask", args=[concern.pk])):
        text = teacher.get(address).content.decode()
        assert "Å spørre er ikke å melde" in text
        assert "tel:112" in text
        assert "Er det alvorlig?" in text
