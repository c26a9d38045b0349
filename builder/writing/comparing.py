"""What of a document is another after an edit, part by part: in place, in another order, or new."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from builder.edits.patch import same
from builder.writing.positions import Step

Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """Another value stands here now."""

    value: Any


@dataclass(frozen=True, slots=True)
class Inside:
    """The members are the same; some hold something else."""

    parts: Mapping[Step, Change]


@dataclass(frozen=True, slots=True)
class Item:
    """A member as it is now. ``old``: which of the members before it was; None when it is new."""

    old: Step | None
    key: Step
    value: Any
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Ordered:
    """Members went, came or changed places."""

    items: Sequence[Item]


Change = Replaced | Inside | Ordered


@dataclass(slots=True)
class Gone:
    """What no longer stands where it stood, by how it is spelt: it may stand elsewhere now."""

    places: dict[str, Path] = field(default_factory=dict)

    def add(self, value: Any, at: Path) -> None:
        if not isinstance(value, dict | list) or not value:
            return
        self.places.setdefault(json.dumps(value), at)
        for step, below in value.items() if isinstance(value, dict) else enumerate(value):
            self.add(below, (*at, step))

    def place(self, value: Any) -> Path | None:
        return self.places.get(json.dumps(value)) if self.places else None


def compared(before: Any, after: Any, gone: Gone, at: Path = ()) -> Change | None:
    """The change between two values; None when they are the same to the order of keys."""
    if before is after:
        return None
    if isinstance(before, dict) and isinstance(after, dict) and before and after:
        return _objects(before, after, gone, at)
    if isinstance(before, list) and isinstance(after, list) and before and after:
        return _lists(before, after, gone, at)
    if same(before, after):
        return None
    gone.add(before, at)
    return Replaced(after)


def _objects(before: dict[str, Any], after: dict[str, Any], gone: Gone, at: Path) -> Change | None:
    if list(before) == list(after):
        changes = {key: compared(before[key], value, gone, (*at, key)) for key, value in after.items()}
        return _inside(changes)
    dropped = [key for key in before if key not in after]
    items = list[Item]()
    for key, value in after.items():
        if key in before:
            items.append(Item(key, key, value, compared(before[key], value, gone, (*at, key))))
            continue
        renamed = next((old for old in dropped if same(before[old], value)), None)
        if renamed is not None:
            dropped.remove(renamed)
        items.append(Item(renamed, key, value))
    for key in dropped:
        gone.add(before[key], (*at, key))
    return Ordered(items)


def _lists(before: list[Any], after: list[Any], gone: Gone, at: Path) -> Change | None:
    old = _matched(before, after)
    pairs = [None if n is None else compared(before[n], value, gone, (*at, n))
             for n, value in zip(old, after, strict=True)]  # fmt: skip
    if old == list(range(len(before))):
        return _inside(dict(enumerate(pairs)))
    kept = set(old)
    for n, value in enumerate(before):
        if n not in kept:
            gone.add(value, (*at, n))
    found = zip(old, after, pairs, strict=True)
    return Ordered([Item(n, place, value, change) for place, (n, value, change) in enumerate(found)])


def _inside(changes: Mapping[Any, Change | None]) -> Inside | None:
    parts = {step: change for step, change in changes.items() if change is not None}
    return Inside(parts) if parts else None


def _matched(before: list[Any], after: list[Any]) -> list[int | None]:
    """For each item now, which it was: the very same one, the same to the byte, of the same name, or what is left."""
    first, last, short = 0, 0, min(len(before), len(after))
    while first < short and same(before[first], after[first]):
        first += 1
    while last < short - first and same(before[-1 - last], after[-1 - last]):
        last += 1
    found: list[int | None] = [None] * len(after)
    found[:first] = range(first)
    if last:
        found[-last:] = range(len(before) - last, len(before))
    old, new = list(range(first, len(before) - last)), list(range(first, len(after) - last))
    for telling in (id, json.dumps, _name):
        old, new = _paired(before, after, old, new, telling, found)
        if not old or not new:
            return found
    if len(old) == len(new):
        for n, place in zip(old, new, strict=True):
            found[place] = n
    return found


def _paired(
    before: list[Any], after: list[Any], old: list[int], new: list[int], telling: Any, found: list[int | None]
) -> tuple[list[int], list[int]]:
    """Pairs the items of which something tells that they are the same; the others are left."""
    waiting: dict[Any, list[int]] = {}
    for n in reversed(old):
        if (key := telling(before[n])) is not None:
            waiting.setdefault(key, []).append(n)
    left = list[int]()
    for place in new:
        if mine := waiting.get(telling(after[place])):
            found[place] = mine.pop()
        else:
            left.append(place)
    taken = {n for n in found if n is not None}
    return [n for n in old if n not in taken], left


def _name(item: Any) -> str | None:
    """What an element is called in its list."""
    name = next((item[key] for key in ("id", "value", "name") if key in item), None) if isinstance(item, dict) else None
    return name if isinstance(name, str) else None
