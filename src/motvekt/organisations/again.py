"""What was sent from this session before. The browser's way back shows a form that is made anew, under another id, with
all that was typed in the first one: pressed once more, it is still the same thing.

Of what was typed only a keyed digest is kept, with the session, and of the latest forms alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from uuid import UUID

from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import kept, tokens
from motvekt.organisations.middleware import InsideRequest

_SENT, _MOST = "sent", 20
_OF_A_FORM = frozenset({"id", "item", "key", "seen", "version"})
"""What a form carries of its own, and that differs each time it is shown."""
SENT_BEFORE = no(
    "sent_otherwise",
    _("Skjemaet er alt lagret, slik det sto da. Det du skrev nå, er ikke lagret. Åpne siden på nytt, og lim det inn."),
)


def before(request: InsideRequest, under: UUID, but: Collection[str] = ()) -> UUID | None:
    """The other id under which the same was sent to the same address, where it was. `but`: fields that don't count."""
    digest = _digest(request, but)
    found = (one for one, sent in request.session.get(_SENT, {}).items() if sent == digest and one != str(under))
    return next((UUID(one) for one in found), None)


def is_changed(request: InsideRequest, under: UUID, but: Collection[str] = ()) -> bool:
    """Whether something else was sent under this id: the form is the same, and what stands in it isn't."""
    sent = request.session.get(_SENT, {}).get(str(under))
    return sent is not None and sent != _digest(request, but)


def once(request: InsideRequest, under: UUID) -> None:
    """Raises Refused where something else was sent under this id; for a view that gives back what was typed."""
    if is_changed(request, under):
        raise Refused(SENT_BEFORE)


def note(request: InsideRequest, under: UUID, but: Collection[str] = ()) -> None:
    """It is sent now, or written anew, under this id."""
    others = {one: sent for one, sent in request.session.get(_SENT, {}).items() if one != str(under)}
    request.session[_SENT] = {**dict(list(others.items())[-(_MOST - 1) :]), str(under): _digest(request, but)}


def _digest(request: InsideRequest, but: Collection[str]) -> str:
    fields = kept.fields_of(request)
    said = sorted((name, value) for name, value in fields if value and name not in _OF_A_FORM and name not in but)
    return tokens.digest("sent", request.path_info, json.dumps(said, ensure_ascii=False))
