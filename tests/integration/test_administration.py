"""The pages of those who keep an area: what each shows and does, and for whom it doesn't exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings

from motvekt.access.capabilities import Capability
from motvekt.access.roles import Role
from motvekt.administration import queries, scopes
from motvekt.audit import queries as audit
from motvekt.organisations import actions
from motvekt.organisations.models import Account, Membership, Unit
from motvekt.site.compare import compare
from tests.people import OPERATOR, Person, hired, inside, somebody, unit_of
from tests.questions import asked_by

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db]

BASE = "/inne/forvaltning/"
SCHOOL = "lerkeli-ungdomsskole"


@pytest.fixture(autouse=True)
def within_asker_and_baerum(people: None) -> Iterator[None]:
    """What a test reads itself, it reads in the first of the two areas."""
    with inside("asker-baerum"):
        yield


def browser(person: Person | None = None, host: str = "localhost") -> Client:
    """Somebody of the cast who has signed in."""
    client = Client(headers={"host": host}, raise_request_exception=False)
    if person is not None:
        with override_settings(DEMO=True):
            answer = client.post("/inne/logg-inn/demo/", {"account": str(person.account.id)})
            assert answer.status_code == 302
    return client


def page(client: Client, path: str = "", **asked: Any) -> Any:
    found = client.get(BASE + path, asked)
    assert found.status_code == 200, found.text
    return found


def events(body: str = "asker") -> list[str]:
    with inside("asker-baerum") as place:
        controller = place.organisations.get(slug=body).id
        return [link.entry.event for link in audit.links(controller)]


@pytest.fixture
def administrator() -> Client:
    return browser(Person.ADMINISTRATOR)


# --- the front --------------------------------------------------------------------------------------------------------


def test_the_front_shows_an_administrator_what_there_is_and_others_only_theirs(administrator: Client) -> None:
    shown = page(administrator).text
    assert "personer har en rolle her" in shown
    assert "roller venter på en kollega" in shown
    teacher = page(browser(Person.TEACHER)).text
    assert "Det er ingenting her for rollene dine nå" in teacher
    assert "personer har en rolle her" not in teacher
    officer = page(browser(Person.DATA_PROTECTION_OFFICER)).text
    assert f"{BASE}logg/" in officer
    assert f"{BASE}personer/" not in officer


def test_titles_are_neutral(administrator: Client) -> None:
    account = Person.TEACHER.account.id
    for path in ("", "personer/", f"personer/{account}/", "enheter/", "invitasjoner/"):
        title = page(administrator, path).text.partition("<title>")[2].partition("</title>")[0]
        assert "Mona" not in title
        assert title.endswith("– Motvekt")


# --- units ------------------------------------------------------------------------------------------------------------


def test_units_stand_by_organisation_with_the_desk_and_its_channel(administrator: Client) -> None:
    shown = page(administrator, "enheter/").text
    for words in ("Asker kommune", "Oslo politidistrikt", "SLT i Bærum", "I Motvekt", "I tjenestens egen kanal"):
        assert words in shown
    assert "Fjellvik" not in shown


def given(**more: str) -> dict[str, str]:
    with inside("asker-baerum") as place:
        body = str(place.organisations.get(slug="asker").id)
    return {"organisation": body, "name": "Åsen skole", "agency": "education", "desk": "", **more}


def test_a_unit_is_added_and_the_log_has_the_area_as_it_is(administrator: Client) -> None:
    assert administrator.post(f"{BASE}enheter/ny/", given()).status_code == 302
    unit = Unit.objects.get(name="Åsen skole")
    assert (unit.slug, unit.agency, unit.organisation.slug) == ("asen-skole", "education", "asker")
    assert events()[-1] == "area_set"
    assert compare() == []
    assert administrator.post(f"{BASE}enheter/ny/", given()).status_code == 302
    assert Unit.objects.filter(slug="asen-skole-2").exists()
    assert compare() == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": ""}, "Skriv navnet."),
        ({"organisation": ""}, "Velg en av dem."),
        ({"organisation": "fjellvik"}, "Velg en av dem som står der."),
        ({"agency": "pst"}, "Velg en av dem som står der."),
        ({"agency": "", "desk": "mottak-slt-asker"}, "En administrasjon kan ikke være et mottak"),
        ({"desk": "mottak-ingen"}, "Velg en av dem som står der."),
    ],
)
def test_what_is_wrong_with_a_new_unit_is_said_and_nothing_is_made(
    administrator: Client, changed: dict[str, str], says: str
) -> None:
    answer = administrator.post(f"{BASE}enheter/ny/", given(**changed))
    assert answer.status_code == 400
    assert "<title>Feil: Ny enhet" in answer.text
    assert answer.text.count(says) == 2
    assert not Unit.objects.filter(name="Åsen skole").exists()


def test_an_organisation_of_another_area_is_none(administrator: Client) -> None:
    with inside("fjellvik") as place:
        other = str(place.organisations.all()[:1].get().id)
    assert administrator.post(f"{BASE}enheter/ny/", given(organisation=other)).status_code == 400


def test_a_unit_is_renamed_and_a_desk_moves_from_one_to_another(administrator: Client) -> None:
    asker, core = unit_of("asker-baerum", "slt-asker"), unit_of("asker-baerum", "kjernegruppa")
    assert "flyttes fra SLT i Asker" in page(administrator, f"enheter/{core.id}/").text
    answer = administrator.post(f"{BASE}enheter/{core.id}/", {"name": "Kjernegruppen", "desk": asker.desk})
    assert answer.status_code == 302
    asker.refresh_from_db()
    core.refresh_from_db()
    assert (asker.desk, core.desk, core.name) == ("", "mottak-slt-asker", "Kjernegruppen")
    assert compare() == []
    before = events()
    assert administrator.post(f"{BASE}enheter/{core.id}/", {"name": core.name, "desk": core.desk}).status_code == 302
    assert events() == before


def test_whoever_loses_a_desk_and_whoever_gets_it_has_it_in_their_log(administrator: Client) -> None:
    """Moved to a unit of an administrator's own people, it would bring them all that comes in."""
    police = unit_of("asker-baerum", "radikaliseringskontaktene")
    about = given(name="Ny", agency="police", desk=police.desk)
    assert police.desk
    assert administrator.post(f"{BASE}enheter/ny/", about).status_code == 302
    new = unit_of("asker-baerum", "ny")
    assert new.desk == police.desk
    with inside("asker-baerum"):
        for controller in (police.organisation_id, new.organisation_id):
            told = [link.entry for link in audit.links(controller) if link.entry.event == "desk_moved"]
            assert [one.about for one in told] == [{"desk": police.desk, "before": str(police.id), "unit": str(new.id)}]
    assert compare() == []


def test_an_administration_is_renamed_and_is_no_desk(administrator: Client) -> None:
    staff = unit_of("asker-baerum", "stab-asker")
    assert "En administrasjon kan ikke være et mottak" in page(administrator, f"enheter/{staff.id}/").text
    about = {"name": "Staben", "desk": "mottak-slt-asker"}
    assert administrator.post(f"{BASE}enheter/{staff.id}/", about).status_code == 400
    assert administrator.post(f"{BASE}enheter/{staff.id}/", {"name": "Staben"}).status_code == 302
    staff.refresh_from_db()
    assert (staff.name, staff.desk) == ("Staben", "")


def test_what_an_administrator_added_stays_when_the_operators_file_is_read_again(administrator: Client) -> None:
    from motvekt.kernel.errors import Refused
    from motvekt.site.areas import load_areas
    from tests.guides import ROOT

    administrator.post(f"{BASE}enheter/ny/", given())
    file = ROOT / "packs" / "areas.yaml"
    with pytest.raises(Refused, match="asen-skole"):
        load_areas(file, by=OPERATOR)
    load_areas(file, by=OPERATOR, keep_units=True)
    assert Unit.objects.filter(slug="asen-skole").exists()
    assert compare() == []


# --- people -----------------------------------------------------------------------------------------------------------


def test_who_has_what_is_listed_filtered_and_sorted(administrator: Client) -> None:
    shown = page(administrator, "personer/").text
    for words in ("Mona Haugen", "Lerkeli ungdomsskole", "Venter", "gitt av drift (prøve)", "Aldri", "Nei"):
        assert words in shown
    assert "Oddny" not in shown
    school = unit_of("asker-baerum", SCHOOL)
    some = page(administrator, "personer/", enhet=school.id).text
    assert "Mona Haugen" in some
    assert "Eskil Berg" not in some.partition("<tbody>")[2]
    waiting = page(administrator, "personer/", status="waits").text.partition("<tbody>")[2]
    assert "Amina Warsame" in waiting
    assert "Mona Haugen" not in waiting
    named = page(administrator, "personer/", navn="mona.haugen@").text.partition("<tbody>")[2]
    assert named.count("<tr>") == 1
    assert "Ingen passer" in page(administrator, "personer/", navn="finnes ikke").text
    by_unit = page(administrator, "personer/", sorter="unit").text.partition("<tbody>")[2]
    assert by_unit.index("Barnevernet i Asker") < by_unit.index("Radikaliseringskontaktene")


def test_a_list_has_pages_whose_address_keeps_what_was_asked(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    shown = page(administrator, "personer/", rolle="employee").text
    assert "rolle=employee&amp;side=2" in shown
    assert shown.partition("<tbody>")[2].count("<tr>") == 3
    assert page(administrator, "personer/", rolle="employee", side=999).status_code == 200
    assert administrator.get(f"{BASE}personer/", {"side": "x"}).status_code == 400


def test_the_list_asks_the_database_as_often_for_many_as_for_few(administrator: Client) -> None:
    few = asked_by(lambda: page(administrator, "personer/"))
    school = unit_of("asker-baerum", SCHOOL)
    for number in range(20):
        hired(somebody(f"ny{number}@x.no", name=f"Ny {number}"), school, Role.EMPLOYEE)
    assert asked_by(lambda: page(administrator, "personer/")) == few


def test_one_persons_page_has_roles_who_gave_them_and_whom_to_ask(administrator: Client) -> None:
    shown = page(administrator, f"personer/{Person.CHILD_WELFARE_WAITING.account.id}/").text
    assert "Gjelder når en av disse har bekreftet den" in shown
    assert Person.CHILD_WELFARE_INTAKE.email in shown
    assert "Gitt " in shown


def test_another_role_is_given_and_where_it_can_not_be_held_that_is_said(administrator: Client) -> None:
    path, school = f"{BASE}personer/{Person.TEACHER.account.id}/", unit_of("asker-baerum", SCHOOL)
    wrong = administrator.post(path, {"unit": str(school.id), "role": "slt_coordinator"})
    assert wrong.status_code == 400
    assert wrong.text.count("Rollen hører til en annen tjeneste enn enheten.") == 2
    assert administrator.post(path, {"unit": str(school.id), "role": "leader"}).status_code == 302
    assert "Rollen er gitt" in administrator.get(path).text
    assert Membership.objects.filter(account=Person.TEACHER.account, role="leader").count() == 1
    assert events()[-1] == "member_appointed"
    assert compare() == []


def test_an_administrator_gives_themselves_nothing(administrator: Client) -> None:
    mine = Person.ADMINISTRATOR.account
    school = unit_of("asker-baerum", SCHOOL)
    assert "Du kan ikke gi en rolle til deg selv" in page(administrator, f"personer/{mine.id}/").text
    for role in Role:
        answer = administrator.post(f"{BASE}personer/{mine.id}/", {"unit": str(school.id), "role": role.value})
        assert answer.status_code in (400, 403)
    assert Membership.objects.filter(account=mine).count() == 1
    assert "page_denied" in events()


def test_a_role_ends_after_one_more_look_and_whoever_had_it_is_out_at_once(administrator: Client) -> None:
    teacher = browser(Person.TEACHER)
    assert teacher.get("/inne/konto/").status_code == 200
    membership = Person.TEACHER.membership(SCHOOL)
    path = f"{BASE}roller/{membership.id}/avslutt/"
    assert "Mona Haugen" in administrator.get(path).text
    assert teacher.get("/inne/konto/").status_code == 200
    assert administrator.post(path).status_code == 302
    assert teacher.get("/inne/konto/").status_code == 302
    assert administrator.get(path).status_code == 404
    assert administrator.post(path).status_code == 404
    assert "rolle som er avsluttet" in page(administrator, f"personer/{Person.TEACHER.account.id}/").text
    assert compare() == []


def test_an_account_is_closed_and_opened_and_the_log_says_so(administrator: Client) -> None:
    teacher, account = browser(Person.TEACHER), Person.TEACHER.account
    for _ in range(2):
        assert administrator.post(f"{BASE}personer/{account.id}/steng/").status_code == 302
    assert teacher.get("/inne/konto/").status_code == 302
    assert not Account.objects.get(id=account.id).is_active
    assert events().count("account_closed") == 1
    assert "Stengt" in page(administrator, f"personer/{account.id}/").text
    assert administrator.post(f"{BASE}personer/{account.id}/apne/").status_code == 302
    assert Account.objects.get(id=account.id).is_active
    assert events()[-1] == "account_opened"
    assert teacher.get("/inne/konto/").status_code == 302
    assert compare() == []


def test_nobody_closes_their_own_account_or_one_that_is_used_in_another_area(administrator: Client) -> None:
    mine = Person.ADMINISTRATOR.account
    assert administrator.post(f"{BASE}personer/{mine.id}/steng/").status_code == 403
    both = Person.TEACHER.account
    with inside("fjellvik"):
        hired(both, unit_of("fjellvik", "fjellvik-skule"), Role.EMPLOYEE)
    answer = administrator.post(f"{BASE}personer/{both.id}/steng/")
    assert answer.status_code == 403
    assert "annet samarbeidsområde" in answer.text
    assert administrator.post(f"{BASE}personer/{both.id}/nullstill/").status_code == 403
    assert Account.objects.filter(id__in=[mine.id, both.id], is_active=True).count() == 2


def test_what_two_areas_log_of_an_account_is_held_against_it_in_the_order_of_time(administrator: Client) -> None:
    """It was made in the area that is read last, and closed in the one that is read first."""
    account = Person.FJELLVIK_TEACHER.account
    school = unit_of("asker-baerum", SCHOOL)
    with inside("fjellvik"):
        actions.end_membership(membership=Person.FJELLVIK_TEACHER.membership("fjellvik-skule"), by=OPERATOR)
    hired(account, school, Role.EMPLOYEE)
    assert administrator.post(f"{BASE}personer/{account.id}/steng/").status_code == 302
    assert compare() == []


# --- who may ----------------------------------------------------------------------------------------------------------


def test_nothing_of_another_area_exists(administrator: Client) -> None:
    stranger = Person.FJELLVIK_TEACHER
    with inside("fjellvik"):
        membership = stranger.membership("fjellvik-skule").id
        unit = unit_of("fjellvik", "fjellvik-skule").id
    for path in (f"personer/{stranger.account.id}/", f"enheter/{unit}/", f"roller/{membership}/avslutt/"):
        assert administrator.get(BASE + path).status_code == 404
        assert administrator.post(BASE + path).status_code == 404
    for what in ("steng", "apne", "nullstill"):
        assert administrator.post(f"{BASE}personer/{stranger.account.id}/{what}/").status_code == 404


@pytest.mark.parametrize("person", [Person.TEACHER, Person.SCHOOL_LEADER, Person.SLT_ASKER, Person.EDITOR])
def test_only_administrators_see_the_pages_of_people(person: Person) -> None:
    client = browser(person)
    for path in ("personer/", "enheter/", "enheter/ny/", "invitasjoner/", "invitasjoner/ny/"):
        assert client.get(BASE + path).status_code == 403


def test_each_scope_is_as_wide_as_its_rule(people: None) -> None:
    """Whoever may appoint in an area sees its units and people, and nobody else sees any."""
    for person in Person:
        by = person.standing
        with inside(person.area) as place:
            may = by.holds(Capability.APPOINT, area=place.id)
            everything = (place.units.all(), place.memberships.all(), place.organisations.all())
            seen = (scopes.units(by), scopes.memberships(by), scopes.organisations(by))
            for all_rows, rows in zip(everything, seen, strict=True):
                assert set(rows) == (set(all_rows) if may else set())
            read = {
                body.id for body in place.organisations.all() if by.holds(Capability.READ_LOG, organisation=body.id)
            }
            assert set(scopes.logs(by).values_list("id", flat=True)) == read
