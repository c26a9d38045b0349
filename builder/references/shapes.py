"""A document walked together with its schema: every place that defines a name, uses one, or holds words that may."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from builder.references.elements import Element
from definitions.reading.rename import LONGEST_TEXT
from definitions.reading.shape import resolved
from definitions.schema import schema

Own = Mapping[str, Any]
Path = tuple[str | int, ...]
HOLDERS = frozenset(("question", "part", "decision", "lookup", "task"))
"""Elements that have others which are named only within them."""
WITHIN = frozenset(("option", "part", "input", "choice", "question"))
"""Those others. A colleague is named only within an example, which has no id but its place."""


class Site(NamedTuple):
    """A place of a document. ``sort`` is defines, names, expression or text; ``what`` the kind of name. ``key``: it is
    the last part of ``path``, not what stands there. ``value`` is what stands there; ``of`` the element around it, and
    ``task`` the task in which it stands, whose questions have names of their own."""

    path: Path
    sort: str
    what: str
    value: Any
    of: str = ""
    key: bool = False
    task: str = ""

    @property
    def name(self) -> Any:
        return self.path[-1] if self.key else self.value


@dataclass(frozen=True, slots=True)
class Shape:
    """What the schema says of one place, ready for walking. ``deep``: something below it is worth looking at."""

    own: Own
    sort: str
    what: str
    keys: tuple[str, str]
    properties: Mapping[str, Own]
    others: Own | None
    items: Own | None
    branches: tuple[Own, ...]
    id: str


_shapes: dict[int, Shape] = {}


def shape(own: Own) -> Shape:
    """The shape of a part of the schema: made once for each, as they are all parts of one object."""
    found = _shapes.get(id(own))
    if found is None:
        found = _shapes[id(own)] = _made(own)
    return found


def _made(own: Own) -> Shape:
    solid = resolved(own)
    name = str(own.get("$ref", "")).rpartition("/")[2]
    sort, what = _marked(solid)
    if name == "expression":
        sort = "expression"
    elif name in ("text", "line") or solid.get("maxLength") == LONGEST_TEXT:
        sort = "text"
    others = solid.get("additionalProperties")
    properties = solid.get("properties", {})
    branches = tuple(solid.get("oneOf", ())) or ((solid["then"], solid["else"]) if "if" in solid else ())
    defined = next((n for n, one in properties.items() if "defines" in one), "")
    return Shape(
        own=solid,
        sort=sort,
        what=what,
        keys=_marked(solid.get("propertyNames", {})),
        properties=properties,
        others=others if isinstance(others, dict) else None,
        items=solid.get("items"),
        branches=branches,
        id=defined,
    )


def _marked(own: Own) -> tuple[str, str]:
    return next(((sort, own[sort]) for sort in ("defines", "names") if sort in own), ("", ""))


_NOTHING: Own = {}
_KINDS = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", type(None): "null"}


def branch(part: Any, own: Own) -> Shape:
    """The shape that ``part`` has: of alternatives the one that its type, a constant or its properties tell."""
    found = shape(own)
    while found.branches:
        found = shape(_fitting(part, found))
    return found


def _fitting(part: Any, choice: Shape) -> Own:
    if "if" in choice.own:
        return choice.branches[0 if isinstance(part, dict) and "use" in part else 1]
    if isinstance(part, dict) and (told := _told(choice)) and (found := told.get(str(part.get("type")))) is not None:
        return found
    kind = _KINDS.get(type(part), "number")
    fitting = [one for one in choice.branches if shape(one).branches or _of_kind(shape(one).own, kind)]
    if isinstance(part, dict):
        told_so = [one for one in fitting if _constant(shape(one).own, part)]
        named = [one for one in fitting if set(shape(one).own.get("required", ())) <= part.keys()]
        fitting = told_so or named or fitting
    return fitting[0] if fitting else _NOTHING


_tables: dict[int, Mapping[Any, Own]] = {}


def _told(choice: Shape) -> Mapping[Any, Own]:
    """The alternatives by their constant type, where they have one: there are many kinds of question."""
    found = _tables.get(id(choice))
    if found is None:
        types = ((shape(one).properties.get("type", {}).get("const"), one) for one in choice.branches)
        found = _tables[id(choice)] = {constant: one for constant, one in types if constant is not None}
    return found


def _of_kind(own: Own, kind: str) -> bool:
    types = own.get("type", "object")
    return kind in types if isinstance(types, list) else kind == types or (kind, types) == ("integer", "number")


def _constant(own: Own, part: Own) -> bool:
    constants = [(name, one["const"]) for name, one in own.get("properties", {}).items() if "const" in one]
    return any(part.get(name) == constant for name, constant in constants)


def sites(document: Own) -> Iterator[Site]:
    """Every place of a whole document that defines or names something. Blocks are worlds of their own."""
    return walked(document, schema(), (), "")


Walk = Callable[..., Iterator[Site]]


def walked(
    part: Any,
    own: Own,
    path: Path = (),
    of: str = "",
    task: str = "",
    only: frozenset[str] | None = None,
    items: Walk | None = None,
) -> Iterator[Site]:
    """The places of a part, which has the shape ``own`` and stands at ``path`` in what is called ``of``. ``only`` looks
    no further than where elements of these kinds can get their ids. ``items`` walks those of lists instead of this."""
    if only is not None and only.isdisjoint(defining(own)):
        return
    found = branch(part, own)
    if found.sort and (isinstance(part, str) or found.what == "cell"):
        yield Site(path, found.sort, found.what, part, of, False, task)
    if isinstance(part, list) and found.items is not None:
        for n, item in enumerate(part):
            yield from (items or walked)(item, found.items, (*path, n), of, task, only, items)
    elif isinstance(part, dict):
        yield from _object(part, found, path, of, task, only, items)


def entered(part: Mapping[str, Any], found: Shape, of: str, task: str) -> tuple[str, str, str]:
    """The kind of element that an object is, what it is called to those within, and the task they stand in."""
    kind = found.properties[found.id]["defines"] if found.id else ""
    if kind not in HOLDERS:
        return kind, of, task
    task = str(part.get(found.id)) if kind == "task" else task
    above = {"part": of, "question": task}.get(kind)
    return kind, f"{above}.{part.get(found.id)}" if above else str(part.get(found.id)), task


def _object(
    part: Mapping[str, Any],
    found: Shape,
    path: Path,
    of: str,
    task: str,
    only: frozenset[str] | None,
    items: Walk | None,
) -> Iterator[Site]:
    kind, inner, task = entered(part, found, of, task)
    sort, what = found.keys
    for key, value in part.items():
        below = (*path, key)
        if sort:
            yield Site(below, sort, what, value, inner, True, task)
        if what in ("block", "answer"):
            continue
        own = found.properties.get(key, found.others)
        if own is not None:
            outer = task if kind == "question" else of
            around = key if what == "lookup" else outer if key == found.id else inner
            yield from walked(value, own, below, around, task, only, items)


def placed(document: Own, path: Path) -> tuple[Own, str, str]:
    """The part of the schema that holds for a place, and what it stands in: as ``walked`` wants them."""
    part: Any = document
    own: Own = schema()
    of = task = ""
    for step in path:
        found = branch(part, own)
        if isinstance(part, dict):
            kind, inner, inner_task = entered(part, found, of, task)
            of = str(step) if found.keys[1] == "lookup" else task if (kind, step) == ("question", found.id) else inner
            task = inner_task
            below: Own | None = found.properties.get(str(step), found.others)
            part = part.get(step)
        elif isinstance(step, str):
            # What stands here is yet to be made, with what stands around it.
            below, part = found.properties.get(step, found.others), None
        else:
            inner_list = part if isinstance(part, list) else []
            below, part = found.items, inner_list[step] if step < len(inner_list) else None
        own = _NOTHING if below is None else below
    return own, of, task


_defining: dict[int, frozenset[str]] = {}


def defining(own: Own) -> frozenset[str]:
    """The kinds of element that can get their ids at or below a part of the schema."""
    if id(own) not in _defining:
        _defining[id(own)] = _defined(own)
    return _defining[id(own)]


def _defined(own: Own) -> frozenset[str]:
    found, seen, waiting = set[str](), set[str](), list[Any]([own])
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            name = here.get("$ref", "").rpartition("/")[2] if isinstance(here.get("$ref"), str) else ""
            if name and name not in seen:
                seen.add(name)
                waiting.append(schema()["$defs"][name])
            if isinstance(here.get("defines"), str):
                found.add(here["defines"])
            waiting += (value for key, value in here.items() if key != "$defs")
        elif isinstance(here, list):
            waiting += here
    return frozenset(found)


def defined_kinds() -> frozenset[str]:
    """Every kind of element that the language has."""
    return defining(schema())


def element_of(site: Site) -> Element:
    """The element that a defining place defines."""
    of = str(site.path[1]) if site.what == "colleague" else site.of if site.what in WITHIN else ""
    return Element(site.what, str(site.name), of)
