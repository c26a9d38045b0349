"""How a text is written: line breaks, indent, spaces. New parts are written as what stands around them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

WIDTH = 120
"""The longest line that is written where lines are broken at all."""

_OPENED = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[{](?=([ \t]*)[^\s\]}])')
_ESCAPED = re.compile(r"\\u(?!00[0-7])")

Known = Callable[[Any, str], str | None]
"""The text that a part already has, for the line on which it is to stand."""


@dataclass(frozen=True, slots=True)
class Style:
    """``flat``: all on one line. ``broken``: each member on a line of its own, however short. Neither: what is short
    stands on one line."""

    newline: str = "\n"
    unit: str = "  "
    colon: str = ": "
    comma: str = ", "
    flat: bool = False
    broken: bool = False
    ascii: bool = False
    padding: str = ""

    def scalar(self, value: Any) -> str:
        spelt = json.dumps(value, ensure_ascii=self.ascii)
        return spelt if spelt.isascii() or _storable(spelt) else json.dumps(value)

    def spelt(self, value: Any, line: str, known: Known = lambda value, line: None, *, open: bool = False) -> str:
        """The text of a value that is to stand after ``line``; ``open``: on several lines, however short."""
        if not isinstance(value, dict | list) or not value:
            return self.scalar(value)
        if (text := known(value, line)) is not None:
            return text
        if not open and (self.flat or not self.broken):
            text = self._on_one(value, line, known)
            if self.flat or (self.newline not in text and len(line) + len(text) < WIDTH):
                return text
        return self._on_several(value, line, known)

    def _on_one(self, value: Any, line: str, known: Known) -> str:
        parts = list[str]()
        for key, below in _members(value):
            head = "" if key is None else self.scalar(key) + self.colon
            nested = known(below, line) if isinstance(below, dict | list) and below else self.scalar(below)
            parts.append(head + (self._on_one(below, line, known) if nested is None else nested))
        inner = self.comma.join(parts)
        return f"{{{self.padding}{inner}{self.padding}}}" if isinstance(value, dict) else f"[{inner}]"

    def _on_several(self, value: Any, line: str, known: Known) -> str:
        outer = indent(line)
        inner = outer + self.unit
        parts = list[str]()
        for key, below in _members(value):
            head = inner if key is None else inner + self.scalar(key) + self.colon
            parts.append(head + self.spelt(below, head, known))
        first, last = "{}" if isinstance(value, dict) else "[]"
        separator = self.comma.rstrip() + self.newline
        return f"{first}{self.newline}{separator.join(parts)}{self.newline}{outer}{last}"


def _members(value: Any) -> list[tuple[str | None, Any]]:
    return list(value.items()) if isinstance(value, dict) else [(None, one) for one in value]


def indent(line: str) -> str:
    """The blanks that a line begins with."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def _storable(text: str) -> bool:
    """Whether no half of a surrogate pair stands in it by itself."""
    try:
        return bool(text.encode())
    except UnicodeEncodeError:
        return False


HOUSE = Style()


def written(document: Mapping[str, Any]) -> str:
    """The text of a new document in the style of the house: what is short stands on one line."""
    return HOUSE.spelt(dict(document), "", open=True) + HOUSE.newline


def style_of(text: str, first_gap: str, colon: str, comma: str) -> Style:
    """The style of a text: ``first_gap`` stands before its first property, ``colon`` within and ``comma`` after it."""
    newline = "\r\n" if "\r\n" in text else "\n"
    colon = colon if colon.strip(": ") == "" else ": "
    flat = newline not in text.strip()
    if flat:
        comma = comma if comma.strip(", ") == "" and comma else ", " if colon.endswith(" ") else ","
    else:
        comma = ", " if colon.endswith(" ") else ","
    beside = next((one for one in _OPENED.finditer(text) if one.group(1) is not None), None)
    return Style(
        newline=newline,
        unit=first_gap.rpartition("\n")[2] if "\n" in first_gap else "  ",
        colon=colon,
        comma=comma,
        flat=flat,
        broken=not flat and beside is None,
        ascii=text.isascii() and _ESCAPED.search(text) is not None,
        padding=beside.group(1) if beside is not None and beside.group() == "{" else "",
    )
