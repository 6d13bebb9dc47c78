"""What is written in a concern, saved as one: all of it, or nothing where somebody else has written meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from motvekt.access.standing import Standing
from motvekt.concerns import actions, queries, texts
from motvekt.concerns.actions import KINDS
from motvekt.concerns.doing import ready
from motvekt.concerns.models import Concern
from motvekt.concerns.queries import Part
from motvekt.concerns.states import Act
from motvekt.concerns.texts import Observation, Reflection, Written
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers.actions import CHANGED_MEANWHILE
from motvekt.dossiers.doing import log
from motvekt.dossiers.facts import AgeBand
from motvekt.dossiers.models import Item
from motvekt.dossiers.policy import NOT_THERE
from motvekt.kernel import clock
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.organisations.models import Unit

NOT_YOURS = no("not_yours", _("Det en annen har sett, kan bare den endre. Skriv heller det du selv så."))


@dataclass(frozen=True)
class Sent:
    """A part as somebody sends it: which one, the version they had before them (0: none), and what it shall say."""

    id: UUID
    version: int
    content: Observation | Reflection


@dataclass(frozen=True)
class About:
    """What is said of the person without a name. None: nothing new."""

    band: AgeBand | None = None
    municipality: str | None = None
    """One of the edition's, or empty where nobody knows."""


def note_once(*, concern_id: UUID, unit: Unit, observation: Observation, by: Standing) -> Concern:
    """Write a worry down, where the same form may come twice, at the same moment too: the second one finds the first.
    With other words in it, as from somebody who went back, they stand beside the first ones.

    Raises Refused, as `actions.note`.
    """
    if not Concern.objects.filter(pk=concern_id).exists():
        try:
            return actions.note(concern_id=concern_id, unit=unit, observation=observation, by=by)
        except IntegrityError:
            # The other one has committed: now it is there. Or somebody drew the same alias: another is drawn.
            pass
    made = actions.note(concern_id=concern_id, unit=unit, observation=observation, by=by)
    if observation not in [part.content for part in queries.parts(by, made)]:
        actions.write(concern=made, content=observation, by=by)
    return made


@transaction.atomic
def save(*, concern: Concern, sent: Sequence[Sent], about: About, by: Standing) -> dict[UUID, int]:
    """Save what differs from what stands there, and say which version each part has now. Sent twice, it is the same.

    Raises Refused: with the code `changed_meanwhile` where somebody else has written in any of it since, and then
    nothing at all is saved.
    """
    row = ready(concern, Act.WRITE, by)
    known = {part.id: part for part in queries.parts(by, row)}
    news = [one for one in sent if _is_news(one, known, by)]
    versions = {one.id: known[one.id].version for one in sent if one.id in known}
    for one in news:
        versions[one.id] = _written(row, one, by).version
    _describe(row, about, by)
    if news:
        Concern.objects.filter(pk=row.pk).update(changed_at=clock.now())
    return versions


def _is_news(one: Sent, known: Mapping[UUID, Part], by: Standing) -> bool:
    """Whether it says something that doesn't stand there already. Raises Refused."""
    there = known.get(one.id)
    if there is None:
        if one.version or Item.objects.filter(id=one.id).exists():
            raise Refused(NOT_THERE)
        blank = _bare(one.content) == type(one.content)()
        if not blank and isinstance(one.content, Reflection) and _has_reflection(known):
            # There is one for all who take part: two began it at once.
            raise Refused(CHANGED_MEANWHILE)
        return not blank
    if there.kind is not KINDS[type(one.content)]:
        raise Refused(NOT_THERE)
    if isinstance(there.content, Written) and _bare(there.content) == _bare(one.content):
        return False
    if isinstance(one.content, Observation) and (there.written_by is None or there.written_by.id != by.account):
        raise Refused(NOT_YOURS)
    if there.version != one.version:
        raise Refused(CHANGED_MEANWHILE)
    return True


def _has_reflection(known: Mapping[UUID, Part]) -> bool:
    return any(isinstance(part.content, Reflection) for part in known.values())


def _bare(content: Written) -> Written:
    """What it says, whoever wrote it."""
    return content.model_copy(update={"by": ""}) if isinstance(content, Reflection) else content


def _written(row: Concern, one: Sent, by: Standing) -> Item:
    content = one.content
    if isinstance(content, Reflection):
        content = content.model_copy(update={"by": str(by.somebody)})
    text, kind = texts.written(content), KINDS[type(content)]
    if one.version:
        return dossiers.rewrite_item(item=Item.objects.get(id=one.id), text=text, version=one.version, by=by)
    return dossiers.add_item(dossier=row.dossier, unit=row.unit, kind=kind, text=text, by=by, item_id=one.id)


def _describe(row: Concern, about: About, by: Standing) -> None:
    if about.band is not None:
        dossiers.describe_person(dossier=row.dossier, band=about.band, by=by)
    if about.municipality is None or about.municipality == row.municipality:
        return
    known = {place.id for place in queries.guide_of(row).municipalities}
    if about.municipality and about.municipality not in known:
        raise Refused(no("no_municipality", _("Velg en av kommunene som står der.")))
    Concern.objects.filter(pk=row.pk).update(municipality=about.municipality)
    log(row.unit, by, "concern_described", dossier=row.dossier_id)
