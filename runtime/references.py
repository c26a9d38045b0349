"""Names for things: time-ordered keys for the database, and unguessable references for people."""

from __future__ import annotations

import os
import time
from typing import Final
from uuid import UUID

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U. Typed ones are read as 1, 1, 0 and V."""

LENGTH: Final = 9
CODE_LENGTH: Final = 16
CODE_GROUP: Final = 4
_READ_AS: Final = str.maketrans("ILOU", "110V")


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random ones."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    high = milliseconds << 16 | 0x7000 | random >> 68
    return UUID(int=high << 64 | 0x8000_0000_0000_0000 | random & 0x3FFF_FFFF_FFFF_FFFF)


def new_reference() -> str:
    """Nine characters, as stored: eight random (40 bits), one to check them."""
    return _new(LENGTH)


def new_code() -> str:
    """Sixteen characters that open what was saved, as stored nowhere: fifteen random (75 bits), one to check them."""
    return _new(CODE_LENGTH)


def show(reference: str) -> str:
    """As people see it: K7QM-2XRDT."""
    return f"{reference[:4]}-{reference[4:]}"


def show_code(code: str) -> str:
    """As people write it down and read it out: four groups of four."""
    return " ".join(code[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))


def parse(text: str) -> str | None:
    """The stored form of a typed reference, or None when it cannot be one.

    Case, spaces and dashes do not matter, nor the letters that look like digits.
    """
    return _read(text, LENGTH)


def parse_code(text: str) -> str | None:
    """As :func:`parse`, of a code to come back with."""
    return _read(text, CODE_LENGTH)


def _new(length: int) -> str:
    random = int.from_bytes(os.urandom(5 * length // 8 + 1), "big")
    body = "".join(ALPHABET[random >> shift & 31] for shift in range(0, 5 * (length - 1), 5))
    return body + _check(body)


def _read(text: str, length: int) -> str | None:
    if len(text) > 50:
        return None
    kept = "".join(c for c in text.upper() if c.isalnum()).translate(_READ_AS)
    if len(kept) != length or not set(kept) <= set(ALPHABET) or _check(kept[:-1]) != kept[-1]:
        return None
    return kept


def _check(body: str) -> str:
    """Luhn's sum in base 32: finds every single wrong character, and nearly every swap of neighbours."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
