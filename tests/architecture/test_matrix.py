"""Every address × method × visitor × whose object, against a table that is kept by hand. A new address stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, path, reverse

from motvekt.access.capabilities import Capability
from motvekt.access.guard import signed_in
from motvekt.access.roles import Role
from motvekt.access.standing import NOBODY as NOBODY_AT_ALL
from motvekt.concerns import actions as noting
from motvekt.concerns import exit_actions, guest_actions, sent_views
from motvekt.concerns.kinds import DutyKind, Task
from motvekt.concerns.texts import CallNote, DutyWords, Observation
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.organisations import queries, session
from motvekt.organisations.kinds import How
from motvekt.organisations.models import Account, Area, Invitation, Membership, Reset, Unit
from motvekt.organisations.policy import OF_ITS_AGENCY, RECEIVING
from motvekt.organisations.sessions import SessionStore
from motvekt.organisations.walls import within
from motvekt.web import errors
from tests import planted
from tests.architecture.test_house import PUBLIC, routes
from tests.people import inside, unit_of
from tests.reported import planted_report

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]

VISITOR, OWNS = "besokende@x.example", "egen@x.example"
METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
NOBODY, WITHOUT, CLOSED = "nobody", "without a role", "closed account"
VISITORS = (NOBODY, WITHOUT, CLOSED, *Role)
ANONYMOUS = frozenset({NOBODY, CLOSED})

OWN, OTHER_UNIT, OTHER_AREA = "own", "other unit's", "other area's"


@pytest.fixture(autouse=True)
def within_asker_and_baerum(published: None) -> Iterator[None]:
    """What a test reads itself, it reads in the first of the two areas."""
    with inside("asker-baerum"):
        yield


@pytest.fixture(autouse=True)
def no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets a PDF is asked here, dozens of times; what is in it, `test_reporting.py` says. So with pages for
    what went wrong, thousands of times, and `test_public_pages.py`.
    """
    monkeypatch.setattr(sent_views, "pressed", lambda *about: b"%PDF-")
    monkeypatch.setattr(errors, "_page", lambda request, kind, status: HttpResponse(kind, status=status))


@dataclass(frozen=True)
class Row:
    """What an address answers: `statuses` by method to whoever it is open to, and who that is.

    Nobody is sent to sign in where they read, and refused where they do anything else; so is everybody else.
    """

    statuses: dict[str, int]
    open_to: frozenset[str] = frozenset(VISITORS)
    hidden_from: frozenset[str] = frozenset()
    """Those of them for whom there is no such page: 404."""
    refused: frozenset[str] = frozenset()
    """Of those, whom the page itself refuses what it otherwise answers to."""


def reads(status: int = 200) -> dict[str, int]:
    return {method: status if method in ("get", "head") else 405 for method in METHODS}


KNOWN = frozenset(VISITORS) - ANONYMOUS
CONFIRMING = frozenset(
    {"leader", "slt_coordinator", "radicalisation_contact", "child_welfare_intake", "core_group_member"}
)
WRITING = frozenset({"employee", *CONFIRMING})
"""Whoever may begin a concern: the roles of services."""
RECEIVERS = CONFIRMING - {"leader"}
POLICE = frozenset({"radicalisation_contact"})
POSTS = {method: 302 if method == "post" else 405 for method in METHODS}

APPOINTING, OFFICER, EDITING = (frozenset({role}) for role in ("area_admin", "data_protection_officer", "guide_editor"))


FORM = {**reads(), "post": 400}
"""A form, sent with nothing in it."""


def at_a_desk(name: str, statuses: dict[str, int], refused: frozenset[str] = frozenset()) -> dict[tuple[str, str], Row]:
    """An address of something at a desk: that lies there for whoever receives in the unit, and for nobody else."""
    gone = {method: 404 if status != 405 else 405 for method, status in statuses.items()}
    return {
        (name, OWN): Row(statuses, RECEIVERS, refused=refused),
        (name, OTHER_UNIT): Row(gone, RECEIVERS),
        (name, OTHER_AREA): Row(gone, RECEIVERS),
    }


def of_the_area(name: str, statuses: dict[str, int]) -> dict[tuple[str, str], Row]:
    """An administrator's address of something: any unit's of the area, and of no other area."""
    gone = {method: 404 if status != 405 else 405 for method, status in statuses.items()}
    return {
        (name, OWN): Row(statuses, APPOINTING),
        (name, OTHER_UNIT): Row(statuses, APPOINTING),
        (name, OTHER_AREA): Row(gone, APPOINTING),
    }


LEADER = frozenset({"leader"})


def of_a_concern(
    name: str, statuses: dict[str, int], open_to: frozenset[str] = WRITING, *, lost: int = 404
) -> dict[tuple[str, str], Row]:
    """An address of a concern: whoever sees it, and for all others there is none. What is sent to a page that takes
    people's text is answered with that text, and `lost`.
    """
    gone = {method: 405 if status == 405 else 404 for method, status in statuses.items()}
    gone["post"] = 405 if statuses["post"] == 405 else lost
    return {
        (name, OWN): Row(statuses, open_to),
        (name, OTHER_UNIT): Row(gone, open_to),
        (name, OTHER_AREA): Row(gone, open_to),
    }


def of_the_writer(name: str, statuses: dict[str, int]) -> dict[tuple[str, str], Row]:
    """An address of a concern: whoever wrote it, and for everybody else there is none."""
    gone = {method: 404 if status != 405 else 405 for method, status in statuses.items()}
    return {
        (name, OWN): Row(statuses, WRITING),
        (name, OTHER_UNIT): Row(gone, WRITING),
        (name, OTHER_AREA): Row(gone, WRITING),
    }


TABLE: dict[tuple[str, str], Row] = {
    ("organisations:home", ""): Row(reads(302), KNOWN),
    ("overview:mine", ""): Row(reads(), KNOWN),
    ("organisations:account", ""): Row(reads(), KNOWN),
    ("organisations:stay", ""): Row({**reads(), "post": 200}, KNOWN),
    ("organisations:end_sessions", ""): Row(POSTS, KNOWN),
    # The visitors' accounts have neither factor nor password: the page says that they must sign in anew.
    ("organisations:step_up", ""): Row({**reads(), "post": 400}, KNOWN),
    ("organisations:new_passkey", ""): Row({**reads(302), "post": 200}, KNOWN),
    ("organisations:new_app", ""): Row({**reads(302), "post": 200}, KNOWN),
    ("organisations:recovery_codes", ""): Row({**reads(302), "post": 200}, KNOWN),
    ("organisations:new_password", ""): Row({**reads(302), "post": 200}, KNOWN),
    ("organisations:remove_factor", ""): Row({**reads(302), "post": 200}, KNOWN),
    ("organisations:resume", ""): Row({**dict.fromkeys(METHODS, 405), "post": 400}),
    ("organisations:second_step", ""): Row({**dict.fromkeys(METHODS, 405), "post": 400}),
    ("organisations:with_passkey", ""): Row({**dict.fromkeys(METHODS, 405), "post": 400}),
    ("organisations:sign_in", ""): Row({**reads(), "post": 400}),
    ("organisations:sign_in_as", ""): Row({**dict.fromkeys(METHODS, 405), "post": 404}),
    ("organisations:sign_out", ""): Row({**reads(), "post": 302}),
    ("organisations:confirm", OWN): Row(POSTS, CONFIRMING),
    ("organisations:confirm", OTHER_UNIT): Row({**POSTS, "post": 404}, CONFIRMING),
    ("organisations:confirm", OTHER_AREA): Row({**POSTS, "post": 404}, CONFIRMING),
    # Of a provider that the area doesn't have; `tests/openid` has those that it has.
    ("organisations:openid_begin", ""): Row({**dict.fromkeys(METHODS, 405), "post": 404}),
    ("organisations:openid_answer", ""): Row({**dict.fromkeys(METHODS, 405), "get": 404}),
    ("organisations:openid_link", ""): Row({**dict.fromkeys(METHODS, 405), "post": 404}, KNOWN),
    ("organisations:openid_jwks", ""): Row(reads(404)),
    ("organisations:invitation", ""): Row({**reads(404), "post": 404}),
    ("organisations:invitation_link", OWN): Row(reads(302)),
    ("organisations:invitation_link", OTHER_AREA): Row(reads(302)),
    ("concerns:list", ""): Row(reads(), WRITING),
    ("concerns:new", ""): Row({**reads(), "post": 400}, WRITING),
    **of_a_concern("concerns:concern", {**reads(), "post": 302}, lost=403),
    **of_a_concern("concerns:draft", {**POSTS, "post": 200}, lost=403),
    **of_a_concern("concerns:close", {**reads(), "post": 400}),
    **of_a_concern("concerns:reopen", POSTS),
    # What is left is nobody's in an open concern.
    **of_the_writer("concerns:rest_done", {**POSTS, "post": 403}),
    ("concerns:orphaned", ""): Row(reads(), LEADER),
    **of_a_concern("concerns:hand_on", {**reads(), "post": 400}, LEADER),
    **of_the_writer("concerns:discuss", {**reads(), "post": 400}),
    **of_the_writer("concerns:dialogue", {**reads(), "post": 400}),
    **of_the_writer("concerns:step", POSTS),
    **of_the_writer("concerns:invite", {**reads(), "post": 400}),
    **of_the_writer("concerns:end_invitation", POSTS),
    # The visitor invited somebody, who alone says that they are done.
    **of_the_writer("concerns:task_done", {**POSTS, "post": 404}),
    # Whoever answers for a concern hands it on rather than leaving it to nobody.
    **of_the_writer("concerns:step_aside", {**reads(), "post": 403}),
    # Each of these leads to an address of its own, so that the way back finds the same form.
    **of_the_writer("concerns:now", {**reads(302), "post": 400}),
    **of_the_writer("concerns:serious", {**reads(302), "post": 400}),
    # Of nothing that can be called, and no duty that there is.
    **of_the_writer("concerns:called", {**POSTS, "post": 404}),
    **of_the_writer("concerns:duty", {**reads(302), "post": 404}),
    **of_the_writer("concerns:attest", {**reads(), "post": 400}),
    **of_the_writer("concerns:report", reads(302)),
    # The report is sent already: from every page of it the way is to its receipt.
    **of_the_writer("concerns:report_page", {**reads(302), "post": 302}),
    **of_the_writer("concerns:sent", reads()),
    **of_the_writer("concerns:again", {**POSTS, "post": 400}),
    **of_the_writer("concerns:receipt", reads()),
    # The name is for whoever shows once more who they are.
    **of_the_writer("concerns:named", reads(302)),
    **of_the_writer("concerns:national", reads(302)),
    **of_the_writer("concerns:report_pdf", reads()),
    **of_the_writer("concerns:taken", POSTS),
    **of_the_writer("concerns:consents", {**reads(), "post": 400}),
    **of_the_writer("concerns:withdraw_consent", {**reads(), "post": 302}),
    **of_the_writer("concerns:paper", reads()),
    **of_the_writer("concerns:print", reads()),
    **of_the_writer("concerns:ask", {**reads(), "post": 400}),
    # A report, and no question; what of a question there is, `test_questions.py` says.
    **of_the_writer("concerns:question", reads(404)),
    **of_the_writer("concerns:keep_advice", {**POSTS, "post": 404}),
    ("questions:list", ""): Row(reads(), WRITING),
    ("questions:new", ""): Row({**reads(), "post": 400}, WRITING),
    # Only of whoever asked it, as `test_questions.py` says.
    ("questions:question", ""): Row(reads(404), WRITING),
    ("advising:calls", ""): Row({**reads(302), "post": 400}, RECEIVERS),
    # Of a report, which says whom it is about.
    **at_a_desk("advising:recognise", {**reads(404), "post": 404}),
    ("reports:desk", ""): Row(reads(), RECEIVERS),
    # Only the police write notices.
    ("reports:notices", ""): Row(reads(), WRITING, WRITING - POLICE),
    ("reports:new_notice", ""): Row({**reads(), "post": 400}, WRITING, WRITING - POLICE),
    # Whoever sent it sees it, as `test_notices.py` says; for all others it isn't there.
    ("reports:notice", ""): Row(reads(404), WRITING),
    # A form of nobody knows where: the walker is no browser that says so.
    ("asking:ask", ""): Row({**reads(), "post": 403}),
    ("consult:ask", ""): Row({**reads(), "post": 403}),
    ("consult:answer", ""): Row({**reads(), "post": 403}),
    ("reports:decided", ""): Row(reads(), RECEIVERS),
    # A report that somebody has read, of a unit that is nobody's here.
    **at_a_desk("reports:item", reads()),
    **at_a_desk("reports:read", POSTS),
    **at_a_desk("reports:handle", POSTS),
    **at_a_desk("reports:give", FORM),
    # What is no picture of what lies there.
    **at_a_desk("reports:picture", reads(404)),
    **at_a_desk("reports:identity", reads(302)),
    # What the police have is sought in their own systems.
    **at_a_desk("reports:earlier", {**reads(302), "post": 200}, POLICE),
    **at_a_desk("reports:answer", FORM),
    **at_a_desk("reports:accept", FORM, POLICE),
    **at_a_desk("reports:take_over", FORM, RECEIVERS - POLICE),
    **at_a_desk("reports:close", FORM, RECEIVERS - POLICE),
    **at_a_desk("reports:pass_on", FORM),
    **at_a_desk("reports:compose", {**reads(), "post": 200}),
    **at_a_desk("reports:dismiss", FORM),
    **at_a_desk("reports:recuse", FORM),
    ("administration:home", ""): Row(reads(), KNOWN),
    ("administration:units", ""): Row(reads(), APPOINTING),
    ("administration:new_unit", ""): Row({**reads(), "post": 400}, APPOINTING),
    **of_the_area("administration:unit", {**reads(), "post": 400}),
    ("administration:people", ""): Row(reads(), APPOINTING),
    **of_the_area("administration:person", {**reads(), "post": 400}),
    **of_the_area("administration:close", POSTS),
    **of_the_area("administration:reopen", POSTS),
    **of_the_area("administration:ask_reset", POSTS),
    **of_the_area("administration:end", {**reads(), "post": 302}),
    ("administration:invitations", ""): Row(reads(), APPOINTING),
    ("administration:invite", ""): Row({**reads(), "post": 400}, APPOINTING),
    **of_the_area("administration:withdraw_invitation", POSTS),
    # Whoever has nothing to do with a reset is answered as if it weren't there; who has, `test_resets.py` says.
    ("administration:confirm_reset", OTHER_AREA): Row({**POSTS, "post": 404}, KNOWN),
    ("administration:withdraw_reset", OTHER_AREA): Row({**POSTS, "post": 404}, KNOWN),
    ("administration:log", ""): Row(reads(), OFFICER),
    ("administration:verify", ""): Row({**POSTS, "post": 200}, OFFICER),
    ("administration:export", ""): Row({**POSTS, "post": 200}, OFFICER),
    ("administration:editions", ""): Row(reads(), EDITING),
    ("administration:confirm_edition", ""): Row({**POSTS, "post": 400}, EDITING),
    ("administration:withdraw_edition", ""): Row({**POSTS, "post": 400}, EDITING),
}
"""Address and whose object, to what it answers."""

SOMETHING = UUID(int=1)
ARGUMENTS: dict[str, dict[str, Any]] = {
    "organisations:step_up": {"act": "change_factors", "about": SOMETHING},
    "organisations:remove_factor": {"factor": SOMETHING},
    "reports:notice": {"notice": SOMETHING},
    "questions:question": {"question": SOMETHING},
    **{f"organisations:openid_{name}": {"provider": "finnes-ikke"} for name in ("begin", "answer", "link", "jwks")},
}
"""What an address needs where it is nobody's object."""

SIGNED_IN_ALREADY = {
    ("organisations:sign_in", "get"): 302,
    ("organisations:sign_in", "head"): 302,
    # With nothing to get back.
    ("organisations:resume", "post"): 403,
}
"""Where somebody who has signed in is answered otherwise than nobody."""

PUBLIC_ARGUMENTS: dict[str, dict[str, Any]] = {
    "guide:part": {"part": "rutine"},
    "guide:item": {"part": "rutine", "item": "avdekke"},
    "guide:short_in": {"code": "ar"},
    "guide:edition": {"number": 1},
    "guide:since": {"number": 1},
    "guide:proposal": {"digest": "0" * 64},
    "guide:page": {"page_id": "finnes-ikke"},
    "guide:api_edition": {"number": 1},
    "asking:sent": {"token": "finnes-ikke"},
    "consult:sent": {"token": "finnes-ikke"},
}
"""What a public address needs. Those whose object isn't there are answered with 404."""

NOT_THERE = frozenset(
    {"guide:proposal", "guide:page", "guide:item", "guide:guide_pdf", "guide:poster", "guide:card", "asking:sent"}
    | {"consult:sent"}
)


def unlisted(patterns: Any = None) -> set[str]:
    """Addresses that stand in no table."""
    found = {name for name, _ in (routes(get_resolver()) if patterns is None else patterns)}
    return found - {name for name, _ in TABLE} - PUBLIC


def test_every_address_stands_in_a_table() -> None:
    assert unlisted() == set()
    assert {name for name, _ in TABLE} <= {name for name, _ in routes(get_resolver())}


def test_a_new_address_would_be_named() -> None:
    planted: list[tuple[str, URLPattern]] = [("nytt:rom", path("nytt/", signed_in(lambda request: HttpResponse())))]
    assert unlisted([*routes(get_resolver()), *planted]) == {"nytt:rom"}


def test_a_public_address_answers_only_to_reading() -> None:
    wrong = []
    for name in sorted(PUBLIC - {name for name, _ in TABLE}):
        address = reverse(name, kwargs=PUBLIC_ARGUMENTS.get(name))
        # Other systems may ask what they may ask.
        others = {**dict.fromkeys(METHODS, 405), "options": 204 if name.startswith("guide:api") else 405}
        for method in METHODS:
            came = getattr(Client(headers={"host": "localhost"}), method)(address).status_code
            should = others[method] if method not in ("get", "head") else 404 if name in NOT_THERE else 200
            if came != should:
                wrong.append(f"{method} {name}: {came}, not {should}")
    assert wrong == []


def unit_for(role: Role) -> Unit:
    """A unit of Asker and Bærum in which the role can be held."""
    slugs = {
        Role.SLT_COORDINATOR: "slt-asker",
        Role.RADICALISATION_CONTACT: "radikaliseringskontaktene",
        Role.CHILD_WELFARE_INTAKE: "barnevernet-asker",
        Role.CORE_GROUP_MEMBER: "kjernegruppa",
    }
    assert set(slugs) == set(OF_ITS_AGENCY)
    return unit_of("asker-baerum", slugs.get(role, "slt-asker"))


def member(name: str, unit: Unit, role: Role, *, waits: bool = False) -> Membership:
    """A new account with one role, which has taken effect or waits."""
    account = Account.objects.create(email=f"{name}@x.example", name=name)
    confirmed = role in RECEIVING and not waits
    with within(unit.area_id):
        return Membership.objects.create(
            area_id=unit.area_id,
            account=account,
            unit=unit,
            role=role,
            appointed_at=clock.now(),
            appointed_by="operator:x",
            confirmed_at=clock.now() if confirmed else None,
            confirmed_by="system:demo" if confirmed else "",
        )


def visitor(who: str) -> tuple[str, Unit]:
    """The session of somebody who has signed in, empty for nobody, and a unit that is theirs."""
    unit = unit_of("asker-baerum", "slt-asker")
    if who == NOBODY:
        return "", unit
    if who in (WITHOUT, CLOSED):
        account = Account.objects.create(email="konto@x.no", name="Konto", is_active=who != CLOSED)
    else:
        unit = unit_for(Role(who))
        account = member("besokende", unit, Role(who)).account
    return begun(account, unit.area), unit


def begun(account: Account, area: Area) -> str:
    """The key of a session as signing in makes it."""
    request = HttpRequest()
    request.session = SessionStore()
    session.begin(request, account, area, How.PASSKEY)
    request.session.save()
    assert request.session.session_key
    return request.session.session_key


ARRIVALS: dict[UUID, UUID] = {}
"""Membership to something at its unit's desk."""


def objects(unit: Unit) -> dict[str, Membership]:
    """Memberships that wait to be confirmed: in the visitor's unit, in another, and in another area."""
    other = unit_of("asker-baerum", "slt-baerum")
    elsewhere = unit_of("fjellvik", "folkehelse")
    role = next((role for role, agency in OF_ITS_AGENCY.items() if agency == unit.agency), Role.SLT_COORDINATOR)
    found = {
        OWN: member("egen", unit, role, waits=True),
        OTHER_UNIT: member("annen", other, Role.SLT_COORDINATOR, waits=True),
        OTHER_AREA: member("annet", elsewhere, Role.SLT_COORDINATOR, waits=True),
    }
    ARRIVALS.update({one.id: planted.arrival(one.unit).id for one in found.values()})
    return found


def left_behind(unit: Unit) -> dict[str, UUID]:
    """Concerns that nobody answers for any more: in the visitor's unit, in another, and in another area."""
    places = {
        OWN: unit,
        OTHER_UNIT: unit_of("asker-baerum", "slt-baerum"),
        OTHER_AREA: unit_of("fjellvik", "folkehelse"),
    }
    found: dict[str, UUID] = {}
    for whose, place in places.items():
        gone = member(f"skrev{len(found)}", place, Role.EMPLOYEE)
        with within(place.area_id):
            found[whose] = noting.note(
                concern_id=new_id(),
                unit=place,
                observation=Observation(seen="Noe"),
                by=queries.standing(gone.account, place.area_id),
            ).dossier_id
            Membership.objects.filter(id=gone.id).update(ended_at=clock.now())
    return found


@cache
def patterns() -> dict[str, URLPattern]:
    """Each address's pattern by its name."""
    return dict(routes(get_resolver()))


def wanted_by(name: str) -> frozenset[str]:
    """What an address needs to be of something."""
    return frozenset(patterns()[name].pattern.converters)


def arguments(name: str, membership: Membership) -> dict[str, Any]:
    """What an address needs to be about a membership's account, its unit, or what was sent to it."""
    if name == "organisations:invitation_link":
        return {"invitation": asked(membership)["invitation"], "mac": "0" * 64}
    wanted = wanted_by(name)
    known: dict[str, Any] = {
        "membership": membership.id,
        "unit": membership.unit_id,
        "account": membership.account_id,
    }
    if "arrival" in wanted:
        known |= {"arrival": ARRIVALS[membership.id], "desk": unit_of("asker-baerum", "slt-baerum").id}
        known |= {"picture": SOMETHING}
    return {argument: known.get(argument) or asked(membership)[argument] for argument in wanted}


NO_QUESTION = {"question": SOMETHING, "answer": SOMETHING}


def in_a_concern(membership: Membership) -> dict[str, Any]:
    """A concern, a step, an invitation and a duty in it: the visitor's own, or of somebody in the membership's unit."""
    unit = membership.unit
    with within(unit.area_id):
        writer = Account.objects.filter(email=VISITOR if membership.account.email == OWNS else membership.account.email)
        by = queries.standing(writer.get(), unit.area_id) if writer else NOBODY_AT_ALL
        if not by.holds(Capability.WRITE, unit=unit.id):
            if membership.account.email == OWNS:
                return {"dossier": SOMETHING, "step": "droft", "guest": SOMETHING, "duty": SOMETHING} | NO_QUESTION
            by = queries.standing(member(f"skriver-{unit.slug}", unit, Role.EMPLOYEE).account, unit.area_id)
        written = noting.note(concern_id=new_id(), unit=unit, observation=Observation(seen="Noe."), by=by)
        colleague = member(f"kollega-{unit.slug}", unit, Role.EMPLOYEE).account
        guest = guest_actions.invite(concern=written, account=colleague, task=Task.READ, due_on=clock.today(), by=by)
        duty = exit_actions.note_duty(
            concern=written, duty=new_id(), kind=DutyKind.AVERT, whom=CallNote(), words=DutyWords(), by=by
        )
        return {"dossier": written.pk, "step": "droft", "guest": guest.id, "duty": duty.id} | NO_QUESTION


def asked(membership: Membership) -> dict[str, Any]:
    """An invitation to the membership's unit, and a reset of its account."""
    now = clock.now()
    about: dict[str, Any] = {"area_id": membership.area_id}
    given = {"unit": membership.unit, "role": membership.role, "email": "ny@x.no", "invited_by": "operator:x"}
    with within(membership.area_id):
        asker, _ = Account.objects.get_or_create(email="spor@x.no", defaults={"name": "Spør"})
        sent = Invitation.objects.create(**about, **given, invited_at=now, expires_at=now + timedelta(days=7))
        reset = Reset.objects.filter(account=membership.account, closed_at=None).first() or Reset.objects.create(
            **about, account=membership.account, asked_by=asker, asked_at=now
        )
    return {"invitation": sent.id, "reset": reset.id}


OF_A_REPORT = frozenset(f"concerns:{name}" for name in ("report", "consents", "withdraw_consent", "paper", "print"))
"""Addresses of a concern from which a report was sent, beside those that name the report."""


def reported(membership: Membership) -> dict[str, Any]:
    """A concern with a report: the visitor's where the membership is in their unit, and the member's elsewhere."""
    visitor = Account.objects.filter(email="besokende@x.example").first()
    own = visitor is not None and Membership.objects.filter(account=visitor, unit=membership.unit).exists()
    with within(membership.area_id):
        unit = Unit.objects.select_related("area", "organisation").get(id=membership.unit_id)
        made = planted_report(unit, visitor if own and visitor else membership.account)
    return made | {"asked": "til"}


def expected(name: str, whose: str, who: str, method: str) -> int:
    row = TABLE[name, whose]
    if who in row.open_to:
        status = row.statuses[method]
        status = 404 if who in row.hidden_from and status != 405 else status
        status = 403 if who in row.refused and status != 405 else status
        return SIGNED_IN_ALREADY.get((name, method), status) if who in KNOWN else status
    return 302 if who in ANONYMOUS and method in ("get", "head") else 403


def ways(whose: str) -> tuple[str, ...]:
    """The methods by which something is asked for. What is others' in each way once: `head` is `get`, and one line
    refuses all that is no form. It asks no database, so that a second one is spared it.
    """
    if connection.vendor == "postgresql":
        return ("get", "post")
    return METHODS if whose in ("", OWN) else ("get", "post", "put")


def walked(who: str) -> Iterator[tuple[str, int, int]]:
    """Each address and method with what came and what should."""
    key, unit = visitor(who)
    found, orphans = objects(unit), left_behind(unit)
    concerned = {whose: in_a_concern(membership) for whose, membership in found.items()}
    sent = {whose: reported(membership) for whose, membership in found.items()}

    def kwargs_for(name: str, whose: str) -> dict[str, Any] | None:
        if not whose:
            return ARGUMENTS.get(name)
        if name == "concerns:hand_on":
            return {"dossier": orphans[whose]}
        if not name.startswith("concerns:"):
            return arguments(name, found[whose])
        wanted = wanted_by(name)
        about = sent if name in OF_A_REPORT or "report" in wanted else concerned
        return {argument: about[whose][argument] for argument in wanted}

    # One for all: each of Django's begins the middleware anew.
    client = Client(headers={"host": "localhost"})
    for name, whose in TABLE:
        for method in ways(whose):
            # What the address before it left in the visitor's browser is no part of this.
            client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: key})
            with transaction.atomic():
                address = reverse(name, kwargs=kwargs_for(name, whose))
                came = getattr(client, method)(address).status_code
                transaction.set_rollback(True)
            yield f"{method} {name} {whose}", came, expected(name, whose, who, method)


@pytest.mark.parametrize("who", VISITORS)
def test_every_address_answers_each_visitor_as_the_table_says(who: str) -> None:
    wrong = [f"{what}: {came}, not {should}" for what, came, should in walked(who) if came != should]
    assert wrong == []


def test_a_wrong_answer_would_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE, ("organisations:home", ""), Row(reads(), frozenset(VISITORS)))
    assert any(came != should for _, came, should in walked(NOBODY))
