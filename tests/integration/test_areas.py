"""Areas and hosts: whose guide answers, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from motvekt.kernel.errors import Refused
from motvekt.organisations import actions, queries
from motvekt.organisations.actions import Controller, NamedUnit
from motvekt.organisations.kinds import AgencyKind, OrganisationKind
from motvekt.organisations.models import Account, Area, AreaHost, Unit
from motvekt.site.areas import load_areas
from tests.conftest import OPERATOR
from tests.guides import PACKS, guide_of
from tests.installation import demo_areas, set_area
from tests.people import inside

pytestmark = pytest.mark.django_db


def test_a_host_leads_to_its_area_and_the_default_area_is_one() -> None:
    set_area(slug="en", hosts=["en.no", "www.en.no"], default=True, by=OPERATOR)
    set_area(slug="to", hosts=["to.no"], default=True, by=OPERATOR)
    found = queries.hosts()
    assert found.by_host == {"en.no": "en", "www.en.no": "en", "to.no": "to"}
    assert found.default == "to"


def test_setting_an_area_again_gives_it_exactly_the_new_hosts() -> None:
    set_area(slug="en", hosts=["gammel.no"], default=False, by=OPERATOR)
    set_area(slug="en", hosts=["ny.no"], default=False, by=OPERATOR)
    assert queries.listed() == [("en", ["ny.no"], False)]


@pytest.mark.parametrize("host", ["EN.no", "en.no:80", "en_no", "", "-en.no", "en..no", "[::1]"])
def test_what_is_no_host_name_is_refused(host: str) -> None:
    with pytest.raises(Refused) as refused:
        set_area(slug="en", hosts=[host], default=False, by=OPERATOR)
    assert refused.value.decision.code == "not_a_host"


def test_a_host_of_another_area_is_refused_and_nothing_changes() -> None:
    set_area(slug="en", hosts=["en.no"], default=True, by=OPERATOR)
    with pytest.raises(Refused) as refused:
        set_area(slug="to", hosts=["en.no"], default=True, by=OPERATOR)
    assert refused.value.decision.code == "host_taken"
    assert queries.listed() == [("en", ["en.no"], True)]


def test_the_database_holds_one_default_area_at_most() -> None:
    Area.objects.create(slug="en", is_default=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(slug="to", is_default=True)


@pytest.mark.parametrize("slug", ["Stor", "to ord", "../opp", "", "æ"])
def test_the_database_refuses_a_slug_out_of_shape(slug: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Area.objects.create(slug=slug)


def test_the_database_refuses_a_host_out_of_shape() -> None:
    area = Area.objects.create(slug="en")
    with pytest.raises(DatabaseError), transaction.atomic():
        AreaHost.objects.create(area=area, host="En.no:80")


def test_an_account_is_found_by_its_address_whatever_the_case_and_has_a_hashed_password() -> None:
    account = Account.objects.create_user("Kari@Skolen.no", "et langt passord", name="Kari")
    assert Account.objects.get_by_natural_key("KARI@skolen.no") == account
    assert account.password.startswith("argon2")
    assert account.check_password("et langt passord")


def test_the_database_refuses_an_address_in_capitals() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Account.objects.create(email="Kari@skolen.no", name="Kari")


@pytest.mark.parametrize(
    "content",
    [
        "- slug: en\n  hosts: [en.no]\n  default: true\n- slug: to\n  hosts: []\n  default: true\n",
        "- slug: en\n  hosts: en.no\n",
        "- slug: En\n  hosts: []\n",
        "- slug: en\n  hosts: []\n  ukjent: 1\n",
        "[",
        "\x00",
    ],
)
def test_a_broken_file_of_areas_is_refused_and_changes_nothing(tmp_path: Path, content: str) -> None:
    file = tmp_path / "areas.yaml"
    file.write_text(content)
    with pytest.raises(Refused):
        load_areas(file, by=OPERATOR)
    assert queries.listed() == []


def test_a_file_of_areas_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        load_areas(tmp_path / "ingen.yaml", by=OPERATOR)


UNITS = """- slug: en
  hosts: []
  controllers:
    - slug: en
      name: En
      kind: county
      units:
        - %s
        - {slug: skolen, name: Skolen, agency: education, desk: a}
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- slug: en\n  hosts: [en.no]\n     - slug: to\n", "areas.yaml:"),
        ("- slug: Størelv\n  hosts: [en.no]\n", "areas.yaml:1: 1.slug «Størelv»: bare små bokstaver a–z"),
        ("- slug: en\n  hosts: en.no\n", "areas.yaml:2: 1.hosts «en.no»: skal være en liste: sett klammer rundt"),
        ("- slug: en\n", "areas.yaml:1: 1.hosts: mangler"),
        ("- slug: en\n  hosts: [en.no]\n  vert: x\n", "areas.yaml:3: 1.vert «x»: er et ukjent felt"),
        ("- slug: en\n  hosts: [en.no]\n  default: kanskje\n", "areas.yaml:3: 1.default «kanskje»: skal være true"),
        ("slug: en\n", "areas.yaml"),
        (
            UNITS % "{slug: x, name: Xa, agency: skole}",
            "areas.yaml:8: 1.controllers.1.units.1.agency «skole»: skal være en",
        ),
        (UNITS % "{slug: x, name: X}", "areas.yaml:8: 1.controllers.1.units.1.name «X»: er for kort"),
        (
            UNITS % "{slug: x, name: Xa, desk: y}",
            "areas.yaml:8: 1.controllers.1.units.1.desk «y»: enheten må ha en tjeneste",
        ),
        (UNITS % "{slug: skolen, name: Xa}", "areas.yaml:9: 1.controllers.1.units.2.slug «skolen»: står to ganger"),
        (
            UNITS % "{slug: x, name: Xa, agency: slt, desk: a}",
            "areas.yaml:9: 1.controllers.1.units.2.desk «a»: står to ganger",
        ),
    ],
)
def test_what_is_wrong_with_the_file_of_areas_is_said_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "areas.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        load_areas(file, by=OPERATOR)
    said = str(refused.value)
    assert says in said
    assert "pydantic" not in said
    assert "block" not in said


def test_the_demos_units_are_desks_of_their_guides() -> None:
    for pack in PACKS:
        units = [unit for row in demo_areas()[pack].controllers for unit in row.units]
        assert {unit.desk for unit in units if unit.desk} == {desk.id for desk in guide_of(pack).desks}


def test_a_desk_moves_from_one_unit_to_another() -> None:
    school = NamedUnit("skole", "Skolen", AgencyKind.EDUCATION, desk="mottak")
    slt = NamedUnit("slt", "SLT", AgencyKind.SLT)

    def said(*units: NamedUnit) -> None:
        body = Controller("en", "En kommune", OrganisationKind.MUNICIPALITY, units)
        actions.set_area(slug="en", hosts=["en.no"], default=True, controllers=[body], by=OPERATOR)

    said(school, slt)
    said(replace(slt, desk="mottak"), replace(school, desk=""))
    with inside("en"):
        found = dict(Unit.objects.values_list("slug", "desk"))
    assert found == {"skole": "", "slt": "mottak"}


@pytest.mark.parametrize(
    ("units", "code"),
    [((), "unit_left_out"), ((NamedUnit("skole", "Skolen", AgencyKind.SLT),), "unit_is_another")],
)
def test_a_unit_is_neither_left_out_nor_made_another(units: tuple[NamedUnit, ...], code: str) -> None:
    body = Controller(
        "en", "En kommune", OrganisationKind.MUNICIPALITY, [NamedUnit("skole", "S", AgencyKind.EDUCATION)]
    )
    actions.set_area(slug="en", hosts=[], default=True, controllers=[body], by=OPERATOR)
    with pytest.raises(Refused) as refused:
        actions.set_area(slug="en", hosts=[], default=True, controllers=[replace(body, units=units)], by=OPERATOR)
    assert refused.value.decision.code == code
