"""Pictures that somebody sends along: taken into memory alone, made anew in a process of its own, and carried by pages.

What a page carries is marked, so that only what was made here comes back and is taken.
"""

from __future__ import annotations

import hmac
import logging
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from io import BytesIO
from threading import BoundedSemaphore, Lock
from uuid import UUID

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from motvekt.kernel import turns
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused
from motvekt.kernel.words import gettext_noop as _
from motvekt.vault.public_keys import public_keys

log = logging.getLogger(__name__)

FIELD = "bilder"
MOST = 2
LARGEST = 10_000_000
"""Bytes of one file as it comes."""
TIMEOUT_SECONDS = 20.0
WAITING = 2
"""How many are let in at once: one is made, one waits. Together more would take the memory that the process may have,
and every thread that serves others.
"""
TYPES = ("image/jpeg", "image/png")
"""What is made."""

NOT_A_PICTURE = no(
    "not_a_picture",
    _("Filen er ikke et bilde som vi kan åpne, eller den er skadet. Velg et bilde av typen JPEG, PNG eller WebP."),
)
TOO_LARGE = no("picture_too_large", _("Bildet er for stort. Det kan være på 10 MB og 40 millioner bildepunkter."))
MANY_AT_ONCE = no(
    "pictures_busy",
    _("Mange sender bilder akkurat nå. Vent et minutt, og velg bildet på nytt, eller send uten. Haster det, ring."),
)
TOO_MANY = no("too_many_pictures", _("Du kan sende to bilder. Ta bort ett, eller velg bare to."))

_CHILD = (sys.executable, "-I", "-m", "motvekt.consultations.repaint")


_doors = BoundedSemaphore(WAITING)
_one = Lock()


@dataclass(frozen=True)
class Painted:
    """A picture that was made here."""

    type: str
    data: str = field(repr=False)
    """In base64."""

    @property
    def address(self) -> str:
        """As an image on a page has it."""
        return f"data:{self.type};base64,{self.data}"


class InMemory(FileUploadHandler):
    """Takes the pictures of one form into memory, and nothing else: no name, no file on a disk."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._taken = 0
        self._parts: list[bytes] = []
        self._kept = 0

    def new_file(self, field_name: str, *args: object, **kwargs: object) -> None:
        """Skip what no field of the form asks for, and whatever is one too many but the first: it is told of."""
        super().new_file(field_name, "bilde", "", None)
        if field_name != FIELD or self._taken > MOST:
            raise SkipFile
        self._taken += 1
        self._parts, self._kept = [], 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep no more of it than shows that it is too large."""
        if self._kept <= LARGEST:
            self._parts.append(raw_data)
            self._kept += len(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """The file, without its name."""
        content = BytesIO(b"".join(self._parts))
        self._parts = []
        return InMemoryUploadedFile(content, self.field_name, "bilde", "", file_size, None)


def let_in(request: HttpRequest) -> None:
    """Let this one request bring pictures. To be called before anything of the form is read."""
    request.upload_handlers = [InMemory(request)]


def chosen(request: HttpRequest) -> list[Painted]:
    """Those that were chosen in this form, made anew. Raises Refused."""
    files = request.FILES.getlist(FIELD)
    if len(files) > MOST:
        raise Refused(TOO_MANY)
    return [anew(file.read(), size=file.size or 0) for file in files]


def anew(file: bytes, *, size: int) -> Painted:
    """A picture, made anew from its pixels. Raises Refused."""
    if size > LARGEST:
        raise Refused(TOO_LARGE)
    if not _doors.acquire(blocking=False):
        raise Refused(MANY_AT_ONCE)
    try:
        with turns.aside(), _one:
            done = subprocess.run(  # noqa: S603 - this very program
                _CHILD, input=file, env={}, cwd="/", capture_output=True, timeout=TIMEOUT_SECONDS, check=False
            )
    except subprocess.TimeoutExpired:
        raise Refused(TOO_LARGE) from None
    finally:
        _doors.release()
    kind, _newline, made = done.stdout.partition(b"\n")
    if kind == b"pixels" or done.returncode < 0:
        # Stopped by its limits.
        raise Refused(TOO_LARGE)
    if done.returncode:
        log.error("the program that makes pictures anew does not start", extra={"event": "pictures_broken"})
    if done.returncode or kind.decode("ascii", "replace") not in TYPES:
        raise Refused(NOT_A_PICTURE)
    return Painted(kind.decode(), b64encode(made).decode())


def marked(picture: Painted, area: UUID) -> str:
    """A picture as a hidden field carries it."""
    return f"{_mark(picture.type, picture.data, area)}:{picture.type}:{picture.data}"


def carried_in(fields: Sequence[str], area: UUID) -> list[Painted]:
    """The pictures that hidden fields bring back, as many as may be: those that were made here, for this area."""
    found = []
    for said in fields[:MOST]:
        mark, _colon, rest = said.partition(":")
        kind, _colon, data = rest.partition(":")
        if hmac.compare_digest(mark.encode(), _mark(kind, data, area).encode()):
            found.append(Painted(kind, data))
    return found


def _mark(kind: str, data: str, area: UUID) -> str:
    said = b"\x00".join((area.bytes, kind.encode("utf-8", "replace"), data.encode("utf-8", "replace")))
    return blake2b(said, key=public_keys().sealing, person=b"motvekt picture", digest_size=32).hexdigest()
