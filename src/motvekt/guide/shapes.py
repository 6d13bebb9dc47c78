"""What the shapes of a pack are made of: ids, texts in several languages, and where something comes from."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from motvekt.guide.kinds import Language

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]


def _one_line(text: dict[str, str]) -> dict[str, str]:
    for language, value in text.items():
        if "\n" in value:
            raise ValueError(f"{language}: must be one line")
    return text


Written = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)]
Label = Annotated[dict[Language, Written], Field(min_length=1), AfterValidator(_one_line)]
"""Language to one line of plain text."""
Prose = Annotated[dict[Language, Written], Field(min_length=1)]
"""Language to Markdown without HTML, images or headings."""


class Shape(BaseModel):
    """Closed and immutable: an unknown field is a mistake of the writer's, not something to pass over."""

    # What is written out has every field, so the JSON Schema says that a reader can count on them.
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class GuideSource(Shape):
    """Where in a printed work an item stands. `work` is an id of `Pack.works`; `page` is unknown where it is None."""

    work: Slug
    page: int | None = Field(default=None, ge=1, le=999)


class LawSource(Shape):
    """An act, and the day on which it was read."""

    work: Literal["law"]
    ref: Annotated[str, StringConstraints(min_length=3, max_length=400)]
    checked: date


class OwnSource(Shape):
    """Written for the pack."""

    work: Literal["own"]


def _kind_of_source(source: Any) -> str:
    work = source.get("work") if isinstance(source, dict) else getattr(source, "work", None)
    return work if work in ("law", "own") else "printed"


Source = Annotated[
    Annotated[LawSource, Tag("law")] | Annotated[OwnSource, Tag("own")] | Annotated[GuideSource, Tag("printed")],
    Discriminator(_kind_of_source),
]


class Item(Shape):
    """Anything with an address of its own in the guide."""

    id: Slug
    source: Source
