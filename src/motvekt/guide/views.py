"""The public pages. Nobody signs in, nothing is stored, and every page works without a script."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from motvekt.access.guard import public
from motvekt.guide import assistant, pages, parts, queries, search_page, short_page
from motvekt.guide.api.views import ENDPOINTS
from motvekt.guide.assistant import Advice, Question, UnknownAnswer
from motvekt.guide.frame import content_language
from motvekt.guide.kept import READING, canonical, kept
from motvekt.guide.kinds import Function, Sheet
from motvekt.guide.middleware import GuideRequest
from motvekt.guide.schema import SCHEMA
from motvekt.guide.wording import PARTS
from motvekt.web.errors import not_allowed


def page_response(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page that browsers may keep."""
    response = render(request, template, context, status=status)
    # Kept by the browser, but asked about each time: a new edition shows at once.
    response.headers["Cache-Control"] = "no-cache"
    return response


LONGEST_QUERY = 4000
"""Characters of a query string that are read."""


def _given(request: GuideRequest) -> list[tuple[str, str]]:
    """The query string as pairs, in its order. Semicolons part them too, and its length is bounded, not its count."""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        query = query[:LONGEST_QUERY].rpartition("&")[0]
    return parse_qsl(query.replace(";", "&"), keep_blank_values=True)


def _answers(request: GuideRequest) -> dict[str, str]:
    """The answers in the address. Raises UnknownAnswer."""
    answers = assistant.read(request.edition.guide, _given(request))
    canonical(request, answers)
    return answers


@public
@kept("minute")
def front(request: GuideRequest) -> HttpResponse:
    """«Er du bekymret for noen?»"""
    answers = _municipality(request)
    listed = pages.contact_list(
        request, route="guide:front", answers=answers, functions=assistant.CALL_FIRST["bekymring"]
    )
    carried = "".join(f"&{name}={value}" for name, value in answers.items())
    context = {"contacts": listed, "steps": request.edition.guide.steps, "carried": carried}
    return page_response(request, "guide/front.html", context)


def _municipality(request: GuideRequest) -> dict[str, str]:
    """The choice of municipality, the only part of the address that these pages read; an unknown one is passed over."""
    chosen = dict(_given(request)).get("kommune", "")
    known = assistant.options(request.edition.guide, "kommune")
    answers = {"kommune": chosen} if chosen in known else {}
    canonical(request, answers)
    return answers


@public
@kept("minute")
def what_now(request: GuideRequest) -> HttpResponse:
    """«Hva gjør jeg nå?»: the next question, or the advice. The answers stand in the address and nowhere else."""
    guide = request.edition.guide
    try:
        answers = _answers(request)
    except UnknownAnswer as unknown:
        return _ask_again(request, unknown)
    step = assistant.advance(guide, answers)
    if isinstance(step, Question):
        response = page_response(request, "guide/question.html", pages.question_page(guide, step, answers))
    else:
        response = _advice(request, step, answers)
    # What somebody has answered is not left in the browser's store.
    response.headers["Cache-Control"] = "no-store"
    return response


def _advice(request: GuideRequest, advice: Advice, answers: dict[str, str]) -> HttpResponse:
    template = "guide/danger.html" if advice.kind is assistant.Kind.NOW else "guide/advice.html"
    return page_response(request, template, pages.advice_page(request, advice, answers))


def _ask_again(request: GuideRequest, unknown: UnknownAnswer) -> HttpResponse:
    """An answer that the guide doesn't have: those before it are kept, and the question is put once more."""
    context = pages.question_page(request.edition.guide, unknown.question, unknown.before) | {"not_understood": True}
    response = page_response(request, "guide/question.html", context, status=400)
    response.headers["Cache-Control"] = "no-store"
    return response


@public
@kept("minute")
def call(request: GuideRequest) -> HttpResponse:
    """«Vis bare hvem jeg kan ringe»: 112 first, then whoever is open now."""
    wanted = assistant.read_calling(request.edition.guide, _given(request))
    canonical(request, wanted)
    listed = pages.contact_list(
        request, route="guide:call", answers=wanted, functions=assistant.call_order(wanted), emergency=True
    )
    response = page_response(
        request, "guide/call.html", {"contacts": listed, "child_welfare_first": pages.unsafe_home(wanted)}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@public
@kept("edition")
def contents(request: GuideRequest) -> HttpResponse:
    """The guide's front page."""
    context = {"parts": parts.GUIDE_PARTS, "part_words": PARTS, "section": "guide"}
    return page_response(request, "guide/contents.html", context)


@public
def search(request: GuideRequest) -> HttpResponse:
    """What the guide has on some words. They are answered and forgotten: neither kept nor logged."""
    if request.method not in READING:
        return not_allowed(request, READING)
    context = search_page.context(request.edition, request.language, request.GET.get("q", ""))
    canonical(request, {"q": context["found"].query} if context["found"].query else {})
    # With a script the results come as one types: the same results without the page around them.
    alone = request.GET.get("vis") == "treff"
    response = render(request, "guide/search_results.html" if alone else "guide/search.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@public
@kept("edition")
def part(request: GuideRequest, part: str) -> HttpResponse:
    """A part of the guide with all its items."""
    shown = parts.BY_SLUG[part]
    guide = request.edition.guide
    context = pages.part_page(shown) | {"paths": [guide.private, guide.serious, guide.afterwards]}
    return page_response(request, f"guide/parts/{shown.id}.html", context)


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
    return page_response(request, "guide/item.html", context)


@public
@kept("minute")
def contacts(request: GuideRequest) -> HttpResponse:
    """Everybody to call or write to, open ones first."""
    answers = _municipality(request)
    functions = [*assistant.CALL_FIRST["bekymring"], Function.POLICE, Function.PST, Function.LAWYER]
    listed = pages.contact_list(request, route="guide:contacts", answers=answers, functions=functions, emergency=True)
    return page_response(
        request,
        "guide/contacts.html",
        {"contacts": listed, "desks": request.edition.guide.desks, "section": "contacts"},
    )


@public
@kept("minute")
def short(request: GuideRequest) -> HttpResponse:
    """The most important on one page: in this page's language, and the way to it in others."""
    return _short(request, content_language(request.edition.guide, request.language))


@public
@kept("minute")
def short_in(request: GuideRequest, code: str) -> HttpResponse:
    """The same in another language, which need not be one of the guide's own."""
    return _short(request, code)


def _short(request: GuideRequest, code: str) -> HttpResponse:
    context = short_page.context(request.edition, code)
    if context is None:
        raise Http404
    return page_response(request, "guide/short.html", context)


@public
@kept("edition")
def page(request: GuideRequest, page_id: str) -> HttpResponse:
    """A page of the pack's own."""
    shown = parts.page(request.edition.guide, page_id)
    if shown is None:
        raise Http404
    return page_response(request, "guide/page.html", {"page": shown})


FILE_NAMES = {Sheet.GUIDE: "veileder", Sheet.POSTER: "plakat", Sheet.CARD: "tiltakskort"}


@public
def printed(request: GuideRequest, sheet: Sheet) -> HttpResponseBase:
    """The edition as a PDF, in the page's language or the guide's own: the guide, the poster or the pocket card."""
    if request.method not in READING:
        return not_allowed(request, READING)
    edition = request.edition
    language = content_language(edition.guide, request.language)
    file = queries.file(edition.area, edition.published.id, sheet, language)
    if file is None:
        raise Http404
    name = f"{FILE_NAMES[sheet]}-{edition.area}-{language}-{edition.published.number}.pdf"
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Language": language,
        "Cache-Control": "no-cache",
        "ETag": f'"{file.digest}"',
    }
    response = HttpResponse(file.content, content_type="application/pdf", headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=response) or response


@public
@kept("edition")
def other_page(request: GuideRequest, page_id: str) -> HttpResponse:
    """A page that only this pack has."""
    if page_id in parts.PAGE_ROUTES:
        raise Http404
    return page(request, page_id)


@public
@kept("edition")
def developers(request: GuideRequest) -> HttpResponse:
    """«For utviklere»: what other systems can read, and how."""
    rows = [(row, row.example(request.edition)) for row in ENDPOINTS]
    return page_response(request, "guide/developers.html", {"endpoints": rows, "schema_version": SCHEMA})
