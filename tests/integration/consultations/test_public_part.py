"""The public part as a process that can't read the master key: it shows the guide and takes anonymous questions, which
a desk opens in the other process.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import URLResolver, reverse

from motvekt.kernel.errors import Refused
from motvekt.organisations.models import Unit
from motvekt.site import public_urls, tick, urls
from motvekt.vault.models import DeskPair
from tests.guides import ROOT
from tests.integration.consultations.asking import hidden
from tests.integration.consultations.test_asking import begun, desk
from tests.integration.test_backup import free_port
from tests.integration.test_server import OPTIONS, wait_for
from tests.processes import BIN, Installation, empty_installation

ON_POSTGRESQL = pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="on SQLite all of it is one process")
SERVER = "motvekt.site.wsgi:application"
OURS = ("inne/", "foresporsel/")
"""What the process with the master key answers alone."""


# --- Addresses --------------------------------------------------------------------------------------------------------


def routes(patterns: Sequence[Any], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found |= routes(one.url_patterns, address)
        else:
            found[address] = f"{one.callback.__module__}.{one.callback.__qualname__}"
    return found


def test_the_public_part_has_every_address_that_anybody_may_open_and_no_other() -> None:
    everything, public = routes(urls.urlpatterns), routes(public_urls.urlpatterns)
    expected = {address: view for address, view in everything.items() if not address.startswith(OURS)}
    assert {address: view for address, view in public.items() if not address.startswith(OURS)} == expected
    elsewhere = {view for address, view in public.items() if address.startswith(OURS)}
    assert elsewhere == {"motvekt.site.public_urls.elsewhere"}


@pytest.mark.parametrize("name", ["organisations:home", "asking:ask"])
def test_what_pages_lead_to_has_the_address_that_the_other_process_answers(name: str) -> None:
    assert reverse(name, urlconf="motvekt.site.public_urls") == reverse(name)


# --- Keys of desks ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_desk_without_keys_takes_nothing_and_is_given_them_by_the_clock(within_asker_and_baerum: None) -> None:
    DeskPair.objects.filter(unit=desk().id).delete()
    with pytest.raises(Refused) as no:
        begun()
    assert no.value.decision.code == "desk_closed"
    done = {one.job.name: one.number for one in tick.run(tick.JOBS, desk().area.editions.latest("number").valid_from)}
    assert done["desks_given_keys"] == 1
    assert begun().unit == desk()


@pytest.mark.django_db
def test_every_desk_of_a_file_of_areas_has_its_keys(published: None, people: None) -> None:
    from tests.people import inside

    for area in ("asker-baerum", "fjellvik"):
        with inside(area):
            desks = set(Unit.objects.exclude(desk="").values_list("id", flat=True))
        assert desks
        assert set(DeskPair.objects.filter(unit__in=desks).values_list("unit", flat=True)) == desks
    assert tick.desks_without_keys(date(2026, 11, 24)) == 0


# --- The process ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Two:
    """An installation, the environment of its public part, and the port where that answers."""

    staff: Installation
    public: Installation
    port: int

    def ask(self, path: str, **form: str) -> tuple[int, str]:
        """A page, or what comes of a form."""
        headers = {"Host": "localhost", "Origin": "http://localhost"}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("POST" if form else "GET", path, urlencode(form) or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Installation]]:
    folder = tmp_path_factory.mktemp("parts")
    with empty_installation(folder / "data") as staff:
        for words in (
            ("migrate", "--verbosity", "0"),
            ("keys", "init"),
            ("areas", str(ROOT / "packs" / "areas.yaml")),
            ("guide", "publish", "--first", "packs/asker-baerum", "--without-pdf"),
        ):
            staff.motvekt(*words)
        yield staff, staff.of_the_public_part(folder / "public")


@pytest.fixture(scope="module")
def two(installed: tuple[Installation, Installation]) -> Iterator[Two]:
    staff, public = installed
    port = free_port()
    command = [str(BIN / "granian"), *OPTIONS, "--port", str(port), SERVER]
    with (public.folder / "server.log").open("w") as out:
        running = subprocess.Popen(command, env=public.environment, cwd=ROOT, stdout=out, stderr=out)
        try:
            wait_for(port)
            yield Two(staff, public, port)
        finally:
            running.terminate()
            running.wait(20)


@ON_POSTGRESQL
def test_it_shows_the_guide_and_is_ready_and_has_no_page_where_anybody_signs_in(two: Two) -> None:
    status, page = two.ask("/")
    assert (status, "Asker og Bærum" in page, 'href="/inne/"' in page) == (200, True, True)
    assert two.ask("/helse/klar/") == (200, "klar\n")
    for path in ("/inne/", "/inne/logg-inn/", "/inne/mottak/", "/foresporsel/", "/nn/foresporsel/"):
        assert two.ask(path)[0] == 404
    assert two.ask("/veileder/ressurser/")[0] == 200


@ON_POSTGRESQL
def test_every_page_that_anybody_may_open_is_shown_by_its_role(two: Two) -> None:
    plain = [path for path in routes(public_urls.urlpatterns) if "<" not in path and not path.startswith(OURS)]
    shown = {path: two.ask(f"/{path}")[0] for path in [*plain, "utgaver/1/", "veileder/sok/?q=hat", "kort/en/", "nn/"]}
    assert len(shown) > 30
    # It was published without PDFs.
    without = {"veileder.pdf", "plakat.pdf", "tiltakskort.pdf"}
    assert {path for path, status in shown.items() if status != 200} == without
    assert two.ask(f"/utgaver/forslag/{'0' * 64}/")[0] == 404


@ON_POSTGRESQL
def test_the_whole_way_of_a_message_in_it(two: Two) -> None:
    two.staff.environment["DJANGO_SETTINGS_MODULE"] = "motvekt.site.settings"
    two.staff.python("-c", RECEIVES)
    shown, receipt = two.ask("/droft/")[1], ""
    for steg, about in (("kvittering", {"mottak": "mottak-slt-asker"}), ("skriv", {})):
        status, page = two.ask("/droft/", segl=hidden(shown, "segl"), steg=steg, **about)
        assert status == 200, page
        receipt, shown = (receipt_of(page), page) if steg == "kvittering" else (receipt, page)
    sent = two.ask("/droft/", segl=hidden(shown, "segl"), steg="send", text="Gutten min", wish="write", contact="")
    assert sent[0] == 303
    status, talk = two.ask("/droft/svar/", kvittering=receipt, steg="les")
    assert (status, "Gutten min" in talk) == (200, True)
    status, talk = two.ask(
        "/droft/svar/", segl=hidden(talk, "segl"), steg="svar", nummer="1", text="Og dette", wish="write", contact=""
    )
    assert (status, "Og dette" in talk) == (200, True)
    two.staff.python("-c", ANSWERS)
    status, talk = two.ask("/droft/svar/", kvittering=receipt, steg="les")
    assert (status, "Ring oss" in talk) == (200, True)
    about = {"text": "Jeg melder fra", "name": "Ola Nordmann", "born": "", "reached": "", "contact": ""}
    status, talk = two.ask("/droft/svar/", segl=hidden(talk, "segl"), steg="meld-send", nummer="3", **about)
    assert (status, "Jeg melder fra" in talk) == (200, True)
    assert two.ask("/droft/svar/", segl=hidden(talk, "segl"), steg="slett-ja")[0] == 303
    assert two.ask("/droft/svar/", kvittering=receipt, steg="les")[0] == 400
    assert two.ask("/droft/svar/", kvittering="1" * 16, steg="les")[0] == 400
    for said in ("Gutten min", "Og dette", "Jeg melder fra"):
        assert said in two.staff.python("-c", OPENED)
    log = (two.public.folder / "server.log").read_text()
    assert [line for line in log.splitlines() if "INFO" not in line and "404" not in line] == []


def receipt_of(page: str) -> str:
    found = re.search(r"<output[^>]*>(.*?)</output>", page, re.DOTALL)
    assert found
    return "".join(re.findall(r"\d", found[1]))


RECEIVES = """
import django; django.setup()
from bench.receiver import receiver
receiver()
"""
ANSWERS = """
import django; django.setup()
from motvekt.consultations.models import Anonymous
from motvekt.dossiers.models import Item
from motvekt.kernel import clock
from motvekt.organisations.models import Account, Area
from motvekt.organisations.walls import within
from motvekt.reports.models import Arrival
area, by = Area.objects.get(slug="asker-baerum"), Account.objects.first()
with within(area.id):
    Arrival.objects.update(status="read", read_at=clock.now(), reader=by)
    for row in Anonymous.objects.all():
        Item.objects.create(
            area=area, dossier_id=row.pk, unit_id=row.unit_id, kind="answer", made_at=clock.now(), written_by=by,
            content="Ring oss.",
        )
"""
ASK = """
import django; django.setup()
from motvekt.consultations import asking_actions
from motvekt.consultations.asking_actions import Said
from motvekt.consultations.policy import SOMEBODY
from motvekt.consultations.queries import by_receipt
from motvekt.organisations.models import Area, Unit
from motvekt.organisations.walls import within
receipt, area = "1111222233334444", Area.objects.get(slug="asker-baerum")
with within(area.id):
    unit = Unit.objects.select_related("area").get(slug="slt-asker")
    # Sent twice, it is one.
    for said in ("Til slt-asker", "En gang til"):
        asking_actions.ask(receipt=receipt, unit=unit, said=Said(text=said), language="nb", by=SOMEBODY)
    print([word.text for word in by_receipt(receipt, area).words])
"""
OPENED = """
import django; django.setup()


from motvekt.organisations.models import Area
from motvekt.organisations.walls import within
from motvekt.vault import keystore
from motvekt.kernel.actor import Actor
from motvekt.kernel.grant import Grant
from motvekt.dossiers.models import Item
area = Area.objects.get(slug="asker-baerum")
with within(area.id):
    for item in Item.objects.filter(kind="question"):
        print(keystore.open_one(item.content, Grant(Actor("system", "desk"), item.dossier_id, item.unit_id, "desk")))
"""
NO_MASTER = """
import django; django.setup()
from motvekt.vault import keystore
keystore.named_key("x")
"""


@ON_POSTGRESQL
def test_somebody_asks_in_it_and_reads_by_receipt_and_the_desk_opens_it_in_the_other(two: Two) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "motvekt.site.settings"}
    for one in (two.staff, two.public):
        one.environment.update(settings)
    assert two.public.python("-c", ASK) == "['Til slt-asker']\n"
    assert "Til slt-asker" in two.staff.python("-c", OPENED)
    # And there is no way for it to open anything as the desk does, whatever its role in the databases.
    urls = {name: url for name, url in two.staff.environment.items() if name in ("DATABASE_URL", "MOTVEKT_KEYS_URL")}
    wider = Installation(two.public.folder, {**two.public.environment, **urls})
    for words in (OPENED, NO_MASTER):
        assert "permission denied for table vault_" in two.public.python("-c", words, status=1)
        assert "works without the master key" in wider.python("-c", words, status=1)
    assert sorted(file.name for file in two.public.folder.iterdir()) == ["server.log"]


@ON_POSTGRESQL
def test_it_does_not_start_where_it_could_read_the_master_key_or_lacks_its_own(two: Two, tmp_path: Path) -> None:
    public = Installation(two.public.folder, dict(two.public.environment))
    start = ("-c", "import motvekt.site.wsgi")
    public.environment["MOTVEKT_MASTER_KEY"] = str(two.staff.file("master.key"))
    assert "kan lese hovednøkkelen" in public.python(*start, status=1)
    assert "STANSER master_key_within_reach" in public.motvekt("check", status=1)
    public.environment["MOTVEKT_MASTER_KEY"] = str(tmp_path / "none")
    public.python(*start)
    assert public.motvekt("check") == "Ingenting å sette.\n"
    public.environment["MOTVEKT_PUBLIC_KEYS"] = str(tmp_path / "none")
    assert "MOTVEKT_PUBLIC_KEYS" in public.python(*start, status=1)
    assert "MOTVEKT_PUBLIC_KEYS" in public.motvekt("check", status=1)


@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="about SQLite")
def test_on_sqlite_there_is_no_public_part(installed: tuple[Installation, Installation]) -> None:
    staff, public = installed
    environment = {**public.environment, "MOTVEKT_DATA": str(staff.folder)}
    said = Installation(staff.folder, environment).python("-c", "import motvekt.site.wsgi", status=1)
    assert "MOTVEKT_PART=all" in said


def test_whoever_has_the_whole_starts_only_with_the_keys_of_the_public_part(
    installed: tuple[Installation, Installation], tmp_path: Path
) -> None:
    staff, _ = installed
    environment = {**staff.environment, "MOTVEKT_PUBLIC_KEYS": str(tmp_path / "none")}
    said = Installation(staff.folder, environment).python("-c", "import motvekt.site.wsgi", status=1)
    assert "motvekt keys init" in said
