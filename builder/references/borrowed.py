"""Ids of what a block holds: given where the block is used, since the block itself belongs to other services too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.references.addresses import steps, value_at
from builder.references.elements import Element
from builder.references.shapes import Path, element_of, sites
from definitions.problems import InvalidDefinition, pointer
from definitions.reading.beside import taken_in
from definitions.reading.expand import expanded

Document = Mapping[str, Any]


def renamed_use(document: Document, element: Element, new_id: str) -> tuple[Path, dict[str, Any]] | None:
    """The use of a block that gives an element its id, and what it says when that is ``new_id``; None where it comes
    from none, or shares its id in the block with another element, which would be renamed with it."""
    try:
        held = taken_in(dict(document))
    except InvalidDefinition:
        return None
    made = expanded(held)
    found = [site for site in sites(made.document) if site.sort == "defines" and element_of(site) == element]
    written, block, inside = made.origins.place(pointer(*found[0].path)) if found else ("", "", "")
    blocks = held.get("blocks", {})
    if block not in blocks:
        return None
    own = value_at(blocks[block], steps(inside, blocks[block]))
    path = steps(written, document)
    use: dict[str, Any] = value_at(document, path)
    if not isinstance(own, str) or _named(blocks[block]).count(own) != 1:
        return None
    ids = {**use.get("ids", {}), own: new_id}
    if new_id == _natural(use, element, own):
        del ids[own]
    changed = {name: ids if name == "ids" else value for name, value in use.items() if name != "ids" or ids}
    return path, changed if not ids or "ids" in use else {**changed, "ids": ids}


def _natural(use: Document, element: Element, own: str) -> str:
    """The id that an element of a block gets where the use says no other."""
    prefix = use.get("prefix")
    whole = f"{prefix}_{own}" if prefix else own
    return whole.replace("_", "-") if element.kind == "page" and prefix else whole


def _named(part: Any) -> list[str]:
    """The ids of a block's pages and questions."""
    if isinstance(part, dict):
        own = [part["id"]] if isinstance(part.get("id"), str) and ("label" in part or "questions" in part) else []
        return own + [id for one in part.values() for id in _named(one)]
    return [id for one in part for id in _named(one)] if isinstance(part, list) else []
