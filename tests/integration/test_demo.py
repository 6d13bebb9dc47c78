"""The demo's cast: invented people, loaded twice as well as once, and only where the demo is on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from motvekt.access.roles import Role
from motvekt.audit import queries as audit
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Account, Membership
from motvekt.organisations.policy import DEMO, RECEIVING
from motvekt.organisations.rules import is_invented
from motvekt.site import cli
from motvekt.site.cast import load_cast, read_cast
from tests.conftest import OPERATOR
from tests.guides import PACKS, ROOT
from tests.people import Person, inside, load

CAST = ROOT / "packs" / "cast.yaml"

pytestmark = pytest.mark.usefixtures("areas")


@pytest.fixture(autouse=True)
def within_asker_and_baerum(areas: None) -> Iterator[None]:
    """What a test reads itself, it reads in the first of the two areas."""
    with inside("asker-baerum"):
        yield


def refused(file: Path) -> str:
    with pytest.raises(Refused) as found:
        load_cast(file, by=OPERATOR)
    assert not Account.objects.exists()
    return str(found.value)


def test_outside_the_demo_the_command_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["demo", str(CAST)]) == cli.FAILED
    assert "Sett MOTVEKT_DEMO=1" in capsys.readouterr().err
    refused(CAST)


def test_in_the_demo_it_loads_everybody_and_twice_is_as_good_as_once(capsys: pytest.CaptureFixture[str]) -> None:
    with override_settings(DEMO=True):
        assert cli.main(["demo", str(CAST)]) == cli.OK
    assert "26 oppdiktede personer" in capsys.readouterr().out
    heads = audit.heads()
    load()
    assert audit.heads() == heads
    assert Account.objects.count() == len(Person)


def test_the_file_and_the_tests_cast_are_the_same_people() -> None:
    assert {(row.area, row.email) for row in read_cast(CAST)} == {person.value for person in Person}


@pytest.mark.usefixtures("people")
def test_receiving_roles_are_confirmed_by_the_demo_save_those_that_wait() -> None:
    rows = Membership.objects.filter(role__in=RECEIVING)
    waiting = {row.account.email for row in rows if row.confirmed_at is None}
    assert waiting == {Person.CHILD_WELFARE_WAITING.email, Person.CORE_GROUP_WAITING.email}
    assert {row.confirmed_by for row in rows if row.confirmed_at} == {str(DEMO)}
    assert {post.role for post in Person.SLT_ASKER.standing.posts} == {Role.SLT_COORDINATOR, Role.CORE_GROUP_MEMBER}
    assert not Person.CORE_GROUP_WAITING.standing.posts


@pytest.mark.usefixtures("people")
def test_every_role_is_played_by_somebody() -> None:
    assert set(Membership.objects.filter(area__slug="asker-baerum").values_list("role", flat=True)) == set(Role)
    assert {person.area for person in Person} == set(PACKS)


ROW = "- area: asker-baerum\n  email: %s\n  name: Kari Prøve\n  memberships:\n    - {unit: %s, role: %s}\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            ROW % ("kari@asker.kommune.no", "nav-asker", "employee"),
            "cast.yaml:2: 1.email «kari@asker.kommune.no»: skal ende på",
        ),
        (ROW % ("kari@x.example", "nav-asker", "sjef"), "cast.yaml:5: 1.memberships.1.role «sjef»: skal være en av"),
        (ROW % ("kari@x.example", "finnes-ikke", "employee"), "Enheten finnes-ikke finnes ikke i asker-baerum."),
        (ROW % ("kari@x.example", "stab-asker", "employee"), "Enheten er en administrasjon."),
        ("- area: andeby\n  email: kari@x.example\n  name: Kari Prøve\n", "Området andeby finnes ikke."),
        ("area: asker-baerum\n", "cast.yaml: skal være en liste av personer"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_and_nobody_is_made(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "cast.yaml"
    file.write_text(text, "utf-8")
    with override_settings(DEMO=True):
        assert says in refused(file)


@pytest.mark.parametrize("email", ["kari@skole.example", "KARI@x.y.invalid", "a@b.example"])
def test_an_invented_address_is_one_that_nobody_can_have(email: str) -> None:
    assert is_invented(email)


@pytest.mark.parametrize(
    "email",
    ["kari@asker.no", "kari@example", "kari@example.no", "kari.example", "@x.example", "k@x.example.no", "k@.example"],
)
def test_another_address_may_be_somebodys(email: str) -> None:
    assert not is_invented(email)
