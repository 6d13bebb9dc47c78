"""Dossiers with something in every sealed field, for tests of what happens to keys and to stolen data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from motvekt.dossiers import models
from motvekt.dossiers.kinds import DossierKind, ItemKind, Purpose
from motvekt.guide.models import Edition
from motvekt.kernel import clock
from motvekt.organisations import actions
from motvekt.organisations.actions import NamedUnit
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Account, Area, Unit
from motvekt.organisations.walls import within
from motvekt.reports.kinds import ArrivalKind, Exit, Status
from motvekt.reports.models import Arrival, Report
from motvekt.vault import keystore
from tests import installation
from tests.conftest import OPERATOR

UNITS = (NamedUnit("skole", "Skolen", AgencyKind.EDUCATION), NamedUnit("slt", "SLT", AgencyKind.SLT))
BEGUN = date(2026, 11, 24)

Text = Callable[[str], str]
"""From a field, as `item.content`, to what is written there."""


def units(area: Area) -> list[Unit]:
    """A school and an SLT desk of the area's first organisation. Whatever the area has besides stays."""
    with within(area.id):
        first, *others = installation.controllers(area.slug)
        controllers = [replace(first, units=(*first.units, *UNITS)), *others]
        hosts = list(area.hosts.values_list("host", flat=True))
        actions.set_area(slug=area.slug, hosts=hosts, default=area.is_default, controllers=controllers, by=OPERATOR)
        return [Unit.objects.get(area=area, slug=unit.slug) for unit in UNITS]


def account(area: Area, name: str = "Kari Nordmann") -> Account:
    """Somebody who can decide a disclosure."""
    return actions.make_account(email=f"{area.slug}@example.no", name=name, area=area, by=OPERATOR)


def edition(area: Area) -> Edition:
    """The area's edition, or one without content."""
    with within(area.id):
        return Edition.objects.filter(area=area).first() or Edition.objects.create(
            area=area, number=1, pack=area.slug, schema=1, valid_from=BEGUN, content="{}", digest="0" * 64,
            published_at=clock.now(), published_by=str(OPERATOR),
        )  # fmt: skip


def dossier(unit: Unit) -> models.Dossier:
    """A dossier without anything in it. There is a key for its unit, as a room makes one when it begins."""
    with within(unit.area_id):
        row = models.Dossier.objects.create(
            area=unit.area, unit=unit, kind=DossierKind.CASE.value, edition=edition(unit.area), begun_on=BEGUN
        )
        keystore.make_key(dossier=row.id, unit=unit.id)
        return row


def item(row: models.Dossier, text: Text) -> models.Item:
    """A note in a dossier."""
    with within(row.area_id):
        return models.Item.objects.create(
            area=row.area, dossier=row, unit=row.unit, kind=ItemKind.NOTE.value, made_at=clock.now(),
            content=text("item.content"),
        )  # fmt: skip


def consent(row: models.Dossier, text: Text) -> models.Consent:
    """A consent that the dossier's unit has."""
    with within(row.area_id):
        return models.Consent.objects.create(
            area=row.area, dossier=row, unit=row.unit, purpose=Purpose.ADVICE.value, by_self=True, given_on=BEGUN,
            how=text("consent.how"),
        )  # fmt: skip


def disclosure(row: models.Dossier, recipient: Unit, by: Account, text: Text) -> models.Disclosure:
    """A disclosure of nothing yet."""
    with within(row.area_id):
        keystore.make_key(dossier=row.id, unit=recipient.id)
        return models.Disclosure.objects.create(
            area=row.area, dossier=row, sender=row.unit, recipient=recipient, edition=row.edition, basis="samtykke",
            purpose=Purpose.ADVICE.value, identifies=True, was_told=False, look_again_on=BEGUN, decided_by=by,
            made_on=BEGUN, necessity=text("disclosure.necessity"), not_told_why=text("disclosure.not_told_why"),
        )  # fmt: skip


def disclosed(shared: models.Disclosure, row: models.Item, text: Text) -> models.DisclosedItem:
    """A copy for the recipient."""
    with within(row.area_id):
        return models.DisclosedItem.objects.create(
            area=row.area, disclosure=shared, item=row, dossier=row.dossier, recipient=shared.recipient,
            made_at=clock.now(), content=text("discloseditem.content"),
        )  # fmt: skip


def everything(unit: Unit, recipient: Unit, by: Account, text: Text) -> models.Dossier:
    """A dossier in which every sealed field has something."""
    row = dossier(unit)
    consent(row, text)
    disclosed(disclosure(row, recipient, by, text), item(row, text), text)
    return row


def arrival(unit: Unit) -> Arrival:
    """A report of a school's, at the desk that a unit is, and read by somebody."""
    with within(unit.area_id):
        school = Unit.objects.filter(area=unit.area_id, agency=AgencyKind.EDUCATION).order_by("slug")[0]
        lies_in = dossier(school)
        sender = Account.objects.create(email=f"avsender-{lies_in.id}@x.example", name="Avsender")
        about: dict[str, Any] = {"area": unit.area, "dossier": lies_in}
        now = clock.now()
        text = models.Item.objects.create(
            unit=school, kind=ItemKind.REPORT, made_at=now, written_by=sender, content="meldt", **about
        )
        report = Report.objects.create(
            unit=school, reporter=sender, exit=Exit.ORDINARY, edition=lies_in.edition, text=text, sent_at=now,
            digest="0" * 64, **about,
        )  # fmt: skip
        return Arrival.objects.create(
            unit=unit, kind=ArrivalKind.REPORT, report=report, agency=AgencyKind.EDUCATION, alias="Furu 31",
            status=Status.READ, came_at=now, read_by=now, reader=sender, read_at=now, **about,
        )  # fmt: skip
