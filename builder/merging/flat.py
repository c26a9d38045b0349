"""A document as its elements side by side, each by its address, and the tree made of them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.references.shapes import WITHIN, Own, branch, entered
from definitions.schema import schema

Document = Mapping[str, Any]
Flat = dict[str, Any]
"""By address; "" is the document itself. Where an element stood in a list there is a ``Mark``."""

STORIES = "story:"
"""Examples have no ids: they are told apart by their names."""


class Mark(str):
    """The address of an element, in the list that it stands in."""

    __slots__ = ()


def flat(document: Document) -> Flat:
    found: Flat = {}
    found[""] = _taken(document, schema(), "", "", found)
    return found


def _taken(part: Any, own: Own, of: str, task: str, found: Flat) -> Any:
    shape = branch(part, own)
    if isinstance(part, list) and shape.items is not None:
        return [_item(one, shape.items, of, task, found) for one in part]
    if not isinstance(part, dict):
        return part
    _, inner, task = entered(part, shape, of, task)
    taken = {}
    for key, value in part.items():
        below = shape.properties.get(key, shape.others)
        taken[key] = value if below is None else _taken(value, below, inner, task, found)
    return taken


def _item(part: Any, own: Own, of: str, task: str, found: Flat) -> Any:
    """An item of a list: a mark where it is an element that none before it is."""
    shape = branch(part, own)
    address = ""
    if isinstance(part, dict) and isinstance(part.get(shape.id), str):
        kind = shape.properties[shape.id]["defines"]
        within = task if kind in ("question", "choice") else of if kind in WITHIN else ""
        address = f"{kind}:{within}.{part[shape.id]}" if within else f"{kind}:{part[shape.id]}"
    elif isinstance(part, dict) and {"name", "at"} <= set(shape.own.get("required", ())):
        address = f"{STORIES}{part.get('name')}"
    taken = _taken(part, own, of, task, found)
    if not address or address in found or address.startswith("colleague:"):
        return taken
    found[address] = taken
    return Mark(address)


def tree(flat: Flat, part: Any = None) -> Any:
    """The document again."""
    if part is None:
        part = flat[""]
    if isinstance(part, Mark):
        return tree(flat, flat[part])
    if isinstance(part, list):
        return [tree(flat, one) if one is not None else None for one in part]
    if isinstance(part, dict):
        return {key: tree(flat, one) if one is not None else None for key, one in part.items()}
    return part


def marks(part: Any) -> list[Mark]:
    """The elements that stand in a part, those inside of them left out."""
    if isinstance(part, Mark):
        return [part]
    below = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [mark for one in below for mark in marks(one)]
