"""An element of a document by what it is called: the address that stays while it moves."""

from __future__ import annotations

from typing import NamedTuple

SPECIAL = frozenset(("actor", "answer", "assignee", "cell", "fact", "problem", "subject"))
"""What ``names`` of the schema may say besides a kind of element: names that are put together, or of several kinds."""

OUTSIDE = {
    "former": "ids of older versions",
    "inside": "ids in a block's own definition",
    "outcome": "a word for reports, defined by being used",
    "prefix": "new ids for what a block holds",
    "skill": "what the installation's people can do",
    "source": "what the installation knows",
}
"""What ``names`` may say of names that no document defines, and whose names they are."""


class Element(NamedTuple):
    """``of`` is the element it is a part of, for what is named only within that: an option, a part of a decision."""

    kind: str
    id: str
    of: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.of}.{self.id}" if self.of else f"{self.kind}:{self.id}"


def element(address: str) -> Element:
    """The element of an address as ``str`` writes it."""
    kind, _, name = address.partition(":")
    of, _, id = name.rpartition(".") if kind != "table" else ("", "", name)
    return Element(kind, id, of)
