"""A report whose process is killed at each commit: there is no half of one, and what was confirmed is there."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

from tests.guides import ROOT
from tests.integration.test_trust_processes import SET_UP, environment, python

__all__ = ["environment"]

BEGIN = f"""{SET_UP}
from tests.world import make_world
from tests.concerns import noted
from motvekt.organisations.walls import within
world = make_world()
with within(world.areas["asker-baerum"].id):
    print(noted(world).pk)
"""
SEND = f"""{SET_UP}
import os, signal, sys
from uuid import UUID
from django.db.backends.base.base import BaseDatabaseWrapper
from motvekt.concerns import report_actions
from motvekt.concerns.models import Concern
from motvekt.dossiers import law as laws
from motvekt.organisations import queries
from motvekt.organisations.models import Account, Unit
from motvekt.organisations.walls import within
from motvekt.reports.sending import Leg, Sending
from motvekt.reports.shapes import Identity, Part, ReportText

fatal, commits = int(sys.argv[3]), 0
real = BaseDatabaseWrapper._commit

def commit(self):
    # Killed just before the n-th commit of any of the databases, or just after it.
    global commits
    commits += 1
    if commits == fatal and sys.argv[4] == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    real(self)
    if commits == fatal:
        os.kill(os.getpid(), signal.SIGKILL)

area = queries.area("asker-baerum")
with within(area.id):
    concern = Concern.objects.select_related("dossier", "unit__organisation", "area").get(pk=UUID(sys.argv[1]))
    law = laws.of_today(area)
    legs = [
        Leg(unit=Unit.objects.get(area=area, slug=slug), basis=basis, necessity="Trengs.",
            attested=frozenset(range(len(law.basis(basis).attest))), was_told=True)
        for slug, basis in (("slt", "fvl-13b-5"), ("barnevernet", "opl-24-3"))
    ]
    wanted = Sending(
        report=UUID(sys.argv[2]), dossier=concern.dossier, unit=concern.unit, legs=legs, edition=law.edition,
        text=ReportText(parts=(Part(heading="Sett", text="Noe."),)), identity=Identity(name="Isak Brenne"),
    )
    by = queries.standing(concern.writer, area.id)
    BaseDatabaseWrapper._commit = commit
    report_actions.send_report(concern=concern, wanted=wanted, by=by)
    print("confirmed")
"""
FOUND = f"""{SET_UP}
import json, sys
from uuid import UUID
from motvekt.audit.models import AuditEvent
from motvekt.concerns.models import Concern, StepDone
from motvekt.dossiers.models import Disclosure, Item, NameMark
from motvekt.organisations import queries
from motvekt.organisations.walls import within
from motvekt.reports.models import Arrival, Elsewhere, Report
with within(queries.area("asker-baerum").id):
    print(json.dumps([
        Report.objects.count(), Arrival.objects.count(), Elsewhere.objects.count(), Disclosure.objects.count(),
        int(NameMark.objects.exists()), Item.objects.exclude(kind="observation").count(), StepDone.objects.count(),
        Concern.objects.get().status, AuditEvent.objects.filter(event="report_sent").count(),
    ]))
"""
NOTHING = [0, 0, 0, 0, 0, 0, 0, "open", 0]
ALL_OF_IT = [1, 1, 1, 1, 1, 3, 1, "reported", 1]
REPORT = "00000000-0000-4000-8000-000000000001"


def sent(environment: dict[str, str], concern: str, fatal: int = 0, when: str = "after") -> int:
    """Send it in a process of its own, killed at that commit where there is one. Its status."""
    command = (sys.executable, "-c", SEND, concern, REPORT, str(fatal), when)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    assert ("confirmed" in done.stdout) == (done.returncode == 0)
    return done.returncode


def test_killed_at_any_commit_a_report_is_whole_or_not_there_and_can_be_sent_again(environment: dict[str, str]) -> None:
    concern = python(environment, BEGIN).strip()

    def found() -> list[object]:
        return list(json.loads(python(environment, FOUND)))

    assert found() == NOTHING
    seen, number = [], 0
    while True:
        number += 1
        if sent(environment, concern, number, "before") == 0:
            break
        seen.append(found())
        if seen[-1] == NOTHING:
            sent(environment, concern, number, "after")
            seen.append(found())
        assert number < 12
    assert all(state in (NOTHING, ALL_OF_IT) for state in seen)
    assert NOTHING in seen
    assert found() == ALL_OF_IT
    # What was confirmed stays, and is the same report when it is sent again.
    assert sent(environment, concern) == 0
    assert found() == ALL_OF_IT
