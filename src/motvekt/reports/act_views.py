"""The pages on which something at a desk is answered, decided, or stepped aside from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.dossiers.doing import allowed
from motvekt.kernel.errors import Refused
from motvekt.organisations import session, stepup
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.stepup import Act as StepUp
from motvekt.reports import (
    answering_actions,
    contents,
    desk_actions,
    earlier_actions,
    offering,
    policy,
    queries,
    typed,
)
from motvekt.reports import earlier as rules
from motvekt.reports.forms import Confirm, Dismiss, Give, LookUp, PassOn, Sent, TellWhere
from motvekt.reports.kinds import ArrivalKind
from motvekt.reports.models import Arrival
from motvekt.reports.states import ACTS, ALREADY_DECIDED, Act
from motvekt.reports.typed import gives_back
from motvekt.reports.views import door, shown
from motvekt.web.methods import only

Done = Callable[[Arrival, Sent], None]
View = TypeVar("View", bound=Callable[..., HttpResponse])


def if_undecided(view: View) -> View:
    """The form of an act. Where somebody has decided it since, as the way back leads to: its page, which says who."""

    @wraps(view)
    def asked(request: InsideRequest, arrival: UUID, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, arrival, **kwargs)
        except Refused as refused:
            if request.method == "POST" or refused.decision.code != ALREADY_DECIDED:
                raise
            session.say(request, "decided_before")
            return redirect("reports:item", arrival)

    return asked  # type: ignore[return-value]


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
@if_undecided
def accept(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """Begin a case from it, when it has been said once more what that means."""
    row, by = door_to(request, arrival, Act.ACCEPT), request.standing
    return _confirmed(
        request,
        row,
        "accept",
        lambda form: desk_actions.accept(arrival=row.id, case_id=form.cleaned_data["key"], by=by),
    )


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
@if_undecided
def take_over(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """The police say that they have it in their own systems."""
    row, by = door_to(request, arrival, Act.TAKE_OVER), request.standing
    return _confirmed(request, row, "take_over", lambda form: desk_actions.take_over(arrival=row.id, by=by))


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
@if_undecided
def close(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """Say that nothing remains to be done here."""
    row, by = door_to(request, arrival, Act.CLOSE), request.standing
    return _confirmed(request, row, "close", lambda form: desk_actions.close(arrival=row.id, by=by))


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
def recuse(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """Step aside: from then on whoever did sees it no more."""
    row, by = door(request, arrival), request.standing
    form = Confirm(data_of(request))
    if not form.is_valid():
        about = shown(request, row) | {"form": form, "colleagues": queries.colleagues(by, row)}
        return render(request, "reports/recuse.html", about, status=status_of(form))
    desk_actions.step_aside(arrival=row.id, by=by)
    session.say(request, "recused")
    return redirect("reports:desk")


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
@if_undecided
@gives_back
def dismiss(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """Say no, and why."""
    row, by = door_to(request, arrival, Act.DISMISS), request.standing
    gone = not contents.holds(by, row)
    form: Sent = (Confirm if gone else Dismiss)(data_of(request))

    def do() -> None:
        said = form.cleaned_data
        desk_actions.dismiss(arrival=row.id, text=said.get("text", ""), item_id=said["key"], by=by)

    return sent(request, row, form, do, "dismissed", "reports/dismiss.html", {"gone": gone})


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
@if_undecided
def give(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """Let a colleague who receives here see to it."""
    row, by = door_to(request, arrival, Act.GIVE), request.standing
    colleagues = queries.colleagues(by, row)
    others = [(str(one.id), one.name) for one in colleagues.others if one.id != row.handler_id]
    form = Give(data_of(request), colleagues=others, handler=row.handler_id)

    def do() -> None:
        said = form.cleaned_data
        desk_actions.give(arrival=row.id, to=UUID(said["to"]), instead_of=said["instead_of"], by=by)

    return sent(request, row, form, do, "given", "reports/give.html", {"others": others, "colleagues": colleagues})


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
@if_undecided
def pass_on(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """Where something belongs: tell whoever sent it, or choose a desk to write to."""
    row, by = door_to(request, arrival, Act.PASS_ON), request.standing
    desks = queries.other_desks(row)
    units = {str(one.unit.id): one.unit for one in desks}
    form = TellWhere(data_of(request), desks=[(key, unit.name) for key, unit in units.items()])

    def do() -> None:
        answering_actions.tell_where(arrival=row, to=units[form.cleaned_data["desk"]], by=by)

    marks = contents.laid_open(by, row).marks if row.kind == ArrivalKind.NOTICE else None
    return sent(request, row, form, do, "told_where", "reports/pass_on.html", {"desks": desks, "marks": marks})


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
@if_undecided
@gives_back
def compose(request: InsideRequest, arrival: UUID, desk: UUID) -> HttpResponse:
    """Write what another desk needs to know. On which basis, is chosen first."""
    row, by = door_to(request, arrival, Act.PASS_ON), request.standing
    to = next((one.unit for one in queries.other_desks(row) if one.unit.id == desk and one.here), None)
    if to is None:
        raise Http404
    offers = offering.offers(row, to)
    # In the form as well: what somebody typed when their session was over comes back without what stood in its address.
    chosen = request.POST.get("hjemmel") or request.GET.get("hjemmel")
    basis = next((one.basis for one in offers if one.answer and one.basis.id == chosen), None)
    if basis is None:
        lost = typed.page(request, answering_actions.BASIS_CLOSED, 409) if request.method == "POST" else None
        about = {"to": to, "offers": offers}
        return lost or render(request, "reports/choose_basis.html", shown(request, row) | about)
    laid = contents.laid_open(by, row)
    asks_first = laid.marks is not None and laid.marks.ask_first
    form = PassOn(data_of(request), attest=len(basis.attest), asks_first=asks_first)

    def do() -> None:
        said = form.cleaned_data
        answering_actions.pass_on(
            arrival=row, to=to, text=said["text"], report_id=said["key"], about=form.about(basis.id), by=by
        )

    about = {"to": to, "basis": basis, "contents": laid}
    return sent(request, row, form, do, "passed_on", "reports/compose.html", about)


@requires(Capability.READ_RECEIVED)
@only(*READING, "POST")
@gives_back
def earlier(request: InsideRequest, arrival: UUID) -> HttpResponse:
    """What this desk has from before about the same person: with a reason, and not many times a day."""
    row, by = door(request, arrival), request.standing
    allowed(rules.may_look(row))
    if (asks := stepup.first(request, StepUp.SEARCH_NAME, arrival)) is not None:
        return asks
    form = LookUp(data_of(request))
    about = shown(request, row) | {"form": form, "named": contents.names_somebody(row)}
    if form.is_valid():
        said = form.cleaned_data
        try:
            found = earlier_actions.look_up(arrival=row.id, why=said["why"], words=said["words"], by=by)
            return render(request, "reports/found.html", about | {"found": found})
        except Refused as refused:
            form.refuse(refused.decision)
    return render(request, "reports/earlier.html", about, status=status_of(form))


def door_to(request: InsideRequest, arrival: UUID, act: Act) -> Arrival:
    """What an act is about, where it is open now. Raises Refused, with who was first where somebody was."""
    row = door(request, arrival)
    # What is sent is asked by the action, and what was typed is kept: a form that is sent twice is no second act.
    if request.method in READING or not policy.is_ever_open(row, act):
        allowed(policy.may_do(request.standing, row, act))
    return row


def data_of(request: InsideRequest) -> QueryDict | None:
    """What was sent, where anything was."""
    return request.POST if request.method == "POST" else None


def _confirmed(request: InsideRequest, row: Arrival, act: str, do: Callable[[Sent], None]) -> HttpResponse:
    form = Confirm(data_of(request))
    about = {"act": act, "words": ACTS[Act(act)]}
    return sent(request, row, form, lambda: do(form), act, "reports/confirm.html", about)


def sent(
    request: InsideRequest,
    row: Arrival,
    form: Sent,
    do: Callable[[], str | None],
    said: str,
    template: str,
    about: dict[str, Any],
) -> HttpResponse:
    """Do it where the form is right, and go back to what it is about; otherwise show the form, with what was typed.
    `said` is what is told then, unless `do` knows better.
    """
    if form.is_valid():
        try:
            told = do()
        except Refused as refused:
            form.refuse(refused.decision)
        else:
            session.say(request, told or said)
            return redirect("reports:item", row.id)
    return render(request, template, shown(request, row) | {"form": form} | about, status=status_of(form))


def status_of(form: Sent) -> int:
    """A form that is shown again is no success."""
    return 400 if form.is_bound else 200
