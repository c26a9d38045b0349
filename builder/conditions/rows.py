"""What a condition is when it is no text: rows, and groups of rows of which all or any must hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at: a dotted name; or with a ``measure`` the age on a day of birth, or how many there are."""

    name: str
    measure: Literal["", "age", "size"] = ""


@dataclass(frozen=True, slots=True)
class Value:
    """``kind`` is text, number, day (2026-01-31), today, or name (a dotted one). The last three may be moved by
    ``count`` of a ``unit``: day, month or working day."""

    kind: Literal["text", "number", "day", "today", "name"]
    value: str | int | float = ""
    count: int = 0
    unit: Literal["", "day", "month", "working day"] = ""


@dataclass(frozen=True, slots=True)
class Row:
    """``comparison`` is one of ``offered.COMPARISONS``; ``values`` as many as it takes."""

    subject: Subject
    comparison: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Raw:
    """What rows cannot say: an expression as the author wrote it."""

    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Two or more conditions. A group of the same ``join`` inside is the same thing: make groups with ``group``."""

    join: Literal["all", "any"]
    parts: tuple[Condition, ...]


Condition = Row | Raw | Group


def group(join: Literal["all", "any"], parts: Iterable[Condition]) -> Condition:
    """The conditions together; one alone is itself.

    Raises:
        ValueError: there are none.
    """
    flat: list[Condition] = []
    for part in parts:
        flat += part.parts if isinstance(part, Group) and part.join == join else (part,)
    if not flat:
        raise ValueError("a group of no conditions")
    return flat[0] if len(flat) == 1 else Group(join, tuple(flat))
