"""What is written anywhere while people use the system: planted names, addresses and texts are looked for."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests import mail
from tests.guides import ROOT
from tests.integration.test_server import OPTIONS, wait_for
from tests.processes import BIN, Installation, Originals, Stage

PLANTED = {
    "tekst": "hun fortalte om broren sin",
    "epost": "kari.nordmann@mottak.no",
    "navn": "Kari Nordmann",
    "passord": "Fjellrev-i-mars-1987",
}
ANYWHERE = (
    *PLANTED.values(), "broren", "nordmann", "fjellrev", "kjennetegn", "agenten", "192.0.2.7", "2001:db8", "fra-siden",
    "mottak.no", "mottaker", "1234432112344321", "1234 4321", "droft",
)  # fmt: skip


@pytest.fixture
def installation(originals: Originals, tmp_path: Path) -> Iterator[Installation]:
    with originals.copy(Stage.PUBLISHED, tmp_path / "data") as made:
        yield made


def found(said: str) -> list[str]:
    # In whatever way it was written down.
    plain = said.casefold() + json.dumps(said)
    return [planted for planted in ANYWHERE for form in (planted, quote(planted)) if form.casefold() in plain]


def drive(port: int) -> list[int]:
    """Everything that somebody can send, and what came of it."""
    query = urlencode({"q": f"kjennetegn {PLANTED['navn']}", **PLANTED})
    headers = {
        "Host": "localhost",
        "User-Agent": "agenten",
        "X-Forwarded-For": "192.0.2.7, 2001:db8::7",
        "Referer": f"https://fra-siden.no/?{query}",
        "Cookie": f"motvekt-okt={PLANTED['passord']}; annen={quote(PLANTED['navn'])}",
    }
    form = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
    strange = f"/{quote(PLANTED['navn'])}/{PLANTED['epost']}/"
    asked = [
        ("GET", f"/?{query}", "", headers),
        ("GET", f"/veileder/sok/?{query}", "", headers),
        ("GET", f"{strange}?{query}", "", headers),
        ("GET", f"/inne{strange}", "", headers),
        ("GET", f"/%ff{strange}", "", headers),
        ("GET", "/helse/klar/?" + query, "", headers),
        ("GET", "/", "", {**headers, "Host": "kari.nordmann.mottak.no"}),
        ("GET", "/", "", {**headers, "Host": "kari nordmann@mottak.no"}),
        ("DELETE", f"{strange}?{query}", "", headers),
        ("POST", f"/inne/logg-inn/?{query}", query, form),
        ("POST", f"/inne/logg-inn/?{query}", "x=1&" * 2000 + query, form),
        (
            "POST",
            f"/inne/logg-inn/?{query}",
            query,
            {**form, "Content-Type": f"multipart/form-data; boundary={'x' * 300}"},
        ),
        *(
            (method, f"{path}?{query}&kvittering=1234432112344321", f"{query}&kvittering=1234432112344321", sent)
            for path in ("/droft/", "/droft/svar/", "/nn/droft/", f"/droft/sendt{strange}")
            for method, sent in (("GET", headers), ("POST", form), ("POST", {**form, "Origin": "http://localhost"}))
        ),
        ("POST", f"/bryt/?{query}", query, form),
        ("POST", f"/inne/bryt/?{query}", query, form),
        ("POST", f"/bryt/base/?{query}", query, form),
    ]
    came = []
    for method, path, body, sent in asked:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request(method, path, body=body.encode() or None, headers=sent)
            came.append(connection.getresponse().status)
    return came


@pytest.mark.parametrize("log", ["json", "line"])
def test_nothing_of_anybody_is_logged_by_the_server(installation: Installation, tmp_path: Path, log: str) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    written = tmp_path / "written"
    command = [str(BIN / "granian"), *OPTIONS, "--port", str(port), "tests.planting:application"]
    environment = {**installation.environment, "MOTVEKT_LOG": log, "PYTHONPATH": str(ROOT)}
    with written.open("w") as out:
        running = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=out, stderr=out)
        try:
            wait_for(port)
            came = drive(port)
        finally:
            running.terminate()
            running.wait(20)
    said = written.read_text()
    assert came.count(500) == 3, came
    assert {200, 404, 403} < set(came), came
    assert found(said) == [], said
    assert said.count("builtins.ValueError") == 2
    assert "IntegrityError" in said
    lines = [line for line in said.splitlines() if line.startswith("{")]
    if log == "json":
        assert {json.loads(line)["level"] for line in lines} >= {"ERROR", "WARNING"}
    else:
        assert lines == []


def test_nothing_of_anybody_is_logged_by_what_runs_beside_it(installation: Installation) -> None:
    with mail.little(mail.REJECTS) as little:
        installation.environment.update(
            MOTVEKT_MAIL_URL=f"smtp://kari.nordmann:{PLANTED['passord']}@localhost:{little.port}",
            MOTVEKT_MAIL_FROM="ikke-svar@mottak.no",
        )
        little.password = "x"
        done = subprocess.run(
            [sys.executable, "-m", "tests.planting"],
            cwd=ROOT, env=installation.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert found(said) == [], said
    for event in ("letter_broken", "letter_later", "job_failed"):
        assert event in said, said


def test_a_worker_whose_database_goes_away_says_so_without_words(installation: Installation) -> None:
    gone = {**installation.environment, "MOTVEKT_DATA": str(installation.folder / "borte")}
    if "DATABASE_URL" in gone:
        gone["DATABASE_URL"] = gone.pop("DATABASE_OWNER_URL").rpartition("/")[0] + "/kari_nordmann"
    done = subprocess.run(
        [str(BIN / "motvekt"), "work", "--once"], cwd=ROOT, env=gone, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "stopped by an error" in done.stderr
    assert "OperationalError" in done.stderr
    assert found(done.stderr) == [], done.stderr
