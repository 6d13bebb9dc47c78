"""What is written in a concern, as it is kept in its sealed items: plain shapes, read and written as JSON.

None of it is ever required but the first words, and nothing in it is counted, weighed or sorted by anything but time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from motvekt.dossiers.kinds import ItemKind

LONGEST = 20_000
"""Signs in one text: some seven printed pages."""
LONGEST_LINE = 300

Text = Annotated[str, StringConstraints(max_length=LONGEST)]
Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE)]
Answer = Literal["", "yes", "no", "unsure"]


class Written(BaseModel):
    """What an item of a concern says."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Observation(Written):
    """What somebody saw or heard, or was told. `prompts` are signs and factors of the edition, in its order."""

    seen: Text = ""
    when: Line = ""
    """When and where."""
    often: Line = ""
    """Since when, and how often."""
    told: Text = ""
    """By whom (a role, no name), and whether they saw it themselves."""
    prompts: tuple[str, ...] = ()


class Reflection(Written):
    """What is made of it. All of it is asked, and none of it is required."""

    interpretation: Text = ""
    otherwise: Text = ""
    """What else could explain it."""
    protective: Text = ""
    remains: Text = ""
    """What remains if belief, opinion and clothing are taken away."""
    tried: Text = ""
    unknown: Text = ""
    unsafe_pupil: Answer = ""
    """Whether any pupil may be unsafe. A school has a duty and a plan of its own for that."""
    by: Line = ""
    """The account that wrote here last: all who take part write in the same text."""


class Discussion(Written):
    """With which functions it was discussed, and what was agreed."""

    with_whom: Line = ""
    """Functions, no names: colleague, leader, social teacher."""
    on: Line = ""
    agreed: Text = ""
    follows_up: Line = ""
    talks: Line = ""
    """Who talks to the person, and how."""


class Dialogue(Written):
    """The talk with the person: in their own words."""

    unsafe_home: Answer = ""
    """Whether it may be unsafe at home: asked before any contact with parents. Yes or unsure: child welfare first."""
    on: Line = ""
    questions: Text = ""
    """The open questions that were used."""
    words: Text = ""
    """The person's own."""
    wants: Text = ""
    parents: Literal["", "involved", "not_yet", "kept_out", "of_age"] = ""
    parents_words: Text = ""


class CallNote(Written):
    """Whom somebody called, when, and what they were told."""

    whom: Line = ""
    at: Line = ""
    log_number: Line = ""
    said: Text = ""


class DutyWords(Written):
    """What somebody stands for who did what they had a duty to."""

    rests_on: Text = ""
    """What it rests on: which act is feared, or which of the law's letters applies."""
    whom: Line = ""
    """Who was told, and when."""


class Closing(Written):
    """Why a concern was closed, and what is left to do."""

    words: Text = ""
    rest: Text = ""
    person: Text = ""
    """What the person says about it, in their own words."""


SHAPES: Mapping[ItemKind, type[Written]] = {
    ItemKind.OBSERVATION: Observation,
    ItemKind.REFLECTION: Reflection,
    ItemKind.DISCUSSION: Discussion,
    ItemKind.DIALOGUE: Dialogue,
    ItemKind.CALL: CallNote,
    ItemKind.DUTY: DutyWords,
    ItemKind.CLOSURE: Closing,
}


def written(content: Written) -> str:
    """As it is kept."""
    return content.model_dump_json()


def read(kind: ItemKind, text: str) -> Written:
    """What an item of that kind says. Raises ValidationError where it says something else."""
    return SHAPES[kind].model_validate_json(text)
