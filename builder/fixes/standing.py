"""Where a problem stands: the element whose problem it is, and the property of it, for pages to show it beside that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.references.addresses import address, owner, steps
from builder.references.elements import Element
from builder.references.shapes import Path
from definitions.problems import Problem

Document = Mapping[str, Any]
SHOWN = ("page", "section", "state", "transition", "clock", "task", "queue", "message", "role", "decision", "value",
         "lookup", "term", "reply", "block", "table")  # fmt: skip
"""What a problem is grouped under: things that have a page or a row of their own in the editor."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``address`` is exact: an element and the way from there. ``element`` is the nearest, None for the service's own;
    ``group`` is what that stands in on a page of the editor."""

    address: str
    element: Element | None
    group: Element | None


def standing(document: Document, problem: Problem) -> Standing:
    """Where a problem of a document of the right shape stands."""
    path = steps(problem.pointer, document)
    return Standing(address(document, path), owner(document, path), _group(document, path))


def _group(document: Document, path: Path) -> Element | None:
    """The nearest element around it that is shown by itself."""
    if path and path[0] == "examples":
        return None
    for n in range(len(path), 0, -1):
        one = owner(document, path[:n])
        if one is not None and one.kind in SHOWN:
            return one
    return None
