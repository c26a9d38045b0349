"""The types an expression can have, and the value that is not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final


class Absent(Enum):
    """An unanswered question is absent, not null."""

    ABSENT = "absent"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Type:
    """A type of the expression language.

    ``name`` is one of text, integer, decimal, boolean, timestamp, list, object, any. ``of`` is a list's item.
    ``fields`` are an object's, by name. ``most`` is the declared maximum of a list, which bounds the cost of walking
    it.
    ``options`` are the only values a text can have, when the question declares them.
    """

    name: str
    of: Type | None = None
    fields: tuple[tuple[str, Type], ...] = ()
    most: int | None = field(default=None, compare=False)
    options: frozenset[str] | None = field(default=None, compare=False)

    def member(self, name: str) -> Type | None:
        return dict(self.fields).get(name)


TEXT = Type("text")
INTEGER = Type("integer")
DECIMAL = Type("decimal")
BOOLEAN = Type("boolean")
TIMESTAMP = Type("timestamp")
ANY = Type("any")


def list_of(item: Type, most: int = 100) -> Type:
    return Type("list", of=item, most=most)


def object_of(**fields: Type) -> Type:
    return Type("object", fields=tuple(fields.items()))
