"""What a file is, by its first bytes and by the ending of its name, which must agree."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from definitions.questions import zipped

ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "png": "image/png",
        "webp": "image/webp",
        "heic": "image/heic",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "odt": "application/vnd.oasis.opendocument.text",
        "txt": "text/plain",
    }
)
"""The type by the ending of a name, for every ending that an author may accept."""

KEPT_AS: Mapping[str, str] = MappingProxyType({"image/heic": "image/jpeg"})
"""Types that are kept as another: not every desk can show a HEIC."""

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<iframe", b"<body", b"<?php")
_PROGRAMS = (b"<?xml", b"#!")
_PEEKED = 1024
"""Bytes in which some browsers look for a page, whatever they are told that a file is."""

_CONTROLS = "".join(map(chr, (*range(9), 11, *range(14, 32), *range(127, 160))))


def sniff(content: bytes, filename: str) -> str | None:
    """The type of the file, or None when it is none of ours, or its name's ending says another.

    The whole content, or at least its first 64 kB: a text is judged by all that is given.
    """
    found = _by_content(content)
    return found if found and ENDINGS.get(ending_of(filename)) == found else None


def ending_of(filename: str) -> str:
    """The ending of a name in small letters, without its dot; "" when it has none."""
    stem, dot, ending = unicodedata.normalize("NFKC", filename).rpartition(".")
    return ending.lower() if dot and stem.strip(". ") else ""


def safe_name(filename: str, most: int = 100) -> str:
    """A name fit to be shown and kept: no folders, no invisible or reversing characters, one ending, not too long."""
    name = unicodedata.normalize("NFC", filename).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    plain = " ".join("".join("_" if c in '<>:"|?*%' else c for c in plain).split())
    stem, dot, ending = plain.rpartition(".")
    stem = (stem if dot else ending).strip(". ").replace(".", "_")[:most]
    return f"{stem or 'file'}.{ending[:8].lower()}" if dot and ending else stem or "file"


def _by_content(content: bytes) -> str | None:
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content.startswith(b"%PDF-"):
        return ENDINGS["pdf"] if _is_pdf(content) else None
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return ENDINGS["heic"]
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return ENDINGS["webp"]
    if content.startswith(b"PK\x03\x04"):
        return _in_zip(content)
    return ENDINGS["txt"] if _is_text(content) else None


def _is_pdf(content: bytes) -> bool:
    """Nothing that is a page or an archive besides: those are read from other places of the same file."""
    after = content.rfind(b"%%EOF")
    return not _is_page(content) and b"PK\x05\x06" not in content[max(after, 0) :]


def _in_zip(content: bytes) -> str | None:
    """Word and OpenDocument are ZIP files; the list of their contents says which. Nothing is unpacked."""
    entries = zipped.contents(content)
    if not entries or zipped.is_bomb(entries):
        return None
    names = {each.name for each in entries}
    if entries[0].name == "mimetype" and content[30:38] == b"mimetype":
        return ENDINGS["odt"] if ENDINGS["odt"].encode() == content[38 : 38 + entries[0].size] else None
    word = {"[Content_Types].xml", "word/document.xml"} <= names
    return ENDINGS["docx"] if word and not any(name.endswith("vbaProject.bin") for name in names) else None


def _is_text(content: bytes) -> bool:
    """UTF-8 with nothing but printable characters and line breaks, and not the start of a page or a program."""
    try:
        text = content.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError:
        return False
    begins = content[:_PEEKED].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    harmful = _is_page(content) or begins.startswith(_PROGRAMS)
    return bool(text.strip()) and not harmful and not any(control in text for control in _CONTROLS)


def _is_page(content: bytes) -> bool:
    begins = content[:_PEEKED].lower()
    return any(markup in begins for markup in _MARKUP)
