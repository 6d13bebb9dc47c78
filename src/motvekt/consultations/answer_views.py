"""`/droft/svar/`: what a receipt opens. The talk is an answer to a form and has no address of its own.

The pages carry the receipt sealed, so that it is typed once. Every one of them opens the talk anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from motvekt.access.guard import public
from motvekt.audit.actions import count
from motvekt.consultations import answer_queries, asking_actions, derivation, desks, policy, receipts
from motvekt.consultations.asking_actions import Said
from motvekt.consultations.asking_forms import Say, Tell, is_of_a_report, written
from motvekt.consultations.asking_pages import SAME_PAGE, area_of, form_page, page
from motvekt.consultations.asking_wording import LONG_AGO, SIXTEEN, WISHES
from motvekt.consultations.derivation import TYPING
from motvekt.consultations.kinds import Wish
from motvekt.consultations.policy import SOMEBODY
from motvekt.consultations.queries import Talk, by_receipt, silence
from motvekt.consultations.receipts import Carried
from motvekt.consultations.wrong_page import wrong_page
from motvekt.guide.frame import edition_of
from motvekt.guide.kept import READING
from motvekt.guide.middleware import GuideRequest
from motvekt.kernel import clock
from motvekt.kernel.decision import Decision
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Area
from motvekt.organisations.walls import within
from motvekt.reports.shapes import Identity
from motvekt.web.methods import only

HIGHEST = 10_000
"""No talk has so many words: a form that says more is no form of ours."""


@dataclass(frozen=True)
class Open:
    """A talk that a receipt has opened."""

    request: GuideRequest
    area: Area
    talk: Talk = field(repr=False)
    receipt: str = field(repr=False)

    @property
    def number(self) -> int:
        """How many words stood there when the form was shown, as it says itself."""
        said = self.request.POST.get("nummer", "")
        shown = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else len(self.talk.words)
        return min(shown, HIGHEST)

    def shown(self, name: str, about: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        """A page of it."""
        row = self.talk.row
        again = self.request.POST.get("steg") in GOING_ON
        known = {
            "sealed": receipts.sealed(Carried(self.receipt, row.unit_id), self.area.id, opened=True),
            "number": self.number if again else len(self.talk.words),
            "talk": self.talk,
            "stand": answer_queries.stand(row),
            "silence": silence(row).days,
            "desk": edition_desk(self.request, row.unit.desk) or row.unit.name,
            "quiet": desks.quiet(clock.now()),
            "open_now": desks.open_now(edition_of(self.request)),
        }
        return page(self.request, name, {**known, **about}, status=status)


def edition_desk(request: GuideRequest, desk: str) -> object:
    """What the edition of today calls a desk; None where it has none of that id."""
    return next((one.name for one in edition_of(request).guide.desks if one.id == desk), None)


@form_page
def answer(request: GuideRequest) -> HttpResponse:
    """The receipt is typed; the talk opens; somebody writes on, reports or ends it."""
    area = area_of(request)
    if request.method != "POST":
        return _number(request)
    with within(area.id):
        return _answered(request, area)


def _answered(request: GuideRequest, area: Area) -> HttpResponse:
    step = request.POST.get("steg", TYPING)
    if step in SHOWN:
        return SHOWN[step](request)
    receipt, why = _brought(request, area, step)
    if receipt is None:
        return _typed_anew(request, step, why, _typed(request))
    try:
        talk = by_receipt(receipt, area, typed=step == TYPING)
    except Refused as refused:
        return _not_opened(request, area, receipt, step, refused.decision)
    return STEPS.get(step, _talk)(Open(request, area, talk, receipt))


def _brought(request: GuideRequest, area: Area, step: str) -> tuple[str | None, Decision]:
    """The receipt that was typed, or that the page carries."""
    if step == TYPING:
        return receipts.typed(request.POST.get("kvittering", "")), SIXTEEN
    carried = receipts.carried_in(request.POST.get("segl", ""), area.id, opened=True)
    return (carried.receipt if carried and len(carried.receipt) == receipts.DIGITS else None), LONG_AGO


def _not_opened(request: GuideRequest, area: Area, receipt: str, step: str, why: Decision) -> HttpResponse:
    """One answer for every receipt that opens nothing. Where too many ask, all that was sent goes on with the page."""
    if why is derivation.BUSY:
        return _again(request)
    if step == "slett-ja":
        # It is gone, be it by the same button pressed twice.
        return _gone()
    count(area=area.id, code="receipt_refused")
    return _typed_anew(request, step, why, receipts.spoken(receipt) if step == TYPING else "")


def _typed_anew(request: GuideRequest, step: str, why: Decision, typed: str) -> HttpResponse:
    """Where the receipt is typed once more. Where that is all that was sent, the page is one that is kept."""
    if step == TYPING and not written(request.POST):
        return wrong_page(request, why, typed, lambda place: _number(request, why, place, status=400))
    return _number(request, why, typed, status=400)


def _again(request: GuideRequest) -> HttpResponse:
    """Too many ask: what was sent goes on with the page, and its step with the button."""
    sent = request.POST
    step = sent.get("gjelder", TYPING) if sent.get("steg") in SHOWN else sent.get("steg", TYPING)
    about = {
        "sent": [(name, one) for name, values in sent.lists() for one in values if name not in ("steg", "gjelder")],
        "step": step,
        "why": gettext(derivation.BUSY.words),
        "open_now": desks.open_now(edition_of(request)),
    }
    return page(request, "again", about, status=503)


def _wished(wish: str) -> object:
    return WISHES[Wish(wish)][0] if wish in set(Wish) else ""


def _typed(request: GuideRequest) -> str:
    return str(request.POST.get("kvittering", ""))[: receipts.LONGEST_TYPED]


def _number(
    request: GuideRequest, why: Decision | None = None, typed: str | None = None, *, status: int = 200
) -> HttpResponse:
    """Where the receipt is typed. What somebody had written for a talk that opens no more is given back."""
    about = {
        "why": "" if why is None else gettext(why.words),
        "typed": _typed(request) if typed is None else typed,
        "written": written(request.POST),
        "wish": request.POST.get("wish", ""),
        "wished": _wished(request.POST.get("wish", "")),
        "open_now": desks.open_now(edition_of(request)) if why is policy.WRONG else [],
    }
    return page(request, "number", about, status=status)


def _talk(one: Open, form: Say | None = None, why: str = "", said: str = "", *, status: int = 200) -> HttpResponse:
    """All that was said, and how to go on."""
    sent = one.request.POST
    # What they wrote for a report that wasn't sent is no reply, and waits for them there.
    of_a_report = written(sent) if is_of_a_report(sent) and not said else []
    reply = () if is_of_a_report(sent) else ("text", "wish", "contact")
    first = {"wish": Wish.WRITE} | {name: sent[name] for name in reply if name in sent}
    about = {
        "form": form or Say(initial={"wish": Wish.WRITE} if said else first),
        "wishes": [(wish.value, *words) for wish, words in WISHES.items()],
        "why": why,
        "said": said,
        "written": written(sent) if why else [],
        "of_a_report": of_a_report,
    }
    return one.shown("talk", about, status=status)


def _look_over(one: Open) -> HttpResponse:
    form = Say(one.request.POST)
    if not form.is_valid():
        return _talk(one, form, status=400)
    return one.shown("reply_over", {"form": form, "wished": WISHES[form.wished][0]})


def _reply(one: Open) -> HttpResponse:
    form = Say(one.request.POST)
    if not form.is_valid():
        return _talk(one, form, status=400)
    said = Said(form.cleaned_data["text"], form.wished, form.cleaned_data["contact"])
    return _sent(
        one,
        lambda: asking_actions.reply(receipt=one.receipt, area=one.area, number=one.number, said=said, by=SOMEBODY),
        gettext("Det du skrev, er sendt."),
    )


def _sent(one: Open, sending: Callable[[], Talk], said: str) -> HttpResponse:
    try:
        talk = sending()
    except Refused as refused:
        why = gettext(refused.decision.words)
        if refused.decision is derivation.BUSY:
            return _not_opened(one.request, one.area, one.receipt, "", refused.decision)
        return _talk(one, None, why, status=409)
    return _talk(Open(one.request, one.area, talk, one.receipt), None, "", said)


def _tell(one: Open, form: Tell | None = None, *, status: int = 200) -> HttpResponse:
    """Turn it into a report: what it is about, and whom."""
    if not answer_queries.stand(one.talk.row).open_:
        return _talk(one)
    sent = one.request.POST
    # Where somebody wants to be called about a reply says who they are: in a report they say that anew, or not at all.
    first = sent.dict() if is_of_a_report(sent) else {"text": sent.get("text", "")}
    return one.shown("tell", {"form": form or Tell(initial=first)}, status=status)


def _tell_over(one: Open) -> HttpResponse:
    form = Tell(one.request.POST)
    return one.shown("tell_over", {"form": form}) if form.is_valid() else _tell(one, form, status=400)


def _turn(one: Open) -> HttpResponse:
    form = Tell(one.request.POST)
    if not form.is_valid():
        return _tell(one, form, status=400)
    told = form.cleaned_data
    about = Identity(name=told["name"], born=told["born"], contact=told["reached"]) if told["name"] else None
    said = Said(told["text"], contact=told["contact"])
    return _sent(
        one,
        lambda: asking_actions.turn(
            receipt=one.receipt, area=one.area, number=one.number, said=said, about=about, by=SOMEBODY
        ),
        gettext("Bekymringsmeldingen er sendt."),
    )


def _end(one: Open) -> HttpResponse:
    sent = one.request.POST
    return one.shown("end", {"written": written(sent), "wish": sent.get("wish", "")})


def _ended(one: Open) -> HttpResponse:
    try:
        asking_actions.end(receipt=one.receipt, area=one.area, by=SOMEBODY)
    except Refused as refused:
        return _not_opened(one.request, one.area, one.receipt, "slett-ja", refused.decision)
    return _gone()


def _gone() -> HttpResponse:
    return HttpResponseRedirect(reverse("consult:ended"), status=303)


STEPS: Mapping[str, Callable[[Open], HttpResponse]] = {
    TYPING: _talk,
    "se-over": _look_over,
    "svar": _reply,
    "meld": _tell,
    "meld-endre": _tell,
    "meld-se-over": _tell_over,
    "meld-send": _turn,
    "slett": _end,
    "slett-ja": _ended,
}
SHOWN: Mapping[str, Callable[[GuideRequest], HttpResponse]] = {
    SAME_PAGE["number"]: _number,
    SAME_PAGE["again"]: _again,
}
"""Steps that show a page once more, before any receipt is looked at."""
GOING_ON = frozenset({"se-over", "endre", "meld-se-over", "meld-endre"})
"""Steps whose page belongs to a text that was begun before: it keeps its number."""


@public
@only(*READING)
def ended(request: GuideRequest) -> HttpResponse:
    """The way in is gone."""
    return page(request, "ended", {})
