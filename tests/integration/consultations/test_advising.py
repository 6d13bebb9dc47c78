"""An adviser who recognises the person stops; and calls are noted as a line to count."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from motvekt.audit.models import AuditEvent
from motvekt.consultations import asking_actions, recognised_actions, telephone_actions
from motvekt.consultations.asking_actions import Said
from motvekt.consultations.kinds import Side
from motvekt.consultations.models import Anonymous, Telephoned
from motvekt.consultations.policy import SOMEBODY
from motvekt.consultations.queries import by_receipt
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.kinds import AgencyKind
from motvekt.reports import desk_actions
from motvekt.reports.models import Arrival
from motvekt.site.compare import compare
from motvekt.vault import keystore
from tests.concerns import browser, opened
from tests.integration.consultations.questioning import answered, asked
from tests.reports import reported
from tests.world import TODAY, World

CALLS = "/inne/mottak/telefon/"
RECEIPT = "1234567890123456"


@pytest.fixture
def desk(world: World) -> Client:
    return browser(world, "slt")


def test_whoever_recognises_the_person_stops_and_the_others_go_on(world: World, desk: Client) -> None:
    row = asked(world)
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt"))
    desk_actions.handle(arrival=row.id, instead_of=None, by=world.standing("slt"))
    page = desk.get(reverse("reports:item", args=[row.id])).content.decode()
    address = reverse("advising:recognise", args=[row.id])
    assert address in page
    explained = desk.get(address).content.decode()
    assert "Du ser ikke dette mer." in explained
    assert "slt_colleague" in explained
    assert desk.post(address, {}).status_code == 400
    key = new_id()
    assert [desk.post(address, {"key": key}).headers["Location"] for _ in range(2)] == [reverse("reports:desk")] * 2
    assert desk.get(reverse("reports:item", args=[row.id])).status_code == 404
    assert str(row.id) not in desk.get(reverse("reports:desk")).content.decode()
    row.refresh_from_db()
    assert (row.handler, row.answered_at, row.status) == (None, None, "read")
    asker = browser(world, "teacher").get(reverse("questions:question", args=[row.report_id])).content.decode()
    assert "kjente igjen personen og har sluttet å lese" in asker
    assert "spør et annet mottak" in asker
    assert "slt@" not in asker
    assert "har svart på noe du spurte om" in browser(world, "teacher").get("/inne/min-side/").content.decode()
    other = browser(world, "slt_colleague")
    assert other.get(reverse("reports:item", args=[row.id])).status_code == 200
    answered(world, row, by="slt_colleague")
    events = set(AuditEvent.objects.values_list("event", flat=True))
    assert {"person_recognised", "recused"} <= events
    assert compare() == []


def test_twice_is_as_good_as_once(world: World) -> None:
    row = asked(world)
    by = world.standing("slt")
    desk_actions.mark_read(arrival=row.id, by=by)
    for _ in range(2):
        recognised_actions.recognise(arrival=row.id, item_id=new_id(), by=by)
    assert AuditEvent.objects.filter(event="person_recognised").count() == 1


def test_where_nobody_else_receives_the_asker_is_told_so(world: World) -> None:
    row = asked(world, to="kontaktene")
    desk_actions.mark_read(arrival=row.id, by=world.standing("contact"))
    recognised_actions.recognise(arrival=row.id, item_id=new_id(), by=world.standing("contact"))
    page = browser(world, "teacher").get(reverse("questions:question", args=[row.report_id])).content.decode()
    assert "Ingen andre her tar imot akkurat nå." in page


def test_only_what_names_nobody_and_is_read_is_recognised(world: World, desk: Client) -> None:
    report, unread = reported(world), asked(world)
    desk.post(reverse("reports:read", args=[report.id]))
    assert "kjenner igjen" not in desk.get(reverse("reports:item", args=[report.id])).content.decode()
    for row in (report, unread):
        assert desk.post(reverse("advising:recognise", args=[row.id]), {"key": new_id()}).status_code == 404
        with pytest.raises(Refused):
            recognised_actions.recognise(arrival=row.id, item_id=new_id(), by=world.standing("slt"))
    with pytest.raises(Refused):
        recognised_actions.recognise(arrival=unread.id, item_id=new_id(), by=world.standing("teacher"))


def test_who_asked_anonymously_reads_it_with_their_receipt(world: World, cheap_receipts: None) -> None:
    unit = world.units["slt"]
    keystore.make_desk_pair(unit.id)
    said = Said(text="Sønnen min sier ting om andre.")
    asking_actions.ask(receipt=RECEIPT, unit=unit, said=said, language="nb", by=SOMEBODY)
    row = Arrival.objects.get(kind="anonymous")
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt"))
    recognised_actions.recognise(arrival=row.id, item_id=new_id(), by=world.standing("slt"))
    words = by_receipt(RECEIPT, unit.area).words
    assert [word.by for word in words] == [Side.ASKER, Side.DESK]
    assert "kjente igjen personen" in words[-1].text
    # Their question is not answered by that: their way in doesn't begin to end.
    assert Anonymous.objects.get().last_by == Side.ASKER


def test_a_call_is_noted_in_two_presses_and_counted_for_its_month(world: World, desk: Client) -> None:
    assert CALLS in desk.get(reverse("reports:desk")).content.decode()
    form = opened(desk, CALLS).context["form"]
    given = {"key": form["key"].value(), "on": TODAY.isoformat(), "service": "education", "municipality": "asker"}
    assert form["municipality"].value() == "asker"
    for words in ("Samtalen er notert.", "Samtalen var alt notert."):
        came = desk.post(CALLS, given)
        assert came.headers["Location"].startswith(f"{CALLS}?enhet={world.units['slt'].id}&")
        assert words in desk.get(came.headers["Location"]).content.decode()
    [row] = Telephoned.objects.all()
    assert (row.unit, row.by, row.on, row.agency) == (world.units["slt"], world.accounts["slt"], TODAY, "education")
    desk.post(CALLS, {"key": new_id(), "on": "2026-10-30", "service": "privat", "municipality": ""})
    page = opened(desk, CALLS).content.decode()
    assert "1 samtale i november 2026" in page
    assert "1 samtale i oktober 2026" in page
    assert "Tallet er samtaler, ikke personer." in page
    assert "Det kan ikke angres." in page
    assert compare() == []
    assert [one.about.get("agency") for one in AuditEvent.objects.filter(event="telephone_noted")] == [
        "education",
        None,
    ]


def test_on_the_way_back_the_same_call_is_one_and_another_is_another(world: World, desk: Client) -> None:
    page = onwards = desk.get(CALLS).headers["Location"]
    for service, calls in (("education", 1), ("education", 1), ("privat", 2), ("privat", 2)):
        form = desk.get(page).context["form"]
        given = {"key": form["key"].value(), "on": TODAY.isoformat(), "service": service, "municipality": "asker"}
        onwards = desk.post(CALLS, given).headers["Location"]
        assert Telephoned.objects.count() == calls
    # Two schools call on one day.
    for to in (onwards, CALLS):
        given = {
            "key": opened(desk, to).context["form"]["key"].value(),
            "on": TODAY.isoformat(),
            "service": "education",
        }
        told = desk.post(CALLS, given | {"municipality": "asker"}).headers["Location"]
        assert "Samtalen er notert." in desk.get(told).content.decode()
    assert Telephoned.objects.count() == 4


def test_a_call_is_noted_by_those_who_receive_there_and_of_late(world: World, desk: Client) -> None:
    assert browser(world, "teacher").get(CALLS).status_code == 403
    assert desk.get(f"{CALLS}?enhet={world.units['kontaktene'].id}").status_code == 404
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=32)):
        given = {"key": new_id(), "on": day.isoformat(), "service": "education", "municipality": ""}
        assert desk.post(CALLS, given).status_code == 400
    assert desk.post(CALLS, {"key": new_id(), "on": TODAY.isoformat(), "municipality": "oslo"}).status_code == 400
    about: dict[str, Any] = {"on": clock.today(), "agency": AgencyKind.EDUCATION, "municipality": ""}
    with pytest.raises(Refused):
        telephone_actions.note_call(call=uuid4(), unit=world.units["slt"], by=world.standing("contact"), **about)
    mine = telephone_actions.note_call(call=uuid4(), unit=world.units["slt"], by=world.standing("slt"), **about)
    with pytest.raises(Refused):
        telephone_actions.note_call(call=mine.id, unit=world.units["kontaktene"], by=world.standing("contact"), **about)
    assert Telephoned.objects.count() == 1


def test_a_call_that_was_put_in_past_the_system_stands_out(world: World) -> None:
    unit = world.units["slt"]
    row = Telephoned.objects.create(area=unit.area, unit=unit, by=world.accounts["slt"], on=TODAY)
    assert [str(row.id) in one for one in compare()] == [True]
