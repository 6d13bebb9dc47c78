"""Work whose process is killed at each commit: it is there whole or not at all, what was confirmed stays, and doing it
again leads to the same.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration.test_trust_processes import SET_UP, environment, python

__all__ = ["environment"]

WORLD = f"""{SET_UP}
from tests.world import make_world
from tests.concerns import noted
from motvekt.organisations.walls import within
world = make_world()
area = world.areas["asker-baerum"]
ID = "00000000-0000-4000-8000-000000000001"
"""
NOTE = """
from uuid import UUID
from motvekt.concerns import queries
from motvekt.concerns.models import Concern
from motvekt.dossiers.models import Dossier, Reader

def work():
    noted(world, seen="Noe.", concern_id=UUID(ID))

def found():
    written = Concern.objects.select_related("dossier", "unit", "area")
    texts = [part.content.seen for one in written for part in queries.parts(world.standing("teacher"), one)]
    rows = [model.objects.count() for model in (Concern, Dossier, Reader)]
    return [*rows, texts, logged("concern_noted")]
"""
SEND = """
from uuid import UUID
from motvekt.concerns import report_actions
from motvekt.concerns.models import Concern, StepDone
from motvekt.dossiers import law as laws
from motvekt.dossiers.models import Disclosure, Item, NameMark
from motvekt.reports.models import Arrival, Elsewhere, Report
from motvekt.reports.sending import Leg, Sending
from motvekt.reports.shapes import Identity, Part, ReportText

with within(area.id):
    concern = Concern.objects.select_related("dossier", "unit__organisation", "area").get(pk=noted(world).pk)

def work():
    law = laws.of_today(area)
    legs = [
        Leg(unit=world.units[slug], basis=basis, necessity="Trengs.",
            attested=frozenset(range(len(law.basis(basis).attest))), was_told=True)
        for slug, basis in (("slt", "fvl-13b-5"), ("barnevernet", "opl-24-3"))
    ]
    wanted = Sending(
        report=UUID(ID), dossier=concern.dossier, unit=concern.unit, legs=legs, edition=law.edition,
        text=ReportText(parts=(Part(heading="Sett", text="Noe."),)), identity=Identity(name="Isak Brenne"),
    )
    report_actions.send_report(concern=concern, wanted=wanted, by=world.standing("teacher"))

def found():
    rows = [model.objects.count() for model in (Report, Arrival, Elsewhere, Disclosure, StepDone)]
    items = Item.objects.exclude(kind="observation").count()
    marked = NameMark.objects.exists()
    return [*rows, items, marked, Concern.objects.get().status, logged("report_sent")]
"""
ACCEPT = """
from uuid import UUID
from motvekt.dossiers.models import Dossier, NameMark
from motvekt.reports import desk_actions
from motvekt.reports.models import Arrival
from tests.reports import BORN, NAME, reported

with within(area.id):
    arrival = reported(world, name=NAME, born=BORN).id
    desk_actions.mark_read(arrival=arrival, by=world.standing("slt"))

def work():
    desk_actions.accept(arrival=arrival, case_id=UUID(ID), by=world.standing("slt"))

def found():
    row = Arrival.objects.get(id=arrival)
    cases = Dossier.objects.filter(kind="case").count()
    return [row.status, str(row.case_id), cases, NameMark.objects.exists(), logged("arrival_accepted")]
"""
WALK = """
import json, os, signal
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from motvekt.audit.models import AuditEvent

def logged(event):
    return AuditEvent.objects.filter(event=event).count()

def done(fatal, when):
    # In a process of its own, killed just before or after the n-th commit of any of the databases. Whether it ended.
    connections.close_all()
    child = os.fork()
    if child:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (0, -signal.SIGKILL), status
        return status == 0
    commits, real = 0, BaseDatabaseWrapper._commit

    def commit(self):
        nonlocal commits
        commits += 1
        if (commits, when) == (fatal, "before"):
            os.kill(os.getpid(), signal.SIGKILL)
        real(self)
        if commits == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    BaseDatabaseWrapper._commit = commit
    status = 1
    try:
        with within(area.id):
            work()
        status = 0
    finally:
        os._exit(status)

def seen():
    with within(area.id):
        return found()

# What one attempt has committed before it was killed, the next finds: so each commit is the first one once.
states = [seen()]
for fatal in (1, 2, 3):
    for when in ("before", "after") * 3:
        if not done(fatal, when):
            states.append(seen())
confirmed = seen()
assert done(0, "")
print(json.dumps([states, confirmed, seen()]))
"""
WORKS = {
    "a first note": (NOTE, [0, 0, 0, [], 0], [1, 1, 1, ["Noe."], 1]),
    "a report": (SEND, [0, 0, 0, 0, 1, 0, False, "open", 0], [1, 1, 1, 1, 2, 3, True, "reported", 1]),
    "a case": (
        ACCEPT,
        ["read", "None", 0, False, 0],
        ["accepted", "00000000-0000-4000-8000-000000000001", 1, True, 1],
    ),
}
"""What is done, what was there before it, and what is there after it."""


@pytest.mark.parametrize("what", WORKS)
def test_killed_at_any_commit_it_is_whole_or_not_there_and_can_be_done_again(
    environment: dict[str, str], what: str
) -> None:
    code, nothing, all_of_it = WORKS[what]
    states, confirmed, again = json.loads(python(environment, WORLD + code + WALK))
    stages: list[Any] = [state for place, state in enumerate(states) if place == 0 or state != states[place - 1]]
    # Some were killed before anything was there, and one was right after all of it was.
    assert stages == [nothing, all_of_it]
    assert confirmed == again == all_of_it
