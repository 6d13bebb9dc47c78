"""The files in `deploy/`: nginx as it is written there, in front of the real server; units that systemd understands."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import mail
from tests.guides import ROOT
from tests.integration.test_server import OPTIONS, wait_for
from tests.processes import BIN, Installation, Originals, Stage

DEPLOY = ROOT / "deploy"
HOST = "veileder.example.no"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
ANALYZE = shutil.which("systemd-analyze")


def free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass(frozen=True)
class Front:
    """nginx in front of Motvekt: its two ports, and the folder that everything is written to."""

    http: int
    https: int
    behind: int
    public: int
    folder: Path

    def written(self) -> str:
        return "".join(file.read_text() for file in sorted(self.folder.glob("*.log")))

    def line(self) -> ssl.SSLSocket:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.https), 30), server_hostname=HOST)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], str]:
        with self.line() as line:
            sent = {"Host": HOST, "Connection": "close", "Content-Length": str(len(body)), **headers}
            head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in sent.items())
            line.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode())
            # Where it has answered already, it reads no more.
            with suppress(OSError):
                line.sendall(body)
            answer = http.client.HTTPResponse(line, method=method)
            answer.begin()
            return (
                answer.status,
                {k.lower(): v for k, v in answer.getheaders()},
                answer.read().decode("utf-8", "replace"),
            )


def adapted(front: Front) -> str:
    """The configuration as it is in `deploy/`, with other ports and files."""
    text = (DEPLOY / "nginx" / "motvekt.conf").read_text()
    assert text.count("listen [::]:") == text.count("listen ") / 2
    # A machine of tests may have no IPv6.
    text = re.sub(r" +listen \[::\].*\n", "", text)
    for this, that in (
        ("127.0.0.1:8000", f"127.0.0.1:{front.behind}"),
        ("127.0.0.1:8001", f"127.0.0.1:{front.public}"),
        ("listen 80", f"listen 127.0.0.1:{front.http}"),
        ("listen 443", f"listen 127.0.0.1:{front.https}"),
        ("/etc/ssl/motvekt/fullchain.pem", str(front.folder / "both.pem")),
        ("/etc/ssl/motvekt/key.pem", str(front.folder / "both.pem")),
        ("/var/log/nginx/", f"{front.folder}/"),
        ("client_body_timeout 15s", "client_body_timeout 2s"),
    ):
        assert this in text
        text = text.replace(this, that)
    temporary = "".join(
        f"{kind}_temp_path {front.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; pid {front.folder}/pid; error_log {front.folder}/main-error.log info;\n"
        f"events {{}}\nhttp {{\n{temporary}{text}\n}}\n"
    )


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, originals: Originals) -> Iterator[Front]:
    if NGINX is None:
        pytest.skip("nginx is not here")
    folder = tmp_path_factory.mktemp("front")
    folder.chmod(0o755)
    mail.certified(folder)
    made = Front(free_port(), free_port(), free_port(), free_port(), folder)
    areas = (ROOT / "packs" / "areas.yaml").read_text().replace("[localhost", f"[{HOST}, localhost", 1)
    (folder / "areas.yaml").write_text(areas)
    configuration = folder / "nginx.conf"
    configuration.write_text(adapted(made))
    subprocess.run([NGINX, "-t", "-q", "-c", str(configuration), "-e", "stderr"], check=True, capture_output=True)
    with originals.copy(Stage.PUBLISHED, folder / "data") as installation:
        installation.environment["MOTVEKT_HTTPS"] = "1"
        installation.motvekt("areas", str(folder / "areas.yaml"))
        with (folder / "server.log").open("w") as out:
            servers = [
                subprocess.Popen(
                    [str(BIN / "granian"), *OPTIONS, "--port", str(port), "motvekt.site.wsgi:application"],
                    env=environment,
                    cwd=ROOT,
                    stdout=out,
                    stderr=out,
                )
                for port, environment in (
                    (made.behind, installation.environment),
                    (made.public, of_the_public_part(installation)),
                )
            ]
            proxy = subprocess.Popen([NGINX, "-c", str(configuration), "-e", "stderr"], stdout=out, stderr=out)
            try:
                wait_for(made.behind)
                wait_for(made.public)
                wait_for(made.https)
                yield made
            finally:
                for running in (proxy, *servers):
                    running.terminate()
                    running.wait(20)


def of_the_public_part(installation: Installation) -> dict[str, str]:
    """The environment of its own process: on SQLite, where there is one, that of the whole."""
    if "DATABASE_URL" not in installation.environment:
        return installation.environment
    return {**installation.of_the_public_part(installation.folder / "public").environment, "MOTVEKT_HTTPS": "1"}


def test_what_is_signed_in_to_goes_to_one_process_and_everything_else_to_the_other(front: Front) -> None:
    text = adapted(front)
    for port, paths in (
        (front.behind, ("/inne/logg-inn/", "/foresporsel/", "/nn/foresporsel/")),
        (front.public, ("/", "/kontakter/", "/en/", "/static/web/motvekt.css", "/droft/", "/nn/droft/svar/")),
    ):
        other = front.public if port == front.behind else front.behind
        with nginx(front, text.replace(f"127.0.0.1:{other};", "127.0.0.1:1;")) as half:
            assert [path for path in paths if half.ask("GET", path)[0] >= 500] == []
        with nginx(front, text.replace(f"127.0.0.1:{port};", "127.0.0.1:1;")) as half:
            assert {half.ask("GET", path)[0] for path in paths} == {503}


def test_of_whoever_writes_anonymously_no_line_is_written_in_any_language_or_fault(front: Front) -> None:
    before = front.written()
    for path in ("/droft/", "/nn/droft/svar/?x=1", "/droft"):
        front.ask("GET", path)
        front.ask("POST", path, b"tekst=" + b"x" * 5_300_000)
    page = front.ask("GET", "/droft/")[2]
    [own] = set(re.findall(r'"(/static/consultations/[^"]+)"', page))
    assert front.ask("GET", own)[0] == 200
    with closing(http.client.HTTPConnection("127.0.0.1", front.http, timeout=10)) as plain:
        plain.request("GET", "/droft/", headers={"Host": HOST})
        assert plain.getresponse().status == 301
    time.sleep(0.3)
    assert front.written() == before
    front.ask("GET", "/kontakter/")
    time.sleep(0.3)
    assert front.written() != before


def test_many_tries_from_one_address_are_stopped_and_reading_is_not(front: Front) -> None:
    # So many that they are more than thirty a minute on a slow machine too.
    assert any(front.ask("POST", "/droft/svar/", b"x=1")[0] == 429 for _ in range(100))
    assert front.ask("GET", "/droft/svar/")[0] != 429
    assert front.ask("GET", "/")[0] == 200


def test_http_leads_to_https_and_the_guide_is_there_with_hsts(front: Front) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", front.http, timeout=10)) as plain:
        plain.request("GET", "/kontakter/?x=1", headers={"Host": HOST})
        answer = plain.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/kontakter/?x=1")
    status, headers, body = front.ask("GET", "/")
    assert status == 200
    assert "Asker og Bærum" in body
    assert headers["strict-transport-security"].startswith("max-age=63072000")
    assert headers["server"] == "nginx"


def test_what_a_visitor_says_of_https_and_of_other_hosts_is_not_believed(front: Front) -> None:
    said = {"X_Forwarded_Proto": "http", "X_Forwarded_Host": "ond.no", "Forwarded": "host=ond.no;proto=http"}
    status, headers, body = front.ask("GET", "/", b"", **said)
    assert status == 200
    assert "ond.no" not in body
    assert "location" not in headers


def test_a_host_that_is_not_here_gets_no_answer(front: Front) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", front.http, timeout=10)) as plain:
        plain.request("GET", "/", headers={"Host": "ond.no"})
        with pytest.raises(http.client.RemoteDisconnected):
            plain.getresponse()


def test_json_for_others_is_as_motvekt_says_it(front: Front) -> None:
    status, headers, _ = front.ask("GET", "/api/")
    assert status == 200
    assert headers["access-control-allow-origin"] == "*"


def test_health_is_for_the_inside(front: Front) -> None:
    assert front.ask("GET", "/helse/klar/")[0] == 404
    with closing(http.client.HTTPConnection("127.0.0.1", front.behind, timeout=10)) as inside:
        inside.request("GET", "/helse/klar/")
        assert inside.getresponse().status == 200


def test_slow_senders_never_reach_motvekt_and_are_cut_off(front: Front) -> None:
    head = (
        f"POST /inne/logg-inn/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\nemail="
    )
    slow = [front.line() for _ in range(6)]
    try:
        for line in slow:
            line.sendall(head.encode())
        time.sleep(0.5)
        # Two of them would have held both places if they had come through.
        assert (
            front.ask("POST", "/inne/logg-inn/", b"email=a", Content_Type="application/x-www-form-urlencoded")[0] == 403
        )
        begun = time.monotonic()
        slow[0].settimeout(10)
        assert slow[0].recv(4096)[:12] in (b"", b"HTTP/1.1 408")
        assert time.monotonic() - begun < 8
    finally:
        for line in slow:
            line.close()


def test_what_is_too_large_is_told_so_with_112(front: Front) -> None:
    status, headers, body = front.ask("POST", "/inne/logg-inn/?hemmelig=1", b"x" * 5_300_000)
    assert status == 413
    assert "112" in body
    assert headers["cache-control"] == "no-store"


def test_nothing_of_a_visitor_is_written(front: Front) -> None:
    asked = {"User_Agent": "agenten", "Referer": "https://fra-siden.no/", "X_Forwarded_For": "192.0.2.7"}
    for path in ("/?q=kjennetegn", "/finnes-ikke-kjennetegn/?q=kjennetegn", "/inne/?q=kjennetegn"):
        front.ask("GET", path, b"", **asked)
    front.ask("POST", "/inne/logg-inn/?q=kjennetegn", b"x" * 5_300_000, **asked)
    time.sleep(0.3)
    said = front.written()
    assert '"status":413' in said
    assert said.count('"status":200') >= 1
    for planted in ("kjennetegn", "agenten", "fra-siden", "192.0.2.7", "client:", "/inne", "hemmelig", HOST):
        assert planted not in said, said
    for port in (front.behind, front.public):
        said = said.replace(f"http://127.0.0.1:{port}", "")
    assert "127.0.0.1" not in said, said


def test_when_motvekt_is_away_people_are_told_whom_to_call(front: Front) -> None:
    text = adapted(front)
    for port in (front.behind, front.public):
        text = text.replace(f"127.0.0.1:{port};", "127.0.0.1:1;")
    with nginx(front, text) as other:
        status, _, body = other.ask("GET", "/?q=kjennetegn")
        assert (status, "112" in body, "116 111" in body) == (503, True, True)
        time.sleep(0.2)
        assert "kjennetegn" not in other.written()
        assert "client:" not in other.written()


@contextmanager
def nginx(front: Front, text: str) -> Iterator[Front]:
    """Another nginx in front of the same servers, with its own ports and files."""
    other = Front(free_port(), free_port(), 1, 1, front.folder / f"other-{free_port()}")
    other.folder.mkdir()
    for this, that in ((front.http, other.http), (front.https, other.https)):
        text = text.replace(f"listen 127.0.0.1:{this}", f"listen 127.0.0.1:{that}")
    text = text.replace(f"{front.folder}/", f"{other.folder}/").replace(
        f"{other.folder}/both.pem", f"{front.folder}/both.pem"
    )
    (other.folder / "nginx.conf").write_text(text)
    assert NGINX
    running = subprocess.Popen(
        [NGINX, "-c", str(other.folder / "nginx.conf"), "-e", "stderr"], stderr=subprocess.DEVNULL
    )
    try:
        wait_for(other.https)
        yield other
    finally:
        running.terminate()
        running.wait(10)


# --- systemd ----------------------------------------------------------------------------------------------------------

UNITS = sorted((DEPLOY / "systemd").iterdir())


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not here")
def test_systemd_understands_the_units_and_finds_them_closed(tmp_path: Path) -> None:
    assert ANALYZE
    for unit in UNITS:
        # The programs are somewhere else here, and the user may not be there.
        text = re.sub(r"/opt/motvekt/venv/bin/\w+", "/bin/true", unit.read_text())
        text = re.sub(r"=motvekt(-public)?\n", "=daemon\n", text)
        (tmp_path / unit.name).write_text(text)
    here = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run([ANALYZE, "verify", *here], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "motvekt" in line]
    assert ours == []
    for service in here:
        if service.endswith(".service"):
            command = [ANALYZE, "security", "--offline=true", "--threshold=15", service]
            checked = subprocess.run(command, capture_output=True, text=True, check=False)
            assert checked.returncode == 0, checked.stdout + checked.stderr


def started(text: str) -> list[str]:
    """The words of a command in a unit or in a Containerfile."""
    return re.findall(r"[^\s\",\[\]\\]+", text)


def test_server_unit_and_image_start_granian_alike() -> None:
    script = (ROOT / "script" / "server").read_text().split("exec .venv/bin/granian")[1]
    unit = (DEPLOY / "systemd" / "motvekt.service").read_text().split("bin/granian")[1].partition("\nRestart")[0]
    alone = (DEPLOY / "systemd" / "motvekt-public.service").read_text()
    public = alone.split("bin/granian")[1].partition("\nRestart")[0]
    image = (DEPLOY / "Containerfile").read_text().split('CMD ["granian"')[1]

    def options(text: str) -> list[str]:
        words = started(text)
        for name in ("--host", "--port"):
            place = words.index(name)
            del words[place : place + 2]
        return words

    assert options(script) == options(unit) == options(image) == options(public)


def test_the_public_part_is_given_its_own_keys_and_nothing_else_of_ours() -> None:
    unit = (DEPLOY / "systemd" / "motvekt-public.service").read_text()
    assert re.findall(r"^LoadCredential=(.*)$", unit, re.MULTILINE) == ["public.key:/etc/motvekt/keys/public.key"]
    assert re.findall(r"^(?:User|Group)=(.*)$", unit, re.MULTILINE) == ["motvekt-public"] * 2
    assert re.findall(r"^EnvironmentFile=(.*)$", unit, re.MULTILINE) == ["/etc/motvekt/public.env"]
    assert "MOTVEKT_PART=public" in unit
    assert "/etc/motvekt -/var/lib/motvekt\n" in unit.partition("InaccessiblePaths=")[2]
    for word in ("master", "SECRET", "mail", "StateDirectory"):
        assert word not in "\n".join(line for line in unit.splitlines() if not line.startswith(("#", "Description")))


def test_no_secret_is_in_what_is_deployed() -> None:
    for file in DEPLOY.rglob("*"):
        if file.is_file():
            assert not re.search(r"[0-9a-f]{32}|BEGIN [A-Z ]*PRIVATE KEY", file.read_text())
    assert not re.search(r"^(ENV|ARG).*(SECRET|PASSWORD|TOKEN)", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
