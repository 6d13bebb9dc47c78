"""What is done to areas and guides stands in the log of the area's first controller."""

from __future__ import annotations

import pytest

from motvekt.audit import queries as audit
from motvekt.audit.chain import State
from motvekt.audit.models import AuditEvent
from motvekt.guide import actions, rules
from motvekt.guide.models import Edition
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.organisations import queries as organisations
from motvekt.organisations.walls import within_slug
from motvekt.site import cli
from tests.conftest import OPERATOR
from tests.guides import guide_of

pytestmark = pytest.mark.usefixtures("areas")

PACK = "asker-baerum"


def events(slug: str = PACK) -> list[str]:
    place = organisations.area(slug)
    assert place
    controller = organisations.first_controller(place)
    with within_slug(slug):
        return [link.entry.event for link in audit.links(controller)]


def test_the_whole_way_of_an_edition_is_in_the_log() -> None:
    guide = guide_of(PACK)
    first = actions.propose(guide=guide, area=PACK, by=OPERATOR, press=None)
    actions.withdraw(area=PACK, code=rules.code(first.digest), by=OPERATOR)
    actions.publish(guide=guide, area=PACK, by=OPERATOR, press=None)
    actions.note_checks(area=PACK, contacts=["pst", "slt-asker"], checked_on=clock.today(), by=OPERATOR)
    assert events() == [
        "area_set",
        "edition_proposed",
        "edition_withdrawn",
        "edition_proposed",
        "edition_confirmed",
        "contact_checked",
        "contact_checked",
    ]
    assert events("fjellvik") == ["area_set"]
    for slug in (PACK, "fjellvik"):
        with within_slug(slug):
            verdicts = [audit.verify(controller, audit.heads()) for controller in audit.controllers()]
        assert verdicts
        assert all(verdict.state is State.PROVEN for verdict in verdicts)


def test_what_was_refused_or_broke_is_not_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    before = events()
    with pytest.raises(Refused):
        actions.withdraw(area=PACK, code="0" * 12, by=OPERATOR)

    def broken(self: Edition, *args: object, **kwargs: object) -> None:
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr(Edition, "save", broken)
    with pytest.raises(RuntimeError):
        actions.publish(guide=guide_of(PACK), area=PACK, by=OPERATOR, press=None)
    assert events() == before


def test_the_log_has_nothing_of_a_guides_texts_or_of_numbers() -> None:
    actions.publish(guide=guide_of(PACK), area=PACK, by=OPERATOR, press=None)
    with within_slug(PACK):
        said = str(list(AuditEvent.objects.values()))
    assert "edition_confirmed" in said
    for text in ("Veileder", "66 90 97", "+476690", "Asker og"):
        assert text not in said


def test_an_area_that_is_set_as_it_was_makes_no_noise() -> None:
    from tests.installation import set_area

    before = events()
    set_area(slug=PACK, hosts=["localhost"], default=True, by=OPERATOR)
    assert events() == before
    set_area(slug=PACK, hosts=["localhost", "ny.no"], default=True, by=OPERATOR)
    assert events() == [*before, "area_set"]


def test_the_command_line_says_what_is_proven_and_what_is_not(
    capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = tmp_path_factory.mktemp("heads") / "heads.txt"
    assert cli.main(["audit", "head"]) == cli.OK
    kept.write_text(capsys.readouterr().out)
    assert cli.main(["audit", "verify"]) == cli.OK
    said = capsys.readouterr().out
    assert said.count("ikke bevist") == 2
    assert "(Asker kommune): " in said
    assert cli.main(["audit", "verify", "--head", str(kept)]) == cli.OK
    assert capsys.readouterr().out.count(", bevist.") == 2
    # As after a restore of an older database: what was kept elsewhere is no longer there.
    lines = kept.read_text().splitlines()
    controller, number, mac = lines[0].split()
    kept.write_text("\n".join([f"{controller} {int(number) + 1} {mac}", *lines[1:]]))
    assert cli.main(["audit", "verify", "--head", str(kept)]) == cli.FAILED
    assert "BRUTT ved ledd" in capsys.readouterr().out
    kept.write_text("tull")
    assert cli.main(["audit", "verify", "--head", str(kept)]) == cli.FAILED


def test_the_keys_are_checked_and_rotated(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["keys", "init"]) == cli.OK
    assert capsys.readouterr().out == ""
    assert cli.main(["keys", "check"]) == cli.OK
    assert "10 nøkler kan pakkes ut" in capsys.readouterr().out
