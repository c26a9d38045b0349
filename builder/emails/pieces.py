"""A text in pieces: what its author wrote, and what is put in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from definitions.text import Context, Text, names_in

_OPEN, _SHUT = "\ue000", "\ue001"
"""Private letters of Unicode, which no text that is read holds."""


class Piece(NamedTuple):
    """``given`` is what was put in: the name in the text, or what it stands for; "" for the author's own words."""

    words: str
    given: bool = False


def pieces(text: Text, scope: Context) -> tuple[Piece, ...]:
    """What a text says of a case. What is put in and is empty leaves nothing."""
    said = text.render(scope, escape=lambda words: f"{_OPEN}{_plain(words)}{_SHUT}")
    parts = re.split(f"{_OPEN}([^{_SHUT}]*){_SHUT}", said)
    return tuple(Piece(part, n % 2 == 1) for n, part in enumerate(parts) if part or n % 2)


def bare(written: Any, named: Callable[[str], str]) -> tuple[Piece, ...]:
    """A text as it is written, with words for what will be put in: for where there is no case to take it from."""
    while isinstance(written, list):
        written = written[-1].get("text", "") if written else ""
    found, at = list[Piece](), 0
    for start, name in names_in(str(written)):
        found.append(Piece(str(written)[at : start - 1]))
        found.append(Piece(named(name) or name, given=True))
        at = start + len(name) + 1
    return tuple(one for one in (*found, Piece(str(written)[at:])) if one.words)


def _plain(words: str) -> str:
    return words.replace(_OPEN, "").replace(_SHUT, "")
