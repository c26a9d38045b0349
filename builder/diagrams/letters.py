"""How wide words are, without a font at hand: never less than a browser makes of them. Breaking them into lines."""

from __future__ import annotations

import unicodedata

_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[] ’"), frozenset("mwMWGOQ@%&—…✓")
MOST_LINES = 6


def width(words: str, size: float) -> float:
    """An upper bound for sans serif letters of this size, bold or not."""
    return size * sum(map(_em, words))


def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0x2E00:
        return 1.4
    if letter in _NARROW:
        return 0.42
    if letter in _WIDE:
        return 1.0
    return 0.78 if letter.isupper() else 0.65 if ord(letter) < 0x250 else 1.0


def lines(words: str, size: float, room: float) -> tuple[str, ...]:
    """The words in lines that fit. What is longer than a diagram can bear ends in three dots."""
    found, line = list[str](), ""
    for word in words.split():
        for piece in _pieces(word, size, room):
            joined = f"{line} {piece}" if line else piece
            if width(joined, size) <= room:
                line = joined
                continue
            found.append(line)
            line = piece
    found.append(line)
    if len(found) <= MOST_LINES:
        return tuple(found)
    last = found[MOST_LINES - 1]
    while width(last + "…", size) > room:
        last = last[:-1]
    return (*found[: MOST_LINES - 1], last + "…")


def _pieces(word: str, size: float, room: float) -> list[str]:
    """A word, broken where it is too long for a line."""
    pieces, piece = list[str](), ""
    for letter in word:
        if piece and width(piece + letter, size) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]
