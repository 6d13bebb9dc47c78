"""What systemd starts does all that it is for under what its units forbid (`tests/sandbox.py`): the server, its public
part, what sends letters, and the clock.
"""

from __future__ import annotations

import base64
import html
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests import mail, sandbox
from tests.guides import ROOT
from tests.integration.consultations.asking import DESK, TEXT, hidden
from tests.integration.consultations.test_pictures import drawn
from tests.integration.test_deploy import DEPLOY, free_port
from tests.integration.test_server import wait_for
from tests.processes import BIN, Installation, Originals, Stage

pytestmark = pytest.mark.skipif(not sandbox.is_possible(), reason="systemd-analyze or libseccomp is not here")

UNITS = ("motvekt", "motvekt-public", "motvekt-work", "motvekt-tick")
OF_FILE = {
    "MOTVEKT_DEMO", "MOTVEKT_DATA", "MOTVEKT_STATIC", "MOTVEKT_MAIL_URL", "MOTVEKT_MAIL_FROM", "DATABASE_URL",
    "MOTVEKT_KEYS_URL",
}  # fmt: skip
"""What stands in a unit's EnvironmentFile."""
STATIC = {"MOTVEKT_STATIC": str(ROOT / "build" / "static")}
PASSWORD = "hemmelig"


@dataclass(frozen=True)
class House:
    """An installation whose keys lie where only systemd reads them."""

    installation: Installation
    keys: Path
    little: mail.Little
    until: ExitStack

    def command(self, name: str, *instead: str) -> tuple[list[str], dict[str, str], Path]:
        """What a unit starts, or something else, as the unit has it: the command, its environment and its folder."""
        file = DEPLOY / "systemd" / f"{name}.service"
        unit = sandbox.Unit.read(file)
        credentials = self.keys / name
        credentials.mkdir(exist_ok=True)
        for kept, path in unit.credentials().items():
            if not (credentials / kept).exists():
                shutil.copyfile(self.keys / Path(path).name, credentials / kept)
                (credentials / kept).chmod(0o400)
        program, *words = instead or unit.command()
        here = str(BIN / Path(program).name)
        environment = {key: value for key, value in self.settings(name).items() if key in OF_FILE}
        environment |= unit.environment(str(credentials)) | {"PATH": "/usr/local/bin:/usr/bin:/bin"}
        folder = self.installation.folder if unit.last("StateDirectory") else Path(unit.last("WorkingDirectory"))
        return [sys.executable, "-I", str(ROOT / "tests" / "sandbox.py"), str(file), here, *words], environment, folder

    def settings(self, name: str) -> dict[str, str]:
        """Those of the installation, or of its public part, which writes nothing and has no folder."""
        if name != "motvekt-public":
            return self.installation.environment
        public = self.installation.of_the_public_part(self.keys / "none").environment
        return {name: value for name, value in public.items() if name != "MOTVEKT_DATA"} | STATIC

    def run(self, name: str, *instead: str) -> subprocess.CompletedProcess[str]:
        command, environment, folder = self.command(name, *instead)
        return subprocess.run(
            command, env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=120
        )

    @contextmanager
    def running(self, name: str, *instead: str) -> Iterator[Path]:
        """The file that it writes to. Told to stop it stops, as it does for systemd."""
        command, environment, folder = self.command(name, *instead)
        written = self.keys / f"{name}.log"
        with written.open("w") as out:
            process = subprocess.Popen(command, env=environment, cwd=folder, stdout=out, stderr=out)
            try:
                yield written
            finally:
                process.terminate()
                process.wait(40)

    def served(self, name: str) -> Visitor:
        """Somebody who visits a server that runs until the last test is over."""
        port = free_port()
        words = sandbox.Unit.read(DEPLOY / "systemd" / f"{name}.service").command()
        words[words.index("--port") + 1] = str(port)
        written = self.until.enter_context(self.running(name, *words))
        try:
            wait_for(port)
        except TimeoutError:
            pytest.fail(written.read_text())
        return Visitor(port, written)


@dataclass
class Visitor:
    """Somebody with a browser that keeps cookies and follows nothing."""

    port: int
    written: Path
    cookies: dict[str, str] = field(default_factory=dict)
    to: str = ""
    """Where the last answer led."""

    def ask(self, path: str, form: Mapping[str, object] | None = None, status: int = 200) -> bytes:
        headers = {"Host": "localhost", "Origin": "http://localhost"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body: bytes | None = None
        if form is not None:
            with_files = any(isinstance(value, SimpleUploadedFile) for value in form.values())
            headers["Content-Type"] = MULTIPART_CONTENT if with_files else "application/x-www-form-urlencoded"
            body = encode_multipart(BOUNDARY, dict(form)) if with_files else urlencode(form).encode()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request("GET" if form is None else "POST", path, body, headers)
            answer = line.getresponse()
            said = answer.read()
        assert answer.status == status, (path, answer.status, said.decode("utf-8", "replace"), self.written.read_text())
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        self.to = answer.headers.get("Location", "")
        return said

    def page(self, path: str, form: Mapping[str, object] | None = None) -> str:
        return html.unescape(self.ask(path, form).decode())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, originals: Originals) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("sandboxed")
    with (
        originals.copy(Stage.FOR_JOURNEYS, folder / "data") as made,
        mail.little(password=base64.b64encode(f"\0motvekt\0{PASSWORD}".encode()).decode()) as little,
        ExitStack() as until,
    ):
        (folder / "keys").mkdir()
        for name in ("master.key", "public.key"):
            made.file(name).rename(folder / "keys" / name)
        (folder / "keys" / "mail-password").write_text(PASSWORD)
        made.environment.update(
            STATIC,
            MOTVEKT_DEMO="1",
            MOTVEKT_MAIL_URL=f"smtp://motvekt@localhost:{little.port}",
            MOTVEKT_MAIL_FROM="ikke-svar@veileder.no",
        )
        yield House(made, folder / "keys", little, until)


@pytest.fixture(scope="module")
def staff(house: House) -> Visitor:
    return house.served("motvekt")


@pytest.fixture(scope="module")
def anybody(house: House, staff: Visitor) -> Visitor:
    """At the public part; on SQLite, where there is none, at the server."""
    if "DATABASE_URL" not in house.installation.environment:
        return Visitor(staff.port, staff.written)
    return house.served("motvekt-public")


def test_what_is_asked_anonymously_with_a_picture_opens_with_its_receipt(anybody: Visitor) -> None:
    shown = anybody.page("/droft/")
    shown = anybody.page("/droft/", {"segl": hidden(shown, "segl"), "steg": "kvittering", "mottak": DESK})
    [said] = re.findall(r"<output[^>]*>(.*?)</output>", shown, re.DOTALL)
    written = {"text": TEXT, "wish": "write", "contact": ""}
    picture = SimpleUploadedFile("x.png", drawn(), "image/png")
    form = {"segl": hidden(shown, "segl"), "steg": "se-over", **written, "bilder": picture}
    shown = anybody.page("/droft/", form)
    form = {"segl": hidden(shown, "segl"), "steg": "send", **written, "bilde": hidden(shown, "bilde")}
    anybody.ask("/droft/", form, status=303)
    talk = anybody.page("/droft/svar/", {"kvittering": "".join(re.findall(r"\d", said)), "steg": "les"})
    assert "Sønnen min sier stygge ting" in talk
    assert 'src="data:image/png;base64,' in talk


def test_somebody_signs_in_writes_a_worry_and_has_it_on_paper(staff: Visitor) -> None:
    shown = staff.page("/inne/logg-inn/")
    [mona] = re.findall(r'name="account" value="([^"]+)"><span>Logg inn som Mona Haugen', shown)
    staff.ask(
        "/inne/logg-inn/demo/", {"csrfmiddlewaretoken": hidden(shown, "csrfmiddlewaretoken"), "account": mona}, 302
    )
    shown = staff.page("/inne/bekymringer/ny/")
    fields = {name: hidden(shown, name) for name in ("csrfmiddlewaretoken", "id", "unit")}
    staff.ask("/inne/bekymringer/ny/", {**fields, "seen": "Han tegner symboler.", "when": "i går"}, status=302)
    concern = staff.to
    assert "Han tegner symboler." in staff.page(concern)
    assert staff.ask(f"{concern}utskrift.pdf").startswith(b"%PDF-")


def test_a_letter_is_sent_by_what_sends_letters(house: House) -> None:
    told = house.run("motvekt-work", "motvekt", "mail", "--try", "mona.haugen@lerkeli.example")
    assert told.returncode == 0, told.stderr
    with house.running("motvekt-work") as written:
        deadline = time.monotonic() + 60
        while not house.little.taken and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [to for to, _ in house.little.taken] == ["mona.haugen@lerkeli.example"], written.read_text()


def test_the_clock_does_what_is_due(house: House) -> None:
    done = house.run("motvekt-tick")
    assert (done.returncode, done.stderr) == (0, "")
    assert "feilet" not in done.stdout


FORBIDDEN = """
import ctypes, errno, mmap, os, socket, sys
library = ctypes.CDLL(None, use_errno=True)
def called(name, *words):
    if getattr(library, name)(*words) == -1:
        raise OSError(ctypes.get_errno(), name)
for act in (
    lambda: os.setuid(1), lambda: os.sched_setaffinity(0, {0}), lambda: mmap.mmap(-1, 4096, prot=7),
    lambda: called("unshare", 0x50000000), lambda: os.chmod(sys.argv[1], 0o4700), lambda: called("personality", 4),
    lambda: called("mount", b"x", b"/", b"x", 0, 0), lambda: os.fchmod(os.open(sys.argv[1], os.O_CREAT, 0o666), 0o2755),
    lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
):
    try:
        act()
        print("done")
    except OSError as no:
        print(errno.errorcode[no.errno])
print(oct(os.stat(sys.argv[1]).st_mode & 0o777), open("/proc/self/status").read().split("CapEff:")[1].split()[0])
"""


@pytest.mark.once
@pytest.mark.parametrize("name", UNITS)
def test_what_a_unit_forbids_is_forbidden_here(name: str, tmp_path: Path) -> None:
    unit = DEPLOY / "systemd" / f"{name}.service"
    made = tmp_path / "made"
    command = [sys.executable, "-I", str(ROOT / "tests" / "sandbox.py"), str(unit), sys.executable, "-c", FORBIDDEN]
    done = subprocess.run([*command, str(made)], capture_output=True, text=True, check=False)
    expected = [*["EPERM"] * 8, "EAFNOSUPPORT", "0o600", "0" * 16]
    assert done.stdout.split() == expected, done.stdout + done.stderr
