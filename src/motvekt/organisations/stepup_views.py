"""The page that asks somebody to show once more who they are."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from motvekt.access.guard import signed_in
from motvekt.audit.actions import count
from motvekt.kernel.decision import YES
from motvekt.organisations import actions, arrival, kept, limits, passkeys, people, proofs, session, stepup
from motvekt.organisations.forms import SecondStep
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.openid import known
from motvekt.organisations.openid import views as openid
from motvekt.organisations.stepup import Act, Way
from motvekt.web.methods import only


@signed_in
@only(*READING, "POST")
def step_up(request: InsideRequest, act: str, about: UUID) -> HttpResponse:
    """Ask, and go back to where somebody was going."""
    if act not in set(Act):
        raise Http404
    what = Act(act)
    if request.method != "POST":
        return stepup.page(request, what, about)
    account = people.myself_as(request.standing)
    for provider in known.providers_of(account, request.area):
        if request.POST.get("provider") == provider.slug:
            return openid.prove_again(request, provider, act=what.value, about=str(about))
    ways = stepup.ways_of(request, account)
    form = SecondStep(request.POST, needs_code=Way.SESSION not in ways, is_password=Way.PASSWORD in ways)
    if not form.is_valid():
        return stepup.page(request, what, about, form=form, status=400)
    decision = YES if form.cleaned_data["answer"] else limits.try_(limits.CODE, str(account.id))
    if not decision:
        form.add_error(None, decision.words)
        return stepup.page(request, what, about, form=form, status=429)
    if not _shown(request, what, about, form):
        count(area=request.area.id, code="second_step_failed")
        form.fail()
        return stepup.page(request, what, about, form=form, status=400)
    limits.forget(limits.CODE, str(account.id))
    return _go_on(request, what, about)


def _shown(request: InsideRequest, act: Act, about: UUID, form: SecondStep) -> bool:
    account, given = people.myself_as(request.standing), form.cleaned_data
    ways = stepup.ways_of(request, account)
    if given["answer"]:
        bound = stepup.bound(request, act, about)
        row = passkeys.proven(request, given["answer"], given["question"], bound=bound)
        if row is None or row.account_id != account.id:
            return False
        proofs.passkey_used(row)
        return True
    if Way.PASSWORD in ways:
        return account.check_password(given["code"])
    if Way.SESSION in ways:
        return True
    right = proofs.code(account, given["code"]) is not None
    return right or (Way.RECOVERY in ways and proofs.recovery_code(account, given["code"]))


def proven(request: InsideRequest, act: str, about: str) -> HttpResponse:
    """Somebody's employer has asked them once more who they are."""
    return _go_on(request, Act(act), UUID(about))


def _go_on(request: InsideRequest, act: Act, about: UUID) -> HttpResponse:
    who = request.standing
    actions.step_up(account=who.somebody, area=request.area, act=act.value, about=about, by=who.actor)
    stepup.note(request, act, about)
    typed = kept.brought(request.POST.get(kept.FIELD, ""), who.somebody, request.area)
    if typed:
        return arrival.give_back(request, people.myself_as(who), typed, act=stepup.told(act))
    response = redirect(session.way(request, request.area))
    session.forget_way(response)
    return response
