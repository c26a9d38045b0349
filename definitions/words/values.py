"""Values in words: money, numbers, yes and no, lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from definitions.words import words
from definitions.words.dates import day_in_words


def money_in_words(pence: int) -> str:
    """Pounds with separators, pence only when there are some: "£1,234.50", "£75"."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}" + (f".{rest:02}" if rest else "")


def yes_or_no(value: bool, language: str) -> str:
    return words(language)("answer.yes" if value else "answer.no")


def value_in_words(value: Any, kind: str | None, language: str) -> str:
    """A stored value of a declared ``kind`` (text, integer, decimal, money, date, boolean); without one, by its type.

    A list, or the parts of an object, stand one a line.
    """
    if isinstance(value, bool):
        return yes_or_no(value, language)
    if kind == "money" and isinstance(value, int):
        return money_in_words(value)
    if kind == "date" and isinstance(value, str):
        return _day(value, language)
    if isinstance(value, Mapping):
        return "\n".join(value_in_words(part, None, language) for part in value.values() if part is not None)
    if isinstance(value, list | tuple):
        return "\n".join(value_in_words(item, kind, language) for item in value)
    return str(value)


def _day(value: str, language: str) -> str:
    try:
        return day_in_words(date.fromisoformat(value[:10]), language)
    except ValueError:
        return value
