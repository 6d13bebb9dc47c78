"""A desk's index of names: whether it had to do with the same person before. No desk ever looks in another's.

What is kept are digests under the desk's own key. They are put in, looked for and taken out here alone, and each of
these is logged. Who may search, how often and after which sign-in is for whoever calls this to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from motvekt.audit.actions import record
from motvekt.dossiers.models import Dossier, NameMark
from motvekt.kernel.actor import Actor
from motvekt.organisations.models import Unit
from motvekt.vault import keystore, names
from motvekt.vault.names import Mark, MarkKind


@dataclass(frozen=True)
class Earlier:
    """A dossier of the desk's whose person has the same name."""

    dossier: UUID
    same_birth_date: bool
    """False where the one or the other date is unknown. Where they are known and differ, it is somebody else."""


@transaction.atomic
def index_name(*, dossier: Dossier, desk: Unit, name: str, born: date | None, by: Actor, controller: UUID) -> None:
    """Let a desk find a dossier by this name, and by no other one that it was found by until now.

    Raises NotAName, whose words don't repeat it.
    """
    _of_one_area(dossier, desk)
    made = _marks(desk, name, born)
    _rows(dossier, desk).delete()
    NameMark.objects.bulk_create(
        NameMark(area_id=dossier.area_id, unit=desk, dossier=dossier, kind=mark.kind.value, digest=mark.digest)
        for mark in made
    )
    record(controller=controller, by=by, event="name_indexed", dossier=dossier.id, unit=desk.id)


@transaction.atomic
def forget_name(*, dossier: Dossier, desk: Unit, why: str, by: Actor, controller: UUID) -> None:
    """Take a dossier out of a desk's index: at disposal, and at once where there was no ground. `why` is a code.

    Twice is as good as once.
    """
    gone, _ = _rows(dossier, desk).delete()
    if gone:
        record(controller=controller, by=by, event="name_forgotten", dossier=dossier.id, unit=desk.id, why=why)


@transaction.atomic
def search_name(
    *, dossier: Dossier, desk: Unit, name: str, born: date | None, why: str, by: Actor, controller: UUID
) -> list[Earlier]:
    """The desk's other dossiers about somebody of this name, those with the same birth date first. `dossier` is the one
    that is open, and `why` the code of the reason. A search that finds nothing is logged too.

    Raises NotAName.
    """
    _of_one_area(dossier, desk)
    found = _earlier(dossier, desk, _marks(desk, name, born))
    record(
        controller=controller, by=by, event="name_searched", dossier=dossier.id, unit=desk.id, found=len(found), why=why
    )
    return found


def _earlier(dossier: Dossier, desk: Unit, wanted: frozenset[Mark]) -> list[Earlier]:
    others = NameMark.objects.filter(unit=desk).exclude(dossier=dossier)

    def having(kind: MarkKind) -> set[UUID]:
        digests = [mark.digest for mark in wanted if mark.kind is kind]
        return set(others.filter(kind=kind.value, digest__in=digests).values_list("dossier_id", flat=True))

    same = having(MarkKind.NAME_AND_BIRTH)
    likely = having(MarkKind.NAME) - same
    if any(mark.kind is MarkKind.NAME_AND_BIRTH for mark in wanted):
        # Of the same name and born on another day: none of the desk's business here.
        likely -= set(
            others.filter(kind=MarkKind.NAME_AND_BIRTH.value, dossier__in=likely).values_list("dossier_id", flat=True)
        )
    return [*(Earlier(one, True) for one in sorted(same)), *(Earlier(one, False) for one in sorted(likely))]


def _rows(dossier: Dossier, desk: Unit) -> QuerySet[NameMark]:
    return NameMark.objects.filter(dossier=dossier, unit=desk)


def _marks(desk: Unit, name: str, born: date | None) -> frozenset[Mark]:
    return names.marks(keystore.named_key(f"names/{desk.id}"), name, born)


def _of_one_area(dossier: Dossier, desk: Unit) -> None:
    if dossier.area_id != desk.area_id:
        raise ValueError("the dossier and the desk are of different areas")
