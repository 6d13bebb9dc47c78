"""A desk's index of names: who is found, by whom, and what a thief of the data gets to know."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import date
from hashlib import md5, sha256
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from motvekt.audit import actions as log
from motvekt.audit.models import AuditEvent
from motvekt.dossiers.models import Dossier, NameMark
from motvekt.dossiers.name_actions import Earlier, forget_name, index_name, search_name
from motvekt.kernel.actor import Actor
from motvekt.organisations.models import Area, Unit
from motvekt.organisations.walls import within
from motvekt.vault import keystore, names, provider, rotation
from motvekt.vault.models import DeskPair, NamedKey
from motvekt.vault.names import MarkKind, NotAName, folded
from tests import planted

pytestmark = pytest.mark.usefixtures("areas")

KARI = Actor("account", "kari")
NAME, BORN, OTHER_DAY = "Amina Ødegård", date(2010, 2, 3), date(2011, 2, 3)


@pytest.fixture
def desks(areas: None) -> Iterator[list[Unit]]:
    area = Area.objects.get(slug="fjellvik")
    with within(area.id):
        yield planted.units(area)


def index(dossier: Dossier, desk: Unit, name: str = NAME, born: date | None = None) -> None:
    index_name(dossier=dossier, desk=desk, name=name, born=born, by=KARI, controller=desk.organisation_id)


def search(dossier: Dossier, desk: Unit, name: str = NAME, born: date | None = None) -> list[Earlier]:
    return search_name(
        dossier=dossier, desk=desk, name=name, born=born, why="new_report", by=KARI, controller=desk.organisation_id
    )


def forget(dossier: Dossier, desk: Unit, why: str = "no_ground") -> None:
    forget_name(dossier=dossier, desk=desk, why=why, by=KARI, controller=desk.organisation_id)


def events(code: str) -> list[dict[str, str]]:
    return [row.about for row in AuditEvent.objects.filter(event=code).order_by("number")]


def test_an_earlier_dossier_is_found_by_its_desk_and_the_search_is_logged(desks: list[Unit]) -> None:
    desk = desks[1]
    earlier, open_now = planted.dossier(desk), planted.dossier(desk)
    index(earlier, desk)
    index(open_now, desk)
    assert search(open_now, desk, "ODEGARD, Amina") == [Earlier(earlier.id, same_birth_date=False)]
    assert search(open_now, desk, "Amina Li") == []
    about = {"dossier": str(open_now.id), "unit": str(desk.id), "why": "new_report"}
    assert events("name_searched") == [about | {"found": "1"}, about | {"found": "0"}]
    assert events("name_indexed")[0] == {"dossier": str(earlier.id), "unit": str(desk.id)}


def test_no_desk_finds_what_another_has(desks: list[Unit]) -> None:
    school, slt = desks
    dossier, open_now = planted.dossier(school), planted.dossier(slt)
    index(dossier, school, born=BORN)
    assert search(open_now, slt, born=BORN) == []
    index(dossier, slt, born=BORN)
    assert search(open_now, slt, born=BORN) == [Earlier(dossier.id, same_birth_date=True)]
    digests = [
        {bytes(row) for row in NameMark.objects.filter(unit=unit).values_list("digest", flat=True)} for unit in desks
    ]
    assert [len(found) for found in digests] == [4, 4]
    assert not digests[0] & digests[1]


def test_a_mark_of_another_desk_is_passed_over_even_where_it_is_the_same(desks: list[Unit]) -> None:
    school, slt = desks
    dossier, open_now = planted.dossier(school), planted.dossier(slt)
    index(dossier, slt, born=BORN)
    NameMark.objects.update(unit=school)
    assert search(open_now, slt, born=BORN) == []
    # Nor does a date that only the other desk knows take away what this one has.
    NameMark.objects.all().delete()
    index(dossier, school, born=OTHER_DAY)
    index(dossier, slt)
    assert search(open_now, slt, born=BORN) == [Earlier(dossier.id, same_birth_date=False)]


def test_the_same_birth_date_comes_first_and_another_one_is_somebody_else(desks: list[Unit]) -> None:
    desk = desks[1]
    same, unknown, other, open_now = (planted.dossier(desk) for _ in range(4))
    index(same, desk, born=BORN)
    index(unknown, desk)
    index(other, desk, born=OTHER_DAY)
    assert search(open_now, desk, born=BORN) == [Earlier(same.id, True), Earlier(unknown.id, False)]
    assert {found.dossier for found in search(open_now, desk)} == {same.id, unknown.id, other.id}


def test_a_name_that_was_corrected_is_found_by_the_new_one_alone(desks: list[Unit]) -> None:
    desk = desks[1]
    dossier, open_now = planted.dossier(desk), planted.dossier(desk)
    index(dossier, desk, "Omina Ødegård", BORN)
    index(dossier, desk)
    index(dossier, desk)
    assert search(open_now, desk, "Omina Ødegård") == []
    assert [found.dossier for found in search(open_now, desk)] == [dossier.id]


def test_a_dossier_without_ground_is_found_no_more_and_no_trace_of_the_name_stays(desks: list[Unit]) -> None:
    school, slt = desks
    dossier, open_now = planted.dossier(school), planted.dossier(slt)
    index(dossier, school)
    index(dossier, slt)
    for _ in range(2):
        forget(dossier, slt)
    assert search(open_now, slt) == []
    # The other desk's marks are the other desk's.
    assert set(NameMark.objects.values_list("unit", flat=True)) == {school.id}
    assert events("name_forgotten") == [{"dossier": str(dossier.id), "unit": str(slt.id), "why": "no_ground"}]


def test_what_is_no_name_changes_nothing(desks: list[Unit]) -> None:
    desk = desks[1]
    dossier = planted.dossier(desk)
    index(dossier, desk)
    with pytest.raises(NotAName):
        index(dossier, desk, " - ")
    assert NameMark.objects.count() == 2
    assert len(events("name_indexed")) == 1


def test_a_dossier_of_another_area_is_not_indexed(desks: list[Unit]) -> None:
    elsewhere = planted.units(Area.objects.get(slug="asker-baerum"))[1]
    with pytest.raises(ValueError, match="areas"):
        index(planted.dossier(elsewhere), desks[1])
    with pytest.raises(ValueError, match="areas"):
        search(planted.dossier(elsewhere), desks[1])


def test_the_database_holds_a_mark_once_and_of_known_kinds(desks: list[Unit]) -> None:
    desk = desks[1]
    dossier = planted.dossier(desk)
    index(dossier, desk)
    row = NameMark.objects.filter(dossier=dossier).values("area_id", "unit_id", "dossier_id", "kind", "digest")[0]
    for wrong in (row, row | {"kind": "nickname"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            NameMark.objects.create(**wrong)


def guesses(desk: Unit, dossier: UUID, born: date) -> Iterator[bytes]:
    """What a thief can make of a name that they guess rightly and of all that stands in the data: no key among it."""
    ways = {NAME, NAME.casefold(), *folded(NAME)}
    said = {f"{name}{between}{day}" for name in ways for between in ("", " ", "\x00") for day in ("", born.isoformat())}
    said |= {
        "\x00".join(["motvekt/names", kind, way, name, *day])
        for kind in MarkKind
        for way in ("passport", "keyboard")
        for name in folded(NAME)
        for day in ([], [born.isoformat()])
    }
    known = [b"", bytes(32), desk.id.bytes, str(desk.id).encode(), dossier.bytes, desk.area_id.bytes, b"motvekt/names"]
    for text in said:
        yield md5(text.encode(), usedforsecurity=False).digest()
        yield sha256(text.encode()).digest()
        for key in known:
            yield hmac.new(key, text.encode(), sha256).digest()


def test_a_thief_of_the_data_cannot_try_a_name_out(desks: list[Unit]) -> None:
    desk = desks[1]
    dossier = planted.dossier(desk)
    index(dossier, desk, born=BORN)
    stolen = {bytes(digest) for digest in NameMark.objects.values_list("digest", flat=True)}
    assert not stolen & set(guesses(desk, dossier.id, BORN))
    # The same guesses find it where the key is known: it is the key that they lack, and not the form.
    key = keystore.named_key(f"names/{desk.id}")
    assert {mark.digest for mark in names.marks(key, NAME, BORN)} == stolen
    # With the key store stolen as well, and not the master key, the key stays wrapped.
    wrapped = bytes(NamedKey.objects.get(name=f"names/{desk.id}").wrapped)
    assert key not in wrapped
    # Whoever brings the data to life with a key store of their own gets another key.
    NamedKey.objects.all().delete()
    assert not {mark.digest for mark in names.marks(keystore.named_key(f"names/{desk.id}"), NAME, BORN)} & stolen


def test_a_new_master_key_leaves_the_marks_right(desks: list[Unit], tmp_path: Path, settings: Settings) -> None:
    NamedKey.objects.all().delete()
    DeskPair.objects.all().delete()
    log.forget_keys()
    settings.MASTER_KEY = tmp_path / "master.key"
    provider.make_file(settings.MASTER_KEY)
    desk = desks[1]
    dossier, open_now = planted.dossier(desk), planted.dossier(desk)
    index(dossier, desk, born=BORN)
    list(rotation.rotate())
    provider.drop_keys(settings.MASTER_KEY, keep=frozenset())
    assert search(open_now, desk, born=BORN) == [Earlier(dossier.id, same_birth_date=True)]
    log.forget_keys()
