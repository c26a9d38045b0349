"""A condition as the fields of a form: rows half filled in too, which say nothing yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from builder.conditions.offered import Takes, words_for
from builder.conditions.reading import read
from builder.conditions.rows import Condition, Group, Raw, Row, Subject, Value, group
from builder.conditions.typed import Typed, shown, value
from builder.conditions.vocabulary import Vocabulary
from builder.conditions.writing import write

MEASURED: Mapping[str, Literal["age", "size"]] = {"age": "age", "size": "size"}
Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row. ``subject`` is a dotted name, with ``age:`` or ``size:`` before it where that is measured."""

    subject: str = ""
    comparison: str = ""
    values: tuple[Typed, ...] = ()


@dataclass(frozen=True, slots=True)
class Free:
    """A part of the expression as text."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Rows of which all or any must hold; there may be none."""

    join: Literal["all", "any"] = "all"
    parts: tuple[Entry, ...] = ()


Entry = Line | Free | Bundle


@dataclass(frozen=True, slots=True)
class Reading:
    """What fields say: no condition where nothing is filled in. ``problems`` are by the place of the row."""

    condition: Condition | None
    problems: Mapping[Place, str]


def entries(condition: Condition | None, words: Vocabulary) -> Bundle:
    """The fields that show a condition: what they cannot show is text."""
    if condition is None:
        return Bundle()
    if isinstance(condition, Group):
        return Bundle(condition.join, tuple(_entry(one, words) for one in condition.parts))
    return Bundle("all", (_entry(condition, words),))


def _entry(condition: Condition, words: Vocabulary) -> Entry:
    if isinstance(condition, Raw):
        return Free(condition.text)
    if isinstance(condition, Group):
        return entries(condition, words)
    measured = f"{condition.subject.measure}:" if condition.subject.measure else ""
    takes = takes_of(condition, words)
    line = Line(f"{measured}{condition.subject.name}", condition.comparison,
                tuple(shown(one, takes) for one in condition.values))  # fmt: skip
    said = reading(Bundle("all", (line,)), words)
    return line if said.condition == condition and not said.problems else Free(write(condition))


def reading(bundle: Bundle, words: Vocabulary) -> Reading:
    """The condition that fields say."""
    problems: dict[Place, str] = {}
    found = _said(bundle, words, (), problems)
    return Reading(found, problems)


def _said(entry: Entry, words: Vocabulary, at: Place, problems: dict[Place, str]) -> Condition | None:
    if isinstance(entry, Free):
        return read(entry.text.strip()) if entry.text.strip() else None
    if isinstance(entry, Bundle):
        parts = [_said(one, words, (*at, n), problems) for n, one in enumerate(entry.parts)]
        known = [one for one in parts if one is not None]
        return group(entry.join, known) if known else None
    if not entry.subject:
        return None
    row = Row(subject_of(entry.subject), entry.comparison)
    if not entry.comparison:
        problems[at] = "Choose how to compare"
        return None
    takes = takes_of(row, words)
    if takes == "nothing":
        return row
    found = [value(one, takes) for one in entry.values] or ["Enter what to compare with"]
    if takes == "choices" and not entry.values:
        found = ["Choose at least one"]
    if wrong := [one for one in found if isinstance(one, str)]:
        problems[at] = wrong[0]
        return None
    return Row(row.subject, row.comparison, tuple(one for one in found if isinstance(one, Value)))


def subject_of(written: str) -> Subject:
    measure, _, name = written.rpartition(":")
    return Subject(name, MEASURED.get(measure, ""))


def takes_of(row: Row, words: Vocabulary) -> Takes:
    """Which input the value of a row has."""
    return words_for(words.get(row.subject.name), row.subject, row.comparison).takes


def walk(entry: Entry, at: Place = ()) -> Iterator[tuple[Place, Entry]]:
    """Each entry with its place, those of a bundle after it."""
    yield at, entry
    if isinstance(entry, Bundle):
        for n, part in enumerate(entry.parts):
            yield from walk(part, (*at, n))
