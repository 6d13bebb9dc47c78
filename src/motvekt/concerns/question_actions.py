"""Advice for a concern: a desk is asked about it without a name, and its answer is kept with what was discussed."""

from __future__ import annotations

from uuid import UUID, uuid5

from motvekt.access.standing import Standing
from motvekt.concerns import policy, step_actions
from motvekt.concerns.doing import locked
from motvekt.concerns.models import Concern
from motvekt.concerns.states import Act
from motvekt.concerns.texts import LONGEST, LONGEST_LINE, Discussion
from motvekt.consultations.question_sending import Question, sending_of
from motvekt.dossiers.doing import allowed
from motvekt.dossiers.models import Item
from motvekt.kernel import clock
from motvekt.reports import sending_actions
from motvekt.reports.models import Report


def ask_desk(*, concern: Concern, question: Question, by: Standing) -> Report:
    """Ask about a concern. Neither its status nor its steps change: whoever writes says what was discussed.

    Raises Refused.
    """
    allowed(policy.may_do(by, concern, Act.WRITE))

    def then(report: Report) -> None:
        row = locked(concern)
        allowed(policy.may_do(by, row, Act.WRITE))
        Concern.objects.filter(pk=row.pk).update(changed_at=clock.now())

    return sending_actions.send(wanted=sending_of(question, concern.dossier), by=by, then=then)


def keep_advice(*, concern: Concern, answer: UUID, said: str, by_whom: str, on: str, by: Standing) -> Item:
    """Keep what a desk answered as something that was discussed: with which function, when, and the advice itself.

    Twice is as good as once, for each who keeps it. Raises Refused: with the code `changed_meanwhile` where they have
    written on it since.
    """
    content = Discussion(with_whom=by_whom[:LONGEST_LINE], on=on, agreed=said[:LONGEST])
    kept = uuid5(answer, f"{concern.pk}/{by.somebody}")
    return step_actions.put(concern=concern, item=kept, content=content, version=0, by=by)
