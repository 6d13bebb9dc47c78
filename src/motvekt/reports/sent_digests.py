"""The digest of what somebody sends: made when it is sent, and asked when the same form comes once more."""

from __future__ import annotations

import hmac
from uuid import UUID

from motvekt.reports import digests, shapes
from motvekt.reports.models import Report
from motvekt.reports.sending import Sending


def of_sending(wanted: Sending, edition: UUID) -> str:
    """Over its words, whom it names, the edition and the bases. Raises KeyGone where the dossier was disposed of."""
    legs = {leg.unit.id: leg for leg in wanted.legs}
    return digests.of_report(
        dossier=wanted.dossier.id,
        unit=wanted.unit.id,
        report=wanted.report,
        text=shapes.written(wanted.text),
        identity=shapes.written(wanted.identity) if wanted.identity else "",
        edition=edition,
        bases=[leg.basis for leg in legs.values()],
    )


def is_as_sent(report: Report, wanted: Sending) -> bool:
    """Whether what somebody wants to send is what was sent under that id: the same words, name and bases."""
    return hmac.compare_digest(report.digest, of_sending(wanted, report.edition_id))
