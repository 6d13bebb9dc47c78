"""Who comes in as whom, and what claims and addresses give: never more than an employee's role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from motvekt.access.roles import Role
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions, identity_actions
from motvekt.organisations.kinds import How
from motvekt.organisations.models import Account, Identity, Membership, Session
from motvekt.organisations.openid import failures, persons
from motvekt.organisations.policy import SIGN_ON
from motvekt.site.compare import compare
from tests.openid.signing_on import (
    SCHOOL,
    back,
    browser,
    came_in,
    events,
    failed,
    roles,
    sent,
    signed_on,
    the_one,
)
from tests.people import Person, somebody, unit_of
from tests.provider.forging import Claims, Forger

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db]


def test_the_first_sign_on_makes_an_employee_of_the_unit_that_the_claim_names_and_the_next_finds_them(
    forger: Forger,
) -> None:
    forger.claims |= {"department": SCHOOL, "email": "Kari.Nordmann@Asker.no", "email_verified": True}
    client = browser()
    assert "Logg inn med Prøve en" in client.get("/inne/logg-inn/").text
    assert came_in(signed_on(client, forger))
    page = client.get("/inne/konto/").text
    assert "Kari Nordmann" in page
    assert "kari.nordmann@asker.no" in page
    account = the_one()
    assert roles(account) == [("employee", "lerkeli-ungdomsskole")]
    assert events()[-4:] == [
        ("account_made", "system:openid"),
        ("identity_linked", "system:openid"),
        ("member_appointed", "system:openid"),
        ("signed_in", f"account:{account.id}"),
    ]
    assert Session.objects.get(ended_at__isnull=True).how == How.OPENID_STRONG
    assert compare() == []
    again = browser()
    assert came_in(signed_on(again, forger))
    assert Account.objects.filter(identities__issuer=forger.issuer).count() == 1
    assert events()[-1] == ("signed_in", f"account:{account.id}")


def test_the_request_is_pushed_and_nothing_of_it_goes_through_the_browser(forger: Forger) -> None:
    address = sent(browser())
    assert set(parse_qs(urlsplit(address).query)) == {"client_id", "request_uri"}
    (pushed,) = forger.pushed.values()
    assert pushed["acr_values"] == "high low"
    assert pushed["scope"] == "openid profile email"
    assert pushed["redirect_uri"] == "http://localhost/inne/openid/en/svar/"
    assert "prompt" not in pushed


@pytest.mark.parametrize(("par", "offered"), [("never", True), ("offered", False)])
def test_where_nothing_is_pushed_the_request_stands_in_the_address(
    forger: Forger, settled: Callable[..., None], par: str, offered: bool
) -> None:
    settled(par=par)
    if not offered:
        forger.metadata = {"pushed_authorization_request_endpoint": None}
    client = browser()
    address = sent(client)
    assert "code_challenge" in address
    assert came_in(back(client, forger.comes_back(address)))


def test_a_provider_that_must_take_pushed_requests_and_does_not_is_not_used(
    forger: Forger, settled: Callable[..., None]
) -> None:
    settled(par="required")
    forger.metadata = {"pushed_authorization_request_endpoint": None}
    assert failed(browser().post("/inne/openid/en/"), failures.NOT_SET_UP)


@pytest.mark.parametrize(("claims", "how"), [({"acr": "high"}, How.OPENID_STRONG), ({"acr": "low"}, How.OPENID)])
def test_the_session_says_two_factors_by_the_verified_level(forger: Forger, claims: Claims, how: How) -> None:
    forger.claims |= claims
    assert came_in(signed_on(browser(), forger))
    assert Session.objects.get().how == how


def test_another_claim_can_say_two_factors_where_the_settings_say_so(
    forger: Forger, settled: Callable[..., None]
) -> None:
    settled(accepted_acr=[], two_factors={"amr": ["mfa"]})
    for amr, how in (["pwd"], How.OPENID), (["pwd", "mfa"], How.OPENID_STRONG), ("mfa", How.OPENID_STRONG):
        forger.claims["amr"] = amr
        client = browser()
        assert came_in(signed_on(client, forger))
        assert Session.objects.order_by("begun_at").last().how == how  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"department": "Ukjent skole"},
        {"department": [SCHOOL, "NAV"]},
        {"department": []},
        {"department": {"name": SCHOOL}},
        {"department": SCHOOL.lower()},
        {"groups": [SCHOOL, "administrator"], "roles": ["area_admin", "slt_coordinator", "leader"]},
        {"role": "area_admin", "unit": "slt-asker", "is_superuser": True},
    ],
    ids=str,
)
def test_a_claim_that_is_missing_unknown_or_many_gives_nothing_and_forged_roles_give_nothing(
    forger: Forger, claims: Claims
) -> None:
    forger.claims |= claims
    client = browser()
    assert came_in(signed_on(client, forger))
    assert roles(the_one()) == []
    page = client.get("/inne/konto/").text
    assert "Du har ingen rolle her ennå" in page
    assert "terje.nygaard@asker.example" in page
    assert compare() == []


def test_forged_roles_beside_the_right_unit_make_an_employee_and_nothing_else(forger: Forger) -> None:
    forger.claims |= {"department": [SCHOOL], "roles": ["area_admin"], "groups": ["slt-asker"], "role": "leader"}
    assert came_in(signed_on(browser(), forger))
    assert roles(the_one()) == [("employee", "lerkeli-ungdomsskole")]


def test_two_claims_that_name_two_units_give_neither(forger: Forger, settled: Callable[..., None]) -> None:
    rules = [
        {"claim": "department", "values": {SCHOOL: "lerkeli-ungdomsskole"}},
        {"claim": ["details", "reportees", "ID"], "values": {"0192:1": "slt-asker"}},
    ]
    settled(units=rules)
    forger.claims |= {"department": SCHOOL, "details": [{"reportees": [{"ID": "0192:1"}]}]}
    assert came_in(signed_on(browser(), forger))
    assert roles(the_one()) == []
    forger.claims |= {"sub": "kari-2", "department": None}
    assert came_in(signed_on(browser(), forger))
    account = Identity.objects.select_related("account").get(subject="kari-2").account
    assert roles(account) == [("employee", "slt-asker")]


def test_a_unit_of_another_area_or_an_administration_gives_nothing(
    forger: Forger, settled: Callable[..., None]
) -> None:
    other = unit_of("fjellvik", "folkehelse")
    settled(units=[{"claim": "department", "values": {"A": other.slug, "B": "finnes-ikke"}}])
    for number, value in enumerate("AB"):
        forger.claims |= {"sub": f"kari-{number}", "department": value}
        assert came_in(signed_on(browser(), forger))
    assert not Membership.objects.filter(account__identities__issuer=forger.issuer).exists()


def test_a_later_sign_on_never_gives_back_a_role_that_was_ended(forger: Forger) -> None:
    forger.claims["department"] = SCHOOL
    client = browser()
    assert came_in(signed_on(client, forger))
    membership = Membership.objects.get(account=the_one())
    actions.end_membership(membership=membership, by=Person.ADMINISTRATOR.standing)
    assert client.get("/inne/konto/").status_code == 302
    assert came_in(signed_on(browser(), forger))
    assert roles(the_one()) == []
    assert Membership.objects.filter(account=the_one()).count() == 1


def test_the_sign_on_appoints_employees_and_confirms_and_ends_nothing(forger: Forger) -> None:
    account, unit = somebody("petter@ny.no"), unit_of("asker-baerum", "slt-asker")
    for role in set(Role) - {Role.EMPLOYEE}:
        with pytest.raises(Refused):
            actions.appoint(account=account, unit=unit, role=role, by=SIGN_ON)
    waiting = Person.CORE_GROUP_WAITING.membership("kjernegruppa")
    for act in (actions.confirm, actions.end_membership):
        with pytest.raises(Refused):
            act(membership=waiting, by=SIGN_ON)


def test_somebodys_address_from_a_provider_opens_no_account_of_theirs_and_makes_none(forger: Forger) -> None:
    teacher = Person.TEACHER.account
    forger.claims |= {"email": teacher.email.upper(), "email_verified": True}
    client = browser()
    response = signed_on(client, forger)
    assert failed(response, failures.ADDRESS_TAKEN)
    assert client.get("/inne/konto/").status_code == 302
    assert not Identity.objects.exists()
    assert compare() == []


@pytest.mark.parametrize("verified", [None, False, "true", 1, "yes"])
def test_an_address_that_is_not_verified_is_nobodys(forger: Forger, verified: object) -> None:
    teacher = Person.TEACHER.account
    forger.claims |= {"email": teacher.email, "email_verified": verified}
    client = browser()
    assert came_in(signed_on(client, forger))
    account = the_one()
    assert account.id != teacher.id
    assert account.address == ""
    assert account.email.endswith("@uten-adresse.invalid")
    page = client.get("/inne/konto/").text
    assert "uten-adresse" not in page
    assert teacher.email not in page
    assert browser().post("/inne/logg-inn/", {"email": account.email, "password": "!"}).status_code == 400


def test_an_address_of_a_domain_that_the_provider_hands_out_needs_no_further_proof(
    forger: Forger, settled: Callable[..., None]
) -> None:
    settled(email_domains=["asker.no"])
    strangers = ("kari@ond.asker.no", "kari@asker.no.ond.no", "a@b@asker.no", "@asker.no")
    for number, (email, kept) in enumerate([("kari@asker.no", True), *((one, False) for one in strangers)]):
        forger.claims |= {"sub": f"kari-{number}", "email": email}
        assert came_in(signed_on(browser(), forger))
        account = Identity.objects.select_related("account").get(subject=f"kari-{number}").account
        assert (account.address == email) is kept


def test_a_subject_counts_with_its_case_and_a_subject_of_another_provider_is_another_person(
    forger: Forger, forgers: list[Forger]
) -> None:
    assert came_in(signed_on(browser(), forger))
    forger.claims["sub"] = "KARI-1"
    assert came_in(signed_on(browser(), forger))
    forgers[1].claims["sub"] = "kari-1"
    assert came_in(signed_on(browser(), forgers[1], "to"))
    assert Account.objects.filter(identities__isnull=False).count() == 3


@pytest.mark.parametrize(
    "claims",
    [
        {"name": "Kari\x00\u202e<b>" + "x" * 400},
        {"name": ["Kari"]},
        {"name": "", "given_name": "Kari", "family_name": 7},
        {"name": "\u200b \n"},
        {"email": "kari\x00@asker.no", "email_verified": True},
        {"email": ["kari@asker.no"], "email_verified": True},
        {"email": "x" * 300 + "@asker.no", "email_verified": True},
        {"email": "kåri@asker.no", "email_verified": True},
    ],
    ids=ascii,
)
def test_names_and_addresses_out_of_shape_break_nothing(forger: Forger, claims: Claims) -> None:
    forger.claims |= claims
    client = browser()
    assert came_in(signed_on(client, forger))
    account = the_one()
    assert 0 < len(account.name) <= 200
    assert account.name.isprintable()
    assert account.address == ""
    assert client.get("/inne/konto/").status_code == 200


def test_a_closed_account_does_not_come_in(forger: Forger) -> None:
    assert came_in(signed_on(browser(), forger))
    Account.objects.filter(id=the_one().id).update(is_active=False)
    client = browser()
    assert failed(signed_on(client, forger), failures.CLOSED)
    assert client.get("/inne/konto/").status_code == 302


def test_two_windows_at_once_make_one_account(forger: Forger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other window comes in between the look and the making."""
    who = persons.Person(forger.issuer, "kari-1", "Kari", "", "")
    real = identity_actions.sign_on

    def twice(**given: Any) -> Account:
        real(**given)
        return real(**given)

    monkeypatch.setattr(identity_actions, "sign_on", twice)
    assert came_in(signed_on(browser(), forger))
    assert Identity.objects.filter(subject=who.subject).count() == 1
