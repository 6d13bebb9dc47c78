"""Coming in by an invitation: once, for a week, as the one who was invited, and never by whoever invited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from motvekt.access.roles import Role
from motvekt.access.standing import Standing
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions, invitation_actions, invitations, policy, queries
from motvekt.organisations.models import Account, Invitation, Membership
from motvekt.organisations.passwords import weakness
from motvekt.organisations.policy import OF_ITS_AGENCY, RECEIVING
from motvekt.site.cli import FAILED, OK, main
from motvekt.site.compare import compare
from tests.integration.test_administration import BASE, SCHOOL, browser, events
from tests.people import OPERATOR, Person, hired, inside, somebody, unit_of

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db]

PASSWORD = "grønne epler i november"
GONE = "Lenken gjelder ikke lenger. Be den som inviterte deg, om en ny."
EMAIL = "kari.ny@asker.no"


@pytest.fixture(autouse=True)
def within_asker_and_baerum(people: None) -> Iterator[None]:
    """What a test reads itself, it reads in the first of the two areas."""
    with inside("asker-baerum"):
        yield


def invited(
    email: str = EMAIL, unit: str = SCHOOL, role: Role = Role.EMPLOYEE, by: Standing | Actor | None = None
) -> Invitation:
    about = {"email": email, "name": "Kari Ny", "unit": unit_of("asker-baerum", unit), "role": role}
    return invitation_actions.invite(**about, by=by or Person.ADMINISTRATOR.standing)  # type: ignore[arg-type]


def opened(link: str, client: Client | None = None, host: str = "localhost") -> tuple[Client, Any]:
    """Whoever opens a link, and the page that it leads to."""
    client = client or browser(host=host)
    answer = client.get(link)
    assert (answer.status_code, answer["Location"]) == (302, "/inne/invitasjon/")
    return client, client.get("/inne/invitasjon/")


def came_in(client: Client, **more: str) -> Any:
    about = {"name": "Kari Ny", "password": PASSWORD, "again": PASSWORD, **more}
    return client.post("/inne/invitasjon/", about)


def refusal(act: Any, **about: Any) -> str:
    with pytest.raises(Refused) as refused, transaction.atomic():
        act(**about)
    return refused.value.decision.code


# --- inviting ---------------------------------------------------------------------------------------------------------


def test_an_administrator_invites_and_the_list_has_it_until_it_is_withdrawn() -> None:
    client = browser(Person.ADMINISTRATOR)
    school = str(unit_of("asker-baerum", SCHOOL).id)
    about = {"name": "Kari Ny", "email": "Kari.Ny@asker.no", "unit": school, "role": "employee"}
    for _ in range(2):
        assert client.post(f"{BASE}invitasjoner/ny/", about).status_code == 302
    row = Invitation.objects.get()
    assert (row.email, row.expires_at - row.invited_at) == (EMAIL, timedelta(days=7))
    assert events().count("member_invited") == 1
    shown = client.get(f"{BASE}invitasjoner/").text
    assert "har en invitasjon fra før" in shown
    assert EMAIL in shown
    assert "/inne/invitasjon/" not in shown
    assert client.post(f"{BASE}invitasjoner/{row.id}/trekk/").status_code == 302
    assert client.post(f"{BASE}invitasjoner/{row.id}/trekk/").status_code == 302
    assert events().count("invitation_withdrawn") == 1
    assert "Ingen invitasjoner venter" in client.get(f"{BASE}invitasjoner/").text
    assert opened(invitations.link_of(row))[1].status_code == 404
    assert compare() == []


def test_whoever_invites_somebody_twice_is_told_that_the_first_still_counts() -> None:
    client = browser(Person.ADMINISTRATOR)
    about = {"name": "Kari Ny", "email": EMAIL, "unit": str(unit_of("asker-baerum", SCHOOL).id), "role": "employee"}
    for minutes, words in ((0, "Invitasjonen er laget"), (1, "har en invitasjon fra før")):
        with clock.frozen(clock.now() + timedelta(minutes=minutes)):
            client.post(f"{BASE}invitasjoner/ny/", about)
            assert words in client.get(f"{BASE}invitasjoner/").text
    assert Invitation.objects.count() == 1


def test_the_link_is_shown_in_the_demo_alone() -> None:
    link = invitations.link_of(invited())
    client = browser(Person.ADMINISTRATOR)
    assert link not in client.get(f"{BASE}invitasjoner/").text
    with override_settings(DEMO=True):
        assert link in client.get(f"{BASE}invitasjoner/").text


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": ""}, "Skriv navnet."),
        ({"email": "kari"}, "E-postadressen er skrevet feil."),
        ({"role": ""}, "Velg en rolle."),
        ({"role": "slt_coordinator"}, "Rollen hører til en annen tjeneste enn enheten."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(changed: dict[str, str], says: str) -> None:
    about = {"name": "Kari", "email": EMAIL, "unit": str(unit_of("asker-baerum", SCHOOL).id), "role": "employee"}
    answer = browser(Person.ADMINISTRATOR).post(f"{BASE}invitasjoner/ny/", about | changed)
    assert answer.status_code == 400
    assert answer.text.count(says) == 2
    assert "<title>Feil: Inviter noen" in answer.text
    assert (changed.get("email") or EMAIL) in answer.text
    assert not Invitation.objects.exists()


def test_whoever_may_not_invite_is_told_so() -> None:
    for person in (Person.SCHOOL_LEADER, Person.SLT_ASKER, Person.FJELLVIK_ADMINISTRATOR, Person.EDITOR):
        assert refusal(invited, by=person.standing) == "not_appointing"
    assert refusal(invited, by=Actor("system", "klokka")) == "not_appointing"
    assert not Invitation.objects.exists()


def test_another_areas_unit_is_not_invited_to() -> None:
    client, far = browser(Person.ADMINISTRATOR), unit_of("fjellvik", "fjellvik-skule")
    about = {"name": "Kari", "email": EMAIL, "unit": str(far.id), "role": "employee"}
    assert client.post(f"{BASE}invitasjoner/ny/", about).status_code == 400
    by = Person.ADMINISTRATOR.standing
    asked = {"email": EMAIL, "name": "Kari", "unit": far, "role": Role.EMPLOYEE}
    assert refusal(invitation_actions.invite, **asked, by=by) == "not_appointing"
    with inside("fjellvik"):
        assert not Invitation.objects.filter(unit=far).exists()


# --- coming in --------------------------------------------------------------------------------------------------------


def test_somebody_new_makes_an_account_and_has_the_role() -> None:
    row = invited()
    client, shown = opened(invitations.link_of(row))
    assert "Terje Nygård inviterer deg til en rolle i Lerkeli ungdomsskole: ansatt." in shown.text
    assert 'value="Kari Ny"' in shown.text
    assert "readonly" in shown.text
    answer = came_in(client, email="en.annen@x.no", name="Kari Nystad")
    assert (answer.status_code, answer["Location"]) == (302, "/inne/min-side/")
    assert "Kari Nystad" in client.get("/inne/konto/").text
    account = Account.objects.get(email=EMAIL)
    assert account.check_password(PASSWORD)
    membership = Membership.objects.get(account=account)
    assert membership.appointed_by == f"account:{Person.ADMINISTRATOR.account.id}"
    assert events()[-3:] == ["member_appointed", "invitation_accepted", "signed_in"]
    assert "account_made" in events()
    row.refresh_from_db()
    assert (row.account, row.accepted_at is not None) == (account, True)
    assert compare() == []
    # Used: by the same browser, and by any other.
    for who in (client, browser()):
        again = opened(invitations.link_of(row), who)[1]
        assert (again.status_code, GONE in again.text) == (404, True)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"password": "kort", "again": "kort"}, "minst 12 tegn"),
        ({"again": "grønne epler i desember"}, "ikke like"),
        ({"password": "", "again": ""}, "Velg et passord."),
        ({"password": EMAIL, "again": EMAIL}, "ligner for mye"),
        ({"password": "kari ny kari ny", "again": "kari ny kari ny"}, "ligner for mye"),
        ({"password": "aaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaa"}, "flere ulike tegn"),
        ({"name": ""}, "Skriv hva du heter."),
    ],
)
def test_a_password_that_is_no_good_is_said_and_nothing_is_made(given: dict[str, str], says: str) -> None:
    client, _ = opened(invitations.link_of(invited()))
    answer = came_in(client, **given)
    assert answer.status_code == 400
    assert "<title>Feil: Invitasjon" in answer.text
    assert answer.text.count(says) == 2
    assert PASSWORD not in answer.text
    assert not Account.objects.filter(email=EMAIL).exists()
    assert came_in(client).status_code == 302


def test_what_many_use_is_no_password() -> None:
    assert weakness("qwertyuiop123", email="", name="") or weakness("1234567890123", email="", name="")
    assert not weakness(PASSWORD, email=EMAIL, name="Kari Ny")


def test_whoever_is_signed_in_accepts_with_that_account() -> None:
    row = invited("jobb@annet.no")
    client, shown = opened(invitations.link_of(row), browser(Person.NURSE))
    assert "Ta imot rollen" in shown.text
    assert client.post("/inne/invitasjon/").status_code == 302
    assert Membership.objects.filter(account=Person.NURSE.account, unit__slug=SCHOOL).exists()
    row.refresh_from_db()
    assert row.account == Person.NURSE.account
    assert compare() == []


def test_where_the_address_has_an_account_nobody_else_accepts() -> None:
    row = invited(Person.NURSE.email)
    client, shown = opened(invitations.link_of(row))
    assert "Logg inn med den først" in shown.text
    assert came_in(client).status_code == 200
    assert not Membership.objects.filter(unit__slug=SCHOOL, account=Person.NURSE.account).exists()
    other, shown = opened(invitations.link_of(row), browser(Person.TEACHER))
    assert "Du er logget inn med en annen konto" in shown.text
    other.post("/inne/invitasjon/")
    about = {"invitation": row, "account": Person.TEACHER.account.id, "by": Person.TEACHER.standing.actor}
    assert refusal(invitation_actions.accept_invitation, **about) == "another_account"
    with override_settings(DEMO=True):
        answer = client.post("/inne/logg-inn/demo/", {"account": str(Person.NURSE.account.id)})
    # Back to what they were on the way to.
    assert answer["Location"] == "/inne/invitasjon/"
    assert client.post("/inne/invitasjon/").status_code == 302
    assert Membership.objects.filter(unit__slug=SCHOOL, account=Person.NURSE.account).exists()


def test_used_withdrawn_expired_forged_and_foreign_links_are_answered_alike() -> None:
    used, withdrawn, old = invited("a@x.no"), invited("b@x.no"), invited("c@x.no")
    assert came_in(opened(invitations.link_of(used))[0]).status_code == 302
    invitation_actions.withdraw_invitation(invitation=withdrawn, by=Person.ADMINISTRATOR.standing)
    Invitation.objects.filter(id=old.id).update(expires_at=clock.now())
    old.refresh_from_db()
    good = invited("d@x.no")
    with inside("fjellvik"):
        far = invitation_actions.invite(
            email="e@x.no",
            name="E",
            unit=unit_of("fjellvik", "fjellvik-skule"),
            role=Role.EMPLOYEE,
            by=Person.FJELLVIK_ADMINISTRATOR.standing,
        )
        foreign = invitations.link_of(far)
    mac = invitations.mac_of(good)
    forged = invitations.link_of(good).replace(mac, "0" * 64)
    swapped = invitations.link_of(used).replace(invitations.mac_of(used), mac)
    nobodys = invitations.link_of(good).replace(str(good.id), str(Person.NURSE.account.id))
    links = [*map(invitations.link_of, (used, withdrawn, old)), forged, swapped, nobodys, foreign]
    pages = {(page.status_code, re.sub(r"\s+", " ", page.text)) for _, page in map(opened, links)}
    assert len(pages) == 1
    assert next(iter(pages))[0] == 404
    assert GONE in next(iter(pages))[1]
    assert opened(foreign, host="fjellvik.localhost")[1].status_code == 200
    assert opened(invitations.link_of(good))[1].status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "area_admin"},
        {"email": "ond@x.no"},
        {"expires_at": clock.now() + timedelta(days=700)},
        {"invited_by": "operator:root"},
    ],
)
def test_nothing_in_the_row_opens_it_and_whoever_changes_the_row_breaks_the_link(changed: dict[str, Any]) -> None:
    row = invited()
    link = invitations.link_of(row)
    assert all(str(value) not in link for value in (row.email, row.role, row.invited_by))
    Invitation.objects.filter(id=row.id).update(**changed)
    assert opened(link)[1].status_code == 404


def test_the_link_stands_in_no_address_that_the_server_logs() -> None:
    client, _ = opened(invitations.link_of(invited()))
    for answer in (came_in(client, password="kort"), client.get("/inne/invitasjon/")):
        assert answer.request["PATH_INFO"] == "/inne/invitasjon/"
    assert client.cookies["motvekt-invitasjon"]["path"] == "/inne/"
    assert client.cookies["motvekt-invitasjon"]["httponly"]


def test_an_invitation_from_somebody_who_is_no_administrator_any_more_is_worth_nothing() -> None:
    other = somebody("admin@asker.no")
    hired(other, unit_of("asker-baerum", "stab-asker"), Role.AREA_ADMIN)
    area = unit_of("asker-baerum", SCHOOL).area_id
    row = invited(by=queries.standing(other, area))
    membership = Membership.objects.get(account=other)
    actions.end_membership(membership=membership, by=OPERATOR)
    assert opened(invitations.link_of(row))[1].status_code == 404
    assert "Virker ikke" in browser(Person.ADMINISTRATOR).get(f"{BASE}invitasjoner/").text


# --- what an attacker tries -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_an_administrator_gets_no_role_by_inviting_themselves(role: Role) -> None:
    agency = OF_ITS_AGENCY.get(role)
    unit = {"slt": "slt-asker", "police": "radikaliseringskontaktene", "child_welfare": "barnevernet-asker"}.get(
        agency or "", SCHOOL
    )
    me = Person.ADMINISTRATOR
    assert refusal(invited, email=me.email, unit=unit, role=role) == "not_oneself"
    # By an address of their own that the system doesn't know, with the account that they have.
    client, _ = opened(invitations.link_of(invited("privat@x.no", unit, role)), browser(me))
    assert client.post("/inne/invitasjon/").status_code == 403
    assert Membership.objects.filter(account=me.account).count() == 1
    # With an account for it: a role that receives waits for a sitting member, who is not the one who invited.
    client.post("/inne/logg-ut/")
    link = invitations.link_of(Invitation.objects.get(email="privat@x.no"))
    assert came_in(opened(link, client)[0]).status_code == 302
    second = Account.objects.get(email="privat@x.no")
    membership = Membership.objects.get(account=second)
    standing = queries.standing(second, membership.area_id)
    assert (standing.posts == frozenset()) == (role in RECEIVING)
    if role in RECEIVING:
        assert refusal(actions.confirm, membership=membership, by=me.standing) in ("not_oneself", "not_sitting")
        assert refusal(actions.confirm, membership=membership, by=standing) == "not_oneself"
    assert compare() == []


def test_an_administrator_of_another_area_withdraws_nothing() -> None:
    row = invited()
    other = Person.FJELLVIK_ADMINISTRATOR
    assert browser(other, "fjellvik.localhost").post(f"{BASE}invitasjoner/{row.id}/trekk/").status_code == 404
    about = {"invitation": row, "by": other.standing}
    assert refusal(invitation_actions.withdraw_invitation, **about) == "not_administrator"


def test_a_post_without_a_link_makes_nothing() -> None:
    invited()
    assert came_in(browser()).status_code == 404
    client = browser()
    client.cookies["motvekt-invitasjon"] = f"{Invitation.objects.get().id}/x:forfalsket"
    assert came_in(client).status_code == 404


def test_of_two_who_take_it_one_after_the_other_the_second_is_told_that_it_is_gone() -> None:
    row = invited("c@x.no")
    first, second = (opened(invitations.link_of(row))[0] for _ in range(2))
    assert came_in(first).status_code == 302
    answer = came_in(second)
    assert (answer.status_code, GONE in answer.text) == (404, True)
    about = {"invitation": row, "name": "X", "password": PASSWORD, "by": OPERATOR}
    assert refusal(invitation_actions.come_in, **about) == "invitation_gone"


# --- the database, and the command line -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [{"unit": None}, {"role": "sjef"}, {"accepted_at": clock.now()}],
)
def test_the_database_holds_what_must_hold(changed: dict[str, Any]) -> None:
    row = invited()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Invitation.objects.filter(id=row.id).update(**changed)


def test_an_operator_invites_the_first_administrator_and_the_link_lets_them_in(
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = ["admin", "invite", "sjef@asker.no", "--name", "Sigrid Sjef"]
    assert main(given) == FAILED
    assert "--area" in capsys.readouterr().err
    assert main([*given, "--area", "asker-baerum"]) == OK
    said = capsys.readouterr().out
    link = re.findall(r"https://localhost(/inne/invitasjon/\S+)", said)[0]
    client, shown = opened(link)
    assert "drift (" in shown.text
    assert came_in(client).status_code == 302
    posts = queries.standing(Account.objects.get(email="sjef@asker.no"), Person.ADMINISTRATOR.standing.area).posts  # type: ignore[arg-type]
    assert {post.role for post in posts} == {Role.AREA_ADMIN}
    assert main(["admin", "invite", "feil", "--name", "X", "--area", "asker-baerum"]) == FAILED


def test_an_area_is_made_at_the_command_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    made = ["area", "create", "lillevik", "--host", "lillevik.no", "--controller", "lillevik", "Lillevik kommune"]
    assert main([*made, "konge"]) == FAILED
    assert main([*made, "municipality"]) == OK
    assert main([*made, "municipality"]) == FAILED
    assert "finnes fra før" in capsys.readouterr().err
    taken = ["area", "create", "storvik", "--host", "localhost", "--controller", "s", "Storvik", "municipality"]
    assert main(taken) == FAILED
    assert main(["area", "create", "Stor Vik", *taken[3:]]) == FAILED
    assert main(["admin", "invite", "sjef@lillevik.no", "--name", "Sjef", "--area", "lillevik"]) == OK
    with inside("lillevik") as place:
        assert [(unit.slug, unit.agency) for unit in place.units.all()] == [("administrasjonen", "")]
    assert compare() == []


def test_policies_and_who_is_told_to_ask_fit_together() -> None:
    """Whoever the page names as able to confirm, may."""
    for row in Membership.objects.filter(role__in=RECEIVING, confirmed_at=None, ended_at=None):
        sits = queries.somebody_receives(row.unit_id)
        for other in policy.confirmers(row):
            waiting = policy.Waiting(row.account_id, row.unit_id, row.appointed_by, somebody_sits=sits, secured=True)
            assert policy.may_confirm(queries.standing(other.account, row.area_id), waiting)


def locked_before_read(asked: CaptureQueriesContext, table: str) -> bool:
    """Whether the first statement about a table takes its row for itself."""
    said = [query["sql"] for query in asked.captured_queries if f'FROM "{table}"' in query["sql"]]
    return "FOR UPDATE" in said[0]


def test_of_two_who_take_it_at_once_one_waits_for_the_other(people: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time, from the transaction's start")
    row = invited()
    with CaptureQueriesContext(connection) as asked:
        invitation_actions.come_in(invitation=row, name="Kari", password=PASSWORD, by=OPERATOR)
    assert locked_before_read(asked, "organisations_invitation")
    other = invited("to@x.no")
    with CaptureQueriesContext(connection) as asked:
        invitation_actions.withdraw_invitation(invitation=other, by=Person.ADMINISTRATOR.standing)
    assert locked_before_read(asked, "organisations_invitation")
