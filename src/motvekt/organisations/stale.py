"""A form that comes too late: after its session, or from before somebody signed in anew. What was typed is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from motvekt.kernel.decision import no
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import kept, people, session
from motvekt.organisations.kept import Kept
from motvekt.web import errors, origin

if TYPE_CHECKING:
    from motvekt.organisations.middleware import InsideRequest

STALE = no(
    "stale_form", _("Siden har ligget for lenge, eller ble åpnet et annet sted. Åpne den på nytt, og prøv igjen.")
)


def kept_for_later(request: InsideRequest) -> HttpResponse | None:
    """The page where one signs in, with what was typed; nothing where nothing was, or nobody knows by whom."""
    from motvekt.organisations import views
    from motvekt.organisations.forms import SignIn

    is_text = kept.may_be(request) and not request.path_info.startswith(kept.ACTS)
    account = session.was(request, request.area) if is_text else None
    if account is None:
        return None
    carried = kept.seal(request, account, request.area)
    return views.sign_in_page(request, SignIn(), carried=carried, status=403)


def stale_form(request: InsideRequest, reason: str = "") -> HttpResponse:
    """403: a form that this browser was not given, or was given before it signed in or out.

    Where the browser itself says that the form is from these pages, whoever sits there gets back what was in it, to
    send it once more; another site's form does nothing.
    """
    from motvekt.organisations import arrival

    request.denied = STALE
    if origin.is_own(request) and request.standing.account is not None:
        brought = kept.brought(request.POST.get(kept.FIELD, ""), request.standing.account, request.area)
        if brought is not None:
            return arrival.give_back(request, people.myself_as(request.standing), brought)
    if not origin.is_own(request) or not kept.may_be(request):
        return errors.refused(request, STALE)
    if request.standing.account is None:
        return kept_for_later(request) or errors.refused(request, STALE)
    response = arrival.give_back(
        request, people.myself_as(request.standing), Kept(request.path_info, kept.fields_of(request))
    )
    response.status_code = 403
    return response
