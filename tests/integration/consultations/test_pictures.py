"""Pictures that somebody sends along: made anew from their pixels, and nothing else of them kept."""

from __future__ import annotations

import errno
import struct
import subprocess
import sys
import time
import zlib
from base64 import b64decode
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import BoundedSemaphore, Lock
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image, PngImagePlugin

from motvekt.consultations import pictures, repaint
from motvekt.consultations.models import Anonymous
from motvekt.dossiers.models import Item
from motvekt.kernel.errors import Refused
from tests.guides import ROOT
from tests.integration.consultations.asking import (
    TEXT,
    at_receipt,
    hidden,
    opened,
    page,
    receipt_in,
    step,
)

CANARIES = (b"KANARI-EXIF", b"KANARI-TEKST", b"KANARI-ARKIV", b"KANARI-ICC", b"Solvang")


def noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 80).convert("RGB")


def photograph() -> bytes:
    """A photograph on its side, with everything that a telephone and somebody else may hang on to it."""
    about, small = Image.Exif(), BytesIO()
    about[0x010E], about[0x0112] = "KANARI-EXIF", 6
    noise(60, 40).save(small, "JPEG", comment=b"KANARI-TEKST")
    made = BytesIO()
    noise(900, 600).save(
        made, "JPEG", exif=about.tobytes() + small.getvalue(), comment=b"KANARI-TEKST", icc_profile=b"KANARI-ICC" * 20
    )
    return made.getvalue() + b"PK\x03\x04KANARI-ARKIV"


def drawn() -> bytes:
    """A picture of a screen, with words beside the pixels."""
    words, made = PngImagePlugin.PngInfo(), BytesIO()
    words.add_text("Author", "KANARI-TEKST")
    Image.new("RGBA", (300, 200), (20, 90, 60, 128)).save(made, "PNG", pnginfo=words, icc_profile=b"KANARI-ICC" * 20)
    return made.getvalue() + b"KANARI-ARKIV"


def bomb() -> bytes:
    """A small file of very many pixels: its head alone says so."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def made(file: bytes) -> tuple[str, bytes, Image.Image]:
    found = pictures.anew(file, size=len(file))
    content = b64decode(found.data)
    return found.type, content, Image.open(BytesIO(content))


def test_of_a_photograph_and_of_a_screen_only_the_pixels_are_left() -> None:
    assert all(canary in photograph() + drawn() for canary in CANARIES[:4])
    kind, content, picture = made(photograph())
    assert (kind, picture.size, picture.format) == ("image/jpeg", (600, 900), "JPEG")
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    other_kind, other, screen = made(drawn())
    assert (other_kind, screen.size, screen.mode, screen.info) == ("image/png", (300, 200), "RGB", {})
    assert not [canary for canary in CANARIES if canary in content + other]


def test_what_is_large_becomes_small_enough_to_travel() -> None:
    big = BytesIO()
    noise(4000, 2500).save(big, "JPEG", quality=60)
    _kind, content, picture = made(big.getvalue())
    assert max(picture.size) == 1600
    assert len(content) <= 700_000


LIES: dict[str, tuple[bytes, str]] = {
    "no picture": (b"%PDF-1.7 not a picture", "not_a_picture"),
    "nothing": (b"", "not_a_picture"),
    "cut off": (photograph()[:2000], "not_a_picture"),
    "drawn, and a program": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "not_a_picture"),
    "another kind": (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "not_a_picture"),
    "a bomb": (bomb(), "picture_too_large"),
    "too large": (b"\xff\xd8" + b"\0" * (pictures.LARGEST + 1), "picture_too_large"),
}


def test_a_file_that_lies_or_bursts_is_refused_in_words() -> None:
    for what, (file, code) in LIES.items():
        with pytest.raises(Refused) as no:
            pictures.anew(file, size=len(file))
        assert no.value.decision.code == code, what


def test_a_program_that_does_not_start_is_told_to_whoever_runs_the_system_and_a_file_that_lies_is_not(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file, code = LIES["cut off"]
    with pytest.raises(Refused) as no:
        pictures.anew(file, size=len(file))
    assert no.value.decision.code == code
    assert caplog.records == []
    monkeypatch.setattr(pictures, "_CHILD", (sys.executable, "-I", "-c", "import not_installed"))
    with pytest.raises(Refused):
        pictures.anew(drawn(), size=1)
    [record] = caplog.records
    assert (record.__dict__["event"], record.levelname) == ("pictures_broken", "ERROR")


def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "TIMEOUT_SECONDS", 0.01)
    with pytest.raises(Refused) as no:
        pictures.anew(drawn(), size=1)
    assert no.value.decision.code == "picture_too_large"


OPENS = """
import os, socket
from motvekt.consultations import repaint
repaint._limit()
for opens in (
    lambda: os.open(f"/proc/{os.getppid()}/mem", os.O_RDONLY), lambda: os.open("/dev/null", os.O_RDONLY), os.pipe,
    lambda: socket.socket(socket.AF_INET), lambda: socket.socket(socket.AF_UNIX), lambda: (os.close(0), os.pipe()),
):
    try:
        opens()
        print("opened")
    except OSError as no:
        print(no.errno)
"""


def test_whatever_a_file_makes_of_its_process_nothing_can_be_opened_there() -> None:
    done = subprocess.run([sys.executable, "-c", OPENS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(errno.EMFILE)] * 6


def test_pictures_are_made_one_at_a_time_one_waits_and_the_others_hold_no_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside, most, lock = 0, 0, Lock()

    def made(*command: Any, **about: Any) -> subprocess.CompletedProcess[bytes]:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.5)
        with lock:
            inside -= 1
        return subprocess.CompletedProcess([], 0, b"image/png\nx")

    def one(number: int) -> str:
        try:
            return pictures.anew(b"x", size=1).type
        except Refused as refused:
            return refused.decision.code

    monkeypatch.setattr(subprocess, "run", made)
    with ThreadPoolExecutor(6) as threads:
        found = Counter(threads.map(one, range(6)))
    assert found == {"image/png": 2, "pictures_busy": 4}
    assert most == 1
    assert one(7) == "image/png"


def test_the_largest_picture_of_every_kind_fits_beside_the_server_in_its_memory() -> None:
    unit = (ROOT / "deploy" / "systemd" / "motvekt-public.service").read_text()
    assert "MemoryMax=1G\n" in unit
    assert repaint.MEMORY_BYTES <= 0.75 * 1024**3
    side = int(repaint.MOST_PIXELS**0.5)
    for kind, mode in (("PNG", "RGBA"), ("PNG", "P"), ("PNG", "I;16"), ("JPEG", "CMYK"), ("WEBP", "RGB")):
        large = BytesIO()
        Image.new(mode, (side, side)).save(large, kind)
        assert pictures.anew(large.getvalue(), size=1).type in pictures.TYPES


@pytest.mark.django_db
def test_whoever_sends_a_picture_while_many_do_is_told_and_keeps_their_text(
    shown: HttpResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_doors", BoundedSemaphore(1))
    with pictures._doors:
        response = over(shown, drawn())
    assert response.status_code == 503
    assert "Mange sender bilder akkurat nå." in page(response)
    assert "Sønnen min sier" in page(response)


def file(content: bytes, name: str = "Solvang skole.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


@pytest.fixture
def shown(within_asker_and_baerum: None) -> HttpResponse:
    return at_receipt()


def over(shown: HttpResponse, *files: bytes, **about: Any) -> HttpResponse:
    said = {"text": TEXT, "wish": "write", "bilder": [file(one) for one in files], **about}
    return step(shown, "se-over", **said)


@pytest.mark.django_db
def test_two_pictures_travel_with_the_page_to_the_desk_and_back(shown: HttpResponse) -> None:
    looked_at = over(shown, photograph(), drawn())
    text = page(looked_at)
    assert (text.count('src="data:image/jpeg;base64,'), text.count('src="data:image/png;base64,')) == (1, 1)
    carried = _carried(text)
    # Back to write, one taken away, and on again.
    again = step(looked_at, "skriv", text=TEXT, wish="write", bilde=carried)
    assert _carried(page(again)) == carried
    fewer = step(again, "se-over", text=TEXT, wish="write", bilde=carried, fjern="0")
    assert _carried(page(fewer)) == carried[1:]
    assert step(fewer, "send", text=TEXT, wish="write", bilde=carried[1:]).status_code == 303
    assert Item.objects.filter(kind="image").count() == 1
    talk = page(opened(receipt_in(shown)))
    assert f'src="data:image/png;base64,{carried[1].rpartition(":")[2]}"' in talk


def _carried(text: str) -> list[str]:
    return [part.partition('"')[0] for part in text.split('name="bilde" value="')[1:]]


@pytest.mark.django_db
def test_what_is_wrong_with_a_picture_is_said_and_the_text_is_kept(shown: HttpResponse) -> None:
    small = drawn()
    for files, words in (
        ([b"%PDF-1.7"], "Filen er ikke et bilde"),
        ([bomb()], "Bildet er for stort"),
        ([b"\xff\xd8" + b"\0" * (pictures.LARGEST + 10)], "Bildet er for stort"),
        ([small, small, small], "Du kan sende to bilder"),
    ):
        response = over(shown, *files)
        assert response.status_code == 400
        assert words in page(response)
        assert "Sønnen min sier" in page(response)
    assert not Anonymous.objects.exists()


@pytest.mark.django_db
def test_only_what_was_made_here_is_taken_along(shown: HttpResponse) -> None:
    mine = _carried(page(over(shown, drawn())))[0]
    for forged in (mine[:-4] + "AAAA", f"{'0' * 64}:image/png:AAAA", "x", mine.replace("image/png", "text/html")):
        response = step(shown, "se-over", text=TEXT, wish="write", bilde=forged)
        assert _carried(page(response)) == []
    assert hidden(shown, "segl")


@pytest.mark.django_db
def test_a_file_anywhere_else_is_read_by_nobody(shown: HttpResponse) -> None:
    response = step(shown, "se-over", text=TEXT, wish="write", annet=file(photograph()))
    assert _carried(page(response)) == []
