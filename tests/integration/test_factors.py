"""Passkeys, codes and recovery codes: what is right comes in, what is forged, old or another's doesn't. And limits."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from motvekt.access.capabilities import Capability
from motvekt.access.roles import Role
from motvekt.audit import queries as audit
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations import actions, codes, factor_actions, limits, queries, tokens
from motvekt.organisations.kinds import FactorKind
from motvekt.organisations.models import Account, Attempt, Factor, RecoveryCode, Session, Spent
from motvekt.site.compare import compare
from tests.authenticator import PRESENT, VERIFIED, Authenticator
from tests.conftest import OPERATOR
from tests.people import area_of, hired, inside, somebody, unit_of

pytestmark = [pytest.mark.usefixtures("published", "people"), pytest.mark.django_db(databases=["default", "keys"])]

PASSWORD = "fire vanlige ord på rad"
EMAIL = "petter@ny.no"
WRONG_CODE = "000 000"


@pytest.fixture(autouse=True)
def within_asker_and_baerum(people: None) -> Iterator[None]:
    """What a test reads itself, it reads in the first of the two areas."""
    codes.forget_keys()
    with inside("asker-baerum"):
        yield


@pytest.fixture
def petter() -> Account:
    return somebody(EMAIL, password=PASSWORD)


def browser(host: str = "localhost") -> Client:
    return Client(headers={"host": host}, raise_request_exception=False)


def questions(page: Any) -> tuple[str, str]:
    """What a page asks for a passkey, and the token that comes back with the answer."""
    options = re.search(r'data-valg="([^"]+)"', page.text)
    token = re.search(r'name="question" value="([^"]+)"', page.text)
    assert options
    assert token
    return html.unescape(options[1]), token[1]


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, name
    return html.unescape(found[1])


def with_password(client: Client, email: str = EMAIL) -> Any:
    response = client.post("/inne/logg-inn/", {"email": email, "password": PASSWORD})
    return response


def stepped_up(client: Client, path: str) -> Any:
    """A page that asks once more who one is, after the password was given."""
    away = client.get(path)
    assert away.status_code == 302
    assert client.post(away["Location"], {"code": PASSWORD})["Location"] == path
    response = client.get(path)
    return response


def with_passkey(client: Client, device: Authenticator) -> Authenticator:
    """Sign in with the password, and add a passkey."""
    with_password(client)
    options, token = questions(stepped_up(client, "/inne/konto/passnokkel/"))
    given = {"name": "Nøkkelen", "answer": device.make(options), "question": token}
    response = client.post("/inne/konto/passnokkel/", given)
    assert "Reservekodene dine" in response.text
    client.post("/inne/logg-ut/")
    return device


def with_codes(client: Client) -> tuple[bytes, list[str]]:
    """Sign in with the password, and add an app; what the app keeps, and the recovery codes."""
    with_password(client)
    page = stepped_up(client, "/inne/konto/app/")
    about = tokens.read(
        "new app", hidden(page, "made_for"), bound=str(Account.objects.get(email=EMAIL).id), within=timedelta(hours=1)
    )
    assert about
    secret = bytes.fromhex(about["secret"])
    response = client.post("/inne/konto/app/", {"made_for": hidden(page, "made_for"), "code": now_code(secret)})
    recovery = re.findall(r"<code>([^<]+)</code>", response.text)
    client.post("/inne/logg-ut/")
    return secret, recovery


def now_code(secret: bytes, later: int = 0) -> str:
    return codes.code_at(secret, int(clock.now().timestamp()) // codes.STEP + later)


def later(minutes: float) -> Any:
    return clock.frozen(clock.now() + timedelta(minutes=minutes))


def events() -> list[str]:
    place = area_of("asker-baerum")
    return [link.entry.event for link in audit.links(place.organisations.get(slug="asker").id)]


def try_passkey(client: Client, answer: str, token: str) -> int:
    return client.post("/inne/logg-inn/passnokkel/", {"answer": answer, "question": token}).status_code


# --- passkeys ---------------------------------------------------------------------------------------------------------


def test_a_passkey_alone_signs_in_and_the_log_has_each_step(petter: Account) -> None:
    device = with_passkey(browser(), Authenticator())
    client = browser()
    options, token = questions(client.get("/inne/logg-inn/"))
    assert "allowCredentials" not in json.loads(options)
    assert try_passkey(client, device.sign(options), token) == 302
    assert client.get("/inne/konto/").status_code == 200
    assert events()[-7:] == [
        "account_made",
        "signed_in",
        "stepped_up",
        "factor_added",
        "recovery_codes_made",
        "signed_out",
        "signed_in",
    ]
    assert compare() == []


FORGED: dict[str, Any] = {
    "another origin": lambda device, options: replace(device, origin="http://ond.no").sign(options),
    "another port": lambda device, options: replace(device, origin="http://localhost:8000").sign(options),
    "https for http": lambda device, options: replace(device, origin="https://localhost").sign(options),
    "another host's passkey": lambda device, options: replace(device, host="fjellvik.localhost").sign(options),
    "nobody's finger": lambda device, options: device.sign(options, flags=PRESENT),
    "nobody there": lambda device, options: device.sign(options, flags=VERIFIED),
    "within another site": lambda device, options: device.sign(options, crossOrigin=True),
    "another kind of answer": lambda device, options: device.sign(options, type="webauthn.create"),
    "another key": lambda device, options: replace(device, key=Authenticator().key).sign(options),
    "an unknown passkey": lambda device, options: replace(device, id=b"x" * 32).sign(options),
    "a copy that counts behind": lambda device, options: device.sign(options, counts=0),
    "for another account": lambda device, options: replace(device, user=uuid4().bytes).sign(options),
    "another challenge": lambda device, options: device.sign(json.dumps({"challenge": "eHh4eHh4eHh4eHh4eHh4eA"})),
    "nothing": lambda device, options: "",
    "no object": lambda device, options: "[]",
    "deep": lambda device, options: "[" * 9000,
    "long": lambda device, options: device.sign(options) + " " * 20_001,
    "without a signature": lambda device, options: json.dumps(
        {**(said := json.loads(device.sign(options))), "response": {**said["response"], "signature": ""}}
    ),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_forged_answer_signs_nobody_in(forgery: str, petter: Account) -> None:
    device = with_passkey(browser(), Authenticator(counter=5))
    client = browser()
    options, token = questions(client.get("/inne/logg-inn/"))
    device.counter = Factor.objects.get().counter
    assert try_passkey(client, FORGED[forgery](device, options), token) == 400
    assert client.get("/inne/konto/").status_code == 302
    # The right one still does, so that it is the forgery which is refused.
    device.counter += 1
    assert try_passkey(client, device.sign(options), token) == 302


def test_an_answer_is_good_for_one_time_and_for_its_own_question(petter: Account) -> None:
    device = with_passkey(browser(), Authenticator())
    client = browser()
    options, token = questions(client.get("/inne/logg-inn/"))
    answer = device.sign(options)
    assert try_passkey(client, answer, token) == 302
    thief = browser()
    assert try_passkey(thief, answer, token) == 400
    options, token = questions(thief.get("/inne/logg-inn/"))
    answer = device.sign(options)
    with later(10):
        assert try_passkey(thief, answer, token) == 400
    assert try_passkey(thief, answer, token[:-8] + "AAAAAAAA") == 400
    # A question of the page that asks once more, answered, is no sign-in.
    away = client.get("/inne/konto/app/")["Location"]
    options, token = questions(client.get(away))
    assert try_passkey(thief, device.sign(options), token) == 400
    # Nor is one of another area's.
    options, token = questions(browser("fjellvik.localhost").get("/inne/logg-inn/"))
    assert try_passkey(thief, device.sign(options), token) == 400


def test_a_passkey_of_somebody_else_is_no_second_step(petter: Account) -> None:
    device = with_passkey(browser(), Authenticator())
    other = somebody("annen@ny.no", password=PASSWORD)
    thief = browser()
    with_password(thief, "annen@ny.no")
    options, token = questions(stepped_up(thief, "/inne/konto/passnokkel/"))
    thieves = Authenticator()
    thief.post("/inne/konto/passnokkel/", {"name": "x", "answer": thieves.make(options), "question": token})
    assert other.factors.count() == 1
    page = with_password(browser())
    options, token = questions(page)
    first = hidden(page, "first")
    given = {"first": first, "answer": thieves.sign(options), "question": token}
    assert browser().post("/inne/logg-inn/kode/", given).status_code == 400
    options, token = questions(page := with_password(browser()))
    given = {"first": hidden(page, "first"), "answer": device.sign(options), "question": token}
    assert browser().post("/inne/logg-inn/kode/", given).status_code == 302


def test_a_passkey_that_somebody_has_is_not_added_twice(petter: Account) -> None:
    device = with_passkey(browser(), Authenticator())
    other = browser()
    somebody("annen@ny.no", password=PASSWORD)
    with_password(other, "annen@ny.no")
    options, token = questions(stepped_up(other, "/inne/konto/passnokkel/"))
    given = {"name": "x", "answer": device.make(options), "question": token}
    assert other.post("/inne/konto/passnokkel/", given).status_code == 403
    assert Factor.objects.count() == 1


def test_a_closed_account_does_not_come_in_with_its_passkey(petter: Account) -> None:
    device = with_passkey(browser(), Authenticator())
    Account.objects.filter(id=petter.id).update(is_active=False)
    options, token = questions(browser().get("/inne/logg-inn/"))
    assert try_passkey(browser(), device.sign(options), token) == 400


# --- codes ------------------------------------------------------------------------------------------------------------


def test_a_code_comes_in_once_within_half_a_minute_of_its_time(petter: Account) -> None:
    secret, _ = with_codes(browser())
    assert (
        codes.secret_of(bytes(Factor.objects.get().secret or b""), factor=Factor.objects.get().id, account=petter.id)
        == secret
    )
    assert secret not in bytes(Factor.objects.get().secret or b"")
    with later(5):
        for code, status in [
            (now_code(secret, -2), 400),
            (now_code(secret, 2), 400),
            (now_code(secret, -1), 302),
            (now_code(secret, -1), 400),
            (now_code(secret), 302),
            (now_code(secret, 1), 302),
            (now_code(secret), 400),
        ]:
            client = browser()
            first = hidden(with_password(client), "first")
            assert client.post("/inne/logg-inn/kode/", {"first": first, "code": code}).status_code == status


def test_the_first_step_alone_is_no_session_and_lasts_ten_minutes(petter: Account) -> None:
    secret, _ = with_codes(browser())
    client = browser()
    page = with_password(client)
    assert page.status_code == 200
    assert client.get("/inne/konto/").status_code == 302
    first = hidden(page, "first")
    with later(10):
        assert (
            "Det gikk for lang tid"
            in client.post("/inne/logg-inn/kode/", {"first": first, "code": now_code(secret)}).text
        )
    with later(5):
        given = {"first": first, "code": now_code(secret)}
        assert browser("fjellvik.localhost").post("/inne/logg-inn/kode/", given).status_code == 400
        petter.set_password("et annet langt passord")
        petter.save()
        assert client.post("/inne/logg-inn/kode/", given).status_code == 400


def test_each_recovery_code_comes_in_once_and_new_ones_end_the_old(petter: Account) -> None:
    _, recovery = with_codes(browser())
    assert len(set(recovery)) == 10

    def comes(code: str) -> bool:
        client = browser()
        first = hidden(with_password(client), "first")
        return client.post("/inne/logg-inn/kode/", {"first": first, "code": code}).status_code == 302

    assert comes(recovery[0].upper().replace("-", " "))
    assert not comes(recovery[0])
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert len(kept) == 9
    assert not any(code in digest for code in recovery for digest in kept)
    made = factor_actions.make_recovery_codes(account=petter, area=area_of("asker-baerum"), by=OPERATOR)
    assert not comes(recovery[1])
    assert comes(made[0])


def test_a_recovery_code_of_somebody_else_is_good_for_nothing(petter: Account) -> None:
    with_codes(browser())
    other = somebody("annen@ny.no", password=PASSWORD)
    theirs = factor_actions.make_recovery_codes(account=other, area=area_of("asker-baerum"), by=OPERATOR)
    row = RecoveryCode.objects.filter(account=other).first()
    assert row
    # Not even where somebody who writes in the database gives it to this account.
    RecoveryCode.objects.filter(id=row.id).update(account=petter)
    first = hidden(with_password(browser()), "first")
    for code in theirs[:4]:
        assert browser().post("/inne/logg-inn/kode/", {"first": first, "code": code}).status_code == 400


def test_a_secret_that_is_moved_to_another_row_opens_nothing(petter: Account) -> None:
    secret, _ = with_codes(browser())
    other = somebody("annen@ny.no", password=PASSWORD)
    Factor.objects.update(account=other)
    first = hidden(with_password(browser(), "annen@ny.no"), "first")
    with later(5):
        given = {"first": first, "code": now_code(secret)}
        assert browser().post("/inne/logg-inn/kode/", given).status_code == 400
    assert any(str(other.id) in line for line in compare())


# --- limits -----------------------------------------------------------------------------------------------------------


def test_the_sixth_password_in_a_quarter_of_an_hour_is_not_even_tried(petter: Account) -> None:
    for _ in range(5):
        assert browser().post("/inne/logg-inn/", {"email": EMAIL, "password": "x"}).status_code == 400
    for email in (EMAIL, EMAIL.upper(), f" {EMAIL} "):
        answer = browser().post("/inne/logg-inn/", {"email": email, "password": PASSWORD})
        assert answer.status_code == 429
        assert "Vent et kvarter" in answer.text
    with later(15.1):
        assert with_password(browser()).status_code == 302
    assert not Attempt.objects.filter(digest__contains="petter").exists()


def test_addresses_that_nobody_has_are_limited_alike() -> None:
    answers = [
        browser().post("/inne/logg-inn/", {"email": "ukjent@ny.no", "password": "x"}).status_code for _ in range(7)
    ]
    assert answers == [400] * 5 + [429] * 2


def test_guessing_elsewhere_keeps_nobody_out_of_the_browser_they_know(petter: Account) -> None:
    client = browser()
    assert with_password(client).status_code == 302
    client.post("/inne/logg-ut/")
    for _ in range(6):
        browser().post("/inne/logg-inn/", {"email": EMAIL, "password": "x"})
    assert with_password(browser()).status_code == 429
    assert with_password(client).status_code == 302
    # The cookie is this account's, and gives no more tries than any browser has.
    somebody("annen@ny.no", password=PASSWORD)
    for _ in range(5):
        client.post("/inne/logg-inn/", {"email": "annen@ny.no", "password": "x"})
    assert with_password(client, "annen@ny.no").status_code == 429
    client.post("/inne/logg-ut/")
    for _ in range(5):
        client.post("/inne/logg-inn/", {"email": EMAIL, "password": "x"})
    assert with_password(client).status_code == 429


def test_guessing_at_many_makes_unknown_browsers_wait_and_nobody_else(
    petter: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "AREA", replace(limits.AREA, most=8))
    known = browser()
    device = with_passkey(known, Authenticator())
    for number in range(10):
        browser().post("/inne/logg-inn/", {"email": f"{number}@ny.no", "password": "x"})
    assert with_password(browser()).status_code == 429
    assert browser("fjellvik.localhost").post("/inne/logg-inn/", {"email": EMAIL, "password": "x"}).status_code == 400
    assert with_password(known).status_code == 200
    options, token = questions(browser().get("/inne/logg-inn/"))
    assert try_passkey(browser(), device.sign(options), token) == 302


def test_codes_are_limited_for_the_account_wherever_they_are_typed(petter: Account) -> None:
    secret, recovery = with_codes(browser())
    with later(5):
        for _ in range(5):
            first = hidden(with_password(browser()), "first")
            assert browser().post("/inne/logg-inn/kode/", {"first": first, "code": WRONG_CODE}).status_code == 400
        first = hidden(with_password(browser()), "first")
        for code in (now_code(secret), recovery[0]):
            assert browser().post("/inne/logg-inn/kode/", {"first": first, "code": code}).status_code == 429
    with later(21):
        first = hidden(with_password(browser()), "first")
        assert browser().post("/inne/logg-inn/kode/", {"first": first, "code": now_code(secret)}).status_code == 302
        assert not Attempt.objects.filter(at__lt=clock.now() - limits.LONGEST).exists()


# --- what a factor is needed for --------------------------------------------------------------------------------------


def test_a_password_alone_gives_none_of_the_roles_that_need_two_factors(petter: Account) -> None:
    with inside("asker-baerum") as place:
        for unit, role in (("slt-asker", Role.SLT_COORDINATOR), ("lerkeli-ungdomsskole", Role.EMPLOYEE)):
            actions.appoint(account=petter, unit=unit_of("asker-baerum", unit), role=role, by=OPERATOR)
        receives = petter.memberships.filter(role=Role.SLT_COORDINATOR)
        receives.update(confirmed_at=clock.now(), confirmed_by="system:demo")
        weak = queries.standing(petter, place.id, two_factors=False)
        strong = queries.standing(petter, place.id)
    assert Capability.READ_RECEIVED not in weak.capabilities
    assert Capability.WRITE in weak.capabilities
    assert Capability.READ_RECEIVED in strong.capabilities
    client = browser()
    with_password(client)
    assert "Legg til et andre trinn" in client.get("/inne/min-side/").text
    assert "åpne det enheten mottar" not in client.get("/inne/konto/").text
    # Nor does it add a second factor where somebody was confirmed who had one.
    assert client.get("/inne/konto/passnokkel/").status_code == 403
    receives.update(confirmed_at=None, confirmed_by="")
    with_passkey(client, device := Authenticator())
    receives.update(confirmed_at=clock.now(), confirmed_by="system:demo")
    options, token = questions(client.get("/inne/logg-inn/"))
    try_passkey(client, device.sign(options), token)
    assert "åpne det enheten mottar" in client.get("/inne/konto/").text


def test_a_role_that_receives_is_not_confirmed_before_its_owner_has_a_second_factor(petter: Account) -> None:
    membership = actions.appoint(
        account=petter, unit=unit_of("asker-baerum", "slt-asker"), role=Role.SLT_COORDINATOR, by=OPERATOR
    )
    eskil = Account.objects.get(email="eskil.berg@asker.example")
    by = queries.standing(eskil, area_of("asker-baerum").id)
    with pytest.raises(Refused) as refused:
        actions.confirm(membership=membership, by=by)
    assert refused.value.decision.code == "not_secured"
    with_passkey(browser(), Authenticator())
    actions.confirm(membership=membership, by=by)


def test_the_last_factor_stays_while_a_role_needs_it_and_goes_with_its_recovery_codes_otherwise(
    petter: Account,
) -> None:
    with_passkey(browser(), Authenticator())
    factor = petter.factors.get()
    about: dict[str, Any] = {"account": petter, "area": area_of("asker-baerum"), "factor": factor.id, "by": OPERATOR}
    membership = actions.appoint(
        account=petter, unit=unit_of("asker-baerum", "slt-asker"), role=Role.SLT_COORDINATOR, by=OPERATOR
    )
    with pytest.raises(Refused) as refused:
        factor_actions.remove_factor(**about)
    assert refused.value.decision.code == "last_factor"
    actions.end_membership(membership=membership, by=OPERATOR)
    factor_actions.remove_factor(**about)
    factor_actions.remove_factor(**about)
    assert not petter.recovery_codes.exists()
    assert compare() == []


def test_a_factor_that_somebody_put_into_the_database_is_named(petter: Account) -> None:
    Factor.objects.create(
        account=petter,
        kind=FactorKind.PASSKEY,
        name="x",
        credential="x",
        public=b"x",
        host="localhost",
        added_at=clock.now(),
    )
    assert [line for line in compare() if str(petter.id) in line]


def test_recovery_codes_from_before_the_first_factor_are_good_for_nothing(petter: Account) -> None:
    """Whoever guessed the password made them, and waits for the owner to add a factor and be given a role."""
    thief = browser()
    with_password(thief)
    stepped_up(thief, "/inne/konto/reservekoder/")
    theirs = re.findall(r"<code>([^<]+)</code>", thief.post("/inne/konto/reservekoder/").text)
    assert len(theirs) == 10
    _, mine = with_codes(browser())
    assert len(mine) == 10
    first = hidden(with_password(browser()), "first")
    assert browser().post("/inne/logg-inn/kode/", {"first": first, "code": theirs[0]}).status_code == 400
    assert browser().post("/inne/logg-inn/kode/", {"first": first, "code": mine[0]}).status_code == 302


def test_the_first_factor_ends_sessions_from_before_it(petter: Account) -> None:
    thief = browser()
    with_password(thief)
    stepped_up(thief, "/inne/konto/app/")
    with_passkey(browser(), Authenticator())
    assert thief.get("/inne/konto/app/").status_code == 302
    assert thief.get("/inne/konto/").status_code == 302
    assert "sessions_ended" in events()


def test_a_factor_that_is_removed_takes_its_sessions_along(petter: Account) -> None:
    """A telephone is lost, and whoever found it is signed in."""
    device = with_passkey(browser(), Authenticator())
    found, owner = browser(), browser()
    for client in (found, owner):
        options, token = questions(client.get("/inne/logg-inn/"))
        assert try_passkey(client, device.sign(options), token) == 302
    path = f"/inne/konto/fjern/{petter.factors.get().id}/"
    away = owner.get(path)["Location"]
    options, token = questions(owner.get(away))
    assert owner.post(away, {"answer": device.sign(options), "question": token}).status_code == 302
    assert owner.post(path).status_code == 302
    assert owner.get("/inne/konto/").status_code == 200
    assert found.get("/inne/konto/").status_code == 302
    assert compare() == []


def test_the_owner_is_told_of_new_recovery_codes(petter: Account) -> None:
    with_codes(browser())
    before = DBTaskResult.objects.count()
    factor_actions.make_recovery_codes(account=petter, area=area_of("asker-baerum"), by=OPERATOR)
    assert DBTaskResult.objects.count() == before + 1


# --- once more --------------------------------------------------------------------------------------------------------


def test_showing_once_more_who_one_is_counts_for_that_act_on_that_thing_for_five_minutes(petter: Account) -> None:
    client = browser()
    with_password(client)
    stepped_up(client, "/inne/konto/passord/")
    with later(4.9):
        assert client.get("/inne/konto/passord/").status_code == 200
    with later(5):
        away = client.get("/inne/konto/passord/")
        assert away["Location"] == f"/inne/hvem/change_factors/{petter.id}/"
    with later(6):
        # For something else it counts for nothing.
        client.post(f"/inne/hvem/export_log/{petter.id}/", {"code": PASSWORD})
        client.post(f"/inne/hvem/change_factors/{uuid4()}/", {"code": PASSWORD})
        assert client.get("/inne/konto/passord/").status_code == 302
    assert client.get(f"/inne/hvem/tull/{petter.id}/").status_code == 404


def test_a_new_password_does_not_travel_with_the_page_that_asks_who_one_is(petter: Account) -> None:
    client = browser()
    with_password(client)
    stepped_up(client, "/inne/konto/passord/")
    with later(6):
        asks = client.post("/inne/konto/passord/", {"password": "fire nye ord"}, follow=True)
        assert "Vis at det er deg" in asks.text
        assert 'name="brakt"' not in asks.text
        away = client.post(f"/inne/hvem/change_factors/{petter.id}/", {"code": PASSWORD})
        assert away["Location"] == "/inne/konto/passord/"


def test_an_act_that_somebody_prepared_at_anothers_machine_is_not_kept_for_them(petter: Account) -> None:
    """The session is over, its cookie is there: what is sent now may be by whoever walked past."""
    client = browser()
    with_password(client)
    with later(31):
        act = client.post(f"/inne/forvaltning/personer/{petter.id}/", {"role": "area_admin", "unit": str(uuid4())})
        assert act.status_code == 403
        assert 'name="brakt"' not in act.text
        text = client.post("/inne/dossier/", {"text": "noe"})
        assert text.status_code == 404


def test_whoever_has_a_second_factor_shows_that_and_not_the_password(petter: Account) -> None:
    secret, recovery = with_codes(browser())
    client = browser()
    with later(2):
        first = hidden(with_password(client), "first")
        client.post("/inne/logg-inn/kode/", {"first": first, "code": now_code(secret)})
        away = client.get("/inne/konto/passord/")["Location"]
        assert client.post(away, {"code": PASSWORD}).status_code == 400
        assert client.post(away, {"code": now_code(secret)}).status_code == 400, "the code has been used"
        assert client.post(away, {"code": recovery[0]}).status_code == 302


def test_a_new_password_ends_every_other_session_and_not_this_one(petter: Account) -> None:
    here, there = browser(), browser()
    with_password(here)
    with_password(there)
    stepped_up(here, "/inne/konto/passord/")
    for given, words in [
        ({"password": "kort", "again": "kort"}, "minst 12 tegn"),
        ({"password": "password1234", "again": "password1234"}, "mange som bruker"),
        ({"password": "petter@ny.no!", "again": "petter@ny.no!"}, "ligner for mye på navnet"),
        ({"password": "fire andre ord på rad", "again": "fire andre ord"}, "ikke like"),
        ({}, "Velg et passord"),
    ]:
        answer = here.post("/inne/konto/passord/", given)
        assert answer.status_code == 400
        assert words in answer.text
        assert f'value="{given.get("password", "x")}' not in answer.text
    new = "fire andre ord på rad"
    assert here.post("/inne/konto/passord/", {"password": new, "again": new}).status_code == 302
    assert here.get("/inne/konto/").status_code == 200
    assert there.get("/inne/konto/").status_code == 302
    assert compare() == []


def test_what_is_changed_at_another_areas_page_is_in_the_log_of_where_somebody_works(petter: Account) -> None:
    hired(petter, unit_of("asker-baerum", "lerkeli-ungdomsskole"), Role.EMPLOYEE)
    far = browser("fjellvik.localhost")
    with_password(far)
    stepped_up(far, "/inne/konto/passord/")
    new = "fire andre ord på rad"
    assert far.post("/inne/konto/passord/", {"password": new, "again": new}).status_code == 302
    assert events()[-1] == "password_set"
    with inside("fjellvik") as place:
        told = [link.entry.event for link in audit.links(place.organisations.get(slug="fjellvik").id)]
    assert "password_set" not in told
    assert compare() == []


def test_signing_out_everywhere_ends_sessions_that_are_under_way(petter: Account) -> None:
    here, there = browser(), browser()
    with_password(here)
    with_password(there)
    key = there.cookies["motvekt-okt"].value
    here.post("/inne/logg-ut/overalt/")
    assert there.get("/inne/konto/").status_code == 302
    there.cookies["motvekt-okt"] = key
    assert there.get("/inne/konto/").status_code == 302
    assert Session.objects.filter(account=petter, ended_at__isnull=True).count() == 0


# --- tokens -----------------------------------------------------------------------------------------------------------


def test_a_token_opens_for_its_purpose_its_owner_and_its_time_alone() -> None:
    token = tokens.made("a", {"x": "æ"}, bound="1")
    hour = timedelta(hours=1)
    assert tokens.read("a", token, bound="1", within=hour) == {"x": "æ"}
    assert tokens.read("b", token, bound="1", within=hour) is None
    assert tokens.read("a", token, bound="2", within=hour) is None
    assert tokens.read("a", token[:-4], bound="1", within=hour) is None
    assert tokens.read("a", "ø", bound="1", within=hour) is None
    assert tokens.read("a", "", bound="1", within=hour) is None
    with clock.frozen(clock.now() + hour):
        assert tokens.read("a", token, bound="1", within=hour) is None
    assert "æ" not in token


def test_what_is_spent_stays_spent_until_it_is_too_old() -> None:
    ten = timedelta(minutes=10)
    assert tokens.spend("a", "x", within=ten)
    assert not tokens.spend("a", "x", within=ten)
    assert tokens.spend("b", "x", within=ten)
    with later(11):
        assert tokens.spend("a", "y", within=ten)
        assert Spent.objects.count() == 1
