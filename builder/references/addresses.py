"""Addresses that stay, ``page:where/questions``: an element and a pointer from there. To places and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.references.elements import Element, element
from builder.references.index import known
from builder.references.shapes import Own, Path, branch, element_of, entered, walked
from definitions.problems import pointer
from definitions.schema import schema

Document = Mapping[str, Any]


def located(document: Document, one: Element) -> Path | None:
    """Where an element stands; None when there is none."""
    if (index := known(document)) is not None:
        use = index.defined.get(one)
        return None if use is None else use.path if use.key else use.path[:-1]
    for site in walked(document, schema(), only=frozenset((one.kind,))):
        if site.sort == "defines" and element_of(site) == one:
            return site.path if site.key else site.path[:-1]
    return None


def resolve(document: Document, address: str) -> Path | None:
    """The place that an address means, whether or not anything stands there; None when its element is not there."""
    name, slash, tail = address.partition("/")
    above: Path | None = ()
    if name:
        above = located(document, element(name))
    return None if above is None else (*above, *steps(slash + tail, value_at(document, above)))


def steps(written: str, part: Any = None) -> Path:
    """The steps of a JSON pointer, numbers where ``part`` and what is in it are lists."""
    found: list[str | int] = []
    for step in written.split("/")[1:]:
        plain = step.replace("~1", "/").replace("~0", "~")
        n: str | int = int(plain) if isinstance(part, list) and plain.isdecimal() else plain
        found.append(n)
        part = value_at(part, (n,))
    return tuple(found)


def address(document: Document, path: Path) -> str:
    """The address of a place: its nearest element's, and the way from there."""
    name, above = "", 0
    for n, one in elements_on(document, path):
        name, above = str(one), n
    return name + pointer(*path[above:])


def owner(document: Document, path: Path) -> Element | None:
    """The nearest element at or above a place."""
    found = [one for _, one in elements_on(document, path)]
    return found[-1] if found else None


def elements_on(document: Document, path: Path) -> list[tuple[int, Element]]:
    """The elements that a path goes through, each with how many of its steps lead there."""
    found, of, task = list[tuple[int, Element]](), "", ""
    part: Any = document
    own: Own = schema()
    for n, step in enumerate((*path, None)):
        shape = branch(part, own)
        if isinstance(part, dict):
            kind, inner, inner_task = entered(part, shape, of, task)
            if kind and n and isinstance(part.get(shape.id), str):
                within = {"question": task, "choice": task, "colleague": str(path[1])}.get(kind, of)
                one = Element(kind, part[shape.id], within if kind in _WITHIN else "")
                found.append((n, one))
            of, task = inner, inner_task
        if step is None or not isinstance(part, dict | list):
            break
        below: Own | None = shape.items if isinstance(part, list) else shape.properties.get(str(step), shape.others)
        sort, what = shape.keys
        if sort == "defines" and isinstance(part, dict):
            found.append((n + 1, Element(what, str(step), of if what in _WITHIN else "")))
        if below is None:
            break
        part, own = value_at(part, (step,)), below
    return found


_WITHIN = frozenset(("option", "part", "input", "choice", "question", "colleague"))


def value_at(part: Any, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    for step in path:
        if isinstance(part, dict):
            part = part.get(step)
        elif isinstance(part, list) and isinstance(step, int) and step < len(part):
            part = part[step]
        else:
            return None
    return part
