"""`/droft/`: asking without saying who one is. Four pages after one another, of which the first alone has an address.

Nobody signs in, no cookie is set, and nothing is stored before it is sent: what somebody has chosen and written travels
with the pages, the receipt sealed. A form says where it wants to go by the name of its button, `steg`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from motvekt.access.guard import public
from motvekt.consultations import asking_actions, desks, pictures, receipts
from motvekt.consultations.asking_actions import Said
from motvekt.consultations.asking_forms import Say
from motvekt.consultations.asking_pages import form_page, here_of, page
from motvekt.consultations.asking_wording import CHOOSE, GONE, OLD, WISHES
from motvekt.consultations.desks import Offer
from motvekt.consultations.kinds import Wish
from motvekt.consultations.pictures import Painted
from motvekt.consultations.policy import SOMEBODY
from motvekt.consultations.receipts import Carried
from motvekt.guide.frame import edition_of
from motvekt.guide.kept import READING
from motvekt.guide.middleware import GuideRequest
from motvekt.kernel import clock
from motvekt.kernel.decision import Decision
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Area
from motvekt.web.methods import only

NO_DESK = UUID(int=0)
"""What a form carries before a desk is chosen."""
ANEW = "nytt"
"""The step of a form that had no receipt of ours: somebody asks anew with what they wrote elsewhere."""
DRAFT = ("text", "wish", "contact")
"""What somebody has written, and that travels."""


@dataclass(frozen=True)
class Asking:
    """Somebody on their way: whom they can ask, whom they have chosen, and what they have brought."""

    request: GuideRequest
    area: Area
    offers: Sequence[Offer]
    carried: Carried
    offer: Offer | None = None
    pictures: Sequence[Painted] = field(default=(), repr=False)

    @property
    def draft(self) -> list[tuple[str, str]]:
        """What they have written so far, as hidden fields carry it on."""
        sent = self.request.POST
        said = [(name, sent[name]) for name in DRAFT if sent.get(name)]
        return [*said, *(("bilde", pictures.marked(one, self.area.id)) for one in self.pictures)]

    def shown(self, name: str, step: int, about: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        """A page of theirs."""
        known = {
            "step": step,
            "offers": self.offers,
            "offer": self.offer,
            "sealed": receipts.sealed(self.carried, self.area.id),
            "quiet": desks.quiet(clock.now()),
            "draft": self.draft,
            "pictures": [(number, one, pictures.marked(one, self.area.id)) for number, one in enumerate(self.pictures)],
        }
        return page(self.request, name, {**known, **about}, status=status)


@form_page
def ask(request: GuideRequest) -> HttpResponse:
    """Whom to ask, the receipt, the text, the look over it, and its sending."""
    here = here_of(request)
    area, offers = here.area, desks.offered(edition_of(request), here)
    carried = receipts.carried_in(request.POST.get("segl", ""), area.id) if request.method == "POST" else None
    brought = pictures.carried_in(request.POST.getlist("bilde"), area.id)
    known = carried is not None and len(carried.receipt) == receipts.DIGITS
    asking = Asking(request, area, offers, carried if carried and known else _begun(), None, brought)
    if request.method != "POST":
        return _choose(asking)
    if not known:
        if request.POST.get("steg") == ANEW:
            return _choose(asking, begun=True)
        return _choose(asking, OLD, begun=True, status=400)
    return _went_on(asking)


def _begun() -> Carried:
    return Carried(receipts.new(), NO_DESK)


def _went_on(asking: Asking) -> HttpResponse:
    """The desk that is chosen now or was before, and then the step that the button says."""
    sent = asking.request.POST
    if "mottak" in sent:
        offer = next((one for one in asking.offers if one.desk.id == sent["mottak"]), None)
    else:
        offer = desks.at(asking.offers, asking.carried.unit)
    if sent.get("steg") == "velg":
        return _choose(replace(asking, offer=offer))
    if offer is None:
        chosen_before = "mottak" in sent or asking.carried.unit != NO_DESK
        return _choose(asking, GONE if chosen_before else CHOOSE, status=409 if chosen_before else 400)
    carried = replace(asking.carried, unit=offer.unit.id)
    return STEPS.get(sent.get("steg", ""), _receipt)(replace(asking, offer=offer, carried=carried))


def _choose(asking: Asking, why: Decision | None = None, *, begun: bool = False, status: int = 200) -> HttpResponse:
    """Whom to ask, and what to know before. `begun` where the receipt is a new one: it is shown before the text, though
    that is written already.
    """
    goes_on = bool(asking.request.POST.get("text")) and not begun
    about = {
        "why": "" if why is None else why.words,
        "next": "se-over" if goes_on else "kvittering",
        "open_now": desks.open_now(edition_of(asking.request)),
    }
    return asking.shown("choose", 1, about, status=status)


def _receipt(asking: Asking) -> HttpResponse:
    """The receipt, before anything is written."""
    return asking.shown("receipt", 2, {"groups": receipts.spoken(asking.carried.receipt).split()})


def _write(asking: Asking, form: Say | None = None, why: str = "", *, status: int = 200) -> HttpResponse:
    """The text."""
    sent = asking.request.POST
    if form is None:
        form = Say(initial={"wish": Wish.WRITE} | {name: sent[name] for name in DRAFT if name in sent})
    about = {
        "form": form,
        "why": why,
        "wishes": [(wish.value, *words) for wish, words in WISHES.items()],
        "most": pictures.MOST,
        "left": pictures.MOST - len(asking.pictures),
    }
    return asking.shown("write", 3, about, status=status)


def _look_over(asking: Asking) -> HttpResponse:
    """What is sent, before it is. Pictures that were chosen are made anew here."""
    form = Say(asking.request.POST)
    gone = set(asking.request.POST.getlist("fjern"))
    kept = [one for number, one in enumerate(asking.pictures) if str(number) not in gone]
    try:
        new = pictures.chosen(asking.request)
        if len(kept) + len(new) > pictures.MOST:
            raise Refused(pictures.TOO_MANY)
    except Refused as refused:
        status = 503 if refused.decision is pictures.MANY_AT_ONCE else 400
        return _write(replace(asking, pictures=kept), form, gettext(refused.decision.words), status=status)
    asking = replace(asking, pictures=[*kept, *new])
    if not form.is_valid():
        return _write(asking, form, status=400)
    return _looked_at(asking, form)


def _looked_at(asking: Asking, form: Say, why: str = "", *, status: int = 200) -> HttpResponse:
    about = {"form": form, "wished": WISHES[form.wished][0], "why": why}
    return asking.shown("look_over", 4, about, status=status)


def _send(asking: Asking) -> HttpResponse:
    form = Say(asking.request.POST)
    if not form.is_valid() or asking.offer is None:
        return _write(asking, form, status=400)
    said = Said(
        text=form.cleaned_data["text"],
        wish=form.wished,
        contact=form.cleaned_data["contact"],
        pictures=[(one.type, one.data) for one in asking.pictures],
    )
    language, unit = asking.request.language, asking.offer.unit
    try:
        row = asking_actions.ask(
            receipt=asking.carried.receipt,
            unit=unit,
            said=said,
            language=language,
            by=SOMEBODY,
            edition=edition_of(asking.request).published.id,
        )
    except Refused as refused:
        if refused.decision is asking_actions.CLOSED:
            return _choose(replace(asking, offer=None), GONE, status=409)
        return _looked_at(asking, form, gettext(refused.decision.words), status=503)
    # No receipt in the address, which stays in the browser: who reads it, and from when on.
    token = receipts.sealed(Carried("", row.unit_id), asking.area.id)
    return HttpResponseRedirect(reverse("consult:sent", args=[token]), status=303)


STEPS: Mapping[str, Callable[[Asking], HttpResponse]] = {
    "kvittering": _receipt,
    "skriv": _write,
    "se-over": _look_over,
    "send": _send,
}


@public
@only(*READING)
def sent(request: GuideRequest, token: str) -> HttpResponse:
    """What happens next, and when. All it tells stands, sealed, in its address, and no receipt."""
    here = here_of(request)
    about = receipts.carried_in(token, here.area.id)
    if about is None or about.receipt:
        raise Http404
    offer = desks.at(desks.offered(edition_of(request), here), about.unit)
    moment = datetime.combine(about.on, time.min, clock.LOCAL)
    by = desks.answer_by(offer.unit, moment) if offer else None
    quiet = desks.quiet(clock.now())
    known = {"offer": offer, "by": by, "quiet": quiet, "open_now": desks.open_now(edition_of(request)) if quiet else []}
    return page(request, "sent", known)
