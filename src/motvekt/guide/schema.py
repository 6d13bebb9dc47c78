"""What a guide consists of: the closed shape of a pack, and so of an edition.

`docs/PACKS.md` describes the files for those who write them. Everything here is data without behaviour; what must hold
between items (references, languages, topics) is checked in `checks.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from motvekt.guide.kinds import AgencyKind, Function, Language, StepKind, Topic
from motvekt.guide.shapes import Item, Label, Prose, Shape, Slug
from motvekt.guide.short_paths import ShortPath

SCHEMA = 1
"""Version of this shape. An edition keeps the version it was published under; see `editions.py`."""

SILENCE_DAYS = 90
"""What a desk that says nothing of its own has promised whoever asks anonymously."""


class Definition(Item):
    """A term; `forms` are the words that link to it."""

    label: Label
    as_printed: str | None = None
    forms: dict[Language, list[Annotated[str, StringConstraints(min_length=2, max_length=60)]]]
    text: Prose
    see: list[Slug] = []


class Group(Item):
    """A group of signs, or an area of factors."""

    label: Label
    as_printed: str | None = None


class Sign(Item):
    """A prompt for writing. It has no weight, and nothing ever counts it."""

    group: Slug
    label: Label
    as_printed: str | None = None
    text: Prose
    describe: Prose
    otherwise: Prose


class Factor(Item):
    """A risk factor or a protective factor in one of the areas."""

    area: Slug
    side: Literal["risk", "protective"]
    label: Label
    as_printed: str | None = None
    text: Prose | None = None


class Responsible(Shape):
    """Who answers for a step: for the agency kinds named, or for all others where none is."""

    label: Label
    kinds: list[AgencyKind] = []


class Path(Item):
    """What to do in a situation: heading, lead, things to do in order, whom to ask."""

    label: Label
    as_printed: str | None = None
    headline: Label
    lead: Prose
    do: list[Prose] = Field(min_length=1)
    text: Prose
    contacts: list[Function] = []


class Step(Path):
    """A step of the warning routine."""

    kind: StepKind
    short: Label
    summary: Label
    done: Label
    responsible: list[Responsible] = Field(min_length=1)


class Printed(Shape):
    """A citation and what it says: as the guide prints it, or as the law stands."""

    cite: Annotated[str, StringConstraints(min_length=2, max_length=300)]
    says: Prose


Sender = AgencyKind | Literal["all", "private"]
Recipient = (
    AgencyKind
    | Literal[
        "own_body",
        "public_body",
        "supervisory_body",
        "named_in_consent",
        "routine",
        "whoever_can_avert",
        "whoever_is_needed",
        "fire",
    ]
)


class LegalBasis(Item):
    """What may be said to whom, and what whoever decides must be able to stand for."""

    label: Label
    senders: list[Sender] = Field(min_length=1)
    recipients: list[Recipient] = Field(min_length=1)
    hearer: Label
    say: Prose
    attest: list[Label] = []
    duty: bool = False
    offered: bool = True
    as_health_personnel: bool = False
    without_identity: bool = False
    printed: Printed | None
    in_force: Printed | None
    note: Prose | None = None


class LawNote(Item):
    """Law that the guide speaks of and that is no basis for sharing."""

    label: Label
    text: Prose
    printed: Printed | None = None
    in_force: Printed | None = None


class Measure(Item):
    """A method, a service or a kind of help."""

    label: Label
    as_printed: str | None = None
    kind: Literal["method", "talk", "service", "mediation", "guidance", "plan", "training"]
    text: Prose
    functions: list[Function] = []


class Cooperation(Item):
    """A part of how services work together."""

    label: Label
    as_printed: str | None = None
    text: Prose


class Sector(Item):
    """A sector and who belongs to it."""

    label: Label
    as_printed: str | None = None
    examples: Label


class Phone(Shape):
    """A number to call (E.164, or a Norwegian short number) and how it is written."""

    number: Annotated[str, StringConstraints(pattern=r"^(\+[1-9][0-9]{6,14}|[1-9][0-9]{2,5})$")]
    printed: Annotated[str, StringConstraints(pattern=r"^[0-9+ ]{3,20}$")]

    @property
    def readable(self) -> str:
        """As printed, in pairs where eight digits are printed without a space."""
        digits = self.printed
        return " ".join(digits[i : i + 2] for i in range(0, 8, 2)) if len(digits) == 8 and digits.isdigit() else digits


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
ClosingTime = Annotated[str, StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
"""`24:00` is the end of the day."""


class Opening(Shape):
    """Local time, on the days named, within the day. Public holidays are closed unless `holidays` is true."""

    days: list[Weekday] = Field(min_length=1)
    opens: ClockTime = Field(alias="from")
    closes: ClosingTime = Field(alias="to")
    holidays: bool = False


class Weekly(Shape):
    """Hours that repeat each week."""

    weekly: list[Opening] = Field(min_length=1)


Hours = Literal["unknown", "always"] | Weekly


class Contact(Item):
    """Somebody to call or write to."""

    function: Function
    name: Label
    municipalities: list[Slug] = []
    whom_for: Label
    phones: list[Phone] = []
    email: Annotated[str, StringConstraints(pattern=r"^[a-z0-9._+-]+@[a-z0-9.-]+\.[a-z]{2,}$")] | None = None
    hours: Hours = "unknown"


class Desk(Item):
    """Where a function receives consultations and reports, and by which channel."""

    function: Function
    name: Label
    municipalities: list[Slug] = []
    channel: Literal["motvekt", "own", "telephone"]
    text: Prose
    anonymous: bool = False
    """Whether somebody can ask here without saying who they are."""
    silence: int = Field(default=SILENCE_DAYS, ge=30, le=730)
    """After how many days in which nobody has written the way in ends for whoever asked so."""


class Resource(Item):
    """Something to read, to use or to order."""

    label: Label
    as_printed: str | None = None
    kind: Literal["site", "report", "teaching", "course", "parents_guide", "action_plan", "help"]
    text: Prose
    url: str | None = None
    printed_url: str | None = None
    functions: list[Function] = []


class Advice(Item):
    """A rule of thumb, in words."""

    topic: Topic
    label: Label
    text: Prose
    points: list[Label] = []


Reference = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(/[a-z][a-z0-9-]*)?$", max_length=80)]
"""An item of the guide, or a part of it: `definitions/radikalisering`, `definitions`."""


class Everyday(Shape):
    """Words that people type, and what the guide has for them. No page shows it; the search answers with it.

    `leads_to` stands in the order in which it is shown. `says` answers in words where the guide has little or nothing,
    and `functions` are whom to ask. `danger` puts 112 above everything.
    """

    id: Slug
    words: dict[Language, list[Annotated[str, StringConstraints(min_length=2, max_length=60)]]]
    leads_to: list[Reference] = []
    says: Prose | None = None
    functions: list[Function] = []
    danger: bool = False


class Page(Shape):
    """A page of the pack's own: title and Markdown per language."""

    id: Slug
    title: Label
    text: dict[Language, Annotated[str, StringConstraints(min_length=1, max_length=60000)]]


class Municipality(Shape):
    """A municipality of the area; `number` is the four-digit municipality number."""

    id: Slug
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
    name: Label


class Work(Shape):
    """A printed work that sources may name."""

    id: Slug
    title: str
    publisher: str
    url: str | None = None


class Service(Shape):
    """A kind of workplace, and the law it is under in one sentence."""

    id: Slug
    kind: AgencyKind
    label: Label
    examples: Label
    law: Label


class FunctionName(Shape):
    """What a function is called here, and what it does."""

    id: Function
    label: Label
    task: Label


class CheckAfter(Shape):
    """After how many days somebody shall call a contact again, and read an act again."""

    contacts: int = Field(default=180, ge=7, le=730)
    law: int = Field(default=365, ge=30, le=730)


class Guide(Shape):
    """A whole guide: what a pack, merged with those it is based on, amounts to."""

    id: Slug
    # `schema` is a name that pydantic keeps for itself.
    schema_version: int = Field(alias="schema")
    title: Label
    area_name: Label
    languages: list[Language] = Field(min_length=1)
    valid_from: date
    based_on: Slug | None = None
    about: Prose
    municipalities: list[Municipality] = Field(min_length=1)
    works: list[Work]
    services: list[Service] = Field(min_length=1)
    functions: list[FunctionName]
    check_after: CheckAfter = CheckAfter()

    definitions: list[Definition] = Field(min_length=1)
    signs_intro: Prose
    groups: list[Group] = Field(min_length=1)
    signs: list[Sign] = Field(min_length=1)
    factors_intro: Prose
    areas: list[Group] = Field(min_length=1)
    factors: list[Factor] = Field(min_length=1)
    routine_intro: Prose
    steps: list[Step] = Field(min_length=1)
    private: Path
    serious: Path
    afterwards: Path
    law_intro: Prose
    bases: list[LegalBasis] = Field(min_length=1)
    notes: list[LawNote]
    measures_intro: Prose
    measures: list[Measure] = Field(min_length=1)
    cooperation_intro: Prose
    cooperation: list[Cooperation] = Field(min_length=1)
    sectors: list[Sector]
    contacts: list[Contact] = Field(min_length=1)
    desks: list[Desk]
    resources_intro: Prose
    resources: list[Resource]
    advice: list[Advice]
    # Editions from before there were such have none.
    words: list[Everyday] = []
    short_paths: list[ShortPath] = []
    pages: list[Page]

    @property
    def takes_anonymous(self) -> bool:
        """Whether any desk here takes questions from somebody who doesn't say who they are."""
        return any(desk.anonymous for desk in self.desks)

    @property
    def default_language(self) -> Language:
        """The pack's first language: the one without a prefix in the address."""
        return self.languages[0]
