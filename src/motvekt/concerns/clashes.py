"""Two who wrote at once: what the one wrote beside what the other did, and what becomes of it. Nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from motvekt.access.standing import Standing
from motvekt.concerns import lists, queries, sheet
from motvekt.concerns.models import Concern
from motvekt.concerns.queries import Part
from motvekt.concerns.sheet import REFLECTION, Sheet
from motvekt.concerns.texts import Observation, Reflection
from motvekt.concerns.writing_actions import Sent
from motvekt.organisations.models import Account

CHOICE, OTHER, TOGETHER = "valg:", "deres:", "sammen:"
"""What the names of the fields begin with by which somebody chooses: which text, the other one's, and both in one."""
MINE, THEIRS, BOTH = "mitt", "deres", "sammen"
_LINES = frozenset({"when", "often"})
_ANSWERS = frozenset({"unsafe_pupil"})


@dataclass(frozen=True)
class Differs:
    """A field that the two filled in differently."""

    name: str
    label: str
    mine: str
    theirs: str
    together: str
    """Both, one after the other; empty where only one of them can stand."""
    shown: tuple[str, str]
    """Mine and theirs as they are read."""


@dataclass(frozen=True)
class Clash:
    """What was written while a sheet was open: by whom, None where it was oneself in another window."""

    who: Account | None
    differs: Sequence[Differs]
    carried: Sequence[tuple[str, str]]
    """Every other field of the form, as it was sent, with the versions that hold now."""


def found(by: Standing, concern: Concern, sent: Sheet, data: QueryDict) -> Clash:
    """What differs between a sheet that was sent and what stands there now."""
    parts = {part.id: part for part in queries.parts(by, concern)}
    differs: list[Differs] = []
    now: dict[str, str] = {}
    who: Account | None = None
    for one in sent.sent():
        is_reflection = isinstance(one.content, Reflection)
        part = parts.get(one.id) or (sheet.reflection_of(parts.values()) if is_reflection else None)
        if part is None or part.version == one.version:
            continue
        prefix = REFLECTION if is_reflection else f"o-{one.id}"
        now[f"{prefix}-version"] = str(part.version)
        if is_reflection:
            now[f"{prefix}-id"] = str(part.id)
            who = _writer(by, part)
        differs += _differing(prefix, one, part, sent)
    left_out = {row.name for row in differs} | {"csrfmiddlewaretoken"} | set(now)
    carried = [(key, value) for key, values in data.lists() if _is_kept(key, left_out) for value in values]
    return Clash(who, differs, [*carried, *now.items()])


def _is_kept(key: str, left_out: set[str]) -> bool:
    return key not in left_out and not key.startswith((CHOICE, OTHER, TOGETHER))


def _writer(by: Standing, part: Part) -> Account | None:
    """Who wrote there last, unless it was oneself."""
    last = part.content.by if isinstance(part.content, Reflection) else ""
    account = lists.names({last}).get(last) if last else part.written_by
    return None if account is None or account.id == by.account else account


def _differing(prefix: str, one: Sent, part: Part, sent: Sheet) -> list[Differs]:
    if not isinstance(part.content, Observation | Reflection):
        return []
    forms = {form.prefix: form for form in sent.forms}
    mine, theirs = one.content.model_dump(), part.content.model_dump()
    return [
        _row(forms[prefix], name, mine[name], theirs[name])
        for name in mine
        if name not in ("by", "prompts") and mine[name] != theirs[name]
    ]


def _row(form: Any, name: str, mine: str, theirs: str) -> Differs:
    words: Mapping[str, str] = {}
    together = ""
    if name in _ANSWERS:
        words = {value: str(said) for value, said in form.fields[name].choices}
    else:
        together = ("; " if name in _LINES else "\n\n").join(text for text in (theirs, mine) if text)
    shown = (words.get(mine, mine), words.get(theirs, theirs))
    return Differs(form.add_prefix(name), str(form.fields[name].label), mine, theirs, together, shown)


def resolved(data: QueryDict) -> QueryDict:
    """A form with each field as it was chosen. Without a choice it stays as it is."""
    if not any(key.startswith(CHOICE) for key in data):
        return data
    made = data.copy()
    for key in data:
        if key.startswith(CHOICE):
            name, chosen = key.removeprefix(CHOICE), str(data[key])
            source = {THEIRS: f"{OTHER}{name}", BOTH: f"{TOGETHER}{name}"}.get(chosen, name)
            made[name] = data.get(source, "")
    return made
