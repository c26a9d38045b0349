"""Files that people send, made here: real pictures with a place and a canary in them, letters, and harmless PDFs."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, PngImagePlugin

CANARY = b"canary-51.5074N-0.1278W"
"""In everything about a picture that is not to be seen."""
RED, BLUE = (200, 30, 30), (30, 30, 200)

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAAAA"
    "AERAAAIAAQAAAAAB7AABAAAAAAAAAC0AAgAAAAACGQABAAAAAAAAAIAAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZl"
    "AgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH/"
    "/wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29s"
    "cm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAA"
    "AwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAALVtZGF0AAAAKSgBrwngIzUt"
    "//Wb+99+5//QLEdO7v1KFbBdL/LgW/fobX36SdVVB5wIAAAABkV4aWYAAE1NACoAAAAIAAMBDwACAAAADQAAADIBEgADAAAAAQAGAACIJQAEAAAA"
    "AQAAAEAAAAAAY2FuYXJ5IG1ha2VyAAAAAgABAAIAAAACTgAAAAACAAUAAAADAAAAXgAAAAAAAAAzAAAAAQAAAB4AAAABAAAAGgAAAAE="
)
"""As a phone makes it: 64 by 48, the upper half blue, lying on its side, and with a place."""


def picture(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """Red, with its upper half blue."""
    made = Image.new("RGB", size, RED)
    made.paste(BLUE, (0, 0, size[0], size[1] // 2))
    return made.convert(mode)


def about(orientation: int = 1) -> bytes:
    """What a camera says of a picture: where, with what, and which way up."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x9286] = orientation, CANARY.decode(), CANARY.decode()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[27] = "N", (51.0, 30.0, 26.0), CANARY
    exif[0x8825] = place
    return exif.tobytes()


def jpeg(size: tuple[int, int] = (64, 48), *, orientation: int = 1, after: bytes = b"", **how: Any) -> bytes:
    how = {"exif": about(orientation), "comment": CANARY, "quality": 90} | how
    return _saved(picture(size, how.pop("mode", "RGB")), "JPEG", **how) + after


def png(size: tuple[int, int] = (64, 48), *, mode: str = "RGB", after: bytes = b"", **how: Any) -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", CANARY.decode())
    said.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{CANARY.decode()}</x:xmpmeta>")
    return _saved(picture(size, mode), "PNG", pnginfo=said, exif=about(), **how) + after


def enormous(side: int = 30_000) -> bytes:
    """A picture of a few bytes that would be drawn with billions."""
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack("!2I5B", side, side, 8, 2, 0, 0, 0)) + _chunk(
        b"IDAT", zlib.compress(bytes(1000))
    )  # fmt: skip


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack("!I", len(content)) + kind + content + struct.pack("!I", zlib.crc32(kind + content))


def webp(size: tuple[int, int] = (64, 48), *, orientation: int = 1, **how: Any) -> bytes:
    return _saved(picture(size), "WEBP", exif=about(orientation), xmp=CANARY, **how)


def zipped(*names: str, content: bytes = b"<x/>", first: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name in names:
            archive.writestr(name, content)
    return made.getvalue()


def docx(*more: str, content: bytes = b"<x/>") -> bytes:
    return zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml", *more, content=content)


def odt() -> bytes:
    return zipped("content.xml", first="application/vnd.oasis.opendocument.text")


def _saved(made: Image.Image, kind: str, **how: Any) -> bytes:
    written = io.BytesIO()
    made.save(written, kind, **how)
    return written.getvalue()
