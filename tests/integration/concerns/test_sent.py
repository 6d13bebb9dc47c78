"""What was sent stands on every page of the concern: that nobody has read it, whom to call, and what became of it."""

from __future__ import annotations

import pytest
from django.db import transaction

from motvekt.concerns.models import Concern
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers.kinds import ItemKind
from motvekt.kernel import clock
from motvekt.reports import delivering, queries
from motvekt.reports.kinds import ArrivalKind, Exit, Status
from motvekt.reports.models import Arrival, Report
from tests.integration.concerns.walking import at, browser, noted, page, text_of
from tests.people import Person, unit_of

pytestmark = pytest.mark.usefixtures("within_asker_and_baerum")


@transaction.atomic
def sent(concern: Concern, desk: str = "slt-asker") -> Arrival:
    """A report that lies at a desk."""
    by = Person.TEACHER.standing
    text = dossiers.add_item(
        dossier=concern.dossier, unit=concern.unit, kind=ItemKind.REPORT, text="Det jeg valgte å sende.", by=by
    )
    report = Report.objects.create(
        area=concern.area,
        dossier=concern.dossier,
        unit=concern.unit,
        reporter=Person.TEACHER.account,
        exit=Exit.ORDINARY,
        edition_id=concern.dossier.edition_id,
        text=text,
        sent_at=clock.now(),
        digest="0" * 64,
    )
    desk_unit = unit_of("asker-baerum", desk)
    return delivering.arrive(
        unit=desk_unit, kind=ArrivalKind.REPORT, dossier=concern.dossier, by=by.actor, report=report
    )


def read(arrival: Arrival, status: Status) -> None:
    Arrival.objects.filter(id=arrival.id).update(
        status=status,
        read_at=clock.now(),
        reader=Person.SLT_ASKER.account,
        decided_at=None if status is Status.READ else clock.now(),
    )


@pytest.mark.parametrize("path", ["", "droft/", "samtale/", "na/", "alvorlig/", "plikt/", "inviter/"])
def test_until_somebody_has_read_it_every_page_says_so_with_whom_to_call(path: str) -> None:
    concern = noted()
    teacher = browser(Person.TEACHER)
    words = "Ingen har lest dette. Ring."
    assert words not in page(teacher, at(concern, path))
    arrival = sent(concern)
    found = page(teacher, at(concern, path))
    assert words in found
    assert arrival.unit.name in found
    # The SLT coordinator of that desk's municipality, and no other's.
    banner = found[found.index(words) : found.index(words) + 1500]
    assert 'href="tel:+4793053601"' in banner or 'href="tel:93053601"' in banner
    read(arrival, Status.READ)
    assert words not in page(teacher, at(concern, path))


@pytest.mark.parametrize("status", [Status.READ, Status.ACCEPTED, Status.DISMISSED])
def test_that_it_was_read_is_said_and_what_the_desk_made_of_it_is_the_desks_to_tell(status: Status) -> None:
    concern = noted()
    arrival = sent(concern)
    read(arrival, status)
    said = text_of(page(browser(Person.TEACHER), at(concern, "droft/")))
    assert f"Sendt til {arrival.unit.name} 24. november 2026. Mottatt, og lest 24. november 2026" in said


def test_what_was_sent_from_another_concern_is_not_among_it() -> None:
    mine, other = noted(), noted()
    arrival = sent(mine)
    assert list(queries.sent_from(mine.dossier_id, mine.unit_id)) == [arrival]
    assert list(queries.sent_from(other.dossier_id, other.unit_id)) == []
