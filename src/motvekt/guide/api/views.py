"""The edition and its contacts as JSON, for reading only. Everything here stands on the public pages as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from motvekt.access.guard import public
from motvekt.guide import queries
from motvekt.guide.api import openapi
from motvekt.guide.api.openapi import JSON, SCHEMA_JSON, Endpoint, Parameter
from motvekt.guide.api.shapes import ContactList, ContactNow, Edition, EditionCard, EditionList
from motvekt.guide.contacts import Line, constant, lines
from motvekt.guide.kept import READING, Scope, canonical, kept
from motvekt.guide.kinds import LANGUAGES
from motvekt.guide.middleware import GuideRequest, without_prefix
from motvekt.guide.queries import Published
from motvekt.guide.schema import Guide
from motvekt.guide.shapes import Label
from motvekt.guide.wording import Words
from motvekt.kernel import clock
from motvekt.organisations.rules import SLUG_PATTERN
from motvekt.web.errors import not_allowed
from motvekt.web.programs import problem

METHODS = (*READING, "OPTIONS")
MAY_ASK = {
    "Allow": ", ".join(METHODS),
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
"""What a browser is told that asks first whether another site may read this."""


def endpoint(scope: Scope) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view for other systems: kept as a page is, and open to a browser's question beforehand."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        keeping = kept(scope)(view)

        @wraps(view)
        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers=MAY_ASK)
            if request.method not in METHODS:
                return not_allowed(request, METHODS)
            return keeping(request, *args, **kwargs)

        return answering

    return decorate


def _answer(said: BaseModel | str, media: str = JSON) -> HttpResponse:
    body = said if isinstance(said, str) else said.model_dump_json(by_alias=True)
    return HttpResponse(body, content_type=media, headers={"Cache-Control": "no-cache"})


@public
@endpoint("data")
def description(request: GuideRequest) -> HttpResponse:
    """The OpenAPI document of the addresses below `/api/`."""
    return _answer(_description())


@cache
def _description() -> str:
    return openapi.text(openapi.document(ENDPOINTS))


@public
@endpoint("data")
def schema(request: GuideRequest) -> HttpResponse:
    """The JSON Schema of an edition's guide."""
    return _answer(_schema(), SCHEMA_JSON)


@cache
def _schema() -> str:
    return openapi.text(openapi.edition_schema())


@public
@endpoint("data")
def editions(request: GuideRequest) -> HttpResponse:
    """All editions of the area as JSON, the newest first."""
    cards = [_card(request, published) for published in queries.published(request.edition.area)]
    return _answer(EditionList(area=request.edition.area, editions=cards))


@public
@endpoint("data")
def edition(request: GuideRequest, number: int) -> HttpResponse:
    """An edition of the area as JSON, its whole guide with it."""
    published = next((card for card in queries.published(request.edition.area) if card.number == number), None)
    if published is None:
        return problem(404, "This area has no edition with that number. /api/editions/ lists those it has.")
    return _answer(Edition(**dict(_card(request, published)), guide=queries.guide_of(request.edition.area, published)))


def _card(request: GuideRequest, published: Published) -> EditionCard:
    return EditionCard(
        number=published.number,
        pack=published.pack,
        valid_from=published.valid_from,
        published_at=published.published_at,
        digest=published.digest,
        in_force=published.id == request.edition.published.id,
        link=without_prefix(reverse("guide:api_edition", args=[published.number])),
    )


@public
@endpoint("minute")
def contacts(request: GuideRequest) -> HttpResponse:
    """Today's contacts as JSON, and who is open now; `municipality` leaves out the other municipalities' own."""
    shown = request.edition
    if fault := _fault(request.GET, {"municipality": _municipalities(shown.guide)}):
        return problem(400, fault)
    municipality = request.GET.get("municipality")
    canonical(request, {"municipality": municipality} if municipality else {})
    found = lines(shown.guide, shown.checked, clock.now(), municipality=municipality)
    listed = [_contact(line) for line in (constant("emergency"), constant("child_helpline"), *found)]
    return _answer(
        ContactList(area=shown.area, edition=shown.published.number, municipality=municipality, contacts=listed)
    )


def _municipalities(guide: Guide) -> list[str]:
    return [place.id for place in guide.municipalities]


def _fault(given: QueryDict, known: Mapping[str, Sequence[str]]) -> str:
    """What is wrong with a query string, in words that repeat nothing of it; empty where nothing is."""
    for name, values in given.lists():
        if name not in known:
            return f"Unknown parameter. This address knows: {', '.join(known)}."
        if len(values) > 1:
            return f"The parameter {name} is given more than once."
        if values[0] not in known[name]:
            return f"Unknown value of {name}. Known here: {', '.join(known[name])}."
    return ""


def _contact(line: Line) -> ContactNow:
    contact, now = line.contact, line.availability
    return ContactNow(
        id=contact.id if contact else line.phones[0].number,
        function=line.function,
        name=_in_words(line.name),
        whom_for=_in_words(line.whom_for),
        municipalities=contact.municipalities if contact else [],
        phones=list(line.phones),
        email=contact.email if contact else None,
        hours=contact.hours if contact else "always",
        state=now.state,
        open_until=now.until,
        opens_at=now.opens,
        last_checked=line.checked,
    )


def _in_words(said: Words | Label) -> Label:
    """A text of the guide's in the guide's languages; the interface's own words in all of its."""
    if isinstance(said, dict):
        return said
    spoken: Label = {}
    for language in LANGUAGES:
        with translation.override(language):
            spoken[language] = str(said)
    return spoken


ENDPOINTS = (
    Endpoint("api/", "api", description, _("Denne beskrivelsen, som OpenAPI 3.1"), None),
    Endpoint(
        "api/edition.schema.json",
        "api_schema",
        schema,
        _("JSON Schema for en veileder"),
        None,
        media=SCHEMA_JSON,
    ),
    Endpoint("api/editions/", "api_editions", editions, _("Alle utgavene her, den nyeste først"), EditionList),
    Endpoint(
        "api/editions/<edition:number>/",
        "api_edition",
        edition,
        _("En utgave med hele veilederen"),
        Edition,
        statuses=(200, 304, 404),
        parameters=(
            Parameter(
                "number",
                "path",
                _("Nummeret på utgaven."),
                {"type": "integer", "minimum": 1, "maximum": 999_999_999},
                lambda shown: shown.published.number,
            ),
        ),
    ),
    Endpoint(
        "api/contacts/",
        "api_contacts",
        contacts,
        _("Hvem du kan ringe eller skrive til i dag, og hvem som har åpent nå"),
        ContactList,
        statuses=(200, 304, 400),
        parameters=(
            Parameter(
                "municipality",
                "query",
                _("En kommune i veilederen. Da er de andre kommunenes egne kontakter utelatt."),
                {"type": "string", "pattern": SLUG_PATTERN},
                lambda shown: shown.guide.municipalities[0].id,
            ),
        ),
    ),
)
"""Every address below `/api/`."""
