"""What lies at a desk: who sees it, in which order, and what is shown of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from motvekt.audit.models import AuditEvent
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import sharing_actions
from motvekt.dossiers.kinds import Purpose
from motvekt.kernel import clock
from motvekt.organisations.stepup import Act as StepUp
from motvekt.reports import contents, desk_actions, hearing, listing, policy, queries
from motvekt.reports.kinds import ArrivalKind, Exit, Status
from motvekt.reports.listing import Asked
from motvekt.reports.models import Arrival
from tests.dossiers import consented
from tests.integration.reports.pages import DESK, client_of, stepped_up
from tests.questions import asked_by
from tests.reports import BORN, NAME, SAW, noticed, reported, requested
from tests.world import NOON, PEOPLE, World

pytestmark = pytest.mark.django_db


def at(minutes: int, world: World, **more: object) -> Arrival:
    """A report that came so many minutes after noon."""
    with clock.frozen(NOON + timedelta(minutes=minutes)):
        return reported(world, **more)  # type: ignore[arg-type]


def test_the_oldest_stands_first_and_the_shortest_limit_is_named(world: World) -> None:
    old, serious = at(0, world), at(5, world, alias="Bjørk 7", exit_=Exit.SERIOUS, called_at=NOON)
    by = world.standing("slt")
    page = listing.desk(by, Asked())
    assert page is not None
    assert [row.id for row in page.unread.rows] == [old.id, serious.id]
    assert page.shortest is not None
    assert page.shortest.id == serious.id
    ordered = listing.desk(by, Asked(by_limit=True))
    assert ordered is not None
    assert [row.id for row in ordered.unread.rows] == [serious.id, old.id]
    html = client_of(world, "slt").get(DESK).content.decode()
    assert "2 venter på å bli lest." in html
    assert "Bjørk 7, i dag kl. 12.35" in html
    assert "Melderen ringte først, kl. 12.00. Fra skole." in html
    assert SAW not in html


def test_somebody_who_called_112_says_so(world: World) -> None:
    at(1, world, exit_=Exit.NOW, called_at=NOON)
    assert "Melderen ringte 112 først, kl. 12.00." in client_of(world, "slt").get(DESK).content.decode()


def test_each_kind_has_its_tab_and_says_what_it_is(world: World) -> None:
    reported(world), noticed(world), requested(world)
    page = listing.desk(world.standing("slt"), Asked(kind=ArrivalKind.NOTICE))
    assert page is not None
    assert [row.kind for row in page.unread.rows] == [ArrivalKind.NOTICE]
    assert {tab.kind: tab.number for tab in page.tabs} == {
        "": "3", "report": "1", "notice": "1", "request": "1",
    }  # fmt: skip
    html = client_of(world, "slt").get(DESK).content.decode()
    assert "Varsel fra politiet" in html
    assert "Ikke bekreftet." in html
    assert "Forespørsel om kurs" in html
    assert "Fra en privatperson." in html


def test_pages_follow_each_other_without_a_gap_or_a_row_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    with clock.frozen(NOON):
        came = {reported(world, alias=f"Rogn {number}").id for number in range(5)}
    by, after, seen = world.standing("slt"), None, []
    for _ in range(3):
        page = listing.desk(by, Asked(after=after))
        assert page is not None
        seen += [row.id for row in page.unread.rows]
        after = page.unread.next
    assert after is None
    assert len(seen) == 5
    assert set(seen) == came


def test_a_row_of_another_desk_says_nothing_of_when_it_came(world: World) -> None:
    with clock.frozen(NOON):
        mine = reported(world)
    with clock.frozen(NOON + timedelta(minutes=1)):
        theirs = reported(world, to="kontaktene")
    page = listing.desk(world.standing("slt"), Asked(after=theirs.id))
    assert page is not None
    assert [row.id for row in page.unread.rows] == [mine.id]


def test_nothing_is_counted_further_than_ninety_nine(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST", 2)
    reported(world), reported(world), requested(world)
    page = listing.desk(world.standing("slt"), Asked())
    assert page is not None
    assert page.number == "99+"
    assert [tab.number for tab in page.tabs] == ["99+", *[""] * 7]


def test_a_list_costs_few_questions_and_as_many_for_one_row_as_for_forty(world: World) -> None:
    client = client_of(world, "slt")
    counts = []
    for more in (1, 39):
        for _ in range(more):
            reported(world)
        counts.append(asked_by(lambda: client.get(DESK)))
    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_reading_is_said_by_a_press_and_changes_nothing_before(world: World) -> None:
    row = reported(world)
    client = client_of(world, "slt")
    html = client.get(f"{DESK}{row.id}/").content.decode()
    assert SAW not in html
    assert ">Les</button>" in html
    row.refresh_from_db()
    assert row.status == Status.DELIVERED
    assert client.post(f"{DESK}{row.id}/les/").status_code == 302
    row.refresh_from_db()
    assert (row.status, row.reader) == (Status.READ, world.accounts["slt"])
    html = client.get(f"{DESK}{row.id}/").content.decode()
    assert SAW in html
    assert 'href="tel:40000001"' in html
    assert "Uten å si hvem det gjelder" in html
    assert client_of(world, "slt_colleague").post(f"{DESK}{row.id}/les/").status_code == 302
    row.refresh_from_db()
    assert row.reader == world.accounts["slt"]
    assert AuditEvent.objects.filter(event="arrival_read").count() == 1


def test_who_it_is_about_stands_on_a_page_of_its_own_behind_a_step_up(world: World) -> None:
    row = reported(world, name=NAME, born=BORN)
    client = client_of(world, "slt")
    assert client.get(f"{DESK}{row.id}/hvem/").url == f"{DESK}{row.id}/"  # type: ignore[attr-defined]
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt"))
    assert NAME not in client.get(f"{DESK}{row.id}/").content.decode()
    assert "/inne/hvem/show_identity/" in client.get(f"{DESK}{row.id}/hvem/").url  # type: ignore[attr-defined]
    stepped_up(client, StepUp.SHOW_IDENTITY, row.id)
    html = client.get(f"{DESK}{row.id}/hvem/").content.decode()
    assert NAME in html
    assert "3. februar 2010" in html


def test_another_desks_report_is_not_opened_along(world: World) -> None:
    first = reported(world, to="slt", text="Til SLT alene.")
    second = reported(world, to="slt", text="Den andre.", dossier=first.dossier)
    desk_actions.mark_read(arrival=second.id, by=world.standing("slt"))
    html = client_of(world, "slt").get(f"{DESK}{second.id}/").content.decode()
    assert "Den andre." in html
    assert "Til SLT alene." not in html


def test_what_is_no_longer_shared_is_gone_and_said_to_be(world: World) -> None:
    row = reported(world)
    by = world.standing("slt")
    desk_actions.mark_read(arrival=row.id, by=by)
    assert row.disclosure
    sharing_actions.end_disclosure(disclosure=row.disclosure, by=world.standing("teacher"))
    html = client_of(world, "slt").get(f"{DESK}{row.id}/").content.decode()
    assert SAW not in html
    assert "Delingen gjelder ikke lenger" in html
    found = queries.arrival(by, row.id)
    assert found is not None
    assert contents.identity(by, found) is None
    assert not AuditEvent.objects.filter(event="record_denied").exists()


def test_a_consent_that_is_withdrawn_takes_the_report_from_the_desk(world: World) -> None:
    other = reported(world)
    dossiers.describe_person(dossier=other.dossier, by=world.standing("teacher"), born=date(1999, 5, 3))
    consent = consented(world, other.dossier, purpose=Purpose.REPORT)
    row = reported(world, dossier=other.dossier, name=NAME, basis="consent", text="Med samtykke.")
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt"))
    client = client_of(world, "slt")
    assert "Med samtykke." in client.get(f"{DESK}{row.id}/").content.decode()
    dossiers.withdraw_consent(consent=consent, by=world.standing("teacher"))
    assert "Med samtykke." not in client.get(f"{DESK}{row.id}/").content.decode()


def test_a_text_that_has_another_shape_is_shown_as_it_is(world: World) -> None:
    row = requested(world)
    desk_actions.mark_read(arrival=row.id, by=world.standing("slt"))
    html = client_of(world, "slt").get(f"{DESK}{row.id}/").content.decode()
    assert "Vi ønsker et kurs for kollegiet." in html
    item = row.dossier.items.get()
    item.content = "Bare <b>tekst</b>"
    item.save()
    assert "Bare &lt;b&gt;tekst&lt;/b&gt;" in client_of(world, "slt").get(f"{DESK}{row.id}/").content.decode()


def test_for_others_there_is_nothing(world: World) -> None:
    row = reported(world)
    for name in ("contact", "intake"):
        client = client_of(world, name)
        assert client.get(f"{DESK}{row.id}/").status_code == 404
        assert client.post(f"{DESK}{row.id}/les/").status_code == 404
    assert client_of(world, "principal").get(DESK).status_code == 403


def test_whoever_receives_in_several_units_chooses_which(world: World) -> None:
    from motvekt.access.roles import Role
    from motvekt.organisations import actions
    from motvekt.organisations import policy as roles
    from tests.world import OPERATOR

    unit = world.units["barnevernet"]
    held = actions.appoint(account=world.accounts["slt"], unit=unit, role=Role.CHILD_WELFARE_INTAKE, by=OPERATOR)
    actions.confirm(membership=held, by=roles.DEMO)
    row = reported(world, to="barnevernet")
    client = client_of(world, "slt")
    assert "Mottak hos Barnevernet" in client.get(DESK).content.decode()
    html = client.get(f"{DESK}?enhet={world.units['slt'].id}").content.decode()
    assert "Mottak hos SLT" in html
    assert str(row.id) not in html
    assert client.get(f"{DESK}?enhet={world.units['kontaktene'].id}").status_code == 404
    assert client.get(f"{DESK}?enhet=tull&vis=tull&etter=tull").status_code == 200


def test_what_is_done_stands_on_a_page_of_its_own(world: World) -> None:
    row = requested(world)
    by = world.standing("slt")
    desk_actions.mark_read(arrival=row.id, by=by)
    desk_actions.close(arrival=row.id, by=by)
    client = client_of(world, "slt")
    assert str(row.id) not in client.get(DESK).content.decode()
    html = client.get(f"{DESK}avgjort/").content.decode()
    assert str(row.id) in html
    assert "Avsluttet" in html


def test_the_rule_and_its_query_are_the_same(world: World) -> None:
    rows = {desk: reported(world, to=desk) for desk in ("slt", "kontaktene", "barnevernet")}
    reported(world), requested(world), noticed(world)
    for desk, name in (("slt", "slt"), ("kontaktene", "contact")):
        desk_actions.step_aside(arrival=rows[desk].id, by=world.standing(name))
    for name in PEOPLE:
        by = world.standing(name)
        if by.area != world.areas["asker-baerum"].id:
            continue
        may = {row.id for row in Arrival.objects.select_related("unit", "dossier") if policy.may_see(by, row)}
        assert set(policy.seen_by(by).values_list("id", flat=True)) == may
        for unit in by.units:
            assert set(policy.seen_by(by, unit).values_list("id", flat=True)) == {
                one for one in may if Arrival.objects.get(id=one).unit_id == unit
            }


def test_the_sender_hears_what_the_desks_law_says(world: World) -> None:
    teacher = world.standing("teacher")
    row = reported(world, to="barnevernet")
    assert [one.words[0] for one in queries.sent(teacher, row.dossier_id)] == [
        "Levert 25. november 2026 kl. 12.00. Ingen har lest den ennå."
    ]
    desk_actions.mark_read(arrival=row.id, by=world.standing("intake"))
    assert queries.sent(teacher, row.dossier_id)[0].words == (
        "Mottatt, og lest 25. november 2026 kl. 12.00.",
        "Barnevernet skal vurdere den innen 2. desember 2026.",
        "Innen 16. desember 2026 får du vite om de undersøker saken.",
    )
    other = reported(world, to="slt")
    desk_actions.mark_read(arrival=other.id, by=world.standing("slt"))
    assert len(queries.sent(teacher, other.dossier_id)[0].words) == 1
    assert queries.sent(world.standing("colleague"), row.dossier_id) == []
    assert queries.sent(world.standing("slt"), row.dossier_id) == []


def test_a_private_body_hears_only_that_it_came(world: World) -> None:
    row = reported(world, to="barnevernet", by="volunteer")
    desk_actions.mark_read(arrival=row.id, by=world.standing("intake"))
    found = Arrival.objects.select_related("unit", "report__unit__organisation").get(id=row.id)
    assert len(hearing.words(found)) == 1
