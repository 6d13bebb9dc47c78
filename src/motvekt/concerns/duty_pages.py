"""The pages of duties, as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from motvekt.concerns import rules, step_queries
from motvekt.concerns.frame import frame
from motvekt.concerns.kinds import DUTIES, DutyKind
from motvekt.concerns.models import Concern, Duty
from motvekt.concerns.step_forms import AttestForm, DutyForm
from motvekt.guide.contacts import Line, constant, lines
from motvekt.guide.frame import edition_of
from motvekt.guide.kinds import Function, Topic
from motvekt.guide.schema import Advice, Guide, LegalBasis
from motvekt.kernel import clock
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import again, session
from motvekt.organisations.middleware import InsideRequest

TITLES: Mapping[DutyKind, str] = {
    DutyKind.AVERT: _("Hindre et alvorlig lovbrudd"),
    DutyKind.CHILD_WELFARE: _("Melde til barnevernet"),
    DutyKind.PRINCIPAL: _("Si fra til rektor"),
}
"""In bokmål."""


@dataclass(frozen=True)
class DutyShown:
    """A duty with the law of today, whom to call now, and the form that says that it is done."""

    kind: DutyKind
    title: str
    basis: LegalBasis | None
    advice: list[Advice]
    lines: list[Line]
    form: DutyForm


def shown(
    request: InsideRequest, concern: Concern, sent: Mapping[DutyKind, DutyForm] | None = None, *, status: int = 200
) -> HttpResponse:
    """The duties that somebody in this unit may have, and those that were done."""
    guide = edition_of(request).guide
    known = rules.duties_in(guide.bases, concern.unit.agency)
    about: dict[str, Any] = {
        **frame(request, concern),
        "duties": [
            DutyShown(
                kind,
                TITLES[kind],
                basis,
                _advice(guide, kind),
                _lines(request, concern, kind),
                (sent or {}).get(kind) or DutyForm(initial=_begun(request, kind), auto_id=f"{kind.value}-%s"),
            )
            for kind, basis in known.items()
        ],
        "sent_form": next(iter((sent or {}).values()), None),
        "done": step_queries.duties(request.standing, concern),
        "said": session.said(request),
    }
    return render(request, "concerns/duty.html", about, status=status)


def _begun(request: InsideRequest, kind: DutyKind) -> dict[str, Any]:
    return {"duty": again.form_id(request, kind.value), **moment()}


def moment() -> dict[str, str]:
    """Now, as it stands in a form until somebody says otherwise."""
    now = clock.now()
    return dict.fromkeys(("at", "begun"), f"{now.day}.{now.month}. kl. {now:%H.%M}")


def _advice(guide: Guide, kind: DutyKind) -> list[Advice]:
    return [one for one in guide.advice if kind is DutyKind.PRINCIPAL and one.topic is Topic.PUPIL_SAFETY]


def _lines(request: InsideRequest, concern: Concern, kind: DutyKind) -> list[Line]:
    """Whom to call: the police for what must be averted, today's child welfare for a child. A principal is at hand."""
    if kind is DutyKind.AVERT:
        return [constant("emergency")]
    if kind is DutyKind.PRINCIPAL:
        return []
    return child_welfare(request, concern)


def child_welfare(request: InsideRequest, concern: Concern) -> list[Line]:
    """Today's child welfare of the concern's municipality, who is open first, and the helpline that always is."""
    today = edition_of(request)
    found = lines(
        today.guide,
        today.checked,
        clock.now(),
        functions=[Function.CHILD_WELFARE],
        municipality=concern.municipality or None,
    )
    return [*(line for line in found if line.phones), constant("child_helpline")]


def to_write(request: InsideRequest, concern: Concern, duty: Duty, form: AttestForm) -> HttpResponse:
    """What a duty rested on: to be written, or written already."""
    about = {**frame(request, concern), "duty": duty, "words": DUTIES[DutyKind(duty.kind)], "form": form}
    return render(request, "concerns/attest.html", about, status=400 if form.errors else 200)
