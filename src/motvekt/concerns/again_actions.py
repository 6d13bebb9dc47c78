"""Whether the person knows by now: asked again after a report of which they had not been told."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from motvekt.access.standing import Standing
from motvekt.concerns.doing import ready
from motvekt.concerns.models import Concern
from motvekt.concerns.states import Act
from motvekt.dossiers.doing import log
from motvekt.kernel import clock
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _

NOT_LATER = no("not_later", _("Velg en dag etter i dag."))


@transaction.atomic
def look_again(*, concern: Concern, on: date | None, by: Standing) -> None:
    """Say that the person knows now, or, with a day, that it is asked again then. Raises Refused.

    What the desks were told when it was sent is a part of what was sent, and stands.
    """
    row = ready(concern, Act.WRITE, by)
    today = clock.today()
    if on is not None and on <= today:
        raise Refused(NOT_LATER)
    if (row.looked_again_on, row.look_again_on) == (today, on):
        return
    Concern.objects.filter(pk=row.pk).update(looked_again_on=today, look_again_on=on)
    log(row.unit, by, "looked_again", dossier=row.dossier_id, answer="later" if on else "knows")
