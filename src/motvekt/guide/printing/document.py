"""The whole guide as plain data for the template: chapters, each a row of blocks.

Beside the blocks of `tree.py` there are `h` with a `ref` (the place that links lead to), `small`, `under` (a bold line
with blocks below it), `pair` (two columns, each with a heading), `steps` (the drawn routine) and `contacts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from motvekt.guide import listing
from motvekt.guide.kinds import Function
from motvekt.guide.printing import common, drawings
from motvekt.guide.printing.common import Print
from motvekt.guide.printing.tree import Tree, said, tree
from motvekt.guide.prose import Terms
from motvekt.guide.schema import Group, LawNote, LegalBasis, Path, Printed, Sign, Step
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
            *({"title": str(PARTS[part].title), "blocks": list(make())} for part, make in chapters.items()),
            {"title": _("Hvem du kan ringe"), "blocks": list(book.contacts())},
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
        return tree(text[language], language=language, terms=self.terms, skip=skip, below=below)

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
            yield _facts(_("Ansvarlig:"), [responsible])
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
        yield _facts(_("Åpen for"), (SENDERS[sender] for sender in basis.senders))
        yield _facts(_("Kan gå til"), (RECIPIENTS[recipient] for recipient in basis.recipients))
        if basis.duty:
            yield _facts(_("Plikt"), [_("Dette er noe du skal, ikke bare noe du kan.")])
        if basis.as_health_personnel:
            yield _facts(_("Gjelder"), [_("Det du fikk vite som helsepersonell.")])
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
        return [{"k": "small", "c": [said(cited.cite)]}, *self.prose(cited.says)] if cited else [_paragraph(instead)]

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
            if items:
                yield {"k": "h", "level": 2, "c": [str(heading)]}
            for item in items:
                yield self._heading(3, item, f"advice/{item.id}")
                yield from self.prose(item.text)
                if item.points:
                    yield self._points(item.points)
                yield self._source(item)

    def contacts(self) -> Iterator[Block]:
        columns = [_("Hvem"), _("Ring eller skriv"), _("Når")]
        # One table: whoever looks for a number reads down a column.
        listed = [row | {"ref": ref} for row, ref in self._contact_rows()]
        yield {"k": "contacts", "head": columns, "rows": listed, "checked": _("Sist sjekket")}
        yield {"k": "small", "c": [listing.checked(self.guide, self.shown.imprint.checked)]}
        if self.guide.desks:
            yield {"k": "h", "level": 2, "c": [_("Hvor du melder")]}
            for desk in self.guide.desks:
                yield {"k": "h", "level": 3, "c": [self.words(desk.name)], "ref": f"contacts/{desk.id}"}
                yield from self.prose(desk.text)

    def _contact_rows(self) -> Iterator[tuple[Block, str]]:
        for contact in listing.ordered(self.guide):
            yield common.contact_row(self.shown, contact), f"contacts/{contact.id}"
        yield common.helpline(), ""

    def pages(self) -> Iterator[Block]:
        for page in self.guide.pages:
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
            yield _facts(title, names)

    def _source(self, item: Item) -> Block:
        parts = [_("Kilde:"), self._origin(item.source)]
        if printed := getattr(item, "as_printed", None):
            parts.append(_("I trykken står det «%(printed)s».") % {"printed": printed})
        return {"k": "source", "c": [said(" ".join(parts))]}

    def _origin(self, source: Source) -> str:
        if isinstance(source, LawSource):
            return _("%(ref)s, lest %(day)s.") % {"ref": source.ref, "day": day(source.checked)}
        if isinstance(source, OwnSource):
            return _("skrevet for denne utgaven.")
        title = next((work.title for work in self.guide.works if work.id == source.work), source.work)
        return f"{title}, {_('side %(page)s') % {'page': source.page}}." if source.page else f"{title}."


def _paragraph(*content: Any) -> Block:
    return {"k": "p", "c": list(content)}


def _under(title: str, blocks: Sequence[Block]) -> Block:
    return {"k": "under", "title": title, "blocks": list(blocks)}


def _facts(title: str, words: Iterable[object]) -> Block:
    return {"k": "p", "c": [{"strong": [title.rstrip(":") + ":"]}, " ", ", ".join(str(word) for word in words)]}


def _joined(parts: Sequence[Any]) -> Iterator[Any]:
    for place, part in enumerate(parts):
        if place:
            yield ", "
        yield part
