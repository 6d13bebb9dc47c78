"""A text of the guide's as a small tree that the templates lay out: data, never markup.

A block is one of `{"k": "p", "c": […]}`, `{"k": "ul" | "ol", "start": 1, "items": [{"body": [block, …]}, …]}` and
`{"k": "h", "level": 2, "c": […]}`. What stands in `c` is a string, or one of `{"em": […]}`, `{"strong": […]}` and
`{"to": "#definitions/…" | "https://…", "c": […]}`, or, where the words are in another language than the document,
`{"lang": "nb", "c": […]}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown_it.token import Token

from motvekt.guide import prose
from motvekt.guide.prose import Address, Terms

Tree = list[dict[str, Any]]

LONGEST_WORD = 40
"""Characters that stand on a line without a place to break; the longest Norwegian words have some 35."""
BREAK = "\u200b"
"""A place to break. The templates put a space of no width in its stead: nothing that anybody copies has it."""

# A line may end after a hyphen or a stroke.
_LONG_WORD = re.compile(rf"[^\s/{BREAK}\u00ad-]{{{LONGEST_WORD + 1},}}")
_PIECE = re.compile(rf".{{1,{LONGEST_WORD}}}")
# 116 111 and § 196 stay on one line.
_NUMBER = re.compile(r"(?<=[\d§]) (?=\d)")
# A control character can't be printed, and the typesetter refuses a document that has one.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")


def said(text: str) -> str:
    """A text as it can be set: on one line, without control characters, with numbers that are not broken and endless
    words that can be.
    """
    clean = _NUMBER.sub("\u00a0", " ".join(_UNPRINTABLE.sub("", text).split()))
    return _LONG_WORD.sub(lambda word: BREAK.join(_PIECE.findall(word.group())), clean)


def inside(ref: str) -> str:
    """An item's place in the same document."""
    return f"#{ref}"


def tree(text: str, *, language: str, terms: Terms, address: Address = inside, skip: str = "", below: int = 0) -> Tree:
    """A prose text as blocks. What `address` knows no address of is words without a link.

    `below` is the level that the text's own headings come under, 0 where it has none; `address` and `skip` as in
    `prose.render`.
    """
    tokens = prose.tokens(text, language=language, terms=terms, address=address, skip=skip, headings=below > 0)
    return list(_blocks(iter(tokens), below))


def _blocks(tokens: Iterator[Token], below: int) -> Iterator[dict[str, Any]]:
    """Blocks until the end of what they stand in."""
    for token in tokens:
        match token.type:
            case "paragraph_open":
                yield {"k": "p", "c": _content(tokens)}
            case "heading_open":
                # A page's own headings begin with ##.
                yield {"k": "h", "level": below + int(token.tag[1:]) - 1, "c": _content(tokens)}
            case "bullet_list_open":
                yield {"k": "ul", "start": 1, "items": list(_items(tokens, below))}
            case "ordered_list_open":
                yield {"k": "ol", "start": int(token.attrs.get("start", 1)), "items": list(_items(tokens, below))}
            case "list_item_close":
                return


def _items(tokens: Iterator[Token], below: int) -> Iterator[dict[str, Any]]:
    for token in tokens:
        if token.type != "list_item_open":
            return
        yield {"body": list(_blocks(tokens, below))}


def _content(tokens: Iterator[Token]) -> list[Any]:
    """What a paragraph or heading holds; its end is taken along."""
    inline = next(tokens)
    next(tokens)
    return list(_inline(iter(inline.children or ())))


def _inline(tokens: Iterator[Token]) -> Iterator[Any]:
    for token in tokens:
        match token.type:
            case "em_open":
                yield {"em": list(_inline(tokens))}
            case "strong_open":
                yield {"strong": list(_inline(tokens))}
            case "link_open":
                words = list(_inline(tokens))
                yield from [{"to": str(token.attrs["href"]), "c": words}] if token.attrs["href"] else words
            case "em_close" | "strong_close" | "link_close":
                return
            case _ if token.content:
                yield from _pieces(token.content)


def _pieces(content: str) -> Iterator[str]:
    """The text with its outer blanks, which part it from its neighbours."""
    words = said(content)
    before = " " if content[:1].isspace() else ""
    after = " " if words and content[-1:].isspace() else ""
    if piece := f"{before}{words}{after}":
        yield piece
