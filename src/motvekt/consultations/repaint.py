"""The process that makes a picture anew from its pixels: `python -m motvekt.consultations.repaint`, and nothing of
Django. `pictures.py` starts it for one picture, with nothing of the environment.

The file comes in; a line with what was made of it goes out, and then the picture. Everything that isn't a pixel stays
behind: place and time, the camera, small copies, colour profiles, words, and whatever was hung on to the end.

Should a file take the process over, it finds nothing there. Before its first byte is read the process gives up opening
anything: a file, the network, and the memory of the server that started it, which is the same user's.
"""

from __future__ import annotations

import resource
import sys
import warnings
from io import BytesIO

from PIL import Image, ImageOps, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin

# What Pillow loads on the way otherwise, when nothing can be opened any more.
Image.preinit()
LOADED = (MpoImagePlugin, TiffImagePlugin, WebPImagePlugin)

KINDS = ("JPEG", "PNG", "WEBP")
"""What is opened at all, by what the file says inside."""
MOST_PIXELS = 40_000_000
SIDE = 1600
"""Pixels of the longer side of what is made."""
LARGEST = 700_000
"""Bytes of what is made: it travels with the page until it is sent."""
QUALITIES = (84, 72, 58, 40)

MEMORY_BYTES = 768 * 1024**2
CPU_SECONDS = 15


class Unwanted(Exception):
    """Why there is no picture: `type` or `pixels`."""


def main() -> int:
    """Read the file, write what was made of it."""
    _limit()
    try:
        kind, made = anew(sys.stdin.buffer.read())
    except Unwanted as why:
        print(why)
        return 0
    sys.stdout.buffer.write(f"{kind}\n".encode() + made)
    return 0


def anew(file: bytes) -> tuple[str, bytes]:
    """The type and the bytes of the same picture. Raises Unwanted."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(BytesIO(file), formats=KINDS) as found:
            return _encoded(_pixels(found), was_drawn=found.format == "PNG")
    except Unwanted:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Unwanted("pixels") from None
    except Exception:  # Whatever a file brings about is the file's. This program's own faults end it.
        raise Unwanted("type") from None


def _pixels(found: Image.Image) -> Image.Image:
    """The first frame's pixels as they are looked at, on white, in a picture that knows nothing of the old one."""
    if found.width * found.height > MOST_PIXELS:
        raise Unwanted("pixels")
    small = found if found.mode in ("RGB", "RGBA", "L", "CMYK", "YCbCr") else found.convert("RGBA")
    # Large photographs are decoded at the size that is needed.
    small.thumbnail((SIDE, SIDE), reducing_gap=2.0)
    upright = ImageOps.exif_transpose(small).convert("RGBA")
    sheet = Image.new("RGB", upright.size, "white")
    sheet.paste(upright, mask=upright.getchannel("A"))
    return sheet


def _encoded(sheet: Image.Image, *, was_drawn: bool) -> tuple[str, bytes]:
    """What was drawn, such as a picture of a screen, stays sharp where it is small enough."""
    if was_drawn and len(made := _saved(sheet, "PNG", optimize=True)) <= LARGEST:
        return "image/png", made
    for quality in QUALITIES:
        made = _saved(sheet, "JPEG", quality=quality)
        if len(made) <= LARGEST:
            break
    return "image/jpeg", made


def _saved(sheet: Image.Image, kind: str, **how: int) -> bytes:
    made = BytesIO()
    sheet.save(made, kind, **how)
    return made.getvalue()


def _limit() -> None:
    """So much time and memory, and nothing opened: what is open stays so."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
