"""A concern with a report that was taken elsewhere, put straight into the tables: for tests of who sees it."""

from __future__ import annotations

from typing import Any

from motvekt.concerns import texts
from motvekt.concerns.models import Concern
from motvekt.concerns.texts import Observation
from motvekt.dossiers.kinds import DossierKind, ItemKind, Purpose
from motvekt.dossiers.models import Consent, Dossier, Item, Reader
from motvekt.guide.models import Edition
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.organisations.models import Account, Unit
from motvekt.reports import shapes
from motvekt.reports.kinds import Channel, Exit
from motvekt.reports.models import Elsewhere, Report
from motvekt.reports.reasons import Reasons, Why
from motvekt.reports.shapes import Identity, Part, ReportText
from motvekt.vault import keystore

WHO = Identity(name="Isak Brenne")


def planted_report(unit: Unit, writer: Account, said: str = "Noe.", who: Identity = WHO) -> dict[str, Any]:
    """Ids by what they are called in addresses. `said` stands in every text of it."""
    about: dict[str, Any] = {"area": unit.area, "unit": unit}
    now, edition = clock.now(), Edition.objects.filter(area=unit.area).latest("number")
    dossier = Dossier.objects.create(**about, kind=DossierKind.CONCERN, edition=edition, begun_on=now.date())
    keystore.make_key(dossier=dossier.id, unit=unit.id)
    alias = f"Prøve {str(dossier.id)[:8]}"
    Concern.objects.create(dossier=dossier, **about, writer=writer, alias=alias, begun_at=now, changed_at=now)
    Reader.objects.create(dossier=dossier, **about, account=writer, named_by=writer, named_at=now)

    def item(kind: ItemKind, text: str) -> Item:
        return Item.objects.create(dossier=dossier, **about, kind=kind, made_at=now, written_by=writer, content=text)

    item(ItemKind.OBSERVATION, texts.written(Observation(seen=said, told=said)))
    report = Report.objects.create(
        id=new_id(),
        **about,
        dossier=dossier,
        reporter=writer,
        exit=Exit.ORDINARY,
        edition=edition,
        text=item(ItemKind.REPORT, shapes.written(ReportText(parts=(Part(heading="Sett", text=said),)))),
        identity=item(ItemKind.IDENTITY, shapes.written(who)),
        sent_at=now,
        digest="0" * 64,
    )
    # To a desk of the area's child welfare, where there is one beside the unit itself.
    desk = Unit.objects.filter(area=unit.area, agency="child_welfare").exclude(id=unit.id).first() or unit
    Elsewhere.objects.create(
        area=unit.area,
        report=report,
        unit=desk,
        channel=Channel.OWN,
        basis="bvl-13-2",
        identifies=True,
        was_told=True,
        decided_at=now,
    )
    why = Why(unit=desk.id, basis="bvl-13-2", necessity=said, not_told_why=said)
    item(ItemKind.DECISION, shapes.written(Reasons(report=report.id, why=(why,))))
    consent = Consent.objects.create(
        **about, dossier=dossier, purpose=Purpose.REPORT, by_self=True, given_on=now.date(), how=said
    )
    return {"dossier": dossier.id, "report": report.id, "unit": desk.id, "consent": consent.id}
