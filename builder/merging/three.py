"""What two make of a third: values, objects by their keys, lists by what is in them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from builder.edits.patch import same
from builder.merging.flat import Mark
from definitions.types import ABSENT


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that cannot be as both want it: at the pointer ``at`` in what is at ``address``. ABSENT stands for what
    is not there. The merged document has ``ours``, or ``theirs`` where that is gone: nothing written is lost."""

    address: str
    at: tuple[str | int, ...]
    base: Any
    ours: Any
    theirs: Any


class Merging:
    """The conflicts met so far, in one element after the other."""

    def __init__(self) -> None:
        self.conflicts: list[Conflict] = []
        self.address = ""

    def value(self, base: Any, ours: Any, theirs: Any, at: tuple[str | int, ...] = ()) -> Any:
        """What both together make of ``base``; ABSENT where they agree that there be nothing."""
        if same(ours, theirs) or same(base, theirs):
            return ours
        if same(base, ours):
            return theirs
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return self._objects(base if isinstance(base, dict) else {}, ours, theirs, at)
        if isinstance(ours, list) and isinstance(theirs, list):
            return self._lists(base if isinstance(base, list) else [], ours, theirs, at)
        self.conflicts.append(Conflict(self.address, at, base, ours, theirs))
        return theirs if ours is ABSENT else ours

    def _objects(
        self, base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], at: tuple[str | int, ...]
    ) -> dict[str, Any]:
        merged = {}
        for key in together(list(ours), list(theirs), list(base)):
            was, mine, yours = (one.get(key, ABSENT) for one in (base, ours, theirs))
            found = self.value(was, mine, yours, (*at, key))
            if found is not ABSENT:
                merged[key] = found
        return merged

    def _lists(self, base: list[Any], ours: list[Any], theirs: list[Any], at: tuple[str | int, ...]) -> list[Any]:
        if len(base) == len(ours) == len(theirs) and not any(map(_named, (*base, *ours, *theirs))):
            each = zip(base, ours, theirs, strict=True)
            return [self.value(b, o, t, (*at, n)) for n, (b, o, t) in enumerate(each)]
        by = {_key(one): one for one in (*base, *theirs, *ours)}
        names = [[_key(one) for one in listed] for listed in (base, ours, theirs)]
        old, mine, yours = names
        kept = [one for one in together(mine, yours, old) if stays(one, old, mine, yours)]
        if self._both_rewrote(old, mine, yours) or _moved_apart(old, mine, yours):
            self.conflicts.append(Conflict(self.address, at, base, ours, theirs))
        return [by[one] for one in kept]

    def _both_rewrote(self, old: list[str], mine: list[str], yours: list[str]) -> bool:
        """Whether both put something of their own in the place of one and the same item, which has no name of its own
        to tell whether they meant the same."""
        gone = {one for one in old if one not in mine and one not in yours and not one.startswith("#")}
        new = ([one for one in names if one not in old and not one.startswith("#")] for names in (mine, yours))
        return bool(gone) and all(new)


def _named(item: Any) -> bool:
    return isinstance(item, str)


def _key(item: Any) -> str:
    """What an item is known by: its address, or all that it is."""
    return f"#{item}" if isinstance(item, Mark) else json.dumps(item)


def stays(one: str, old: Sequence[str], mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Whether the merged list has an item, by its name in the three lists."""
    return (one in mine and one in yours) or one not in old


def _moved_apart(old: list[str], mine: list[str], yours: list[str]) -> bool:
    """Whether both put what all three have into orders of their own."""
    shared = [one for one in old if one in mine and one in yours]
    ours, theirs = ([one for one in names if one in shared] for names in (mine, yours))
    return shared not in (ours, theirs) and ours != theirs


def together(ours: list[str], theirs: list[str], base: list[str]) -> list[str]:
    """All names of both, in an order that both can find theirs in: that of whoever changed it, with what the other has
    besides after what it stood after there."""
    shared = [one for one in base if one in ours and one in theirs]
    lead, follow = (ours, theirs) if [one for one in ours if one in shared] != shared else (theirs, ours)
    if [one for one in lead if one in shared] == shared:
        lead, follow = ours, theirs
    found = list(dict.fromkeys(lead))
    for n, one in enumerate(follow):
        if one in found:
            continue
        place = next((found.index(before) + 1 for before in reversed(follow[:n]) if before in found), 0)
        while place < len(found) and found[place] not in base and found[place] not in follow:
            place += 1
        found.insert(place, one)
    return found
