"""The sentences of a difference: each change of each element is told once at least, by a fitting one or a plain one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.differences.groups import GROUPS, grouped
from builder.differences.phrases import added, changed, removed
from builder.differences.words import Words, kind_word
from builder.edits.patch import same
from builder.merging.flat import STORIES, Flat, flat, marks
from builder.merging.renamed import following, renames
from builder.references.shapes import shape
from definitions.schema import schema
from definitions.types import ABSENT

Document = Mapping[str, Any]

__all__ = ["GROUPS", "Told", "differences"]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence about the service as its subject: "asks a new question, Who owns the vehicle". ``address`` is
    the element that it tells of, ``name`` the property; ``name`` is "" for a whole element."""

    group: str
    words: str
    address: str
    name: str = ""


def differences(before: Document, after: Document) -> tuple[Told, ...]:
    """Everything in which two documents of the right shape differ, in the order of ``GROUPS``."""
    told: list[Told] = []
    for one, id in renames(before, after).items():
        new = one._replace(id=id)
        words = f"calls the {kind_word(str(one))} {one.id} {id} from now on, wherever it is named"
        told.append(Told("inside", words, str(new), "id"))
        before = following(before, {one: id})
    told += _told(flat(before), flat(after), before, after)
    return tuple(sorted(told, key=lambda one: GROUPS.index(one.group)))


def _told(old: Flat, new: Flat, before: Document, after: Document) -> Iterator[Told]:
    was, now = Words(before, old), Words(after, new)
    homes, here = _homes(old), _homes(new)
    for address, part in new.items():
        if address not in old:
            yield Told(grouped(address, "", part), added(address, part, here.get(address, ""), now), address)
            continue
        yield from _within(address, old[address], part, was, now)
        if address and homes.get(address) != here.get(address):
            place, former = now.label(here.get(address, "")), was.label(homes.get(address, ""))
            words = f"has the {kind_word(address)} {now.label(address)} in {place} instead of {former}"
            yield Told(grouped(address, "", part), words, address)
    for address, part in old.items():
        if address not in new:
            yield Told(grouped(address, "", part), removed(address, was), address)


def _within(address: str, old: Any, new: Any, was: Words, now: Words) -> Iterator[Told]:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return
    properties = _properties(address, new)
    for name in dict.fromkeys((*old, *new)):
        one, two = old.get(name, ABSENT), new.get(name, ABSENT)
        if same(one, two):
            if list(old) != list(new) and _alone(old, new) and name == next(iter(new)):
                yield Told("inside", f"has the same in another order in {now.label(address)}", address, name)
            continue
        group = grouped(address, name, two if one is ABSENT else one)
        for words in changed(address, name, one, two, was, now, properties.get(name)):
            yield Told(group, words, address, name)


def _alone(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return old.keys() == new.keys()


def _properties(address: str, part: Any) -> Mapping[str, Any]:
    """What the schema says of an element's properties."""
    if not address:
        return shape(schema()).properties
    kind = "example" if address.startswith(STORIES) else address.partition(":")[0]
    return _of_kind(kind, part)


def _of_kind(kind: str, part: Any) -> Mapping[str, Any]:
    named = f"question_{part.get('type')}" if kind == "question" else {"part": "column"}.get(kind, kind)
    return shape(schema()["$defs"].get(named, {"properties": {}})).properties if named in schema()["$defs"] else {}


def _homes(whole: Flat) -> dict[str, str]:
    return {mark: owner for owner, part in whole.items() for mark in marks(part)}
