"""Another id for an element, with everything that names it: nothing else changes, not a byte."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from builder.references.borrowed import renamed_use
from builder.references.elements import Element
from builder.references.ids import kebab, snake
from builder.references.index import Index, Use, indexed, named_after
from builder.references.keys import moved_keys
from builder.references.parts import with_value
from definitions.checks.facts import ACTORS
from definitions.checks.ids import OF_TASKS, PAGES, RESERVED

Document = Mapping[str, Any]

SNAKE = frozenset(
    ("question", "list", "value", "decision", "lookup", "term", "clock", "task", "part", "input", "choice")
)
"""What expressions can name, written with _; all else with -. An option's value may be either."""


class Refused(Exception):
    """An edit that is not made: ``code`` is stable, ``message`` for the author. ``uses`` are what stands in the way,
    ``places`` the same in words."""

    def __init__(self, code: str, message: str, uses: Iterable[Use] = (), places: Iterable[str] = ()) -> None:
        self.code, self.message, self.uses, self.places = code, message, tuple(uses), tuple(places)
        super().__init__(message)


def where_used(document: Document, element: Element) -> list[Use]:
    """Every place that names an element, in the order of the document. Places within the element itself too."""
    return indexed(document).of(element)


def rename(document: Document, element: Element, new_id: str, index: Index | None = None) -> dict[str, Any]:
    """The document in which an element has another id.

    Raises:
        Refused: there is no such element, or no such id can be given to it.
    """
    index = index or indexed(document)
    if new_id == element.id:
        return dict(document)
    _check(index, element, new_id)
    at = index.defined.get(element)
    if at is not None:
        return moved_keys(document, replaced(document, [at, *index.of(element)], new_id))
    place = renamed_use(document, element, new_id)
    if place is None:
        raise Refused("elsewhere", f"{element.id} comes from a block, where something else is called the same")
    changed = with_value(replaced(document, index.of(element), new_id), *place)
    return moved_keys(document, changed)


def _check(index: Index, element: Element, new_id: str) -> None:
    if element not in index.names.elements:
        raise Refused("unknown", f"there is no {element.kind} called {element.id}")
    if named_after(element) in index.names.elements:
        raise Refused("named", f"{element.id} is called so after the role: it is the role that can be renamed")
    form = _file if element.kind == "table" else snake if element.kind in SNAKE else kebab
    if element.kind != "option" and form(new_id) != new_id:
        raise Refused("form", f'"{new_id}" cannot be a name here: write it as "{form(new_id) or "another"}"')
    if taken(index, element, new_id):
        raise Refused("taken", f'"{new_id}" is taken: choose another name')
    if new_id in reserved(element):
        raise Refused("reserved", f'"{new_id}" has a meaning of its own: choose another name')


def _file(words: str) -> str:
    return f"{kebab(words.removesuffix('.csv'))}.csv"


def reserved(element: Element) -> frozenset[str]:
    """The ids that have a meaning already for elements of that kind."""
    if element.kind in ("page", "section"):
        return PAGES
    if element.kind == "role":
        return frozenset(ACTORS)
    if element.of and element.kind in ("question", "choice"):
        return RESERVED | OF_TASKS
    outer = element.kind in SNAKE and element.kind not in ("part", "input")
    return RESERVED | {"item"} if outer else frozenset()


def taken(index: Index, element: Element, new_id: str) -> bool:
    """Whether another element, or something that expressions call so, has that id already."""
    kinds = next((group for group in TOGETHER if element.kind in group), (element.kind,))
    others = [Element(kind, new_id, element.of) for kind in kinds]
    if element.kind in (*TOGETHER[0], "choice"):
        within = [element.of] if element.of else [one.id for one in index.names.elements if one.kind == "task"]
        others += [Element(kind, new_id, task) for kind in ("question", "choice") for task in within]
        others += [Element(kind, new_id) for kind in TOGETHER[0]]
    looped = element.kind in TOGETHER[0] and new_id in index.loops
    return looped or any(other in index.names.elements for other in others)


TOGETHER: tuple[tuple[str, ...], ...] = (
    ("question", "list", "value", "decision", "lookup", "term", "clock", "task"),
    ("page", "section"),
)
"""Kinds of element that may not share an id."""


def replaced(document: Document, places: Iterable[Use], new: str) -> dict[str, Any]:
    """The document with ``new`` in these places of its strings and keys; what is not touched is shared with it."""
    tree: dict[Any, Any] = {}
    for use in places:
        here = tree
        for step in use.path:
            here = here.setdefault(step, {})
        here.setdefault(_KEY if use.key else _VALUE, []).append((use.start, use.end))
    changed: dict[str, Any] = _replaced(document, tree, new)
    return changed


_KEY, _VALUE = object(), object()


def _replaced(part: Any, tree: Mapping[Any, Any], new: str) -> Any:
    if _VALUE in tree and isinstance(part, str):
        return _spliced(part, tree[_VALUE], new)
    if isinstance(part, dict):
        return {
            _spliced(key, below[_KEY], new) if _KEY in (below := tree.get(key, {})) else key:
            _replaced(value, below, new) if below else value
            for key, value in part.items()
        }  # fmt: skip
    if isinstance(part, list):
        return [_replaced(value, tree[n], new) if n in tree else value for n, value in enumerate(part)]
    return part


def _spliced(text: str, spans: Iterable[tuple[int, int]], new: str) -> str:
    for start, end in sorted(set(spans), reverse=True):
        text = text[:start] + new + text[end:]
    return text
