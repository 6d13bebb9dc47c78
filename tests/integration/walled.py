"""A row of an area in every table that has a wall, for the tests of the walls."""

from __future__ import annotations

from datetime import date

from motvekt.access.roles import Role
from motvekt.audit.models import AuditCount
from motvekt.concerns.models import Call, Concern, Duty, Guest, StepDone
from motvekt.consultations.models import Anonymous, Telephoned
from motvekt.dossiers.kinds import DossierKind, ItemKind, Purpose
from motvekt.dossiers.models import (
    Consent,
    ConsentGuardian,
    ConsentRecipient,
    DisclosedItem,
    Disclosure,
    Dossier,
    Guardian,
    Item,
    NameMark,
    Reader,
    Recusal,
)
from motvekt.guide.models import ContactCheck, Edition, EditionFile
from motvekt.kernel import clock
from motvekt.organisations.models import Account, Area, Invitation, Membership, Reset, Unit
from motvekt.organisations.walls import within
from motvekt.reports.kinds import ArrivalKind, Exit
from motvekt.reports.models import Arrival, Elsewhere, Report
from motvekt.vault import keystore
from motvekt.vault.names import MarkKind

DAY = date(2026, 11, 24)


def furnish(area: Area) -> None:
    """One row at least of each table. The area has its edition, and so its organisation, its log and a proposal."""
    with within(area.id):
        edition = Edition.objects.get()
        body = area.organisations.order_by("position")[0]
        school, welfare = (
            Unit.objects.create(area=area, organisation=body, slug=slug, name=slug, agency="education")
            for slug in ("furnished-school", "furnished-welfare")
        )
        account = Account.objects.create_user(f"kari@{area.slug}.no", name="Kari")
        Membership.objects.create(
            area=area, account=account, unit=school, role=Role.EMPLOYEE, appointed_at=clock.now(), appointed_by="x"
        )
        Invitation.objects.create(
            area=area,
            unit=school,
            role=Role.EMPLOYEE,
            email="ny@x.no",
            name="Ny",
            invited_by="operator:x",
            invited_at=clock.now(),
            expires_at=clock.now(),
        )
        colleague = Account.objects.create_user(f"ola@{area.slug}.no", name="Ola")
        Reset.objects.create(area=area, account=account, asked_by=colleague, asked_at=clock.now())
        AuditCount.objects.create(area=area.id, day=DAY, code="page_denied", number=1)
        EditionFile.objects.create(
            edition=edition, kind="guide", language="nb", content=b"%PDF-", digest="0" * 64, made_at=clock.now()
        )
        ContactCheck.objects.create(area=area, contact="pst", reached_by="x", checked_on=DAY, checked_by="x")
        dossier = Dossier.objects.create(
            area=area, unit=school, kind=DossierKind.CONCERN, edition=edition, begun_on=DAY
        )
        for unit in (school, welfare):
            keystore.make_key(dossier=dossier.id, unit=unit.id)
        guardian = Guardian.objects.create(area=area, dossier=dossier)
        Reader.objects.create(
            area=area, dossier=dossier, unit=school, account=account, named_by=account, named_at=clock.now()
        )
        Recusal.objects.create(area=area, dossier=dossier, unit=school, account=colleague, at=clock.now())
        NameMark.objects.create(area=area, dossier=dossier, unit=school, kind=MarkKind.NAME.value, digest=b"0" * 32)
        item = Item.objects.create(
            area=area, dossier=dossier, unit=school, kind=ItemKind.NOTE, made_at=clock.now(), content="sett"
        )
        text = Item.objects.create(
            area=area, dossier=dossier, unit=school, kind=ItemKind.REPORT, made_at=clock.now(), content="meldt"
        )
        report = Report.objects.create(
            area=area, dossier=dossier, unit=school, reporter=account, exit=Exit.ORDINARY, edition=edition, text=text,
            sent_at=clock.now(), digest="0" * 64,
        )  # fmt: skip
        Arrival.objects.create(
            area=area, unit=welfare, kind=ArrivalKind.REPORT, dossier=dossier, report=report, came_at=clock.now(),
            read_by=clock.now(),
        )  # fmt: skip
        Elsewhere.objects.create(
            area=area, report=report, unit=welfare, channel="own", basis="samtykke", identifies=False,
            decided_at=clock.now(),
        )  # fmt: skip
        asked = Dossier.objects.create(
            area=area, unit=welfare, kind=DossierKind.ANONYMOUS_CONSULTATION, edition=edition, begun_on=DAY
        )
        Anonymous.objects.create(
            dossier=asked, area=area, unit=welfare, finds=area.id.bytes * 2, language="nb", last_on=DAY
        )
        Telephoned.objects.create(area=area, unit=welfare, by=account, on=DAY)
        concern = Concern.objects.create(
            dossier=dossier, area=area, unit=school, writer=account, alias="Rogn 14", begun_at=clock.now(),
            changed_at=clock.now(),
        )  # fmt: skip
        StepDone.objects.create(area=area, concern=concern, step="droft", by=account, at=clock.now())
        Guest.objects.create(
            area=area, concern=concern, account=colleague, task="read", due_on=DAY, invited_by=account,
            invited_at=clock.now(),
        )  # fmt: skip
        Call.objects.create(area=area, concern=concern, to="serious", by=account, at=clock.now())
        Duty.objects.create(area=area, concern=concern, kind="avert", by=account, done_at=clock.now(), due_on=DAY)
        consent = Consent.objects.create(
            area=area, dossier=dossier, unit=school, purpose=Purpose.ADVICE, given_on=DAY, how="muntlig"
        )
        ConsentRecipient.objects.create(area=area, consent=consent, unit=welfare)
        ConsentGuardian.objects.create(area=area, consent=consent, guardian=guardian)
        disclosure = Disclosure.objects.create(
            area=area,
            dossier=dossier,
            sender=school,
            recipient=welfare,
            edition=edition,
            basis="samtykke",
            purpose=Purpose.ADVICE,
            identifies=False,
            decided_by=account,
            made_on=DAY,
            necessity="trengs",
        )
        DisclosedItem.objects.create(
            area=area,
            disclosure=disclosure,
            item=item,
            dossier=dossier,
            recipient=welfare,
            made_at=clock.now(),
            content="sett",
        )
