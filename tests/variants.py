"""A guide as it was an edition ago, and as somebody proposes it: what the pages of changes have to show."""

from __future__ import annotations

from motvekt.guide import editions, rules
from motvekt.guide.schema import Guide, Phone


def earlier(guide: Guide) -> Guide:
    """With another number, one text less, and two measures in another order."""
    *others, last = guide.contacts
    old = last.model_copy(update={"phones": [Phone(number="+4700000001", printed="00 00 00 01")]})
    first, second, *rest = guide.measures
    sign = guide.signs[0]
    text = {language: f"{words} Og noe som ikke står her lenger." for language, words in sign.text.items()}
    signs = [sign.model_copy(update={"text": text}), *guide.signs[1:]]
    changes = {"contacts": [*others, old], "measures": [second, first, *rest[:-1]], "signs": signs}
    return guide.model_copy(update=changes)


def proposed(guide: Guide) -> Guide:
    """With a new number for the first contact."""
    first, *others = guide.contacts
    new = first.model_copy(update={"phones": [Phone(number="+4700000002", printed="00 00 00 02")]})
    return guide.model_copy(update={"contacts": [new, *others]})


def proposal_digest(guide: Guide) -> str:
    """The digest of the proposal, and so its address."""
    return rules.digest(editions.write(proposed(guide)))
