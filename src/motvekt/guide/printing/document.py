"""The whole guide as plain data for the template: chapters, each a row of blocks.

Beside the blocks of `tree.py` there are `h` with a `ref` (the place that links lead to; an element of a list may have
several `places`), `small`, `source`, `facts` (each with its name, on a
line of its own), `under` (a bold line with blocks below it), `pair` (two columns, each with a
heading), `steps` (the drawn routine) and `contacts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from motvekt.guide import listing
from motvekt.guide.kinds import Function
from motvekt.guide.parts import WEBSITE_PAGES
from motvekt.guide.printing import common, drawings
from motvekt.guide.printing.common import Print
from motvekt.guide.printing.tree import Tree, inside, said, tree
from motvekt.guide.prose import Terms
from motvekt.guide.schema import Desk, Group, LawNote, LegalBasis, Path, Printed, Sign, Step
from motvekt.guide.shapes import Item, LawSource, OwnSource, Prose, Source
from motvekt.guide.templatetags.guide import day
from motvekt.guide.wording import MEASURE_KINDS, PARTS, RECIPIENTS, RESOURCE_KINDS, SENDERS, TOPICS

Block = dict[str, Any]


def document(shown: Print) -> dict[str, Any]:
    """The guide from its cover to its last page."""
    guide = shown.guide
    book = _Book(shown)
    chapters = {
        "definitions": book.definitions,
        "signs": book.signs,
        "factors": book.factors,
        "routine": book.routine,
        "legal_bases": book.law,
        "measures": book.measures,
        "cooperation": book.cooperation,
        "resources": book.resources,
        "advice": book.advice,
    }
    return common.frame(shown, shown.words(guide.title), "/veileder/") | {
        "heading": shown.words(guide.title),
        "drawing": drawings.beam(),
        "about": book.prose(guide.about),
        "contents_title": _("Innhold"),
        "emergency_words": _("Er noen i fare? Ring 112."),
        "chapters": [
            # First, for somebody in a hurry, and by the name that the guide's texts have for it.
            {"title": _("Kontakter: hvem du kan ringe"), "blocks": list(book.contacts())},
            *({"title": str(PARTS[part].title), "blocks": list(make())} for part, make in chapters.items()),
            {"title": _("Om veilederen og deg"), "blocks": list(book.pages())},
        ],
    }


class _Book:
    """The chapters, each an iterator over blocks. Items are headings of the second or third level."""

    def __init__(self, shown: Print) -> None:
        self.shown = shown
        self.guide = shown.guide
        self.words = shown.words
        self.terms = Terms.build(shown.guide, shown.language)
        self.functions: Mapping[Function, str] = {name.id: self.words(name.label) for name in shown.guide.functions}

    def prose(self, text: Prose | Mapping[Any, str], skip: str = "", below: int = 0) -> Tree:
        language = self.shown.language
        return tree(text[language], language=language, terms=self.terms, address=self.address, skip=skip, below=below)

    def address(self, ref: str) -> str:
        """An item's place in the document; of a page that it leaves out, the address, or "" where that isn't known."""
        page = ref.removeprefix("pages/")
        return self.shown.address(f"/{page}/") if page in WEBSITE_PAGES else inside(ref)

    def definitions(self) -> Iterator[Block]:
        labels = {definition.id: self.words(definition.label) for definition in self.guide.definitions}
        for item in self.guide.definitions:
            ref = f"definitions/{item.id}"
            yield self._heading(2, item, ref)
            yield from self.prose(item.text, skip=ref)
            if item.see:
                others = [{"to": f"#definitions/{other}", "c": [labels[other]]} for other in item.see]
                yield {"k": "p", "c": [_("Se også:"), " ", *_joined(others)]}
            yield self._source(item)

    def signs(self) -> Iterator[Block]:
        yield from self.prose(self.guide.signs_intro)
        for group in self.guide.groups:
            yield self._heading(2, group, f"signs/{group.id}")
            for sign in self.guide.signs:
                if sign.group == group.id:
                    yield from self._sign(sign)

    def _sign(self, sign: Sign) -> Iterator[Block]:
        yield self._heading(3, sign, f"signs/{sign.id}")
        yield from self.prose(sign.text)
        yield _under(_("Når du skriver det ned"), self.prose(sign.describe))
        yield _under(_("Hva det ellers kan skyldes"), self.prose(sign.otherwise))
        yield self._source(sign)

    def factors(self) -> Iterator[Block]:
        yield from self.prose(self.guide.factors_intro)
        for area in self.guide.areas:
            yield self._heading(2, area, f"factors/{area.id}")
            yield {
                "k": "pair",
                "long": True,
                "sides": [
                    {"title": _("Beskytter"), "blocks": [self._factor_list(area, "protective")]},
                    {"title": _("Kan gjøre det vanskelig"), "blocks": [self._factor_list(area, "risk")]},
                ],
            }

    def _factor_list(self, area: Group, side: str) -> Block:
        items = [
            {
                "ref": f"factors/{factor.id}",
                "body": [
                    _paragraph({"strong": [self.words(factor.label)]}),
                    *(self.prose(factor.text) if factor.text else ()),
                ],
            }
            for factor in self.guide.factors
            if factor.area == area.id and factor.side == side
        ]
        return {"k": "ul", "start": 1, "items": items}

    def routine(self) -> Iterator[Block]:
        guide = self.guide
        yield from self.prose(guide.routine_intro)
        drawn = [
            {"drawing": drawings.step(step, place, guide.steps), "title": f"{place + 1}. {self.words(step.short)}"}
            for place, step in enumerate(guide.steps)
        ]
        yield {"k": "steps", "steps": drawn}
        for place, step in enumerate(guide.steps, 1):
            yield from self._path(step, f"{place}. ")
        for path in (guide.private, guide.serious, guide.afterwards):
            yield from self._path(path)

    def _path(self, path: Path, number: str = "") -> Iterator[Block]:
        yield self._heading(2, path, f"routine/{path.id}", number)
        yield from self.prose(path.lead)
        if isinstance(path, Step):
            responsible = ", ".join(self.words(entry.label) for entry in path.responsible)
            yield _facts((_("Ansvarlig:"), [responsible]))
        yield {"k": "ol", "start": 1, "items": [{"body": self.prose(thing)} for thing in path.do]}
        yield from self.prose(path.text)
        yield from self._ask(_("Kan spørres:"), path.contacts)
        yield self._source(path)

    def law(self) -> Iterator[Block]:
        yield from self.prose(self.guide.law_intro)
        for basis in self.guide.bases:
            yield from self._basis(basis)
        for note in self.guide.notes:
            yield self._heading(2, note, f"legal_bases/{note.id}")
            yield from self.prose(note.text)
            if note.printed or note.in_force:
                yield self._printed(note)
            yield self._source(note)

    def _basis(self, basis: LegalBasis) -> Iterator[Block]:
        yield self._heading(2, basis, f"legal_bases/{basis.id}")
        yield _under(self.words(basis.hearer), self.prose(basis.say))
        if basis.attest:
            yield _under(_("Du må kunne stå for"), [self._points(basis.attest)])
        facts: list[tuple[str, Iterable[object]]] = [
            (_("Kan brukes av"), (SENDERS[sender] for sender in basis.senders)),
            (_("Kan gå til"), (RECIPIENTS[recipient] for recipient in basis.recipients)),
        ]
        if basis.duty:
            facts.append((_("Plikt"), [_("Dette er noe du skal, ikke bare noe du kan.")]))
        if basis.as_health_personnel:
            facts.append((_("Gjelder"), [_("Det du fikk vite som helsepersonell.")]))
        yield _facts(*facts)
        yield self._printed(basis)
        if basis.note:
            yield from self.prose(basis.note)
        yield self._source(basis)

    def _printed(self, law: LegalBasis | LawNote) -> Block:
        sides = [
            (_("Som trykt"), law.printed, _("Står ikke i den trykte veilederen.")),
            (_("Gjelder nå"), law.in_force, _("Gjelder ikke lenger slik det er trykt.")),
        ]
        return {
            "k": "pair",
            "long": False,
            "sides": [{"title": title, "blocks": self._citation(cited, instead)} for title, cited, instead in sides],
        }

    def _citation(self, cited: Printed | None, instead: str) -> list[Block]:
        if not cited:
            return [_paragraph(instead)]
        return [{"k": "small", "c": [self._in_its_language(cited.cite)]}, *self.prose(cited.says)]

    def measures(self) -> Iterator[Block]:
        yield from self.prose(self.guide.measures_intro)
        for item in self.guide.measures:
            yield self._heading(2, item, f"measures/{item.id}")
            yield {"k": "small", "c": [str(MEASURE_KINDS[item.kind])]}
            yield from self.prose(item.text)
            yield from self._ask(_("Spør:"), item.functions)
            yield self._source(item)

    def cooperation(self) -> Iterator[Block]:
        yield from self.prose(self.guide.cooperation_intro)
        for item in self.guide.cooperation:
            yield self._heading(2, item, f"cooperation/{item.id}")
            yield from self.prose(item.text)
            yield self._source(item)
        if self.guide.sectors:
            yield {"k": "h", "level": 2, "c": [_("Sektorene")]}
            items = [
                {
                    "ref": f"cooperation/{sector.id}",
                    "body": [_paragraph({"strong": [self.words(sector.label)]}, ": ", self.words(sector.examples))],
                }
                for sector in self.guide.sectors
            ]
            yield {"k": "ul", "start": 1, "items": items}

    def resources(self) -> Iterator[Block]:
        yield from self.prose(self.guide.resources_intro)
        for item in self.guide.resources:
            yield self._heading(2, item, f"resources/{item.id}")
            yield {"k": "small", "c": [str(RESOURCE_KINDS[item.kind])]}
            yield from self.prose(item.text)
            if item.url:
                yield {"k": "p", "c": [{"to": item.url, "c": [said(item.printed_url or item.url)]}]}
            yield from self._ask(_("Spør:"), item.functions)
            yield self._source(item)

    def advice(self) -> Iterator[Block]:
        for topic, heading in TOPICS.items():
            items = [item for item in self.guide.advice if item.topic is topic]
            # One that stands alone, or by the name of its topic, needs no second heading above its own.
            named = len(items) == 1 or (bool(items) and self.words(items[0].label) == str(heading))
            if items and not named:
                yield {"k": "h", "level": 2, "c": [str(heading)]}
            for place, item in enumerate(items):
                yield self._heading(2 if named and place == 0 else 3, item, f"advice/{item.id}")
                yield from self.prose(item.text)
                if item.points:
                    yield self._points(item.points)
                yield self._source(item)

    def contacts(self) -> Iterator[Block]:
        columns = [_("Hvem"), _("Ring eller skriv"), _("Når")]
        # One table: whoever looks for a number reads down a column.
        yield {
            "k": "contacts",
            "head": columns,
            "rows": list(self._contact_rows()),
            "checked": _("Sist sjekket"),
            "unknown": _("ikke kjent"),
            "unreached": _("Nummeret står ikke i veilederen."),
        }
        yield {"k": "small", "c": [listing.checked(self.guide, self.shown.imprint.checked)]}
        if self.guide.desks:
            yield {"k": "h", "level": 2, "c": [_("Hvor du melder")]}
            yield {"k": "ul", "start": 1, "items": list(self._desks())}

    def _contact_rows(self) -> Iterator[Block]:
        yield common.emergency()
        for contact in listing.ordered(self.guide):
            yield common.contact_row(self.shown, contact) | {"ref": f"contacts/{contact.id}"}
        yield common.helpline()

    def _desks(self) -> Iterator[Block]:
        """Where to report; desks of which the same is said stand together."""
        alike: dict[str, list[Desk]] = {}
        for desk in self.guide.desks:
            alike.setdefault(desk.text[self.shown.language], []).append(desk)
        for desks in alike.values():
            names = ", ".join(self.words(desk.name) for desk in desks)
            places = [{"ref": f"contacts/{desk.id}"} for desk in desks]
            yield {"places": places, "body": [_paragraph({"strong": [names]}), *self.prose(desks[0].text)]}

    def pages(self) -> Iterator[Block]:
        for page in self.guide.pages:
            if page.id in WEBSITE_PAGES:
                continue
            yield {"k": "h", "level": 2, "c": [self.words(page.title)], "ref": f"pages/{page.id}"}
            yield from self.prose(page.text, below=2)

    def _heading(self, level: int, item: Any, ref: str, before: str = "") -> Block:
        return {"k": "h", "level": level, "c": [before + self.words(item.label)], "ref": ref}

    def _points(self, points: Sequence[Mapping[Any, str]]) -> Block:
        items = [{"body": [_paragraph(said(point[self.shown.language]))]} for point in points]
        return {"k": "ul", "start": 1, "items": items}

    def _ask(self, title: str, functions: Sequence[Function]) -> Iterator[Block]:
        names = [self.functions[function] for function in functions if function in self.functions]
        if names:
            yield _facts((title, names))

    def _source(self, item: Item) -> Block:
        parts = [_("Kilde:"), " ", *self._origin(item.source)]
        if printed := getattr(item, "as_printed", None):
            before, _printed, after = _("I trykken står det «%(printed)s».").partition("%(printed)s")
            parts += [f" {before}", self._in_its_language(printed), after]
        return {"k": "source", "c": parts}

    def _origin(self, source: Source) -> Iterator[Any]:
        if isinstance(source, OwnSource):
            yield _("skrevet for denne utgaven.")
        elif isinstance(source, LawSource):
            before, _ref, after = _("%(ref)s, lest %(day)s.").partition("%(ref)s")
            yield from (before, self._in_its_language(source.ref), after % {"day": day(source.checked)})
        else:
            title = next((work.title for work in self.guide.works if work.id == source.work), source.work)
            yield self._in_its_language(title)
            yield f", {_('side %(page)s') % {'page': source.page}}." if source.page else "."

    def _in_its_language(self, text: str) -> Any:
        """Titles, citations and what was printed are in the pack's own language, whatever the document's is."""
        own = self.guide.default_language
        return said(text) if own == self.shown.language else {"lang": own, "c": [said(text)]}


def _paragraph(*content: Any) -> Block:
    return {"k": "p", "c": list(content)}


def _under(title: str, blocks: Sequence[Block]) -> Block:
    return {"k": "under", "title": title, "blocks": list(blocks)}


def _facts(*facts: tuple[str, Iterable[object]]) -> Block:
    rows = [{"name": name.rstrip(":"), "said": ", ".join(str(word) for word in words)} for name, words in facts]
    return {"k": "facts", "facts": rows}


def _joined(parts: Sequence[Any]) -> Iterator[Any]:
    for place, part in enumerate(parts):
        if place:
            yield ", "
        yield part
