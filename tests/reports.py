"""What comes to desks in the small world, said shortly: a concern sent to a desk as a report, through the gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.dossiers import actions, sharing_actions
from motvekt.dossiers import law as laws
from motvekt.dossiers.doing import log
from motvekt.dossiers.kinds import DossierKind, ItemKind, Purpose
from motvekt.dossiers.models import Dossier
from motvekt.dossiers.wishes import Wish
from motvekt.kernel import clock
from motvekt.organisations.kinds import AgencyKind
from motvekt.organisations.models import Unit
from motvekt.reports import digests, shapes
from motvekt.reports.delivering import arrive
from motvekt.reports.kinds import ArrivalKind, Exit, RequestKind
from motvekt.reports.models import Arrival, Report
from motvekt.reports.shapes import Identity, Part, ReportText, RequestText
from tests.world import PEOPLE, World

SAW = "Etter timen sa han at noen burde få det de fortjener."
NAME, BORN = "Ola Testesen", date(2010, 2, 3)


def reported(world: World, *, to: str = "slt", by: str = "teacher", **more: Any) -> Arrival:
    """What somebody of the world sends to a desk, with a name or without one."""
    return sent(world.standing(by), world.units[PEOPLE[by][0]], world.units[to], **more)


def sent(
    standing: Standing,
    unit: Unit,
    desk: Unit,
    *,
    alias: str = "Furu 31",
    text: str = SAW,
    name: str = "",
    born: date | None = None,
    exit_: Exit = Exit.ORDINARY,
    kind: ArrivalKind = ArrivalKind.REPORT,
    basis: str = "",
    called_at: datetime | None = None,
    dossier: Dossier | None = None,
    **more: Any,
) -> Arrival:
    """What somebody sends from their unit to a desk."""
    dossier = dossier or actions.begin(unit=unit, kind=DossierKind.CONCERN, by=standing)
    said = shapes.written(ReportText(parts=(Part(heading="Sett eller hørt", text=text),), reporter_phone="40 00 00 01"))
    items = [actions.add_item(dossier=dossier, unit=unit, kind=ItemKind.REPORT, text=said, by=standing)]
    if name:
        who = shapes.written(Identity(name=name, born=born))
        items.append(actions.add_item(dossier=dossier, unit=unit, kind=ItemKind.IDENTITY, text=who, by=standing))
    law = laws.of_today(dossier.area)
    basis = basis or ("strl-196" if name else "anonymised")
    chosen = law.basis(basis)
    assert chosen
    wish = Wish(
        items=items,
        sender=unit,
        recipient=desk,
        basis=basis,
        purpose=Purpose.REPORT,
        necessity="Mottaket skal vurdere den.",
        attested=frozenset(range(len(chosen.attest))),
        identifies=bool(name),
        was_told=True if name else None,
    )
    disclosure = sharing_actions.disclose(dossier=dossier, wish=replace(wish, **more), by=standing)
    with transaction.atomic():
        report = Report.objects.create(
            area=dossier.area,
            dossier=dossier,
            unit=unit,
            reporter_id=standing.somebody,
            exit=exit_,
            edition_id=law.edition,
            text=items[0],
            identity=items[1] if name else None,
            sent_at=clock.now(),
            digest=digests.of_report(
                dossier=dossier.id,
                unit=unit.id,
                report=items[0].id,
                text=said,
                identity="",
                edition=law.edition,
                bases=[basis],
            ),
        )
        about = {"dossier": dossier.id, "report": report.id, "exit": exit_.value, "desks": 1, "row": report.digest}
        log(unit, standing, "report_sent", **about)
        return arrive(
            unit=desk,
            kind=kind,
            dossier=dossier,
            report=report,
            disclosure=disclosure,
            agency=AgencyKind(unit.agency),
            exit_=exit_,
            alias=alias,
            called_at=called_at,
            unverified=True if kind is ArrivalKind.NOTICE else None,
            by=standing.actor,
        )


def noticed(world: World, **more: Any) -> Arrival:
    """What the police tell the SLT desk."""
    return reported(world, by="contact", kind=ArrivalKind.NOTICE, **more)


def requested(world: World, text: str = "Vi ønsker et kurs for kollegiet.") -> Arrival:
    """What somebody asks the SLT desk for."""
    by, unit = world.standing("slt"), world.units["slt"]
    dossier = actions.begin(unit=unit, kind=DossierKind.REQUEST, by=by)
    said = shapes.written(RequestText(text=text, name="Rektor", contact="40 00 00 02"))
    actions.add_item(dossier=dossier, unit=unit, kind=ItemKind.REQUEST, text=said, by=by)
    with transaction.atomic():
        return arrive(unit=unit, kind=ArrivalKind.REQUEST, dossier=dossier, about=RequestKind.COURSE, by=by.actor)
