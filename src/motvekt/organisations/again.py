"""What was sent from this session before. The browser's way back shows a form that is made anew, under another id, with
all that was typed in the first one: pressed once more, it is still the same thing.

Of what was typed only a keyed digest is kept, with the session, and of the latest forms alone.

Where a press says all there is to say, the same can be meant twice: two calls look alike. Such a page has an id in its
address, from which its forms have theirs. The way back leads to that address and finds the same forms; whoever opens
the page anew gets others.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import kept, session, tokens
from motvekt.organisations.middleware import READING, InsideRequest

_SENT, _MOST = "sent", 20
_PAGE = "ark"
"""Where a page's id stands in its address."""
_OF_A_FORM = frozenset({"begun", "id", "item", "key", "seen", "version"})
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


def was_sent(request: InsideRequest, under: UUID) -> bool:
    """Whether anything was sent under this id."""
    return str(under) in request.session.get(_SENT, {})


def once(request: InsideRequest, under: UUID, but: Collection[str] = ()) -> None:
    """Raises Refused where something else was sent under this id; for a view that gives back what was typed."""
    if is_changed(request, under, but):
        raise Refused(SENT_BEFORE)


def note(request: InsideRequest, under: UUID, but: Collection[str] = ()) -> None:
    """It is sent now, or written anew, under this id."""
    others = {one: sent for one, sent in request.session.get(_SENT, {}).items() if one != str(under)}
    request.session[_SENT] = {**dict(list(others.items())[-(_MOST - 1) :]), str(under): _digest(request, but)}


def first(request: InsideRequest) -> HttpResponse | None:
    """The way to an address of its own, for a page that is opened without one; None where it has one, or is sent."""
    return redirect(anew(request.get_full_path())) if request.method in READING and _page(request) is None else None


def anew(address: str) -> str:
    """The same page as nobody has opened it yet."""
    return f"{address}{'&' if '?' in address else '?'}{_PAGE}={new_id()}"


def form_id(request: InsideRequest, name: str) -> UUID:
    """The id of a form on a page with an address of its own; a new one on a page without.

    It holds for one session: a bookmark, or an address from a colleague, is a page that is opened anew.
    """
    page = _page(request)
    if page is None:
        return new_id()
    whose = (str(request.standing.somebody), session.begun(request).isoformat())
    return UUID(tokens.digest("form", *whose, request.path_info, str(page), name)[:32], version=4)


def _page(request: InsideRequest) -> UUID | None:
    try:
        return UUID(request.GET.get(_PAGE, ""))
    except ValueError:
        return None


def _digest(request: InsideRequest, but: Collection[str]) -> str:
    fields = kept.fields_of(request)
    said = sorted((name, value) for name, value in fields if value and name not in _OF_A_FORM and name not in but)
    return tokens.digest("sent", request.path_info, json.dumps(said, ensure_ascii=False))
