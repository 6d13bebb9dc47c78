"""The typesetter's own process: a document comes in as JSON, a PDF goes out.

It reads nothing but its templates and fonts, knows nothing of the database or the settings, and takes its limits upon
itself before it reads a word.
"""

from __future__ import annotations

import ctypes
import errno
import json
import platform
import resource
import struct
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
FONTS = HERE / "fonts"

FAMILY = "Inter"
STYLES = {("normal", 400), ("italic", 400), ("normal", 600), ("italic", 600)}
"""The styles of the family that the templates use: all of them, or nothing is set."""

CPU_SECONDS = 60
MEMORY_BYTES = 2 * 1024**3
"""Address space; a guide of fifty pages takes 0.3 GB of it, one of 270 pages 0.5 GB."""

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, FILTER = 22, 38, 2
SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Machine to what the kernel calls it and its call `socket`."""
IO_URING_SETUP = 425
"""The other way to a socket."""


class Failed(Exception):
    """Why there is no PDF: a code for the program and the typesetter's words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


def main() -> int:
    """Read the document, write the PDF; on failure write why, as JSON, and return 1."""
    limit()
    asked = json.load(sys.stdin.buffer)
    try:
        made = typeset(asked["template"], asked["document"], Path(asked["fonts"]))
    except Failed as failed:
        json.dump({"code": failed.code, "words": str(failed)}, sys.stderr)
        return 1
    sys.stdout.buffer.write(made)
    return 0


def limit() -> None:
    """So much time and memory, no file written, and no network."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux" and platform.machine() in SOCKET:
        _leave_the_network(*SOCKET[platform.machine()])


def _leave_the_network(machine: int, call: int) -> None:
    """No socket is made any more, nor by anything that this process begins. It needs no right and no namespace, which
    systemd's units refuse to everything they start.
    """
    load, equals, at_least, ends = 0x20, 0x15, 0x35, 0x06
    steps = (
        (load, 0, 0, 4), (equals, 0, 5, machine),
        # From there on the numbers of another way to call begin.
        (load, 0, 0, 0), (at_least, 3, 0, 0x40000000), (equals, 2, 0, call), (equals, 1, 0, IO_URING_SETUP),
        (ends, 0, 0, 0x7FFF0000), (ends, 0, 0, 0x00050000 | errno.EACCES),
    )  # fmt: skip
    held = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(held)))
    system = ctypes.CDLL(None)
    system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    system.prctl(PR_SET_SECCOMP, FILTER, ctypes.c_ulong(ctypes.addressof(program)), 0, 0)


def typeset(template: str, document: dict[str, Any], fonts: Path = FONTS, templates: Path = TEMPLATES) -> bytes:
    """The document in its template, as a PDF that is both PDF/UA-1 and PDF/A-2a. Raises Failed."""
    import typst

    # No system's and no built-in font: what Inter can't show is an error, not another typeface.
    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])
    if missing := STYLES - {(font.style, font.weight) for font in known.fonts() if font.family == FAMILY}:
        raise Failed("font", ", ".join(sorted(f"{style} {weight}" for style, weight in missing)))
    nowhere = templates / "no-packages"
    compiler = typst.Compiler(
        input=str(templates / f"{template}.typ"),
        root=str(templates),
        font_paths=known,
        sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
        package_path=str(nowhere),
        package_cache_path=str(nowhere),
    )
    try:
        made, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["a-2a", "ua-1"])
    except typst.TypstError as error:
        raise Failed("typst", error.message) from error
    if warnings:
        raise Failed("warning", warnings[0].message)
    if not isinstance(made, bytes):
        raise Failed("typst", "no PDF")
    return made


if __name__ == "__main__":
    sys.exit(main())
