"""Coming in by an invitation: the link, and the page that it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from motvekt.access.guard import public
from motvekt.access.roles import ROLES, Role
from motvekt.kernel.actor import Actor
from motvekt.kernel.errors import Refused
from motvekt.organisations import arrival, invitation_actions, invitation_cookie, naming, people, queries, session
from motvekt.organisations.forms import NewPassword
from motvekt.organisations.invitation_forms import Newcomer
from motvekt.organisations.invitations import GONE
from motvekt.organisations.kinds import How
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.models import Account, Invitation
from motvekt.web.methods import only

BY = Actor("system", "invitation")
"""Makes the account of somebody new: until then there is nobody who could."""


class Way(StrEnum):
    """How whoever has the link may go on."""

    ACCEPT = "accept"
    NEW = "new"
    SIGN_IN = "sign_in"
    OTHER = "other"
    BACK = "back"
    SIGN_OUT = "sign_out"


MAY_TAKE = frozenset({Way.ACCEPT, Way.NEW, Way.BACK})


@dataclass(frozen=True)
class Page:
    """What the page tells of an invitation."""

    invitation: Invitation
    way: Way
    role: str
    by: str
    me: Account | None
    """Whoever has signed in already."""

    @property
    def is_for_another(self) -> bool:
        """Whether whoever has signed in can't take it: another's, or one that they sent themselves."""
        sent = self.me is not None and naming.account_in(self.invitation.invited_by) == str(self.me.id)
        return self.way is Way.OTHER or self.way is Way.SIGN_OUT or sent


@public
@only(*READING)
def link(request: InsideRequest, invitation: UUID, mac: str) -> HttpResponse:
    """The link of a letter: it leads on to the page, whatever it is worth."""
    response = redirect("organisations:invitation")
    invitation_cookie.keep(response, request.area, invitation, mac)
    return response


@public
@only(*READING, "POST")
def invitation(request: InsideRequest) -> HttpResponse:
    """Who invites to what, and the way in that whoever asks may take."""
    found = invitation_cookie.kept(request, request.area)
    if found is None:
        return _gone(request)
    page = _page(request, found)
    form = _form(request, page)
    if request.method != "POST" or page.way not in MAY_TAKE or (form is not None and not form.is_valid()):
        return _shown(request, page, form)
    try:
        response = _taken(request, page, form)
    except Refused as refused:
        if refused.decision != GONE:
            raise
        return _gone(request)
    invitation_cookie.forget(response)
    return response


def _taken(request: InsideRequest, page: Page, form: NewPassword | None) -> HttpResponse:
    if page.way is Way.ACCEPT:
        who = request.standing
        invitation_actions.accept_invitation(invitation=page.invitation, account=who.somebody, by=who.actor)
        return redirect("organisations:home")
    if form is None:
        raise Refused(GONE)
    return arrival.welcome(request, _account(page, form), How.PASSWORD)


def _account(page: Page, form: NewPassword) -> Account:
    row, given = page.invitation, form.cleaned_data
    if page.way is Way.BACK:
        by = Actor("account", str(row.account_id))
        return invitation_actions.come_back(invitation=row, password=given["password"], by=by)
    return invitation_actions.come_in(invitation=row, name=given["name"], password=given["password"], by=BY)


def _page(request: InsideRequest, row: Invitation) -> Page:
    role = ROLES[Role(row.role)].words if row.role else ""
    by = naming.who(row.invited_by, naming.names([naming.account_in(row.invited_by)]))
    me = people.myself_as(request.standing) if request.standing.account else None
    return Page(row, _way(request, row), role, by, me)


def _way(request: InsideRequest, row: Invitation) -> Way:
    who = request.standing.account
    if not row.role:
        return Way.SIGN_OUT if who else Way.BACK
    named = queries.account(row.email)
    if who is None:
        return Way.SIGN_IN if named else Way.NEW
    return Way.ACCEPT if named is None or named.id == who else Way.OTHER


def _form(request: InsideRequest, page: Page) -> NewPassword | None:
    row, given = page.invitation, request.POST if request.method == "POST" else None
    if page.way is Way.NEW:
        return Newcomer(given, email=row.email, initial={"name": row.name})
    return NewPassword(given, email=row.email, known_as=row.name) if page.way is Way.BACK else None


def _shown(request: InsideRequest, page: Page, form: NewPassword | None) -> HttpResponse:
    failed = form is not None and form.is_bound
    response = render(
        request, "organisations/invitation.html", {"page": page, "form": form}, status=400 if failed else 200
    )
    if page.way is Way.SIGN_IN:
        session.remember_way(response, request, request.area)
    return response


def _gone(request: InsideRequest) -> HttpResponse:
    response = render(request, "organisations/invitation_gone.html", {"words": GONE.words}, status=404)
    invitation_cookie.forget(response)
    return response
