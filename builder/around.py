"""What stands around an element: what it names, and what names it, for an author to go on to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.references import Element, indexed
from builder.references.addresses import owner, resolve, value_at
from builder.references.elements import element
from builder.references.fresh import labelled
from builder.references.kinds import kind_in_words

Document = Mapping[str, Any]
EDITED = ("state", "transition", "clock", "queue", "message", "role", "task", "reply", "page", "section", "question",
          "value", "decision", "lookup")  # fmt: skip
"""The kinds of element that are gone to; others are part of one of these."""


@dataclass(frozen=True, slots=True)
class Near:
    """An element beside another. ``kind`` is what authors call it."""

    address: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Around:
    """``examples`` is how many examples name it."""

    names: tuple[Near, ...]
    named_by: tuple[Near, ...]
    examples: int


def around(document: Document, address: str) -> Around:
    """What an element names and what names it, each once, in the order of the document."""
    one, path, index = element(address), resolve(document, address) or (), indexed(document)
    names, named_by, examples = dict[Element, None](), dict[Element, None](), set[Any]()
    for other, uses in index.uses.items():
        if other.kind in EDITED and any(use.path[: len(path)] == path for use in uses):
            names[other] = None
    for use in index.of(one):
        if use.path[0] == "examples":
            examples.add(use.path[1])
        elif use.path[0] != "translations" and (by := _edited(document, use.path)):
            named_by[by] = None
    return Around(_nearby(document, names, one), _nearby(document, named_by, one), len(examples))


def near(document: Document, address: str) -> Near:
    """An element as it is spoken of."""
    one, path = element(address), resolve(document, address)
    part = value_at(document, path) if path is not None else None
    label = labelled(part) if isinstance(part, dict) else ""
    return Near(address, label or one.id.replace("_", " ").capitalize(), kind_in_words(one.kind))


def _edited(document: Document, path: tuple[Any, ...]) -> Element | None:
    """The element at or above a place that is gone to."""
    for n in range(len(path), 0, -1):
        one = owner(document, path[:n])
        if one is None or one.kind in EDITED:
            return one
    return None


def _nearby(document: Document, found: Mapping[Element, None], but: Element) -> tuple[Near, ...]:
    there = ((one, resolve(document, str(one))) for one in found if one != but)
    known = [(path, one) for one, path in there if path is not None]
    known.sort(key=lambda pair: (EDITED.index(pair[1].kind), [str(step).rjust(6) for step in pair[0]]))
    return tuple(near(document, str(one)) for _, one in known)
