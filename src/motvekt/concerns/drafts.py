"""A report on its way: what was answered so far, sealed, with whoever writes it and nowhere else.

It goes with every form as a hidden field and lies in the session beside it, both under the installation's secret: so
that the browser's way back works, and an expired session loses nothing. The name of whom it is about stands in no
column and no item before it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from motvekt.concerns.models import Concern
from motvekt.concerns.texts import Answer
from motvekt.organisations import tokens
from motvekt.organisations.middleware import InsideRequest
from motvekt.reports.kinds import ArrivalKind, Exit

FIELD = "melding"
"""The hidden field that carries it."""
GOOD_FOR = timedelta(hours=12)
_KEPT, _MOST = "reports", 3
"""So many reports may be on their way at once in a session."""


class PartDraft(BaseModel):
    """A part that may be sent: `heading` in words, and whether it goes along."""

    model_config = ConfigDict(frozen=True)

    key: str
    heading: str
    text: str
    chosen: bool
    typed: bool = False
    """Whether somebody wrote in it here: it says something else than the concern."""


class Draft(BaseModel):
    """What was answered so far. A missing answer is None or empty, and is asked for."""

    model_config = ConfigDict(frozen=True)

    report: UUID
    edition: UUID
    kind: ArrivalKind = ArrivalKind.REPORT
    exit: Exit = Exit.ORDINARY
    desks: tuple[UUID, ...] = ()
    parts: tuple[PartDraft, ...] = ()
    phone: str = ""
    named: bool | None = None
    name: str = ""
    born: date | None = None
    contact: str = ""
    health: bool | None = None
    bases: dict[UUID, str] = {}
    attested: dict[UUID, tuple[int, ...]] = {}
    necessity: dict[UUID, str] = {}
    unsafe_home: Answer = ""
    told: bool | None = None
    not_told_why: str = ""
    look_again: date | None = None
    unfinished: dict[str, dict[str, tuple[str, ...]]] = {}
    """The fields of pages that somebody went back from before they were right, by the page's word in the address."""

    def but(self, **changes: object) -> Draft:
        """The same with other answers."""
        return self.model_copy(update=changes)

    @property
    def chosen(self) -> Sequence[PartDraft]:
        """The parts that are sent."""
        return [part for part in self.parts if part.chosen and part.text.strip()]


def brought(request: InsideRequest, dossier: UUID, report: UUID) -> Draft | None:
    """The draft of a report as a form brought it: as it was when the form was shown."""
    return _read(request, dossier, report, request.POST.get(FIELD, ""))


def newest(request: InsideRequest, dossier: UUID, report: UUID) -> Draft | None:
    """The draft as the session has it: with what was answered since in another window too."""
    return _read(request, dossier, report, request.session.get(_KEPT, {}).get(str(report), ""))


def _read(request: InsideRequest, dossier: UUID, report: UUID, token: str) -> Draft | None:
    found = tokens.read(_PURPOSE, token, bound=_bound(request, dossier), within=GOOD_FOR) if token else None
    try:
        draft = Draft.model_validate(found) if found else None
    except ValidationError:
        return None
    return draft if draft is not None and draft.report == report else None


def sealed(request: InsideRequest, concern: Concern, draft: Draft) -> str:
    """A draft as a form carries it, for this account and this concern alone."""
    return tokens.made(_PURPOSE, draft.model_dump(mode="json"), bound=_bound(request, concern.dossier_id))


def keep(request: InsideRequest, concern: Concern, draft: Draft) -> None:
    """Keep it for the next page, beside the newest others."""
    others = {key: value for key, value in request.session.get(_KEPT, {}).items() if key != str(draft.report)}
    kept = dict(list(others.items())[-(_MOST - 1) :])
    request.session[_KEPT] = {**kept, str(draft.report): sealed(request, concern, draft)}


def forget(request: InsideRequest, report: UUID) -> None:
    """It is sent, or given up."""
    kept = request.session.get(_KEPT, {})
    request.session[_KEPT] = {key: value for key, value in kept.items() if key != str(report)}


_PURPOSE = "report"


def _bound(request: InsideRequest, dossier: UUID) -> str:
    return f"{request.area.id}/{request.standing.somebody}/{dossier}"
