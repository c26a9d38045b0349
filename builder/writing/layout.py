"""Lines and columns: where a text stands, what moves with it, and what it is to look like."""

from __future__ import annotations

import re
from typing import Any

from builder.writing.comparing import Item
from builder.writing.style import indent

_NEWLINE = re.compile(r"\r\n|\n|\r")
_NEAR = 8
"""The most neighbours that are looked at for one that is like a new part."""


def breaks(text: str) -> int:
    """How many lines end in it."""
    return len(_NEWLINE.findall(text))


def last_line(text: str) -> str:
    return text[max(text.rfind("\n"), text.rfind("\r")) + 1 :]


def line_after(line: str, text: str) -> str:
    """What stands on the line after more text."""
    return last_line(text) if breaks(text) else line + text


def collapsed(gap: str) -> str:
    """A gap without its empty lines."""
    before, comma, after = gap.partition(",")
    if not comma:
        found = list(_NEWLINE.finditer(gap))
        return gap if len(found) < 2 else gap[: found[0].end()] + gap[found[-1].end() :]
    return "," + collapsed(after) if breaks(after) else collapsed(before) + comma + after


def shifted(text: str, before: str, after: str) -> str:
    """A part that stood after ``before`` on its line and is to stand after ``after``: its other lines move with it.
    They hang either from where the part begins or from where its line does."""
    if not breaks(text):
        return text
    ends = [one.end() for one in _NEWLINE.finditer(text)]
    lines = [text[one:two] for one, two in zip(ends, [*ends[1:], len(text)], strict=True)]
    hang = min(len(indent(one)) for one in lines)
    hanging = hang >= len(before) and "\t" not in before
    old = " " * len(before) if hanging else indent(before)
    new = " " * len(after) if hanging else indent(after)
    if old == new:
        return text
    moved = (new + one[len(old) :] if one.startswith(old) else one for one in lines)
    return text[: ends[0]] + "".join(moved)


def closest(old: Any, item: Item) -> Any:
    """The member whose value a new one is most like: its neighbours write as it should. None when none is."""
    if not isinstance(item.value, dict):
        return None
    if isinstance(old, dict):
        near = [step for step, value in old.items() if isinstance(value, dict)][-_NEAR:]
    else:
        place = min(int(item.key), len(old))
        ordered = sorted(range(len(old)), key=lambda n: (abs(n - place + 0.6), n))
        near = [n for n in ordered[:_NEAR] if isinstance(old[n], dict)]
    best = max(near, key=lambda step: _likeness(old[step], item.value), default=None)
    if best is None or _likeness(old[best], item.value) < 0.5:
        return None
    return best


def _likeness(one: dict[str, Any], two: dict[str, Any]) -> float:
    """From 0 to 2: what share of their properties both have, and what share is the same."""
    keys = one.keys() | two.keys()
    if not keys:
        return 0
    shared = [key for key in one.keys() & two.keys() if type(one[key]) is type(two[key])]
    alike = [key for key in shared if one[key] == two[key]]
    return (len(shared) + len(alike)) / len(keys)
