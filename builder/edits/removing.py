"""Deleting: what nothing names any more, and the ways out where something does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.conditions import Condition, Group, group, kept, read, write
from builder.edits.edit import Delete
from builder.edits.refusing import GONE, called, in_use
from builder.edits.shifting import Shift, keyed, sound
from builder.references import Element, Index, Refused, Use, indexed
from builder.references.addresses import resolve, value_at
from builder.references.elements import element
from builder.references.fresh import labelled
from builder.references.names import Names
from builder.references.parts import with_value, without
from builder.references.renaming import replaced
from builder.references.shapes import Path, element_of, placed, walked
from builder.references.shapes import branch as branch_of
from builder.references.spoken import in_expression

Document = Mapping[str, Any]
ROUNDS = 20
"""Taking one thing out can take out others, which are named elsewhere."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way out: what it does, in words, and the edit that does it."""

    words: str
    edit: Delete


def ways(document: Document, what: str) -> tuple[list[Use], list[Way]]:
    """What names an element or anything in it, from outside of it; and how it can be deleted all the same."""
    index, one = indexed(document), element(what)
    path = _place(document, what)
    uses = _outside(index, document, path)
    if not uses:
        return [], [Way("Delete it", Delete(what))]
    others = [other for other in index.names.elements if other.kind == one.kind and other.of == one.of and other != one]
    own = all(use.element == one for use in uses)  # what names something in it would still name what is gone
    found = [Way(f"Use {_called(index, other)} instead, wherever it is named", Delete(what, instead=str(other)))
             for other in others if own]  # fmt: skip
    places = "1 place" if len(uses) == 1 else f"{len(uses)} places"
    out = Way(f"Take it out of the {places} that name it", Delete(what, clear=True))
    return uses, [out, *found] if _leads_out(document, out.edit) else found


def _leads_out(document: Document, edit: Delete) -> bool:
    """Whether what is left without all that names it is still a document."""
    try:
        sound(deleted(document, edit))
    except Refused:
        return False
    return True


def _called(index: Index, one: Element) -> str:
    """What an author knows an element by: what it says, and its id."""
    at = index.defined.get(one)
    part = value_at(index.document, at.path[:-1]) if at and not at.key else None
    said = labelled(part).rstrip("?.:") if isinstance(part, dict) else ""
    return f"“{said}” ({one.id})" if said and said != one.id else one.id


def deleted(document: Document, edit: Delete) -> dict[str, Any]:
    """The document without a part.

    Raises:
        Refused: there is no such part, or it is named from outside and the edit says no way out.
    """
    if edit.instead is not None:
        document = _instead(document, element(edit.what), element(edit.instead))
    path = _place(document, edit.what)
    index = indexed(document)
    uses = _outside(index, document, path)
    if uses and not edit.clear:
        raise in_use(document, document, uses)
    names = index.names
    after = _cut(document, _with_its_list(document, path))
    for _ in range(ROUNDS):
        left = Index(after, names)
        gone = [one for one in index.defined if one not in left.defined]
        uses = [use for one in gone for use in left.of(one)]
        if not uses:
            return after
        after, rest = _thinned(after, uses, names)
        after = _without_places(after, rest)
    raise in_use(document, after, uses)


def _without_places(document: dict[str, Any], uses: list[Use]) -> dict[str, Any]:
    """The document without these, one after the other from its end: the last item that a list must have takes the list
    with it."""
    cut: Path = ()
    for use in sorted(uses, key=lambda use: _order(use.path), reverse=True):
        if not cut or use.path[: len(cut)] != cut:
            cut = smallest(document, use.path, use.key)
            document = _emptied(document, cut)
    return document


def _place(document: Document, what: str) -> Path:
    path = resolve(document, what)
    if not path or value_at(document, path) is None:
        raise Refused("unknown", GONE)
    return path


def _with_its_list(document: Document, path: Path) -> Path:
    """Where to cut for a part to be gone: the last of a list that may not be empty goes with it, if that may go."""
    if isinstance(path[-1], int) and not _optional(document, path, False) and _optional(document, path[:-1], False):
        return path[:-1]
    return path


def _outside(index: Index, document: Document, path: Path) -> list[Use]:
    own, of, task = placed(document, path)
    inside = {element_of(one) for one in walked(value_at(document, path), own, path, of, task) if one.sort == "defines"}
    above = placed(document, path[:-1])
    inside |= {element_of(one) for one in walked(value_at(document, path[:-1]), *_args(above, path[:-1]))
               if one.sort == "defines" and one.key and one.path == path}  # fmt: skip
    return [use for one in inside for use in index.of(one) if use.path[: len(path)] != path]


def _args(above: tuple[Any, str, str], path: Path) -> tuple[Any, Path, str, str]:
    return above[0], path, above[1], above[2]


def _instead(document: Document, one: Element, other: Element) -> Document:
    """The document in which all that names ``one`` names ``other``."""
    index = indexed(document)
    if other.kind != one.kind or other.of != one.of or other not in index.names.elements:
        raise Refused("instead", f"{called(document, other)} cannot stand for {called(document, one)}")
    path = _place(document, str(one))
    uses = [use for use in index.of(one) if use.path[: len(path)] != path]
    after: Document = replaced(document, uses, other.id)
    for above in {use.path[:-1] for use in uses}:
        listed = value_at(after, above)
        if isinstance(listed, list) and len(listed) != len(set(map(str, listed))):
            after = with_value(after, above, list(dict.fromkeys(listed)))
    return after


def _cut(document: Document, path: Path) -> dict[str, Any]:
    after = dict(without(document, path))
    if isinstance(path[-1], int):
        return keyed(document, after, Shift(cut=path))
    sound(after)
    return after


def _thinned(document: dict[str, Any], uses: list[Use], names: Names) -> tuple[dict[str, Any], list[Use]]:
    """The document whose conditions have lost the rows that name what is gone, and the uses that are no such rows."""
    rest, gone = [], {use.element for use in uses}
    for use in uses:
        source = value_at(document, use.path)
        if (
            use.path[-1] != "when"
            or not isinstance(source, str)
            or (left := _without(read(source), gone, names)) is None
        ):
            rest.append(use)
        else:
            document = dict(with_value(document, use.path, kept(source, left)))
    return document, rest


def _without(condition: Condition, gone: set[Element], names: Names) -> Condition | None:
    """A condition without its rows that name what is gone; None when none is left."""
    if isinstance(condition, Group):
        left = [part for one in condition.parts if (part := _without(one, gone, names)) is not None]
        return group(condition.join, left) if left else None
    named = {span.element for span in in_expression(write(condition), names)}
    return condition if named.isdisjoint(gone) else None


def smallest(document: Document, path: Path, key: bool = False) -> Path:
    """The least that can be taken out around a place, so that the schema still accepts the rest. ``key``: it is the
    last step itself that says something."""
    if path and path[0] == "translations" and len(path) > 3:
        return path[:3]
    for n in range(len(path), 0, -1):
        if _optional(document, path[:n], key and n == len(path)):
            return path[:n]
    return path


def _optional(document: Document, path: Path, key: bool) -> bool:
    above, step = path[:-1], path[-1]
    part = value_at(document, above)
    shape = branch_of(part, placed(document, above)[0])
    if isinstance(part, list):
        return len(part) > int(shape.own.get("minItems", 0))
    required = shape.own.get("required", ())
    if isinstance(part, dict) and len(part) <= int(shape.own.get("minProperties", 0)):
        return False
    return step not in required or (key and step not in shape.properties)


def _order(path: Path) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, step, "") if isinstance(step, int) else (1, 0, str(step)) for step in path)


def _emptied(document: Document, path: Path) -> dict[str, Any]:
    above, step = value_at(document, path[:-1]), path[-1]
    # An example may expect nothing, which is written as null and is there all the same.
    there = step < len(above) if isinstance(above, list) and isinstance(step, int) else step in (above or ())
    return _cut(document, path) if there else dict(document)
