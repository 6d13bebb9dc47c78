"""Adding a second factor, and what follows: the session becomes as strong, and recovery codes are made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from motvekt.kernel import clock
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations import codes, factor_actions, people, queries, session, sessions, stepup, tokens
from motvekt.organisations.kinds import How
from motvekt.organisations.middleware import InsideRequest
from motvekt.organisations.models import Account
from motvekt.organisations.stepup import Act

GOOD_FOR = timedelta(minutes=30)


NOT_WITH_ONE = no(
    "not_with_one_factor",
    _("Logg inn med to faktorer hos arbeidsgiveren din først. Går ikke det, må en administrator nullstille kontoen."),
)


def first(request: InsideRequest) -> HttpResponse | None:
    """Nothing where somebody may add a factor; the page that asks who they are, where that wasn't shown just now.

    Raises Refused for whoever came in with one factor, where a role of theirs rests on two already.
    """
    account = people.myself_as(request.standing)
    if not session.how(request).strong and not account.factors.exists() and queries.others_rely_on(account):
        raise Refused(NOT_WITH_ONE)
    return stepup.first(request, Act.CHANGE_FACTORS, account.id)


def done(request: InsideRequest, account: Account, how: How) -> HttpResponse:
    """A factor was added: whoever did so has just proven it. The first brings its recovery codes along, and ends what
    was begun without it; an app takes the place of the one before, and ends what that began.
    """
    if how is How.CODE or account.factors.count() == 1:
        end_others(request, account)
    if not session.how(request).strong:
        session.strengthened(request, account, how)
    session.say(request, "factor_added")
    if account.recovery_codes.exists():
        return redirect("organisations:account")
    made = factor_actions.make_recovery_codes(account=account, area=request.area, by=request.standing.actor)
    return render(request, "organisations/recovery_codes.html", {"codes": made, "today": clock.today()})


def end_others(request: InsideRequest, account: Account) -> None:
    """Sign somebody out wherever else they are: what they come in with has changed."""
    here = sessions.kept_as(request.session.session_key or "")
    factor_actions.end_sessions(account=account, area=request.area, by=request.standing.actor, except_for=here)


def secret_under_way(request: InsideRequest, account: Account) -> bytes:
    """What an app shall make its codes from: what the page has shown already, or a new one."""
    token = request.POST.get("made_for", "")
    about = tokens.read("new app", token, bound=str(account.id), within=GOOD_FOR) if token else None
    return bytes.fromhex(about["secret"]) if about else codes.new_secret()


def right(secret: bytes, code: str) -> int | None:
    """The step that a code is right for."""
    return codes.step_of(secret, code, at=clock.now().timestamp())


def shown(secret: bytes, account: Account) -> dict[str, Any]:
    """What the page shows of a secret: the drawn square, and the same to be typed in groups of four."""
    written = codes.written(secret)
    drawn = segno.make(codes.address(secret, name=account.email, issuer="Motvekt"), error="m", micro=False)
    return {
        "square": mark_safe(drawn.svg_inline(border=4, light="#fff", omitsize=True)),  # noqa: S308 - segno's own markup
        "written": [written[at : at + 4] for at in range(0, len(written), 4)],
        "made_for": tokens.made("new app", {"secret": secret.hex()}, bound=str(account.id)),
    }
