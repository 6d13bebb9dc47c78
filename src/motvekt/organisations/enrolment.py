"""Adding a second factor, and what follows: the session becomes as strong, and recovery codes are made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from motvekt.kernel import clock
from motvekt.organisations import codes, factor_actions, session, tokens
from motvekt.organisations.kinds import How
from motvekt.organisations.middleware import InsideRequest
from motvekt.organisations.models import Account

GOOD_FOR = timedelta(minutes=30)


def done(request: InsideRequest, account: Account, how: How) -> HttpResponse:
    """A factor was added: whoever did so has just proven it. The first brings its recovery codes along."""
    if not session.how(request).strong:
        session.strengthened(request, account, how)
    session.say(request, "factor_added")
    if account.recovery_codes.exists():
        return redirect("organisations:account")
    made = factor_actions.make_recovery_codes(account=account, area=request.area, by=request.standing.actor)
    return render(request, "organisations/recovery_codes.html", {"codes": made, "today": clock.today()})


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
