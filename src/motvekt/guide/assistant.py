"""«Hva gjør jeg nå?»: a pure function over a guide, from answers to the next question or to advice.

Danger comes first: a yes, a threat or a "don't know" ends in 112 at once, whatever else stands in the address. The
other answers choose which of the guide's own texts are shown. Nothing is counted, weighed or judged.

`QUESTIONS` and `SITUATIONS` are the whole of it; the pages, the tests and `docs/reference/assistant.md` read them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from motvekt.guide.kinds import AgencyKind, Function, Topic
from motvekt.guide.schema import Guide, LegalBasis, Path, Service, Step
from motvekt.guide.shapes import Label

START = "start"
"""The answer "I have done nothing yet" to how far one has come."""

UNSURE = "vet-ikke"
DANGER = frozenset({"ja", "trussel", UNSURE})
"""Answers to the first question that mean 112. "I don't know" counts as yes."""


SERIOUS = frozenset({"alvorlig", UNSURE})
"""Matters where the telephone number comes before the service is asked for."""


class Kind(StrEnum):
    """Which of the guide's situations an advice is about."""

    NOW = "now"
    SERIOUS = "serious"
    STEP = "step"
    REPORTED = "reported"
    PRIVATE = "private"
    VICTIM = "victim"
    LEAVING = "leaving"
    VIEWS = "views"
    SELF = "self"


@dataclass(frozen=True)
class Question:
    """A question and the answers that can be given to it, in order."""

    id: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """What to show: references into the guide, never text of its own.

    `functions` is the order in which to call; `bases` what the law of this service allows, in the guide's order.
    `ask_service` is true where the law could be shown more exactly if the service were known.
    """

    kind: Kind
    path: Path | None = None
    number: int | None = None
    responsible: Label | None = None
    functions: tuple[Function, ...] = ()
    bases: tuple[LegalBasis, ...] = ()
    printed: tuple[LegalBasis, ...] = ()
    topics: tuple[Topic, ...] = ()
    service: Service | None = None
    emergency: bool = False
    ask_service: bool = False


@dataclass(frozen=True)
class Asked:
    """A row of the table: when a question is asked, and what can be answered."""

    id: str
    when: Callable[[Guide, Mapping[str, str]], bool]
    options: Callable[[Guide, Mapping[str, str]], tuple[str, ...]]


def _fixed(*options: str) -> Callable[[Guide, Mapping[str, str]], tuple[str, ...]]:
    return lambda guide, answers: options


def _services(guide: Guide, answers: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(service.id for service in guide.services)


def _safety_options(guide: Guide, answers: Mapping[str, str]) -> tuple[str, ...]:
    service = _service(guide, answers)
    at_school = service is not None and service.kind is AgencyKind.EDUCATION
    return ("nei", "hjemme", "skole", UNSURE) if at_school else ("nei", "hjemme", UNSURE)


QUESTIONS = (
    Asked("fare", lambda g, a: True, _fixed("ja", "trussel", UNSURE, "nei")),
    Asked("hvem", lambda g, a: True, _fixed("jobb", "privat", "meg")),
    Asked(
        "sak",
        lambda g, a: a["hvem"] != "meg",
        _fixed("bekymring", "alvorlig", UNSURE, "utsatt", "ut", "mening"),
    ),
    Asked(
        "tjeneste",
        lambda g, a: a["hvem"] == "jobb" and a["sak"] not in SERIOUS,
        _services,
    ),
    Asked("forelder", lambda g, a: a["hvem"] == "privat", _fixed("ja", "nei")),
    Asked(
        "trinn",
        lambda g, a: a["hvem"] == "jobb" and a["sak"] == "bekymring",
        lambda g, a: (START, *(step.id for step in g.steps)),
    ),
    Asked(
        "trygg",
        lambda g, a: a["hvem"] != "meg" and a["sak"] == "bekymring" and a.get("forelder") != "ja",
        _safety_options,
    ),
)
"""In the order in which they are asked."""

EXTRAS = (
    Asked("tjeneste", lambda g, a: a.get("hvem") == "jobb" and a.get("sak") in SERIOUS, _services),
    Asked("leder", lambda g, a: a.get("hvem") == "jobb", _fixed("ja")),
    Asked("kommune", lambda g, a: True, lambda g, a: tuple(place.id for place in g.municipalities)),
)
"""Answers that can be given and are not waited for: the service where it is serious, a tick, the municipality."""


class UnknownAnswer(ValueError):
    """Somebody's address has an answer that the guide does not have: to `question`, after the answers `before` it."""

    def __init__(self, question: Question, before: Mapping[str, str]) -> None:
        super().__init__(question.id)
        self.question = question
        self.before = before


def in_danger(given: Iterable[tuple[str, str]]) -> str | None:
    """The answer that means 112, however the address was put together, or None.

    Capitals, spaces and what a mail program hangs on to an address make no difference here.
    """
    for name, value in given:
        if name.strip().casefold().removeprefix("amp;") == "fare":
            word = _WORD.match(value.strip().casefold().replace("_", "-"))
            if word and word[0] in DANGER:
                return word[0]
    return None


_WORD = re.compile(r"[a-z]+(-[a-z]+)*")


def options(guide: Guide, name: str, answers: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What can be answered to a question, or given as an extra, after these answers."""
    return next(row.options(guide, answers or {}) for row in (*QUESTIONS, *EXTRAS) if row.id == name)


def read(guide: Guide, given: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The answers that count, in the order of the questions; unknown names and unknown extras are passed over.

    Where a name comes twice the last one counts, except that danger always does. An answer to a question that is not
    asked on this way is left out. Raises UnknownAnswer where a value is none of the question's, but never in danger.
    """
    last = dict(given)
    if danger := in_danger(given):
        last["fare"] = danger
        return _in_order({"fare": danger} | _known(guide, last, "hvem", "kommune"), last)
    kept = _asked_for(guide, last)
    for row in EXTRAS:
        if row.id not in kept and row.when(guide, kept) and last.get(row.id) in row.options(guide, kept):
            kept[row.id] = last[row.id]
    return _in_order(kept, last)


def _in_order(kept: Mapping[str, str], last: Mapping[str, str]) -> dict[str, str]:
    """In the order of the questions, whatever the address's was; only `hvem` may come first, as from the front page."""
    names = list(dict.fromkeys(row.id for row in (*QUESTIONS, *EXTRAS)))
    asked = [name for name in last if name in ("fare", "hvem")]
    if asked[:1] == ["hvem"]:
        names.sort(key=lambda name: name != "hvem")
    return {name: kept[name] for name in names if name in kept}


def _asked_for(guide: Guide, last: Mapping[str, str]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for row in QUESTIONS:
        if not row.when(guide, kept):
            continue
        if row.id not in last:
            # Only who one is can be said ahead of the first question (the front page does so).
            return kept or _known(guide, last, "hvem")
        if last[row.id] not in (options := row.options(guide, kept)):
            raise UnknownAnswer(Question(row.id, options), kept)
        kept[row.id] = last[row.id]
    return kept


def _known(guide: Guide, last: Mapping[str, str], *names: str) -> dict[str, str]:
    """Those of these answers that are given and known; the others are passed over."""
    return {name: last[name] for name in names if last.get(name) in options(guide, name)}


def advance(guide: Guide, answers: Mapping[str, str]) -> Question | Advice:
    """The next question, or the advice. `answers` come from `read`."""
    if answers.get("fare") in DANGER:
        return Advice(Kind.NOW, topics=(Topic.DANGER,), emergency=True)
    asked: dict[str, str] = {}
    for row in QUESTIONS:
        if not row.when(guide, asked):
            continue
        if row.id not in answers:
            return Question(row.id, row.options(guide, asked))
        asked[row.id] = answers[row.id]
    return _advice(guide, answers)


def remaining(guide: Guide, answers: Mapping[str, str]) -> int:
    """The most questions that can still come, this one included."""
    step = advance(guide, answers)
    if isinstance(step, Advice):
        return 0
    return 1 + max(remaining(guide, {**answers, step.id: option}) for option in _distinct(step))


def _distinct(question: Question) -> tuple[str, ...]:
    """Options that lead different ways: which service or step it is makes no difference to how many questions come."""
    return question.options[:1] if question.id in ("tjeneste", "trinn", "trygg") else question.options


def _advice(guide: Guide, answers: Mapping[str, str]) -> Advice:
    if answers["hvem"] == "meg":
        return Advice(Kind.SELF, topics=(Topic.SELF,), functions=CALL_FIRST["meg"])
    kind = SITUATIONS[answers["sak"]]
    private = answers["hvem"] == "privat"
    service = _service(guide, answers)
    path, number = _path(guide, kind, answers)
    return Advice(
        kind=_named(kind, path, guide),
        path=path,
        number=number,
        responsible=_responsible(path, service),
        functions=call_order(answers),
        bases=private_bases(guide) if private else bases_for(guide, service.kind if service else None),
        printed=printed_for(guide, service.kind) if service else (),
        topics=_topics(kind, answers, service),
        service=service,
        emergency=kind is Kind.SERIOUS,
        ask_service=not private and service is None,
    )


SITUATIONS = {
    "bekymring": Kind.STEP,
    "alvorlig": Kind.SERIOUS,
    UNSURE: Kind.SERIOUS,
    "utsatt": Kind.VICTIM,
    "ut": Kind.LEAVING,
    "mening": Kind.VIEWS,
}
"""What the matter is, and so which part of the guide answers. Whoever doesn't know how serious it is calls and asks."""

CALL_FIRST: Mapping[str, tuple[Function, ...]] = {
    "bekymring": (Function.SLT_COORDINATOR, Function.RADICALISATION_CONTACT, Function.CHILD_WELFARE),
    "alvorlig": (Function.RADICALISATION_CONTACT, Function.POLICE, Function.SLT_COORDINATOR, Function.CHILD_WELFARE),
    UNSURE: (Function.RADICALISATION_CONTACT, Function.POLICE, Function.SLT_COORDINATOR, Function.CHILD_WELFARE),
    "utsatt": (Function.POLICE, Function.SLT_COORDINATOR, Function.CHILD_WELFARE),
    "ut": (Function.RADICALISATION_CONTACT, Function.SLT_COORDINATOR, Function.CHILD_WELFARE),
    "mening": (Function.SLT_COORDINATOR, Function.CHILD_WELFARE),
    "meg": (Function.SLT_COORDINATOR, Function.RADICALISATION_CONTACT),
    "privat": (Function.RADICALISATION_CONTACT, Function.SLT_COORDINATOR, Function.CHILD_WELFARE),
}
"""Whom to call, first one first. The guide sends private persons to the radicalisation contact."""


def call_order(answers: Mapping[str, str]) -> tuple[Function, ...]:
    """Whom to call for these answers, complete or not; child welfare first where it may be unsafe at home."""
    if answers.get("hvem") == "meg":
        return CALL_FIRST["meg"]
    matter = answers.get("sak", "bekymring")
    order = CALL_FIRST["privat" if answers.get("hvem") == "privat" and matter == "bekymring" else matter]
    if answers.get("trygg") in ("hjemme", UNSURE):
        return (Function.CHILD_WELFARE, *(function for function in order if function is not Function.CHILD_WELFARE))
    return order


def calling(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that whom to call depends on: the address of «Vis bare hvem jeg kan ringe».

    Where it may be unsafe at home, that decides the order, and the matter is an ordinary one.
    """
    if answers.get("fare") in DANGER:
        return {"fare": answers["fare"]}
    if answers.get("trygg") in ("hjemme", UNSURE):
        answers = {**answers, "trygg": "hjemme"}
        return {name: answers[name] for name in ("hvem", "trygg", "kommune") if name in answers}
    return {name: answers[name] for name in ("hvem", "sak", "kommune") if name in answers}


def read_calling(guide: Guide, given: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What of an address the list of whom to call depends on; everything else is passed over."""
    last = dict(given)
    if danger := in_danger(given):
        return {"fare": danger}
    wanted = calling(_known(guide, last, "hvem", "sak", "trygg", "kommune"))
    return {name: wanted[name] for name in ("hvem", "sak", "trygg", "kommune") if name in wanted}


def _path(guide: Guide, kind: Kind, answers: Mapping[str, str]) -> tuple[Path | None, int | None]:
    if kind is Kind.SERIOUS:
        return guide.serious, None
    if kind is not Kind.STEP:
        return None, None
    if answers["hvem"] == "privat":
        return guide.private, None
    done = answers["trinn"]
    position = 0 if done == START else 1 + next(i for i, step in enumerate(guide.steps) if step.id == done)
    if position < len(guide.steps):
        return guide.steps[position], position + 1
    return guide.afterwards, None


def _named(kind: Kind, path: Path | None, guide: Guide) -> Kind:
    if kind is Kind.STEP and path is guide.private:
        return Kind.PRIVATE
    if kind is Kind.STEP and path is guide.afterwards:
        return Kind.REPORTED
    return kind


def _responsible(path: Path | None, service: Service | None) -> Label | None:
    if not isinstance(path, Step):
        return None
    for entry in path.responsible:
        if service is not None and service.kind in entry.kinds:
            return entry.label
    return next((entry.label for entry in path.responsible if not entry.kinds), path.responsible[0].label)


def _service(guide: Guide, answers: Mapping[str, str]) -> Service | None:
    return next((service for service in guide.services if service.id == answers.get("tjeneste")), None)


def _covers(basis: LegalBasis, sender: AgencyKind | None) -> bool:
    return "all" in basis.senders or (sender is not None and sender in basis.senders)


def private_bases(guide: Guide) -> tuple[LegalBasis, ...]:
    """What holds for somebody without a duty of confidentiality: their own line, and the duties of everybody."""
    return tuple(b for b in bases_for(guide, None) if b.duty) + tuple(b for b in guide.bases if "private" in b.senders)


def bases_for(guide: Guide, sender: AgencyKind | None) -> tuple[LegalBasis, ...]:
    """The bases in force that are open to a sender; only those open to all where the sender is not known."""
    return tuple(b for b in guide.bases if b.offered and b.in_force is not None and _covers(b, sender))


def printed_for(guide: Guide, sender: AgencyKind) -> tuple[LegalBasis, ...]:
    """The bases that the guide prints for a sender, those that no longer hold included."""
    return tuple(b for b in guide.bases if b.printed is not None and _covers(b, sender))


def _topics(kind: Kind, answers: Mapping[str, str], service: Service | None) -> tuple[Topic, ...]:
    """What to say, in order: the situation's own advice, duties that wait for nobody, then writing and talking."""
    topics: list[Topic] = list(OPENING[kind])
    if answers.get("trygg") in ("hjemme", UNSURE):
        topics.append(Topic.UNSAFE_HOME)
    if answers.get("trygg") == "skole" or (kind is Kind.VICTIM and service and service.kind is AgencyKind.EDUCATION):
        topics.append(Topic.PUPIL_SAFETY)
    if answers.get("leder") == "ja":
        topics.append(Topic.LEADER)
    if answers["hvem"] == "privat":
        topics.append(Topic.PARENT if answers.get("forelder") == "ja" else Topic.PRIVATE_PERSON)
    topics += [topic for topic in CLOSING if topic not in topics]
    return tuple(topics)


OPENING: Mapping[Kind, tuple[Topic, ...]] = {
    Kind.STEP: (),
    Kind.SERIOUS: (),
    Kind.VICTIM: (Topic.HATE_CRIME_VICTIM,),
    Kind.LEAVING: (Topic.LEAVING,),
    Kind.VIEWS: (Topic.ONLY_VIEWS,),
}

CLOSING = (
    Topic.WRITE_DO,
    Topic.WRITE_NOT,
    Topic.DIALOGUE,
    Topic.DIALOGUE_ASK,
    Topic.DIALOGUE_AVOID,
    Topic.MANY_SIGNS,
    Topic.ONLY_VIEWS,
    Topic.ANONYMOUS,
)
"""In every advice outside danger: what to write, how to talk, and what is no concern by itself."""
