"""What a ZIP file says that it holds. Only its list of contents is read: nothing is ever unpacked."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MOST_ENTRIES = 1000
MOST_BYTES = 100_000_000
MOST_RATIO = 100
SMALL = 100_000
"""Below this, a good ratio is no bomb: an empty page of a document packs very well."""

_END, _ENTRY = b"PK\x05\x06", b"PK\x01\x02"
_END_SIZE, _ENTRY_SIZE = 22, 46
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".jar", ".iso", ".cab")
"""Endings of files that hold files. A spreadsheet inside a letter is one too, and common, so it is not among them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, as the list has it: ``size`` in bytes, ``packed`` in those it takes."""

    name: str
    packed: int
    size: int


def contents(content: bytes) -> tuple[Entry, ...] | None:
    """Every file in it; None when it is no plain ZIP file from its first byte to its last."""
    place = content.rfind(_END, -_END_SIZE - 0xFFFF)
    if place < 0 or len(content) < place + _END_SIZE or not content.startswith(b"PK\x03\x04"):
        return None
    disk, of_disk, here, many, length, start, said = struct.unpack("<4H2IH", content[place + 4 : place + _END_SIZE])
    whole = place + _END_SIZE + said == len(content) and start + length == place
    if disk or of_disk or here != many or not whole or many > MOST_ENTRIES:
        return None
    entries = []
    for _ in range(many):
        entry = content[start : min(start + _ENTRY_SIZE, place)]
        if len(entry) < _ENTRY_SIZE or not entry.startswith(_ENTRY):
            return None
        packed, size, name, extra, comment = struct.unpack("<2I3H", entry[20:34])
        named = content[start + _ENTRY_SIZE : start + _ENTRY_SIZE + name]
        entries.append(Entry(named.decode("utf-8", "replace"), packed, size))
        start += _ENTRY_SIZE + name + extra + comment
    return tuple(entries) if start == place else None


def is_bomb(entries: tuple[Entry, ...]) -> bool:
    """Whether it would grow beyond measure, or holds files that hold files."""
    size, packed = sum(each.size for each in entries), sum(each.packed for each in entries)
    nested = any(each.name.lower().endswith(_ARCHIVES) for each in entries)
    return nested or size > MOST_BYTES or (size > SMALL and size > MOST_RATIO * max(packed, 1))
