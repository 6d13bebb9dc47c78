"""A text of the guide's as a small tree that the templates lay out: data, never markup.

A block is one of `{"k": "p", "c": […]}`, `{"k": "ul" | "ol", "start": 1, "items": [{"body": [block, …]}, …]}` and
`{"k": "h", "level": 2, "c": […]}`. What stands in `c` is a string, or one of `{"em": […]}`, `{"strong": […]}` and
`{"to": "#definitions/…" | "https://…", "c": […]}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown_it.token import Token

from motvekt.guide import prose
from motvekt.guide.prose import Terms

Tree = list[dict[str, Any]]

LONGEST_WORD = 30
"""Characters that stand on a line without a place to break; the longest Norwegian words have some 30."""
BREAK = "\u200b"

_LONG_WORD = re.compile(rf"[^\s{BREAK}\u00ad]{{{LONGEST_WORD + 1},}}")
_PIECE = re.compile(rf".{{1,{LONGEST_WORD}}}")
# A control character can't be printed, and the typesetter refuses a document that has one.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")


def said(text: str) -> str:
    """A text as it can be set: on one line, without control characters, and with places to break in endless words."""
    clean = " ".join(_UNPRINTABLE.sub("", text).split())
    return _LONG_WORD.sub(lambda word: BREAK.join(_PIECE.findall(word.group())), clean)


def tree(text: str, *, language: str, terms: Terms, skip: str = "", below: int = 0) -> Tree:
    """A prose text as blocks. Items link to their place in the same document.

    `below` is the level that the text's own headings come under, 0 where it has none; `skip` as in `prose.render`.
    """
    tokens = prose.tokens(
        text, language=language, terms=terms, address=lambda ref: f"#{ref}", skip=skip, headings=below > 0
    )
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
                yield {"to": str(token.attrs["href"]), "c": list(_inline(tokens))}
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
