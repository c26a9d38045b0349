"""Where each value stands in a document's text, and what is wrong with how it is written. Slow: for bad documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from definitions.problems import Problem, pointer

Place = tuple[int, int]

DIGITS = 15
"""The most digits of a whole number: more would not survive a browser's JSON."""

STRING = r'"(?:[^"\\]++|\\[\s\S])*+"?'
_TOKEN = re.compile(STRING + r"|[\[\]{},:]|[^\s\[\]{},:\"]++")
_BAD_INSIDE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udfff]")


class Positions(Mapping[str, Place]):
    """Line and column (from 1) by JSON pointer, found when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _found(self) -> dict[str, Place]:
        scan = _Scan(self._text)
        scan.run()
        return scan.places

    def __getitem__(self, key: str) -> Place:
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def writing_problems(text: str) -> tuple[Problem, ...]:
    """Duplicate keys, numbers and characters that cannot be kept, each with its place. ``text`` is well-formed JSON."""
    scan = _Scan(text)
    scan.run()
    return tuple(scan.problems)


class _Scan:
    """One walk through the tokens, with a stack instead of recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places: dict[str, Place] = {}
        self.problems: list[Problem] = []
        self._stack: list[tuple[str, set[str] | None, list[int]]] = []
        self._key: str | None = None
        self._line, self._line_start, self._seen = 1, 0, 0

    def run(self) -> None:
        for match in _TOKEN.finditer(self.text):
            word = match.group()
            if word in ",:":
                continue
            if word in "]}":
                if self._stack:
                    self._stack.pop()
                continue
            place = self._place(match.start())
            inside = self._stack[-1] if self._stack else None
            if inside and inside[1] is not None and self._key is None:
                self._name(word, place, inside)
            else:
                self._value(word, place, inside)

    def _place(self, offset: int) -> Place:
        passed = self.text.count("\n", self._seen, offset)
        if passed:
            self._line += passed
            self._line_start = self.text.rindex("\n", 0, offset) + 1
        self._seen = offset
        return self._line, offset - self._line_start + 1

    def _name(self, word: str, place: Place, inside: tuple[str, set[str] | None, list[int]]) -> None:
        self._key = _unquote(word)
        here = inside[0] + pointer(self._key)
        names = inside[1]
        if names is not None and self._key in names:
            words = f'"{self._key}" is there twice: keep one of them'
            self._problem(here, "document.duplicate-key", words, place)
        elif names is not None:
            names.add(self._key)
            self.places[here] = place
        self._check_text(here, self._key, place)

    def _value(self, word: str, place: Place, inside: tuple[str, set[str] | None, list[int]] | None) -> None:
        here = ""
        if inside is not None and inside[1] is None:
            here = inside[0] + pointer(inside[2][0])
            inside[2][0] += 1
        elif inside is not None:
            here = inside[0] + pointer(self._key or "")
        self._key = None
        self.places.setdefault(here, place)
        if word == "{":
            self._stack.append((here, set(), [0]))
        elif word == "[":
            self._stack.append((here, None, [0]))
        elif word.startswith('"'):
            self._check_text(here, _unquote(word), place)
        else:
            self._check_number(here, word, place)

    def _check_text(self, here: str, text: str, place: Place) -> None:
        if _BAD_INSIDE.search(text):
            words = "this text holds a character that cannot be stored: type it again without control characters"
            self._problem(here, "document.character", words, place)

    def _check_number(self, here: str, word: str, place: Place) -> None:
        if word in ("true", "false", "null"):
            return
        if fault := number_fault(word):
            self._problem(here, "document.number", fault, place)

    def _problem(self, here: str, code: str, words: str, place: Place) -> None:
        self.problems.append(Problem(here, code, words, "error", *place))


def number_fault(word: str) -> str | None:
    """What is wrong with a number as it is written, or None."""
    if word in ("NaN", "Infinity", "-Infinity"):
        return f"{word} is not a number that can be kept: write a number"
    if len(word) > 40 or (word.lstrip("-").isdigit() and len(word.lstrip("-")) > DIGITS):
        return f"this number is too long: write at most {DIGITS} digits, or put it in quotation marks"
    if abs(float(word)) > 10**DIGITS:
        return "this number is too large to be kept"
    return None


def _unquote(word: str) -> str:
    return str(json.loads(word, strict=False)) if word.endswith('"') and len(word) > 1 else word
