"""A small world for tests of dossiers: two areas, units of many kinds, and people with one role each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motvekt.access.roles import Role
from motvekt.access.standing import Standing
from motvekt.guide.actions import publish
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.organisations import actions, policy, queries
from motvekt.organisations.actions import Controller, NamedUnit
from motvekt.organisations.kinds import AgencyKind, OrganisationKind, SpecialBody
from motvekt.organisations.models import Account, Area, Membership, Unit
from motvekt.organisations.walls import within
from tests.guides import guide_of

OPERATOR = Actor("operator", "prøve")
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=clock.LOCAL)
TODAY = NOON.date()

MUNICIPALITY = Controller(
    "asker",
    "Asker kommune",
    OrganisationKind.MUNICIPALITY,
    (
        NamedUnit("solvang-skole", "Solvang skole", AgencyKind.EDUCATION),
        NamedUnit("uteteamet", "Uteteamet", AgencyKind.CULTURE_LEISURE),
        NamedUnit("barnevernet", "Barnevernet", AgencyKind.CHILD_WELFARE, "mottak-barnevernet-asker"),
        NamedUnit("nav", "NAV", AgencyKind.SOCIAL_SERVICES),
        NamedUnit("helsestasjonen", "Helsestasjonen", AgencyKind.HEALTH_CARE),
        NamedUnit("slt", "SLT", AgencyKind.SLT, "mottak-slt-asker"),
        NamedUnit("brannvesenet", "Brannvesenet", AgencyKind.CULTURE_LEISURE, special=SpecialBody.FIRE),
        NamedUnit("staben", "Kommunedirektørens stab"),
    ),
)
POLICE = Controller(
    "politiet",
    "Politidistriktet",
    OrganisationKind.POLICE_DISTRICT,
    (NamedUnit("kontaktene", "Kontaktene", AgencyKind.POLICE, "mottak-radikaliseringskontakter"),),
)
CLUB = Controller(
    "klubben",
    "Klubben",
    OrganisationKind.VOLUNTARY,
    (NamedUnit("ungdomsklubben", "Ungdomsklubben", AgencyKind.VOLUNTARY),),
)
FAR = Controller(
    "fjellvik",
    "Fjellvik kommune",
    OrganisationKind.MUNICIPALITY,
    (NamedUnit("fjellvik-slt", "SLT", AgencyKind.SLT, "mottak-folkehelsekoordinatoren"),),
)

PEOPLE = {
    "teacher": ("solvang-skole", Role.EMPLOYEE),
    "colleague": ("solvang-skole", Role.EMPLOYEE),
    "principal": ("solvang-skole", Role.LEADER),
    "youth_worker": ("uteteamet", Role.EMPLOYEE),
    "intake": ("barnevernet", Role.CHILD_WELFARE_INTAKE),
    "caseworker": ("barnevernet", Role.EMPLOYEE),
    "counsellor": ("nav", Role.EMPLOYEE),
    "nurse": ("helsestasjonen", Role.EMPLOYEE),
    "slt": ("slt", Role.SLT_COORDINATOR),
    "slt_colleague": ("slt", Role.SLT_COORDINATOR),
    "fireman": ("brannvesenet", Role.EMPLOYEE),
    "contact": ("kontaktene", Role.RADICALISATION_CONTACT),
    "volunteer": ("ungdomsklubben", Role.EMPLOYEE),
    "administrator": ("staben", Role.AREA_ADMIN),
    "officer": ("staben", Role.DATA_PROTECTION_OFFICER),
    "editor": ("staben", Role.GUIDE_EDITOR),
    "council": ("staben", Role.COUNCIL_READER),
    "stranger": ("fjellvik-slt", Role.SLT_COORDINATOR),
}


@dataclass(frozen=True)
class World:
    """Areas by slug, units by slug, accounts by what they are called here."""

    areas: Mapping[str, Area]
    units: Mapping[str, Unit]
    accounts: Mapping[str, Account]

    def standing(self, name: str) -> Standing:
        """What somebody is now, in their own area."""
        unit = self.units[PEOPLE[name][0]]
        return queries.standing(self.accounts[name], unit.area_id)

    def organisation(self, unit: str) -> UUID:
        """The controller that a unit is a part of."""
        return self.units[unit].organisation_id


def make_world() -> World:
    """Both areas with their units, people and guides; roles that receive are confirmed."""
    places = {"asker-baerum": ("localhost", (MUNICIPALITY, POLICE, CLUB)), "fjellvik": ("fjellvik.localhost", (FAR,))}
    for slug, (host, controllers) in places.items():
        actions.set_area(slug=slug, hosts=[host], default=slug == "asker-baerum", controllers=controllers, by=OPERATOR)
        publish(guide=guide_of(slug), area=slug, by=OPERATOR, press=None)
    units = _units()
    for name, (unit, role) in PEOPLE.items():
        hired(name, units[unit], role)
    return find_world()


def find_world() -> World:
    """The world that was made, as the database has it."""
    units = _units()
    known = {account.email: account for account in Account.objects.all()}
    accounts = {name: known[_email(name, unit)] for name, (unit, _) in PEOPLE.items()}
    return World({area.slug: area for area in Area.objects.order_by("slug")}, units, accounts)


def _units() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for area in queries.ids():
        with within(area):
            own = Unit.objects.filter(area=area).select_related("organisation", "area")
            found |= {unit.slug: unit for unit in own}
    return found


def _email(name: str, unit: str) -> str:
    return f"{name}@{unit}.example"


def hired(name: str, unit: Unit, role: Role) -> Account:
    """An account with one role, confirmed where the role receives."""
    with within(unit.area_id):
        account = actions.make_account(email=_email(name, unit.slug), name=name, area=unit.area, by=OPERATOR)
        membership: Membership = actions.appoint(account=account, unit=unit, role=role, by=OPERATOR)
        if role in policy.RECEIVING:
            actions.confirm(membership=membership, by=policy.DEMO)
    return account
