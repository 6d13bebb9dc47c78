"""What must hold between the items of a pack: references, names, numbers, topics and pages.

Each check is a function from a draft to its problems; `CHECKS` is all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from motvekt.guide.kinds import Topic
from motvekt.guide.pack import telephones
from motvekt.guide.pack.draft import HOME, PACK, Draft, Place
from motvekt.guide.pack.nodes import Node, Problem, quoted
from motvekt.guide.pack.short_paths import short_paths
from motvekt.guide.pack.texts import LANGUAGE_NAMES, known_items
from motvekt.guide.parts import FILES, FOUND_BY_SEARCH

FACTOR_AREAS = ("personlige", "familie", "sosiale", "motivasjon", "ideologi")
NEEDED_PAGES = ("for-deg-det-gjelder", "personvern", "tilgjengelighet", "om")

PATHS = ("steps", "private", "serious", "afterwards")

ANCHORED = ("definitions", "groups", "areas", *PATHS, "measures", "cooperation", "resources", "contacts", "desks")
"""Fields whose items' ids are places on a page, beside those of the page's own."""
RESERVED_IDS = frozenset(
    {"child_helpline", "emergency", "forlat-hjelp", "innhold", "kan-ikke-snakke", "kont", "kopi", "leder", "oversikt"}
    | {"papir", "passer", "ring", "ring-overskrift", "si", "sider", "skriv", "slik", "slik-soker", "snakk", "sok"}
    | {"sosken", "sprak", "tjeneste"}
)
"""The pages' own. A test holds that those of all templates are among them."""

REFERENCES = (
    (("definitions",), "see", "definitions", "begrepet"),
    (("signs",), "group", "groups", "gruppen"),
    (("factors",), "area", "areas", "området"),
    (("contacts", "desks"), "municipalities", "municipalities", "kommunen"),
    (("contacts", "desks"), "function", "functions", "funksjonen"),
    (("measures", "resources", "words"), "functions", "functions", "funksjonen"),
    (PATHS, "contacts", "functions", "funksjonen"),
)
"""In the items of these fields, this key names items of that field, which a problem calls so."""

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def check(draft: Draft) -> Iterator[Problem]:
    """All problems of all checks."""
    for each in CHECKS:
        yield from each(draft)


def repeated(draft: Draft) -> Iterator[Problem]:
    """Ids, municipality numbers and languages that stand twice. The lists of a part share their ids."""
    groups = [(field,) for field in PACK.fields.values()] + [tuple(part.fields.values()) for part in FILES]
    for fields in groups:
        yield from _twice((place, place.node.get("id")) for place in draft.items(*fields))
    yield from _twice((place, place.node.get("number")) for place in draft.items("municipalities"))
    languages = draft.place("languages")
    yield from _twice((child, child.node) for child in (languages.children() if languages else ()))


def anchors(draft: Draft) -> Iterator[Problem]:
    """Ids that are a page's own: a link to what the page has there would lead to the item instead."""
    for place in draft.items(*ANCHORED):
        own = place.node.get("id")
        if own.text in RESERVED_IDS:
            yield place.problem(f"id: {quoted(own.text)} er sidenes eget; velg en annen id", own.line)


def references(draft: Draft) -> Iterator[Problem]:
    """References to something that the pack doesn't have."""
    for fields, key, target, word in REFERENCES:
        known = draft.ids(target)
        if known is None:
            continue
        for place in draft.items(*fields):
            for named in _named(place, key):
                if named.node.text and named.node.text not in known:
                    yield named.problem(f"{word} {quoted(named.node.text)} finnes ikke i {_file(target)}")


def sources(draft: Draft) -> Iterator[Problem]:
    """Sources that name a work the pack doesn't have, and works by a name that is taken."""
    works = draft.ids("works")
    for place in draft.places():
        if place.keys[-1:] != ("source",) or (work := place.child("work")) is None:
            continue
        name = work.node.text
        if name and name not in ("law", "own") and works is not None and name not in works:
            yield work.problem(f"verket {quoted(name)} finnes ikke i {_file('works')}")
    for place in draft.items("works"):
        if place.node.get("id").text in ("law", "own"):
            yield place.problem("«law» og «own» kan ikke være navnet på et verk")


def reachable(draft: Draft) -> Iterator[Problem]:
    """Functions that a step sends people to, and that nobody has."""
    if draft.ids("contacts") is None:
        return
    answering = {place.node.get("function").text for place in draft.items("contacts")}
    known = draft.ids("functions")
    sent_to = {named.node.text: named for place in draft.items(*PATHS) for named in _named(place, "contacts")}
    for name, named in sent_to.items():
        if name and name not in answering and (known is None or name in known):
            words = f"rutinen sender folk til en kontakt med function: {name}. Sett inn en, gjerne med et annet navn"
            yield Problem(
                f"{draft.prefix}contacts.yaml", 0, "", f"{words} (brukes i {named.node.file}:{named.node.line})"
            )
    for place in draft.items("contacts"):
        if place.node.get("function").text in sent_to and not _can_be_reached(place):
            yield place.problem("har verken telefon eller e-post, og rutinen sender folk dit. Skriv ett av dem")


def _can_be_reached(place: Place) -> bool:
    """Whether there is a number or an address, right or wrong: what is wrong is said elsewhere."""
    phones = place.node.get("phones")
    return bool(phones.rows or phones.broken or place.node.get("email").value)


def numbers(draft: Draft) -> Iterator[Problem]:
    """Contacts with a number that is, or reads as, the system's own, and numbers printed as others than they call."""
    for place in draft.items("contacts", "desks"):
        for name in _named(place, "name"):
            for written in name.children():
                if own := telephones.reserved_in(written.node.text):
                    yield written.problem(f"{own} har Motvekt alltid, og ingen annen kontakt kan ha det i navnet")
        for phone in _named(place, "phones"):
            called, printed = phone.node.get("number").text, phone.node.get("printed").text
            if telephones.is_reserved(called):
                yield phone.problem(f"nummeret {quoted(called)} har Motvekt alltid, og ingen annen kontakt kan ha det")
            elif own := telephones.reserved_at_start(printed):
                yield phone.problem(f"{quoted(printed)} leses som {own}, som Motvekt alltid har")
            if not telephones.is_whole(called):
                yield phone.problem(f"{quoted(called)}: etter +47 har norske numre 8 sifre, eller 5")
            if called and printed and not telephones.may_stand_for(printed, called):
                yield phone.problem(f"{quoted(printed)} er ikke samme nummer som {quoted(called)}")


def anonymous(draft: Draft) -> Iterator[Problem]:
    """Desks that take anonymous questions and receive nothing here: nobody would ever read them."""
    for place in draft.items("desks"):
        takes, channel = place.node.get("anonymous"), place.node.get("channel").text
        if takes.value is True and channel not in ("motvekt", ""):
            yield place.problem(
                "anonymous: bare et mottak med kanalen «motvekt» kan ta imot anonyme spørsmål, "
                f"og dette har {quoted(channel)}",
                takes.line,
            )


def hours(draft: Draft) -> Iterator[Problem]:
    """Openings that end before they begin: nobody would be found open."""
    for place in draft.items("contacts"):
        weekly = (row for found in _named(place, "hours") for row in _named(found, "weekly"))
        for opening in weekly:
            opens, closes = opening.node.get("from").text, opening.node.get("to").text
            if _CLOCK.fullmatch(opens) and _CLOCK.fullmatch(closes) and closes <= opens:
                yield opening.problem(
                    f"stenger {quoted(closes)}, men åpner ikke før {quoted(opens)}; går åpningstiden over midnatt, "
                    "skriv to rader: én til 24:00 og én fra 00:00"
                )


def factor_areas(draft: Draft) -> Iterator[Problem]:
    """The areas of factors are five, and the same everywhere: the drawing and the assistant know them."""
    place = draft.place("areas")
    known = draft.ids("areas")
    if place is None or known is None:
        return
    for name in FACTOR_AREAS:
        if name not in known:
            yield place.problem(f"området {quoted(name)} mangler")
    for area in draft.items("areas"):
        if (name := area.node.get("id").text) and name not in FACTOR_AREAS:
            yield area.problem(f"et område kan bare være {', '.join(FACTOR_AREAS)}")


def topics(draft: Draft) -> Iterator[Problem]:
    """Topics without advice: the assistant would have nothing to say."""
    place = draft.place("advice")
    if place is None or draft.ids("advice") is None:
        return
    found = {item.node.get("topic").text for item in draft.items("advice")}
    for topic in Topic:
        if topic.value not in found:
            yield place.problem(f"ingen råd har emnet {quoted(topic.value)}")


def forms(draft: Draft) -> Iterator[Problem]:
    """Words that would link to two definitions, or that are not written in lower case."""
    for language in draft.languages:
        taken: dict[str, str] = {}
        for item in draft.items("definitions"):
            if (words := item.child("forms")) is None or (listed := words.child(language)) is None:
                continue
            for form in listed.children():
                word, owner = form.node.text, taken.get(form.node.text, item.item)
                if owner != item.item:
                    yield form.problem(f"{quoted(word)} er også en form av {owner}")
                if word != word.lower() or word != word.strip():
                    yield form.problem(f"{quoted(word)} skal stå med små bokstaver, uten mellomrom rundt")
                taken.setdefault(word, item.item)


def words(draft: Draft) -> Iterator[Problem]:
    """Everyday words that lead nowhere, that stand twice, or that are not written as they are compared."""
    known = known_items(draft)
    for item in draft.items("words"):
        if not any(item.node.get(key).value for key in ("leads_to", "says", "functions")):
            yield item.problem("ordene fører ingen steder; skriv leads_to, says eller functions")
        for place in _named(item, "leads_to"):
            if place.node.text and not _exists(place.node.text, known):
                yield place.problem(f"{quoted(place.node.text)} finnes ikke")
    for language in draft.languages:
        taken: dict[str, str] = {}
        for item in draft.items("words"):
            if (listed := item.child("words")) is None or (own := listed.child(language)) is None:
                continue
            for word in own.children():
                text = word.node.text
                if text in taken:
                    yield word.problem(f"{quoted(text)} står også i {taken[text]}")
                if text != text.lower() or text != " ".join(text.split()):
                    yield word.problem(f"{quoted(text)} skal stå med små bokstaver, uten ekstra mellomrom")
                taken.setdefault(text, item.item)


def pages(draft: Draft) -> Iterator[Problem]:
    """Pages that are missing, that lack a language, or that don't begin with a title."""
    found = draft.ids("pages") or frozenset()
    if "pages" not in draft.unread:
        for name in NEEDED_PAGES:
            if name not in found:
                yield Problem(f"{draft.prefix}pages", 0, "", f"siden {quoted(name)} mangler")
    for place in draft.items("pages"):
        titles = place.node.get("title").fields
        for language in draft.languages:
            if language not in titles:
                name = f"{place.item}.{language}.md"
                yield place.problem(f"filen {name} mangler: siden må også være på {LANGUAGE_NAMES[language]}")
        for title in titles.values():
            if title.broken and title.line:
                yield Problem(title.file, title.line, place.item, "første linje skal være en tittel: # Tittel")


CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    repeated,
    anchors,
    references,
    sources,
    reachable,
    numbers,
    anonymous,
    hours,
    factor_areas,
    topics,
    forms,
    words,
    short_paths,
    pages,
)


def _twice(found: Iterator[tuple[Place, Node]]) -> Iterator[Problem]:
    first: dict[str, Node] = {}
    for place, node in found:
        if not node.text:
            continue
        if node.text in first:
            before = first[node.text]
            where = f"på linje {before.line}" if before.file == node.file else f"i {before.file}:{before.line}"
            yield place.problem(f"{quoted(node.text)} finnes to ganger (også {where})", node.line)
        first.setdefault(node.text, node)


def _named(place: Place, key: str) -> Iterator[Place]:
    """What stands under a key: each element of a list, or the one value."""
    if (child := place.child(key)) is not None:
        yield from child.children() if child.node.rows else (child,)


def _exists(ref: str, known: Mapping[str, frozenset[str]]) -> bool:
    """Whether there is such an item, or such a part. Of a part that couldn't be read nobody knows what it has."""
    part, slash, name = ref.partition("/")
    if slash and part in known:
        return name in known[part]
    return part in {found.id for found in FOUND_BY_SEARCH} or (bool(slash) and part == "pages")


def _file(field: str) -> str:
    part, _ = HOME[field]
    return f"{part}.yaml"
