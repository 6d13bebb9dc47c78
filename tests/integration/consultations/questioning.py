"""What an employee of the small world does who asks a desk about somebody without naming them, said shortly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.test import Client

from motvekt.consultations import question_actions, question_ways
from motvekt.consultations.question_sending import Question
from motvekt.dossiers import law as laws
from motvekt.kernel import clock
from motvekt.kernel.ids import new_id
from motvekt.reports import answering_actions, desk_actions
from motvekt.reports.models import Arrival, Report
from motvekt.reports.shapes import Part, ReportText
from tests.world import PEOPLE, World

ASKED = "Hva kan vi gjøre når en elev sier at noen bør få det de fortjener?"
ADVICE = "Spør åpent, og ta det opp med rektor i morgen."
PHONE = "40 00 00 09"


def question(world: World, to: str = "slt", by: str = "teacher", **changes: Any) -> Question:
    """A question with everything that the basis asks answered."""
    unit = world.units[PEOPLE[by][0]]
    law = laws.of_today(unit.area)
    basis = question_ways.basis(unit, world.units[to], law, changes.get("health"))
    known = Question(
        id=new_id(),
        unit=unit,
        desk=world.units[to],
        text=ReportText(
            parts=(Part(heading="Spørsmålet", text=ASKED),), reporter_role=f"{by}, lærer", reporter_phone=PHONE
        ),
        basis=basis.id if basis else "",
        attested=frozenset(range(len(basis.attest) if basis else 0)),
        edition=law.edition,
    )
    return replace(known, **changes)


def asked(world: World, by: str = "teacher", **changes: Any) -> Arrival:
    """A question lies at a desk."""
    wanted = question(world, by=by, **changes)
    report = question_actions.ask_desk(question=wanted, by=world.standing(by))
    return arrival_of(report)


def arrival_of(report: Report | UUID) -> Arrival:
    """What a report is at its desk."""
    return Arrival.objects.select_related("unit", "report__unit").get(report=report)


def answered(world: World, arrival: Arrival, text: str = ADVICE, by: str = "slt") -> UUID:
    """It is read and answered at the desk. Says the answer's item."""
    standing = world.standing(by)
    desk_actions.mark_read(arrival=arrival.id, by=standing)
    item = new_id()
    answering_actions.answer(
        arrival=Arrival.objects.select_related("report__unit", "unit", "area", "dossier").get(id=arrival.id),
        text=text,
        item_id=item,
        attested=frozenset({0, 1}),
        seen=None,
        by=standing,
    )
    return item


def fields(world: World, page: Any, **given: Any) -> dict[str, Any]:
    """What somebody sends from the form on a page, with what they typed."""
    form = page.context["form"]
    hidden = {"key": form["key"].value(), "edition": form["edition"].value()}
    typed = {"desk": world.units["slt"].id, "text": ASKED, "tried": "", "band": "", "phone": PHONE, "role": "Lærer"}
    return {name: str(value) for name, value in {**hidden, **typed, **given}.items()}


def sent(client: Client, address: str, given: dict[str, Any]) -> Any:
    """The form is sent, with all attested."""
    return client.post(address, {**given, "steg": "send", "attested": ["0", "1"]})


def now() -> Any:
    """The moment of the test."""
    return clock.now()
