"""What the pages show, put together from the edition: plain data for the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from motvekt.guide import assistant, contacts
from motvekt.guide.assistant import Advice, Kind, Question
from motvekt.guide.kinds import Function, StepKind, Topic
from motvekt.guide.middleware import GuideRequest
from motvekt.guide.parts import Entry, Part
from motvekt.guide.queries import InForce
from motvekt.guide.schema import Guide, Step
from motvekt.guide.shapes import Label
from motvekt.guide.wording import (
    ADVICE_GROUPS,
    ANSWERS,
    KINDS,
    MEASURE_KINDS,
    PARTS,
    QUESTIONS,
    RECIPIENTS,
    RESOURCE_KINDS,
    SCHOOL_SAFETY,
    SENDERS,
    Answering,
    Asking,
    Words,
)
from motvekt.kernel import clock


@dataclass(frozen=True)
class Choice:
    """An answer on a question's page. `label` is the interface's words or a text of the guide's."""

    value: str
    label: Words | Label
    note: Words | Label = ""
    danger: bool = False


@dataclass(frozen=True)
class Said:
    """An answer retold, with the address that asks for it again."""

    label: Words | Label
    again: str


def address(route: str, answers: Mapping[str, str]) -> str:
    """A page of the assistant with these answers."""
    query = urlencode(answers)
    return reverse(route) + (f"?{query}" if query else "")


def question_page(guide: Guide, question: Question, answers: Mapping[str, str]) -> dict[str, Any]:
    """Context of a question's page."""
    asked = [row.id for row in assistant.QUESTIONS if row.id in answers]
    # Who one is may have been said on the front page: a choice there, no question here.
    number = 1 + len(asked) - _chosen_on_the_front_page(answers)
    left = assistant.remaining(guide, answers)
    return {
        "question": question,
        "asking": _asking(guide, question, answers),
        "choices": [choice(guide, question.id, option) for option in question.options],
        "given": list(answers.items()),
        "number": number,
        "of": number - 1 + left,
        "back": address("guide:assistant", _without_last(answers)) if answers else reverse("guide:front"),
        "offer_leader": question.id == "tjeneste",
        "call": address("guide:call", assistant.calling(answers)),
    }


def _chosen_on_the_front_page(answers: Mapping[str, str]) -> bool:
    given = [name for name in answers if name in ("fare", "hvem")]
    return given[:1] == ["hvem"]


def _asking(guide: Guide, question: Question, answers: Mapping[str, str]) -> Asking:
    return SCHOOL_SAFETY if "skole" in question.options and question.id == "trygg" else QUESTIONS[question.id]


def _without_last(answers: Mapping[str, str]) -> dict[str, str]:
    questions = [name for name in answers if name not in ("leder", "kommune")]
    gone = {questions[-1]} if questions else set()
    if "tjeneste" in gone:
        gone.add("leder")
    return {name: value for name, value in answers.items() if name not in gone}


def choice(guide: Guide, question: str, option: str) -> Choice:
    """An answer in words: the guide's own for services and steps, the interface's for the rest."""
    if question == "tjeneste":
        service = next(service for service in guide.services if service.id == option)
        return Choice(option, service.label, service.examples)
    if question == "trinn" and option != assistant.START:
        return Choice(option, next(step.done for step in guide.steps if step.id == option))
    words = ANSWERS[question, option]
    return Choice(option, words.label, words.note, danger=question == "fare" and option in ("ja", "trussel"))


def said(guide: Guide, answers: Mapping[str, str]) -> list[Said]:
    """The answers retold, in the order of the questions."""
    order = [row.id for row in assistant.QUESTIONS] + ["leder"]
    return [
        Said(_retold(guide, name, answers[name]), address("guide:assistant", _before(answers, name)))
        for name in order
        if name in answers
    ]


def _retold(guide: Guide, name: str, value: str) -> Words | Label:
    words: Answering | None = ANSWERS.get((name, value))
    return (words.retold or words.label) if words else choice(guide, name, value).label


def _before(answers: Mapping[str, str], name: str) -> dict[str, str]:
    """The answers that stand when `name` is asked again: those to the questions before it."""
    order = [row.id for row in assistant.QUESTIONS]
    position = order.index("tjeneste" if name == "leder" else name)
    kept = {"kommune", *order[:position]} | ({"hvem"} if _chosen_on_the_front_page(answers) else set())
    return {key: value for key, value in answers.items() if key in kept - {name}}


@dataclass(frozen=True)
class ContactList:
    """Contacts to show, and the choice of municipality above them."""

    now: list[contacts.Line]
    later: list[contacts.Line]
    unknown: list[contacts.Line]
    choices: list[tuple[Label | None, str, bool]]
    """Municipality (None: all), address, and whether it is the one shown. Empty where there is only one."""
    checked: date | None
    """The day since which all of them are known to be right; None where not all have been checked."""
    some_checked: bool
    at: datetime


def contact_list(
    request: GuideRequest,
    *,
    route: str,
    answers: Mapping[str, str],
    functions: Sequence[Any] | None,
    emergency: bool = False,
) -> ContactList:
    """Contacts for these answers: the numbers that are always open, then those open now, then the others."""
    guide, at = request.edition.guide, clock.now()
    municipality = answers.get("kommune")
    found = contacts.lines(guide, request.edition.checked, at, functions=functions, municipality=municipality)
    always = ([contacts.constant("emergency")] if emergency else []) + [contacts.constant("child_helpline")]
    days = [line.checked for line in found if line.checked]
    callable_ones = [line for line in found if line.phones]
    return ContactList(
        now=always + [line for line in found if line.availability.is_open],
        later=[line for line in found if line.availability.state == "closed"],
        unknown=[line for line in found if line.availability.state == "unknown"],
        choices=_municipalities(guide, route, answers),
        checked=min(days) if days and len(days) >= len(callable_ones) else None,
        some_checked=bool(days),
        at=at,
    )


def _municipalities(guide: Guide, route: str, answers: Mapping[str, str]) -> list[tuple[Label | None, str, bool]]:
    if len(guide.municipalities) < 2:
        return []
    without = {name: value for name, value in answers.items() if name != "kommune"}
    chosen = answers.get("kommune")
    every: list[tuple[Label | None, str, bool]] = [(None, address(route, without), chosen is None)]
    return every + [
        (place.name, address(route, {**without, "kommune": place.id}), place.id == chosen)
        for place in guide.municipalities
    ]


@dataclass(frozen=True)
class Section:
    """A topic's advice on the advice page."""

    topic: Topic
    items: list[Any]


def sections(guide: Guide, topics: Sequence[Topic]) -> dict[str, Section]:
    """Topic to its items, in the order of the topics."""
    return {topic.value: Section(topic, [item for item in guide.advice if item.topic is topic]) for topic in topics}


FIRST = (
    Topic.HATE_CRIME_VICTIM,
    Topic.LEAVING,
    Topic.SELF,
    Topic.UNSAFE_HOME,
    Topic.PUPIL_SAFETY,
    Topic.LEADER,
    Topic.PARENT,
    Topic.PRIVATE_PERSON,
)
"""Topics that stand beside the next step; only views do so too, where that is the matter."""

LAST = (Topic.MANY_SIGNS, Topic.ONLY_VIEWS, Topic.ANONYMOUS)
"""Topics that are folded away below."""


def advice_page(request: GuideRequest, advice: Advice, answers: Mapping[str, str]) -> dict[str, Any]:
    """Context of the advice page."""
    guide = request.edition.guide
    by_topic = sections(guide, advice.topics)
    first = [topic for topic in advice.topics if topic in FIRST]
    if "leder" in answers and advice.path is not None:
        first.remove(Topic.LEADER)
    if advice.kind is Kind.VIEWS:
        first.insert(0, Topic.ONLY_VIEWS)
    opening = by_topic[first[0]].items[0] if first and advice.path is None else None
    listed = contact_list(request, route="guide:assistant", answers=answers, functions=advice.functions)
    return {
        "advice": advice,
        "headline": opening.label if opening else KINDS[advice.kind],
        "headline_item": opening.id if opening else None,
        "said": said(guide, answers),
        "sections": by_topic,
        "first": [topic.value for topic in first],
        "last": [topic.value for topic in advice.topics if topic in LAST and topic not in first],
        "steps": guide.steps,
        "open": _open(advice),
        "no_path": advice.path is None,
        "leader_first": "leder" in answers and advice.path is not None,
        "for_you": advice.kind is Kind.SELF,
        "contacts": listed,
        "services": [choice(guide, "tjeneste", service.id) for service in guide.services] if advice.ask_service else [],
        "given": list(answers.items()),
        "back": address("guide:assistant", _without_last(answers)),
        "call": address("guide:call", assistant.calling(answers)),
        "lawyers": contacts.lines(guide, {}, clock.now(), functions=[Function.LAWYER]) if advice.service else [],
    }


OPEN_BY_STEP = {StepKind.DESCRIBE: "writing", StepKind.DIALOGUE: "talking"}


def _open(advice: Advice) -> str | None:
    """Which of the three long sections is open from the start: the one that the next step needs."""
    if advice.kind is Kind.SERIOUS or advice.ask_service:
        return None
    if isinstance(advice.path, Step):
        return OPEN_BY_STEP.get(advice.path.kind, "law")
    return None


def unsafe_home(wanted: Mapping[str, str]) -> str | None:
    """The address of the list with child welfare first, where that is another list."""
    if wanted.get("hvem") == "meg" or "trygg" in wanted or "fare" in wanted:
        return None
    return address("guide:call", {name: value for name, value in wanted.items() if name != "sak"} | {"trygg": "hjemme"})


def siblings(edition: InForce, entry: Entry) -> list[Entry]:
    """The items beside this one: of the same group or area where it has one, of the same field otherwise."""

    def group(item: Any) -> Any:
        return getattr(item, "group", getattr(item, "area", None))

    return [
        other
        for other in edition.index.values()
        if other.field == entry.field and group(other.item) == group(entry.item) and other.ref != entry.ref
    ]


def part_page(part: Part) -> dict[str, Any]:
    """Context that a part's page and its items' pages share."""
    return {
        "part": part,
        "part_title": PARTS[part.id],
        "section": "guide",
        **ITEM_WORDS,
    }


ASKED_FOR: Mapping[str, str] = {"course": "course", "teaching": "material", "parents_guide": "parents_guide"}
"""A resource's kind to what one asks the SLT desk for, where it can be had from there."""

ITEM_WORDS: Mapping[str, Any] = {
    "advice_groups": ADVICE_GROUPS,
    "measure_kinds": MEASURE_KINDS,
    "resource_kinds": RESOURCE_KINDS,
    "asked_for": ASKED_FOR,
    "senders": SENDERS,
    "recipients": RECIPIENTS,
}
"""The interface's own words that the items' templates look up."""
