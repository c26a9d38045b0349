"""Did you mean: the closest of the names that would have been right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 100
MOST = 100
"""The most names compared in full, so that many mistakes among many names are told quickly."""


def closest(name: str, known: Iterable[str]) -> str | None:
    """The one of ``known`` that looks most like ``name``; None when none is close."""
    if len(name) > LONGEST:
        return None
    slack = 2 + len(name) // 4
    likely = [other for other in known if abs(len(other) - len(name)) <= slack]
    if len(likely) > MOST:
        likely = [other for other in likely if other[:1] == name[:1] and other[-1:] == name[-1:]]
    close = get_close_matches(name, likely[:MOST], 1, 0.6)
    return close[0] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """': did you mean "x"?' for the closest of ``known``; nothing when none is close."""
    near = closest(name, known)
    return f': did you mean "{near}"?' if near else ""


def listed(names: Iterable[object], last: str = "or") -> str:
    """'a, b or c'."""
    words = [str(name) for name in names]
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
