"""An employee asks a desk about somebody who can't be recognised: through the gate, and to be called back."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from motvekt.access.standing import Standing
from motvekt.audit.actions import hold
from motvekt.consultations import question_ways
from motvekt.consultations.question_sending import Question, sending_of
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import law as laws
from motvekt.dossiers import policy
from motvekt.dossiers.doing import allowed, log
from motvekt.dossiers.kinds import DossierKind
from motvekt.dossiers.models import Dossier
from motvekt.kernel.errors import Refused
from motvekt.organisations import queries as organisations
from motvekt.organisations.models import Unit
from motvekt.reports import sending, sending_actions
from motvekt.reports.models import Report


def ask_desk(*, question: Question, by: Standing) -> Report:
    """Ask from no concern: a dossier of its own is begun in the asker's unit, with nobody in it but them.

    Raises Refused: a no of the gate is in the log, and nothing else is.
    """
    if (known := _known(question.id, by)) is not None:
        return known
    unit, desk = organisations.as_it_is(question.unit), organisations.as_it_is(question.desk)
    allowed(policy.may_begin(by, unit))
    _through_the_gate(question, unit, desk, by)
    try:
        with transaction.atomic():
            hold((unit.organisation_id, desk.organisation_id))
            dossier = dossiers.begin(unit=unit, kind=DossierKind.CONSULTATION, by=by, dossier_id=question.id)
            return sending_actions.send(wanted=sending_of(question, dossier), by=by)
    except IntegrityError as error:
        # The same form in the same moment, or somebody else's id.
        if (known := _known(question.id, by)) is not None:
            return known
        raise Refused(policy.NOT_THERE) from error


def _known(question: UUID, by: Standing) -> Report | None:
    """What was asked with this id before. Raises Refused where it is somebody else's, or something else."""
    report = Report.objects.filter(id=question).first()
    if report is None and not Dossier.objects.filter(id=question).exists():
        return None
    if report is None or report.reporter_id != by.account:
        raise Refused(policy.NOT_THERE)
    return report


def _through_the_gate(question: Question, unit: Unit, desk: Unit, by: Standing) -> None:
    """Ask before anything is begun: a refusal is in the log, and leaves nothing else behind."""
    law = laws.of_today(unit.area)
    if law.edition != question.edition:
        raise Refused(sending.EDITION_CHANGED)
    if desk.id not in {one.unit.id for one in question_ways.ways(unit, law).asked}:
        raise Refused(sending.NOT_A_DESK)
    why = question_ways.decide(unit, desk, law, question.basis, question.health, question.attested)
    if why is not None:
        with transaction.atomic():
            log(unit, by, "disclosure_refused", dossier=question.id, recipient=desk.id, why=why.code)
        raise Refused(why)
