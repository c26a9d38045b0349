"""The exact difference between two documents, to the order of their keys: what undoes an edit and does it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Patch = list[dict[str, Any]]
"""Changes in order: ``{"at": path, "put": value, "place": n}`` a property, which is new where it has a ``place`` among
the others; ``{"at": path, "drop": true}`` takes one out; ``{"at": path, "from": n, "out": k, "in": [...]}`` some items
of a list, ``{"at": path, "move": [m, n]}`` one of them to another
place. JSON, and so small enough to keep one for each edit."""


def difference(before: Any, after: Any) -> Patch:
    """What makes ``after`` of ``before``."""
    found: Patch = []
    _compare(before, after, [], found)
    return found


def _compare(before: Any, after: Any, at: list[Any], found: Patch) -> None:
    if before is after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        _objects(before, after, at, found)
    elif isinstance(before, list) and isinstance(after, list):
        _lists(before, after, at, found)
    elif type(before) is not type(after) or before != after:
        found.append({"at": list(at), "put": after})


def _objects(before: dict[str, Any], after: dict[str, Any], at: list[Any], found: Patch) -> None:
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        found.append({"at": list(at), "put": after})
        return
    found += ({"at": [*at, key], "drop": True} for key in before if key not in after)
    for place, (key, value) in enumerate(after.items()):
        if key in before:
            _compare(before[key], value, [*at, key], found)
        else:
            found.append({"at": [*at, key], "put": value, "place": place})


def _lists(before: list[Any], after: list[Any], at: list[Any], found: Patch) -> None:
    if move := _move(before, after):
        found.append({"at": list(at), "move": list(move)})
        return
    if len(before) == len(after):
        for n, (one, two) in enumerate(zip(before, after, strict=True)):
            _compare(one, two, [*at, n], found)
        return
    first = 0
    while first < min(len(before), len(after)) and same(before[first], after[first]):
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and same(before[-1 - last], after[-1 - last]):
        last += 1
    found.append({"at": list(at), "from": first, "out": len(before) - first - last,
                  "in": after[first : len(after) - last]})  # fmt: skip


def _move(before: list[Any], after: list[Any]) -> tuple[int, int] | None:
    """From where to where one item went, if that is all."""
    apart = [n for n, (one, two) in enumerate(zip(before, after, strict=False)) if one is not two]
    if len(before) != len(after) or len(apart) < 2:
        return None
    first, last = apart[0], apart[-1]
    if before[first] is after[last] and all(map(_is, before[first + 1 : last + 1], after[first:last])):
        return first, last
    if before[last] is after[first] and all(map(_is, before[first:last], after[first + 1 : last + 1])):
        return last, first
    return None


def _is(one: Any, two: Any) -> bool:
    return one is two


def same(one: Any, two: Any) -> bool:
    """Whether two parts are the same to the byte: true is not 1, and keys have an order."""
    if one is two:
        return True
    if type(one) is not type(two):
        return False
    if isinstance(one, dict):
        return list(one) == list(two) and all(same(value, two[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(two) and all(map(same, one, two))
    return bool(one == two)


def patched(document: Mapping[str, Any], patch: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The document after the changes; what they do not touch is shared with it.

    Raises:
        LookupError: it is not the document they were made for.
    """
    changed: Any = document
    for change in patch:
        changed = _changed(changed, list(change["at"]), change)
    return dict(changed)


def _changed(part: Any, at: list[Any], change: Mapping[str, Any]) -> Any:
    if not at:
        if "move" in change:
            out, into = change["move"]
            left = [*part[:out], *part[out + 1 :]]
            return [*left[:into], part[out], *left[into:]]
        if "from" not in change:
            return change["put"]
        first, out = change["from"], change["out"]
        if first + out > len(part):
            raise IndexError(first + out)
        return [*part[:first], *change["in"], *part[first + out :]]
    step, *rest = at
    if isinstance(part, list):
        return [_changed(value, rest, change) if n == step else value for n, value in enumerate(part)]
    if rest or step in part:
        if not rest and change.get("drop"):
            return {key: value for key, value in part.items() if key != step}
        below = _changed(part[step], rest, change)
        return {key: below if key == step else value for key, value in part.items()}
    keys = list(part)
    keys.insert(change.get("place", len(keys)), step)
    return {key: change["put"] if key == step else part[key] for key in keys}
