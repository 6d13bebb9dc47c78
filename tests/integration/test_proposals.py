"""Proposing and confirming: two acts, of which only the second makes an edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction

from motvekt.guide import actions, editions, queries, rules
from motvekt.guide.kinds import Sheet
from motvekt.guide.models import Edition, EditionFile, Proposal
from motvekt.guide.schema import Guide
from motvekt.kernel import clock
from motvekt.kernel.actor import Actor
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.organisations.walls import within_slug
from motvekt.site.cli import FAILED, main
from tests.conftest import OPERATOR
from tests.guides import guide_of

pytestmark = pytest.mark.usefixtures("areas")

PACK = "asker-baerum"
OLA, KARI = Actor("account", "ola"), Actor("account", "kari")


def other(title: str = "Ny tittel") -> Guide:
    return guide_of(PACK).model_copy(update={"title": {"nb": title, "nn": title, "en": title}})


def propose(guide: Guide | None = None, by: Actor = OLA) -> str:
    return rules.code(actions.propose(guide=guide or guide_of(PACK), area=PACK, by=by, press=None).digest)


def confirm(code: str, by: Actor = KARI, area: str = PACK) -> Edition:
    return actions.confirm(area=area, code=code, by=by, press=None)


def put_in_place_of(code: str, content: str) -> None:
    """The open proposal closed, and one with its digest and other content put straight into the database."""
    with within_slug(PACK):
        row = Proposal.objects.values().get()
    actions.withdraw(area=PACK, code=code, by=OLA)
    with within_slug(PACK):
        Proposal.objects.create(**{**row, "id": Edition._meta.pk.get_default(), "content": content})


def refusal(act: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*given, **named)
    return refused.value.decision.code


def test_a_proposal_shows_nothing_until_somebody_confirms_it() -> None:
    code = propose()
    assert queries.in_force(PACK, clock.today()) is None
    assert queries.published(PACK) == []
    edition = confirm(code)
    assert (edition.number, edition.published_by) == (1, "account:kari")
    assert edition.proposal.proposed_by == "account:ola"
    shown = queries.in_force(PACK, clock.today())
    assert shown
    assert shown.guide == guide_of(PACK)
    assert queries.proposed(PACK) is None


def test_whoever_proposed_it_does_not_confirm_it() -> None:
    code = propose(by=OLA)
    assert refusal(confirm, code, by=OLA) == "same_person"
    assert queries.published(PACK) == []


@pytest.mark.parametrize("code", ["", "0" * 12, "0" * 64, "æ", "%", "_" * 12])
def test_a_code_that_is_not_the_proposals_confirms_nothing(code: str) -> None:
    propose()
    assert refusal(confirm, code) == "no_proposal"
    assert queries.published(PACK) == []


def test_half_a_code_is_none() -> None:
    code = propose()
    assert refusal(confirm, code[:6]) == "no_proposal"


def test_another_areas_proposal_is_not_found() -> None:
    code = propose()
    assert refusal(confirm, code, area="fjellvik") == "no_proposal"
    assert refusal(actions.withdraw, area="fjellvik", code=code, by=KARI) == "no_proposal"


def test_an_area_that_is_not_there_is_refused() -> None:
    assert refusal(confirm, "0" * 12, area="ingensteds") == "unknown_area"
    assert refusal(actions.withdraw, area="ingensteds", code="0" * 12, by=KARI) == "unknown_area"


def test_a_newer_proposal_takes_the_older_ones_place() -> None:
    first = propose()
    second = propose(other())
    assert refusal(confirm, first) == "proposal_closed"
    confirm(second)
    with within_slug(PACK):
        states = set(Proposal.objects.values_list("state", "closed_by"))
    assert states == {("replaced", "account:ola"), ("confirmed", "account:kari")}


def test_a_withdrawn_proposal_is_not_confirmed_and_can_be_made_again() -> None:
    code = propose()
    actions.withdraw(area=PACK, code=code, by=OLA)
    assert refusal(confirm, code) == "proposal_closed"
    assert refusal(actions.withdraw, area=PACK, code=code, by=OLA) == "proposal_closed"
    assert propose() == code
    assert confirm(code).number == 1


def test_a_confirmed_one_is_not_confirmed_twice() -> None:
    code = propose()
    confirm(code)
    assert refusal(confirm, code) == "proposal_closed"
    with within_slug(PACK):
        assert Edition.objects.count() == 1


def test_what_is_in_force_already_is_not_proposed() -> None:
    confirm(propose())
    assert refusal(propose) == "same_content"


def test_a_proposal_that_was_compared_with_an_older_edition_must_be_made_again() -> None:
    confirm(propose())
    code = propose(other())
    # What an installation does when it makes itself ready, or somebody in a hurry.
    with within_slug(PACK):
        waiting = Proposal.objects.get(state="open")
        Edition.objects.create(
            area=waiting.area,
            number=2,
            pack=PACK,
            schema=1,
            valid_from=waiting.valid_from,
            content="{}",
            digest="0" * 64,
            published_at=clock.now(),
            published_by="noen",
        )
    assert refusal(confirm, code) == "published_meanwhile"


def test_publishing_in_one_act_leaves_both_in_the_books_and_replaces_what_waited() -> None:
    waiting = propose()
    edition = actions.publish(guide=other(), area=PACK, by=OPERATOR, press=None)
    assert edition.proposal.proposed_by == edition.published_by == "operator:prøve"
    assert refusal(confirm, waiting) == "proposal_closed"


def press_that_fails(sheet: Sheet, document: Mapping[str, Any]) -> bytes:
    raise Refused(no("not_typeset", "Skriften har ikke tegnet."))


def test_what_cannot_be_printed_is_not_even_proposed() -> None:
    act = {"guide": guide_of(PACK), "area": PACK, "by": OLA}
    assert refusal(actions.propose, **act, press=press_that_fails) == "not_typeset"
    with within_slug(PACK):
        assert not Proposal.objects.exists()
    assert refusal(actions.publish, **act, press=press_that_fails) == "not_typeset"
    with within_slug(PACK):
        assert not Proposal.objects.exists()


def test_where_a_sheet_cannot_be_made_at_the_end_the_proposal_goes_on_waiting() -> None:
    code = propose()
    with pytest.raises(Refused):
        actions.confirm(area=PACK, code=code, by=KARI, press=press_that_fails)
    with within_slug(PACK):
        assert not Edition.objects.exists()
    waiting = queries.proposed(PACK)
    assert waiting
    assert waiting.code == code


def test_the_number_on_the_sheets_is_the_editions() -> None:
    printed: list[str] = []

    def press(sheet: Sheet, document: Mapping[str, Any]) -> bytes:
        printed.append(document["imprint"][1])
        return b"%PDF-1.7"

    confirm(propose())
    code = propose(other())
    actions.confirm(area=PACK, code=code, by=KARI, press=press)
    assert printed
    assert all("2" in words for words in printed)
    with within_slug(PACK):
        assert EditionFile.objects.filter(edition__number=2).count() == len(printed)


def test_a_failure_halfway_leaves_the_proposal_open(monkeypatch: pytest.MonkeyPatch) -> None:
    code = propose()

    def broken(self: Proposal, *args: object, **kwargs: object) -> None:
        raise RuntimeError("the machine stops here")

    with monkeypatch.context() as patched:
        patched.setattr(Proposal, "save", broken)
        with pytest.raises(RuntimeError):
            confirm(code)
    with within_slug(PACK):
        assert not Edition.objects.exists()
    assert confirm(code).number == 1


@pytest.mark.parametrize(
    "change",
    [
        "content = 'x'",
        f"digest = '{'1' * 64}'",
        "follows = 7",
        "proposed_by = 'account:kari'",
        "valid_from = '2020-01-01'",
        "pack = 'x'",
        "proposed_at = '2020-01-01'",
    ],
)
def test_what_was_proposed_cannot_be_changed_in_the_database(change: str) -> None:
    propose()
    with pytest.raises(Error, match="bound"), within_slug(PACK), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE guide_proposal SET {change}")  # noqa: S608


@pytest.mark.parametrize("change", ["state = 'open', closed_at = NULL, closed_by = ''", "closed_by = 'en annen'"])
def test_a_closed_proposal_cannot_be_opened_or_rewritten(change: str) -> None:
    actions.withdraw(area=PACK, code=propose(), by=OLA)
    with pytest.raises(Error, match="bound"), within_slug(PACK), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE guide_proposal SET {change}")  # noqa: S608


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("one_open_proposal_per_area", {}),
        ("proposal_state", {"state": "kanskje", "closed_at": "2026-11-25T10:00Z", "closed_by": "noen"}),
        ("proposal_closed_by_somebody", {"state": "withdrawn"}),
        ("proposal_closed_by_somebody", {"closed_by": "noen"}),
        ("proposal_confirmed_is_an_edition", {"state": "confirmed", "closed_at": clock.now(), "closed_by": "noen"}),
        ("proposal_digest_form", {"digest": "kort", "state": "withdrawn", "closed_at": clock.now(), "closed_by": "x"}),
    ],
)
def test_the_database_holds_what_must_hold(constraint: str, values: dict[str, Any]) -> None:
    propose()
    with within_slug(PACK):
        row = Proposal.objects.values().get()
    with pytest.raises(IntegrityError) as broken, within_slug(PACK), transaction.atomic():
        Proposal.objects.create(**{**row, **values, "id": None} | {"id": Edition._meta.pk.get_default()})
    # SQLite names the field of a unique index rather than the index.
    assert constraint in str(broken.value) or "guide_proposal.area_id" in str(broken.value)


def test_a_damaged_proposal_is_said_to_be_damaged() -> None:
    code = propose()
    put_in_place_of(code, "{}")
    with pytest.raises(queries.DamagedEdition):
        queries.proposed(PACK)
    with pytest.raises(queries.DamagedEdition):
        confirm(code)


def test_a_proposal_whose_content_was_swapped_under_its_code_is_not_confirmed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = propose()
    put_in_place_of(code, editions.write(guide_of(PACK)).replace("{", "{ ", 1))
    with pytest.raises(queries.DamagedEdition):
        confirm(code)
    assert main(["guide", "confirm", PACK, code]) == FAILED
    assert "stemmer ikke med koden" in capsys.readouterr().err
    with within_slug(PACK):
        assert not Edition.objects.exists()


def test_a_check_vouches_for_the_number_that_was_called_and_for_no_other() -> None:
    confirm(propose())
    actions.note_checks(area=PACK, contacts=["slt-baerum", "pst"], checked_on=clock.today(), by=OPERATOR)
    moved = guide_of(PACK)
    phones = [{"number": "+4700000000", "printed": "00 00 00 00"}]
    contacts = [
        contact.model_copy(update={"phones": [type(contact.phones[0]).model_validate(phones[0])]})
        if contact.id == "slt-baerum"
        else contact
        for contact in moved.contacts
    ]
    confirm(propose(moved.model_copy(update={"contacts": contacts})))
    shown = queries.in_force(PACK, clock.today())
    assert shown
    assert set(shown.checked) == {"pst"}


def test_a_contact_that_cannot_be_reached_is_not_checked() -> None:
    confirm(propose())
    act = {"area": PACK, "checked_on": clock.today(), "by": OPERATOR}
    assert refusal(actions.note_checks, **act, contacts=["jurist"]) == "nothing_to_check"
    # A desk stands in the same file, and is nobody to call.
    assert refusal(actions.note_checks, **act, contacts=["mottak-slt-asker"]) == "unknown_contact"


def test_an_edition_that_is_to_come_changes_what_is_kept() -> None:
    confirm(propose())
    before = queries.in_force(PACK, clock.today())
    later = other().model_copy(update={"valid_from": clock.today().replace(year=clock.today().year + 1)})
    confirm(propose(later))
    after = queries.in_force(PACK, clock.today())
    assert before
    assert after
    assert before.published == after.published
    assert before.stamp != after.stamp
