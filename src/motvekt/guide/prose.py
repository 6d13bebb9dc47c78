"""Turns a pack's Markdown into HTML, with the first mention of each term linked to its definition.

Three walls stand between a pack and a page: the parser knows only paragraphs, lists, emphasis, links and headings;
links lead where `links.target` lets them; and what comes out is cleaned against the list below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from types import MappingProxyType

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from motvekt.guide.links import Target, target
from motvekt.guide.schema import Guide

TAGS = frozenset({"p", "ul", "ol", "li", "em", "strong", "a"})
HEADINGS = frozenset({"h2", "h3", "h4"})
LINK_CLASS = "ds-link"
NO_REFERRER = "noopener noreferrer"
SCHEMES = frozenset({"https", "tel", "mailto"})

# A hyphen is part of a word: "radikalisering-" stands for a longer one. The marks over letters are too.
_WORD = re.compile(r"[\w\u00ad\u2010\u2011\u0300-\u036f-]+")
# In HTML that is cleaned: a heading has no attributes, and there is no other «<».
_HEADING = re.compile(r"(</?h)([2-4])>")
_RULES = ("list", "emphasis", "link", "escape")

Address = Callable[[str], str]


@dataclass(frozen=True)
class Terms:
    """The words of one language that link to definitions. Made once for a guide and a language, with `build`."""

    language: str
    # First word of a form to the forms that begin with it, longest first: how many words, the form, the reference.
    forms: Mapping[str, tuple[tuple[int, str, str], ...]]

    @classmethod
    def build(cls, guide: Guide, language: str) -> Terms:
        """The terms of a guide; none in a language that it doesn't have."""
        refs = {
            _folded(form): f"definitions/{definition.id}"
            for definition in guide.definitions
            for code, listed in definition.forms.items()
            for form in listed
            if code == language
        }
        forms: dict[str, list[tuple[int, str, str]]] = {}
        for form, ref in refs.items():
            if words := _WORD.findall(form):
                forms.setdefault(words[0], []).append((len(words), form, ref))
        ordered = {first: tuple(sorted(found, reverse=True)) for first, found in forms.items()}
        return cls(language, MappingProxyType(ordered))

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and reference of each term in the text; the longest form wins, and none overlap."""
        words = list(_WORD.finditer(text))
        at = 0
        while at < len(words):
            count, ref = self._longest(text, words, at)
            if ref:
                yield words[at].start(), words[at + count - 1].end(), ref
            at += count

    def _longest(self, text: str, words: list[re.Match[str]], at: int) -> tuple[int, str]:
        for count, form, ref in self.forms.get(words[at][0].lower(), ()):
            last = at + count - 1
            if last < len(words) and _folded(text[words[at].start() : words[last].end()]) == form:
                return count, ref
        return 1, ""


def render(
    text: str,
    *,
    language: str,
    terms: Terms,
    address: Address,
    skip: str = "",
    headings: bool = False,
    below: int = 0,
) -> str:
    """The text as HTML that is safe to put in a page.

    `address` makes an address of an item's reference. `skip` is the reference of the page that the text stands on: its
    term is not linked. `headings` lets `##` to `####` be headings, for pages; they come `below` so many levels more.
    Raises ValueError for terms of another language, which would link words by accident.
    """
    parsed = tokens(text, language=language, terms=terms, address=address, skip=skip, headings=headings)
    parser = _parser(headings)
    html = str(parser.renderer.render(parsed, parser.options, {}))
    cleaned = _cleaner(headings).clean(html).strip()
    return _HEADING.sub(lambda tag: f"{tag[1]}{min(6, int(tag[2]) + below)}>", cleaned) if below else cleaned


def tokens(
    text: str,
    *,
    language: str,
    terms: Terms,
    address: Address,
    skip: str = "",
    headings: bool = False,
) -> list[Token]:
    """What `render` makes HTML of: the parser's tokens, with links and terms made ready. For other kinds of output."""
    if terms.language != language:
        raise ValueError(f"terms are in {terms.language}, the text is in {language}")
    found = _parser(headings).parse(text)
    seen = {skip} | {str(token.attrs["href"]) for token in _inner(found) if token.type == "link_open"}
    heading = False
    for token in found:
        if token.type == "heading_open":
            heading = True
        elif token.type == "heading_close":
            heading = False
        elif token.children:
            children = _linked(token.children, address)
            token.children = children if heading else list(_with_terms(children, terms, address, seen))
    return found


def plain(text: str) -> str:
    """The text without markup, each paragraph, heading and element of a list on its own line."""
    lines = ("".join(_said(token.children or ())) for token in _parser(True).parse(text) if token.type == "inline")
    return "\n".join(" ".join(line.split()) for line in lines)


def _said(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        yield "\n" if token.type == "hardbreak" else token.content


def keeps(url: str) -> bool:
    """Whether a link of that address is still one when the cleaner has seen it."""
    return "href=" in _cleaner(False).clean(f'<a href="{escape(url)}">x</a>')


@cache
def _parser(headings: bool) -> MarkdownIt:
    """Knows no HTML, images or code: they are words. Without the rule for line breaks, a paragraph is one text."""
    return MarkdownIt("zero").enable([*_RULES, "heading"] if headings else list(_RULES))


@cache
def _cleaner(headings: bool) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS | HEADINGS if headings else TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        allowed_classes={"a": {LINK_CLASS}},
        tag_attribute_values={"a": {"rel": {NO_REFERRER}}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _inner(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _linked(tokens: list[Token], address: Address) -> list[Token]:
    """With each link made ready, or taken away around its words where it leads somewhere it may not."""
    kept: list[Token] = []
    refused = False
    for token in tokens:
        if token.type == "link_open":
            refused = not _made_ready(token, address)
        if not (refused and token.type in ("link_open", "link_close")):
            kept.append(token)
    return kept


def _made_ready(link: Token, address: Address) -> bool:
    url = str(link.attrs["href"])
    where = target(url)
    if where is None:
        return False
    link.attrs = {"href": address(url) if where is Target.ITEM else url, "class": LINK_CLASS}
    if where is Target.WEB:
        link.attrs["rel"] = NO_REFERRER
    return True


def _with_terms(tokens: list[Token], terms: Terms, address: Address, seen: set[str]) -> Iterator[Token]:
    """With links around terms that are not in `seen`, which grows as they are found."""
    within = 0
    for token in tokens:
        within += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type != "text" or within:
            yield token
            continue
        done = 0
        for start, end, ref in terms.find(token.content):
            if ref not in seen:
                seen.add(ref)
                yield _words(token.content[done:start])
                yield Token("link_open", "a", 1, attrs={"href": address(ref), "class": LINK_CLASS})
                yield _words(token.content[start:end])
                yield Token("link_close", "a", -1)
                done = end
        yield _words(token.content[done:])


def _words(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _folded(text: str) -> str:
    return " ".join(text.lower().split())
