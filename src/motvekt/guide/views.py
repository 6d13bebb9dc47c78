"""The public pages. Nobody signs in, nothing is stored, and every page works without a script."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from motvekt.access.guard import public
from motvekt.guide import assistant as rules
from motvekt.guide import pages, parts
from motvekt.guide.assistant import Advice, Question, UnknownAnswer
from motvekt.guide.kept import canonical, kept
from motvekt.guide.kinds import Function
from motvekt.guide.middleware import GuideRequest
from motvekt.guide.wording import PARTS


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    # Kept by the browser, but asked about each time: a new edition shows at once.
    response.headers["Cache-Control"] = "no-cache"
    return response


def _given(request: GuideRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]


def _answers(request: GuideRequest) -> dict[str, str]:
    """The answers in the address. Raises UnknownAnswer."""
    answers = rules.read(request.edition.guide, _given(request))
    canonical(request, answers)
    return answers


@public
@kept("minute")
def front(request: GuideRequest) -> HttpResponse:
    """«Er du bekymret for noen?»"""
    answers = _municipality(request)
    listed = pages.contact_list(request, route="guide:front", answers=answers, functions=rules.CALL_FIRST["bekymring"])
    carried = "".join(f"&{name}={value}" for name, value in answers.items())
    context = {"contacts": listed, "steps": request.edition.guide.steps, "carried": carried}
    return _page(request, "guide/front.html", context)


def _municipality(request: GuideRequest) -> dict[str, str]:
    """The choice of municipality, the only part of the address that these pages read; an unknown one is passed over."""
    chosen = request.GET.get("kommune", "")
    known = rules.options(request.edition.guide, "kommune")
    answers = {"kommune": chosen} if chosen in known else {}
    canonical(request, answers)
    return answers


@public
@kept("minute")
def assistant(request: GuideRequest) -> HttpResponse:
    """«Hva gjør jeg nå?»: the next question, or the advice. The answers stand in the address and nowhere else."""
    guide = request.edition.guide
    try:
        answers = _answers(request)
    except UnknownAnswer as unknown:
        return _ask_again(request, unknown.question)
    step = rules.advance(guide, answers)
    if isinstance(step, Question):
        response = _page(request, "guide/question.html", pages.question_page(guide, step, answers))
    else:
        response = _advice(request, step, answers)
    # What somebody has answered is not left in the browser's store.
    response.headers["Cache-Control"] = "no-store"
    return response


def _advice(request: GuideRequest, advice: Advice, answers: dict[str, str]) -> HttpResponse:
    template = "guide/danger.html" if advice.kind is rules.Kind.NOW else "guide/advice.html"
    return _page(request, template, pages.advice_page(request, advice, answers))


def _ask_again(request: GuideRequest, name: str) -> HttpResponse:
    """An answer that the guide doesn't have: the answers before it are kept, and the question is put once more."""
    guide = request.edition.guide
    given = [(key, values[-1]) for key, values in request.GET.lists() if key != name]
    try:
        answers = rules.read(guide, given)
    except UnknownAnswer:
        answers = {}
    step = rules.advance(guide, answers)
    if not isinstance(step, Question):
        answers = {}
        step = Question("fare", ("ja", "trussel", rules.UNSURE, "nei"))
    context = pages.question_page(guide, step, answers) | {"not_understood": True}
    response = _page(request, "guide/question.html", context, status=400)
    response.headers["Cache-Control"] = "no-store"
    return response


@public
@kept("minute")
def call(request: GuideRequest) -> HttpResponse:
    """«Vis bare hvem jeg kan ringe»: 112 first, then whoever is open now."""
    wanted = rules.read_calling(request.edition.guide, _given(request))
    canonical(request, wanted)
    listed = pages.contact_list(
        request, route="guide:call", answers=wanted, functions=rules.call_order(wanted), emergency=True
    )
    response = _page(request, "guide/call.html", {"contacts": listed, "child_welfare_first": pages.unsafe_home(wanted)})
    response.headers["Cache-Control"] = "no-store"
    return response


@public
@kept("edition")
def contents(request: GuideRequest) -> HttpResponse:
    """The guide's front page."""
    context = {"parts": parts.GUIDE_PARTS, "part_words": PARTS, "section": "guide"}
    return _page(request, "guide/contents.html", context)


@public
@kept("edition")
def part(request: GuideRequest, part: str) -> HttpResponse:
    """A part of the guide with all its items."""
    shown = parts.BY_SLUG[part]
    guide = request.edition.guide
    context = pages.part_page(shown) | {"paths": [guide.private, guide.serious, guide.afterwards]}
    return _page(request, f"guide/parts/{shown.id}.html", context)


BODIES = {
    field: "steps" if field in ("private", "serious", "afterwards") else field
    for part in parts.GUIDE_PARTS
    for field in part.fields.values()
}
"""Which template shows an item of a field."""


@public
@kept("edition")
def item(request: GuideRequest, part: str, item: str) -> HttpResponse:
    """An item at its stable address."""
    shown = parts.BY_SLUG[part]
    entry = request.edition.index.get(f"{shown.id}/{item}")
    if entry is None:
        raise Http404
    context = pages.part_page(shown) | {
        "entry": entry,
        "siblings": pages.siblings(request.edition, entry),
        "item": entry.item,
        "body": f"guide/bodies/{BODIES[entry.field]}.html",
    }
    return _page(request, "guide/item.html", context)


@public
@kept("minute")
def contacts(request: GuideRequest) -> HttpResponse:
    """Everybody to call or write to, open ones first."""
    answers = _municipality(request)
    functions = [*rules.CALL_FIRST["bekymring"], Function.POLICE, Function.PST, Function.LAWYER]
    listed = pages.contact_list(request, route="guide:contacts", answers=answers, functions=functions, emergency=True)
    return _page(
        request,
        "guide/contacts.html",
        {"contacts": listed, "desks": request.edition.guide.desks, "section": "contacts"},
    )


@public
@kept("edition")
def page(request: GuideRequest, page_id: str) -> HttpResponse:
    """A page of the pack's own."""
    shown = parts.page(request.edition.guide, page_id)
    if shown is None:
        raise Http404
    return _page(request, "guide/page.html", {"page": shown})
