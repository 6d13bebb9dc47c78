"""What must hold within each text of a pack: its languages, no HTML, and no more markup than it is meant to have."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from markdown_it import MarkdownIt
from markdown_it.token import Token

from motvekt.guide.kinds import LANGUAGES
from motvekt.guide.links import Target, target
from motvekt.guide.pack.draft import Draft, Place
from motvekt.guide.pack.nodes import MAX_PROBLEMS, Problem, forbidden, is_seen, quoted
from motvekt.guide.pack.telephones import may_stand_for
from motvekt.guide.parts import PARTS
from motvekt.guide.prose import keeps

PROSE = frozenset(
    {"about", "describe", "do", "intro", "lead", "note", "otherwise", "say", "says", "text"},
)
"""The keys of `shapes.Prose` in the files; every other text is a label. A test holds them equal to the schema's."""

LANGUAGE_NAMES: Mapping[str, str] = {"nb": "bokmål", "nn": "nynorsk", "en": "engelsk"}

_HTML = re.compile(r"<(?:[^\W\d_]|[/!?])[^\s<>]{0,20}")
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]+:|<[^\s<>@]+@")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_LABEL_MARKUP = re.compile(r"\]\(|\*\*|__")

_LONGEST = 6_000
_LONGEST_PAGE = 60_000
"""Nothing longer is parsed, since the time that takes is no longer small; the schema refuses it anyway."""

_HOST = "et vertsnavn som «utveier.no» (andre bokstaver enn a–z som xn--…)"
_DEEPEST_LIST = 5
_DEEPEST_HEADING = "h4"

_ALLOWED = {"paragraph", "bullet_list", "ordered_list", "list_item", "em", "strong", "link", "inline", "text"}
_PASSED_OVER = {"softbreak", "hardbreak", "text_special"}
"""Line breaks mean nothing in prose."""
_MARKUP: Mapping[str, str] = {
    "image": "bilder",
    "heading": "overskrifter",
    "code_inline": "kode (`)",
    "code_block": "innrykk på fire mellomrom eller mer",
    "fence": "kode (```)",
    "blockquote": "sitater (>)",
    "hr": "skillelinjer",
}


def check(draft: Draft) -> Iterator[Problem]:
    """Problems within the texts, one by one."""
    languages = draft.languages
    references = known_items(draft)
    for place in draft.places():
        if place.node.fields:
            yield from _languages(place, languages)
        elif text := place.node.text:
            yield from _characters(place, text)
            yield from _quotation_marks(place, text)
            yield from islice(_html(place, text), MAX_PROBLEMS + 1)
            yield from _markup(place, text, references)


def _languages(place: Place, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Missing languages, and texts of nothing but spaces. Pages' languages are files, and so `checks`' matter."""
    if place.field == "pages" or place.node.fields.keys().isdisjoint(LANGUAGES):
        return
    for language in languages:
        if language not in place.node.fields:
            yield place.problem(f"mangler på {LANGUAGE_NAMES[language]} ({language})")
    for child in place.children():
        if child.node.text and not is_seen(child.node.text):
            yield child.problem("er tom")


def _characters(place: Place, text: str) -> Iterator[Problem]:
    """Those that were written as escapes; `folder` finds the others."""
    for line, what in islice(forbidden(text), MAX_PROBLEMS + 1):
        yield _problem(place, line, f"{what} er ikke lov")


def _quotation_marks(place: Place, text: str) -> Iterator[Problem]:
    """Marks that were meant for YAML and became part of the text: a single one, or a word processor's around it all."""
    if place.keys[-1:] not in (("nb",), ("nn",)) or place.field == "pages":
        return
    if text.count('"') % 2:
        yield place.problem("et anførselstegn står alene; sett et på hver side, eller ta det bort")
    if text[0] in _CURLY and text[-1] in _CURLY:
        yield place.problem('krøllete anførselstegn rundt teksten vises som en del av den; bruk rette: "')


_CURLY = "“”„‟"


def _html(place: Place, text: str) -> Iterator[Problem]:
    if not _HTML.search(text) and _HTML.search(html.unescape(text)):
        yield _problem(place, 0, "HTML er ikke lov, heller ikke skrevet med &-koder")
    for number, line in enumerate(text.split("\n")):
        # The first in each line is enough to find the others by.
        if (tag := _HTML.search(line)) and _AUTOLINK.match(line, tag.start()):
            yield _problem(place, number, f"{quoted(tag[0])}: skriv lenken som [teksten](adressen)")
        elif tag:
            yield _problem(place, number, f"HTML er ikke lov: {quoted(tag[0])}")
        for entity in _ENTITY.finditer(line):
            yield _problem(place, number, f"{quoted(entity[0])}: skriv tegnet selv")


def _markup(place: Place, text: str, references: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    if place.keys[-1:] == ("url",):
        if target(text) is not Target.WEB or not keeps(text):
            yield place.problem(f"{quoted(text)} er ikke en adresse som begynner med https:// og {_HOST}")
    elif place.keys and place.keys[-1] in LANGUAGES:
        # A list's texts have their number between: do.2.nb.
        names = [key for key in place.keys if not key.isdigit()]
        if names[-2:-1] and names[-2] in PROSE:
            yield from _prose(place, text, references)
        elif _LABEL_MARKUP.search(text):
            yield place.problem("lenker og utheving er ikke lov her, bare ren tekst")


def _prose(place: Place, text: str, references: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    if len(text) > (_LONGEST_PAGE if place.field == "pages" else _LONGEST):
        return
    environment: dict[str, object] = {}
    line = depth = 0
    tokens = list(_flat(_parser().parse(text, environment)))
    for index, token in enumerate(tokens):
        line = token.map[0] if token.map else line
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if token.type == "link_open":
            if refusal := _refusal(str(token.attrs["href"]), _words_of(tokens, index), references):
                yield _problem(place, line, refusal)
        elif kind in ("bullet_list", "ordered_list"):
            depth += token.nesting
            if token.nesting > 0 and depth == _DEEPEST_LIST + 1:
                yield _problem(place, line, f"lister kan ha høyst {_DEEPEST_LIST} nivåer inni hverandre")
        elif token.type == "heading_open" and place.field == "pages":
            if token.tag == "h1":
                yield _problem(place, line, "overskrifter nede på siden begynner med ##")
            elif token.tag > _DEEPEST_HEADING:
                yield _problem(place, line, "overskrifter kan ha høyst fire #: ####")
        elif kind not in _ALLOWED | _PASSED_OVER and not token.type.endswith("_close"):
            yield _problem(place, line, f"{_MARKUP.get(kind, quoted(kind))} er ikke lov her")
    if environment.get("references"):
        yield place.problem("en lenke skrives helt ut der den står: [teksten](adressen)")


def _words_of(tokens: list[Token], index: int) -> str:
    """What the link that begins there shows."""
    end = index + 1
    while tokens[end].type != "link_close":
        end += 1
    return "".join(token.content for token in tokens[index + 1 : end])


def _refusal(url: str, words: str, references: Mapping[str, frozenset[str]]) -> str:
    """Why a link with these words may not lead there; empty where it may."""
    where = target(url)
    if url.lower().startswith("https://") and (where is None or not keeps(url)):
        return f"lenken {quoted(url)} skal gå til {_HOST}"
    number = url.removeprefix("tel:")
    if where is Target.CALL and number != url and not may_stand_for(words, number):
        return f"lenken viser {quoted(words)}, men ringer {quoted(number)}"
    if where is None:
        return f"lenken {quoted(url)} skal gå til https://, tel:, mailto: eller et punkt som definitions/…"
    part, _, name = url.partition("/")
    if where is Target.ITEM and part in references and name not in references[part]:
        return f"lenken {quoted(url)} går til noe som ikke finnes"
    return ""


def known_items(draft: Draft) -> dict[str, frozenset[str]]:
    """The ids of each part. A part that couldn't be read has unknown ids, and stands out."""
    fields = {part.id: tuple(part.fields.values()) for part in PARTS} | {"pages": ("pages",)}
    return {
        part: frozenset(place.node.get("id").text for place in draft.items(*names))
        for part, names in fields.items()
        if draft.unread.isdisjoint(names)
    }


class _Unguarded(MarkdownIt):
    """Makes a link of every address as it is written, so that each is seen here; the usual one leaves some as text."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        return True


@cache
def _parser() -> MarkdownIt:
    """Knows all of Markdown, so as to find it; HTML is found in the text itself, and hides nothing after it."""
    return _Unguarded("commonmark", {"html": False})


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _problem(place: Place, line: int, message: str) -> Problem:
    """A problem at a line of a text, from 0: exact where the file breaks its lines as the text does."""
    start = place.node.text_line
    return place.problem(message, start + line if start else 0)
