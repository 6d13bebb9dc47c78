"""What somebody typed on the way to a report that can't be sent any more: theirs to copy, and nothing of the concern.

What they typed on the page is in the form that came, and what they typed on the pages before in its sealed draft. What
the draft has from the concern itself stays there.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motvekt.concerns import drafts, typed
from motvekt.concerns.drafts import Draft
from motvekt.kernel.decision import Decision, no
from motvekt.kernel.words import gettext_noop
from motvekt.organisations import given_back, kept
from motvekt.organisations.middleware import InsideRequest

TYPED = ("tekst-", "mer", "telefon", "name", "born", "contact", "hvorfor-", "why", "how")
"""How the names of the fields begin in which somebody writes."""

SENT_BEFORE = no(
    "sent_before",
    gettext_noop("Meldingen er alt sendt, og kan ikke endres. Det du skrev etterpå, ble ikke med. Send en ny melding."),
)
TOO_OLD = no(
    "report_too_old",
    gettext_noop("Meldingen du begynte på, er ikke her lenger. Begynn på nytt. Bekymringen er som den var."),
)


def page(request: InsideRequest, why: Decision | None, status: int) -> HttpResponse | None:
    """The page with all that they typed; None where they typed nothing."""
    texts = list(dict.fromkeys(one.strip() for one in (*_now(request), *_before(request)) if one.strip()))
    if not texts:
        return None
    about = {
        "section": "concerns",
        "why": (typed.NO_LONGER if why is None else why).words,
        "typed": [(_("Det du skrev"), text) for text in texts],
        "own_reason": why in (SENT_BEFORE, TOO_OLD),
    }
    return render(request, "concerns/not_saved.html", about, status=status)


keeps_text = given_back.gives_back(page)


def _now(request: InsideRequest) -> Iterator[str]:
    return (value for name, value in kept.fields_of(request) if name.startswith(TYPED))


def _before(request: InsideRequest) -> Iterator[str]:
    at = request.resolver_match.kwargs if request.resolver_match else {}
    draft = drafts.brought(request, at["dossier"], at["report"]) if "report" in at else None
    return _texts(draft) if draft else iter(())


def _texts(draft: Draft) -> Iterator[str]:
    yield from (part.text for part in draft.parts if part.typed)
    yield from (draft.phone, draft.name, draft.contact)
    yield from draft.necessity.values()
    yield draft.not_told_why
    for fields in draft.unfinished.values():
        yield from (value for name, values in fields.items() if name.startswith(TYPED) for value in values)
