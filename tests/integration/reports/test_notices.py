"""The police write a notice to an SLT desk: what arrives, on which basis, who reads it, and what is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from motvekt.audit.models import AuditEvent
from motvekt.dossiers import actions, sharing_actions
from motvekt.dossiers import law as laws
from motvekt.dossiers import queries as dossiers
from motvekt.dossiers.kinds import DossierKind, ItemKind, Purpose
from motvekt.dossiers.models import Disclosure, Dossier, Item, NameMark
from motvekt.dossiers.name_actions import search_name
from motvekt.dossiers.wishes import Wish
from motvekt.guide.kinds import AgencyKind
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations.actions import end_membership
from motvekt.organisations.models import Membership
from motvekt.reports import notice_policy, notice_queries, shapes
from motvekt.reports.kinds import ArrivalKind, Exit, Status
from motvekt.reports.models import Arrival, Report
from motvekt.reports.notice_actions import Sending, send_notice
from motvekt.reports.notice_shapes import Ground, PoliceNotice, read_notice
from motvekt.reports.shapes import Identity
from tests.architecture.test_matrix import begun
from tests.world import NOON, PEOPLE, TODAY, World

TEXT = "To ganger i oktober delte han lenker til en gruppe som hyller vold. Vi har det fra en forelder."
NAME = "Amina Ødegård"
OF_THE_POLICE = ("prl-27-1", "prl-27-2", "prl-27-4", "prl-30")


def ground(**changes: Any) -> Ground:
    known: dict[str, Any] = {
        "basis": "prl-27-2",
        "necessity": "SLT skal avklare hvem som kan snakke med ham.",
        "attested": frozenset(range(4)),
        "identifies": True,
        "was_told": True,
    }
    return Ground(**(known | changes))


def sending(world: World, **changes: Any) -> Sending:
    known: dict[str, Any] = {
        "sender": world.units["kontaktene"],
        "desk": world.units["slt"],
        "said": PoliceNotice(text=TEXT, verified=False, secrecy=True),
        "ground": ground(),
        "identity": Identity(name=NAME, born=date(2010, 2, 3)),
    }
    return Sending(**(known | changes))


def sent(world: World, *, number: UUID | None = None, by: str = "contact", **changes: Any) -> Report:
    return send_notice(notice_id=number or new_id(), sending=sending(world, **changes), by=world.standing(by))


def nothing_left() -> bool:
    return not any(model.objects.exists() for model in (Arrival, Report, Dossier, Item, Disclosure, NameMark))


def test_a_notice_lies_at_the_desk_with_its_marks_and_the_identity_apart(world: World) -> None:
    report = sent(world, exit=Exit.SERIOUS)
    arrival = Arrival.objects.get()
    assert (arrival.unit, arrival.kind, arrival.report) == (world.units["slt"], ArrivalKind.NOTICE, report)
    assert (arrival.agency, arrival.exit, arrival.unverified) == ("police", "serious", True)
    assert arrival.read_by == clock.now() + timedelta(minutes=30)
    assert (report.dossier.kind, report.dossier.unit) == (DossierKind.REPORT, world.units["kontaktene"])
    law = laws.of_today(world.areas["asker-baerum"])
    read = dossiers.read(world.standing("slt"), report.dossier_id, law)
    said = {one.kind: str(one.text) for one in read}
    assert set(said) == {ItemKind.REPORT, ItemKind.IDENTITY}
    notice = read_notice(said[ItemKind.REPORT])
    assert (notice.text, notice.verified, notice.secrecy, notice.ask_first) == (TEXT, False, True, True)
    assert Identity.model_validate_json(said[ItemKind.IDENTITY]) == Identity(name=NAME, born=date(2010, 2, 3))


def test_nobody_else_reads_it_in_the_police_or_in_the_municipality(world: World) -> None:
    report = sent(world)
    law = laws.of_today(world.areas["asker-baerum"])
    for name in set(PEOPLE) - {"slt", "slt_colleague", "contact", "stranger"}:
        assert dossiers.read(world.standing(name), report.dossier_id, law) == [], name


def test_a_desk_finds_an_earlier_notice_by_the_name_and_one_without_a_name_is_not_found(world: World) -> None:
    first, second = sent(world), sent(world)
    about: dict[str, Any] = {"desk": world.units["slt"], "name": "odegard amina", "born": None, "why": "new_report"}
    known: dict[str, Any] = {"by": world.standing("slt").actor, "controller": world.organisation("slt")}
    found = search_name(dossier=second.dossier, **about, **known)
    assert [one.dossier for one in found] == [first.dossier_id]
    sent(world, identity=None, ground=ground(identifies=False, was_told=None))
    assert len(set(NameMark.objects.values_list("dossier", flat=True))) == 2


def test_both_logs_tell_their_side_and_carry_no_words(world: World) -> None:
    before = {row.id for row in AuditEvent.objects.all()}
    report = sent(world)
    rows = [row for row in AuditEvent.objects.order_by("number") if row.id not in before]
    police = [row.event for row in rows if row.controller == world.organisation("kontaktene")]
    desk = [row.event for row in rows if row.controller == world.organisation("slt")]
    assert police == ["dossier_begun", "reader_named", "item_added", "item_added", "items_disclosed", "report_sent"]
    assert desk == ["items_received", "arrival_came", "name_indexed"]
    last = next(row for row in rows if row.event == "report_sent")
    assert last.about["row"] == report.digest
    assert not any(word in str(row.about) for row in rows for word in ("Amina", "lenker"))


def test_sent_twice_it_is_one_notice(world: World) -> None:
    number = new_id()
    first, again = sent(world, number=number), sent(world, number=number, said=PoliceNotice(text="Noe annet."))
    assert first == again
    assert Arrival.objects.count() == Report.objects.count() == Dossier.objects.count() == 1


def test_an_id_of_something_else_is_refused(world: World) -> None:
    known = sent(world)
    other = Dossier.objects.create(
        area=known.area, unit=world.units["slt"], kind="case", edition=known.edition, begun_on=TODAY
    )
    with pytest.raises(Refused):
        sent(world, number=other.id)
    assert Report.objects.count() == 1


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a basis of another service": ({"basis": "fvl-13b-5"}, "not_your_law"),
    "a basis that isn't there": ({"basis": "prl-99"}, "unknown_basis"),
    "something not stood for": ({"attested": frozenset({0, 1, 2})}, "not_attested"),
    "no word of why": ({"necessity": " "}, "not_necessary"),
    "not said whether told": ({"was_told": None}, "not_said_whether_told"),
    "untold without a reason": ({"was_told": False, "look_again_on": date(2027, 1, 15)}, "not_told_without_reason"),
    "untold and not looked at again": ({"was_told": False, "not_told_why": "Fare."}, "not_told_without_reason"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_gate_refuses_leaves_a_line_in_the_log_and_nothing_else(what: str, world: World) -> None:
    changes, code = REFUSED[what]
    with pytest.raises(Refused) as refused:
        sent(world, ground=ground(**changes))
    assert refused.value.decision.code == code
    assert nothing_left()
    last = AuditEvent.objects.filter(controller=world.organisation("kontaktene")).order_by("number").last()
    assert last
    assert (last.event, last.about["why"]) == ("disclosure_refused", code)


def test_an_identity_identifies_whatever_whoever_sends_it_says(world: World) -> None:
    with pytest.raises(Refused) as refused:
        sent(world, ground=ground(identifies=False, was_told=None))
    assert refused.value.decision.code == "not_said_whether_told"


@pytest.mark.parametrize("desk", ["barnevernet", "kontaktene", "solvang-skole", "nav", "fjellvik-slt"])
def test_it_goes_to_slt_desks_of_the_area_and_nowhere_else(desk: str, world: World) -> None:
    with pytest.raises(Refused):
        sent(world, desk=world.units[desk])
    assert nothing_left()


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"contact", "stranger"}))
def test_only_those_who_write_in_the_police_send_it_and_the_rule_is_the_query(name: str, world: World) -> None:
    by = world.standing(name)
    assert notice_queries.senders(by) == []
    for unit in world.units.values():
        if unit.area_id == world.areas["asker-baerum"].id:
            assert bool(notice_policy.may_send_from(by, unit)) == notice_policy.senders(by).filter(id=unit.id).exists()
    with pytest.raises(Refused):
        sent(world, by=name)
    assert nothing_left()


def test_the_bases_are_the_police_s_own_in_the_editions_order(world: World) -> None:
    law = laws.of_today(world.areas["asker-baerum"])
    found = notice_queries.offers(law, world.units["kontaktene"], world.units["slt"])
    assert tuple(offer.basis.id for offer in found) == OF_THE_POLICE
    assert all(offer.answer for offer in found)
    assert all(offer.basis.senders == [AgencyKind.POLICE] for offer in found)


def test_whoever_sent_it_sees_what_became_of_it_and_nobody_else_does(world: World) -> None:
    report = sent(world)
    assert [one.report for one in notice_queries.sent(world.standing("contact"))] == [report]
    for name in ("slt", "teacher", "administrator"):
        assert notice_queries.sent(world.standing(name)) == []
        assert not notice_policy.may_follow(world.standing(name), Arrival.objects.get())
    membership = Membership.objects.get(account=world.accounts["contact"], unit=world.units["kontaktene"])
    end_membership(membership=membership, by=world.standing("administrator"))
    assert notice_queries.sent(world.standing("contact")) == []


# --- the pages --------------------------------------------------------------------------------------------------------

NEW, LIST = "/inne/mottak/varsel/ny/", "/inne/mottak/varsel/"


@pytest.fixture
def contact(world: World, client: Client) -> Client:
    return signed_in(world, client, "contact")


def signed_in(world: World, client: Client, name: str) -> Client:
    from django.conf import settings

    key = begun(world.accounts[name], world.areas["asker-baerum"])
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    client.defaults["HTTP_HOST"] = "localhost"
    return client


def answers(world: World, **changes: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": str(new_id()),
        "unit": str(world.units["kontaktene"].id),
        "desk": str(world.units["slt"].id),
        "exit": "ordinary",
        "text": TEXT,
        "name": NAME,
        "born": "3.2.2010",
        "verified": "no",
        "secrecy": "yes",
        "phone": "67 57 69 12",
        "basis": "prl-27-2",
        "necessity": "SLT skal avklare hvem som kan snakke med ham.",
        "told": "no",
        "not_told_why": "Han kan bli utrygg hjemme.",
        "look_again": "15.1.2027",
        "attested": ["0", "1", "2", "3"],
        "steg": "stand",
    }
    return known | changes


def page_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_three_steps_lead_to_a_notice_and_the_list_tells_that_nobody_has_read_it(world: World, contact: Client) -> None:
    first = page_of(contact.get(NEW))
    assert "Motvekt er ikke politiets system" in first
    number = re.search(r'name="id" value="([0-9a-f-]{36})"', first)
    assert number
    law = page_of(contact.post(NEW, answers(world, id=number[1], steg="write")))
    assert "Steg 2 av 3" in law
    over = page_of(contact.post(NEW, answers(world, id=number[1], steg="law")))
    assert "Steg 3 av 3" in over
    for words in (TEXT, NAME, "3. februar 2010", "Ikke bekreftet", "Pålagt taushet", "før politiet har svart",
                  "15. januar 2027", "Radikaliseringskontakt, Kontaktene"):  # fmt: skip
        assert words in over, words
    assert nothing_left()
    done = contact.post(NEW, answers(world, id=number[1]))
    assert (done.status_code, done["Location"]) == (302, LIST)
    assert Report.objects.get().id == UUID(number[1])
    listed = page_of(contact.get(LIST))
    assert "Varselet er sendt" in listed
    assert "Ikke alt er lest ennå" in listed
    assert NAME not in listed
    assert Disclosure.objects.get().look_again_on == date(2027, 1, 15)


def test_pressed_twice_it_is_sent_once(world: World, contact: Client) -> None:
    given = answers(world)
    assert [contact.post(NEW, given).status_code for _ in range(2)] == [302, 302]
    assert Report.objects.count() == 1


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no text": ({"text": " "}, "Skriv det mottakeren trenger å vite"),
    "too long": ({"text": "å" * 20_001}, "på 20000 tegn"),
    "no desk": ({"desk": ""}, "Velg hvem som skal få varselet"),
    "another service's desk": ({"desk": "barnevernet"}, "Velg en av dem"),
    "not said how sure": ({"verified": ""}, "Svar på om opplysningene er bekreftet"),
    "not said whether secret": ({"secrecy": ""}, "Svar på om dere pålegger"),
    "a birth date and no name": ({"name": "", "guessable": "no"}, "Skriv navnet også"),
    "born tomorrow": ({"born": "26.11.2026"}, "er ikke kommet ennå"),
    "no name, and not said whether it can be guessed": ({"name": "", "born": ""}, "Svar på om noen kan skjønne"),
    "no basis": ({"basis": ""}, "Velg en hjemmel"),
    "another service's basis": ({"basis": "fvl-13b-5"}, "Velg en av dem"),
    "no word of why": ({"necessity": ""}, "Skriv hva mottakeren trenger det til"),
    "not said whether told": ({"told": ""}, "Svar på om personen har fått vite det"),
    "untold without a reason": ({"not_told_why": ""}, "Skriv hvorfor personen ikke har fått vite det"),
    "untold and no day": ({"look_again": ""}, "Skriv dagen da dere ser på det igjen"),
    "looked at again today": ({"look_again": "25.11.2026"}, "Velg en dag som ikke er kommet ennå"),
    "a day out of shape": ({"look_again": "snart"}, "Skriv dagen som 25.11.2026"),
    "something not stood for": ({"attested": ["0", "2"]}, "Kryss av for alt du kan stå for"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_at_its_step_and_everything_typed_is_kept(
    what: str, world: World, contact: Client
) -> None:
    changes, words = WRONG[what]
    if changes.get("desk"):
        changes = {"desk": str(world.units[changes["desk"]].id)}
    response = contact.post(NEW, answers(world, **changes))
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert "<title>Feil:" in page
    kept = answers(world, **changes)
    for name in ("text", "necessity", "phone", "name", "not_told_why"):
        assert kept[name] in page, name
    assert nothing_left()


def test_whoever_goes_back_finds_all_they_have_written(world: World, contact: Client) -> None:
    for step in ("write", "law"):
        page = contact.post(NEW, answers(world, til=step)).content.decode()
        assert "Noe må rettes" not in page
        for name in ("text", "necessity", "name", "look_again"):
            assert answers(world)[name] in page
    assert nothing_left()


def test_a_text_that_names_nobody_asks_nothing_about_telling_them(world: World, contact: Client) -> None:
    given = answers(world, name="", born="", guessable="no", told="", not_told_why="", look_again="")
    assert "Vet personen om det?" not in page_of(contact.post(NEW, given | {"steg": "write"}))
    assert contact.post(NEW, given).status_code == 302
    assert Disclosure.objects.get().identifies is False
    assert not NameMark.objects.exists()


@pytest.mark.parametrize("name", ["teacher", "slt", "intake", "counsellor", "nurse"])
def test_for_others_there_is_no_such_page(name: str, world: World, client: Client) -> None:
    someone = signed_in(world, client, name)
    assert [someone.get(path).status_code for path in (NEW, LIST)] == [404, 404]
    assert someone.post(NEW, answers(world)).status_code == 404
    assert nothing_left()


def test_the_list_tells_that_it_was_read_and_where_it_went_and_not_what_the_desk_makes_of_it(
    world: World, contact: Client
) -> None:
    sent(world)
    known: dict[str, Any] = {"reader": world.accounts["slt"], "read_at": NOON}
    pages = []
    for status in (Status.READ, Status.ACCEPTED, Status.DISMISSED):
        Arrival.objects.update(status=status, decided_at=None if status is Status.READ else NOON, **known)
        pages.append(page_of(contact.get(LIST)).partition("<main")[2].partition("<dialog")[0])
    assert "Mottatt og lest" in pages[0]
    # Whether they take it further is the municipality's to tell.
    assert len(set(pages)) == 1
    Arrival.objects.update(status=Status.PASSED_ON, told_to=world.units["barnevernet"], decided_at=NOON)
    assert "Hører til hos Barnevernet" in page_of(contact.get(LIST))


def test_whoever_sent_it_opens_it_and_reads_the_answer_and_for_all_others_it_is_not_there(
    world: World, contact: Client
) -> None:
    report = sent(world)
    arrival = Arrival.objects.get()
    address = f"{LIST}{arrival.id}/"
    page = page_of(contact.get(address))
    assert "Ingen har lest dette ennå" in page
    assert TEXT in page
    assert NAME not in page
    answered(world, report, "Ring oss i morgen.")
    assert "Ring oss i morgen." in page_of(contact.get(address))
    for name in ("slt", "teacher", "intake"):
        assert signed_in(world, Client(), name).get(address).status_code == 404
    assert contact.get(f"{LIST}{new_id()}/").status_code == 404


def answered(world: World, report: Report, text: str) -> None:
    """The desk's answer, shared back with the unit that sent it."""
    by, desk = world.standing("slt"), world.units["slt"]
    item = actions.add_item(
        dossier=report.dossier, unit=desk, kind=ItemKind.ANSWER, text=shapes.written(shapes.Answer(text=text)), by=by
    )
    law = laws.of_today(world.areas["asker-baerum"])
    basis = law.basis("anonymised")
    assert basis
    wish = Wish(
        items=[item],
        sender=desk,
        recipient=report.unit,
        basis=basis.id,
        purpose=Purpose.REPORT,
        necessity="Svar.",
        attested=frozenset(range(len(basis.attest))),
        identifies=False,
    )
    sharing_actions.disclose(dossier=report.dossier, wish=wish, by=by)


def test_where_nobody_receives_notices_the_page_says_to_call(world: World, contact: Client) -> None:
    for membership in Membership.objects.filter(unit=world.units["slt"]):
        end_membership(membership=membership, by=world.standing("administrator"))
    page = page_of(contact.get(NEW))
    assert "Ring i stedet" in page
    assert "<textarea" not in page
