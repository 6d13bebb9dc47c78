"""Has a document typeset, in a process of its own with limits of time and memory."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from motvekt.guide.kinds import Sheet
from motvekt.guide.pack.nodes import shown
from motvekt.guide.printing.child import FAMILY, FONTS
from motvekt.kernel.decision import no
from motvekt.kernel.errors import Refused

log = logging.getLogger(__name__)

Press = Callable[[Sheet, Mapping[str, Any]], bytes]
"""Makes a PDF of a document. Raises Refused with words for whoever publishes."""

TIMEOUT_SECONDS = 120.0

_CHILD = (sys.executable, "-I", "-m", "motvekt.guide.printing.child")
# Whatever should look for the network in spite of all is sent to a port where nobody answers.
_NOWHERE = "http://127.0.0.1:9"
_ENVIRONMENT = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "http_proxy": _NOWHERE, "https_proxy": _NOWHERE}

_NAMES = {Sheet.GUIDE: "veilederen", Sheet.POSTER: "plakaten", Sheet.CARD: "tiltakskortet"}
_STYLES = {"normal 400": "vanlig", "italic 400": "kursiv", "normal 600": "halvfet", "italic 600": "halvfet kursiv"}
_MISSING_CHARACTER = re.compile(r"the text `(.+?)` could not be displayed")
_WIDE_WORD = re.compile(r"too wide: (.+?)\"?$")


def typeset(
    sheet: Sheet, document: Mapping[str, Any], *, fonts: Path = FONTS, timeout: float = TIMEOUT_SECONDS
) -> bytes:
    """The document as a PDF. Raises Refused: a font that isn't there, a character it lacks, too much for the sheet."""
    try:
        return _made(sheet.value, document, fonts, timeout)
    except _NotMade as failed:
        raise _refused(sheet, str(failed)) from None


def pressed(template: str, document: Mapping[str, Any], *, timeout: float = TIMEOUT_SECONDS) -> bytes:
    """A document of somebody's own as a PDF, in the same child process. Raises Refused."""
    try:
        return _made(template, document, FONTS, timeout)
    except _NotMade as failed:
        words = f"PDF-en kan ikke lages nå. {failed} Du kan skrive ut siden fra nettleseren i stedet."
        raise Refused(no("not_typeset", words)) from None


class _NotMade(Exception):
    """Why there is no PDF, in words."""


def _made(template: str, document: Mapping[str, Any], fonts: Path, timeout: float) -> bytes:
    asked = json.dumps({"template": template, "document": document, "fonts": str(fonts)}).encode()
    try:
        done = subprocess.run(  # noqa: S603 - this very program, and nothing of the document's
            _CHILD, input=asked, env=_ENVIRONMENT, cwd="/", capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise _NotMade(f"Det tok mer enn {timeout:.0f} sekunder.") from None
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise _NotMade(_why(done.stderr))
    return done.stdout


def _refused(sheet: Sheet, why: str) -> Refused:
    words = f"PDF-en av {_NAMES[sheet]} kan ikke lages. {why} Ingen utgave er laget. Den som gjaldt, gjelder fortsatt."
    return Refused(no("not_typeset", words))


def _why(said: bytes) -> str:
    """The typesetter's complaint in words for an editor or an operator."""
    try:
        failed = json.loads(said)
    except ValueError:
        # Stopped by its limits, or broken.
        return "Den er for stor, eller settemaskinen stoppet."
    words = failed["words"]
    if failed["code"] == "font":
        missing = ", ".join(_STYLES.get(style, style) for style in words.split(", "))
        return f"Skriften {FAMILY} mangler eller er skadet: {missing}. Kjør script/setup."
    if found := _MISSING_CHARACTER.search(words):
        return f"Skriften har ikke tegnet «{found.group(1).strip(chr(34))}». Bytt det ut i teksten."
    if found := _WIDE_WORD.search(words):
        return f"Ordet «{shown(found.group(1))}» er bredere enn spalten det står i. Skriv et kortere."
    if "does not fit" in words:
        return "Teksten får ikke plass på arket. Kort ned trinnene eller kontaktene."
    log.error("the typesetter failed: %s", words)
    return "Settemaskinen stoppet, og det skyldes ikke teksten. Loggen sier mer til den som drifter Motvekt."
