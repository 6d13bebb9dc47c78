"""The demo's cast by name, and what each is where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from django.test import override_settings

from motvekt.access.roles import Role
from motvekt.access.standing import Standing
from motvekt.kernel.actor import Actor
from motvekt.organisations import actions, queries
from motvekt.organisations.models import Account, Area, Membership, Unit
from motvekt.organisations.walls import within
from motvekt.site.cast import load_cast
from tests.guides import ROOT

OPERATOR = Actor("operator", "prøve")


class Person(Enum):
    """Somebody of the cast: area and e-mail address."""

    TEACHER = ("asker-baerum", "mona.haugen@lerkeli.example")
    SCHOOL_LEADER = ("asker-baerum", "trygve.aas@lerkeli.example")
    SOCIAL_TEACHER = ("asker-baerum", "samira.khan@lerkeli.example")
    COUNTY_TEACHER = ("asker-baerum", "jonas.lie@fjordvang.example")
    YOUTH_WORKER = ("asker-baerum", "leyla.demir@kvista.example")
    CHILD_WELFARE_INTAKE = ("asker-baerum", "nils.anders.eira@asker.example")
    CHILD_WELFARE_LEADER = ("asker-baerum", "ingunn.solberg@asker.example")
    CHILD_WELFARE_WAITING = ("asker-baerum", "amina.warsame@asker.example")
    """Appointed to the intake, and not confirmed yet."""
    NAV_COUNSELLOR = ("asker-baerum", "tuan.nguyen@nav.example")
    NURSE = ("asker-baerum", "birgitte.moen@asker.example")
    SLT_ASKER = ("asker-baerum", "eskil.berg@asker.example")
    """Sits in the core group too."""
    SLT_BAERUM = ("asker-baerum", "marta.kowalska@baerum.example")
    RADICALISATION_CONTACT = ("asker-baerum", "henrik.dahl@politiet.example")
    CORE_GROUP_MEMBER = ("asker-baerum", "kristin.ruud@asker.example")
    CORE_GROUP_WAITING = ("asker-baerum", "omar.haddad@asker.example")
    """Named for the core group, and not confirmed yet."""
    COUNCIL_READER = ("asker-baerum", "solveig.brekke@asker.example")
    EDITOR = ("asker-baerum", "line.strand@asker.example")
    OTHER_EDITOR = ("asker-baerum", "arash.karimi@baerum.example")
    ADMINISTRATOR = ("asker-baerum", "terje.nygaard@asker.example")
    DATA_PROTECTION_OFFICER = ("asker-baerum", "hanne.fossum@asker.example")
    FJELLVIK_TEACHER = ("fjellvik", "oddny.lid@fjellvik.example")
    FJELLVIK_SCHOOL_LEADER = ("fjellvik", "torbjorn.vik@fjellvik.example")
    FJELLVIK_HEALTH_COORDINATOR = ("fjellvik", "zaneta.novak@fjellvik.example")
    FJELLVIK_CHILD_WELFARE = ("fjellvik", "yonas.tesfay@fjellvik.example")
    FJELLVIK_RADICALISATION_CONTACT = ("fjellvik", "gro.hjelle@politiet.example")
    FJELLVIK_ADMINISTRATOR = ("fjellvik", "ragnhild.aasen@fjellvik.example")

    @property
    def area(self) -> str:
        return self.value[0]

    @property
    def email(self) -> str:
        return self.value[1]

    @property
    def account(self) -> Account:
        """Their account."""
        return Account.objects.get(email=self.email)

    @property
    def standing(self) -> Standing:
        """What they are in their area now."""
        place = area_of(self.area)
        with within(place.id):
            return queries.standing(self.account, place.id)

    def membership(self, unit: str) -> Membership:
        """Theirs in a unit of their area, which has not ended."""
        with inside(self.area):
            return Membership.objects.select_related("unit").get(
                account=self.account, unit__slug=unit, unit__area__slug=self.area, ended_at__isnull=True
            )


def load() -> None:
    """Load the cast into areas that are there."""
    with override_settings(DEMO=True):
        load_cast(ROOT / "packs" / "cast.yaml", by=OPERATOR)


def area_of(slug: str) -> Area:
    """An area of the demo."""
    found = queries.area(slug)
    assert found
    return found


@contextmanager
def inside(slug: str) -> Iterator[Area]:
    """Work within an area of the demo."""
    place = area_of(slug)
    with within(place.id):
        yield place


def unit_of(area: str, slug: str) -> Unit:
    """A unit of the demo."""
    with inside(area):
        return Unit.objects.select_related("organisation").get(area__slug=area, slug=slug)


def somebody(
    email: str, *, area: str = "asker-baerum", password: str | None = None, name: str = "Petter Ny"
) -> Account:
    """Another account, without a role."""
    with inside(area) as place:
        return actions.make_account(email=email, name=name, area=place, by=OPERATOR, password=password)


def hired(account: Account, unit: Unit, role: Role) -> Membership:
    """An account's new role there, which waits where it receives."""
    with within(unit.area_id):
        return actions.appoint(account=account, unit=unit, role=role, by=OPERATOR)
