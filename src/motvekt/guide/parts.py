"""The parts of a guide: which file holds what, under which address, and how an item is referred to.

One table carries the loader, the addresses, links in prose and the test that every item can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from motvekt.guide.schema import Guide, Page, Path
from motvekt.guide.shapes import Shape


@dataclass(frozen=True)
class Part:
    """`id` is the file's name and the first half of a reference; `fields` maps the file's keys to `Guide`'s fields.

    A pack may do without a file that is `optional`.
    """

    id: str
    slug: str
    fields: Mapping[str, str]
    inherited: bool = True
    optional: bool = False


PARTS = (
    Part("definitions", "begreper", {"definitions": "definitions"}),
    Part("signs", "bekymringstegn", {"intro": "signs_intro", "groups": "groups", "signs": "signs"}),
    Part("factors", "faktorer", {"intro": "factors_intro", "areas": "areas", "factors": "factors"}),
    Part(
        "routine",
        "rutine",
        {
            "intro": "routine_intro",
            "steps": "steps",
            "private": "private",
            "serious": "serious",
            "afterwards": "afterwards",
        },
    ),
    Part("legal_bases", "lov", {"intro": "law_intro", "bases": "bases", "notes": "notes"}),
    Part("measures", "tiltak", {"intro": "measures_intro", "measures": "measures"}),
    Part(
        "cooperation",
        "samarbeid",
        {"intro": "cooperation_intro", "cooperation": "cooperation", "sectors": "sectors"},
    ),
    Part("resources", "ressurser", {"intro": "resources_intro", "resources": "resources"}),
    Part("advice", "rad", {"advice": "advice"}),
    Part("contacts", "kontakter", {"contacts": "contacts", "desks": "desks"}, inherited=False),
)

WORDS = Part("words", "", {"words": "words"}, optional=True)
"""What people type, for the search. It has no pages, and nothing refers to it."""

SHORT = Part("short_paths", "kort", {"short_paths": "short_paths"}, optional=True)
"""The most important on one page, in many languages. It has pages below `/kort/`, and only a search leads to it."""

FILES = (*PARTS, SHORT, WORDS)
"""Everything that has a file beside `pack.yaml`."""

GUIDE_PARTS = tuple(part for part in PARTS if part.id != "contacts")
"""Parts with pages below `/veileder/`; contacts have `/kontakter/`."""

BY_ID = {part.id: part for part in PARTS}
FOUND_BY_SEARCH = (*PARTS, SHORT)
"""What everyday words may lead to as a whole."""
BY_SLUG = {part.slug: part for part in GUIDE_PARTS}


PAGE_ROUTES: Mapping[str, str] = {
    "for-deg-det-gjelder": "for_you",
    "om": "about",
    "personvern": "privacy",
    "tilgjengelighet": "accessibility",
}
"""Pages that every pack has, at an address of their own, and the names of their routes; others are below `/sider/`."""

WEBSITE_PAGES = frozenset({"personvern", "tilgjengelighet"})
"""Pages that speak of the website alone: they are in no print, which refers to their addresses."""


@dataclass(frozen=True)
class Entry:
    """An item, where it belongs, and its reference (`definitions/radikalisering`)."""

    part: str
    field: str
    item: Shape
    id: str

    @property
    def ref(self) -> str:
        return f"{self.part}/{self.id}"


def entries(guide: Guide) -> Iterator[Entry]:
    """Every item of the guide, in the guide's order; pages come last, as `pages/<id>`."""
    for part in PARTS:
        for field in part.fields.values():
            value = getattr(guide, field)
            for item in (value,) if isinstance(value, Path) else value if isinstance(value, list) else ():
                yield Entry(part.id, field, item, str(item.id))
    for page in guide.pages:
        yield Entry("pages", "pages", page, page.id)


def index(guide: Guide) -> Mapping[str, Entry]:
    """Reference to entry, for the whole guide. Whoever keeps a guide keeps its index beside it."""
    return MappingProxyType({entry.ref: entry for entry in entries(guide)})


def page(guide: Guide, page_id: str) -> Page | None:
    """A page of the pack by its id."""
    return next((page for page in guide.pages if page.id == page_id), None)
