"""Draws one picture again, right way up and with nothing in it but what can be seen: a program of its own.

It runs as a file and imports nothing of ours, so that whatever a hostile picture does to a decoder happens in a process
that holds no key, no answer and no database, may write no file, and is killed when it takes too much. It reads the
picture from standard input and writes it to standard output; the argument is its type.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings
from typing import Any

MOST_PIXELS = 50 << 20
"""A little over fifty million: phones make pictures of 8,192 by 6,144 and call that fifty."""

MOST_SIDE = 4096
"""Longer ones are made smaller. A page of A4 has this at 350 dots an inch."""

QUALITIES = (88, 75, 60)
"""Of a JPEG: the first at which it is no longer than it came."""

UNREADABLE, TOO_MANY_PIXELS = 3, 4
"""What it exits with when there is no picture to write."""

MEMORY = 768 << 20
SECONDS = 20
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}


def bounded() -> None:
    """Nothing may be written but to standard output, and memory and time have an end."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def drawn(content: bytes, kind: str) -> bytes:
    """The picture again.

    Raises:
        Exception: there is no picture in it that we can read; of which Pillow raises many kinds.
    """
    from PIL import Image, ImageOps

    if kind == "image/heic":
        import pi_heif

        pi_heif.register_heif_opener()
        pi_heif.options.DECODE_THREADS = 1
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as opened:
        shrunk = max(1.0, max(opened.size) / MOST_SIDE)
        # A JPEG can be read at half its size, for a quarter of the memory.
        opened.draft(None, (int(opened.width / shrunk), int(opened.height / shrunk)))
        opened.load()
        picture = _shorter(opened)
    turned = ImageOps.exif_transpose(picture)
    return _written(_in_plain_colours(turned or picture), kind, len(content))


def _shorter(picture: Any) -> Any:
    if max(picture.size) <= MOST_SIDE:
        return picture
    if picture.mode in ("P", "1"):
        picture = picture.convert("RGBA")
    picture.thumbnail((MOST_SIDE, MOST_SIDE), reducing_gap=2.0)
    return picture


def _in_plain_colours(picture: Any) -> Any:
    """As everybody's screen shows them, so that no profile need travel with the picture."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    try:
        return ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB" if picture.mode == "CMYK" else picture.mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _written(picture: Any, kind: str, length: int) -> bytes:
    """With none of what came with the picture, but for which of its colours is to be seen through."""
    picture.info = {name: kept for name, kept in picture.info.items() if name == "transparency" and kind == "image/png"}
    if kind == "image/png":
        plain = picture if picture.mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16") else picture.convert("RGB")
        return _saved(plain, "PNG", optimize=False, compress_level=6)
    if kind == "image/webp":
        return _saved(picture if picture.mode in ("RGB", "RGBA") else picture.convert("RGBA"), "WEBP", quality=85)
    plain = picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
    for quality in QUALITIES:
        written = _saved(plain, "JPEG", quality=quality)
        if len(written) <= length:
            break
    return written


def _saved(picture: Any, name: str, **how: object) -> bytes:
    made = io.BytesIO()
    picture.save(made, name, **how)
    return made.getvalue()


def main(kind: str) -> int:
    bounded()
    content = sys.stdin.buffer.read()
    try:
        written = drawn(content, kind)
    except Exception as error:  # noqa: BLE001 - whatever a decoder makes of it, it is no picture to us
        bomb = type(error).__name__.startswith("DecompressionBomb") or isinstance(error, MemoryError)
        return TOO_MANY_PIXELS if bomb else UNREADABLE
    sys.stdout.buffer.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
