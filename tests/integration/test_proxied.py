"""What `deploy/nginx` lets through, keeps and writes: nginx in front of two that only note what comes."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

import pytest

from tests import mail
from tests.integration.test_deploy import ANALYZE, DEPLOY, HOST, NGINX, Front, adapted, free_port
from tests.integration.test_server import wait_for

SAID = {
    "X-Forwarded-For": "203.0.113.7",
    "X-Real-IP": "203.0.113.8",
    "Forwarded": "for=203.0.113.9",
    "User-Agent": "agenten",
    "Referer": "https://fra-siden.example/",
    "Cookie": "kaken=kjeks",
}
NOTHING: dict[str, str] = {}
LARGE = 2_000_000


@dataclass
class Behind:
    """Stands where Motvekt does, and notes what comes: the raw path, the head and the length of the body."""

    came: list[tuple[str, str, int]] = field(default_factory=list)

    @contextmanager
    def listening(self) -> Iterator[int]:
        came = self.came

        class Noted(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                # Not `path`, which has lost slashes.
                came.append((self.requestline.split()[1], str(self.headers), len(body)))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            do_GET = do_POST = answer  # noqa: N815 - as http.server calls them

            def log_message(self, *_: object) -> None:
                """Nothing: it would stand among what nginx says."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Noted)
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            server.server_close()


@dataclass(frozen=True)
class Proxied:
    front: Front
    inside: Behind
    public: Behind

    def line(self, address: str) -> ssl.SSLSocket:
        """To nginx, from another address of this machine: limits are each address's own."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        plain = socket.create_connection(("127.0.0.1", self.front.https), 20, source_address=(address, 0))
        return context.wrap_socket(plain, server_hostname=HOST)

    def status(self, address: str, begin: str, headers: Mapping[str, str] = NOTHING, body: bytes = b"") -> int:
        """What is answered to a request that begins so; 0 where nothing is."""
        with self.line(address) as line:
            sent = {"Host": HOST, "Connection": "close", **headers}
            line.sendall((begin + "".join(f"\r\n{k}: {v}" for k, v in sent.items()) + "\r\n\r\n").encode() + body)
            return answered(line)

    def post(self, address: str, path: str, length: int, headers: Mapping[str, str] = NOTHING) -> int:
        told = {"Content-Length": str(length), **headers}
        return self.status(address, f"POST {path} HTTP/1.1", told, b"x" * length)

    def paths(self) -> tuple[list[str], list[str]]:
        """Those that came to either."""
        return [path for path, _, _ in self.inside.came], [path for path, _, _ in self.public.came]

    def kept(self) -> int:
        """When a body was last put into a file, or taken out of one."""
        return (self.front.folder / "client_body").stat().st_mtime_ns


def answered(line: socket.socket) -> int:
    answer = http.client.HTTPResponse(line)
    try:
        answer.begin()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0
    return answer.status


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    if NGINX is None:
        pytest.skip("nginx is not here")
    folder = tmp_path_factory.mktemp("proxied")
    folder.chmod(0o755)
    mail.certified(folder)
    inside, public = Behind(), Behind()
    with ExitStack() as until:
        one, other = (until.enter_context(behind.listening()) for behind in (inside, public))
        front = Front(free_port(), free_port(), one, other, folder)
        text = adapted(front)
        assert "client_header_timeout 5s" in text
        (folder / "nginx.conf").write_text(text.replace("client_header_timeout 5s", "client_header_timeout 1s"))
        running = subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf"), "-e", "stderr"], stderr=subprocess.DEVNULL)
        try:
            wait_for(front.https)
            yield Proxied(front, inside, public)
        finally:
            running.terminate()
            running.wait(20)


@pytest.fixture
def proxied(standing: Proxied) -> Proxied:
    """With nothing that came before."""
    standing.inside.came.clear()
    standing.public.came.clear()
    return standing


def test_whoever_writes_anonymously_brings_nothing_of_themselves(proxied: Proxied) -> None:
    for path in ("/droft/", "/nn/droft/svar/", "/droft/svar/"):
        assert proxied.post("127.0.0.2", path, 3, SAID) == 200
    assert proxied.status("127.0.0.2", "GET /droft/sendt/x/ HTTP/1.1", SAID) == 200
    heads = [head for _, head, _ in proxied.public.came]
    assert len(heads) == 4
    for said in (*(f"\n{name}:" for name in SAID), *SAID.values(), "127.0.0.2"):
        assert said not in "\n" + "".join(heads)
    assert proxied.status("127.0.0.2", "GET /inne/ HTTP/1.1", SAID) == 200
    [(_, signed_in, _)] = proxied.inside.came
    assert "kaken=kjeks" in signed_in
    assert "203.0.113" not in signed_in


TURNED = (
    *("/%69nne/", "/inne%2flogg-inn/", "//inne/", "/x/../inne/", "/x/%2e%2e/inne/", "/INNE/", "/inne;/", "/inne"),
    *("/nn//inne/", "/droft/../inne/", "/droft/..%2finne/", "/droft%2f..%2finne/", "/%64roft/", "/nn%2fdroft/"),
    *("/inne/../droft/", "/inne/..%2fdroft/svar/", "/inne%2f..%2fdroft/", "/inne//../droft/", "/inne/%23/droft/"),
    *("/foresporsel/%2e%2e/droft/", "/foresporsel/%2e%2e/inne/", "/inne%2f..%2fforesporsel/"),
)  # fmt: skip


def test_no_way_of_writing_an_address_leads_to_the_other_part(proxied: Proxied) -> None:
    for path in TURNED:
        proxied.status("127.0.0.3", f"GET {path} HTTP/1.1")
    proxied.status("127.0.0.3", f"GET https://{HOST}/droft/ HTTP/1.1")
    proxied.status("127.0.0.3", f"GET https://{HOST}/inne/ HTTP/1.1")
    inside, public = proxied.paths()
    assert len(inside) + len(public) == len(TURNED) + 2
    # Motvekt takes the raw path, decodes it once, and knows no "..": what it would answer with.
    anonymous = r"/(?:[a-z][a-z]/)?droft/(?:$|svar/|sendt/)"
    assert [path for path in inside if re.match(anonymous, unquote(path))] == []
    assert [
        path for path in public if re.match(r"/(?:[a-z][a-z]/)?(?:inne|foresporsel)/[a-z]*/?$", unquote(path))
    ] == []


def test_two_requests_are_never_made_of_one(proxied: Proxied) -> None:
    second = f"0\r\n\r\nGET /inne/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    for headers in (
        {"Content-Length": "5", "Transfer-Encoding": "chunked"},
        {"Content-Length": "5", "content-length": "6"},
        {"Transfer-Encoding": "xchunked"},
        {"Host": "ond.example", "host": HOST},
    ):
        assert proxied.status("127.0.0.4", "POST /droft/svar/ HTTP/1.1", headers, second) in (0, 400, 501)
    assert proxied.paths() == ([], [])


def test_health_is_shown_to_nobody_in_any_language(proxied: Proxied) -> None:
    for path in ("/helse/", "/helse/klar/", "/nn/helse/", "/en/helse/klar/", "/%68else/", "/x/../helse/"):
        assert proxied.status("127.0.0.5", f"GET {path} HTTP/1.1") == 404
    assert proxied.paths() == ([], [])


def test_what_is_sent_never_becomes_a_file(proxied: Proxied) -> None:
    before = proxied.kept()
    assert proxied.post("127.0.0.6", "/droft/", 24_000_000) == 200
    assert proxied.post("127.0.0.6", "/droft/svar/", 5_000_000) == 200
    in_pieces = {"Transfer-Encoding": "chunked"}
    small = b"1\r\nx\r\n" * 1_000_000 + b"0\r\n\r\n"
    for path in ("/droft/svar/", "/droft/", "/inne/logg-inn/"):
        assert proxied.status("127.0.0.6", f"POST {path} HTTP/1.1", in_pieces, small) in (
            0,
            411,
        )
    assert proxied.status("127.0.0.6", "GET / HTTP/1.1", in_pieces, small) in (0, 411)
    assert proxied.status("127.0.0.6", "POST /droft/ HTTP/1.1") == 411
    assert proxied.post("127.0.0.6", "/droft/", 0) == 200
    assert proxied.kept() == before


def held(proxied: Proxied, address: str) -> ssl.SSLSocket:
    """Somebody who sends pictures, and stops on the way."""
    line = proxied.line(address)
    line.sendall(f"POST /droft/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {LARGE}\r\n\r\nx".encode())
    return line


def test_whoever_sends_large_bodies_slowly_takes_no_memory_that_others_need(proxied: Proxied) -> None:
    with ExitStack() as until:
        for _ in range(3):
            until.enter_context(held(proxied, "127.0.1.1"))
        time.sleep(0.3)
        assert proxied.post("127.0.1.1", "/droft/", LARGE) in (0, 429)
        assert proxied.post("127.0.1.1", "/droft/", 500_000) == 200
        assert proxied.post("127.0.1.2", "/droft/", LARGE) == 200
        for number in range(9):
            until.enter_context(held(proxied, f"127.0.2.{number // 3 + 1}"))
        time.sleep(0.3)
        assert proxied.post("127.0.1.3", "/droft/", LARGE) in (0, 429)
        assert proxied.post("127.0.1.3", "/droft/", 500_000) == 200
        assert proxied.status("127.0.1.3", "GET / HTTP/1.1") == 200


def test_whoever_sends_the_head_of_a_request_slowly_is_cut_off(proxied: Proxied) -> None:
    begun = time.monotonic()
    with (
        proxied.line("127.0.0.7") as line,
        closing(socket.create_connection(("127.0.0.1", proxied.front.http))) as plain,
    ):
        for one in (line, plain):
            one.sendall(f"GET /droft/ HTTP/1.1\r\nHost: {HOST}\r\n".encode())
        for one in (line, plain):
            one.settimeout(10)
            assert answered(one) in (0, 408)
    assert time.monotonic() - begun < 8


def broken_off(begin: bytes) -> Callable[[Proxied], object]:
    def asked(proxied: Proxied) -> None:
        with proxied.line("127.0.0.8") as line:
            line.sendall(begin)

    return asked


def test_no_line_is_written_of_what_broke_off_was_not_understood_or_comes_with_every_page(proxied: Proxied) -> None:
    log = proxied.front.folder / "motvekt.log"
    before = log.read_text()
    long = "x" * 9000
    for begin in (
        *("GET /droft/ HTTP/9.9", f"GET /droft/?{long} HTTP/1.1", "GET /droft/%00 HTTP/1.1", "FEIL /dr oft/ HTTP/1.1"),
        *("GET /%64roft/ HTTP/1.1", "GET //droft/ HTTP/1.1", f"GET https://{HOST}/droft/ HTTP/1.1"),
        *("GET /static/web/motvekt.css HTTP/1.1", "GET /static/consultations/x HTTP/1.1", "GET /favicon.ico HTTP/1.1"),
        *("GET /lagret.js HTTP/1.1", "GET /nn/lagret/innhold.json HTTP/1.1", "GET /lagret/ HTTP/1.1"),
    ):
        proxied.status("127.0.0.8", begin, SAID)
    assert [path for path in proxied.paths()[1] if "favicon" in path] == []
    # Refused, and so answered elsewhere than in its `location`.
    assert proxied.status("127.0.0.8", "POST /%64roft/svar/ HTTP/1.1", {"Content-Length": "6000000"}) == 413
    for half in (
        b"GET /dro",
        b"POST /droft/ HTTP/1.1\r\nHost: ",
        b"POST /droft/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx",
    ):
        broken_off(half)(proxied)
    time.sleep(1.5)
    assert log.read_text() == before
    proxied.status("127.0.0.8", "GET /kontakter/ HTTP/1.1", SAID)
    time.sleep(0.2)
    assert log.read_text().count("\n") == before.count("\n") + 1
    assert "127.0.0.8" not in proxied.front.written()


def test_whoever_has_many_addresses_of_one_net_is_one_visitor(tmp_path: Path) -> None:
    if NGINX is None:
        pytest.skip("nginx is not here")
    text = (DEPLOY / "nginx" / "motvekt.conf").read_text()
    [visitor] = re.findall(r"^map \$remote_addr \$motvekt_visitor \{.*?^\}", text, re.MULTILINE | re.DOTALL)
    assert "$binary_remote_addr" not in text.replace(visitor, "")
    port = free_port()
    told = "set_real_ip_from 127.0.0.1; real_ip_header X-From; location / { return 200 $motvekt_visitor; }"
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log stderr emerg; events {{}} http {{ access_log off;\n{visitor}\n"
        f"server {{ listen 127.0.0.1:{port}; {told} }} }}\n"
    )
    running = subprocess.Popen([NGINX, "-c", str(tmp_path / "nginx.conf"), "-e", "stderr"], stderr=subprocess.DEVNULL)
    try:
        wait_for(port)

        def known_as(address: str) -> bytes:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
                line.request("GET", "/", headers={"X-From": address})
                return line.getresponse().read()

        for same in (
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9", "2001:db8:1:2:ffff::1", "2001:db8:1:2:0:0:7:0"),
            ("2001:db8::1", "2001:db8::2:1", "2001:db8:0:0:1:2:3:4"),
        ):
            assert len({known_as(address) for address in same}) == 1
        seen = [
            "192.0.2.1",
            "192.0.2.2",
            "::ffff:192.0.2.3",
            "::ffff:192.0.2.4",
            "::1",
            "2001:db8:1:2::1",
            "2001:db8:1:3::1",
        ]
        assert len({known_as(address) for address in seen}) == len(seen)
        assert b"" not in {known_as(address) for address in seen}
    finally:
        running.terminate()
        running.wait(10)


def test_nothing_is_sent_on_a_line_that_the_server_is_closing() -> None:
    text = (DEPLOY / "nginx" / "motvekt.conf").read_text()
    unit = (DEPLOY / "systemd" / "motvekt-public.service").read_text()
    server = int(re.findall(r"--http1-header-read-timeout (\d+)", unit)[0]) / 1000
    upstreams = re.findall(r"^upstream \w+ \{(.*?)^\}", text, re.MULTILINE | re.DOTALL)
    assert len(upstreams) == 2
    for upstream in upstreams:
        assert int(re.findall(r"keepalive_timeout (\d+)s;", upstream)[0]) < server


def test_nginx_writes_nothing_of_what_is_in_its_memory_to_a_disk(tmp_path: Path) -> None:
    text = (DEPLOY / "nginx" / "unit.conf").read_text()
    assert {"LimitCORE=0", "MemorySwapMax=0", "OOMPolicy=continue"} <= set(text.splitlines())
    if ANALYZE is None:
        pytest.skip("systemd-analyze is not here")
    unit = tmp_path / "stands-in.service"
    unit.write_text("[Service]\nExecStart=/bin/true\n" + text)
    done = subprocess.run([ANALYZE, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if unit.name in line] == []
