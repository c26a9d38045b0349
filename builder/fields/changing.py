"""The edits that make a document say what a form says: the smallest that do, in an order in which each may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from builder.edits import Add, Delete, Edit, Move, Rename, Set, Unset
from builder.fields.inputs import MISSING, Field, Row
from builder.fields.sorts import sort
from builder.references.shapes import shape
from definitions.problems import pointer
from definitions.reading.shape import resolved


def changes(fields: Sequence[Field], root: str) -> list[Edit]:
    """Edits for all inputs that say something new of the element at ``root``: renames last, the innermost first."""
    found = [edit for one in fields for edit in _of(one, root)]
    renames = [edit for edit in found if isinstance(edit, Rename)]
    deep = sorted(renames, key=lambda edit: -edit.what.count("/"))
    return [edit for edit in found if not isinstance(edit, Rename)] + list(deep)


def _of(field: Field, root: str) -> Iterator[Edit]:
    if not field.changed:
        return
    at = root + field.at
    if field.kind == "id" and field.old is not MISSING:
        yield Rename(at, str(field.new))
    elif field.new is MISSING:
        yield Unset(at)
    elif field.old is MISSING:
        yield Set(at, field.new)
    elif field.kind == "group":
        for one in field.fields:
            yield from _of(one, root)
    elif field.kind == "map":
        yield from _mapped(field, root)
    elif field.kind in ("rows", "effects", "table") and isinstance(field.old, list):
        yield from _listed(field, root)
    elif field.kind == "alternatives":
        yield from _alternative(field, root)
    else:
        yield Set(at, field.new)


def _alternative(field: Field, root: str) -> Iterator[Edit]:
    same = next((one for one in field.fields if one.old is not MISSING and one.new == field.new), None)
    if same is None:
        yield Set(root + field.at, field.new)
    else:
        yield from _of(same, root)


def _mapped(field: Field, root: str) -> Iterator[Edit]:
    """Entries that stay are changed one by one; a name that others use is renamed."""
    stays = [row for row in field.rows if row.place is not None]
    if [row.place for row in field.rows] != list(range(len(field.old))) or len(stays) != len(field.rows):
        yield Set(root + field.at, field.new)
        return
    for row in stays:
        yield from _of(row.fields[0], root)
    renamed = [row for row in stays if row.named and row.named.changed]
    if renamed and "defines" not in resolved(field.own).get("propertyNames", {}):
        yield Set(root + field.at, field.new)
        return
    for row in renamed:
        if row.named:
            yield Rename(root + field.at + pointer(str(row.named.old)), str(row.named.new))


def _listed(field: Field, root: str) -> Iterator[Edit]:
    """Rows that stay are changed where they stand; then others go, then they are put in order, then new ones come."""
    at = root + field.at
    own = resolved(field.own)["items"]
    places = [row.place for row in field.rows if row.place is not None]
    for row in field.rows:
        if row.place is not None:
            yield from _row(field, row, root)
    here = list(range(len(field.old)))
    if field.new and not places:
        yield Set(at, field.new)
        return
    for place in sorted(set(here) - set(places), reverse=True):
        yield Delete(f"{at}/{place}")
        here.remove(place)
    for n, place in enumerate(places):
        if here[n] != place:
            yield Move(f"{at}/{here.index(place)}", at, f"{at}/{n}")
            here.remove(place)
            here.insert(n, place)
    for n, row in enumerate(field.rows):
        if row.place is None:
            last = n >= len(here)
            yield Add(at, _with_id(own, field.new[n]), None if last else f"{at}/{n}")
            here.insert(n, -1)


def _with_id(own: Any, part: Any) -> Any:
    return part if sort(own) != "group" or not shape(own).id else dict(part)


def _row(field: Field, row: Row, root: str) -> Iterator[Edit]:
    for one in row.fields:
        yield from _of(one, root)
