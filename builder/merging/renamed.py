"""Elements that one of two authors gave another id: what stands where they stood and says what they said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.merging.flat import STORIES, Flat, flat, marks
from builder.references import Element, Refused, rename
from builder.references.elements import element

Document = Mapping[str, Any]
_SAID = ("label", "title", "subject", "text", "type", "to", "from")


def renames(base: Document, other: Document) -> dict[Element, str]:
    """The new ids that elements of ``base`` have in ``other``."""
    before, after = flat(base), flat(other)
    where = {mark: address for address, part in after.items() for mark in marks(part)}
    was = {mark: address for address, part in before.items() for mark in marks(part)}
    gone = [one for one in was if one not in after and not one.startswith(STORIES)]
    new = [one for one in where if one not in before and not one.startswith(STORIES)]
    found: dict[Element, str] = {}
    for one in gone:
        like = [two for two in new if was[one] == where[two] and _alike(before, one, after, two)]
        also = [three for three in gone if like and was[three] == was[one] and _alike(before, three, after, like[0])]
        if len(like) == len(also) == 1:
            found[element(one)] = element(like[0]).id
    return found


def _alike(before: Flat, one: str, after: Flat, two: str) -> bool:
    """Whether two elements of one kind say the same of themselves."""
    if element(one).kind != element(two).kind or element(one).of != element(two).of:
        return False
    old, new = before[one], after[two]
    told = [name for name in _SAID if name in old]
    return bool(told) and all(old[name] == new.get(name) for name in told)


def following(document: Document, names: Mapping[Element, str]) -> Document:
    """A document with these ids, as far as it has the elements and nothing stands in the way."""
    for one, id in names.items():
        try:
            document = rename(document, one, id)
        except Refused:
            continue
    return document
