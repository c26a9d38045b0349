"""Ids for what a form adds without one: made of what it says of itself, as every new part's is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.references import Element, Index, indexed
from builder.references.addresses import resolve
from builder.references.fresh import fresh, labelled
from builder.references.shapes import WITHIN, Own, branch, placed, shape


def identified(document: Mapping[str, Any], own: Own, value: Any, of: str) -> Any:
    """A value with an id wherever one is missing in it; ``of`` is the element in which it stands."""
    return _named(indexed(document), own, value, of, set())


def fitting(document: Mapping[str, Any], into: str, part: Any) -> Any:
    """A new part for the list at an address, with an id wherever one is missing in it."""
    path = resolve(document, into) or ()
    own, of, _ = placed(document, path)
    items = shape(own).items
    return part if items is None else identified(document, items, part, of)


def _named(index: Index, own: Own, value: Any, of: str, taken: set[Element]) -> Any:
    found = branch(value, own)
    if isinstance(value, list) and found.items is not None:
        return [_named(index, found.items, one, of, taken) for one in value]
    if not isinstance(value, dict):
        return value
    made = {name: _named(index, below, value[name], of, taken) if (below := found.properties.get(name)) else value[name]
            for name in value}  # fmt: skip
    if not found.id or made.get(found.id):
        return made
    kind = str(found.properties[found.id]["defines"])
    within = of if kind in WITHIN - {"question"} else ""
    id = fresh(index, Element(kind, "", within), labelled(made), taken)
    taken.add(Element(kind, id, within))
    return {found.id: id, **made}
