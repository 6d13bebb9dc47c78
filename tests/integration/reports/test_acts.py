"""What is done with what came to a desk: each act once, by whoever was first, and in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from motvekt.audit.models import AuditEvent
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers import sharing_actions
from motvekt.dossiers.kinds import DossierKind, ItemKind
from motvekt.dossiers.models import Dossier, Item, NameMark, Recusal
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.reports import answering_actions, desk_actions, earlier, notice_actions, queries, states
from motvekt.reports.answering_actions import About
from motvekt.reports.kinds import ArrivalKind, Exit, Status
from motvekt.reports.models import Arrival, Report
from motvekt.reports.notice_shapes import Ground, PoliceNotice
from motvekt.reports.states import Act
from motvekt.site.compare import compare
from tests.dossiers import law_of
from tests.integration.reports.pages import DESK, client_of, send
from tests.reports import BORN, NAME, noticed, reported, requested
from tests.world import World

pytestmark = pytest.mark.django_db

ATTESTED = frozenset({0, 1})
SAID = "Takk. Snakk med ham i morgen, og ring meg etterpå."


def read(world: World, row: Arrival, name: str = "slt") -> Arrival:
    """The same, read by somebody."""
    desk_actions.mark_read(arrival=row.id, by=world.standing(name))
    found = queries.arrival(world.standing(name), row.id)
    assert found
    return found


def answered(world: World, row: Arrival, name: str = "slt", **more: Any) -> None:
    about: dict[str, Any] = {"text": SAID, "item_id": new_id(), "attested": ATTESTED, "seen": row.answered_at}
    answering_actions.answer(arrival=row, by=world.standing(name), **(about | more))


def logged(event: str) -> int:
    return AuditEvent.objects.filter(event=event).count()


def test_an_answer_is_seen_by_whoever_sent_it_and_by_nobody_else_there(world: World) -> None:
    row = read(world, reported(world))
    answered(world, row)
    found = queries.answers_for(world.standing("teacher"), row.dossier_id)
    assert [(one.desk.slug, one.text) for one in found] == [("slt", SAID)]
    assert queries.answers_for(world.standing("colleague"), row.dossier_id) == []
    assert queries.answers_for(world.standing("intake"), row.dossier_id) == []
    row.refresh_from_db()
    assert row.answered_at is not None
    assert row.handler == world.accounts["slt"]
    assert compare() == []


def test_an_answer_of_the_police_reaches_a_school_of_another_body(world: World) -> None:
    row = read(world, reported(world, to="kontaktene"), "contact")
    answered(world, row, "contact")
    assert [one.text for one in queries.answers_for(world.standing("teacher"), row.dossier_id)] == [SAID]


def test_an_answer_that_nobody_stands_for_is_not_sent_and_that_is_logged(world: World) -> None:
    row = read(world, reported(world))
    with pytest.raises(Refused) as refused:
        answered(world, row, attested=frozenset())
    assert refused.value.decision.code == "not_attested"
    assert logged("disclosure_refused") == 1
    assert not Item.objects.filter(kind=ItemKind.ANSWER).exists()


def test_an_answer_that_is_sent_twice_is_one(world: World) -> None:
    row = read(world, reported(world))
    client, key = client_of(world, "slt"), new_id()
    for _ in range(2):
        came = send(client, f"{DESK}{row.id}/svar/", key=key, text=SAID, attested=["0", "1"], seen="")
        assert came.status_code == 302
    assert Item.objects.filter(kind=ItemKind.ANSWER).count() == 1
    assert logged("arrival_answered") == 1


def test_of_two_who_answer_at_once_the_later_is_told_and_keeps_the_text(world: World) -> None:
    row = read(world, reported(world))
    first, later = client_of(world, "slt"), client_of(world, "slt_colleague")
    send(first, f"{DESK}{row.id}/svar/", text=SAID, attested=["0", "1"], seen="")
    came = send(later, f"{DESK}{row.id}/svar/", text="Mitt eget svar.", attested=["0", "1"], seen="")
    html = came.content.decode()
    assert came.status_code == 400
    assert "Mitt eget svar." in html
    assert "En kollega har gjort noe med dette imens." in html
    assert SAID in html
    assert "<title>Feil: " in html
    row.refresh_from_db()
    assert row.answered_at is not None
    assert f'name="seen" value="{row.answered_at.isoformat()}"' in html
    assert Item.objects.filter(kind=ItemKind.ANSWER).count() == 1


def test_a_text_that_is_too_long_is_kept_with_how_long_it_may_be(world: World) -> None:
    row = read(world, reported(world))
    long = "å" * 20_001
    came = send(client_of(world, "slt"), f"{DESK}{row.id}/avslaa/", text=long)
    html = came.content.decode()
    assert came.status_code == 400
    assert "høyst 20000 tegn" in html
    assert long in html


def test_taking_it_is_seen_and_a_colleague_who_was_later_is_told(world: World) -> None:
    row = read(world, reported(world))
    desk_actions.handle(arrival=row.id, instead_of=None, by=world.standing("slt"))
    with pytest.raises(Refused) as refused:
        desk_actions.handle(arrival=row.id, instead_of=None, by=world.standing("slt_colleague"))
    assert refused.value.decision.code == "meanwhile"
    mine = world.accounts["slt"].id
    desk_actions.handle(arrival=row.id, instead_of=mine, by=world.standing("slt_colleague"))
    row.refresh_from_db()
    assert row.handler == world.accounts["slt_colleague"]
    assert logged("arrival_handled") == 2


def test_a_case_is_begun_once_and_the_desk_finds_the_person_from_then_on(world: World) -> None:
    row = read(world, reported(world, name=NAME, born=BORN))
    key = new_id()
    for _ in range(2):
        desk_actions.accept(arrival=row.id, case_id=key, by=world.standing("slt"))
    row.refresh_from_db()
    assert row.case_id == key
    assert Dossier.objects.filter(kind=DossierKind.CASE).count() == 1
    assert NameMark.objects.filter(unit=row.unit, dossier=row.dossier).exists()
    with pytest.raises(Refused) as refused:
        desk_actions.accept(arrival=row.id, case_id=new_id(), by=world.standing("slt_colleague"))
    assert refused.value.decision.code == "already_decided"
    assert compare() == []


def test_no_ground_leaves_a_reason_and_takes_the_name_out_of_the_index(world: World) -> None:
    row = read(world, reported(world, name=NAME))
    with transaction.atomic():
        earlier.index(world.standing("slt"), row)
    client, key = client_of(world, "slt"), new_id()
    assert send(client, f"{DESK}{row.id}/avslaa/", text=" ").status_code == 400
    for _ in range(2):
        assert send(client, f"{DESK}{row.id}/avslaa/", key=key, text="Handler om klær.").status_code == 302
    assert "Handler om klær." in client.get(f"{DESK}{row.id}/").content.decode()
    assert not NameMark.objects.exists()
    assert Item.objects.filter(kind=ItemKind.DECISION).count() == 1
    assert queries.sent(world.standing("teacher"), row.dossier_id)[0].words[1:] == ()


def test_what_is_no_longer_shared_can_still_be_put_away(world: World) -> None:
    row = read(world, reported(world))
    assert row.disclosure
    sharing_actions.end_disclosure(disclosure=row.disclosure, by=world.standing("teacher"))
    assert send(client_of(world, "slt"), f"{DESK}{row.id}/avslaa/").status_code == 302
    row.refresh_from_db()
    assert row.status == Status.DISMISSED
    assert not Item.objects.filter(kind=ItemKind.DECISION).exists()


def test_the_police_take_it_over_answer_and_close_and_begin_no_case(world: World) -> None:
    row = read(world, reported(world, to="kontaktene"), "contact")
    by = world.standing("contact")
    with pytest.raises(Refused):
        desk_actions.accept(arrival=row.id, case_id=new_id(), by=by)
    desk_actions.take_over(arrival=row.id, by=by)
    row = Arrival.objects.select_related("report__unit", "unit", "dossier", "area").get(id=row.id)
    answered(world, row, "contact")
    desk_actions.close(arrival=row.id, by=by)
    row.refresh_from_db()
    assert row.status == Status.CLOSED
    assert not Dossier.objects.filter(kind=DossierKind.CASE).exists()
    assert compare() == []


def test_whoever_steps_aside_sees_it_no_more_and_the_others_see_that(world: World) -> None:
    row = read(world, reported(world))
    desk_actions.handle(arrival=row.id, instead_of=None, by=world.standing("slt"))
    client, other = client_of(world, "slt"), client_of(world, "slt_colleague")
    assert "slt_colleague" in client.get(f"{DESK}{row.id}/inhabil/").content.decode()
    assert send(client, f"{DESK}{row.id}/inhabil/").status_code == 302
    assert "Du er inhabil" in client.get(DESK).content.decode()
    assert client.get(f"{DESK}{row.id}/").status_code == 404
    assert str(row.id) not in client.get(DESK).content.decode()
    html = other.get(f"{DESK}{row.id}/").content.decode()
    assert "Har sagt seg inhabile" in html
    row.refresh_from_db()
    assert row.handler is None
    assert send(client, f"{DESK}{row.id}/inhabil/").status_code == 404
    try:
        with transaction.atomic():
            Recusal.objects.all().delete()
    except ProgrammingError:
        # On PostgreSQL the application's role may not take any away.
        return
    assert [line for line in compare() if "inhabilitet" in line]


def test_where_nobody_else_receives_it_says_so_and_whom_to_ask(world: World) -> None:
    row = read(world, reported(world, to="kontaktene"), "contact")
    html = client_of(world, "contact").get(f"{DESK}{row.id}/inhabil/").content.decode()
    assert "Ingen andre tar imot hos dere" in html
    assert "en administrator i området" in html


def test_where_it_belongs_is_told_and_nothing_is_shared(world: World) -> None:
    row = read(world, reported(world))
    welfare = world.units["barnevernet"]
    came = send(client_of(world, "slt"), f"{DESK}{row.id}/send-videre/", desk=str(welfare.id))
    assert came.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.told_to) == (Status.PASSED_ON, welfare)
    assert Arrival.objects.count() == 1
    said = queries.sent(world.standing("teacher"), row.dossier_id)[0].words[1]
    assert said == "Mottaket sier at den hører til hos Barnevernet. Den er ikke sendt dit. Send den dit selv."


def about(world: World, basis: str, **more: Any) -> About:
    chosen = law_of(world).basis(basis)
    assert chosen
    known: dict[str, Any] = {"identifies": False, "necessity": "De kjenner området.", "was_told": None}
    return About(basis=basis, attested=frozenset(range(len(chosen.attest))), **(known | more))


def test_a_desk_sends_its_own_words_on_and_what_the_sender_wrote_stays(world: World) -> None:
    row = read(world, reported(world, name=NAME))
    police, key = world.units["kontaktene"], new_id()
    for _ in range(2):
        answering_actions.pass_on(
            arrival=row, to=police, text="En ungdom har truet.", report_id=key, about=about(world, "anonymised"),
            by=world.standing("slt"),
        )  # fmt: skip
    onward = Arrival.objects.get(unit=police)
    row.refresh_from_db()
    assert row.passed_to == onward
    assert Report.objects.filter(unit=world.units["slt"]).count() == 1
    seen = dossiers.read(world.standing("contact"), row.dossier_id, law_of(world))
    assert [one.kind for one in seen] == [ItemKind.REPORT]
    assert "En ungdom har truet." in str(seen[0].text)
    assert queries.sent(world.standing("teacher"), row.dossier_id)[0].words[1] == (
        "Mottaket har sendt det de mener trengs, videre til Kontaktene."
    )
    desk_actions.mark_read(arrival=onward.id, by=world.standing("contact"))
    html = client_of(world, "contact").get(f"{DESK}{onward.id}/").content.decode()
    assert "Sendt videre fra SLT" in html
    assert NAME not in html
    found = queries.arrival(world.standing("contact"), onward.id)
    assert found
    answered(world, found, "contact")
    html = client_of(world, "slt").get(f"{DESK}{row.id}/").content.decode()
    assert "Svar fra Kontaktene" in html
    assert SAID in html
    assert compare() == []


def test_where_the_gate_says_no_nothing_is_sent_on_and_nothing_is_changed(world: World) -> None:
    row = read(world, reported(world))
    with pytest.raises(Refused) as refused:
        answering_actions.pass_on(
            arrival=row, to=world.units["kontaktene"], text="Ola.", report_id=new_id(),
            about=about(world, "anonymised", identifies=True, was_told=True), by=world.standing("slt"),
        )  # fmt: skip
    assert refused.value.decision.code == "identifies"
    row.refresh_from_db()
    assert row.status == Status.READ
    assert Arrival.objects.count() == 1
    assert logged("disclosure_refused") == 1


def test_a_desk_that_is_reached_otherwise_gets_nothing_here(world: World) -> None:
    row = read(world, reported(world))
    with pytest.raises(Refused) as refused:
        answering_actions.pass_on(
            arrival=row, to=world.units["barnevernet"], text="Noe.", report_id=new_id(),
            about=about(world, "anonymised"), by=world.standing("slt"),
        )  # fmt: skip
    assert refused.value.decision.code == "not_in_motvekt"


def test_the_pages_lead_from_the_choice_of_basis_to_what_is_sent(world: World) -> None:
    row = read(world, reported(world))
    client, to = client_of(world, "slt"), f"{DESK}{row.id}/send-videre/{world.units['kontaktene'].id}/"
    html = client.get(to).content.decode()
    assert "hjemmel=anonymised" in html
    assert "hjemmel=prl-27-1" not in html
    came = send(client, f"{to}?hjemmel=anonymised", text="Noe.", necessity="De kjenner det.", identifies="no")
    assert came.status_code == 400
    assert "Noe." in came.content.decode()
    fields = {"text": "Noe.", "necessity": "De kjenner det.", "identifies": "no", "attested": ["0", "1"]}
    assert send(client, f"{to}?hjemmel=anonymised", **fields).status_code == 302
    assert Arrival.objects.filter(unit=world.units["kontaktene"]).count() == 1


def passed_on(world: World, row: Arrival, **more: Any) -> None:
    answering_actions.pass_on(
        arrival=row, to=world.units["kontaktene"], text="Vi trenger mer.", report_id=new_id(),
        about=about(world, "anonymised", **more), by=world.standing("slt"),
    )  # fmt: skip


def notice(world: World, **marks: Any) -> Arrival:
    """A notice of the police with these marks, at the SLT desk."""
    said = PoliceNotice(text="Har delt lenker.", **marks)
    laid = notice_actions.Sending(
        sender=world.units["kontaktene"], desk=world.units["slt"], said=said, exit=Exit.ORDINARY, identity=None,
        ground=Ground("prl-27-2", "SLT skal avklare.", frozenset(range(4)), identifies=False),
    )  # fmt: skip
    report = notice_actions.send_notice(notice_id=new_id(), sending=laid, by=world.standing("contact"))
    return read(world, Arrival.objects.get(report=report))


def test_a_notice_keeps_its_marks_wherever_it_is_sent(world: World) -> None:
    passed_on(world, notice(world, verified=False, secrecy=True, ask_first=True), police_answered=True)
    onward = Arrival.objects.get(unit=world.units["kontaktene"])
    assert onward.unverified is True
    desk_actions.mark_read(arrival=onward.id, by=world.standing("contact"))
    html = client_of(world, "contact").get(f"{DESK}{onward.id}/").content.decode()
    for mark in ("Vi trenger mer.", "Ikke bekreftet.", "Pålagt taushet.", "Ikke del videre før politiet har svart."):
        assert mark in html
    assert "Sendt av: SLT" in html
    assert "&quot;" not in html


@pytest.mark.parametrize("lay", [notice, lambda world: read(world, noticed(world))], ids=["marked", "unreadable"])
def test_where_the_police_ask_to_be_asked_nothing_goes_on_before_they_have_answered(
    world: World, lay: Callable[[World], Arrival]
) -> None:
    row = lay(world)
    with pytest.raises(Refused) as refused:
        passed_on(world, row)
    assert refused.value.decision.code == "ask_first"
    assert Arrival.objects.count() == 1
    passed_on(world, row, police_answered=True)
    assert Arrival.objects.count() == 2


def test_where_the_police_do_not_ask_to_be_asked_the_desk_goes_on_by_itself(world: World) -> None:
    passed_on(world, notice(world, ask_first=False))
    assert Arrival.objects.count() == 2


def test_the_pages_show_the_marks_and_ask_whether_the_police_have_answered(world: World) -> None:
    row, client = notice(world), client_of(world, "slt")
    assert "Ikke del videre før politiet har svart." in client.get(f"{DESK}{row.id}/send-videre/").content.decode()
    to = f"{DESK}{row.id}/send-videre/{world.units['kontaktene'].id}/?hjemmel=anonymised"
    assert "Politiet har svart at dere kan dele det videre." in client.get(to).content.decode()
    fields = {"text": "Noe.", "necessity": "De kjenner det.", "identifies": "no", "attested": ["0", "1"]}
    came = send(client, to, **fields)
    assert came.status_code == 400
    assert "Kryss av når de har svart" in came.content.decode()
    assert "De kjenner det." in came.content.decode()
    assert send(client, to, police_answered="on", **fields).status_code == 302


def test_a_report_asks_nothing_about_the_police(world: World) -> None:
    row, client = read(world, reported(world)), client_of(world, "slt")
    to = f"{DESK}{row.id}/send-videre/{world.units['kontaktene'].id}/?hjemmel=anonymised"
    assert "Politiet har svart" not in client.get(to).content.decode()


@pytest.mark.parametrize("kind", [ArrivalKind.REPORT, ArrivalKind.REQUEST, ArrivalKind.NOTICE])
def test_the_buttons_are_those_of_the_table(world: World, kind: ArrivalKind) -> None:
    make: dict[ArrivalKind, Callable[[World], Arrival]] = {
        ArrivalKind.REPORT: reported,
        ArrivalKind.REQUEST: requested,
        ArrivalKind.NOTICE: noticed,
    }
    row = read(world, make[kind](world))
    html = client_of(world, "slt").get(f"{DESK}{row.id}/").content.decode()
    paths = {
        Act.ANSWER: "svar", Act.ACCEPT: "sak", Act.TAKE_OVER: "ta-over", Act.PASS_ON: "send-videre",
        Act.DISMISS: "avslaa", Act.CLOSE: "avslutt",
    }  # fmt: skip
    shown = {act for act, path in paths.items() if f"{DESK}{row.id}/{path}/" in html}
    assert shown == {
        one.act for one in states.STATES
        if one.before is Status.READ and kind in one.kinds and one.police in (None, False) and one.act in paths
    }  # fmt: skip
    for act in set(paths) - shown:
        assert send(client_of(world, "slt"), f"{DESK}{row.id}/{paths[act]}/").status_code in (400, 403)
        row.refresh_from_db()
        assert row.status == Status.READ
