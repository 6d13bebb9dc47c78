"""Publishing: all or nothing, never changed afterwards, and in force from its first day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from motvekt.guide import actions, current, editions, queries, rules
from motvekt.guide.models import ContactCheck, Edition
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Area
from motvekt.organisations.walls import within_slug
from tests.conftest import OPERATOR
from tests.guides import guide_of

pytestmark = pytest.mark.usefixtures("areas")

PACK = "asker-baerum"
REFUSED = "permission denied" if connection.vendor == "postgresql" else "immutable"
"""On PostgreSQL the application's role has no right to it; `test_walls.py` asks the trigger as the tables' owner."""


def publish(**changes: object) -> Edition:
    return actions.publish(guide=guide_of(PACK).model_copy(update=changes), area=PACK, by=OPERATOR, press=None)


def row(**changes: object) -> Edition:
    """An edition as a row, put together by hand."""
    good: dict[str, object] = {
        "area": Area.objects.get(slug=PACK),
        "number": 1,
        "pack": PACK,
        "schema": 1,
        "valid_from": date(2026, 1, 1),
        "content": "{}",
        "digest": "0" * 64,
        "published_at": clock.now(),
        "published_by": "noen",
    }
    return Edition(**{**good, **changes})


def test_the_first_edition_has_number_one_and_is_in_force() -> None:
    edition = publish()
    assert (edition.number, edition.pack, edition.published_by) == (1, PACK, "operator:prøve")
    shown = queries.in_force(PACK, clock.today())
    assert shown is not None
    assert shown.guide == guide_of(PACK)


def test_the_same_content_again_is_refused_with_words_and_makes_nothing() -> None:
    publish()
    with pytest.raises(Refused) as refused:
        publish()
    assert refused.value.decision.code == "same_content"
    assert "samme" in str(refused.value)
    with within_slug(PACK):
        assert Edition.objects.count() == 1


def test_older_content_can_be_published_again_as_a_new_edition() -> None:
    publish()
    publish(title={"nb": "En annen tittel", "nn": "x", "en": "x"})
    assert publish().number == 3


def test_an_edition_that_begins_tomorrow_leaves_todays_in_force() -> None:
    publish()
    publish(valid_from=clock.today() + timedelta(days=1))
    today, tomorrow = (queries.in_force(PACK, clock.today() + timedelta(days=days)) for days in (0, 1))
    assert today
    assert today.published.number == 1
    assert tomorrow
    assert tomorrow.published.number == 2


def test_an_area_never_sees_another_areas_edition() -> None:
    publish()
    assert queries.in_force("fjellvik", clock.today()) is None


def test_publishing_for_an_unknown_area_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        actions.publish(guide=guide_of(PACK), area="ingensteds", by=OPERATOR)
    assert refused.value.decision.code == "unknown_area"


def test_a_failure_halfway_leaves_the_old_edition_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    publish()

    def broken(self: Edition, *args: object, **kwargs: object) -> None:
        super(Edition, self).save(*args, **kwargs)  # type: ignore[arg-type]
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr(Edition, "save", broken)
    with pytest.raises(RuntimeError):
        publish(valid_from=date(2026, 1, 1))
    assert [card.number for card in queries.published(PACK)] == [1]


def test_an_edition_can_not_be_changed_through_the_model() -> None:
    edition = publish()
    edition.pack = "annet"
    with pytest.raises(Refused):
        edition.save()


@pytest.mark.parametrize("change", ["content = 'x'", "number = 9", f"digest = '{'0' * 64}'"])
def test_an_edition_can_not_be_changed_in_the_database(change: str) -> None:
    publish()
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE guide_edition SET {change}")  # noqa: S608 - fixed texts above


def test_content_that_does_not_match_its_digest_is_not_shown() -> None:
    content = editions.write(guide_of(PACK))
    with within_slug(PACK):
        row(content=content.replace("112", "113"), digest=rules.digest(content)).save()
    with pytest.raises(queries.DamagedEdition):
        queries.in_force(PACK, clock.today())


@pytest.mark.parametrize(
    "broken",
    [{"number": 0}, {"digest": "kort"}, {"digest": "X" * 64}],
    ids=["number from one", "digest length", "digest form"],
)
def test_the_database_refuses_an_edition_out_of_shape(broken: dict[str, object]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), within_slug(PACK):
        row(**broken).save()


def test_two_editions_of_an_area_can_not_have_one_number() -> None:
    publish()
    with pytest.raises(IntegrityError), transaction.atomic(), within_slug(PACK):
        row().save()


def test_a_new_edition_is_shown_within_a_second_without_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    publish()
    first = current.edition_for("localhost")
    publish(title={"nb": "Ny tittel", "nn": "x", "en": "x"})
    assert current.edition_for("localhost") is first
    monkeypatch.setattr("motvekt.guide.current.FRESH_SECONDS", 0.0)
    newer = current.edition_for("localhost")
    assert newer is not None
    assert newer.published.number == 2


def test_a_checked_contact_is_remembered_beside_the_editions() -> None:
    publish()
    day = date(2026, 11, 16)
    for _ in range(2):
        actions.note_checks(area=PACK, contacts=["slt-asker"], checked_on=day, by=OPERATOR)
    publish(title={"nb": "Ny", "nn": "Ny", "en": "New"})
    shown = queries.in_force(PACK, clock.today())
    assert shown
    assert shown.checked == {"slt-asker": day}
    with within_slug(PACK):
        assert ContactCheck.objects.count() == 1


def test_a_contact_that_is_not_in_the_edition_can_not_be_checked() -> None:
    publish()
    with pytest.raises(Refused) as refused:
        actions.note_checks(area=PACK, contacts=["ukjent"], checked_on=date(2026, 11, 16), by=OPERATOR)
    assert refused.value.decision.code == "unknown_contact"


def test_the_same_guide_always_gives_the_same_digest() -> None:
    guide = guide_of(PACK)
    again = editions.read(editions.write(guide))
    assert again == guide
    assert editions.write(again) == editions.write(guide)


def test_an_edition_from_a_newer_release_is_named_as_such() -> None:
    newer = editions.write(guide_of(PACK)).replace('"schema":1', '"schema":99')
    with pytest.raises(editions.UnknownSchema, match="99"):
        editions.read(newer)


def test_a_damaged_edition_gives_way_to_the_one_before_it() -> None:
    publish()
    with within_slug(PACK):
        row(number=2, content="{}", digest=rules.digest("{}")).save()
        row(number=3, content='{"schema":99}', digest=rules.digest('{"schema":99}')).save()
        row(number=4, content="annet", digest=rules.digest("noe")).save()
    shown = queries.in_force(PACK, clock.today())
    assert shown
    assert shown.published.number == 1


def test_no_check_is_noted_for_a_day_to_come_and_none_of_several_where_one_is_wrong() -> None:
    publish()
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        actions.note_checks(area=PACK, contacts=["slt-asker"], checked_on=tomorrow, by=OPERATOR)
    assert refused.value.decision.code == "day_to_come"
    with pytest.raises(Refused):
        actions.note_checks(area=PACK, contacts=["slt-asker", "ukjent"], checked_on=clock.today(), by=OPERATOR)
    with within_slug(PACK):
        assert not ContactCheck.objects.exists()


def test_after_a_failure_nobody_waits_for_the_database_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    publish()
    current.edition_for("localhost")
    asked = []

    def fails() -> None:
        asked.append(1)
        raise DatabaseError

    monkeypatch.setattr("motvekt.guide.current.FRESH_SECONDS", 0.0)
    monkeypatch.setattr("motvekt.organisations.queries.hosts", fails)
    for _ in range(5):
        assert current.edition_for("localhost")
    assert len(asked) == 1


@pytest.mark.parametrize("error", [DatabaseError("borte"), queries.DamagedEdition("skadet")], ids=["gone", "damaged"])
def test_where_the_database_fails_the_edition_known_last_is_still_shown(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    publish()
    first = current.edition_for("localhost")

    def fails(*args: object) -> None:
        raise error

    monkeypatch.setattr("motvekt.guide.current.FRESH_SECONDS", -1.0)
    monkeypatch.setattr("motvekt.guide.queries.in_force", fails)
    if isinstance(error, DatabaseError):
        monkeypatch.setattr("motvekt.organisations.queries.hosts", fails)
    assert current.edition_for("localhost") is first
    current.forget()
    with pytest.raises(type(error)):
        current.edition_for("localhost")
