"""One input of an element's form, or several that belong together: its name, what it shows, where that stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from builder.fields.rules import Rule
from builder.fields.wording import ADDING


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()
"""Stands where a document has nothing, which is not the same as null."""

KINDS = frozenset((
    "alternatives", "choice", "decimal", "duration", "effects", "elements", "elsewhere", "expression", "fixed", "group",
    "id", "items", "json", "line", "lines", "map", "named", "number", "rows", "several", "table", "tick", "type",
    "words",
))  # fmt: skip
"""Every kind of input: each has a template, ``build/field-<kind>.html``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """``hint`` says more of it; ``address`` is set where it is an element that has a form of its own."""

    value: str
    words: str
    hint: str = ""
    address: str = ""


@dataclass(slots=True, eq=False)
class Field:
    """``name`` is the input's, ``at`` the JSON pointer from the element to what it shows, ``old`` what stands there.

    ``value`` is what is shown: a string; true or false of a tick; a list of strings of what is ticked of several.
    ``nothing``: whether an empty list is meant, which says something else than none; None where it does not.
    ``pointer`` is its place in the document. ``rule`` shows a condition as rows. ``more`` tells the rarer ones from
    those that are always in sight. ``id`` is unique in a page.
    """

    name: str
    at: str
    kind: str
    label: str
    own: Mapping[str, Any]
    help: str = ""
    value: Any = ""
    old: Any = MISSING
    id: str = ""
    required: bool = False
    more: bool = False
    tall: int = 1
    unit: str = ""
    address: str = ""
    choices: list[Choice] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    empty: str = ""
    nothing: bool | None = None
    problem: str = ""
    pointer: str = ""
    rule: Rule | None = None
    new: Any = MISSING

    @property
    def changed(self) -> bool:
        return self.new is not self.old and (self.new != self.old or type(self.new) is not type(self.old))

    @property
    def filled(self) -> bool:
        """Whether the document says something there."""
        return self.old is not MISSING

    @property
    def adding(self) -> str:
        """What the button for one more row says after Add."""
        word = ADDING.get(self.at.rpartition("/")[2], "")
        return f"{'another' if self.rows else 'a'} {word.partition(' ')[2]}" if " " in word and self.rows else word

    @property
    def unsaved(self) -> bool:
        """Whether a row stands in this which the document has not yet."""
        return any(row.place is None for one in self.walk() for row in one.rows)

    @property
    def failing(self) -> bool:
        """Whether this or any input within has a problem."""
        return any(one.problem for one in self.walk())

    def walk(self) -> Iterator[Field]:
        """This and every input within."""
        yield self
        for one in self.fields:
            yield from one.walk()
        for row in self.rows:
            yield from row.walk()


@dataclass(slots=True, eq=False)
class Row:
    """An item of a list, or an entry of a map. ``key`` is its own in the form: its place in the document, or that of a
    new one, ``n1``. ``named`` is the name of an entry, which is an input as well. ``address`` is where its other inputs
    are, if they are not here."""

    key: str
    fields: list[Field]
    title: str = ""
    named: Field | None = None
    address: str = ""

    @property
    def place(self) -> int | None:
        """Where it stands in the document; None for a new one."""
        return int(self.key) if self.key.isdecimal() else None

    def walk(self) -> Iterator[Field]:
        for one in (*([self.named] if self.named else ()), *self.fields):
            yield from one.walk()
