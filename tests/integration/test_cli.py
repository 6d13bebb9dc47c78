"""The console command: what it prints, and its exit codes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import override_settings

from motvekt.guide import queries, rules
from motvekt.guide.actions import propose, publish
from motvekt.kernel import clock
from motvekt.site import cli, guide_commands
from tests.conftest import OPERATOR
from tests.guides import ROOT, guide_of, read_once
from tests.variants import earlier

pytestmark = pytest.mark.usefixtures("areas")

PACK = str(ROOT / "packs" / "asker-baerum")


@pytest.fixture(autouse=True)
def demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where one person may publish. The commands read the repository's packs once for all tests."""
    monkeypatch.setattr("motvekt.guide.pack.loader.load", read_once)
    with override_settings(DEMO=True):
        yield


def test_a_good_pack_is_said_to_be_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["guide", "check", PACK]) == cli.OK
    assert "ingen feil" in capsys.readouterr().out


def test_a_pack_that_is_not_there_is_named_without_a_trace(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["guide", "check", str(tmp_path / "ingen")]) == cli.FAILED
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert said.strip()


def test_publishing_makes_an_edition_once_and_then_refuses_kindly(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["guide", "publish", PACK, "--without-pdf"]) == cli.OK
    assert "Utgave 1" in capsys.readouterr().out
    assert cli.main(["guide", "publish", PACK, "--without-pdf"]) == cli.FAILED
    assert "samme" in capsys.readouterr().err
    assert cli.main(["guide", "publish", "--first", PACK, "--without-pdf"]) == cli.OK
    assert "endret" not in capsys.readouterr().out
    assert len(queries.published("asker-baerum")) == 1


def test_a_pack_is_proposed_looked_at_and_confirmed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["guide", "propose", PACK]) == cli.OK
    said = capsys.readouterr().out
    assert "Ingen utgave gjelder ennå" in said
    code = said.split("motvekt guide confirm asker-baerum ")[1].split()[0]
    assert f"https://localhost/utgaver/forslag/{code}" in said
    assert cli.main(["guide", "list"]) == cli.OK
    assert f"asker-baerum forslag: gjelder fra 2026-11-01, foreslått {clock.today()}" in capsys.readouterr().out
    assert queries.published("asker-baerum") == []
    assert cli.main(["guide", "confirm", "asker-baerum", "000000000000"]) == cli.FAILED
    # As somebody may type it.
    assert cli.main(["guide", "confirm", "asker-baerum", f" {code.upper()} ", "--without-pdf"]) == cli.OK
    assert "Utgave 1 for asker-baerum er publisert" in capsys.readouterr().out


@override_settings(DEMO=False)
def test_outside_the_demo_publishing_takes_two(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["guide", "publish", PACK, "--without-pdf"]) == cli.FAILED
    assert "tar to personer" in capsys.readouterr().err
    assert cli.main(["guide", "publish", PACK, "--without-pdf", "--first"]) == cli.OK
    guide = guide_of("asker-baerum").model_copy(update={"title": {"nb": "Ny", "nn": "Ny", "en": "New"}})
    proposal = propose(guide=guide, area="asker-baerum", by=guide_commands.operator(), press=None)
    confirm = ["guide", "confirm", "asker-baerum", rules.code(proposal.digest), "--without-pdf"]
    assert cli.main(confirm) == cli.FAILED
    assert "kan ikke bekrefte den selv" in capsys.readouterr().err
    assert len(queries.published("asker-baerum")) == 1
    monkeypatch.setattr("getpass.getuser", lambda: "en-annen")
    assert cli.main(confirm) == cli.OK


def test_a_proposal_names_its_changes_and_can_be_compared_and_withdrawn(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cli.main(["guide", "publish", PACK, "--without-pdf"])
    copy = tmp_path / "asker-baerum"
    shutil.copytree(PACK, copy)
    contacts = copy / "contacts.yaml"
    contacts.write_text(
        contacts.read_text("utf-8").replace("+4746954495", "+4746954496").replace("54 495", "x"), "utf-8"
    )
    assert cli.main(["guide", "propose", str(copy)]) == cli.FAILED
    assert "Ingenting er foreslått" in capsys.readouterr().err
    contacts.write_text(contacts.read_text("utf-8").replace("46 95 44 95", "46 95 44 96"), "utf-8")
    assert cli.main(["guide", "propose", str(copy)]) == cli.OK
    said = capsys.readouterr().out
    assert "Endret: contacts/slt-baerum SLT-koordinator i Bærum\n1 endring." in said
    code = said.split("motvekt guide withdraw asker-baerum ")[1].split()[0]
    assert cli.main(["guide", "compare", "asker-baerum:1", "asker-baerum:forslag"]) == cli.OK
    assert "  telefon:\n    - 46 95 44 95\n    + 46 95 44 96\n" in capsys.readouterr().out
    assert cli.main(["guide", "withdraw", "asker-baerum", code]) == cli.OK
    assert cli.main(["guide", "compare", "asker-baerum:1", "asker-baerum:forslag"]) == cli.FAILED


def test_a_new_pack_is_begun_beside_the_one_it_builds_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    shutil.copytree(PACK, tmp_path / "asker-baerum")
    new = ["guide", "new", str(tmp_path / "lillevik"), "--based-on", "asker-baerum", "--name", "Lillevik"]
    assert cli.main([*new, "--number", "99"]) == cli.FAILED
    assert not (tmp_path / "lillevik").exists()
    assert cli.main([*new, "--number", "9903"]) == cli.OK
    said = capsys.readouterr().out
    assert "FYLL INN" in said
    assert "- slug: lillevik" in said
    assert cli.main(["guide", "check", str(tmp_path / "lillevik")]) == cli.FAILED
    checked = capsys.readouterr()
    assert "Les: asker-baerum/cooperation.yaml" in checked.out
    assert "contacts.yaml:" in checked.err
    assert cli.main([*new, "--number", "9903"]) == cli.FAILED
    assert "finnes fra før" in capsys.readouterr().err
    new[4] = "ingen"
    assert cli.main([*new[:2], str(tmp_path / "storvik"), *new[3:], "--number", "9903"]) == cli.FAILED


def test_what_should_be_checked_again_is_named_until_somebody_has(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["guide", "publish", PACK, "--without-pdf"])
    capsys.readouterr()
    assert cli.main(["guide", "overdue"]) == cli.OK
    assert "asker-baerum contacts/slt-asker: SLT-koordinator i Asker, aldri sjekket" in capsys.readouterr().out
    cli.main(["guide", "checked", "asker-baerum", "slt-asker"])
    capsys.readouterr()
    cli.main(["guide", "overdue", "--area", "asker-baerum"])
    left = [line.split(":")[0].split()[1] for line in capsys.readouterr().out.splitlines()]
    assert "contacts/slt-asker" not in left
    # As they were printed.
    assert cli.main(["guide", "checked", "asker-baerum", *left, "--on", "16.11.2026"]) == cli.OK
    capsys.readouterr()
    cli.main(["guide", "overdue", "--area", "asker-baerum"])
    assert capsys.readouterr().out == "Ingenting å sjekke nå.\n"


@pytest.mark.parametrize("command", ["overdue", "list"])
def test_an_area_that_is_misspelt_is_not_taken_for_one_without_anything(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["guide", command, "--area", "asker-baerumm"]) == cli.FAILED
    assert "Området «asker-baerumm» finnes ikke. Kjente områder: asker-baerum, fjellvik." in capsys.readouterr().err


def test_a_day_that_is_none_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["guide", "checked", "asker-baerum", "pst", "--on", "i går"])
    assert "«i går» er ikke en dato" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["check", "fjellvik"], "Skriv packs/fjellvik."),
        (["new", "packs/ny", "--based-on", "asker", "--name", "Ny", "--number", "9903"], "asker-baerum, fjellvik"),
        (
            ["new", "ny", "--based-on", "asker-baerum", "--name", "Ny", "--number", "9903"],
            "Skriv mappa der pakkene ligger",
        ),
    ],
)
def test_a_folder_that_is_not_there_comes_with_the_one_that_was_meant(
    arguments: list[str], advice: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.main(["guide", *arguments]) == cli.FAILED
    assert advice in capsys.readouterr().err


def test_whoever_publishes_is_told_how_many_numbers_nobody_has_checked(capsys: pytest.CaptureFixture[str]) -> None:
    contacts = [contact for contact in guide_of("asker-baerum").contacts if contact.phones]
    numbers = sum(len(contact.phones) for contact in contacts)
    cli.main(["guide", "propose", PACK])
    assert f"Ingen har sjekket {numbers} telefonnumre" in capsys.readouterr().out
    cli.main(["guide", "publish", PACK, "--without-pdf"])
    assert f"Ingen har sjekket {numbers} telefonnumre" in capsys.readouterr().out
    cli.main(["guide", "checked", "asker-baerum", *(contact.id for contact in contacts)])
    publish(guide=earlier(guide_of("asker-baerum")), area="asker-baerum", by=OPERATOR, press=None)
    capsys.readouterr()
    cli.main(["guide", "publish", PACK, "--without-pdf"])
    said = capsys.readouterr().out
    assert "Utgave 3" in said
    assert "Ingen har sjekket" not in said


def test_check_names_what_publishing_would_stop_at(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copy = tmp_path / "asker-baerum"
    shutil.copytree(PACK, copy)
    advice = copy / "advice.yaml"
    lines = advice.read_text("utf-8").split("\n")
    line = next(place for place, text in enumerate(lines) if 'nb: "La være"' in text)
    lines[line] = lines[line].replace("La være", "La være 😀")
    advice.write_text("\n".join(lines), "utf-8")
    assert cli.main(["guide", "check", str(copy)]) == cli.FAILED
    assert f"advice.yaml:{line + 1}: advice/la-vaere: label.nb: «😀» (U+1F600)" in capsys.readouterr().err


def test_a_restart_never_puts_older_content_back_in_force() -> None:
    cli.main(["guide", "publish", PACK, "--without-pdf"])
    newer = guide_of("asker-baerum").model_copy(update={"title": {"nb": "Rettet", "nn": "Retta", "en": "Mended"}})
    publish(guide=newer, area="asker-baerum", by=OPERATOR, press=None)
    assert cli.main(["guide", "publish", "--first", PACK, "--without-pdf"]) == cli.OK
    assert [card.number for card in queries.published("asker-baerum")] == [2, 1]


def test_a_restart_publishes_nothing_that_nobody_proposed_and_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cli.main(["guide", "publish", PACK, "--without-pdf"])
    copy = tmp_path / "asker-baerum"
    shutil.copytree(PACK, copy)
    pack = copy / "pack.yaml"
    pack.write_text(pack.read_text("utf-8").replace("valid_from: 2026-11-01", "valid_from: 2026-11-02"), "utf-8")
    assert cli.main(["guide", "publish", "--first", str(copy), "--without-pdf"]) == cli.OK
    assert "er endret, men ikke publisert" in capsys.readouterr().out
    assert len(queries.published("asker-baerum")) == 1


def test_a_proposal_is_compared_with_what_readers_have_when_it_begins(capsys: pytest.CaptureFixture[str]) -> None:
    guide = guide_of("asker-baerum")
    publish(guide=guide, area="asker-baerum", by=OPERATOR, press=None)
    less = {"contacts": guide.contacts[:-1], "valid_from": clock.today() + timedelta(days=30)}
    publish(guide=guide.model_copy(update=less), area="asker-baerum", by=OPERATOR, press=None)
    capsys.readouterr()
    # Without the last contact too, but at once: readers go from the first edition to this one.
    now = guide.model_copy(update={"contacts": guide.contacts[:-1], "title": {"nb": "x", "nn": "x", "en": "x"}})
    before = rules.replaced_by(queries.published("asker-baerum"), now.valid_from, clock.today())
    assert before
    assert before.number == 1
    (overtaken,) = rules.overtaken(queries.published("asker-baerum"), now.valid_from, clock.today())
    assert overtaken.number == 2
    publish(guide=now, area="asker-baerum", by=OPERATOR, press=None)
    assert cli.main(["guide", "list", "--area", "asker-baerum"]) == cli.OK
    assert "asker-baerum 2 (trer ikke i kraft)" in capsys.readouterr().out
    # It was overtaken once, and is told of once.
    assert rules.overtaken(queries.published("asker-baerum"), now.valid_from, clock.today()) == []


def test_an_edition_that_was_to_come_and_will_not_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    later = guide_of("asker-baerum").model_copy(update={"valid_from": clock.today() + timedelta(days=30)})
    publish(guide=later, area="asker-baerum", by=OPERATOR, press=None)
    cli.main(["guide", "publish", PACK, "--without-pdf"])
    assert "Utgave 1, som skulle gjelde fra" in capsys.readouterr().out


def test_a_database_that_is_not_there_is_said_in_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: object) -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr("motvekt.organisations.queries.listed", gone)
    assert cli.main(["areas"]) == cli.FAILED
    assert "Databasen svarer ikke" in capsys.readouterr().err


def test_packs_and_editions_are_compared_item_by_item(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["guide", "publish", PACK, "--without-pdf"])
    capsys.readouterr()
    assert cli.main(["guide", "compare", "asker-baerum:1", PACK]) == cli.OK
    assert "Ingen endringer" in capsys.readouterr().out
    assert cli.main(["guide", "compare", PACK, str(ROOT / "packs" / "fjellvik")]) == cli.OK
    said = capsys.readouterr().out
    assert "Borte: contacts/slt-asker" in said
    assert "Ny: measures/batlaget" in said
    assert "Ny rekkefølge: routine" in said
    assert said.index("contacts/slt-asker") < said.index("measures/batlaget")


@pytest.mark.parametrize("named", ["asker-baerum:9", "ingensteds", "../packs"])
def test_comparing_with_what_is_not_there_is_refused(capsys: pytest.CaptureFixture[str], named: str) -> None:
    assert cli.main(["guide", "compare", named, PACK]) == cli.FAILED
    assert named in capsys.readouterr().err


def test_a_broken_pack_leaves_the_edition_in_force(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    cli.main(["guide", "publish", PACK, "--without-pdf"])
    assert cli.main(["guide", "publish", str(tmp_path)]) == cli.FAILED
    assert "gjelder fortsatt" in capsys.readouterr().err
    assert [card.number for card in queries.published("asker-baerum")] == [1]


def test_editions_are_listed_with_the_one_in_force_marked(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["guide", "publish", PACK, "--without-pdf"])
    capsys.readouterr()
    assert cli.main(["guide", "list"]) == cli.OK
    assert "asker-baerum 1 (gjelder)" in capsys.readouterr().out
    assert cli.main(["guide", "list", "--area", "fjellvik"]) == cli.OK
    assert capsys.readouterr().out == ""


def test_a_pack_for_an_area_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["guide", "publish", PACK, "--area", "ingen"]) == cli.FAILED
    assert "ingen" in capsys.readouterr().err


def test_contacts_are_noted_as_checked(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["guide", "publish", PACK, "--without-pdf"])
    arguments = ["guide", "checked", "asker-baerum", "slt-asker", "slt-baerum", "--on", "2026-11-16"]
    assert cli.main(arguments) == cli.OK
    shown = queries.in_force("asker-baerum", clock.today())
    assert shown
    assert set(shown.checked.values()) == {date(2026, 11, 16)}
    assert cli.main(["guide", "checked", "asker-baerum", "ukjent"]) == cli.FAILED


def test_areas_are_listed_as_hosts_for_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["areas", "--list"]) == cli.OK
    assert capsys.readouterr().out.split() == ["localhost", "fjellvik.localhost"]
    assert cli.main(["areas", str(ROOT / "packs" / "areas.yaml")]) == cli.OK
    assert "(default)" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["ukjent"], ["guide"], ["guide", "publish"]])
def test_a_wrong_call_is_told_how_with_exit_code_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == cli.MISUSED
