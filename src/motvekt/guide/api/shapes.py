"""What the answers to other systems look like. The guide itself is `schema.py`'s.

Fields are promised: one that is taken away, or comes to mean something else, needs a new `openapi.VERSION`.
"""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from motvekt.guide.contacts import Constant
from motvekt.guide.hours import State
from motvekt.guide.kinds import Function
from motvekt.guide.schema import Guide, Hours, Phone
from motvekt.guide.shapes import Label, Slug


class Answer(BaseModel):
    """Every field is always there; one without a value is null."""

    model_config = ConfigDict(
        frozen=True, json_schema_serialization_defaults_required=True, use_attribute_docstrings=True
    )


class EditionCard(Answer):
    """An edition without its guide."""

    number: int = Field(ge=1)
    """Counted within the area, from 1."""
    pack: Slug
    """The pack that it was made of."""
    valid_from: date
    """The first day on which it may be in force."""
    published_at: AwareDatetime
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    """SHA-256 of its content as it was published. Two editions with the same digest say the same."""
    in_force: bool
    """Whether the area shows this edition today. One does."""
    link: str
    """Where the whole edition is, on this host."""


class EditionList(Answer):
    """All editions of an area, the newest first. One whose first day has not come is among them."""

    area: Slug
    editions: list[EditionCard]


class Edition(EditionCard):
    """An edition with its guide."""

    guide: Guide
    """Always in the newest schema, whichever the edition was published under."""


class ContactNow(Answer):
    """Somebody to call or write to, and whether they can be reached now."""

    id: str
    """The contact's id in the guide; `112` and `116111` for the two numbers that every area has."""
    function: Function | Constant
    """Which part it has in the routine; `emergency` is the police's 112, `child_helpline` is 116 111."""
    name: Label
    whom_for: Label
    """Whom it is for, or when to call."""
    municipalities: list[Slug]
    """Ids of municipalities. Empty where it is for all of them."""
    phones: list[Phone]
    email: str | None
    hours: Hours
    state: State
    """`always` and `open` are open now. `unknown` is neither open nor closed: nobody knows the hours."""
    open_until: AwareDatetime | None
    """When it closes, where it is open now and not always."""
    opens_at: AwareDatetime | None
    """When it opens, where it is closed now and opens within two weeks."""
    last_checked: date | None
    """When somebody last called and found it right. 112 and 116 111 are not checked in this way."""


class ContactList(Answer):
    """Today's contacts of the edition in force: 112 and 116 111, then those who are open, then the others."""

    area: Slug
    edition: int = Field(ge=1)
    """The number of the edition that they are from."""
    municipality: Slug | None
    """The municipality that was asked for."""
    contacts: list[ContactNow]
